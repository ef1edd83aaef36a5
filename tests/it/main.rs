//! The integration tests: one binary, one module per subject.

mod cli;
mod helm;
mod layers;
mod manifests;
mod marked;
mod proofs;
mod readme;
mod registry;
mod sources;
mod support;
#[cfg(all(unix, feature = "tui"))]
mod terminal;
#[cfg(feature = "tui")]
mod tui;
mod validate;
