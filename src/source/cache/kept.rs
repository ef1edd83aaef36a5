//! What is noted of a place besides its index.
//!
//! May import: `source::cache::file`, `model`, `error`.

use std::fs;
use std::path::{Path, PathBuf};

use super::file::{self, Sync};
use crate::error::Error;
use crate::model::Repository;

/// A file of notes of one place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kept {
    /// What was read from the archives that a catalogue is made of.
    Archives,
    /// Which versions the last whole validation looked at.
    Validated,
    /// Which bytes each package was found to have, one package a line.
    Packages,
}

impl Kept {
    /// All of them.
    pub(super) const ALL: [Self; 3] = [Self::Archives, Self::Validated, Self::Packages];

    /// The file. Its name tells nothing of the place.
    pub(super) fn path(self, cache: &Path, repository: &Repository) -> PathBuf {
        let ending = match self {
            Self::Archives => "archives",
            Self::Validated => "validated",
            Self::Packages => "packages",
        };
        cache.join("indexes").join(format!("{}.{ending}", repository.cache_key()))
    }

    /// What was noted.
    #[must_use]
    pub fn read(self, cache: &Path, repository: &Repository) -> Option<Vec<u8>> {
        fs::read(self.path(cache, repository)).ok()
    }

    /// Notes this in the place of what was noted.
    ///
    /// # Errors
    /// When the disk fails; what was there stays.
    pub fn write(self, cache: &Path, repository: &Repository, notes: &[u8]) -> Result<(), Error> {
        let path = self.path(cache, repository);
        file::put(&path, notes, Sync::Now).map_err(|error| file::failed(&path, &error))
    }

    /// Notes this besides what was noted.
    ///
    /// # Errors
    /// When the disk fails.
    pub fn append(self, cache: &Path, repository: &Repository, notes: &[u8]) -> Result<(), Error> {
        let path = self.path(cache, repository);
        file::append(&path, notes).map_err(|error| file::failed(&path, &error))
    }
}
