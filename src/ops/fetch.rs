//! Repository to catalog: reads the index, from the cache or its source, and parses it.
//!
//! May import: `ops::{archives, kind}`, `source`, `helm`, `kyma`, `model`, `monitor`, `error`.

use std::path::Path;
use std::sync::Arc;

use jiff::Timestamp;

use super::archives;
use super::kind::kind_of;
use crate::error::{Error, ErrorKind, Failure};
use crate::model::location::S3Index;
use crate::model::{
    Catalog, Diagnostic, Fault, IndexRead, Location, Redactor, Repository, RepositoryKind,
    annotate, bounded,
};
use crate::monitor::{Monitor, Progress, Unit};
use crate::source::cache::{self, Cached, Trouble};
use crate::source::{self, Client, IndexBytes, Validators, plain_http};
use crate::{helm, kyma};

/// How fresh the answer must be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Freshness {
    /// Only what is in the cache; no network, no foreign disk.
    Cached,
    /// Ask the source whether the cached index is still current (`ETag`, `Last-Modified`, Git tip).
    Revalidate,
    /// Fetch it again, whatever is cached.
    Reload,
}

/// The text of an index file, for excerpts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IndexText {
    /// The file's name as places in diagnostics name it.
    pub name: String,
    /// Its whole text; bytes that are not UTF-8 are replaced.
    pub text: String,
}

/// What a fetch brought.
#[derive(Clone, Debug, PartialEq)]
pub struct Fetched {
    /// What the (last good) index says.
    pub catalog: Arc<Catalog>,
    /// What is wrong with the newest index text.
    pub diagnostics: Arc<[Diagnostic]>,
    /// The newest index text.
    pub index: Arc<IndexText>,
    /// When the catalog's bytes were last known to be current.
    pub fetched: Timestamp,
    /// The source said that nothing changed, or was not asked.
    pub unchanged: bool,
    /// The newest index is refused by its consumers, so the catalog is the last good one (or what could
    /// be read of the refused one, where there is no good one).
    pub refused: Option<Failure>,
}

/// Fetches and parses the index of a repository, and keeps it in the cache if it is good.
///
/// # Errors
/// When the index could not be looked at: no network, no such file, a web page instead of YAML,
/// nothing cached for [`Freshness::Cached`], cancelled. What is in the cache stays.
pub async fn fetch(
    client: &Client,
    repository: &Repository,
    freshness: Freshness,
    monitor: &Monitor,
) -> Result<Fetched, Error> {
    let fetch = Fetch { client, repository, monitor };
    let outcome = fetch.run(freshness).await;
    let failure = outcome.as_ref().err();
    // What was cancelled, or never asked, tells nothing of the place.
    let was_asked = freshness != Freshness::Cached;
    if was_asked && failure.is_none_or(|error| error.kind != ErrorKind::Cancelled) {
        fetch.note(Trouble::Failed, failure.map(|error| error.message.clone())).await;
    }
    outcome
}

/// One fetch.
struct Fetch<'asked> {
    client: &'asked Client,
    repository: &'asked Repository,
    monitor: &'asked Monitor,
}

