//! Kyma (Helm Broker) addon repositories: index files, addons, plans.
//!
//! May import: `kyma/*`, `helm::chart`, `archive`, `yaml`, `model`.

pub mod addon;

pub use addon::{Addon, Plan};
