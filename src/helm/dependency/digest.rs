//! The digest of a lock: SHA-256 of the JSON that Go writes of what is declared and what is locked.
//!
//! May import: `helm::dependency::declared`, `yaml`, `model`.

use std::fmt::Write as _;

use serde_json::Value as Json;

use super::declared::{Declared, Locked};
use crate::model::digest::sha256;
use crate::yaml::Node;

/// Which locks a chart may have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Form {
    /// Over what is declared and what is locked.
    New,
    /// That, or over what is declared alone.
    Old,
}

/// Whether a digest is that of these lists. Locks that Helm 2 wrote have one over the declared list alone, which
/// Helm still takes of old charts.
pub(super) fn matches(
    declared: &[Declared<'_>],
    locked: Option<&[Locked]>,
    digest: &str,
    form: Form,
) -> bool {
    let repositories = repositories(declared, locked.unwrap_or_default());
    let new = format!("[{},{}]", wanted(declared, &repositories), found(locked));
    let written: Vec<&str> = declared.iter().map(|other| other.repository.as_str()).collect();
    let old = || format!("{{\"dependencies\":{}}}", wanted(declared, &written));
    let is = |json: &str| format!("sha256:{}", sha256(json.as_bytes())) == digest;
    is(&new) || (form == Form::Old && is(&old()))
}

/// The repositories of the declared dependencies as Helm has them when it makes the digest: names of registered
/// repositories are replaced by their URLs, which the lock tells.
fn repositories<'t>(declared: &'t [Declared<'_>], locked: &'t [Locked]) -> Vec<&'t str> {
    let url = |(place, other): (usize, &'t Declared<'_>)| {
        let is_name = other.repository.starts_with('@') || other.repository.starts_with("alias:");
        let url = locked.get(place).filter(|_| is_name).map(|locked| locked.repository.as_str());
        url.unwrap_or(&other.repository)
    };
    declared.iter().enumerate().map(url).collect()
}

fn wanted(declared: &[Declared<'_>], repositories: &[&str]) -> String {
    let fields = |(other, repository): (&Declared<'_>, &&str)| {
        let mut object = Object::default();
        object.text("name", &other.name);
        object.filled("version", &other.version);
        object.text("repository", repository);
        object.filled("condition", &other.condition);
        if !other.tags.is_empty() {
            object.json("tags", &other.tags.clone().into());
        }
        if other.enabled {
            object.json("enabled", &Json::Bool(true));
        }
        if !other.imports.is_empty() {
            object.json("import-values", &other.imports.iter().map(Node::to_json).collect());
        }
        object.filled("alias", &other.alias);
        object.finish()
    };
    let items: Vec<String> = declared.iter().zip(repositories).map(fields).collect();
    format!("[{}]", items.join(","))
}

fn found(locked: Option<&[Locked]>) -> String {
    let Some(locked) = locked else { return "null".to_owned() };
    let fields = |other: &Locked| {
        let mut object = Object::default();
        object.text("name", &other.name);
        object.filled("version", &other.version);
        object.text("repository", &other.repository);
        object.finish()
    };
    let items: Vec<String> = locked.iter().map(fields).collect();
    format!("[{}]", items.join(","))
}

/// A JSON object in the order in which its fields are given.
#[derive(Default)]
struct Object {
    fields: Vec<String>,
}

impl Object {
    fn text(&mut self, name: &str, value: &str) {
        self.json(name, &Json::String(value.to_owned()));
    }

    /// Go leaves out what is empty of most fields.
    fn filled(&mut self, name: &str, value: &str) {
        if !value.is_empty() {
            self.text(name, value);
        }
    }

    fn json(&mut self, name: &str, value: &Json) {
        self.fields.push(format!("\"{name}\":{}", go(value)));
    }

    fn finish(self) -> String {
        format!("{{{}}}", self.fields.join(","))
    }
}

/// JSON as Go writes it: keys in order, and the characters that mean something in HTML escaped.
fn go(value: &Json) -> String {
    let mut value = value.clone();
    value.sort_all_objects();
    let mut text = String::new();
    for character in value.to_string().chars() {
        match character {
            '<' | '>' | '&' | '\u{2028}' | '\u{2029}' => {
                // Writing to a text cannot fail.
                let _ = write!(text, "\\u{:04x}", u32::from(character));
            }
            _ => text.push(character),
        }
    }
    text
}
