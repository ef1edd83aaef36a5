//! What Helm Broker would say of configurations, and what we say instead.
//!
//! May import: `error`, `model`.

use crate::error::Failure;
use crate::model::{Diagnostic, Severity};

/// The state of a configuration or of one of its parts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Phase {
    /// All is well.
    Ready,
    /// Helm Broker does not come to an end with it.
    Pending,
    /// Something is wrong.
    Failed,
}

impl Phase {
    /// The word in the status.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Ready => "Ready",
            Self::Pending => "Pending",
            Self::Failed => "Failed",
        }
    }
}

/// The word that Helm Broker has for a cause.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reason {
    /// The URL is empty.
    EmptyUrl,
    /// The placeholders cannot be filled.
    TemplatingUrl,
    /// The index could not be fetched or read.
    FetchingIndex,
    /// The archive of an addon could not be fetched.
    Fetching,
    /// An addon could not be loaded.
    Loading,
    /// Another addon of the configuration has the same id.
    ConflictInSpecified,
    /// Another configuration has an addon of the same name and version.
    ConflictWithRegistered,
}

impl Reason {
    /// The word in the status.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::EmptyUrl => "EmptyURLError",
            Self::TemplatingUrl => "TemplatingURLError",
            Self::FetchingIndex => "FetchingIndexError",
            Self::Fetching => "FetchingError",
            Self::Loading => "LoadingError",
            Self::ConflictInSpecified => "ConflictInSpecifiedRepositories",
            Self::ConflictWithRegistered => "ConflictWithAlreadyRegisteredAddon",
        }
    }
}

/// One reason why something fails.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cause {
    /// Helm Broker's word.
    pub reason: Reason,
    /// A sentence.
    pub message: String,
}

/// What is said of an addon.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct AddonVerdict {
    /// Its own name, else that of the index.
    pub name: String,
    /// Its own version, else that of the index.
    pub version: String,
    /// Its id; empty where it could not be loaded.
    pub id: String,
    /// Every cause; Helm Broker would tell the first one only.
    pub causes: Vec<Cause>,
    /// What we find.
    pub findings: Vec<Diagnostic>,
    /// Why it could not be looked at, where that says nothing of the addon.
    pub unseen: Option<Failure>,
}

impl AddonVerdict {
    /// Name and version as Helm Broker writes them.
    #[must_use]
    pub fn title(&self) -> String {
        format!("{}:{}", self.name, self.version)
    }

    /// Whether nothing speaks against it.
    #[must_use]
    pub fn is_good(&self) -> bool {
        self.causes.is_empty()
    }
}

/// What is said of a repository.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct RepositoryVerdict {
    /// The URL for the eye: placeholders stay.
    pub url: String,
    /// Every cause of its own; Helm Broker would tell the first one only.
    pub causes: Vec<Cause>,
    /// The addons of its index.
    pub addons: Vec<AddonVerdict>,
    /// What we find in the index.
    pub findings: Vec<Diagnostic>,
    /// Why it could not be looked at, where that says nothing of the repository.
    pub unseen: Option<Failure>,
    /// A version on which Helm Broker crashes.
    pub crash: Option<String>,
    /// Whether its placeholders were filled.
    pub is_template: bool,
}

impl RepositoryVerdict {
    /// Whether Helm Broker gets no index from it.
    #[must_use]
    pub fn has_no_index(&self) -> bool {
        self.causes.iter().any(|cause| cause.reason == Reason::FetchingIndex)
    }

    /// Whether it or one of its addons fails.
    #[must_use]
    pub fn is_good(&self) -> bool {
        self.causes.is_empty() && self.addons.iter().all(AddonVerdict::is_good)
    }

    /// Everything that we find in it.
    pub fn all_findings(&self) -> impl Iterator<Item = &Diagnostic> {
        self.findings.iter().chain(self.addons.iter().flat_map(|addon| &addon.findings))
    }

    /// The first of the worst findings.
    #[must_use]
    pub fn worst(&self) -> Option<&Diagnostic> {
        let worst = self.all_findings().map(|found| found.severity).max()?;
        self.all_findings().find(|found| found.severity == worst)
    }

    /// How many findings have that severity.
    #[must_use]
    pub fn count(&self, severity: Severity) -> usize {
        self.all_findings().filter(|found| found.severity == severity).count()
    }
}

/// What is said of a configuration.
#[derive(Clone, Debug, PartialEq)]
pub struct Verdict {
    /// Kind, namespace and name.
    pub title: String,
    /// What Helm Broker would say of the whole.
    pub phase: Phase,
    /// Its repositories, in order.
    pub repositories: Vec<RepositoryVerdict>,
    /// The phase that the manifest's own status has.
    pub known: Option<String>,
    /// How that status differs from what is found.
    pub differences: Vec<String>,
    /// Peculiarities of Helm Broker that matter here.
    pub quirks: Vec<String>,
}

impl Verdict {
    /// Whether something could not be looked at.
    #[must_use]
    pub fn is_unseen(&self) -> bool {
        self.repositories.iter().any(|one| {
            one.unseen.is_some() || one.addons.iter().any(|addon| addon.unseen.is_some())
        })
    }

    /// Addons that nothing speaks against.
    pub fn good(&self) -> impl Iterator<Item = &AddonVerdict> {
        let addons = self.repositories.iter().flat_map(|one| &one.addons);
        addons.filter(|addon| addon.is_good())
    }

    /// What Helm Broker would write beside a repository: where one index is missing, it does not look at the
    /// addons of the others, and calls them ready.
    #[must_use]
    pub fn shown(&self, repository: &RepositoryVerdict) -> Phase {
        let is_cut_short = self.repositories.iter().any(RepositoryVerdict::has_no_index);
        let is_good =
            if is_cut_short { repository.causes.is_empty() } else { repository.is_good() };
        match (is_good, self.phase) {
            (_, Phase::Pending) => Phase::Pending,
            (true, _) => Phase::Ready,
            (false, _) => Phase::Failed,
        }
    }

    /// The phase that follows from the parts.
    pub(super) fn settle(&mut self) {
        let has_crash = self.repositories.iter().any(|one| one.crash.is_some());
        self.phase = match () {
            () if has_crash => Phase::Pending,
            () if self.repositories.iter().all(RepositoryVerdict::is_good) => Phase::Ready,
            () => Phase::Failed,
        };
    }
}
