//! From text to objects: several documents, lists of any kind, JSON; a broken document hides no other.
//!
//! May import: `yaml`, `model`.

mod split;

use std::collections::BTreeMap;
use std::fmt;

use self::split::{Part, parts};
use crate::model::text::clean;
use crate::model::{Place, Span};
use crate::yaml::{self, Limits, Node, Value};

/// Lists within lists beyond this depth are nobody's work.
const DEEPEST_LIST: usize = 8;

/// One object of a manifest.
#[derive(Clone, PartialEq)]
pub struct Object {
    /// `v1`, `addons.kyma-project.io/v1alpha1`; empty where it is not said.
    pub api_version: String,
    /// `Secret`, `AddonsConfiguration`. Never empty.
    pub kind: String,
    /// `metadata.name`; empty where it is not said.
    pub name: String,
    /// `metadata.namespace`, where it is said.
    pub namespace: Option<String>,
    /// `metadata.labels`; what is no text is not among them.
    pub labels: BTreeMap<String, String>,
    /// `metadata.annotations`; what is no text is not among them. Of a Secret that `kubectl` printed, one of
    /// them may hold all of its values.
    pub annotations: BTreeMap<String, String>,
    /// The whole object; positions are those of the text.
    pub node: Node,
    /// Where it starts.
    pub place: Place,
}

impl fmt::Debug for Object {
    /// Says which object it is, never what is in it: it may be a Secret.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let namespace = self.namespace.as_deref().unwrap_or_default();
        write!(formatter, "Object({} {namespace}/{})", self.kind, self.name)
    }
}

/// Something in a manifest that is not used, and why. Never holds a value of a Secret.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unread {
    /// Where, with line and column.
    pub place: Place,
    /// Why, lower case, no full stop.
    pub message: String,
}

/// What a text of manifests holds.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Manifests {
    /// The objects in the order of the text.
    pub objects: Vec<Object>,
    /// What could not be read.
    pub unread: Vec<Unread>,
}

/// Reads a text of manifests; `file` is what its places are called.
///
/// ```
/// let text = "apiVersion: v1\nkind: Secret\nmetadata: {name: a}\n---\nkind: [\n";
/// let found = chartroom::manifest::read("mine.yaml", text);
/// assert_eq!((found.objects.len(), found.unread.len()), (1, 1));
/// ```
#[must_use]
pub fn read(file: &str, text: &str) -> Manifests {
    let mut reader = Reader { file, found: Manifests::default() };
    for part in parts(text) {
        reader.part(&part);
    }
    reader.found
}

/// The texts of the documents, from one marker to the next, for those who change one of them only.
#[must_use]
pub fn documents(text: &str) -> Vec<&str> {
    parts(text).into_iter().map(|part| part.text).collect()
}

/// The same, each with the number of lines before it.
pub(super) fn numbered(text: &str) -> Vec<(u32, &str)> {
    parts(text).into_iter().map(|part| (part.lines, part.text)).collect()
}

struct Reader<'text> {
    file: &'text str,
    found: Manifests,
}

/// What a list says of its items, which may not say it themselves.
#[derive(Clone, Copy, Default)]
struct Heading<'list> {
    api_version: &'list str,
    kind: &'list str,
}

