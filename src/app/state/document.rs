//! A text that is being read: its lines, the cursor in it, and the search for a word.
//!
//! May import: `app::state::{field, list}`, `app::text`, `app::theme` (roles), `model`.

use std::ops::Range;
use std::sync::Arc;

use super::field::Field;
use super::list::{Step, window};
use crate::app::text::code::{self, Language};
use crate::app::text::{Row, markdown, path, wrap};
use crate::app::theme::Role;
use crate::model::text::clean;

/// Above this many bytes a file is shown without colours, and Markdown as it is written, so that opening it stays instant.
const COLOURED: usize = 512 << 10;

/// A text to read, as rows of pieces with roles; cleaned for the terminal.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Document {
    /// What it is: a path, a name and version.
    pub title: String,
    /// Whether line numbers make sense: it shows a file line by line.
    pub numbered: bool,
    /// The characters that a finding speaks of: line, first character and number of characters, from 0.
    pub marked: Option<(usize, usize, usize)>,
    /// Its lines.
    pub rows: Vec<Row>,
}

impl Document {
    /// A file line by line, coloured by its path's ending.
    #[must_use]
    pub fn file(path: &str, content: &str) -> Self {
        let language = if content.len() > COLOURED { Language::Plain } else { Language::of(path) };
        let rows = code::highlight(content, language, 0..content.lines().count());
        Self { title: clean(path).into_owned(), numbered: true, marked: None, rows }
    }

    /// A Markdown document as it reads, within that width; other files line by line.
    #[must_use]
    pub fn prose(path: &str, content: &str, width: usize) -> Self {
        let ending = path.rsplit('.').next().unwrap_or_default();
        let is_long = content.len() > COLOURED;
        if is_long
            || !["md", "markdown"].iter().any(|markdown| ending.eq_ignore_ascii_case(markdown))
        {
            return Self::file(path, content);
        }
        let rows = markdown::markdown(content, width);
        Self { rows, ..Self::titled(clean(path)) }
    }

    /// A document of our own, to be filled.
    #[must_use]
    pub fn titled(title: impl Into<String>) -> Self {
        Self { title: title.into(), ..Self::default() }
    }

    /// Adds a heading, after an empty row if it is not the first.
    pub fn heading(&mut self, heading: &str) {
        if !self.rows.is_empty() {
            self.rows.push(Row::default());
        }
        self.rows.push(Row::of(clean(heading), Role::Heading));
    }

    /// Adds a fact, its value wrapped within that width; nothing for an empty value.
    pub fn fact(&mut self, label: &str, value: &str, width: usize) {
        self.styled_fact(label, value, Role::Text, width);
    }

    /// The same, with a role for the value.
    pub fn styled_fact(&mut self, label: &str, value: &str, role: Role, width: usize) {
        const LABEL: usize = 12;
        if value.trim().is_empty() {
            return;
        }
        let first = Row::of(format!("{label:LABEL$} "), Role::Muted);
        let other = Row::of(" ".repeat(first.width()), Role::Muted);
        let value = Row::of(clean(value), role);
        self.rows.extend(wrap::wrap_row(&value, width, &first, &other));
    }

    /// Adds a paragraph, wrapped to that width.
    pub fn paragraph(&mut self, content: &str, role: Role, width: usize) {
        for line in content.lines() {
            self.rows.extend(wrap::wrap(&clean(line), width, role));
        }
    }
}

/// Cursor, window and search in a document.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Reader {
    /// The text.
    pub document: Arc<Document>,
    /// The word that is sought.
    pub search: Field,
    /// Whether the search field has the keys.
    pub searching: bool,
    cursor: usize,
    offset: usize,
    aside: usize,
}

/// How many lines above the cursor are looked at for the path of its value.
const PATH_LINES: usize = 20_000;

/// How many columns a step to the side is.
const ASIDE: usize = 8;

impl Reader {
    /// A reader at the start of a document.
    #[must_use]
    pub fn of(document: Arc<Document>) -> Self {
        Self { document, ..Self::default() }
    }

    /// The line with the cursor, from 0.
    #[must_use]
    pub fn cursor(&self) -> usize {
        self.cursor
    }

    /// The first line in the window.
    #[must_use]
    pub fn offset(&self) -> usize {
        self.offset
    }

    /// How many characters are scrolled out at the left.
    #[must_use]
    pub fn aside(&self) -> usize {
        self.aside
    }

    /// The lines to draw in a window of that height; the one with the cursor is always among them.
    #[must_use]
    pub fn visible(&self, height: usize) -> Range<usize> {
        let count = self.document.rows.len();
        let start = window(self.cursor, self.offset, count, height);
        start..start.saturating_add(height).min(count)
    }

    /// The text of the line with the cursor.
    #[must_use]
    pub fn line(&self) -> Option<String> {
        self.document.rows.get(self.cursor).map(Row::plain)
    }

