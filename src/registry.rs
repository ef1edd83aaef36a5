//! The registered repositories: one file, 0600, changed under a lock and written atomically.
//!
//! May import: `registry/*`, `disk`, `sample`, `yaml`, `model`, `error`.

mod beside;
mod change;
mod document;
mod entry;
mod field;

use std::path::PathBuf;

use crate::disk;
use crate::error::{Error, ErrorKind};
use crate::model::Repository;

pub use self::beside::beside;
pub use self::change::{Change, check_name, unknown};
use self::document::Document;

/// What the registry file says.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Loaded {
    /// Repositories in the order of the file; samples that were not removed come last.
    pub repositories: Vec<Repository>,
    /// Things worth telling: unknown keys (kept), entries that could not be read (kept, not shown).
    pub notes: Vec<String>,
}

impl Loaded {
    /// The repository of that name.
    #[must_use]
    pub fn find(&self, name: &str) -> Option<&Repository> {
        self.repositories.iter().find(|repository| repository.name == name)
    }
}

/// The registry file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Registry {
    /// Where it is.
    pub path: PathBuf,
}

impl Registry {
    /// Reads the file; a missing file gives the samples only.
    ///
    /// # Errors
    /// When the file is there but cannot be read or is broken. It is then never written.
    pub fn load(&self) -> Result<Loaded, Error> {
        let text = disk::read(&self.path)?;
        let mut loaded = self.tell(&self.parse(&text)?, &text);
        loaded.notes.extend(disk::permission_note(&self.path));
        Ok(loaded)
    }

    /// Takes the lock, reads the file anew, makes the changes, writes it atomically with mode 0600.
    ///
    /// # Errors
    /// When a change cannot be made (name taken, unknown name), the file is broken, or the disk fails.
    /// Nothing is written then.
    pub fn apply(&self, changes: &[Change]) -> Result<Loaded, Error> {
        let _lock = disk::lock(&self.path)?;
        let mut text = disk::read(&self.path)?;
        let mut document = self.parse(&text)?;
        let mut different = false;
        for change in changes {
            different |= document.change(change)?;
        }
        if different {
            text = document.to_text()?;
            disk::write(&self.path, &text)?;
        }
        Ok(self.tell(&document, &text))
    }

    fn parse(&self, text: &str) -> Result<Document, Error> {
        Document::parse(text).map_err(|(line, why)| {
            let place = format!("{}:{line}", self.path.display());
            Error::new(ErrorKind::Malformed, format!("the registry is broken: {place}: {why}"))
                .hint("mend that line, or move the file away to start anew; it was not changed")
        })
    }

    fn tell(&self, document: &Document, text: &str) -> Loaded {
        let content = document.content(text);
        let name = self.path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        Loaded {
            repositories: content.repositories,
            notes: content.notes.iter().map(|note| format!("{name}: {note}")).collect(),
        }
    }
}

#[cfg(test)]
mod tests;
