//! The text of a clear-signed message, line by line: where it begins and ends, and what was signed.
//!
//! Format: RFC 9580, the cleartext signature framework.
//! May import: `model`.

use std::ops::Range;

use crate::model::Span;

const MESSAGE: &str = "-----BEGIN PGP SIGNED MESSAGE-----";
const SIGNATURE: &str = "-----BEGIN PGP SIGNATURE-----";
const END: &str = "-----END PGP SIGNATURE-----";

/// A clear-signed message.
#[derive(Debug)]
pub(super) struct Message<'text> {
    /// All of it, from its first marker to its last; what is before and after is passed over, as Helm does.
    pub(super) whole: &'text str,
    /// The signed lines, without the escapes of leading dashes.
    lines: Vec<Line<'text>>,
    /// Number of the first signed line, from 1.
    first: u32,
    /// Where the signature begins.
    pub(super) signature: Span,
}

#[derive(Debug)]
struct Line<'text> {
    text: &'text str,
    /// By how much the escape moved the text to the right.
    shift: u32,
}

/// A part of the signed text that is a YAML document of its own.
#[derive(Debug, PartialEq)]
pub(super) struct Part {
    /// Its lines.
    pub(super) text: String,
    lines: Range<usize>,
}

/// Finds the message in a text, or tells where it was missed and why.
pub(super) fn read(text: &str) -> Result<Message<'_>, (Span, &'static str)> {
    let mut lines = Lines { text, at: 0, number: 0 };
    let missing = |why| Err((Span { line: 1, column: 1, length: 0 }, why));
    let Some(start) = lines.seek(|line| line == MESSAGE) else {
        return missing("there is no -----BEGIN PGP SIGNED MESSAGE----- line");
    };
    let after = |why| Err((Span::end_of(text), why));
    if lines.seek(str::is_empty).is_none() {
        return after("no empty line ends the headers of the signed message");
    }
    let first = lines.number + 1;
    let mut signed = Vec::new();
    let signature = loop {
        match lines.next() {
            None => return after("there is no -----BEGIN PGP SIGNATURE----- line"),
            Some((_, SIGNATURE)) => break lines.number,
            Some((_, line)) => signed.push(match line.strip_prefix("- ") {
                Some(text) => Line { text, shift: 2 },
                None => Line { text: line, shift: 0 },
            }),
        }
    };
    if lines.seek(|line| line == END).is_none() {
        return after("there is no -----END PGP SIGNATURE----- line: the file is cut off");
    }
    let whole = text.get(start..lines.at).unwrap_or_default();
    let length = u32::try_from(SIGNATURE.len()).unwrap_or_default();
    let signature = Span { line: signature, column: 1, length };
    Ok(Message { whole, lines: signed, first, signature })
}

impl Message<'_> {
    /// What is before the first line of three dots and what is after it, up to the next one; `None` without such
    /// a line.
    pub(super) fn parts(&self) -> Option<(Part, Part)> {
        let mut dots =
            (0..self.lines.len()).filter(|index| *index > 0 && self.lines[*index].text == "...");
        let first = dots.next()?;
        let second = dots.next().unwrap_or(self.lines.len());
        Some((self.part(0..first), self.part(first + 1..second)))
    }

    fn part(&self, lines: Range<usize>) -> Part {
        let texts = self.lines.get(lines.clone()).unwrap_or_default().iter().map(|line| line.text);
        Part { text: texts.collect::<Vec<_>>().join("\n"), lines }
    }

    /// Where in the file a place of a part is.
    pub(super) fn span(&self, part: &Part, span: Span) -> Span {
        let index = part.lines.start + (span.line.max(1) as usize - 1);
        let shift = self.lines.get(index).map_or(0, |line| line.shift);
        let line = self.first.saturating_add(u32::try_from(index).unwrap_or(u32::MAX));
        Span { line, column: span.column.max(1) + shift, length: span.length }
    }

    /// The last signed line.
    pub(super) fn end(&self) -> Span {
        let length = self.lines.last().map_or(0, |line| line.text.chars().count());
        let last = u32::try_from(self.lines.len().saturating_sub(1)).unwrap_or(u32::MAX);
        let length = u32::try_from(length).unwrap_or(u32::MAX);
        Span { line: self.first.saturating_add(last), column: 1, length }
    }
}

/// Lines with where they start, without blanks at their ends.
struct Lines<'text> {
    text: &'text str,
    at: usize,
    number: u32,
}

impl Lines<'_> {
    /// Goes on to the line that is meant, and gives where it starts.
    fn seek(&mut self, is_it: impl Fn(&str) -> bool) -> Option<usize> {
        Iterator::find(self, |(_, line)| is_it(line)).map(|(at, _)| at)
    }
}

impl<'text> Iterator for Lines<'text> {
    type Item = (usize, &'text str);

    fn next(&mut self) -> Option<Self::Item> {
        let rest = self.text.get(self.at..).filter(|rest| !rest.is_empty())?;
        let length = rest.find('\n').map_or(rest.len(), |end| end + 1);
        let start = self.at;
        self.at += length;
        self.number = self.number.saturating_add(1);
        Some((start, rest.get(..length)?.trim_end_matches(['\n', '\r', ' ', '\t'])))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "made by hand\n-----BEGIN PGP SIGNED MESSAGE-----\nHash: SHA512\n\nname: x\nsources:\n- - a\n\n...\n\
                        files: {}\n-----BEGIN PGP SIGNATURE-----\n\nx\n-----END PGP SIGNATURE-----\nand more";

    #[test]
    fn the_signed_text_is_found_with_its_places() {
        let message = read(TEXT).expect("a message");
        assert!(message.whole.starts_with(MESSAGE) && message.whole.trim_end().ends_with(END));
        assert_eq!(message.signature, Span { line: 11, column: 1, length: 29 });
        let (metadata, files) = message.parts().expect("two parts");
        assert_eq!(metadata.text, "name: x\nsources:\n- a\n");
        assert_eq!(files.text, "files: {}");
        let span = |line, column| Span { line, column, length: 1 };
        assert_eq!(message.span(&metadata, span(3, 3)), span(7, 5), "behind an escape");
        assert_eq!(message.span(&files, span(1, 1)), span(10, 1));
        assert_eq!(message.end().line, 10);
    }

    #[test]
    fn what_is_missing_is_told_where_it_was_missed() {
        for (end, line) in [(0, 1), (50, 3), (62, 5), (110, 11)] {
            let (span, why) = read(&TEXT[..end]).expect_err("a fault");
            assert!(span.line >= line && !why.is_empty(), "{end}: {span:?} {why}");
        }
        let text = TEXT.replace("...", "..");
        assert_eq!(read(&text).expect("a message").parts(), None);
    }
}
