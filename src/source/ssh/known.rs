//! The file of SSH servers' keys that the user trusts: our own, in the form of OpenSSH's `known_hosts`.
//!
//! Form: `man 8 sshd`, the section on the format of the `known_hosts` file. We write plain names and read plain names only.
//! May import: `source::ssh::host`, `disk`, `model`, `error`.

use std::path::Path;

use base64::Engine;
use base64::engine::general_purpose::{STANDARD, STANDARD_NO_PAD};
use sha2::{Digest, Sha256};

use super::host::address;
use crate::disk;
use crate::error::{Error, ErrorKind};
use crate::model::{Fault, HostKey};

/// `SHA256:…`, as `ssh-keygen -l` shows it; `None` when the text is no key in base64.
pub(crate) fn fingerprint(key: &str) -> Option<String> {
    let bytes = STANDARD.decode(key).ok()?;
    Some(format!("SHA256:{}", STANDARD_NO_PAD.encode(Sha256::digest(&bytes))))
}

/// Reads one line: a name with an optional port, an algorithm, a key. Comments, markers, patterns, hashed
/// names and broken lines give nothing.
pub(crate) fn read_line(line: &str) -> Option<HostKey> {
    let mut words = line.split_whitespace();
    let (name, algorithm, key) = (words.next()?, words.next()?, words.next()?);
    let name = name.split(',').next()?;
    if name.starts_with(['#', '@', '|', '!']) || name.contains(['*', '?']) {
        return None;
    }
    let (host, port) = match name.strip_prefix('[').and_then(|rest| rest.rsplit_once("]:")) {
        Some((host, port)) => (host, port.parse().ok()?),
        None => (name, 22),
    };
    let key = HostKey {
        host: host.to_owned(),
        port,
        algorithm: algorithm.to_owned(),
        key: key.to_owned(),
        fingerprint: fingerprint(key)?,
    };
    is_sound(&key).then_some(key)
}

/// Whether a key is what it says, and can be written without becoming something else.
fn is_sound(key: &HostKey) -> bool {
    let plain = |text: &str, more: &str| {
        !text.is_empty() && text.chars().all(|c| c.is_ascii_alphanumeric() || more.contains(c))
    };
    let Ok(bytes) = STANDARD.decode(&key.key) else { return false };
    // A key begins with the length and the name of its algorithm (RFC 4253, 6.6).
    let named = bytes.get(4..).is_some_and(|rest| rest.starts_with(key.algorithm.as_bytes()));
    named
        && plain(&key.host, ".-_:")
        && plain(&key.algorithm, "-@.")
        && fingerprint(&key.key).as_deref() == Some(&key.fingerprint)
}

fn written(key: &HostKey) -> String {
    let name =
        if key.port == 22 { key.host.clone() } else { format!("[{}]:{}", key.host, key.port) };
    format!("{name} {} {}\n", key.algorithm, key.key)
}

/// All keys in the file; none when there is no file.
///
/// # Errors
/// When the file cannot be read.
pub(crate) fn all(path: &Path) -> Result<Vec<HostKey>, Error> {
    Ok(text(path)?.lines().filter_map(read_line).collect())
}

/// Adds a key. A key that is there already is no fault.
///
/// # Errors
/// When another key of the same kind is known for this host, when the key is not what it says, or when the
/// disk fails.
pub(crate) fn add(path: &Path, key: &HostKey) -> Result<(), Error> {
    if !is_sound(key) {
        let shown = address(&key.host, key.port);
        return Err(Error::new(ErrorKind::Malformed, format!("the key of {shown} is broken"))
            .hint("ask the server for its key again")
            .fault(Fault::HostKeyUnknown));
    }
    change(path, |text| {
        let same = |known: &HostKey| {
            known.host.eq_ignore_ascii_case(&key.host)
                && known.port == key.port
                && known.algorithm == key.algorithm
        };
        for (number, known) in
            text.lines().zip(1..).filter_map(|(line, at)| Some((at, read_line(line)?)))
        {
            if same(&known) && known.key != key.key {
                return Err(other(path, number, &known, key));
            }
            if same(&known) {
                return Ok(None);
            }
        }
        let gap = if text.is_empty() || text.ends_with('\n') { "" } else { "\n" };
        Ok(Some(format!("{text}{gap}{}", written(key))))
    })
}

fn other(path: &Path, number: usize, known: &HostKey, key: &HostKey) -> Error {
    let shown = address(&key.host, key.port);
    let message = format!(
        "{shown} is already known by another key: {} in {}, line {number}; not {}",
        known.fingerprint,
        path.display(),
        key.fingerprint
    );
    Error::new(ErrorKind::Untrusted, message)
        .hint(format!(
            "ask the server's owner whether its key was changed; if so, run chartroom host-key remove {shown} first"
        ))
        .fault(Fault::HostKeyChanged)
}

