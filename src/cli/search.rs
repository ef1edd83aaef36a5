//! `chartroom search`: hits over all known catalogs.
//!
//! May import: `cli::{args, catalogs, output}`, `ops`, `model`.

use std::io::Write;

use futures_util::future::join_all;
use serde_json::{Value, json};

use super::args::{SearchArguments, TableFormat};
use super::catalogs::{self, Patience};
use super::output::{self, Exit, Meter, say};
use crate::model::Catalog;
use crate::ops::{self, Fetched, Hit, Workplace};

/// Carries out `search`.
pub(super) async fn run(
    arguments: &SearchArguments,
    place: &Workplace,
    out: &mut dyn Write,
) -> anyhow::Result<Exit> {
    let loaded = catalogs::registered(place)?;
    let repositories = catalogs::named(&loaded, &arguments.repo)?;
    let meter = Meter::of_terminal();
    let patience = if arguments.repo.is_empty() { Patience::Short } else { Patience::Full };
    let looks = repositories.iter().map(async |repository| {
        let monitor = meter.monitor(&repository.name);
        (repository.name.as_str(), catalogs::known(place, repository, patience, &monitor).await)
    });
    let answers = join_all(looks).await;
    drop(meter);

    let mut exit = Exit::Clean;
    let mut known: Vec<(&str, Fetched)> = Vec::new();
    for (name, answer) in answers {
        match answer {
            Ok(found) => known.push((name, found)),
            Err(error) => {
                output::tell(&anyhow::Error::new(error).context(format!("cannot search {name}")));
                exit = Exit::Failed;
            }
        }
    }
    let catalogs: Vec<(&str, &Catalog)> =
        known.iter().map(|(name, fetched)| (*name, &*fetched.catalog)).collect();
    let hits = ops::search(&catalogs, &arguments.terms, arguments.versions);
    write(&hits, &catalogs, arguments.format, out)?;
    Ok(exit)
}

fn write(
    hits: &[Hit<'_>],
    catalogs: &[(&str, &Catalog)],
    format: TableFormat,
    out: &mut dyn Write,
) -> std::io::Result<()> {
    if format == TableFormat::Json {
        let objects = hits.iter().map(|hit| object(hit, catalogs)).collect();
        return output::json(out, &Value::Array(objects));
    }
    if hits.is_empty() {
        say("nothing found");
        return Ok(());
    }
    let rows: Vec<Vec<String>> = hits.iter().map(row).collect();
    output::table(out, &["NAME", "VERSION", "APP VERSION", "DESCRIPTION"], &rows)
}

fn row(hit: &Hit<'_>) -> Vec<String> {
    let mark = if hit.version.deprecated { "(deprecated) " } else { "" };
    vec![
        format!("{}/{}", hit.repository, hit.entry.name),
        hit.version.version.clone(),
        hit.version.app_version.clone(),
        format!("{mark}{}", hit.version.description),
    ]
}

fn object(hit: &Hit<'_>, catalogs: &[(&str, &Catalog)]) -> Value {
    let catalog = catalogs.iter().find(|(name, _)| *name == hit.repository);
    json!({
        "repository": hit.repository,
        "kind": catalog.map(|(_, catalog)| catalog.kind.name()),
        "name": hit.entry.name,
        "version": hit.version.version,
        "app_version": hit.version.app_version,
        "description": hit.version.description,
        "deprecated": hit.version.deprecated,
        "keywords": hit.version.keywords,
    })
}
