//! A repository, URL, folder, index file, package or unpacked chart or addon to a report.
//!
//! May import: `ops::{archives, contents, fetch, hub, inspect, kind, manifests, packages, provenance, request,
//! target, tell}`, `source`, `model`, `validate`, `monitor`, `error`.

use tokio::sync::mpsc;

use super::archives;
use super::contents::{self, Inspection};
use super::fetch::{self, Parsed};
use super::hub;
use super::kind::kind_of;
use super::manifests;
use super::packages::{self, Asked};
use super::provenance;
use super::request::{Batch, Request, Target};
use super::target::{self, Subject};
use super::tell::{Listener, Teller};
use crate::error::{Error, ErrorKind};
use crate::model::rule::target::{TGT002, TGT005};
use crate::model::{
    Diagnostic, IndexRead, Looked, Place, Report, Repository, RepositoryKind, annotate,
};
use crate::monitor::Monitor;
use crate::source::{self, Client, IndexBytes, PackageBytes};
use crate::validate::{consumer, hearing};

/// Validates a target and reports all faults at once.
///
/// # Errors
/// When the target could not be looked at. A package that cannot be reached is a diagnostic of the
/// repository, not an error.
pub async fn validate(
    client: &Client,
    request: &Request,
    monitor: &Monitor,
) -> Result<Report, Error> {
    judge(client, request, None, monitor).await
}

/// The same, telling findings as they come. What was told is in the report again, completed with what only the
/// whole tells. When it is cancelled, or dropped, what was judged is remembered: the same request goes on from there.
///
/// # Errors
/// As [`validate`].
pub async fn validate_live(
    client: &Client,
    request: &Request,
    monitor: &Monitor,
    batches: &mpsc::Sender<Batch>,
) -> Result<Report, Error> {
    judge(client, request, Some(batches), monitor).await
}

async fn judge(
    client: &Client,
    request: &Request,
    batches: Option<&mpsc::Sender<Batch>>,
    monitor: &Monitor,
) -> Result<Report, Error> {
    let (shown, subject) = match &request.target {
        Target::Registered(repository) => {
            (repository.name.clone(), Subject::Repository(repository.clone()))
        }
        Target::Place(text) => {
            (target::shown_target(text), target::understand(client, text, monitor).await?)
        }
    };
    let folder = target::folder_of(&shown, &subject);
    let target = (shown.as_str(), folder.as_deref());
    let listener = Listener { batches, policy: &request.policy, target, monitor };
    // By target and folder a baseline knows findings again.
    let heard = |report: Report| {
        let mut report = Report { target: shown.clone(), folder: folder.clone(), ..report };
        if folder.is_none() {
            annotate::distrust(&mut report.diagnostics);
        }
        hearing::apply(&request.policy, &mut report);
        report
    };
    let mut report = match subject {
        Subject::Repository(mut repository) => {
            repository.kind = request.kind.or(repository.kind);
            judge_repository(client, (&repository, request), listener).await?
        }
        Subject::Package(bytes) => heard(judge_package(client, bytes, request, monitor).await?),
        Subject::Manifests(text) => heard(manifests::judge(&text)),
        Subject::Nothing(names) => heard(nothing(&shown, &names)),
    };
    (report.target, report.folder) = (shown, folder);
    report.sort();
    Ok(report)
}

/// What is told of a repository, as the policy hears it.
async fn judge_repository(
    client: &Client,
    (repository, request): (&Repository, &Request),
    listener: Listener<'_>,
) -> Result<Report, Error> {
    let monitor = listener.monitor;
    let answer = source::read_index(client, repository, None, monitor).await?;
    let index = archives::index(client, repository, answer, monitor).await?;
    let Some(IndexBytes { name, bytes, trail, .. }) = index else {
        let message = "the server says that the index has not changed, but was not asked that";
        return Err(Error::new(ErrorKind::Malformed, message));
    };
    let told = kind_of(&bytes);
    let Parsed { read, index } = fetch::judge(client, repository, bytes, monitor).await?;
    let IndexRead { catalog, dropped, diagnostics, .. } = read;
    let mut teller = Teller::new(&index, listener);
    teller.take(diagnostics);
    teller.take(judge_kind(&name, told, repository.kind).into_iter().collect());
    let asked = Asked { repository, request, catalog: &catalog, trail: &trail };
    let packages = packages::judge(client, asked, &mut teller, monitor).await?;
    if catalog.kind == RepositoryKind::Helm {
        teller.take(hub::judge(client, repository, monitor).await?);
    }
    teller.tell_now().await;
    let (diagnostics, suppressed, evidence) = teller.finish();
    let subject = consumer::Subject::Repository(&catalog, &dropped);
    let verdicts = consumer::verdicts(subject, evidence.found());
    Ok(Report {
        kind: (told.is_some() || repository.kind.is_some()).then_some(catalog.kind),
        entries: catalog.entries.len(),
        versions: catalog.version_count(),
        diagnostics,
        suppressed,
        packages,
        verdicts,
        ..Report::default()
    })
}

fn judge_kind(
    index: &str,
    told: Option<RepositoryKind>,
    insisted: Option<RepositoryKind>,
) -> Option<Diagnostic> {
    let place = Place::file(index);
    match (told, insisted) {
        (None, None) => {
            let message = "nothing in the file shows that it is an index: it has no entries";
            Some(Diagnostic::new(&TGT002, place, message))
        }
        (Some(told), Some(insisted)) if told != insisted => {
            let message = format!("read as {insisted}, but it looks like {told}");
            Some(Diagnostic::new(&TGT005, place, message))
        }
        _ => None,
    }
}

async fn judge_package(
    client: &Client,
    bytes: PackageBytes,
    request: &Request,
    monitor: &Monitor,
) -> Result<Report, Error> {
    let mut inspection = contents::read(bytes, request.kind).await?;
    if let Target::Place(text) = &request.target {
        let asked = (request, text.as_str());
        let found = provenance::judge_target(client, asked, &inspection, monitor).await?;
        inspection.diagnostics.extend(found);
    }
    let kind = inspection.kind();
    let count = usize::from(kind.is_some());
    let Inspection { diagnostics, .. } = inspection;
    let packages = Looked { judged: 1, ..Looked::default() };
    let verdicts = consumer::verdicts(consumer::Subject::Package(kind), &diagnostics);
    let (entries, versions) = (count, count);
    Ok(Report { kind, entries, versions, diagnostics, verdicts, packages, ..Report::default() })
}

/// The report of a folder in which there is nothing to validate.
fn nothing(target: &str, names: &[String]) -> Report {
    let message = "the folder holds no index.yaml, no Chart.yaml and no meta.yaml";
    let mut diagnostic = Diagnostic::new(&TGT002, Place::file(target), message);
    if !names.is_empty() {
        diagnostic.fix = Some(format!("Name the index file itself: {}", names.join(", ")));
    }
    Report { diagnostics: vec![diagnostic], ..Report::default() }
}
