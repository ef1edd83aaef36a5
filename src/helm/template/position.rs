//! From byte offsets to lines and columns, in a time that does not depend on the length of lines.
//!
//! May import: `model::diagnostic::Span`.

use std::ops::Range;

use crate::model::Span;

/// How many bytes lie between two counts of characters.
const STEP: usize = 1024;

/// The lines of a text.
#[derive(Debug)]
pub(in crate::helm) struct Lines<'text> {
    text: &'text str,
    /// Where lines start, in bytes.
    starts: Vec<usize>,
    /// How many characters begin before each multiple of [`STEP`].
    counts: Vec<usize>,
}

fn characters(bytes: &[u8]) -> usize {
    bytes.iter().filter(|byte| (**byte & 0xc0) != 0x80).count()
}

impl<'text> Lines<'text> {
    /// Counts the lines and characters of a text.
    pub(in crate::helm) fn of(text: &'text str) -> Self {
        let breaks = text.bytes().enumerate().filter(|(_, byte)| *byte == b'\n');
        let starts = std::iter::once(0).chain(breaks.map(|(place, _)| place + 1)).collect();
        let counts = text.as_bytes().chunks(STEP).scan(0, |count, chunk| {
            let before = *count;
            *count += characters(chunk);
            Some(before)
        });
        Self { text, starts, counts: counts.collect() }
    }

    fn characters_before(&self, offset: usize) -> usize {
        let offset = offset.min(self.text.len());
        let block = offset / STEP;
        let Some(count) = self.counts.get(block) else {
            let last = self.counts.len().saturating_sub(1);
            let tail = self.text.as_bytes().get(last * STEP..offset).unwrap_or_default();
            return self.counts.last().copied().unwrap_or_default() + characters(tail);
        };
        count + characters(self.text.as_bytes().get(block * STEP..offset).unwrap_or_default())
    }

    /// The place of a range of bytes; its length ends with its first line.
    pub(in crate::helm) fn span(&self, range: &Range<usize>) -> Span {
        let line = self.starts.partition_point(|start| *start <= range.start).max(1);
        let start = self.starts.get(line - 1).copied().unwrap_or_default();
        let line_end = self.starts.get(line).map_or(self.text.len(), |next| next - 1);
        let before = self.characters_before(range.start);
        let column = before - self.characters_before(start) + 1;
        let end = range.end.min(line_end).max(range.start);
        let number = |value| u32::try_from(value).unwrap_or(u32::MAX);
        let length = self.characters_before(end) - before;
        Span { line: number(line), column: number(column), length: number(length) }
    }

    /// The text of a line, counted from 1, without its end.
    #[cfg(test)]
    fn is_within(&self, span: Span) -> bool {
        let line = self.text.split('\n').nth(span.line as usize - 1).unwrap_or_default();
        (span.column + span.length - 1) as usize <= line.chars().count()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn columns_count_characters() {
        let text = format!("äb\n{}ü{{{{x\ny", "ö".repeat(3_000));
        let lines = Lines::of(&text);
        let brace = text.find("{{").expect("it is there");
        for (range, expected) in [
            (0..2, (1, 1, 1)),
            (2..3, (1, 2, 1)),
            (brace..brace + 2, (2, 3_002, 2)),
            (brace..text.len(), (2, 3_002, 3)),
            (text.len()..text.len(), (3, 2, 0)),
        ] {
            let span = lines.span(&range);
            assert_eq!((span.line, span.column, span.length), expected, "{range:?}");
        }
    }

    proptest! {
        #[test]
        fn spans_are_within_the_text(text in "[aä\n{}]{0,40}", start in 0usize..80, end in 0usize..80) {
            let start = text.floor_char_boundary(start.min(text.len()));
            let end = text.floor_char_boundary(end.min(text.len())).max(start);
            let lines = Lines::of(&text);
            prop_assert!(lines.is_within(lines.span(&(start..end))));
        }
    }
}
