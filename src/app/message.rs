//! Everything that can happen.
//!
//! May import: `app::{action, key, task}`.

use jiff::Timestamp;
use ratatui::layout::Size;
use tui_input::InputRequest;

use super::action::Action;
use super::key::Key;
use super::task::{TaskEvent, TaskId};

/// Something that happened.
#[derive(Clone, Debug, PartialEq)]
pub enum Message {
    /// A key with a meaning.
    Action(Action),
    /// A key that begins a sequence (`g`, `y`).
    Prefix(Key),
    /// A key with no meaning here; it ends sequences and lets short messages fade.
    Unbound(Key),
    /// An edit of the text field that has the keys.
    Input(InputRequest),
    /// Text pasted as a whole.
    Paste(String),
    /// News from a task.
    Task(TaskId, TaskEvent),
    /// The terminal has another size.
    Resized(Size),
    /// The time, told before other messages and once a second while something runs.
    Tick {
        /// Now.
        now: Timestamp,
    },
    /// How an effect went that needs the terminal: a copy, a suspension.
    Told(Result<String, String>),
    /// The system asks the program to end.
    Terminated,
}