    /// The path of the value on the line with the cursor, where the text is YAML.
    #[must_use]
    pub fn value_path(&self) -> Option<String> {
        let first = self.cursor.saturating_sub(PATH_LINES);
        let rows = self.document.rows.get(first..=self.cursor)?;
        let lines: Vec<String> = rows.iter().map(Row::plain).collect();
        path::value_path(self.cursor - first, |line| lines.get(line).map_or("", String::as_str))
    }

    /// Replaces the document by another version of the same; cursor and search stay.
    pub fn update(&mut self, document: Arc<Document>) {
        self.document = document;
        self.cursor = self.cursor.min(self.document.rows.len().saturating_sub(1));
        self.offset = self.offset.min(self.cursor);
    }

    /// Moves the cursor; tells whether it moved.
    pub fn step(&mut self, step: Step, height: usize) -> bool {
        let before = self.cursor;
        let last = self.document.rows.len().saturating_sub(1);
        self.cursor = match step {
            Step::By(lines) => self.cursor.saturating_add_signed(lines).min(last),
            Step::First => 0,
            Step::Last => last,
        };
        self.fit(height);
        self.cursor != before
    }

    /// Puts the cursor on a line (from 0), with some lines above it in sight.
    pub fn go_to(&mut self, line: usize, height: usize) {
        self.cursor = line.min(self.document.rows.len().saturating_sub(1));
        self.offset = self.cursor.saturating_sub(height / 3);
        self.fit(height);
    }

    /// Moves the window so that the cursor is in it.
    pub fn fit(&mut self, height: usize) {
        self.offset = window(self.cursor, self.offset, self.document.rows.len(), height);
    }

    /// Scrolls to the side by whole steps, no further than the longest line.
    pub fn scroll(&mut self, steps: isize) {
        let longest = self.document.rows.iter().map(Row::width).max().unwrap_or(0);
        let columns = steps.saturating_mul(ASIDE.cast_signed());
        self.aside = self.aside.saturating_add_signed(columns).min(longest.saturating_sub(1));
    }

    /// The lines that hold the sought word, ascending; ignoring case unless the word has capitals.
    #[must_use]
    pub fn matches(&self) -> Vec<usize> {
        if self.search.trimmed().is_empty() {
            return Vec::new();
        }
        let rows = self.document.rows.iter().enumerate();
        rows.filter(|(_, row)| !self.marks(&row.plain()).is_empty()).map(|(line, _)| line).collect()
    }

    /// Where in a line the sought word stands: characters from, and how many.
    #[must_use]
    pub fn marks(&self, line: &str) -> Vec<(usize, usize)> {
        let word = self.search.trimmed();
        if word.is_empty() {
            return Vec::new();
        }
        let (line, word) = if word.chars().any(char::is_uppercase) {
            (line.to_owned(), word.to_owned())
        } else {
            (line.to_lowercase(), word.to_owned())
        };
        let length = word.chars().count();
        line.match_indices(&word)
            .map(|(byte, _)| (line.get(..byte).unwrap_or_default().chars().count(), length))
            .collect()
    }

    /// Goes to the next line that holds the sought word, around the end; tells whether there is one.
    pub fn find_next(&mut self, height: usize) -> bool {
        let matches = self.matches();
        let next = matches.iter().find(|line| **line > self.cursor).or(matches.first());
        next.map(|line| self.go_to(*line, height)).is_some()
    }

    /// Goes to the previous line that holds the sought word, around the start.
    pub fn find_previous(&mut self, height: usize) -> bool {
        let matches = self.matches();
        let previous = matches.iter().rev().find(|line| **line < self.cursor).or(matches.last());
        previous.map(|line| self.go_to(*line, height)).is_some()
    }

    /// Goes to the first match at or after the cursor, as while typing.
    pub fn find_here(&mut self, height: usize) {
        let matches = self.matches();
        let here = matches.iter().find(|line| **line >= self.cursor).or(matches.first());
        if let Some(line) = here.copied() {
            self.go_to(line, height);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn searching_walks_around_the_ends() {
        let mut reader = Reader::of(Arc::new(Document::file("a.yaml", "a: 1\nb: 2\na: 3\n")));
        reader.search.set("a:");
        assert!(reader.find_next(10));
        assert_eq!(reader.cursor(), 2);
        assert!(reader.find_next(10));
        assert_eq!(reader.cursor(), 0);
        assert!(reader.find_previous(10));
        assert_eq!(reader.cursor(), 2);
        reader.search.set("B");
        assert!(!reader.find_next(10), "capitals are meant");
    }

    #[test]
    fn facts_without_a_value_take_no_line() {
        let mut document = Document::default();
        document.fact("Home", "", 40);
        document.fact("Name", "redis", 40);
        assert_eq!(document.rows.len(), 1);
    }
}
