//! Hooks: annotations that only Helm reads.
//!
//! May import: `helm::resource::document`, `helm::template::fault`, `model::rule`.

use super::document::{Document, Field, Line};
use crate::helm::template::fault::Fault;
use crate::model::rule::resource as rules;
use crate::model::text::short_name;

/// The hooks of Helm 3 and 4; `crd-install` is a rule of its own.
const HOOKS: [&str; 11] = [
    "pre-install",
    "post-install",
    "pre-delete",
    "post-delete",
    "pre-upgrade",
    "post-upgrade",
    "pre-rollback",
    "post-rollback",
    "test",
    "test-success",
    "crd-install",
];

const POLICIES: [&str; 3] = ["before-hook-creation", "hook-succeeded", "hook-failed"];

/// Judges the hook annotations of a document.
pub(super) fn judge(text: &str, document: &Document, faults: &mut Vec<Fault>) {
    for line in &document.lines {
        let said = text.get(line.range.clone()).unwrap_or_default();
        let Some((name, value)) = annotation(said) else { continue };
        let words = || {
            let bare = value.trim_matches(['"', '\'']);
            bare.split(',').map(str::trim).filter(|word| !word.is_empty())
        };
        let start = line.range.start;
        let range = start + said.find(value).unwrap_or_default()..line.range.end;
        match name {
            "helm.sh/hook" => {
                if let Some(unknown) = words().find(|word| !HOOKS.contains(word)) {
                    let message = format!("there is no hook \"{}\"", short_name(unknown));
                    faults.push(Fault::new(&rules::KUB010, range, message));
                }
            }
            "helm.sh/hook-delete-policy" => {
                if let Some(unknown) = words().find(|word| !POLICIES.contains(word)) {
                    let message = format!("there is no policy \"{}\"", short_name(unknown));
                    faults.push(Fault::new(&rules::KUB011, range, message));
                }
            }
            "helm.sh/hook-weight" => faults.extend(weight(value, range)),
            _ => {}
        }
    }
}

/// The name and value of an annotation of Helm's on a line.
fn annotation(line: &str) -> Option<(&str, &str)> {
    let line = line.trim_start();
    let line = line.split(" #").next().unwrap_or_default().trim_end();
    let (name, value) = line.split_once(": ")?;
    let name = name.trim().trim_matches(['"', '\'']);
    let value = value.trim();
    let is_plain = !value.is_empty() && !value.contains(['{', '}', '|', '>', '*', '&', '[']);
    (is_plain && name.starts_with("helm.sh/hook")).then_some((name, value))
}

fn weight(value: &str, range: std::ops::Range<usize>) -> Option<Fault> {
    let is_number = |text: &str| text.parse::<i64>().is_ok();
    if is_number(value) {
        let message = format!("the weight {value} is a number, and annotations are texts");
        let fault = Fault::new(&rules::KUB012, range, message);
        return Some(fault.fix(format!("Write \"{value}\" in quotes")));
    }
    let bare = value.trim_matches(['"', '\'']);
    (!is_number(bare)).then(|| {
        let message = format!("the weight \"{}\" is no whole number", short_name(bare));
        Fault::new(&rules::KUB013, range, message)
    })
}

/// Whether a document is a hook.
pub(super) fn is_hook(text: &str, document: &Document) -> bool {
    let says = |line: &Line| {
        text.get(line.range.clone()).is_some_and(|said| said.contains("helm.sh/hook"))
    };
    document.lines.iter().any(says)
}

/// The value of a field that is there once.
pub(super) fn only<'field, 'text>(fields: &'field [Field<'text>]) -> Option<&'field Field<'text>> {
    if let [only] = fields { Some(only) } else { None }
}
