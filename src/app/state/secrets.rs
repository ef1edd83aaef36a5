//! Questions about the Secrets of the store: names, keys and where values come from, no value.
//!
//! May import: `model`, `secrets`.

use crate::model::{Repository, SecretName};
use crate::secrets::{Listing, Summary};

/// What the chooser of the form can stand on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Choice {
    /// No Secret.
    None,
    /// That one.
    Named(SecretName),
    /// One that is still to be made.
    New,
}

/// All choices: none, those of the store, the present one where the store lacks it, a new one.
#[must_use]
pub fn choices(known: &Listing, present: Option<&SecretName>) -> Vec<Choice> {
    let mut all = vec![Choice::None];
    all.extend(known.secrets.iter().map(|secret| Choice::Named(secret.name.clone())));
    if let Some(name) = present
        && !all.contains(&Choice::Named(name.clone()))
    {
        all.push(Choice::Named(name.clone()));
    }
    all.push(Choice::New);
    all
}

/// Which of those keys a Secret lacks.
#[must_use]
pub fn lacks(secret: &Summary, needed: &[String]) -> Vec<String> {
    let has = |key: &String| secret.keys.iter().any(|(known, _)| known == key);
    needed.iter().filter(|key| !has(key)).cloned().collect()
}

/// The keys of a Secret in words.
#[must_use]
pub fn keys_text(secret: &Summary) -> String {
    secret.keys.iter().map(|(key, _)| key.as_str()).collect::<Vec<_>>().join(", ")
}

/// The names of the repositories that name a Secret.
#[must_use]
pub fn users<'names>(
    repositories: impl Iterator<Item = &'names Repository>,
    known: &Listing,
    name: &SecretName,
) -> Vec<&'names str> {
    let means = |repository: &&Repository| {
        let named = repository.secret.as_ref();
        let meant = named.and_then(|named| known.meant(named, repository.origin.as_ref()));
        meant.is_some_and(|secret| secret.name == *name)
    };
    repositories.filter(means).map(|repository| repository.name.as_str()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Place;

    fn name(text: &str) -> SecretName {
        SecretName::parse(text).expect("a name")
    }

    fn known() -> Listing {
        let secret = Summary {
            name: name("team/a"),
            kind: "Opaque".to_owned(),
            keys: vec![("host".to_owned(), "here".to_owned())],
            place: Place::file("a.yaml"),
            notes: Vec::new(),
        };
        Listing { secrets: vec![secret], notes: Vec::new() }
    }

    #[test]
    fn a_name_that_the_store_lacks_stays_a_choice() {
        let (a, b) = (Choice::Named(name("team/a")), Choice::Named(name("b")));
        assert_eq!(choices(&known(), None), [Choice::None, a.clone(), Choice::New]);
        assert_eq!(
            choices(&known(), Some(&name("team/a"))),
            [Choice::None, a.clone(), Choice::New]
        );
        assert_eq!(choices(&known(), Some(&name("b"))), [Choice::None, a, b, Choice::New]);
    }

    #[test]
    fn missing_keys_are_told() {
        let known = known();
        let secret = known.meant(&name("a"), None).expect("it is meant without its namespace");
        assert_eq!(known.meant(&name("other/a"), None), None);
        let needed = ["host".to_owned(), "token".to_owned()];
        assert_eq!(lacks(secret, &needed), ["token"]);
    }
}
