//! What `ssh` says when it fails, in our words: the step, its own line, the likely cause, the next action.
//!
//! May import: `source::ssh::{host, key, known}`, `model`, `error`.

use std::path::PathBuf;

use super::host::Host;
use super::key::Identity;
use super::known::read_line;
use crate::error::{Error, ErrorKind};
use crate::model::Fault;
use crate::model::text::clean;

/// A sign in the words of `ssh`, and what it means.
struct Meaning {
    signs: &'static [&'static str],
    kind: ErrorKind,
    fault: Fault,
    what: &'static str,
    hint: &'static str,
}

/// In the order of asking: the first sign that is found decides.
const MEANINGS: &[Meaning] = &[
    Meaning {
        signs: &["bad permissions", "UNPROTECTED PRIVATE KEY FILE"],
        kind: ErrorKind::Io,
        fault: Fault::SshKeyUnusable,
        what: "ssh does not use the key",
        hint: "run chmod 600 on the key file",
    },
    Meaning {
        signs: &["Bad owner or permissions on"],
        kind: ErrorKind::Io,
        fault: Fault::LocalFile,
        what: "ssh does not read its configuration",
        hint: "run chmod 600 on that file; it must belong to you",
    },
    Meaning {
        signs: &["Bad configuration option", "bad configuration options", "keyword"],
        kind: ErrorKind::Io,
        fault: Fault::LocalFile,
        what: "ssh does not understand its configuration",
        hint: "mend the line of ~/.ssh/config that it names",
    },
    Meaning {
        signs: &["error in libcrypto", "invalid format", "incorrect passphrase supplied"],
        kind: ErrorKind::Io,
        fault: Fault::SshKeyUnusable,
        what: "ssh cannot read the key",
        hint: "check it with ssh-keygen -y -f KEY; a key with a passphrase goes into ssh-agent by ssh-add",
    },
    Meaning {
        signs: &["Too many authentication failures"],
        kind: ErrorKind::Unauthorized,
        fault: Fault::SshKeyRefused,
        what: "the server gave up before the right key was tried",
        hint: "the agent holds too many keys: name the one key file for this repository",
    },
    Meaning {
        signs: &["Could not resolve hostname"],
        kind: ErrorKind::Unreachable,
        fault: Fault::HostUnknown,
        what: "the host's name is not known",
        hint: "check the spelling; for an inner host, check VPN and DNS",
    },
    Meaning {
        signs: &["Connection refused"],
        kind: ErrorKind::Unreachable,
        fault: Fault::ConnectionFailed,
        what: "nothing listens there",
        hint: "check host and port, and whether the server is up; SSH is at port 22 unless the URL says otherwise",
    },
    Meaning {
        signs: &["timed out", "Timeout, server"],
        kind: ErrorKind::Timeout,
        fault: Fault::TimedOut,
        what: "the server did not answer in time",
        hint: "a firewall may drop it: check host and port, and the VPN; some hosts offer SSH at port 443 too",
    },
    Meaning {
        signs: &["No route to host", "Network is unreachable", "Host is down"],
        kind: ErrorKind::Unreachable,
        fault: Fault::ConnectionFailed,
        what: "there is no way to the host",
        hint: "check the network connection and the VPN",
    },
    Meaning {
        signs: &[
            "no matching host key type",
            "no matching key exchange",
            "no matching cipher",
            "no matching MAC",
        ],
        kind: ErrorKind::Unsupported,
        fault: Fault::ConnectionFailed,
        what: "the server and the ssh of this machine have no method in common",
        hint: "the server is old: ask its owner for an update, or allow its method for this host in ~/.ssh/config",
    },
    Meaning {
        signs: &[
            "kex_exchange_identification",
            "banner exchange",
            "Bad packet length",
            "Protocol major versions",
        ],
        kind: ErrorKind::Malformed,
        fault: Fault::ConnectionFailed,
        what: "no SSH server answers there",
        hint: "another kind of server may listen at this port, or it lets nobody in at the moment: check the port, or try again later",
    },
    Meaning {
        signs: &["account is currently not available", "nologin", "shell access", "Shell access"],
        kind: ErrorKind::Unauthorized,
        fault: Fault::Forbidden,
        what: "the account may not run Git",
        hint: "check the user name before @ (often git), and ask the server's owner for access",
    },
    Meaning {
        signs: &[
            "git-upload-pack: command not found",
            "git-upload-pack: not found",
            "git-upload-pack: No such file",
        ],
        kind: ErrorKind::Unsupported,
        fault: Fault::ProgramMissing,
        what: "Git is not installed on the server",
        hint: "ask the server's owner to install it, or check host and user",
    },
];

