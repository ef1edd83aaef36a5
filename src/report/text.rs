//! A report as lines: `index.yaml:41:7: warning IDX010 duplicate version "0.0.3" of "redis"`.
//!
//! May import: `model`.

use std::io;

use crate::model::text::{clean, counted};
use crate::model::{Diagnostic, Report, RepositoryKind, Severity};

/// Writes one line per diagnostic and a last line that sums up.
pub(super) fn write(report: &Report, out: &mut impl io::Write) -> io::Result<()> {
    for diagnostic in &report.diagnostics {
        line(diagnostic, out)?;
    }
    writeln!(out, "{}: {}{}", clean(&report.target), catalog(report), findings(report))
}

fn line(diagnostic: &Diagnostic, out: &mut impl io::Write) -> io::Result<()> {
    write!(out, "{}:", clean(&diagnostic.place.file))?;
    if let Some(span) = diagnostic.place.span {
        write!(out, "{}:{}:", span.line, span.column)?;
    }
    let (severity, code) = (diagnostic.severity.name(), diagnostic.rule.code);
    writeln!(out, " {severity} {code} {}", clean(&diagnostic.message))
}

fn catalog(report: &Report) -> String {
    let Some(kind) = report.kind else { return String::new() };
    let entries = match (kind, report.entries) {
        (RepositoryKind::Helm, 1) => "chart",
        (RepositoryKind::Addons, 1) => "addon",
        _ => kind.entries_name(),
    };
    format!("{} {entries}, {}, ", report.entries, counted(report.versions, "version"))
}

fn findings(report: &Report) -> String {
    if report.diagnostics.is_empty() {
        return "no findings".to_owned();
    }
    let [errors, warnings] =
        [Severity::Error, Severity::Warning].map(|severity| report.count(severity));
    let infos = report.count(Severity::Info);
    format!("{}, {}, {infos} info", counted(errors, "error"), counted(warnings, "warning"))
}
