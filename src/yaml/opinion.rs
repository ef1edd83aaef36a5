//! A second opinion on a text's syntax. Our tree comes from a YAML 1.2 parser; Helm and Helm Broker read with
//! a port of libyaml, as `serde_yaml` does. Where the two differ, libyaml decides.
//!
//! May import: `yaml::node`, `model::span`.

use serde::Deserialize;
use serde::de::IgnoredAny;
use serde_yaml::{Deserializer, Value as Any};

use super::node::{Node, Style, Value};
use crate::model::Span;

/// Why libyaml does not take the first document of a text, and where.
pub(super) fn fault(text: &str) -> Option<(String, Span)> {
    let error = IgnoredAny::deserialize(Deserializer::from_str(text).next()?).err()?;
    let span = error.location().map_or_else(Span::default, |place| Span {
        line: number(place.line()),
        column: number(place.column()),
        length: 0,
    });
    let words = error.to_string();
    let message = words.split(" at line ").next().unwrap_or_default();
    Some((message.to_owned(), span))
}

/// The tree that libyaml makes of the first document, without positions.
pub(super) fn tree(text: &str) -> Option<Node> {
    node(Any::deserialize(Deserializer::from_str(text).next()?).ok()?)
}

/// The same value as a node; `None` where a collection stands as a key.
fn node(value: Any) -> Option<Node> {
    let scalar = |text: String, style: Style| Value::Scalar { text, style };
    let value = match value {
        Any::Null => scalar("null".to_owned(), Style::Plain),
        Any::Bool(value) => scalar(value.to_string(), Style::Plain),
        Any::Number(value) => scalar(value.to_string(), Style::Plain),
        Any::String(text) => scalar(text, Style::Quoted),
        Any::Sequence(items) => {
            Value::Sequence(items.into_iter().map(node).collect::<Option<_>>()?)
        }
        Any::Mapping(pairs) => {
            let pair = |(key, value): (Any, Any)| {
                let key = (!key.is_mapping() && !key.is_sequence()).then_some(key)?;
                Some((node(key)?, node(value)?))
            };
            Value::Mapping(pairs.into_iter().map(pair).collect::<Option<_>>()?)
        }
        Any::Tagged(tagged) => return node(tagged.value),
    };
    Some(Node { value, span: Span::default() })
}

fn number(value: usize) -> u32 {
    u32::try_from(value).unwrap_or(u32::MAX)
}
