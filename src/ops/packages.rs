//! Every package that an index lists: fetched a few at a time, judged, and compared with each other.
//!
//! May import: `ops::packages/*`, `ops::{fetch, inspect, provenance, request}`, `source`, `validate`, `model`, `monitor`, `error`.

mod baseline;
mod edition;
mod plan;
mod reach;

use std::collections::{BTreeSet, HashSet};

use futures_util::StreamExt;
use futures_util::stream;

use self::plan::{At, Plan, Wish};
use self::reach::Reach;
use super::fetch;
use super::inspect::{Contents, Wanted, inspect};
use super::provenance;
use super::request::{Depth, Request};
use crate::error::{Error, ErrorKind};
use crate::model::rule::index::IDX216;
use crate::model::rule::target::{TGT003, TGT004};
use crate::model::{
    Catalog, Diagnostic, Entry, EntryVersion, Location, Looked, Repository, RepositoryKind,
};
use crate::monitor::{Monitor, Progress, Unit};
use crate::source::{self, Client, IndexAnswer};
use crate::validate::Listed;
use crate::validate::repository::{Member, between, unlisted};

/// How many packages are fetched at the same time.
const AT_ONCE: usize = 4;

/// Judges the packages of a catalog that are asked for.
///
/// # Errors
/// Only when cancelled: a package that cannot be fetched is a diagnostic.
pub(super) async fn judge(
    client: &Client,
    (repository, request): (&Repository, &Request),
    catalog: &Catalog,
    monitor: &Monitor,
) -> Result<(Vec<Diagnostic>, Looked), Error> {
    let before = if request.since { baseline::load(client, repository).await } else { None };
    let wish = Wish { depth: request.depth, sample: request.sample, known: before.as_ref() };
    let plan = Plan::of(catalog, &wish);
    if request.depth == Depth::Index {
        return Ok((Vec::new(), Looked { left_out: plan.beyond, ..Looked::default() }));
    }
    let (mut found, looked_at) =
        judge_all(client, repository, (catalog, &plan.chosen), monitor).await?;
    let wanted = plan.chosen.iter().filter_map(|at| plan::wanted(repository, catalog, *at));
    found.extend(provenance::judge(client, request, wanted, monitor).await?);
    let left_out = plan.beyond + plan.unchanged.len();
    let looked = Looked { judged: looked_at.len(), left_out, ..Looked::default() };
    if request.depth == Depth::Packages && request.sample.is_none() {
        let seen = looked_at.into_iter().chain(plan.unchanged);
        let marks: HashSet<String> = seen.map(|at| plan::mark_at(catalog, at)).collect();
        baseline::save(client, repository, marks).await;
    }
    if catalog.kind == RepositoryKind::Addons {
        found.extend(judge_folders(client, repository, catalog, &monitor.quiet()).await?);
    }
    Ok((found, looked))
}

/// What is wrong with these packages, and which of them could be looked at.
async fn judge_all(
    client: &Client,
    repository: &Repository,
    (catalog, chosen): (&Catalog, &[At]),
    monitor: &Monitor,
) -> Result<(Vec<Diagnostic>, Vec<At>), Error> {
    let (total, quiet, reach) = (chosen.len(), monitor.quiet(), Reach::default());
    report(monitor, 0, total);
    let wanted =
        chosen.iter().filter_map(|at| Some((*at, plan::wanted(repository, catalog, *at)?)));
    let mut judged = stream::iter(wanted.collect::<Vec<_>>())
        .map(|(at, wanted)| {
            let outcome = judge_one(client, wanted, (&reach, quiet.clone()));
            async move { (at, outcome.await) }
        })
        .buffered(AT_ONCE);
    let (mut found, mut members, mut looked_at, mut done) = (Vec::new(), Vec::new(), Vec::new(), 0);
    while let Some((at, outcome)) = judged.next().await {
        let Outcome { diagnostics, member, is_seen } = outcome?;
        found.extend(diagnostics);
        members.extend(member);
        looked_at.extend(is_seen.then_some(at));
        done += 1;
        report(monitor, done, total);
    }
    found.extend(reach.report(repository.location.index_file()));
    found.extend(between(&members));
    Ok((found, looked_at))
}

/// What came of one package.
#[derive(Debug, Default)]
struct Outcome {
    diagnostics: Vec<Diagnostic>,
    /// What is compared with other packages.
    member: Option<Member>,
    /// Whether there was a package to look at.
    is_seen: bool,
}

fn report(monitor: &Monitor, done: usize, total: usize) {
    monitor.report(Progress {
        phase: "packages".to_owned(),
        done: done as u64,
        total: Some(total as u64),
        unit: Unit::Packages,
    });
}

