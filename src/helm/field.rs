//! Typed reading of YAML mappings as Go's decoders do it: field names without regard to case, texts that must
//! not be numbers, unknown fields, merge keys. Every fault is noted, and reading goes on.
//!
//! May import: `helm::{text, time}`, `yaml`, `model`.

use std::collections::HashMap;

use super::{text, time};
use crate::model::Span;
use crate::model::spelling::nearest;
use crate::yaml::{Node, Resolved, Value, merged, resolve};

/// Which of Helm's three ways of decoding applies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Dialect {
    /// `index.yaml` as YAML: strict about fields; metadata must have exactly the right types.
    IndexYaml,
    /// `index.yaml` that is JSON: unknown fields and duplicates pass; types must be exact everywhere.
    IndexJson,
    /// `Chart.yaml`: numbers and booleans under text fields are turned into text.
    Chart,
}

/// Where a field is declared, which decides on the coercion of numbers to text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Home {
    /// In the chart's metadata, which an index entry embeds.
    Metadata,
    /// In the index file's own types.
    Index,
}

/// What is wrong with a field or a version. The reader of each file maps these to its rules.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum FaultKind {
    WrongType,
    Unquoted,
    Coerced,
    UnknownField,
    FieldTwin,
    BadTime,
    Deceptive,
    NameMissing,
    NameInvalid,
    VersionMissing,
    VersionInvalid,
    TypeInvalid,
    MaintainerNull,
    DependencyNull,
    AliasInvalid,
    DependencyTwice,
}

/// One fault and where.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Fault {
    pub(super) kind: FaultKind,
    pub(super) span: Span,
    pub(super) message: String,
    pub(super) fix: Option<String>,
    /// Name of the field, for rules that speak of one field.
    pub(super) field: String,
}

/// The pairs of one mapping, merge keys resolved.
pub(super) struct Fields<'n> {
    pairs: Vec<(&'n str, &'n Node, &'n Node)>,
    pub(super) span: Span,
}

impl<'n> Fields<'n> {
    /// The value of a field, unless it is null: exact spelling before other cases, the last one counts.
    pub(super) fn get(&self, name: &str) -> Option<&'n Node> {
        self.pair(name).map(|(_, value)| value).filter(|value| !value.is_null())
    }

    /// Where the field's value stands, or the mapping when there is none.
    pub(super) fn place(&self, name: &str) -> Span {
        match self.pair(name) {
            Some((key, value)) if value.is_null() => key.span,
            Some((_, value)) => value.span,
            None => self.span,
        }
    }

    fn pair(&self, name: &str) -> Option<(&'n Node, &'n Node)> {
        let exact = self.pairs.iter().rev().find(|(key, ..)| *key == name);
        let folded = || self.pairs.iter().rev().find(|(key, ..)| key.eq_ignore_ascii_case(name));
        exact.or_else(folded).map(|(_, key, value)| (*key, *value))
    }
}

/// The text of a key; null reads `null`, a collection is no name at all.
pub(super) fn key_text(key: &Node) -> &str {
    match &key.value {
        Value::Scalar { text, .. } => text,
        _ => "",
    }
}

/// Whether a key is that field's name, in any case.
pub(super) fn is_named(key: &Node, name: &str) -> bool {
    key.as_str().is_some_and(|key| key.eq_ignore_ascii_case(name))
}

/// Reads fields and collects faults.
pub(super) struct Reader {
    pub(super) dialect: Dialect,
    pub(super) faults: Vec<Fault>,
}

impl Reader {
    pub(super) fn new(dialect: Dialect) -> Self {
        Self { dialect, faults: Vec::new() }
    }

    pub(super) fn fault(&mut self, kind: FaultKind, span: Span, message: String) -> &mut Fault {
        self.faults.push(Fault { kind, span, message, fix: None, field: String::new() });
        let last = self.faults.len() - 1;
        &mut self.faults[last]
    }

