//! A private key in a query: base64 as people and tools write it.
//!
//! Kyma's documentation asks for `base64 -o`, whose lines are broken, and a `+` that nobody encoded
//! reaches a Go program as a blank: both are meant, so both are read.
//! May import: `model::location::{error}`, `model::secret`.

use base64::Engine as _;
use base64::alphabet::STANDARD;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};
use zeroize::Zeroizing;

use super::error::LocationError;
use crate::model::secret::Secret;

const LENIENT: GeneralPurpose = GeneralPurpose::new(
    &STANDARD,
    GeneralPurposeConfig::new()
        .with_decode_padding_mode(DecodePaddingMode::Indifferent)
        .with_decode_allow_trailing_bits(true),
);
const BEGIN: &str = "-----BEGIN ";

/// The key's own text. Standard and URL-safe base64 are read, with or without padding, and the text
/// itself. No error tells anything of the key.
///
/// # Errors
/// Why it is no private key.
pub fn read_key(value: &str) -> Result<Secret, LocationError> {
    if value.trim_start().starts_with(BEGIN) {
        return check(value);
    }
    let mut text = Zeroizing::new(String::with_capacity(value.len()));
    for character in value.trim().chars() {
        match character {
            '\r' | '\n' | '\t' => {}
            ' ' | '-' => text.push('+'),
            '_' => text.push('/'),
            other => text.push(other),
        }
    }
    if text.is_empty() {
        return Err(LocationError::new("the sshkey is empty"));
    }
    let wrong =
        || LocationError::new("the sshkey is no base64: encode the key file with base64 -w0");
    let bytes = Zeroizing::new(LENIENT.decode(text.as_bytes()).map_err(|_| wrong())?);
    let key = std::str::from_utf8(&bytes).map_err(|_| wrong())?;
    check(key)
}

fn check(key: &str) -> Result<Secret, LocationError> {
    let key = key.trim();
    if key.starts_with("ssh-") || key.starts_with("ecdsa-") {
        return Err(LocationError::new("the sshkey is a public key: the private one is needed"));
    }
    if !key.starts_with(BEGIN) || !key.contains("PRIVATE KEY-----") {
        return Err(LocationError::new(
            "the sshkey is no private key: what is encoded must begin with \"-----BEGIN\"",
        ));
    }
    // OpenSSH refuses a key whose last line has no end.
    Ok(Secret::from(format!("{key}\n")))
}

#[cfg(test)]
mod tests {
    use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};

    use super::*;

    const KEY: &str = "-----BEGIN OPENSSH PRIVATE KEY-----\n>>>???~~~>>~??~>\n-----END OPENSSH PRIVATE KEY-----\n";

    #[test]
    fn base64_is_read_as_people_and_tools_write_it() {
        let plain = STANDARD.encode(KEY);
        assert!(plain.contains('+') && plain.contains('/'), "the test needs both characters");
        let broken = plain.chars().collect::<Vec<_>>();
        let broken: Vec<String> = broken.chunks(20).map(|part| part.iter().collect()).collect();
        for text in [
            plain.clone(),
            plain.replace('+', " "),
            format!("{plain}\n"),
            broken.join("\r\n"),
            plain.trim_end_matches('=').to_owned(),
            URL_SAFE_NO_PAD.encode(KEY),
            KEY.to_owned(),
        ] {
            assert_eq!(read_key(&text).unwrap().reveal(), KEY, "{text}");
        }
    }

    #[test]
    fn what_is_no_key_is_refused_without_a_word_of_it() {
        for text in [
            "",
            "!!hunter2!!",
            "aHVudGVyMg==",
            "hunter2",
            &STANDARD.encode("ssh-ed25519 AAAAhunter2 me@host"),
            &STANDARD.encode("-----BEGIN CERTIFICATE-----\nhunter2"),
        ] {
            let error = read_key(text).unwrap_err();
            let shown = format!("{error} {error:?}");
            assert!(!shown.contains("hunter2") && !shown.contains("aHVudGVyMg"), "{shown}");
        }
    }
}
