//! Breaking rows of pieces into rows of a given width, between words where possible.
//!
//! May import: `app::text::{cells, row}`, `app::theme` (roles).

use super::cells;
use super::row::Row;
use crate::app::theme::Role;

/// Breaks plain text.
#[must_use]
pub fn wrap(text: &str, width: usize, role: Role) -> Vec<Row> {
    wrap_row(&Row::of(text, role), width, &Row::default(), &Row::default())
}

/// Breaks a row; the first line starts with `first`, the others with `other` (usually spaces).
#[must_use]
pub fn wrap_row(row: &Row, width: usize, first: &Row, other: &Row) -> Vec<Row> {
    let mut breaker = Breaker {
        width: width.max(1),
        other: other.clone(),
        start: first.width(),
        line: first.clone(),
        used: first.width(),
        out: Vec::new(),
    };
    for word in words(row) {
        breaker.word(&word);
    }
    breaker.finish()
}

/// The words of a row: pieces that no space stands between belong together.
fn words(row: &Row) -> Vec<Row> {
    let (mut out, mut word) = (Vec::new(), Row::default());
    for piece in &row.pieces {
        for (number, part) in piece.text.split(' ').enumerate() {
            if number > 0 && !word.pieces.is_empty() {
                out.push(std::mem::take(&mut word));
            }
            word.push(part, piece.role);
        }
    }
    if !word.pieces.is_empty() {
        out.push(word);
    }
    out
}

struct Breaker {
    width: usize,
    other: Row,
    /// Cells of the present line's start, which is no word.
    start: usize,
    line: Row,
    used: usize,
    out: Vec<Row>,
}

impl Breaker {
    fn word(&mut self, word: &Row) {
        let cells = word.width();
        if self.used > self.start && self.used + 1 + cells > self.width {
            self.next_line();
        }
        if self.used > self.start {
            let role = self.line.pieces.last().map_or(Role::Text, |piece| piece.role);
            let same = word.pieces.first().is_some_and(|piece| piece.role == role);
            self.line.push(" ", if same { role } else { Role::Text });
            self.used += 1;
        }
        if self.used + cells <= self.width {
            self.append(word);
        } else {
            self.broken(word);
        }
    }

    /// A word wider than a line: cut where the line ends. What does not even fit on a line of its own goes.
    fn broken(&mut self, word: &Row) {
        for piece in &word.pieces {
            let mut rest = piece.text.as_str();
            while !rest.is_empty() {
                let is_fresh = self.used == self.start;
                let room = self.width.saturating_sub(self.used).max(usize::from(is_fresh));
                let (part, cells) = cells::prefix(rest, room);
                if part.is_empty() && is_fresh {
                    return;
                }
                if part.is_empty() {
                    self.next_line();
                    continue;
                }
                self.line.push(part, piece.role);
                self.used += cells;
                rest = rest.get(part.len()..).unwrap_or_default();
            }
        }
    }

    fn append(&mut self, word: &Row) {
        for piece in &word.pieces {
            self.line.push(piece.text.as_str(), piece.role);
        }
        self.used += word.width();
    }

    fn next_line(&mut self) {
        self.start = self.other.width();
        self.used = self.start;
        self.out.push(std::mem::replace(&mut self.line, self.other.clone()));
    }

    fn finish(mut self) -> Vec<Row> {
        if self.used > self.start || self.out.is_empty() {
            self.out.push(self.line);
        }
        self.out
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, width: usize, expected: &[&str]) {
        let rows = wrap(text, width, Role::Text);
        let lines: Vec<String> = rows.iter().map(Row::plain).collect();
        assert_eq!(lines, expected, "{text} in {width}");
    }

    #[test]
    fn text_is_broken_between_words_and_long_words_inside() {
        check("one two three", 7, &["one two", "three"]);
        check("one two three", 80, &["one two three"]);
        check("abcdefgh", 3, &["abc", "def", "gh"]);
        check("a abcdefgh b", 4, &["a", "abcd", "efgh", "b"]);
        check("名前空間", 3, &["名", "前", "空", "間"]);
        check("", 5, &[""]);
        check("名", 1, &[""]);
    }

    #[test]
    fn further_lines_start_below_the_first_word() {
        let row = Row::of("one two three", Role::Text);
        let (first, other) = (Row::of("- ", Role::Muted), Row::of("  ", Role::Text));
        let lines: Vec<String> = wrap_row(&row, 9, &first, &other).iter().map(Row::plain).collect();
        assert_eq!(lines, ["- one two", "  three"]);
    }
}
