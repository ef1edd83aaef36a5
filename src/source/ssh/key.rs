//! The private key for a login, judged by its text before anyone is asked.
//!
//! Forms: RFC 7468 (PEM), OpenSSH's `PROTOCOL.key`, `PuTTY`'s own.
//! May import: `source::file`, `model`, `error`.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use crate::error::{Error, ErrorKind};
use crate::model::{Access, Credentials, Fault, Secret};
use crate::source::file;

/// With what we show who we are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Identity {
    /// What `ssh` has itself: the agent, the user's keys and configuration.
    Own,
    /// This file.
    File(PathBuf),
    /// This text.
    Text(Secret),
}

impl Identity {
    /// What a repository has. A file that was named for it wins over a key out of its URL or Secret.
    pub(crate) fn of(credentials: Option<&Credentials>, access: &Access) -> Self {
        let text = credentials.map(|own| &own.ssh_key).filter(|key| !key.is_empty());
        match (&access.ssh_key_file, text) {
            (Some(path), _) => Self::File(at_home(path)),
            (None, Some(text)) => Self::Text(text.clone()),
            (None, None) => Self::Own,
        }
    }

    /// Whether the key can be used at all.
    ///
    /// # Errors
    /// When the file is missing or open to others, or when the text is no private key without a passphrase.
    pub(crate) fn check(&self) -> Result<(), Error> {
        match self {
            Self::Own => Ok(()),
            Self::Text(text) => judge(text.reveal()).map_err(|flaw| flaw.told("the SSH key")),
            Self::File(path) => check_file(path),
        }
    }
}

/// `~/…` is below the user's home.
fn at_home(path: &Path) -> PathBuf {
    match (path.strip_prefix("~"), std::env::home_dir()) {
        (Ok(rest), Some(home)) => home.join(rest),
        _ => path.to_owned(),
    }
}

/// Largest key file, in bytes: keys have a few kilobytes.
const LIMIT: u64 = 1 << 20;

fn check_file(path: &Path) -> Result<(), Error> {
    let shown = path.display();
    let data = fs::metadata(path).map_err(|error| unreadable(path, &error))?;
    if data.is_dir() {
        return Err(unusable(format!("the SSH key {shown} is a folder"))
            .hint("name the file of the private key, such as ~/.ssh/id_ed25519"));
    }
    // A pipe or a device would keep us waiting, or never end.
    if !data.is_file() {
        return Err(unusable(format!("the SSH key {shown} is no regular file"))
            .hint("name the file of the private key, such as ~/.ssh/id_ed25519"));
    }
    #[cfg(unix)]
    {
        use std::os::unix::fs::MetadataExt;
        // As OpenSSH has it: the own file must be closed to group and others.
        let own = data.uid() == rustix::process::getuid().as_raw();
        if own && data.mode() & 0o077 != 0 {
            let mode = data.mode() & 0o777;
            let message = format!("the SSH key {shown} is open to others: its mode is {mode:04o}");
            return Err(
                unusable(message).hint(format!("run chmod 600 {shown}; ssh refuses such a key"))
            );
        }
    }
    let bytes = file::read(path, LIMIT).map_err(|error| {
        unusable(format!("the SSH key {shown} cannot be read: {}", error.message))
            .hint("a private key has a few kilobytes: check the path, and who may read the file")
    })?;
    let text = Secret::from(String::from_utf8_lossy(&bytes).into_owned());
    judge(text.reveal()).map_err(|flaw| flaw.told(&format!("the SSH key {shown}")))
}

fn unreadable(path: &Path, error: &io::Error) -> Error {
    let shown = path.display();
    match error.kind() {
        io::ErrorKind::NotFound => unusable(format!("there is no SSH key {shown}")).hint(
            "check the path; ls ~/.ssh shows the usual ones, ssh-keygen -t ed25519 makes one",
        ),
        _ => unusable(format!("the SSH key {shown} cannot be read: {error}"))
            .hint("check the rights of the file and of the folders above it"),
    }
}

