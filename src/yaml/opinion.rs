//! A second opinion on a text's syntax. Our tree comes from a YAML 1.2 parser; Helm and Helm Broker read with
//! a port of libyaml, as `serde_yaml` does. Where the two differ, libyaml decides.
//!
//! May import: `yaml::node`, `model::span`.

use std::fmt;

use serde::Deserialize;
use serde::de::{
    DeserializeSeed, EnumAccess, Error, IgnoredAny, MapAccess, SeqAccess, VariantAccess, Visitor,
};
use serde_yaml::{Deserializer, Number};

use super::node::{Node, Style, Value, text_weight};
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

/// The tree that libyaml makes of the first document, without positions. `None` where a collection stands as a
/// key, or where it weighs more than the budget: here aliases are followed without any limit worth the name.
pub(super) fn tree(text: &str, mut budget: usize) -> Option<Node> {
    Grower { budget: &mut budget }.deserialize(Deserializer::from_str(text).next()?).ok()
}

/// Makes one node, and all that is in it, on a budget.
struct Grower<'budget> {
    budget: &'budget mut usize,
}

impl Grower<'_> {
    fn again(&mut self) -> Grower<'_> {
        Grower { budget: self.budget }
    }

    fn spend<E: Error>(&mut self, weight: usize) -> Result<(), E> {
        let left = self.budget.checked_sub(weight);
        *self.budget = left.ok_or_else(|| E::custom("aliases stand for too much"))?;
        Ok(())
    }

    fn scalar<E: Error>(mut self, text: String, style: Style) -> Result<Node, E> {
        self.spend(text_weight(&text))?;
        Ok(node(Value::Scalar { text, style }))
    }
}

fn node(value: Value) -> Node {
    Node { value, span: Span::default() }
}

impl<'de> DeserializeSeed<'de> for Grower<'_> {
    type Value = Node;

    fn deserialize<D: serde::Deserializer<'de>>(self, deserializer: D) -> Result<Node, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Grower<'_> {
    type Value = Node;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a value")
    }

    fn visit_unit<E: Error>(self) -> Result<Node, E> {
        self.scalar("null".to_owned(), Style::Plain)
    }

    fn visit_bool<E: Error>(self, value: bool) -> Result<Node, E> {
        self.scalar(value.to_string(), Style::Plain)
    }

    fn visit_i64<E: Error>(self, value: i64) -> Result<Node, E> {
        self.scalar(value.to_string(), Style::Plain)
    }

    fn visit_u64<E: Error>(self, value: u64) -> Result<Node, E> {
        self.scalar(value.to_string(), Style::Plain)
    }

    fn visit_i128<E: Error>(self, value: i128) -> Result<Node, E> {
        self.scalar(value.to_string(), Style::Plain)
    }

    fn visit_u128<E: Error>(self, value: u128) -> Result<Node, E> {
        self.scalar(value.to_string(), Style::Plain)
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<Node, E> {
        self.scalar(Number::from(value).to_string(), Style::Plain)
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Node, E> {
        // Only a merge key means something that quotes would take away.
        let style = if text == "<<" { Style::Plain } else { Style::Quoted };
        self.scalar(text.to_owned(), style)
    }

    fn visit_seq<A: SeqAccess<'de>>(mut self, mut access: A) -> Result<Node, A::Error> {
        self.spend(1)?;
        let mut items = Vec::new();
        while let Some(item) = access.next_element_seed(self.again())? {
            items.push(item);
        }
        Ok(node(Value::Sequence(items)))
    }

    fn visit_map<A: MapAccess<'de>>(mut self, mut access: A) -> Result<Node, A::Error> {
        self.spend(1)?;
        let mut pairs = Vec::new();
        while let Some(key) = access.next_key_seed(self.again())? {
            if !matches!(key.value, Value::Scalar { .. }) {
                return Err(A::Error::custom("a collection stands as a key"));
            }
            pairs.push((key, access.next_value_seed(self.again())?));
        }
        Ok(node(Value::Mapping(pairs)))
    }

    fn visit_enum<A: EnumAccess<'de>>(self, access: A) -> Result<Node, A::Error> {
        let (_tag, tagged) = access.variant::<IgnoredAny>()?;
        tagged.newtype_variant_seed(self)
    }
}

fn number(value: usize) -> u32 {
    u32::try_from(value).unwrap_or(u32::MAX)
}
