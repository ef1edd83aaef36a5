//! Counts of findings by severity.
//!
//! May import: `model`.

use crate::model::Severity;

/// How many there are of each severity.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally([usize; 3]);

impl Tally {
    /// Counts one more.
    pub fn add(&mut self, severity: Severity) {
        let Self(counts) = self;
        if let Some(count) = counts.get_mut(severity as usize) {
            *count += 1;
        }
    }

    /// How many there are of that severity.
    #[must_use]
    pub fn of(self, severity: Severity) -> usize {
        self.0.get(severity as usize).copied().unwrap_or(0)
    }

    /// How many there are.
    #[must_use]
    pub fn all(self) -> usize {
        self.0.iter().sum()
    }
}
