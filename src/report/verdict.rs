//! What a consumer would do, as text and as JSON.
//!
//! May import: `report::calm`, `model`.

use std::io;

use serde_json::{Value, json};

use super::calm::calm;
use crate::model::text::counted;
use crate::model::{Outcome, Report, Verdict};

/// How many left-out versions a text names.
const NAMED: usize = 20;

/// Writes one consumer's verdict: how it ends, what it keeps and leaves out, and what it says.
///
/// # Errors
/// When `out` cannot be written.
pub fn write_verdict(verdict: &Verdict, out: &mut impl io::Write) -> io::Result<()> {
    let kept = counted(verdict.kept_versions, "version");
    let outcome = words(verdict.outcome);
    writeln!(
        out,
        "{} {outcome}: {kept} kept, {} left out",
        verdict.consumer,
        verdict.skipped.len()
    )?;
    for skipped in verdict.skipped.iter().take(NAMED) {
        let name = format!("{} {}", skipped.entry, skipped.version);
        writeln!(out, "  leaves out {}: {}", calm(name.trim()), calm(&skipped.reason))?;
    }
    match verdict.skipped.len().saturating_sub(NAMED) {
        0 => {}
        more => writeln!(out, "  leaves out {more} more")?,
    }
    match verdict.text.as_str() {
        "" => Ok(()),
        text => writeln!(out, "  says: {}", calm(text)),
    }
}

/// Writes the verdicts of all consumers, one line each.
///
/// # Errors
/// When `out` cannot be written.
pub fn write_matrix(report: &Report, out: &mut impl io::Write) -> io::Result<()> {
    for verdict in &report.verdicts {
        let (title, outcome) = (verdict.consumer.title(), verdict.outcome.name());
        let (kept, skipped) = (verdict.kept_versions, verdict.skipped.len());
        let line = format!("{title:<12}  {outcome:<6}  {kept:>6} kept  {skipped:>4} left out  ");
        writeln!(out, "{}", format!("{line}{}", calm(&verdict.text)).trim_end())?;
    }
    Ok(())
}

/// A verdict as the value of `"consumer"`.
#[must_use]
pub fn verdict_object(verdict: &Verdict) -> Value {
    let skipped = verdict.skipped.iter().map(|skipped| {
        json!({
            "entry": skipped.entry,
            "version": skipped.version,
            "reason": skipped.reason,
        })
    });
    json!({
        "name": verdict.consumer.name(),
        "outcome": verdict.outcome.name(),
        "kept_versions": verdict.kept_versions,
        "skipped": skipped.collect::<Vec<_>>(),
        "text": verdict.text,
    })
}

fn words(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Accept => "takes it",
        Outcome::Skip => "takes a part of it",
        Outcome::Refuse => "refuses it",
        Outcome::Crash => "goes down on it",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Consumer, Skipped};

    fn verdict() -> Verdict {
        let skipped = Skipped {
            entry: "redis".to_owned(),
            version: "latest".to_owned(),
            reason: "validation: chart.metadata.version \"latest\" is invalid\u{1b}".to_owned(),
        };
        Verdict {
            consumer: Consumer::Helm4,
            outcome: Outcome::Skip,
            kept_versions: 1,
            skipped: vec![skipped],
            text: "skipping loading invalid entry".to_owned(),
        }
    }

    fn written(write: impl FnOnce(&mut Vec<u8>) -> io::Result<()>) -> String {
        let mut out = Vec::new();
        write(&mut out).expect("memory takes all");
        String::from_utf8(out).expect("reports are UTF-8")
    }

    #[test]
    fn a_verdict_is_a_few_calm_lines() {
        assert_eq!(
            written(|out| write_verdict(&verdict(), out)),
            "Helm 4 takes a part of it: 1 version kept, 1 left out\n  \
             leaves out redis latest: validation: chart.metadata.version \"latest\" is invalid\n  \
             says: skipping loading invalid entry\n"
        );
    }

    #[test]
    fn the_matrix_has_one_line_for_each_consumer() {
        let quiet = Verdict { text: String::new(), ..verdict() };
        let report = Report { verdicts: vec![verdict(), quiet], ..Report::default() };
        assert_eq!(
            written(|out| write_matrix(&report, out)),
            "Helm 4        skip         1 kept     1 left out  skipping loading invalid entry\n\
             Helm 4        skip         1 kept     1 left out\n"
        );
    }

    #[test]
    fn json_keeps_what_was_said_as_it_is() {
        let value = verdict_object(&verdict());
        assert_eq!(value["name"], "helm4");
        assert_eq!(value["outcome"], "skip");
        assert_eq!(value["kept_versions"], 1);
        assert_eq!(value["skipped"][0]["version"], "latest");
        assert_eq!(value["text"], "skipping loading invalid entry");
    }
}
