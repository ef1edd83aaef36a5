//! `values.yaml` against `values.schema.json`, the schema itself, and values that mean something else than they
//! seem to.
//!
//! May import: `helm::schema/*`, `helm::chart`, `model`.

mod compiled;
mod defaults;
mod merge;
mod reference;
mod subchart;
mod trap;
mod violation;
mod walk;

use std::collections::{HashMap, HashSet};
use std::rc::Rc;

use serde_json::Value as Json;

use super::chart::ChartRead;
use super::field::shown;
use crate::model::rule::values as rules;
use crate::model::{Diagnostic, Findings, Package, Place, Related, Rule, Severity};
use compiled::Schema;
use defaults::Defaults;
use merge::Values;
use violation::Violation;

/// Values beyond this size hardly fit into the object in which Helm keeps a release.
const LARGE: usize = 1 << 20;

/// Judges a chart by the rules of this family.
pub(super) fn judge(read: &ChartRead) -> Findings {
    let package = &read.package;
    let values = defaults::read(package, "values.yaml");
    let mut all = Findings::of(package.place(""));
    let mut findings = Findings::of(package.place("values.yaml"));
    traps(read, &values, &mut findings);
    subchart::judge(read, &values, &mut findings);
    all.absorb(findings);
    let schema = compiled::read(package).map(|(schema, findings)| {
        all.absorb(findings);
        schema
    });
    let mut seen = HashSet::new();
    if let Some(schema) = &schema {
        all.absorb(own(schema, &values, &mut seen));
    }
    if has_schema(read) {
        together(read, schema.as_ref(), &values, &mut seen, &mut all);
    }
    all.absorb(ci(read, schema.as_ref(), &seen));
    all
}

fn has_schema(read: &ChartRead) -> bool {
    read.package.file("values.schema.json").is_some() || read.vendored.iter().any(has_schema)
}

fn traps(read: &ChartRead, values: &Defaults, findings: &mut Findings) {
    let package = &read.package;
    let size = package.file("values.yaml").map_or(0, |file| file.bytes.len());
    if size > LARGE {
        let message = format!("the default values are {} KiB", size >> 10);
        findings.add(&rules::VAL031, trap::START, message);
    }
    let quoted = quoted(package);
    let needed = &read.chart.metadata.dependencies;
    let is_known = |name: &str| {
        needed.iter().any(|other| other.name == name || other.alias == name)
            || read.chart.subcharts.iter().any(|other| other == name)
            || quoted.contains(name)
    };
    for root in values.documents() {
        trap::judge(root, findings);
        trap::unreachable(root, &is_known, findings);
    }
}

/// What stands between quotes in templates, where `index` needs the names of keys.
fn quoted(package: &Package) -> HashSet<&str> {
    let templates = package.files.iter().filter(|file| file.path.starts_with("templates/"));
    let texts = templates.filter_map(|file| file.text());
    texts.flat_map(|text| ['"', '`'].into_iter().flat_map(|quote| text.split(quote))).collect()
}

/// The chart's own values against its own schema.
fn own(schema: &Schema, values: &Defaults, seen: &mut HashSet<Violation>) -> Findings {
    let mut findings = Findings::of(values.file.as_str());
    let Some((found, more)) = violation::of(schema, &Json::Object(values.json())) else {
        untried(schema, &mut findings);
        return findings;
    };
    for violation in found {
        let rule = if violation.is_missing { &rules::VAL009 } else { &rules::VAL008 };
        findings.push(diagnostic(rule, &violation, schema, values));
        seen.insert(violation);
    }
    if let Some(last) = findings.list.last_mut().filter(|_| more > 0) {
        last.message = format!("{} (and {more} more like it)", last.message);
    }
    different(schema, values, &mut findings);
    findings
}

/// Tells of a schema that was not tried on values, once.
fn untried(schema: &Schema, all: &mut Findings) {
    let place = Place::at(schema.file.as_str(), trap::START);
    let is_told = |found: &Diagnostic| found.rule == &rules::VAL033 && found.place == place;
    if !all.list.iter().any(is_told) {
        let message = "the schema was not tried on all values: its references multiply, or it is not known where they lead";
        all.push(Diagnostic::new(&rules::VAL033, place, message));
    }
}

fn diagnostic(
    rule: &'static Rule,
    violation: &Violation,
    schema: &Schema,
    values: &Defaults,
) -> Diagnostic {
    let place = Place::at(values.file.as_str(), values.nearest(&violation.pointer));
    let mut found = Diagnostic::new(rule, place, violation.message.as_str());
    if let Some(span) = schema.locate(&violation.rule) {
        let place = Place::at(schema.file.as_str(), span);
        found.related.push(Related { place, message: "the schema says so here".to_owned() });
    }
    found
}

/// Defaults that the schema states otherwise than the values.
fn different(schema: &Schema, values: &Defaults, findings: &mut Findings) {
    let json = Json::Object(values.json());
    for (pointer, place, default) in walk::stated(&schema.json) {
        let Some(value) = json.pointer(&pointer) else { continue };
        let is_same = match (value.as_f64(), default.as_f64()) {
            (Some(value), Some(default)) => (value - default).abs() < f64::EPSILON,
            _ => *value == default,
        };
        if is_same || value.is_object() {
            continue;
        }
        let path = pointer.trim_start_matches('/').replace('/', ".");
        let short = |value: &Json| match value.as_str() {
            Some(text) => shown(text),
            None => value.to_string().chars().take(60).collect(),
        };
        let message = format!(
            "the default of {path} is {} here and {} in the schema",
            short(value),
            short(&default)
        );
        let found = findings.add(&rules::VAL013, values.nearest(&pointer), message);
        if let Some(span) = schema.locate(&place) {
            let place = Place::at(schema.file.as_str(), span);
            found.related.push(Related { place, message: "the schema says so here".to_owned() });
        }
    }
}

