//! The folders `templates` and `crds`, as far as they can be judged without rendering, by the rules of
//! `helm lint`.
//!
//! May import: `yaml`, `model`.

use crate::model::rule::chart as rules;
use crate::model::{Diagnostic, Findings, Package, PackageFile, Place, Span};
use crate::yaml::{self, Limits, Node};

/// Judges the templates.
pub(super) fn templates(package: &Package) -> Vec<Findings> {
    let mut folder = Findings::of(package.place("templates"));
    if package.file("templates").is_some() {
        folder.add(&rules::CHT040, Span::default(), "templates is a file, not a folder");
        return vec![folder];
    }
    let files: Vec<_> =
        package.files.iter().filter(|file| file.path.starts_with("templates/")).collect();
    if files.is_empty() {
        folder.add(&rules::CHT039, Span::default(), "the chart has no templates");
    }
    std::iter::once(folder).chain(files.into_iter().map(|file| template(package, file))).collect()
}

/// Judges the templates of a library chart, of which Helm reads only those that begin with `_`.
pub(super) fn library(package: &Package) -> Findings {
    let mut findings = Findings::of("");
    for file in &package.files {
        let name = file.path.rsplit('/').next().unwrap_or_default();
        if file.path.starts_with("templates/") && !name.starts_with('_') {
            let place = Place::file(package.place(&file.path));
            let message = "a library chart renders nothing, and this file is not read";
            findings.push(Diagnostic::new(&rules::CHT067, place, message));
        }
    }
    findings
}

fn template(package: &Package, file: &PackageFile) -> Findings {
    let mut findings = Findings::of(package.place(&file.path));
    let name = file.path.rsplit('/').next().unwrap_or_default();
    let ending = name.rsplit_once('.').map_or("", |(_, ending)| ending);
    if !matches!(ending, "yaml" | "yml" | "tpl" | "txt") {
        let message = format!("\"{name}\" does not end with .yaml, .yml, .tpl or .txt");
        findings.add(&rules::CHT041, Span::default(), message);
    }
    let Some(text) = file.text() else { return findings };
    for (line, content) in (1..).zip(text.lines()) {
        if let Some(column) = content.find(".Release.Time") {
            let span = span(line, content, column, ".Release.Time".len());
            findings.add(&rules::CHT043, span, "the template uses .Release.Time");
        }
        if let Some(column) = crd_hook(content) {
            let span = span(line, content, column, "helm.sh/hook".len());
            findings.add(&rules::CHT042, span, "the object is a crd-install hook");
        }
    }
    findings
}

/// Where a line sets the hook `crd-install`.
fn crd_hook(line: &str) -> Option<usize> {
    let (before, after) = line.split_once("helm.sh/hook")?;
    let value = after.strip_prefix('"').unwrap_or(after).strip_prefix(':')?;
    let word = value.trim_start();
    (word.len() < value.len() && word.starts_with("crd-install")).then_some(before.len())
}

fn span(line: u32, content: &str, offset: usize, length: usize) -> Span {
    let column = content.get(..offset).map_or(0, |before| before.chars().count()) + 1;
    let number = |value: usize| u32::try_from(value).unwrap_or(u32::MAX);
    Span { line, column: number(column), length: number(length) }
}

/// Judges the custom resource definitions.
pub(super) fn crds(package: &Package) -> Vec<Findings> {
    if package.file("crds").is_some() {
        let mut folder = Findings::of(package.place("crds"));
        folder.add(&rules::CHT048, Span::default(), "crds is a file, not a folder");
        return vec![folder];
    }
    let is_manifest = |file: &&PackageFile| {
        let ending = file.path.rsplit_once('.').map_or("", |(_, ending)| ending);
        file.path.starts_with("crds/") && matches!(ending, "yaml" | "yml" | "json")
    };
    package.files.iter().filter(is_manifest).map(|file| crd(package, file)).collect()
}

fn crd(package: &Package, file: &PackageFile) -> Findings {
    let mut findings = Findings::of(package.place(&file.path));
    let Some(text) = file.text() else {
        findings.add(&rules::CHT049, Span::default(), "the file is not UTF-8 text");
        return findings;
    };
    let mut skipped = 0;
    loop {
        let start: usize = text.split_inclusive('\n').take(skipped as usize).map(str::len).sum();
        let document = yaml::read(text.get(start..).unwrap_or_default(), Limits::default());
        let down = |span: Span| Span { line: span.line + skipped, ..span };
        if let Some(error) = document.error {
            findings.add(&rules::CHT049, down(error.span), error.message);
            break;
        }
        if let Some(root) = document.root.filter(|root| !root.is_null()) {
            definition(&root, down, &mut findings);
        }
        match document.second {
            Some(second) if second.line > 1 => skipped += second.line - 1,
            _ => break,
        }
    }
    findings
}

fn definition(root: &Node, down: impl Fn(Span) -> Span, findings: &mut Findings) {
    if root.pairs().is_none() {
        let message = format!("the document is {}, not an object", root.kind());
        findings.add(&rules::CHT049, down(root.span), message);
        return;
    }
    let field = |name: &str| {
        let node = root.get(name);
        (node.and_then(Node::as_str).unwrap_or_default(), node.unwrap_or(root).span)
    };
    let (version, place) = field("apiVersion");
    if !version.starts_with("apiextensions.k8s.io") {
        let message = format!("apiVersion is \"{version}\"");
        findings.add(&rules::CHT050, down(place), message);
    }
    let (kind, place) = field("kind");
    if kind != "CustomResourceDefinition" {
        findings.add(&rules::CHT051, down(place), format!("kind is \"{kind}\""));
    }
}
