//! A report as JSON, for scripts. Keys are stable; absent values are null. `report.schema.json` beside this file
//! says the same to machines.
//!
//! May import: `report::{options, sequence}`, `model`.

use std::io;

use serde::Serialize;
use serde_json::{Value, json};

use super::options::Options;
use super::sequence::Sequence;
use crate::model::{Diagnostic, Place, Report, RepositoryKind, Severity, Verdict};

/// Raised when a key goes or changes its meaning; new keys do not raise it.
const FORMAT: u32 = 1;

/// Writes one object for one target, an array of them for several.
pub(super) fn write(reports: &[Report], _: &Options, out: &mut impl io::Write) -> io::Result<()> {
    match reports {
        [report] => print(&object(report), out),
        _ => print(&Sequence(reports.iter().map(object)), out),
    }
}

fn print(value: &impl Serialize, out: &mut impl io::Write) -> io::Result<()> {
    serde_json::to_writer_pretty(&mut *out, value).map_err(io::Error::from)?;
    writeln!(out)
}

/// Written key by key in this order.
#[derive(Serialize)]
struct Object<'report, D: Serialize, S: Serialize, C: Serialize> {
    format: u32,
    target: &'report str,
    kind: Option<&'static str>,
    summary: Value,
    catalog: Value,
    packages: Value,
    diagnostics: D,
    suppressed: S,
    #[serde(skip_serializing_if = "Option::is_none")]
    consumer: Option<Value>,
    consumers: C,
}

fn object(report: &Report) -> impl Serialize {
    let looked = report.packages;
    Object {
        format: FORMAT,
        target: &report.target,
        kind: report.kind.map(RepositoryKind::name),
        summary: json!({
            "error": report.count(Severity::Error),
            "warning": report.count(Severity::Warning),
            "info": report.count(Severity::Info),
        }),
        catalog: json!({ "entries": report.entries, "versions": report.versions }),
        packages: json!({
            "judged": looked.judged,
            "remembered": looked.remembered,
            "left_out": looked.left_out,
        }),
        diagnostics: Sequence(report.diagnostics.iter().map(diagnostic)),
        suppressed: Sequence(report.suppressed.iter().map(diagnostic)),
        // Only one was asked for.
        consumer: match report.verdicts.as_slice() {
            [verdict] => Some(consumer(verdict)),
            _ => None,
        },
        consumers: Sequence(report.verdicts.iter().map(consumer)),
    }
}

fn diagnostic(found: &Diagnostic) -> Value {
    let related = |related: &crate::model::Related| json!({ "message": related.message, "location": location(&related.place) });
    json!({
        "rule": found.rule.code,
        "name": found.rule.name,
        "severity": found.severity.name(),
        "message": found.message,
        "fix": found.advice(),
        "entry": found.entry,
        "version": found.version,
        "location": location(&found.place),
        "related": found.related.iter().map(related).collect::<Vec<_>>(),
        "excerpt": found.excerpt.as_ref().map(|excerpt| json!({
            "first_line": excerpt.first_line,
            "first_column": excerpt.first_column,
            "lines": excerpt.lines,
        })),
        "suppressed": found.suppressed.as_ref().map(|suppression| json!({
            "kind": suppression.name(),
            "reason": suppression.reason(),
        })),
    })
}

fn location(place: &Place) -> Value {
    let span = place.span;
    json!({
        "file": place.file,
        "line": span.map(|span| span.line),
        "column": span.map(|span| span.column),
        "length": span.map(|span| span.length),
    })
}

fn consumer(verdict: &Verdict) -> Value {
    let skipped = |skipped: &crate::model::Skipped| json!({ "entry": skipped.entry, "version": skipped.version, "reason": skipped.reason });
    json!({
        "name": verdict.consumer.name(),
        "outcome": verdict.outcome.name(),
        "kept_versions": verdict.kept_versions,
        "skipped": verdict.skipped.iter().map(skipped).collect::<Vec<_>>(),
        "text": verdict.text,
    })
}
