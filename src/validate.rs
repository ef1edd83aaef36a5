//! The rules that look at more than one file: a package against its index entry, packages against each
//! other. Each family has plain functions that take what was read and give diagnostics. Rules about a
//! single file live with the reader of that file.
//!
//! May import: `validate/*`, `helm`, `kyma`, `archive`, `yaml`, `model`.

pub mod addon;
pub mod archive;
pub mod baseline;
pub mod configuration;
pub mod conflict;
pub mod consumer;
pub mod fix;
pub mod hearing;
pub mod listed;
pub mod policy;
pub mod registration;
pub mod repository;

pub use baseline::Baseline;
pub use configuration::Configuration;
pub use hearing::Hearing;
pub use listed::Listed;
pub use policy::{Exception, Extent, Policy, Selector};
