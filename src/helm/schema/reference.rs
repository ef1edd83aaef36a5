//! Where a reference of a schema leads: into the schema, into the chart, or out of both.
//!
//! May import: `helm::cost`, `model`.

use std::collections::HashSet;

use serde_json::Value as Json;

use crate::helm::cost::decoded;
use crate::model::Package;

/// What a reference means.
pub(super) enum Target {
    /// A place in the schema.
    Here,
    /// A draft of the standard, which Helm's validator has; what it says is not applied here.
    Standard,
    /// A file of the chart.
    Packaged(String),
    /// A place in the schema that is not there.
    Missing,
    /// Something that Helm would fetch.
    Network(String),
    /// A file of the machine.
    Outside(String),
    /// A name that says nothing about a place.
    Name,
}

/// What references of a schema count from.
pub(super) struct Base {
    /// The address that the schema gives itself.
    address: Option<String>,
    /// The addresses of all schemas within it, without fragments.
    known: HashSet<String>,
    /// The names of places within it.
    anchors: HashSet<String>,
}

impl Base {
    /// Looks through a schema.
    pub(super) fn of(schema: &Json) -> Self {
        let id = |schema: &Json| {
            let id = schema.get("$id").or_else(|| schema.get("id")).and_then(Json::as_str);
            id.map(|id| id.trim_end_matches('#').to_owned())
        };
        let address = id(schema).filter(|id| !id.is_empty());
        let mut base = Self { address, known: HashSet::new(), anchors: HashSet::new() };
        let mut open = vec![schema];
        while let Some(schema) = open.pop() {
            if let Some(id) = id(schema) {
                match id.strip_prefix('#') {
                    Some(anchor) => base.anchors.insert(anchor.to_owned()),
                    None => base.known.insert(base.absolute(&id)),
                };
            }
            for key in ["$anchor", "$dynamicAnchor"] {
                if let Some(name) = schema.get(key).and_then(Json::as_str) {
                    base.anchors.insert(name.to_owned());
                }
            }
            match schema {
                Json::Object(fields) => open.extend(fields.values()),
                Json::Array(items) => open.extend(items),
                _ => {}
            }
        }
        base
    }

    /// An address as seen from the schema's own.
    fn absolute(&self, reference: &str) -> String {
        let Some(base) = self.address.as_deref().filter(|_| !has_scheme(reference)) else {
            return reference.to_owned();
        };
        if reference.is_empty() {
            return base.to_owned();
        }
        let host_end = base.find("://").map_or(0, |start| start + 3);
        let path_start = base.get(host_end..).and_then(|rest| rest.find('/'));
        let host = path_start.map_or(base, |at| base.get(..host_end + at).unwrap_or(base));
        if reference.starts_with('/') {
            return format!("{host}{reference}");
        }
        let folder = base.rfind('/').filter(|at| *at >= host_end);
        format!("{}/{reference}", folder.and_then(|at| base.get(..at)).unwrap_or(host))
    }

    /// Where a reference leads.
    pub(super) fn target(&self, reference: &str, root: &Json, package: &Package) -> Target {
        let (address, fragment) = reference.split_once('#').unwrap_or((reference, ""));
        if address.is_empty() {
            return self.place(fragment, root);
        }
        let absolute = self.absolute(address);
        if self.known.contains(&absolute) {
            return Target::Here;
        }
        if is_standard(&absolute) {
            return Target::Standard;
        }
        match absolute.split_once(':').map(|(scheme, _)| scheme.to_ascii_lowercase()).as_deref() {
            Some("http" | "https") => Target::Network(absolute),
            Some("urn") => Target::Name,
            Some("file") | None => file(&absolute, package),
            Some(_) if !has_scheme(&absolute) => file(&absolute, package),
            Some(_) => Target::Missing,
        }
    }

    fn place(&self, fragment: &str, root: &Json) -> Target {
        let is_there = fragment.is_empty()
            || if fragment.starts_with('/') {
                root.pointer(&decoded(fragment)).is_some() || self.known.len() > 1
            } else {
                self.anchors.contains(fragment)
            };
        if is_there { Target::Here } else { Target::Missing }
    }
}

fn file(address: &str, package: &Package) -> Target {
    let path = address.strip_prefix("file:").unwrap_or(address).trim_start_matches('/');
    let path = path.strip_prefix("./").unwrap_or(path);
    let parts: Vec<&str> = path.split('/').collect();
    let is_inside = !parts.contains(&"..") && package.file(path).is_some();
    if is_inside { Target::Packaged(path.to_owned()) } else { Target::Outside(address.to_owned()) }
}

fn has_scheme(text: &str) -> bool {
    text.split_once(':').is_some_and(|(scheme, _)| {
        scheme.starts_with(|first: char| first.is_ascii_alphabetic())
            && scheme.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"+-.".contains(&byte))
    })
}

/// The drafts, which validators carry with them.
fn is_standard(address: &str) -> bool {
    let rest = address.split_once("://").map_or("", |(_, rest)| rest);
    rest.starts_with("json-schema.org/draft")
}
