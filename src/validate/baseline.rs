//! A baseline: the findings that were there when somebody began to look, so that only new ones count.
//!
//! Findings are known again by rule, file, entry and message, not by line, so that edits elsewhere in a file bring
//! nothing back; and by how often they occur.
//!
//! May import: `model`.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::model::{Diagnostic, Report};

/// The version of the file's form.
const FORMAT: u32 = 1;

/// Findings that are forgiven.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Baseline {
    format: u32,
    findings: Vec<Known>,
}

/// A finding, and how often it may occur.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Known {
    rule: String,
    file: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    entry: String,
    message: String,
    count: usize,
}

/// What makes a finding the same one.
type Key = (String, String, String, String);

fn key(found: &Diagnostic) -> Key {
    let entry = found.entry.clone().unwrap_or_default();
    (found.place.file.clone(), found.rule.code.to_owned(), entry, found.message.clone())
}

impl Baseline {
    /// A baseline of everything in some reports, whether it was forgiven before or not.
    #[must_use]
    pub fn of(reports: &[Report]) -> Self {
        let mut counts: BTreeMap<Key, usize> = BTreeMap::new();
        for found in reports.iter().flat_map(|report| &report.diagnostics) {
            *counts.entry(key(found)).or_default() += 1;
        }
        let forgiven = |report: &Report| {
            let by_baseline =
                |found: &&Diagnostic| found.suppressed == Some(crate::model::Suppression::Baseline);
            report.suppressed.iter().filter(by_baseline).map(key).collect::<Vec<_>>()
        };
        for key in reports.iter().flat_map(forgiven) {
            *counts.entry(key).or_default() += 1;
        }
        let known =
            |((file, rule, entry, message), count)| Known { rule, file, entry, message, count };
        Self { format: FORMAT, findings: counts.into_iter().map(known).collect() }
    }

    /// Reads a baseline file.
    ///
    /// # Errors
    /// The reader's words when it is none, or of a later form.
    pub fn parse(text: &str) -> Result<Self, String> {
        let baseline: Self = serde_json::from_str(text).map_err(|error| error.to_string())?;
        if baseline.format != FORMAT {
            return Err(format!("its format is {}, this program knows {FORMAT}", baseline.format));
        }
        Ok(baseline)
    }

    /// The text of the file: one finding to a line, in order, so that changes are easy to review.
    ///
    /// # Panics
    /// Never: texts and numbers are JSON.
    #[must_use]
    pub fn text(&self) -> String {
        let line =
            |known: &Known| serde_json::to_string(known).expect("texts and numbers are JSON");
        let lines: Vec<String> =
            self.findings.iter().map(|known| format!("    {}", line(known))).collect();
        let list =
            if lines.is_empty() { String::new() } else { format!("\n{}\n  ", lines.join(",\n")) };
        format!("{{\n  \"format\": {FORMAT},\n  \"findings\": [{list}]\n}}\n")
    }

    /// How many findings it forgives.
    #[must_use]
    pub fn count(&self) -> usize {
        self.findings.iter().map(|known| known.count).sum()
    }

    /// An account from which findings are taken.
    #[must_use]
    pub fn account(&self) -> Account {
        let entry = |known: &Known| {
            let Known { rule, file, entry, message, count } = known.clone();
            ((file, rule, entry, message), count)
        };
        Account(self.findings.iter().map(entry).collect())
    }
}

/// What a baseline still forgives.
#[derive(Debug)]
pub struct Account(BTreeMap<Key, usize>);

impl Account {
    /// Whether that finding is forgiven, once.
    pub fn take(&mut self, found: &Diagnostic) -> bool {
        match self.0.get_mut(&key(found)) {
            Some(count) if *count > 0 => {
                *count -= 1;
                true
            }
            _ => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::rule::index::{IDX010, IDX034};
    use crate::model::{Place, Span};

    fn at(rule: &'static crate::model::Rule, line: u32) -> Diagnostic {
        Diagnostic::new(rule, Place::at("index.yaml", Span { line, column: 1, length: 1 }), "twice")
    }

    #[test]
    fn a_baseline_survives_being_written_and_lines_that_move() {
        let report =
            Report { diagnostics: vec![at(&IDX010, 3), at(&IDX010, 9)], ..Report::default() };
        let written = Baseline::of(&[report]);
        let baseline = Baseline::parse(&written.text()).expect("it was just written");
        assert_eq!((&baseline, baseline.count()), (&written, 2));
        let mut account = baseline.account();
        assert!(account.take(&at(&IDX010, 4)) && account.take(&at(&IDX010, 40)));
        assert!(!account.take(&at(&IDX010, 3)), "a third one is new");
        assert!(!account.take(&at(&IDX034, 3)), "another rule is new");
    }

    #[test]
    fn what_is_no_baseline_is_refused_in_words() {
        for (text, expected) in [
            ("", "EOF"),
            ("{\"format\": 2, \"findings\": []}", "its format is 2"),
            ("{\"format\": 1, \"found\": []}", "unknown field"),
        ] {
            let refused = Baseline::parse(text).expect_err(text);
            assert!(refused.contains(expected), "{refused}");
        }
        let empty = Baseline::of(&[]);
        assert_eq!(Baseline::parse(&empty.text()), Ok(empty));
    }
}
