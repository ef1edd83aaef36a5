//! How much work a schema can cause: references multiply what they refer to.
//!
//! May import: nothing of the crate.

use std::collections::{HashMap, HashSet};

use serde_json::Value as Json;

/// More subschemas than that, references followed, are not judged.
const LIMIT: u64 = 5_000_000;

/// Whether a schema can be applied to a value of some depth at a bearable cost.
pub(super) fn is_bearable(schema: &Json, depth: u32) -> bool {
    let mut walk = Walk { root: schema, known: HashMap::new(), open: HashSet::new(), circles: 0 };
    let weight = walk.weight(schema);
    // A schema that refers to itself several times is tried as often at each level of the value.
    let tries = walk.circles.max(1).saturating_pow(depth);
    weight.saturating_mul(tries.min(LIMIT)) <= LIMIT.saturating_mul(10) && tries <= LIMIT
}

/// How deep a value is.
pub(super) fn depth(value: &Json) -> u32 {
    match value {
        Json::Array(items) => 1 + items.iter().map(depth).max().unwrap_or(0),
        Json::Object(fields) => 1 + fields.values().map(depth).max().unwrap_or(0),
        _ => 0,
    }
}

struct Walk<'s> {
    root: &'s Json,
    known: HashMap<&'s str, u64>,
    open: HashSet<&'s str>,
    circles: u64,
}

impl<'s> Walk<'s> {
    fn weight(&mut self, schema: &'s Json) -> u64 {
        let below = match schema {
            Json::Array(items) => {
                items.iter().map(|item| self.weight(item)).fold(0, u64::saturating_add)
            }
            Json::Object(fields) => {
                fields.values().map(|value| self.weight(value)).fold(0, u64::saturating_add)
            }
            _ => 0,
        };
        let reference = schema.get("$ref").and_then(Json::as_str);
        let referred = reference.map_or(0, |reference| self.referred(reference));
        below.saturating_add(referred).saturating_add(1)
    }

    fn referred(&mut self, reference: &'s str) -> u64 {
        if let Some(weight) = self.known.get(reference) {
            return *weight;
        }
        if self.open.len() > 64 || !self.open.insert(reference) {
            self.circles += 1;
            return 0;
        }
        let pointer = reference.strip_prefix('#').unwrap_or(reference);
        let weight = self.root.pointer(pointer).map_or(0, |target| self.weight(target));
        self.open.remove(reference);
        self.known.insert(reference, weight);
        weight
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn schemas_that_multiply_are_left_alone() {
        let level = |next: &str| json!({"anyOf": [{"$ref": next}, {"$ref": next}]});
        let mut definitions = serde_json::Map::new();
        for number in 0..40 {
            definitions.insert(number.to_string(), level(&format!("#/definitions/{}", number + 1)));
        }
        definitions.insert("40".to_owned(), json!({"type": "string"}));
        let bomb = json!({"definitions": definitions, "$ref": "#/definitions/0"});
        assert!(!is_bearable(&bomb, 1));
        let twice = json!({"anyOf": [
            {"properties": {"a": {"$ref": "#"}}}, {"properties": {"b": {"$ref": "#"}}}
        ]});
        assert!(is_bearable(&twice, 5) && !is_bearable(&twice, 100));
        assert!(is_bearable(&json!({"properties": {"a": {"$ref": "#"}}}), 100));
    }
}
