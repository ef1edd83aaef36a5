//! The registered repositories: one file, 0600, changed under a lock and written atomically.
//!
//! May import: `yaml`, `model`, `error`.

use std::path::PathBuf;

use jiff::Timestamp;

use crate::error::{Error, ErrorKind};
use crate::model::Repository;

/// One change to the registry. Changes, not whole lists, are saved, so that two running copies of the
/// program do not undo each other's work.
#[derive(Clone, Debug, PartialEq)]
pub enum Change {
    /// A new repository; its name must be free.
    Add(Box<Repository>),
    /// Other values, possibly another name, for the repository of that name.
    Replace {
        /// Present name.
        name: String,
        /// What it becomes.
        repository: Box<Repository>,
    },
    /// The repository of that name goes. A removed sample never comes back.
    Remove(String),
    /// The index of that repository was found current.
    Synced {
        /// Which repository.
        name: String,
        /// When.
        at: Timestamp,
    },
}

/// What the registry file says.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Loaded {
    /// Repositories in the order of the file; samples that were not removed come last.
    pub repositories: Vec<Repository>,
    /// Things worth telling: unknown keys (kept), entries that could not be read (kept, not shown).
    pub notes: Vec<String>,
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
        Err(Error::new(ErrorKind::Unsupported, "the registry is not built yet"))
    }

    /// Takes the lock, reads the file anew, makes the changes, writes it atomically with mode 0600.
    ///
    /// # Errors
    /// When a change cannot be made (name taken, unknown name), the file is broken, or the disk fails.
    /// Nothing is written then.
    pub fn apply(&self, changes: &[Change]) -> Result<Loaded, Error> {
        let _ = changes;
        Err(Error::new(ErrorKind::Unsupported, "the registry is not built yet"))
    }
}
