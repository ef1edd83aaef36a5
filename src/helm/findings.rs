//! Collects what is wrong with one file.
//!
//! May import: `model`.

use crate::model::{Diagnostic, Place, Rule, Span};

/// Diagnostics about one file, and whether one of them makes Helm refuse it.
pub(super) struct Findings {
    file: String,
    pub(super) list: Vec<Diagnostic>,
    /// Why the file is refused: the first reason.
    pub(super) refused: Option<String>,
}

impl Findings {
    pub(super) fn of(file: impl Into<String>) -> Self {
        Self { file: file.into(), list: Vec::new(), refused: None }
    }

    /// A place in the file; a span without a line speaks of the file as a whole.
    pub(super) fn place(&self, span: Span) -> Place {
        match span.line {
            0 => Place::file(self.file.as_str()),
            _ => Place::at(self.file.as_str(), span),
        }
    }

    /// Notes a fault at a place of the file.
    pub(super) fn at(
        &mut self,
        rule: &'static Rule,
        span: Span,
        message: impl Into<String>,
    ) -> &mut Diagnostic {
        let place = self.place(span);
        self.push(Diagnostic::new(rule, place, message))
    }

    /// Notes a fault at a place of the file for which Helm refuses it.
    pub(super) fn refuse(
        &mut self,
        rule: &'static Rule,
        span: Span,
        message: impl Into<String>,
    ) -> &mut Diagnostic {
        let message = message.into();
        let line = span.line;
        self.refused.get_or_insert_with(|| match line {
            0 => message.clone(),
            line => format!("line {line}: {message}"),
        });
        self.at(rule, span, message)
    }

    fn push(&mut self, diagnostic: Diagnostic) -> &mut Diagnostic {
        self.list.push(diagnostic);
        let last = self.list.len() - 1;
        &mut self.list[last]
    }
}
