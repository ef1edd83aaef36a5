//! YAML within a text of another YAML file, with places in that file.
//!
//! May import: `yaml`, `model`.

use crate::model::rule::artifacthub as rules;
use crate::model::{Findings, Span};
use crate::yaml::{self, Limits, Node, Style, Value};

/// A value that is a YAML document of its own.
pub(super) struct Embedded<'text> {
    pub(super) key: &'text Node,
    pub(super) node: &'text Node,
    /// What it says.
    pub(super) text: &'text str,
    /// The lines of that.
    pub(super) rows: Vec<&'text str>,
    /// The lines of the file.
    pub(super) lines: &'text [&'text str],
}

impl Embedded<'_> {
    /// Reads the value; what is wrong with it is told.
    pub(super) fn read(&self, name: &str, findings: &mut Findings) -> Option<Node> {
        let document = yaml::read(self.text, Limits::default());
        if let Some(error) = document.error {
            let message = format!("{name}: {}", error.message);
            findings.add(&rules::AHB002, self.span(error.span), message);
            return None;
        }
        document.root
    }

    /// Where in the file a place in the value is; where that cannot be told, where the value is.
    pub(super) fn span(&self, inner: Span) -> Span {
        let is_block = matches!(&self.node.value, Value::Scalar { style: Style::Block, .. });
        let found = if is_block { self.in_block(inner) } else { self.in_line(inner) };
        found.unwrap_or(self.node.span)
    }

    /// A block begins below the line of its key, and all of it is moved to the right.
    fn in_block(&self, inner: Span) -> Option<Span> {
        let row = inner.line.max(1) as usize - 1;
        let wanted = self.rows.get(row).copied().unwrap_or_default();
        let line = self.key.span.line as usize + row;
        // In a folded block, or behind an alias, other lines stand there.
        let indent = self.lines.get(line)?.trim_end().strip_suffix(wanted.trim_end())?;
        if !indent.trim().is_empty() {
            return None;
        }
        let shift = u32::try_from(indent.chars().count()).ok()?;
        let line = u32::try_from(line + 1).ok()?;
        Some(Span { line, column: inner.column.max(1) + shift, length: inner.length })
    }

    fn in_line(&self, inner: Span) -> Option<Span> {
        let Value::Scalar { text, style } = &self.node.value else { return None };
        let quote = u32::from(*style == Style::Quoted);
        let length = u32::try_from(text.chars().count()).ok()?;
        let is_as_written = inner.line <= 1 && self.node.span.length == length + 2 * quote;
        let column = self.node.span.column + quote + inner.column.max(1) - 1;
        is_as_written.then_some(Span { line: self.node.span.line, column, length: inner.length })
    }
}
