//! Kyma (Helm Broker) addon repositories: index files, addons, plans.
//!
//! May import: `kyma/*`, `helm::chart`, `archive`, `yaml`, `model`.

pub mod addon;
pub mod index;

mod coerce;
mod entry;
mod fields;
mod findings;
mod unknown;
mod version;

pub use addon::{Addon, Plan};
