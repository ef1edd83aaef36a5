//! Lines as such: their ends, empty ones, and the end of the file.
//!
//! May import: `helm::style::spacing`, `model`.

use super::spacing::span;
use crate::model::Findings;
use crate::model::rule::style as rules;

/// More empty lines in a row than that are too many.
const EMPTY: usize = 2;

/// Judges the lines of a text.
pub(super) fn judge(text: &str, lines: &[Vec<char>], findings: &mut Findings) {
    if text.is_empty() {
        return;
    }
    if !text.ends_with('\n') {
        let last = lines.len().saturating_sub(1);
        let column = lines.last().map_or(0, Vec::len);
        findings.add(&rules::STY010, span(last, column, 0), "the last line does not end");
    }
    if text.split_once('\n').is_some_and(|(first, _)| first.ends_with('\r')) {
        let column = lines.first().map_or(0, Vec::len);
        let message = "lines end with a carriage return and a line feed";
        findings.add(&rules::STY011, span(0, column, 0), message);
    }
    for (number, line) in lines.iter().enumerate() {
        let blanks = line.iter().rev().take_while(|last| matches!(last, ' ' | '\t')).count();
        if blanks > 0 {
            let message = "blanks stand at the end of the line";
            findings.add(&rules::STY012, span(number, line.len() - blanks, blanks), message);
        }
    }
    empty(lines, findings);
}

fn empty(lines: &[Vec<char>], findings: &mut Findings) {
    let mut count = 0;
    for (number, line) in lines.iter().enumerate() {
        if line.is_empty() {
            count += 1;
            continue;
        }
        let allowed = if count == number { 0 } else { EMPTY };
        if count > allowed {
            let message = format!("{count} empty lines stand here, {allowed} are allowed");
            findings.add(&rules::STY007, span(number - 1, 0, 0), message);
        }
        count = 0;
    }
    if count > 0 && count < lines.len() {
        let message = format!("{count} empty lines stand at the end of the file");
        findings.add(&rules::STY007, span(lines.len() - 1, 0, 0), message);
    }
}
