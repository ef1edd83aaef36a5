//! Which findings count, and for how much: rules selected, ignored, raised and lowered, exceptions with a reason,
//! and what a baseline forgives.
//!
//! May import: `validate::policy::*`, `validate::baseline`, `model`.

mod exception;
mod selector;

pub use exception::Exception;
pub use selector::Selector;

use super::baseline::Baseline;
use crate::model::{Diagnostic, Rule, Severity, Suppression};

/// What the user asked to hear of.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Policy {
    /// Only these rules, if any are named; rules on demand must be.
    pub select: Vec<Selector>,
    /// Not these rules.
    pub ignore: Vec<Selector>,
    /// Other severities; the last that matches counts.
    pub severities: Vec<(Selector, Severity)>,
    /// Findings that are known and accepted.
    pub exceptions: Vec<Exception>,
    /// Findings that were there before.
    pub baseline: Option<Baseline>,
    /// How many findings of a rule are told.
    pub extent: Extent,
}

/// How many findings of a rule are told one by one.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Extent {
    /// As many as somebody may want to read; the rest is counted.
    #[default]
    Readable,
    /// All of them, for a baseline that is to know each again.
    All,
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

    /// The rule's severity under this policy.
    #[must_use]
    pub fn severity(&self, rule: &Rule) -> Option<Severity> {
        let mut severities = self.severities.iter().rev();
        severities.find(|(selector, _)| selector.matches(rule)).map(|(_, severity)| *severity)
    }

    /// Whether a finding is to be heard; if so, it gets its severity, and what excuses it.
    pub fn weigh(&self, found: &mut Diagnostic) -> bool {
        if !self.hears(found.rule) {
            return false;
        }
        found.severity = self.severity(found.rule).unwrap_or(found.severity);
        found.suppressed = found.suppressed.take().or_else(|| self.exception(found));
        true
    }

    fn exception(&self, found: &Diagnostic) -> Option<Suppression> {
        let exception = self.exceptions.iter().find(|exception| exception.covers(found))?;
        Some(Suppression::Configuration(exception.reason.clone()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::rule::style::RULES as STYLE;

    #[test]
    fn rules_on_demand_are_heard_only_when_selected() {
        for rule in STYLE {
            assert!(!Policy::default().hears(rule));
            let select = vec![Selector::new("STY")];
            assert!(Policy { select, ..Policy::default() }.hears(rule));
        }
    }
}
