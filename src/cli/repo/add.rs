//! `chartroom repo add`: check, then register.
//!
//! May import: `cli::repo::check`, `cli::{args, catalogs, output}`, `registry`, `ops`, `model`, `error`.

use std::io::Write;

use jiff::Timestamp;

use super::check::{self, check};
use crate::cli::args::AddArguments;
use crate::cli::output::{Exit, note};
use crate::error::{Error, ErrorKind};
use crate::model::{Credentials, Location, Repository};
use crate::monitor::Monitor;
use crate::ops::{self, Freshness, Probe, Workplace};
use crate::registry::{Change, Loaded, check_name};

/// Carries out `repo add`.
pub(super) async fn run(
    arguments: &AddArguments,
    place: &Workplace,
    out: &mut dyn Write,
) -> anyhow::Result<Exit> {
    let loaded = place.registry.load()?;
    loaded.notes.iter().for_each(|text| note(text));
    let mut repositories = wanted(arguments)?;
    for repository in &repositories {
        check_free(&loaded, &repository.name)?;
    }
    check_places(&repositories)?;
    let mut found = Vec::new();
    for repository in &mut repositories {
        found.push(examine(arguments, place, repository).await?);
    }
    if !arguments.dry_run {
        let added = repositories.iter().map(|one| Change::Add(Box::new(one.clone())));
        place.registry.apply(&added.collect::<Vec<_>>())?;
    }
    for (repository, found) in repositories.iter().zip(found) {
        let done = if arguments.dry_run { "would register" } else { "registered" };
        writeln!(out, "{done} {}: {} ({found})", repository.name, repository.location)?;
        if !arguments.dry_run && repository.verified {
            // So that it can be browsed without a network from now on; the check itself keeps nothing.
            let _ =
                ops::fetch(&place.client, repository, Freshness::Revalidate, &Monitor::silent())
                    .await;
        }
    }
    Ok(Exit::Clean)
}

/// Checks a repository, unless that is not wanted; tells what was found.
async fn examine(
    arguments: &AddArguments,
    place: &Workplace,
    repository: &mut Repository,
) -> anyhow::Result<String> {
    repository.added = Some(Timestamp::now());
    if arguments.no_validate {
        repository.verified = false;
        return Ok("unverified".to_owned());
    }
    let probe = check(place, repository).await?;
    repository.synced = probe.fetched.as_ref().map(|fetched| fetched.fetched);
    tell_siblings(arguments, &probe);
    Ok(check::found(&probe))
}

fn tell_siblings(arguments: &AddArguments, probe: &Probe) {
    let others: Vec<&str> = probe
        .siblings
        .iter()
        .filter(|sibling| !arguments.index.contains(sibling))
        .map(String::as_str)
        .collect();
    if !others.is_empty() {
        note(&format!("there are more index files beside it ({}): see --index", others.join(", ")));
    }
}

/// The repositories that the arguments speak of: one, or one for each `--index`.
fn wanted(arguments: &AddArguments) -> Result<Vec<Repository>, Error> {
    let parsed = understood(&arguments.url)?;
    parsed.warnings.iter().for_each(|text| note(text));
    let credentials = if arguments.password_stdin {
        // What is odd about credentials in a URL was told with the URL.
        let is_told = parsed.credentials.is_some();
        let in_url = parsed.credentials.unwrap_or_default().username;
        let username = arguments.username.clone().unwrap_or(in_url);
        let credentials = Credentials { username, password: check::password()? };
        if !is_told {
            check::doubt(&credentials, &parsed.location);
        }
        Some(credentials)
    } else {
        parsed.credentials
    };
    let repository = |name: String, location: Location| Repository {
        kind: arguments.kind,
        description: arguments.description.clone().unwrap_or_default(),
        credentials: credentials.clone(),
        ..Repository::named(name, location)
    };
    if arguments.index.is_empty() {
        return Ok(vec![repository(arguments.name.clone(), parsed.location)]);
    }
    let named = arguments.index.iter().enumerate().map(|(position, file)| {
        let name = match position {
            0 => arguments.name.clone(),
            _ => format!("{}-{}", arguments.name, suffix(file)),
        };
        repository(name, parsed.location.with_index_file(file))
    });
    Ok(named.collect())
}

/// What tells an index file from its siblings: `testing` of `index-testing.yaml`, `other` of `other.yaml`.
fn suffix(file: &str) -> &str {
    let stem = file.rsplit('/').next().unwrap_or(file);
    let stem = stem.rsplit_once('.').map_or(stem, |(stem, _)| stem);
    let rest = stem.strip_prefix("index").unwrap_or(stem).trim_start_matches(['-', '_', '.']);
    if rest.is_empty() { stem } else { rest }
}

/// A URL as understood.
///
/// # Errors
/// Why it is not, and what might be meant.
pub(super) fn understood(url: &str) -> Result<crate::model::Parsed, Error> {
    Location::parse(url).map_err(|error| {
        let hint = error.suggestion.map(|text| format!("perhaps {text}")).unwrap_or_default();
        let message = format!("the URL is not understood: {}", error.message);
        Error::new(ErrorKind::Malformed, message).hint(hint)
    })
}

/// The same index file twice would be two names for one thing.
fn check_places(repositories: &[Repository]) -> Result<(), Error> {
    let twice = repositories.iter().enumerate().find(|(position, one)| {
        repositories.iter().take(*position).any(|other| other.location == one.location)
    });
    twice.map_or(Ok(()), |(_, one)| {
        let message = format!("--index names one file twice: {}", one.location);
        Err(Error::new(ErrorKind::Unsupported, message).hint("name each index file once"))
    })
}

fn check_free(loaded: &Loaded, name: &str) -> Result<(), Error> {
    check_name(name).map_err(|why| {
        Error::new(ErrorKind::Malformed, format!("the name cannot be used: {why}"))
    })?;
    match loaded.find(name) {
        None => Ok(()),
        Some(present) => Err(Error::new(
            ErrorKind::Unsupported,
            format!("there is a repository named {name} already: {}", present.location),
        )
        .hint(format!("choose another name, or change it: chartroom repo edit {name} --url …"))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn further_index_files_are_told_apart_by_their_suffix() {
        for (file, expected) in [
            ("index-2.yaml", "2"),
            ("index-testing.yaml", "testing"),
            ("index.yaml", "index"),
            ("sub/other.yml", "other"),
            ("index_old.json", "old"),
        ] {
            assert_eq!(suffix(file), expected, "{file}");
        }
    }
}
