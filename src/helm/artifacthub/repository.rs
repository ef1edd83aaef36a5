//! `artifacthub-repo.yml` beside an index: who owns the repository, and what is not to be listed.
//!
//! May import: `helm::field`, `yaml`, `model`.

use regex::RegexBuilder;

use crate::helm::field::shown;
use crate::model::rule::artifacthub as rules;
use crate::model::spelling::nearest;
use crate::model::{Findings, Span, annotate};
use crate::yaml::{self, Limits, Node};

/// Names under which Artifact Hub looks for it.
pub const NAMES: [&str; 2] = ["artifacthub-repo.yml", "artifacthub-repo.yaml"];

const FIELDS: &[&str] = &["repositoryID", "owners", "ignore"];
/// How much a compiled expression may take, in bytes.
const EXPRESSION: usize = 1 << 20;

/// Judges the file of that name.
#[must_use]
pub fn judge(name: &str, bytes: &[u8]) -> Findings {
    let mut findings = Findings::of(name);
    let Ok(text) = std::str::from_utf8(bytes) else {
        findings.add_whole(&rules::AHB018, "the file is not UTF-8 text");
        return findings;
    };
    let document = yaml::read(text, Limits::default());
    match (document.root, document.error) {
        (_, Some(error)) => {
            findings.add(&rules::AHB018, error.span, error.message);
        }
        (Some(root), None) if root.pairs().is_some() => fields(&root, &mut findings),
        (root, None) => {
            let (what, span) = root
                .map_or(("nothing", Span { line: 1, column: 1, length: 0 }), |it| {
                    (it.kind(), it.span)
                });
            let message = format!("the file holds {what}, where a mapping is due");
            findings.add(&rules::AHB018, span, message);
        }
    }
    annotate::text(name, text, &mut findings.list);
    findings
}

fn fields(root: &Node, findings: &mut Findings) {
    for (key, value) in root.pairs().unwrap_or_default() {
        match key.as_str().unwrap_or_default() {
            _ if value.is_null() && key.as_str().is_some_and(|key| FIELDS.contains(&key)) => {}
            "repositoryID" => {
                let id = value.as_str().unwrap_or_default();
                if !is_uuid(id) {
                    let message = format!("{} is no UUID", shown(id));
                    findings.add(&rules::AHB019, value.span, message);
                }
            }
            "owners" => items("owners", value, findings, owner),
            "ignore" => items("ignore", value, findings, ignored),
            name => {
                let message = format!("Artifact Hub knows no field {} here", shown(name));
                let found = findings.add(&rules::AHB022, key.span, message);
                found.fix = nearest(name, FIELDS).map(|meant| format!("did you mean {meant}?"));
            }
        }
    }
}

fn items(name: &str, value: &Node, findings: &mut Findings, judge: fn(&Node, &mut Findings)) {
    let Some(items) = value.items() else {
        let message = format!("{name} is {}, where a list is due", value.kind());
        findings.add(&rules::AHB018, value.span, message);
        return;
    };
    for item in items {
        if item.pairs().is_some() {
            judge(item, findings);
        } else {
            let message = format!("an item of {name} is {}, not a mapping", item.kind());
            findings.add(&rules::AHB018, item.span, message);
        }
    }
}

fn owner(item: &Node, findings: &mut Findings) {
    let email = item.get("email").and_then(Node::as_str).unwrap_or_default();
    if !email.contains('@') {
        let place = item.get("email").unwrap_or(item).span;
        findings.add(&rules::AHB020, place, "an owner has no mail address");
    }
}

fn ignored(item: &Node, findings: &mut Findings) {
    if item.get("name").and_then(Node::as_str).unwrap_or_default().is_empty() {
        findings.add(&rules::AHB021, item.span, "something without a name is to be ignored");
    }
    let Some(node) = item.get("version").filter(|node| !node.is_null()) else { return };
    let pattern = node.as_str().unwrap_or_default();
    if RegexBuilder::new(pattern).size_limit(EXPRESSION).build().is_err() {
        let message = format!("{} is no regular expression", shown(pattern));
        findings.add(&rules::AHB021, node.span, message);
    }
}

fn is_uuid(text: &str) -> bool {
    let lengths: Vec<usize> = text.split('-').map(str::len).collect();
    lengths == [8, 4, 4, 4, 12] && text.chars().all(|c| c == '-' || c.is_ascii_hexdigit())
}
