//! The JSON schemas of a plan, judged as Helm Broker decodes them: into a fixed structure of draft 4,
//! with whole numbers only, dropping whatever it does not know.
//!
//! May import: `kyma::{conformance, document, keyword}`, `yaml`, `model`.

use std::collections::{BTreeMap, HashSet};

use super::conformance;
use super::document;
use super::keyword::{self, Shape};
use crate::model::rule::addon::{
    ADD060, ADD061, ADD062, ADD063, ADD064, ADD065, ADD066, ADD067, ADD068,
};
use crate::model::{Diagnostic, Findings, Package, Span};
use crate::yaml::{self, Node, Resolved, Style, Value, resolve};

/// File of the schema for new instances.
pub(super) const CREATE: &str = "create-instance-schema.json";
/// File of the schema for updates of instances.
pub(super) const UPDATE: &str = "update-instance-schema.json";
/// File of the schema for bindings.
pub(super) const BIND: &str = "bind-instance-schema.json";

/// A file of this size is refused, although the message says: larger than 64 KiB.
const SIZE_LIMIT: usize = 64 << 10;

/// Judges a schema file, and gives what it holds.
pub(super) fn judge(package: &Package, path: &str) -> (Option<Node>, Vec<Diagnostic>) {
    let mut out = document::findings(package, path);
    let Some(file) = package.file(path) else { return (None, Vec::new()) };
    if path.ends_with(UPDATE) || path.ends_with(BIND) {
        let start = Span { line: 1, column: 1, length: 0 };
        out.add(&ADD068, start, "Helm Broker never uses this schema");
    }
    if file.bytes.len() >= SIZE_LIMIT {
        let message =
            format!("the schema has {} bytes; {SIZE_LIMIT} are too many", file.bytes.len());
        out.add(&ADD060, Span { line: 1, column: 1, length: 0 }, message);
        return (None, out.finish());
    }
    let tree = parse(&file.bytes, &mut out);
    if let Some(tree) = &tree {
        judge_tree(tree, &mut out);
    }
    (tree, out.finish())
}

fn parse(bytes: &[u8], out: &mut Findings) -> Option<Node> {
    let start = Span { line: 1, column: 1, length: 0 };
    if bytes.starts_with("\u{feff}".as_bytes()) {
        out.add(&ADD061, start, "the file starts with a byte order mark").fix =
            Some("Save the file as UTF-8 without a byte order mark".to_owned());
        return None;
    }
    if bytes.iter().all(u8::is_ascii_whitespace) {
        out.add_whole(&ADD061, "the file is empty").fix = Some("Write {} or remove it".to_owned());
        return None;
    }
    let Ok(text) = std::str::from_utf8(bytes) else {
        out.add(&ADD061, start, "the text is not UTF-8").fix =
            Some("Save the file as UTF-8".to_owned());
        return None;
    };
    match yaml::read_json(text) {
        Ok(tree) => Some(tree),
        Err(error) => {
            out.add(&ADD061, error.span, error.message);
            None
        }
    }
}

/// Keywords that are dropped: name, where first, how often.
type Lost = BTreeMap<String, (Span, usize)>;

fn judge_tree(tree: &Node, out: &mut Findings) {
    if tree.is_null() {
        return;
    }
    if tree.pairs().is_none() {
        out.add(&ADD062, tree.span, format!("the schema is {}, not an object", kind(tree)));
        return;
    }
    let mut lost = Lost::new();
    judge_schema(tree, &mut lost, out);
    for (name, (span, count)) in lost {
        let times = if count == 1 { String::new() } else { format!(" ({count} times)") };
        out.add(&ADD064, span, format!("{name}{times} is dropped"));
    }
    conformance::judge_draft(tree, out);
}

fn judge_schema(node: &Node, lost: &mut Lost, out: &mut Findings) {
    for (key, value) in node.pairs().unwrap_or_default() {
        let Value::Scalar { text: name, .. } = &key.value else { continue };
        match keyword::shape(name) {
            None if keyword::is_comment(name) => {}
            None => note(lost, name.clone(), key.span),
            Some(_) if value.is_null() => {}
            Some(shape) => judge_keyword((name, shape), value, lost, out),
        }
    }
    judge_reference(node, out);
    judge_required(node, out);
    judge_default(node, out);
}

fn note(lost: &mut Lost, name: String, span: Span) {
    lost.entry(name).or_insert((span, 0)).1 += 1;
}

