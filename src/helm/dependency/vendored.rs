//! The charts below `charts/` against what is declared and locked, by their versions.
//!
//! May import: `helm::dependency::declared`, `helm::{chart, constraint, field, version}`, `model`.

use std::collections::{BTreeMap, HashMap};

use super::declared::{Declared, Locked};
use crate::helm::chart::ChartRead;
use crate::helm::constraint::satisfies;
use crate::helm::field::shown;
use crate::helm::version::Version;
use crate::model::rule::dependency as rules;
use crate::model::{Findings, Place, Span};

/// Compares the charts below `charts/` with what is declared.
pub(super) fn compare(read: &ChartRead, declared: &[Declared<'_>], findings: &mut Findings) {
    let by_name = by_name(read);
    for other in declared {
        let Some(vendored) = by_name.get(other.name.as_str()) else { continue };
        let allowed = |chart: &&&ChartRead| fits(other, chart) != Some(false);
        if vendored.iter().any(|chart| allowed(&chart)) {
            continue;
        }
        let versions: Vec<String> =
            vendored.iter().map(|chart| shown(&chart.chart.metadata.version)).collect();
        let message = format!(
            "charts holds {} {}, which {} does not allow",
            shown(&other.name),
            versions.join(" and "),
            shown(&other.version)
        );
        findings.add(&rules::DEP006, other.place("version"), message);
    }
    for (name, vendored) in by_name.into_iter().filter(|(_, vendored)| vendored.len() > 1) {
        let wanted: Vec<&Declared<'_>> =
            declared.iter().filter(|other| other.name == name).collect();
        twice(name, &vendored, &wanted, findings);
    }
    names(declared, findings);
}

/// Several charts of one name are right only where several dependencies each mean another of them.
fn twice(name: &str, vendored: &[&ChartRead], wanted: &[&Declared<'_>], findings: &mut Findings) {
    let is_wanted = |chart: &ChartRead| wanted.iter().any(|other| fits(other, chart) == Some(true));
    let all_wanted = vendored.iter().all(|chart| is_wanted(chart));
    if all_wanted && wanted.len() >= vendored.len() {
        return;
    }
    let Some((first, others)) = vendored.split_first() else { return };
    for chart in others {
        let place = Place::file(chart.package.place(""));
        let message = format!(
            "charts holds {} a second time, as version {}",
            shown(name),
            shown(&chart.chart.metadata.version)
        );
        let first_place = Place::file(first.package.place(""));
        let about = format!("version {}", shown(&first.chart.metadata.version));
        let found = crate::model::Diagnostic::new(&rules::DEP009, place, message);
        findings.push(found.related(first_place, about));
    }
}

/// An alias that is another dependency's real name.
fn names(declared: &[Declared<'_>], findings: &mut Findings) {
    let names: HashMap<&str, Span> =
        declared.iter().map(|other| (other.name.as_str(), other.place("name"))).collect();
    for other in declared.iter().filter(|other| other.alias != other.name) {
        if let Some(span) = names.get(other.alias.as_str()).filter(|_| !other.alias.is_empty()) {
            let message = format!(
                "{} is called {}, which is the name of another dependency",
                shown(&other.name),
                shown(&other.alias)
            );
            let place = findings.place(*span);
            let found = findings.add(&rules::DEP016, other.place("alias"), message);
            let message = "that dependency".to_owned();
            found.related.push(crate::model::Related { place, message });
        }
    }
}

/// Compares the charts below `charts/` with what is locked.
pub(super) fn against(read: &ChartRead, locked: &[Locked]) -> Findings {
    let mut findings = Findings::of("");
    let versions = |name: &str| -> Vec<&str> {
        let same = locked.iter().filter(|other| other.name == name);
        same.map(|other| other.version.as_str()).collect()
    };
    for chart in &read.vendored {
        let metadata = &chart.chart.metadata;
        let versions = versions(&metadata.name);
        let Some(first) = versions.first() else { continue };
        let same = |text: &&str| match (Version::parse(text), Version::parse(&metadata.version)) {
            (Some(left), Some(right)) => left.precedence(&right).is_eq(),
            _ => *text == metadata.version,
        };
        if versions.iter().any(same) {
            continue;
        }
        let message = format!(
            "charts holds {} {}, but {} is locked",
            shown(&metadata.name),
            shown(&metadata.version),
            shown(first)
        );
        let place = version_place(chart);
        findings.push(crate::model::Diagnostic::new(&rules::DEP008, place, message));
    }
    findings
}

/// Where a chart states its version, as well as it can be told.
fn version_place(chart: &ChartRead) -> Place {
    let file = chart.package.place("Chart.yaml");
    let text = chart.package.file("Chart.yaml").and_then(|file| file.text()).unwrap_or_default();
    let line = (1..).zip(text.lines()).find(|(_, line)| line.starts_with("version:"));
    let span = line.map(|(line, text)| Span {
        line,
        column: 1,
        length: u32::try_from(text.trim_end().chars().count()).unwrap_or(0),
    });
    Place { file, span: Some(span.unwrap_or(Span { line: 1, column: 1, length: 0 })) }
}

fn by_name(read: &ChartRead) -> BTreeMap<&str, Vec<&ChartRead>> {
    let mut charts: BTreeMap<&str, Vec<&ChartRead>> = BTreeMap::new();
    for chart in &read.vendored {
        charts.entry(&chart.chart.metadata.name).or_default().push(chart);
    }
    charts
}

/// Whether a chart's version is one that the dependency allows; `None` where that cannot be told.
fn fits(declared: &Declared<'_>, chart: &ChartRead) -> Option<bool> {
    let version = Version::parse(&chart.chart.metadata.version)?;
    satisfies(&declared.version, &version)
}
