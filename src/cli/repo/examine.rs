//! `chartroom repo check`: the check of a repository, without saving anything.
//!
//! May import: `cli::repo::{access, add, check}`, `cli::{args, catalogs, output}`, `ops`, `model`, `monitor`, `error`.

use std::io::{self, Write};
use std::path::Path;

use serde_json::{Value, json};

use super::access;
use super::add::understood;
use super::check::{accepted_by, doubt, draft, found, lines, trust};
use crate::cli::args::{CheckArguments, TextFormat, UrlType};
use crate::cli::catalogs::{self, unverified};
use crate::cli::output::{self, Exit, note};
use crate::error::Error;
use crate::model::text::clean;
use crate::model::{Fault, Location, Offer, Repository};
use crate::monitor::Monitor;
use crate::ops::{self, Draft, Probe, Step, StepName, StepState, Workplace};

/// Carries out `repo check`.
pub(super) async fn run(
    arguments: &CheckArguments,
    place: &Workplace,
    out: &mut dyn Write,
) -> anyhow::Result<Exit> {
    let wanted = match wanted(arguments, place) {
        // A credential of the wrong form is an outcome of the check like any other.
        Err(error) if error.fault.is_some() => Wanted::Refused(refused(&error)),
        wanted => wanted?,
    };
    let (draft, probe) = match wanted {
        Wanted::Refused(probe) => {
            (Draft { location: arguments.target.clone(), ..Draft::default() }, probe)
        }
        Wanted::Repository(repository) => {
            trust(place, &repository, arguments.access.trust_host_key.as_deref()).await?;
            if repository.access.skip_tls_verify {
                note(&unverified(&repository.location.to_string()));
            }
            let draft = draft(&repository);
            let mut probe = examine(arguments, place, (&repository, &draft)).await;
            tell_name(&arguments.target, &repository, &mut probe);
            (draft, probe)
        }
        // The check itself tells best what is wrong with a URL.
        Wanted::Text(location) => {
            let draft = Draft { location, ..Draft::default() };
            let probe = ops::probe(&place.client, &draft, &|_| (), &Monitor::silent()).await;
            (draft, probe)
        }
    };
    if arguments.format == TextFormat::Json {
        output::json(out, &object(&draft, &probe))?;
    } else {
        text(out, &probe)?;
    }
    Ok(if probe.passed() { Exit::Clean } else { Exit::Failed })
}

/// A word that is neither a file nor a registered repository may be meant as either.
fn tell_name(target: &str, repository: &Repository, probe: &mut Probe) {
    let is_file = matches!(repository.location, Location::File { .. });
    let is_word = !target.contains(['/', '\\', ':']) && !Path::new(target).exists();
    if !is_file || !is_word || !repository.name.is_empty() {
        return;
    }
    if let Some(step) = probe.steps.iter_mut().find(|step| step.state == StepState::Failed) {
        let name = clean(target);
        step.detail = format!("{}, and no repository has the name {name}", step.detail);
        step.hint = format!("{}; chartroom repo list shows the names", step.hint);
    }
}

enum Wanted {
    Repository(Box<Repository>),
    Text(String),
    Refused(Probe),
}

/// What the flags give cannot be used.
fn refused(error: &Error) -> Probe {
    of_step(Step {
        name: StepName::Secret,
        state: StepState::Failed,
        detail: error.message.clone(),
        hint: error.hint.clone(),
        fault: error.fault,
        offer: None,
        elapsed: None,
    })
}

/// A check that came no further than one step.
fn of_step(step: Step) -> Probe {
    Probe { steps: vec![step], fetched: None, siblings: Vec::new(), redirects: Vec::new() }
}

/// A registered repository or one at that URL, with what the flags say.
fn wanted(arguments: &CheckArguments, place: &Workplace) -> Result<Wanted, Error> {
    let loaded = catalogs::registered(place)?;
    let mut repository = match loaded.find(&arguments.target) {
        Some(registered) => registered.clone(),
        None => match understood(&arguments.target) {
            Ok(parsed) => {
                let mut repository = Repository::named("", parsed.location);
                repository.credentials = parsed.credentials;
                repository
            }
            Err(_) => return Ok(Wanted::Text(arguments.target.clone())),
        },
    };
    repository.kind = arguments.kind.or(repository.kind);
    access::apply(&arguments.access, &mut repository)?;
    if arguments.access.reads_stdin() {
        doubt(&repository);
    }
    Ok(Wanted::Repository(Box::new(repository)))
}

