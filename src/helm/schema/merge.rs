//! The values of a chart together with those of the charts below it, as Helm computes them before it renders.
//!
//! May import: `helm::schema::defaults`, `helm::chart`, `model`.

use std::collections::HashMap;

use serde_json::{Map, Value as Json};

use super::defaults;
use crate::helm::chart::ChartRead;
use crate::model::Dependency;

/// A chart's values, as tables.
pub(super) type Values = Map<String, Json>;

/// How many values all charts together may have: aliases multiply them at each level.
const LIMIT: usize = 500_000;

/// As how many values one chart counts, in addition to those that it has.
const CHART: usize = 200;

/// The values of a chart when a user gives these; `None` where they are too many.
pub(super) fn coalesced(read: &ChartRead, given: Values) -> Option<Values> {
    Merge { known: HashMap::new(), left: LIMIT }.coalesced(read, given)
}

struct Merge {
    /// The values of charts and how many they are, by the address of the chart.
    known: HashMap<*const ChartRead, (Values, usize)>,
    left: usize,
}

impl Merge {
    fn coalesced(&mut self, read: &ChartRead, given: Values) -> Option<Values> {
        let (own, size) = self.known.entry(std::ptr::from_ref(read)).or_insert_with(|| {
            let own = defaults::read(&read.package, "values.yaml").json();
            let size = own.values().map(weight).sum();
            (own, size)
        });
        self.left = self.left.checked_sub(*size + CHART)?;
        let mut values = given;
        under(&mut values, own.clone());
        let global = values.get("global").map_or(0, weight);
        for (name, chart) in subcharts(read) {
            let Some(mut below) = below(&values, name) else { continue };
            self.left = self.left.checked_sub(global)?;
            pass_on(&values, &mut below);
            let below = self.coalesced(chart, below)?;
            values.insert(name.to_owned(), Json::Object(below));
        }
        Some(values)
    }
}

/// How many values a value holds, long texts counted as several.
fn weight(value: &Json) -> usize {
    match value {
        Json::Array(items) => 1 + items.iter().map(weight).sum::<usize>(),
        Json::Object(fields) => {
            1 + fields.iter().map(|(key, value)| key.len() / 64 + weight(value)).sum::<usize>()
        }
        Json::String(text) => 1 + text.len() / 64,
        _ => 1,
    }
}

/// What is given for a chart below; `None` where it is no table, of which a rule of its own tells.
fn below(values: &Values, name: &str) -> Option<Values> {
    match values.get(name) {
        None => Some(Values::new()),
        Some(value) => value.as_object().cloned(),
    }
}

/// Lays defaults under values: what is there stays, tables are merged, and nothing (`null`) takes a default away.
fn under(values: &mut Values, defaults: Values) {
    for (key, default) in defaults {
        match (values.get_mut(&key), default) {
            (Some(Json::Null), _) => {
                values.remove(&key);
            }
            (Some(Json::Object(above)), Json::Object(default)) => under(above, default),
            (Some(_), _) => {}
            (None, default) => {
                values.insert(key, default);
            }
        }
    }
}

/// Hands `global` down.
fn pass_on(values: &Values, below: &mut Values) {
    let Some(Json::Object(global)) = values.get("global") else { return };
    match below.get_mut("global") {
        None => {
            below.insert("global".to_owned(), Json::Object(global.clone()));
        }
        Some(Json::Object(own)) => {
            let given = std::mem::replace(own, global.clone());
            under(own, given);
        }
        Some(_) => {}
    }
}

/// The charts below, by the names under which their values are found.
pub(super) fn subcharts(read: &ChartRead) -> Vec<(&str, &ChartRead)> {
    let mut all = Vec::new();
    for chart in &read.vendored {
        let name = chart.chart.metadata.name.as_str();
        let declared: Vec<&Dependency> =
            read.chart.metadata.dependencies.iter().filter(|other| other.name == name).collect();
        if declared.is_empty() {
            all.push((name, chart));
        }
        for other in declared {
            all.push((if other.alias.is_empty() { name } else { other.alias.as_str() }, chart));
        }
    }
    all
}

/// Whether a chart below is switched off by its condition, with these values.
pub(super) fn is_off(read: &ChartRead, name: &str, values: &Values) -> bool {
    let used = |other: &&Dependency| {
        if other.alias.is_empty() { other.name == name } else { other.alias == name }
    };
    let declared = read.chart.metadata.dependencies.iter().find(used);
    let paths = declared.map(|other| other.condition.as_str()).unwrap_or_default();
    let switch = paths.split(',').map(str::trim).find_map(|path| {
        let mut parts = path.split('.');
        let first = values.get(parts.next()?)?;
        parts.try_fold(first, |value, part| value.get(part))?.as_bool()
    });
    switch == Some(false)
}
