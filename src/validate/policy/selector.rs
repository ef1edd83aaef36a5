//! Rules as users name them.
//!
//! May import: `model`.

use std::str::FromStr;

use crate::model::rule;
use crate::model::text::clean;
use crate::model::{Rule, spelling};

/// Rules by code (`IDX010`), by the beginning of codes (`IDX`, `CHT0`), by name (`duplicate-version`), or `all`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Selector(String);

impl Selector {
    /// A selector as typed. To be sure that some rule answers to it, parse it.
    #[must_use]
    pub fn new(text: &str) -> Self {
        Self(text.trim().to_owned())
    }

    /// Whether it means that rule.
    #[must_use]
    pub fn matches(&self, rule: &Rule) -> bool {
        let Self(text) = self;
        let begins =
            rule.code.get(..text.len()).is_some_and(|code| code.eq_ignore_ascii_case(text));
        let is_named = text.eq_ignore_ascii_case("all") || rule.name.eq_ignore_ascii_case(text);
        is_named || (begins && !text.is_empty())
    }

    /// The text as typed.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.0
    }
}

impl FromStr for Selector {
    type Err = String;

    /// Refuses what no rule answers to.
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let selector = Self::new(text);
        // A family may have no rule yet, and `all` always means something.
        if text.eq_ignore_ascii_case("all") || rule::all().any(|rule| selector.matches(rule)) {
            return Ok(selector);
        }
        let typed = text.trim().to_lowercase();
        let names: Vec<&str> = rule::all().map(|rule| rule.name).collect();
        let advice = match spelling::nearest(&typed, &names) {
            Some(name) => format!("did you mean {name}?"),
            None => "`chartroom rules` lists them all".to_owned(),
        };
        Err(format!("no rule answers to \"{}\": {advice}", clean(text)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::rule::index::IDX010;

    #[test]
    fn rules_are_named_by_code_family_name_or_all() {
        for (text, expected) in [
            ("IDX010", true),
            ("idx010", true),
            ("IDX", true),
            ("IDX0", true),
            ("duplicate-version", true),
            ("all", true),
            ("", false),
            ("IDX011", false),
            ("duplicate", false),
            ("IDX0100", false),
        ] {
            assert_eq!(Selector::new(text).matches(&IDX010), expected, "{text}");
        }
    }

    #[test]
    fn what_no_rule_answers_to_is_refused() {
        let refused = "duplicate-verson".parse::<Selector>().expect_err("no such rule");
        assert!(refused.contains("duplicate-version"), "{refused}");
        assert!("IDX".parse::<Selector>().is_ok() && "ALL".parse::<Selector>().is_ok());
    }
}
