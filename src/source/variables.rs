//! The environment as far as object stores look at it.
//!
//! May import: nothing of the crate.

use std::collections::BTreeMap;
use std::fmt;
use std::path::PathBuf;

/// Where variables of the environment come from.
#[derive(Clone, Default, PartialEq, Eq)]
pub enum Variables {
    /// Those of this process.
    #[default]
    Process,
    /// These and no others.
    Given(BTreeMap<String, String>),
}

impl fmt::Debug for Variables {
    /// Their names alone: some of them are secrets.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Process => formatter.write_str("Process"),
            Self::Given(values) => formatter.debug_set().entries(values.keys()).finish(),
        }
    }
}

impl Variables {
    /// None at all.
    #[must_use]
    pub fn none() -> Self {
        Self::Given(BTreeMap::new())
    }

    /// A variable's value without blanks around; `None` when it is not set, empty or no text.
    #[must_use]
    pub fn text(&self, name: &str) -> Option<String> {
        let value = match self {
            Self::Process => std::env::var(name).ok(),
            Self::Given(values) => values.get(name).cloned(),
        };
        value.map(|value| value.trim().to_owned()).filter(|value| !value.is_empty())
    }

    /// The first of these variables that is set.
    #[must_use]
    pub fn first(&self, names: &[&str]) -> Option<String> {
        names.iter().find_map(|name| self.text(name))
    }

    /// The user's home folder.
    #[must_use]
    pub fn home(&self) -> Option<PathBuf> {
        self.first(&["HOME", "USERPROFILE"]).map(PathBuf::from)
    }
}
