//! One addon of an index: its key and the list of its versions.
//!
//! May import: `kyma::{coerce, fields, version}`, `yaml`, `model`.

use std::collections::HashMap;

use super::coerce;
use super::fields::{FieldRules, FieldText, Fields};
use super::version::Version;
use crate::model::diagnostic::Related;
use crate::model::rule::index::{IDX209, IDX210, IDX212, IDX213, IDX214, IDX215};
use crate::model::text::{LONGEST_NAME, short_name};
use crate::model::{EntryVersion, Findings, Span};
use crate::yaml::Node;

/// Judges the name that makes the package path.
pub(super) fn judge_key(name: &str, key: &Node, out: &mut Findings) {
    if let Some(written) = coerce::changed(key) {
        let message =
            format!("the key {written} is read as \"{name}\": packages are sought as {name}-…");
        let found = out.add(&IDX212, key.span, message);
        found.entry = Some(name.to_owned());
        found.fix = Some(format!("Write \"{written}\""));
    }
    if let Some(fault) = path_fault(name) {
        out.add(&IDX215, key.span, format!("the addon name {:?} {fault}", short_name(name)))
            .entry = Some(short_name(name).into_owned());
    }
}

/// Whether a name or version stays inside the repository when it becomes part of a path.
pub(super) fn is_safe(text: &str) -> bool {
    (1..=LONGEST_NAME).contains(&text.len())
        && !text.contains("..")
        && !text
            .contains(|character: char| matches!(character, '/' | '\\') || character.is_control())
}

fn path_fault(text: &str) -> Option<&'static str> {
    match () {
        () if text.is_empty() => Some("is empty"),
        () if text.len() > LONGEST_NAME => Some("is too long for any path"),
        () if text.contains(['/', '\\']) => Some("holds a slash"),
        () if text.contains("..") => Some("holds \"..\""),
        () if text.contains(char::is_control) => Some("holds a control character"),
        () if text.contains(char::is_whitespace) => Some("holds a blank"),
        () => None,
    }
}

/// Reads the versions of one addon. Keys that Helm Broker does not read go to `unknown`.
pub(super) fn read_versions<'node>(
    key: &str,
    items: &'node [Node],
    unknown: &mut Vec<&'node Node>,
    rules: &'static FieldRules,
    out: &mut Findings,
) -> Vec<EntryVersion> {
    let mut seen: HashMap<String, Span> = HashMap::new();
    let mut versions = Vec::new();
    for item in items {
        let Some(version) = read_version(key, item, unknown, rules, out) else { continue };
        if let Some(first) = seen.get(&version.version) {
            report_repeated(key, &version, *first, out);
            continue;
        }
        seen.insert(version.version.clone(), version.span.unwrap_or_default());
        versions.push(version);
    }
    versions
}

fn report_repeated(key: &str, version: &EntryVersion, first: Span, out: &mut Findings) {
    let text = &version.version;
    let place = out.place(first);
    let message = format!("duplicate version \"{text}\" of \"{key}\"");
    let found = out.add(&IDX213, version.span.unwrap_or_default(), message);
    found.related.push(Related { place, message: "the first of the two".to_owned() });
    (found.entry, found.version) = (Some(key.to_owned()), Some(text.clone()));
}

/// One version; `None` if no path can be made of it.
fn read_version<'node>(
    key: &str,
    item: &'node Node,
    unknown: &mut Vec<&'node Node>,
    rules: &'static FieldRules,
    out: &mut Findings,
) -> Option<EntryVersion> {
    if item.is_null() {
        let message = format!("an entry of \"{key}\" is empty: Helm Broker crashes");
        out.add(&IDX210, item.span, message).entry = Some(key.to_owned());
        return None;
    }
    let owner = format!("an entry of \"{key}\"");
    let before = out.list.len();
    let known = ["name", "description", "version"];
    let fields = Fields::read(item, &known, &owner, rules, out);
    let read = fields.and_then(|fields| {
        unknown.extend(&fields.unknown);
        let [name, description, version] = known.map(|field| fields.text(field, out));
        judge_name(key, &name, out);
        judge_version(key, &version, &fields, out).then(|| EntryVersion {
            name: name.text,
            description: description.text,
            version: version.text,
            span: Some(item.span),
            ..EntryVersion::default()
        })
    });
    let version = read.as_ref().map(|read| read.version.clone());
    for found in out.list.iter_mut().skip(before) {
        found.entry = Some(key.to_owned());
        found.version.clone_from(&version);
    }
    read
}

fn judge_name(key: &str, name: &FieldText, out: &mut Findings) {
    if name.text == key {
        return;
    }
    let message = if name.text.is_empty() {
        format!("an entry of \"{key}\" has no name")
    } else {
        format!("an entry of \"{key}\" is named \"{}\"", name.text)
    };
    out.add(&IDX214, name.span, message).fix = Some(format!("Write name: {key}"));
}

/// Judges a version; whether a path can be made of it.
fn judge_version(key: &str, version: &FieldText, fields: &Fields<'_>, out: &mut Findings) -> bool {
    let text = &version.text;
    if text.is_empty() {
        let given = if fields.get("version").is_some() { "an unusable" } else { "no" };
        let message = format!("an entry of \"{key}\" has {given} version: Helm Broker crashes");
        out.add(&IDX209, version.span, message);
        return false;
    }
    if let Some(written) = &version.written {
        let message = format!(
            "version {written} of \"{key}\" is read as {text}: the package sought is {key}-{text}"
        );
        out.add(&IDX212, version.span, message).fix = Some(format!("Write \"{written}\""));
    }
    if Version::parse(text).is_none() {
        let message =
            format!("version \"{text}\" of \"{key}\" is no semantic version: Helm Broker crashes");
        out.add(&IDX209, version.span, message);
    }
    if let Some(fault) = path_fault(text) {
        out.add(&IDX215, version.span, format!("the version {text:?} of \"{key}\" {fault}"));
    }
    is_safe(text)
}
