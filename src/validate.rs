//! The rules that look at more than one file: a package against its index entry, packages against each
//! other. Each family has plain functions that take what was read and give diagnostics. Rules about a
//! single file live with the reader of that file.
//!
//! May import: `validate/*`, `helm`, `kyma`, `archive`, `model`.

pub mod addon;
pub mod archive;
pub mod listed;
pub mod policy;
pub mod repository;

pub use listed::Listed;
pub use policy::{Policy, Selector};
