//! What holds of findings, whatever the input was.

use std::collections::HashMap;

use chartroom::model::Diagnostic;

/// How often one rule may speak of one input: what a reader tells at most.
const EACH: usize = 100_000;
/// What all messages may take beyond a multiple of the input, in bytes.
const WORDS: usize = 4 << 20;

/// The findings are bounded, and those about the file of that name lie in its text.
pub(crate) fn check(file: &str, text: &[u8], found: &[Diagnostic]) {
    bounded(text.len(), found);
    let text = String::from_utf8_lossy(text);
    // What ends a line is a matter of opinion among readers of YAML.
    let is_break = |c: char| matches!(c, '\n' | '\r' | '\u{85}' | '\u{2028}' | '\u{2029}');
    let is_plain = !text.contains(['\r', '\u{85}', '\u{2028}', '\u{2029}', '\u{feff}', '\0']);
    let lines: Vec<usize> = text.split(is_break).map(|line| line.chars().count()).collect();
    let longest = text.split('\n').map(|line| line.chars().count()).max().unwrap_or_default();
    for found in found.iter().filter(|found| found.place.file == file) {
        let Some(span) = found.place.span else { continue };
        let told = || format!("{} at {span:?}: {}", found.rule.code, found.message);
        let line = span.line as usize;
        assert!(line >= 1 && line <= lines.len() + 1, "{}: {} lines", told(), lines.len());
        assert!(span.column >= 1, "{}", told());
        let width = lines.get(line - 1).copied().unwrap_or_default();
        let width = if is_plain { width } else { longest };
        let end = (span.column as usize - 1) + span.length as usize;
        assert!(end <= width + 1, "{}: the line has {width} characters", told());
    }
}

/// Whatever was read, what is told of it is not much.
pub(crate) fn bounded(size: usize, found: &[Diagnostic]) {
    let mut counts: HashMap<(&str, &str), usize> = HashMap::new();
    for found in found {
        *counts.entry((found.rule.code, found.place.file.as_str())).or_default() += 1;
    }
    if let Some((rule, count)) = counts.iter().find(|(_, count)| **count > EACH) {
        panic!("{rule:?} speaks {count} times");
    }
    let words: usize = found.iter().map(|found| found.message.len()).sum();
    assert!(words <= WORDS + 50 * size, "{words} bytes of messages about {size}");
}
