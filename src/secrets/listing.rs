//! What may be told of the store.
//!
//! May import: `secrets::choose`, `model`.

use super::choose;
use crate::model::{Origin, Place, SecretName};

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

    /// The Secret that a repository means by that name: of the namespace that it says, else of the one of the
    /// `AddonsConfiguration` that it comes from, else the only one of that name.
    #[must_use]
    pub fn meant(&self, name: &SecretName, origin: Option<&Origin>) -> Option<&Summary> {
        let names: Vec<_> = self.secrets.iter().map(|summary| &summary.name).collect();
        choose::position(&names, name, origin).and_then(|at| self.secrets.get(at))
    }
}

/// What may be told of a Secret.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Summary {
    /// Namespace and name.
    pub name: SecretName,
    /// `Opaque`, `kubernetes.io/basic-auth`; empty where it is not said.
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
