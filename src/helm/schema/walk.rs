//! A walk through a schema: every reference, pattern, format and default is looked at, and what would make a
//! validator look outside the chart is taken out.
//!
//! May import: `helm::schema::reference`, `helm::field`, `model`.

use std::collections::HashSet;

use regex::RegexBuilder;
use serde_json::{Map, Value as Json};

use super::reference::{Base, Target};
use crate::helm::field::shown;
use crate::model::rule::values as rules;
use crate::model::{Package, Rule};

/// More patterns than that are not tried.
const PATTERNS: usize = 1_000;
/// A pattern whose program is larger is not tried.
const PATTERN_SIZE: usize = 256 << 10;

/// Formats that Helm's validator or a draft of the standard knows.
const FORMATS: &[&str] = &[
    "date-time",
    "date",
    "time",
    "duration",
    "period",
    "email",
    "idn-email",
    "hostname",
    "idn-hostname",
    "ipv4",
    "ipv6",
    "uri",
    "uri-reference",
    "iri",
    "iri-reference",
    "uuid",
    "uri-template",
    "json-pointer",
    "relative-json-pointer",
    "regex",
    "semver",
];

/// Keywords whose value is a schema.
const ONE: &[&str] = &[
    "additionalItems",
    "additionalProperties",
    "contains",
    "contentSchema",
    "else",
    "if",
    "items",
    "not",
    "propertyNames",
    "then",
    "unevaluatedItems",
    "unevaluatedProperties",
];
/// Keywords whose value is a list of schemas.
const LIST: &[&str] = &["allOf", "anyOf", "items", "oneOf", "prefixItems"];
/// Keywords whose value names schemas.
const NAMED: &[&str] = &[
    "$defs",
    "definitions",
    "dependencies",
    "dependentSchemas",
    "patternProperties",
    "properties",
];

/// One thing that is wrong with a schema, and the pointer to it.
pub(super) struct Fault {
    pub(super) rule: &'static Rule,
    pub(super) pointer: String,
    pub(super) message: String,
}

/// Walks through a schema, and takes out what cannot be followed.
pub(super) fn walk(schema: &mut Json, package: &Package) -> Vec<Fault> {
    let base = Base::of(schema);
    let copy = schema.clone();
    let mut walk = Walk { package, base, root: &copy, faults: Vec::new(), patterns: 0 };
    walk.schema(schema, &mut String::new());
    walk.faults
}

/// Takes out of a schema all references that leave it, without a word.
pub(super) fn cut(schema: &mut Json) {
    match schema {
        Json::Object(fields) => {
            let leaves = |value: &Json| value.as_str().is_some_and(|text| !text.starts_with('#'));
            if fields.get("$ref").is_some_and(leaves) {
                fields.clear();
            }
            fields.values_mut().for_each(cut);
        }
        Json::Array(items) => items.iter_mut().for_each(cut),
        _ => {}
    }
}

struct Walk<'w> {
    package: &'w Package,
    base: Base,
    root: &'w Json,
    faults: Vec<Fault>,
    patterns: usize,
}

