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
use crate::model::{Fault, Secret, SecretName};

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
    /// Those that do not count, as another one has their name.
    spare: Vec<Kept>,
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
        check(secret)?;
        let _lock = self.lock()?;
        self.replace(&self.everything()?, &secret.name, secret)
    }

    /// Changes the Secret of that name: what is given to `change` is what its answer takes the place of, and no
    /// other change comes between, whether of this copy of the program or of another. The answer may have another
    /// name.
    ///
    /// # Errors
    /// Those of `change`; when parts of the Secret are not understood, which would be lost; when the new name is
    /// taken; and as for [`Store::put`]. Nothing is changed then.
    pub fn change(
        &self,
        name: &SecretName,
        change: impl FnOnce(Option<SecretManifest>) -> Result<SecretManifest, Error>,
    ) -> Result<Put, Error> {
        let _lock = self.lock()?;
        let all = self.everything()?;
        let present = all.kept.iter().find(|one| one.secret.name == *name);
        if let Some(kept) = present.filter(|one| !one.is_whole()) {
            return Err(in_part(kept));
        }
        let secret = change(present.map(|one| one.secret.clone()))?;
        check(&secret)?;
        self.replace(&all, name, &secret)
    }

    /// Writes a Secret in the place of all that have that name. The lock is held.
    fn replace(
        &self,
        all: &Everything,
        name: &SecretName,
        secret: &SecretManifest,
    ) -> Result<Put, Error> {
        let is_renamed = *name != secret.name;
        if is_renamed && all.kept.iter().any(|one| one.secret.name == secret.name) {
            return Err(taken(&secret.name));
        }
        let before = all.kept.iter().find(|one| one.secret.name == *name);
        let alone = before.filter(|one| one.is_alone && !is_renamed).map(|one| one.path.clone());
        let path = alone.unwrap_or_else(|| self.free_path(&secret.name));
        let mut rests = rests(all, name)?;
        rests.retain(|(other, _)| *other != path);
        disk::write(&path, secret.to_text().reveal())?;
        self.write_rests(&rests)?;
        Ok(if before.is_some() { Put::Replaced } else { Put::Added })
    }

    /// Leaves in files what is left of them.
    fn write_rests(&self, rests: &[Rest]) -> Result<(), Error> {
        self.known().clear();
        rests.iter().try_for_each(|(path, rest)| match rest {
            Some(rest) => disk::write(path, rest.reveal()),
            None => fs::remove_file(path).map_err(|error| {
                Error::new(ErrorKind::Io, format!("cannot remove {}", path.display()))
                    .because(error)
            }),
        })
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
        if !self.everything()?.kept.iter().any(|one| one.secret.name == *name) {
            return Err(missing(name));
        }
        let _lock = self.lock()?;
        self.write_rests(&rests(&self.everything()?, name)?)
    }

    /// Every Secret of every file; of several with one name, the one that counts.
    pub(super) fn everything(&self) -> Result<Everything, Error> {
        let given = Arc::clone(&self.given);
        let mut all = Everything { given, kept: Vec::new(), spare: Vec::new(), notes: Vec::new() };
        let paths = self.paths(&mut all.notes)?;
        if !paths.is_empty() {
            all.notes.extend(file::folder_note(&self.folder));
        }
        for path in &paths {
            let read = self.read(path);
            all.notes.extend(read.notes.iter().cloned());
            let is_open = file::is_open(path);
            for one in &read.kept {
                let mut one = one.clone();
                one.is_open = is_open;
                if all.kept.iter().any(|other| other.secret.name == one.secret.name) {
                    let what = format!("a second Secret named {}, not used", one.secret.name);
                    all.notes.push(format!("{}: {what}", file::shown(path)));
                    all.spare.push(one);
                } else {
                    all.kept.push(one);
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

/// A file and what is left of it; `None` where nothing is.
type Rest = (PathBuf, Option<Secret>);

/// What is left of the files that hold a Secret of that name: a second one would take the place of the first.
fn rests(all: &Everything, name: &SecretName) -> Result<Vec<Rest>, Error> {
    let named = all.kept.iter().chain(&all.spare).filter(|one| one.secret.name == *name);
    let mut paths: Vec<&PathBuf> = named.map(|one| &one.path).collect();
    paths.sort();
    paths.dedup();
    let rest = |path: &PathBuf| {
        let rest = edit::without(&disk::read(path)?, name).map_err(|why| {
            let message = format!("cannot change {}: {why}", path.display());
            Error::new(ErrorKind::Malformed, message)
                .hint("mend the file, or take the Secret out of it by hand; nothing was changed")
                .fault(Fault::LocalFile)
        })?;
        Ok((path.clone(), rest))
    };
    paths.into_iter().map(rest).collect()
}

fn check(secret: &SecretManifest) -> Result<(), Error> {
    let checked = secret.values.keys().try_for_each(|key| check_key(key));
    check_name(&secret.name).and(checked).map_err(|why| unusable(&secret.name, &why))
}

fn missing(name: &SecretName) -> Error {
    let shown = clean(&name.to_string()).into_owned();
    Error::new(ErrorKind::NotFound, format!("there is no Secret {shown} in the store"))
        .hint("chartroom secret list tells those that are there")
        .fault(Fault::SecretMissing)
}

fn taken(name: &SecretName) -> Error {
    Error::new(ErrorKind::Unsupported, format!("there is a Secret {name} in the store already"))
        .hint("take another name, or change that one; nothing was changed")
}

fn in_part(kept: &Kept) -> Error {
    let message = format!(
        "the Secret {} cannot be changed, as parts of it that are not understood would be lost: {}",
        kept.secret.name,
        kept.notes.join("; ")
    );
    let path = clean(&kept.path.display().to_string()).into_owned();
    Error::new(ErrorKind::Malformed, message)
        .hint(format!(
            "mend {path}, or put a whole manifest in its place: chartroom secret add FILE; nothing was changed"
        ))
        .fault(Fault::LocalFile)
}

fn unusable(name: &SecretName, why: &str) -> Error {
    let shown = clean(&name.to_string()).into_owned();
    Error::new(ErrorKind::Malformed, format!("the Secret {shown} cannot be kept: {why}"))
        .hint("names and keys follow the rules of Kubernetes; nothing was changed")
}

#[cfg(test)]
mod tests;
