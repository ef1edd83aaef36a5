//! A chart read and judged by every family of rules that needs nothing but its package.
//!
//! May import: `helm/*`, `model`.

use super::chart::{self, Chart, ChartRead};
use super::{artifacthub, dependency, resource, schema, style, template};
use crate::model::{Diagnostic, Findings, Package, annotate};

/// The families beyond the loader, in the order in which they speak.
const FAMILIES: [fn(&ChartRead) -> Findings; 6] = [
    schema::judge,
    dependency::judge,
    template::judge,
    resource::judge,
    artifacthub::judge,
    style::judge,
];

/// Reads a chart and tells everything that is wrong with it, with excerpts.
///
/// ```
/// use chartroom::{archive, helm};
/// let package = archive::from_tree("redis", vec![("Chart.yaml".into(), b"name: redis".to_vec())]);
/// let (chart, diagnostics) = helm::lint::read(&package);
/// assert_eq!(chart.metadata.name, "redis");
/// assert!(diagnostics.iter().any(|found| found.rule.name == "version-missing"));
/// ```
#[must_use]
pub fn read(package: &Package) -> (Chart, Vec<Diagnostic>) {
    let mut read = chart::read(package);
    for judge in FAMILIES {
        let findings = judge(&read);
        read.findings.absorb(findings);
    }
    let ChartRead { mut chart, vendored, findings, .. } = read;
    chart.refused = chart.refused.or_else(|| findings.refused.clone());
    let mut found = findings.finish();
    annotate::package(package, &mut found);
    for vendored in &vendored {
        quote(vendored, &mut found);
    }
    (chart, found)
}

fn quote(read: &ChartRead, found: &mut [Diagnostic]) {
    annotate::package(&read.package, found);
    for vendored in &read.vendored {
        quote(vendored, found);
    }
}

#[cfg(test)]
mod tests;
