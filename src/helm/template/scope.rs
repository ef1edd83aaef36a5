//! The variables that are declared at a point of a template.
//!
//! May import: nothing of the crate.

use std::collections::HashMap;

/// The variables of one template, in the order of their declaration.
#[derive(Debug, Default)]
pub(super) struct Scope<'text> {
    declared: Vec<&'text str>,
    counts: HashMap<&'text str, usize>,
}

impl<'text> Scope<'text> {
    /// Declares a variable.
    pub(super) fn declare(&mut self, name: &'text str) {
        self.declared.push(name);
        *self.counts.entry(name).or_default() += 1;
    }

    /// Whether a variable is declared; `$` always is.
    pub(super) fn knows(&self, name: &str) -> bool {
        name == "$" || self.counts.get(name).is_some_and(|count| *count > 0)
    }

    /// How many variables there are, to come back to.
    pub(super) fn mark(&self) -> usize {
        self.declared.len()
    }

    /// Forgets what was declared since.
    pub(super) fn forget(&mut self, mark: usize) {
        for name in self.declared.drain(mark.min(self.declared.len())..) {
            if let Some(count) = self.counts.get_mut(name) {
                *count = count.saturating_sub(1);
            }
        }
    }

    /// The declared name that a misspelt one was likely meant to be: the same but for case.
    pub(super) fn similar(&self, name: &str) -> Option<&'text str> {
        self.declared.iter().rev().find(|known| known.eq_ignore_ascii_case(name)).copied()
    }
}
