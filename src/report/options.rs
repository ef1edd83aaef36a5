//! How a report is to be told, where the caller decides.
//!
//! May import: `model`.

use std::path::PathBuf;

use crate::model::Severity;

/// Whether a report for people may use colours. Whether it should is the caller's to know: the terminal, `NO_COLOR`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Paint {
    /// Letters alone.
    #[default]
    Plain,
    /// Escape sequences of the eight basic colours.
    Coloured,
}

/// What the caller knows and a report cannot.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Options {
    /// Colours, of the one format that has any.
    pub paint: Paint,
    /// The folder from which files of local targets are named: where the program runs, or the root of a checkout.
    /// Without it, files are named as their targets name them.
    pub root: Option<PathBuf>,
    /// From which severity on the caller fails, if ever; test reports call the same a failure.
    pub fail_on: Option<Severity>,
}

impl Default for Options {
    /// No colours, files as their targets name them, and a failure from warnings on.
    fn default() -> Self {
        Self { paint: Paint::Plain, root: None, fail_on: Some(Severity::Warning) }
    }
}
