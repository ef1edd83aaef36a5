//! The three panes of the screen, and the halves of the screen of findings.
//!
//! May import: nothing of the crate.

/// A third of the screen.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Pane {
    /// The registered repositories.
    #[default]
    Repositories,
    /// The charts or addons of the selected repository.
    Entries,
    /// What is known of the selected repository, chart or addon.
    Details,
}

impl Pane {
    /// All panes, from left to right.
    pub const ALL: [Self; 3] = [Self::Repositories, Self::Entries, Self::Details];

    /// The number that is shown in its title and jumps to it.
    #[must_use]
    pub fn number(self) -> usize {
        self as usize + 1
    }
}

/// A half of the screen of findings.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Side {
    /// The list.
    #[default]
    List,
    /// What is known of the selected finding.
    Source,
}
