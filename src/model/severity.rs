//! How bad a diagnostic is.
//!
//! May import: nothing of the crate.

use serde::{Deserialize, Serialize};

/// How bad a diagnostic is. Ordered: `Info < Warning < Error`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// Worth knowing.
    Info,
    /// Will hurt somebody some day.
    Warning,
    /// Refused, skipped or broken for at least one consumer.
    Error,
}

impl Severity {
    /// The word used in flags, JSON and on the screen.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Info => "info",
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }
}
