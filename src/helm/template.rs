//! Templates as text: their syntax, the functions, templates and values that they name. Nothing is rendered.
//!
//! May import: `helm::template/*`, `helm::chart`, `yaml`, `model`.

use super::chart::ChartRead;
use crate::model::Findings;

/// Judges a chart by the rules of this family.
pub(super) fn judge(read: &ChartRead) -> Findings {
    Findings::of(read.package.place(""))
}
