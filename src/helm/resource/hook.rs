//! Hooks: annotations that only Helm reads.
//!
//! May import: `helm::resource::document`, `helm::template::fault`, `yaml`, `model::rule`.

use super::document::{Document, Field, Line};
use crate::helm::template::fault::Fault;
use crate::model::rule::resource as rules;
use crate::model::text::short_name;
use crate::yaml::{self, Resolved};

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
    for line in document.below(text, &["metadata", "annotations"]) {
        let said = text.get(line.range.clone()).unwrap_or_default();
        let Some((name, value, offset)) = annotation(said) else { continue };
        let start = line.range.start + offset;
        let range = start..start + value.len();
        let words = || value.trim_matches(['"', '\'']).split(',').map(str::trim);
        // Helm writes the words small before it looks them up.
        let is_none_of = |known: &[&str], word: &str| {
            !known.iter().any(|other| other.eq_ignore_ascii_case(word))
        };
        match name {
            // One part that is empty, as after a comma at the end, is an unknown hook too.
            "helm.sh/hook" => {
                if let Some(unknown) = words().find(|word| is_none_of(&HOOKS, word)) {
                    let message = format!("there is no hook \"{}\"", short_name(unknown));
                    faults.push(Fault::new(&rules::KUB010, range, message));
                }
            }
            "helm.sh/hook-delete-policy" => {
                let mut said = words().filter(|word| !word.is_empty());
                if let Some(unknown) = said.find(|word| is_none_of(&POLICIES, word)) {
                    let message = format!("there is no policy \"{}\"", short_name(unknown));
                    faults.push(Fault::new(&rules::KUB011, range, message));
                }
            }
            "helm.sh/hook-weight" => faults.extend(weight(value, range)),
            _ => {}
        }
    }
}

/// The name and value of an annotation of Helm's on a line, and at which byte the value begins.
fn annotation(line: &str) -> Option<(&str, &str, usize)> {
    let line = line.split(" #").next().unwrap_or_default().trim_end();
    let (name, rest) = line.split_once(": ")?;
    let value = rest.trim_start();
    let offset = line.len() - value.len();
    let name = name.trim().trim_matches(['"', '\'']);
    let is_plain = !value.is_empty() && !value.contains(['{', '}', '|', '>', '*', '&', '[']);
    (is_plain && name.starts_with("helm.sh/hook")).then_some((name, value, offset))
}

fn weight(value: &str, range: std::ops::Range<usize>) -> Option<Fault> {
    let bare = value.trim_matches(['"', '\'']);
    let is_text = bare.len() < value.len()
        || matches!(yaml::resolve_plain(value), Resolved::Text | Resolved::Null);
    if !is_text {
        let kind = yaml::resolve_plain(value).kind();
        let message = format!("the weight {value} is {kind}, and annotations are texts");
        let fault = Fault::new(&rules::KUB012, range, message);
        return Some(fault.fix("Write a whole number in quotes"));
    }
    bare.parse::<i64>().is_err().then(|| {
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
