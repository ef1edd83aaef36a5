//! The copy of a repository in the cache: bare, private, only ever added to; one process at a time changes it,
//! and a note in it names the commit that was fetched last.
//!
//! May import: `source::git::{fault, place, run}`, `source::cache`, `model`, `error`.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use gix::ObjectId;

use super::fault;
use super::place::Place;
use super::run::Run;
use crate::error::{Error, ErrorKind};
use crate::model::Fault;
use crate::source::cache::put;

/// Packs in a copy; it is begun anew when there are more, since nothing else clears it up.
const PACKS: usize = 50;

/// A copy that nobody else changes as long as this lives.
pub(super) struct Copy {
    /// The repository.
    pub(super) repository: gix::Repository,
    _alone: fs::File,
}

/// Opens the copy; one that is missing, broken or overgrown is begun anew.
pub(super) fn open(place: &Place, run: &Run) -> Result<Copy, Error> {
    let alone = lock(place, run)?;
    // Whoever was killed left these behind: nobody else is here.
    for name in ["shallow.lock", "packed-refs.lock", "config.lock"] {
        let _ = fs::remove_file(place.copy.join(name));
    }
    let (count, size) = packs(place);
    let fits = count <= PACKS && size <= place.limit / 2;
    let opened = gix::open_opts(&place.copy, gix::open::Options::isolated());
    if let Ok(repository) = opened
        && fits
    {
        return Ok(Copy { repository, _alone: alone });
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
    .map(|repository| Copy { repository: repository.to_thread_local(), _alone: alone })
    .map_err(|error| fault::damaged(&error))
}

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
                return Err(fault::busy(&place.shown(), place.patience.as_secs()));
            }
            Err(fs::TryLockError::WouldBlock) => std::thread::sleep(Duration::from_millis(50)),
        }
    }
}

fn private_folder(path: &Path) -> io::Result<()> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(path)
}

/// Number and size of its packs; what a fetch that was killed left half is cleared away.
fn packs(place: &Place) -> (usize, u64) {
    let folder = fs::read_dir(place.copy.join("objects/pack")).into_iter().flatten().flatten();
    let (mut count, mut size) = (0, 0);
    for entry in folder {
        let name = entry.file_name();
        let is_whole = name.to_string_lossy().starts_with("pack-");
        if !is_whole {
            // As above: nobody else is here.
            let _ = fs::remove_file(entry.path());
            continue;
        }
        count += usize::from(entry.path().extension().is_some_and(|end| end == "pack"));
        size += entry.metadata().map_or(0, |data| data.len());
    }
    (count, size)
}

/// A copy above the limit is removed.
pub(super) fn check_size(place: &Place) -> Result<(), Error> {
    if packs(place).1 <= place.limit {
        return Ok(());
    }
    fs::remove_dir_all(&place.copy).map_err(|error| disk(place, &error))?;
    Err(fault::too_large(place))
}

fn note(place: &Place) -> PathBuf {
    place.copy.join("chartroom-tip")
}

/// The commit that was fetched last.
pub(super) fn last_tip(place: &Place) -> Option<ObjectId> {
    let text = fs::read(note(place)).ok()?;
    ObjectId::from_hex(&text).ok()
}

/// Notes the commit that was fetched.
pub(super) fn note_tip(place: &Place, tip: ObjectId) -> Result<(), Error> {
    put(&note(place), tip.to_hex().to_string().as_bytes()).map_err(|error| disk(place, &error))
}

fn disk(place: &Place, error: &io::Error) -> Error {
    let folder = place.copy.parent().unwrap_or(&place.copy).display();
    Error::new(ErrorKind::Io, format!("cannot write to the cache in {folder}: {error}"))
        .hint("check free space and rights, or choose another cache folder with XDG_CACHE_HOME")
        .fault(Fault::LocalFile)
}