impl Reader<'_> {
    fn part(&mut self, part: &Part<'_>) {
        let document = yaml::read(part.text, Limits::default());
        if let Some(error) = document.error {
            return self.unread(part.moved(error.span), clean(&error.message).into_owned());
        }
        let Some(mut root) = document.root.filter(|root| !root.is_null()) else { return };
        moved(&mut root, part);
        self.object(root, Heading::default(), 0);
    }

    fn object(&mut self, node: Node, heading: Heading<'_>, depth: usize) {
        if node.pairs().is_none() {
            let message = format!("a Kubernetes object must be a mapping, not {}", node.kind());
            return self.unread(node.span, message);
        }
        let said = |key| node.get(key).and_then(Node::as_str);
        let api_version = said("apiVersion").unwrap_or(heading.api_version).to_owned();
        let kind = said("kind").unwrap_or(heading.kind).to_owned();
        if kind.is_empty() {
            return self.unread(node.span, "no Kubernetes object: it has no \"kind\"".to_owned());
        }
        match kind.strip_suffix("List") {
            Some(of) if node.get("items").is_some() => {
                let of = if of.is_empty() {
                    Heading::default()
                } else {
                    Heading { api_version: &api_version, kind: of }
                };
                self.list(node, of, depth + 1);
            }
            _ => self.found.objects.push(self.named(api_version, kind, node)),
        }
    }

    fn list(&mut self, node: Node, heading: Heading<'_>, depth: usize) {
        if depth > DEEPEST_LIST {
            return self.unread(node.span, "lists stand in lists too deeply".to_owned());
        }
        let Value::Mapping(pairs) = node.value else { return };
        let items = pairs.into_iter().rev().find(|(key, _)| key.as_str() == Some("items"));
        match items.map(|(_, items)| (items.span, items.is_null(), items.value)) {
            Some((_, _, Value::Sequence(items))) => {
                for item in items {
                    self.object(item, heading, depth);
                }
            }
            Some((span, false, _)) => self.unread(span, "\"items\" must be a list".to_owned()),
            _ => {}
        }
    }

    fn named(&self, api_version: String, kind: String, node: Node) -> Object {
        let metadata = node.get("metadata");
        let said = |key| metadata.and_then(|data| data.get(key)).and_then(Node::as_str);
        let name = said("name").unwrap_or_default().to_owned();
        let namespace = said("namespace").filter(|text| !text.is_empty()).map(str::to_owned);
        let labels = texts(metadata, "labels");
        let annotations = texts(metadata, "annotations");
        let place = Place::at(self.file, node.span);
        Object { api_version, kind, name, namespace, labels, annotations, node, place }
    }

    fn unread(&mut self, span: Span, message: String) {
        self.found.unread.push(Unread { place: Place::at(self.file, span), message });
    }
}

/// The pairs of a mapping in the metadata that are texts.
fn texts(metadata: Option<&Node>, key: &str) -> BTreeMap<String, String> {
    let pairs = metadata.and_then(|data| data.get(key)).and_then(Node::pairs).unwrap_or_default();
    let text = |node: &Node| node.as_str().map(str::to_owned);
    pairs.iter().filter_map(|(key, value)| Some((text(key)?, text(value)?))).collect()
}

