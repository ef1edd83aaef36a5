//! Helm chart repositories: index files and charts.
//!
//! May import: `helm/*`, `archive`, `yaml`, `model`.

pub mod chart;

pub use chart::Chart;
