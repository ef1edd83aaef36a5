//! Files of the user that may hold secrets: read, locked, replaced as a whole, for their owner only.
//!
//! May import: `error`.

use std::ffi::OsString;
use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::thread;
use std::time::{Duration, Instant};

use crate::error::{Error, ErrorKind};

/// How long another copy of the program may hold the lock before we give up.
const PATIENCE: Duration = Duration::from_secs(10);
const POLL: Duration = Duration::from_millis(20);

/// The text of the file; empty when there is none.
///
/// # Errors
/// When it is there and cannot be read, or is no UTF-8.
pub fn read(path: &Path) -> Result<String, Error> {
    match fs::read(path) {
        Ok(bytes) => String::from_utf8(bytes).map_err(|_| {
            Error::new(ErrorKind::Malformed, format!("{} is not UTF-8 text", path.display()))
                .hint("move the file away to start anew; it was not changed")
        }),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(String::new()),
        Err(error) => Err(failed("read", path, error)),
    }
}

/// A note when others than the owner may read the file.
#[cfg(unix)]
#[must_use]
pub fn permission_note(path: &Path) -> Option<String> {
    use std::os::unix::fs::PermissionsExt;
    let mode = fs::metadata(path).ok()?.permissions().mode() & 0o777;
    (mode & 0o077 != 0).then(|| {
        format!(
            "others may read {} (mode {mode:03o}), and it may hold passwords: chmod 600 it",
            path.display()
        )
    })
}

/// A note when others than the owner may read the file.
#[cfg(not(unix))]
#[must_use]
pub fn permission_note(_: &Path) -> Option<String> {
    None
}

/// Takes the lock of the file, beside it; its folder is made if there is none. The lock is given back when the
/// result is dropped, or the process ends.
///
/// # Errors
/// When another process keeps it for long, or the disk fails.
pub fn lock(path: &Path) -> Result<File, Error> {
    let folder = folder(path);
    make_folder(folder).map_err(|error| failed("make", folder, error))?;
    let lock_path = sibling(path, ".lock");
    let file = private(OpenOptions::new().create(true).truncate(false).write(true))
        .open(&lock_path)
        .map_err(|error| failed("open", &lock_path, error))?;
    let start = Instant::now();
    loop {
        match file.try_lock() {
            Ok(()) => return Ok(file),
            Err(TryLockError::WouldBlock) if start.elapsed() < PATIENCE => thread::sleep(POLL),
            Err(TryLockError::WouldBlock) => {
                let message = format!("another program holds the lock {}", lock_path.display());
                return Err(Error::new(ErrorKind::Timeout, message)
                    .hint("end the other copy of chartroom, then try again"));
            }
            Err(TryLockError::Error(error)) => return Err(failed("lock", &lock_path, error)),
        }
    }
}

/// Replaces the file as a whole, mode 0600: readers see the old text or the new one, never a part.
///
/// # Errors
/// When the disk fails; what was there stays.
pub fn write(path: &Path, text: &str) -> Result<(), Error> {
    replace(path, text).map_err(|error| failed("write", path, error))
}

/// Replaces the file as a whole, readable as other files of the user are: for what is no secret. One that is there
/// keeps its mode.
///
/// # Errors
/// When the disk fails; what was there stays.
pub fn write_shared(path: &Path, text: &[u8]) -> Result<(), Error> {
    replace_shared(path, text).map_err(|error| failed("write", path, error))
}

fn replace(path: &Path, text: &str) -> io::Result<()> {
    // Made with mode 0600.
    exchange(path, text.as_bytes(), &tempfile::Builder::new())
}

#[cfg(unix)]
fn replace_shared(path: &Path, text: &[u8]) -> io::Result<()> {
    use std::os::unix::fs::PermissionsExt;
    // What the process's mask takes away is taken away from it.
    let mode = fs::metadata(path).map_or(0o666, |known| known.permissions().mode() & 0o777);
    let mut builder = tempfile::Builder::new();
    exchange(path, text, builder.permissions(fs::Permissions::from_mode(mode)))
}

#[cfg(not(unix))]
fn replace_shared(path: &Path, text: &[u8]) -> io::Result<()> {
    exchange(path, text, &tempfile::Builder::new())
}

fn exchange(path: &Path, text: &[u8], builder: &tempfile::Builder<'_, '_>) -> io::Result<()> {
    // A link stays a link: what it points to is replaced.
    let path = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
    let folder = folder(&path);
    let mut file = builder.clone().prefix(".chartroom-").tempfile_in(folder)?;
    file.write_all(text)?;
    file.as_file().sync_all()?;
    file.persist(&path)?;
    // Without this the new name may be lost when the machine stops. Not every system can do it.
    let _ = File::open(folder).and_then(|folder| folder.sync_all());
    Ok(())
}

fn folder(path: &Path) -> &Path {
    path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

fn sibling(path: &Path, end: &str) -> PathBuf {
    let mut name = path.file_name().map_or_else(OsString::new, OsString::from);
    name.push(end);
    path.with_file_name(name)
}

/// For its owner only, if it is made.
#[cfg(unix)]
pub fn private(options: &mut OpenOptions) -> &mut OpenOptions {
    use std::os::unix::fs::OpenOptionsExt;
    options.mode(0o600)
}

/// For its owner only, where the system knows such a thing.
#[cfg(not(unix))]
pub fn private(options: &mut OpenOptions) -> &mut OpenOptions {
    options
}

#[cfg(unix)]
fn make_folder(folder: &Path) -> io::Result<()> {
    use std::os::unix::fs::DirBuilderExt;
    fs::DirBuilder::new().recursive(true).mode(0o700).create(folder)
}

#[cfg(not(unix))]
fn make_folder(folder: &Path) -> io::Result<()> {
    fs::create_dir_all(folder)
}

fn failed(what: &str, path: &Path, error: io::Error) -> Error {
    let hint = match error.kind() {
        io::ErrorKind::PermissionDenied => "check who may read and write there",
        io::ErrorKind::StorageFull => "the disk is full: make room, then try again",
        io::ErrorKind::ReadOnlyFilesystem => "set XDG_CONFIG_HOME to a folder that can be written",
        _ => "",
    };
    Error::new(ErrorKind::Io, format!("cannot {what} {}", path.display())).hint(hint).because(error)
}
