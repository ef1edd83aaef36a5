//! `chartroom repo edit`: other values for a registered repository.
//!
//! May import: `cli::repo::{access, add, check}`, `cli::{args, output}`, `registry`, `ops`, `model`, `error`.

use std::io::Write;

use super::access;
use super::add::understood;
use super::check::{check, doubt, trust};
use crate::cli::args::EditArguments;
use crate::cli::output::{Exit, note};
use crate::error::{Error, ErrorKind};
use crate::model::Repository;
use crate::ops::{self, Workplace};
use crate::registry::{Change, unknown};

/// Carries out `repo edit`.
pub(super) async fn run(
    arguments: &EditArguments,
    place: &Workplace,
    out: &mut dyn Write,
) -> anyhow::Result<Exit> {
    let loaded = place.registry.load()?;
    let name = &arguments.repository;
    let present = loaded.find(name).ok_or_else(|| unknown(name))?;
    let mut edited = edited(arguments, present)?;
    trust(place, &edited, arguments.access.trust_host_key.as_deref()).await?;
    if edited == *present {
        writeln!(out, "{name} stays as it is")?;
        return Ok(Exit::Clean);
    }
    if fetches_differently(present, &edited) {
        edited.verified = !arguments.no_validate;
        if edited.verified {
            let probe = check(place, &edited).await?;
            edited.synced = probe.fetched.map(|fetched| fetched.fetched);
        } else {
            edited.synced = None;
        }
    }
    let saved = format!("saved {}: {}", edited.name, edited.location);
    let change = Change::Replace { name: name.clone(), repository: Box::new(edited) };
    ops::register(&place.registry, &place.directories.cache, &[change])?;
    writeln!(out, "{saved}")?;
    Ok(Exit::Clean)
}

fn fetches_differently(left: &Repository, right: &Repository) -> bool {
    left.location != right.location
        || left.kind != right.kind
        || left.credentials != right.credentials
        || left.access != right.access
        || left.secret != right.secret
}

fn edited(arguments: &EditArguments, present: &Repository) -> Result<Repository, Error> {
    let mut edited = present.clone();
    if let Some(name) = &arguments.name {
        edited.name.clone_from(name);
    }
    if let Some(description) = &arguments.description {
        edited.description.clone_from(description);
    }
    if let Some(kind) = arguments.kind {
        edited.kind = kind.into();
    }
    if let Some(url) = &arguments.url {
        move_to(&mut edited, url)?;
    }
    access::apply(&arguments.access, &mut edited)?;
    for label in &arguments.label {
        access::set_label(&mut edited, label)?;
    }
    if arguments.access.reads_stdin() {
        doubt(&edited);
    }
    Ok(edited)
}

/// Another place; what was meant for another host is left behind, and told.
fn move_to(repository: &mut Repository, url: &str) -> Result<(), Error> {
    let parsed = understood(url)?;
    if repository.is_sample() && parsed.location != repository.location {
        let message =
            format!("{} is a sample inside the program: it has no other place", repository.name);
        return Err(Error::new(ErrorKind::Unsupported, message)
            .hint("register a repository of your own: chartroom repo add NAME URL"));
    }
    parsed.warnings.iter().for_each(|text| note(text));
    for text in ops::relocate(repository, parsed.location, parsed.credentials) {
        note(&text);
    }
    Ok(())
}
