//! A repository, URL, folder, index file, package or unpacked chart or addon to a report.
//!
//! May import: `ops::{archives, contents, fetch, inspect, kind, packages, target}`, `source`, `model`, `validate`,
//! `monitor`, `error`.

use std::path::PathBuf;

use tokio::sync::mpsc;

use super::archives;
use super::contents::{self, Inspection};
use super::fetch;
use super::kind::kind_of;
use super::packages;
use super::target::{self, Subject};
use crate::error::{Error, ErrorKind};
use crate::model::rule::target::{TGT002, TGT005};
use crate::model::{Diagnostic, IndexRead, Place, Report, Repository, RepositoryKind};
use crate::monitor::Monitor;
use crate::source::{self, Client, IndexBytes, PackageBytes};
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
    /// Of so many packages at most, spread evenly over the index.
    pub sample: Option<usize>,
    /// Only what changed since the last good validation.
    pub since: bool,
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
    let (shown, subject) = match &request.target {
        Target::Registered(repository) => {
            (repository.name.clone(), Subject::Repository(repository.clone()))
        }
        Target::Place(text) => {
            (target::shown_target(text), target::understand(client, text, monitor).await?)
        }
    };
    let mut report = match subject {
        Subject::Repository(mut repository) => {
            repository.kind = request.kind.or(repository.kind);
            judge_repository(client, &repository, request.depth, monitor).await?
        }
        Subject::Package(bytes) => judge_package(bytes, request.kind).await?,
        Subject::Nothing(names) => nothing(&shown, &names),
    };
    report.target = shown;
    request.policy.apply(&mut report);
    report.sort();
    Ok(report)
}

/// The same, telling findings as they come.
///
/// # Errors
/// As [`validate`].
pub async fn validate_live(
    client: &Client,
    request: &Request,
    monitor: &Monitor,
    batches: &mpsc::Sender<Batch>,
) -> Result<Report, Error> {
    let report = validate(client, request, monitor).await?;
    let batch = Batch { diagnostics: report.diagnostics.clone(), done: 1, total: 1 };
    // Nobody listens any more: the report tells all the same.
    let _ = batches.send(batch).await;
    Ok(report)
}

async fn judge_repository(
    client: &Client,
    repository: &Repository,
    depth: Depth,
    monitor: &Monitor,
) -> Result<Report, Error> {
    let answer = source::read_index(client, repository, None, monitor).await?;
    let index = archives::index(client, repository, answer, monitor).await?;
    let Some(IndexBytes { name, bytes, .. }) = index else {
        let message = "the server says that the index has not changed, but was not asked that";
        return Err(Error::new(ErrorKind::Malformed, message));
    };
    let told = kind_of(&bytes);
    let IndexRead { catalog, mut diagnostics, .. } =
        fetch::judge(client, repository, bytes, monitor).await?.read;
    diagnostics.extend(judge_kind(&name, told, repository.kind));
    if depth != Depth::Index {
        diagnostics.extend(packages::judge(client, repository, &catalog, monitor).await?);
    }
    Ok(Report {
        kind: (told.is_some() || repository.kind.is_some()).then_some(catalog.kind),
        entries: catalog.entries.len(),
        versions: catalog.version_count(),
        diagnostics,
        ..Report::default()
    })
}

fn judge_kind(
    index: &str,
    told: Option<RepositoryKind>,
    insisted: Option<RepositoryKind>,
) -> Option<Diagnostic> {
    let place = Place::file(index);
    match (told, insisted) {
        (None, None) => {
            let message = "nothing in the file shows that it is an index: it has no entries";
            Some(Diagnostic::new(&TGT002, place, message))
        }
        (Some(told), Some(insisted)) if told != insisted => {
            let message = format!("read as {insisted}, but it looks like {told}");
            Some(Diagnostic::new(&TGT005, place, message))
        }
        _ => None,
    }
}

async fn judge_package(bytes: PackageBytes, kind: Option<RepositoryKind>) -> Result<Report, Error> {
    let inspection = contents::read(bytes, kind).await?;
    let kind = inspection.kind();
    let count = usize::from(kind.is_some());
    let Inspection { diagnostics, .. } = inspection;
    Ok(Report { kind, entries: count, versions: count, diagnostics, ..Report::default() })
}

/// The report of a folder in which there is nothing to validate.
fn nothing(target: &str, names: &[String]) -> Report {
    let message = "the folder holds no index.yaml, no Chart.yaml and no meta.yaml";
    let mut diagnostic = Diagnostic::new(&TGT002, Place::file(target), message);
    if !names.is_empty() {
        diagnostic.fix = Some(format!("Name the index file itself: {}", names.join(", ")));
    }
    Report { diagnostics: vec![diagnostic], ..Report::default() }
}
