//! SSH through the system's own `ssh`: hosts, keys of hosts, keys for the login, and its words.
//!
//! Nobody is asked anything, no host is spoken to whose key is not known, and nothing is trusted unasked.
//! May import: `source::ssh/*`, `source::{client, race}`, `secrets`, `model`, `monitor`, `error`.

pub(super) mod command;
pub(super) mod host;
pub(super) mod key;
pub(super) mod known;
pub(super) mod room;
pub(super) mod words;

use std::process::Output;
use std::time::Duration;

use self::command::{Manner, Prepared};
use self::host::{Host, address};
use self::key::Identity;
use super::client::Client;
use super::race::race;
use crate::error::{Error, ErrorKind};
use crate::model::{Fault, HostKey, Location, Offer, Repository};
use crate::monitor::Monitor;
use crate::secrets;

pub use self::room::leave;

/// The keys of SSH servers that the user trusts, as far as they are in our own file.
///
/// # Errors
/// When the file cannot be read.
pub fn trusted_host_keys(client: &Client) -> Result<Vec<HostKey>, Error> {
    known::all(&client.settings.known_hosts)
}

/// Trusts a key that was shown to the user from now on.
///
/// # Errors
/// When another key of this kind is known for the host, or when the disk fails.
pub fn trust_host_key(client: &Client, key: &HostKey) -> Result<(), Error> {
    known::add(&client.settings.known_hosts, key)
}

/// Trusts no key of this host any more; gives those that were trusted. Keys in the user's own
/// `~/.ssh/known_hosts` stay.
///
/// # Errors
/// When the disk fails.
pub fn forget_host_keys(client: &Client, host: &str, port: u16) -> Result<Vec<HostKey>, Error> {
    known::remove(&client.settings.known_hosts, host, port)
}

/// Asks an SSH server for its key, as `ssh` itself reaches it; nobody logs in and nothing is trusted.
///
/// # Errors
/// When the server cannot be reached, or shows another key than the one that is known.
pub async fn meet_host(
    client: &Client,
    host: &str,
    port: Option<u16>,
    monitor: &Monitor,
) -> Result<HostKey, Error> {
    compare_and_meet(client, &Host::new(host, port)?, monitor).await
}

/// Trusts the key of a repository's SSH server if it has this fingerprint (`SHA256:…`).
///
/// # Errors
/// When the repository is not reached by SSH, when its server cannot be reached, or when its key is another
/// one than named here, or than known before.
pub async fn trust_host(
    client: &Client,
    repository: &Repository,
    fingerprint: &str,
    monitor: &Monitor,
) -> Result<HostKey, Error> {
    let resolved = secrets::resolve(&client.settings.secrets, repository, monitor).await?;
    let outcome = async {
        let Location::Git { url, .. } = &resolved.repository.location else { return Err(no_ssh()) };
        if url.scheme() != "ssh" {
            return Err(no_ssh());
        }
        let key = compare_and_meet(client, &Host::of(url)?, monitor).await?;
        trust_as_told(client, &key, fingerprint).map(|()| key)
    };
    outcome.await.map_err(|error| error.redacted(&resolved.redactor))
}

/// Trusts a key if it is the one that the user means.
///
/// # Errors
/// When it is another one.
pub fn trust_as_told(client: &Client, key: &HostKey, fingerprint: &str) -> Result<(), Error> {
    let wanted = fingerprint.trim().trim_start_matches("SHA256:").trim_end_matches('=');
    if key.fingerprint.trim_start_matches("SHA256:") == wanted {
        return trust_host_key(client, key);
    }
    let shown = address(&key.host, key.port);
    let message =
        format!("{shown} shows the key {}, which is not SHA256:{wanted}", key.fingerprint);
    Err(Error::new(ErrorKind::Untrusted, message)
        .hint("ask the server's owner which is right; nothing was trusted")
        .fault(Fault::HostKeyUnknown))
}

fn no_ssh() -> Error {
    Error::new(ErrorKind::Unsupported, "only a Git repository at ssh:// has the key of a host")
        .hint("leave the fingerprint away")
}

