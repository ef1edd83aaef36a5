//! Changes to the store of Secrets. What is not named in a change stays as it is, and is never read out.
//!
//! May import: `manifest`, `secrets`, `model`, `error`.

use super::import::Clash;
use crate::error::Error;
use crate::manifest::{SecretManifest, SecretValue};
use crate::model::SecretName;
use crate::secrets::{Listing, Store};

/// A change to the store of Secrets.
#[derive(Clone, Debug, PartialEq)]
pub enum SecretChange {
    /// Adds a Secret, or changes one.
    Edit(SecretEdit),
    /// Puts Secrets into the store as they are, in the places of those of their names.
    Put(Vec<SecretManifest>),
    /// Takes a Secret out of the store.
    Remove(SecretName),
}

/// What becomes of a Secret.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct SecretEdit {
    /// Its present name; `None` for a new one.
    pub was: Option<SecretName>,
    /// Its name from now on.
    pub name: SecretName,
    /// Keys that are new, or have another value from now on.
    pub set: Vec<(String, SecretValue)>,
    /// Keys that go.
    pub drop: Vec<String>,
}

impl SecretChange {
    /// The Secret that is spoken of, by its name after the change; `None` for several.
    #[must_use]
    pub fn name(&self) -> Option<&SecretName> {
        match self {
            Self::Edit(edit) => Some(&edit.name),
            Self::Remove(name) => Some(name),
            Self::Put(_) => None,
        }
    }
}

/// Makes a change, and gives what is in the store then.
///
/// # Errors
/// As the store's own; nothing is changed then.
pub fn keep_secret(store: &Store, change: &SecretChange) -> Result<Listing, Error> {
    match change {
        SecretChange::Edit(edit) => edited(store, edit)?,
        SecretChange::Put(secrets) => {
            let outcomes = super::import::put(store, secrets, Clash::Replace).into_iter();
            // Each is put for itself; of those that failed, the first is told.
            let failed: Vec<Error> = outcomes.filter_map(|(_, outcome)| outcome.err()).collect();
            if let Some(error) = failed.into_iter().next() {
                return Err(error);
            }
        }
        SecretChange::Remove(name) => store.remove(name)?,
    }
    store.list()
}

fn edited(store: &Store, edit: &SecretEdit) -> Result<(), Error> {
    let name = edit.was.as_ref().unwrap_or(&edit.name);
    let put = store.change(name, |present| {
        let mut secret = present.unwrap_or_default();
        secret.name = edit.name.clone();
        for key in &edit.drop {
            secret.drop_key(key);
        }
        for (key, value) in &edit.set {
            secret.set(key.clone(), value.clone());
        }
        Ok(secret)
    });
    put.map(|_| ())
}
