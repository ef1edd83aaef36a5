//! A report as Markdown, for summaries of jobs and comments on pull requests. Bounded, because both are.
//!
//! May import: `report::{markdown::*, options, spot, summary}`, `model`.

mod escape;

use std::cmp::Reverse;
use std::fmt::Write as _;
use std::io;

use escape::{cell, code};

use super::options::Options;
use super::spot::Spot;
use super::summary;
use crate::model::text::counted;
use crate::model::{Diagnostic, Report, Severity, Verdict};

/// How many findings are told of all targets.
const LIMIT: usize = 100;

/// How many bytes are told: a comment on GitHub holds 65,536.
const LARGEST: usize = 60_000;

/// How many bytes of them are for saying how much more there is: of one target, and in the end of all.
const FOR_MORE: usize = 500;

/// Writes one section for each target.
pub(super) fn write(
    reports: &[Report],
    options: &Options,
    out: &mut impl io::Write,
) -> io::Result<()> {
    let all = reports.iter().flat_map(|report| &report.diagnostics);
    let title = format!("## chartroom: {}\n", Severity::tally(all.map(|found| found.severity)));
    let mut page = Page { text: title, rows: 0 };
    let mut left_out = reports.iter();
    while let Some(report) = left_out.as_slice().first() {
        let section = format!("\n**{}**: {}\n", code(&report.target), summary::all(report));
        if !page.takes(&section, 3 * FOR_MORE) {
            break;
        }
        left_out.next();
        page.takes(&consumers(&report.verdicts), 3 * FOR_MORE);
        page.findings(report, options);
    }
    if left_out.len() > 0 {
        let found: usize = left_out.clone().map(|report| report.diagnostics.len()).sum();
        let (targets, findings) = (counted(left_out.len(), "target"), counted(found, "finding"));
        page.takes(&format!("\n… and {targets} more with {findings}.\n"), 0);
    }
    out.write_all(page.text.as_bytes())
}

fn consumers(verdicts: &[Verdict]) -> String {
    let mut text = String::new();
    if !verdicts.is_empty() {
        text.push_str("\n| Consumer | Outcome | | What it says |\n|---|---|---|---|\n");
    }
    for verdict in verdicts {
        let (name, outcome) = (verdict.consumer.title(), verdict.outcome.name());
        let (kept, said) = (summary::kept(verdict), cell(&verdict.text));
        // Writing to a text cannot fail.
        let _ = writeln!(text, "| {name} | {outcome} | {kept} | {said} |");
    }
    text
}

/// What is told, within bounds.
struct Page {
    text: String,
    /// Findings told.
    rows: usize,
}

impl Page {
    /// Takes a piece as a whole if so many bytes stay free behind it.
    fn takes(&mut self, piece: &str, free: usize) -> bool {
        let fits = self.text.len() + piece.len() + free <= LARGEST;
        if fits {
            self.text.push_str(piece);
        }
        fits
    }

    /// Takes the gravest findings, and how many more there are.
    fn findings(&mut self, report: &Report, options: &Options) {
        let mut list: Vec<&Diagnostic> = report.diagnostics.iter().collect();
        list.sort_by_key(|found| Reverse(found.severity));
        let mut told = 0;
        for found in &list {
            let head = if told == 0 { HEAD } else { "" };
            let row = format!("{head}{}", row(report, options, found));
            if self.rows == LIMIT || !self.takes(&row, 2 * FOR_MORE) {
                break;
            }
            self.rows += 1;
            told += 1;
        }
        if list.len() > told {
            self.takes(&format!("\n… and {} more.\n", list.len() - told), FOR_MORE);
        }
    }
}

/// What stands above the first finding of a target.
const HEAD: &str =
    "\n| Severity | Rule | Where | What is wrong | How to mend it |\n|---|---|---|---|---|\n";

fn row(report: &Report, options: &Options, found: &Diagnostic) -> String {
    let (severity, rule) = (found.severity.name(), found.rule.code);
    let file = Spot::of(report, options, &found.place.file).shown();
    let at = found.place.span.map_or(String::new(), |at| format!(":{}:{}", at.line, at.column));
    let (place, message) = (code(&format!("{file}{at}")), cell(&found.message));
    let fix = cell(found.advice());
    format!("| {severity} | `{rule}` | {place} | {message} | {fix} |\n")
}
