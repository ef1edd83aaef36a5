//! Who gets the keys: one table of keys per mode.
//!
//! May import: nothing of the crate.

/// Who gets the keys.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Mode {
    /// The panes, and overlays that are lists (tasks, messages).
    Browse,
    /// A text field: letters type, a few keys act.
    Text,
    /// A choice or button of a form.
    Form,
    /// A question with two answers.
    Confirm,
}