/// What is wrong with one package.
async fn judge_one(
    client: &Client,
    wanted: Wanted,
    (reach, monitor): (&Reach, Monitor),
) -> Result<Outcome, Error> {
    if monitor.is_cancelled() {
        return Err(Error::cancelled());
    }
    let host = host(&wanted).unwrap_or_default();
    let is_dead = !host.is_empty() && reach.skips(&host);
    if is_dead && !lies_beside(&wanted, &monitor).await? {
        return Ok(Outcome::default());
    }
    let outcome = inspect(client, &wanted, &monitor).await;
    reach.note(&host, outcome.as_ref().err());
    match outcome {
        Err(error) if error.kind == ErrorKind::Cancelled => Err(error),
        Err(error) => {
            Ok(Outcome { diagnostics: vec![unfetched(&wanted, &error)], ..Outcome::default() })
        }
        Ok(inspection) => {
            let member = match &inspection.contents {
                Contents::Addon(addon) => {
                    let version = &wanted.version.version;
                    Some(Member::of(&wanted.entry, version, &inspection.package, addon))
                }
                _ => None,
            };
            Ok(Outcome { diagnostics: inspection.diagnostics, member, is_seen: true })
        }
    }
}

async fn lies_beside(wanted: &Wanted, monitor: &Monitor) -> Result<bool, Error> {
    match wanted.package_name() {
        Some(name) => source::lies_beside(&wanted.repository, name, monitor).await,
        None => Ok(false),
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

/// A package that could not be fetched, told at its entry in the index.
fn unfetched(wanted: &Wanted, error: &Error) -> Diagnostic {
    let listed = Listed {
        index: wanted.repository.location.index_file(),
        entry: &wanted.entry,
        version: &wanted.version,
    };
    let rule = match (error.kind, wanted.kind) {
        (ErrorKind::NotFound, RepositoryKind::Addons) => &IDX216,
        (ErrorKind::NotFound, RepositoryKind::Helm) => &TGT003,
        _ => &TGT004,
    };
    let (entry, version) = (&wanted.entry, &wanted.version.version);
    let why = match (error.kind, &wanted.repository.location) {
        // Where on this machine the repository lies is no part of its report.
        (ErrorKind::NotFound, Location::File { .. }) => {
            let url = wanted.version.urls.first().cloned();
            let either = format!("{entry}-{version}/ or {entry}-{version}.tgz");
            format!("there is no {} beside the index", url.unwrap_or(either))
        }
        _ => error.message.clone(),
    };
    let mut diagnostic =
        listed.diagnostic(rule, format!("the package of {entry} {version}: {why}"));
    if !error.hint.is_empty() && error.kind != ErrorKind::NotFound {
        diagnostic.fix = Some(error.hint.clone());
    }
    diagnostic
}

/// Addons beside the index that neither it nor another index of the place lists.
async fn judge_folders(
    client: &Client,
    repository: &Repository,
    catalog: &Catalog,
    monitor: &Monitor,
) -> Result<Vec<Diagnostic>, Error> {
    let Some(folders) = unless_failed(source::addon_folders(client, repository, monitor).await)?
    else {
        return Ok(Vec::new());
    };
    if folders.is_empty() {
        return Ok(Vec::new());
    }
    let mut listed = names(catalog);
    let siblings = unless_failed(source::siblings(client, repository, monitor).await)?;
    for sibling in siblings.unwrap_or_default() {
        let mut other = repository.clone();
        let Ok(location) = other.location.with_index_file(&sibling) else { continue };
        other.location = location;
        other.kind = Some(RepositoryKind::Addons);
        let answer = unless_failed(source::read_index(client, &other, None, monitor).await)?;
        if let Some(IndexAnswer::Read(index)) = answer {
            listed.extend(names(
                &fetch::parse(client, &other, index.bytes, monitor).await?.read.catalog,
            ));
        }
    }
    Ok(unlisted(&folders, &listed))
}

/// The folder names that a catalog's entries lead to.
fn names(catalog: &Catalog) -> BTreeSet<String> {
    let of_entry = |entry: &Entry| {
        let name = entry.name.clone();
        let of_version = move |version: &EntryVersion| format!("{name}-{}", version.version);
        entry.versions.iter().map(of_version).collect::<Vec<_>>()
    };
    catalog.entries.iter().flat_map(of_entry).collect()
}

/// What could not be looked at is passed over here; only a cancellation ends the work.
fn unless_failed<T>(outcome: Result<T, Error>) -> Result<Option<T>, Error> {
    match outcome {
        Err(error) if error.kind == ErrorKind::Cancelled => Err(error),
        other => Ok(other.ok()),
    }
}