async fn examine(
    arguments: &CheckArguments,
    place: &Workplace,
    (repository, draft): (&Repository, &Draft),
) -> Probe {
    if let Some(step) =
        arguments.url_type.and_then(|wanted| other_type(wanted, &repository.location))
    {
        return of_step(step);
    }
    let monitor = Monitor::silent();
    let mut probe = ops::probe(&place.client, draft, &|_| (), &monitor).await;
    if let Some(fetched) = probe.fetched.as_ref().filter(|_| probe.passed()) {
        let sample = ops::probe::sample(&place.client, repository, fetched, &monitor).await;
        probe.steps.extend(sample);
    }
    probe
}

/// The failure of a URL that is of another type than the one insisted on.
fn other_type(wanted: UrlType, location: &Location) -> Option<Step> {
    let scheme = location.scheme_name();
    let (name, fault) = match wanted {
        UrlType::Http => ("http", Fault::NotHttp),
        UrlType::Https => ("https", Fault::NotHttps),
        UrlType::S3 => ("s3", Fault::NotS3),
    };
    (scheme != name).then(|| Step {
        name: StepName::Location,
        state: StepState::Failed,
        detail: format!("{name} was asked for, and this is {scheme}: {location}"),
        hint: format!("give a URL that begins with {name}://, or leave --type away"),
        fault: Some(fault),
        offer: None,
        elapsed: None,
    })
}

fn text(out: &mut dyn Write, probe: &Probe) -> io::Result<()> {
    for step in &probe.steps {
        for line in lines(step) {
            writeln!(out, "{line}")?;
        }
        if step.state == StepState::Failed {
            if !step.hint.is_empty() {
                writeln!(out, "  {:<7} {:<10} {}", "", "", clean(&step.hint))?;
            }
            if let Some(offer) = step.offer.as_deref() {
                writeln!(out, "  {:<7} {:<10} {}", "", "", accepted_by(offer))?;
            }
        }
    }
    match failed(probe) {
        None => writeln!(out, "ok: {}", found(probe)),
        Some(step) => {
            let name = step.fault.map_or("unexpected", Fault::name);
            let number = step.fault.and_then(Fault::number);
            let number = number.map(|number| format!(", OpenPitrix {number}")).unwrap_or_default();
            writeln!(out, "not ok: {name}{number}")
        }
    }
}

fn failed(probe: &Probe) -> Option<&Step> {
    probe.steps.iter().find(|step| step.state == StepState::Failed)
}

/// Keys are stable; absent values are null.
fn object(draft: &Draft, probe: &Probe) -> Value {
    let fault = failed(probe).map(|step| step.fault.unwrap_or(Fault::Unexpected));
    let catalog = probe.fetched.as_ref().map(|fetched| &fetched.catalog);
    let location = Location::parse(&draft.location).map(|parsed| parsed.location.to_string());
    json!({
        "ok": probe.passed(),
        "errorCode": fault.and_then(Fault::number),
        "fault": fault.map(Fault::name),
        "url": location.ok(),
        "kind": catalog.map(|catalog| catalog.kind.name()),
        "entries": catalog.map(|catalog| catalog.entries.len()),
        "versions": catalog.map(|catalog| catalog.version_count()),
        "indexes": probe.siblings,
        "redirects": probe.redirects,
        "skipTlsVerify": draft.access.skip_tls_verify,
        "steps": probe.steps.iter().map(step).collect::<Vec<_>>(),
    })
}

fn step(step: &Step) -> Value {
    let milliseconds = step.elapsed.map(|elapsed| u64::try_from(elapsed.as_millis()).ok());
    json!({
        "name": step.name.key(),
        "state": step.state.name(),
        "detail": step.detail,
        "hint": (!step.hint.is_empty()).then_some(&step.hint),
        "fault": step.fault.map(Fault::name),
        "errorCode": step.fault.and_then(Fault::number),
        "offer": step.offer.as_deref().map(offer),
        "milliseconds": milliseconds,
    })
}

fn offer(offer: &Offer) -> Value {
    match offer {
        Offer::TrustHostKey(key) => json!({
            "trustHostKey": {
                "host": key.host,
                "port": key.port,
                "algorithm": key.algorithm,
                "fingerprint": key.fingerprint,
            },
        }),
        Offer::Instead(location, what) => {
            json!({ "instead": { "url": location.to_string(), "what": what } })
        }
    }
}
