//! A baseline: the findings that were there when somebody began to look, so that only new ones count.
//!
//! Findings are known again by target, file, rule, entry and message, not by line, so that edits elsewhere in a file
//! bring nothing back; and by how often they occur. Files of local targets are known by their way from the present
//! folder, so that it is the same on every machine and however the target is written; others by target and file.
//!
//! What could not be looked at is never known: an outage is no finding.
//!
//! May import: `model`.

use std::collections::BTreeMap;
use std::path::{Component, Path, PathBuf};

use serde::{Deserialize, Serialize};

use crate::model::rule::target::{TGT001, TGT004};
use crate::model::{Diagnostic, Report, Suppression, Surroundings};

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
    /// As reports name it; empty where the file says it all.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    target: String,
    file: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    entry: String,
    message: String,
    count: usize,
}

/// What makes a finding the same one.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Key {
    target: String,
    file: String,
    rule: String,
    entry: String,
    message: String,
}

/// What the findings of one target are about.
#[derive(Debug)]
struct Ground {
    target: String,
    /// The folder of its files, of a local one.
    folder: Option<PathBuf>,
    /// Where the program runs.
    present: PathBuf,
}

impl Ground {
    fn of(report: &Report, present: &Path) -> Self {
        let (target, folder) = (report.target.clone(), report.folder.clone());
        Self { target, folder, present: present.to_owned() }
    }

    /// What makes the finding the same one; `None` for what is no finding.
    fn key(&self, found: &Diagnostic) -> Option<Key> {
        if [TGT001.code, TGT004.code].contains(&found.rule.code) {
            return None;
        }
        let file = &found.place.file;
        let (target, file) = match &self.folder {
            Some(folder) => (String::new(), way(&self.present, &folder.join(file))),
            None => (self.target.clone(), file.clone()),
        };
        let (rule, message) = (found.rule.code.to_owned(), found.message.clone());
        Some(Key { target, file, rule, entry: found.entry.clone().unwrap_or_default(), message })
    }
}

/// The way from a folder to a file: `charts/index.yaml`, `../charts/index.yaml`. Links are not followed.
fn way(from: &Path, to: &Path) -> String {
    let (from, to) = (plain(from), plain(to));
    let shared = from.iter().zip(&to).take_while(|(left, right)| left == right).count();
    let up = from.iter().skip(shared).map(|_| "..".to_owned());
    let down = to.iter().skip(shared).map(|part| part.as_os_str().to_string_lossy().into_owned());
    up.chain(down).collect::<Vec<_>>().join("/")
}

/// The parts of a path without `.` and `..`.
fn plain(path: &Path) -> Vec<Component<'_>> {
    let mut parts: Vec<Component<'_>> = Vec::new();
    for part in path.components() {
        match part {
            Component::CurDir => {}
            Component::ParentDir => {
                if matches!(parts.last(), Some(Component::Normal(_))) {
                    parts.pop();
                }
            }
            other => parts.push(other),
        }
    }
    parts
}

