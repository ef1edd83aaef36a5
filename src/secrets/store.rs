//! The store of Secrets: a folder of Kubernetes Secret manifests, for its owner only.
//!
//! May import: `secrets::{command, listing}`, `secrets::store::*`, `manifest`, `disk`, `model`, `error`.

mod edit;
mod file;

use std::collections::HashMap;
use std::fmt;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

pub(super) use self::file::{FileRead, Kept};
use self::file::{Stamp, stamp};
use super::command::Answers;
use super::listing::{Listing, Put};
use crate::disk;
use crate::error::{Error, ErrorKind};
use crate::manifest::secret::{check_key, check_name};
use crate::manifest::{SecretManifest, SecretValue};
use crate::model::text::clean;
use crate::model::{Fault, SecretName};

/// What files held when they were last read.
type Known = HashMap<PathBuf, (Stamp, Arc<FileRead>)>;

/// A folder of Secret manifests, mode 0700, the files in it 0600. Clones share what was looked up.
#[derive(Clone, Default)]
pub struct Store {
    /// Where it is. It need not exist.
    pub folder: PathBuf,
    files: Arc<Mutex<Known>>,
    /// What commands answered, for some minutes.
    pub(super) answers: Arc<Answers>,
    /// Secrets of this run, which are in no file.
    given: Arc<[Kept]>,
}

impl PartialEq for Store {
    fn eq(&self, other: &Self) -> bool {
        self.folder == other.folder
    }
}

impl Eq for Store {}

impl fmt::Debug for Store {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Store").field("folder", &self.folder).finish_non_exhaustive()
    }
}

/// Everything that the files hold.
pub(super) struct Everything {
    /// Secrets of this run, which come before all others.
    pub(super) given: Arc<[Kept]>,
    pub(super) kept: Vec<Kept>,
    pub(super) notes: Vec<String>,
}

impl Store {
    /// A store in that folder.
    #[must_use]
    pub fn at(folder: impl Into<PathBuf>) -> Self {
        Self { folder: folder.into(), ..Self::default() }
    }

    /// The same store, and before it Secrets that came with a request: as long as this value lives they are
    /// used, and never written. None that would have commands run or files read on this machine is taken.
    #[must_use]
    pub fn with(&self, secrets: &[SecretManifest]) -> Self {
        let secrets = secrets.iter().filter(|secret| !secret.has_references());
        let given = secrets.cloned().map(Kept::given).collect();
        Self { given, ..self.clone() }
    }

    /// What is in the store.
    ///
    /// # Errors
    /// When the folder is there but cannot be listed. A file that cannot be read is a note.
    pub fn list(&self) -> Result<Listing, Error> {
        let Everything { kept, notes, .. } = self.everything()?;
        let mut secrets: Vec<_> = kept.iter().map(Kept::summary).collect();
        secrets.sort_by(|left, right| left.name.cmp(&right.name));
        Ok(Listing { secrets, notes })
    }

    /// The Secret of exactly that name and namespace, with its values.
    ///
    /// # Errors
    /// When the folder is there but cannot be listed.
    pub fn find(&self, name: &SecretName) -> Result<Option<SecretManifest>, Error> {
        let kept = self.everything()?.kept;
        Ok(kept.into_iter().find(|one| one.secret.name == *name).map(|one| one.secret))
    }

    /// Adds a Secret, or puts it in the place of the one of that name.
    ///
    /// # Errors
    /// When the name or a key cannot be used, or the disk fails. Nothing is changed then.
    pub fn put(&self, secret: &SecretManifest) -> Result<Put, Error> {
        let checked = secret.values.keys().try_for_each(|key| check_key(key));
        check_name(&secret.name).and(checked).map_err(|why| unusable(&secret.name, &why))?;
        let _lock = self.lock()?;
        let before = self.everything()?.kept.into_iter().find(|one| one.secret.name == secret.name);
        let alone = before.as_ref().filter(|one| one.is_alone).map(|one| one.path.clone());
        let path = alone.clone().unwrap_or_else(|| self.free_path(&secret.name));
        disk::write(&path, secret.to_text().reveal())?;
        self.known().clear();
        match before {
            None => return Ok(Put::Added),
            Some(one) if alone.is_none() => take_out(&one.path, &secret.name)?,
            Some(_) => {}
        }
        Ok(Put::Replaced)
    }

    /// Whether a Secret from elsewhere may be put into the store unasked: it must not say that a command be
    /// run, or a file be read, on this machine.
    ///
    /// # Errors
    /// When it does, with every key concerned.
    pub fn check_foreign(secret: &SecretManifest) -> Result<(), Error> {
        if !secret.has_references() {
            return Ok(());
        }
        let told: Vec<String> = secret
            .values
            .iter()
            .filter(|(_, value)| !matches!(value, SecretValue::Here(_)))
            .map(|(key, value)| format!("{key} from {}", clean(&value.to_string())))
            .collect();
        let (name, told) = (&secret.name, told.join(", "));
        let message = format!("the Secret {name} has values taken from this machine: {told}");
        Err(Error::new(ErrorKind::Unsupported, message)
            .hint("if you trust it with that: chartroom secret add FILE --trust-references")
            .fault(Fault::SecretValue))
    }

