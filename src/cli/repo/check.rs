//! The check before a repository is saved, told step by step.
//!
//! May import: `cli::{catalogs, output}`, `ops`, `source`, `model`, `monitor`, `error`.

use std::cmp::Reverse;
use std::fmt::Write as _;
use std::time::Duration;

use crate::cli::catalogs::unverified;
use crate::cli::output::{note, say};
use crate::error::{Error, ErrorKind};
use crate::model::text::{clean, counted};
use crate::model::{Diagnostic, Location, Offer, Repository, Severity};
use crate::monitor::Monitor;
use crate::ops::{self, Draft, Probe, Step, StepName, StepState, Workplace};
use crate::source;

/// How many findings a check tells.
const SHOWN: usize = 5;

/// Checks a repository and tells each step on standard error.
///
/// # Errors
/// The step that failed, in the other side's words.
pub(super) async fn check(place: &Workplace, repository: &Repository) -> Result<Probe, Error> {
    if repository.access.skip_tls_verify {
        note(&unverified(&repository.name));
    }
    let draft = draft(repository);
    let probe = ops::probe(&place.client, &draft, &|step| tell(&step), &Monitor::silent()).await;
    tell_findings(&probe, repository);
    if probe.passed() {
        return Ok(probe);
    }
    let failed = probe.steps.iter().find(|step| step.state == StepState::Failed);
    let (detail, mut hint) = failed.map_or_else(
        || ("the check did not come to an end".to_owned(), String::new()),
        |step| (format!("{}: {}", step.name.label(), step.detail), step.hint.clone()),
    );
    let offer = failed.and_then(|step| step.offer.as_deref()).map(accepted_by);
    for more in offer.into_iter().chain(["--no-validate saves it without a check".to_owned()]) {
        hint = if hint.is_empty() { more } else { format!("{hint}; {more}") };
    }
    let message = format!("{} was not saved: {detail}", repository.name);
    let mut error = Error::new(ErrorKind::Malformed, message).hint(hint);
    error.fault = failed.and_then(|step| step.fault);
    Err(error)
}

/// How an offer is accepted.
pub(super) fn accepted_by(offer: &Offer) -> String {
    match offer {
        Offer::TrustHostKey(key) => {
            format!("if it is the right one: --trust-host-key {}", clean(&key.fingerprint))
        }
        Offer::Instead(location, what) => {
            format!("or take {} ({})", location.canonical(), clean(what))
        }
    }
}

/// Trusts the key of an SSH server, if the user says which.
///
/// # Errors
/// When the server shows another one.
pub(super) async fn trust(
    place: &Workplace,
    repository: &Repository,
    fingerprint: Option<&str>,
) -> Result<(), Error> {
    let Some(fingerprint) = fingerprint else { return Ok(()) };
    let monitor = Monitor::silent();
    let key = source::trust_host(&place.client, repository, fingerprint, &monitor).await?;
    let (host, fingerprint) = (clean(&key.host).into_owned(), clean(&key.fingerprint).into_owned());
    note(&format!("the key {fingerprint} of {host} is trusted from now on"));
    Ok(())
}

/// A repository as something to be checked.
pub(super) fn draft(repository: &Repository) -> Draft {
    Draft {
        location: repository.location.canonical(),
        kind: repository.kind,
        credentials: repository.credentials.clone().unwrap_or_default(),
        access: repository.access.clone(),
        secret: repository.secret.clone(),
        origin: repository.origin.clone(),
    }
}

fn tell(step: &Step) {
    for line in lines(step) {
        say(&line);
    }
}

/// A step in a line, and what to do about it in another.
pub(super) fn lines(step: &Step) -> Vec<String> {
    let mark = match step.state {
        StepState::Running | StepState::Skipped => return Vec::new(),
        StepState::Passed => "ok",
        StepState::Warned => "warn",
        StepState::Failed => "FAILED",
    };
    let time = step.elapsed.map_or(String::new(), |elapsed| format!("  ({})", took(elapsed)));
    let label = step.name.label();
    let mut lines = vec![format!("  {mark:<7} {label:<10} {}{time}", clean(&step.detail))];
    let has_own_lines = step.name == StepName::Rules;
    if step.state == StepState::Warned && !step.hint.is_empty() && !has_own_lines {
        lines.push(format!("  {:<7} {:<10} {}", "", "", clean(&step.hint)));
    }
    lines
}

/// The worst findings in the index; `validate` tells them all.
fn tell_findings(probe: &Probe, repository: &Repository) {
    let Some(fetched) = &probe.fetched else { return };
    let mut findings: Vec<&Diagnostic> =
        fetched.diagnostics.iter().filter(|found| found.severity > Severity::Info).collect();
    findings.sort_by_key(|found| Reverse(found.severity));
    for found in findings.iter().take(SHOWN) {
        say(&format!("          {}", line(found)));
    }
    if findings.len() > SHOWN {
        let more = findings.len() - SHOWN;
        say(&format!("          {more} more"));
    }
    if !findings.is_empty() {
        // What fails its check is not registered under its name.
        let location = repository.location.to_string();
        let target = if probe.passed() { &repository.name } else { &location };
        say(&format!("          chartroom validate {target} shows each place"));
    }
}

fn line(found: &Diagnostic) -> String {
    let mut place = clean(&found.place.file).into_owned();
    if let Some(span) = found.place.span {
        // Writing to a text cannot fail.
        let _ = write!(place, ":{}:{}", span.line, span.column);
    }
    let (severity, code) = (found.severity.name(), found.rule.code);
    format!("{place}: {severity} {code} {}", clean(&found.message))
}

fn took(elapsed: Duration) -> String {
    let milliseconds = elapsed.as_millis();
    if milliseconds < 10_000 {
        format!("{milliseconds} ms")
    } else {
        format!("{} s", elapsed.as_secs())
    }
}

/// What a check found, in one phrase: `addons, 6 addons, 12 versions`.
pub(super) fn found(probe: &Probe) -> String {
    probe.fetched.as_ref().map_or_else(String::new, |fetched| {
        let catalog = &fetched.catalog;
        let noun = catalog.kind.entries_name().trim_end_matches('s');
        format!(
            "{}, {}",
            counted(catalog.entries.len(), noun),
            counted(catalog.version_count(), "version")
        )
    })
}

/// Tells what is odd about a secret from standard input that is meant for that repository.
pub(super) fn doubt(repository: &Repository) {
    let Some(own) = &repository.credentials else { return };
    let nameless = own.username.is_empty() && !own.password.is_empty();
    if nameless && !matches!(repository.location, Location::S3(_)) {
        note(
            "the password is sent without a user name: give --username unless the host wants none",
        );
    }
    if let Location::Http { url } | Location::Git { url, .. } = &repository.location
        && url.scheme() == "http"
    {
        note("http is not encrypted: the credentials can be read on the way");
    }
}
