//! What lies over the panes: forms, questions, lists. The last of a stack has the keys.
//!
//! May import: `app::state::{consumers, export, form, import, list, palette, secret_form}`, `model`.

use super::consumers::Consumers;
use super::export::Export;
use super::form::Form;
use super::import::Import;
use super::list::List;
use super::palette::Palette;
use super::secret_form::SecretForm;
use crate::model::{HostKey, SecretName};

/// What agreeing to a question does.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Matter {
    /// Removes the repository of that name.
    Remove(String),
    /// Saves the form below although its check did not pass.
    SaveUnverified,
    /// Takes that Secret out of the store.
    RemoveSecret(SecretName),
    /// Trusts that key of an SSH server, and then goes on.
    Trust(Box<HostKey>, Then),
    /// Takes the last change to the registry back.
    Undo,
    /// Leaves although tasks run.
    Quit,
}

/// What goes on once an SSH server's key is trusted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Then {
    /// The check of the form.
    Check,
    /// The refresh of that repository.
    Refresh(String),
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
    /// The Secrets of the store.
    Secrets(List),
    /// What an import would do.
    Import(Box<Import>),
    /// Add or change a Secret.
    Secret(Box<SecretForm>),
    /// The keys, by group; typing filters, Enter runs.
    Help(Palette),
    /// Any action or thing by name.
    Palette(Palette),
    /// Write findings to a file.
    Export(Box<Export>),
    /// What each consumer makes of a repository.
    Consumers(Box<Consumers>),
    /// The rules that are ignored in this session.
    Ignored(List),
    /// Running and failed tasks.
    Tasks(List),
    /// The message log, newest last.
    Messages(List),
}
