//! Git repositories through `gix`: fetched bare into the cache and read from there, never checked out.
//!
//! `gix` blocks, so it works on the blocking pool, raced against cancellation, and a panic in it is an error.
//! May import: `source::{git/*, answer, client, fault, file, race}`, `secrets`, `model`, `monitor`, `error`.

mod fault;
mod fetch;
mod place;
mod run;
mod transport;
mod tree;

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use gix::progress::tree::Root;
use gix::progress::{Task, Value};

use self::fetch::Freshness;
use self::place::Place;
use self::run::Run;
use super::answer::{IndexBytes, PackageBytes, Trail, Validators};
use super::client::Client;
use super::file::other_indexes;
use super::race::race;
use crate::error::{Error, ErrorKind};
use crate::model::text::clean;
use crate::monitor::{Monitor, Progress, Unit};
use crate::secrets::Resolved;

/// How often progress is told.
const PROGRESS_PERIOD: Duration = Duration::from_millis(100);
/// What `gix` calls the count of bytes of a pack that is received.
const PACK_BYTES: gix::progress::Id = *b"BWRB";
/// What `gix` calls the count of objects whose differences were resolved.
const RESOLVED_OBJECTS: gix::progress::Id = *b"IWRO";

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
    work(client, place, monitor, move |place, run| {
        let snapshot = fetch::snapshot(place, Freshness::Newest, run)?;
        if known.as_deref() == Some(snapshot.commit.as_str()) {
            return Ok(None);
        }
        let bytes = snapshot.file(&place.index_path, limit)?;
        let validators =
            Validators { commit: Some(snapshot.commit.clone()), ..Validators::default() };
        let trail = Trail { status: snapshot.describe(), ..Trail::default() };
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
struct StopOnDrop(Arc<AtomicBool>);

impl Drop for StopOnDrop {
    fn drop(&mut self) {
        self.0.store(true, Ordering::Relaxed);
    }
}

/// Runs blocking work, one at a time for each place in the cache, and tells its progress.
async fn work<T: Send + 'static>(
    client: &Client,
    place: Place,
    monitor: &Monitor,
    job: impl FnOnce(&Place, &Run) -> Result<T, Error> + Send + 'static,
) -> Result<T, Error> {
    let alone = race(monitor, client.place(&place.copy).lock_owned()).await?;
    let (limit, excess) = (place.limit, fault::too_large(&place));
    let (progress, stop) = (Root::new(), Arc::new(AtomicBool::new(false)));
    let _stopper = StopOnDrop(Arc::clone(&stop));
    let run = Run::new(Arc::clone(&progress), Arc::clone(&stop));
    let mut handle = tokio::task::spawn_blocking(move || {
        // Held until the work has ended, even when nobody waits for it any more.
        let _alone = alone;
        job(&place, &run)
    });
    let mut period = tokio::time::interval(PROGRESS_PERIOD);
    let mut watch = Watch::default();
    loop {
        tokio::select! {
            biased;
            () = monitor.cancelled() => return Err(Error::cancelled()),
            outcome = &mut handle => return outcome.unwrap_or_else(|_| Err(unexpected())),
            _ = period.tick() => {
                if watch.tell(&progress, monitor) > limit {
                    return Err(excess);
                }
            }
        }
    }
}

fn unexpected() -> Error {
    Error::new(
        ErrorKind::Malformed,
        "reading the Git repository failed in a way that nobody expected",
    )
    .hint("the repository may be damaged; if Git itself can read it, please report this")
}

/// What is worth telling of Git's many tasks, and the bytes received so far.
#[derive(Default)]
struct Watch {
    told: Option<Progress>,
}

impl Watch {
    /// Tells what changed; gives the bytes received so far.
    fn tell(&mut self, root: &Root, monitor: &Monitor) -> u64 {
        let mut tasks = Vec::new();
        root.sorted_snapshot(&mut tasks);
        let tasks: Vec<Task> = tasks.into_iter().map(|(_, task)| task).collect();
        let of =
            |id| tasks.iter().find(|task| task.id == id).and_then(|task| task.progress.as_ref());
        let received = of(PACK_BYTES).map_or(0, done);
        let progress = if let Some(value) = of(RESOLVED_OBJECTS) {
            progress("resolving objects", Some(value), Unit::Objects)
        } else if let Some(value) = of(PACK_BYTES) {
            progress("receiving objects", Some(value), Unit::Bytes)
        } else if let Some(task) = tasks.last() {
            progress(&clean(&task.name), task.progress.as_ref(), Unit::Objects)
        } else {
            return received;
        };
        if self.told.as_ref() != Some(&progress) {
            monitor.report(progress.clone());
            self.told = Some(progress);
        }
        received
    }
}

fn done(value: &Value) -> u64 {
    value.step.load(Ordering::Relaxed) as u64
}

fn progress(phase: &str, value: Option<&Value>, unit: Unit) -> Progress {
    let total = value.and_then(|value| value.done_at).map(|total| total as u64);
    Progress { phase: phase.to_owned(), done: value.map_or(0, done), total, unit }
}