impl Fetch<'_> {
    async fn run(&self, freshness: Freshness) -> Result<Fetched, Error> {
        if self.repository.is_sample() {
            return self.answered(self.ask(None).await?, None).await;
        }
        let cached = self.cached().await;
        match (freshness, cached) {
            (Freshness::Cached, None) => Err(nothing_cached()),
            (Freshness::Cached, Some(cached)) => {
                let fetched = self.parse(cached.bytes).await?.fetched(cached.fetched, true);
                Ok(Fetched { refused: self.was_refused().await.or(fetched.refused), ..fetched })
            }
            (Freshness::Revalidate, Some(cached)) => {
                self.answered(self.ask(Some(&cached)).await?, Some(cached)).await
            }
            (Freshness::Revalidate | Freshness::Reload, _) => {
                self.answered(self.ask(None).await?, None).await
            }
        }
    }

    async fn ask(&self, known: Option<&Cached>) -> Result<Option<IndexBytes>, Error> {
        let Self { client, repository, monitor } = self;
        let mut asked = (*repository).clone();
        if asked.kind.is_none() && may_be_exposed(&asked.location) {
            // What it was tells whether it may be asked at all.
            asked.kind = known.and_then(|known| kind_of(&known.bytes));
        }
        let known: Option<&Validators> = known.map(|known| &known.validators);
        let answer = source::read_index(client, &asked, known, monitor).await?;
        archives::index(client, repository, answer, monitor).await
    }

    async fn parse(&self, bytes: Vec<u8>) -> Result<Parsed, Error> {
        parse(self.client, self.repository, bytes, self.monitor).await
    }

    /// What an answer means for the catalog and the cache.
    async fn answered(
        &self,
        answer: Option<IndexBytes>,
        known: Option<Cached>,
    ) -> Result<Fetched, Error> {
        let now = Timestamp::now();
        match (answer, known) {
            (None, Some(known)) => {
                let known = Cached { fetched: now, ..known };
                let parsed = self.parse(known.bytes.clone()).await?;
                self.remember(known, cache::touch).await;
                self.note(Trouble::Refused, None).await;
                Ok(parsed.fetched(now, true))
            }
            (None, None) => Err(nothing_cached()),
            (Some(index), known) => {
                let unchanged = known.is_some_and(|known| known.bytes == index.bytes);
                let Self { client, repository, monitor } = self;
                let parsed = judge(client, repository, index.bytes.clone(), monitor).await?;
                if parsed.read.refused.is_some() {
                    return self.keep_last_good(parsed, now).await;
                }
                let IndexBytes { bytes, validators, .. } = index;
                self.remember(Cached { bytes, validators, fetched: now }, cache::write).await;
                self.note(Trouble::Refused, None).await;
                Ok(parsed.fetched(now, unchanged))
            }
        }
    }

    /// The newest index is refused: its diagnostics with the last good catalog, if there is one.
    async fn keep_last_good(&self, newest: Parsed, now: Timestamp) -> Result<Fetched, Error> {
        let newest = newest.fetched(now, false);
        self.note(Trouble::Refused, newest.refused.as_ref().map(|why| why.summary.clone())).await;
        let Some(cached) = self.cached().await else { return Ok(newest) };
        let good = self.parse(cached.bytes).await?;
        Ok(Fetched { catalog: Arc::new(good.read.catalog), fetched: cached.fetched, ..newest })
    }

    /// Notes for the next look at the cache what is wrong with the newest index.
    async fn note(&self, trouble: Trouble, why: Option<String>) {
        if self.repository.is_sample() {
            return;
        }
        let folder = self.client.settings.cache.clone();
        let repository = self.repository.clone();
        let work = move || cache::note_trouble(&folder, &repository, trouble, why.as_deref());
        // A full disk is no reason to withhold what was read.
        let _ = tokio::task::spawn_blocking(work).await;
    }

    async fn was_refused(&self) -> Option<Failure> {
        let folder = self.client.settings.cache.clone();
        let repository = self.repository.clone();
        let look = tokio::task::spawn_blocking(move || {
            cache::trouble(&folder, &repository, Trouble::Refused)
        });
        let why = look.await.ok().flatten()?;
        Some(Failure::from(Error::new(ErrorKind::Malformed, why).hint(REFUSED_HINT)))
    }

    async fn cached(&self) -> Option<Cached> {
        let folder = self.client.settings.cache.clone();
        let repository = self.repository.clone();
        tokio::task::spawn_blocking(move || cache::read(&folder, &repository)).await.ok().flatten()
    }

    /// Keeps an index, unless it is part of the program. A full disk is no reason to withhold what was
    /// read: it is then fetched again next time.
    async fn remember(&self, cached: Cached, keep: Keep) {
        if self.repository.is_sample() {
            return;
        }
        let folder = self.client.settings.cache.clone();
        let repository = self.repository.clone();
        let _ = tokio::task::spawn_blocking(move || keep(&folder, &repository, &cached)).await;
    }
}

fn may_be_exposed(location: &Location) -> bool {
    matches!(location, Location::Template(_)) || plain_http::exposed(location).is_some()
}

/// How an index is kept: written, or noted to be current still.
type Keep = fn(&Path, &Repository, &Cached) -> Result<(), Error>;

fn nothing_cached() -> Error {
    Error::new(ErrorKind::NotFound, "nothing of this repository is in the cache yet")
        .hint("refresh it once while its place can be reached")
}

/// An index that was read, with its text.
pub(super) struct Parsed {
    pub(super) read: IndexRead,
    pub(super) index: IndexText,
}

/// What only tells back a question is not larger than this, in bytes.
const LARGEST_ECHO: usize = 1 << 20;

