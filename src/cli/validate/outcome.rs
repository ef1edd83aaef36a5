//! What a report means for the exit code, and what is said beside it.
//!
//! May import: `cli::{args, output}`, `ops`, `report`, `model`, `error`.

use crate::cli::args::Limit;
use crate::cli::output::{self, Exit};
use crate::error::Error;
use crate::model::rule::target::{TGT001, TGT002, TGT004};
use crate::model::text::clean;
use crate::model::{Consumer, Diagnostic, Effect, Outcome, Place, Report, Severity};
use crate::ops;
use crate::report::Format;

/// Whether a format is read by people, who read standard error, too.
pub(super) fn is_for_people(format: Format) -> bool {
    !format.tells_every_target()
}

/// The report as one consumer would have it: its verdict, and what it minds. That there was nothing to look at, or no
/// way to it, concerns every consumer.
pub(super) fn seen_by(consumer: Option<Consumer>, mut report: Report) -> Report {
    let Some(consumer) = consumer else { return report };
    report.verdicts.retain(|verdict| verdict.consumer == consumer);
    let minds = |found: &Diagnostic| {
        !matches!(found.rule.effect(consumer), Effect::Ignores | Effect::Unseen)
    };
    report.diagnostics.retain(|found| is_about_target(found) || minds(found));
    report
}

fn is_about_target(found: &Diagnostic) -> bool {
    [TGT001.code, TGT002.code, TGT004.code].contains(&found.rule.code)
}

/// Findings say what was looked at and is bad; a package that nobody could look at says nothing of it.
pub(super) fn judged(report: &Report, limit: Limit, consumer: Option<Consumer>) -> Exit {
    let reached = match limit {
        Limit::Never => false,
        Limit::At(limit) => gravity(report, consumer) >= Some(limit),
    };
    match reached {
        _ if is_partly_unseen(report) => Exit::Failed,
        true => Exit::Findings,
        false => Exit::Clean,
    }
}

/// How bad a report is: by the consumer's verdict, or, where it has none (nothing to judge, manifests), by the findings.
/// `None` is well.
fn gravity(report: &Report, consumer: Option<Consumer>) -> Option<Severity> {
    let verdict = report.verdicts.iter().find(|verdict| Some(verdict.consumer) == consumer);
    let Some(verdict) = verdict else {
        return report.diagnostics.iter().map(|found| found.severity).max();
    };
    match verdict.outcome {
        Outcome::Accept => None,
        Outcome::Skip => Some(Severity::Warning),
        Outcome::Refuse | Outcome::Crash => Some(Severity::Error),
    }
}

/// Whether packages could not be looked at, whichever findings are heard; unless all that is said of it was accepted
/// with a reason.
fn is_partly_unseen(report: &Report) -> bool {
    let is_told = |list: &[Diagnostic]| list.iter().any(|found| found.rule.code == TGT004.code);
    let is_accepted = is_told(&report.suppressed) && !is_told(&report.diagnostics);
    report.packages.unreached > 0 && !is_accepted
}

/// Says that some packages could not be looked at, for those who see only the exit code.
pub(super) fn tell_unseen(report: &Report) {
    if is_partly_unseen(report) {
        let what = "not all of its packages could be looked at (TGT004)";
        output::say(&format!("chartroom: {}: {what}", clean(&report.target)));
    }
}

/// A report that says that nothing could be looked at.
pub(super) fn unreachable(target: &str, error: &Error) -> Report {
    let target = ops::shown_target(target);
    let diagnostic = Diagnostic::new(&TGT001, Place::file(target.clone()), error.message.clone());
    let diagnostic = if error.hint.is_empty() {
        diagnostic
    } else {
        diagnostic.fix(output::advice(&error.hint, error.offer.as_deref()))
    };
    Report { diagnostics: vec![diagnostic], target, ..Report::default() }
}
