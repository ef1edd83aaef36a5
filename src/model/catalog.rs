//! What an index file says: entries (charts or addons) and their versions.
//!
//! May import: `model::{diagnostic, repository, rule}`.

use super::diagnostic::{Diagnostic, Span};
use super::repository::RepositoryKind;
use super::rule::Rule;

/// The content of one index file, in the order in which it should be shown: entries by name,
/// versions newest first.
#[derive(Clone, Debug, PartialEq)]
pub struct Catalog {
    /// Which format the index has.
    pub kind: RepositoryKind,
    /// When the index says that it was made, as written.
    pub generated: Option<String>,
    /// Charts or addons, sorted by name.
    pub entries: Vec<Entry>,
}

impl Catalog {
    /// How many versions all entries have together.
    #[must_use]
    pub fn version_count(&self) -> usize {
        self.entries.iter().map(|entry| entry.versions.len()).sum()
    }

    /// The entry of that name.
    #[must_use]
    pub fn entry(&self, name: &str) -> Option<&Entry> {
        self.entries.iter().find(|entry| entry.name == name)
    }
}

/// What reading an index file gave, good or bad.
#[derive(Clone, Debug, PartialEq)]
pub struct IndexRead {
    /// What could be read of it.
    pub catalog: Catalog,
    /// Versions that the format's own consumer leaves out, in the order of the file; they are not in the catalog.
    pub dropped: Vec<Dropped>,
    /// Everything that is wrong with it.
    pub diagnostics: Vec<Diagnostic>,
    /// Why the format's own consumer refuses the file as a whole, in one line; `None` when it takes it,
    /// even if it drops some entries.
    pub refused: Option<String>,
}

/// A version of an index that its consumer leaves out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Dropped {
    /// The entry's key.
    pub entry: String,
    /// The version as written; empty where there is none.
    pub version: String,
    /// The rule that it breaks; of several the first that the consumer looks at.
    pub rule: &'static Rule,
    /// What exactly is wrong.
    pub message: String,
}

/// A chart or an addon, with all its versions.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    /// The key under `entries:` of the index.
    pub name: String,
    /// Newest first; never empty in a catalog.
    pub versions: Vec<EntryVersion>,
}

impl Entry {
    /// The version a reader wants to see first: the newest that is not a pre-release, else the newest.
    #[must_use]
    pub fn head(&self) -> Option<&EntryVersion> {
        self.versions
            .iter()
            .find(|version| !version.is_prerelease())
            .or_else(|| self.versions.first())
    }

    /// The version with exactly that text.
    #[must_use]
    pub fn version(&self, text: &str) -> Option<&EntryVersion> {
        self.versions.iter().find(|version| version.version == text)
    }
}

/// One release of a chart or addon. Absent texts are empty.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct EntryVersion {
    /// The `name` field; usually, not always, the entry's key.
    pub name: String,
    /// The version as written.
    pub version: String,
    /// One line about it.
    pub description: String,
    /// Version of the application inside.
    pub app_version: String,
    /// `apiVersion` of the chart: `v1`, `v2` or empty.
    pub api_version: String,
    /// Constraint on Kubernetes.
    pub kube_version: String,
    /// `application`, `library` or empty.
    pub chart_type: String,
    /// Home page.
    pub home: String,
    /// Icon URL.
    pub icon: String,
    /// When it was put into the index, as written.
    pub created: String,
    /// Digest of the package, as written.
    pub digest: String,
    /// Whether it is marked deprecated.
    pub deprecated: bool,
    /// Search words.
    pub keywords: Vec<String>,
    /// Source code places.
    pub sources: Vec<String>,
    /// Package URLs, possibly relative to the index. Empty for addons.
    pub urls: Vec<String>,
    /// People.
    pub maintainers: Vec<Maintainer>,
    /// Other charts that it needs.
    pub dependencies: Vec<Dependency>,
    /// Uninterpreted key and value pairs.
    pub annotations: Vec<(String, String)>,
    /// Where it stands in the index file.
    pub span: Option<Span>,
}

impl EntryVersion {
    /// Whether the version text has a pre-release part (`1.0.0-rc.1`).
    #[must_use]
    pub fn is_prerelease(&self) -> bool {
        self.version.split('+').next().is_some_and(|core| core.contains('-'))
    }
}

/// A person named in chart metadata.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Maintainer {
    /// Name.
    pub name: String,
    /// Mail address or empty.
    pub email: String,
    /// Web address or empty.
    pub url: String,
}

/// A chart that another chart needs.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Dependency {
    /// Chart name.
    pub name: String,
    /// Version constraint.
    pub version: String,
    /// Repository URL, alias or empty.
    pub repository: String,
    /// Values path that switches it.
    pub condition: String,
    /// Other name under which it is used, or empty.
    pub alias: String,
}

/// Names one version of one entry within a repository.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct EntryRef {
    /// The entry's key.
    pub entry: String,
    /// The version text.
    pub version: String,
}
