//! Keeps so many findings of a kind and counts the others, so that no rule drowns the rest.
//!
//! May import: `model::{diagnostic, severity}`.

use std::collections::HashMap;
use std::fmt::Write as _;
use std::hash::Hash;

use super::diagnostic::Diagnostic;

/// How many findings of one kind a report tells one by one.
pub const TOLD: usize = 1_000;

/// Findings of which so many of a kind are kept. Whoever chooses the kinds sees to it that what is counted only
/// weighs as much as what is kept: of one severity, and suppressed or not.
#[derive(Debug)]
pub struct Bounded<Kind> {
    limit: usize,
    list: Vec<Diagnostic>,
    kinds: HashMap<Kind, Kept>,
}

/// How many there were of a kind, and where the last one is that is kept.
#[derive(Debug, Default)]
struct Kept {
    count: usize,
    last: usize,
}

impl<Kind: Eq + Hash> Bounded<Kind> {
    /// None yet, and so many of a kind at most.
    #[must_use]
    pub fn to(limit: usize) -> Self {
        Self { limit, list: Vec::new(), kinds: HashMap::new() }
    }

    /// Takes one.
    pub fn push(&mut self, kind: Kind, found: Diagnostic) {
        let kept = self.kinds.entry(kind).or_default();
        kept.count += 1;
        if kept.count <= self.limit {
            kept.last = self.list.len();
            self.list.push(found);
        }
    }

    /// What is kept so far.
    #[must_use]
    pub fn list(&self) -> &[Diagnostic] {
        &self.list
    }

    /// What was kept; where there were more of a kind, its last one says so.
    #[must_use]
    pub fn finish(mut self) -> Vec<Diagnostic> {
        for Kept { count, last } in self.kinds.into_values() {
            let more = count.saturating_sub(self.limit);
            if let Some(found) = self.list.get_mut(last).filter(|_| more > 0) {
                let _ = write!(found.message, " (and {more} more like it)");
            }
        }
        self.list
    }
}

/// A thousand findings of each rule about each file: of those that comments accept, and of those that they do not.
#[must_use]
pub fn by_file(found: Vec<Diagnostic>) -> Vec<Diagnostic> {
    if found.len() <= TOLD {
        return found;
    }
    let mut bounded = Bounded::to(TOLD);
    for found in found {
        let (file, is_accepted) = (found.place.file.clone(), found.suppressed.is_some());
        bounded.push((found.rule.code, found.severity, is_accepted, file), found);
    }
    bounded.finish()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::rule::index::IDX014;
    use crate::model::{Place, Span, Suppression};

    #[test]
    fn what_is_accepted_leaves_room_for_what_is_not() {
        let at = |line| {
            let place = Place::at("index.yaml", Span { line, column: 1, length: 1 });
            Diagnostic::new(&IDX014, place, "a number")
        };
        let accepted = |line| Diagnostic {
            suppressed: Some(Suppression::Inline("fine".to_owned())),
            ..at(line)
        };
        let found = (1..=1_100).map(accepted).chain([at(2_000)]).collect();
        let found = by_file(found);
        assert_eq!(found.len(), TOLD + 1);
        assert_eq!(found[TOLD - 1].message, "a number (and 100 more like it)");
        assert_eq!((found[TOLD].message.as_str(), &found[TOLD].suppressed), ("a number", &None));
    }
}
