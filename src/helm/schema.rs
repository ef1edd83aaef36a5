//! `values.yaml` against `values.schema.json`, and the schema itself.
//!
//! May import: `helm::schema/*`, `helm::chart`, `yaml`, `model`.

use super::chart::ChartRead;
use crate::model::Findings;

/// Judges a chart by the rules of this family.
pub(super) fn judge(read: &ChartRead) -> Findings {
    Findings::of(read.package.place(""))
}
