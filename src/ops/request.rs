//! What a validation is asked for, and what it tells while it runs.
//!
//! May import: `model`, `validate`.

use std::path::PathBuf;

use crate::model::{Diagnostic, Repository, RepositoryKind};
use crate::validate::Policy;

/// How far a validation goes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Depth {
    /// Only the index file.
    Index,
    /// The index, and of every entry the package that a reader wants to see first.
    Heads,
    /// The index and every package it lists.
    #[default]
    Packages,
}

/// Whether findings about packages that were judged before may be told again without judging them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Remember {
    /// Where the bytes are known to be the same.
    #[default]
    Use,
    /// Every package is fetched and judged anew; nothing is noted.
    Ignore,
}

/// What is to be validated.
#[derive(Clone, Debug, PartialEq)]
pub enum Target {
    /// A registered repository.
    Registered(Box<Repository>),
    /// A URL or a path, as typed: repository, index file, `.tgz`, unpacked chart or addon.
    Place(String),
}

/// A validation that was asked for.
#[derive(Clone, Debug, PartialEq)]
pub struct Request {
    /// What.
    pub target: Target,
    /// The kind the user insists on.
    pub kind: Option<RepositoryKind>,
    /// How far.
    pub depth: Depth,
    /// Of so many packages at most, spread evenly over the index; those that readers see first come first.
    pub sample: Option<usize>,
    /// Only versions that are new, or listed otherwise, since a validation looked at all packages of the place,
    /// and those of which the index states no digest. Of the others no package is fetched; what is remembered of
    /// them is told. What is forgotten is looked at.
    pub since: bool,
    /// Whether what is remembered of packages counts.
    pub remember: Remember,
    /// File of public keys with which signatures are verified.
    pub keyring: Option<PathBuf>,
    /// Which findings count, and for how much.
    pub policy: Policy,
}

impl Request {
    /// Everything about a target, all rules at their own severities.
    #[must_use]
    pub fn of(target: Target) -> Self {
        Self {
            target,
            kind: None,
            depth: Depth::default(),
            sample: None,
            since: false,
            remember: Remember::default(),
            keyring: None,
            policy: Policy::default(),
        }
    }
}

/// Some findings of a validation that still runs.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Batch {
    /// What was found since the last batch.
    pub diagnostics: Vec<Diagnostic>,
    /// Packages done.
    pub done: usize,
    /// Packages to do.
    pub total: usize,
}
