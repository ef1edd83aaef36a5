//! What is wrong with the content, and where.
//!
//! May import: `model::{excerpt, location, repository, rule, severity, suppression, verdict}`.

use std::borrow::Cow;
use std::path::PathBuf;

pub use super::severity::Severity;

use serde::{Deserialize, Serialize};

use super::excerpt::Excerpt;
use super::location::without_secrets;
use super::repository::RepositoryKind;
use super::rule::Rule;
use super::suppression::Suppression;
use super::verdict::Verdict;

/// A range on one line of a text. Counted from 1, in characters.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize,
)]
pub struct Span {
    /// Line, from 1.
    pub line: u32,
    /// Column, from 1, in characters.
    pub column: u32,
    /// Length in characters; 0 where only the point is known.
    pub length: u32,
}

impl Span {
    /// The position of a byte that a reader counted from 1 in a line, in characters.
    #[must_use]
    pub fn of_byte(text: &[u8], line: usize, column: usize) -> Self {
        let number = |value| u32::try_from(value).unwrap_or(u32::MAX).max(1);
        let bytes = text.split(|byte| *byte == b'\n').nth(line.saturating_sub(1));
        let before = bytes.and_then(|bytes| bytes.get(..column.min(bytes.len())));
        let before = before.map(|before| String::from_utf8_lossy(before).chars().count());
        Self { line: number(line), column: number(before.unwrap_or_default()), length: 0 }
    }

    /// The position after a text.
    #[must_use]
    pub fn end_of(text: &str) -> Self {
        let line = text.matches('\n').count() + 1;
        let column = text.rsplit('\n').next().unwrap_or_default().chars().count() + 1;
        let number = |value| u32::try_from(value).unwrap_or(u32::MAX);
        Self { line: number(line), column: number(column), length: 0 }
    }
}

/// A file, and where in it. Files inside packages read `redis-0.0.3.tgz!redis/values.yaml`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Place {
    /// Path as a user would name it.
    pub file: String,
    /// Where in the file; `None` speaks of the file as a whole.
    pub span: Option<Span>,
}

impl Place {
    /// The file as a whole.
    #[must_use]
    pub fn file(file: impl Into<String>) -> Self {
        Self { file: file.into(), span: None }
    }

    /// A range in the file.
    #[must_use]
    pub fn at(file: impl Into<String>, span: Span) -> Self {
        Self { file: file.into(), span: Some(span) }
    }
}

/// A second place that belongs to a diagnostic, such as the first definition of a duplicate.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Related {
    /// Where.
    pub place: Place,
    /// What is there.
    pub message: String,
}

/// One thing that is wrong with some content.
#[derive(Clone, Debug, PartialEq)]
pub struct Diagnostic {
    /// The rule that was broken.
    pub rule: &'static Rule,
    /// The rule's severity, unless overridden.
    pub severity: Severity,
    /// What exactly is wrong here, in one sentence without a full stop.
    pub message: String,
    /// How to mend this very case; `None` falls back to the rule's general advice.
    pub fix: Option<String>,
    /// What should stand at its span instead, where that is mechanical and safe.
    pub replacement: Option<String>,
    /// Entry (chart or addon) concerned.
    pub entry: Option<String>,
    /// Version concerned.
    pub version: Option<String>,
    /// Where.
    pub place: Place,
    /// Further places.
    pub related: Vec<Related>,
    /// The lines around its place, where it is a text.
    pub excerpt: Option<Excerpt>,
    /// Why it is not counted, if somebody asked not to hear of it.
    pub suppressed: Option<Suppression>,
}

impl Diagnostic {
    /// A diagnostic with the rule's own severity and no entry. Secrets of URLs do not stay in its texts: reports are
    /// published, and baselines committed.
    #[must_use]
    pub fn new(rule: &'static Rule, mut place: Place, message: impl Into<String>) -> Self {
        // A reader that kept no positions knows the file alone, or the line.
        place.span = place.span.filter(|span| span.line > 0);
        place.span = place.span.map(|span| Span { column: span.column.max(1), ..span });
        Self {
            rule,
            severity: rule.severity,
            message: told(message),
            fix: None,
            replacement: None,
            entry: None,
            version: None,
            place,
            related: Vec::new(),
            excerpt: None,
            suppressed: None,
        }
    }

    /// The same, said of an entry and version.
    #[must_use]
    pub fn of(mut self, entry: &str, version: &str) -> Self {
        self.entry = (!entry.is_empty()).then(|| entry.to_owned());
        self.version = (!version.is_empty()).then(|| version.to_owned());
        self
    }

    /// The same, with a fix for this very case.
    #[must_use]
    pub fn fix(mut self, fix: impl Into<String>) -> Self {
        self.fix = Some(told(fix));
        self
    }

    /// The same, with a further place.
    #[must_use]
    pub fn related(mut self, place: Place, message: impl Into<String>) -> Self {
        self.related.push(Related { place, message: told(message) });
        self
    }

    /// The advice to show: the particular fix, else the rule's.
    #[must_use]
    pub fn advice(&self) -> &str {
        self.fix.as_deref().unwrap_or(self.rule.fix)
    }
}

/// A text as it may be told.
fn told(text: impl Into<String>) -> String {
    let text = text.into();
    match without_secrets(&text) {
        Cow::Borrowed(_) => text,
        Cow::Owned(shown) => shown,
    }
}

/// All that one validation of one target found.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Report {
    /// What was asked to be validated, without credentials.
    pub target: String,
    /// The folder in which the files of a local target lie, as its places name them.
    pub folder: Option<PathBuf>,
    /// Kind of the content, where it could be told.
    pub kind: Option<RepositoryKind>,
    /// Number of entries in the catalog.
    pub entries: usize,
    /// Number of versions in the catalog.
    pub versions: usize,
    /// Findings, in byte-stable order: by file, line, column, rule.
    pub diagnostics: Vec<Diagnostic>,
    /// Findings that somebody asked not to hear of, in the same order; they count for nothing.
    pub suppressed: Vec<Diagnostic>,
    /// What each consumer would do, in the order of `Consumer::ALL`.
    pub verdicts: Vec<Verdict>,
    /// How many packages were looked at.
    pub packages: Looked,
}

/// How many packages a validation looked at.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Looked {
    /// Packages that were fetched and judged.
    pub judged: usize,
    /// Packages whose findings were remembered from an earlier validation of the same bytes.
    pub remembered: usize,
    /// Packages that were left out: beyond the depth, the sample, or unchanged since the last time.
    pub left_out: usize,
    /// Packages that nobody could look at, as in an outage; those that are not there are findings.
    pub unreached: usize,
}

impl Report {
    /// How many diagnostics have exactly that severity.
    #[must_use]
    pub fn count(&self, severity: Severity) -> usize {
        self.diagnostics.iter().filter(|found| found.severity == severity).count()
    }

    /// Puts the diagnostics into the order in which reports print them.
    pub fn sort(&mut self) {
        for list in [&mut self.diagnostics, &mut self.suppressed] {
            list.sort_by(|left, right| {
                (&left.place, left.rule.code, &left.message).cmp(&(
                    &right.place,
                    right.rule.code,
                    &right.message,
                ))
            });
            list.dedup();
        }
    }
}
