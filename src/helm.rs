//! Helm chart repositories: index files and charts.
//!
//! May import: `helm/*`, `archive`, `yaml`, `model`.

pub mod artifacthub;
pub mod chart;
mod constraint;
pub(crate) mod cost;
mod dependency;
mod duplicate;
mod field;
mod ignore;
pub mod index;
pub mod lint;
mod metadata;
pub mod provenance;
mod resource;
mod schema;
mod style;
mod template;
mod text;
mod time;
pub mod version;

pub use chart::Chart;
pub use text::{has_deceptive, sanitise};
pub use version::Version;
