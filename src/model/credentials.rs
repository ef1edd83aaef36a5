//! What a host asks for before it answers.
//!
//! May import: `model::secret`.

use std::fmt;

use super::secret::Secret;

/// What lets us in, sent only to the scheme, host and port of the location it belongs to.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Credentials {
    /// The user name, or the access key id of an object store; may be empty for tokens given as the
    /// password alone.
    pub username: String,
    /// The password, or the secret access key of an object store.
    pub password: Secret,
    /// A bearer token; for object stores the session token.
    pub token: Secret,
    /// Private key for Git over SSH, as PEM text without a passphrase.
    pub ssh_key: Secret,
    /// Further request headers: names, and values that are never shown.
    pub headers: Vec<(String, Secret)>,
    /// Certificate and private key that this side shows, as PEM text.
    pub certificate: Secret,
    /// Certificate authorities that are trusted besides the system's, as PEM text.
    pub authorities: String,
}

impl Credentials {
    /// A user name and a password.
    #[must_use]
    pub fn login(username: impl Into<String>, password: impl Into<Secret>) -> Self {
        Self { username: username.into(), password: password.into(), ..Self::default() }
    }

    /// Whether there is nothing in it.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

/// A user name may come from a Secret as well, so that only what there is is told.
impl fmt::Debug for Credentials {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(if self.is_empty() { "Credentials(none)" } else { "Credentials(***)" })
    }
}
