//! Annotations that hold lists or mappings.
//!
//! May import: `helm::artifacthub::{embedded, image}`, `helm::field`, `yaml`, `model`.

use super::embedded::Embedded;
use super::image;
use crate::helm::field::shown;
use crate::model::Findings;
use crate::model::rule::artifacthub as rules;
use crate::model::spelling::nearest;
use crate::yaml::Node;

const KINDS: &[&str] = &["added", "changed", "deprecated", "removed", "fixed", "security"];

/// Judges an annotation that is a list.
pub(super) fn judge(name: &str, value: &Embedded<'_>, findings: &mut Findings) {
    let Some(root) = value.read(name, findings).filter(|root| !root.is_null()) else { return };
    let Some(items) = root.items() else {
        let message = format!("{name} is {}, where a list is due", root.kind());
        findings.add(&rules::AHB003, value.span(root.span), message);
        return;
    };
    for item in items {
        let is_text = name == "changes" && item.as_str().is_some();
        if is_text || name == "crdsExamples" {
            continue;
        }
        if item.pairs().is_none() {
            let message = format!("an item of {name} is {}, where a mapping is due", item.kind());
            findings.add(&rules::AHB003, value.span(item.span), message);
            continue;
        }
        match name {
            "changes" => change(item, value, findings),
            "images" => image(item, value, findings),
            "crds" => resource(item, value, findings),
            "links" | "recommendations" | "screenshots" => link(name, item, value, findings),
            _ => {}
        }
    }
}

/// Judges the key that packages are said to be signed with.
pub(super) fn sign_key(value: &Embedded<'_>, findings: &mut Findings) {
    let Some(root) = value.read("signKey", findings) else { return };
    if root.pairs().is_none() {
        let message = format!("signKey is {}, where a mapping is due", root.kind());
        findings.add(&rules::AHB003, value.span(root.span), message);
        return;
    }
    if text(&root, "url").is_empty() {
        findings.add(&rules::AHB012, value.span(root.span), "signKey has no url");
    }
    let print = text(&root, "fingerprint");
    let digits: String = print.chars().filter(|c| !c.is_whitespace() && *c != ':').collect();
    let digits = digits.trim_start_matches("0x");
    let is_print = [16, 40, 64].contains(&digits.len())
        && digits.chars().all(|digit| digit.is_ascii_hexdigit());
    if !is_print {
        let place = root.get("fingerprint").unwrap_or(&root).span;
        let message = if print.is_empty() {
            "signKey has no fingerprint".to_owned()
        } else {
            format!("{} is no fingerprint", shown(print))
        };
        findings.add(&rules::AHB013, value.span(place), message);
    }
}

fn text<'node>(node: &'node Node, field: &str) -> &'node str {
    node.get(field).and_then(Node::as_str).unwrap_or_default()
}

fn change(item: &Node, value: &Embedded<'_>, findings: &mut Findings) {
    if let Some(node) = item.get("kind").filter(|node| !node.is_null()) {
        let kind = node.as_str().unwrap_or_default();
        if !KINDS.contains(&kind.to_lowercase().as_str()) {
            let message = format!("{} is no kind of change", shown(kind));
            let found = findings.add(&rules::AHB004, value.span(node.span), message);
            found.fix = nearest(kind, KINDS).map(|meant| format!("did you mean {meant}?"));
        }
    }
    if text(item, "description").is_empty() {
        findings.add(&rules::AHB005, value.span(item.span), "a change has no description");
    }
    let Some(links) = item.get("links").filter(|links| !links.is_null()) else { return };
    let Some(links) = links.items() else {
        let message = format!("the links of a change are {}, not a list", links.kind());
        findings.add(&rules::AHB003, value.span(links.span), message);
        return;
    };
    for link in links {
        for field in ["name", "url"] {
            if text(link, field).is_empty() {
                let message = format!("a link of a change has no {field}");
                findings.add(&rules::AHB006, value.span(link.span), message);
            }
        }
    }
}

fn image(item: &Node, value: &Embedded<'_>, findings: &mut Findings) {
    let node = item.get("image").filter(|node| !node.is_null());
    let reference = node.and_then(Node::as_str).unwrap_or_default();
    if let Err(why) = image::check(reference) {
        let message = format!("{} is no image: {why}", shown(reference));
        findings.add(&rules::AHB008, value.span(node.unwrap_or(item).span), message);
    }
    if let Some(node) = item.get("whitelisted").filter(|node| !node.is_null())
        && !matches!(crate::yaml::resolve(node), crate::yaml::Resolved::Bool(_))
    {
        let message = format!("whitelisted is {}, not true or false", node.kind());
        findings.add(&rules::AHB003, value.span(node.span), message);
    }
    let Some(node) = item.get("platforms").filter(|node| !node.is_null()) else { return };
    let Some(platforms) = node.items() else {
        let message = format!("the platforms of an image are {}, not a list", node.kind());
        findings.add(&rules::AHB003, value.span(node.span), message);
        return;
    };
    for platform in platforms {
        let text = platform.as_str().unwrap_or_default();
        let parts: Vec<&str> = text.split('/').collect();
        if !(2..=3).contains(&parts.len()) || parts.iter().any(|part| part.trim().is_empty()) {
            let message = format!("{} is no platform", shown(text));
            findings.add(&rules::AHB009, value.span(platform.span), message);
        }
    }
}

fn resource(item: &Node, value: &Embedded<'_>, findings: &mut Findings) {
    let fields = ["kind", "version", "name", "description"];
    let missing: Vec<&str> =
        fields.into_iter().filter(|field| text(item, field).is_empty()).collect();
    if !missing.is_empty() {
        let message = format!("a custom resource has no {}", missing.join(", no "));
        findings.add(&rules::AHB017, value.span(item.span), message);
    }
}

fn link(name: &str, item: &Node, value: &Embedded<'_>, findings: &mut Findings) {
    let url = text(item, "url");
    let is_web = url::Url::parse(url).is_ok_and(|url| ["http", "https"].contains(&url.scheme()));
    let is_mail = url.starts_with("mailto:");
    if !is_web && !is_mail {
        let place = item.get("url").unwrap_or(item).span;
        let message = match url {
            "" => format!("an item of {name} has no url"),
            url => format!("{} is no URL of the web", shown(url)),
        };
        findings.add(&rules::AHB007, value.span(place), message);
    }
}
