//! Which findings count, and for how much: selected, ignored, raised and lowered rules.
//!
//! May import: `model`.

use crate::model::{Diagnostic, Report, Rule, Severity};

/// Rules by code (`IDX010`), by the beginning of codes (`IDX`, `CHT0`), by name (`duplicate-version`), or all.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Selector(String);

impl Selector {
    /// A selector as typed; whether any rule answers to it is [`Selector::is_known`]'s to tell.
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
        text.eq_ignore_ascii_case("all") || begins || rule.name.eq_ignore_ascii_case(text)
    }
}

/// What the user asked to hear of.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Policy {
    /// Only these rules, if any are named; rules on demand must be.
    pub select: Vec<Selector>,
    /// Not these rules.
    pub ignore: Vec<Selector>,
    /// Other severities; the last that matches counts.
    pub severities: Vec<(Selector, Severity)>,
}

impl Policy {
    /// Whether a rule speaks at all.
    #[must_use]
    pub fn hears(&self, rule: &Rule) -> bool {
        let any = |list: &[Selector]| list.iter().any(|selector| selector.matches(rule));
        let is_selected =
            if self.select.is_empty() { !rule.family.is_on_demand() } else { any(&self.select) };
        is_selected && !any(&self.ignore)
    }

    /// Takes out of a report what is not to be heard, and sets severities.
    pub fn apply(&self, report: &mut Report) {
        report.diagnostics.retain(|found| self.hears(found.rule));
        report.diagnostics.iter_mut().for_each(|found| self.weigh(found));
    }

    fn weigh(&self, found: &mut Diagnostic) {
        let mut severities = self.severities.iter().rev();
        if let Some((_, severity)) = severities.find(|(selector, _)| selector.matches(found.rule)) {
            found.severity = *severity;
        }
    }
}
