//! Names for Secrets that an export makes.
//!
//! May import: `model`.

use crate::model::SecretName;

/// What is left of a repository's name in that of its Secret: with its ending and a number, it stays below the 253
/// characters that Kubernetes allows.
const LONGEST_STEM: usize = 200;

/// The names that are taken: by the store, by what repositories ask for, and by Secrets that were made before.
pub(super) struct Names(pub(super) Vec<SecretName>);

impl Names {
    /// A name that no other Secret has, for the one of that repository.
    pub(super) fn fresh(&mut self, repository: &str, namespace: Option<&str>) -> SecretName {
        let plain = |c: char| if c.is_ascii_alphanumeric() { c.to_ascii_lowercase() } else { '-' };
        let stem: String = repository.chars().map(plain).collect();
        let stem: String = stem.trim_matches('-').chars().take(LONGEST_STEM).collect();
        let stem = if stem.is_empty() { "access".to_owned() } else { format!("{stem}-access") };
        let numbered = (2..).map(|number| format!("{stem}-{number}"));
        let name = std::iter::once(stem.clone())
            .chain(numbered)
            .map(|name| SecretName { namespace: namespace.map(str::to_owned), name })
            .find(|name| !self.0.iter().any(|other| may_be_one(name, other)))
            .expect("a list of names has an end");
        self.0.push(name.clone());
        name
    }
}

/// Whether both could be one Secret: without a namespace, a name may mean any.
fn may_be_one(one: &SecretName, other: &SecretName) -> bool {
    let is_any = one.namespace.is_none() || other.namespace.is_none();
    one.name == other.name && (is_any || one.namespace == other.namespace)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_two_repositories_get_one_secret() {
        let taken = SecretName::parse("mine-access").expect("a name");
        let other = SecretName::parse("prod/b-access").expect("a name");
        let mut names = Names(vec![taken, other]);
        let long = "x".repeat(300);
        for (repository, expected) in [
            ("x.y", "stage/x-y-access"),
            ("x-y", "stage/x-y-access-2"),
            ("X Y", "stage/x-y-access-3"),
            ("Mine", "stage/mine-access-2"),
            ("b", "stage/b-access"),
            ("\u{e9}", "stage/access"),
            ("--", "stage/access-2"),
            (long.as_str(), &format!("stage/{}-access", "x".repeat(200))),
        ] {
            let name = names.fresh(repository, Some("stage"));
            assert_eq!(name.to_string(), expected);
            assert_eq!(SecretName::parse(expected), Some(name));
        }
    }
}
