//! What lies over the panes: forms, questions, lists. The last of a stack has the keys.
//!
//! May import: `app::state::{form, list, palette}`.

use super::form::Form;
use super::list::List;
use super::palette::Palette;

/// What agreeing to a question does.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Matter {
    /// Removes the repository of that name.
    Remove(String),
    /// Saves the form below although its check did not pass.
    SaveUnverified,
    /// Takes the last change to the registry back.
    Undo,
    /// Leaves although tasks run.
    Quit,
}

/// The two answers.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Answer {
    /// Nothing happens. Has the focus first.
    #[default]
    Cancel,
    /// It happens.
    Agree,
}

/// A question.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Confirm {
    /// The question, as a title.
    pub question: String,
    /// What will happen, what stays.
    pub details: Vec<String>,
    /// The word on the button that agrees.
    pub agree: String,
    /// The button with the focus.
    pub focus: Answer,
    /// What agreeing does.
    pub matter: Matter,
}

/// Something over the panes.
#[derive(Clone, Debug, PartialEq)]
pub enum Dialog {
    /// Add or edit a repository.
    Form(Box<Form>),
    /// A question.
    Confirm(Confirm),
    /// The keys, by group; typing filters, Enter runs.
    Help(Palette),
    /// Any action or thing by name.
    Palette(Palette),
    /// Running and failed tasks.
    Tasks(List),
    /// The message log, newest last.
    Messages(List),
}
