//! A report for people: by file, with the lines that are meant, why it matters and how to mend it.
//!
//! ```text
//! error[IDX010] duplicate version "0.0.3" of "redis"
//!   --> index.yaml:41:7
//!    |
//! 41 |       version: 0.0.3
//!    |       ^^^^^^^^^^^^^^
//! ```
//!
//! May import: `report::{calm, options, pretty::*, spot, summary}`, `model`.

mod brush;
mod frame;

use std::collections::HashSet;
use std::io;

use brush::{Brush, Tone};

use super::calm::calm;
use super::options::Options;
use super::spot::Spot;
use super::summary;
use crate::model::{Diagnostic, Outcome, Place, Report, Severity, Verdict};

/// Writes one target after the other.
pub(super) fn write(
    reports: &[Report],
    options: &Options,
    out: &mut impl io::Write,
) -> io::Result<()> {
    for report in reports {
        let mut page = Page { report, options, brush: Brush(options.paint), told: HashSet::new() };
        page.write(out)?;
    }
    Ok(())
}

/// One target, on the way through it.
struct Page<'report> {
    report: &'report Report,
    options: &'report Options,
    brush: Brush,
    /// Rules of which the reason and the page were told already: once is enough.
    told: HashSet<&'static str>,
}

impl Page<'_> {
    fn write(&mut self, out: &mut impl io::Write) -> io::Result<()> {
        let diagnostics: &[Diagnostic] = &self.report.diagnostics;
        for group in diagnostics.chunk_by(|left, right| left.place.file == right.place.file) {
            self.heading(group, out)?;
            group.iter().try_for_each(|found| self.finding(found, out))?;
        }
        self.consumers(out)?;
        let target = self.brush.paint(Tone::Bold, &calm(&self.report.target));
        writeln!(out, "{target}: {}", summary::all(self.report))
    }

    fn heading(&self, group: &[Diagnostic], out: &mut impl io::Write) -> io::Result<()> {
        let Some(first) = group.first() else { return Ok(()) };
        let tally = Severity::tally(group.iter().map(|found| found.severity));
        let file = self.brush.paint(Tone::Heading, &self.file(&first.place));
        writeln!(out, "{file}: {tally}\n")
    }

    fn finding(&mut self, found: &Diagnostic, out: &mut impl io::Write) -> io::Result<()> {
        let severity = found.severity;
        let head = format!("{}[{}]", severity.name(), found.rule.code);
        let head = self.brush.paint(Tone::of(severity), &head);
        let message = self.brush.paint(Tone::Bold, &calm(&found.message));
        writeln!(out, "{head} {message}")?;
        let arrow = self.brush.paint(Tone::Margin, "-->");
        writeln!(out, "  {arrow} {}{}", self.at(&found.place), subject(found))?;
        if let (Some(excerpt), Some(span)) = (&found.excerpt, found.place.span) {
            for row in frame::rows(excerpt, span) {
                let margin = self.brush.paint(Tone::Margin, &row.margin);
                let tone = if row.is_caret { Tone::of(severity) } else { Tone::Plain };
                let line = format!("{margin}{}", self.brush.paint(tone, &row.text));
                writeln!(out, "{}", line.trim_end())?;
            }
        }
        self.advice(found, out)
    }

    fn advice(&mut self, found: &Diagnostic, out: &mut impl io::Write) -> io::Result<()> {
        let code = found.rule.code;
        for related in &found.related {
            let place = self.at(&related.place);
            self.note("also", &format!("{place} {}", calm(&related.message)), out)?;
        }
        let is_first = self.told.insert(code);
        if is_first {
            self.note("why", found.rule.why, out)?;
        }
        self.note("fix", &calm(found.advice()), out)?;
        if is_first {
            self.note("more", &format!("chartroom rules {code}"), out)?;
        }
        writeln!(out)
    }

    fn note(&self, word: &str, text: &str, out: &mut impl io::Write) -> io::Result<()> {
        let word = self.brush.paint(Tone::Margin, &format!("{word:>6}"));
        writeln!(out, "{word}  {text}")
    }

    fn file(&self, place: &Place) -> String {
        calm(&Spot::of(self.report, self.options, &place.file).shown()).into_owned()
    }

    fn at(&self, place: &Place) -> String {
        let at = place.span.map_or(String::new(), |at| format!(":{}:{}", at.line, at.column));
        format!("{}{at}", self.file(place))
    }

    fn consumers(&self, out: &mut impl io::Write) -> io::Result<()> {
        if self.report.verdicts.is_empty() {
            return Ok(());
        }
        writeln!(out, "{}\n", self.brush.paint(Tone::Heading, "What each consumer does"))?;
        self.report.verdicts.iter().try_for_each(|verdict| self.consumer(verdict, out))?;
        writeln!(out)
    }

    fn consumer(&self, verdict: &Verdict, out: &mut impl io::Write) -> io::Result<()> {
        let tone = match verdict.outcome {
            Outcome::Accept => Tone::Good,
            Outcome::Skip => Tone::of(Severity::Warning),
            Outcome::Refuse | Outcome::Crash => Tone::of(Severity::Error),
        };
        let (name, kept) = (verdict.consumer.title(), summary::kept(verdict));
        let outcome = self.brush.paint(tone, &format!("{:<6}", verdict.outcome.name()));
        let text = calm(&verdict.text);
        let text = if text.is_empty() { String::new() } else { format!(": {text}") };
        writeln!(out, "  {name:<12}  {outcome}  {kept}{text}")
    }
}

/// Of which entry and version a finding speaks, where the path does not say it.
fn subject(found: &Diagnostic) -> String {
    match (&found.entry, &found.version) {
        (Some(entry), Some(version)) => format!(" ({} {})", calm(entry), calm(version)),
        (Some(entry), None) => format!(" ({})", calm(entry)),
        _ => String::new(),
    }
}
