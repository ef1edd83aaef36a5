//! A registered repository: what the user told us, and what became of it.
//!
//! May import: `model::{access, credentials, digest, location}`.

use std::collections::BTreeMap;
use std::fmt;
use std::str::FromStr;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::access::{Access, Origin, SecretName};
use super::credentials::Credentials;
use super::digest;
use super::location::Location;

/// Which of the two index formats a repository speaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum RepositoryKind {
    /// A Helm chart repository: `index.yaml` with charts as `.tgz` packages.
    Helm,
    /// A Kyma (Helm Broker) addon repository: an index of addons with plans.
    Addons,
}

impl RepositoryKind {
    /// The word used in flags, files, JSON and on the screen.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Helm => "helm",
            Self::Addons => "addons",
        }
    }

    /// What the entries of such a repository are called, in the plural.
    #[must_use]
    pub fn entries_name(self) -> &'static str {
        match self {
            Self::Helm => "charts",
            Self::Addons => "addons",
        }
    }
}

impl fmt::Display for RepositoryKind {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.name())
    }
}

impl FromStr for RepositoryKind {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        match text {
            "helm" => Ok(Self::Helm),
            "addons" => Ok(Self::Addons),
            other => Err(format!("unknown kind \"{other}\": use helm or addons")),
        }
    }
}

/// A registered repository. Its `name` is its identity: unique within the registry.
#[derive(Clone, Debug, PartialEq)]
pub struct Repository {
    /// Unique name, chosen by the user.
    pub name: String,
    /// The kind that the user insists on; `None` lets the content decide.
    pub kind: Option<RepositoryKind>,
    /// Where its index is. Never holds credentials.
    pub location: Location,
    /// Free text.
    pub description: String,
    /// What the host asks for, if anything.
    pub credentials: Option<Credentials>,
    /// How it is let in at.
    pub access: Access,
    /// The Secret that fills the placeholders of its URL and holds its credentials.
    pub secret: Option<SecretName>,
    /// Labels, as Kubernetes has them.
    pub labels: BTreeMap<String, String>,
    /// The manifest that it came from.
    pub origin: Option<Origin>,
    /// When it was registered.
    pub added: Option<Timestamp>,
    /// When its index was last fetched or found unchanged.
    pub synced: Option<Timestamp>,
    /// `false` when it was saved without a passing check.
    pub verified: bool,
}

impl Repository {
    /// A repository of which nothing but name and place is known yet.
    #[must_use]
    pub fn named(name: impl Into<String>, location: Location) -> Self {
        Self {
            name: name.into(),
            kind: None,
            location,
            description: String::new(),
            credentials: None,
            access: Access::default(),
            secret: None,
            labels: BTreeMap::new(),
            origin: None,
            added: None,
            synced: None,
            verified: true,
        }
    }

    /// The name under which its index is cached: a hash that tells nothing of the place.
    #[must_use]
    pub fn cache_key(&self) -> String {
        self.key_of(&self.location)
    }

    /// The name under which the copy of its Git repository is kept, whatever the index file.
    #[must_use]
    pub fn copy_key(&self) -> String {
        self.key_of(&self.location.root())
    }

    /// What a Secret fills in is not known here, so its name stands for it. Who asks is part of it: what one
    /// may see is not shown to another who only knows the place.
    fn key_of(&self, location: &Location) -> String {
        let secret = self.secret.as_ref().map(|secret| format!(" with {secret}"));
        let own = self.credentials.as_ref().filter(|own| !own.is_empty());
        let login = own.map(|own| format!(" as {}", own.username));
        if secret.is_none() && login.is_none() {
            return location.cache_key();
        }
        let (secret, login) = (secret.unwrap_or_default(), login.unwrap_or_default());
        digest::name_of(&format!("{}{secret}{login}", location.canonical()))
    }

    /// Whether this is one of the embedded sample repositories.
    #[must_use]
    pub fn is_sample(&self) -> bool {
        matches!(self.location, Location::Sample(_))
    }
}
