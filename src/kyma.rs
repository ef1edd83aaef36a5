//! Kyma (Helm Broker) addon repositories: index files, addons, plans.
//!
//! May import: `kyma/*`, `helm::chart`, `archive`, `yaml`, `model`.

pub mod addon;
pub mod index;
pub mod plan;

mod bind;
mod chart;
mod coerce;
mod cut_off;
mod docs;
mod document;
mod entry;
mod fields;
mod identity;
mod json_path;
mod keyword;
mod layout;
mod meta;
mod schema;
mod unknown;
mod version;

pub use addon::Addon;
pub use plan::Plan;
