//! How the YAML files of a chart are written.
//!
//! May import: `helm::style/*`, `helm::chart`, `yaml`, `model`.

use super::chart::ChartRead;
use crate::model::Findings;

/// Judges a chart by the rules of this family.
pub(super) fn judge(read: &ChartRead) -> Findings {
    Findings::of(read.package.place(""))
}
