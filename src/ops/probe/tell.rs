//! What was found, in one line for each step.
//!
//! May import: `ops::probe::step`, `ops::{fetch, kind}`, `source`, `model`, `error`.

use jiff::Timestamp;

use super::step::{StepName, StepState, Steps};
use crate::error::Error;
use crate::model::text::{clean, counted};
use crate::model::{Fault, RepositoryKind, Severity};
use crate::ops::fetch::Fetched;
use crate::ops::kind::kind_of;
use crate::source::Trail;
use crate::source::peer::Handshake;

/// Whether the server's certificate was looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Look {
    Verified,
    Skipped,
}

pub(super) fn handshake(handshake: &Handshake, look: Look, steps: &mut Steps<'_>) {
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
    let (state, hint) = if look == Look::Skipped {
        (
            StepState::Warned,
            "the certificate is NOT verified, as this repository says: anyone may answer in its place",
        )
    } else if soon {
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

pub(super) fn response(trail: &Trail, steps: &mut Steps<'_>) {
    let mut parts = vec![trail.status.clone()];
    if !trail.content_type.is_empty() {
        parts.push(clean(&trail.content_type).into_owned());
    }
    if let Some(last) = trail.redirects.last() {
        parts.push(format!("{} to {last}", counted(trail.redirects.len(), "redirect")));
    }
    parts.extend(trail.notes.iter().map(|note| clean(note).into_owned()));
    let hint = trail.withheld.last().map(|host| {
        format!(
            "the repository's credentials were not sent to {host}, which the server redirects to"
        )
    });
    let state = if hint.is_some() { StepState::Warned } else { StepState::Passed };
    steps.end(StepName::Response, state, &parts.join(", "), &hint.unwrap_or_default());
}

pub(super) fn parsed(
    insisted: Option<RepositoryKind>,
    bytes: &[u8],
    fetched: &Fetched,
    steps: &mut Steps<'_>,
) {
    if let Some(refused) = &fetched.refused {
        let hint = if refused.hint.is_empty() { "see the diagnostics" } else { &refused.hint };
        let error = Error::new(refused.kind, refused.summary.clone()).hint(hint);
        steps.fail(StepName::Parse, &error.fault(refused.fault.unwrap_or(Fault::IndexRefused)));
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
