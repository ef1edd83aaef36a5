//! The rule table: every fault that chartroom knows, one row each. Data only, at the ground, because
//! parsers, rules, reports and panes all name rules.
//!
//! May import: its children.

pub mod addon;
pub mod archive;
pub mod chart;
pub mod index;
pub mod row;
pub mod target;

pub use row::{Family, Rule};

/// Every rule, family by family, in order of code.
pub fn all() -> impl Iterator<Item = &'static Rule> {
    [index::RULES, archive::RULES, chart::RULES, addon::RULES, target::RULES]
        .into_iter()
        .flatten()
        .copied()
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

    #[test]
    fn rules_are_in_order_of_code() {
        for family in [index::RULES, archive::RULES, chart::RULES, addon::RULES, target::RULES] {
            assert!(family.windows(2).all(|pair| pair[0].code < pair[1].code));
        }
    }
}