/// Removes all keys of a host; gives those that were there.
///
/// # Errors
/// When the disk fails.
pub(crate) fn remove(path: &Path, host: &str, port: u16) -> Result<Vec<HostKey>, Error> {
    let mut gone = Vec::new();
    change(path, |text| {
        let mut left = String::new();
        for line in text.lines() {
            match read_line(line)
                .filter(|key| key.host.eq_ignore_ascii_case(host) && key.port == port)
            {
                Some(key) => gone.push(key),
                None => left.extend([line, "\n"]),
            }
        }
        Ok((!gone.is_empty()).then_some(left))
    })?;
    Ok(gone)
}

fn text(path: &Path) -> Result<String, Error> {
    disk::read(path).map_err(|error| error.fault(Fault::LocalFile))
}

/// Only one at a time changes the file, and nobody ever sees half of it.
fn change(
    path: &Path,
    edit: impl FnOnce(&str) -> Result<Option<String>, Error>,
) -> Result<(), Error> {
    let _lock = disk::lock(path).map_err(|error| error.fault(Fault::LocalFile))?;
    let Some(new) = edit(&text(path)?)? else { return Ok(()) };
    disk::write(path, &new).map_err(|error| error.fault(Fault::LocalFile))
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    const ONE: &str = "AAAAC3NzaC1lZDI1NTE5AAAAILmSyH4wKC+wc1EnYmeTFQnzv8SL3Hbo5j8pQyc1rQYi";
    const TWO: &str = "AAAAC3NzaC1lZDI1NTE5AAAAIBnpRXGyh0Id8xGtqH2xtVqZxPv0pNRNIdjvbJ0fTT4c";

    fn key(host: &str, port: u16, key: &str) -> HostKey {
        HostKey {
            host: host.to_owned(),
            port,
            algorithm: "ssh-ed25519".to_owned(),
            key: key.to_owned(),
            fingerprint: fingerprint(key).expect("base64"),
        }
    }

    #[test]
    fn lines_are_read_as_openssh_writes_them() {
        let plain = format!("example.org ssh-ed25519 {ONE} a comment");
        assert_eq!(read_line(&plain), Some(key("example.org", 22, ONE)));
        let ported = format!("[::1]:2222,alias ssh-ed25519 {ONE}");
        assert_eq!(read_line(&ported), Some(key("::1", 2222, ONE)));
        for line in [
            String::new(),
            "# example.org ssh-ed25519".to_owned(),
            format!("@revoked example.org ssh-ed25519 {ONE}"),
            format!("|1|salt|hash ssh-ed25519 {ONE}"),
            format!("*.example.org ssh-ed25519 {ONE}"),
            format!("example.org ssh-rsa {ONE}"),
            "example.org ssh-ed25519 no-base64!".to_owned(),
        ] {
            assert_eq!(read_line(&line), None, "{line}");
        }
    }

    #[test]
    fn a_key_is_added_once_listed_and_removed() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("below/known_hosts");
        assert_eq!(all(&path).expect("no file is none"), []);
        let (first, second) = (key("example.org", 22, ONE), key("example.org", 2222, TWO));
        for wanted in [&first, &second, &first] {
            add(&path, wanted).expect("a sound key");
        }
        assert_eq!(all(&path).expect("a file"), [first.clone(), second.clone()]);
        let changed = add(&path, &key("example.org", 22, TWO)).expect_err("another key");
        assert_eq!(changed.fault, Some(Fault::HostKeyChanged));
        assert!(changed.message.contains(&first.fingerprint), "{changed}");
        assert!(changed.message.contains("line 1"), "{changed}");
        assert_eq!(remove(&path, "EXAMPLE.org", 22).expect("a file"), [first]);
        assert_eq!(all(&path).expect("a file"), [second]);
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            let mode = fs::metadata(&path).expect("a file").permissions().mode();
            assert_eq!(mode & 0o777, 0o600);
        }
    }

    #[test]
    fn a_key_that_is_not_what_it_says_is_not_written() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("known_hosts");
        let good = key("example.org", 22, ONE);
        for broken in [
            HostKey { host: "a b".to_owned(), ..good.clone() },
            HostKey { host: "*".to_owned(), ..good.clone() },
            HostKey { algorithm: "ssh-rsa".to_owned(), ..good.clone() },
            HostKey { fingerprint: "SHA256:x".to_owned(), ..good.clone() },
            HostKey { key: TWO.to_owned(), ..good },
        ] {
            assert!(add(&path, &broken).is_err(), "{broken:?}");
        }
        assert!(!path.exists());
    }

    #[test]
    fn a_link_stays_a_link_and_what_is_no_text_stays_as_it_is() {
        let folder = tempfile::tempdir().expect("a folder");
        let (path, target) = (folder.path().join("known_hosts"), folder.path().join("elsewhere"));
        fs::write(&target, "").expect("written");
        std::os::unix::fs::symlink(&target, &path).expect("a link");
        add(&path, &key("example.org", 22, ONE)).expect("a sound key");
        assert!(fs::symlink_metadata(&path).expect("it is there").is_symlink());
        assert!(fs::read_to_string(&target).expect("a file").contains(ONE));
        let odd = b"# caf\xe9\nexample.org ssh-ed25519 x\n";
        fs::write(&target, odd).expect("written");
        assert!(add(&path, &key("example.com", 22, TWO)).is_err());
        assert_eq!(fs::read(&target).expect("a file"), odd);
    }
}
