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
    /// The last warning or error that was not dismissed.
    standing: Option<usize>,
    /// Information, over what stands, until the next key.
    passing: Option<usize>,
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
        self.notes.get(self.passing.or(self.standing)?)
    }

    /// Adds and shows a message. Information covers a standing warning or error only until the next key; a
    /// warning does not cover an error.
    pub fn add(&mut self, note: Note) {
        if self.notes.len() == LIMIT {
            self.notes.remove(0);
            self.standing = self.standing.and_then(|place| place.checked_sub(1));
            self.passing = self.passing.and_then(|place| place.checked_sub(1));
        }
        let place = Some(self.notes.len());
        let standing = self.standing.and_then(|place| self.notes.get(place));
        if note.level == Level::Info {
            self.passing = place;
        } else if standing.is_none_or(|standing| standing.level <= note.level) {
            self.standing = place;
        }
        self.notes.push(note);
    }

    /// A key was pressed: information fades.
    pub fn fade(&mut self) {
        self.passing = None;
    }

    /// Takes the shown message off the screen; tells whether there was one.
    pub fn dismiss(&mut self) -> bool {
        self.passing.take().or_else(|| self.standing.take()).is_some()
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
        assert_eq!(messages.shown().map(|note| note.text.as_str()), Some("copied"));
        messages.fade();
        assert_eq!(messages.shown().map(|note| note.text.as_str()), Some("failed"));
        assert!(messages.dismiss() && messages.shown().is_none());
        assert_eq!(messages.notes().len(), 3);
    }
}
