//! What is wanted: the list of repositories.
//!
//! May import: `manifest::{addons_configuration::{url, value}, broker_url, fields}`, `yaml`, `model`.

use super::url;
use super::value::{Scope, WantedRepository};
use crate::manifest::fields::Fields;
use crate::model::diagnostic::Related;
use crate::model::rule::manifest::{
    MAN020, MAN021, MAN022, MAN024, MAN040, MAN041, MAN042, MAN044, MAN045, MAN050,
};
use crate::model::{Findings, Location, SecretName, Span};
use crate::yaml::Node;

/// Of which object the spec is.
#[derive(Clone, Copy)]
pub(super) struct Owner<'object> {
    pub(super) scope: Scope,
    pub(super) namespace: Option<&'object str>,
    /// Where the object starts.
    pub(super) span: Span,
}

/// What is used of the spec.
#[derive(Default)]
pub(super) struct Spec {
    pub(super) reprocess_request: Option<i64>,
    pub(super) repositories: Vec<WantedRepository>,
    /// Whether every item of the list is among them.
    pub(super) is_whole: bool,
}

/// Reads `spec`.
pub(super) fn read(node: Option<&Node>, owner: Owner<'_>, out: &mut Findings) -> Spec {
    let Some(node) = node.filter(|node| !node.is_null()) else {
        out.add(&MAN020, owner.span, "there is no spec, and so no list of repositories");
        return Spec::default();
    };
    let known = ["reprocessRequest", "repositories"];
    let Some(fields) = Fields::read(node, &known, "spec", out) else { return Spec::default() };
    let reprocess_request = reprocess_request(&fields, out);
    let repositories = repositories(&fields, owner, out);
    let listed = fields.get("repositories").and_then(Node::items);
    let is_whole = listed.is_some_and(|items| items.len() == repositories.len());
    Spec { reprocess_request, repositories, is_whole }
}

fn reprocess_request(fields: &Fields<'_>, out: &mut Findings) -> Option<i64> {
    let count = fields.whole("reprocessRequest", &MAN050, out)?;
    if count < 0 {
        let span = fields.get("reprocessRequest").map(|node| node.span).unwrap_or_default();
        out.add(&MAN050, span, format!("reprocessRequest is {count}; it counts from 0 on"));
    }
    Some(count)
}

fn repositories(
    fields: &Fields<'_>,
    owner: Owner<'_>,
    out: &mut Findings,
) -> Vec<WantedRepository> {
    let span = fields.span_of("repositories");
    if fields.get("repositories").is_none() {
        out.add(&MAN020, span, "spec has no list of repositories");
        return Vec::new();
    }
    let Some(items) = fields.list("repositories", out) else { return Vec::new() };
    if items.is_empty() {
        out.add(&MAN021, span, "the list of repositories is empty");
    }
    let mut found: Vec<WantedRepository> = Vec::new();
    for item in items {
        let Some(one) = repository(item, owner, out) else { continue };
        let first = found.iter().find(|other| is_same(&other.url, &one.url));
        if let Some(first) = first.filter(|_| !one.url.is_empty()) {
            let related = Related { place: first.place.clone(), message: "the first".to_owned() };
            let span = one.place.span.unwrap_or_default();
            let message = "this url is listed already: all of its addons collide with their twins";
            out.add(&MAN024, span, message).related.push(related);
        }
        found.push(one);
    }
    found
}

/// Whether two URLs lead to one place.
fn is_same(left: &str, right: &str) -> bool {
    let place = |url: &str| Location::parse(url).map(|parsed| parsed.location.canonical());
    left.trim() == right.trim()
        || matches!((place(left), place(right)), (Ok(left), Ok(right)) if left == right)
}

fn repository(node: &Node, owner: Owner<'_>, out: &mut Findings) -> Option<WantedRepository> {
    let fields = Fields::read(node, &["url", "secretRef"], "a repository", out)?;
    let secret = secret(&fields, owner, out);
    let Some(value) = fields.get("url") else {
        let span = fields.span_of("url");
        out.add(&MAN022, span, "the repository has no url");
        return None;
    };
    let url = fields.text("url", out)?;
    url::judge(url, value.span, out);
    judge_secret(url, secret.as_ref(), (&fields, value.span, owner), out);
    let place = out.place(value.span);
    Some(WantedRepository { url: url.to_owned(), secret, place })
}

fn secret(fields: &Fields<'_>, owner: Owner<'_>, out: &mut Findings) -> Option<SecretName> {
    let node = fields.get("secretRef")?;
    let inner = Fields::read(node, &["name", "namespace"], "secretRef", out)?;
    let namespace = inner.text("namespace", out).filter(|text| !text.is_empty());
    let span = inner.get("name").map_or(node.span, |name| name.span);
    let before = out.list.len();
    let name = inner.text("name", out).unwrap_or_default();
    if name.is_empty() {
        if out.list.len() == before {
            out.add(&MAN040, span, "secretRef has no name");
        }
        return None;
    }
    let text = namespace.map_or(name.to_owned(), |namespace| format!("{namespace}/{name}"));
    let Some(secret) = SecretName::parse(&text) else {
        out.add(&MAN040, span, format!("\"{text}\" is no name that a Secret can have"));
        return None;
    };
    if let (Some(own), Some(other)) = (owner.namespace, namespace)
        && own != other
    {
        let span = inner.span_of("namespace");
        out.add(&MAN045, span, format!("the Secret is in {other}, the configuration in {own}"));
    }
    Some(secret)
}

/// Whether URL and Secret go together.
fn judge_secret(
    url: &str,
    secret: Option<&SecretName>,
    (fields, span, owner): (&Fields<'_>, Span, Owner<'_>),
    out: &mut Findings,
) {
    let keys = placeholders(url);
    let has_reference = fields.get("secretRef").is_some();
    let reference = fields.span_of("secretRef");
    if keys.is_empty() && has_reference {
        out.add(&MAN041, reference, "the url has no placeholder that the Secret could fill");
    }
    if !keys.is_empty() && !has_reference {
        let keys = keys.iter().map(|key| format!("{{{key}}}")).collect::<Vec<_>>().join(", ");
        out.add(&MAN042, span, format!("{keys} cannot be filled: there is no secretRef"));
    }
    let Some(secret) = secret.filter(|_| !keys.is_empty()) else { return };
    if owner.scope == Scope::Cluster && secret.namespace.is_none() {
        let message = format!("secretRef {} has no namespace", secret.name);
        out.add(&MAN044, reference, message);
    }
}

/// The keys that a URL's placeholders ask for.
fn placeholders(url: &str) -> Vec<String> {
    match Location::parse(url).map(|parsed| parsed.location) {
        Ok(Location::Template(template)) => {
            template.keys().into_iter().map(str::to_owned).collect()
        }
        _ => Vec::new(),
    }
}
