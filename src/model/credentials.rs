//! What a host asks for before it answers.
//!
//! May import: `model::secret`.

use super::secret::Secret;

/// User name and password, sent only to the scheme, host and port of the location they belong to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Credentials {
    /// The user name; may be empty for tokens given as the password alone.
    pub username: String,
    /// The password or token.
    pub password: Secret,
}
