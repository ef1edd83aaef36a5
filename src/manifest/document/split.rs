//! A text in its documents, so that a fault in one ends there.
//!
//! May import: `model`.

use serde::de::IgnoredAny;

use crate::model::Span;

/// One document and where it starts.
pub(super) struct Part<'text> {
    pub(super) text: &'text str,
    /// Lines before its first one.
    pub(super) lines: u32,
    /// Characters before it on its first line.
    columns: u32,
}

impl<'text> Part<'text> {
    fn new(whole: &'text str, start: usize, end: usize) -> Self {
        let before = whole.get(..start).unwrap_or_default();
        let last = before.rsplit('\n').next().unwrap_or_default();
        let number = |value| u32::try_from(value).unwrap_or(u32::MAX);
        Self {
            text: whole.get(start..end).unwrap_or_default(),
            lines: number(before.matches('\n').count()),
            columns: number(last.chars().count()),
        }
    }

    /// A position within the part as one of the whole text.
    pub(super) fn moved(&self, span: Span) -> Span {
        let columns = if span.line <= 1 { self.columns } else { 0 };
        Span {
            line: span.line.max(1).saturating_add(self.lines),
            column: span.column.max(1).saturating_add(columns),
            length: span.length,
        }
    }
}

/// The documents of a text of YAML or JSON. A byte order mark is none of them.
pub(super) fn parts(text: &str) -> Vec<Part<'_>> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    json(text).unwrap_or_else(|| yaml(text))
}

/// JSON values one after the other, which `kubectl get -o json` run twice gives; `None` where it is not JSON
/// throughout.
fn json(text: &str) -> Option<Vec<Part<'_>>> {
    if !text.trim_start().starts_with('{') {
        return None;
    }
    let mut found = Vec::new();
    let mut values = serde_json::Deserializer::from_str(text).into_iter::<IgnoredAny>();
    let mut end = 0;
    while let Some(value) = values.next() {
        value.ok()?;
        let rest = text.get(end..).unwrap_or_default();
        let start = end + (rest.len() - rest.trim_start().len());
        end = values.byte_offset();
        found.push(Part::new(text, start, end));
    }
    Some(found)
}

/// YAML documents: a marker at the start of a line ends a document wherever it stands.
fn yaml(text: &str) -> Vec<Part<'_>> {
    let mut found = Vec::new();
    let (mut start, mut at) = (0, 0);
    let mut state = Content::None;
    for line in text.split_inclusive('\n') {
        let here = at;
        at += line.len();
        if is_marker(line, "---") {
            match state {
                Content::Some => found.push(Part::new(text, start, here)),
                Content::Directives => {}
                Content::None => start = here,
            }
            if state == Content::Some {
                start = here;
            }
            state = Content::of(line.get(3..).unwrap_or_default());
        } else if is_marker(line, "...") {
            if state == Content::Some {
                found.push(Part::new(text, start, here));
            }
            (start, state) = (at, Content::None);
        } else {
            state = state.and(line);
        }
    }
    if state == Content::Some {
        found.push(Part::new(text, start, text.len()));
    }
    found
}

fn is_marker(line: &str, marker: &str) -> bool {
    let rest = line.strip_prefix(marker);
    rest.is_some_and(|rest| rest.is_empty() || rest.starts_with([' ', '\t', '\r', '\n']))
}

/// What a document has had so far.
#[derive(Clone, Copy, PartialEq)]
enum Content {
    None,
    Directives,
    Some,
}

impl Content {
    fn of(line: &str) -> Self {
        match line.trim_start().chars().next() {
            None | Some('#') => Self::None,
            Some(_) => Self::Some,
        }
    }

    fn and(self, line: &str) -> Self {
        match (self, Self::of(line)) {
            (state, Self::None) => state,
            (Self::None | Self::Directives, _) if line.starts_with('%') => Self::Directives,
            _ => Self::Some,
        }
    }
}
