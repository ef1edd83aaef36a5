//! One package: what is remembered of it, or else fetched and judged.
//!
//! May import: `ops::packages::{facts, journal, memory, plan, reach, unfetched}`, `ops::{contents, inspect, request}`,
//! `source`, `validate`, `model`, `monitor`, `error`.

use std::path::PathBuf;
use std::sync::Arc;

use super::facts::Facts;
use super::journal::{Journal, Known};
use super::memory::{self, Judged};
use super::plan::{self, At};
use super::reach::Reach;
use super::unfetched::unfetched;
use crate::error::{Error, ErrorKind};
use crate::model::digest::sha256;
use crate::model::rule::target::TGT004;
use crate::model::{Catalog, Diagnostic, Location, Repository, RepositoryKind, annotate};
use crate::monitor::Monitor;
use crate::ops::contents::{self, Contents};
use crate::ops::inspect::{self, Wanted};
use crate::ops::request::Remember;
use crate::source::{self, Client, PackageAnswer, PackageBytes, Turn};
use crate::validate::repository::Member;

/// Judges the packages of one catalog.
pub(super) struct Judging<'run> {
    pub(super) client: Client,
    pub(super) repository: &'run Repository,
    pub(super) catalog: &'run Catalog,
    pub(super) remember: Remember,
    pub(super) journal: Arc<Journal>,
    pub(super) reach: Reach,
    /// Tells nothing: progress counts packages.
    pub(super) monitor: Monitor,
}

/// What came of one package.
#[derive(Debug, Default)]
pub(super) struct Outcome {
    /// What is wrong with it.
    pub(super) diagnostics: Vec<Diagnostic>,
    /// What is compared with other packages.
    pub(super) member: Option<Member>,
    /// SHA-256 of its bytes.
    pub(super) digest: Option<String>,
    /// What was seen on the way.
    pub(super) facts: Facts,
    /// The host that did not let us in.
    pub(super) closed: Option<String>,
    pub(super) sight: Sight,
}

/// Whether there was a package to look at.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Sight {
    /// There was none to be had.
    #[default]
    Unseen,
    /// Nobody knows: there was no way to it.
    Unreached,
    /// It was judged.
    Judged,
    /// What is told of it was remembered.
    Remembered,
}

impl Outcome {
    fn of(judged: Judged, known: Known, sight: Sight) -> Self {
        let Judged { diagnostics, member } = judged;
        let (digest, facts) = (Some(known.digest), known.facts);
        Self { diagnostics, member, digest, facts, closed: None, sight }
    }
}

impl Judging<'_> {
    /// What is remembered of a package that need not be looked at: the index states its bytes. `None` where it
    /// must be looked at.
    pub(super) async fn recall(&self, at: At) -> Option<Outcome> {
        let wanted = plan::wanted(self.repository, self.catalog, at)?;
        if self.is_stated(&wanted) { self.recalled(&wanted).await } else { None }
    }

    /// What is to be told of a package.
    ///
    /// # Errors
    /// Only when cancelled.
    pub(super) async fn judge(&self, at: At) -> Result<Outcome, Error> {
        let Some(wanted) = plan::wanted(self.repository, self.catalog, at) else {
            return Ok(Outcome::default());
        };
        if self.monitor.is_cancelled() {
            return Err(Error::cancelled());
        }
        let recalled = self.recalled(&wanted).await;
        let mut host = host(&wanted).unwrap_or_default();
        if !host.is_empty() && self.lies_beside(&wanted).await? {
            host.clear();
        }
        let mut outcome = match recalled {
            Some(outcome) if !host.is_empty() && self.is_stated(&wanted) => outcome,
            recalled => self.fetched(wanted, &host, recalled).await?,
        };
        // A local index may list packages of strangers.
        if !host.is_empty() {
            annotate::distrust(&mut outcome.diagnostics);
        }
        Ok(outcome)
    }

    async fn recalled(&self, wanted: &Wanted) -> Option<Outcome> {
        let known = self.known(wanted)?.clone();
        let (cache, wanted) = (self.client.settings.cache.clone(), wanted.clone());
        let work = move || {
            let key = memory::key(&wanted, &known.name, &known.digest);
            let judged = memory::read(&cache, &key, &wanted)?;
            Some(Outcome::of(judged, known, Sight::Remembered))
        };
        contents::on_pool(work).await.ok().flatten()
    }

    fn known(&self, wanted: &Wanted) -> Option<&Known> {
        self.journal.known(wanted).filter(|_| self.remember == Remember::Use)
    }

    /// Whether the index says that the package has the bytes that it was found to have: then nobody asks.
    fn is_stated(&self, wanted: &Wanted) -> bool {
        self.known(wanted).is_some_and(|known| known.is_stated_by(wanted))
    }

    async fn lies_beside(&self, wanted: &Wanted) -> Result<bool, Error> {
        match wanted.package_name() {
            Some(name) => source::lies_beside(&wanted.repository, name, &self.monitor).await,
            None => Ok(false),
        }
    }

    async fn fetched(
        &self,
        wanted: Wanted,
        host: &str,
        recalled: Option<Outcome>,
    ) -> Result<Outcome, Error> {
        let turn = self.client.pool().turn(host).await?;
        let Some(name) = wanted.package_name() else { return Ok(Outcome::default()) };
        if !host.is_empty() && self.reach.skips(host) {
            return Ok(Outcome { sight: Sight::Unreached, ..Outcome::default() });
        }
        let known = self.known(&wanted).filter(|_| recalled.is_some());
        let validators = known.and_then(Known::validators);
        let repository = Repository { kind: Some(wanted.kind), ..wanted.repository.clone() };
        let asked = (name, validators.as_ref());
        let answer = source::ask_package(&self.client, &repository, asked, &self.monitor).await;
        self.reach.note(host, answer.as_ref().err());
        let outcome = match answer {
            Ok(None) => return Ok(recalled.unwrap_or_default()),
            Ok(Some(answer)) => self.came(&wanted, answer, turn).await,
            Err(error) => Err(error),
        };
        match outcome {
            Err(error) if error.kind == ErrorKind::Cancelled => Err(error),
            Err(error) => Ok(Self::missed(&wanted, &error, host)),
            outcome => outcome,
        }
    }

    /// A package that was not to be had.
    fn missed(wanted: &Wanted, error: &Error, host: &str) -> Outcome {
        let found = unfetched(wanted, error);
        let is_outage = found.rule.code == TGT004.code;
        Outcome {
            sight: if is_outage { Sight::Unreached } else { Sight::Unseen },
            closed: (error.kind == ErrorKind::Unauthorized).then(|| host.to_owned()),
            diagnostics: vec![found],
            ..Outcome::default()
        }
    }

    /// The bytes have come: what is remembered of them, or else judged. All of it happens on the blocking pool,
    /// with what is noted of it, so that nothing of it is lost when nobody waits any more.
    async fn came(
        &self,
        wanted: &Wanted,
        answer: PackageAnswer,
        turn: Turn,
    ) -> Result<Outcome, Error> {
        let Turn { host, place } = turn;
        drop(host);
        let core = self.client.pool().core().await?;
        let work = Work {
            cache: self.client.settings.cache.clone(),
            wanted: wanted.clone(),
            remember: self.remember,
            journal: Arc::clone(&self.journal),
        };
        contents::on_pool(move || {
            let outcome = work.run(answer);
            drop((core, place));
            outcome
        })
        .await
    }
}

