//! Manifests to registered repositories: what is new, what changes, what is no longer wanted.
//!
//! The plan is pure, so that both faces can show it before anything is done.
//! May import: `ops::import::*`, `manifest`, `registry`, `secrets`, `model`, `error`.

mod name;
mod put;

use jiff::Timestamp;

pub use self::put::{Clash, Stored, put};
use crate::manifest::addons_configuration::WantedRepository;
use crate::manifest::bundle::{self, Bundle, Text};
use crate::manifest::{AddonsConfiguration, SecretManifest};
use crate::model::{
    Diagnostic, Location, Origin, Parsed, Repository, RepositoryKind, Severity, Surroundings,
};
use crate::registry::Change;

/// What the user chose.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Options {
    /// What every name begins with.
    pub prefix: String,
    /// What is done with repositories that their configuration no longer lists.
    pub leftover: Leftover,
    /// Whether addons may come over plain `http://`.
    pub develop_mode: bool,
}

/// What is done with registered repositories that their configuration no longer lists.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Leftover {
    /// They stay, and are told.
    #[default]
    Keep,
    /// They are removed.
    Remove,
}

/// What an import does with a repository.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Deed {
    /// It is registered.
    New,
    /// It is registered already and becomes different: in what.
    Changed(Vec<&'static str>),
    /// It is registered just so.
    Same,
    /// Its configuration lists it no longer; it stays.
    Kept,
    /// Its configuration lists it no longer; it goes.
    Removed,
}

impl Deed {
    /// The word shown to users.
    #[must_use]
    pub fn name(&self) -> &'static str {
        match self {
            Self::New => "new",
            Self::Changed(_) => "changed",
            Self::Same => "unchanged",
            Self::Kept => "kept",
            Self::Removed => "removed",
        }
    }
}

/// A repository and what is done with it.
#[derive(Clone, Debug, PartialEq)]
pub struct Planned {
    /// What is done.
    pub deed: Deed,
    /// As it will be, or as it is where it is kept or removed.
    pub repository: Repository,
    /// Its configuration, as people name it.
    pub configuration: String,
}

/// What an import would do.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Plan {
    /// Repositories: those of the configurations in their order, then those that are left over.
    pub repositories: Vec<Planned>,
    /// Secrets that go to the store.
    pub secrets: Vec<SecretManifest>,
    /// What is wrong with the manifests; what is good in them is planned nevertheless.
    pub diagnostics: Vec<Diagnostic>,
    /// The configurations that were found, as people name them.
    pub configurations: Vec<String>,
}

impl Plan {
    /// Whether there is nothing that could be done at all.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.repositories.is_empty() && self.secrets.is_empty() && self.configurations.is_empty()
    }

    /// Whether one of the findings is an error.
    #[must_use]
    pub fn has_errors(&self) -> bool {
        self.diagnostics.iter().any(|found| found.severity == Severity::Error)
    }

    /// The changes to the registry. New repositories were registered at `now`; those that are fetched
    /// otherwise than before count as unverified until they are.
    #[must_use]
    pub fn changes(&self, now: Timestamp) -> Vec<Change> {
        self.repositories.iter().filter_map(|planned| planned.change(now)).collect()
    }
}

impl Planned {
    fn change(&self, now: Timestamp) -> Option<Change> {
        let mut repository = Box::new(self.repository.clone());
        let name = repository.name.clone();
        match &self.deed {
            Deed::New => {
                repository.added = Some(now);
                Some(Change::Add(repository))
            }
            Deed::Changed(_) => Some(Change::Replace { name, repository }),
            Deed::Removed => Some(Change::Remove(name)),
            Deed::Same | Deed::Kept => None,
        }
    }
}

/// What an import of these texts would do, given what is registered. Nothing is done, nothing is looked up.
///
/// ```
/// use chartroom::manifest::Text;
/// use chartroom::ops::import::{self, Deed};
/// let text = "apiVersion: addons.kyma-project.io/v1alpha1\nkind: AddonsConfiguration\n\
///             metadata: {name: mine}\nspec: {repositories: [{url: \"https://h.example/a/b/index.yaml\"}]}\n";
/// let text = Text { file: "mine.yaml".to_owned(), text: text.to_owned() };
/// let plan = import::plan(&[text], &[], &import::Options::default());
/// assert_eq!(plan.repositories[0].deed, Deed::New);
/// assert_eq!(plan.repositories[0].repository.name, "mine-a-b");
/// ```
#[must_use]
pub fn plan(texts: &[Text], registered: &[Repository], options: &Options) -> Plan {
    let Bundle { configurations, secrets, diagnostics } = bundle::read(texts);
    let titles = configurations.iter().map(AddonsConfiguration::title).collect();
    let mut planner = Planner { registered, options, found: Vec::new() };
    for configuration in configurations.iter().filter(|one| !one.name.is_empty()) {
        planner.configuration(configuration);
    }
    Plan { repositories: planner.found, secrets, diagnostics, configurations: titles }
}

