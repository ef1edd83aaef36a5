//! The parts of a Secret's manifest, each judged for itself.
//!
//! May import: `manifest::document`, `manifest::secret::{name, value}`, `model`, `yaml`.

use std::collections::BTreeMap;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use zeroize::Zeroizing;

use super::name::{check_key, check_name};
use super::value::{ORIGIN_PREFIX, SecretValue};
use crate::manifest::document::{Object, Unread};
use crate::model::text::{clean, short_name};
use crate::model::{Place, Secret, SecretName};
use crate::yaml::{self, Node, Value};

/// Holds the whole manifest again, values and all, where `kubectl apply` was used.
const LAST_APPLIED: &str = "kubectl.kubernetes.io/last-applied-configuration";

/// The annotations that are kept.
pub(super) fn annotations(object: &Object) -> BTreeMap<String, String> {
    let is_kept = |key: &str| key != LAST_APPLIED && !key.starts_with(ORIGIN_PREFIX);
    let kept = object.annotations.iter().filter(|(key, _)| is_kept(key));
    kept.map(|(key, value)| (key.clone(), value.clone())).collect()
}

/// Reads the parts of one Secret.
pub(super) struct Reader<'object> {
    object: &'object Object,
    /// What was wrong so far.
    pub(super) unread: Vec<Unread>,
    /// What of `data` is no text, as base64.
    pub(super) binary: BTreeMap<String, Secret>,
}

/// Why a value is not used.
enum Odd {
    /// It is no text. Others may need it: this is its base64.
    Binary(Secret),
    /// Anything else, in words.
    Wrong(String),
}

impl<'object> Reader<'object> {
    pub(super) fn of(object: &'object Object) -> Self {
        Self { object, unread: Vec::new(), binary: BTreeMap::new() }
    }

    /// The name, if it can be used.
    pub(super) fn name(&mut self) -> Option<SecretName> {
        let (name, namespace) = (self.object.name.clone(), self.object.namespace.clone());
        let name = SecretName { namespace, name };
        let node = self.object.node.get("metadata").unwrap_or(&self.object.node);
        if name.name.is_empty() {
            self.tell(node, "the Secret has no \"metadata.name\"");
            return None;
        }
        match check_name(&name) {
            Ok(()) => Some(name),
            Err(why) => {
                let shown = clean(&short_name(&name.to_string())).into_owned();
                self.tell(node, &format!("\"{shown}\" cannot be used: {why}"));
                None
            }
        }
    }

    pub(super) fn kind(&self) -> String {
        let kind = self.object.node.get("type").and_then(Node::as_str).unwrap_or_default();
        clean(&short_name(kind)).into_owned()
    }

    /// The keys of `data`, then of `stringData`, then those that are kept elsewhere: the last one counts.
    pub(super) fn values(&mut self) -> BTreeMap<String, SecretValue> {
        let mut values = BTreeMap::new();
        for (field, decode) in [("data", decoded as fn(&Node) -> _), ("stringData", literal)] {
            for (key, node) in self.pairs(field) {
                match decode(node) {
                    Ok(value) => {
                        values.insert(key, SecretValue::Here(value));
                    }
                    Err(odd) => self.odd(node, field, key, odd),
                }
            }
        }
        for (key, reference) in self.references() {
            if values.insert(key.clone(), reference).is_some() {
                let what = format!(
                    "{key} has a value and an annotation {ORIGIN_PREFIX}{key}: the annotation counts"
                );
                self.tell(&self.object.node, &what);
            }
        }
        values
    }

    fn odd(&mut self, node: &Node, field: &str, key: String, odd: Odd) {
        let why = match &odd {
            Odd::Binary(_) => "is no UTF-8 text once its base64 is decoded",
            Odd::Wrong(why) => why,
        };
        self.tell(node, &format!("the value of {key} in {field} {why}"));
        if let Odd::Binary(value) = odd {
            self.binary.insert(key, value);
        }
    }

    /// The pairs of `data` or `stringData` with keys that can be used.
    fn pairs(&mut self, field: &str) -> Vec<(String, &'object Node)> {
        let Some(node) = self.object.node.get(field).filter(|node| !node.is_null()) else {
            return Vec::new();
        };
        if node.pairs().is_none() {
            self.tell(node, &format!("\"{field}\" must be a mapping, not {}", node.kind()));
        }
        let mut found = Vec::new();
        for (key, value) in yaml::merged(node) {
            let name = key.as_str().unwrap_or_default();
            match check_key(name) {
                Ok(()) => found.push((name.to_owned(), value)),
                Err(why) => {
                    let shown = clean(&short_name(name)).into_owned();
                    self.tell(key, &format!("\"{shown}\" in {field} cannot be used: {why}"));
                }
            }
        }
        found
    }

    fn references(&mut self) -> Vec<(String, SecretValue)> {
        let mut found = Vec::new();
        for (name, text) in &self.object.annotations {
            let Some(key) = name.strip_prefix(ORIGIN_PREFIX) else { continue };
            let read = check_key(key).and_then(|()| SecretValue::parse_reference(text));
            match read {
                Ok(reference) => found.push((key.to_owned(), reference)),
                Err(why) => {
                    let shown = clean(&short_name(name)).into_owned();
                    self.tell(
                        &self.object.node,
                        &format!("the annotation {shown} cannot be used: {why}"),
                    );
                }
            }
        }
        found
    }

    fn tell(&mut self, node: &Node, message: &str) {
        let place = Place::at(self.object.place.file.clone(), node.span);
        self.unread.push(Unread { place, message: message.to_owned() });
    }
}

/// A value of `data`: base64, with line breaks and blanks wherever the one who wrote it put them.
fn decoded(node: &Node) -> Result<Secret, Odd> {
    let text = match &node.value {
        Value::Scalar { text, .. } if node.as_str().is_some() => text,
        _ if node.is_null() => return Ok(Secret::default()),
        _ => return Err(Odd::Wrong(format!("must be a text, not {}", node.kind()))),
    };
    let dense: Zeroizing<String> =
        Zeroizing::new(text.chars().filter(|character| !character.is_ascii_whitespace()).collect());
    let bytes = STANDARD.decode(dense.as_bytes()).map_err(|_| {
        Odd::Wrong("is no base64; a value as it is belongs in stringData".to_owned())
    })?;
    match String::from_utf8(bytes) {
        Ok(text) => Ok(Secret::from(text)),
        Err(error) => {
            drop(Zeroizing::new(error.into_bytes()));
            Err(Odd::Binary(Secret::from(dense.as_str())))
        }
    }
}

/// A value of `stringData`. What only looks like a text is not taken for one: `1.10` would be another word to
/// every other reader.
fn literal(node: &Node) -> Result<Secret, Odd> {
    match (&node.value, yaml::resolve(node)) {
        (Value::Scalar { text, .. }, yaml::Resolved::Text) => Ok(Secret::from(text.as_str())),
        _ if node.is_null() => Ok(Secret::default()),
        (Value::Scalar { .. }, _) => {
            Err(Odd::Wrong(format!("is {}: put it in quotes", node.kind())))
        }
        _ => Err(Odd::Wrong(format!("must be a text, not {}", node.kind()))),
    }
}
