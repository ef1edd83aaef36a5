//! A few lines of a text around a place, with numbers, and a caret under what is meant.
//!
//! May import: `app::text::{cells, code, row}`, `app::theme` (roles), `model`.

use super::cells;
use super::code::{Language, highlight};
use super::row::Row;
use crate::app::theme::Role;
use crate::model::Span;
use crate::model::text::clean;

/// How many lines are shown before and after.
const AROUND: usize = 2;

/// The lines around `span`, numbered, with `^^^` below the span.
#[must_use]
pub fn excerpt(text: &str, span: Span, language: Language) -> Vec<Row> {
    let line = (span.line as usize).saturating_sub(1);
    let first = line.saturating_sub(AROUND);
    // Only these lines are read: an index has many megabytes.
    let near: Vec<&str> = text.lines().skip(first).take(line - first + AROUND + 1).collect();
    let Some(source) = near.get(line - first) else { return Vec::new() };
    let digits = (line + AROUND + 1).to_string().len();
    let mut out = Vec::new();
    for (offset, code) in
        highlight(&near.join("\n"), language, 0..near.len()).into_iter().enumerate()
    {
        let number = first + offset;
        let role = if number == line { Role::Strong } else { Role::Muted };
        let mut row = Row::of(cells::pad_left(&(number + 1).to_string(), digits), role);
        row.push(" | ", Role::Muted);
        row.pieces.extend(code.pieces);
        out.push(row);
        if number == line {
            out.push(caret(source, span, digits));
        }
    }
    out
}

fn caret(source: &str, span: Span, digits: usize) -> Row {
    let before: String = source.chars().take((span.column as usize).saturating_sub(1)).collect();
    let meant: String = source
        .chars()
        .skip((span.column as usize).saturating_sub(1))
        .take(span.length as usize)
        .collect();
    let carets = cells::width(clean(&meant).trim_end()).max(1);
    Row::of(" ".repeat(digits) + " | ", Role::Muted)
        .with(" ".repeat(cells::width(&clean(&before))), Role::Text)
        .with("^".repeat(carets), Role::Error)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, span: (u32, u32, u32), expected: &[&str]) {
        let span = Span { line: span.0, column: span.1, length: span.2 };
        let rows = excerpt(text, span, Language::Yaml);
        let lines: Vec<String> = rows.iter().map(Row::plain).collect();
        assert_eq!(lines, expected);
    }

    #[test]
    fn the_caret_stands_below_what_is_meant() {
        let text = "a: 1\nb: 2\nc: 3\nd: 4\ne: 5\nf: 6\n";
        check(
            text,
            (3, 4, 1),
            &["1 | a: 1", "2 | b: 2", "3 | c: 3", "  |    ^", "4 | d: 4", "5 | e: 5"],
        );
        check(text, (1, 1, 0), &["1 | a: 1", "  | ^", "2 | b: 2", "3 | c: 3"]);
        check("名前: 空", (1, 5, 1), &["1 | 名前: 空", "  |       ^^"]);
        check("x\ty: 1", (1, 3, 1), &["1 | x    y: 1", "  |      ^"]);
        check(text, (99, 1, 1), &[]);
        check("", (0, 0, 0), &[]);
    }
}
