//! An addons configuration as a value.
//!
//! May import: `manifest::broker_url`, `model`.

use std::collections::BTreeMap;
use std::fmt;

use crate::manifest::broker_url::shown;
use crate::model::{Origin, Place, SecretName};

/// Of which of the two kinds a configuration is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Scope {
    /// `AddonsConfiguration`: for one namespace.
    Namespace,
    /// `ClusterAddonsConfiguration`: for all.
    Cluster,
}

impl Scope {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Namespace, Self::Cluster];

    /// The kind, as manifests write it.
    #[must_use]
    pub fn kind(self) -> &'static str {
        match self {
            Self::Namespace => "AddonsConfiguration",
            Self::Cluster => "ClusterAddonsConfiguration",
        }
    }
}

/// An addons configuration: what is wanted, and what Helm Broker says of it.
#[derive(Clone, Debug, PartialEq)]
pub struct AddonsConfiguration {
    /// Its kind.
    pub scope: Scope,
    /// `metadata.name`; empty where it is not said.
    pub name: String,
    /// `metadata.namespace`; `None` for cluster configurations, and where `kubectl` chooses it.
    pub namespace: Option<String>,
    /// `metadata.labels`, those that Kubernetes takes.
    pub labels: BTreeMap<String, String>,
    /// `metadata.generation`: how often the wish has changed.
    pub generation: Option<i64>,
    /// `spec.reprocessRequest`.
    pub reprocess_request: Option<i64>,
    /// `spec.repositories`, those with a URL.
    pub repositories: Vec<WantedRepository>,
    /// Whether the list of repositories could be read in full.
    pub is_whole: bool,
    /// `status`, where Helm Broker has written one.
    pub status: Option<Status>,
    /// Where the object starts.
    pub place: Place,
}

impl AddonsConfiguration {
    /// The object as the origin of its repositories.
    #[must_use]
    pub fn origin(&self) -> Origin {
        Origin {
            kind: self.scope.kind().to_owned(),
            namespace: self.namespace.clone(),
            name: self.name.clone(),
            reprocess_request: self.reprocess_request,
        }
    }

    /// How people name it: kind, namespace and name.
    #[must_use]
    pub fn title(&self) -> String {
        let namespace = self.namespace.as_ref().map(|name| format!("{name}/")).unwrap_or_default();
        format!("{} {namespace}{}", self.scope.kind(), self.name)
    }

    /// The Secret that a repository means. Without a namespace it is that of the configuration; a cluster
    /// configuration has none, so that the name alone counts.
    #[must_use]
    pub fn secret_of(&self, repository: &WantedRepository) -> Option<SecretName> {
        let named = repository.secret.clone()?;
        let namespace = named.namespace.or_else(|| self.namespace.clone());
        Some(SecretName { namespace, ..named })
    }
}

/// One of `spec.repositories`.
#[derive(Clone, PartialEq)]
pub struct WantedRepository {
    /// `url` as it is written. It may hold literal credentials: see [`shown`].
    pub url: String,
    /// `secretRef` as it is written.
    pub secret: Option<SecretName>,
    /// Where the URL stands.
    pub place: Place,
}

impl fmt::Debug for WantedRepository {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("WantedRepository")
            .field("url", &shown(&self.url))
            .field("secret", &self.secret)
            .finish_non_exhaustive()
    }
}

/// What Helm Broker says of a configuration. Absent texts are empty.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Status {
    /// `Ready`, `Failed`, `Pending`.
    pub phase: String,
    /// When it was last looked at.
    pub last_processed: String,
    /// The generation that was looked at.
    pub observed_generation: Option<i64>,
    /// Repositories, in order.
    pub repositories: Vec<RepositoryStatus>,
}

/// What Helm Broker says of a repository.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct RepositoryStatus {
    /// The URL as the configuration has it. It may hold literal credentials.
    pub url: String,
    /// `Ready` or `Failed`.
    pub status: String,
    /// A word such as `FetchingIndexError`.
    pub reason: String,
    /// A sentence.
    pub message: String,
    /// Addons, in the order in which they stand there.
    pub addons: Vec<AddonStatus>,
}

impl fmt::Debug for RepositoryStatus {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("RepositoryStatus")
            .field("url", &shown(&self.url))
            .field("status", &self.status)
            .field("reason", &self.reason)
            .field("addons", &self.addons)
            .finish_non_exhaustive()
    }
}

/// What Helm Broker says of an addon.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AddonStatus {
    /// Name.
    pub name: String,
    /// Version.
    pub version: String,
    /// `Ready` or `Failed`.
    pub status: String,
    /// A word such as `LoadingError`.
    pub reason: String,
    /// A sentence.
    pub message: String,
}