impl Parsed {
    /// The same without secrets in what is told of it, if it is no index that is used: it may be an answer that
    /// tells back what it was asked with.
    pub(super) fn redacted(mut self, redactor: &Redactor) -> Self {
        if let Some(why) = &mut self.read.refused {
            *why = redactor.text(why);
            if self.index.text.len() <= LARGEST_ECHO {
                self.index.text = redactor.text(&self.index.text);
            }
            for found in &mut self.read.diagnostics {
                found.message = redactor.text(&found.message);
                found.fix = found.fix.as_deref().map(|text| redactor.text(text));
                found.entry = found.entry.as_deref().map(|text| redactor.text(text));
                found.version = found.version.as_deref().map(|text| redactor.text(text));
                for line in found.excerpt.iter_mut().flat_map(|excerpt| &mut excerpt.lines) {
                    *line = redactor.text(line);
                }
            }
        }
        self
    }

    pub(super) fn fetched(self, at: Timestamp, unchanged: bool) -> Fetched {
        let IndexRead { catalog, diagnostics, refused, .. } = self.read;
        let refused = refused.map(|why| {
            let words = format!("the index is refused: {why}");
            let error = Error::new(ErrorKind::Malformed, words).hint(REFUSED_HINT);
            Failure::from(error.fault(fault_of(&diagnostics)))
        });
        Fetched {
            catalog: Arc::new(catalog),
            diagnostics: bounded::by_file(diagnostics).into(),
            index: Arc::new(self.index),
            fetched: at,
            unchanged,
            refused,
        }
    }
}

const REFUSED_HINT: &str = "clients of this repository cannot use it now: its owner must mend the index; \
                            the diagnostics say where";

/// Parses an index that has just come; of one that is refused nothing is told that holds a secret.
pub(super) async fn judge(
    client: &Client,
    repository: &Repository,
    bytes: Vec<u8>,
    monitor: &Monitor,
) -> Result<Parsed, Error> {
    let parsed = parse(client, repository, bytes, monitor).await?;
    if parsed.read.refused.is_none() {
        return Ok(parsed);
    }
    // The values were had a moment ago, for the question.
    let resolved = source::resolve(client, repository, monitor).await;
    Ok(parsed.redacted(&resolved.map(|resolved| resolved.redactor).unwrap_or_default()))
}

/// Parses an index on the blocking pool, by the kind that the user insists on or the content shows.
pub(super) async fn parse(
    client: &Client,
    repository: &Repository,
    bytes: Vec<u8>,
    monitor: &Monitor,
) -> Result<Parsed, Error> {
    let name = repository.location.index_file().to_owned();
    let insisted = repository.kind;
    // What a template leads to is known to its source only; the text tells the rest.
    let is_of_archives = match &repository.location {
        Location::S3(place) => place.index == S3Index::Archives,
        other => matches!(other, Location::Template(_)),
    };
    let size = bytes.len() as u64;
    let phase = format!("reading {name}");
    monitor.report(Progress { phase, done: size, total: Some(size), unit: Unit::Bytes });
    let work = move || {
        let kind = insisted.or_else(|| kind_of(&bytes)).unwrap_or(RepositoryKind::Helm);
        let mut read = match kind {
            RepositoryKind::Helm => helm::index::read(&name, &bytes),
            RepositoryKind::Addons => kyma::index::read(&name, &bytes),
        };
        if is_of_archives {
            read.diagnostics.extend(archives::findings(&name, &bytes));
        }
        let text = String::from_utf8(bytes)
            .unwrap_or_else(|error| String::from_utf8_lossy(error.as_bytes()).into_owned());
        annotate::text(&name, &text, &mut read.diagnostics);
        Parsed { read, index: IndexText { name, text } }
    };
    let parsing = tokio::task::spawn_blocking(work);
    let outcome = tokio::select! {
        biased;
        () = monitor.cancelled() => return Err(Error::cancelled()),
        outcome = parsing => outcome,
    };
    let mut parsed = outcome.map_err(|_| {
        Error::new(ErrorKind::Malformed, "reading the index failed in a way that nobody expected")
            .hint("this is a fault in chartroom: please report it with the index file")
            .fault(Fault::Unexpected)
    })?;
    let kind = parsed.read.catalog.kind;
    parsed.read.diagnostics.extend(plain_http::finding(client, repository, kind));
    Ok(parsed)
}

/// Faults of the text as such, by which no reader gets at what it says.
const SYNTAX: &[&str] = &["IDX002", "IDX005", "IDX017", "IDX201"];

fn fault_of(diagnostics: &[Diagnostic]) -> Fault {
    let has = |codes: &[&str]| diagnostics.iter().any(|found| codes.contains(&found.rule.code));
    if has(&["IDX003"]) {
        Fault::WebPage
    } else if has(SYNTAX) {
        Fault::IndexSyntax
    } else {
        Fault::IndexRefused
    }
}