struct Planner<'asked> {
    registered: &'asked [Repository],
    options: &'asked Options,
    found: Vec<Planned>,
}

impl Planner<'_> {
    fn configuration(&mut self, configuration: &AddonsConfiguration) {
        let origin = configuration.origin();
        let mut is_whole = configuration.is_whole;
        for wanted in &configuration.repositories {
            match understood(&wanted.url) {
                // The same place twice in one configuration is one repository; the finding says so.
                Some(parsed) if self.holds(&origin, &parsed.location) => {}
                Some(parsed) => self.repository(configuration, wanted, parsed),
                None => is_whole = false,
            }
        }
        let left = self.registered.iter().filter(|one| {
            let is_ours = one.origin.as_ref().is_some_and(|other| other.is_same(&origin));
            is_ours && !self.holds(&origin, &one.location)
        });
        // What could not be read in full may well list it: nothing is removed then.
        let removes = is_whole && self.options.leftover == Leftover::Remove;
        let deed = if removes { Deed::Removed } else { Deed::Kept };
        let left = left.map(|one| Planned {
            deed: deed.clone(),
            repository: one.clone(),
            configuration: configuration.title(),
        });
        self.found.extend(left.collect::<Vec<_>>());
    }

    fn holds(&self, origin: &Origin, location: &Location) -> bool {
        self.found.iter().any(|planned| {
            let other = planned.repository.origin.as_ref();
            other.is_some_and(|other| other.is_same(origin))
                && planned.repository.location == *location
        })
    }

    fn repository(
        &mut self,
        configuration: &AddonsConfiguration,
        wanted: &WantedRepository,
        parsed: Parsed,
    ) {
        let origin = configuration.origin();
        let present = self.registered.iter().find(|one| {
            let other = one.origin.as_ref();
            other.is_some_and(|other| other.is_same(&origin)) && one.location == parsed.location
        });
        let mut repository = present.cloned().unwrap_or_else(|| {
            let name = self.name(&origin, &parsed.location);
            Repository { verified: false, ..Repository::named(name, parsed.location.clone()) }
        });
        repository.kind = Some(RepositoryKind::Addons);
        repository.secret = configuration.secret_of(wanted);
        repository.labels.clone_from(&configuration.labels);
        repository.origin = Some(origin);
        // What the user added by hand stays, unless the manifest says otherwise.
        repository.credentials = parsed.credentials.or(repository.credentials);
        repository.access.develop_mode |= self.options.develop_mode;
        let deed = present.map_or(Deed::New, |present| compared(present, &mut repository));
        self.found.push(Planned { deed, repository, configuration: configuration.title() });
    }

    fn name(&self, origin: &Origin, location: &Location) -> String {
        let taken = |name: &str| {
            self.registered.iter().any(|one| one.name == name)
                || self.found.iter().any(|planned| planned.repository.name == name)
        };
        name::choose(&self.options.prefix, origin, location, &taken)
    }
}

/// The place of a URL in a manifest. A relative path means nothing there.
fn understood(url: &str) -> Option<Parsed> {
    let from = Surroundings { folder: "/".into(), home: None };
    let parsed = Location::parse_from(url, &from).ok()?;
    match &parsed.location {
        Location::File { .. } if !url.trim().starts_with("file:") => None,
        Location::Sample(_) => None,
        _ => Some(parsed),
    }
}

/// In what a repository becomes different. What is fetched otherwise is to be checked anew.
fn compared(present: &Repository, repository: &mut Repository) -> Deed {
    let is_fetched_otherwise = present.secret != repository.secret
        || present.credentials != repository.credentials
        || present.access != repository.access;
    let mut what = Vec::new();
    for (name, is_different) in [
        ("kind", present.kind != repository.kind),
        ("secretRef", present.secret != repository.secret),
        ("credentials", present.credentials != repository.credentials),
        ("labels", present.labels != repository.labels),
        ("reprocessRequest", present.origin != repository.origin),
        ("develop mode", present.access != repository.access),
    ] {
        if is_different {
            what.push(name);
        }
    }
    if is_fetched_otherwise {
        repository.verified = false;
    }
    if what.is_empty() { Deed::Same } else { Deed::Changed(what) }
}

#[cfg(test)]
mod tests;
