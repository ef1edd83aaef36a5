//! Secrets of an import into the store.
//!
//! May import: `manifest`, `secrets`, `model`, `error`.

use crate::error::Error;
use crate::manifest::SecretManifest;
use crate::model::SecretName;
use crate::secrets::{Put, Store};

/// What became, or would become, of a Secret.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stored {
    /// It is new.
    Added,
    /// It takes the place of the one of that name, which said something else.
    Replaced,
    /// It is in the store just so.
    Same,
}

impl Stored {
    /// The word shown to users.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Added => "new",
            Self::Replaced => "changed",
            Self::Same => "unchanged",
        }
    }

    /// What would become of a Secret.
    ///
    /// # Errors
    /// When the store cannot be read, or the Secret would have commands run or files read on this machine.
    pub fn foreseen(store: &Store, secret: &SecretManifest) -> Result<Self, Error> {
        match store.find(&secret.name)? {
            Some(present) if present == *secret => Ok(Self::Same),
            None => Store::check_foreign(secret).map(|()| Self::Added),
            Some(_) => Store::check_foreign(secret).map(|()| Self::Replaced),
        }
    }
}

/// Puts Secrets into the store, each for itself, and says what became of each.
#[must_use]
pub fn put(store: &Store, secrets: &[SecretManifest]) -> Vec<(SecretName, Result<Stored, Error>)> {
    let put_one = |secret: &SecretManifest| match Stored::foreseen(store, secret)? {
        Stored::Same => Ok(Stored::Same),
        _ => store.put(secret).map(|put| match put {
            Put::Added => Stored::Added,
            Put::Replaced => Stored::Replaced,
        }),
    };
    secrets.iter().map(|secret| (secret.name.clone(), put_one(secret))).collect()
}
