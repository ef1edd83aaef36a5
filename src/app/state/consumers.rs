//! The overlay that tells what each consumer makes of a repository.
//!
//! May import: `app::state::list`.

use super::list::List;

/// Which consumer is selected, and how far what it leaves out is scrolled.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Consumers {
    /// The repository's name.
    pub repository: String,
    /// One row for each.
    pub list: List,
    /// How many lines are scrolled out.
    pub scroll: usize,
}