fn judge_keyword((name, shape): (&str, Shape), value: &Node, lost: &mut Lost, out: &mut Findings) {
    if !fits(shape, value) {
        let message = format!("{name} is {}, not {}", kind(value), shape.wanted());
        let found = out.add(&ADD063, value.span, message);
        found.fix = keyword::draft_4_form(name).map(str::to_owned);
        return;
    }
    match shape {
        Shape::Integer
            if keyword::matters_at_zero(name) && resolve(value) == Resolved::Integer(0) =>
        {
            note(lost, format!("{name} 0"), value.span);
        }
        Shape::Schema => judge_schema(value, lost, out),
        Shape::SchemaList => {
            for item in value.items().unwrap_or_default() {
                judge_nested(name, item, lost, out);
            }
        }
        Shape::SchemaMap => {
            for (_, item) in value.pairs().unwrap_or_default() {
                judge_nested(name, item, lost, out);
            }
        }
        _ => {}
    }
}

fn judge_nested(name: &str, item: &Node, lost: &mut Lost, out: &mut Findings) {
    if item.is_null() {
        return;
    }
    if item.pairs().is_some() {
        judge_schema(item, lost, out);
        return;
    }
    let message = format!("a schema in {name} is {}, not an object", kind(item));
    out.add(&ADD063, item.span, message).fix = keyword::draft_4_form(name).map(str::to_owned);
}

fn fits(shape: Shape, value: &Node) -> bool {
    match shape {
        Shape::Any => true,
        Shape::Text => is_text(value),
        Shape::Flag => matches!(resolve(value), Resolved::Bool(_)),
        Shape::Integer => {
            matches!(resolve(value), Resolved::Integer(number) if i64::try_from(number).is_ok())
        }
        Shape::List | Shape::SchemaList => value.items().is_some(),
        Shape::TextList => value
            .items()
            .is_some_and(|items| items.iter().all(|item| is_text(item) || item.is_null())),
        Shape::Schema | Shape::SchemaMap => value.pairs().is_some(),
    }
}

fn is_text(node: &Node) -> bool {
    matches!(&node.value, Value::Scalar { style, .. } if *style != Style::Plain)
}

/// What a value is, in the words of JSON.
fn kind(node: &Node) -> &'static str {
    match (&node.value, resolve(node)) {
        (Value::Sequence(_), _) => "a list",
        (Value::Mapping(_), _) => "an object",
        (_, Resolved::Float(_)) => "a number that is not whole",
        (_, Resolved::Integer(number)) if i64::try_from(number).is_err() => "a number too large",
        (_, resolved) => resolved.kind(),
    }
}

fn judge_reference(node: &Node, out: &mut Findings) {
    if let Some(reference) = node.get("$ref").filter(|node| is_text(node)) {
        let text = reference.as_str().unwrap_or_default();
        if !text.is_empty() && !text.starts_with('#') {
            out.add(&ADD065, reference.span, format!("$ref leads to \"{text}\""));
        }
    }
}

/// `required` names must be defined beside it, unless other schemas are combined with this one.
fn judge_required(node: &Node, out: &mut Findings) {
    let combined = ["allOf", "anyOf", "oneOf", "$ref", "patternProperties"];
    let Some(properties) = node.get("properties").and_then(Node::pairs) else { return };
    if combined.iter().any(|keyword| node.get(keyword).is_some()) {
        return;
    }
    let defined: HashSet<&str> = properties.iter().filter_map(|(key, _)| key.as_str()).collect();
    for item in node.get("required").and_then(Node::items).unwrap_or_default() {
        let Some(name) = item.as_str() else { continue };
        if !defined.contains(name) {
            out.add(&ADD066, item.span, format!("the required property \"{name}\" is not defined"));
        }
    }
}

fn judge_default(node: &Node, out: &mut Findings) {
    let Some(default) = node.get("default") else { return };
    if let Some(items) = node.get("enum").and_then(Node::items)
        && !items.iter().any(|item| item.value == default.value)
    {
        out.add(&ADD067, default.span, "the default is none of the values of enum");
        return;
    }
    let Some(wanted) = node.get("type").and_then(Node::as_str) else { return };
    let fits = match wanted {
        "string" => is_text(default),
        "boolean" => matches!(resolve(default), Resolved::Bool(_)),
        "integer" => matches!(resolve(default), Resolved::Integer(_)),
        "number" => matches!(resolve(default), Resolved::Integer(_) | Resolved::Float(_)),
        "array" => default.items().is_some(),
        "object" => default.pairs().is_some(),
        "null" => default.is_null(),
        _ => true,
    };
    if !fits && !default.is_null() {
        let message = format!("the default is {}, but the type is {wanted}", kind(default));
        out.add(&ADD067, default.span, message);
    }
}