/// Turns the positions within a part into those of the whole text.
fn moved(node: &mut Node, part: &Part<'_>) {
    node.span = part.moved(node.span);
    match &mut node.value {
        Value::Scalar { .. } => {}
        Value::Sequence(items) => items.iter_mut().for_each(|item| moved(item, part)),
        Value::Mapping(pairs) => pairs.iter_mut().for_each(|(key, value)| {
            moved(key, part);
            moved(value, part);
        }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Kinds, names and lines of the objects; lines and words of what could not be read.
    fn told(text: &str) -> (Vec<String>, Vec<String>) {
        let found = read("f", text);
        let line = |place: &Place| place.span.unwrap_or_default().line;
        let objects = found.objects.iter();
        let unread = found.unread.iter();
        (
            objects.map(|one| format!("{} {} {}", line(&one.place), one.kind, one.name)).collect(),
            unread.map(|one| format!("{} {}", line(&one.place), one.message)).collect(),
        )
    }

    #[track_caller]
    fn check(text: &str, objects: &[&str], unread: &[&str]) {
        let (found, not_found) = told(text);
        assert_eq!(found, objects, "{text}\n{not_found:?}");
        assert_eq!(not_found.len(), unread.len(), "{text}\n{not_found:?}");
        for (told, expected) in not_found.iter().zip(unread) {
            assert!(told.starts_with(expected), "{told:?} does not start with {expected:?}");
        }
    }

    #[test]
    fn documents_are_read_each_for_itself_with_their_lines() {
        let one = "kind: Secret\nmetadata: {name: a}\n";
        check("", &[], &[]);
        check("# nothing\n---\n---\n\n...\n", &[], &[]);
        check(one, &["1 Secret a"], &[]);
        check(&format!("---\n# b\n{one}"), &["3 Secret a"], &[]);
        check(
            &format!("{one}---\n{one}...\n---\n{one}"),
            &["1 Secret a", "4 Secret a", "8 Secret a"],
            &[],
        );
        check(&format!("%YAML 1.1\n---\n{one}"), &["3 Secret a"], &[]);
        check(&format!("{one}--- # next\n{one}"), &["1 Secret a", "4 Secret a"], &[]);
        check(&format!("{one}--- {{kind: X}}\n"), &["1 Secret a", "3 X "], &[]);
        check(&format!("\u{feff}{}", one.replace('\n', "\r\n")), &["1 Secret a"], &[]);
        check(&format!("{one}data:\n  a: |\n    --- x\n    ---\n"), &["1 Secret a"], &[]);
    }

    #[test]
    fn broken_documents_hide_no_others() {
        let one = "kind: Secret\nmetadata: {name: a}\n";
        check(&format!("{one}---\nkind: [\n---\n{one}"), &["1 Secret a", "6 Secret a"], &["5"]);
        check(&format!("{{{{ .Values.x }}}}\n---\n{one}"), &["3 Secret a"], &["1"]);
        check(&format!("just text\n---\n{one}"), &["3 Secret a"], &["1 a Kubernetes object must"]);
        check("a: b\n", &[], &["1 no Kubernetes object"]);
        check("kind: List\nitems: {a: b}\n", &[], &["2 \"items\" must be a list"]);
    }

    #[test]
    fn lists_of_any_kind_are_opened() {
        let item = "- kind: Secret\n  metadata: {name: a}\n- kind: List\n  items:\n  - {kind: X, metadata: {name: b}}\n- null\n";
        check(
            &format!("apiVersion: v1\nkind: List\nitems:\n{item}"),
            &["4 Secret a", "8 X b"],
            &["9"],
        );
        check("kind: List\nitems: null\n", &[], &[]);
        let typed = read(
            "f",
            "apiVersion: g/v1\nkind: AddonsConfigurationList\nitems:\n- metadata: {name: a}\n",
        );
        let first = typed.objects.first().expect("an object");
        assert_eq!(
            (first.kind.as_str(), first.api_version.as_str()),
            ("AddonsConfiguration", "g/v1")
        );
        check("kind: AllowList\nmetadata: {name: a}\n", &["1 AllowList a"], &[]);
    }

    #[test]
    fn json_is_read_one_after_the_other_too() {
        let one = "{\n\t\"kind\": \"Secret\",\n\t\"metadata\": {\"name\": \"a\", \"creationTimestamp\": null}\n}\n";
        check(one, &["1 Secret a"], &[]);
        check(&format!("{one}{one}"), &["1 Secret a", "5 Secret a"], &[]);
        check("{\"kind\": \"A\"}{\"kind\": \"B\"}", &["1 A ", "1 B "], &[]);
        check("{\"kind\": \"A\", \"x\": ]}", &[], &["1"]);
        check("[{\"kind\": \"A\"}]", &[], &["1 a Kubernetes object must be a mapping, not a list"]);
    }

    #[test]
    fn what_kubectl_prints_beside_the_content_is_no_hindrance() {
        let text = "apiVersion: v1\nitems:\n- apiVersion: addons.kyma-project.io/v1alpha1\n  kind: AddonsConfiguration\n  metadata:\n    annotations:\n      kubectl.kubernetes.io/last-applied-configuration: |\n        {\"apiVersion\":\"x\"}\n    creationTimestamp: null\n    finalizers:\n    - addons.kyma-project.io\n    labels: {a: b, n: 1, list: [x]}\n    managedFields:\n    - apiVersion: v1\n      fieldsV1: {\"f:spec\": {\".\": {}}}\n    name: mine\n    namespace: stage\n    resourceVersion: \"7\"\n  spec: {repositories: []}\n  status: {phase: Ready}\nkind: List\nmetadata:\n  resourceVersion: \"\"\n";
        let found = read("f", text);
        let one = found.objects.first().expect("an object");
        assert_eq!((one.name.as_str(), one.namespace.as_deref()), ("mine", Some("stage")));
        assert_eq!(one.labels.keys().collect::<Vec<_>>(), ["a", "n"]);
        assert_eq!(one.place, Place::at("f", one.node.span));
        assert_eq!((one.node.span.line, one.node.span.column), (3, 3));
    }

    #[test]
    fn an_object_says_what_it_is_and_never_what_is_in_it() {
        let found = read(
            "f",
            "kind: Secret\nmetadata: {name: a, annotations: {x: marked}}\ndata: {k: marked}\n",
        );
        assert_eq!(format!("{:?}", found.objects), "[Object(Secret /a)]");
    }
}
