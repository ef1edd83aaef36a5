//! Findings as results of a run: those that count, and behind them those that are suppressed.
//!
//! May import: `report::sarif::{fingerprint, location, rule}`, `model`.

use serde::Serialize;
use serde_json::{Value, json};

use super::fingerprint::Fingerprints;
use super::location::{self, Places};
use super::rule::level;
use crate::model::text::clean;
use crate::model::{Diagnostic, Report, Rule, Suppression};
use crate::report::sequence::Sequence;
use crate::report::spot::Ground;

/// All results of a report, made while they are written.
pub(super) fn all<'report>(
    report: &'report Report,
    rules: Vec<&'static Rule>,
    places: Places<'report>,
) -> impl Serialize {
    let fingerprints = Fingerprints::default();
    let found = report.diagnostics.iter().chain(&report.suppressed);
    Sequence(Results { found, rules, places, fingerprints })
}

/// The results that are still to be written.
#[derive(Clone)]
struct Results<'report, I> {
    found: I,
    rules: Vec<&'static Rule>,
    places: Places<'report>,
    fingerprints: Fingerprints,
}

impl<'report, I: Iterator<Item = &'report Diagnostic>> Iterator for Results<'report, I> {
    type Item = Value;

    fn next(&mut self) -> Option<Value> {
        let found = self.found.next()?;
        let number = self.rules.binary_search_by_key(&found.rule.code, |rule| rule.code).ok();
        let fingerprint = self.fingerprints.of(found);
        Some(self.result(found, number, &fingerprint))
    }
}

impl<I> Results<'_, I> {
    fn result(&self, found: &Diagnostic, number: Option<usize>, fingerprint: &str) -> Value {
        let spot = self.places.spot(&found.place);
        let message = clean(&found.message);
        let text = match &spot.inner {
            Some(inner) => {
                let at = location::at(inner, found.place.span);
                format!("{}: {message}. Fix: {}", clean(&at), clean(found.advice()))
            }
            None => format!("{message}. Fix: {}", clean(found.advice())),
        };
        let mut result = json!({
            "ruleId": found.rule.code,
            "ruleIndex": number,
            "level": level(found.severity),
            "message": { "text": text },
            "locations": [self.places.of(found)],
            "partialFingerprints": { "chartroomFinding/v1": fingerprint },
        });
        // GitHub tells findings apart by a hash of their line, which it cannot make where there is none.
        let has_line = found.place.span.is_some() && spot.inner.is_none();
        if !(has_line && spot.ground == Ground::Root) {
            result["partialFingerprints"]["primaryLocationLineHash"] = fingerprint.into();
        }
        let related = found.related.iter().zip(1..);
        let related =
            related.map(|(other, id)| self.places.related(&other.place, &other.message, id));
        if !found.related.is_empty() {
            result["relatedLocations"] = related.collect();
        }
        if let Some(why) = &found.suppressed {
            result["suppressions"] = json!([suppression(why)]);
        }
        result
    }
}

fn suppression(why: &Suppression) -> Value {
    let kind = match why {
        Suppression::Inline(_) => "inSource",
        Suppression::Configuration(_) | Suppression::Baseline => "external",
    };
    let reason = match why {
        Suppression::Baseline => "it stands in the baseline",
        other => other.reason(),
    };
    json!({ "kind": kind, "status": "accepted", "justification": clean(reason) })
}
