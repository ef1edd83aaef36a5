//! Git repositories through `gix`: fetched bare into the cache and read from there, never checked out.
//!
//! `gix` blocks, so it works on the blocking pool; the connections below it are our own, so that every wait
//! ends at once when the work is stopped. A panic in it is an error.
//! May import: `source::{git/*, answer, client, fault, file, race, ssh}`, `secrets`, `model`, `monitor`, `error`.

mod around;
mod copy;
mod daemon;
mod exchange;
mod fault;
mod fetch;
mod place;
mod run;
mod secure;
mod stream;
mod tree;
mod watch;
mod web;
mod wish;

use std::sync::Arc;
use std::time::Duration;

use self::fetch::Freshness;
use self::place::{Place, Way};
use self::run::Run;
use self::watch::Watch;
use super::answer::{IndexBytes, PackageBytes, Trail, Validators};
use super::client::Client;
use super::file::other_indexes;
use super::race::race;
use super::ssh;
use crate::error::{Error, ErrorKind};
use crate::model::Fault;
use crate::monitor::Monitor;
use crate::secrets::Resolved;

/// How often progress is told.
const PROGRESS_PERIOD: Duration = Duration::from_millis(100);
/// How long work may still take that has its own word for having waited too long.
const GRACE: Duration = Duration::from_secs(2);

/// Fetches the newest state and reads the index file; `None` when the commit is the known one.
pub(super) async fn index(
    client: &Client,
    resolved: &Resolved,
    known: Option<&Validators>,
    monitor: &Monitor,
) -> Result<Option<IndexBytes>, Error> {
    let place = Place::of(client, resolved)?;
    let known = known.and_then(|known| known.commit.clone());
    let name = resolved.repository.location.index_file().to_owned();
    let limit = client.settings.index_limit;
    let location = resolved.repository.location.clone();
    work(client, place, monitor, move |place, run| {
        let snapshot = fetch::snapshot(place, Freshness::Newest, run)?;
        if known.as_deref() == Some(snapshot.commit.as_str()) {
            return Ok(None);
        }
        let bytes = snapshot.file(&place.index_path, limit);
        let bytes = bytes.map_err(|error| around::as_index(error, &snapshot, &location))?;
        let validators =
            Validators { commit: Some(snapshot.commit.clone()), ..Validators::default() };
        let status = match run.told() {
            told if told.is_empty() => snapshot.describe(),
            told => format!("{}; {told}", snapshot.describe()),
        };
        let trail = Trail { status, ..Trail::default() };
        Ok(Some(IndexBytes { name, bytes, validators, trail }))
    })
    .await
}

/// Reads a package from the state that was fetched last; fetches first if there is none.
pub(super) async fn package(
    client: &Client,
    resolved: &Resolved,
    path: String,
    monitor: &Monitor,
) -> Result<PackageBytes, Error> {
    let place = Place::of(client, resolved)?;
    let limit = client.settings.package_limit;
    work(client, place, monitor, move |place, run| {
        fetch::snapshot(place, Freshness::Last, run)?.package(&path, limit)
    })
    .await
}

/// Names of the other index files in the index's folder, from the state that was fetched last.
pub(super) async fn siblings(
    client: &Client,
    resolved: &Resolved,
    monitor: &Monitor,
) -> Result<Vec<String>, Error> {
    let place = Place::of(client, resolved)?;
    let own = resolved.repository.location.index_file().to_owned();
    work(client, place, monitor, move |place, run| {
        let names = fetch::snapshot(place, Freshness::Last, run)?.names(place.folder())?;
        Ok(other_indexes(names.into_iter(), &own))
    })
    .await
}

/// Names of the files in a folder below the index's own, from the state that was fetched last.
pub(super) async fn names(
    client: &Client,
    resolved: &Resolved,
    folder: &str,
    monitor: &Monitor,
) -> Result<Vec<String>, Error> {
    let place = Place::of(client, resolved)?;
    let folder = folder.to_owned();
    work(client, place, monitor, move |place, run| {
        let parts = [place.folder(), &folder].into_iter().filter(|part| !part.is_empty());
        let folder = parts.collect::<Vec<_>>().join("/");
        fetch::snapshot(place, Freshness::Last, run)?.names(&folder)
    })
    .await
}

/// Names of the folders beside the index that hold a `meta.yaml`, from the state that was fetched last.
pub(super) async fn addon_folders(
    client: &Client,
    resolved: &Resolved,
    monitor: &Monitor,
) -> Result<Vec<String>, Error> {
    let place = Place::of(client, resolved)?;
    work(client, place, monitor, move |place, run| {
        fetch::snapshot(place, Freshness::Last, run)?.folders_with(place.folder(), "meta.yaml")
    })
    .await
}

/// Stops the work when the one who waits for it goes away.
struct StopOnDrop(Arc<Run>);

impl Drop for StopOnDrop {
    fn drop(&mut self) {
        self.0.end();
    }
}

/// Runs blocking work, one at a time for each place in the cache, and tells its progress. An SSH server that
/// was never met is introduced in the error.
async fn work<T: Send + 'static>(
    client: &Client,
    place: Place,
    monitor: &Monitor,
    job: impl FnOnce(&Arc<Place>, &Arc<Run>) -> Result<T, Error> + Send + 'static,
) -> Result<T, Error> {
    let place = Arc::new(place);
    match watched(client, Arc::clone(&place), monitor, job).await {
        Err(error) if error.fault == Some(Fault::HostKeyUnknown) => match &place.way {
            Way::Ssh(way) => Err(ssh::introduced(client, &way.host, error, monitor).await),
            _ => Err(error),
        },
        outcome => outcome,
    }
}

async fn watched<T: Send + 'static>(
    client: &Client,
    place: Arc<Place>,
    monitor: &Monitor,
    job: impl FnOnce(&Arc<Place>, &Arc<Run>) -> Result<T, Error> + Send + 'static,
) -> Result<T, Error> {
    let (patience, shown) = (place.patience, place.shown());
    let end = tokio::time::Instant::now() + patience + GRACE;
    let alone = tokio::time::timeout(patience, client.place(&place.copy).lock_owned());
    let alone = race(monitor, alone).await?;
    let alone = alone.map_err(|_| fault::busy(&shown, patience.as_secs()))?;
    let run = Run::new(place.limit);
    let _stopper = StopOnDrop(Arc::clone(&run));
    let mut handle = tokio::task::spawn_blocking({
        let run = Arc::clone(&run);
        move || {
            // Held until the work has ended, even when nobody waits for it any more: it ends soon then.
            let _alone = alone;
            job(&place, &run)
        }
    });
    let mut period = tokio::time::interval(PROGRESS_PERIOD);
    let mut watch = Watch::default();
    loop {
        tokio::select! {
            biased;
            () = monitor.cancelled() => return Err(Error::cancelled()),
            outcome = &mut handle => return outcome.unwrap_or_else(|_| Err(unexpected())),
            () = tokio::time::sleep_until(end) => {
                return Err(fault::endless(&shown, run.received(), patience.as_secs()));
            }
            _ = period.tick() => watch.tell(&run, monitor),
        }
    }
}

fn unexpected() -> Error {
    Error::new(
        ErrorKind::Malformed,
        "reading the Git repository failed in a way that nobody expected",
    )
    .hint("the repository may be damaged; if Git itself can read it, please report this")
    .fault(Fault::Unexpected)
}
