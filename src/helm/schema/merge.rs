//! The values of a chart together with those of the charts below it, as Helm computes them before it renders.
//!
//! May import: `helm::schema::defaults`, `helm::chart`, `model`.

use serde_json::{Map, Value as Json};

use super::defaults;
use crate::helm::chart::ChartRead;
use crate::model::Dependency;

/// A chart's values, as tables.
pub(super) type Values = Map<String, Json>;

/// The values of a chart when a user gives these.
pub(super) fn coalesced(read: &ChartRead, given: Values) -> Values {
    let mut values = given;
    under(&mut values, defaults::read(&read.package, "values.yaml").json());
    for (name, chart) in subcharts(read) {
        let Some(mut below) = below(&values, name) else { continue };
        pass_on(&values, &mut below);
        let below = coalesced(chart, below);
        values.insert(name.to_owned(), Json::Object(below));
    }
    values
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
