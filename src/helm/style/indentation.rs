//! Whether all levels of a file are indented by the same number of blanks.
//!
//! May import: `helm::style::{spacing, token}`, `model`.

use super::spacing::span;
use super::token::{Kind, Mark};
use crate::model::Findings;
use crate::model::rule::style as rules;

/// Judges the indentation of mappings and lists. Lists may stand at the column of their key.
pub(super) fn judge(marks: &[Mark], findings: &mut Findings) {
    let mut levels: Vec<usize> = Vec::new();
    let mut step = None;
    for line in marks.chunk_by(|left, right| left.line == right.line) {
        let line: Vec<Mark> =
            line.iter().copied().filter(|mark| mark.kind != Kind::Comment).collect();
        let Some(first) = line.first().filter(|first| first.depth == 0 && is_start(&line)) else {
            continue;
        };
        while levels.last().is_some_and(|level| *level > first.start) {
            levels.pop();
        }
        match levels.last() {
            Some(level) if *level < first.start => {
                let found = first.start - level;
                let wanted = *step.get_or_insert(found);
                if found != wanted {
                    let message =
                        format!("this level is indented by {found} blanks, others by {wanted}");
                    findings.add(&rules::STY009, span(first.line, 0, first.start), message);
                }
                levels.push(first.start);
            }
            Some(_) => {}
            None => levels.push(first.start),
        }
        // What follows a dash is a level of its own, wherever it stands.
        for (mark, next) in line.iter().zip(line.iter().skip(1)) {
            if mark.kind != Kind::Dash {
                break;
            }
            levels.push(next.start);
        }
    }
}

/// Whether a line begins a list element or a key, and does not only go on with a text.
fn is_start(line: &[Mark]) -> bool {
    match line {
        [first, ..] if first.kind == Kind::Dash => true,
        [_, second, ..] if second.kind == Kind::Colon => true,
        [first, _, third, ..] => first.kind == Kind::Plain && third.kind == Kind::Colon,
        _ => false,
    }
}
