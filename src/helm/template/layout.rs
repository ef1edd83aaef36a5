//! Judges the plain text of a template: how it is indented, and whether anybody will see it.
//!
//! May import: `helm::template::{fault, source, tree}`, `model::rule`.

use super::fault::Fault;
use super::source::Source;
use super::tree::{Bytes, ControlKind, Node};
use crate::model::rule::template as rules;

/// Judges a file.
pub(super) fn judge(source: &Source<'_>, faults: &mut Vec<Fault>) {
    if source.is_manifest() {
        start(source, &source.parsed.tree.body, faults);
        tabs(source, faults);
    }
    if !source.is_rendered() {
        unseen(source, faults);
    }
}

/// What is left of a text after the trim markers beside it.
fn trimmed(text: &str, range: &Bytes) -> Bytes {
    let part = text.get(range.clone()).unwrap_or_default();
    let before = text.get(..range.start).unwrap_or_default();
    let after = text.get(range.end..).unwrap_or_default();
    let is_blank = |next: char| next.is_ascii_whitespace();
    let marker = before.strip_suffix("}}").and_then(|head| head.strip_suffix('-'));
    let mut range = range.clone();
    if marker.is_some_and(|head| head.ends_with(is_blank)) {
        range.start += part.len() - part.trim_start_matches(is_blank).len();
    }
    if after.strip_prefix("{{-").is_some_and(|tail| tail.starts_with(is_blank)) {
        let part = text.get(range.clone()).unwrap_or_default();
        range.end -= part.len() - part.trim_end_matches(is_blank).len();
    }
    range
}

/// The first text that is rendered, if nothing that may write comes before it.
fn first(text: &str, nodes: &[Node<'_>]) -> Option<Bytes> {
    let mut pending: Vec<&Node<'_>> = nodes.iter().rev().collect();
    while let Some(node) = pending.pop() {
        match node {
            Node::Text(range) => {
                let range = trimmed(text, range);
                if !text.get(range.clone()).unwrap_or_default().trim().is_empty() {
                    return Some(range);
                }
            }
            Node::Action(pipeline) if !pipeline.variables.is_empty() => {}
            Node::Control(control) if control.kind == ControlKind::If => {
                let branch = control.branches.first()?;
                pending.extend(branch.body.iter().rev());
            }
            _ => return None,
        }
    }
    None
}

fn start(source: &Source<'_>, nodes: &[Node<'_>], faults: &mut Vec<Fault>) {
    let Some(range) = first(source.text, nodes) else { return };
    let text = source.text.get(range.clone()).unwrap_or_default();
    let mut place = range.start;
    for line in text.split_inclusive('\n') {
        let indented = line.len() - line.trim_start_matches([' ', '\t']).len();
        if !line.trim().is_empty() {
            // A text that begins within a line is indented by what stands before it.
            let is_whole = place == 0 || source.text.as_bytes().get(place - 1) == Some(&b'\n');
            if indented > 0 && is_whole {
                let message = "the first line of the document is indented";
                faults.push(Fault::new(&rules::TPL033, place..place + indented, message));
            }
            return;
        }
        place += line.len();
    }
}

/// Lines that begin with a tab and then say something.
fn tabs(source: &Source<'_>, faults: &mut Vec<Fault>) {
    let mut ranges: Vec<Bytes> = Vec::new();
    super::tree::walk(&source.parsed.tree.body, &mut |node| {
        if let Node::Text(range) = node {
            ranges.push(range.clone());
        }
    });
    for range in ranges {
        let mut place = range.start;
        for line in source.text.get(range).unwrap_or_default().split_inclusive('\n') {
            let is_whole = place == 0 || source.text.as_bytes().get(place - 1) == Some(&b'\n');
            let said = line.trim_start();
            if is_whole && line.starts_with('\t') && !said.is_empty() && !said.starts_with('#') {
                let tabs = line.len() - line.trim_start_matches('\t').len();
                let message = "a tab indents the line, which YAML forbids";
                faults.push(Fault::new(&rules::TPL034, place..place + tabs, message));
                return;
            }
            place += line.len();
        }
    }
}

/// Text of a partial that stands outside of its definitions.
fn unseen(source: &Source<'_>, faults: &mut Vec<Fault>) {
    for node in &source.parsed.tree.body {
        let Node::Text(range) = node else { continue };
        let mut place = range.start;
        for line in source.text.get(range.clone()).unwrap_or_default().split_inclusive('\n') {
            let said = line.trim();
            let is_remark =
                ["#", "//", "/*", "*", "--", "<!--"].iter().any(|sign| said.starts_with(sign));
            if !said.is_empty() && !is_remark && said.chars().any(char::is_alphanumeric) {
                let start = place + line.len() - line.trim_start().len();
                let message = "this text stands in no definition, so it is never rendered";
                faults.push(Fault::new(&rules::TPL035, start..start + said.len(), message));
                return;
            }
            place += line.len();
        }
    }
}
