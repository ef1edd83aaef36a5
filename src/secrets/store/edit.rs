//! Takes one Secret out of a text of manifests; every other document stays as it was written.
//!
//! May import: `manifest`, `yaml`, `model`.

use crate::manifest::document::documents;
use crate::manifest::{Object, read};
use crate::model::{Secret, SecretName};
use crate::yaml::{self, AnyValue};

/// The text without the Secret of that name; `None` where nothing is left.
pub(super) fn without(text: &str, name: &SecretName) -> Option<Secret> {
    let is_it = |object: &Object| {
        object.kind == "Secret" && object.name == name.name && object.namespace == name.namespace
    };
    let mut rest = String::new();
    for document in documents(text) {
        let found = read("", document);
        let kept = if !found.objects.iter().any(is_it) {
            Some(document.to_owned())
        } else if found.objects.iter().all(is_it) {
            None
        } else {
            shortened(document, name)
        };
        let Some(kept) = kept else { continue };
        if !rest.is_empty() && !kept.starts_with("---") {
            rest.push_str("---\n");
        }
        rest.push_str(&kept);
        if !rest.ends_with('\n') {
            rest.push('\n');
        }
    }
    (!rest.is_empty()).then(|| Secret::from(rest))
}

/// A list without the Secret. Its comments are lost.
fn shortened(document: &str, name: &SecretName) -> Option<String> {
    let mut root: AnyValue = yaml::from_str(document).ok()?;
    take_out(&mut root, name);
    yaml::to_string(&root).ok()
}

fn take_out(list: &mut AnyValue, name: &SecretName) {
    let Some(items) = list.get_mut("items").and_then(AnyValue::as_sequence_mut) else { return };
    items.retain(|item| !is_it(item, name));
    for item in items {
        take_out(item, name);
    }
}

fn is_it(item: &AnyValue, name: &SecretName) -> bool {
    let said = |key| item.get("metadata").and_then(|data| data.get(key)).and_then(AnyValue::as_str);
    // The items of a SecretList need not say what they are.
    item.get("kind").is_none_or(|kind| kind.as_str() == Some("Secret"))
        && said("name") == Some(&name.name)
        && said("namespace").filter(|text| !text.is_empty()) == name.namespace.as_deref()
}
