//! Kubernetes objects that stand literally in templates and `crds/`.
//!
//! May import: `helm::resource::*`, `helm::template::*`, `helm::{chart, version}`, `model`.

mod crd;
mod deprecation;
mod document;
mod hook;
mod literal;
mod name;
mod range;

use std::collections::HashMap;

use super::chart::ChartRead;
use super::template::defaults::Defaults;
use super::template::fault::Fault;
use super::template::source::{self, Source};
use crate::model::rule::resource as rules;
use crate::model::text::short_name;
use crate::model::{Findings, Place, Related};
use deprecation::Deprecation;
use document::{Document, Field};

/// The Kubernetes that Helm's lint has in mind unless told otherwise: 1.36.
const TARGET: u8 = 36;

/// Judges a chart by the rules of this family.
pub(super) fn judge(read: &ChartRead) -> Findings {
    let mut findings = Findings::of(read.package.place(""));
    let defaults = Defaults::of(read);
    let newest = range::newest_minor(&read.chart.metadata.kube_version);
    let mut objects = Objects::new();
    let sources = source::read(read);
    for source in sources.iter().filter(|source| source.depth == 0 && source.is_manifest()) {
        let documents = document::split(source, defaults.as_ref());
        let is_selected =
            ["matchLabels", "matchExpressions"].iter().any(|word| source.text.contains(word));
        for document in &documents {
            let mut faults = Vec::new();
            api(source, document, newest, &mut faults);
            hook::judge(source.text, document, &mut faults);
            named(source, document, &mut faults);
            if !is_selected {
                selector(source, document, &mut faults);
            }
            for fault in faults {
                findings.push(source.diagnostic(fault));
            }
            if let Some(range) = &document.literal {
                literal::judge(source, range, &mut findings);
            }
            twice(source, document, &mut objects, &mut findings);
        }
    }
    crd::judge(&read.package, &mut findings);
    findings
}

/// The kind and API version of a document, where they are plain and there once.
fn kind<'text>(source: &Source<'text>, document: &Document) -> Option<Field<'text>> {
    hook::only(&document.fields(source.text, "kind")).cloned()
}

/// APIs that are deprecated or gone.
fn api(source: &Source<'_>, document: &Document, newest: Option<u8>, faults: &mut Vec<Fault>) {
    let versions = document.fields(source.text, "apiVersion");
    let (Some(version), Some(kind)) = (hook::only(&versions), kind(source, document)) else {
        return;
    };
    if version.guard.is_versioned || kind.guard.is_versioned {
        return;
    }
    let Some(found) = deprecation::find(version.value, kind.value) else { return };
    let target = newest.unwrap_or(TARGET).min(TARGET);
    if found.deprecated == 0 || found.deprecated > target {
        return;
    }
    let mut fault = deprecated(&found, version, target);
    if version.guard.is_off || kind.guard.is_off {
        fault.rule = &rules::KUB015;
        fault.message.push_str(", where it is turned on");
    }
    faults.push(fault);
}

fn deprecated(found: &Deprecation, version: &Field<'_>, target: u8) -> Fault {
    let name = format!("{} {}", found.api_version, found.kind);
    let is_gone = found.removed > 0 && found.removed <= target;
    let (rule, message) = if is_gone {
        (&rules::KUB001, format!("{name} is gone since Kubernetes 1.{}", found.removed))
    } else {
        let end = match found.removed {
            0 => String::new(),
            removed => format!(" and gone from 1.{removed} on"),
        };
        (
            &rules::KUB002,
            format!("{name} is deprecated since Kubernetes 1.{}{end}", found.deprecated),
        )
    };
    let fault = Fault::new(rule, version.range.clone(), message);
    match found.replacement {
        "" => fault.fix("Nothing takes its place: do without it"),
        replacement => fault.fix(format!("Write {replacement}")),
    }
}

/// Names that the kind does not allow.
fn named(source: &Source<'_>, document: &Document, faults: &mut Vec<Fault>) {
    let names = document.metadata(source.text, "name");
    let (Some(name), Some(kind)) = (hook::only(&names), kind(source, document)) else { return };
    if let Some(reason) = name::fault(kind.value, name.value) {
        let message =
            format!("\"{}\" is no name for a {}: {reason}", short_name(name.value), kind.value);
        faults.push(Fault::new(&rules::KUB003, name.range.clone(), message));
    }
}

/// Workloads in a file that holds no selector: Helm's lint looks for the words in the whole text.
fn selector(source: &Source<'_>, document: &Document, faults: &mut Vec<Fault>) {
    let Some(kind) = kind(source, document) else { return };
    let said = source.text.get(document.range.clone()).unwrap_or_default();
    let is_whole = said.contains("template:") && !document.has_parts;
    if literal::WORKLOADS.contains(&kind.value) && is_whole {
        let message = format!("the {} has neither matchLabels nor matchExpressions", kind.value);
        faults.push(Fault::new(&rules::KUB006, kind.range, message));
    }
}

/// Objects that are rendered for sure, by kind, namespace and name.
type Objects = HashMap<(String, String, String), Place>;

fn twice(source: &Source<'_>, document: &Document, objects: &mut Objects, findings: &mut Findings) {
    let names = document.metadata(source.text, "name");
    let namespaces = document.metadata(source.text, "namespace");
    let (Some(name), Some(kind)) = (hook::only(&names), kind(source, document)) else { return };
    let is_conditional = name.guard.depth > 0 || kind.guard.depth > 0;
    let said = source.text.get(document.range.clone()).unwrap_or_default();
    let has_namespace = namespaces.is_empty() && said.contains("namespace:");
    if is_conditional || has_namespace || hook::is_hook(source.text, document) {
        return;
    }
    let namespace = hook::only(&namespaces).map_or("", |field| field.value);
    let group = document.fields(source.text, "apiVersion");
    let group = hook::only(&group).map_or("", |field| field.value);
    let group = group.split_once('/').map_or("", |(group, _)| group);
    let key = (format!("{group}/{}", kind.value), namespace.to_owned(), name.value.to_owned());
    let place = source.place(&name.range);
    match objects.get(&key) {
        None => {
            objects.insert(key, place);
        }
        Some(first) => {
            let message =
                format!("the {} \"{}\" is rendered twice", kind.value, short_name(name.value));
            let mut found =
                source.diagnostic(Fault::new(&rules::KUB014, name.range.clone(), message));
            let message = "first here".to_owned();
            found.related.push(Related { place: first.clone(), message });
            findings.push(found);
        }
    }
}

#[cfg(test)]
mod tests;
