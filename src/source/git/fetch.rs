//! A repository's state at a branch, tag or commit: local ones in place, others fetched into the cache.
//!
//! The copy is bare and private and only ever added to; a note in it names the commit that was fetched last.
//! May import: `source::git::{fault, place, run, transport, tree}`, `source::cache`, `error`.

use std::fs;
use std::io;
use std::num::NonZeroU32;
use std::path::PathBuf;
use std::time::{Duration, Instant};

use gix::ObjectId;
use gix::protocol::fetch::refmap::Mapping;
use gix::remote::Direction;
use gix::remote::fetch::{Shallow, Tags};

use super::fault;
use super::place::Place;
use super::run::Run;
use super::transport;
use super::tree::Snapshot;
use crate::error::{Error, ErrorKind};
use crate::source::cache::put;

/// Which state is wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Freshness {
    /// What the server has now.
    Newest,
    /// What was fetched last, if anything was.
    Last,
}

/// The state of a place.
pub(super) fn snapshot(place: &Place, freshness: Freshness, run: &Run) -> Result<Snapshot, Error> {
    if place.web.is_none() {
        let path = place.url.to_file_path().unwrap_or_default();
        let repository = gix::open_opts(path, gix::open::Options::isolated())
            .map_err(|error| fault::not_opened(place, &error))?;
        let id = local_reference(place, &repository).ok_or_else(|| fault::no_reference(place))?;
        return at(place, repository, id);
    }
    let _alone = lock(place, run)?;
    let repository = open_copy(place)?;
    if freshness == Freshness::Last
        && let Some(tip) = last_tip(place).filter(|tip| repository.has_object(tip))
    {
        return at(place, repository, tip);
    }
    let tip = receive(place, &repository, run)?;
    check_size(place)?;
    put(&note(place), tip.to_hex().to_string().as_bytes()).map_err(|error| disk(place, &error))?;
    at(place, repository, tip)
}

/// The tree of a commit, or of what a tag stands for.
fn at(place: &Place, repository: gix::Repository, id: ObjectId) -> Result<Snapshot, Error> {
    let (commit, tree) =
        commit_and_tree(&repository, id).map_err(|error| fault::damaged(&error))?;
    let name = match &place.reference {
        Some(reference) => format!("{} at {reference}", place.shown()),
        None => place.shown(),
    };
    Ok(Snapshot { repository, commit, tree, name })
}

fn commit_and_tree(
    repository: &gix::Repository,
    id: ObjectId,
) -> Result<(String, ObjectId), gix::Error> {
    let commit = repository.find_object(id)?.peel_to_commit()?;
    let tree = commit.tree_id()?.detach();
    Ok((commit.id.to_hex().to_string(), tree))
}

/// What a reference means in a local repository: a commit, a branch, a tag, a branch of its origin.
fn local_reference(place: &Place, repository: &gix::Repository) -> Option<ObjectId> {
    let Some(name) = place.reference.as_deref() else {
        return repository.head_id().ok().map(gix::Id::detach);
    };
    if let Some(commit) = place.commit() {
        return ObjectId::from_hex(commit.as_bytes()).ok().filter(|id| repository.has_object(id));
    }
    let names = [
        format!("refs/heads/{name}"),
        format!("refs/tags/{name}"),
        format!("refs/remotes/origin/{name}"),
        name.to_owned(),
    ];
    let exact = names.iter().filter(|full| full.starts_with("refs/"));
    exact
        .filter_map(|full| repository.try_find_reference(full.as_str()).ok().flatten())
        .find_map(|mut reference| reference.peel_to_id().ok().map(gix::Id::detach))
}

/// Only one process at a time changes a copy.
fn lock(place: &Place, run: &Run) -> Result<fs::File, Error> {
    let folder = place.copy.parent().unwrap_or(&place.copy);
    private_folder(folder).map_err(|error| disk(place, &error))?;
    let file = fs::File::create(place.copy.with_extension("lock"));
    let file = file.map_err(|error| disk(place, &error))?;
    let end = Instant::now() + place.patience;
    loop {
        match file.try_lock() {
            Ok(()) => return Ok(file),
            Err(fs::TryLockError::Error(error)) => return Err(disk(place, &error)),
            Err(fs::TryLockError::WouldBlock) if run.is_stopped() => return Err(Error::cancelled()),
            Err(fs::TryLockError::WouldBlock) if Instant::now() >= end => {
                return Err(fault::busy(place));
            }
            Err(fs::TryLockError::WouldBlock) => std::thread::sleep(Duration::from_millis(50)),
        }
    }
}

fn private_folder(path: &std::path::Path) -> io::Result<()> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(path)
}

/// Opens the copy; one that is missing or broken is begun anew.
fn open_copy(place: &Place) -> Result<gix::Repository, Error> {
    if let Ok(repository) = gix::open_opts(&place.copy, gix::open::Options::isolated()) {
        return Ok(repository);
    }
    match fs::remove_dir_all(&place.copy) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(disk(place, &error)),
        _ => private_folder(&place.copy).map_err(|error| disk(place, &error))?,
    }
    gix::ThreadSafeRepository::init_opts(
        &place.copy,
        gix::create::Kind::Bare,
        gix::create::Options::default(),
        gix::open::Options::isolated(),
    )
    .map(|repository| repository.to_thread_local())
    .map_err(|error| fault::damaged(&error))
}

