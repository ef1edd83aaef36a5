//! Telling the user: one line in the message log and on the screen.
//!
//! May import: `app::state`.

use crate::app::state::State;
use crate::app::state::messages::{Level, Note};
use crate::error::Failure;

/// Something went as it should.
pub fn info(state: &mut State, text: impl Into<String>) {
    add(state, Level::Info, text);
}

/// Something is worth a look.
pub fn warn(state: &mut State, text: impl Into<String>) {
    add(state, Level::Warning, text);
}

/// Something failed, with its causes.
pub fn failed(state: &mut State, what: &str, failure: &Failure) {
    let note = Note::failure(state.now, what, failure);
    state.messages.add(note);
}

fn add(state: &mut State, level: Level, text: impl Into<String>) {
    let note = Note::new(state.now, level, text);
    state.messages.add(note);
}
