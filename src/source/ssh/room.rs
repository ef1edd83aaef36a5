//! A private folder for one run of `ssh`: a key that came as text, and the keys of hosts as they were met.
//!
//! It goes away with its value, and at the latest when the program [leaves](leave): work that nobody waits for
//! any more may still hold one then. One that was left behind by a process that was killed goes away with
//! the next.
//! May import: `model`, `error`.

use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};

use crate::error::{Error, ErrorKind};
use crate::model::{Fault, Secret};

const PREFIX: &str = "chartroom-ssh-";
/// How often removing a folder is tried into which a run of `ssh` that is just being ended may write.
const TRIES: usize = 3;

static ROOMS: Rooms = Rooms(Mutex::new(Open { folders: Vec::new(), is_left: false }));

/// All folders of this process.
struct Rooms(Mutex<Open>);

struct Open {
    folders: Vec<PathBuf>,
    is_left: bool,
}

/// Removes all folders of this process, and lets no new one be made: for the end of the program, which does not
/// wait for blocking work.
pub fn leave() {
    ROOMS.leave();
}

impl Rooms {
    /// Nothing is made, written or removed while another one does so.
    fn lock(&self) -> MutexGuard<'_, Open> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn leave(&self) {
        let mut open = self.lock();
        open.is_left = true;
        open.folders.drain(..).for_each(|folder| remove(&folder));
    }

    fn make(&'static self, base: &Path) -> io::Result<Room> {
        let mut open = self.lock();
        if open.is_left {
            return Err(io::Error::other("the program is about to end"));
        }
        let folder = make(base)?;
        open.folders.push(folder.clone());
        Ok(Room { folder, rooms: self })
    }
}

/// The folder.
pub(crate) struct Room {
    folder: PathBuf,
    rooms: &'static Rooms,
}

impl Drop for Room {
    fn drop(&mut self) {
        let mut open = self.rooms.lock();
        remove(&self.folder);
        open.folders.retain(|folder| *folder != self.folder);
    }
}

impl Room {
    /// A new one, in the user's folder for running programs, or else in the cache.
    ///
    /// # Errors
    /// When neither can be written to.
    pub(crate) fn open(cache: &Path) -> Result<Self, Error> {
        let running = std::env::var_os("XDG_RUNTIME_DIR").map(PathBuf::from);
        let base = running.filter(|path| path.is_absolute() && path.is_dir());
        let made = base.and_then(|base| ROOMS.make(&base).ok());
        made.map_or_else(|| ROOMS.make(cache), Ok).map_err(|error| failed(cache, &error))
    }

    /// Writes a private key, and gives its path.
    ///
    /// # Errors
    /// When the disk fails.
    pub(crate) fn keep(&self, key: &Secret) -> Result<PathBuf, Error> {
        let path = self.folder.join("key");
        // OpenSSH wants a line break at the end, and knows no carriage returns.
        let text = Secret::from(format!("{}\n", key.reveal().trim().replace("\r\n", "\n")));
        let _open = self.rooms.lock();
        write(&path, text.reveal().as_bytes()).map_err(|error| failed(&path, &error))?;
        Ok(path)
    }

    /// Where `ssh` may note keys of hosts.
    pub(crate) fn hosts(&self) -> PathBuf {
        self.folder.join("known_hosts")
    }
}

fn make(base: &Path) -> io::Result<PathBuf> {
    fs::create_dir_all(base)?;
    sweep(base);
    let prefix = format!("{PREFIX}{}-", std::process::id());
    let mut builder = tempfile::Builder::new();
    builder.prefix(&prefix);
    #[cfg(unix)]
    builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o700));
    builder.tempdir_in(base).map(tempfile::TempDir::keep)
}

fn remove(folder: &Path) {
    for _ in 0..TRIES {
        match fs::remove_dir_all(folder) {
            Err(error) if error.kind() == io::ErrorKind::DirectoryNotEmpty => {}
            // What cannot be removed is not to be mended here, and the next process tries again.
            _ => return,
        }
    }
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

    fn rooms() -> &'static Rooms {
        Box::leak(Box::new(Rooms(Mutex::new(Open { folders: Vec::new(), is_left: false }))))
    }

    #[test]
    fn nothing_is_left_of_rooms_that_are_still_held_when_the_program_leaves() {
        let (base, rooms) = (tempfile::tempdir().expect("a folder"), rooms());
        let held = rooms.make(base.path()).expect("a room");
        let path = held.keep(&Secret::from("line")).expect("a key");
        let early = rooms.make(base.path()).expect("a room");
        drop(rooms.make(base.path()).expect("a room"));
        assert!(path.exists());
        rooms.leave();
        let left = || fs::read_dir(base.path()).expect("a folder").count();
        assert_eq!(left(), 0);
        assert!(early.keep(&Secret::from("line")).is_err() && rooms.make(base.path()).is_err());
        drop((held, early));
        assert_eq!(left(), 0);
    }

    #[test]
    fn a_key_is_kept_closed_and_goes_away_even_when_its_owner_was_killed() {
        let base = tempfile::tempdir().expect("a folder");
        let left = base.path().join(format!("{PREFIX}2147483646-x"));
        let own = base.path().join(format!("{PREFIX}{}-x", std::process::id()));
        for folder in [&left, &own] {
            fs::create_dir(folder).expect("a folder");
        }
        let room = rooms().make(base.path()).expect("a room");
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
