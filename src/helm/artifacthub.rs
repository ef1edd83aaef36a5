//! Annotations of charts that Artifact Hub reads, and `artifacthub-repo.yml`.
//!
//! May import: `helm::artifacthub/*`, `helm::chart`, `yaml`, `model`.

use super::chart::ChartRead;
use crate::model::Findings;

/// Judges a chart by the rules of this family.
pub(super) fn judge(read: &ChartRead) -> Findings {
    Findings::of(read.package.place(""))
}