    /// Takes a Secret out of the store; other documents in its file stay.
    ///
    /// # Errors
    /// When there is none of that name, or the disk fails.
    pub fn remove(&self, name: &SecretName) -> Result<(), Error> {
        let is_there = || {
            self.everything().map(|all| all.kept.into_iter().find(|one| one.secret.name == *name))
        };
        if is_there()?.is_none() {
            let shown = clean(&name.to_string()).into_owned();
            return Err(Error::new(
                ErrorKind::NotFound,
                format!("there is no Secret {shown} in the store"),
            )
            .hint("chartroom secret list tells those that are there")
            .fault(Fault::SecretMissing));
        }
        let _lock = self.lock()?;
        // A second one of that name, in another file, would take its place.
        while let Some(one) = is_there()? {
            take_out(&one.path, name)?;
            self.known().clear();
        }
        Ok(())
    }

    /// Every Secret of every file; of several with one name, the one that counts.
    pub(super) fn everything(&self) -> Result<Everything, Error> {
        let given = Arc::clone(&self.given);
        let mut all = Everything { given, kept: Vec::new(), notes: Vec::new() };
        let paths = self.paths(&mut all.notes)?;
        if !paths.is_empty() {
            all.notes.extend(file::folder_note(&self.folder));
        }
        for path in &paths {
            let read = self.read(path);
            all.notes.extend(read.notes.iter().cloned());
            for one in &read.kept {
                if all.kept.iter().any(|other| other.secret.name == one.secret.name) {
                    let what = format!("a second Secret named {}, not used", one.secret.name);
                    all.notes.push(format!("{}: {what}", file::shown(path)));
                } else {
                    all.kept.push(one.clone());
                }
            }
        }
        self.known().retain(|path, _| paths.contains(path));
        Ok(all)
    }

    /// The files, by name.
    fn paths(&self, notes: &mut Vec<String>) -> Result<Vec<PathBuf>, Error> {
        let failed = |error: io::Error| {
            Error::new(
                ErrorKind::Io,
                format!("cannot list the Secrets in {}", self.folder.display()),
            )
            .fault(Fault::LocalFile)
            .because(error)
        };
        let entries = match fs::read_dir(&self.folder) {
            Ok(entries) => entries,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
            Err(error) => return Err(failed(error)),
        };
        let mut paths = Vec::new();
        for entry in entries {
            let path = entry.map_err(failed)?.path();
            let name = path.file_name().unwrap_or_default().to_string_lossy();
            // What editors and we ourselves leave there for a moment.
            if name.starts_with('.') || name.ends_with('~') || name.ends_with(".lock") {
                continue;
            }
            if path.is_dir() {
                notes.push(format!(
                    "{}: a folder in the folder of Secrets is not read",
                    file::shown(&path)
                ));
                continue;
            }
            paths.push(path);
        }
        paths.sort();
        Ok(paths)
    }

    /// A file, read anew only if it has changed.
    fn read(&self, path: &Path) -> Arc<FileRead> {
        let stamp = stamp(path);
        if let (Some(stamp), Some((known, read))) = (&stamp, self.known().get(path))
            && known == stamp
        {
            return Arc::clone(read);
        }
        let read = Arc::new(FileRead::of(path));
        if let Some(stamp) = stamp {
            self.known().insert(path.to_owned(), (stamp, Arc::clone(&read)));
        }
        read
    }

    fn known(&self) -> std::sync::MutexGuard<'_, Known> {
        self.files.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn lock(&self) -> Result<fs::File, Error> {
        disk::lock(&self.folder.join(".store"))
    }

    /// A file of its own for a Secret. `_` stands in no name, so no two names lead to one file.
    fn free_path(&self, name: &SecretName) -> PathBuf {
        let namespace =
            name.namespace.as_ref().map(|space| format!("{space}_")).unwrap_or_default();
        let stem = format!("{namespace}{}", name.name);
        let numbered = (2..).map(|number| format!("{stem}_{number}.yaml"));
        std::iter::once(format!("{stem}.yaml"))
            .chain(numbered)
            .map(|file| self.folder.join(file))
            .find(|path| !path.exists())
            .expect("a folder has a finite number of files")
    }
}

/// Takes a Secret out of a file, which goes if nothing else is in it.
fn take_out(path: &Path, name: &SecretName) -> Result<(), Error> {
    let text = disk::read(path)?;
    match edit::without(&text, name) {
        Some(rest) => disk::write(path, rest.reveal()),
        None => fs::remove_file(path).map_err(|error| {
            Error::new(ErrorKind::Io, format!("cannot remove {}", path.display())).because(error)
        }),
    }
}

fn unusable(name: &SecretName, why: &str) -> Error {
    let shown = clean(&name.to_string()).into_owned();
    Error::new(ErrorKind::Malformed, format!("the Secret {shown} cannot be kept: {why}"))
        .hint("names and keys follow the rules of Kubernetes; nothing was changed")
}

#[cfg(test)]
mod tests;