/// A copy above the limit is removed: it was received faster than it could be stopped, or grew by and by.
fn check_size(place: &Place) -> Result<(), Error> {
    let packs = fs::read_dir(place.copy.join("objects/pack")).into_iter().flatten().flatten();
    let size: u64 = packs.filter_map(|entry| entry.metadata().ok()).map(|data| data.len()).sum();
    if size <= place.limit {
        return Ok(());
    }
    fs::remove_dir_all(&place.copy).map_err(|error| disk(place, &error))?;
    Err(fault::too_large(place))
}

fn note(place: &Place) -> PathBuf {
    place.copy.join("chartroom-tip")
}

fn last_tip(place: &Place) -> Option<ObjectId> {
    let text = fs::read(note(place)).ok()?;
    ObjectId::from_hex(&text).ok()
}

/// Fetches what the reference means on the server now, and gives its id.
fn receive(place: &Place, repository: &gix::Repository, run: &Run) -> Result<ObjectId, Error> {
    // Only the tip is ever read, so one commit is enough unless more are asked for.
    let depth = place.depth.and_then(NonZeroU32::new).unwrap_or(NonZeroU32::MIN);
    let depth = Shallow::DepthAtRemote(depth);
    match fetch(place, repository, (&specs(place), depth), run) {
        Ok(mappings) => tip_of(&mappings).ok_or_else(|| fault::no_reference(place)),
        Err(_) if run.is_stopped() => Err(Error::cancelled()),
        Err(error) if place.commit().is_some() && fault::is_unadvertised(&error) => {
            search_commit(place, repository, run)
        }
        Err(error) => Err(fault::not_fetched(place, &error)),
    }
}

/// An old server does not give single commits: fetch all branches and tags whole, and look there.
fn search_commit(
    place: &Place,
    repository: &gix::Repository,
    run: &Run,
) -> Result<ObjectId, Error> {
    let all = ["+refs/heads/*:refs/chartroom/heads/*", "+refs/tags/*:refs/chartroom/tags/*"];
    let all = all.map(str::to_owned);
    fetch(place, repository, (&all, Shallow::NoChange), run)
        .map_err(|error| fault::not_fetched(place, &error))?;
    let id = place.commit().and_then(|commit| ObjectId::from_hex(commit.as_bytes()).ok());
    id.filter(|id| repository.has_object(id)).ok_or_else(|| fault::no_reference(place))
}

/// What to ask the server for. A name may be a branch or a tag; the branch wins, as with `git checkout`.
fn specs(place: &Place) -> Vec<String> {
    match place.reference.as_deref() {
        None => vec!["+HEAD:refs/chartroom/0".to_owned()],
        Some(_) if place.commit().is_some() => {
            place.commit().map(|id| format!("+{id}:refs/chartroom/0")).into_iter().collect()
        }
        Some(full) if full.starts_with("refs/") => vec![format!("+{full}:refs/chartroom/0")],
        Some(name) => vec![
            format!("+refs/heads/{name}:refs/chartroom/0"),
            format!("+refs/tags/{name}:refs/chartroom/1"),
        ],
    }
}

fn fetch(
    place: &Place,
    repository: &gix::Repository,
    (specs, depth): (&[String], Shallow),
    run: &Run,
) -> Result<Vec<Mapping>, gix::Error> {
    let mut remote = repository.remote_at(place.url.as_str())?.with_fetch_tags(Tags::None);
    remote.replace_refspecs(specs.iter().map(String::as_str), Direction::Fetch)?;
    let mut connection = remote.connect(Direction::Fetch)?;
    connection.set_credentials(transport::credentials(place));
    connection.set_transport_options(Box::new(transport::options(place)));
    let prepared = connection.prepare_fetch(
        run.progress("listing references"),
        gix::remote::ref_map::Options::default(),
    )?;
    let outcome =
        prepared.with_shallow(depth).receive(run.progress("receiving objects"), run.stop_flag())?;
    Ok(outcome.ref_map.mappings)
}

/// The id that the first wish led to.
fn tip_of(mappings: &[Mapping]) -> Option<ObjectId> {
    let mut found: Vec<(&gix::bstr::BStr, ObjectId)> = mappings
        .iter()
        .filter_map(|mapping| {
            let local = mapping.local.as_ref()?;
            Some((local.as_ref(), mapping.remote.as_id()?.to_owned()))
        })
        .collect();
    found.sort();
    found.first().map(|(_, id)| *id)
}

fn disk(place: &Place, error: &io::Error) -> Error {
    let folder = place.copy.parent().unwrap_or(&place.copy).display();
    Error::new(ErrorKind::Io, format!("cannot write to the cache in {folder}: {error}"))
        .hint("check free space and rights, or choose another cache folder with XDG_CACHE_HOME")
}
