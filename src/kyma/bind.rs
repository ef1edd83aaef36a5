//! `bind.yaml` of a plan: a Helm template that, once rendered, lists the credentials of a binding.
//!
//! It cannot be rendered here. Template actions are therefore blanked out, and what is left is judged as
//! far as that is safe: after an `else` the same credential may well stand twice.
//!
//! May import: `kyma::{document, fields, json_path}`, `yaml`, `model`.

use std::collections::HashMap;

use super::document::{self, RULES};
use super::fields::Fields;
use super::json_path;
use crate::model::diagnostic::Related;
use crate::model::rule::addon::{ADD070, ADD071, ADD072, ADD073, ADD074, ADD075, ADD076, ADD077};
use crate::model::{Diagnostic, Findings, Package, Place, Span};
use crate::yaml::{self, Node};

/// What a plan and its addon say of bindability.
#[derive(Clone, Copy, Debug)]
pub(super) struct Bindability {
    /// The plan's own word.
    pub(super) own: Option<bool>,
    /// The addon's word, which counts where the plan says nothing; `None` where it could not be read.
    pub(super) inherited: Option<bool>,
}

/// Judges whether the file is there when it must be, and what is in it. `meta` is the plan's metadata.
pub(super) fn judge(
    package: &Package,
    path: Option<&str>,
    bindability: Bindability,
    meta: Place,
) -> Vec<Diagnostic> {
    let is_bindable = bindability.own.or(bindability.inherited);
    match path {
        None if bindability.own == Some(true) => {
            vec![Diagnostic::new(&ADD070, meta, "the plan is bindable but has no bind.yaml")]
        }
        None if is_bindable == Some(true) => {
            let message = "the plan is bindable because the addon is, but has no bind.yaml";
            vec![Diagnostic::new(&ADD071, meta, message)]
        }
        None => Vec::new(),
        Some(path) => {
            let mut out = document::findings(package, path);
            if is_bindable == Some(false) {
                let start = Span { line: 1, column: 1, length: 0 };
                out.add(&ADD072, start, "the plan is not bindable, so bind.yaml is never used")
                    .related
                    .push(Related { place: meta, message: "the plan".to_owned() });
            }
            if let Some(text) = package.file(path).and_then(|file| file.text()) {
                judge_text(text, &mut out);
            } else {
                out.add_whole(&ADD073, "the text is not UTF-8");
            }
            out.finish()
        }
    }
}

fn judge_text(text: &str, out: &mut Findings) {
    let template = match blank(text) {
        Ok(template) => template,
        Err(span) => {
            out.add(&ADD073, span, "a template action starts here and does not end");
            return;
        }
    };
    let document = yaml::read(&template.text, yaml::Limits::default());
    match (document.error, document.root) {
        // Actions may write lines of their own, so only plain files are surely broken.
        (Some(error), _) if template.actions == 0 => {
            out.add(&ADD073, error.span, error.message);
        }
        (None, Some(root)) if !root.is_null() => judge_root(&root, &template, out),
        _ => {}
    }
}

/// A template without its actions.
struct Template {
    text: String,
    actions: usize,
    has_else: bool,
}

/// Replaces each action by as many letters, and lines that hold nothing else by blanks, so that
/// positions stay. `Err` is where an action starts that does not end.
fn blank(text: &str) -> Result<Template, Span> {
    let mut template = Template { text: String::new(), actions: 0, has_else: false };
    let mut rest = text;
    while let Some((before, opened)) = rest.split_once("{{") {
        template.text.push_str(before);
        let Some((action, after)) = opened.split_once("}}") else {
            return Err(Span::end_of(&template.text));
        };
        template.actions += 1;
        template.has_else |= action.trim_start_matches(['-', ' ']).starts_with("else");
        let filler = |character| if character == '\n' { '\n' } else { FILLER };
        template.text.extend([FILLER; 2].into_iter().chain(action.chars().map(filler)));
        template.text.extend([FILLER; 2]);
        rest = after;
    }
    template.text.push_str(rest);
    let lines = template.text.split_inclusive('\n').map(blank_line);
    template.text = lines.collect();
    Ok(template)
}

/// Stands for a character of a template action; it means nothing to YAML.
const FILLER: char = '\u{fffc}';

fn blank_line(line: &str) -> String {
    let is_action = line.contains(FILLER)
        && line.chars().all(|character| character == FILLER || character.is_whitespace());
    if is_action { line.replace(FILLER, " ") } else { line.to_owned() }
}

