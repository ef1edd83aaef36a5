//! Why a text is no location.
//!
//! May import: `model::fault`.

use std::fmt;

use crate::model::fault::Fault;

/// Why a text is no location, and what the user could write instead. Never holds user info.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LocationError {
    /// What is wrong, in words.
    pub message: String,
    /// A text that would be understood, where one can be guessed.
    pub suggestion: Option<String>,
    /// The cause, for scripts.
    pub fault: Fault,
}

impl LocationError {
    pub(super) fn new(message: impl Into<String>) -> Self {
        Self { message: message.into(), suggestion: None, fault: Fault::UrlSyntax }
    }

    pub(super) fn fault(mut self, fault: Fault) -> Self {
        self.fault = fault;
        self
    }

    pub(super) fn suggest(mut self, text: impl Into<String>) -> Self {
        self.suggestion = Some(text.into());
        self
    }
}

impl fmt::Display for LocationError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.message)
    }
}

impl std::error::Error for LocationError {}
