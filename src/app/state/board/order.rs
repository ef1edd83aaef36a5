//! The order of findings, and the groups that they stand in.
//!
//! May import: `model`.

use std::cmp::{Ordering, Reverse};

use crate::model::Diagnostic;

/// By what findings are sorted. What is equal stands by place.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum By {
    /// The gravest first.
    #[default]
    Severity,
    /// File, line, column.
    Place,
    /// Code of the rule.
    Rule,
    /// Chart or addon.
    Entry,
}

impl By {
    /// All of them, in the order in which a key goes through them.
    pub const ALL: [Self; 4] = [Self::Severity, Self::Place, Self::Rule, Self::Entry];

    /// The word shown to users.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Severity => "severity",
            Self::Place => "place",
            Self::Rule => "rule",
            Self::Entry => "entry",
        }
    }

    /// The one after it, around the end.
    #[must_use]
    pub fn next(self) -> Self {
        let next = Self::ALL.iter().cycle().skip_while(|by| **by != self).nth(1);
        next.copied().unwrap_or_default()
    }

    /// Which of two findings comes first.
    #[must_use]
    pub fn compare(self, one: &Diagnostic, other: &Diagnostic) -> Ordering {
        let first = match self {
            Self::Severity => Reverse(one.severity).cmp(&Reverse(other.severity)),
            Self::Place => Ordering::Equal,
            Self::Rule => one.rule.code.cmp(other.rule.code),
            Self::Entry => (&one.entry, &one.version).cmp(&(&other.entry, &other.version)),
        };
        first
            .then_with(|| one.place.cmp(&other.place))
            .then_with(|| one.rule.code.cmp(other.rule.code))
    }
}

/// Under what heads findings stand.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Heads {
    /// Under none.
    #[default]
    None,
    /// One for each rule.
    Rule,
    /// One for each chart or addon.
    Entry,
    /// One for each file.
    File,
}

impl Heads {
    /// The words shown to users.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::None => "not grouped",
            Self::Rule => "grouped by rule",
            Self::Entry => "grouped by entry",
            Self::File => "grouped by file",
        }
    }

    /// The name of the group that a finding belongs to; empty where it speaks of no entry.
    #[must_use]
    pub fn of(self, found: &Diagnostic) -> &str {
        match self {
            Self::None => "",
            Self::Rule => found.rule.code,
            Self::Entry => found.entry.as_deref().unwrap_or_default(),
            Self::File => &found.place.file,
        }
    }
}

/// Puts two ascending lists into one.
#[must_use]
pub fn merged(
    old: Vec<usize>,
    new: Vec<usize>,
    is_before: impl Fn(usize, usize) -> bool,
) -> Vec<usize> {
    let mut out = Vec::with_capacity(old.len() + new.len());
    let (mut old, mut new) = (old.into_iter().peekable(), new.into_iter().peekable());
    while let (Some(one), Some(other)) = (old.peek(), new.peek()) {
        // What came first stays first among equals.
        let next = if is_before(*other, *one) { new.next() } else { old.next() };
        out.extend(next);
    }
    out.extend(old);
    out.extend(new);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_goes_through_all_orders_and_around() {
        let all = By::ALL.map(By::next);
        assert_eq!(all, [By::Place, By::Rule, By::Entry, By::Severity]);
    }

    #[test]
    fn new_ones_are_sorted_in_behind_their_equals() {
        let keys = [1, 3, 5, 3, 0, 9];
        let before = |one: usize, other: usize| keys[one] < keys[other];
        assert_eq!(merged(vec![0, 1, 2], vec![4, 3, 5], before), [4, 0, 1, 3, 2, 5]);
        assert_eq!(merged(vec![], vec![1], before), [1]);
    }
}
