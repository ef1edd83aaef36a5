//! Public keys of those who may sign.
//!
//! May import: `model`.

use pgp::composed::{PublicOrSecret, SignedPublicKey};
use pgp::packet::PacketParser;

use crate::model::rule::provenance as rules;
use crate::model::{Findings, Span};

/// More keys are not read.
const KEYS: usize = 10_000;
/// More parts of them are not counted.
const PACKETS: usize = 1_000_000;
/// What a keybox says of itself, behind the length, type, version and flags of its first block.
const KEYBOX: (usize, &[u8]) = (8, b"KBXf");

/// The keys of a keyring.
#[derive(Debug, Default)]
pub struct Keyring {
    pub(super) keys: Vec<SignedPublicKey>,
}

impl Keyring {
    /// Reads a keyring, binary or armored. What cannot be read of it is told under the file's name.
    #[must_use]
    pub fn read(name: &str, bytes: &[u8]) -> (Self, Findings) {
        let mut findings = Findings::of(name);
        if bytes.get(KEYBOX.0..).is_some_and(|rest| rest.starts_with(KEYBOX.1)) {
            let message = "it is a keybox of GnuPG, not a keyring of OpenPGP";
            findings.add_whole(&rules::PRV016, message);
            return (Self::default(), findings);
        }
        let (keys, headers) = match PublicOrSecret::from_reader_many_buf(bytes) {
            Ok(read) => read,
            Err(error) => {
                findings.add_whole(&rules::PRV016, format!("it is no keyring: {error}"));
                return (Self::default(), findings);
            }
        };
        // The reader of keys passes over what it does not know.
        let packets = PacketParser::new(bytes).take(if headers.is_none() { PACKETS } else { 0 });
        let mut faults: Vec<String> =
            packets.filter_map(|packet| packet.err().map(|error| error.to_string())).collect();
        let mut read = Vec::new();
        for key in keys.take(KEYS) {
            match key {
                Ok(PublicOrSecret::Public(key)) => read.push(key),
                Ok(PublicOrSecret::Secret(key)) => read.push(key.to_public_key()),
                Err(error) => faults.push(error.to_string()),
            }
        }
        let fault = faults.first().map(|fault| format!(": {fault}")).unwrap_or_default();
        if read.is_empty() {
            findings.add_whole(&rules::PRV016, format!("it holds no key that can be read{fault}"));
        } else if !faults.is_empty() {
            let counted = crate::model::text::counted(faults.len(), "part");
            let message = format!("{counted} cannot be read{fault}");
            findings.add_whole(&rules::PRV022, message);
        }
        if headers.is_some() && !read.is_empty() {
            let span = Span { line: 1, column: 1, length: 0 };
            findings.add(&rules::PRV021, span, "it is armored text; Helm wants it binary");
        }
        (Self { keys: read }, findings)
    }
}
