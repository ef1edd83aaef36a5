//! The colours of a report: the eight that every terminal has, as its user set them.
//!
//! May import: `report::options`, `model`.

use crate::model::Severity;
use crate::report::options::Paint;

/// What a piece of text is, not which colour it has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Tone {
    Plain,
    Bold,
    Heading,
    Margin,
    Good,
    Error,
    Warning,
    Info,
}

impl Tone {
    pub(super) fn of(severity: Severity) -> Self {
        match severity {
            Severity::Error => Self::Error,
            Severity::Warning => Self::Warning,
            Severity::Info => Self::Info,
        }
    }

    fn code(self) -> Option<&'static str> {
        match self {
            Self::Plain => None,
            Self::Bold => Some("1"),
            Self::Heading => Some("1;4"),
            Self::Margin | Self::Info => Some("36"),
            Self::Good => Some("32"),
            Self::Error => Some("1;31"),
            Self::Warning => Some("33"),
        }
    }
}

/// Paints, or does not.
#[derive(Clone, Copy, Debug)]
pub(super) struct Brush(pub(super) Paint);

impl Brush {
    /// The text in that tone. It must be clean already.
    pub(super) fn paint(self, tone: Tone, text: &str) -> String {
        match (self.0, tone.code()) {
            (Paint::Coloured, Some(code)) if !text.is_empty() => {
                format!("\u{1b}[{code}m{text}\u{1b}[0m")
            }
            _ => text.to_owned(),
        }
    }
}