/// What is done with the bytes of a package.
struct Work {
    cache: PathBuf,
    wanted: Wanted,
    remember: Remember,
    journal: Arc<Journal>,
}

impl Work {
    fn run(self, answer: PackageAnswer) -> Outcome {
        let PackageAnswer { bytes, validators, trail } = answer;
        let (name, digest) = identity(&bytes);
        let known = Known::of(&self.wanted, (&name, &digest), (validators, Facts::from(trail)));
        if self.remember == Remember::Ignore {
            return Outcome::of(judged(&self.wanted, bytes), known, Sight::Judged);
        }
        let key = memory::key(&self.wanted, &name, &digest);
        let remembered = memory::read(&self.cache, &key, &self.wanted);
        let (judged, sight) = match remembered {
            Some(judged) => (judged, Sight::Remembered),
            None => (judged(&self.wanted, bytes), Sight::Judged),
        };
        if sight == Sight::Judged {
            memory::write(&self.cache, &key, &self.wanted, &judged);
        }
        self.journal.note(&known);
        Outcome::of(judged, known, sight)
    }
}

fn judged(wanted: &Wanted, bytes: PackageBytes) -> Judged {
    let inspection = inspect::judge(wanted, bytes);
    let member = match &inspection.contents {
        Contents::Addon(addon) => {
            let version = &wanted.version.version;
            Some(Member::of(&wanted.entry, version, &inspection.package, addon))
        }
        _ => None,
    };
    Judged { diagnostics: inspection.diagnostics, member }
}

/// The name and the SHA-256 of a package; of a folder that of its paths and files.
fn identity(bytes: &PackageBytes) -> (String, String) {
    match bytes {
        PackageBytes::Archive { name, bytes } => (name.clone(), sha256(bytes)),
        PackageBytes::Tree { name, files } => {
            let lines = files.iter().map(|(path, bytes)| format!("{} {path:?}\n", sha256(bytes)));
            (name.clone(), sha256(lines.collect::<String>().as_bytes()))
        }
    }
}

/// The host that a package is fetched from, if any.
fn host(wanted: &Wanted) -> Option<String> {
    let (location, version) = (&wanted.repository.location, &wanted.version);
    let url = match wanted.kind {
        RepositoryKind::Helm => version.urls.first().and_then(|url| location.package_url(url)),
        RepositoryKind::Addons => location.addon_url(&wanted.entry, &version.version),
    };
    let of_bucket = match location {
        Location::S3(place) => place.endpoint.host_str(),
        _ => None,
    };
    let host = url.as_ref().filter(|url| url.scheme() != "s3").and_then(|url| url.host_str());
    host.or(of_bucket).map(str::to_owned)
}
