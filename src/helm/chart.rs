//! What a package holds when it is a Helm chart.
//!
//! May import: `yaml`, `model`.

use crate::model::EntryVersion;

/// A chart: its metadata and where its parts are. Paths are keys into the package's files.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Chart {
    /// `Chart.yaml`, in the same shape as an index entry.
    pub metadata: EntryVersion,
    /// Path of the README, if there is one.
    pub readme: Option<String>,
    /// Path of `values.yaml`, if there is one.
    pub values: Option<String>,
    /// Path of `values.schema.json`, if there is one.
    pub schema: Option<String>,
    /// Paths below `templates/`.
    pub templates: Vec<String>,
    /// Paths below `crds/`.
    pub crds: Vec<String>,
    /// Names of the charts below `charts/`.
    pub subcharts: Vec<String>,
}

/// Reads a chart from its package. What is broken is left empty and reported.
#[must_use]
pub fn read(package: &crate::model::Package) -> (Chart, Vec<crate::model::Diagnostic>) {
    let _ = package;
    (Chart::default(), Vec::new())
}
