//! Helm chart repositories: index files and charts.
//!
//! May import: `helm/*`, `archive`, `yaml`, `model`.

pub mod chart;
pub mod version;

pub use chart::Chart;
pub use version::Version;
