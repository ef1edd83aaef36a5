//! The check before a repository is saved, told step by step; and the password from standard input.
//!
//! May import: `cli::output`, `ops`, `model`, `monitor`, `error`.

use std::cmp::Reverse;
use std::fmt::Write as _;
use std::io::{self, BufRead, IsTerminal};
use std::time::Duration;

use crate::cli::output::{note, say};
use crate::error::{Error, ErrorKind};
use crate::model::text::{clean, counted};
use crate::model::{Credentials, Diagnostic, Location, Repository, Secret, Severity};
use crate::monitor::Monitor;
use crate::ops::{self, Draft, Probe, Step, StepName, StepState, Workplace};

/// How many findings a check tells.
const SHOWN: usize = 5;

/// Checks a repository and tells each step on standard error.
///
/// # Errors
/// The step that failed, in the other side's words.
pub(super) async fn check(place: &Workplace, repository: &Repository) -> Result<Probe, Error> {
    let draft = Draft {
        location: repository.location.canonical(),
        kind: repository.kind,
        credentials: repository.credentials.clone().unwrap_or_default(),
        access: repository.access.clone(),
        secret: repository.secret.clone(),
    };
    let probe = ops::probe(&place.client, &draft, &|step| tell(&step), &Monitor::silent()).await;
    tell_findings(&probe, repository);
    if probe.passed() {
        return Ok(probe);
    }
    let failed = probe.steps.iter().find(|step| step.state == StepState::Failed);
    let (detail, hint) = failed.map_or_else(
        || ("the check did not come to an end".to_owned(), String::new()),
        |step| (format!("{}: {}", step.name.label(), step.detail), step.hint.clone()),
    );
    let escape = "--no-validate saves it without a check";
    let hint = if hint.is_empty() { escape.to_owned() } else { format!("{hint}; {escape}") };
    let message = format!("{} was not saved: {detail}", repository.name);
    Err(Error::new(ErrorKind::Malformed, message).hint(hint))
}

fn tell(step: &Step) {
    let mark = match step.state {
        StepState::Running | StepState::Skipped => return,
        StepState::Passed => "ok",
        StepState::Warned => "warn",
        StepState::Failed => "FAILED",
    };
    let time = step.elapsed.map_or(String::new(), |elapsed| format!("  ({})", took(elapsed)));
    say(&format!("  {mark:<7} {:<10} {}{time}", step.name.label(), clean(&step.detail)));
    let has_own_lines = step.name == StepName::Rules;
    if step.state == StepState::Warned && !step.hint.is_empty() && !has_own_lines {
        say(&format!("  {:<7} {:<10} {}", "", "", clean(&step.hint)));
    }
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

/// Tells what is odd about a password from standard input that is meant for that place.
pub(super) fn doubt(credentials: &Credentials, location: &Location) {
    if credentials.username.is_empty() {
        note(
            "the password is sent without a user name: give --username unless the host wants none",
        );
    }
    if let Location::Http { url } | Location::Git { url, .. } = location
        && url.scheme() == "http"
    {
        note("http is not encrypted: the credentials can be read on the way");
    }
}

/// The first line of standard input.
///
/// # Errors
/// When there is none, or standard input is a terminal, which would show what is typed.
pub(super) fn password() -> Result<Secret, Error> {
    let stdin = io::stdin();
    if stdin.is_terminal() {
        let message = "standard input is a terminal, which would show the password";
        return Err(Error::new(ErrorKind::Unsupported, message)
            .hint("pipe it in: printf %s \"$PASSWORD\" | chartroom repo … --password-stdin"));
    }
    let mut line = String::new();
    stdin.lock().read_line(&mut line).map_err(|error| {
        Error::new(ErrorKind::Io, "the password cannot be read from standard input").because(error)
    })?;
    let secret = Secret::from(line.trim_end_matches(['\r', '\n']));
    if secret.is_empty() {
        return Err(Error::new(ErrorKind::NotFound, "there is no password on standard input"));
    }
    Ok(secret)
}
