//! Custom resource definitions below `crds/`: what the Kubernetes API refuses about them.
//!
//! May import: `yaml`, `model`.

use crate::model::rule::resource as rules;
use crate::model::text::short_name;
use crate::model::{Findings, Package, PackageFile, Span};
use crate::yaml::{self, Limits, Node, Resolved};

/// More documents than any file of definitions needs are not looked at.
const DOCUMENTS: usize = 200;

/// Judges the definitions of a chart.
pub(super) fn judge(package: &Package, findings: &mut Findings) {
    let is_manifest = |file: &&PackageFile| {
        let ending = file.path.rsplit_once('.').map_or("", |(_, ending)| ending);
        file.path.starts_with("crds/") && matches!(ending, "yaml" | "yml" | "json")
    };
    for file in package.files.iter().filter(is_manifest) {
        let mut own = Findings::of(package.place(&file.path));
        documents(file.text().unwrap_or_default(), &mut own);
        findings.absorb(own);
    }
}

fn documents(text: &str, findings: &mut Findings) {
    let mut line: u32 = 0;
    let (mut start, mut first) = (0, 0);
    let mut place = 0;
    for _ in 0..DOCUMENTS {
        let mut is_last = true;
        for content in text.get(place..).unwrap_or_default().split_inclusive('\n') {
            line += 1;
            place += content.len();
            if content.trim_end() == "---" {
                is_last = false;
                break;
            }
        }
        document(text.get(start..place).unwrap_or_default(), first, findings);
        if is_last {
            return;
        }
        (start, first) = (place, line);
    }
}

/// One document, which begins after so many lines and may end with a separator.
fn document(text: &str, skipped: u32, findings: &mut Findings) {
    let text = text.trim_end().strip_suffix("---").unwrap_or(text);
    let document = yaml::read(text, Limits::default());
    if let (Some(root), None) = (&document.root, &document.error) {
        let down = |span: Span| Span { line: span.line + skipped, ..span };
        Definition { root, down: &down }.judge(findings);
    }
}

struct Definition<'node> {
    root: &'node Node,
    down: &'node dyn Fn(Span) -> Span,
}

impl Definition<'_> {
    fn judge(&self, findings: &mut Findings) {
        self.actions(findings);
        let is_definition = text(self.root, &["kind"]) == Some("CustomResourceDefinition");
        let api_version = text(self.root, &["apiVersion"]).unwrap_or_default();
        if !is_definition || !api_version.starts_with("apiextensions.k8s.io/") {
            return;
        }
        if api_version == "apiextensions.k8s.io/v1beta1" {
            let span = node(self.root, &["apiVersion"]).map(|node| node.span).unwrap_or_default();
            let message = "apiextensions.k8s.io/v1beta1 is gone since Kubernetes 1.22";
            findings.add(&rules::KUB001, (self.down)(span), message).fix =
                Some("Write apiextensions.k8s.io/v1, with a schema in every version".to_owned());
        }
        self.name(findings);
        if api_version == "apiextensions.k8s.io/v1" {
            self.versions(findings);
        }
    }

    /// Actions in texts that no template engine will see.
    fn actions(&self, findings: &mut Findings) {
        for path in
            [&["apiVersion"][..], &["kind"], &["metadata", "name"], &["metadata", "namespace"]]
        {
            if let Some(node) = node(self.root, path)
                && node.as_str().is_some_and(|text| text.contains("{{"))
            {
                let message = format!("{} holds an action", path.join("."));
                findings.add(&rules::KUB020, (self.down)(node.span), message);
            }
        }
        // Annotations may say anything, and prose may speak of actions.
        let labels = node(self.root, &["metadata", "labels"]).and_then(Node::pairs);
        for (_, value) in labels.unwrap_or_default() {
            if value.as_str().is_some_and(|text| text.contains("{{")) {
                let message = "metadata.labels holds an action";
                findings.add(&rules::KUB020, (self.down)(value.span), message);
            }
        }
    }

    fn name(&self, findings: &mut Findings) {
        let (Some(name), Some(plural), Some(group)) = (
            text(self.root, &["metadata", "name"]),
            text(self.root, &["spec", "names", "plural"]),
            text(self.root, &["spec", "group"]),
        ) else {
            return;
        };
        let expected = format!("{plural}.{group}");
        if name != expected {
            let span = node(self.root, &["metadata", "name"]).map(|node| node.span);
            let message =
                format!("the name is \"{}\", not \"{}\"", short_name(name), short_name(&expected));
            findings.add(&rules::KUB021, (self.down)(span.unwrap_or_default()), message);
        }
    }

    fn versions(&self, findings: &mut Findings) {
        let Some(list) = node(self.root, &["spec", "versions"]) else { return };
        let Some(versions) = list.items() else { return };
        let is_stored = |version: &&Node| {
            let storage = node(version, &["storage"]);
            storage.is_some_and(|node| yaml::resolve(node) == Resolved::Bool(true))
        };
        let stored = versions.iter().filter(is_stored).count();
        if stored != 1 {
            let message = format!("{stored} versions are stored, where one must be");
            findings.add(&rules::KUB022, (self.down)(list.span), message);
        }
        for version in versions {
            if version.pairs().is_some() && node(version, &["schema", "openAPIV3Schema"]).is_none()
            {
                let name = text(version, &["name"]).unwrap_or_default();
                let message = format!("the version \"{}\" has no schema", short_name(name));
                findings.add(&rules::KUB023, (self.down)(version.span), message);
            }
        }
    }
}

