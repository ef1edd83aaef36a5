//! Name, namespace, labels and the state of an object, as Kubernetes and the Kyma console take them.
//!
//! May import: `manifest::{addons_configuration::value, fields}`, `yaml`, `model`.

use std::collections::BTreeMap;

use super::value::Scope;
use crate::manifest::fields::Fields;
use crate::model::rule::manifest::{MAN002, MAN010, MAN011, MAN012, MAN013, MAN014, MAN015};
use crate::model::{Findings, Span};
use crate::yaml::{Node, Resolved, resolve};

/// What `metadata` may hold.
const KNOWN: [&str; 17] = [
    "annotations",
    "clusterName",
    "creationTimestamp",
    "deletionGracePeriodSeconds",
    "deletionTimestamp",
    "finalizers",
    "generateName",
    "generation",
    "initializers",
    "labels",
    "managedFields",
    "name",
    "namespace",
    "ownerReferences",
    "resourceVersion",
    "selfLink",
    "uid",
];

/// The label by which Kyma marks what its upgrades restore; the console takes any that ends so.
const MANAGED: &str = "managed";

/// The cluster configuration that Kyma brings with it.
const DEFAULT: &str = "helm-repos-urls";

/// What is used of the metadata.
#[derive(Default)]
pub(super) struct Metadata {
    pub(super) name: String,
    pub(super) namespace: Option<String>,
    pub(super) labels: BTreeMap<String, String>,
    pub(super) generation: Option<i64>,
}

/// Reads `metadata`; `whole` is where the object starts.
pub(super) fn read(node: Option<&Node>, scope: Scope, whole: Span, out: &mut Findings) -> Metadata {
    let Some(node) = node.filter(|node| !node.is_null()) else {
        out.add(&MAN010, whole, "there is no metadata, and so no name");
        return Metadata::default();
    };
    let Some(fields) = Fields::read(node, &KNOWN, "metadata", out) else {
        return Metadata::default();
    };
    if fields.get("deletionTimestamp").is_some() {
        let finalizers = fields.get("finalizers").and_then(Node::items).unwrap_or_default();
        let waits: Vec<&str> = finalizers.iter().filter_map(Node::as_str).collect();
        let message = format!("it is being deleted and waits for {}", waits.join(", "));
        out.add(&MAN015, fields.span_of("deletionTimestamp"), message);
    }
    let name = name(&fields, out);
    let namespace = namespace(&fields, scope, out);
    let labels = labels(&fields, out);
    let is_told = labels.iter().any(|(key, value)| key.ends_with(MANAGED) && value == "true");
    if scope == Scope::Cluster && name == DEFAULT && !is_told {
        let span = fields.get("name").map_or(fields.span, |node| node.span);
        out.add(&MAN014, span, format!("{DEFAULT} is the configuration that Kyma itself brings"));
    }
    Metadata {
        name,
        namespace,
        labels,
        generation: fields.get("generation").and_then(|_| fields.whole("generation", &MAN002, out)),
    }
}

fn name(fields: &Fields<'_>, out: &mut Findings) -> String {
    let span = fields.get("name").map_or_else(|| fields.span_of("name"), |node| node.span);
    let before = out.list.len();
    let name = fields.text("name", out).unwrap_or_default();
    if out.list.len() > before {
        return String::new();
    }
    if name.is_empty() {
        let message = match fields.get("generateName") {
            Some(_) => "the name is left to the server (generateName): kubectl apply refuses that",
            None => "the object has no name",
        };
        out.add(&MAN010, span, message);
    } else if !name.split('.').all(is_label_name) || name.len() > 253 {
        out.add(&MAN010, span, format!("\"{name}\" is no name that Kubernetes takes"));
    } else if !(4..=63).contains(&name.len()) {
        let message = format!("the name has {} characters", name.len());
        out.add(&MAN011, span, message);
    }
    name.to_owned()
}

fn namespace(fields: &Fields<'_>, scope: Scope, out: &mut Findings) -> Option<String> {
    let namespace = fields.text("namespace", out).filter(|text| !text.is_empty())?;
    let span = fields.get("namespace").map(|node| node.span).unwrap_or_default();
    if scope == Scope::Cluster {
        let found = out.add(&MAN012, span, "a cluster configuration is in no namespace");
        found.fix = Some("Remove the namespace, or write kind: AddonsConfiguration".to_owned());
        return None;
    }
    if !is_label_name(namespace) {
        out.add(&MAN012, span, format!("\"{namespace}\" is no namespace that Kubernetes takes"));
    }
    Some(namespace.to_owned())
}

/// Lower-case letters, digits and dashes; letters or digits at both ends; 63 at most.
fn is_label_name(text: &str) -> bool {
    let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    (1..=63).contains(&text.len())
        && text.chars().all(plain)
        && !text.starts_with('-')
        && !text.ends_with('-')
}

fn labels(fields: &Fields<'_>, out: &mut Findings) -> BTreeMap<String, String> {
    let mut labels = BTreeMap::new();
    let Some(node) = fields.get("labels") else { return labels };
    let Some(pairs) = node.pairs() else {
        out.add(&MAN002, node.span, format!("labels must be a mapping, not {}", node.kind()));
        return labels;
    };
    for (key, value) in pairs {
        let (name, text) = (key.as_str().unwrap_or_default(), value.as_str().unwrap_or_default());
        let is_text = value.as_str().is_some() && resolve(value) == Resolved::Text;
        if !is_text && !value.is_null() {
            let found = out.add(
                &MAN013,
                value.span,
                format!("the value of the label {name} must be a text, not {}", value.kind()),
            );
            found.fix = Some(format!("Put it in quotes: {name}: \"{text}\""));
        } else if !is_label_key(name) || !is_label_value(text) {
            let message = format!("{name}: \"{text}\" is no label that Kubernetes takes");
            out.add(&MAN013, key.span, message);
        } else {
            if name.ends_with(MANAGED) && text == "true" {
                out.add(&MAN014, key.span, format!("the label {name} marks it as managed"));
            }
            labels.insert(name.to_owned(), text.to_owned());
        }
    }
    labels
}

/// A name, with or without a domain before a slash.
fn is_label_key(key: &str) -> bool {
    let (domain, name) = key.split_once('/').map_or((None, key), |(a, b)| (Some(a), b));
    let is_domain = |text: &str| text.len() <= 253 && text.split('.').all(is_label_name);
    !name.is_empty() && is_label_value(name) && domain.is_none_or(is_domain)
}

/// Letters, digits, dashes, underscores and dots; letters or digits at both ends; 63 at most, or nothing.
fn is_label_value(text: &str) -> bool {
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.');
    let edge = |c: Option<char>| c.is_none_or(|c| c.is_ascii_alphanumeric());
    text.len() <= 63
        && text.chars().all(plain)
        && edge(text.chars().next())
        && edge(text.chars().next_back())
}
