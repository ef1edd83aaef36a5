//! The packages that an index lists: a few at a time fetched, or remembered, and judged; then compared with each
//! other and with what else lies there.
//!
//! May import: `ops::packages/*`, `ops::{fetch, provenance, request, tell}`, `source`, `validate`, `model`, `monitor`,
//! `error`.

mod across;
mod baseline;
mod edition;
mod facts;
mod journal;
mod memory;
mod one;
mod orphans;
mod plan;
mod reach;
mod unfetched;
mod unlisted;

use std::collections::HashSet;
use std::sync::Arc;

use futures_util::StreamExt;
use futures_util::stream;

use self::across::Seen;
use self::journal::Journal;
use self::one::{Judging, Outcome, Sight};
use self::plan::{At, Plan, Wish};
use self::reach::Reach;
use super::provenance;
use super::request::{Depth, Remember, Request};
use super::tell::Teller;
use crate::error::Error;
use crate::model::{Catalog, Diagnostic, Looked, Repository, RepositoryKind};
use crate::monitor::Monitor;
use crate::source::cache::judged;
use crate::source::pool;
use crate::source::{Client, Trail};
use crate::validate::repository::{Member, between};

/// How many packages are under way at once, most of them waiting for their turn.
const UNDER_WAY: usize = 2 * pool::AT_ONCE;

/// An index that was read, and what is to be made of it.
#[derive(Clone, Copy)]
pub(super) struct Asked<'run> {
    pub(super) repository: &'run Repository,
    pub(super) request: &'run Request,
    pub(super) catalog: &'run Catalog,
    /// What was seen on the way to the index.
    pub(super) trail: &'run Trail,
}

/// Judges the packages of a catalog that are asked for.
///
/// # Errors
/// Only when cancelled: a package that cannot be fetched is a diagnostic.
pub(super) async fn judge(
    client: &Client,
    asked: Asked<'_>,
    teller: &mut Teller<'_>,
    monitor: &Monitor,
) -> Result<Looked, Error> {
    let Asked { repository, request, catalog, trail } = asked;
    if request.depth == Depth::Index {
        teller.begin(0).await;
        teller.take(across::of_index(repository, catalog, trail));
        return Ok(Looked { left_out: plan::listed(catalog).len(), ..Looked::default() });
    }
    let mut run = Run::of(client, asked).await;
    let known = if request.since {
        run.recall(request.depth, teller, monitor).await?
    } else {
        HashSet::new()
    };
    let plan =
        Plan::of(catalog, &Wish { depth: request.depth, sample: request.sample, known: &known });
    teller.begin(plan.chosen.len()).await;
    run.judge(&plan.chosen, teller, monitor).await?;
    let quiet = monitor.quiet();
    let Run { judging, sights: Sights { members, mut seen } } = run;
    seen.sort_by_key(|seen| seen.at);
    let told = plan.told().into_iter();
    let wanted = told.filter_map(|at| plan::wanted(repository, catalog, at));
    teller.take(provenance::judge(client, request, wanted, monitor).await?);
    teller.take(judging.reach.report(repository.location.index_file()));
    teller.take(between(&members));
    teller.take(across::of_index(repository, catalog, trail));
    teller.take(across::of_packages(repository, catalog, &seen));
    teller.take(match catalog.kind {
        RepositoryKind::Addons => unlisted::addons(client, repository, catalog, &quiet).await?,
        RepositoryKind::Helm => orphans::charts(client, repository, catalog, &quiet).await?,
    });
    let left_out = plan.beyond + plan.unchanged.len();
    let count = |sight| seen.iter().filter(|seen| seen.sight == sight).count();
    let looked = Looked {
        judged: count(Sight::Judged),
        remembered: count(Sight::Remembered) - plan.unchanged.len(),
        left_out,
        unreached: count(Sight::Unreached),
    };
    if request.remember == Remember::Use {
        let is_whole = request.depth == Depth::Packages && request.sample.is_none();
        let is_seen = |sight| matches!(sight, Sight::Judged | Sight::Remembered);
        let looked_at = seen.iter().filter(|seen| is_seen(seen.sight)).map(|seen| seen.at);
        let looked_at = is_whole.then(|| looked_at.collect());
        keep(client, &judging, looked_at).await;
    }
    Ok(looked)
}

