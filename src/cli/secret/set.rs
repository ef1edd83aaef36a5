//! `chartroom secret set`: one key of a Secret.
//!
//! May import: `cli::{args, output}`, `manifest`, `ops`, `secrets`, `model`, `error`.

use std::io::{self, IsTerminal, Read as _, Write};

use zeroize::Zeroizing;

use crate::cli::args::SecretSetArguments;
use crate::cli::output::{Exit, note};
use crate::error::{Error, ErrorKind};
use crate::manifest::secret::check_key;
use crate::manifest::{SecretManifest, SecretValue};
use crate::model::Secret;
use crate::model::text::{clean, short_name};
use crate::ops::Workplace;
use crate::secrets::Put;

/// Kubernetes' own limit for a whole Secret.
const LARGEST: u64 = 1 << 20;

/// Carries out `secret set`.
pub(super) fn run(
    arguments: &SecretSetArguments,
    place: &Workplace,
    out: &mut dyn Write,
) -> anyhow::Result<Exit> {
    let key = key(&arguments.key)?;
    let value = match &arguments.from {
        Some(text) => reference(text)?,
        None => SecretValue::Here(from_stdin()?),
    };
    let store = &place.client.settings.secrets;
    let name = &arguments.name;
    let fresh = || SecretManifest { name: name.clone(), ..SecretManifest::default() };
    let mut done = "set";
    let put = store.change(name, |present| {
        let mut secret = present.unwrap_or_else(fresh);
        if secret.set(key.to_owned(), value) {
            done = "replaced";
        }
        Ok(secret)
    })?;
    let new = match put {
        Put::Added => " (a new Secret)",
        Put::Replaced => "",
    };
    writeln!(out, "{done} {key} of {name}{new}")?;
    Ok(Exit::Clean)
}

/// The key, and nothing but the key.
fn key(text: &str) -> Result<&str, Error> {
    if let Some((key, _)) = text.split_once('=') {
        // What stands behind it may be a value: it is not repeated.
        let key = clean(&short_name(key)).into_owned();
        let message = "a value is not taken from the command line, where every program on this machine can read it";
        return Err(Error::new(ErrorKind::Unsupported, message).hint(format!(
            "pipe it in (printf %s \"$VALUE\" | chartroom secret set NAME {key}), or say where it is kept \
             (--from env:…, file:… or command:…); a value that was typed here is in the shell's history now"
        )));
    }
    check_key(text).map_err(|why| {
        let shown = clean(&short_name(text)).into_owned();
        Error::new(ErrorKind::Malformed, format!("\"{shown}\" cannot be a key: {why}"))
    })?;
    Ok(text)
}

fn reference(text: &str) -> Result<SecretValue, Error> {
    let value = SecretValue::parse_reference(text).map_err(|why| {
        // The text is not repeated: it may be a value.
        Error::new(ErrorKind::Malformed, format!("--from is not understood: {why}"))
            .hint("--from says where a value is kept; the value itself is read from standard input")
    })?;
    if let SecretValue::Environment(name) = &value
        && std::env::var_os(name).is_none()
    {
        note(&format!("{name} is not set now: it must be whenever the Secret is used"));
    }
    Ok(value)
}

/// All of standard input, without the line break at its end.
fn from_stdin() -> Result<Secret, Error> {
    let stdin = io::stdin();
    if stdin.is_terminal() {
        let message = "standard input is a terminal, which would show the value";
        return Err(Error::new(ErrorKind::Unsupported, message)
            .hint("pipe it in (printf %s \"$VALUE\" | chartroom secret set …), or say --from"));
    }
    let mut bytes = Zeroizing::new(Vec::new());
    stdin.lock().take(LARGEST + 1).read_to_end(&mut bytes).map_err(|error| {
        Error::new(ErrorKind::Io, "the value cannot be read from standard input").because(error)
    })?;
    if bytes.len() as u64 > LARGEST {
        return Err(Error::new(
            ErrorKind::TooLarge,
            "the value on standard input is larger than 1 MiB",
        ));
    }
    let text = std::str::from_utf8(&bytes).map_err(|_| {
        Error::new(ErrorKind::Malformed, "the value on standard input is no UTF-8 text")
            .hint("encode it, for example with base64, if the place takes it so")
    })?;
    let text = text.strip_suffix('\n').unwrap_or(text);
    let text = text.strip_suffix('\r').unwrap_or(text);
    if text.is_empty() {
        return Err(Error::new(ErrorKind::NotFound, "there is no value on standard input"));
    }
    Ok(Secret::from(text))
}
