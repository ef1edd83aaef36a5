//! The command line of the system's `ssh`: it asks nothing, trusts only keys of hosts that are known, and
//! can be ended at any time.
//!
//! Options: `man 5 ssh_config` of OpenSSH; each was there in 7.6 (2017).
//! May import: `source::ssh::{host, key, room}`, `source::client`, `model`, `error`.

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::Duration;

use tokio::process::Command;

use super::host::Host;
use super::key::Identity;
use super::room::Room;
use crate::error::{Error, ErrorKind};
use crate::model::Fault;
use crate::source::client::Settings;

/// Whose keys of hosts count.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Hosts {
    /// Ours, the user's and the system's; no other host is spoken to.
    Known,
    /// None: the key that the server shows is noted in this file, and nobody logs in.
    Meet(PathBuf),
}

/// What a run of `ssh` needs to know of our settings.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Manner {
    known_hosts: PathBuf,
    cache: PathBuf,
    connect: Duration,
    read: Duration,
}

impl Manner {
    /// As our settings say.
    pub(crate) fn of(settings: &Settings) -> Self {
        Self {
            known_hosts: settings.known_hosts.clone(),
            cache: settings.cache.clone(),
            connect: settings.connect_timeout,
            read: settings.read_timeout,
        }
    }

    /// How long a run may take that carries nothing.
    pub(crate) fn longest(&self) -> Duration {
        self.connect + self.read
    }
}

/// A command that can be started, and the private folder that must live as long as it runs.
pub(crate) struct Prepared {
    /// The command: all streams are pipes; it is killed when it is dropped.
    pub(crate) command: Command,
    /// The folder.
    pub(crate) room: Option<Room>,
}

/// Prepares a run that carries out `remote` on the host.
///
/// # Errors
/// When the key cannot be used or kept.
pub(crate) fn prepare(
    host: &Host,
    identity: &Identity,
    manner: &Manner,
    remote: &str,
) -> Result<Prepared, Error> {
    identity.check()?;
    let (room, key) = match identity {
        Identity::Own => (None, None),
        Identity::File(path) => (None, Some(path.clone())),
        Identity::Text(text) => {
            let room = Room::open(&manner.cache)?;
            let path = room.keep(text)?;
            (Some(room), Some(path))
        }
    };
    let mut options = options(host, &Hosts::Known, manner)?;
    if let Some(key) = key {
        options.extend(["-o".into(), "IdentitiesOnly=yes".into()]);
        options.extend(["-o".into(), assign("IdentityFile", &[&key])?]);
    }
    Ok(Prepared { command: command(options, host, remote), room })
}

/// Prepares a run that only notes the key that the host shows.
///
/// # Errors
/// When there is no room for it.
pub(crate) fn prepare_meeting(host: &Host, manner: &Manner) -> Result<(Prepared, PathBuf), Error> {
    let room = Room::open(&manner.cache)?;
    let noted = room.hosts();
    let command = visit(host, &Hosts::Meet(noted.clone()), manner)?;
    Ok((Prepared { command, room: Some(room) }, noted))
}

/// Prepares a run that only compares the key that the host shows with those that are known.
///
/// # Errors
/// When the file of known keys has an impossible path.
pub(crate) fn prepare_comparison(host: &Host, manner: &Manner) -> Result<Prepared, Error> {
    Ok(Prepared { command: visit(host, &Hosts::Known, manner)?, room: None })
}

/// A run in which nobody logs in.
fn visit(host: &Host, hosts: &Hosts, manner: &Manner) -> Result<Command, Error> {
    let mut options = options(host, hosts, manner)?;
    for option in [
        "PreferredAuthentications=none",
        "PubkeyAuthentication=no",
        "PasswordAuthentication=no",
        "KbdInteractiveAuthentication=no",
        "HostbasedAuthentication=no",
        "GSSAPIAuthentication=no",
    ] {
        options.extend(["-o".into(), option.into()]);
    }
    Ok(command(options, host, "true"))
}

