//! One file of the store.
//!
//! May import: `secrets::listing`, `manifest`, `disk`, `model`.

use std::fs;
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use zeroize::Zeroizing;

use crate::disk;
use crate::manifest::{self, SecretManifest, Unread};
use crate::model::text::{clean, counted};
use crate::secrets::listing::Summary;

/// Kubernetes itself takes Secrets of at most 1 MiB; a file may hold several.
const LARGEST_FILE: u64 = 16 << 20;

/// By what a changed file is known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Stamp {
    modified: SystemTime,
    size: u64,
    /// Who may read and write it.
    mode: u32,
    /// A file that took the place of another has a number of its own.
    inode: u64,
}

/// The stamp of a file; `None` where it cannot be looked at.
pub(super) fn stamp(path: &Path) -> Option<Stamp> {
    let metadata = fs::metadata(path).ok()?;
    let modified = metadata.modified().ok()?;
    Some(Stamp { modified, size: metadata.len(), mode: mode(&metadata), inode: inode(&metadata) })
}

#[cfg(unix)]
fn mode(metadata: &fs::Metadata) -> u32 {
    use std::os::unix::fs::PermissionsExt as _;
    metadata.permissions().mode() & 0o777
}

#[cfg(unix)]
fn inode(metadata: &fs::Metadata) -> u64 {
    use std::os::unix::fs::MetadataExt as _;
    metadata.ino()
}

#[cfg(not(unix))]
fn inode(_: &fs::Metadata) -> u64 {
    0
}

#[cfg(not(unix))]
fn mode(_: &fs::Metadata) -> u32 {
    0
}

/// Whether others than we and the system's administrator may write the file, or put another in its place. A link
/// is judged with what it leads to.
pub(super) fn is_open(path: &Path) -> bool {
    let real = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
    let places = [Some(path), path.parent(), Some(real.as_path()), real.parent()];
    places.into_iter().flatten().any(may_others_write)
}

#[cfg(unix)]
fn may_others_write(path: &Path) -> bool {
    use std::os::unix::fs::MetadataExt as _;
    let own = rustix::process::geteuid().as_raw();
    let is_safe = |data: fs::Metadata| is_ours(own, data.uid(), mode(&data));
    !fs::metadata(path).is_ok_and(is_safe)
}

#[cfg(not(unix))]
fn may_others_write(_: &Path) -> bool {
    false
}

/// As `ssh` judges its own files: they belong to the user or to root, and nobody else may write them.
#[cfg(unix)]
fn is_ours(own: u32, owner: u32, mode: u32) -> bool {
    (owner == own || owner == 0) && mode & 0o022 == 0
}

/// A note when others may look into the folder.
pub(super) fn folder_note(folder: &Path) -> Option<String> {
    let mode = mode(&fs::metadata(folder).ok()?);
    (mode & 0o077 != 0).then(|| {
        let what = format!("others may look into {} (mode {mode:03o})", folder.display());
        clean(&format!("{what}, which holds Secrets: chmod 700 it")).into_owned()
    })
}

/// The file's name for messages.
pub(super) fn shown(path: &Path) -> String {
    clean(&path.file_name().unwrap_or_default().to_string_lossy()).into_owned()
}

/// A Secret and where it is kept.
#[derive(Clone, Debug)]
pub(crate) struct Kept {
    pub(crate) secret: SecretManifest,
    pub(crate) path: PathBuf,
    /// Whether nothing else is in its file.
    pub(crate) is_alone: bool,
    /// Whether others may write the file or put another in its place, and so say what command is run.
    pub(crate) is_open: bool,
    /// What is wrong with it, by key.
    pub(crate) notes: Vec<String>,
    place: crate::model::Place,
}

impl Kept {
    /// One that is in no file. It is a stranger's, so nothing on this machine is followed for it.
    pub(super) fn given(secret: SecretManifest) -> Self {
        let (path, place) = (PathBuf::new(), crate::model::Place::default());
        Self { secret, path, is_alone: false, is_open: true, notes: Vec::new(), place }
    }

