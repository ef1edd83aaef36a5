//! `Chart.lock` and `requirements.lock`: read as Helm's loader does, and compared with what is declared.
//!
//! May import: `helm::dependency::{declared, digest}`, `helm::{chart, constraint, field, version}`, `yaml`, `model`.

use std::collections::HashSet;

use super::declared::{Declared, Locked};
use super::digest::{self, Form};
use crate::helm::chart::ChartRead;
use crate::helm::constraint::{is_exact, satisfies};
use crate::helm::field::{Dialect, FaultKind, Fields, Home, Reader, shown};
use crate::helm::metadata::DEPENDENCY;
use crate::helm::version::Version;
use crate::model::rule::dependency as rules;
use crate::model::{Findings, Severity, Span};
use crate::yaml::{self, Limits, Node};

/// What the lock of a chart says.
pub(super) struct Lock {
    /// `Chart.lock` or `requirements.lock`.
    pub(super) path: &'static str,
    /// The digest over what was declared and what was found.
    digest: String,
    digest_span: Span,
    /// The versions that were found; `None` where there is no list at all.
    pub(super) locked: Option<Vec<Locked>>,
}

/// Reads the lock that Helm would read, and tells what is wrong with the file.
pub(super) fn read(read: &ChartRead) -> (Option<Lock>, Findings) {
    let package = &read.package;
    let path = match package.file("requirements.lock") {
        Some(_) => "requirements.lock",
        None => "Chart.lock",
    };
    let mut findings = Findings::of(package.place(path));
    let Some(file) = package.file(path) else { return (None, findings) };
    let is_new = read.chart.metadata.api_version == "v2";
    if is_new && path == "requirements.lock" {
        let message =
            "requirements.lock stands in a chart of apiVersion v2, whose lock is Chart.lock";
        findings.add_whole(&rules::DEP007, message);
    } else if !is_new && path == "Chart.lock" {
        let message =
            "Chart.lock stands in a chart of apiVersion v1, whose lock is requirements.lock";
        findings.add_whole(&rules::DEP007, message);
    }
    let Some(text) = file.text() else {
        findings.refuse(
            &rules::DEP001,
            Span { line: 1, column: 1, length: 0 },
            "the file is not UTF-8 text",
        );
        return (None, findings);
    };
    let document = yaml::read(text, Limits::default());
    if let Some(error) = document.error {
        findings.refuse(&rules::DEP001, error.span, error.message);
        return (None, findings);
    }
    let Some(root) = document.root.filter(|root| !root.is_null()) else { return (None, findings) };
    let mut reader = Reader::new(Dialect::Chart);
    let fields = reader.fields(&root, path, &["generated", "digest", "dependencies"]);
    let lock = fields.map(|fields| lock(&mut reader, path, &fields));
    for fault in reader.faults {
        if matches!(fault.kind, FaultKind::WrongType | FaultKind::BadTime) {
            findings.refuse(&rules::DEP001, fault.span, fault.message);
        }
    }
    (lock, findings)
}

fn lock(reader: &mut Reader, path: &'static str, fields: &Fields<'_>) -> Lock {
    reader.time(fields, "generated");
    let digest = reader.string(fields, "digest", Home::Index);
    let has_list = fields.get("dependencies").is_some();
    let nodes = reader.items(fields, "dependencies");
    let locked = nodes.iter().filter_map(|node| locked(reader, node)).collect();
    Lock { path, digest, digest_span: fields.place("digest"), locked: has_list.then_some(locked) }
}

fn locked(reader: &mut Reader, node: &Node) -> Option<Locked> {
    if node.is_null() {
        return None;
    }
    let fields = reader.fields(node, "a dependency", DEPENDENCY)?;
    Some(Locked {
        name: reader.line(&fields, "name"),
        version: reader.line(&fields, "version"),
        repository: reader.line(&fields, "repository"),
        span: fields.place("version"),
    })
}

/// Compares the lock with what is declared.
pub(super) fn compare(read: &ChartRead, declared: &[Declared<'_>], lock: &Lock) -> Findings {
    let mut findings = Findings::of(read.package.place(lock.path));
    if declared.is_empty() {
        return findings;
    }
    let locked = lock.locked.as_deref().unwrap_or_default();
    let form = match read.chart.metadata.api_version.as_str() {
        "v2" => Form::New,
        _ => Form::Old,
    };
    if !digest::matches(declared, lock.locked.as_deref(), &lock.digest, form) {
        let message = format!(
            "the digest {} is not that of what is declared and locked",
            shown(&lock.digest)
        );
        let found = findings.add(&rules::DEP003, lock.digest_span, message);
        if read.package.archive {
            // Nobody builds dependencies of an archive.
            found.severity = Severity::Warning;
        }
    }
    let names: HashSet<&str> = declared.iter().map(|other| other.name.as_str()).collect();
    for other in locked.iter().filter(|other| !names.contains(other.name.as_str())) {
        let message = format!("{} is locked, but not declared", shown(&other.name));
        findings.add(&rules::DEP005, other.span, message);
    }
    for other in declared.iter().filter(|other| !other.name.is_empty()) {
        satisfied(other, locked, lock.digest_span, &mut findings);
    }
    findings
}

fn satisfied(declared: &Declared<'_>, locked: &[Locked], list: Span, findings: &mut Findings) {
    let candidates: Vec<&Locked> =
        locked.iter().filter(|locked| locked.name == declared.name).collect();
    let Some(first) = candidates.first() else {
        let message = format!("{} is declared, but not locked", shown(&declared.name));
        findings.add(&rules::DEP005, list, message);
        return;
    };
    let fits = |locked: &&Locked| {
        Version::parse(&locked.version)
            .and_then(|version| satisfies(&declared.version, &version))
            // What is no version or constraint has a rule of its own.
            .unwrap_or(true)
    };
    if !candidates.iter().any(fits) {
        let message = format!(
            "{} is locked at {}, which {} does not allow",
            shown(&declared.name),
            shown(&first.version),
            shown(&declared.version)
        );
        findings.add(&rules::DEP004, first.span, message);
    }
}

/// Whether a lock is missing that would make builds repeatable.
pub(super) fn missing(read: &ChartRead, declared: &[Declared<'_>], findings: &mut Findings) {
    let is_open = |other: &&Declared<'_>| {
        let is_fetched = !other.repository.is_empty() && !other.repository.starts_with("file://");
        is_fetched && !is_exact(&other.version)
    };
    if read.package.archive {
        return;
    }
    if let Some(open) = declared.iter().find(is_open) {
        let message = format!(
            "{} may be any version that {} allows, and no lock says which",
            shown(&open.name),
            shown(&open.version)
        );
        findings.add(&rules::DEP002, open.place("version"), message);
    }
}
