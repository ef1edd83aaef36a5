//! The tools that take what repositories offer, and what each of them does with a fault.
//!
//! May import: `model::repository`.

use std::fmt;
use std::str::FromStr;

use super::repository::RepositoryKind;

/// A tool that reads repositories, charts or addons.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Consumer {
    /// Helm 3.21.
    Helm3,
    /// Helm 4.
    Helm4,
    /// Kyma's Helm Broker.
    HelmBroker,
    /// KubeSphere 3 with its repository controller.
    KubeSphere3,
    /// KubeSphere 4 with its application store.
    KubeSphere4,
    /// Flux's source controller.
    Flux,
    /// Artifact Hub's tracker and `ah lint`.
    ArtifactHub,
}

impl Consumer {
    /// All of them, in the order of a rule's effects and of every table.
    pub const ALL: [Self; 7] = [
        Self::Helm3,
        Self::Helm4,
        Self::HelmBroker,
        Self::KubeSphere3,
        Self::KubeSphere4,
        Self::Flux,
        Self::ArtifactHub,
    ];

    /// The word used in flags and JSON.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Helm3 => "helm3",
            Self::Helm4 => "helm4",
            Self::HelmBroker => "helm-broker",
            Self::KubeSphere3 => "kubesphere3",
            Self::KubeSphere4 => "kubesphere4",
            Self::Flux => "flux",
            Self::ArtifactHub => "artifacthub",
        }
    }

    /// The kind of repository that it takes everything for.
    #[must_use]
    pub fn kind(self) -> RepositoryKind {
        match self {
            Self::HelmBroker => RepositoryKind::Addons,
            _ => RepositoryKind::Helm,
        }
    }

    /// The name as people write it.
    #[must_use]
    pub fn title(self) -> &'static str {
        match self {
            Self::Helm3 => "Helm 3",
            Self::Helm4 => "Helm 4",
            Self::HelmBroker => "Helm Broker",
            Self::KubeSphere3 => "KubeSphere 3",
            Self::KubeSphere4 => "KubeSphere 4",
            Self::Flux => "Flux",
            Self::ArtifactHub => "Artifact Hub",
        }
    }
}

impl fmt::Display for Consumer {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.title())
    }
}

impl FromStr for Consumer {
    type Err = String;

    /// `kubesphere` alone means the current one.
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let text = if text == "kubesphere" { "kubesphere4" } else { text };
        Self::ALL.into_iter().find(|consumer| consumer.name() == text).ok_or_else(|| {
            let names = Self::ALL.map(Self::name).join(", ");
            format!("unknown consumer \"{text}\": use one of {names}")
        })
    }
}

/// What a consumer does when it meets a fault. Of an index or a configuration the whole is meant; of a package,
/// that package.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Effect {
    /// It refuses the whole file, package or configuration.
    Refuses,
    /// It crashes.
    Crashes,
    /// It leaves out the entry or version concerned; the rest lives.
    Skips,
    /// It takes it, and fails when it is used: at the download, the installation, the binding.
    Fails,
    /// It takes it and loses or changes something without a word.
    Loses,
    /// It takes it and says so: a warning, a note, a lint error.
    Warns,
    /// It takes it as if nothing were wrong.
    Ignores,
    /// It never looks at such a thing.
    Unseen,
}

impl Effect {
    /// The word used in tables and JSON.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Refuses => "refuses",
            Self::Crashes => "crashes",
            Self::Skips => "skips",
            Self::Fails => "fails",
            Self::Loses => "loses",
            Self::Warns => "warns",
            Self::Ignores => "ignores",
            Self::Unseen => "-",
        }
    }

    /// The letter used where there is no room for the word.
    #[must_use]
    pub fn letter(self) -> char {
        match self {
            Self::Refuses => 'R',
            Self::Crashes => 'C',
            Self::Skips => 'S',
            Self::Fails => 'F',
            Self::Loses => 'L',
            Self::Warns => 'W',
            Self::Ignores => '.',
            Self::Unseen => '-',
        }
    }

    /// All of them, the gravest first.
    pub const ALL: [Self; 8] = [
        Self::Refuses,
        Self::Crashes,
        Self::Skips,
        Self::Fails,
        Self::Loses,
        Self::Warns,
        Self::Ignores,
        Self::Unseen,
    ];
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn consumers_are_read_by_their_names() {
        for (place, consumer) in Consumer::ALL.into_iter().enumerate() {
            assert_eq!(consumer.name().parse(), Ok(consumer));
            assert_eq!(consumer as usize, place, "effects are found by this number");
        }
        assert_eq!("kubesphere".parse(), Ok(Consumer::KubeSphere4));
        assert!("tiller".parse::<Consumer>().is_err());
    }
}
