//! The Secrets of the store, as far as they may be told: names, keys and where values come from, no value.
//!
//! May import: `model`.

use crate::model::SecretName;

/// A Secret of the store.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct KnownSecret {
    /// Its name.
    pub name: SecretName,
    /// Its keys, in order, and where each value comes from.
    pub keys: Vec<(String, String)>,
    /// What is wrong with it, in words.
    pub problems: Vec<String>,
}

impl KnownSecret {
    /// Whether it is what a repository means by that name: a name without namespace fits any.
    #[must_use]
    pub fn is_meant_by(&self, name: &SecretName) -> bool {
        self.name.name == name.name
            && (name.namespace.is_none() || self.name.namespace == name.namespace)
    }

    /// Which of those keys it lacks.
    #[must_use]
    pub fn lacks(&self, needed: &[String]) -> Vec<String> {
        let has = |key: &String| self.keys.iter().any(|(known, _)| known == key);
        needed.iter().filter(|key| !has(key)).cloned().collect()
    }

    /// Its keys in words.
    #[must_use]
    pub fn keys_text(&self) -> String {
        self.keys.iter().map(|(key, _)| key.as_str()).collect::<Vec<_>>().join(", ")
    }
}

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
pub fn choices(known: &[KnownSecret], present: Option<&SecretName>) -> Vec<Choice> {
    let mut all = vec![Choice::None];
    all.extend(known.iter().map(|secret| Choice::Named(secret.name.clone())));
    if let Some(name) = present
        && !all.contains(&Choice::Named(name.clone()))
    {
        all.push(Choice::Named(name.clone()));
    }
    all.push(Choice::New);
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_that_the_store_lacks_stays_a_choice() {
        let name = |text: &str| SecretName::parse(text).expect("a name");
        let known = [KnownSecret { name: name("team/a"), ..KnownSecret::default() }];
        let (a, b) = (Choice::Named(name("team/a")), Choice::Named(name("b")));
        assert_eq!(choices(&known, None), [Choice::None, a.clone(), Choice::New]);
        assert_eq!(choices(&known, Some(&name("team/a"))), [Choice::None, a.clone(), Choice::New]);
        assert_eq!(choices(&known, Some(&name("b"))), [Choice::None, a, b, Choice::New]);
    }
}
