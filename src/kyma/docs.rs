//! `docs/meta.yaml` of an addon and the documents beside it.
//!
//! May import: `kyma::{cut_off, document, fields, unknown}`, `yaml`, `model`.

use super::cut_off::drop_unfinished;
use super::document::{self, Outcome, RULES};
use super::fields::Fields;
use super::unknown;
use crate::model::rule::addon::{ADD003, ADD011, ADD080, ADD081, ADD082};
use crate::model::{Diagnostic, Findings, Package, Place, Span};
use crate::yaml::Node;

const PATH: &str = "docs/meta.yaml";

/// Fields of a template and of one of its sources.
const TEMPLATE: [&str; 6] =
    ["displayName", "description", "sources", "parameters", "bucketRef", "metadata"];
const SOURCE: [&str; 6] = ["type", "name", "mode", "url", "filter", "parameters"];

/// Reads the paths of the documents, and judges what is said of them.
pub(super) fn read(package: &Package) -> (Vec<String>, Vec<Diagnostic>) {
    let documents: Vec<String> = package
        .files
        .iter()
        .filter(|file| file.path.starts_with("docs/") && file.path != PATH)
        .map(|file| file.path.clone())
        .collect();
    let mut out = document::findings(package, PATH);
    let outcome = document::read(package, PATH, &mut out);
    match &outcome {
        Outcome::Missing | Outcome::Empty if documents.is_empty() => {}
        Outcome::Missing | Outcome::Empty => {
            let place = Place::file(package.place("docs"));
            let message = "there are documents, but docs/meta.yaml does not describe them";
            out.push(Diagnostic::new(&ADD082, place, message));
        }
        Outcome::Read(_) if documents.is_empty() => {
            out.add_whole(&ADD082, "docs/meta.yaml describes documents, but there are none");
        }
        _ => {}
    }
    if let Some(root) = outcome.root() {
        judge_root(root, &mut out);
    }
    if outcome.is_broken() {
        drop_unfinished(&mut out, outcome.root(), &[ADD003.code, ADD080.code, ADD081.code]);
    }
    (documents, out.finish())
}

fn judge_root(root: &Node, out: &mut Findings) {
    let Some(fields) = Fields::read(root, &["docs"], "docs/meta.yaml", &RULES, out) else { return };
    unknown::report(&fields.unknown, &["docs"], &ADD011, out);
    let before = out.list.len();
    let items = fields.list("docs", out);
    if items.len() != 1 && out.list.len() == before {
        let span = items.get(1).map_or(fields.span, |item| item.span);
        out.add(&ADD080, span, format!("docs has {} entries, not one", items.len()));
    }
    for item in items {
        judge_entry(item, out);
    }
}

fn judge_entry(item: &Node, out: &mut Findings) {
    let owner = "an entry of docs";
    let Some(entry) = Fields::read(item, &["template"], owner, &RULES, out) else { return };
    unknown::report(&entry.unknown, &["template"], &ADD011, out);
    let Some(node) = entry.get("template") else {
        out.add(&ADD081, entry.span, "an entry of docs has no template");
        return;
    };
    let Some(template) = Fields::read(node, &TEMPLATE, "the template", &RULES, out) else { return };
    unknown::report(&template.unknown, &TEMPLATE, &ADD011, out);
    for name in ["displayName", "description"] {
        let text = template.text(name, out);
        if text.text.is_empty() {
            out.add(&ADD081, text.span, format!("the template has no {name}"));
        }
    }
    let sources = template.list("sources", out);
    if sources.is_empty() && template.get("sources").is_none_or(|node| node.items().is_some()) {
        let span = template.key_span("sources").unwrap_or(template.span);
        out.add(&ADD081, span, "the template names no sources");
    }
    for source in sources {
        judge_source(source, out);
    }
}

fn judge_source(node: &Node, out: &mut Findings) {
    let Some(source) = Fields::read(node, &SOURCE, "a source", &RULES, out) else { return };
    unknown::report(&source.unknown, &SOURCE, &ADD011, out);
    let [kind, name, mode] = ["type", "name", "mode"].map(|field| source.text(field, out));
    for field in ["url", "filter"] {
        let _ = source.text(field, out);
    }
    let checks: [(&str, &str, Span, bool); 3] = [
        ("type", &kind.text, kind.span, is_label(&kind.text, "-._")),
        ("name", &name.text, name.span, is_label(&name.text, "-")),
        (
            "mode",
            &mode.text,
            mode.span,
            ["single", "package", "index"].contains(&mode.text.as_str()),
        ),
    ];
    for (field, text, span, fits) in checks {
        if text.is_empty() {
            out.add(&ADD081, span, format!("a source has no {field}"));
        } else if !fits {
            out.add(&ADD081, span, format!("the {field} \"{text}\" of a source is refused")).fix =
                Some(match field {
                    "mode" => "Write single, package or index".to_owned(),
                    _ => "Use lower-case letters, digits and inner dashes".to_owned(),
                });
        }
    }
}

/// A lower-case letter first, a letter or digit last, and in between also the given characters.
fn is_label(text: &str, also: &str) -> bool {
    let is_plain = |character: char| character.is_ascii_alphanumeric();
    text.starts_with(|first: char| first.is_ascii_lowercase())
        && text.ends_with(is_plain)
        && text.chars().all(|character| is_plain(character) || also.contains(character))
}
