//! What the program could do about a failure, if the user agrees.
//!
//! May import: `model::location`.

use super::location::Location;

/// Something that is never done unasked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Offer {
    /// Trust this key of an SSH server from now on.
    TrustHostKey(HostKey),
    /// Take another location, and what it would be: the same bucket read as a list of archives, say.
    Instead(Location, String),
}

/// The public key by which an SSH server is known.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct HostKey {
    /// Host as asked for.
    pub host: String,
    /// Port.
    pub port: u16,
    /// `ssh-ed25519`, `ecdsa-sha2-nistp256`, `ssh-rsa`…
    pub algorithm: String,
    /// The key itself, base64, as in a `known_hosts` file.
    pub key: String,
    /// `SHA256:…`, as `ssh-keygen -l` shows it.
    pub fingerprint: String,
}
