//! `chartroom host-key`: the keys of SSH servers that are trusted.
//!
//! May import: `cli::{args, output}`, `ops`, `source`, `model`, `monitor`, `error`.

use std::io::{self, BufRead, IsTerminal, Write};

use serde_json::{Value, json};

use super::args::{
    HostKeyCommand, HostKeyListArguments, HostKeyRemoveArguments, HostKeyTrustArguments,
    TableFormat,
};
use super::output::{self, Exit, host_of, say};
use crate::error::{Error, ErrorKind};
use crate::model::{Fault, HostKey};
use crate::monitor::Monitor;
use crate::ops::Workplace;
use crate::source;

/// Carries out a `host-key` command.
pub(super) async fn run(
    command: &HostKeyCommand,
    place: &Workplace,
    out: &mut dyn Write,
) -> anyhow::Result<Exit> {
    match command {
        HostKeyCommand::List(arguments) => list(arguments, place, out),
        HostKeyCommand::Trust(arguments) => trust(arguments, place, out).await,
        HostKeyCommand::Remove(arguments) => remove(arguments, place, out),
    }
}

fn list(
    arguments: &HostKeyListArguments,
    place: &Workplace,
    out: &mut dyn Write,
) -> anyhow::Result<Exit> {
    let keys = source::trusted_host_keys(&place.client)?;
    if arguments.format == TableFormat::Json {
        output::json(out, &Value::Array(keys.iter().map(object).collect()))?;
        return Ok(Exit::Clean);
    }
    if keys.is_empty() {
        say("no key of an SSH server was trusted here: chartroom host-key trust HOST");
        return Ok(Exit::Clean);
    }
    let rows: Vec<Vec<String>> = keys
        .iter()
        .map(|key| vec![host_of(key), key.algorithm.clone(), key.fingerprint.clone()])
        .collect();
    output::full_table(out, &["HOST", "ALGORITHM", "FINGERPRINT"], &rows)?;
    Ok(Exit::Clean)
}

fn object(key: &HostKey) -> Value {
    json!({
        "host": key.host,
        "port": key.port,
        "algorithm": key.algorithm,
        "fingerprint": key.fingerprint,
    })
}

async fn trust(
    arguments: &HostKeyTrustArguments,
    place: &Workplace,
    out: &mut dyn Write,
) -> anyhow::Result<Exit> {
    let (host, port) = (&arguments.host.host, arguments.host.port);
    let key = source::meet_host(&place.client, host, port, &Monitor::silent()).await?;
    if source::trusted_host_keys(&place.client)?.contains(&key) {
        writeln!(out, "{} is trusted already: {}", host_of(&key), key.fingerprint)?;
        return Ok(Exit::Clean);
    }
    if let Some(fingerprint) = &arguments.fingerprint {
        source::trust_as_told(&place.client, &key, fingerprint)?;
    } else {
        asked(&key)?;
        source::trust_host_key(&place.client, &key)?;
    }
    writeln!(
        out,
        "{} is trusted from now on: {} {}",
        host_of(&key),
        key.algorithm,
        key.fingerprint
    )?;
    Ok(Exit::Clean)
}

/// Whether the user trusts the key, asked at the terminal.
fn asked(key: &HostKey) -> Result<(), Error> {
    let host = host_of(key);
    say(&format!("{host} shows the key {} {}", key.algorithm, key.fingerprint));
    let refused = |message: &str, hint: String| {
        Error::new(ErrorKind::Untrusted, message).hint(hint).fault(Fault::HostKeyUnknown)
    };
    let stdin = io::stdin();
    if !stdin.is_terminal() {
        return Err(refused(
            "nothing was trusted: there is no terminal to ask at",
            format!(
                "compare the fingerprint with what the server's owner says, then add --fingerprint {}",
                key.fingerprint
            ),
        ));
    }
    say("Does the server's owner say the same? Type yes to trust it:");
    let mut answer = String::new();
    // No answer is a refusal.
    let _ = stdin.lock().read_line(&mut answer);
    if answer.trim().eq_ignore_ascii_case("yes") {
        return Ok(());
    }
    Err(refused("nothing was trusted", "ask the server's owner for the fingerprint".to_owned()))
}

fn remove(
    arguments: &HostKeyRemoveArguments,
    place: &Workplace,
    out: &mut dyn Write,
) -> anyhow::Result<Exit> {
    let (host, port) = (&arguments.host.host, arguments.host.port.unwrap_or(22));
    let gone = source::forget_host_keys(&place.client, host, port)?;
    if gone.is_empty() {
        let message = format!("no key of {host} at port {port} was trusted here");
        return Err(Error::new(ErrorKind::NotFound, message)
            .hint("chartroom host-key list tells those that were; others are in ~/.ssh/known_hosts")
            .into());
    }
    for key in gone {
        writeln!(out, "{} is not trusted any more: {}", host_of(&key), key.fingerprint)?;
    }
    Ok(Exit::Clean)
}
