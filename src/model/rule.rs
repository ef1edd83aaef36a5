//! The rule table: every fault that chartroom knows, one row each. Data only, at the ground, because
//! parsers, rules, reports and panes all name rules.
//!
//! May import: its children.

pub mod addon;
pub mod archive;
pub mod artifacthub;
pub mod chart;
pub mod dependency;
pub mod index;
pub mod manifest;
pub mod provenance;
pub mod registration;
pub mod resource;
pub mod row;
pub mod style;
pub mod target;
pub mod template;
pub mod values;

pub use row::{Family, Rule};

/// The families, in the order in which lists show them.
const FAMILIES: [&[&Rule]; 14] = [
    index::RULES,
    archive::RULES,
    chart::RULES,
    values::RULES,
    dependency::RULES,
    template::RULES,
    resource::RULES,
    provenance::RULES,
    artifacthub::RULES,
    style::RULES,
    addon::RULES,
    target::RULES,
    registration::RULES,
    manifest::RULES,
];

/// Every rule, family by family, in order of code.
pub fn all() -> impl Iterator<Item = &'static Rule> {
    FAMILIES.iter().copied().flatten().copied()
}

/// The rule with that code or name, ignoring case.
#[must_use]
pub fn find(code_or_name: &str) -> Option<&'static Rule> {
    all().find(|rule| {
        rule.code.eq_ignore_ascii_case(code_or_name) || rule.name.eq_ignore_ascii_case(code_or_name)
    })
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn every_rule_has_its_own_code_and_name_and_says_everything() {
        let (mut codes, mut names) = (HashSet::new(), HashSet::new());
        for rule in all() {
            assert!(codes.insert(rule.code), "{} twice", rule.code);
            assert!(names.insert(rule.name), "{} twice", rule.name);
            for text in [rule.what, rule.why, rule.fix, rule.origin] {
                assert!(!text.is_empty() && !text.ends_with('.'), "{}: \"{text}\"", rule.code);
            }
        }
    }

    /// What points to a numbered place that no reader knows; the names of advisories are known to all.
    fn internal_reference(text: &str) -> Option<&str> {
        let is_number = |word: &str| {
            word.starts_with(|first: char| first.is_ascii_digit())
                && word.chars().all(|character| character.is_ascii_digit() || character == '.')
        };
        let is_code = |word: &str| {
            let digits = word.trim_start_matches(|letter: char| letter.is_ascii_uppercase());
            let letters = &word[..word.len() - digits.len()];
            let digits = digits.strip_prefix('-').unwrap_or(digits);
            let is_known = ["CVE", "GHSA", "SHA", "MD", "RE", "UTF", "PEP", "RFC", "ISO"]
                .contains(&letters)
                || word == "S3";
            (1..=5).contains(&letters.len()) && is_number(digits) && !is_known
        };
        let words =
            || text.split([' ', ',', ':', ';', '(', ')', '/']).filter(|word| !word.is_empty());
        let numbered = words().zip(words().skip(1)).find(|(word, number)| {
            ["section", "chapter", "paragraph", "rule", "table"].contains(word) && is_number(number)
        });
        numbered.map(|(word, _)| word).or_else(|| words().find(|word| is_code(word)))
    }

    #[test]
    fn internal_references_are_seen() {
        for (text, expected) in [
            ("Helm lint C9", Some("C9")),
            ("see META-18", Some("META-18")),
            ("our notes, section 1.2", Some("section")),
            ("CVE-2025-32386, GHSA-xx, SHA-256, UTF-8", None),
            ("apiVersion v1, Helm 2.0, YAML 1.1", None),
        ] {
            assert_eq!(internal_reference(text), expected, "{text}");
        }
    }

    #[test]
    fn no_rule_refers_to_what_its_reader_cannot_look_up() {
        for rule in all() {
            for text in [rule.what, rule.why, rule.fix, rule.origin] {
                assert_eq!(internal_reference(text), None, "{}: \"{text}\"", rule.code);
            }
        }
    }

    #[test]
    fn rules_are_in_order_of_code() {
        for family in FAMILIES {
            assert!(family.windows(2).all(|pair| pair[0].code < pair[1].code));
        }
    }
}
