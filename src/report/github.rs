//! A report as workflow commands, which GitHub Actions shows beside the lines that they speak of:
//! `::error file=index.yaml,line=41,col=7,endColumn=12,title=IDX010 duplicate-version::…`.
//!
//! The form: <https://docs.github.com/actions/reference/workflow-commands-for-github-actions>. The runner escapes
//! `%`, line breaks, and in properties `:` and `,`.
//!
//! May import: `report::{calm, options, spot, summary}`, `model`.

use std::fmt::Write as _;
use std::io;

use super::calm::calm;
use super::options::Options;
use super::spot::{Ground, Spot};
use super::summary;
use crate::model::text::clean;
use crate::model::{Diagnostic, Report, Severity};

/// Writes a command for each diagnostic, and for each target a line that sums up.
pub(super) fn write(
    reports: &[Report],
    options: &Options,
    out: &mut impl io::Write,
) -> io::Result<()> {
    for report in reports {
        for found in &report.diagnostics {
            writeln!(out, "{}", command(report, options, found))?;
        }
        writeln!(out, "chartroom: {}: {}", calm(&report.target), summary::all(report))?;
    }
    Ok(())
}

fn command(report: &Report, options: &Options, found: &Diagnostic) -> String {
    let spot = Spot::of(report, options, &found.place.file);
    let level = match found.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Info => "notice",
    };
    let title = format!("{} {}", found.rule.code, found.rule.name);
    let properties = format!("{}title={}", place(&spot, found), property(&title));
    // The log shows the message alone, so that it must say where.
    let at = found.place.span.map_or(String::new(), |at| format!("{}:{}:", at.line, at.column));
    let (shown, message) = (clean(&spot.shown()).into_owned(), clean(&found.message));
    let text = format!("{shown}:{at} {message}\nFix: {}", clean(found.advice()));
    format!("::{level} {properties}::{}", data(&text))
}

/// Where the note is shown; nowhere for what is not in the checkout. An archive has no lines.
fn place(spot: &Spot, found: &Diagnostic) -> String {
    if spot.ground != Ground::Root {
        return String::new();
    }
    let mut text = format!("file={},", property(&clean(&spot.path)));
    if let (Some(span), None) = (found.place.span, &spot.inner) {
        let _ = write!(text, "line={},col={},", span.line, span.column);
        if span.length > 0 {
            let _ = write!(text, "endColumn={},", span.column.saturating_add(span.length));
        }
    }
    text
}

fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}
