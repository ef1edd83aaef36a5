//! Values against the charts below: what is meant for them and does not reach them.
//!
//! May import: `helm::schema::{defaults, merge}`, `helm::{chart, field}`, `yaml`, `model`.

use std::collections::HashMap;

use serde_json::{Map, Value as Json};

use super::defaults::{self, Defaults};
use super::merge::subcharts;
use crate::helm::chart::ChartRead;
use crate::helm::field::shown;
use crate::model::rule::values as rules;
use crate::model::{Findings, Place, Related};

/// Judges what a chart's values say to the charts below it.
pub(super) fn judge(read: &ChartRead, values: &Defaults, findings: &mut Findings) {
    let all = subcharts(read);
    let json = values.json();
    let mut known: HashMap<*const ChartRead, (Defaults, Map<String, Json>)> = HashMap::new();
    for (name, chart) in &all {
        let pointer = format!("/{name}");
        match json.get(*name) {
            None => {}
            Some(Json::Object(given)) => {
                let (own, below) = known.entry(std::ptr::from_ref(*chart)).or_insert_with(|| {
                    let own = defaults::read(&chart.package, "values.yaml");
                    let below = own.json();
                    (own, below)
                });
                let mut taken = Vec::new();
                nothing(given, below, &pointer, &mut taken);
                for pointer in taken {
                    removal(values, own, name, &pointer, findings);
                }
            }
            Some(other) => {
                let kind = if other.is_null() { "nothing" } else { "no mapping" };
                let message = format!(
                    "{name} is {kind}, but there is a chart of that name, whose values belong here"
                );
                findings.add(&rules::VAL027, values.nearest(&pointer), message);
            }
        }
    }
    if let Some(global) =
        json.get("global").filter(|global| !global.is_null() && !global.is_object())
    {
        let kind = if global.is_array() { "a list" } else { "a single value" };
        let message = format!("global is {kind}, where a mapping is due");
        findings.add(&rules::VAL028, values.nearest("/global"), message);
    }
    for other in &read.chart.metadata.dependencies {
        let is_used = all.iter().any(|(name, _)| *name == other.name)
            || read.chart.metadata.dependencies.iter().any(|twin| {
                twin.name == other.name && twin.alias.is_empty() || twin.alias == other.name
            });
        if other.alias.is_empty() || is_used {
            continue;
        }
        if let Some(span) = values.key(&format!("/{}", other.name)) {
            let message = format!(
                "values for {} stand under its name, but it is used as {}",
                shown(&other.name),
                shown(&other.alias)
            );
            findings.add(&rules::VAL030, span, message);
        }
    }
}

/// The pointers at which nothing stands for what the chart below has a default for.
fn nothing(
    given: &Map<String, Json>,
    below: &Map<String, Json>,
    pointer: &str,
    taken: &mut Vec<String>,
) {
    for (key, value) in given {
        let pointer = format!("{pointer}/{}", key.replace('~', "~0").replace('/', "~1"));
        match (value, below.get(key)) {
            (Json::Null, Some(default)) if !default.is_null() => taken.push(pointer),
            (Json::Object(given), Some(Json::Object(below))) => {
                nothing(given, below, &pointer, taken);
            }
            _ => {}
        }
    }
}

fn removal(values: &Defaults, own: &Defaults, name: &str, pointer: &str, findings: &mut Findings) {
    let rest = pointer.get(name.len() + 1..).unwrap_or_default();
    let path = pointer.trim_start_matches('/').replace('/', ".");
    let message = format!("{path} is nothing, which takes the default of the chart below away");
    let place = Place::at(own.file.as_str(), own.nearest(rest));
    let found = findings.add(&rules::VAL026, values.nearest(pointer), message);
    found.related.push(Related { place, message: "this default".to_owned() });
}
