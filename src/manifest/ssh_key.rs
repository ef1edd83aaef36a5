//! The key that a URL or a Secret hands to Git: base64 of a private key without a passphrase.
//!
//! May import: nothing of the crate.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

/// Why Helm Broker cannot use a value of `sshkey`, in words that do not repeat it; `None` where nothing is seen.
/// `value` is what the URL says once it is decoded.
pub(super) fn fault(value: &str) -> Option<&'static str> {
    let dense: String = value.chars().filter(|c| !matches!(c, '\r' | '\n')).collect();
    if dense.contains(' ') {
        return Some("holds a blank: a plus sign in base64 must be written %2B");
    }
    let Ok(bytes) = STANDARD.decode(dense.as_bytes()) else {
        return Some("is no standard base64");
    };
    let text = String::from_utf8_lossy(&bytes);
    if !text.contains("-----BEGIN ") || !text.contains("PRIVATE KEY-----") {
        return Some("is base64, but not of a private key");
    }
    let is_locked = text.contains("ENCRYPTED") || is_locked_openssh(&text);
    is_locked.then_some("is a key with a passphrase, for which nobody is asked")
}

/// The form of OpenSSH: a magic word, then the name of the cipher with its length before it.
fn is_locked_openssh(text: &str) -> bool {
    let body: String =
        text.lines().skip(1).take_while(|line| !line.starts_with("-----")).map(str::trim).collect();
    let Ok(bytes) = STANDARD.decode(body) else { return false };
    bytes.strip_prefix(b"openssh-key-v1\0").is_some_and(|rest| !rest.starts_with(b"\0\0\0\x04none"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(head: &str, body: &[u8]) -> String {
        let text = format!(
            "-----BEGIN {head}PRIVATE KEY-----\n{}\n-----END -----\n",
            STANDARD.encode(body)
        );
        STANDARD.encode(text)
    }

    #[test]
    fn keys_that_cannot_be_used_are_seen() {
        for (value, expected) in [
            (key("RSA ", b"x"), None),
            (key("OPENSSH ", b"openssh-key-v1\0\0\0\0\x04none"), None),
            (key("OPENSSH ", b"openssh-key-v1\0\0\0\0\x0aaes256-ctr"), Some("is a key with")),
            (key("ENCRYPTED ", b"x"), Some("is a key with")),
            ("no base64!".to_owned(), Some("holds a blank")),
            ("nobase64!".to_owned(), Some("is no standard")),
            (STANDARD.encode("ssh-rsa AAAA me"), Some("is base64")),
        ] {
            let told = fault(&value);
            let fits = match expected {
                None => told.is_none(),
                Some(start) => told.is_some_and(|told| told.starts_with(start)),
            };
            assert!(fits, "{expected:?}: {told:?}");
        }
    }
}
