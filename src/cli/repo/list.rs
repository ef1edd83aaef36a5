//! `chartroom repo list`: what is registered, and what is known of it.
//!
//! May import: `cli::{args, catalogs, output}`, `ops`, `source`, `model`, `monitor`.

use std::io::Write;

use futures_util::future::join_all;
use jiff::Timestamp;
use serde_json::{Value, json};

use crate::cli::args::{ListArguments, TableFormat};
use crate::cli::catalogs;
use crate::cli::output::{self, Exit, say};
use crate::model::Repository;
use crate::monitor::Monitor;
use crate::ops::{self, Fetched, Freshness, Workplace};
use crate::source::cache::{self, Trouble};

/// A repository and what is cached of it.
struct Row<'loaded> {
    repository: &'loaded Repository,
    known: Option<Fetched>,
    is_refused: bool,
    failure: Option<String>,
}

/// Carries out `repo list`. No network is touched.
pub(super) async fn run(
    arguments: &ListArguments,
    place: &Workplace,
    out: &mut dyn Write,
) -> anyhow::Result<Exit> {
    let loaded = catalogs::registered(place)?;
    let repositories = catalogs::named(&loaded, &arguments.names)?;
    let looks = repositories.into_iter().map(async |repository| {
        // Samples are part of the program, so nothing is cached of them.
        let freshness =
            if repository.is_sample() { Freshness::Revalidate } else { Freshness::Cached };
        let monitor = Monitor::silent();
        let known = ops::fetch(&place.client, repository, freshness, &monitor).await.ok();
        let trouble = |trouble| cache::trouble(&place.directories.cache, repository, trouble);
        let is_refused = trouble(Trouble::Refused).is_some();
        Row { repository, known, is_refused, failure: trouble(Trouble::Failed) }
    });
    let rows = join_all(looks).await;
    if arguments.format == TableFormat::Json {
        output::json(out, &Value::Array(rows.iter().map(object).collect()))?;
        return Ok(Exit::Clean);
    }
    if rows.is_empty() {
        say("no repository is registered: chartroom repo add NAME URL");
        return Ok(Exit::Clean);
    }
    let now = Timestamp::now();
    let cells: Vec<Vec<String>> = rows.iter().map(|row| cells(row, now)).collect();
    output::table(
        out,
        &["NAME", "KIND", "ENTRIES", "VERSIONS", "SYNCED", "STATE", "URL", "DESCRIPTION"],
        &cells,
    )?;
    Ok(Exit::Clean)
}

fn cells(row: &Row<'_>, now: Timestamp) -> Vec<String> {
    let repository = row.repository;
    let catalog = row.known.as_ref().map(|known| &known.catalog);
    let unknown = || "-".to_owned();
    vec![
        repository.name.clone(),
        kind(row).map_or_else(unknown, str::to_owned),
        catalog.map_or_else(unknown, |catalog| catalog.entries.len().to_string()),
        catalog.map_or_else(unknown, |catalog| catalog.version_count().to_string()),
        synced(row).map_or_else(unknown, |time| age(time, now)),
        if repository.access.skip_tls_verify {
            format!("{}, TLS not verified", state(row))
        } else {
            state(row).to_owned()
        },
        repository.location.to_string(),
        repository.description.clone(),
    ]
}

fn kind(row: &Row<'_>) -> Option<&'static str> {
    let told = || row.known.as_ref().map(|known| known.catalog.kind);
    row.repository.kind.or_else(told).map(crate::model::RepositoryKind::name)
}

/// When its index was last looked at, by a refresh or a search.
fn synced(row: &Row<'_>) -> Option<Timestamp> {
    if row.repository.is_sample() {
        return None;
    }
    let cached = row.known.as_ref().map(|known| known.fetched);
    row.repository.synced.max(cached)
}

fn state(row: &Row<'_>) -> &'static str {
    match &row.known {
        _ if row.is_refused => "refused",
        _ if row.failure.is_some() => "failed",
        _ if !row.repository.verified => "unverified",
        Some(_) if row.repository.is_sample() => "sample",
        Some(_) => "ok",
        None => "not fetched",
    }
}

/// How long ago, in the unit that fits.
fn age(time: Timestamp, now: Timestamp) -> String {
    match now.as_second().saturating_sub(time.as_second()) {
        ..60 => "just now".to_owned(),
        seconds @ 60..3600 => format!("{} min", seconds / 60),
        seconds @ 3600..172_800 => format!("{} h", seconds / 3600),
        seconds => format!("{} days", seconds / 86_400),
    }
}

/// What kinds of credentials are kept with a repository; headers by their names.
fn credentials(repository: &Repository) -> Vec<String> {
    let Some(own) = &repository.credentials else { return Vec::new() };
    let kinds = [
        (!own.password.is_empty(), "password"),
        (!own.token.is_empty(), "token"),
        (!own.ssh_key.is_empty(), "sshKey"),
        (!own.certificate.is_empty(), "certificate"),
    ];
    let named = kinds.into_iter().filter(|(given, _)| *given).map(|(_, kind)| kind.to_owned());
    named.chain(own.headers.iter().map(|(name, _)| format!("header {name}"))).collect()
}

fn object(row: &Row<'_>) -> Value {
    let repository = row.repository;
    let catalog = row.known.as_ref().map(|known| &known.catalog);
    json!({
        "name": repository.name,
        "kind": kind(row),
        "url": repository.location.to_string(),
        "description": repository.description,
        "username": repository.credentials.as_ref().map(|known| known.username.as_str()),
        "credentials": credentials(repository),
        "secretRef": repository.secret,
        "caFile": repository.access.ca_file,
        "certificateFile": repository.access.certificate_file,
        "skipTlsVerify": repository.access.skip_tls_verify,
        "sshKeyFile": repository.access.ssh_key_file,
        "developMode": repository.access.develop_mode,
        "labels": repository.labels,
        "origin": repository.origin,
        "added": repository.added.map(|time| time.to_string()),
        "synced": synced(row).map(|time| time.to_string()),
        "verified": repository.verified,
        "sample": repository.is_sample(),
        "state": state(row),
        "failure": row.failure,
        "entries": catalog.map(|catalog| catalog.entries.len()),
        "versions": catalog.map(|catalog| catalog.version_count()),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ages_are_told_in_the_unit_that_fits() {
        let at = |seconds| Timestamp::from_second(seconds).expect("a time");
        for (ago, expected) in [
            (-5, "just now"),
            (59, "just now"),
            (60, "1 min"),
            (3600, "1 h"),
            (172_799, "47 h"),
            (172_800, "2 days"),
        ] {
            assert_eq!(age(at(1_000_000), at(1_000_000 + ago)), expected);
        }
    }
}