    /// Whether all of it is understood, or carried along as it is: each binary value has one note.
    pub(super) fn is_whole(&self) -> bool {
        self.notes.len() == self.secret.binary.len()
    }

    /// What may be told of it.
    pub(crate) fn summary(&self) -> Summary {
        let values = self.secret.values.iter();
        Summary {
            name: self.secret.name.clone(),
            kind: self.secret.kind.clone(),
            keys: values
                .map(|(key, value)| (key.clone(), clean(&value.to_string()).into_owned()))
                .collect(),
            place: self.place.clone(),
            notes: self.notes.clone(),
        }
    }
}

/// What one file holds.
#[derive(Debug, Default)]
pub(crate) struct FileRead {
    pub(crate) kept: Vec<Kept>,
    pub(crate) notes: Vec<String>,
}

impl FileRead {
    /// Reads a file; whatever is wrong becomes a note.
    pub(super) fn of(path: &Path) -> Self {
        let name = shown(path);
        let text = match text(path) {
            Ok(text) => text,
            Err(why) => {
                return Self { kept: Vec::new(), notes: vec![format!("{name}: {why}")] };
            }
        };
        let found = manifest::read(&path.display().to_string(), &text);
        let mut read = Self::default();
        read.notes.extend(disk::permission_note(path));
        read.notes.extend(found.unread.iter().map(|one| note(&name, one)));
        let is_alone = found.objects.len() == 1 && found.unread.is_empty();
        for object in &found.objects {
            let (secret, unread) = SecretManifest::of(object);
            let notes = unread.iter().map(|one| note(&name, one));
            match secret {
                Some(secret) => read.kept.push(Kept {
                    secret,
                    path: path.to_owned(),
                    is_alone,
                    // Judged anew with each look: the folder may have changed since.
                    is_open: true,
                    notes: notes.collect(),
                    place: object.place.clone(),
                }),
                None => read.notes.extend(notes),
            }
        }
        if read.kept.is_empty() && found.unread.is_empty() && read.notes.is_empty() {
            let objects = counted(found.objects.len(), "other object");
            read.notes.push(format!("{name}: there is no Secret in it ({objects})"));
        }
        read
    }
}

fn note(file: &str, unread: &Unread) -> String {
    match unread.place.span {
        Some(span) => format!("{file}:{}:{}: {}", span.line, span.column, unread.message),
        None => format!("{file}: {}", unread.message),
    }
}

/// The text of a file that is no pipe, no device and not too large.
fn text(path: &Path) -> Result<Zeroizing<String>, String> {
    let words = |error: io::Error| format!("cannot be read: {error}");
    let metadata = fs::metadata(path).map_err(words)?;
    if !metadata.is_file() {
        return Err("is no regular file, and is not read".to_owned());
    }
    let mut bytes = Zeroizing::new(Vec::new());
    let file = fs::File::open(path).map_err(words)?;
    file.take(LARGEST_FILE + 1).read_to_end(&mut bytes).map_err(words)?;
    if bytes.len() as u64 > LARGEST_FILE {
        return Err(format!("is larger than {} MiB, and is not read", LARGEST_FILE >> 20));
    }
    let text = std::str::from_utf8(&bytes).map_err(|_| "is no UTF-8 text".to_owned())?;
    Ok(Zeroizing::new(text.to_owned()))
}

#[cfg(unix)]
#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_ours_if_only_we_and_root_may_write_it() {
        for (owner, mode, expected) in [
            (7, 0o600, true),
            (7, 0o755, true),
            (0, 0o644, true),
            (8, 0o644, false),
            (8, 0o600, false),
            (7, 0o660, false),
            (7, 0o602, false),
            (0, 0o666, false),
        ] {
            assert_eq!(is_ours(7, owner, mode), expected, "{owner} {mode:o}");
        }
    }
}
