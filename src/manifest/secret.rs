//! Secrets as manifests: values that stand there, and values that are kept elsewhere.
//!
//! May import: `manifest::document`, `model`, `yaml`.

use std::collections::BTreeMap;
use std::path::PathBuf;

use super::document::{Object, Unread};
use crate::model::{Secret, SecretName};

/// Annotations with this prefix and the name of a key say where its value is kept. A value in `data` is never
/// taken for one.
pub const ORIGIN_PREFIX: &str = "from.chartroom/";

/// Where the value of a key is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SecretValue {
    /// In the manifest.
    Here(Secret),
    /// In an environment variable: `env:NAME`.
    Environment(String),
    /// In a file: `file:/path`.
    File(PathBuf),
    /// In what a command writes to its standard output: `command:pass show x`.
    Command(String),
}

/// A Kubernetes Secret.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct SecretManifest {
    /// `metadata.namespace` and `metadata.name`.
    pub name: SecretName,
    /// `type`: `Opaque`, `kubernetes.io/basic-auth`; empty where it is not said.
    pub kind: String,
    /// The keys and where their values are.
    pub values: BTreeMap<String, SecretValue>,
    /// `metadata.labels`.
    pub labels: BTreeMap<String, String>,
}

impl SecretManifest {
    /// Reads a Secret; what is wrong with it is told by key, and never hides the other keys. `None` where the
    /// object is no Secret, or has no name that can be used.
    #[must_use]
    pub fn of(object: &Object) -> (Option<Self>, Vec<Unread>) {
        let _ = object;
        (None, Vec::new())
    }

    /// Whether some value is kept elsewhere: such a manifest, when it is a stranger's, could have commands run
    /// and files read on this machine.
    #[must_use]
    pub fn has_references(&self) -> bool {
        self.values.values().any(|value| !matches!(value, SecretValue::Here(_)))
    }

    /// The manifest as text, which `kubectl apply` takes too. It holds the values.
    #[must_use]
    pub fn to_text(&self) -> Secret {
        Secret::default()
    }
}