fn node<'node>(root: &'node Node, path: &[&str]) -> Option<&'node Node> {
    path.iter().try_fold(root, |node, key| node.get(key))
}

fn text<'node>(root: &'node Node, path: &[&str]) -> Option<&'node str> {
    node(root, path)?.as_str()
}

#[cfg(test)]
mod tests {
    use super::*;

    const SOUND: &str = "apiVersion: apiextensions.k8s.io/v1\nkind: CustomResourceDefinition\nmetadata:\n  name: as.b.io\nspec:\n  group: b.io\n  names: {plural: as}\n  versions:\n  - name: v1\n    storage: true\n    schema: {openAPIV3Schema: {}}\n";

    fn check(text: &str, expected: &[(&str, u32)]) {
        let mut findings = Findings::of("crd.yaml");
        documents(text, &mut findings);
        let line = |found: &crate::model::Diagnostic| found.place.span.map_or(0, |span| span.line);
        let found: Vec<(&str, u32)> =
            findings.list.iter().map(|found| (found.rule.code, line(found))).collect();
        assert_eq!(found, expected, "{text}");
    }

    #[test]
    fn definitions_are_judged_document_by_document() {
        check(SOUND, &[]);
        check(&SOUND.replace("as.b.io", "bs.b.io"), &[("KUB021", 4)]);
        check(&SOUND.replace("true", "false"), &[("KUB022", 9)]);
        let second =
            format!("{SOUND}---\n{}", SOUND.replace("    schema: {openAPIV3Schema: {}}\n", ""));
        check(&second, &[("KUB023", 21)]);
        check(
            &SOUND.replace("as.b.io", "'{{ .Release.Name }}.b.io'"),
            &[("KUB020", 4), ("KUB021", 4)],
        );
        check(&SOUND.replace("storage: true", "storage: True"), &[]);
        let about = |part: &str| {
            let line = format!("metadata:\n  {part}: {{a: 'set by {{{{ .Values.x }}}}'}}\n");
            SOUND.replace("metadata:\n", &line)
        };
        check(&about("annotations"), &[]);
        check(&about("labels"), &[("KUB020", 4)]);
        check(&SOUND.replace("io/v1\n", "io/v1beta1\n"), &[("KUB001", 1)]);
    }
}
