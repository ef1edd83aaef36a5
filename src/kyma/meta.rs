//! An addon's own `meta.yaml`.
//!
//! May import: `kyma::{cut_off, coerce, document, fields, identity, unknown, version}`, `yaml`, `model`.

use url::Url;

use super::cut_off::drop_unfinished;
use super::document::{self, Outcome, RULES};
use super::fields::{FieldText, Fields, key_text};
use super::identity::{judge_identity, judge_required, texts};
use super::version::Version;
use super::{coerce, unknown};
use crate::model::rule::addon::{
    ADD001, ADD003, ADD004, ADD005, ADD006, ADD007, ADD008, ADD009, ADD011, ADD015, ADD017, ADD023,
};
use crate::model::{Diagnostic, Findings, Package, Place, Span};
use crate::yaml::merged;

/// What the file says. Absent texts are empty.
#[derive(Debug, Default)]
pub(super) struct Meta {
    pub(super) id: FieldText,
    pub(super) name: FieldText,
    pub(super) version: FieldText,
    pub(super) description: FieldText,
    pub(super) display_name: String,
    pub(super) long_description: String,
    pub(super) provider: String,
    pub(super) documentation_url: String,
    pub(super) support_url: String,
    pub(super) image_url: String,
    pub(super) tags: Vec<String>,
    pub(super) labels: Vec<(String, String)>,
    pub(super) requires: Vec<String>,
    /// `None` where it could not be read.
    pub(super) bindable: Option<bool>,
    pub(super) provision_only_once: bool,
}

const PATH: &str = "meta.yaml";

/// All fields that Helm Broker reads.
const KNOWN: [&str; 17] = [
    "id",
    "name",
    "version",
    "description",
    "displayName",
    "longDescription",
    "providerDisplayName",
    "documentationURL",
    "supportURL",
    "imageURL",
    "tags",
    "labels",
    "requires",
    "bindable",
    "bindingsRetrievable",
    "planUpdatable",
    "provisionOnlyOnce",
];

/// Reads and judges the file.
pub(super) fn read(package: &Package) -> (Meta, Vec<Diagnostic>) {
    let mut out = document::findings(package, PATH);
    let outcome = document::read(package, PATH, &mut out);
    match outcome {
        Outcome::Missing => {
            let place = Place::file(package.place(""));
            out.push(Diagnostic::new(&ADD001, place, "the addon has no meta.yaml"));
        }
        Outcome::Empty => {
            out.add_whole(&ADD004, "meta.yaml is empty");
        }
        _ => {}
    }
    let fields = outcome
        .root()
        .filter(|root| !root.is_null())
        .and_then(|root| Fields::read(root, &KNOWN, "meta.yaml", &RULES, &mut out));
    let mut meta = fields.map(|fields| read_fields(&fields, &mut out)).unwrap_or_default();
    if outcome.is_broken() {
        meta.bindable = meta.bindable.filter(|bindable| *bindable);
        drop_unfinished(&mut out, outcome.root(), &[ADD003.code, ADD005.code, ADD023.code]);
    }
    (meta, out.finish())
}

fn read_fields(fields: &Fields<'_>, out: &mut Findings) -> Meta {
    unknown::report(&fields.unknown, &KNOWN, &ADD011, out);
    let [id, name, version, description, display_name] =
        texts(fields, ["id", "name", "version", "description", "displayName"], out);
    let required = [
        ("id", &id),
        ("name", &name),
        ("version", &version),
        ("description", &description),
        ("displayName", &display_name),
    ];
    judge_required(fields, required, ("the addon", &ADD005), out);
    judge_identity(&id, &name, out);
    if !version.text.is_empty() && Version::parse(&version.text).is_none() {
        let message = format!("the version \"{}\" is no semantic version", version.text);
        out.add(&ADD006, version.span, message);
    }
    let [long_description, provider] =
        texts(fields, ["longDescription", "providerDisplayName"], out);
    let [documentation_url, support_url, image_url] =
        ["documentationURL", "supportURL", "imageURL"].map(|name| read_link(fields, name, out));
    report_without_effect(fields, out);
    judge_image(fields, &image_url, out);
    Meta {
        id,
        name,
        version,
        description,
        display_name: display_name.text,
        long_description: long_description.text,
        provider: provider.text,
        documentation_url,
        support_url,
        image_url,
        tags: read_tags(fields, out),
        labels: read_labels(fields, out),
        requires: read_requires(fields, out),
        bindable: read_bindable(fields, out),
        provision_only_once: fields.flag("provisionOnlyOnce", out).unwrap_or_default(),
    }
}

