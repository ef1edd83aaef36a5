//! A line of text that is being typed: `tui_input` with equality, and without showing passwords in `Debug`.
//!
//! May import: nothing of the crate.

use std::fmt;

use tui_input::{Input, InputRequest};

/// A text field. Two fields are equal when value and cursor are.
#[derive(Clone, Default)]
pub struct Field {
    input: Input,
    masked: bool,
}

/// Nothing that belongs into a field is longer; a mistaken paste must not freeze the screen.
const PASTED: usize = 4096;

impl Field {
    /// A field holding that text, cursor at its end.
    #[must_use]
    pub fn holding(text: impl Into<String>) -> Self {
        Self { input: Input::new(text.into()), masked: false }
    }

    /// The same for a password: shown as stars, and never part of a `Debug` text.
    #[must_use]
    pub fn masked(mut self) -> Self {
        self.masked = true;
        self
    }

    /// Whether the value is a password.
    #[must_use]
    pub fn is_masked(&self) -> bool {
        self.masked
    }

    /// The text.
    #[must_use]
    pub fn value(&self) -> &str {
        self.input.value()
    }

    /// The text as it should be sent: without white space around it.
    #[must_use]
    pub fn trimmed(&self) -> &str {
        self.input.value().trim()
    }

    /// Whether nothing was typed.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.value().is_empty()
    }

    /// Number of characters before the cursor.
    #[must_use]
    pub fn cursor(&self) -> usize {
        self.input.cursor()
    }

    /// Number of terminal cells before the cursor.
    #[must_use]
    pub fn visual_cursor(&self) -> usize {
        self.input.visual_cursor()
    }

    /// How many cells to scroll so that the cursor is seen in a field of that width.
    #[must_use]
    pub fn visual_scroll(&self, width: usize) -> usize {
        self.input.visual_scroll(width)
    }

    /// Edits; tells whether the value changed.
    pub fn edit(&mut self, request: InputRequest) -> bool {
        self.input.handle(request).is_some_and(|changed| changed.value)
    }

    /// Inserts a text at the cursor, without control characters and line breaks.
    pub fn paste(&mut self, text: &str) -> bool {
        let mut changed = false;
        let fit = text.trim().chars().filter(|character| !character.is_control());
        for character in fit.take(PASTED) {
            changed |= self.edit(InputRequest::InsertChar(character));
        }
        changed
    }

    /// Replaces the text; the cursor goes to its end.
    pub fn set(&mut self, text: impl Into<String>) {
        self.input = Input::new(text.into());
    }

    /// Empties the field.
    pub fn clear(&mut self) {
        self.input.reset();
    }
}

impl PartialEq for Field {
    fn eq(&self, other: &Self) -> bool {
        self.value() == other.value()
            && self.cursor() == other.cursor()
            && self.masked == other.masked
    }
}

impl fmt::Debug for Field {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let value = if self.masked { "***" } else { self.value() };
        formatter.debug_tuple("Field").field(&value).field(&self.cursor()).finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_masked_field_keeps_its_value_out_of_debug_texts() {
        let field = Field::holding("hunter2").masked();
        assert!(!format!("{field:?}").contains("hunter2"));
        assert_eq!(field.value(), "hunter2");
    }

    #[test]
    fn pasting_drops_line_breaks_and_controls() {
        let mut field = Field::default();
        assert!(field.paste(" https://a.example/\u{1b}\n"));
        assert_eq!(field.value(), "https://a.example/");
    }
}
