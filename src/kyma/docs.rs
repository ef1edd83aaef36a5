//! `docs/meta.yaml` of an addon and the documents beside it.
//!
//! May import: `kyma::{cut_off, document, fields, link, unknown}`, `yaml`, `model`.

use regex::Regex;

use super::cut_off::drop_unfinished;
use super::document::{self, Outcome, RULES};
use super::fields::Fields;
use super::link;
use super::unknown;
use crate::model::rule::addon::{ADD003, ADD011, ADD080, ADD081, ADD082, ADD083, ADD084, ADD086};
use crate::model::{Diagnostic, Findings, Package, PackageFile, Place, Span};
use crate::yaml::{self, Node};

const PATH: &str = "docs/meta.yaml";

/// Of how many sources the files are looked at.
const MOST_SOURCES: usize = 100;

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
    let mut found = Vec::new();
    if let Some(root) = outcome.root() {
        let sources = judge_root(root, &mut out);
        let sources = sources.iter().take(MOST_SOURCES);
        found.extend(sources.flat_map(|source| judge_files(package, source, &mut out)));
    }
    if outcome.is_broken() {
        drop_unfinished(&mut out, outcome.root(), &[ADD003.code, ADD080.code, ADD081.code]);
    }
    let mut told = out.finish();
    told.extend(found);
    told.extend(judge_links(package, &documents));
    (documents, told)
}

/// What a source says of its files.
struct Source {
    kind: String,
    filter: String,
    /// Where the filter stands.
    span: Span,
}

fn judge_links(package: &Package, documents: &[String]) -> Vec<Diagnostic> {
    let is_markdown = |path: &&String| path.to_ascii_lowercase().ends_with(".md");
    let mut told = Vec::new();
    for path in documents.iter().filter(is_markdown) {
        let mut out = document::findings(package, path);
        if let Some(text) = package.file(path).and_then(PackageFile::text) {
            link::judge(package, path, text, &mut out);
        }
        told.extend(out.finish());
    }
    told
}

/// Whether the filter of a source is a regular expression that some file matches, and whether the files that are
/// to be specifications are such.
fn judge_files(package: &Package, source: &Source, out: &mut Findings) -> Vec<Diagnostic> {
    let filter = match Regex::new(&source.filter) {
        Ok(filter) => filter,
        Err(error) => {
            let words = error.to_string();
            let last = words.lines().last().unwrap_or_default().trim_start_matches("error: ");
            out.add(&ADD083, source.span, format!("the filter \"{}\": {last}", source.filter));
            return Vec::new();
        }
    };
    let matching: Vec<&PackageFile> =
        package.files.iter().filter(|file| filter.is_match(&file.path)).collect();
    if matching.is_empty() {
        let message = format!("no file of the addon matches the filter \"{}\"", source.filter);
        out.add(&ADD084, source.span, message);
    }
    let key = match source.kind.as_str() {
        "openapi" => ["openapi", "swagger"],
        "asyncapi" => ["asyncapi"; 2],
        _ => return Vec::new(),
    };
    let is_specification = |file: &&&PackageFile| {
        let ending = file.path.rsplit('.').next().unwrap_or_default();
        file.path.starts_with("docs/")
            && file.path != PATH
            && ["json", "yaml", "yml"].contains(&ending)
    };
    let files = matching.iter().filter(is_specification);
    files.flat_map(|file| judge_specification(package, file, (&source.kind, &key))).collect()
}

fn judge_specification(
    package: &Package,
    file: &PackageFile,
    (kind, keys): (&str, &[&str]),
) -> Vec<Diagnostic> {
    let mut out = document::findings(package, &file.path);
    let read = file.text().map(|text| yaml::read(text, yaml::Limits::default()));
    match read.map(|document| (document.error, document.root)) {
        None => {
            out.add_whole(&ADD086, "the text is not UTF-8");
        }
        Some((Some(error), _)) => {
            out.add(&ADD086, error.span, error.message);
        }
        Some((None, root)) if !root.as_ref().is_some_and(|root| has_any(root, keys)) => {
            let span = root.map_or_else(Span::default, |root| root.span);
            let message = format!("this is no {kind} document: it does not say {}:", keys[0]);
            out.add(&ADD086, span, message);
        }
        Some(_) => {}
    }
    out.finish()
}

fn has_any(root: &Node, keys: &[&str]) -> bool {
    keys.iter().any(|key| root.get(key).is_some())
}

fn judge_root(root: &Node, out: &mut Findings) -> Vec<Source> {
    let Some(fields) = Fields::read(root, &["docs"], "docs/meta.yaml", &RULES, out) else {
        return Vec::new();
    };
    unknown::report(&fields.unknown, &["docs"], &ADD011, out);
    let before = out.list.len();
    let items = fields.list("docs", out);
    if items.len() != 1 && out.list.len() == before {
        let span = items.get(1).map_or(fields.span, |item| item.span);
        out.add(&ADD080, span, format!("docs has {} entries, not one", items.len()));
    }
    items.iter().flat_map(|item| judge_entry(item, out)).collect()
}

fn judge_entry(item: &Node, out: &mut Findings) -> Vec<Source> {
    let owner = "an entry of docs";
    let Some(entry) = Fields::read(item, &["template"], owner, &RULES, out) else {
        return Vec::new();
    };
    unknown::report(&entry.unknown, &["template"], &ADD011, out);
    let Some(node) = entry.get("template") else {
        out.add(&ADD081, entry.span, "an entry of docs has no template");
        return Vec::new();
    };
    let Some(template) = Fields::read(node, &TEMPLATE, "the template", &RULES, out) else {
        return Vec::new();
    };
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
    sources.iter().filter_map(|source| judge_source(source, out)).collect()
}

/// Judges a source, and gives it where its files are those of the addon.
fn judge_source(node: &Node, out: &mut Findings) -> Option<Source> {
    let source = Fields::read(node, &SOURCE, "a source", &RULES, out)?;
    unknown::report(&source.unknown, &SOURCE, &ADD011, out);
    let [kind, name, mode] = ["type", "name", "mode"].map(|field| source.text(field, out));
    let [url, filter] = ["url", "filter"].map(|field| source.text(field, out));
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
    let is_own = url.text.is_empty() && !filter.text.is_empty();
    is_own.then_some(Source { kind: kind.text, filter: filter.text, span: filter.span })
}

/// A lower-case letter first, a letter or digit last, and in between also the given characters.
fn is_label(text: &str, also: &str) -> bool {
    let is_plain = |character: char| character.is_ascii_alphanumeric();
    text.starts_with(|first: char| first.is_ascii_lowercase())
        && text.ends_with(is_plain)
        && text.chars().all(|character| is_plain(character) || also.contains(character))
}