/// Absent means not bindable; a value of the wrong type means nothing.
fn read_bindable(fields: &Fields<'_>, out: &mut Findings) -> Option<bool> {
    let flag = fields.flag("bindable", out);
    if fields.get("bindable").is_none() { Some(false) } else { flag }
}

fn read_link(fields: &Fields<'_>, name: &str, out: &mut Findings) -> String {
    let [link] = texts(fields, [name], out);
    let is_web = |url: Url| matches!(url.scheme(), "http" | "https") && url.has_host();
    if !link.text.is_empty() && !Url::parse(&link.text).is_ok_and(is_web) {
        let message = format!("{name} \"{}\" is no absolute web address", link.text);
        out.add(&ADD015, link.span, message);
    }
    link.text
}

/// The documentation asks for an SVG image; catalogues show a placeholder where there is none.
fn judge_image(fields: &Fields<'_>, url: &str, out: &mut Findings) {
    let path = url.split(['?', '#']).next().unwrap_or_default();
    let span = fields.get("imageURL").map_or(fields.span, |node| node.span);
    if url.is_empty() && fields.get("imageURL").is_none_or(|node| node.as_str().is_some()) {
        out.add(&ADD023, span, "the addon has no imageURL");
    } else if !url.is_empty() && !path.to_ascii_lowercase().ends_with(".svg") {
        out.add(&ADD023, span, "the image is no SVG file by its name");
    }
}

fn report_without_effect(fields: &Fields<'_>, out: &mut Findings) {
    for name in ["bindingsRetrievable", "planUpdatable"] {
        if let (Some(_), Some(span)) = (fields.flag(name, out), fields.key_span(name)) {
            out.add(&ADD017, span, format!("{name} has no effect in Helm Broker"));
        }
    }
}

/// Tags are one text with commas; a YAML list is refused.
fn read_tags(fields: &Fields<'_>, out: &mut Findings) -> Vec<String> {
    let Some(value) = fields.get("tags") else { return Vec::new() };
    let before = out.list.len();
    let text = fields.text("tags", out);
    if let Some(items) = value.items() {
        let tags: Vec<String> = items.iter().filter_map(coerce::text).collect();
        for found in out.list.iter_mut().skip(before) {
            found.fix = Some(format!("Write one text with commas: tags: \"{}\"", tags.join(", ")));
        }
        return tags;
    }
    let (tags, empty): (Vec<&str>, Vec<&str>) =
        text.text.split(',').map(str::trim).partition(|tag| !tag.is_empty());
    if !empty.is_empty() && value.pairs().is_none() {
        out.add(&ADD007, text.span, {
            let verb = if empty.len() == 1 { "is" } else { "are" };
            format!("{} of the tags {verb} empty", empty.len())
        });
    }
    tags.into_iter().map(str::to_owned).collect()
}

fn read_labels(fields: &Fields<'_>, out: &mut Findings) -> Vec<(String, String)> {
    let Some(node) = fields.get("labels") else { return Vec::new() };
    if node.pairs().is_none() {
        fields.refuse("labels", node, "a mapping of texts", out);
        return Vec::new();
    }
    let mut labels = Vec::new();
    for (key, value) in merged(node) {
        let (Some(name), Some(text)) = (key_text(key), coerce::text(value)) else {
            out.add(&ADD003, key.span, "a label is not a name with a text");
            continue;
        };
        if ["local", "provisionOnlyOnce"].contains(&name.as_str()) {
            out.add(&ADD008, key.span, format!("the label \"{name}\" is overwritten"));
        }
        if let Some(written) = coerce::changed(value) {
            report_changed_label(&name, written, (&text, value.span), out);
        }
        labels.push((name, text));
    }
    labels
}

fn report_changed_label(name: &str, written: &str, (text, span): (&str, Span), out: &mut Findings) {
    out.add(&ADD009, span, format!("the label {name} {written} is read as \"{text}\"")).fix =
        Some(format!("Write {name}: \"{written}\""));
}

fn read_requires(fields: &Fields<'_>, out: &mut Findings) -> Vec<String> {
    let mut permissions = Vec::new();
    for item in fields.list("requires", out) {
        if let Some(text) = coerce::text(item) {
            permissions.push(text);
        } else {
            let message = format!("a permission in requires is {}, not text", item.kind());
            out.add(&ADD003, item.span, message);
        }
    }
    permissions
}
