//! What `helm lint` would count of a chart.
//!
//! May import: `validate::consumer::words`, `model`.

use super::words;
use crate::model::text::counted;
use crate::model::{Consumer, Diagnostic, Effect, Family, Severity};

/// Rules that stop the loader and are messages of the lint besides: it reads `Chart.yaml` and `values.yaml` on its
/// own before it loads the chart.
const TOLD_TWICE: &[&str] =
    &["CHT002", "CHT003", "CHT006", "CHT007", "CHT011", "CHT012", "CHT016", "CHT031", "CHT032"];

/// What fails later and is no message of the lint; `None` speaks of both Helms.
const UNSAID: &[(&str, Option<Consumer>)] =
    &[("CHT049", Some(Consumer::Helm3)), ("CHT061", None), ("CHT062", None)];

/// Severities of the lint that are not those of the rule.
const OTHERWISE: &[(&str, Consumer, Severity)] = &[("CHT040", Consumer::Helm3, Severity::Warning)];

/// How many messages of each severity.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Lint {
    pub(super) errors: usize,
    pub(super) warnings: usize,
    pub(super) notes: usize,
}

impl Lint {
    /// Counts the messages of that Helm.
    pub(super) fn of(consumer: Consumer, found: &[Diagnostic]) -> Self {
        let mut lint = Self::default();
        let is_broken_within = found.iter().any(|found| found.rule.code == "CHT047");
        // What is wrong with a chart within this one is not linted with it.
        let own = |found: &&Diagnostic| !is_broken_within || !words::is_of_subchart(found);
        for found in found.iter().filter(own) {
            match found.rule.effect(consumer) {
                Effect::Warns => lint.count(severity(consumer, found)),
                Effect::Fails if !is_unsaid(consumer, found) => {
                    lint.count(severity(consumer, found));
                }
                Effect::Refuses if TOLD_TWICE.contains(&found.rule.code) => {
                    lint.count(Severity::Error);
                }
                _ => {}
            }
        }
        let has = |code: &str| found.iter().any(|found| found.rule.code == code);
        if found.iter().any(|found| found.rule.effect(consumer) == Effect::Refuses) {
            // Both the group of the dependencies and that of the templates load the chart.
            lint.errors += if has("CHT039") || has("CHT040") { 1 } else { 2 };
        }
        if has("CHT011") && consumer == Consumer::Helm4 {
            // No version is no strict version either.
            lint.warnings += 1;
        }
        lint
    }

    fn count(&mut self, severity: Severity) {
        match severity {
            Severity::Error => self.errors += 1,
            Severity::Warning => self.warnings += 1,
            Severity::Info => self.notes += 1,
        }
    }

    /// The counts in words.
    pub(super) fn text(self) -> String {
        let Self { errors, warnings, notes } = self;
        let counts =
            [counted(errors, "error"), counted(warnings, "warning"), counted(notes, "note")];
        let fails = if errors > 0 { "fails" } else { "passes" };
        format!("helm lint {fails}: {}", counts.join(", "))
    }
}

fn severity(consumer: Consumer, found: &Diagnostic) -> Severity {
    let other = OTHERWISE.iter().find(|(code, of, _)| *code == found.rule.code && *of == consumer);
    other.map_or(found.rule.severity, |(_, _, severity)| *severity)
}

fn is_unsaid(consumer: Consumer, found: &Diagnostic) -> bool {
    let mut unsaid = UNSAID.iter();
    let is_target = found.rule.family == Family::Target;
    is_target
        || unsaid.any(|(code, of)| *code == found.rule.code && of.is_none_or(|of| of == consumer))
}
