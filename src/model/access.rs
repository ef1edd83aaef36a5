//! How a place is let in at: what belongs to the way there and is no secret itself.
//!
//! May import: nothing of the crate.

use std::path::PathBuf;

use serde::{Deserialize, Serialize};

/// Settings of one repository for its way out. All are absent in the usual case.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Access {
    /// PEM file with certificate authorities that are trusted besides the system's.
    pub ca_file: Option<PathBuf>,
    /// PEM file with the certificate that this side shows to the server.
    pub certificate_file: Option<PathBuf>,
    /// PEM file with that certificate's private key; may be the same file.
    pub key_file: Option<PathBuf>,
    /// Whether the server's certificate is not looked at. Shown wherever the repository is.
    pub skip_tls_verify: bool,
    /// Private key for Git over SSH; without one, the agent and the keys of `ssh` itself are tried.
    pub ssh_key_file: Option<PathBuf>,
    /// Whether addons may come over plain `http://`, as Helm Broker allows in its develop mode only.
    pub develop_mode: bool,
}

impl Access {
    /// Whether nothing is set.
    #[must_use]
    pub fn is_usual(&self) -> bool {
        *self == Self::default()
    }
}

/// The name of a Secret: what `secretRef` of an addons configuration holds.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct SecretName {
    /// The namespace; `None` where it is left to the one who asks.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub namespace: Option<String>,
    /// The name.
    pub name: String,
}

impl SecretName {
    /// Reads `name` or `namespace/name`.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let (namespace, name) = match text.split_once('/') {
            Some((namespace, name)) => (Some(namespace.to_owned()), name),
            None => (None, text),
        };
        let usual = |text: &str| {
            !text.is_empty()
                && text.len() <= 253
                && text.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '.'))
        };
        let good = usual(name) && namespace.as_deref().is_none_or(usual);
        good.then(|| Self { namespace, name: name.to_owned() })
    }
}

impl std::fmt::Display for SecretName {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match &self.namespace {
            Some(namespace) => write!(formatter, "{namespace}/{}", self.name),
            None => formatter.write_str(&self.name),
        }
    }
}

/// The manifest that a repository was imported from.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Origin {
    /// `AddonsConfiguration` or `ClusterAddonsConfiguration`.
    pub kind: String,
    /// Namespace of the object, if it has one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub namespace: Option<String>,
    /// Name of the object.
    pub name: String,
    /// `spec.reprocessRequest` when it was imported: an export raises it, so that Helm Broker looks anew.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reprocess_request: Option<i64>,
}

impl Origin {
    /// Whether two origins are one object.
    #[must_use]
    pub fn is_same(&self, other: &Self) -> bool {
        (&self.kind, &self.namespace, &self.name) == (&other.kind, &other.namespace, &other.name)
    }
}
