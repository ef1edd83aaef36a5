//! Kyma (Helm Broker) addon repositories: index files, addons, plans.
//!
//! May import: `kyma/*`, `helm`, `archive`, `yaml`, `model`.

pub mod addon;
pub mod index;
pub mod plan;

mod bind;
mod chart;
mod coerce;
mod conformance;
mod cut_off;
mod docs;
mod document;
mod entry;
mod fields;
mod fit;
mod identity;
mod json_path;
mod keyword;
mod layout;
mod link;
mod meta;
mod schema;
mod unknown;
mod version;

pub use addon::Addon;
pub use plan::Plan;
