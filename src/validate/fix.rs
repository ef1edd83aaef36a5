//! Mends what is mechanical and safe in a text, by its findings, and nothing else of it: comments and layout stay.
//!
//! Safe means that the text says afterwards what every reader took it for before, or what its author can only have
//! meant. What would change a version, a digest or what is installed is left to people.
//!
//! May import: `validate::fix::*`, `yaml`, `model`.

mod edit;
mod lines;

use self::edit::edit;
use self::lines::Lines;
use crate::model::Diagnostic;
use crate::yaml::{self, Limits};

/// A text that was mended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mended {
    /// The text afterwards.
    pub text: String,
    /// How many findings it answers.
    pub count: usize,
}

/// Mends a text as far as its findings allow; `None` when there is nothing to do, or when the result could not be read
/// any more. All findings must be about this text.
#[must_use]
pub fn mend<'found>(
    text: &str,
    found: impl IntoIterator<Item = &'found Diagnostic>,
) -> Option<Mended> {
    let lines = Lines::of(text);
    let mut edits: Vec<_> = found.into_iter().filter_map(|found| edit(&lines, found)).collect();
    edits.sort_by_key(|edit| (edit.range.start, edit.range.end));
    edits.dedup();
    let (mut mended, mut end, mut count) = (String::with_capacity(text.len()), 0, 0);
    for edit in edits {
        // Of two that touch the same place the first one wins; the next run sees what is left.
        let Some(between) = text.get(end..edit.range.start) else { continue };
        mended.push_str(between);
        mended.push_str(&edit.text);
        end = edit.range.end;
        count += 1;
    }
    mended.push_str(text.get(end..)?);
    let is_better = count > 0 && mended != text && !breaks(text, &mended);
    is_better.then_some(Mended { text: mended, count })
}

/// Whether a text that could be read cannot be read any more.
fn breaks(before: &str, after: &str) -> bool {
    let is_readable = |text: &str| yaml::read(text, Limits::default()).error.is_none();
    is_readable(before) && !is_readable(after)
}

#[cfg(test)]
mod tests;
