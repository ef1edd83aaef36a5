//! Documents of templates that hold no action at all: what Kubernetes and Helm refuse about them.
//!
//! May import: `helm::template::{source, tree}`, `yaml`, `model`.

use crate::helm::template::source::Source;
use crate::helm::template::tree::Bytes;
use crate::model::rule::Rule;
use crate::model::rule::resource as rules;
use crate::model::text::short_name;
use crate::model::{Diagnostic, Findings, Place, Related, Span};
use crate::yaml::{self, Limits, Node, Resolved};

/// Kinds whose pods are selected by labels.
pub(super) const WORKLOADS: [&str; 4] = ["Deployment", "ReplicaSet", "DaemonSet", "StatefulSet"];

/// Judges the document that stands in a range of a file.
pub(super) fn judge(source: &Source<'_>, range: &Bytes, findings: &mut Findings) {
    let text = source.text.get(range.clone()).unwrap_or_default();
    let document = yaml::read(text, Limits::default());
    let origin = source.place(&(range.start..range.start));
    let mut reader = Reader { origin, findings };
    if let Some(error) = document.error {
        let message = format!("the document is not YAML: {}", error.message);
        reader.tell(&rules::KUB004, error.span, message);
        return;
    }
    let Some(root) = document.root.filter(|root| !root.is_null()) else { return };
    if root.pairs().is_some() {
        reader.object(&root);
    } else {
        let message = format!("the document is {}, not an object", root.kind());
        reader.tell(&rules::KUB005, root.span, message);
    }
}

struct Reader<'read> {
    /// Where the document begins.
    origin: Place,
    findings: &'read mut Findings,
}

impl Reader<'_> {
    fn place(&self, span: Span) -> Place {
        let before = self.origin.span.unwrap_or_default();
        let column = if span.line <= 1 {
            span.column + before.column.saturating_sub(1)
        } else {
            span.column
        };
        let line = span.line + before.line.saturating_sub(1);
        Place::at(self.origin.file.as_str(), Span { line, column, ..span })
    }

    fn tell(
        &mut self,
        rule: &'static Rule,
        span: Span,
        message: impl Into<String>,
    ) -> &mut Diagnostic {
        let place = self.place(span);
        self.findings.push(Diagnostic::new(rule, place, message))
    }

    fn object(&mut self, root: &Node) {
        if root.pairs().is_some_and(<[_]>::is_empty) {
            return;
        }
        for field in ["apiVersion", "kind"] {
            if root.get(field).and_then(Node::as_str).is_none() {
                self.tell(&rules::KUB005, root.span, format!("the object has no {field}"));
            }
        }
        let kind = root.get("kind").and_then(Node::as_str).unwrap_or_default();
        self.texts(root);
        if WORKLOADS.contains(&kind) {
            self.selector(root);
        }
        if kind == "List" {
            self.list(root);
        }
    }

    /// Names, labels, annotations and what selects labels are texts, in the object and in its pods.
    fn texts(&mut self, root: &Node) {
        let at = |path: &[&str]| path.iter().try_fold(root, |node, key| node.get(key));
        let metadata = [at(&["metadata"]), at(&["spec", "template", "metadata"])];
        for name in metadata.iter().flatten().filter_map(|node| node.get("name")) {
            self.text("name", name);
        }
        let parts = metadata
            .iter()
            .flatten()
            .flat_map(|node| [node.get("labels"), node.get("annotations")]);
        let selected = at(&["spec", "selector", "matchLabels"]);
        for (key, value) in
            [selected].into_iter().chain(parts).flatten().filter_map(Node::pairs).flatten()
        {
            let name = key.as_str().unwrap_or_default();
            if name != "helm.sh/hook-weight" {
                self.text(name, value);
            }
        }
    }

    fn text(&mut self, name: &str, value: &Node) {
        if !value.is_null() && !matches!(yaml::resolve(value), Resolved::Text) {
            let message = format!("the value of \"{}\" is {}", short_name(name), value.kind());
            self.tell(&rules::KUB007, value.span, message);
        }
    }

    /// Every label that is selected must be on the pods.
    fn selector(&mut self, root: &Node) {
        let Some(spec) = root.get("spec") else { return };
        let selected = spec.get("selector").and_then(|node| node.get("matchLabels"));
        let Some(selected) = selected.and_then(Node::pairs) else { return };
        let pod = spec.get("template").and_then(|node| node.get("metadata"));
        let labels = pod.and_then(|node| node.get("labels"));
        for (key, value) in selected {
            let Some(name) = key.as_str() else { continue };
            let label = labels.and_then(|labels| labels.get(name));
            if label.is_some_and(|label| label.as_str() == value.as_str()) {
                continue;
            }
            let message = match label {
                None => format!(
                    "the pods do not have the label \"{}\" that is selected",
                    short_name(name)
                ),
                Some(_) => {
                    format!("the label \"{}\" of the pods has another value", short_name(name))
                }
            };
            let related = label.map(|label| self.place(label.span));
            let found = self.tell(&rules::KUB008, value.span, message);
            if let Some(place) = related {
                found.related.push(Related { place, message: "the label of the pods".to_owned() });
            }
        }
    }

    fn list(&mut self, root: &Node) {
        let items = root.get("items").and_then(Node::items).unwrap_or_default();
        for item in items {
            let annotations = item.get("metadata").and_then(|node| node.get("annotations"));
            if let Some(policy) = annotations.and_then(|node| node.get("helm.sh/resource-policy")) {
                let message = "an item of a List has a resource policy";
                self.tell(&rules::KUB009, policy.span, message);
            }
        }
    }
}
