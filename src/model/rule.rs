//! The rule table: every fault that chartroom knows, one row each. Data only, at the ground, because
//! parsers, rules, reports and panes all name rules.
//!
//! May import: `model::diagnostic::Severity` only.

pub mod addon;
pub mod archive;
pub mod chart;
pub mod index;
pub mod target;

use super::diagnostic::Severity;

/// What a rule looks at.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Family {
    /// Index files of both kinds (`IDX`).
    Index,
    /// Package archives as such (`PKG`).
    Archive,
    /// Chart metadata and content (`CHT`).
    Chart,
    /// Kyma addons: metadata, plans, schemas, binding, docs (`ADD`).
    Addon,
    /// The target as a whole: reachable, readable, what it claims to be (`TGT`).
    Target,
}

impl Family {
    /// The word shown to users.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Index => "index",
            Self::Archive => "archive",
            Self::Chart => "chart",
            Self::Addon => "addon",
            Self::Target => "target",
        }
    }
}

/// One row of the rule table.
#[derive(Debug, PartialEq, Eq)]
pub struct Rule {
    /// Stable code: three letters of the family and three digits.
    pub code: &'static str,
    /// Readable name in kebab case.
    pub name: &'static str,
    /// What it looks at.
    pub family: Family,
    /// Default severity.
    pub severity: Severity,
    /// What is wrong, in general.
    pub what: &'static str,
    /// Why it matters: who refuses it, what goes wrong.
    pub why: &'static str,
    /// How to mend it, in general.
    pub fix: &'static str,
    /// Which tool or text the rule comes from.
    pub origin: &'static str,
}

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

/// Declares the rules of one family: a static for each, and the family's `RULES`.
///
/// A row is `CODE "name" Severity "what" "why" "fix" "origin";`.
macro_rules! rules {
    ($family:ident: $($code:ident $name:literal $severity:ident $what:literal $why:literal $fix:literal $origin:literal;)*) => {
        $(
            #[doc = $what]
            pub static $code: $crate::model::rule::Rule = $crate::model::rule::Rule {
                code: stringify!($code),
                name: $name,
                family: $crate::model::rule::Family::$family,
                severity: $crate::model::diagnostic::Severity::$severity,
                what: $what,
                why: $why,
                fix: $fix,
                origin: $origin,
            };
        )*
        /// All rules of this family, in order of code.
        pub static RULES: &[&$crate::model::rule::Rule] = &[$(&$code),*];
    };
}
pub(crate) use rules;

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
