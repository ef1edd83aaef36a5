//! Declared dependencies against `Chart.lock` and the charts below `charts/`.
//!
//! May import: `helm::dependency/*`, `helm::chart`, `yaml`, `model`.

use super::chart::ChartRead;
use crate::model::Findings;

/// Judges a chart by the rules of this family.
pub(super) fn judge(read: &ChartRead) -> Findings {
    Findings::of(read.package.place(""))
}