    /// The fields of a mapping; notes a value that is none, and fields that `known` does not name.
    pub(super) fn fields<'n>(
        &mut self,
        node: &'n Node,
        what: &str,
        known: &[&str],
    ) -> Option<Fields<'n>> {
        if node.pairs().is_none() {
            let message = format!("{what} is {}, where a mapping is due", node.kind());
            self.fault(FaultKind::WrongType, node.span, message);
            return None;
        }
        let named = |(key, value)| (key_text(key), key, value);
        let pairs = merged(node).into_iter().map(named).collect();
        let fields = Fields { pairs, span: node.span };
        let mut odd = Vec::new();
        for (name, key, _) in &fields.pairs {
            if known.contains(name) {
                continue;
            }
            if known.iter().any(|known| name.eq_ignore_ascii_case(known)) {
                odd.push((*name, *key));
            } else {
                self.unknown(key, name, what, known);
            }
        }
        if !odd.is_empty() {
            self.twins(&fields, &odd, what, known);
        }
        Some(fields)
    }

    /// Notes fields in another case than the documented one, beside which that one, or a third, stands.
    fn twins(&mut self, fields: &Fields<'_>, odd: &[(&str, &Node)], what: &str, known: &[&str]) {
        let names = fields.pairs.iter().map(|(name, ..)| *name);
        let documented = names.filter(|name| known.contains(name)).map(str::to_ascii_lowercase);
        let mut seen: HashMap<String, Option<&str>> = documented.map(|name| (name, None)).collect();
        for (name, key) in odd {
            let first = *seen.entry(name.to_ascii_lowercase()).or_insert(Some(name));
            if first != Some(name) {
                let message = format!("{what} has \"{name}\" in two spellings");
                self.fault(FaultKind::FieldTwin, key.span, message);
            }
        }
    }

    fn unknown(&mut self, key: &Node, name: &str, what: &str, known: &[&str]) {
        let message = format!("unknown field \"{name}\" in {what}");
        let fix = nearest(name, known)
            .map(|meant| format!("write {meant} if that is meant, else remove it"));
        let fault = self.fault(FaultKind::UnknownField, key.span, message);
        fault.fix = fix;
        name.clone_into(&mut fault.field);
    }

    /// A text field as it is.
    pub(super) fn string(&mut self, fields: &Fields<'_>, name: &str, home: Home) -> String {
        fields.get(name).map(|node| self.text(node, name, home)).unwrap_or_default()
    }

    /// A text field that Helm cleans before use.
    pub(super) fn line(&mut self, fields: &Fields<'_>, name: &str) -> String {
        fields.get(name).map(|node| self.clean(node, name)).unwrap_or_default()
    }

    /// A list of texts, nulls being empty texts.
    pub(super) fn strings(&mut self, fields: &Fields<'_>, name: &str, home: Home) -> Vec<String> {
        let items = self.items(fields, name);
        items.iter().map(|node| self.text(node, name, home)).collect()
    }

    /// A list of texts that Helm cleans before use.
    pub(super) fn lines(&mut self, fields: &Fields<'_>, name: &str) -> Vec<String> {
        let items = self.items(fields, name);
        items.iter().map(|node| self.clean(node, name)).collect()
    }

    /// The items of a list; a value that is none is noted.
    pub(super) fn items<'n>(&mut self, fields: &Fields<'n>, name: &str) -> &'n [Node] {
        let Some(node) = fields.get(name) else { return &[] };
        node.items().unwrap_or_else(|| {
            let message = format!("\"{name}\" is {}, where a list is due", node.kind());
            let fault = self.fault(FaultKind::WrongType, node.span, message);
            fault.fix = node.as_str().map(|text| format!("write {name}: [\"{text}\"]"));
            &[]
        })
    }

    /// A mapping of texts.
    pub(super) fn map(
        &mut self,
        fields: &Fields<'_>,
        name: &str,
        home: Home,
    ) -> Vec<(String, String)> {
        let Some(node) = fields.get(name) else { return Vec::new() };
        if node.pairs().is_none() {
            let message = format!("\"{name}\" is {}, where a mapping is due", node.kind());
            self.fault(FaultKind::WrongType, node.span, message);
            return Vec::new();
        }
        merged(node)
            .into_iter()
            .map(|(key, value)| {
                let key = key.as_str().unwrap_or_default();
                (key.to_owned(), self.text(value, key, home))
            })
            .collect()
    }

    /// A yes or no.
    pub(super) fn boolean(&mut self, fields: &Fields<'_>, name: &str) -> bool {
        let Some(node) = fields.get(name) else { return false };
        if let Resolved::Bool(value) = resolve(node) {
            return value;
        }
        let message = format!("\"{name}\" is {}, where true or false is due", node.kind());
        self.fault(FaultKind::WrongType, node.span, message).fix =
            Some(format!("write {name}: true or {name}: false, without quotes"));
        false
    }

    /// A moment in RFC 3339.
    pub(super) fn time(&mut self, fields: &Fields<'_>, name: &str) -> String {
        let Some(node) = fields.get(name) else { return String::new() };
        match (node.as_str(), resolve(node)) {
            (Some(text), Resolved::Text) if time::is_valid(text) => text.to_owned(),
            (Some(text), Resolved::Text) => {
                let message = format!("\"{name}\" is no RFC 3339 time: {}", shown(text));
                self.fault(FaultKind::BadTime, node.span, message);
                String::new()
            }
            _ => {
                let message = format!("\"{name}\" is {}, where a time is due", node.kind());
                self.fault(FaultKind::BadTime, node.span, message);
                String::new()
            }
        }
    }

    /// Anything of the right outer shape that is not looked into.
    pub(super) fn mapping(&mut self, fields: &Fields<'_>, name: &str) {
        if let Some(node) = fields.get(name).filter(|node| node.pairs().is_none()) {
            let message = format!("\"{name}\" is {}, where a mapping is due", node.kind());
            self.fault(FaultKind::WrongType, node.span, message);
        }
    }

    fn clean(&mut self, node: &Node, name: &str) -> String {
        let raw = self.text(node, name, Home::Metadata);
        if text::has_deceptive(&raw) {
            let message = format!("\"{name}\" holds control or direction characters");
            self.fault(FaultKind::Deceptive, node.span, message);
        }
        match text::sanitise(&raw) {
            std::borrow::Cow::Borrowed(_) => raw,
            std::borrow::Cow::Owned(clean) => clean,
        }
    }

    fn text(&mut self, node: &Node, name: &str, home: Home) -> String {
        let resolved = resolve(node);
        match (&node.value, &resolved) {
            (_, Resolved::Null) => String::new(),
            (Value::Scalar { text, .. }, Resolved::Text) => text.clone(),
            (Value::Scalar { text, .. }, _) => {
                let written = text.clone();
                let kind = resolved.kind();
                let coerced = coerced(&resolved);
                let fix = Some(format!("write \"{written}\" in quotes"));
                let (kind, message) = if self.coerces(home) {
                    let message = format!(
                        "\"{name}\" is {kind}, where text is due; Helm reads {written} as \"{coerced}\""
                    );
                    (FaultKind::Coerced, message)
                } else {
                    let message = format!("\"{name}\" is {kind} ({written}), where text is due");
                    (FaultKind::Unquoted, message)
                };
                let fault = self.fault(kind, node.span, message);
                fault.fix = fix;
                name.clone_into(&mut fault.field);
                if kind == FaultKind::Coerced { coerced } else { written }
            }
            _ => {
                let message = format!("\"{name}\" is {}, where text is due", node.kind());
                self.fault(FaultKind::WrongType, node.span, message);
                String::new()
            }
        }
    }

    fn coerces(&self, home: Home) -> bool {
        match self.dialect {
            Dialect::Chart => true,
            Dialect::IndexYaml => home == Home::Index,
            Dialect::IndexJson => false,
        }
    }
}

