//! Annotations of charts that Artifact Hub reads, and `artifacthub-repo.yml`.
//!
//! After the tracker of `artifacthub/hub` and its `ah lint`.
//! May import: `helm::artifacthub/*`, `helm::{chart, field}`, `yaml`, `model`.

mod embedded;
mod image;
mod list;
mod provided;

pub mod repository;

use self::embedded::Embedded;
use super::chart::ChartRead;
use super::field::shown;
use crate::model::Findings;
use crate::model::rule::artifacthub as rules;
use crate::model::spelling::nearest;
use crate::yaml::{self, Limits, Node};

const PREFIX: &str = "artifacthub.io/";
/// What Artifact Hub reads of charts.
const KNOWN: &[&str] = &[
    "alternativeName",
    "category",
    "changes",
    "containsSecurityUpdates",
    "crds",
    "crdsExamples",
    "images",
    "license",
    "links",
    "maintainers",
    "operator",
    "operatorCapabilities",
    "prerelease",
    "recommendations",
    "screenshots",
    "signKey",
];
const CATEGORIES: &[&str] = &[
    "ai-machine-learning",
    "database",
    "integration-delivery",
    "monitoring-logging",
    "networking",
    "security",
    "skip-prediction",
    "storage",
    "streaming-messaging",
];
const CAPABILITIES: &[&str] =
    &["basic install", "seamless upgrades", "full lifecycle", "deep insights", "auto pilot"];
/// What Go's `ParseBool` takes.
const BOOLEANS: &[&str] =
    &["1", "t", "T", "TRUE", "true", "True", "0", "f", "F", "FALSE", "false", "False"];

/// Judges a chart by the rules of this family.
pub(super) fn judge(read: &ChartRead) -> Findings {
    let mut findings = Findings::of(read.package.place("Chart.yaml"));
    let text = read.package.file("Chart.yaml").and_then(|file| file.text()).unwrap_or_default();
    if !text.contains(PREFIX) {
        return findings;
    }
    let document = yaml::read(text, Limits::default());
    let root = document.root.filter(|_| document.error.is_none());
    let annotations = root.as_ref().and_then(|root| root.get("annotations")).and_then(Node::pairs);
    let lines: Vec<&str> = text.lines().collect();
    let mut names = Vec::new();
    for (key, node) in annotations.unwrap_or_default() {
        let Some(name) = key.as_str().and_then(|name| name.strip_prefix(PREFIX)) else { continue };
        let Some(text) = node.as_str() else { continue };
        names.push(name);
        let value = Embedded { key, node, text, rows: text.lines().collect(), lines: &lines };
        annotation(name, &value, read, &mut findings);
    }
    if let Some((key, _)) = annotations.and_then(|pairs| {
        pairs.iter().find(|(key, _)| key.as_str().is_some_and(|name| name.starts_with(PREFIX)))
    }) {
        provided::judge(read, &names, key.span, &mut findings);
    }
    findings
}

fn annotation(name: &str, value: &Embedded<'_>, read: &ChartRead, findings: &mut Findings) {
    let text = value.text;
    match name {
        "category" if !CATEGORIES.contains(&text) => {
            let message = format!("{} is no category", shown(text));
            let found = findings.add(&rules::AHB001, value.node.span, message);
            found.fix = nearest(text, CATEGORIES).map(|meant| format!("did you mean {meant}?"));
        }
        "operator" | "prerelease" | "containsSecurityUpdates" if !BOOLEANS.contains(&text) => {
            let message = format!("{name} is {}, not true or false", shown(text));
            findings.add(&rules::AHB010, value.node.span, message);
        }
        "operatorCapabilities" if !CAPABILITIES.contains(&text.to_lowercase().as_str()) => {
            let message = format!("{} is no capability level", shown(text));
            findings.add(&rules::AHB011, value.node.span, message);
        }
        "alternativeName" => {
            let own = read.chart.metadata.name.as_str();
            if !own.is_empty() && !own.contains(text) && !text.contains(own) {
                let message = format!("{} has nothing of the name {}", shown(text), shown(own));
                findings.add(&rules::AHB014, value.node.span, message);
            }
        }
        "signKey" => list::sign_key(value, findings),
        "changes" | "crds" | "crdsExamples" | "images" | "links" | "maintainers"
        | "recommendations" | "screenshots" => list::judge(name, value, findings),
        name if !KNOWN.contains(&name) => {
            let message = format!("Artifact Hub knows no annotation {PREFIX}{name}");
            let found = findings.add(&rules::AHB015, value.key.span, message);
            found.fix = nearest(name, KNOWN).map(|meant| format!("did you mean {PREFIX}{meant}?"));
        }
        _ => {}
    }
}
