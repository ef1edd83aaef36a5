//! Findings as a policy hears them, one by one: within bounds, but never so that what is suppressed hides what is not.
//!
//! May import: `validate::{policy, baseline}`, `model`.

use std::collections::HashSet;
use std::hash::{BuildHasher, RandomState};

use super::baseline::Account;
use super::policy::{Extent, Policy};
use crate::model::bounded::{Bounded, TOLD};
use crate::model::{Diagnostic, Report, Severity, Suppression};

/// What is counted together: findings of a rule that weigh the same.
type Kind = (&'static str, Severity);

/// Findings that are being heard.
#[derive(Debug)]
pub struct Hearing<'policy> {
    policy: &'policy Policy,
    forgiven: Option<Account>,
    /// What was heard already, as numbers: there may be millions.
    known: HashSet<u64>,
    hasher: RandomState,
    live: Bounded<Kind>,
    suppressed: Bounded<Kind>,
}

impl<'policy> Hearing<'policy> {
    /// Nothing heard yet of the target that a report tells of.
    #[must_use]
    pub fn of(policy: &'policy Policy, report: &Report) -> Self {
        let limit = match policy.extent {
            Extent::Readable => TOLD,
            Extent::All => usize::MAX,
        };
        Self {
            policy,
            forgiven: policy.baseline.as_ref().map(|baseline| baseline.account(report)),
            known: HashSet::new(),
            hasher: RandomState::new(),
            live: Bounded::to(limit),
            suppressed: Bounded::to(limit),
        }
    }

    /// Hears one more. Comments in the file must have been seen before.
    pub fn take(&mut self, mut found: Diagnostic) {
        if !self.policy.weigh(&mut found) || !self.known.insert(self.number(&found)) {
            return;
        }
        let forgiven = self.forgiven.as_mut();
        if found.suppressed.is_none() && forgiven.is_some_and(|all| all.take(&found)) {
            found.suppressed = Some(Suppression::Baseline);
        }
        let list = if found.suppressed.is_some() { &mut self.suppressed } else { &mut self.live };
        list.push((found.rule.code, found.severity), found);
    }

    /// What counts, so far.
    #[must_use]
    pub fn live(&self) -> &[Diagnostic] {
        self.live.list()
    }

    /// What counts, and what is put aside. Where more of a rule were heard than are told, the last one says so.
    #[must_use]
    pub fn finish(self) -> (Vec<Diagnostic>, Vec<Diagnostic>) {
        (self.live.finish(), self.suppressed.finish())
    }

    fn number(&self, found: &Diagnostic) -> u64 {
        let Diagnostic { rule, message, fix, entry, version, place, related, .. } = found;
        let related: Vec<_> = related.iter().map(|other| (&other.place, &other.message)).collect();
        self.hasher.hash_one((rule.code, message, fix, entry, version, place, related))
    }
}

/// Takes out of a report what is not to be heard, sets severities, and puts aside what is suppressed.
pub fn apply(policy: &Policy, report: &mut Report) {
    // What a baseline forgives depends on how often, so the order must not.
    report.sort();
    let mut hearing = Hearing::of(policy, report);
    let found = std::mem::take(&mut report.diagnostics);
    for found in found {
        hearing.take(found);
    }
    let (live, suppressed) = hearing.finish();
    report.diagnostics = live;
    report.suppressed.extend(suppressed);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::rule::index::{IDX010, IDX034};
    use crate::model::{Place, Rule, Span};
    use crate::validate::Baseline;
    use crate::validate::policy::{Exception, Extent, Selector};

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
        apply(policy, &mut report);
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

    fn many(rule: &'static Rule, lines: u32, suppressed: Option<&Suppression>) -> Vec<Diagnostic> {
        let at = |line| {
            let place = Place::at("index.yaml", Span { line, column: 1, length: 1 });
            let found = Diagnostic::new(rule, place, format!("found {line}"));
            Diagnostic { suppressed: suppressed.cloned(), ..found }
        };
        (1..=lines).map(at).collect()
    }

    #[test]
    fn what_is_suppressed_never_hides_what_is_not() {
        let accepted = Some(Suppression::Inline("fine".to_owned()));
        let mut findings = many(&IDX010, 1_100, accepted.as_ref());
        findings.extend(many(&IDX034, 1_100, None));
        findings.push(Diagnostic::new(&IDX010, Place::file("index.yaml"), "the last"));
        let exception = Exception::new(Selector::new("IDX034"), "an internal mirror");
        let excepted = Policy { exceptions: vec![exception], ..Policy::default() };
        for (policy, live, suppressed) in [(Policy::default(), 1_001, 1_000), (excepted, 1, 2_000)]
        {
            let mut report = Report { diagnostics: findings.clone(), ..Report::default() };
            apply(&policy, &mut report);
            assert_eq!((report.diagnostics.len(), report.suppressed.len()), (live, suppressed));
            assert!(report.diagnostics.iter().any(|found| found.message == "the last"));
            let more = report.suppressed.iter().filter(|found| found.message.contains("(and 100 "));
            assert_eq!(more.count(), suppressed / 1_000);
        }
    }

    #[test]
    fn a_baseline_knows_more_than_a_report_tells() {
        let all = Policy { extent: Extent::All, ..Policy::default() };
        let report = || Report { diagnostics: many(&IDX010, 1_500, None), ..Report::default() };
        let mut written = report();
        apply(&all, &mut written);
        let baseline = Baseline::of(&[written]);
        assert_eq!(baseline.count(), 1_500);
        let policy = Policy { baseline: Some(baseline), ..Policy::default() };
        let mut now = report();
        now.diagnostics.push(Diagnostic::new(&IDX010, Place::file("index.yaml"), "new"));
        apply(&policy, &mut now);
        assert_eq!(now.diagnostics.len(), 1);
        assert_eq!(now.diagnostics[0].message, "new");
    }

    #[test]
    fn what_is_found_twice_is_told_once() {
        let policy = Policy::default();
        let mut hearing = Hearing::of(&policy, &Report::default());
        let found = many(&IDX010, 2, None);
        found.iter().chain(&found).for_each(|found| hearing.take(found.clone()));
        assert_eq!(hearing.live().len(), 2);
    }
}
