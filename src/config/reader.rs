//! Takes settings out of a YAML tree and notes all that cannot be used, with its line.
//!
//! May import: `yaml`, `model`.

use std::ops::RangeInclusive;

use crate::model::Span;
use crate::yaml::{self, Limits, Node};

/// A configuration text, and what there is to say about it.
pub(super) struct Reader<'text> {
    name: &'text str,
    /// What could not be used, so far.
    pub(super) notes: Vec<String>,
}

impl<'text> Reader<'text> {
    /// A reader that names the file so in its notes.
    pub(super) fn of(name: &'text str) -> Self {
        Self { name, notes: Vec::new() }
    }

    /// The tree of a text; `None` when it is empty or no YAML at all.
    pub(super) fn tree(&mut self, text: &str) -> Option<Node> {
        let document = yaml::read(text, Limits::default());
        if let Some(error) = document.error {
            self.note(error.span, &format!("{}; the defaults are used", error.message));
            return None;
        }
        document.root.filter(|root| !root.is_null())
    }

    /// The settings below a node, each with its whole name.
    pub(super) fn settings<'node>(
        &mut self,
        path: &str,
        node: &'node Node,
    ) -> Vec<(String, &'node Node, Span)> {
        let Some(pairs) = node.pairs() else {
            if !node.is_null() {
                let what = if path.is_empty() { "it".to_owned() } else { format!("\"{path}\"") };
                self.note(node.span, &format!("{what} must be a mapping"));
            }
            return Vec::new();
        };
        let prefix = if path.is_empty() { String::new() } else { format!("{path}.") };
        pairs
            .iter()
            .map(|(key, value)| {
                (format!("{prefix}{}", key.as_str().unwrap_or_default()), value, key.span)
            })
            .collect()
    }

    /// A whole number of that unit within the range.
    pub(super) fn number(
        &mut self,
        path: &str,
        node: &Node,
        unit: &str,
        range: RangeInclusive<u64>,
    ) -> Option<u64> {
        let number = node.as_str().and_then(|text| text.parse().ok());
        let number = number.filter(|number| range.contains(number));
        if number.is_none() {
            let (least, most) = range.into_inner();
            let want = format!("must be a whole number of {unit} from {least} to {most}");
            self.note(node.span, &format!("\"{path}\" {want}"));
        }
        number
    }

    /// Yes or no.
    pub(super) fn flag(&mut self, path: &str, node: &Node) -> Option<bool> {
        let flag = match node.as_str() {
            Some("true") => Some(true),
            Some("false") => Some(false),
            _ => None,
        };
        if flag.is_none() {
            self.note(node.span, &format!("\"{path}\" must be true or false"));
        }
        flag
    }

    /// A text that is not empty.
    pub(super) fn text(&mut self, path: &str, node: &Node) -> Option<String> {
        let text = node.as_str().filter(|text| !text.is_empty()).map(str::to_owned);
        if text.is_none() {
            self.note(node.span, &format!("\"{path}\" must be a text"));
        }
        text
    }

    /// One text, or a list of texts.
    pub(super) fn texts(&mut self, path: &str, node: &Node) -> Vec<String> {
        self.placed_texts(path, node).into_iter().map(|(text, _)| text).collect()
    }

    /// The same, each with the place where it begins.
    pub(super) fn placed_texts(&mut self, path: &str, node: &Node) -> Vec<(String, Span)> {
        let nodes = node.items().unwrap_or(std::slice::from_ref(node));
        nodes.iter().filter_map(|item| Some((self.text(path, item)?, item.span))).collect()
    }

    /// Notes a setting that nobody knows.
    pub(super) fn unknown(&mut self, path: &str, span: Span) {
        self.note(span, &format!("unknown setting \"{path}\""));
    }

    fn note(&mut self, span: Span, text: &str) {
        // Lines are counted from 1; a note about the file as a whole stands at its first line.
        self.notes.push(format!("{}:{}: {text}", self.name, span.line.max(1)));
    }
}
