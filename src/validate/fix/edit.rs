//! Which edit answers which rule.
//!
//! May import: `validate::fix::lines`, `model`.

use std::ops::Range;

use super::lines::Lines;
use crate::model::{Diagnostic, Span};

/// Some bytes of a text, and what is to stand there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Edit {
    pub(super) range: Range<usize>,
    pub(super) text: String,
}

/// How a rule is answered: the text and the finding's span to an edit, where the text allows it.
type Answer = fn(&Lines<'_>, Span) -> Option<Edit>;

/// The rules that have an answer.
const ANSWERS: &[(&str, Answer)] = &[
    ("IDX007", add_api_version),
    ("IDX014", quote),
    ("IDX015", write_time),
    ("IDX020", drop_empty_item),
    ("IDX026", drop_empty_item),
    ("IDX027", drop_empty_item),
    ("IDX050", quote),
    ("IDX212", quote),
    ("CHT008", add_api_version),
    ("CHT010", quote),
    ("CHT014", quote),
    ("CHT015", quote),
    ("CHT016", drop_empty_item),
    ("CHT027", drop_empty_item),
    ("ADD009", quote),
];

/// The edit that answers a finding.
pub(super) fn edit(lines: &Lines<'_>, found: &Diagnostic) -> Option<Edit> {
    let span = found.place.span;
    if let (Some(text), Some(span)) = (&found.replacement, span) {
        return Some(Edit { range: lines.bytes(span)?, text: text.clone() });
    }
    let (_, answer) = ANSWERS.iter().find(|(code, _)| *code == found.rule.code)?;
    answer(lines, span.unwrap_or_default())
}

/// Quotes around a plain value, so that it stays the text that it looks like. A number that readers write anew in
/// another way than its author did (`1e3`, `0x1f`, `017`, `1:30`) may have been meant either way.
fn quote(lines: &Lines<'_>, span: Span) -> Option<Edit> {
    let range = lines.bytes(span)?;
    let written = lines.text.get(range.clone())?;
    let is_word = written.chars().all(|character| character.is_ascii_alphabetic());
    let is_value = !written.is_empty() && (is_word || is_decimal(written));
    is_value.then(|| Edit { range, text: format!("\"{written}\"") })
}

/// Digits with dots and signs, as in versions and dates, and no octal number.
fn is_decimal(written: &str) -> bool {
    let digits = written.trim_start_matches(['+', '-']);
    let is_whole = digits.chars().all(|character| character.is_ascii_digit());
    let is_octal = is_whole && digits.len() > 1 && digits.starts_with('0');
    let is_of = |character: char| character.is_ascii_digit() || ".+-".contains(character);
    !is_octal && written.chars().all(is_of)
}

/// `apiVersion: v1` before everything else: what readers take a file for that has none. A chart with what only v2
/// knows is one of v2.
fn add_api_version(lines: &Lines<'_>, _: Span) -> Option<Edit> {
    let mut place = lines.line(1)?.start;
    if lines.text.trim_start_matches('\u{feff}').trim_start().starts_with(['{', '[']) {
        return None;
    }
    let is_preamble = |line: &str| {
        let line = line.trim();
        line.is_empty() || line.starts_with('#') || line == "---"
    };
    for number in 1.. {
        let Some(range) = lines.line(number) else { break };
        let Some(line) = lines.text.get(range.clone()).filter(|line| is_preamble(line)) else {
            break;
        };
        place = range.end;
        if line.is_empty() {
            break;
        }
    }
    let knows_v2 = |line: &str| line.starts_with("dependencies:") || line.starts_with("type:");
    let version = if lines.text.lines().any(knows_v2) { "v2" } else { "v1" };
    let rest = lines.text.get(place..)?;
    // Indented or cut content is no mapping that begins here.
    let begins = rest.starts_with(|first: char| first.is_ascii_alphabetic() || first == '"');
    let end = lines.line_end();
    begins.then(|| Edit { range: place..place, text: format!("apiVersion: {version}{end}") })
}

/// An empty element of a list goes with its line.
fn drop_empty_item(lines: &Lines<'_>, span: Span) -> Option<Edit> {
    let range = lines.line(span.line)?;
    let line = lines.text.get(range.clone())?.trim();
    let is_empty = ["-", "- null", "- ~"].contains(&line);
    is_empty.then_some(Edit { range, text: String::new() })
}

/// A time with a blank where RFC 3339 has a `T`, and with everything else that it needs.
fn write_time(lines: &Lines<'_>, span: Span) -> Option<Edit> {
    let range = lines.bytes(span)?;
    let written = lines.text.get(range.clone())?;
    let time = written.replacen(' ', "T", 1);
    let is_time =
        time != written && time.trim_matches(['"', '\'']).parse::<jiff::Timestamp>().is_ok();
    let is_plain = !written.contains(['#', '\n']);
    (is_time && is_plain).then_some(Edit { range, text: time })
}
