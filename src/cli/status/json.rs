//! Verdicts for scripts. Keys are stable; absent values are null.
//!
//! May import: `cli::output`, `ops`, `model`, `error`.

use serde_json::{Value, json};

use crate::cli::output::diagnostic_json as diagnostic;

use crate::error::Failure;
use crate::model::{Diagnostic, Severity};
use crate::ops::status::{AddonVerdict, Cause, Phase, RepositoryVerdict, Verdict};

/// All verdicts, and what is wrong with the manifests.
pub(super) fn of(verdicts: &[Verdict], diagnostics: &[Diagnostic]) -> Value {
    json!({
        "configurations": verdicts.iter().map(configuration).collect::<Vec<_>>(),
        "diagnostics": diagnostics.iter().map(diagnostic).collect::<Vec<_>>(),
    })
}

fn configuration(verdict: &Verdict) -> Value {
    let good: Vec<String> = verdict.good().map(AddonVerdict::title).collect();
    let is_ready = verdict.phase == Phase::Ready;
    let nothing = Vec::new();
    json!({
        "configuration": verdict.title,
        "phase": verdict.phase.name(),
        "repositories":
            verdict.repositories.iter().map(|one| repository(verdict, one)).collect::<Vec<_>>(),
        "registered": if is_ready { &good } else { &nothing },
        "heldBack": if is_ready { &nothing } else { &good },
        "statusPhase": verdict.known,
        "differences": verdict.differences,
        "quirks": verdict.quirks,
    })
}

fn repository(verdict: &Verdict, repository: &RepositoryVerdict) -> Value {
    let first = repository.causes.first();
    json!({
        "url": repository.url,
        "status": verdict.shown(repository).name(),
        "reason": first.map(|cause| cause.reason.name()),
        "message": first.map(|cause| cause.message.as_str()),
        "reasons": causes(&repository.causes),
        "addons": repository.addons.iter().map(addon).collect::<Vec<_>>(),
        "unseen": repository.unseen.as_ref().map(failure),
        "findings": {
            "error": repository.count(Severity::Error),
            "warning": repository.count(Severity::Warning),
            "info": repository.count(Severity::Info),
            "worst": repository.worst().map(diagnostic),
        },
    })
}

fn addon(addon: &AddonVerdict) -> Value {
    let first = addon.causes.first();
    json!({
        "name": addon.name,
        "version": addon.version,
        "status": if addon.is_good() { "Ready" } else { "Failed" },
        "reason": first.map(|cause| cause.reason.name()),
        "message": first.map(|cause| cause.message.as_str()),
        "reasons": causes(&addon.causes),
        "unseen": addon.unseen.as_ref().map(failure),
        "findings": addon.findings.iter().map(diagnostic).collect::<Vec<_>>(),
    })
}

fn causes(causes: &[Cause]) -> Vec<Value> {
    let one = |cause: &Cause| json!({"reason": cause.reason.name(), "message": cause.message});
    causes.iter().map(one).collect()
}

fn failure(failure: &Failure) -> Value {
    json!({
        "message": failure.summary,
        "hint": failure.hint,
        "fault": failure.fault.map(crate::model::Fault::name),
    })
}
