//! What a row of the rule table is, and the macro that writes the rows of one family.
//!
//! May import: `model::{consumer, severity}`.

use crate::model::consumer::{Consumer, Effect};
use crate::model::severity::Severity;

/// What a rule looks at.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Family {
    /// Index files of both kinds (`IDX`).
    Index,
    /// Package archives as such (`PKG`).
    Archive,
    /// Chart metadata and content (`CHT`).
    Chart,
    /// Kyma addons: metadata, plans, schemas, binding, docs (`ADD`).
    Addon,
    /// The target as a whole: reachable, readable, what it claims to be (`TGT`).
    Target,
    /// Kubernetes manifests: addons configurations and Secrets (`MAN`).
    Manifest,
    /// Default values and their schema (`VAL`).
    Values,
    /// Dependencies and their lock file (`DEP`).
    Dependency,
    /// Templates as text (`TPL`).
    Template,
    /// Kubernetes objects that stand literally in charts (`KUB`).
    Resource,
    /// `OpenPGP` provenance (`PRV`).
    Provenance,
    /// What Artifact Hub reads (`AHB`).
    ArtifactHub,
    /// How YAML is written (`STY`).
    Style,
    /// Registered repositories against each other (`REG`).
    Registration,
}

impl Family {
    /// The word shown to users.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Index => "index",
            Self::Archive => "archive",
            Self::Chart => "chart",
            Self::Addon => "addon",
            Self::Target => "target",
            Self::Manifest => "manifest",
            Self::Values => "values",
            Self::Dependency => "dependency",
            Self::Template => "template",
            Self::Resource => "resource",
            Self::Provenance => "provenance",
            Self::ArtifactHub => "artifact hub",
            Self::Style => "style",
            Self::Registration => "registration",
        }
    }

    /// Whether its rules speak only when they are selected: matters of taste, which many do not want to hear.
    #[must_use]
    pub fn is_on_demand(self) -> bool {
        self == Self::Style
    }
}

/// One row of the rule table.
#[derive(Debug, PartialEq, Eq)]
pub struct Rule {
    /// Stable code: three letters of the family and three digits.
    pub code: &'static str,
    /// Readable name in kebab case.
    pub name: &'static str,
    /// What it looks at.
    pub family: Family,
    /// Default severity.
    pub severity: Severity,
    /// What is wrong, in general.
    pub what: &'static str,
    /// Why it matters: who refuses it, what goes wrong.
    pub why: &'static str,
    /// How to mend it, in general.
    pub fix: &'static str,
    /// Which tool or text the rule comes from.
    pub origin: &'static str,
    /// What each consumer does, in the order of [`Consumer::ALL`].
    pub effects: [Effect; 7],
}

impl Rule {
    /// What that consumer does with it.
    #[must_use]
    pub fn effect(&self, consumer: Consumer) -> Effect {
        self.effects.get(consumer as usize).copied().unwrap_or(Effect::Unseen)
    }

    /// What all consumers do, a letter each, in the order of [`Consumer::ALL`].
    #[must_use]
    pub fn letters(&self) -> String {
        self.effects.iter().map(|effect| effect.letter()).collect()
    }

    /// The consumers that do the same with it, for each thing that any of them does; those that never look at
    /// such a thing are left out.
    pub fn matrix(&self) -> impl Iterator<Item = (Effect, Vec<Consumer>)> {
        let seen = Effect::ALL.into_iter().filter(|effect| *effect != Effect::Unseen);
        let consumers = move |effect| {
            let all = Consumer::ALL.into_iter();
            (effect, all.filter(|consumer| self.effect(*consumer) == effect).collect())
        };
        seen.map(consumers).filter(|(_, consumers): &(Effect, Vec<Consumer>)| !consumers.is_empty())
    }
}

/// Declares the rules of one family: a static for each, and the family's `RULES`.
///
/// A row is `CODE "name" Severity "what" "why" "fix" "origin" [Effect …];`, with one effect for each of
/// `Consumer::ALL`: Helm 3, Helm 4, Helm Broker, KubeSphere 3, KubeSphere 4, Flux, Artifact Hub.
macro_rules! rules {
    ($family:ident: $($code:ident $name:literal $severity:ident $what:literal $why:literal $fix:literal $origin:literal [$($effect:ident)*];)*) => {
        $(
            #[doc = $what]
            pub static $code: $crate::model::rule::row::Rule = $crate::model::rule::row::Rule {
                code: stringify!($code),
                name: $name,
                family: $crate::model::rule::row::Family::$family,
                severity: $crate::model::severity::Severity::$severity,
                what: $what,
                why: $why,
                fix: $fix,
                origin: $origin,
                effects: [$($crate::model::consumer::Effect::$effect),*],
            };
        )*
        /// All rules of this family, in order of code.
        pub static RULES: &[&$crate::model::rule::row::Rule] = &[$(&$code),*];
    };
}
pub(crate) use rules;