/// The error of a host that was never met, with its key and the offer to trust it.
pub(super) async fn introduced(
    client: &Client,
    host: &Host,
    error: Error,
    monitor: &Monitor,
) -> Error {
    match meet(client, host, monitor).await {
        Err(other) if matches!(other.fault, Some(Fault::HostKeyChanged | Fault::Cancelled)) => {
            other
        }
        Err(_) => error,
        Ok(key) => {
            let message = format!(
                "the SSH server {} was never met before; its {} key has the fingerprint {}",
                address(&key.host, key.port),
                key.algorithm,
                key.fingerprint
            );
            Error::new(ErrorKind::Untrusted, message)
                .hint("compare it with what the server's owner says, then trust it")
                .fault(Fault::HostKeyUnknown)
                .offer(Offer::TrustHostKey(key))
        }
    }
}

/// Whoever is known by another key, here or in the user's own `~/.ssh/known_hosts`, is not met anew.
async fn compare_and_meet(
    client: &Client,
    host: &Host,
    monitor: &Monitor,
) -> Result<HostKey, Error> {
    let manner = Manner::of(&client.settings);
    let prepared = command::prepare_comparison(host, &manner)?;
    let output = run(prepared, manner.longest(), monitor).await?;
    let said = String::from_utf8_lossy(&output.stderr);
    match words::error_of(&said, host, &Identity::Own) {
        Some(error) if error.fault == Some(Fault::HostKeyChanged) => Err(error),
        _ => meet(client, host, monitor).await,
    }
}

async fn meet(client: &Client, host: &Host, monitor: &Monitor) -> Result<HostKey, Error> {
    let manner = Manner::of(&client.settings);
    let (prepared, noted) = command::prepare_meeting(host, &manner)?;
    let room = prepared.room;
    let command = Prepared { command: prepared.command, room: None };
    let output = run(command, manner.longest(), monitor).await?;
    let text = std::fs::read_to_string(&noted).unwrap_or_default();
    drop(room);
    if let Some(key) = text.lines().find_map(known::read_line) {
        return Ok(key);
    }
    let said = String::from_utf8_lossy(&output.stderr);
    Err(words::error_of(&said, host, &Identity::Own).unwrap_or_else(|| wordless(host, &said)))
}

/// Runs a command to its end, with nothing to read; at most that long.
async fn run(prepared: Prepared, longest: Duration, monitor: &Monitor) -> Result<Output, Error> {
    let Prepared { mut command, room: _room } = prepared;
    command.stdin(std::process::Stdio::null());
    let child = command.spawn().map_err(|error| not_started(&error))?;
    let outcome = race(monitor, tokio::time::timeout(longest, child.wait_with_output())).await?;
    match outcome {
        Ok(Ok(output)) => Ok(output),
        Ok(Err(error)) => Err(not_started(&error)),
        Err(_) => Err(Error::new(ErrorKind::Timeout, "ssh did not come to its end in time")
            .hint("the server or something in between is silent: try again later")
            .fault(Fault::TimedOut)),
    }
}

/// `ssh` could not be run.
pub(super) fn not_started(error: &std::io::Error) -> Error {
    if error.kind() == std::io::ErrorKind::NotFound {
        return Error::new(ErrorKind::Unsupported, "the program ssh is not installed")
            .hint("install it (apt-get install openssh-client), or use an https:// URL")
            .fault(Fault::ProgramMissing);
    }
    Error::new(ErrorKind::Io, format!("ssh could not be run: {error}"))
        .hint("check that ssh can be run in a shell")
        .fault(Fault::ProgramMissing)
}

/// `ssh` failed with words that we do not know, or without any.
pub(super) fn wordless(host: &Host, said: &str) -> Error {
    let line = said.lines().map(str::trim).rfind(|line| !line.is_empty());
    let words = line.map_or_else(
        || "it said nothing".to_owned(),
        |line| crate::model::text::clean(line).into_owned(),
    );
    Error::new(ErrorKind::Malformed, format!("the connection to {} ended: {words}", host.shown()))
        .hint(format!("try it in a shell: ssh -v {}", host.shown()))
        .fault(Fault::ConnectionFailed)
}