fn options(host: &Host, hosts: &Hosts, manner: &Manner) -> Result<Vec<OsString>, Error> {
    let seconds = |time: Duration| time.as_secs().max(1);
    let mut given = vec![
        "BatchMode=yes".into(),
        format!("ConnectTimeout={}", seconds(manner.connect)).into(),
        format!("ServerAliveInterval={}", seconds(manner.read / 3)).into(),
        "ServerAliveCountMax=3".into(),
        // A connection that another run keeps open would pass by all that follows.
        "ControlMaster=no".into(),
        "ControlPath=none".into(),
        "ClearAllForwardings=yes".into(),
        "ForwardAgent=no".into(),
        "ForwardX11=no".into(),
        "PermitLocalCommand=no".into(),
        "UpdateHostKeys=no".into(),
        "LogLevel=INFO".into(),
        "SendEnv=GIT_PROTOCOL".into(),
    ];
    match hosts {
        Hosts::Known => {
            let user = [Path::new("~/.ssh/known_hosts"), Path::new("~/.ssh/known_hosts2")];
            given.push("StrictHostKeyChecking=yes".into());
            given.push(assign("UserKnownHostsFile", &[&manner.known_hosts, user[0], user[1]])?);
        }
        Hosts::Meet(noted) => {
            given.push("StrictHostKeyChecking=accept-new".into());
            given.push("HashKnownHosts=no".into());
            given.push("GlobalKnownHostsFile=/dev/null".into());
            given.push(assign("UserKnownHostsFile", &[noted])?);
        }
    }
    let mut options: Vec<OsString> = vec!["-T".into()];
    options.extend(given.into_iter().flat_map(|option| ["-o".into(), option]));
    if let Some(port) = host.port {
        options.extend(["-p".into(), port.to_string().into()]);
    }
    if let Some(user) = &host.user {
        options.extend(["-l".into(), user.into()]);
    }
    Ok(options)
}

/// `name="first" "second"`: `ssh` splits at blanks, and puts its own values in the place of `%` and `${}`.
fn assign(name: &str, paths: &[&Path]) -> Result<OsString, Error> {
    let mut quoted = Vec::new();
    for path in paths {
        let text =
            path.to_str().filter(|text| !text.contains("${") && !text.contains(char::is_control));
        let text = text.ok_or_else(|| {
            Error::new(ErrorKind::Io, format!("ssh cannot be given the path {}", path.display()))
                .hint("move the file to a path without ${ and without line breaks")
                .fault(Fault::SshKeyUnusable)
        })?;
        let text = text.replace('\\', "\\\\").replace('"', "\\\"").replace('%', "%%");
        quoted.push(if text.starts_with("~/") { text } else { format!("\"{text}\"") });
    }
    Ok(format!("{name}={}", quoted.join(" ")).into())
}

fn command(options: Vec<OsString>, host: &Host, remote: &str) -> Command {
    let mut command = Command::new("ssh");
    command
        .args(options)
        .arg("--")
        .arg(&host.name)
        .arg(remote)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .kill_on_drop(true)
        .env("LC_ALL", "C")
        .env("GIT_PROTOCOL", "version=2")
        // Whatever `ssh` or a program behind it wants to ask goes to a program that answers nothing, and
        // never to the terminal.
        .env("SSH_ASKPASS", "false")
        .env("SSH_ASKPASS_REQUIRE", "force");
    #[cfg(unix)]
    command.process_group(0);
    command
}

/// A path as one word for the shell on the other side; `~` at its start is for Git to expand.
pub(crate) fn quoted(path: &str) -> String {
    format!("'{}'", path.replace('\'', "'\\''").replace('!', "'\\!'"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(host: &str, identity: &Identity) -> Vec<String> {
        let settings = Settings::with_cache("/tmp/a \"b\" 100%".into());
        let host = Host::of(&url::Url::parse(host).expect("a URL")).expect("a host");
        let prepared = prepare(&host, identity, &Manner::of(&settings), "git-upload-pack 'r'");
        let prepared = prepared.map_err(|error| error.message).expect("a command");
        let words = prepared.command.as_std().get_args();
        words.map(|word| word.to_string_lossy().into_owned()).collect()
    }

    #[test]
    fn nobody_is_asked_and_only_known_hosts_are_spoken_to() {
        let words = words("ssh://git@example.org:2222/r", &Identity::Own);
        for option in [
            "BatchMode=yes",
            "StrictHostKeyChecking=yes",
            "ConnectTimeout=10",
            "ServerAliveInterval=10",
            "ControlPath=none",
            r#"UserKnownHostsFile="/tmp/a \"b\" 100%%/known_hosts" ~/.ssh/known_hosts ~/.ssh/known_hosts2"#,
        ] {
            assert!(words.iter().any(|word| word == option), "{option} in {words:?}");
        }
        assert!(!words.iter().any(|word| word.starts_with("Identit")), "{words:?}");
        let end = ["-p", "2222", "-l", "git", "--", "example.org", "git-upload-pack 'r'"];
        assert!(words.ends_with(&end.map(str::to_owned)), "{words:?}");
    }

    #[test]
    fn a_path_is_one_word_for_the_other_side() {
        for (path, expected) in
            [("/r.git", "'/r.git'"), ("~/a b", "'~/a b'"), ("/it's!", r"'/it'\''s'\!''")]
        {
            assert_eq!(quoted(path), expected);
        }
    }
}
