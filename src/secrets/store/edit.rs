//! Takes one Secret out of a text of manifests; every other document stays as it was written.
//!
//! May import: `manifest`, `yaml`, `model`.

use crate::manifest::document::documents;
use crate::manifest::{Manifests, Object, SecretManifest, read};
use crate::model::{Secret, SecretName};
use crate::yaml::{self, AnyValue, Limits, Node};

/// The text without the Secret of that name; `None` where nothing is left.
///
/// # Errors
/// Why it cannot be taken out without a change to something else, in words that hold no value.
pub(super) fn without(text: &str, name: &SecretName) -> Result<Option<Secret>, String> {
    let mut rest = String::new();
    for document in documents(text) {
        let found = read("", document);
        let kept = if !found.objects.iter().any(|one| is_it(one, name)) {
            document.to_owned()
        } else if found.unread.is_empty() && found.objects.iter().all(|one| is_it(one, name)) {
            continue;
        } else {
            shortened(document, &found, name)?
        };
        if !rest.is_empty() && !kept.starts_with("---") {
            rest.push_str("---\n");
        }
        rest.push_str(&kept);
        if !rest.ends_with('\n') {
            rest.push('\n');
        }
    }
    Ok((!rest.is_empty()).then(|| Secret::from(rest)))
}

fn is_it(object: &Object, name: &SecretName) -> bool {
    object.kind == "Secret" && object.name == name.name && object.namespace == name.namespace
}

/// A list without the Secret. Its comments are lost, and nothing else: two readers take part in this, and where
/// they do not understand the text alike, it stays as it is.
fn shortened(document: &str, before: &Manifests, name: &SecretName) -> Result<String, String> {
    let refused = || format!("{name} stands in a list that cannot be written anew without a loss");
    let mut root: AnyValue = yaml::from_str(document).map_err(|_| refused())?;
    let node = yaml::read(document, Limits::default()).root.ok_or_else(refused)?;
    take_out(&mut root, &node, name).ok_or_else(refused)?;
    let text = yaml::to_string(&root).map_err(|_| refused())?;
    let after = read("", &text);
    let others = before.objects.iter().filter(|one| !is_it(one, name));
    let is_whole = others.map(told).eq(after.objects.iter().map(told))
        && before.unread.len() == after.unread.len();
    if is_whole { Ok(text) } else { Err(refused()) }
}

/// What must be the same of an object that stays.
fn told(object: &Object) -> (&str, &str, Option<&str>, Option<SecretManifest>, usize) {
    let (secret, unread) = SecretManifest::of(object);
    (&object.kind, &object.name, object.namespace.as_deref(), secret, unread.len())
}

/// Takes the Secret out of the value, where the node of the same text says that it stands; `None` where the two
/// differ.
fn take_out(list: &mut AnyValue, node: &Node, name: &SecretName) -> Option<()> {
    let Some(nodes) = node.get("items").and_then(Node::items) else { return Some(()) };
    let items = list.get_mut("items").and_then(AnyValue::as_sequence_mut)?;
    if items.len() != nodes.len() {
        return None;
    }
    let mut kept = Vec::with_capacity(items.len());
    for (mut item, node) in std::mem::take(items).into_iter().zip(nodes) {
        if !is_secret(node, name) {
            take_out(&mut item, node, name)?;
            kept.push(item);
        }
    }
    *items = kept;
    Some(())
}

fn is_secret(node: &Node, name: &SecretName) -> bool {
    let said = |key| node.get("metadata").and_then(|data| data.get(key)).and_then(Node::as_str);
    // The items of a SecretList need not say what they are.
    node.get("kind").and_then(Node::as_str).is_none_or(|kind| kind == "Secret")
        && said("name") == Some(&name.name)
        && said("namespace").filter(|text| !text.is_empty()) == name.namespace.as_deref()
}
