//! The message log, and the one message that is on the screen.
//!
//! May import: `error`.

use jiff::Timestamp;

use crate::error::Failure;

/// How much a message matters. Information fades with the next key, the rest stays until dismissed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
    /// Done.
    Info,
    /// Worth a look.
    Warning,
    /// Failed.
    Error,
}

/// One message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Note {
    /// When.
    pub at: Timestamp,
    /// How much it matters.
    pub level: Level,
    /// One line.
    pub text: String,
    /// Further lines: causes, advice.
    pub details: Vec<String>,
}

/// The log of the session, oldest first, and what is on the screen.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Messages {
    notes: Vec<Note>,
    shown: Option<usize>,
}

/// How many messages are kept.
const LIMIT: usize = 1000;

impl Messages {
    /// All messages, oldest first.
    #[must_use]
    pub fn notes(&self) -> &[Note] {
        &self.notes
    }

    /// The message on the screen.
    #[must_use]
    pub fn shown(&self) -> Option<&Note> {
        self.notes.get(self.shown?)
    }

    /// Adds and shows a message; a shown graver one stays on the screen.
    pub fn add(&mut self, note: Note) {
        if self.notes.len() == LIMIT {
            self.notes.remove(0);
            self.shown = self.shown.and_then(|shown| shown.checked_sub(1));
        }
        let graver = self.shown().is_some_and(|shown| shown.level > note.level);
        self.notes.push(note);
        if !graver {
            self.shown = Some(self.notes.len() - 1);
        }
    }

    /// A key was pressed: information fades.
    pub fn fade(&mut self) {
        if self.shown().is_some_and(|note| note.level == Level::Info) {
            self.shown = None;
        }
    }

    /// Takes the shown message off the screen; tells whether there was one.
    pub fn dismiss(&mut self) -> bool {
        self.shown.take().is_some()
    }
}

impl Note {
    /// A message without details.
    #[must_use]
    pub fn new(at: Timestamp, level: Level, text: impl Into<String>) -> Self {
        Self { at, level, text: text.into(), details: Vec::new() }
    }

    /// What failed, in one line, with causes and advice as details.
    #[must_use]
    pub fn failure(at: Timestamp, what: &str, failure: &Failure) -> Self {
        let hint = (!failure.hint.is_empty()).then(|| failure.hint.clone());
        Self {
            at,
            level: Level::Error,
            text: format!("{what}: {}", failure.summary),
            details: failure.causes.iter().cloned().chain(hint).collect(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn information_fades_and_errors_stay_until_dismissed() {
        let mut messages = Messages::default();
        messages.add(Note::new(Timestamp::UNIX_EPOCH, Level::Info, "copied"));
        messages.fade();
        assert_eq!(messages.shown(), None);
        messages.add(Note::new(Timestamp::UNIX_EPOCH, Level::Error, "failed"));
        messages.add(Note::new(Timestamp::UNIX_EPOCH, Level::Info, "copied"));
        messages.fade();
        assert_eq!(messages.shown().map(|note| note.text.as_str()), Some("failed"));
        assert!(messages.dismiss() && messages.shown().is_none());
        assert_eq!(messages.notes().len(), 3);
    }
}
