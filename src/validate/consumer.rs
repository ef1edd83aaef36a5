//! What each consumer would make of a repository, a chart or an addon: told from what was found, by the effects
//! of the rules and by the habits of the tool.
//!
//! May import: `validate::consumer/*`, `model`.

mod addon;
mod case;
mod chart;
mod evidence;
mod index;
mod lint;
mod listings;
mod words;

use crate::model::{Catalog, Consumer, Diagnostic, Dropped, RepositoryKind, Verdict};
use case::Case;
pub use evidence::Evidence;

/// What was validated.
#[derive(Clone, Copy, Debug)]
pub enum Subject<'read> {
    /// A repository: what its index says, and which versions its own consumer drops from it.
    Repository(&'read Catalog, &'read [Dropped]),
    /// One chart or addon; `None` when nothing tells what it is.
    Package(Option<RepositoryKind>),
}

/// What all consumers would do, in the order of [`Consumer::ALL`].
#[must_use]
pub fn verdicts(subject: Subject<'_>, found: &[Diagnostic]) -> Vec<Verdict> {
    Consumer::ALL.into_iter().map(|consumer| verdict(consumer, subject, found)).collect()
}

/// What one consumer would do. `found` is everything that is wrong, whatever the user wishes to hear of it.
#[must_use]
pub fn verdict(consumer: Consumer, subject: Subject<'_>, found: &[Diagnostic]) -> Verdict {
    let case = Case { consumer, found };
    let is_broker = consumer == Consumer::HelmBroker;
    match subject {
        Subject::Repository(catalog, dropped) => match catalog.kind {
            RepositoryKind::Helm if is_broker => addon::charts(&case, catalog),
            RepositoryKind::Helm => index::repository(&case, catalog, dropped),
            RepositoryKind::Addons if is_broker => addon::repository(&case, catalog),
            RepositoryKind::Addons => addon::elsewhere(&case, catalog),
        },
        Subject::Package(Some(RepositoryKind::Helm)) if !is_broker => chart::package(&case),
        Subject::Package(Some(RepositoryKind::Addons)) if is_broker => addon::package(&case),
        Subject::Package(kind) => chart::other_kind(&case, kind),
    }
}

#[cfg(test)]
mod tests;
