//! `chartroom secret list` and `show`: names, keys, where values are, and who uses them.
//!
//! May import: `cli::{args, catalogs, output}`, `ops`, `registry`, `secrets`, `model`, `error`.

use std::io::Write;

use serde_json::{Value, json};

use crate::cli::args::{SecretListArguments, SecretShowArguments, TableFormat};
use crate::cli::catalogs;
use crate::cli::output::{self, Exit, note, say};
use crate::error::{Error, ErrorKind};
use crate::model::text::clean;
use crate::model::{Fault, Repository, SecretName};
use crate::ops::Workplace;
use crate::secrets::{Listing, Summary};

/// Carries out `secret list`.
pub(super) fn run(
    arguments: &SecretListArguments,
    place: &Workplace,
    out: &mut dyn Write,
) -> anyhow::Result<Exit> {
    let (listing, repositories) = known(place)?;
    let users = |secret: &Summary| users(&listing, &repositories, secret);
    if arguments.format == TableFormat::Json {
        let all = listing.secrets.iter().map(|secret| object(secret, &users(secret)));
        output::json(out, &Value::Array(all.collect()))?;
        return Ok(Exit::Clean);
    }
    if listing.secrets.is_empty() {
        say("there is no Secret in the store: chartroom secret add FILE");
        return Ok(Exit::Clean);
    }
    let rows: Vec<Vec<String>> =
        listing.secrets.iter().map(|secret| row(secret, &users(secret))).collect();
    output::table(out, &["NAMESPACE", "NAME", "KEYS", "TYPE", "USED BY"], &rows)?;
    Ok(Exit::Clean)
}

/// Carries out `secret show`.
pub(super) fn show(
    arguments: &SecretShowArguments,
    place: &Workplace,
    out: &mut dyn Write,
) -> anyhow::Result<Exit> {
    let (listing, repositories) = known(place)?;
    let secret = found(&listing, &arguments.name)?;
    let users = users(&listing, &repositories, secret);
    if arguments.format == TableFormat::Json {
        output::json(out, &object(secret, &users))?;
        return Ok(Exit::Clean);
    }
    writeln!(out, "name:     {}", secret.name)?;
    writeln!(out, "type:     {}", or_dash(&secret.kind))?;
    writeln!(out, "file:     {}", clean(&secret.place.file))?;
    writeln!(out, "used by:  {}", or_dash(&users.join(", ")))?;
    writeln!(out)?;
    let rows: Vec<Vec<String>> =
        secret.keys.iter().map(|(key, from)| vec![key.clone(), from.clone()]).collect();
    output::full_table(out, &["KEY", "VALUE IS"], &rows)?;
    secret.notes.iter().for_each(|text| note(text));
    Ok(Exit::Clean)
}

/// The full name of the Secret that is meant, and the repositories that use it.
///
/// # Errors
/// When there is none, or it is not clear which one is meant.
pub(super) fn named(
    name: &SecretName,
    place: &Workplace,
) -> anyhow::Result<(SecretName, Vec<String>)> {
    let (listing, repositories) = known(place)?;
    let secret = found(&listing, name)?;
    Ok((secret.name.clone(), users(&listing, &repositories, secret)))
}

/// What is in the store and in the registry; what is worth knowing about the store's files is told.
fn known(place: &Workplace) -> anyhow::Result<(Listing, Vec<Repository>)> {
    let listing = place.client.settings.secrets.list()?;
    listing.notes.iter().for_each(|text| note(text));
    Ok((listing, catalogs::registered(place)?.repositories))
}

fn found<'listing>(
    listing: &'listing Listing,
    name: &SecretName,
) -> Result<&'listing Summary, Error> {
    if let Some(secret) = listing.find(name) {
        return Ok(secret);
    }
    let others: Vec<&Summary> =
        listing.secrets.iter().filter(|secret| secret.name.name == name.name).collect();
    match (others.as_slice(), &name.namespace) {
        ([secret], None) => Ok(secret),
        ([], _) => {
            Err(Error::new(ErrorKind::NotFound, format!("there is no Secret {name} in the store"))
                .hint("chartroom secret list tells those that are there")
                .fault(Fault::SecretMissing))
        }
        _ => {
            let others: Vec<String> = others.iter().map(|secret| secret.name.to_string()).collect();
            let message = format!("there is no Secret {name}, but there is {}", others.join(", "));
            Err(Error::new(ErrorKind::NotFound, message)
                .hint("say which one with its namespace: NAMESPACE/NAME")
                .fault(Fault::SecretMissing))
        }
    }
}

/// The repositories that mean this Secret.
fn users(listing: &Listing, repositories: &[Repository], secret: &Summary) -> Vec<String> {
    let means = |repository: &&Repository| {
        let wanted = repository.secret.as_ref();
        let meant = wanted.and_then(|name| listing.meant(name, repository.origin.as_ref()));
        meant.is_some_and(|meant| meant.name == secret.name)
    };
    repositories.iter().filter(means).map(|repository| repository.name.clone()).collect()
}

fn row(secret: &Summary, users: &[String]) -> Vec<String> {
    let keys: Vec<&str> = secret.keys.iter().map(|(key, _)| key.as_str()).collect();
    vec![
        or_dash(secret.name.namespace.as_deref().unwrap_or_default()).to_owned(),
        secret.name.name.clone(),
        or_dash(&keys.join(", ")).to_owned(),
        or_dash(&secret.kind).to_owned(),
        or_dash(&users.join(", ")).to_owned(),
    ]
}

fn or_dash(text: &str) -> &str {
    if text.is_empty() { "-" } else { text }
}

fn object(secret: &Summary, users: &[String]) -> Value {
    let keys: Vec<Value> =
        secret.keys.iter().map(|(key, from)| json!({"key": key, "from": from})).collect();
    json!({
        "name": secret.name.name,
        "namespace": secret.name.namespace,
        "type": secret.kind,
        "keys": keys,
        "file": secret.place.file,
        "repositories": users,
        "notes": secret.notes,
    })
}
