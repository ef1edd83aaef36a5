//! JSON to a tree with positions, as strictly as JSON is.
//!
//! May import: `yaml::{node, read}`, `model::diagnostic::Span`.

use serde_json::error::Category;

use super::node::{Node, Style, Value};
use super::read::{SyntaxError, SyntaxKind};
use crate::model::diagnostic::Span;

/// Reads a text of JSON. A byte order mark is no JSON. Keys given twice are kept.
///
/// # Errors
/// Why it is no JSON, and where; also for nesting beyond 128 levels.
///
/// ```
/// let root = chartroom::yaml::read_json("{\n\t\"a\": [1]\n}").unwrap();
/// assert_eq!(root.pointer("/a/0").unwrap().span.column, 8);
/// assert!(chartroom::yaml::read_json("{'a': 1}").is_err());
/// ```
pub fn read_json(text: &str) -> Result<Node, SyntaxError> {
    // Whether it is JSON, and not nested too deep, is judged here; the cursor below need not ask again.
    serde_json::from_str::<serde_json::Value>(text).map_err(|error| fault(text, &error))?;
    let mut cursor = Cursor { rest: text, line: 1, column: 1 };
    Ok(cursor.value())
}

fn fault(text: &str, error: &serde_json::Error) -> SyntaxError {
    let words = error.to_string();
    let message = words.split(" at line ").next().unwrap_or_default().to_owned();
    let is_limit = error.classify() == Category::Syntax && message.contains("recursion limit");
    SyntaxError {
        kind: if is_limit { SyntaxKind::Limit } else { SyntaxKind::Syntax },
        message,
        span: Span::of_byte(text.as_bytes(), error.line(), error.column()),
    }
}

/// A place in a text that is known to be JSON.
struct Cursor<'text> {
    rest: &'text str,
    line: u32,
    column: u32,
}

impl<'text> Cursor<'text> {
    fn value(&mut self) -> Node {
        self.blanks();
        let start = self.span();
        match self.rest.chars().next() {
            Some('{') => Node { value: Value::Mapping(self.pairs()), span: start },
            Some('[') => Node { value: Value::Sequence(self.items()), span: start },
            Some('"') => self.text(),
            _ => self.plain(),
        }
    }

    fn pairs(&mut self) -> Vec<(Node, Node)> {
        let mut pairs = Vec::new();
        self.take(1);
        while !self.ends('}') {
            let key = self.text();
            self.blanks();
            self.take(1);
            pairs.push((key, self.value()));
        }
        pairs
    }

    fn items(&mut self) -> Vec<Node> {
        let mut items = Vec::new();
        self.take(1);
        while !self.ends(']') {
            items.push(self.value());
        }
        items
    }

    /// Passes over blanks and a comma; whether the collection ends there, or the text.
    fn ends(&mut self, mark: char) -> bool {
        self.blanks();
        if self.rest.starts_with(',') {
            self.take(1);
            self.blanks();
        }
        let ends = self.rest.is_empty() || self.rest.starts_with(mark);
        if ends {
            self.take(1);
        }
        ends
    }

    fn text(&mut self) -> Node {
        let mut is_escaped = false;
        let mut inside = self.rest.char_indices().skip(1);
        let end = inside.find(|(_, character)| {
            let is_end = *character == '"' && !is_escaped;
            is_escaped = *character == '\\' && !is_escaped;
            is_end
        });
        let length = end.map_or(self.rest.len(), |(at, _)| at + 1);
        let (written, span) = self.token(length);
        let text = serde_json::from_str(written).unwrap_or_default();
        Node { value: Value::Scalar { text, style: Style::Quoted }, span }
    }

    fn plain(&mut self) -> Node {
        let is_end = |character: char| character.is_ascii_whitespace() || ",]}".contains(character);
        let length = self.rest.find(is_end).unwrap_or(self.rest.len());
        let (written, span) = self.token(length);
        Node { value: Value::Scalar { text: written.to_owned(), style: Style::Plain }, span }
    }

    fn blanks(&mut self) {
        let trimmed = self.rest.trim_start_matches([' ', '\t', '\n', '\r']);
        self.take(self.rest.len() - trimmed.len());
    }

    fn token(&mut self, length: usize) -> (&'text str, Span) {
        let mut span = self.span();
        let written = self.take(length);
        span.length = u32::try_from(written.chars().count()).unwrap_or(u32::MAX);
        (written, span)
    }

    fn span(&self) -> Span {
        Span { line: self.line, column: self.column, length: 0 }
    }

    /// Goes on by so many bytes.
    fn take(&mut self, length: usize) -> &'text str {
        let (taken, rest) = self.rest.split_at_checked(length).unwrap_or((self.rest, ""));
        for character in taken.chars() {
            if character == '\n' {
                self.line = self.line.saturating_add(1);
                self.column = 1;
            } else {
                self.column = self.column.saturating_add(1);
            }
        }
        self.rest = rest;
        taken
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn every_value_knows_its_place() {
        let text = "{\r\n\t\"a\\\\\": [ 1.5e3 ,true],\n \"b\\\"ü\" :{\"c\":\"\\ud83d\\ude00\"}, \"d\": {}, \"e\": []\n}";
        let root = read_json(text).expect("it is JSON");
        for (pointer, line, column, length) in [
            ("", 1, 1, 0),
            ("/a\\", 2, 9, 0),
            ("/a\\/0", 2, 11, 5),
            ("/a\\/1", 2, 18, 4),
            ("/b\"ü/c", 3, 15, 14),
            ("/d", 3, 37, 0),
        ] {
            let span = root.pointer(pointer).map(|node| node.span);
            assert_eq!(span, Some(Span { line, column, length }), "{pointer}");
        }
        let pairs = root.pairs().expect("an object");
        assert_eq!((pairs.len(), pairs[1].0.span.column), (4, 2));
        assert_eq!(root.pointer("/b\"ü/c").and_then(Node::as_str), Some("😀"));
    }

    #[test]
    fn what_is_no_json_is_told_with_its_place() {
        for (text, place) in [
            ("", (1, 1)),
            ("{\"a\": }", (1, 7)),
            ("{\"a\": 1,}\n", (1, 9)),
            ("{} x", (1, 4)),
            ("// no\n{}", (1, 1)),
            ("\u{feff}{}", (1, 1)),
        ] {
            let error = read_json(text).expect_err(text);
            assert_eq!((error.span.line, error.span.column), place, "{text}: {error:?}");
        }
        let deep = "[".repeat(100_000);
        assert_eq!(read_json(&deep).expect_err("too deep").kind, SyntaxKind::Limit);
    }

    proptest! {
        #[test]
        fn the_tree_is_what_the_text_says(text in "[{}\\[\\]:,\"a1\\\\ \n]{0,24}") {
            if let Ok(json) = serde_json::from_str::<serde_json::Value>(&text) {
                prop_assert_eq!(read_json(&text).expect("it is JSON").to_json(), json);
            }
        }
    }
}
