//! A mapping as Helm Broker's decoder reads it into a structure: keys match in any case, the last of
//! several wins, unknown ones are passed over, scalars become text where text is wanted.
//!
//! May import: `kyma::{coerce}`, `yaml`, `model`.

use super::coerce;
use crate::model::diagnostic::Related;
use crate::model::{Findings, Rule, Span};
use crate::yaml::{Node, Resolved, Style, Value, merged, resolve};

/// Which rules speak of the faults that every mapping can have.
#[derive(Debug)]
pub(super) struct FieldRules {
    /// A value of a type that the decoder refuses.
    pub(super) wrong_type: &'static Rule,
    /// A key in another case than documented.
    pub(super) spelling: &'static Rule,
    /// A key given twice.
    pub(super) repeated: &'static Rule,
}

/// The known fields of one mapping.
#[derive(Debug)]
pub(super) struct Fields<'node> {
    /// The first key of each field.
    firsts: Vec<(&'static str, &'node Node)>,
    /// Field, key and value; the last one of a field is the one that counts.
    found: Vec<(&'static str, &'node Node, &'node Node)>,
    /// Keys that are no field.
    pub(super) unknown: Vec<&'node Node>,
    /// Where the mapping starts.
    pub(super) span: Span,
    rules: &'static FieldRules,
    owner: String,
}

/// A text field: what the decoder gets, and where the value stands.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct FieldText {
    /// What the decoder gets; empty where the field is absent or null.
    pub(super) text: String,
    /// Where the value stands, or the mapping where the field is absent.
    pub(super) span: Span,
    /// The text as written, where YAML made another one of it.
    pub(super) written: Option<String>,
}

impl<'node> Fields<'node> {
    /// Sorts a mapping's keys into `known` fields. Reports repeated and oddly spelt ones, and a node
    /// that is no mapping; unknown keys are left to the caller.
    pub(super) fn read(
        node: &'node Node,
        known: &[&'static str],
        owner: &str,
        rules: &'static FieldRules,
        out: &mut Findings,
    ) -> Option<Self> {
        if node.pairs().is_none() {
            let message = format!("{owner} is {}, not a mapping", node.kind());
            out.add(rules.wrong_type, node.span, message);
            return None;
        }
        let owner = owner.to_owned();
        let (firsts, found, unknown) = (Vec::new(), Vec::new(), Vec::new());
        let mut fields = Self { firsts, found, unknown, span: node.span, rules, owner };
        for (key, value) in merged(node) {
            fields.sort_in(key, value, known, out);
        }
        fields.settle_spellings();
        Some(fields)
    }

    fn sort_in(
        &mut self,
        key: &'node Node,
        value: &'node Node,
        known: &[&'static str],
        out: &mut Findings,
    ) {
        let Some(name) = key_text(key) else {
            let message = format!("a key of {} is {}, not text", self.owner, key.kind());
            out.add(self.rules.wrong_type, key.span, message);
            return;
        };
        let Some(field) = known.iter().find(|field| field.eq_ignore_ascii_case(&name)) else {
            self.unknown.push(key);
            return;
        };
        let first = self.firsts.iter().find(|(other, _)| other == field);
        if let Some((_, first)) = first {
            let message = format!("{field} is given twice in {}; the last one counts", self.owner);
            let place = out.place(first.span);
            let found = out.add(self.rules.repeated, key.span, message);
            found.related.push(Related { place, message: format!("{field} is given here first") });
        } else if *field != name {
            let message = format!("\"{name}\" in {} should be written \"{field}\"", self.owner);
            let found = out.add(self.rules.spelling, key.span, message);
            found.fix = Some(format!("Write {field} instead of {name}"));
            found.replacement = Some((*field).to_owned());
        }
        if first.is_none() {
            self.firsts.push((field, key));
        }
        self.found.push((field, key, value));
    }

    /// Of one field in several spellings the decoder takes the last in the order of bytes, because the
    /// keys pass through a sorted map; of one spelling given twice the last one.
    fn settle_spellings(&mut self) {
        self.found.sort_by_cached_key(|(_, key, _)| key_text(key));
    }

    /// The value of a field; `None` where it is absent or null.
    pub(super) fn get(&self, field: &str) -> Option<&'node Node> {
        self.pair(field).map(|(_, value)| value).filter(|value| !value.is_null())
    }

    /// Where the key of a field stands.
    pub(super) fn key_span(&self, field: &str) -> Option<Span> {
        self.pair(field).map(|(key, _)| key.span)
    }

    fn pair(&self, field: &str) -> Option<(&'node Node, &'node Node)> {
        let (_, key, value) = self.found.iter().rev().find(|(name, _, _)| *name == field)?;
        Some((key, value))
    }

    /// A text field; another type is reported.
    pub(super) fn text(&self, field: &str, out: &mut Findings) -> FieldText {
        let Some((key, value)) = self.pair(field) else {
            return FieldText { span: self.span, ..FieldText::default() };
        };
        if let Some(text) = coerce::text(value) {
            let span = if value.is_null() { key.span } else { value.span };
            return FieldText { text, span, written: coerce::changed(value).map(str::to_owned) };
        }
        self.refuse(field, value, "text", out);
        FieldText { span: value.span, ..FieldText::default() }
    }

    /// A boolean field; another type is reported. `None` where it is absent or null.
    pub(super) fn flag(&self, field: &str, out: &mut Findings) -> Option<bool> {
        let value = self.get(field)?;
        if let Resolved::Bool(flag) = resolve(value) {
            return Some(flag);
        }
        self.refuse(field, value, "true or false", out);
        None
    }

    /// A list field; another type is reported. Empty where it is absent or null.
    pub(super) fn list(&self, field: &str, out: &mut Findings) -> &'node [Node] {
        let Some(value) = self.get(field) else { return &[] };
        value.items().unwrap_or_else(|| {
            self.refuse(field, value, "a list", out);
            &[]
        })
    }

    /// Reports a value of a type that the decoder refuses.
    pub(super) fn refuse(&self, field: &str, value: &Node, wanted: &str, out: &mut Findings) {
        let given = match &value.value {
            Value::Scalar { text, style } if *style != Style::Plain => {
                format!("the quoted text \"{text}\"")
            }
            _ => value.kind().to_owned(),
        };
        let message = format!("{field} of {} is {given}, not {wanted}", self.owner);
        out.add(self.rules.wrong_type, value.span, message);
    }
}

/// The text that a key means; `None` for null and for collections, which the decoder refuses.
pub(super) fn key_text(key: &Node) -> Option<String> {
    if key.is_null() { None } else { coerce::text(key) }
}
