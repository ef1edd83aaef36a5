//! The integration tests: one binary, one module per subject.

mod cli;
mod layers;
mod readme;
mod registry;
mod sources;
mod support;
#[cfg(feature = "tui")]
mod tui;
mod validate;