/// The values as Helm merges them with those of the charts below, against all their schemas.
fn together(
    read: &ChartRead,
    schema: Option<&Schema>,
    values: &Defaults,
    seen: &mut HashSet<Violation>,
    all: &mut Findings,
) {
    if read.vendored.is_empty() {
        return;
    }
    let Some(merged) = merge::coalesced(read, Values::new()) else {
        let place = Place::at(values.file.as_str(), trap::START);
        let message =
            "no schema was tried on the values of all charts together: their aliases multiply them";
        all.push(Diagnostic::new(&rules::VAL033, place, message));
        return;
    };
    if let Some(schema) = schema {
        let tried = violation::of(schema, &Json::Object(merged.clone()));
        if tried.is_none() {
            untried(schema, all);
        }
        for violation in tried.unwrap_or_default().0 {
            if !violation.is_missing && seen.insert(violation.clone()) {
                all.push(diagnostic(&rules::VAL010, &violation, schema, values));
            }
        }
    }
    Below::default().judge(read, &merged, &[(String::new(), values)], all);
}

/// The charts below a chart, each read once, however many names it has.
#[derive(Default)]
struct Below {
    known: HashMap<*const ChartRead, Rc<(Defaults, Option<Schema>)>>,
}

impl Below {
    fn read(&mut self, chart: &ChartRead) -> Rc<(Defaults, Option<Schema>)> {
        let known = self.known.entry(std::ptr::from_ref(chart)).or_insert_with(|| {
            let own = defaults::read(&chart.package, "values.yaml");
            Rc::new((own, compiled::read(&chart.package).map(|(schema, _)| schema)))
        });
        Rc::clone(known)
    }

    /// Judges what reaches the charts below; `above` are the values that may have decided, outermost first.
    fn judge(
        &mut self,
        read: &ChartRead,
        merged: &Values,
        above: &[(String, &Defaults)],
        all: &mut Findings,
    ) {
        for (name, chart) in merge::subcharts(read) {
            let Some(Json::Object(values)) = merged.get(name) else { continue };
            if merge::is_off(read, name, merged) {
                continue;
            }
            let known = self.read(chart);
            let (own, schema) = &*known;
            let mut deciders: Vec<(String, &Defaults)> =
                above.iter().map(|(path, values)| (format!("{path}/{name}"), *values)).collect();
            deciders.push((String::new(), own));
            if let Some(schema) = schema {
                let tried = violation::of(schema, &Json::Object(values.clone()));
                if tried.is_none() {
                    untried(schema, all);
                }
                for violation in tried.unwrap_or_default().0 {
                    all.push(of_subchart(name, &violation, schema, &deciders));
                }
            }
            self.judge(chart, values, &deciders, all);
        }
    }
}

fn of_subchart(
    name: &str,
    violation: &Violation,
    schema: &Schema,
    deciders: &[(String, &Defaults)],
) -> Diagnostic {
    let mut place = None;
    for (path, values) in deciders {
        let pointer = format!("{path}{}", violation.pointer);
        let span = values.locate(&pointer).filter(|span| span.line > 0);
        place = place.or_else(|| Some(Place::at(values.file.as_str(), span?)));
    }
    let nearest = || {
        let outer = deciders.iter().find(|(path, values)| values.locate(path).is_some());
        let (path, values) = outer.or(deciders.last())?;
        Some(Place::at(values.file.as_str(), values.nearest(path)))
    };
    let place = place.or_else(nearest).unwrap_or_default();
    let rule = if violation.is_missing { &rules::VAL009 } else { &rules::VAL010 };
    let message = format!("in the values of {name}: {}", violation.message);
    let mut found = Diagnostic::new(rule, place, message);
    if let Some(span) = schema.locate(&violation.rule) {
        let place = Place::at(schema.file.as_str(), span);
        found.related.push(Related { place, message: "its schema says so here".to_owned() });
    }
    found
}

/// The values with which chart-testing lints and installs the chart.
fn ci(read: &ChartRead, schema: Option<&Schema>, seen: &HashSet<Violation>) -> Findings {
    let mut all = Findings::of(read.package.place("ci"));
    let Some(schema) = schema else { return all };
    let is_values = |path: &str| {
        let name = path.strip_prefix("ci/").filter(|name| !name.contains('/'));
        name.is_some_and(|name| name.ends_with("-values.yaml"))
    };
    for file in read.package.files.iter().filter(|file| is_values(&file.path)) {
        let given = defaults::read(&read.package, &file.path);
        // Where the chart's own values are too many to be merged, that was told.
        let Some(merged) = merge::coalesced(read, given.json()).map(Json::Object) else { break };
        let Some((found, _)) = violation::of(schema, &merged) else {
            untried(schema, &mut all);
            continue;
        };
        for violation in found.iter().filter(|violation| !seen.contains(*violation)) {
            let found = all.push(diagnostic(&rules::VAL032, violation, schema, &given));
            found.severity = Severity::Warning;
        }
    }
    all
}

#[cfg(test)]
mod tests;
