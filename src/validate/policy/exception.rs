//! A finding that is known and accepted, with a reason.
//!
//! May import: `validate::policy::selector`, `model`.

use super::selector::Selector;
use crate::model::Diagnostic;

/// Findings of some rules, of some files and entries, that somebody accepts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Exception {
    /// Which rules.
    pub rule: Selector,
    /// Which files, as reports name them; `*` stands for anything but a slash, `**` for anything.
    pub path: Option<String>,
    /// Which entries, with the same signs.
    pub entry: Option<String>,
    /// Why they are accepted.
    pub reason: String,
}

impl Exception {
    /// An exception for all files and entries.
    #[must_use]
    pub fn new(rule: Selector, reason: &str) -> Self {
        Self { rule, path: None, entry: None, reason: reason.to_owned() }
    }

    /// Whether it speaks of that finding.
    #[must_use]
    pub fn covers(&self, found: &Diagnostic) -> bool {
        let is_of = |pattern: &Option<String>, text: &str| {
            pattern.as_ref().is_none_or(|pattern| matches(pattern, text))
        };
        self.rule.matches(found.rule)
            && is_of(&self.path, &found.place.file)
            && is_of(&self.entry, found.entry.as_deref().unwrap_or_default())
    }
}

/// Whether a text follows a pattern, in time that grows with the product of both at most.
fn matches(pattern: &str, text: &str) -> bool {
    let pattern: Vec<char> = pattern.chars().collect();
    // The set of places in the pattern at which we may be.
    let mut places = vec![false; pattern.len() + 1];
    if let Some(first) = places.first_mut() {
        *first = true;
    }
    skip_stars(&pattern, &mut places);
    for character in text.chars() {
        let mut next = vec![false; places.len()];
        for (place, sign) in pattern.iter().enumerate() {
            if !places.get(place).copied().unwrap_or_default() {
                continue;
            }
            let (stays, moves) = match sign {
                '*' => (character != '/' || is_double(&pattern, place), false),
                '?' => (false, character != '/'),
                literal => (false, *literal == character),
            };
            mark(&mut next, place, stays);
            mark(&mut next, place + 1, moves);
        }
        skip_stars(&pattern, &mut next);
        places = next;
    }
    places.last().copied().unwrap_or_default()
}

fn mark(places: &mut [bool], place: usize, is_reached: bool) {
    if let Some(known) = places.get_mut(place) {
        *known |= is_reached;
    }
}

/// A star may stand for nothing.
fn skip_stars(pattern: &[char], places: &mut [bool]) {
    for (place, sign) in pattern.iter().enumerate() {
        let is_here = places.get(place).copied().unwrap_or_default();
        mark(places, place + 1, is_here && *sign == '*');
    }
}

fn is_double(pattern: &[char], place: usize) -> bool {
    let is_star = |place: Option<usize>| place.and_then(|place| pattern.get(place)) == Some(&'*');
    is_star(place.checked_add(1)) || is_star(place.checked_sub(1))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Place;
    use crate::model::rule::index::IDX010;

    #[test]
    fn patterns_match_whole_texts() {
        for (pattern, text, expected) in [
            ("index.yaml", "index.yaml", true),
            ("index.yaml", "a/index.yaml", false),
            ("*.yaml", "index.yaml", true),
            ("*.yaml", "a/index.yaml", false),
            ("**.yaml", "a/index.yaml", true),
            ("**/values.yaml", "redis-1.0.0.tgz!redis/values.yaml", true),
            ("redis-*.tgz!**", "redis-1.0.0.tgz!redis/values.yaml", true),
            ("redis-?", "redis-1", true),
            ("", "", true),
            ("*", "", true),
            ("a*b*c", "aXbXbXc", true),
            ("a*b*c", "aXbXbX", false),
        ] {
            assert_eq!(matches(pattern, text), expected, "{pattern} {text}");
        }
    }

    #[test]
    fn a_hostile_pattern_costs_little() {
        assert!(!matches(&"*a".repeat(200), &"a".repeat(199)));
    }

    #[test]
    fn an_exception_covers_what_all_its_parts_cover() {
        let found = Diagnostic::new(&IDX010, Place::file("index.yaml"), "").of("redis", "1.0.0");
        let usual = Exception::new(Selector::new("IDX"), "known");
        let with = |path: &str, entry: &str| {
            let part = |text: &str| (!text.is_empty()).then(|| text.to_owned());
            Exception { path: part(path), entry: part(entry), ..usual.clone() }.covers(&found)
        };
        assert!(with("", "") && with("index.*", "r*") && with("", "redis"));
        assert!(!with("other.yaml", "") && !with("index.*", "valkey"));
    }
}
