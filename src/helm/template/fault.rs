//! What is wrong with the text of a template, before anybody knows which file it is.
//!
//! May import: `helm::template::tree`, `model`.

use super::tree::Bytes;
use crate::model::rule::Rule;

/// More faults of one file are not told.
pub(in crate::helm) const MOST: usize = 1_000;

/// A fault in a text.
#[derive(Debug)]
pub(in crate::helm) struct Fault {
    /// The rule that is broken.
    pub(in crate::helm) rule: &'static Rule,
    /// Where.
    pub(in crate::helm) range: Bytes,
    /// What exactly is wrong.
    pub(in crate::helm) message: String,
    /// How to mend this very case.
    pub(in crate::helm) fix: Option<String>,
    /// A second place in the same text, and what is there.
    pub(in crate::helm) related: Option<(Bytes, String)>,
}

impl Fault {
    /// A fault with nothing but its message.
    pub(in crate::helm) fn new(
        rule: &'static Rule,
        range: Bytes,
        message: impl Into<String>,
    ) -> Self {
        Self { rule, range, message: message.into(), fix: None, related: None }
    }

    /// The same, with advice for this case.
    pub(in crate::helm) fn fix(mut self, fix: impl Into<String>) -> Self {
        self.fix = Some(fix.into());
        self
    }

    /// The same, with a second place.
    pub(in crate::helm) fn related(mut self, range: Bytes, message: impl Into<String>) -> Self {
        self.related = Some((range, message.into()));
        self
    }
}
