//! What can have the focus in the form, and where it is told.
//!
//! May import: nothing of the crate.

/// What can have the focus.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Spot {
    /// The name.
    #[default]
    Name,
    /// The URL.
    Location,
    /// Takes over the URL that is suggested.
    Suggestion,
    /// The kind: auto, helm, addons.
    Kind,
    /// Whether addons may come over plain `http`.
    DevelopMode,
    /// The Secret: none, one of the store, a new one.
    Secret,
    /// The user name, or the access key id.
    Username,
    /// The password, or the secret access key.
    Password,
    /// Whether passwords are shown.
    Reveal,
    /// The private key for SSH.
    SshKeyFile,
    /// Opens and closes the rest of the fields.
    More,
    /// The bearer token, or the session token.
    Token,
    /// Certificate authorities.
    CaFile,
    /// The client's certificate.
    CertificateFile,
    /// The private key of the client's certificate.
    KeyFile,
    /// Whether the server's certificate is not looked at.
    SkipTlsVerify,
    /// The description.
    Description,
    /// Whether that further index file is registered as well.
    Sibling(usize),
    /// Starts the check.
    Validate,
    /// Saves; needs a pass.
    Save,
    /// Does what the failed step offers; asks where it must.
    Offer,
    /// Saves without a pass; asks. Offered after a failed check.
    SaveUnverified,
    /// Closes the form and keeps a draft.
    Cancel,
}

impl Spot {
    /// Whether it is a button below the fields.
    #[must_use]
    pub fn is_button(self) -> bool {
        matches!(
            self,
            Self::Validate | Self::Save | Self::Offer | Self::SaveUnverified | Self::Cancel
        )
    }
}
