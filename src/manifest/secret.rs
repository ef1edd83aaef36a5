//! Secrets as manifests: values that stand there, and values that are kept elsewhere.
//!
//! May import: `manifest::document`, `manifest::secret::*`, `model`.

mod name;
mod read;
mod value;
mod write;

use std::collections::BTreeMap;
use std::fmt;

use self::read::Reader;
use super::document::{Object, Unread};
use crate::model::{Secret, SecretName};

pub use self::name::{check_key, check_name};
pub use self::value::{ORIGIN_PREFIX, SecretValue};

/// A Kubernetes Secret.
#[derive(Clone, Default, PartialEq)]
pub struct SecretManifest {
    /// `metadata.namespace` and `metadata.name`.
    pub name: SecretName,
    /// `type`: `Opaque`, `kubernetes.io/basic-auth`; empty where it is not said.
    pub kind: String,
    /// The keys and where their values are.
    pub values: BTreeMap<String, SecretValue>,
    /// Keys of `data` whose values are no text, as base64: nothing here uses them, they are only carried along.
    pub binary: BTreeMap<String, Secret>,
    /// `metadata.labels`.
    pub labels: BTreeMap<String, String>,
    /// `metadata.annotations`, without those that say where a value is, and without the copy of the whole
    /// manifest that `kubectl apply` leaves there.
    pub annotations: BTreeMap<String, String>,
}

impl SecretManifest {
    /// Reads a Secret; what is wrong with it is told by key, and never hides the other keys. `None` where the
    /// object is no Secret, or has no name that can be used.
    #[must_use]
    pub fn of(object: &Object) -> (Option<Self>, Vec<Unread>) {
        if object.kind != "Secret" || !matches!(object.api_version.as_str(), "" | "v1") {
            return (None, Vec::new());
        }
        let mut reader = Reader::of(object);
        let secret = reader.name().map(|name| Self {
            name,
            kind: reader.kind(),
            values: reader.values(),
            binary: std::mem::take(&mut reader.binary),
            labels: object.labels.clone(),
            annotations: read::annotations(object),
        });
        (secret, reader.unread)
    }

    /// Whether some value is kept elsewhere: such a manifest, when it is a stranger's, could have commands run
    /// and files read on this machine.
    #[must_use]
    pub fn has_references(&self) -> bool {
        self.values.values().any(|value| !matches!(value, SecretValue::Here(_)))
    }

    /// Gives a key a value, and says whether it had one.
    pub fn set(&mut self, key: String, value: SecretValue) -> bool {
        let was_binary = self.binary.remove(&key).is_some();
        self.values.insert(key, value).is_some() || was_binary
    }

    /// Takes a key out, and says whether it was there.
    pub fn drop_key(&mut self, key: &str) -> bool {
        let was_binary = self.binary.remove(key).is_some();
        self.values.remove(key).is_some() || was_binary
    }

    /// The manifest as text, which `kubectl apply` takes too. It holds the values that are not kept elsewhere.
    #[must_use]
    pub fn to_text(&self) -> Secret {
        let values = (&self.values, &self.binary);
        write::text(&self.name, &self.kind, values, &self.labels, &self.annotations)
    }
}

impl fmt::Debug for SecretManifest {
    /// Name and keys: annotations may say anything.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("SecretManifest")
            .field("name", &self.name)
            .field("values", &self.values)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests;
