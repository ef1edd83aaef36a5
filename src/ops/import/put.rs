//! Secrets of an import into the store.
//!
//! May import: `manifest`, `secrets`, `model`, `error`.

use crate::error::Error;
use crate::manifest::SecretManifest;
use crate::model::SecretName;
use crate::secrets::{Put, Store};

/// What becomes of a stored Secret that says something else than the one that comes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Clash {
    /// It stays.
    Keep,
    /// The one that comes takes its place.
    Replace,
}

/// What became, or would become, of a Secret.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stored {
    /// It is new.
    Added,
    /// It takes the place of the one of that name, which said something else.
    Replaced,
    /// The one of that name in the store says something else, and stays.
    Kept,
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
            Self::Kept => "kept",
            Self::Same => "unchanged",
        }
    }

    /// What would become of a Secret.
    ///
    /// # Errors
    /// When the store cannot be read, or the Secret would have commands run or files read on this machine.
    pub fn foreseen(store: &Store, secret: &SecretManifest, clash: Clash) -> Result<Self, Error> {
        match store.find(&secret.name)? {
            Some(present) if is_same(&present, secret) => Ok(Self::Same),
            Some(_) if clash == Clash::Keep => Ok(Self::Kept),
            None => Store::check_foreign(secret).map(|()| Self::Added),
            Some(_) => Store::check_foreign(secret).map(|()| Self::Replaced),
        }
    }
}

/// Whether both say the same. A Secret without a type is an opaque one.
fn is_same(present: &SecretManifest, secret: &SecretManifest) -> bool {
    let typed = |secret: &SecretManifest| {
        let mut secret = secret.clone();
        if secret.kind.is_empty() {
            "Opaque".clone_into(&mut secret.kind);
        }
        secret
    };
    typed(present) == typed(secret)
}

/// Puts Secrets into the store, each for itself, and says what became of each.
#[must_use]
pub fn put(
    store: &Store,
    secrets: &[SecretManifest],
    clash: Clash,
) -> Vec<(SecretName, Result<Stored, Error>)> {
    let put_one = |secret: &SecretManifest| match Stored::foreseen(store, secret, clash)? {
        as_it_is @ (Stored::Same | Stored::Kept) => Ok(as_it_is),
        _ => store.put(secret).map(|put| match put {
            Put::Added => Stored::Added,
            Put::Replaced => Stored::Replaced,
        }),
    };
    secrets.iter().map(|secret| (secret.name.clone(), put_one(secret))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::manifest::SecretValue;

    #[test]
    fn a_stored_secret_that_differs_stays_unless_it_is_to_be_replaced() {
        let folder = tempfile::tempdir().expect("a folder");
        let store = Store::at(folder.path().join("secrets"));
        let secret = |value: &str| {
            let name = SecretName::parse("data").expect("a name");
            let mut secret = SecretManifest { name, ..SecretManifest::default() };
            secret.set("k".to_owned(), SecretValue::Here(value.into()));
            secret
        };
        for (value, clash, expected, kept) in [
            ("a", Clash::Keep, Stored::Added, "a"),
            ("a", Clash::Keep, Stored::Same, "a"),
            ("b", Clash::Keep, Stored::Kept, "a"),
            ("b", Clash::Replace, Stored::Replaced, "b"),
        ] {
            let outcomes = put(&store, &[secret(value)], clash);
            let stored: Vec<_> = outcomes.into_iter().filter_map(|(_, one)| one.ok()).collect();
            assert_eq!(stored, [expected]);
            let found = store.find(&secret("").name).expect("read");
            assert_eq!(found.map(|one| one.values), Some(secret(kept).values));
        }
    }
}
