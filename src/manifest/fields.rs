//! A mapping of a manifest as the API server reads it: exact names, exact types, nothing unknown.
//!
//! May import: `yaml`, `model`.

use crate::model::diagnostic::Related;
use crate::model::rule::manifest::{MAN002, MAN005, MAN006};
use crate::model::spelling::nearest;
use crate::model::text::short_name;
use crate::model::{Findings, Rule, Span};
use crate::yaml::{Node, Resolved, resolve};

/// The known fields of one mapping.
pub(super) struct Fields<'node> {
    found: Vec<(&'static str, &'node Node, &'node Node)>,
    owner: String,
    /// Where the mapping starts.
    pub(super) span: Span,
}

impl<'node> Fields<'node> {
    /// Sorts the keys of a mapping into known fields; unknown and repeated ones are told, and so is a node
    /// that is no mapping.
    pub(super) fn read(
        node: &'node Node,
        known: &[&'static str],
        owner: &str,
        out: &mut Findings,
    ) -> Option<Self> {
        let Some(pairs) = node.pairs() else {
            out.add(&MAN002, node.span, format!("{owner} must be a mapping, not {}", node.kind()));
            return None;
        };
        let mut fields = Self { found: Vec::new(), owner: owner.to_owned(), span: node.span };
        for (key, value) in pairs {
            fields.sort_in(key, value, known, out);
        }
        Some(fields)
    }

    fn sort_in(
        &mut self,
        key: &'node Node,
        value: &'node Node,
        known: &[&'static str],
        out: &mut Findings,
    ) {
        let name = key.as_str().unwrap_or_default();
        let Some(field) = known.iter().find(|field| **field == name) else {
            let message = format!("{} has no field \"{}\"", self.owner, short_name(name));
            let found = out.add(&MAN005, key.span, message);
            found.fix = nearest(name, known).map(|field| format!("Write {field}"));
            return;
        };
        if let Some((_, first, _)) = self.found.iter().find(|(known, _, _)| known == field) {
            let message = format!("{field} of {} is given twice; the last one counts", self.owner);
            let place = out.place(first.span);
            let related = Related { place, message: format!("{field} is given here first") };
            out.add(&MAN006, key.span, message).related.push(related);
        }
        self.found.push((field, key, value));
    }

    /// The value of a field; `None` where it is absent or null.
    pub(super) fn get(&self, field: &str) -> Option<&'node Node> {
        let (_, _, value) = self.found.iter().rev().find(|(name, _, _)| *name == field)?;
        Some(*value).filter(|value| !value.is_null())
    }

    /// Where a field stands, even if it holds nothing; else where the mapping starts.
    pub(super) fn span_of(&self, field: &str) -> Span {
        let found = self.found.iter().rev().find(|(name, _, _)| *name == field);
        found.map_or(self.span, |(_, key, _)| key.span)
    }

    /// A text; what is none, such as an unquoted number, is told.
    pub(super) fn text(&self, field: &str, out: &mut Findings) -> Option<&'node str> {
        let value = self.get(field)?;
        if let (Resolved::Text, Some(text)) = (resolve(value), value.as_str()) {
            return Some(text);
        }
        let found = self.refuse(&MAN002, field, value, ("a text", out));
        found.fix = value.as_str().map(|text| format!("Put it in quotes: {field}: \"{text}\""));
        None
    }

    /// A list; what is none is told.
    pub(super) fn list(&self, field: &str, out: &mut Findings) -> Option<&'node [Node]> {
        let value = self.get(field)?;
        if value.items().is_none() {
            self.refuse(&MAN002, field, value, ("a list", out));
        }
        value.items()
    }

    /// A whole number; what is none is told by that rule.
    pub(super) fn whole(
        &self,
        field: &str,
        rule: &'static Rule,
        out: &mut Findings,
    ) -> Option<i64> {
        let value = self.get(field)?;
        let whole = match resolve(value) {
            Resolved::Integer(number) => i64::try_from(number).ok(),
            _ => None,
        };
        if whole.is_none() {
            self.refuse(rule, field, value, ("a whole number", out));
        }
        whole
    }

    fn refuse<'out>(
        &self,
        rule: &'static Rule,
        field: &str,
        value: &Node,
        (wanted, out): (&str, &'out mut Findings),
    ) -> &'out mut crate::model::Diagnostic {
        let message = format!("{field} of {} must be {wanted}, not {}", self.owner, value.kind());
        out.add(rule, value.span, message)
    }
}
