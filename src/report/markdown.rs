//! A report as Markdown, for summaries of jobs and comments on pull requests. Bounded, because both are.
//!
//! May import: `report::{markdown::*, options, spot, summary}`, `model`.

mod escape;

use std::cmp::Reverse;
use std::io;

use escape::{cell, code};

use super::options::Options;
use super::spot::Spot;
use super::summary;
use crate::model::{Diagnostic, Report, Severity, Verdict};

/// How many findings are told of all targets: with cells of at most 300 characters, a comment on GitHub
/// (65,536 characters) holds them.
const LIMIT: usize = 100;

/// Writes one section for each target.
pub(super) fn write(
    reports: &[Report],
    options: &Options,
    out: &mut impl io::Write,
) -> io::Result<()> {
    let all = reports.iter().flat_map(|report| &report.diagnostics);
    writeln!(out, "## chartroom: {}", Severity::tally(all.map(|found| found.severity)))?;
    let mut room = LIMIT;
    for report in reports {
        writeln!(out, "\n**{}**: {}", code(&report.target), summary::all(report))?;
        consumers(&report.verdicts, out)?;
        room -= findings(report, options, room, out)?;
    }
    Ok(())
}

fn consumers(verdicts: &[Verdict], out: &mut impl io::Write) -> io::Result<()> {
    if verdicts.is_empty() {
        return Ok(());
    }
    writeln!(out, "\n| Consumer | Outcome | | What it says |\n|---|---|---|---|")?;
    for verdict in verdicts {
        let (name, outcome) = (verdict.consumer.title(), verdict.outcome.name());
        let (kept, text) = (summary::kept(verdict), cell(&verdict.text));
        writeln!(out, "| {name} | {outcome} | {kept} | {text} |")?;
    }
    Ok(())
}

/// Writes the gravest findings; tells how many.
fn findings(
    report: &Report,
    options: &Options,
    room: usize,
    out: &mut impl io::Write,
) -> io::Result<usize> {
    let mut list: Vec<&Diagnostic> = report.diagnostics.iter().collect();
    list.sort_by_key(|found| Reverse(found.severity));
    let told = list.len().min(room);
    if told > 0 {
        writeln!(out, "\n| Severity | Rule | Where | What is wrong | How to mend it |")?;
        writeln!(out, "|---|---|---|---|---|")?;
    }
    for found in list.iter().take(told) {
        let (severity, rule) = (found.severity.name(), found.rule.code);
        let file = Spot::of(report, options, &found.place.file).shown();
        let at = found.place.span.map_or(String::new(), |at| format!(":{}:{}", at.line, at.column));
        let (place, message) = (code(&format!("{file}{at}")), cell(&found.message));
        let fix = cell(found.advice());
        writeln!(out, "| {severity} | `{rule}` | {place} | {message} | {fix} |")?;
    }
    if list.len() > told {
        writeln!(out, "\n… and {} more.", list.len() - told)?;
    }
    Ok(told)
}
