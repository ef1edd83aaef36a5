//! What was looked at and how much was found, in words that all formats share.
//!
//! May import: `model`.

use crate::model::text::counted;
use crate::model::{Outcome, Report, RepositoryKind, Severity, Verdict};

/// `3 addons, 5 versions, 3 errors, 2 warnings, 0 info`, and what was not told.
pub(super) fn all(report: &Report) -> String {
    let mut parts: Vec<String> = catalog(report).into_iter().collect();
    parts.push(findings(report));
    parts.extend(untold(report));
    parts.join(", ")
}

/// `3 addons, 5 versions`; nothing where nobody knows what it is.
pub(super) fn catalog(report: &Report) -> Option<String> {
    let kind = report.kind?;
    let entries = match (kind, report.entries) {
        (RepositoryKind::Helm, 1) => "chart",
        (RepositoryKind::Addons, 1) => "addon",
        _ => kind.entries_name(),
    };
    Some(format!("{} {entries}, {}", report.entries, counted(report.versions, "version")))
}

/// `3 errors, 2 warnings, 0 info`, or `no findings`.
pub(super) fn findings(report: &Report) -> String {
    if report.diagnostics.is_empty() {
        return "no findings".to_owned();
    }
    let [errors, warnings] =
        [Severity::Error, Severity::Warning].map(|severity| report.count(severity));
    let infos = report.count(Severity::Info);
    format!("{}, {}, {infos} info", counted(errors, "error"), counted(warnings, "warning"))
}

/// `2 suppressed`, `12 packages left out`: only what there is.
pub(super) fn untold(report: &Report) -> Vec<String> {
    let suppressed = report.suppressed.len();
    let left_out = report.packages.left_out;
    let mut parts = Vec::new();
    if suppressed > 0 {
        parts.push(format!("{suppressed} suppressed"));
    }
    if left_out > 0 {
        parts.push(format!("{} left out", counted(left_out, "package")));
    }
    parts
}

/// `keeps 3 versions, leaves out 2`: what an outcome means in numbers.
pub(super) fn kept(verdict: &Verdict) -> String {
    let kept = counted(verdict.kept_versions, "version");
    match (verdict.outcome, verdict.skipped.len()) {
        (Outcome::Refuse | Outcome::Crash, _) => "keeps nothing".to_owned(),
        (_, 0) => format!("keeps {kept}"),
        (_, skipped) => format!("keeps {kept}, leaves out {skipped}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Consumer, Looked, Skipped};

    #[test]
    fn only_what_there_is_is_told() {
        let mut report = Report { kind: Some(RepositoryKind::Helm), ..Report::default() };
        (report.entries, report.versions) = (1, 2);
        assert_eq!(all(&report), "1 chart, 2 versions, no findings");
        report.packages = Looked { left_out: 1, ..Looked::default() };
        assert_eq!(all(&report), "1 chart, 2 versions, no findings, 1 package left out");
        assert_eq!(all(&Report::default()), "no findings");
    }

    #[test]
    fn who_refuses_keeps_nothing() {
        let skipped = Skipped { entry: "a".into(), version: "1".into(), reason: "x".into() };
        let mut verdict = Verdict {
            consumer: Consumer::Helm4,
            outcome: Outcome::Skip,
            kept_versions: 2,
            skipped: vec![skipped],
            text: String::new(),
        };
        assert_eq!(kept(&verdict), "keeps 2 versions, leaves out 1");
        verdict.outcome = Outcome::Refuse;
        assert_eq!(kept(&verdict), "keeps nothing");
    }
}
