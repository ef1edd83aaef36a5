//! Helm chart repositories: index files and charts.
//!
//! May import: `helm/*`, `archive`, `yaml`, `model`.

pub mod chart;
mod duplicate;
mod field;
mod ignore;
pub mod index;
mod metadata;
mod text;
mod time;
pub mod version;

pub use chart::Chart;
pub use text::{has_deceptive, sanitise};
pub use version::Version;
