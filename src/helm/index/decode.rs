//! The bytes of an index file to a tree, by Helm's three ways: refused, JSON, or the first YAML document.
//!
//! May import: `helm::field`, `yaml`, `model`.

use std::borrow::Cow;

use serde::de::IgnoredAny;
use serde_json::Value as Json;

use crate::helm::field::Dialect;
use crate::model::rule::index as rules;
use crate::model::{Findings, Span};
use crate::yaml::{self, Limits, Node, Style, SyntaxKind, Value};

/// Reads the tree of an index; `None` when there is nothing that could be one.
pub(super) fn decode(bytes: &[u8], findings: &mut Findings) -> Option<(Node, Dialect)> {
    let nowhere = Span::default();
    if bytes.is_empty() {
        findings.refuse(&rules::IDX001, nowhere, "the index file is empty");
        return None;
    }
    if serde_json::from_slice::<IgnoredAny>(bytes).is_ok() {
        return json(bytes).map(|node| (node, Dialect::IndexJson));
    }
    let text = text(bytes, findings);
    if text.trim_start().starts_with('<') {
        let message = "this is a web page or XML document, not an index";
        findings.refuse(&rules::IDX003, nowhere, message);
        return None;
    }
    control_characters(&text, findings);
    let document = yaml::read(&text, Limits::default());
    if let Some(error) = document.error {
        let rule = match error.kind {
            SyntaxKind::Syntax => &rules::IDX002,
            SyntaxKind::Limit => &rules::IDX006,
        };
        findings.refuse(rule, error.span, error.message);
    }
    if let Some(span) = document.second {
        findings.add(&rules::IDX019, span, "a second document begins here; Helm does not read it");
    }
    let root = document.root.filter(|root| !root.is_null());
    if root.is_none() && findings.refused.is_none() {
        findings.refuse(&rules::IDX007, nowhere, "the file holds nothing, so it has no apiVersion");
    }
    Some((root?, Dialect::IndexYaml))
}

/// Valid JSON, with positions where our YAML reader can follow it.
fn json(bytes: &[u8]) -> Option<Node> {
    let text = std::str::from_utf8(bytes).ok()?;
    let document = yaml::read(text, Limits::default());
    match (document.root, document.error, document.second) {
        (Some(root), None, None) => Some(root),
        _ => serde_json::from_str(text).ok().map(node),
    }
}

/// A JSON value as a tree without positions.
fn node(json: Json) -> Node {
    let value = match json {
        Json::Null => plain("null".to_owned()),
        Json::Bool(value) => plain(value.to_string()),
        Json::Number(value) => plain(value.to_string()),
        Json::String(text) => quoted(text),
        Json::Array(items) => Value::Sequence(items.into_iter().map(node).collect()),
        Json::Object(pairs) => {
            let key = |text| Node { value: quoted(text), span: Span::default() };
            Value::Mapping(
                pairs.into_iter().map(|(name, value)| (key(name), node(value))).collect(),
            )
        }
    };
    Node { value, span: Span::default() }
}

fn plain(text: String) -> Value {
    Value::Scalar { text, style: Style::Plain }
}

fn quoted(text: String) -> Value {
    Value::Scalar { text, style: Style::Quoted }
}

/// The text, from UTF-8 or (by its mark) UTF-16; what is neither is noted and replaced.
fn text<'b>(bytes: &'b [u8], findings: &mut Findings) -> Cow<'b, str> {
    let wide = |decode: fn([u8; 2]) -> u16| {
        let units = bytes.as_chunks::<2>().0.iter().map(|pair| decode(*pair));
        char::decode_utf16(units).map(|unit| unit.unwrap_or('\u{fffd}')).collect::<String>()
    };
    if bytes.starts_with(&[0xff, 0xfe]) {
        return Cow::Owned(wide(u16::from_le_bytes));
    }
    if bytes.starts_with(&[0xfe, 0xff]) {
        return Cow::Owned(wide(u16::from_be_bytes));
    }
    let text = String::from_utf8_lossy(bytes);
    if let Err(error) = std::str::from_utf8(bytes) {
        let (before, after) = bytes.split_at(error.valid_up_to());
        let byte = after.first().copied().unwrap_or_default();
        let message = format!("the byte 0x{byte:02x} is no UTF-8");
        let span = Span { length: 1, ..Span::end_of(&String::from_utf8_lossy(before)) };
        findings.refuse(&rules::IDX005, span, message);
    }
    text
}

/// What YAML forbids to stand as it is. Each line is spoken of once.
fn control_characters(text: &str, findings: &mut Findings) {
    let body = text.strip_prefix('\u{feff}').unwrap_or(text);
    let forbidden = |character: char| {
        matches!(character,
            '\0'..='\u{8}' | '\u{b}' | '\u{c}' | '\u{e}'..='\u{1f}' | '\u{7f}'..='\u{84}'
            | '\u{86}'..='\u{9f}' | '\u{feff}' | '\u{fffe}' | '\u{ffff}')
    };
    // Most indexes are plain ASCII, which the bytes alone tell.
    let is_plain = |byte: u8| matches!(byte, b'\t' | b'\n' | b'\r' | b' '..=b'~');
    if body.bytes().all(is_plain) || !body.chars().any(forbidden) {
        return;
    }
    for (index, line) in body.lines().enumerate() {
        if let Some((column, character)) = line.chars().enumerate().find(|(_, c)| forbidden(*c)) {
            let span = Span { line: number(index + 1), column: number(column + 1), length: 1 };
            let message =
                format!("the control character U+{:04X} stands here", u32::from(character));
            findings.refuse(&rules::IDX017, span, message);
        }
    }
}

fn number(value: usize) -> u32 {
    u32::try_from(value).unwrap_or(u32::MAX)
}