fn unusable(message: String) -> Error {
    Error::new(ErrorKind::Io, message).fault(Fault::SshKeyUnusable)
}

/// Why a text cannot be used as a key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Flaw {
    Empty,
    Passphrase,
    Public,
    Putty,
    Certificate,
    Encoded,
    OneLine,
    CutOff,
    Other,
}

impl Flaw {
    fn told(self, key: &str) -> Error {
        let (what, hint) = match self {
            Self::Empty => ("is empty", "put the text of a private key there"),
            Self::Passphrase => (
                "is locked by a passphrase",
                "run ssh-add with it and leave the key away here, so that ssh-agent is asked; or use a \
                 key without a passphrase that may only read",
            ),
            Self::Public => (
                "is the public half",
                "give the private half: the file of the same name without .pub",
            ),
            Self::Putty => (
                "is in PuTTY's form",
                "convert it: puttygen KEY.ppk -O private-openssh -o KEY, or Conversions, Export OpenSSH key",
            ),
            Self::Certificate => {
                ("is a certificate", "give the private key for SSH, not the certificate")
            }
            Self::Encoded => (
                "is still encoded in base64",
                "it was encoded twice: put the key itself under data of the Secret once encoded, or \
                 under stringData as it is",
            ),
            Self::OneLine => (
                "has lost its line breaks",
                "keep the lines as they are: in YAML after |, in a URL encoded in base64",
            ),
            Self::CutOff => {
                ("is cut off: its END line is missing", "give the whole text of the key")
            }
            Self::Other => (
                "is no private key",
                "it must begin with a line such as -----BEGIN OPENSSH PRIVATE KEY-----",
            ),
        };
        unusable(format!("{key} {what}")).hint(hint)
    }
}

const OPENSSH: &str = "-----BEGIN OPENSSH PRIVATE KEY-----";

fn judge(text: &str) -> Result<(), Flaw> {
    let text = text.trim();
    let starts = |starts: &[&str]| starts.iter().any(|start| text.starts_with(start));
    if text.is_empty() {
        return Err(Flaw::Empty);
    }
    if starts(&[
        "ssh-",
        "ecdsa-",
        "sk-",
        "-----BEGIN PUBLIC",
        "-----BEGIN RSA PUBLIC",
        "---- BEGIN SSH2",
    ]) {
        return Err(Flaw::Public);
    }
    if starts(&["PuTTY-User-Key-File"]) {
        return Err(Flaw::Putty);
    }
    if starts(&["-----BEGIN CERT"]) {
        return Err(Flaw::Certificate);
    }
    let encoded = decoded(text).is_some_and(|bytes| bytes.starts_with(b"-----BEGIN"));
    if encoded {
        return Err(Flaw::Encoded);
    }
    let head = text.lines().next().unwrap_or_default().trim_end();
    if !head.starts_with("-----BEGIN ") || !head.contains("PRIVATE KEY-----") {
        return Err(Flaw::Other);
    }
    if !head.ends_with("PRIVATE KEY-----") || (text.lines().count() < 3) {
        return Err(if text.contains("-----END ") { Flaw::OneLine } else { Flaw::CutOff });
    }
    if !text.contains("\n-----END ") {
        return Err(Flaw::CutOff);
    }
    if is_locked(head, text) { Err(Flaw::Passphrase) } else { Ok(()) }
}

fn is_locked(head: &str, text: &str) -> bool {
    if head.contains("ENCRYPTED") || text.contains("\nProc-Type: 4,ENCRYPTED") {
        return true;
    }
    // The form of OpenSSH: a magic word, then the name of the cipher with its length before it.
    let body: String = text.lines().skip(1).take_while(|line| !line.starts_with("-----")).collect();
    let Some(bytes) = decoded(&body).filter(|_| head == OPENSSH) else { return false };
    bytes.strip_prefix(b"openssh-key-v1\0").is_some_and(|rest| !rest.starts_with(b"\0\0\0\x04none"))
}

