//! A repository, URL, folder, index file, package or unpacked chart or addon to a report.
//!
//! May import: `ops::fetch`, `ops::inspect`, `source`, `archive`, `helm`, `kyma`, `validate`, `model`,
//! `monitor`, `error`.

use crate::error::{Error, ErrorKind};
use crate::model::{Report, Repository, RepositoryKind};
use crate::monitor::Monitor;
use crate::source::Client;

/// How far a validation goes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Depth {
    /// Only the index file.
    Index,
    /// The index and every package it lists.
    #[default]
    Packages,
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
}

/// Validates a target and reports all faults at once.
///
/// # Errors
/// When the target could not be looked at. A package that cannot be reached is a diagnostic of the
/// repository, not an error.
pub async fn validate(
    client: &Client,
    request: &Request,
    monitor: &Monitor,
) -> Result<Report, Error> {
    let _ = (client, request, monitor);
    Err(Error::new(ErrorKind::Unsupported, "validating is not built yet"))
}
