//! Keys that stand twice in one mapping, anywhere in a tree.
//!
//! May import: `helm::field`, `yaml`, `model`.

use std::collections::{HashMap, HashSet};

use crate::helm::field::key_text;
use crate::model::Span;
use crate::yaml::{Node, Value, is_merge, merged};

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
    let mut note = |key: &str, span: Span, first: Span, merged: bool| {
        found.push(Duplicate { key: key.to_owned(), span, first, merged, is_chart });
    };
    let names: Vec<(&str, Span)> = pairs
        .iter()
        .filter(|(key, _)| !is_merge(key))
        .map(|(key, _)| (key_text(key), key.span))
        .collect();
    if names.len() > FEW {
        let mut seen: HashMap<&str, Span> = HashMap::with_capacity(names.len());
        for (name, span) in names.iter().copied() {
            match seen.get(name) {
                Some(first) => note(name, span, *first, false),
                None => {
                    seen.insert(name, span);
                }
            }
        }
    } else {
        for (index, (name, span)) in names.iter().enumerate() {
            if let Some((_, first)) = names.iter().take(index).find(|(other, _)| other == name) {
                note(name, *span, *first, false);
            }
        }
    }
    let merges: Vec<_> = pairs.iter().filter(|(key, _)| is_merge(key)).collect();
    if merges.is_empty() {
        return;
    }
    let own: HashMap<&str, Span> = names.into_iter().collect();
    for (merge, value) in merges {
        let mut told = HashSet::new();
        for source in value.items().unwrap_or(std::slice::from_ref(value)) {
            for name in merged(source).into_iter().map(|(key, _)| key_text(key)) {
                if let Some(span) = own.get(name).filter(|_| told.insert(name)) {
                    note(name, *span, merge.span, true);
                }
            }
        }
    }
}
