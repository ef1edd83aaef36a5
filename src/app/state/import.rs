//! What a pasted or dropped manifest would register and store, before anything is done.
//!
//! May import: `app::state::{dialog, list}`, `model`, `ops`.

use super::list::List;
use crate::model::text::counted;
use crate::ops::import::{Deed, Plan};

/// Which button has the focus.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ImportSpot {
    /// Does it.
    #[default]
    Import,
    /// Does nothing.
    Cancel,
}

/// The plan of an import, and the selection in its rows.
#[derive(Clone, Debug, PartialEq)]
pub struct Import {
    /// What would be done.
    pub plan: Plan,
    /// What could not be read at all.
    pub notes: Vec<String>,
    /// The rows: repositories, then Secrets, then findings.
    pub list: List,
    /// The button with the focus.
    pub spot: ImportSpot,
}

/// A row of the list, as a number into its part of the plan.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ImportRow {
    /// A repository.
    Repository(usize),
    /// A Secret.
    Secret(usize),
    /// Something that is wrong.
    Finding(usize),
}

impl Import {
    /// A plan with its first row selected.
    #[must_use]
    pub fn of(plan: Plan, notes: Vec<String>) -> Self {
        let count = plan.repositories.len() + plan.secrets.len() + plan.diagnostics.len();
        Self { plan, notes, list: List::of(count), spot: ImportSpot::default() }
    }

    /// What a row of the list is.
    #[must_use]
    pub fn row(&self, item: usize) -> ImportRow {
        let (repositories, secrets) = (self.plan.repositories.len(), self.plan.secrets.len());
        if item < repositories {
            ImportRow::Repository(item)
        } else if item < repositories + secrets {
            ImportRow::Secret(item - repositories)
        } else {
            ImportRow::Finding(item - repositories - secrets)
        }
    }

    /// How many repositories are registered or changed.
    #[must_use]
    pub fn repositories(&self) -> usize {
        let all = self.plan.repositories.iter();
        all.filter(|it| matches!(it.deed, Deed::New | Deed::Changed(_) | Deed::Removed)).count()
    }

    /// Whether there is anything to do.
    #[must_use]
    pub fn is_idle(&self) -> bool {
        self.repositories() == 0 && self.plan.secrets.is_empty()
    }

    /// `3 repositories`.
    #[must_use]
    pub fn repositories_text(&self) -> String {
        counted(self.repositories(), "repository")
    }

    /// `3 repositories, 1 Secret`.
    #[must_use]
    pub fn what(&self) -> String {
        let (repositories, secrets) = (self.repositories_text(), self.plan.secrets.len());
        match (self.repositories(), secrets) {
            (0, 0) => "nothing".to_owned(),
            (0, _) => counted(secrets, "Secret"),
            (_, 0) => repositories,
            _ => format!("{repositories}, {}", counted(secrets, "Secret")),
        }
    }
}
