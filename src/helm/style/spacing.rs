//! Blanks around marks: brackets, colons, commas, dashes and comments.
//!
//! May import: `helm::style::token`, `model`.

use super::token::{Kind, Mark};
use crate::model::rule::style as rules;
use crate::model::{Findings, Rule, Span};

/// Judges the blanks around all marks.
pub(super) fn judge(lines: &[Vec<char>], marks: &[Mark], findings: &mut Findings) {
    for (place, mark) in marks.iter().enumerate() {
        let before = place.checked_sub(1).and_then(|place| marks.get(place));
        let before = before.filter(|other| other.line == mark.line);
        let after = marks.get(place + 1).filter(|other| other.line == mark.line);
        let gaps = Gaps {
            before: before.map(|other| mark.start.saturating_sub(other.end)),
            after: after
                .filter(|other| other.kind != Kind::Comment)
                .map(|other| other.start.saturating_sub(mark.end)),
            is_empty: before.is_some_and(|other| matches!(other.kind, Kind::Open(_))),
        };
        match mark.kind {
            Kind::Comment => comment(lines, mark, gaps.before, findings),
            _ => around(mark, &gaps, findings),
        }
    }
}

/// The blanks between a mark and its neighbours on the line; `None` where there is no neighbour.
struct Gaps {
    before: Option<usize>,
    after: Option<usize>,
    /// Whether a bracket opens just before it.
    is_empty: bool,
}

fn around(mark: &Mark, gaps: &Gaps, findings: &mut Findings) {
    // What is allowed: most before, most after.
    let (rule, name, most_before, most_after) = match mark.kind {
        Kind::Open(sign) => (bracket(sign), "opening bracket", usize::MAX, 0),
        Kind::Close(_) if gaps.is_empty => return,
        Kind::Close(sign) => (bracket(sign), "closing bracket", 0, usize::MAX),
        Kind::Colon => (&rules::STY003, "colon", 0, 1),
        Kind::Comma => (&rules::STY004, "comma", 0, 1),
        Kind::Dash => (&rules::STY008, "dash", usize::MAX, 1),
        Kind::Quoted | Kind::Plain | Kind::Block | Kind::Comment => return,
    };
    if let Some(gap) = gaps.before.filter(|gap| *gap > most_before) {
        let message = format!("blanks stand before the {name}");
        findings.add(rule, span(mark.line, mark.start - gap, gap), message);
    }
    if let Some(gap) = gaps.after.filter(|gap| *gap > most_after) {
        let many = if most_after == 0 { "blanks stand" } else { "more than one blank stands" };
        findings.add(rule, span(mark.line, mark.end, gap), format!("{many} after the {name}"));
    }
    if mark.kind == Kind::Comma && gaps.after == Some(0) {
        findings.add(rule, span(mark.line, mark.end, 0), "no blank stands after the comma");
    }
}

fn bracket(sign: char) -> &'static Rule {
    if matches!(sign, '{' | '}') { &rules::STY001 } else { &rules::STY002 }
}

fn comment(lines: &[Vec<char>], mark: &Mark, gap: Option<usize>, findings: &mut Findings) {
    let text = lines.get(mark.line).and_then(|line| line.get(mark.start..)).unwrap_or_default();
    let signs = text.iter().take_while(|character| **character == '#').count();
    let is_script = mark.line == 0 && mark.start == 0 && text.get(1) == Some(&'!');
    if !is_script && text.get(signs).is_some_and(|next| *next != ' ') {
        let message = "no blank stands between the comment's sign and its text";
        findings.add(&rules::STY005, span(mark.line, mark.start + signs, 1), message);
    }
    if gap.is_some_and(|gap| gap < 2) {
        let message = "fewer than two blanks stand before the comment";
        findings.add(&rules::STY006, span(mark.line, mark.start, 1), message);
    }
}

/// A place, from numbers that count from 0.
pub(super) fn span(line: usize, column: usize, length: usize) -> Span {
    let number = |value: usize| u32::try_from(value).unwrap_or(u32::MAX);
    Span { line: number(line + 1), column: number(column + 1), length: number(length) }
}
