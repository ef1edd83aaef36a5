//! A YAML tree that keeps what a judge needs: positions, the text as written, and duplicate keys.
//!
//! May import: `yaml::scalar`, `model::diagnostic::Span`.

use super::scalar::{Resolved, resolve_plain};
use crate::model::diagnostic::Span;

/// How a scalar was written. Only plain scalars may mean numbers, booleans or null.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Style {
    /// Without quotes.
    Plain,
    /// In single or double quotes.
    Quoted,
    /// As a `|` or `>` block.
    Block,
}

/// What a node holds.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// A single value, as text.
    Scalar {
        /// The text after unescaping.
        text: String,
        /// How it was written.
        style: Style,
    },
    /// A list.
    Sequence(Vec<Node>),
    /// Keys and values in order of appearance; duplicates are kept.
    Mapping(Vec<(Node, Node)>),
}

/// A value and where it stands.
#[derive(Clone, Debug, PartialEq)]
pub struct Node {
    /// What it holds.
    pub value: Value,
    /// Where it starts; the length is that of a scalar on one line, else 0.
    pub span: Span,
}

impl Node {
    /// The text of a scalar that is not null.
    #[must_use]
    pub fn as_str(&self) -> Option<&str> {
        match &self.value {
            Value::Scalar { text, .. } if !self.is_null() => Some(text),
            _ => None,
        }
    }

    /// Whether it is a plain `null`, `~` or nothing at all.
    #[must_use]
    pub fn is_null(&self) -> bool {
        matches!(&self.value, Value::Scalar { text, style: Style::Plain }
            if matches!(text.as_str(), "" | "~" | "null" | "Null" | "NULL"))
    }

    /// The items of a sequence.
    #[must_use]
    pub fn items(&self) -> Option<&[Self]> {
        match &self.value {
            Value::Sequence(items) => Some(items),
            _ => None,
        }
    }

    /// The pairs of a mapping.
    #[must_use]
    pub fn pairs(&self) -> Option<&[(Self, Self)]> {
        match &self.value {
            Value::Mapping(pairs) => Some(pairs),
            _ => None,
        }
    }

    /// The value of the last pair with exactly that key, as Go's decoders choose.
    #[must_use]
    pub fn get(&self, key: &str) -> Option<&Self> {
        self.pairs()?
            .iter()
            .rev()
            .find(|(name, _)| name.as_str() == Some(key))
            .map(|(_, value)| value)
    }

    /// What the node is, in words for messages.
    #[must_use]
    pub fn kind(&self) -> &'static str {
        match &self.value {
            Value::Scalar { .. } if self.is_null() => "nothing",
            Value::Scalar { .. } => resolve(self).kind(),
            Value::Sequence(_) => "a list",
            Value::Mapping(_) => "a mapping",
        }
    }
}

/// The pairs of a mapping in order, with those of its merge keys (`<<`) in their place. Of several sources the
/// earlier ones come last, so that the last pair of a key is the one that counts, as in `go-yaml` v2.
#[must_use]
pub fn merged(node: &Node) -> Vec<(&Node, &Node)> {
    let mut pairs = Vec::with_capacity(node.pairs().map_or(0, <[_]>::len));
    merge_into(&mut pairs, node);
    pairs
}

fn merge_into<'node>(pairs: &mut Vec<(&'node Node, &'node Node)>, node: &'node Node) {
    for (key, value) in node.pairs().unwrap_or_default() {
        match value.items() {
            _ if !is_merge(key) => pairs.push((key, value)),
            Some(items) => items.iter().rev().for_each(|item| merge_into(pairs, item)),
            None => merge_into(pairs, value),
        }
    }
}

/// Whether a key is the merge key `<<`, which quotes would make a text.
#[must_use]
pub fn is_merge(key: &Node) -> bool {
    matches!(&key.value, Value::Scalar { text, style: Style::Plain } if text == "<<")
}

/// What that node means under YAML 1.1; collections mean [`Resolved::Text`].
#[must_use]
pub fn resolve(node: &Node) -> Resolved {
    match &node.value {
        Value::Scalar { text, style: Style::Plain } => resolve_plain(text),
        _ => Resolved::Text,
    }
}

/// What a text counts as when it is copied: about as much as nodes of the same size.
pub(super) fn text_weight(text: &str) -> usize {
    1 + text.len() / 64
}
