//! The cases of a suite: the findings of one rule in one file.
//!
//! May import: `report::{options, spot}`, `model`.

use std::collections::BTreeMap;

use crate::model::rule::target::{TGT001, TGT004};
use crate::model::text::clean;
use crate::model::{Diagnostic, Report, Severity};
use crate::report::options::Options;
use crate::report::spot::{Ground, Spot};

/// How a case ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Outcome {
    Passed,
    Skipped,
    Failed,
    Unseen,
}

/// A case, all texts fit for XML.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Case {
    /// The file.
    pub(super) class: String,
    /// The rule.
    pub(super) name: String,
    /// The file, where viewers can open it.
    pub(super) file: Option<String>,
    /// The line of its first finding.
    pub(super) line: Option<u32>,
    pub(super) outcome: Outcome,
    pub(super) severity: &'static str,
    /// Its first message; of what is suppressed, the reason.
    pub(super) message: String,
    /// All that was found.
    pub(super) text: String,
}

/// The cases of a report, in its order.
pub(super) fn cases(report: &Report, options: &Options) -> Vec<Case> {
    // A file comes in the order of the report's places, then the rules in order of their codes.
    let mut groups: BTreeMap<(&str, &str, bool), Vec<&Diagnostic>> = BTreeMap::new();
    for (list, is_told) in [(&report.diagnostics, true), (&report.suppressed, false)] {
        for found in list {
            let key = (found.place.file.as_str(), found.rule.code, is_told);
            groups.entry(key).or_default().push(found);
        }
    }
    let cases = groups.values().filter_map(|group| case(report, options, group));
    let mut cases: Vec<Case> = cases.collect();
    if report.diagnostics.is_empty() {
        cases.insert(0, clean_case(report));
    }
    cases
}

fn case(report: &Report, options: &Options, group: &[&Diagnostic]) -> Option<Case> {
    let first = group.first()?;
    let spot = Spot::of(report, options, &first.place.file);
    let severity = group.iter().map(|found| found.severity).max()?;
    let others = group.len() - 1;
    let message = match (&first.suppressed, others) {
        (Some(why), _) => format!("suppressed ({}) {}", why.name(), why.reason()),
        (None, 0) => first.message.clone(),
        (None, _) => format!("{} (and {others} more)", first.message),
    };
    let texts: Vec<String> = group.iter().map(|found| text(&spot, found)).collect();
    let line = first.place.span.map(|span| span.line).filter(|_| spot.inner.is_none());
    Some(Case {
        class: plain(&spot.shown()),
        name: format!("{} {}", first.rule.code, first.rule.name),
        file: (spot.ground == Ground::Root).then(|| plain(&spot.path)),
        line: line.filter(|_| spot.ground == Ground::Root),
        outcome: outcome(first, severity, options),
        severity: severity.name(),
        message: plain(message.trim_end()),
        text: texts.join("\n"),
    })
}

fn outcome(first: &Diagnostic, severity: Severity, options: &Options) -> Outcome {
    let is_unseen = [TGT001.code, TGT004.code].contains(&first.rule.code);
    match first.suppressed {
        Some(_) => Outcome::Skipped,
        None if is_unseen => Outcome::Unseen,
        None if options.fail_on.is_some_and(|limit| severity >= limit) => Outcome::Failed,
        None => Outcome::Passed,
    }
}

fn text(spot: &Spot, found: &Diagnostic) -> String {
    let at = found.place.span.map_or(String::new(), |at| format!(":{}:{}", at.line, at.column));
    let (severity, message) = (found.severity.name(), plain(&found.message));
    let fix = plain(found.advice());
    format!("{}{at}: {severity}: {message}\n  fix: {fix}", plain(&spot.shown()))
}

/// The case of a target in which nothing was found.
fn clean_case(report: &Report) -> Case {
    Case {
        class: plain(&report.target),
        name: "keeps all rules".to_owned(),
        file: None,
        line: None,
        outcome: Outcome::Passed,
        severity: "",
        message: String::new(),
        text: String::new(),
    }
}

/// The text on one line, without what XML 1.0 forbids: control characters and the two that are none.
pub(super) fn plain(text: &str) -> String {
    clean(text).replace(['\u{fffe}', '\u{ffff}'], "")
}
