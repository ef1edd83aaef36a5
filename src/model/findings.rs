//! Collects what is wrong with one file or package, within bounds.
//!
//! May import: `model::{diagnostic, rule}`.

use std::collections::{BTreeMap, HashMap};
use std::fmt::Write as _;

use super::diagnostic::{Diagnostic, Place, Span};
use super::rule::Rule;

/// How often one rule speaks of one file or package; what is more is counted. A hostile file could otherwise cost
/// hundreds of times its own size. It is far above what honest files come to and what reports tell, for which of the
/// findings are accepted, and what consumers leave out, is decided later.
pub(crate) const LIMIT: usize = 100_000;

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
    /// The last of what is above the limit, by code.
    surplus: BTreeMap<&'static str, Diagnostic>,
}

impl Findings {
    /// Nothing found yet in a file of that name.
    #[must_use]
    pub fn of(file: impl Into<String>) -> Self {
        let (counts, surplus) = (HashMap::new(), BTreeMap::new());
        Self { file: file.into(), list: Vec::new(), refused: None, counts, surplus }
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
        let diagnostic = Diagnostic::new(rule, self.place(span), message);
        self.refused.get_or_insert_with(|| match span.line {
            0 => diagnostic.message.clone(),
            line => format!("line {line}: {}", diagnostic.message),
        });
        self.push(diagnostic)
    }

    /// Notes a fault, wherever it is, and hands it out to be completed.
    pub fn push(&mut self, diagnostic: Diagnostic) -> &mut Diagnostic {
        let count = self.counts.entry(diagnostic.rule.code).or_default();
        *count += 1;
        if *count > LIMIT {
            let last =
                self.surplus.entry(diagnostic.rule.code).or_insert_with(|| diagnostic.clone());
            *last = diagnostic;
            return last;
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
        self.surplus.extend(part.surplus);
        if let Some(reason) = part.refused {
            self.refused.get_or_insert(reason);
        }
    }

    /// Everything that was found. Where a rule spoke too often, one more speaks for the rest; of the file as a whole,
    /// so that no comment on a line accepts what stands on others.
    #[must_use]
    pub fn finish(mut self) -> Vec<Diagnostic> {
        for (code, mut rest) in self.surplus {
            let count = self.counts.get(code).copied().unwrap_or_default();
            let more = count.saturating_sub(LIMIT + 1);
            if more > 0 {
                let _ = write!(rest.message, " (and {more} more like it)");
            }
            (rest.place.span, rest.replacement) = (None, None);
            self.list.push(rest);
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
        let limit = u32::try_from(LIMIT).unwrap();
        let mut findings = many(limit + 500);
        findings.refuse(&IDX002, Span { line: 7, column: 1, length: 0 }, "it is broken");
        assert_eq!(findings.refused.as_deref(), Some("line 7: it is broken"));
        let list = findings.finish();
        assert_eq!(list.len(), LIMIT + 2);
        assert_eq!(list[LIMIT - 1].message, "it is empty");
        assert_eq!(list[LIMIT].message, "it is broken");
        assert_eq!(list[LIMIT + 1].message, "it is empty (and 499 more like it)");
        assert_eq!(list[LIMIT + 1].place, Place::file("index.yaml"), "no line answers for all");
    }

    #[test]
    fn parts_count_together() {
        let limit = u32::try_from(LIMIT).unwrap();
        let mut findings = many(600);
        findings.absorb(many(limit + 200));
        let list = findings.finish();
        assert_eq!(list.len(), LIMIT + 1);
        assert_eq!(list[LIMIT].message, "it is empty (and 799 more like it)");
    }
}
