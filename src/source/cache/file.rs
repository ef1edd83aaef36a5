//! Files of the cache: written whole, for their owner only, and removed when there are too many.
//!
//! May import: `disk`, `error`.

use std::fs::{self, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use crate::disk;
use crate::error::{Error, ErrorKind};

/// Whether a file must survive a machine that stops.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Sync {
    /// It is on the disk when the call returns.
    Now,
    /// Losing it costs nothing but work.
    Later,
}

/// Writes a file in one step: readers see the old or the new one, whole.
pub(super) fn put(path: &Path, bytes: &[u8], sync: Sync) -> io::Result<()> {
    let folder = path.parent().ok_or(io::ErrorKind::InvalidInput)?;
    fs::create_dir_all(folder)?;
    let mut file = tempfile::NamedTempFile::new_in(folder)?;
    file.write_all(bytes)?;
    if sync == Sync::Now {
        file.as_file().sync_data()?;
    }
    file.persist(path).map_err(|error| error.error)?;
    Ok(())
}

/// Adds to a file in one call, so that lines of several writers do not mix.
pub(super) fn append(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let folder = path.parent().ok_or(io::ErrorKind::InvalidInput)?;
    fs::create_dir_all(folder)?;
    disk::private(OpenOptions::new().create(true).append(true)).open(path)?.write_all(bytes)
}

/// Removes the files that were written first until the rest is within the limit.
pub(super) fn prune(folder: &Path, limit: u64) {
    let Ok(entries) = fs::read_dir(folder) else { return };
    let mut files: Vec<(SystemTime, u64, PathBuf)> = entries
        .flatten()
        .filter_map(|entry| {
            let data = entry.metadata().ok()?;
            Some((data.modified().ok()?, data.len(), entry.path()))
        })
        .collect();
    files.sort();
    let mut total: u64 = files.iter().map(|(_, size, _)| size).sum();
    for (_, size, path) in files {
        if total <= limit {
            return;
        }
        // Another copy of the program may have removed it first.
        let _ = fs::remove_file(path);
        total = total.saturating_sub(size);
    }
}

pub(super) fn failed(path: &Path, error: &io::Error) -> Error {
    let folder = path.parent().unwrap_or(path).display();
    Error::new(ErrorKind::Io, format!("cannot write to the cache in {folder}: {error}"))
        .hint("check free space and rights, or choose another cache folder with XDG_CACHE_HOME")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_oldest_files_make_room() {
        let folder = tempfile::tempdir().unwrap();
        for (age, name) in [(30, "old"), (20, "middle"), (10, "new")] {
            let path = folder.path().join(name);
            fs::write(&path, [0; 100]).unwrap();
            let time = SystemTime::now() - std::time::Duration::from_secs(age);
            fs::File::options().write(true).open(path).unwrap().set_modified(time).unwrap();
        }
        prune(folder.path(), 250);
        assert!(!folder.path().join("old").exists());
        assert!(folder.path().join("middle").exists() && folder.path().join("new").exists());
    }

    #[test]
    fn what_is_added_stands_behind_what_was_there() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("below/notes");
        for line in ["one\n", "two\n"] {
            append(&path, line.as_bytes()).unwrap();
        }
        assert_eq!(fs::read_to_string(&path).unwrap(), "one\ntwo\n");
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            assert_eq!(fs::metadata(path).unwrap().permissions().mode() & 0o777, 0o600);
        }
    }
}