fn decoded(text: &str) -> Option<Vec<u8>> {
    let text: String = text.chars().filter(|c| !c.is_whitespace()).collect();
    STANDARD.decode(text).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The head of what `ssh-keygen` writes, with that cipher.
    fn openssh(cipher: &str) -> String {
        let mut bytes = b"openssh-key-v1\0".to_vec();
        bytes.extend([0, 0, 0, u8::try_from(cipher.len()).expect("short")]);
        bytes.extend(cipher.as_bytes());
        bytes.extend([0; 64]);
        format!("{OPENSSH}\n{}\n-----END OPENSSH PRIVATE KEY-----\n", STANDARD.encode(bytes))
    }

    #[test]
    fn a_key_is_judged_by_its_text() {
        let pem = "-----BEGIN RSA PRIVATE KEY-----\nMIIE\n-----END RSA PRIVATE KEY-----\n";
        let good = openssh("none");
        let cases = [
            (good.clone(), Ok(())),
            (good.replace('\n', "\r\n"), Ok(())),
            (format!("\n{}", good.trim_end()), Ok(())),
            (pem.to_owned(), Ok(())),
            (openssh("aes256-ctr"), Err(Flaw::Passphrase)),
            (
                pem.replace("MIIE", "Proc-Type: 4,ENCRYPTED\nDEK-Info: AES-128-CBC,00\n\nMIIE"),
                Err(Flaw::Passphrase),
            ),
            (pem.replace("RSA PRIVATE", "ENCRYPTED PRIVATE"), Err(Flaw::Passphrase)),
            ("ssh-ed25519 AAAA me@here".to_owned(), Err(Flaw::Public)),
            ("---- BEGIN SSH2 PUBLIC KEY ----\nx".to_owned(), Err(Flaw::Public)),
            ("PuTTY-User-Key-File-3: ssh-ed25519\n".to_owned(), Err(Flaw::Putty)),
            ("-----BEGIN CERTIFICATE-----\nx".to_owned(), Err(Flaw::Certificate)),
            (STANDARD.encode(&good), Err(Flaw::Encoded)),
            (good.replace('\n', " "), Err(Flaw::OneLine)),
            (good.lines().take(2).collect::<Vec<_>>().join("\n"), Err(Flaw::CutOff)),
            ("hello".to_owned(), Err(Flaw::Other)),
            (" \n".to_owned(), Err(Flaw::Empty)),
        ];
        for (text, expected) in cases {
            assert_eq!(judge(&text), expected, "{text}");
        }
    }

    #[test]
    fn a_file_must_be_there_closed_and_a_key() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("key");
        let words = |path: &Path| {
            let error = Identity::File(path.to_owned()).check().expect_err("this must fail");
            assert_eq!(error.fault, Some(Fault::SshKeyUnusable));
            assert!(!error.hint.is_empty());
            error.message
        };
        assert!(words(&path).contains("there is no SSH key"));
        assert!(words(folder.path()).contains("is a folder"));
        #[cfg(unix)]
        assert!(words(Path::new("/dev/zero")).contains("is no regular file"));
        let long = folder.path().join("long");
        let file = fs::File::create(&long).expect("a file");
        file.set_len(LIMIT + 1).expect("our file");
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            fs::set_permissions(&long, fs::Permissions::from_mode(0o600)).expect("our file");
        }
        assert!(words(&long).contains("cannot be read"));
        fs::write(&path, openssh("none")).expect("a file");
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            let mode = |mode| fs::set_permissions(&path, fs::Permissions::from_mode(mode));
            mode(0o644).expect("our file");
            assert!(words(&path).contains("is open to others: its mode is 0644"));
            mode(0o600).expect("our file");
        }
        assert!(Identity::File(path.clone()).check().is_ok());
        fs::write(&path, openssh("aes256-ctr")).expect("a file");
        assert!(words(&path).contains("is locked by a passphrase"));
    }
}
