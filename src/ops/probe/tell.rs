//! What was found, in one line for each step.
//!
//! May import: `ops::probe::step`, `ops::{fetch, kind}`, `source`, `model`.

use jiff::Timestamp;

use super::step::{StepName, StepState, Steps};
use crate::model::text::{clean, counted};
use crate::model::{Location, RepositoryKind, Severity};
use crate::ops::fetch::Fetched;
use crate::ops::kind::kind_of;
use crate::source::Trail;
use crate::source::peer::Handshake;

pub(super) fn handshake(handshake: &Handshake, steps: &mut Steps<'_>) {
    let mut parts = Vec::new();
    if !handshake.subject.is_empty() {
        parts.push(format!("CN {}", handshake.subject));
    }
    if !handshake.issuer.is_empty() && handshake.issuer != handshake.subject {
        parts.push(format!("signed by {}", handshake.issuer));
    }
    let hours = handshake.expires.map(|end| end.duration_since(Timestamp::now()).as_hours());
    if let Some(hours) = hours {
        parts.push(days_left(hours));
    }
    parts.push(handshake.protocol.clone());
    let soon = hours.is_some_and(|hours| hours < EXPIRES_SOON_HOURS);
    let (state, hint) = if soon {
        (StepState::Warned, "the certificate expires soon: tell the server's owner")
    } else {
        (StepState::Passed, "")
    };
    steps.end(StepName::Tls, state, &parts.join(", "), hint);
}

fn days_left(hours: i64) -> String {
    match hours / 24 {
        1 => "1 day left".to_owned(),
        days => format!("{days} days left"),
    }
}

/// Two weeks.
const EXPIRES_SOON_HOURS: i64 = 14 * 24;

pub(super) fn response(location: &Location, trail: &Trail, steps: &mut Steps<'_>) {
    let mut parts = vec![trail.status.clone()];
    if !trail.content_type.is_empty() {
        parts.push(clean(&trail.content_type).into_owned());
    }
    if let Some(last) = trail.redirects.last() {
        parts.push(format!("{} to {last}", counted(trail.redirects.len(), "redirect")));
    }
    parts.extend(trail.notes.iter().map(|note| clean(note).into_owned()));
    let downgraded = location.scheme_name() == "https"
        && trail.redirects.iter().any(|url| url.starts_with("http://"));
    let (state, hint) = if downgraded {
        (StepState::Warned, "the server redirects from https to http, which is not encrypted")
    } else {
        (StepState::Passed, "")
    };
    steps.end(StepName::Response, state, &parts.join(", "), hint);
}

pub(super) fn parsed(
    insisted: Option<RepositoryKind>,
    bytes: &[u8],
    fetched: &Fetched,
    steps: &mut Steps<'_>,
) {
    if let Some(refused) = &fetched.refused {
        let hint = if refused.hint.is_empty() { "see the diagnostics" } else { &refused.hint };
        steps.end(StepName::Parse, StepState::Failed, &refused.summary, hint);
        // The rest is told all the same: what is wrong stands in the diagnostics.
        return;
    }
    let catalog = &fetched.catalog;
    let entries = catalog.kind.entries_name();
    let detail = format!(
        "{}: {}, {}",
        catalog.kind,
        counted(catalog.entries.len(), entries.trim_end_matches('s')),
        counted(catalog.version_count(), "version")
    );
    let other = kind_of(bytes).filter(|seen| insisted.is_some_and(|wanted| wanted != *seen));
    let (state, hint) = match other {
        Some(seen) => (
            StepState::Warned,
            format!("the content looks like a repository of {}", seen.entries_name()),
        ),
        None if catalog.entries.is_empty() => {
            (StepState::Warned, format!("there are no {entries} in it"))
        }
        None => (StepState::Passed, String::new()),
    };
    steps.end(StepName::Parse, state, &detail, &hint);
}

pub(super) fn rules(fetched: &Fetched, steps: &mut Steps<'_>) {
    steps.begin(StepName::Rules);
    let severities = || fetched.diagnostics.iter().map(|found| found.severity);
    let detail = Severity::tally(severities());
    let is_odd = severities().any(|severity| severity > Severity::Info);
    let (state, hint) = if is_odd {
        (StepState::Warned, "see the diagnostics for each place and how to mend it")
    } else {
        (StepState::Passed, "")
    };
    steps.end(StepName::Rules, state, &detail, hint);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_days_of_a_certificate_are_told_in_words() {
        for (hours, expected) in [(23, "0 days left"), (47, "1 day left"), (48, "2 days left")] {
            assert_eq!(days_left(hours), expected);
        }
    }
}