impl Baseline {
    /// A baseline of everything in some reports, whether it was forgiven before or not.
    #[must_use]
    pub fn of(reports: &[Report]) -> Self {
        let present = Surroundings::of_process().folder;
        let mut counts: BTreeMap<Key, usize> = BTreeMap::new();
        for report in reports {
            for (key, count) in occurrences(report, &present) {
                // Targets that overlap have the same finding, not one each.
                let known = counts.entry(key).or_default();
                *known = count.max(*known);
            }
        }
        let known = |(key, count)| {
            let Key { target, file, rule, entry, message } = key;
            Known { rule, target, file, entry, message, count }
        };
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

    /// An account for the findings of one target, from which they are taken.
    #[must_use]
    pub fn account(&self, report: &Report) -> Account {
        let entry = |known: &Known| {
            let Known { rule, target, file, entry, message, count } = known.clone();
            (Key { target, file, rule, entry, message }, count)
        };
        let ground = Ground::of(report, &Surroundings::of_process().folder);
        Account { ground, left: self.findings.iter().map(entry).collect() }
    }
}

/// How often each finding occurs in a report, whether it was forgiven before or not.
fn occurrences(report: &Report, present: &Path) -> BTreeMap<Key, usize> {
    let ground = Ground::of(report, present);
    let by_baseline = |found: &&Diagnostic| found.suppressed == Some(Suppression::Baseline);
    let forgiven = report.suppressed.iter().filter(by_baseline);
    let mut counts = BTreeMap::new();
    for key in report.diagnostics.iter().chain(forgiven).filter_map(|found| ground.key(found)) {
        *counts.entry(key).or_default() += 1;
    }
    counts
}

/// What a baseline still forgives.
#[derive(Debug)]
pub struct Account {
    ground: Ground,
    left: BTreeMap<Key, usize>,
}

impl Account {
    /// Whether that finding is forgiven, once.
    pub fn take(&mut self, found: &Diagnostic) -> bool {
        let key = self.ground.key(found);
        match key.and_then(|key| self.left.get_mut(&key)) {
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
        let mut account = baseline.account(&Report::default());
        assert!(account.take(&at(&IDX010, 4)) && account.take(&at(&IDX010, 40)));
        assert!(!account.take(&at(&IDX010, 3)), "a third one is new");
        assert!(!account.take(&at(&IDX034, 3)), "another rule is new");
    }

    #[test]
    fn a_finding_belongs_to_its_target() {
        let report = |target: &str, folder: Option<&str>, rule| Report {
            target: target.to_owned(),
            folder: folder.map(|folder| Surroundings::of_process().folder.join(folder)),
            diagnostics: vec![at(rule, 3)],
            ..Report::default()
        };
        let (url, other) = ("https://one.example", "https://other.example");
        let baseline = Baseline::of(&[
            report(url, None, &IDX010),
            report("./charts", Some("charts"), &IDX034),
            report("charts/", Some("./x/../charts/"), &IDX034),
        ]);
        assert_eq!(baseline.count(), 2, "one folder twice: {}", baseline.text());
        for (target, folder, rule, expected) in [
            (url, None, &IDX010, true),
            (other, None, &IDX010, false),
            (url, None, &IDX034, false),
            ("./charts/index.yaml", Some("charts"), &IDX034, true),
            ("./charts", Some("more/charts"), &IDX034, false),
            ("./charts", Some("charts"), &IDX010, false),
        ] {
            let report = report(target, folder, rule);
            let is_forgiven = baseline.account(&report).take(&at(rule, 3));
            assert_eq!(is_forgiven, expected, "{target} {folder:?} {}", rule.code);
        }
    }

    #[test]
    fn what_could_not_be_looked_at_is_never_forgiven() {
        let found = [&TGT001, &TGT004, &IDX010].map(|rule| at(rule, 3));
        let report = Report { diagnostics: found.to_vec(), ..Report::default() };
        let baseline = Baseline::of(&[report]);
        assert_eq!(baseline.count(), 1);
        let named = baseline.text().replace("IDX010", "TGT004");
        let mut account = Baseline::parse(&named).expect("it is one").account(&Report::default());
        assert!(!account.take(&at(&TGT004, 3)));
    }

    #[test]
    fn ways_are_the_same_on_every_machine() {
        for (from, to, expected) in [
            ("/home/me/repo", "/home/me/repo/./charts/index.yaml", "charts/index.yaml"),
            ("/home/me/repo/ci", "/home/me/repo/charts/a.tgz!a/b", "../charts/a.tgz!a/b"),
            ("/home/me/repo", "/home/me/repo/../other/x", "../other/x"),
            ("/", "/srv/x", "srv/x"),
        ] {
            assert_eq!(way(Path::new(from), Path::new(to)), expected);
        }
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
