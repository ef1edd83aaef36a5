//! What was fetched before: the last good index of each place, and packages by their digest.
//!
//! Files are written beside their place and renamed, readable by the owner only. Their names tell nothing.
//! May import: `source::cache/*`, `source::answer`, `model`, `error`.

mod file;
pub mod judged;
pub mod kept;

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use self::file::{Sync, failed, prune};
use super::answer::Validators;
use crate::error::Error;
use crate::model::Repository;
use crate::model::digest::sha256;

pub use kept::Kept;

/// All cached packages together, in bytes; the oldest go first.
const PACKAGES_LIMIT: u64 = 512 << 20;

/// After so many packages room is made.
const PRUNED_AFTER: usize = 32;

/// Packages that this process has written.
static PACKAGES_WRITTEN: AtomicUsize = AtomicUsize::new(0);

/// A cached index.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cached {
    /// The index's bytes.
    pub bytes: Vec<u8>,
    /// What the source gave with them.
    pub validators: Validators,
    /// When they were last known to be current.
    pub fetched: Timestamp,
}

#[derive(Serialize, Deserialize)]
struct Note {
    fetched: Timestamp,
    size: u64,
    #[serde(default)]
    etag: Option<String>,
    #[serde(default)]
    last_modified: Option<String>,
    #[serde(default)]
    commit: Option<String>,
}

/// The cached index of a place; `None` when there is none, or only half of one.
#[must_use]
pub fn read(cache: &Path, repository: &Repository) -> Option<Cached> {
    let (body, note) = index_paths(cache, repository);
    let note: Note = serde_json::from_slice(&fs::read(note).ok()?).ok()?;
    let bytes = fs::read(body).ok()?;
    let validators =
        Validators { etag: note.etag, last_modified: note.last_modified, commit: note.commit };
    (bytes.len() as u64 == note.size).then_some(Cached { bytes, validators, fetched: note.fetched })
}

/// Keeps the index of a place.
///
/// # Errors
/// When the disk fails; what was there stays.
pub fn write(cache: &Path, repository: &Repository, cached: &Cached) -> Result<(), Error> {
    let (body, _) = index_paths(cache, repository);
    put(&body, &cached.bytes).map_err(|error| failed(&body, &error))?;
    write_note(cache, repository, cached.bytes.len() as u64, &cached.validators, cached.fetched)
}

/// Notes that the cached index of a place was found current.
///
/// # Errors
/// When the disk fails.
pub fn touch(cache: &Path, repository: &Repository, cached: &Cached) -> Result<(), Error> {
    write_note(cache, repository, cached.bytes.len() as u64, &cached.validators, cached.fetched)
}

/// What went wrong when a place was looked at last.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Trouble {
    /// The newest index is refused by its consumers.
    Refused,
    /// There was no index to be had.
    Failed,
}

impl Trouble {
    const ALL: [Self; 2] = [Self::Refused, Self::Failed];

    fn path(self, cache: &Path, repository: &Repository) -> PathBuf {
        index_paths(cache, repository).0.with_extension(match self {
            Self::Refused => "refused",
            Self::Failed => "failed",
        })
    }
}

/// Notes what is wrong with a place, and why; `None` when it is good again.
///
/// # Errors
/// When the disk fails.
pub fn note_trouble(
    cache: &Path,
    repository: &Repository,
    trouble: Trouble,
    why: Option<&str>,
) -> Result<(), Error> {
    let path = trouble.path(cache, repository);
    let outcome = match why {
        Some(why) => put(&path, why.as_bytes()),
        None => match fs::remove_file(&path) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
            _ => Ok(()),
        },
    };
    outcome.map_err(|error| failed(&path, &error))
}

/// What was wrong with a place when it was looked at last.
#[must_use]
pub fn trouble(cache: &Path, repository: &Repository, trouble: Trouble) -> Option<String> {
    fs::read_to_string(trouble.path(cache, repository)).ok()
}

/// Forgets the index of a place, and the copy of a Git repository unless it is being fetched. Another index
/// of that repository loses nothing: its next refresh fetches the copy anew.
pub fn forget(cache: &Path, repository: &Repository) {
    let (body, note) = index_paths(cache, repository);
    let kept = Kept::ALL.map(|kept| kept.path(cache, repository));
    let troubles = Trouble::ALL.map(|trouble| trouble.path(cache, repository));
    for path in [note, body].into_iter().chain(kept).chain(troubles) {
        // A file that is not there is forgotten already.
        let _ = fs::remove_file(path);
    }
    let copy = git_copy(cache, &repository.copy_key());
    if let Ok(lock) = fs::File::open(copy.with_extension("lock"))
        && lock.try_lock().is_ok()
    {
        // What cannot be removed now is used again, or removed another time.
        let _ = fs::remove_dir_all(copy);
    }
}

/// Where the copy of a Git repository is: one for each repository, reference and depth, whatever the index.
pub(super) fn git_copy(cache: &Path, copy_key: &str) -> PathBuf {
    cache.join("git").join(copy_key)
}

