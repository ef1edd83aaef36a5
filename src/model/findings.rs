//! Collects what is wrong with one file or package, within bounds.
//!
//! May import: `model::{diagnostic, rule}`.

use std::collections::HashMap;
use std::fmt::Write as _;

use super::diagnostic::{Diagnostic, Place, Span};
use super::rule::Rule;

/// How often one rule speaks; what is more is counted. A hostile file could otherwise cost hundreds of times
/// its own size.
const LIMIT: usize = 1_000;

/// The diagnostics of one file or package, and whether one of them makes its consumer refuse it.
#[derive(Debug)]
pub struct Findings {
    file: String,
    /// What was found so far.
    pub list: Vec<Diagnostic>,
    /// Why the file is refused: the first reason.
    pub refused: Option<String>,
    /// How often each rule spoke, by code.
    counts: HashMap<&'static str, usize>,
    /// Takes what is above the limit.
    surplus: Option<Box<Diagnostic>>,
}

impl Findings {
    /// Nothing found yet in a file of that name.
    #[must_use]
    pub fn of(file: impl Into<String>) -> Self {
        let counts = HashMap::new();
        Self { file: file.into(), list: Vec::new(), refused: None, counts, surplus: None }
    }

    /// A place in the file; a span without a line speaks of the file as a whole.
    #[must_use]
    pub fn place(&self, span: Span) -> Place {
        match span.line {
            0 => Place::file(self.file.as_str()),
            _ => Place::at(self.file.as_str(), span),
        }
    }

    /// Notes a fault at a place in the file, and hands it out to be completed.
    pub fn add(
        &mut self,
        rule: &'static Rule,
        span: Span,
        message: impl Into<String>,
    ) -> &mut Diagnostic {
        let place = self.place(span);
        self.push(Diagnostic::new(rule, place, message))
    }

    /// Notes a fault of the file as a whole, and hands it out to be completed.
    pub fn add_whole(
        &mut self,
        rule: &'static Rule,
        message: impl Into<String>,
    ) -> &mut Diagnostic {
        self.add(rule, Span::default(), message)
    }

    /// Notes a fault for which the file is refused, and hands it out to be completed.
    pub fn refuse(
        &mut self,
        rule: &'static Rule,
        span: Span,
        message: impl Into<String>,
    ) -> &mut Diagnostic {
        let message = message.into();
        self.refused.get_or_insert_with(|| match span.line {
            0 => message.clone(),
            line => format!("line {line}: {message}"),
        });
        self.add(rule, span, message)
    }

    /// Notes a fault, wherever it is, and hands it out to be completed.
    pub fn push(&mut self, diagnostic: Diagnostic) -> &mut Diagnostic {
        let count = self.counts.entry(diagnostic.rule.code).or_default();
        *count += 1;
        if *count > LIMIT {
            return self.surplus.insert(Box::new(diagnostic));
        }
        let index = self.list.len();
        self.list.push(diagnostic);
        &mut self.list[index]
    }

    /// Takes over what was found in a part.
    pub fn absorb(&mut self, part: Self) {
        for diagnostic in part.list {
            self.push(diagnostic);
        }
        for (code, count) in part.counts {
            *self.counts.entry(code).or_default() += count.saturating_sub(LIMIT);
        }
        if let Some(reason) = part.refused {
            self.refused.get_or_insert(reason);
        }
    }

    /// Everything that was found; where a rule spoke too often, its last diagnostic says so.
    #[must_use]
    pub fn finish(mut self) -> Vec<Diagnostic> {
        for found in self.list.iter_mut().rev() {
            let more =
                self.counts.remove(found.rule.code).unwrap_or_default().saturating_sub(LIMIT);
            if more > 0 {
                let _ = write!(found.message, " (and {more} more like it)");
            }
        }
        self.list
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::rule::index::{IDX001, IDX002};

    fn many(count: u32) -> Findings {
        let mut findings = Findings::of("index.yaml");
        for line in 1..=count {
            findings.add(&IDX001, Span { line, column: 1, length: 0 }, "it is empty");
        }
        findings
    }

    #[test]
    fn a_rule_that_speaks_too_often_is_counted() {
        let mut findings = many(1_500);
        findings.refuse(&IDX002, Span { line: 7, column: 1, length: 0 }, "it is broken");
        assert_eq!(findings.refused.as_deref(), Some("line 7: it is broken"));
        let list = findings.finish();
        assert_eq!(list.len(), LIMIT + 1);
        assert_eq!(list[LIMIT - 1].message, "it is empty (and 500 more like it)");
        assert_eq!(list[LIMIT].message, "it is broken");
    }

    #[test]
    fn parts_count_together() {
        let mut findings = many(600);
        findings.absorb(many(1_200));
        let list = findings.finish();
        assert_eq!(list.len(), LIMIT);
        assert_eq!(list[LIMIT - 1].message, "it is empty (and 800 more like it)");
    }
}
