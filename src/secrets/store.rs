//! The store of Secrets: a folder of Kubernetes Secret manifests, for its owner only.
//!
//! May import: `manifest`, `model`, `error`.

use std::path::PathBuf;

use crate::error::Error;
use crate::manifest::SecretManifest;
use crate::model::{Place, SecretName};

/// A folder of Secret manifests, mode 0700, the files in it 0600. Clones share what was looked up.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Store {
    /// Where it is. It need not exist.
    pub folder: PathBuf,
}

/// What is in the store: names and keys, no value.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Listing {
    /// The Secrets by namespace and name.
    pub secrets: Vec<Summary>,
    /// Files and documents that cannot be read, files that others may read.
    pub notes: Vec<String>,
}

impl Listing {
    /// The Secret of exactly that name and namespace.
    #[must_use]
    pub fn find(&self, name: &SecretName) -> Option<&Summary> {
        self.secrets.iter().find(|summary| summary.name == *name)
    }
}

/// What may be told of a Secret.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Summary {
    /// Namespace and name.
    pub name: SecretName,
    /// `Opaque`, `kubernetes.io/basic-auth`.
    pub kind: String,
    /// The keys, and where each value is: `here`, `env:NAME`, `file:/path`, `command:pass show x`.
    pub keys: Vec<(String, String)>,
    /// The file that it stands in.
    pub place: Place,
    /// What is wrong with it, by key.
    pub notes: Vec<String>,
}

/// What became of a Secret that was put into the store.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Put {
    /// It is new.
    Added,
    /// There was one of that name, which is gone.
    Replaced,
}

impl Store {
    /// A store in that folder.
    #[must_use]
    pub fn at(folder: impl Into<PathBuf>) -> Self {
        Self { folder: folder.into() }
    }

    /// What is in the store.
    ///
    /// # Errors
    /// When the folder is there but cannot be listed. A file that cannot be read is a note.
    pub fn list(&self) -> Result<Listing, Error> {
        Ok(Listing::default())
    }

    /// The Secret of exactly that name and namespace, with its values.
    ///
    /// # Errors
    /// When the folder is there but cannot be listed.
    pub fn find(&self, name: &SecretName) -> Result<Option<SecretManifest>, Error> {
        let _ = name;
        Ok(None)
    }

    /// Adds a Secret, or puts it in the place of the one of that name.
    ///
    /// # Errors
    /// When the name or a key cannot be used, or the disk fails. Nothing is changed then.
    pub fn put(&self, secret: &SecretManifest) -> Result<Put, Error> {
        let _ = secret;
        Ok(Put::Added)
    }

    /// Takes a Secret out of the store; other documents in its file stay.
    ///
    /// # Errors
    /// When there is none of that name, or the disk fails.
    pub fn remove(&self, name: &SecretName) -> Result<(), Error> {
        let _ = name;
        Ok(())
    }
}
