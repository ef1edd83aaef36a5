//! What a chart could tell Artifact Hub, and does not.
//!
//! May import: `helm::chart`, `model`.

use crate::helm::chart::ChartRead;
use crate::model::rule::artifacthub as rules;
use crate::model::{Findings, Span};

/// So many annotations show that a chart is made for Artifact Hub: one or two are often there by the way, a license, or
/// `category: skip-prediction`.
const MADE_FOR_IT: usize = 3;

/// Tells in one finding what is missing, at the first annotation that shows for whom the chart is made.
pub(super) fn judge(read: &ChartRead, annotations: &[&str], place: Span, findings: &mut Findings) {
    if annotations.len() < MADE_FOR_IT {
        return;
    }
    let (chart, metadata) = (&read.chart, &read.chart.metadata);
    let says = |name: &str| annotations.contains(&name);
    let is_license = |path: &str| {
        let name = path.to_ascii_uppercase();
        !path.contains('/') && (name.starts_with("LICENSE") || name.starts_with("LICENCE"))
    };
    let has_license = read.package.files.iter().any(|file| is_license(&file.path));
    let has_links = says("links") || !metadata.home.is_empty() || !metadata.sources.is_empty();
    let missing: Vec<&str> = [
        ("a README", chart.readme.is_some()),
        ("a license", says("license") || has_license),
        ("keywords", !metadata.keywords.is_empty()),
        ("links", has_links),
        ("maintainers", says("maintainers") || !metadata.maintainers.is_empty()),
        ("changes", says("changes")),
        ("a schema of values", chart.schema.is_some()),
    ]
    .into_iter()
    .filter_map(|(what, is_there)| (!is_there).then_some(what))
    .collect();
    if !missing.is_empty() {
        let message = format!("Artifact Hub is not told: {}", missing.join(", "));
        findings.add(&rules::AHB016, place, message);
    }
}
