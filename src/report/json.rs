//! A report as JSON, for scripts. Keys are stable; absent values are null.
//!
//! May import: `model`.

use std::io;

use serde_json::{Value, json};

use crate::model::{Diagnostic, Report, RepositoryKind, Severity};

/// Writes one object.
pub(super) fn write(report: &Report, out: &mut impl io::Write) -> io::Result<()> {
    print(&object(report), out)
}

/// Writes an array of objects.
pub(super) fn write_all(reports: &[Report], out: &mut impl io::Write) -> io::Result<()> {
    print(&Value::Array(reports.iter().map(object).collect()), out)
}

fn print(value: &Value, out: &mut impl io::Write) -> io::Result<()> {
    serde_json::to_writer_pretty(&mut *out, value).map_err(io::Error::from)?;
    writeln!(out)
}

fn object(report: &Report) -> Value {
    json!({
        "target": report.target,
        "kind": report.kind.map(RepositoryKind::name),
        "summary": {
            "error": report.count(Severity::Error),
            "warning": report.count(Severity::Warning),
            "info": report.count(Severity::Info),
        },
        "catalog": { "entries": report.entries, "versions": report.versions },
        "diagnostics": report.diagnostics.iter().map(diagnostic).collect::<Vec<_>>(),
    })
}

fn diagnostic(found: &Diagnostic) -> Value {
    let span = found.place.span;
    json!({
        "rule": found.rule.code,
        "name": found.rule.name,
        "severity": found.severity.name(),
        "message": found.message,
        "fix": found.advice(),
        "entry": found.entry,
        "version": found.version,
        "location": {
            "file": found.place.file,
            "line": span.map(|span| span.line),
            "column": span.map(|span| span.column),
        },
    })
}
