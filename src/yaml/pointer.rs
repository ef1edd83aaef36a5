//! From JSON pointers, in which validators speak, to nodes, which know where they stand; and from nodes to the
//! values that validators take.
//!
//! May import: `yaml::{node, scalar}`.

use serde_json::{Map, Number, Value as Json};

use super::node::{Node, Value, merged, resolve};
use super::scalar::Resolved;

impl Node {
    /// The node that a JSON pointer (RFC 6901) leads to; the empty pointer leads to the node itself.
    ///
    /// ```
    /// let root = chartroom::yaml::read("a:\n- {b/c: 1}\n", Default::default()).root.unwrap();
    /// assert_eq!(root.pointer("/a/0/b~1c").unwrap().span.line, 2);
    /// assert_eq!(root.pointer("/a/1"), None);
    /// ```
    #[must_use]
    pub fn pointer(&self, pointer: &str) -> Option<&Self> {
        self.pointer_pair(pointer).map(|(_, value)| value)
    }

    /// The same with its key, where it stands in a mapping.
    #[must_use]
    pub fn pointer_pair(&self, pointer: &str) -> Option<(Option<&Self>, &Self)> {
        let mut found = (None, self);
        for part in pointer.split('/').skip(1) {
            found = step(found.1, &part.replace("~1", "/").replace("~0", "~"))?;
        }
        Some(found)
    }

    /// The node that a pointer leads to, or the last one on its way that is there.
    #[must_use]
    pub fn nearest(&self, pointer: &str) -> &Self {
        let mut found = self;
        for part in pointer.split('/').skip(1) {
            match step(found, &part.replace("~1", "/").replace("~0", "~")) {
                Some((_, next)) => found = next,
                None => break,
            }
        }
        found
    }

    /// The value that Go programs read: YAML 1.1 scalars, merge keys resolved, of equal keys the last one.
    /// Infinities, which JSON cannot say, become null.
    #[must_use]
    pub fn to_json(&self) -> Json {
        match &self.value {
            Value::Scalar { text, .. } => scalar(text, &resolve(self)),
            Value::Sequence(items) => items.iter().map(Self::to_json).collect(),
            Value::Mapping(_) => {
                let pairs = merged(self);
                pairs
                    .into_iter()
                    .map(|(key, value)| (key.key_text(), value.to_json()))
                    .collect::<Map<_, _>>()
                    .into()
            }
        }
    }

    /// The text that a key is for Go programs: `yes:` is `true`, `0x10:` is `16`.
    #[must_use]
    pub fn key_text(&self) -> String {
        match (&self.value, resolve(self)) {
            (_, Resolved::Bool(flag)) => flag.to_string(),
            (_, Resolved::Integer(number)) => number.to_string(),
            (_, Resolved::Null) => "null".to_owned(),
            (Value::Scalar { text, .. }, _) => text.clone(),
            _ => String::new(),
        }
    }
}

fn step<'node>(node: &'node Node, part: &str) -> Option<(Option<&'node Node>, &'node Node)> {
    if let Some(items) = node.items() {
        return items.get(part.parse::<usize>().ok()?).map(|item| (None, item));
    }
    let pairs = merged(node).into_iter().rev();
    pairs.into_iter().find(|(key, _)| key.key_text() == part).map(|(key, value)| (Some(key), value))
}

fn scalar(text: &str, resolved: &Resolved) -> Json {
    match resolved {
        Resolved::Null => Json::Null,
        Resolved::Bool(flag) => Json::Bool(*flag),
        Resolved::Integer(number) => Number::from_i128(*number).map_or(Json::Null, Json::Number),
        Resolved::Float(number) => Number::from_f64(*number).map_or(Json::Null, Json::Number),
        Resolved::Text => Json::String(text.to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use crate::yaml::{Limits, read};

    const TEXT: &str = "\
base: &base {size: 1, yes: on}
plan:
  <<: *base
  size: 0x10
  names: [a, '1', 1.50, ~]
  a~b/c: x
";

    #[test]
    fn pointers_lead_to_nodes_with_their_places() {
        let root = read(TEXT, Limits::default()).root.expect("a mapping");
        for (pointer, expected) in [
            ("", Some(1)),
            ("/plan/size", Some(4)),
            ("/plan/true", Some(1)),
            ("/plan/names/1", Some(5)),
            ("/plan/a~0b~1c", Some(6)),
            ("/plan/names/x", None),
            ("/plan/none", None),
        ] {
            assert_eq!(root.pointer(pointer).map(|node| node.span.line), expected, "{pointer}");
        }
        assert_eq!(root.nearest("/plan/names/9/x").span.line, 5);
        let key = root.pointer_pair("/plan/size").and_then(|(key, _)| key);
        assert_eq!(key.map(|key| key.span.column), Some(3));
    }

    #[test]
    fn values_are_those_that_go_programs_read() {
        let root = read(TEXT, Limits::default()).root.expect("a mapping");
        let plan = root.to_json().get("plan").cloned().expect("a plan");
        let expected = serde_json::json!(
            {"size": 16, "true": true, "names": ["a", "1", 1.5, null], "a~b/c": "x"}
        );
        assert_eq!(plan, expected);
    }
}
