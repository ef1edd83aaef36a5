//! Whether a plan and the chart fit each other: the plan's values and the parameters that its schema offers
//! against what the chart takes.
//!
//! May import: `kyma::conformance`, `helm`, `yaml`, `model`.

use std::collections::HashSet;

use serde_json::Value as Json;

use super::conformance::misfits;
use crate::helm::Chart;
use crate::model::rule::addon::{ADD049, ADD050, ADD051, ADD052};
use crate::model::{Diagnostic, Findings, Package};
use crate::yaml::{self, Node};

/// What a chart takes, as far as it can be told from its files.
#[derive(Debug, Default)]
pub(super) struct Intake {
    /// Its own values.
    values: Json,
    /// Its `values.schema.json`.
    schema: Option<Json>,
    /// Names under which it may take values; `None` where it may take any.
    names: Option<HashSet<String>>,
}

impl Intake {
    /// What the addon's chart takes.
    pub(super) fn of(package: &Package, chart: Option<&(String, Chart)>) -> Self {
        let Some((folder, chart)) = chart.filter(|(_, chart)| chart.refused.is_none()) else {
            return Self::default();
        };
        let text = |path: &str| package.file(path).and_then(|file| file.text());
        let read = |path: &str| yaml::read(text(path)?, yaml::Limits::default()).root;
        let values =
            chart.values.as_deref().and_then(read).map_or(Json::Null, |root| root.to_json());
        let schema = chart.schema.as_deref().and_then(text);
        let schema = schema.and_then(|text| serde_json::from_str(text).ok());
        let mut names = names(package, &format!("chart/{folder}/"));
        if let Some(names) = &mut names {
            let keys = values.as_object().into_iter().flat_map(|map| map.keys().cloned());
            let inner = chart.metadata.dependencies.iter();
            let inner = inner.flat_map(|other| [other.name.clone(), other.alias.clone()]);
            names.extend(keys.chain(inner).chain(chart.subcharts.iter().cloned()));
            names.insert("global".to_owned());
        }
        Self { values, schema, names }
    }

    fn takes(&self, name: &str) -> bool {
        let is_word = name.chars().all(is_letter);
        self.names.as_ref().is_none_or(|names| !is_word || names.contains(name))
    }
}

/// Every word of the chart's templates and of its charts' files; `None` where a template hands all values on.
fn names(package: &Package, root: &str) -> Option<HashSet<String>> {
    let mut names = HashSet::new();
    let is_template = |path: &str| path.starts_with("templates/") || path.starts_with("charts/");
    for file in &package.files {
        let path = file.path.strip_prefix(root).filter(|path| is_template(path));
        let Some(text) = path.and_then(|_| file.text()) else { continue };
        let mut uses = text.split(".Values").skip(1);
        if uses.any(|after| !after.starts_with('.')) {
            return None;
        }
        let words = text.split(|character| !is_letter(character));
        names.extend(words.filter(|word| !word.is_empty()).map(str::to_owned));
    }
    Some(names)
}

fn is_letter(character: char) -> bool {
    character.is_alphanumeric() || character == '_'
}

/// A plan's files that say what goes into the chart.
#[derive(Debug, Default)]
pub(super) struct Outfit {
    /// Path and content of its values.
    pub(super) values: Option<(String, Node)>,
    /// Path and content of its schema for new instances.
    pub(super) schema: Option<(String, Node)>,
}

/// Judges a plan against the chart, and its values against its own schema.
pub(super) fn judge(package: &Package, plan: &Outfit, chart: &Intake) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    if let Some((path, schema)) = &plan.schema {
        let mut out = Findings::of(package.place(path));
        judge_properties(schema, chart, &mut out);
        found.extend(out.finish());
    }
    if let Some((path, values)) = plan.values.as_ref().filter(|(_, node)| node.pairs().is_some()) {
        let mut out = Findings::of(package.place(path));
        judge_names(values, chart, &mut out);
        if let Some((_, schema)) = &plan.schema {
            for (pointer, words) in misfits(&schema.to_json(), &values.to_json()) {
                let message = format!("the plan's own value does not fit its schema: {words}");
                out.add(&ADD051, values.nearest(&pointer).span, message);
            }
        }
        judge_schema(values, chart, &mut out);
        found.extend(out.finish());
    }
    found
}

/// The properties that a schema offers, of which the chart must know what to do with each.
fn judge_properties(schema: &Node, chart: &Intake, out: &mut Findings) {
    for (key, _) in schema.get("properties").and_then(Node::pairs).unwrap_or_default() {
        let Some(name) = key.as_str().filter(|name| !chart.takes(name)) else { continue };
        out.add(&ADD050, key.span, format!("the chart nowhere takes the parameter \"{name}\""));
    }
}

fn judge_names(values: &Node, chart: &Intake, out: &mut Findings) {
    for (key, _) in values.pairs().unwrap_or_default() {
        let Some(name) = key.as_str().filter(|name| *name != "<<" && !chart.takes(name)) else {
            continue;
        };
        out.add(&ADD049, key.span, format!("the chart nowhere takes the value \"{name}\""));
    }
}

/// The chart's values with those of the plan over them, against the chart's own schema. Only what the plan says
/// is its fault.
fn judge_schema(values: &Node, chart: &Intake, out: &mut Findings) {
    let Some(schema) = &chart.schema else { return };
    let mut merged = chart.values.clone();
    overlay(&mut merged, values.to_json());
    for (pointer, words) in misfits(schema, &merged) {
        if let Some(node) = values.pointer(&pointer).filter(|_| !pointer.is_empty()) {
            let message = format!("the chart's values.schema.json refuses it: {words}");
            out.add(&ADD052, node.span, message);
        }
    }
}

/// Lays values over others as Helm does: mappings are merged, null takes a value away.
fn overlay(below: &mut Json, above: Json) {
    match (below, above) {
        (Json::Object(below), Json::Object(above)) => {
            for (key, value) in above {
                if value.is_null() {
                    below.remove(&key);
                } else {
                    overlay(below.entry(key).or_insert(Json::Null), value);
                }
            }
        }
        (below, above) => *below = above,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn values_are_laid_over_others_as_helm_does() {
        let mut below = json!({"a": {"b": 1, "c": 2}, "d": [1]});
        overlay(&mut below, json!({"a": {"b": null, "e": {"f": 1}}, "d": [2], "g": 1}));
        assert_eq!(below, json!({"a": {"c": 2, "e": {"f": 1}}, "d": [2], "g": 1}));
    }
}
