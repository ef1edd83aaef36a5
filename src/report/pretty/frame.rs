//! The lines around a finding, with their numbers and a line of carets below what is meant.
//!
//! May import: `model`.

use unicode_width::UnicodeWidthStr;

use crate::model::text::clean;
use crate::model::{Excerpt, Span};

/// How many columns of a line are shown.
const WIDTH: usize = 100;

/// How many columns are shown before the carets, of a line that is too wide.
const BEFORE: usize = 40;

/// One line of the drawing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Row {
    /// The number of the line, and the bar.
    pub(super) margin: String,
    /// The line, or the carets.
    pub(super) text: String,
    /// Whether it is the carets.
    pub(super) is_caret: bool,
}

/// The excerpt as it is drawn. Wide characters and tabs take the room that they take on a terminal.
pub(super) fn rows(excerpt: &Excerpt, span: Span) -> Vec<Row> {
    let numbers = (excerpt.first_line..).zip(&excerpt.lines);
    let last = numbers.clone().last().map_or(0, |(number, _)| number);
    let digits = last.to_string().len();
    let meant = numbers.clone().find(|(number, _)| *number == span.line).map(|(_, line)| line);
    let caret = meant.map(|line| Caret::of(line, excerpt.first_column, span));
    let skipped = caret
        .filter(|caret| caret.start + caret.width > WIDTH)
        .map_or(0, |caret| caret.start.saturating_sub(BEFORE));
    let bar = |number: &str| format!(" {number:>digits$} | ");
    let mut rows = vec![Row { margin: bar(""), text: String::new(), is_caret: false }];
    for (number, line) in numbers {
        let text = part(line, skipped);
        rows.push(Row { margin: bar(&number.to_string()), text, is_caret: false });
        if let Some(caret) = caret.filter(|_| number == span.line) {
            let text = caret.drawn(skipped);
            rows.push(Row { margin: bar(""), text, is_caret: true });
        }
    }
    rows.push(Row { margin: bar(""), text: String::new(), is_caret: false });
    rows
}

/// Columns of a cleaned line.
#[derive(Clone, Copy, Debug)]
struct Caret {
    start: usize,
    width: usize,
}

impl Caret {
    fn of(line: &str, first_column: u32, span: Span) -> Self {
        let before = usize::try_from(span.column.saturating_sub(first_column)).unwrap_or(0);
        let length = usize::try_from(span.length).unwrap_or(0);
        let head: String = line.chars().take(before).collect();
        let meant: String = line.chars().skip(before).take(length).collect();
        Self { start: clean(&head).width(), width: clean(&meant).width().max(1) }
    }

    fn drawn(self, skipped: usize) -> String {
        let start = self.start.saturating_sub(skipped);
        let room = WIDTH.saturating_sub(start).max(1);
        format!("{}{}", " ".repeat(start), "^".repeat(self.width.min(room)))
    }
}

/// The columns of a line that are shown.
fn part(line: &str, skipped: usize) -> String {
    let mut out = String::new();
    let mut column = 0;
    for character in clean(line).chars() {
        let mut buffer = [0; 4];
        let text = &*character.encode_utf8(&mut buffer);
        let end = column + text.width();
        if column >= skipped && end <= skipped + WIDTH {
            out.push(character);
        } else if column < skipped && end > skipped {
            // Half of a wide character is cut off: the rest must not move.
            out.push(' ');
        }
        column = end;
    }
    // A build server would obey it; the columns stay.
    out.replace("##[", "#_[")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn drawn(line: &str, column: u32, length: u32) -> [String; 2] {
        let excerpt = Excerpt::of(&[line], 1, column).expect("the line is there");
        let rows = rows(&excerpt, Span { line: 1, column, length });
        [rows[1].text.clone(), rows[2].text.clone()]
    }

    #[test]
    fn carets_stand_below_what_is_meant() {
        for (line, column, length, expected) in [
            ("a: one", 4, 3, ["a: one", "   ^^^"]),
            ("a: one", 4, 0, ["a: one", "   ^"]),
            ("a: one", 4, 90, ["a: one", "   ^^^"]),
            ("a: one", 7, 1, ["a: one", "      ^"]),
            ("漢字: one", 5, 3, ["漢字: one", "      ^^^"]),
            ("a: 漢字", 4, 2, ["a: 漢字", "   ^^^^"]),
            ("\ta: one", 5, 3, ["    a: one", "       ^^^"]),
            ("\u{1b}[2Ja\u{202e}: one", 9, 3, ["[2Ja: one", "      ^^^"]),
            ("a: ##[error]b", 4, 3, ["a: #_[error]b", "   ^^^"]),
            ("", 1, 1, ["", "^"]),
        ] {
            assert_eq!(drawn(line, column, length), expected, "{line:?}");
        }
    }

    #[test]
    fn of_a_wide_line_the_part_around_the_carets_is_shown() {
        for filler in ["x", "漢"] {
            let line = format!("{}here{}", filler.repeat(150), "y".repeat(900));
            let [text, carets] = drawn(&line, 151, 4);
            let before: String = text.split("here").next().expect("a part").to_owned();
            assert_eq!(before.width(), carets.find('^').expect("carets"));
            assert!(text.width() <= WIDTH && carets.ends_with("^^^^"));
        }
    }

    #[test]
    fn lines_are_numbered_and_the_bar_stands_straight() {
        let lines: Vec<String> = (1..=12).map(|number| format!("line {number}")).collect();
        let lines: Vec<&str> = lines.iter().map(String::as_str).collect();
        let excerpt = Excerpt::of(&lines, 9, 1).expect("the line is there");
        let rows = rows(&excerpt, Span { line: 9, column: 1, length: 4 });
        let text: Vec<String> =
            rows.iter().map(|row| format!("{}{}", row.margin, row.text)).collect();
        assert_eq!(
            text.join("\n"),
            "    | \n  7 | line 7\n  8 | line 8\n  9 | line 9\n    | ^^^^\n 10 | line 10\n 11 | line 11\n    | "
        );
    }
}
