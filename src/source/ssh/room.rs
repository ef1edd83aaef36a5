//! A private folder for one run of `ssh`: a key that came as text, and the keys of hosts as they were met.
//!
//! It goes away with its value. One that was left behind by a process that was killed goes away with the next.
//! May import: `model`, `error`.

use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use tempfile::TempDir;

use crate::error::{Error, ErrorKind};
use crate::model::{Fault, Secret};

const PREFIX: &str = "chartroom-ssh-";

/// The folder.
pub(crate) struct Room {
    folder: TempDir,
}

impl Room {
    /// A new one, in the user's folder for running programs, or else in the cache.
    ///
    /// # Errors
    /// When neither can be written to.
    pub(crate) fn open(cache: &Path) -> Result<Self, Error> {
        let running = std::env::var_os("XDG_RUNTIME_DIR").map(PathBuf::from);
        let base = running.filter(|path| path.is_absolute() && path.is_dir());
        let made = base.and_then(|base| make(&base).ok());
        let made = made.map_or_else(|| make(cache), Ok);
        made.map(|folder| Self { folder }).map_err(|error| failed(cache, &error))
    }

    /// Writes a private key, and gives its path.
    ///
    /// # Errors
    /// When the disk fails.
    pub(crate) fn keep(&self, key: &Secret) -> Result<PathBuf, Error> {
        let path = self.folder.path().join("key");
        // OpenSSH wants a line break at the end, and knows no carriage returns.
        let text = Secret::from(format!("{}\n", key.reveal().trim().replace("\r\n", "\n")));
        write(&path, text.reveal().as_bytes()).map_err(|error| failed(&path, &error))?;
        Ok(path)
    }

    /// Where `ssh` may note keys of hosts.
    pub(crate) fn hosts(&self) -> PathBuf {
        self.folder.path().join("known_hosts")
    }
}

fn make(base: &Path) -> io::Result<TempDir> {
    fs::create_dir_all(base)?;
    sweep(base);
    let prefix = format!("{PREFIX}{}-", std::process::id());
    let mut builder = tempfile::Builder::new();
    builder.prefix(&prefix);
    #[cfg(unix)]
    builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o700));
    builder.tempdir_in(base)
}

fn write(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut options = fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)?.write_all(bytes)
}

/// Removes folders of processes that are no more.
fn sweep(base: &Path) {
    for entry in fs::read_dir(base).into_iter().flatten().flatten() {
        let name = entry.file_name();
        let owner = name.to_str().and_then(|name| name.strip_prefix(PREFIX));
        let owner = owner.and_then(|rest| rest.split('-').next()).and_then(|id| id.parse().ok());
        if owner.is_some_and(is_gone) {
            // Another one may sweep at the same time.
            let _ = fs::remove_dir_all(entry.path());
        }
    }
}

fn is_gone(process: i32) -> bool {
    let Some(process) = rustix::process::Pid::from_raw(process) else { return false };
    rustix::process::test_kill_process(process) == Err(rustix::io::Errno::SRCH)
}

fn failed(path: &Path, error: &io::Error) -> Error {
    let shown = path.display();
    Error::new(ErrorKind::Io, format!("cannot keep a key for ssh in {shown}: {error}"))
        .hint("check free space and rights, or choose another cache folder with XDG_CACHE_HOME")
        .fault(Fault::LocalFile)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_kept_closed_and_goes_away_even_when_its_owner_was_killed() {
        let base = tempfile::tempdir().expect("a folder");
        let left = base.path().join(format!("{PREFIX}2147483646-x"));
        let own = base.path().join(format!("{PREFIX}{}-x", std::process::id()));
        for folder in [&left, &own] {
            fs::create_dir(folder).expect("a folder");
        }
        let room = Room { folder: make(base.path()).expect("a room") };
        assert!(!left.exists() && own.exists());
        let path = room.keep(&Secret::from("\r\nline\r\n")).expect("a key");
        assert_eq!(fs::read(&path).expect("a file"), b"line\n");
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            let mode = |path: &Path| fs::metadata(path).expect("it is there").permissions().mode();
            assert_eq!(mode(&path) & 0o777, 0o600);
            assert_eq!(mode(path.parent().expect("a folder")) & 0o777, 0o700);
        }
        drop(room);
        assert!(!path.exists());
    }
}
