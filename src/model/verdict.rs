//! What a consumer would make of a repository, chart or addon.
//!
//! May import: `model::consumer`.

use super::consumer::Consumer;

/// How it ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Outcome {
    /// Everything is taken.
    Accept,
    /// Some entries or versions are left out, the rest is taken.
    Skip,
    /// Nothing is taken.
    Refuse,
    /// The consumer goes down.
    Crash,
}

impl Outcome {
    /// The word used in JSON and tables.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Accept => "accept",
            Self::Skip => "skip",
            Self::Refuse => "refuse",
            Self::Crash => "crash",
        }
    }
}

/// A version that a consumer leaves out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Skipped {
    /// The entry's key.
    pub entry: String,
    /// The version as written; empty where there is none.
    pub version: String,
    /// Why, in the consumer's words in substance.
    pub reason: String,
}

/// What one consumer would do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verdict {
    /// Which tool.
    pub consumer: Consumer,
    /// How it ends.
    pub outcome: Outcome,
    /// How many versions it keeps.
    pub kept_versions: usize,
    /// What it leaves out, in order of the index.
    pub skipped: Vec<Skipped>,
    /// What it says, in substance; empty when it says nothing.
    pub text: String,
}
