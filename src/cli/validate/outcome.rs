//! What a report means for the exit code, and what is said beside it.
//!
//! May import: `cli::{args, output}`, `ops`, `report`, `model`, `error`.

use crate::cli::args::Limit;
use crate::cli::output::{self, Exit};
use crate::error::Error;
use crate::model::rule::target::{TGT001, TGT004};
use crate::model::text::clean;
use crate::model::{Consumer, Diagnostic, Effect, Outcome, Place, Report, Severity};
use crate::ops;
use crate::report::Format;

/// Whether a format is read by people, who read standard error, too.
pub(super) fn is_for_people(format: Format) -> bool {
    !format.tells_every_target()
}

/// The report as one consumer would have it: its verdict, and what it minds.
pub(super) fn seen_by(consumer: Option<Consumer>, mut report: Report) -> Report {
    let Some(consumer) = consumer else { return report };
    report.verdicts.retain(|verdict| verdict.consumer == consumer);
    report
        .diagnostics
        .retain(|found| !matches!(found.rule.effect(consumer), Effect::Ignores | Effect::Unseen));
    report
}

/// Findings say what was looked at and is bad; a package that nobody could look at says nothing of it.
pub(super) fn judged(report: &Report, limit: Limit, consumer: Option<Consumer>) -> Exit {
    let reached = match (limit, consumer) {
        (Limit::Never, _) => false,
        (Limit::At(limit), Some(consumer)) => weight(report, consumer) >= Some(limit),
        (Limit::At(limit), None) => report.diagnostics.iter().any(|found| found.severity >= limit),
    };
    match reached {
        _ if report.diagnostics.iter().any(is_unseen) => Exit::Failed,
        true => Exit::Findings,
        false => Exit::Clean,
    }
}

/// How bad a verdict is; `None` is well.
fn weight(report: &Report, consumer: Consumer) -> Option<Severity> {
    let mut verdicts = report.verdicts.iter().filter(|verdict| verdict.consumer == consumer);
    match verdicts.next()?.outcome {
        Outcome::Accept => None,
        Outcome::Skip => Some(Severity::Warning),
        Outcome::Refuse | Outcome::Crash => Some(Severity::Error),
    }
}

fn is_unseen(found: &Diagnostic) -> bool {
    found.rule.code == TGT004.code
}

/// Says that some packages could not be looked at, for those who see only the exit code.
pub(super) fn tell_unseen(report: &Report) {
    if report.diagnostics.iter().any(is_unseen) {
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
