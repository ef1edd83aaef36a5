//! Provenance files beside packages: read where they are near or a keyring was given, and judged.
//!
//! May import: `ops::{contents, inspect, request, target}`, `source`, `archive`, `helm`, `validate`, `model`, `monitor`,
//! `error`.

use std::collections::BTreeMap;
use std::path::Path;

use futures_util::StreamExt;
use futures_util::stream;
use jiff::Timestamp;

use super::contents::{Contents, Inspection};
use super::inspect::Wanted;
use super::request::Request;
use super::target;
use crate::archive::{self, Layout, Limits};
use crate::error::{Error, ErrorKind};
use crate::helm::provenance::{Keyring, Provenance, judge as judge_file};
use crate::helm::{self, Chart};
use crate::model::rule::provenance::{PRV017, PRV019};
use crate::model::{Diagnostic, Location, Package, Place, RepositoryKind, Rule};
use crate::monitor::Monitor;
use crate::source::{self, Client, PackageBytes, Search};
use crate::validate::Listed;

/// How many are fetched at the same time.
const AT_ONCE: usize = 4;
/// So many versions are named in one message.
const NAMED: usize = 5;

/// The keys that were given, if any.
type Keys = Option<Keyring>;

/// Judges the provenance files of these packages.
///
/// # Errors
/// When the keyring could not be read, or when cancelled.
pub(super) async fn judge(
    client: &Client,
    request: &Request,
    wanted: impl Iterator<Item = Wanted> + Send,
    monitor: &Monitor,
) -> Result<Vec<Diagnostic>, Error> {
    let (keyring, mut found) = keyring(request, monitor).await?;
    let quiet = monitor.quiet();
    let is_looked_for = |wanted: &Wanted| {
        let location = &wanted.repository.location;
        let is_near = matches!(location, Location::File { .. } | Location::Git { .. });
        wanted.kind == RepositoryKind::Helm && (is_near || keyring.is_some())
    };
    let wanted: Vec<Wanted> = wanted.filter(is_looked_for).collect();
    let mut judged = stream::iter(wanted)
        .map(|wanted| judge_one(client, wanted, &keyring, &quiet))
        .buffered(AT_ONCE);
    let mut entries: BTreeMap<String, Vec<(Wanted, Signed)>> = BTreeMap::new();
    while let Some(outcome) = judged.next().await {
        let (wanted, signed, diagnostics) = outcome?;
        found.extend(diagnostics);
        entries.entry(wanted.entry.clone()).or_default().push((wanted, signed));
    }
    let trust = if keyring.is_some() { Trust::Demanded } else { Trust::Optional };
    found.extend(entries.values().filter_map(|versions| missing(versions, trust)));
    Ok(found)
}

/// Judges the provenance file of a package that is a target of its own.
///
/// # Errors
/// When the keyring or the file could not be read, or when cancelled.
pub(super) async fn judge_target(
    client: &Client,
    (request, target): (&Request, &str),
    inspection: &Inspection,
    monitor: &Monitor,
) -> Result<Vec<Diagnostic>, Error> {
    let package = &inspection.package;
    let Contents::Chart(chart) = &inspection.contents else { return Ok(Vec::new()) };
    if !package.archive {
        return Ok(Vec::new());
    }
    let (keyring, mut found) = keyring(request, monitor).await?;
    let bytes = match target::package_url(target) {
        Some(url) if keyring.is_some() => {
            let (url, credentials) = target::without_user(url);
            source::read_provenance_url(client, &url, credentials.as_ref(), monitor).await?
        }
        Some(_) => return Ok(found),
        None => {
            let path = target::local_path(target);
            source::read_local_provenance(client, &path, monitor).await?
        }
    };
    match bytes {
        Some(bytes) => found.extend(judge_bytes(&bytes, keyring.as_ref(), package, chart)),
        None if keyring.is_some() => {
            let message = format!("there is no {}.prov beside it", package.name);
            found.push(Diagnostic::new(&PRV017, Place::file(package.place("")), message));
        }
        None => {}
    }
    Ok(found)
}

/// Whether a file of public keys can be read.
///
/// # Errors
/// When it cannot.
pub async fn check_keyring(path: &Path, monitor: &Monitor) -> Result<(), Error> {
    source::read_keyring(path, monitor).await.map(drop)
}

