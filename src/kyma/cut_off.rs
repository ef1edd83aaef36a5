//! What a fault that ends a text early makes of the judgements on its last nodes.
//!
//! May import: `yaml`, `model`.

use crate::model::Findings;
use crate::yaml::{Node, Value};

/// Takes back what the rules with those codes say of the nodes that a syntax error cut off: their missing parts
/// may well stand behind the error.
pub(super) fn drop_unfinished(out: &mut Findings, root: Option<&Node>, codes: &[&str]) {
    let mut spans = Vec::new();
    let mut next = root;
    while let Some(node) = next {
        spans.push(node.span);
        next = match &node.value {
            Value::Scalar { .. } => None,
            Value::Sequence(items) => items.last(),
            Value::Mapping(pairs) => pairs.last().map(|(key, value)| {
                spans.push(key.span);
                value
            }),
        };
    }
    out.list.retain(|found| {
        let is_cut_off = found.place.span.is_none_or(|span| spans.contains(&span));
        !is_cut_off || !codes.contains(&found.rule.code)
    });
}
