//! Why a finding is not counted.
//!
//! May import: nothing of the crate.

use serde::{Deserialize, Serialize};

/// Who asked not to hear of a finding, and why.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Suppression {
    /// A comment in the file itself, with its reason.
    Inline(String),
    /// `chartroom.yaml` of the repository, with its reason.
    Configuration(String),
    /// The baseline: it was there before.
    Baseline,
}

impl Suppression {
    /// The word used in JSON.
    #[must_use]
    pub fn name(&self) -> &'static str {
        match self {
            Self::Inline(_) => "inline",
            Self::Configuration(_) => "configuration",
            Self::Baseline => "baseline",
        }
    }

    /// The reason given; empty where there is none.
    #[must_use]
    pub fn reason(&self) -> &str {
        match self {
            Self::Inline(reason) | Self::Configuration(reason) => reason,
            Self::Baseline => "",
        }
    }
}