async fn keyring(request: &Request, monitor: &Monitor) -> Result<(Keys, Vec<Diagnostic>), Error> {
    let Some(path) = &request.keyring else { return Ok((None, Vec::new())) };
    let bytes = source::read_keyring(path, monitor).await?;
    let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let (keyring, findings) = Keyring::read(&name, &bytes);
    Ok((Some(keyring), findings.finish()))
}

/// Whether a chart without any signature is a fault.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Trust {
    /// Keys were given, so signatures are expected.
    Demanded,
    /// Whoever signs none of the versions does not sign.
    Optional,
}

/// Whether a version has a provenance file.
#[derive(Clone, Debug, PartialEq)]
enum Signed {
    Yes,
    No,
    /// It could not be read.
    Unknown(String),
}

async fn judge_one(
    client: &Client,
    wanted: Wanted,
    keyring: &Keys,
    monitor: &Monitor,
) -> Result<(Wanted, Signed, Vec<Diagnostic>), Error> {
    let Some(name) = wanted.package_name() else { return Ok((wanted, Signed::No, Vec::new())) };
    let search = if keyring.is_some() { Search::Anywhere } else { Search::Near };
    let repository = &wanted.repository;
    let read = source::read_provenance(client, repository, (name, search), monitor).await;
    let bytes = match read {
        Ok(Some(bytes)) => bytes,
        Ok(None) => return Ok((wanted, Signed::No, Vec::new())),
        Err(error) if error.kind == ErrorKind::Cancelled => return Err(error),
        Err(error) => return Ok((wanted, Signed::Unknown(error.message), Vec::new())),
    };
    let package = match source::read_package(client, repository, name, monitor).await {
        Ok(PackageBytes::Archive { name, bytes }) => load(name, bytes).await,
        Err(error) if error.kind == ErrorKind::Cancelled => return Err(error),
        // Told where packages are judged.
        _ => None,
    };
    let mut found = Vec::new();
    if let Some((package, chart)) = package {
        found = judge_bytes(&bytes, keyring.as_ref(), &package, &chart);
        for found in &mut found {
            found.entry = Some(wanted.entry.clone());
            found.version = Some(wanted.version.version.clone());
        }
    }
    Ok((wanted, Signed::Yes, found))
}

/// Reads a chart on the blocking pool; what is wrong with it is told elsewhere.
async fn load(name: String, bytes: Vec<u8>) -> Option<(Package, Chart)> {
    let read = tokio::task::spawn_blocking(move || {
        let package = archive::read(&name, &bytes, Layout::RootFolder, Limits::default()).package;
        let chart = helm::chart::read(&package).chart;
        (package, chart)
    });
    read.await.ok()
}

fn judge_bytes(
    bytes: &[u8],
    keyring: Option<&Keyring>,
    package: &Package,
    chart: &Chart,
) -> Vec<Diagnostic> {
    let name = format!("{}.prov", package.name);
    let provenance = Provenance { name, bytes, keyring, now: Timestamp::now() };
    judge_file(&provenance, package, chart).finish()
}

/// What is to be said of the versions of one entry, newest first, that have no provenance file.
fn missing(versions: &[(Wanted, Signed)], trust: Trust) -> Option<Diagnostic> {
    let oldest = versions.iter().rposition(|(_, signed)| *signed == Signed::Yes);
    let (rule, considered): (&'static Rule, _) = match oldest {
        // Whoever began to sign at some version need not sign what came before.
        Some(oldest) => (&PRV019, versions.get(..oldest)?),
        None if trust == Trust::Demanded => (&PRV017, versions),
        None => return None,
    };
    let lacking: Vec<_> = considered.iter().filter(|(_, signed)| *signed != Signed::Yes).collect();
    let (first, signed) = lacking.first()?;
    let why = match signed {
        Signed::Unknown(why) => format!(" ({why})"),
        _ => String::new(),
    };
    let named: Vec<&str> =
        lacking.iter().take(NAMED).map(|(wanted, _)| wanted.version.version.as_str()).collect();
    let more = lacking.len().saturating_sub(NAMED);
    let more = if more > 0 { format!(" and {more} more") } else { String::new() };
    let message = format!("no provenance file lies beside {}{more}{why}", named.join(", "));
    let index = first.repository.location.index_file();
    let listed = Listed { index, entry: &first.entry, version: &first.version };
    Some(listed.diagnostic(rule, message))
}
