//! Changes to the registry, and what is forgotten with them.
//!
//! May import: `registry`, `source`, `model`, `error`.

use std::path::Path;

use super::fetch::Fetched;
use crate::error::Error;
use crate::model::Repository;
use crate::registry::{Change, Loaded, Registry};
use crate::source::Validators;
use crate::source::cache::{self, Cached, Trouble};

/// Makes changes to the registry. What the cache holds of places that no repository has any more is removed.
///
/// # Errors
/// As [`Registry::apply`]; nothing is changed or removed then.
pub fn register(registry: &Registry, cache: &Path, changes: &[Change]) -> Result<Loaded, Error> {
    let before = registry.load()?;
    let after = registry.apply(changes)?;
    for gone in before.repositories {
        // Another repository may have the same place under another name.
        if after.repositories.iter().all(|left| left.cache_key() != gone.cache_key()) {
            cache::forget(cache, &gone);
        }
    }
    Ok(after)
}

/// Keeps the index of a repository that has just been checked, so that it can be browsed without a network
/// from now on. A full disk is no reason to fail: it is fetched again next time.
pub fn keep(cache: &Path, repository: &Repository, fetched: &Fetched) {
    if repository.is_sample() || fetched.refused.is_some() {
        return;
    }
    let bytes = fetched.index.text.clone().into_bytes();
    let validators = Validators::default();
    let cached = Cached { bytes, validators, fetched: fetched.fetched };
    let _ = cache::write(cache, repository, &cached)
        .and_then(|()| cache::note_trouble(cache, repository, Trouble::Refused, None))
        .and_then(|()| cache::note_trouble(cache, repository, Trouble::Failed, None));
}

#[cfg(test)]
mod tests {
    use jiff::Timestamp;

    use super::*;
    use crate::model::Location;

    #[test]
    fn the_last_repository_of_a_place_takes_its_cached_index_along() {
        let folder = tempfile::tempdir().unwrap();
        let cache = folder.path().join("cache");
        let registry = Registry { path: folder.path().join("repositories.yaml") };
        let location = Location::parse("https://example.org/x").unwrap().location;
        let add = |name| Change::Add(Box::new(Repository::named(name, location.clone())));
        let at = |location: &Location| Repository::named("any", location.clone());
        let index = Cached {
            bytes: b"entries: {}".to_vec(),
            validators: Validators::default(),
            fetched: Timestamp::UNIX_EPOCH,
        };
        cache::write(&cache, &at(&location), &index).unwrap();
        register(&registry, &cache, &[add("one"), add("two")]).unwrap();
        register(&registry, &cache, &[Change::Remove("one".to_owned())]).unwrap();
        assert!(cache::read(&cache, &at(&location)).is_some(), "the other one still has it");
        let other = Location::parse("https://example.org/y").unwrap().location;
        let moved = Box::new(Repository::named("two", other.clone()));
        cache::write(&cache, &at(&other), &index).unwrap();
        let change = Change::Replace { name: "two".to_owned(), repository: moved };
        register(&registry, &cache, &[change]).unwrap();
        assert!(cache::read(&cache, &at(&location)).is_none(), "nobody is there any more");
        register(&registry, &cache, &[Change::Remove("two".to_owned())]).unwrap();
        assert!(cache::read(&cache, &at(&other)).is_none());
    }
}
