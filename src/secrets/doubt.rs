//! What is odd about a Secret and its use. Keys are named, values never.
//!
//! May import: `secrets::{known, store}`, `model`.

use std::collections::BTreeMap;

use super::known;
use super::store::Kept;
use crate::model::Secret;

/// One Secret, and what was done with it.
pub(super) struct Use<'use_> {
    pub(super) kept: &'use_ Kept,
    pub(super) values: &'use_ BTreeMap<String, Secret>,
    /// The keys that filled placeholders.
    pub(super) placed: &'use_ [String],
    /// The keys that became credentials.
    pub(super) taken: &'use_ [String],
    /// Whether Helm Broker is meant to read it too.
    pub(super) is_foreign: bool,
}

impl Use<'_> {
    /// All that is odd.
    pub(super) fn told(&self) -> Vec<String> {
        let mut told: Vec<String> = self.unused().into_iter().collect();
        for (key, value) in self.values {
            let is_placed = self.placed.contains(key);
            if is_placed || self.taken.contains(key) {
                told.extend(blanks(key, value.reveal()));
            }
            if is_placed && self.is_foreign && value.reveal().contains('/') {
                told.push(format!(
                    "the value of {key} has a slash: where it stands in a path, Helm Broker itself would write %2F"
                ));
            }
        }
        told
    }

    fn unused(&self) -> Option<String> {
        let name = &self.kept.secret.name;
        if self.placed.is_empty() && self.taken.is_empty() {
            return Some(format!(
                "the Secret {name} is named, but nothing of it is needed: the URL has no placeholder, and no key of \
                 the Secret is a credential for this kind of place"
            ));
        }
        let is_used = |key: &String| self.placed.contains(key) || self.taken.contains(key);
        let unused: Vec<&str> = self
            .kept
            .secret
            .values
            .keys()
            .filter(|key| !is_used(key))
            .map(String::as_str)
            .collect();
        (!unused.is_empty())
            .then(|| format!("keys of the Secret {name} that are not used: {}", unused.join(", ")))
    }
}

/// Blanks and line breaks that came in by accident. Keys and certificates may have them.
fn blanks(key: &str, value: &str) -> Option<String> {
    if known::has_lines(key) || value.trim_start().starts_with("-----BEGIN ") {
        return None;
    }
    let what = if value.is_empty() {
        "is empty"
    } else if value.ends_with(['\n', '\r']) {
        "ends with a line break, which is used like any other character (made with echo? use printf)"
    } else if value.contains(['\n', '\r']) && key != "sshkey" {
        "has a line break in it"
    } else if value.trim() != value {
        "begins or ends with a blank"
    } else {
        return None;
    };
    Some(format!("the value of {key} {what}"))
}

/// Braces of a URL that are no placeholders.
pub(super) fn braces(text: &str) -> Option<String> {
    let mut rest = text;
    let mut odd = false;
    while let Some(at) = rest.find(['{', '}']) {
        let from = rest.get(at..).unwrap_or_default();
        let pair = from.strip_prefix('{').and_then(|inner| inner.split_once('}'));
        odd |= pair.is_none_or(|(key, _)| key.is_empty() || key.contains('{'));
        rest = pair.map_or(from.get(1..).unwrap_or_default(), |(_, after)| after);
    }
    odd.then(|| "the URL has braces that are no placeholder: each { needs a key and a }".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn braces_that_do_not_match_are_told() {
        for (text, expected) in [
            ("https://{host}/{path}/index.yaml", false),
            ("https://host/index.yaml", false),
            ("https://{host/index.yaml", true),
            ("https://host}/index.yaml", true),
            ("https://{}/index.yaml", true),
            ("https://{a{b}}/index.yaml", true),
        ] {
            assert_eq!(braces(text).is_some(), expected, "{text}");
        }
    }

    #[test]
    fn blanks_are_told_by_key_and_never_shown() {
        for (key, value, expected) in [
            ("a", "marked\n", "the value of a ends with a line break"),
            ("a", " marked", "the value of a begins or ends with a blank"),
            ("a", "mar\nked", "the value of a has a line break in it"),
            ("a", "", "the value of a is empty"),
            ("a", "mar ked", ""),
            ("sshkey", "bWFy\na2Vk\n", ""),
            ("tls.key", "marked\n", ""),
            ("x", "-----BEGIN X-----\nmarked\n", ""),
        ] {
            let told = blanks(key, value).unwrap_or_default();
            assert!(told.starts_with(expected) && told.is_empty() == expected.is_empty(), "{told}");
            assert!(!told.contains("mar"), "{told}");
        }
    }
}
