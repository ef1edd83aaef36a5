//! Where the readers of one file put what they find.
//!
//! May import: `yaml`, `model`.

use std::collections::HashMap;
use std::fmt::Write as _;

use crate::model::{Diagnostic, Place, Rule, Span};
use crate::yaml::{Node, Value};

/// How often one rule speaks of one file; what is more is counted. A hostile file could otherwise cost
/// hundreds of times its own size.
const LIMIT: usize = 1_000;

/// The diagnostics of one file.
#[derive(Debug)]
pub(super) struct Findings {
    file: String,
    /// What was found so far.
    pub(super) list: Vec<Diagnostic>,
    /// How often each rule spoke, by code.
    counts: HashMap<&'static str, usize>,
    /// Takes what is above the limit.
    surplus: Option<Box<Diagnostic>>,
}

impl Findings {
    /// Nothing found yet in a file of that name.
    pub(super) fn in_file(file: impl Into<String>) -> Self {
        Self { file: file.into(), list: Vec::new(), counts: HashMap::new(), surplus: None }
    }

    /// A place in the file.
    pub(super) fn place(&self, span: Span) -> Place {
        Place::at(self.file.clone(), span)
    }

    /// Adds a diagnostic at a place in the file, and hands it out to be completed.
    pub(super) fn add(
        &mut self,
        rule: &'static Rule,
        span: Span,
        message: impl Into<String>,
    ) -> &mut Diagnostic {
        self.push(Diagnostic::new(rule, self.place(span), message))
    }

    /// Adds a diagnostic about the file as a whole, and hands it out to be completed.
    pub(super) fn add_whole(
        &mut self,
        rule: &'static Rule,
        message: impl Into<String>,
    ) -> &mut Diagnostic {
        self.push(Diagnostic::new(rule, Place::file(self.file.clone()), message))
    }

    /// Everything that was found; where a rule spoke too often, its last diagnostic says so.
    pub(super) fn finish(mut self) -> Vec<Diagnostic> {
        for found in self.list.iter_mut().rev() {
            let more =
                self.counts.remove(found.rule.code).unwrap_or_default().saturating_sub(LIMIT);
            if more > 0 {
                let _ = write!(found.message, " (and {more} more in this file)");
            }
        }
        self.list
    }

    fn push(&mut self, diagnostic: Diagnostic) -> &mut Diagnostic {
        let count = self.counts.entry(diagnostic.rule.code).or_default();
        *count += 1;
        if *count > LIMIT {
            return self.surplus.insert(Box::new(diagnostic));
        }
        let index = self.list.len();
        self.list.push(diagnostic);
        &mut self.list[index]
    }

    /// Takes back what the rules with those codes say of the nodes that a syntax error cut off: their
    /// missing parts may well stand behind the error.
    pub(super) fn drop_unfinished(&mut self, root: Option<&Node>, codes: &[&str]) {
        let mut spans = Vec::new();
        let mut next = root;
        while let Some(node) = next {
            spans.push(node.span);
            next = match &node.value {
                Value::Scalar { .. } => None,
                Value::Sequence(items) => items.last(),
                Value::Mapping(pairs) => pairs.last().map(|(key, value)| {
                    spans.push(key.span);
                    value
                }),
            };
        }
        self.list.retain(|found| {
            let is_cut_off = found.place.span.is_none_or(|span| spans.contains(&span));
            !is_cut_off || !codes.contains(&found.rule.code)
        });
    }
}

/// The position after a text.
pub(super) fn end_of(text: &str) -> Span {
    let line = text.matches('\n').count() + 1;
    let column = text.rsplit('\n').next().unwrap_or_default().chars().count() + 1;
    let number = |value| u32::try_from(value).unwrap_or(u32::MAX);
    Span { line: number(line), column: number(column), length: 0 }
}
