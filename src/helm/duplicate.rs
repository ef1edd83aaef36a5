//! Keys that stand twice in one mapping, anywhere in a tree.
//!
//! May import: `helm::field`, `yaml`, `model`.

use std::collections::HashMap;

use crate::helm::field::is_merge;
use crate::model::Span;
use crate::yaml::{Node, Value};

/// A key that its mapping already has.
pub(super) struct Duplicate {
    pub(super) key: String,
    pub(super) span: Span,
    pub(super) first: Span,
    /// Whether one of the two came by a merge key.
    pub(super) merged: bool,
    /// Whether it is a chart's name, directly under `entries`.
    pub(super) is_chart: bool,
}

/// All of them, in order of appearance. `entries` is the mapping whose keys are charts.
pub(super) fn find(root: &Node, entries: Option<&Node>) -> Vec<Duplicate> {
    let mut found = Vec::new();
    walk(root, entries, &mut found);
    found
}

fn walk(node: &Node, entries: Option<&Node>, found: &mut Vec<Duplicate>) {
    match &node.value {
        Value::Scalar { .. } => {}
        Value::Sequence(items) => items.iter().for_each(|item| walk(item, entries, found)),
        Value::Mapping(pairs) => {
            let is_chart = entries.is_some_and(|entries| std::ptr::eq(entries, node));
            mapping(pairs, is_chart, found);
            for (key, value) in pairs {
                // What a merge key brings was walked where it is anchored.
                if !is_merge(key) {
                    walk(value, entries, found);
                }
            }
        }
    }
}

/// Few keys are compared with each other, many through a table.
const FEW: usize = 24;

fn mapping(pairs: &[(Node, Node)], is_chart: bool, found: &mut Vec<Duplicate>) {
    let mut note = |key: &Node, first: Span, merged: bool| {
        let text = key.as_str().unwrap_or("null").to_owned();
        found.push(Duplicate { key: text, span: key.span, first, merged, is_chart });
    };
    if pairs.len() > FEW {
        let mut seen: HashMap<&str, Span> = HashMap::with_capacity(pairs.len());
        for (key, _) in pairs.iter().filter(|(key, _)| !is_merge(key)) {
            let text = key.as_str().unwrap_or("null");
            match seen.get(text) {
                Some(first) => note(key, *first, false),
                None => {
                    seen.insert(text, key.span);
                }
            }
        }
    } else {
        for (index, (key, _)) in pairs.iter().enumerate().filter(|(_, (key, _))| !is_merge(key)) {
            let text = key.as_str().unwrap_or("null");
            let earlier = pairs.iter().take(index);
            if let Some((first, _)) =
                earlier.clone().find(|(other, _)| other.as_str().unwrap_or("null") == text)
            {
                note(key, first.span, false);
            }
        }
    }
    for (merge, value) in pairs.iter().filter(|(key, _)| is_merge(key)) {
        let sources = value.items().unwrap_or(std::slice::from_ref(value));
        for (key, _) in pairs.iter().filter(|(key, _)| !is_merge(key)) {
            let name = key.as_str().unwrap_or("null");
            if sources.iter().any(|source| source.get(name).is_some()) {
                note(key, merge.span, true);
            }
        }
    }
}
