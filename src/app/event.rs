//! What the terminal tells, as messages.
//!
//! May import: `app::{action, key, keymap, message, mode, state}`.

use crossterm::event::{Event, KeyCode, KeyEvent, KeyEventKind};
use ratatui::layout::Size;
use tui_input::InputRequest;

use super::key::Key;
use super::keymap::Meaning;
use super::message::Message;
use super::mode::Mode;
use super::state::State;

/// What an event means while the screen stands so; `None` when it means nothing.
#[must_use]
pub fn message(state: &State, event: Event) -> Option<Message> {
    match event {
        Event::Key(key) if key.kind == KeyEventKind::Release => None,
        Event::Key(key) => Some(of_key(state, key)),
        Event::Paste(text) => Some(Message::Paste(text)),
        Event::Resize(width, height) => Some(Message::Resized(Size::new(width, height))),
        _ => None,
    }
}

fn of_key(state: &State, event: KeyEvent) -> Message {
    let (key, mode) = (Key::from(event), state.mode());
    match state.keymap.meaning(mode, state.prefix, key) {
        Meaning::Action(action) => Message::Action(action),
        Meaning::Prefix => Message::Prefix(key),
        Meaning::Unbound if mode == Mode::Text => {
            edit(key).map_or(Message::Unbound(key), Message::Input)
        }
        Meaning::Unbound => Message::Unbound(key),
    }
}

/// The readline table: what keys do in a text field.
fn edit(key: Key) -> Option<InputRequest> {
    if let Some(character) = key.typed() {
        return Some(InputRequest::InsertChar(character));
    }
    Some(match (key.control, key.alt, key.code) {
        (false, false, KeyCode::Left) | (true, _, KeyCode::Char('b')) => InputRequest::GoToPrevChar,
        (false, false, KeyCode::Right) | (true, _, KeyCode::Char('f')) => {
            InputRequest::GoToNextChar
        }
        (true, _, KeyCode::Left) | (_, true, KeyCode::Char('b') | KeyCode::Left) => {
            InputRequest::GoToPrevWord
        }
        (true, _, KeyCode::Right) | (_, true, KeyCode::Char('f') | KeyCode::Right) => {
            InputRequest::GoToNextWord
        }
        (_, _, KeyCode::Home) | (true, _, KeyCode::Char('a')) => InputRequest::GoToStart,
        (_, _, KeyCode::End) | (true, _, KeyCode::Char('e')) => InputRequest::GoToEnd,
        (true, _, KeyCode::Char('w')) | (_, true, KeyCode::Backspace) => {
            InputRequest::DeletePrevWord
        }
        (_, true, KeyCode::Char('d')) => InputRequest::DeleteNextWord,
        (_, _, KeyCode::Backspace) | (true, _, KeyCode::Char('h')) => InputRequest::DeletePrevChar,
        (_, _, KeyCode::Delete) | (true, _, KeyCode::Char('d')) => InputRequest::DeleteNextChar,
        (true, _, KeyCode::Char('u')) => InputRequest::DeleteFromStart,
        (true, _, KeyCode::Char('k')) => InputRequest::DeleteTillEnd,
        (true, _, KeyCode::Char('y')) => InputRequest::Yank,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use jiff::Timestamp;

    use super::*;
    use crate::app::action::Action;
    use crate::app::keymap::Keymap;
    use crate::app::update::update;

    fn state() -> State {
        State::new(Size::new(80, 24), Timestamp::UNIX_EPOCH, Keymap::default(), Vec::new())
    }

    fn press(state: &State, key: &str) -> Message {
        let key: Key = key.parse().expect("a key");
        let mut modifiers = crossterm::event::KeyModifiers::NONE;
        modifiers.set(crossterm::event::KeyModifiers::CONTROL, key.control);
        modifiers.set(crossterm::event::KeyModifiers::ALT, key.alt);
        message(state, Event::Key(KeyEvent::new(key.code, modifiers))).expect("keys have meanings")
    }

    #[test]
    fn letters_act_in_lists_and_type_in_fields() {
        let mut state = state();
        assert_eq!(press(&state, "j"), Message::Action(Action::Down));
        let open = press(&state, "a");
        update(&mut state, open);
        let typing = [
            ("j", InputRequest::InsertChar('j')),
            ("Ctrl-a", InputRequest::GoToStart),
            ("Ctrl-w", InputRequest::DeletePrevWord),
            ("Ctrl-u", InputRequest::DeleteFromStart),
            ("Ctrl-k", InputRequest::DeleteTillEnd),
            ("Alt-b", InputRequest::GoToPrevWord),
            ("Ctrl-Right", InputRequest::GoToNextWord),
            ("Backspace", InputRequest::DeletePrevChar),
            ("Space", InputRequest::InsertChar(' ')),
        ];
        for (key, expected) in typing {
            assert_eq!(press(&state, key), Message::Input(expected), "{key}");
        }
        assert_eq!(press(&state, "Tab"), Message::Action(Action::NextPane));
        assert_eq!(press(&state, "Ctrl-c"), Message::Action(Action::Interrupt));
    }

    #[test]
    fn two_keys_make_one_action_and_a_wrong_second_key_ends_the_sequence() {
        let mut state = state();
        let first = press(&state, "y");
        update(&mut state, first);
        assert_eq!(press(&state, "u"), Message::Action(Action::CopyUrl));
        let wrong = press(&state, "z");
        update(&mut state, wrong);
        assert_eq!(press(&state, "u"), Message::Action(Action::Undo));
    }
}
