//! Lines and columns of a text to places in its bytes.
//!
//! May import: `model::diagnostic`.

use std::ops::Range;

use crate::model::Span;

/// A text, and where its lines begin.
#[derive(Debug)]
pub(super) struct Lines<'text> {
    pub(super) text: &'text str,
    starts: Vec<usize>,
}

impl<'text> Lines<'text> {
    pub(super) fn of(text: &'text str) -> Self {
        // A byte order mark is no character of the first line.
        let first = if text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
        let breaks = text.match_indices('\n').map(|(place, _)| place + 1);
        Self { text, starts: std::iter::once(first).chain(breaks).collect() }
    }

    /// The bytes of a line with its line break; `number` counts from 1.
    pub(super) fn line(&self, number: u32) -> Option<Range<usize>> {
        let index = usize::try_from(number.checked_sub(1)?).ok()?;
        let start = *self.starts.get(index)?;
        Some(start..self.starts.get(index + 1).copied().unwrap_or(self.text.len()))
    }

    /// How the lines end: as the first one does.
    pub(super) fn line_end(&self) -> &'static str {
        let first = self.line(1).and_then(|range| self.text.get(range)).unwrap_or_default();
        if first.ends_with("\r\n") { "\r\n" } else { "\n" }
    }

    /// The bytes of a span.
    pub(super) fn bytes(&self, span: Span) -> Option<Range<usize>> {
        let line = self.line(span.line)?;
        let content = self.text.get(line.clone())?.trim_end_matches(['\n', '\r']);
        let from = usize::try_from(span.column.checked_sub(1)?).ok()?;
        let at = |characters: usize| match content.char_indices().nth(characters) {
            Some((place, _)) => Some(place),
            None => (content.chars().count() == characters).then_some(content.len()),
        };
        let to = from + usize::try_from(span.length).ok()?;
        Some(line.start + at(from)?..line.start + at(to)?)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spans_are_found_in_bytes() {
        let text = "\u{feff}a: é\r\nbc: 1\n";
        let lines = Lines::of(text);
        for (line, column, length, expected) in [
            (1, 1, 1, Some("a")),
            (1, 4, 1, Some("é")),
            (1, 4, 2, None),
            (2, 1, 2, Some("bc")),
            (2, 6, 0, Some("")),
            (2, 7, 0, None),
            (9, 1, 1, None),
            (0, 1, 1, None),
        ] {
            let found = lines.bytes(Span { line, column, length });
            assert_eq!(found.and_then(|range| text.get(range)), expected, "{line}:{column}");
        }
        assert_eq!(lines.line(2).and_then(|range| text.get(range)), Some("bc: 1\n"));
    }
}