fn write_note(
    cache: &Path,
    repository: &Repository,
    size: u64,
    validators: &Validators,
    fetched: Timestamp,
) -> Result<(), Error> {
    let Validators { etag, last_modified, commit } = validators.clone();
    let (_, path) = index_paths(cache, repository);
    let text = serde_json::to_vec(&Note { fetched, size, etag, last_modified, commit })
        .map_err(|error| failed(&path, &error.into()))?;
    put(&path, &text).map_err(|error| failed(&path, &error))
}

fn index_paths(cache: &Path, repository: &Repository) -> (PathBuf, PathBuf) {
    let key = repository.cache_key();
    let folder = cache.join("indexes");
    (folder.join(format!("{key}.index")), folder.join(format!("{key}.json")))
}

/// The cached package with that SHA-256, if its bytes still have it.
pub(super) fn read_package(cache: &Path, digest: &str) -> Option<Vec<u8>> {
    let digest = plain_digest(digest)?;
    let bytes = fs::read(package_path(cache, &digest)).ok()?;
    (sha256(&bytes) == digest).then_some(bytes)
}

/// Keeps a package if it has the digest that the index promises; a full disk is no reason to fail.
pub(super) fn write_package(cache: &Path, digest: &str, bytes: &[u8]) {
    if let Some(digest) = plain_digest(digest).filter(|digest| sha256(bytes) == *digest)
        && file::put(&package_path(cache, &digest), bytes, Sync::Later).is_ok()
        // To look at all of them each time would cost the square of their number.
        && PACKAGES_WRITTEN.fetch_add(1, Ordering::Relaxed).is_multiple_of(PRUNED_AFTER)
    {
        prune(&cache.join("packages"), PACKAGES_LIMIT);
    }
}

fn package_path(cache: &Path, digest: &str) -> PathBuf {
    cache.join("packages").join(format!("{digest}.tgz"))
}

/// 64 lower-case hexadecimal digits, without `sha256:`.
fn plain_digest(text: &str) -> Option<String> {
    let digest = text.strip_prefix("sha256:").unwrap_or(text).to_ascii_lowercase();
    (digest.len() == 64 && digest.bytes().all(|byte| byte.is_ascii_hexdigit())).then_some(digest)
}

/// Writes a file in one step: readers see the old or the new one, whole.
pub(super) fn put(path: &Path, bytes: &[u8]) -> io::Result<()> {
    file::put(path, bytes, Sync::Now)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Location;

    fn repository(location: &str) -> Repository {
        Repository::named("x", Location::parse(location).unwrap().location)
    }

    fn cached(text: &str) -> Cached {
        let validators = Validators { etag: Some("\"1\"".to_owned()), ..Validators::default() };
        Cached { bytes: text.into(), validators, fetched: Timestamp::UNIX_EPOCH }
    }

    #[test]
    fn an_index_comes_back_with_its_validators_and_is_for_the_owner_only() {
        let folder = tempfile::tempdir().unwrap();
        let repository = repository("https://h/x?token=hunter2");
        assert_eq!(read(folder.path(), &repository), None);
        write(folder.path(), &repository, &cached("a: b")).unwrap();
        assert_eq!(read(folder.path(), &repository), Some(cached("a: b")));
        for entry in fs::read_dir(folder.path().join("indexes")).unwrap() {
            let entry = entry.unwrap();
            assert!(!entry.file_name().to_string_lossy().contains("hunter2"));
            #[cfg(unix)]
            {
                use std::os::unix::fs::PermissionsExt;
                assert_eq!(entry.metadata().unwrap().permissions().mode() & 0o777, 0o600);
            }
        }
        forget(folder.path(), &repository);
        assert_eq!(read(folder.path(), &repository), None);
    }

    #[test]
    fn half_an_index_counts_as_none() {
        let folder = tempfile::tempdir().unwrap();
        let repository = repository("https://h/x");
        write(folder.path(), &repository, &cached("a: b")).unwrap();
        let (body, _) = index_paths(folder.path(), &repository);
        fs::write(body, "a").unwrap();
        assert_eq!(read(folder.path(), &repository), None);
    }

    #[test]
    fn a_package_is_kept_only_under_its_true_digest() {
        let folder = tempfile::tempdir().unwrap();
        let digest = sha256(b"package");
        write_package(folder.path(), &digest, b"something else");
        assert_eq!(read_package(folder.path(), &digest), None);
        write_package(folder.path(), &format!("sha256:{digest}"), b"package");
        assert_eq!(read_package(folder.path(), &digest).as_deref(), Some(&b"package"[..]));
        assert_eq!(read_package(folder.path(), "../../etc/passwd"), None);
        fs::write(package_path(folder.path(), &digest), b"tampered").unwrap();
        assert_eq!(read_package(folder.path(), &digest), None);
    }
}
