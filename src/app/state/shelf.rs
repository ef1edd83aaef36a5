//! A registered repository on the screen: what is known of it, and how it stands.
//!
//! May import: `app::state::{board, remote, run}`, `model`, `ops`.

use std::sync::Arc;

use jiff::Timestamp;

use super::board::Origin;
use super::remote::Remote;
use super::run::Run;
use crate::model::{Catalog, Diagnostic, Report, Repository};
use crate::ops::{Fetched, Freshness};

/// How a repository stands, as one sign per row.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Health {
    /// Its catalog is current: `ok`.
    Fresh,
    /// Being fetched: `..`.
    Working,
    /// The last attempt failed: `!!`.
    Failed,
    /// Its catalog is from the cache and old: `~~`.
    Stale,
    /// Saved without a passing check, and not fetched since: `??`.
    Unverified,
}

impl Health {
    /// The sign.
    #[must_use]
    pub fn sign(self) -> &'static str {
        match self {
            Self::Fresh => "ok",
            Self::Working => "..",
            Self::Failed => "!!",
            Self::Stale => "~~",
            Self::Unverified => "??",
        }
    }

    /// The sign in words.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Fresh => "fresh",
            Self::Working => "working",
            Self::Failed => "failed",
            Self::Stale => "stale",
            Self::Unverified => "unverified",
        }
    }
}

/// A registered repository and what is known of it.
#[derive(Clone, Debug, PartialEq)]
pub struct Shelf {
    /// What the registry says.
    pub repository: Repository,
    /// Its catalog.
    pub fetched: Remote<Fetched>,
    /// How fresh the awaited or last catalog is.
    pub freshness: Freshness,
    /// The last validation in this session.
    pub report: Remote<Report>,
    /// How the last validation went, and what it found if there is no report of it.
    pub run: Option<Run>,
}

/// After how many seconds a catalog counts as stale.
pub const STALE_AFTER: i64 = 24 * 60 * 60;

impl Shelf {
    /// A repository of which nothing is known yet.
    #[must_use]
    pub fn of(repository: Repository) -> Self {
        Self {
            repository,
            fetched: Remote::default(),
            freshness: Freshness::Cached,
            report: Remote::default(),
            run: None,
        }
    }

    /// All that is known to be wrong, from the best source there is.
    #[must_use]
    pub fn findings(&self) -> (Origin, &[Diagnostic]) {
        match (&self.run, &self.report.value, &self.fetched.value) {
            (Some(run), ..) if run.is_shown() => {
                (Origin::Run(run.task, run.is_carried), &run.diagnostics)
            }
            (_, Some(report), _) => (Origin::Report(Arc::clone(report)), &report.diagnostics),
            (.., Some(fetched)) => (Origin::Index(Arc::clone(fetched)), &fetched.diagnostics),
            _ => (Origin::Nothing, &[]),
        }
    }

    /// The catalog, if one is known.
    #[must_use]
    pub fn catalog(&self) -> Option<&Catalog> {
        self.fetched.value.as_deref().map(|fetched| &*fetched.catalog)
    }

    /// How it stands at that time.
    #[must_use]
    pub fn health(&self, now: Timestamp) -> Health {
        let refused = self.fetched.value.as_ref().is_some_and(|value| value.refused.is_some());
        match &self.fetched {
            remote if remote.pending.is_some() || self.report.pending.is_some() => Health::Working,
            remote if remote.failure.is_some() || refused => Health::Failed,
            _ if !self.repository.verified => Health::Unverified,
            remote if remote.value.is_none() || self.is_stale(now) => Health::Stale,
            _ => Health::Fresh,
        }
    }

    /// Whether its catalog is old or missing at that time. Samples are never stale.
    #[must_use]
    pub fn is_stale(&self, now: Timestamp) -> bool {
        let fetched = self.fetched.value.as_ref().map(|value| value.fetched);
        !self.repository.is_sample()
            && fetched.is_none_or(|at| now.as_second() - at.as_second() > STALE_AFTER)
    }
}