fn judge_root(root: &Node, template: &Template, out: &mut Findings) {
    let known = ["credential", "credentialFrom"];
    let Some(fields) = read_fields(root, &known, "bind.yaml", out) else { return };
    let mut names: HashMap<String, Span> = HashMap::new();
    for item in items(&fields, "credential", out) {
        if let Some((name, span)) = judge_credential(item, out) {
            if let Some(first) = names.get(&name).filter(|_| !template.has_else) {
                report_repeated(&name, span, *first, out);
            }
            names.entry(name).or_insert(span);
        }
    }
    for item in items(&fields, "credentialFrom", out) {
        let references = ["secretRef", "configMapRef"];
        let Some(fields) = read_fields(item, &references, "an item of credentialFrom", out) else {
            continue;
        };
        judge_source(&fields, &[("secretRef", &["name"]), ("configMapRef", &["name"])], out);
    }
}

fn report_repeated(name: &str, span: Span, first: Span, out: &mut Findings) {
    let place = out.place(first);
    let found = out.add(&ADD074, span, format!("the credential \"{name}\" is given twice"));
    found.related.push(Related { place, message: "the first of the two".to_owned() });
}

/// Judges one credential and gives its name, unless it is made by an action.
fn judge_credential(item: &Node, out: &mut Findings) -> Option<(String, Span)> {
    let fields = read_fields(item, &["name", "value", "valueFrom"], "a credential", out)?;
    let name = fields.get("name").and_then(|node| Some((node.as_str()?.to_owned(), node.span)));
    match (fields.get("value"), fields.get("valueFrom")) {
        (Some(_), Some(from)) => {
            out.add(&ADD076, from.span, "a credential has both a value and valueFrom");
        }
        (None, None) => {
            out.add(&ADD076, item.span, "a credential has neither a value nor valueFrom");
        }
        (None, Some(from)) => {
            let known = ["secretKeyRef", "configMapKeyRef", "serviceRef"];
            if let Some(fields) = read_fields(from, &known, "valueFrom", out) {
                let sources: [(&str, &[&str]); 3] = [
                    ("secretKeyRef", &["name", "key"]),
                    ("configMapKeyRef", &["name", "key"]),
                    ("serviceRef", &["name", "jsonpath"]),
                ];
                judge_source(&fields, &sources, out);
                judge_path(&fields, out);
            }
        }
        (Some(_), None) => {}
    }
    name.filter(|(name, _)| !name.contains(FILLER))
}

/// Judges the JSON path of a service, unless an action makes a part of it.
fn judge_path(fields: &Fields<'_>, out: &mut Findings) {
    let path = fields.get("serviceRef").and_then(|service| service.get("jsonpath"));
    let Some((path, text)) = path.and_then(|path| Some((path, path.as_str()?))) else { return };
    if let Some(fault) = json_path::fault(text).filter(|_| !text.contains(FILLER)) {
        out.add(&ADD077, path.span, format!("the JSON path {text}: {fault}"));
    }
}

/// A source must be exactly one of those named, with the parts that belong to it.
fn judge_source(fields: &Fields<'_>, sources: &[(&str, &[&str])], out: &mut Findings) {
    let mut given = Vec::new();
    for (name, parts) in sources {
        let Some(key) = fields.key_span(name) else { continue };
        given.push(*name);
        let value = fields.get(name);
        let missing: Vec<&str> = parts
            .iter()
            .filter(|part| value.and_then(|value| value.get(part)).is_none())
            .copied()
            .collect();
        if !missing.is_empty() {
            let found =
                out.add(&ADD075, key, format!("{name} has no {}", missing.join(" and no ")));
            if fields.unknown.iter().any(|key| key.as_str().is_some_and(|key| parts.contains(&key)))
            {
                found.fix = Some(format!("Indent {} below {name}", missing.join(" and ")));
            }
        }
    }
    let all: Vec<&str> = sources.iter().map(|(name, _)| *name).collect();
    match given.as_slice() {
        [_] => {}
        [] => {
            let message = format!("there is no source: {} is needed", all.join(" or "));
            out.add(&ADD075, fields.span, message);
        }
        several => {
            let message = format!("there are {} sources: {}", several.len(), several.join(", "));
            out.add(&ADD075, fields.span, message);
        }
    }
}

/// A mapping of bind.yaml; one that an action makes is passed over.
fn read_fields<'node>(
    node: &'node Node,
    known: &[&'static str],
    owner: &str,
    out: &mut Findings,
) -> Option<Fields<'node>> {
    if node.pairs().is_none() {
        if !node.as_str().is_some_and(|text| text.contains(FILLER)) {
            let message = format!("{owner} is {}, not a mapping", node.kind());
            out.add(&ADD073, node.span, message);
        }
        return None;
    }
    Fields::read(node, known, owner, &RULES, out)
}

fn items<'node>(fields: &Fields<'node>, name: &str, out: &mut Findings) -> &'node [Node] {
    let Some(value) = fields.get(name) else { return &[] };
    value.items().unwrap_or_else(|| {
        if !value.as_str().is_some_and(|text| text.contains(FILLER)) {
            out.add(&ADD073, value.span, format!("{name} is {}, not a list", value.kind()));
        }
        &[]
    })
}
