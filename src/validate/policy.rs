//! Which findings count, and for how much: rules selected, ignored, raised and lowered, exceptions with a reason,
//! and what a baseline forgives.
//!
//! May import: `validate::policy::*`, `validate::baseline`, `model`.

mod exception;
mod selector;

pub use exception::Exception;
pub use selector::Selector;

use super::baseline::Baseline;
use crate::model::{Diagnostic, Report, Rule, Severity, Suppression};

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

    /// Takes out of a report what is not to be heard, sets severities, and puts aside what is suppressed.
    pub fn apply(&self, report: &mut Report) {
        // What a baseline forgives depends on how often, so the order must not.
        report.sort();
        let found = std::mem::take(&mut report.diagnostics);
        let mut forgiven = self.baseline.as_ref().map(|baseline| baseline.account(report));
        for mut found in found.into_iter().filter(|found| self.hears(found.rule)) {
            found.severity = self.severity(found.rule).unwrap_or(found.severity);
            found.suppressed = found.suppressed.take().or_else(|| self.exception(&found));
            if found.suppressed.is_none() && forgiven.as_mut().is_some_and(|all| all.take(&found)) {
                found.suppressed = Some(Suppression::Baseline);
            }
            match found.suppressed {
                Some(_) => report.suppressed.push(found),
                None => report.diagnostics.push(found),
            }
        }
    }

    fn exception(&self, found: &Diagnostic) -> Option<Suppression> {
        let exception = self.exceptions.iter().find(|exception| exception.covers(found))?;
        Some(Suppression::Configuration(exception.reason.clone()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::rule::index::{IDX010, IDX034};
    use crate::model::rule::style::RULES as STYLE;
    use crate::model::{Place, Span};

    fn report() -> Report {
        let at = |rule, line| {
            let place = Place::at("index.yaml", Span { line, column: 1, length: 1 });
            Diagnostic::new(rule, place, "found").of("redis", "1.0.0")
        };
        let diagnostics = vec![at(&IDX034, 9), at(&IDX010, 3), at(&IDX010, 5)];
        Report { diagnostics, ..Report::default() }
    }

    fn told(policy: &Policy) -> String {
        let mut report = report();
        policy.apply(&mut report);
        let names = |list: &[Diagnostic]| {
            let name =
                |found: &Diagnostic| format!("{} {}", found.rule.code, found.severity.name());
            list.iter().map(name).collect::<Vec<_>>().join(", ")
        };
        format!("{} | {}", names(&report.diagnostics), names(&report.suppressed))
    }

    fn selectors(words: &[&str]) -> Vec<Selector> {
        words.iter().map(|word| Selector::new(word)).collect()
    }

    #[test]
    fn rules_are_selected_ignored_and_weighed() {
        let usual = Policy::default();
        let select = |words| Policy { select: selectors(words), ..Policy::default() };
        let ignore = |words| Policy { ignore: selectors(words), ..Policy::default() };
        let raised = |word, severity| Policy {
            severities: vec![
                (Selector::new("IDX"), Severity::Info),
                (Selector::new(word), severity),
            ],
            ..Policy::default()
        };
        for (policy, expected) in [
            (usual, "IDX010 warning, IDX010 warning, IDX034 info | "),
            (select(&["IDX034"]), "IDX034 info | "),
            (select(&["CHT"]), " | "),
            (ignore(&["duplicate-version"]), "IDX034 info | "),
            (ignore(&["all"]), " | "),
            (raised("IDX010", Severity::Error), "IDX010 error, IDX010 error, IDX034 info | "),
        ] {
            assert_eq!(told(&policy), expected, "{policy:?}");
        }
    }

    #[test]
    fn what_is_excepted_or_was_there_before_is_put_aside() {
        let exception = Exception::new(Selector::new("IDX034"), "an internal mirror");
        let excepted = Policy { exceptions: vec![exception], ..Policy::default() };
        assert_eq!(told(&excepted), "IDX010 warning, IDX010 warning | IDX034 info");

        let mut once = report();
        once.diagnostics.truncate(2);
        let baseline = Some(Baseline::of(&[once]));
        let policy = Policy { baseline, ..Policy::default() };
        assert_eq!(told(&policy), "IDX010 warning | IDX010 warning, IDX034 info");
    }

    #[test]
    fn rules_on_demand_are_heard_only_when_selected() {
        for rule in STYLE {
            assert!(!Policy::default().hears(rule));
            let selected = Policy { select: selectors(&["STY"]), ..Policy::default() };
            assert!(selected.hears(rule));
        }
    }
}
