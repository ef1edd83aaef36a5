//! A report as lines: `index.yaml:41:7: warning IDX010 duplicate version "0.0.3" of "redis"`.
//!
//! May import: `report::{calm, options, spot, summary, verdict}`, `model`.

use std::io;

use super::calm::calm;
use super::options::Options;
use super::spot::Spot;
use super::{summary, verdict};
use crate::model::{Diagnostic, Report};

/// Writes one line per diagnostic and for each target a last line that sums up.
pub(super) fn write(
    reports: &[Report],
    options: &Options,
    out: &mut impl io::Write,
) -> io::Result<()> {
    for report in reports {
        for diagnostic in &report.diagnostics {
            writeln!(out, "{}", line(report, options, diagnostic))?;
        }
        writeln!(out, "{}: {}", calm(&report.target), summary::all(report))?;
        // Only one was asked for.
        if let [verdict] = report.verdicts.as_slice() {
            verdict::write_verdict(verdict, out)?;
        }
    }
    Ok(())
}

fn line(report: &Report, options: &Options, found: &Diagnostic) -> String {
    let file = Spot::of(report, options, &found.place.file).shown();
    let at = found.place.span.map_or(String::new(), |at| format!("{}:{}:", at.line, at.column));
    let (severity, code) = (found.severity.name(), found.rule.code);
    format!("{}:{at} {severity} {code} {}", calm(&file), calm(&found.message))
}