impl Walk<'_> {
    fn tell(&mut self, rule: &'static Rule, pointer: &str, message: String) {
        self.faults.push(Fault { rule, pointer: pointer.to_owned(), message });
    }

    fn schema(&mut self, schema: &mut Json, pointer: &mut String) {
        let Json::Object(fields) = schema else { return };
        if self.reference(fields, pointer) {
            fields.clear();
            return;
        }
        self.pattern(fields, pointer);
        self.format(fields, pointer);
        self.default(fields, pointer);
        for (key, value) in fields.iter_mut() {
            let length = pointer.len();
            push(pointer, key);
            if NAMED.contains(&key.as_str()) {
                self.named(value, pointer);
            } else if let Json::Array(items) = value {
                if LIST.contains(&key.as_str()) {
                    self.list(items, pointer);
                }
            } else if ONE.contains(&key.as_str()) {
                self.schema(value, pointer);
            }
            pointer.truncate(length);
        }
    }

    fn named(&mut self, value: &mut Json, pointer: &mut String) {
        let Json::Object(schemas) = value else { return };
        for (name, schema) in schemas.iter_mut() {
            let length = pointer.len();
            push(pointer, name);
            self.schema(schema, pointer);
            pointer.truncate(length);
        }
    }

    fn list(&mut self, items: &mut [Json], pointer: &mut String) {
        for (place, schema) in items.iter_mut().enumerate() {
            let length = pointer.len();
            push(pointer, &place.to_string());
            self.schema(schema, pointer);
            pointer.truncate(length);
        }
    }

    /// Judges the reference of a schema; whether it cannot be followed.
    fn reference(&mut self, fields: &Map<String, Json>, pointer: &str) -> bool {
        let Some(reference) = fields.get("$ref").and_then(Json::as_str) else { return false };
        let (rule, message) = match self.base.target(reference, self.root, self.package) {
            Target::Here => return false,
            Target::Standard => return true,
            Target::Packaged(path) => {
                let message = format!(
                    "the schema refers to the chart's file {}, which Helm looks for at the root of the machine",
                    shown(&path)
                );
                self.tell(&rules::VAL005, &format!("{pointer}/$ref"), message);
                return false;
            }
            Target::Missing => {
                (&rules::VAL006, format!("{} leads nowhere in the schema", shown(reference)))
            }
            Target::Network(url) => (&rules::VAL004, format!("the schema needs {}", shown(&url))),
            Target::Outside(path) => {
                (&rules::VAL005, format!("the schema needs the file {}", shown(&path)))
            }
            Target::Name => (&rules::VAL007, format!("nothing says what {} is", shown(reference))),
        };
        self.tell(rule, &format!("{pointer}/$ref"), message);
        true
    }

    fn pattern(&mut self, fields: &mut Map<String, Json>, pointer: &str) {
        let own = fields.get("pattern").and_then(Json::as_str).map(str::to_owned);
        if let Some(pattern) = own
            && !self.is_pattern(&pattern, &format!("{pointer}/pattern"))
        {
            fields.remove("pattern");
        }
        if let Some(Json::Object(named)) = fields.get_mut("patternProperties") {
            let names: Vec<String> = named.keys().cloned().collect();
            for name in names {
                let mut place = format!("{pointer}/patternProperties");
                push(&mut place, &name);
                if !self.is_pattern(&name, &place) {
                    named.remove(&name);
                }
            }
        }
    }

    fn is_pattern(&mut self, pattern: &str, pointer: &str) -> bool {
        self.patterns += 1;
        if self.patterns > PATTERNS {
            return false;
        }
        // Rust's engine refuses two escapes that Go's takes for the plain character.
        let asked = pattern.replace("\\<", "<").replace("\\>", ">");
        let Err(error) = RegexBuilder::new(&asked).size_limit(PATTERN_SIZE).build() else {
            return true;
        };
        if let regex::Error::Syntax(words) = error {
            let reason = words.lines().last().unwrap_or_default();
            let reason = reason.strip_prefix("error: ").unwrap_or(reason);
            let message = format!("the pattern {} cannot be used: {reason}", shown(pattern));
            self.tell(&rules::VAL016, pointer, message);
        }
        false
    }

    fn format(&mut self, fields: &Map<String, Json>, pointer: &str) {
        let Some(format) = fields.get("format").and_then(Json::as_str) else { return };
        if !FORMATS.contains(&format) {
            let message = format!("nothing checks the format {}", shown(format));
            self.tell(&rules::VAL011, &format!("{pointer}/format"), message);
        }
    }

    /// A default that its own schema plainly refuses.
    fn default(&mut self, fields: &Map<String, Json>, pointer: &str) {
        let Some(default) = fields.get("default") else { return };
        let types: Vec<&str> = match fields.get("type") {
            Some(Json::String(name)) => vec![name],
            Some(Json::Array(names)) => names.iter().filter_map(Json::as_str).collect(),
            _ => Vec::new(),
        };
        let is_type = types.is_empty() || types.iter().any(|name| is_of(default, name));
        let options = fields.get("enum").and_then(Json::as_array);
        let is_option = options.is_none_or(|options| options.contains(default));
        if !is_type || !is_option {
            let message = if is_type {
                "the default is none of the values that are allowed".to_owned()
            } else {
                format!("the default is {}, not {}", kind(default), types.join(" or "))
            };
            self.tell(&rules::VAL012, &format!("{pointer}/default"), message);
        }
    }
}

fn is_of(value: &Json, name: &str) -> bool {
    match name {
        "integer" => value.as_f64().is_some_and(|number| number.fract() == 0.0),
        "number" => value.is_number(),
        other => kind(value) == other,
    }
}

fn kind(value: &Json) -> &'static str {
    match value {
        Json::Null => "null",
        Json::Bool(_) => "boolean",
        Json::Number(_) => "number",
        Json::String(_) => "string",
        Json::Array(_) => "array",
        Json::Object(_) => "object",
    }
}

/// Adds a part to a JSON pointer.
pub(super) fn push(pointer: &mut String, part: &str) {
    pointer.push('/');
    pointer.push_str(&part.replace('~', "~0").replace('/', "~1"));
}

/// The defaults that a schema states for values that it names, and the pointers of both.
pub(super) fn stated(schema: &Json) -> Vec<(String, String, Json)> {
    let mut found = Vec::new();
    let mut open = vec![(schema, String::new(), String::new())];
    let mut seen = HashSet::new();
    while let Some((schema, value, place)) = open.pop() {
        let Some(Json::Object(named)) = schema.get("properties") else { continue };
        for (name, schema) in named {
            let (mut value, mut place) = (value.clone(), format!("{place}/properties"));
            push(&mut value, name);
            push(&mut place, name);
            let default = schema.get("default").filter(|default| !default.is_object());
            if let Some(default) = default.filter(|_| seen.insert(value.clone())) {
                found.push((value.clone(), format!("{place}/default"), default.clone()));
            }
            open.push((schema, value, place));
        }
    }
    found
}