/// Lines of `ssh` that only decorate.
fn is_noise(line: &str) -> bool {
    let line = line.trim();
    line.is_empty()
        || line.chars().all(|c| c == '@')
        || line.starts_with("Warning: Permanently added")
        || line.starts_with("debug")
        || line.contains("post-quantum")
        || line.starts_with("** ")
}

/// The error for what `ssh` said; `None` when it said nothing that it says itself.
pub(crate) fn error_of(said: &str, host: &Host, identity: &Identity) -> Option<Error> {
    let lines: Vec<&str> = said.lines().map(str::trim).filter(|line| !is_noise(line)).collect();
    let find = |sign: &str| lines.iter().find(|line| line.contains(sign)).copied();
    if find("HOST IDENTIFICATION HAS CHANGED").is_some() || find("REVOKED HOST KEY").is_some() {
        return Some(changed(&lines, host));
    }
    if let Some(line) =
        find("host key is known for").or_else(|| find("Host key verification failed"))
    {
        return Some(unknown(line, host));
    }
    // The key's own fault is told before its refusal, which only follows from it.
    let meaning = MEANINGS.iter().find_map(|meaning| {
        let line = meaning.signs.iter().find_map(|sign| find(sign))?;
        Some((meaning, line))
    });
    if let Some((meaning, line)) = meaning {
        let message = format!("{}: {}: {}", host.shown(), meaning.what, clean(line));
        return Some(Error::new(meaning.kind, message).hint(meaning.hint).fault(meaning.fault));
    }
    if let Some(line) = find("Permission denied (") {
        return Some(refused(line, host, identity));
    }
    let line = find("Connection closed by").or_else(|| find("Connection reset by"))?;
    let message = format!("{} ended the connection: {}", host.shown(), clean(line));
    Some(
        Error::new(ErrorKind::Unreachable, message)
            .hint("try again; if it happens each time, the server or something in between lets this address not in")
            .fault(Fault::ConnectionFailed),
    )
}

fn refused(line: &str, host: &Host, identity: &Identity) -> Error {
    let with = match identity {
        Identity::Own => "no key of ssh-agent or of ~/.ssh".to_owned(),
        Identity::File(path) => format!("the key {} not", path.display()),
        Identity::Text(_) => "the key that was given not".to_owned(),
    };
    let hint = match identity {
        Identity::Own => {
            "name a key file for this repository, or add the right key by ssh-add; check the user name before @ as well"
        }
        _ => {
            "add its public half (ssh-keygen -y -f KEY) to the server or the repository as a deploy key; check the user name before @ as well (often git)"
        }
    };
    let message = format!("{} accepts {with}: {}", host.shown(), clean(line));
    Error::new(ErrorKind::Unauthorized, message).hint(hint).fault(Fault::SshKeyRefused)
}

fn unknown(line: &str, host: &Host) -> Error {
    let message = format!("the key of {} was never met before: {}", host.address(), clean(line));
    Error::new(ErrorKind::Untrusted, message)
        .hint("compare its fingerprint with what the server's owner says, then trust it")
        .fault(Fault::HostKeyUnknown)
}

fn changed(lines: &[&str], host: &Host) -> Error {
    let new = lines
        .iter()
        .flat_map(|line| line.split_whitespace())
        .find(|word| word.starts_with("SHA256:"));
    let new = new.map_or("unknown", |word| word.trim_end_matches('.'));
    let at = lines.iter().find_map(|line| offending(line));
    let mut message = format!("{} shows another key than before: now {new}", host.address());
    let mut hint = "somebody may be in between: ask the server's owner. ".to_owned();
    if let Some((path, number)) = at {
        let old = std::fs::read_to_string(&path).ok();
        let old = old.as_deref().and_then(|text| text.lines().nth(number.checked_sub(1)?));
        let old = old.and_then(fingerprint_in);
        let old = old.map(|old| format!("before {old}, ")).unwrap_or_default();
        let place = format!("line {number} of {}", path.display());
        message = format!("{message}, {old}noted in {place}");
        hint =
            format!("{hint}If the key was changed rightly, remove {place} and trust the new one");
    }
    Error::new(ErrorKind::Untrusted, message).hint(hint).fault(Fault::HostKeyChanged)
}

/// The fingerprint of a line, also of one whose name is hashed.
fn fingerprint_in(line: &str) -> Option<String> {
    let plain = line.split_whitespace().skip_while(|word| word.starts_with('@')).skip(1);
    let line = format!("known {}", plain.collect::<Vec<_>>().join(" "));
    read_line(&line).map(|key| key.fingerprint)
}