/// The text that Helm's decoder makes of a number or boolean: `%g` at 32 bits for fractions.
fn coerced(resolved: &Resolved) -> String {
    match resolved {
        Resolved::Bool(value) => value.to_string(),
        Resolved::Integer(value) => value.to_string(),
        Resolved::Float(value) => float(*value),
        Resolved::Null | Resolved::Text => String::new(),
    }
}

#[expect(
    clippy::cast_possible_truncation,
    reason = "Helm's decoder prints 32 bits, that is the point"
)]
fn float(value: f64) -> String {
    let value = value as f32;
    let written = format!("{value:e}");
    let Some((digits, exponent)) = written.split_once('e') else { return written };
    match exponent.parse::<i32>() {
        Ok(exponent) if !(-4..6).contains(&exponent) => {
            let sign = if exponent < 0 { '-' } else { '+' };
            format!("{digits}e{sign}{:02}", exponent.abs())
        }
        _ => value.to_string(),
    }
}

/// A text for a message: quoted, short, on one line.
pub(super) fn shown(text: &str) -> String {
    let mut short: String = text.chars().take(80).flat_map(char::escape_debug).collect();
    if text.chars().nth(80).is_some() {
        short.push('…');
    }
    format!("\"{short}\"")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_become_text_as_in_helm() {
        for (number, expected) in [
            (1.1, "1.1"),
            (7_244_500.0, "7.2445e+06"),
            (1.16, "1.16"),
            (0.000_01, "1e-05"),
            (100_000.0, "100000"),
            (1_000_000.0, "1e+06"),
        ] {
            assert_eq!(float(number), expected);
        }
    }
}
