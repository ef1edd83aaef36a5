//! A schema with the files that it may refer to, and where its references may lead. Where that depends on what only
//! a validator knows, all places that it may be count.
//!
//! May import: nothing of the crate.

use std::collections::{HashMap, HashSet};

use serde_json::Value as Json;

/// A schema within one of the documents.
#[derive(Clone, Copy)]
pub(super) struct Site<'s> {
    document: usize,
    pub(super) schema: &'s Json,
}

impl<'s> Site<'s> {
    /// Another schema of the same document.
    pub(super) fn to(self, schema: &'s Json) -> Self {
        Self { schema, ..self }
    }
}

/// A schema and the files beside it.
pub(crate) struct Library<'s> {
    documents: Vec<Document<'s>>,
}

struct Document<'s> {
    /// The last part of its path.
    name: String,
    root: &'s Json,
    /// Schemas within it that give themselves an address, by the last part of that.
    resources: HashMap<String, Vec<&'s Json>>,
    /// Schemas within it that give themselves a name.
    anchors: HashMap<&'s str, Vec<&'s Json>>,
}

impl<'s> Library<'s> {
    /// A schema, and files with their paths.
    pub(crate) fn of(schema: &'s Json, files: &'s [(String, Json)]) -> Self {
        let mut documents = vec![Document::of(String::new(), schema)];
        documents.extend(files.iter().map(|(path, json)| Document::of(last_part(path), json)));
        Self { documents }
    }

    /// The schema.
    pub(super) fn root(&self) -> Option<Site<'s>> {
        self.documents.first().map(|first| Site { document: 0, schema: first.root })
    }

    /// Where a reference may lead; `None` where nobody knows.
    pub(super) fn targets(
        &self,
        from: Site<'s>,
        keyword: &str,
        reference: &str,
    ) -> Option<Vec<Site<'s>>> {
        let (address, fragment) = reference.split_once('#').unwrap_or((reference, ""));
        // Validators do not agree on what is decoded before it is looked for.
        let fragments = HashSet::from([fragment.to_owned(), decoded(fragment)]);
        let mut found = Vec::new();
        for (number, document) in self.documents.iter().enumerate() {
            // Which of the documents a dynamic reference means is known only on the way.
            let is_here = number == from.document || keyword != "$ref";
            let at = |schema| Site { document: number, schema };
            let mut bases: Vec<&'s Json> = Vec::new();
            if address.is_empty() && is_here {
                bases.push(document.root);
                bases.extend(document.resources.values().flatten());
            } else if !address.is_empty() {
                let name = last_part(address);
                bases.extend((document.name == name).then_some(document.root));
                bases.extend(document.resources.get(&name).into_iter().flatten());
            }
            if bases.is_empty() {
                continue;
            }
            for fragment in &fragments {
                let place = |base: &&'s Json| base.pointer(fragment);
                found.extend(bases.iter().filter_map(place).map(at));
                let named = document.anchors.get(fragment.as_str());
                found.extend(named.into_iter().flatten().copied().map(at));
            }
        }
        let mut seen = HashSet::new();
        found.retain(|site| seen.insert(std::ptr::from_ref(site.schema)));
        // Validators bring the drafts with them, which only say what a schema looks like.
        (!found.is_empty() || is_standard(address)).then_some(found)
    }
}

impl<'s> Document<'s> {
    fn of(name: String, root: &'s Json) -> Self {
        let mut document = Self { name, root, resources: HashMap::new(), anchors: HashMap::new() };
        each(root, &mut |schema| {
            for keyword in ["$id", "id"] {
                let Some(id) = schema.get(keyword).and_then(Json::as_str) else { continue };
                let (address, fragment) = id.split_once('#').unwrap_or((id, ""));
                if !fragment.is_empty() {
                    document.anchors.entry(fragment).or_default().push(schema);
                }
                if !address.is_empty() {
                    document.resources.entry(last_part(address)).or_default().push(schema);
                }
            }
            for keyword in ["$anchor", "$dynamicAnchor"] {
                if let Some(name) = schema.get(keyword).and_then(Json::as_str) {
                    document.anchors.entry(name).or_default().push(schema);
                }
            }
        });
        document
    }
}

/// Calls for a value and everything in it.
fn each<'s>(json: &'s Json, act: &mut impl FnMut(&'s Json)) {
    let mut open = vec![json];
    while let Some(next) = open.pop() {
        act(next);
        match next {
            Json::Object(fields) => open.extend(fields.values()),
            Json::Array(items) => open.extend(items),
            _ => {}
        }
    }
}

fn last_part(address: &str) -> String {
    decoded(address.rsplit('/').next().unwrap_or_default())
}

/// Whether an address is that of a draft.
fn is_standard(address: &str) -> bool {
    address.split_once("://").is_some_and(|(_, rest)| rest.starts_with("json-schema.org/draft"))
}

/// The last parts of all paths and addresses that a schema refers to.
pub(crate) fn names_of_files(schema: &Json) -> HashSet<String> {
    let mut names = HashSet::new();
    each(schema, &mut |schema| {
        let reference = schema.get("$ref").and_then(Json::as_str).unwrap_or_default();
        let address = reference.split('#').next().unwrap_or_default();
        names.extend(Some(last_part(address)).filter(|name| !name.is_empty()));
    });
    names
}

/// A part of an address without its percent signs.
pub(crate) fn decoded(fragment: &str) -> String {
    let mut bytes = Vec::with_capacity(fragment.len());
    let mut rest = fragment.as_bytes();
    while let Some((first, after)) = rest.split_first() {
        let hex = after.get(..2).filter(|_| *first == b'%');
        let byte = hex.and_then(|hex| std::str::from_utf8(hex).ok());
        let byte = byte.and_then(|hex| u8::from_str_radix(hex, 16).ok());
        bytes.push(byte.unwrap_or(*first));
        rest = after.get(if byte.is_some() { 2 } else { 0 }..).unwrap_or_default();
    }
    String::from_utf8_lossy(&bytes).into_owned()
}
