//! One list to find anything in: actions, repositories, charts and addons. Help is the same list of actions.
//!
//! May import: `app::{action, state::{field, list}}`.

use super::list::List;
use crate::app::action::{Action, Group};

/// What Enter does.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Goal {
    /// Runs an action.
    Run(Action),
    /// Selects a repository.
    Repository(String),
    /// Selects a chart or addon.
    Entry {
        /// The repository's name.
        repository: String,
        /// The entry's key.
        entry: String,
    },
}

/// One choice.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choice {
    /// What it says, and what the filter looks at; cleaned.
    pub label: String,
    /// What it would act on, or why it cannot be run now; cleaned.
    pub target: String,
    /// What Enter does.
    pub goal: Goal,
    /// Whether it can be run now.
    pub enabled: bool,
}

impl Choice {
    /// Under which heading help lists it.
    #[must_use]
    pub fn group(&self) -> Option<Group> {
        match self.goal {
            Goal::Run(action) => Some(action.group()),
            _ => None,
        }
    }
}

/// The palette, or help.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Palette {
    /// All choices.
    pub choices: Vec<Choice>,
    /// Filter and selection; `filter` always has the keys.
    pub list: List,
}

impl Palette {
    /// A list of those choices, nothing typed yet.
    #[must_use]
    pub fn of(choices: Vec<Choice>) -> Self {
        let list = List::of(choices.len());
        Self { choices, list }
    }

    /// The selected choice.
    #[must_use]
    pub fn selected(&self) -> Option<&Choice> {
        self.choices.get(self.list.item()?)
    }

    /// Applies the typed filter anew; the best match is selected.
    pub fn filter(&mut self) {
        self.list.fill(self.choices.iter().map(|choice| choice.label.as_str()).enumerate(), None);
        self.list.select_first();
    }
}