/// Notes what a later validation may start from, and makes room.
async fn keep(client: &Client, judging: &Judging<'_>, looked_at: Option<Vec<At>>) {
    let (repository, catalog) = (judging.repository, judging.catalog);
    if let Some(looked_at) = looked_at {
        let marks = looked_at.into_iter().map(|at| plan::mark_at(catalog, at));
        baseline::save(client, repository, marks.collect()).await;
    }
    let listed = plan::listed(catalog).into_iter();
    let listed = listed.filter_map(|at| plan::wanted(repository, catalog, at));
    let listed: HashSet<String> = listed.map(|wanted| journal::whence(&wanted)).collect();
    let (journal, cache) = (Arc::clone(&judging.journal), client.settings.cache.clone());
    let work = move || {
        journal.tidy(&listed);
        judged::prune(&cache);
    };
    // A cache that cannot be tidied now is tidied another time.
    let _ = tokio::task::spawn_blocking(work).await;
}

/// Packages being judged.
struct Run<'run> {
    judging: Judging<'run>,
    sights: Sights,
}

/// What is compared when all packages were looked at.
#[derive(Default)]
struct Sights {
    members: Vec<Member>,
    seen: Vec<Seen>,
}

impl Sights {
    /// Keeps what is compared of an outcome, and gives its findings.
    fn take(&mut self, at: At, outcome: Outcome) -> Vec<Diagnostic> {
        let Outcome { diagnostics, member, digest, facts, closed, sight } = outcome;
        self.members.extend(member);
        self.seen.push(Seen { at, digest, facts, closed, sight });
        diagnostics
    }
}

impl<'run> Run<'run> {
    async fn of(client: &'run Client, asked: Asked<'run>) -> Self {
        let Asked { repository, request, catalog, .. } = asked;
        let journal = Arc::new(Journal::load(client, repository).await);
        let client = match request.remember {
            Remember::Use => client.clone(),
            Remember::Ignore => client.afresh(),
        };
        let judging = Judging {
            client,
            repository,
            catalog,
            remember: request.remember,
            journal,
            reach: Reach::default(),
            monitor: Monitor::silent(),
        };
        Self { judging, sights: Sights::default() }
    }

    /// Takes what is remembered of packages that need not be looked at, and tells which they are: listed as they
    /// were when all were looked at, of the bytes that the index states, and not forgotten since.
    async fn recall(
        &mut self,
        depth: Depth,
        teller: &mut Teller<'_>,
        monitor: &Monitor,
    ) -> Result<HashSet<At>, Error> {
        let Judging { repository, catalog, .. } = self.judging;
        let before = baseline::load(&self.judging.client, repository).await.unwrap_or_default();
        let mut recalled = HashSet::new();
        for at in plan::reached(catalog, depth) {
            if monitor.is_cancelled() {
                return Err(Error::cancelled());
            }
            if before.contains(&plan::mark_at(catalog, at))
                && let Some(outcome) = self.judging.recall(at).await
            {
                recalled.insert(at);
                teller.take(self.sights.take(at, outcome));
            }
        }
        Ok(recalled)
    }

    async fn judge(
        &mut self,
        chosen: &[At],
        teller: &mut Teller<'_>,
        monitor: &Monitor,
    ) -> Result<(), Error> {
        self.judging.monitor = monitor.quiet();
        let Self { judging, sights } = self;
        let judging = &*judging;
        let mut judged = stream::iter(chosen.to_vec())
            .map(|at| async move { (at, judging.judge(at).await) })
            .buffered(UNDER_WAY);
        loop {
            let next = tokio::select! {
                biased;
                () = monitor.cancelled() => return Err(Error::cancelled()),
                next = judged.next() => next,
            };
            let Some((at, outcome)) = next else { return Ok(()) };
            teller.package(sights.take(at, outcome?)).await;
        }
    }
}
