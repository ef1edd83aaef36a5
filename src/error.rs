//! Why we could not look. Bad *content* is never an error here: it is a `model::Diagnostic`.
//!
//! May import: `model`.

use std::error::Error as StdError;
use std::fmt;

use crate::model::{Fault, Offer, Redactor};

/// What a caller may decide on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ErrorKind {
    /// The place exists, what was asked for does not (404, no such file, no such ref).
    NotFound,
    /// Credentials are missing, wrong or not enough (401, 403).
    Unauthorized,
    /// No connection: name, network, refused.
    Unreachable,
    /// The TLS handshake failed: certificate, name, protocol.
    Untrusted,
    /// Nothing came for too long.
    Timeout,
    /// More than the limit allows.
    TooLarge,
    /// What came is not of the expected form at all.
    Malformed,
    /// We do not do that.
    Unsupported,
    /// Asked to end.
    Cancelled,
    /// The disk or another local resource failed.
    Io,
}

/// We could not look: at which step, in whose words, and what to do next.
#[derive(Debug)]
pub struct Error {
    /// What a caller may decide on.
    pub kind: ErrorKind,
    /// What failed, lower case, no full stop, with the place and the other side's own words.
    pub message: String,
    /// The likely cause and the next step, for the user; empty when there is nothing to add.
    pub hint: String,
    /// The cause by a stable name, where it has one.
    pub fault: Option<Fault>,
    /// What the program could do about it, if the user agrees.
    pub offer: Option<Box<Offer>>,
    source: Option<Box<dyn StdError + Send + Sync>>,
}

impl Error {
    /// An error without an underlying one.
    pub fn new(kind: ErrorKind, message: impl Into<String>) -> Self {
        let (message, hint) = (message.into(), String::new());
        Self { kind, message, hint, fault: None, offer: None, source: None }
    }

    /// The error that a cancelled operation ends with.
    #[must_use]
    pub fn cancelled() -> Self {
        Self::new(ErrorKind::Cancelled, "cancelled").fault(Fault::Cancelled)
    }

    /// The same with advice.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = hint.into();
        self
    }

    /// The same with the stable name of its cause.
    #[must_use]
    pub fn fault(mut self, fault: Fault) -> Self {
        self.fault = Some(fault);
        self
    }

    /// The same with something that the program could do about it.
    #[must_use]
    pub fn offer(mut self, offer: Offer) -> Self {
        self.offer = Some(Box::new(offer));
        self
    }

    /// The same with the underlying error. The caller makes sure that its text holds no secret.
    #[must_use]
    pub fn because(mut self, source: impl Into<Box<dyn StdError + Send + Sync>>) -> Self {
        self.source = Some(source.into());
        self
    }

    /// The same without the values that the redactor knows. An offer of another place goes if a value is part
    /// of that place: it would be kept, and shown.
    #[must_use]
    pub fn redacted(self, redactor: &Redactor) -> Self {
        let causes = self.causes();
        let Self { kind, message, hint, fault, offer, source } = self;
        let source = source.map(|_| redactor.text(&causes.join(": ")).into());
        let offer = offer.filter(|offer| match &**offer {
            Offer::Instead(location, _) => !redactor.finds(&location.canonical()),
            // Who is to trust a host must see its name.
            Offer::TrustHostKey(_) => true,
        });
        Self {
            kind,
            message: redactor.text(&message),
            hint: redactor.text(&hint),
            fault,
            offer,
            source,
        }
    }

    /// The texts of the underlying errors, outermost first, without repetitions.
    #[must_use]
    pub fn causes(&self) -> Vec<String> {
        let mut texts: Vec<String> = Vec::new();
        let mut next = self.source();
        while let Some(error) = next {
            let text = error.to_string();
            if texts.last().is_none_or(|last| !last.contains(&text))
                && !self.message.contains(&text)
            {
                texts.push(text);
            }
            next = error.source();
        }
        texts
    }
}

impl fmt::Display for Error {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.message)
    }
}

impl StdError for Error {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        self.source.as_deref().map(|error| error as &(dyn StdError + 'static))
    }
}

/// An error in words, for messages between tasks and the screen: comparable and cheap to copy.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Failure {
    /// What kind of failure.
    pub kind: ErrorKind,
    /// What failed, in one line.
    pub summary: String,
    /// Underlying causes, outermost first.
    pub causes: Vec<String>,
    /// What to do next; may be empty.
    pub hint: String,
    /// The cause by a stable name, where it has one.
    pub fault: Option<Fault>,
    /// What the program could do about it, if the user agrees.
    pub offer: Option<Box<Offer>>,
}

impl From<&Error> for Failure {
    fn from(error: &Error) -> Self {
        Self {
            kind: error.kind,
            summary: error.message.clone(),
            causes: error.causes(),
            hint: error.hint.clone(),
            fault: error.fault,
            offer: error.offer.clone(),
        }
    }
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        Self::from(&error)
    }
}
