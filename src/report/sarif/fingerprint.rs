//! What makes a finding the same finding when the lines around it move.
//!
//! May import: `report::sarif::location`, `model`.

use std::collections::HashMap;

use super::location::line;
use crate::model::Diagnostic;
use crate::model::digest::sha256;

/// Counts the findings that look alike, so that each has a fingerprint of its own.
#[derive(Clone, Default)]
pub(super) struct Fingerprints(HashMap<String, usize>);

impl Fingerprints {
    /// The fingerprint of the next finding of a report: 16 hexadecimal digits and a number.
    pub(super) fn of(&mut self, found: &Diagnostic) -> String {
        let digest = digest(found);
        let count = self.0.entry(digest.clone()).or_default();
        *count += 1;
        format!("{digest}:{count}")
    }
}

fn digest(found: &Diagnostic) -> String {
    let span = found.place.span;
    let meant = found.excerpt.as_ref().zip(span).and_then(|(text, at)| line(text, at.line));
    // Messages may tell of lines ("first at line 33"), which move.
    let text = match meant.map(str::trim) {
        Some(line) if !line.is_empty() => line.to_owned(),
        _ => without_numbers_of_lines(&found.message),
    };
    let entry = found.entry.as_deref().unwrap_or_default();
    let version = found.version.as_deref().unwrap_or_default();
    let parts = [found.rule.code, &found.place.file, entry, version, &text];
    let digest = sha256(parts.join("\0").as_bytes());
    digest.get(..16).unwrap_or(&digest).to_owned()
}

fn without_numbers_of_lines(message: &str) -> String {
    let mut words: Vec<&str> = Vec::new();
    for word in message.split(' ') {
        let is_number = word.starts_with(|first: char| first.is_ascii_digit());
        if !(is_number && words.last() == Some(&"line")) {
            words.push(word);
        }
    }
    words.join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::rule::index::IDX010;
    use crate::model::{Excerpt, Place, Span};

    fn found(text: &str, line: u32) -> Diagnostic {
        let place = Place::at("index.yaml", Span { line, column: 3, length: 1 });
        let lines: Vec<&str> = text.lines().collect();
        let mut found = Diagnostic::new(&IDX010, place, format!("twice, first at line {line}"));
        found.excerpt = Excerpt::of(&lines, line, 3);
        found
    }

    fn fingerprint(found: &Diagnostic) -> String {
        Fingerprints::default().of(found)
    }

    #[test]
    fn a_fingerprint_stays_when_lines_move() {
        let expected = fingerprint(&found("a: 1\nb: 2", 2));
        for (text, line, is_same) in [("a: 1\nnew: 3\n  b: 2", 3, true), ("a: 1\nb: 3", 2, false)] {
            assert_eq!(fingerprint(&found(text, line)) == expected, is_same, "{text}");
        }
        assert_eq!(fingerprint(&found("", 1)), fingerprint(&found("", 9)), "no excerpt");
    }

    #[test]
    fn findings_that_look_alike_are_told_apart() {
        let mut all = Fingerprints::default();
        let [first, second] = [0, 1].map(|_| all.of(&found("a: 1", 1)));
        assert_ne!(first, second);
    }
}
