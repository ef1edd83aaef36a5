//! `chartroom secret`: the store of Secrets from the command line. No value is ever printed.
//!
//! May import: `cli::secret::*`, `cli::{args, catalogs, output}`, `registry`, `ops`, `secrets`, `model`, `error`.

mod add;
mod list;
mod set;

use std::io::Write;

use super::args::{SecretCommand, SecretRemoveArguments};
use super::output::{Exit, note};
use crate::error::{Error, ErrorKind};
use crate::model::text::clean;
use crate::model::{Fault, SecretName};
use crate::ops::Workplace;
use crate::secrets::Store;

/// Carries out a `secret` command.
pub(super) fn run(
    command: &SecretCommand,
    place: &Workplace,
    out: &mut dyn Write,
) -> anyhow::Result<Exit> {
    match command {
        SecretCommand::Add(arguments) => add::run(arguments, place, out),
        SecretCommand::List(arguments) => list::run(arguments, place, out),
        SecretCommand::Show(arguments) => list::show(arguments, place, out),
        SecretCommand::Set(arguments) => set::run(arguments, place, out),
        SecretCommand::Remove(arguments) => remove(arguments, place, out),
    }
}

fn remove(
    arguments: &SecretRemoveArguments,
    place: &Workplace,
    out: &mut dyn Write,
) -> anyhow::Result<Exit> {
    let store = &place.client.settings.secrets;
    let (name, users) = list::named(&arguments.name, place)?;
    if arguments.keys.is_empty() {
        store.remove(&name)?;
        writeln!(out, "removed {name}")?;
    } else {
        take_keys(store, &name, &arguments.keys)?;
        writeln!(out, "removed {} of {name}", clean(&arguments.keys.join(", ")))?;
    }
    if !users.is_empty() {
        note(&format!("it was in use: {} cannot be fetched without it", users.join(", ")));
    }
    Ok(Exit::Clean)
}

/// Removes keys: all or none.
fn take_keys(store: &Store, name: &SecretName, keys: &[String]) -> Result<(), Error> {
    let taken = store.change(name, |present| {
        let mut secret = present.unwrap_or_default();
        secret.name = name.clone();
        let gone = keys.iter().filter(|key| !secret.drop_key(key)).map(String::as_str);
        let gone: Vec<&str> = gone.collect();
        if gone.is_empty() { Ok(secret) } else { Err(not_there(name, &gone)) }
    });
    taken.map(|_| ())
}

fn not_there(name: &SecretName, keys: &[&str]) -> Error {
    let gone = clean(&keys.join(", ")).into_owned();
    Error::new(ErrorKind::NotFound, format!("the Secret {name} has no key {gone}"))
        .hint(format!("chartroom secret show {name} tells its keys; nothing was removed"))
        .fault(Fault::SecretKeysMissing)
}
