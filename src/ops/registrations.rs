//! All registered repositories beside each other, to one report.
//!
//! May import: `ops::{fetch, inspect, kind}`, `source`, `validate`, `model`, `monitor`, `error`.

use futures_util::StreamExt;
use futures_util::stream;

use super::fetch;
use super::inspect::{Contents, Inspection, Wanted, inspect};
use super::kind::kind_of;
use crate::error::{Error, ErrorKind};
use crate::model::digest::sha256;
use crate::model::rule::index::{IDX201, IDX202};
use crate::model::rule::target::TGT001;
use crate::model::{
    Catalog, Consumer, Diagnostic, Effect, Place, Report, Repository, RepositoryKind, Severity,
    annotate,
};
use crate::monitor::{Monitor, Progress, Unit};
use crate::source::{self, Client, IndexAnswer};
use crate::validate::registration::{Offered, Registered, between};

/// How many repositories, and how many addons of each, are looked at the same time.
const AT_ONCE: usize = 4;

/// Judges registered repositories against each other: their places, names and indexes, and the addons that they
/// offer. What cannot be reached is told, and compared by its place and name only.
///
/// # Errors
/// Only when cancelled.
pub async fn registrations(
    client: &Client,
    repositories: &[Repository],
    monitor: &Monitor,
) -> Result<Report, Error> {
    let mut looks = stream::iter(repositories)
        .map(|repository| look(client, repository, monitor.quiet()))
        .buffered(AT_ONCE);
    let (mut registered, mut diagnostics, mut texts) = (Vec::new(), Vec::new(), Vec::new());
    while let Some(look) = looks.next().await {
        let Looked { one, unreached, metas } = look?;
        registered.push(one);
        diagnostics.extend(unreached);
        texts.extend(metas);
        monitor.report(Progress {
            phase: "repositories".to_owned(),
            done: registered.len() as u64,
            total: Some(repositories.len() as u64),
            unit: Unit::Packages,
        });
    }
    diagnostics.extend(between(&registered));
    for (file, text) in &texts {
        annotate::text(file, text, &mut diagnostics);
    }
    let versions = registered.iter().map(|one| one.addons.len()).sum();
    let target = "registered repositories".to_owned();
    let mut report =
        Report { target, entries: registered.len(), versions, diagnostics, ..Report::default() };
    report.sort();
    Ok(report)
}

/// What came of looking at one repository.
struct Looked {
    one: Registered,
    unreached: Option<Diagnostic>,
    /// Places and texts of the metadata of its addons.
    metas: Vec<(String, String)>,
}

async fn look(client: &Client, repository: &Repository, monitor: Monitor) -> Result<Looked, Error> {
    let mut looked = Looked {
        one: Registered {
            name: repository.name.clone(),
            location: repository.location.canonical(),
            kind: repository.kind,
            origin: repository.origin.clone(),
            ..Registered::default()
        },
        unreached: None,
        metas: Vec::new(),
    };
    match read(client, repository, &monitor).await {
        Err(error) if error.kind == ErrorKind::Cancelled => return Err(error),
        Err(error) => {
            let place = Place::file(repository.name.as_str());
            looked.unreached = Some(Diagnostic::new(&TGT001, place, error.message.clone()));
            looked.one.failure = Some(error.message);
        }
        Ok(Index { digest, shown, catalog, refused }) => {
            (looked.one.digest, looked.one.shown) = (Some(digest), shown);
            looked.one.failure = refused;
            let is_addons = repository.kind.unwrap_or(catalog.kind) == RepositoryKind::Addons;
            if is_addons && shown != Some(RepositoryKind::Helm) {
                fill(client, repository, (&catalog, &monitor), &mut looked).await?;
            }
        }
    }
    Ok(looked)
}

struct Index {
    digest: String,
    shown: Option<RepositoryKind>,
    catalog: Catalog,
    refused: Option<String>,
}

async fn read(client: &Client, repository: &Repository, monitor: &Monitor) -> Result<Index, Error> {
    let IndexAnswer::Read(index) = source::read_index(client, repository, None, monitor).await?
    else {
        return Err(Error::new(ErrorKind::NotFound, "there is no index"));
    };
    let (digest, shown) = (sha256(&index.bytes), kind_of(&index.bytes));
    let read = fetch::judge(client, repository, index.bytes, monitor).await?.read;
    let is_refusal = |found: &&Diagnostic| [IDX201.code, IDX202.code].contains(&found.rule.code);
    let refused = read.diagnostics.iter().find(is_refusal).map(|found| found.message.clone());
    Ok(Index { digest, shown, catalog: read.catalog, refused })
}

/// Reads the addons of a repository.
async fn fill(
    client: &Client,
    repository: &Repository,
    (catalog, monitor): (&Catalog, &Monitor),
    looked: &mut Looked,
) -> Result<(), Error> {
    let wanted = catalog.entries.iter().flat_map(|entry| {
        entry.versions.iter().map(|version| Wanted {
            repository: repository.clone(),
            kind: RepositoryKind::Addons,
            entry: entry.name.clone(),
            version: version.clone(),
        })
    });
    let mut inspections = stream::iter(wanted.collect::<Vec<_>>())
        .map(|wanted| async move { inspect(client, &wanted, monitor).await })
        .buffered(AT_ONCE);
    while let Some(answer) = inspections.next().await {
        match answer {
            Err(error) if error.kind == ErrorKind::Cancelled => return Err(error),
            Err(error) => {
                looked.one.failure.get_or_insert(error.message);
            }
            Ok(inspection) => note(repository, &inspection, looked),
        }
    }
    Ok(())
}

fn note(repository: &Repository, inspection: &Inspection, looked: &mut Looked) {
    if let Some(fatal) = inspection.diagnostics.iter().find(|found| is_fatal(found)) {
        looked.one.failure.get_or_insert_with(|| fatal.message.clone());
    }
    let Contents::Addon(addon) = &inspection.contents else { return };
    let package = &inspection.package;
    let file = format!("{}/{}", repository.name, package.place("meta.yaml"));
    if let Some(text) = package.file("meta.yaml").and_then(|file| file.text()) {
        looked.metas.push((file.clone(), text.to_owned()));
    }
    looked.one.addons.push(Offered {
        id: addon.id.clone(),
        name: addon.name.clone(),
        version: addon.version.clone(),
        place: Place { file, span: addon.id_span },
    });
}

fn is_fatal(found: &Diagnostic) -> bool {
    let effect = found.rule.effect(Consumer::HelmBroker);
    found.severity == Severity::Error && matches!(effect, Effect::Refuses | Effect::Crashes)
}
