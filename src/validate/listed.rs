//! A version as the index lists it: what packages are compared with.
//!
//! May import: `model`.

use crate::model::{Diagnostic, EntryVersion, Place, Rule};

/// One version of an entry, and the index it stands in.
#[derive(Clone, Copy, Debug)]
pub struct Listed<'index> {
    /// The index file's name, as places name it.
    pub index: &'index str,
    /// The entry's key.
    pub entry: &'index str,
    /// The version.
    pub version: &'index EntryVersion,
}

impl Listed<'_> {
    /// Where the version stands in the index.
    #[must_use]
    pub fn place(&self) -> Place {
        Place { file: self.index.to_owned(), span: self.version.span }
    }

    /// A diagnostic about this version, at its place in the index.
    #[must_use]
    pub fn diagnostic(&self, rule: &'static Rule, message: impl Into<String>) -> Diagnostic {
        Diagnostic::new(rule, self.place(), message).of(self.entry, &self.version.version)
    }
}
