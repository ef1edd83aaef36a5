//! The default values of a chart, with their places.
//!
//! May import: `yaml`, `model`.

use serde_json::{Map, Value as Json};

use crate::model::{Package, Span};
use crate::yaml::{self, Limits, Node, Value};

/// More documents than any values file needs are not looked at.
const DOCUMENTS: usize = 100;

/// A file of values: its documents, which Helm merges in order.
#[derive(Default)]
pub(super) struct Defaults {
    /// How users name the file.
    pub(super) file: String,
    documents: Vec<Node>,
}

/// Reads a file of values. What is broken is left out, the loader told of it.
pub(super) fn read(package: &Package, path: &str) -> Defaults {
    let mut defaults = Defaults { file: package.place(path), documents: Vec::new() };
    let text = package.file(path).and_then(|file| file.text()).unwrap_or_default();
    let (mut rest, mut skipped) = (text, 0);
    for _ in 0..DOCUMENTS {
        let document = yaml::read(rest, Limits::default());
        if document.error.is_some() {
            break;
        }
        if let Some(mut root) = document.root.filter(|root| root.pairs().is_some()) {
            if skipped > 0 {
                shift(&mut root, skipped);
            }
            defaults.documents.push(root);
        }
        let Some(line) = document.second.map(|span| span.line.saturating_sub(1)) else { break };
        let start: usize = rest.split_inclusive('\n').take(line as usize).map(str::len).sum();
        if line == 0 {
            break;
        }
        rest = rest.get(start..).unwrap_or_default();
        skipped += line;
    }
    defaults
}

fn shift(node: &mut Node, lines: u32) {
    node.span.line += lines;
    match &mut node.value {
        Value::Scalar { .. } => {}
        Value::Sequence(items) => items.iter_mut().for_each(|item| shift(item, lines)),
        Value::Mapping(pairs) => pairs.iter_mut().for_each(|(key, value)| {
            shift(key, lines);
            shift(value, lines);
        }),
    }
}

impl Defaults {
    /// The documents, as they stand.
    pub(super) fn documents(&self) -> &[Node] {
        &self.documents
    }

    /// The values that Helm sees.
    pub(super) fn json(&self) -> Map<String, Json> {
        let mut all = Map::new();
        for document in &self.documents {
            if let Json::Object(next) = document.to_json() {
                lay_over(&mut all, next);
            }
        }
        all
    }

    /// Where a JSON pointer leads: the value, or its key where the value is a collection or nothing.
    pub(super) fn locate(&self, pointer: &str) -> Option<Span> {
        self.documents.iter().rev().find_map(|root| locate(root, pointer))
    }

    /// The same; where nothing is, the nearest place above it.
    pub(super) fn nearest(&self, pointer: &str) -> Span {
        let mut pointer = pointer;
        loop {
            if let Some(span) = self.locate(pointer).filter(|span| span.line > 0) {
                return span;
            }
            match pointer.rfind('/') {
                Some(end) => pointer = pointer.get(..end).unwrap_or_default(),
                None => return Span { line: 1, column: 1, length: 0 },
            }
        }
    }

    /// Where the key of a pointer stands.
    pub(super) fn key(&self, pointer: &str) -> Option<Span> {
        let key = |root: &Node| root.pointer_pair(pointer).and_then(|(key, _)| Some(key?.span));
        self.documents.iter().rev().find_map(key)
    }
}

/// Where a JSON pointer leads in a tree.
pub(super) fn locate(root: &Node, pointer: &str) -> Option<Span> {
    let (key, value) = root.pointer_pair(pointer)?;
    let is_plain = matches!(value.value, Value::Scalar { .. }) && value.span.length > 0;
    Some(key.filter(|_| !is_plain).unwrap_or(value).span)
}

/// Lays values over others: tables are merged, all else is replaced.
fn lay_over(below: &mut Map<String, Json>, above: Map<String, Json>) {
    for (key, value) in above {
        match (below.get_mut(&key), value) {
            (Some(Json::Object(below)), Json::Object(above)) => lay_over(below, above),
            (_, value) => {
                below.insert(key, value);
            }
        }
    }
}
