//! `chartroom repo add`: check, then register.
//!
//! May import: `cli::repo::{access, check}`, `cli::{args, catalogs, output}`, `registry`, `ops`, `model`, `error`.

use std::io::Write;

use jiff::Timestamp;

use super::access;
use super::check::{self, check};
use crate::cli::args::AddArguments;
use crate::cli::catalogs;
use crate::cli::output::{Exit, note};
use crate::error::{Error, ErrorKind};
use crate::model::location::decoded;
use crate::model::text::clean;
use crate::model::{Location, LocationError, Parsed, Repository};
use crate::ops::{self, Fetched, Probe, Workplace};
use crate::registry::{Change, Loaded, beside, check_name};

/// Carries out `repo add`.
pub(super) async fn run(
    arguments: &AddArguments,
    place: &Workplace,
    out: &mut dyn Write,
) -> anyhow::Result<Exit> {
    let loaded = catalogs::registered(place)?;
    let mut repositories = wanted(arguments)?;
    for repository in &repositories {
        check_free(&loaded, &repository.name)?;
    }
    let mut found = Vec::new();
    if let Some(first) = repositories.first() {
        check::trust(place, first, arguments.access.trust_host_key.as_deref()).await?;
    }
    for repository in &mut repositories {
        found.push(examine(arguments, place, repository).await?);
    }
    if !arguments.dry_run {
        let added = repositories.iter().map(|one| Change::Add(Box::new(one.clone())));
        let cache = &place.directories.cache;
        ops::register(&place.registry, cache, &added.collect::<Vec<_>>())?;
        for (repository, (_, fetched)) in repositories.iter().zip(&found) {
            // The check itself keeps nothing.
            if let Some(fetched) = fetched {
                ops::keep(cache, repository, fetched);
            }
        }
    }
    for (repository, (found, _)) in repositories.iter().zip(found) {
        let done = if arguments.dry_run { "would register" } else { "registered" };
        writeln!(out, "{done} {}: {} ({found})", repository.name, repository.location)?;
    }
    Ok(Exit::Clean)
}

/// Checks a repository, unless that is not wanted; tells what was found, in words and in full.
async fn examine(
    arguments: &AddArguments,
    place: &Workplace,
    repository: &mut Repository,
) -> anyhow::Result<(String, Option<Fetched>)> {
    repository.added = Some(Timestamp::now());
    if arguments.no_validate {
        repository.verified = false;
        return Ok(("unverified".to_owned(), None));
    }
    let probe = check(place, repository).await?;
    repository.synced = probe.fetched.as_ref().map(|fetched| fetched.fetched);
    tell_siblings(arguments, &probe);
    Ok((check::found(&probe), probe.fetched))
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
    tell_oddities(arguments, &parsed);
    // What is odd about credentials in a URL was told with the URL.
    let is_told = parsed.credentials.is_some();
    let mut way = Repository::named(arguments.name.clone(), parsed.location.clone());
    way.credentials = parsed.credentials;
    access::apply(&arguments.access, &mut way)?;
    for label in &arguments.label {
        access::set_label(&mut way, label)?;
    }
    if arguments.access.reads_stdin() && !is_told {
        check::doubt(&way);
    }
    check_once(&arguments.index)?;
    let files: Vec<&str> = arguments.index.iter().map(String::as_str).collect();
    // Without an index file in the URL, the first that is named takes the place of the usual one.
    let (first, more) = match files.split_first() {
        Some((first, more)) if !names_index(&arguments.url, &parsed.location) => {
            (parsed.location.with_index_file(first).map_err(|error| no_index(&error))?, more)
        }
        _ => (parsed.location, files.as_slice()),
    };
    let first = Repository {
        location: first,
        kind: arguments.kind,
        description: arguments.description.clone().unwrap_or_default(),
        ..way
    };
    let more =
        beside(&first, more.iter().copied(), &|_| false).map_err(|error| no_index(&error))?;
    Ok(std::iter::once(first).chain(more).collect())
}

/// Tells what is odd about a URL, as far as its check will not: that sees the place as it would be registered.
fn tell_oddities(arguments: &AddArguments, parsed: &Parsed) {
    let checked = Location::parse(&parsed.location.canonical()).ok();
    let of_check = checked.filter(|_| !arguments.no_validate).map(|checked| checked.warnings);
    let of_check = of_check.unwrap_or_default();
    parsed.warnings.iter().filter(|text| !of_check.contains(text)).for_each(|text| note(text));
}

fn no_index(error: &LocationError) -> Error {
    Error::new(ErrorKind::Malformed, format!("--index: {}", error.message))
        .hint("name a file in the folder of the index, or below it")
}

/// Whether a URL names the index file itself, rather than its folder.
fn names_index(url: &str, location: &Location) -> bool {
    let file = location.index_file();
    let path = url.trim().split(['?', '#']).next().unwrap_or_default();
    path.rsplit('/').next().is_some_and(|last| last == file || decoded(last) == file)
}

/// A URL as understood.
///
/// # Errors
/// Why it is not, and what might be meant.
pub(super) fn understood(url: &str) -> Result<Parsed, Error> {
    Location::parse(url).map_err(|error| {
        let hint = error.suggestion.map(|text| format!("perhaps {text}")).unwrap_or_default();
        let message = format!("the URL is not understood: {}", error.message);
        Error::new(ErrorKind::Malformed, message).hint(hint).fault(error.fault)
    })
}

/// The same index file twice would be two names for one thing.
fn check_once(files: &[String]) -> Result<(), Error> {
    let twice = files
        .iter()
        .enumerate()
        .find(|(position, file)| files.iter().take(*position).any(|other| other == *file));
    twice.map_or(Ok(()), |(_, file)| {
        let message = format!("--index names one file twice: {}", clean(file));
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
    fn a_url_names_its_index_or_only_the_folder() {
        for (url, expected) in [
            ("https://h/x", false),
            ("https://h/x/index.yaml", true),
            ("https://h/x/index.yaml?token=a/b", true),
            ("https://h/x.yaml/", false),
            ("github.com/o/r//a/index-2.yaml?ref=main", true),
            ("github.com/o/r//a?ref=main", false),
            ("git::https://h/r//my%20index.yaml", true),
            ("./charts", false),
            ("index.json", true),
            ("sample://addons", false),
        ] {
            let location = Location::parse(url).unwrap().location;
            assert_eq!(names_index(url, &location), expected, "{url}");
        }
    }
}
