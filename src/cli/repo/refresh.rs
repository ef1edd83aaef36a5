//! `chartroom repo refresh`: fetches indexes again, all at once, each for itself.
//!
//! May import: `cli::{args, catalogs, output}`, `ops`, `model`, `error`.

use std::io::Write;
use std::sync::{Mutex, PoisonError};

use futures_util::StreamExt;
use futures_util::stream;

use crate::cli::args::RefreshArguments;
use crate::cli::catalogs::{self, synced, unverified};
use crate::cli::output::{self, Exit, Meter, note, say};
use crate::error::Error;
use crate::model::Repository;
use crate::model::text::counted;
use crate::ops::{self, Fetched, Freshness, Workplace};
use crate::registry::Change;

/// How many repositories are fetched at once.
const AT_ONCE: usize = 8;

/// Carries out `repo refresh`.
pub(super) async fn run(
    arguments: &RefreshArguments,
    place: &Workplace,
    out: &mut dyn Write,
) -> anyhow::Result<Exit> {
    let loaded = catalogs::registered(place)?;
    let repositories = catalogs::named(&loaded, &arguments.names)?;
    if repositories.is_empty() {
        say("no repository is registered: chartroom repo add NAME URL");
        return Ok(Exit::Clean);
    }
    refresh(&repositories, place, out).await
}

/// Fetches these repositories and tells of each what came of it.
pub(in crate::cli) async fn refresh(
    repositories: &[&Repository],
    place: &Workplace,
    out: &mut dyn Write,
) -> anyhow::Result<Exit> {
    let (rows, exit) = refreshed(repositories, place).await?;
    output::full_table(out, &["NAME", "OUTCOME", "WHAT"], &rows)?;
    Ok(exit)
}

/// Fetches these repositories: name, outcome and what it is, of each.
pub(in crate::cli) async fn refreshed(
    repositories: &[&Repository],
    place: &Workplace,
) -> anyhow::Result<(Vec<Vec<String>>, Exit)> {
    for repository in repositories {
        if repository.access.skip_tls_verify {
            note(&unverified(&repository.name));
        }
    }
    let meter = Meter::of_terminal();
    let awaited = Awaited::of(&meter, repositories);
    let fetches = repositories.iter().map(|&repository| fetch(place, &awaited, repository));
    // In the order of the registry, whichever ends first.
    let answers: Vec<_> = stream::iter(fetches).buffered(AT_ONCE).collect().await;
    drop(awaited);
    drop(meter);

    let outcomes: Vec<(&Repository, Result<Fetched, Error>)> =
        repositories.iter().copied().zip(answers).collect();
    let rows: Vec<Vec<String>> = outcomes.iter().map(|(one, answer)| row(one, answer)).collect();
    ops::register(&place.registry, &place.directories.cache, &changes(&outcomes))?;
    let failed = outcomes
        .iter()
        .any(|(_, answer)| answer.as_ref().map_or(true, |fetched| fetched.refused.is_some()));
    Ok((rows, if failed { Exit::Failed } else { Exit::Clean }))
}

/// Tells which repositories have not ended yet: a silent one reports nothing itself.
struct Awaited<'run> {
    meter: &'run Meter,
    total: usize,
    names: Mutex<Vec<&'run str>>,
}

impl<'run> Awaited<'run> {
    fn of(meter: &'run Meter, repositories: &[&'run Repository]) -> Self {
        let names: Vec<&str> = repositories.iter().map(|one| one.name.as_str()).collect();
        let awaited = Self { meter, total: names.len(), names: Mutex::new(names) };
        awaited.ended("");
        awaited
    }

    fn ended(&self, name: &str) {
        let mut names = self.names.lock().unwrap_or_else(PoisonError::into_inner);
        names.retain(|other| *other != name);
        let done = self.total - names.len();
        self.meter.show(&format!(
            "{done} of {} done, waiting for {}",
            self.total,
            names.join(", ")
        ));
    }
}

async fn fetch(
    place: &Workplace,
    awaited: &Awaited<'_>,
    repository: &Repository,
) -> Result<Fetched, Error> {
    let monitor = awaited.meter.monitor(&repository.name);
    let answer = ops::fetch(&place.client, repository, Freshness::Revalidate, &monitor).await;
    awaited.ended(&repository.name);
    answer
}

fn changes(outcomes: &[(&Repository, Result<Fetched, Error>)]) -> Vec<Change> {
    outcomes
        .iter()
        .filter_map(|(repository, answer)| Some((repository, answer.as_ref().ok()?)))
        .flat_map(|(repository, fetched)| {
            let name = repository.name.clone();
            // What was read and is good needs no other check.
            let is_proven = !repository.verified && fetched.refused.is_none();
            let verified = is_proven.then_some(Change::Verified(name.clone()));
            std::iter::once(synced(&name, fetched.fetched)).chain(verified)
        })
        .collect()
}

fn row(repository: &Repository, answer: &Result<Fetched, Error>) -> Vec<String> {
    let (outcome, what) = match answer {
        Ok(Fetched { refused: Some(failure), .. }) => {
            ("refused", format!("{}; the last good index is kept", failure.summary))
        }
        Ok(fetched) => {
            let outcome = if fetched.unchanged { "unchanged" } else { "updated" };
            let catalog = &fetched.catalog;
            let noun = catalog.kind.entries_name().trim_end_matches('s');
            let entries = counted(catalog.entries.len(), noun);
            (outcome, format!("{entries}, {}", counted(catalog.version_count(), "version")))
        }
        Err(error) => {
            let causes = error.causes();
            let hint = output::advice(&error.hint, error.offer.as_deref());
            let hint = if hint.is_empty() { hint } else { format!(" ({hint})") };
            let message = std::iter::once(error.message.clone()).chain(causes);
            ("FAILED", format!("{}{hint}", message.collect::<Vec<_>>().join(": ")))
        }
    };
    vec![repository.name.clone(), outcome.to_owned(), what]
}