/// `Offending ED25519 key in /path/known_hosts:3`.
fn offending(line: &str) -> Option<(PathBuf, usize)> {
    let (_, rest) = line.strip_prefix("Offending ")?.split_once("key in ")?;
    let (path, number) = rest.trim().rsplit_once(':')?;
    Some((path.into(), number.parse().ok()?))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Secret;

    fn told(said: &str, identity: &Identity) -> Option<Error> {
        let host =
            Host { user: Some("git".to_owned()), ..Host::new("h", Some(2222)).expect("a name") };
        error_of(said, &host, identity)
    }

    const TABLE: &[(&str, ErrorKind, Fault, &str)] = &[
        (
            "No ED25519 host key is known for [h]:2222 and you have requested strict checking.\r\nHost key verification failed.",
            ErrorKind::Untrusted,
            Fault::HostKeyUnknown,
            "never met before",
        ),
        (
            "git@h: Permission denied (publickey).",
            ErrorKind::Unauthorized,
            Fault::SshKeyRefused,
            "accepts the key that was given not",
        ),
        (
            "Load key \"/x\": bad permissions\ngit@h: Permission denied (publickey).",
            ErrorKind::Io,
            Fault::SshKeyUnusable,
            "does not use the key",
        ),
        (
            "ssh: Could not resolve hostname h: Name or service not known",
            ErrorKind::Unreachable,
            Fault::HostUnknown,
            "name is not known",
        ),
        (
            "ssh: connect to host h port 2222: Connection refused",
            ErrorKind::Unreachable,
            Fault::ConnectionFailed,
            "nothing listens there",
        ),
        (
            "ssh: connect to host h port 2222: Connection timed out",
            ErrorKind::Timeout,
            Fault::TimedOut,
            "did not answer in time",
        ),
        (
            "kex_exchange_identification: Connection closed by remote host",
            ErrorKind::Malformed,
            Fault::ConnectionFailed,
            "no SSH server answers",
        ),
        (
            "Unable to negotiate with h port 2222: no matching host key type found. Their offer: ssh-dss",
            ErrorKind::Unsupported,
            Fault::ConnectionFailed,
            "no method in common",
        ),
        (
            "sh: 1: git-upload-pack: not found",
            ErrorKind::Unsupported,
            Fault::ProgramMissing,
            "not installed on the server",
        ),
        (
            "Connection closed by 127.0.0.1 port 2222",
            ErrorKind::Unreachable,
            Fault::ConnectionFailed,
            "ended the connection",
        ),
    ];

    #[test]
    fn the_words_of_ssh_have_a_cause_and_a_next_step() {
        for (said, kind, fault, words) in TABLE.iter().copied() {
            let error = told(said, &Identity::Text(Secret::from("x"))).expect(said);
            assert_eq!((error.kind, error.fault), (kind, Some(fault)), "{said}");
            assert!(error.message.contains(words), "{error}");
            assert!(!error.hint.is_empty(), "{said}");
        }
        assert!(
            told("fatal: '/r' does not appear to be a git repository", &Identity::Own).is_none()
        );
        assert!(told("", &Identity::Own).is_none());
    }

    #[test]
    fn a_changed_key_is_told_with_both_fingerprints_and_the_line_to_remove() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("known hosts");
        let key = "AAAAC3NzaC1lZDI1NTE5AAAAILmSyH4wKC+wc1EnYmeTFQnzv8SL3Hbo5j8pQyc1rQYi";
        std::fs::write(&path, format!("# mine\n[h]:2222 ssh-ed25519 {key}\n")).expect("a file");
        let said = format!(
            "@@@@@\n@    WARNING: REMOTE HOST IDENTIFICATION HAS CHANGED!     @\n@@@@@\n\
             The fingerprint for the ED25519 key sent by the remote host is\nSHA256:new.\n\
             Offending ED25519 key in {}:2\nHost key verification failed.",
            path.display()
        );
        let error = told(&said, &Identity::Own).expect("an error");
        assert_eq!((error.fault, &error.offer), (Some(Fault::HostKeyChanged), &None));
        let old = super::super::known::fingerprint(key).expect("base64");
        for words in ["now SHA256:new,", &format!("before {old}"), "line 2 of"] {
            assert!(error.message.contains(words), "{words} in {error}");
        }
        assert!(error.hint.contains("remove line 2 of"), "{}", error.hint);
    }
}
