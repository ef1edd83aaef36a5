//! `Chart.yaml` and `requirements.yaml`: read as Helm's loader does, and linted as `helm lint` does.
//!
//! May import: `helm::{field, metadata, version, duplicate}`, `yaml`, `model`.

use crate::helm::constraint::satisfies;
use crate::helm::field::{Dialect, Fault, FaultKind, Fields, Reader, shown};
use crate::helm::version::{Version, is_constraint};
use crate::helm::{duplicate, metadata};
use crate::model::rule::chart as rules;
use crate::model::{Dependency, EntryVersion, Findings, Package, PackageFile, Rule, Span};
use crate::yaml::{self, Document, Limits, Node, Value};

/// `Chart.yaml` as it was read.
#[derive(Default)]
pub(super) struct ChartYaml {
    /// What it says.
    pub(super) metadata: EntryVersion,
    /// Its tree; `None` where there is none that could be linted.
    root: Option<Node>,
}

/// Reads `Chart.yaml`, and tells what makes Helm's loader refuse it.
pub(super) fn read(package: &Package) -> (ChartYaml, Findings) {
    let mut findings = Findings::of(package.place("Chart.yaml"));
    let Some(file) = package.file("Chart.yaml") else {
        let is_folder = package.files.iter().any(|file| file.path.starts_with("Chart.yaml/"));
        if is_folder {
            findings.refuse(&rules::CHT054, Span::default(), "Chart.yaml is a folder");
        } else {
            let found = findings.refuse(&rules::CHT001, Span::default(), "there is no Chart.yaml");
            let is_near = |file: &&PackageFile| {
                let name = file.path.to_ascii_lowercase();
                name == "chart.yaml" || name == "chart.yml"
            };
            found.fix = package
                .files
                .iter()
                .find(is_near)
                .map(|file| format!("rename {} to Chart.yaml, the case counts", file.path));
        }
        return (ChartYaml::default(), findings);
    };
    let Some(text) = utf8(file.text(), &mut findings) else {
        return (ChartYaml::default(), findings);
    };
    let document = yaml::read(text, Limits::default());
    let mut reader = Reader::new(Dialect::Chart);
    let file = judge(document, &mut reader, &mut findings);
    (file, findings)
}

fn judge(document: Document, reader: &mut Reader, findings: &mut Findings) -> ChartYaml {
    if let Some(error) = document.error {
        findings.refuse(&rules::CHT002, error.span, error.message);
        return ChartYaml::default();
    }
    if let Some(span) = document.second {
        findings.add(&rules::CHT058, span, "a second document begins here; Helm does not read it");
    }
    // An empty file is a mapping that lacks everything.
    let empty = Node { value: Value::Mapping(Vec::new()), span: Span::default() };
    let root = document.root.filter(|root| !root.is_null()).unwrap_or(empty);
    for twice in duplicate::find(&root, None) {
        let message = format!("the key \"{}\" stands here again", twice.key);
        let place = findings.place(twice.first);
        let found = findings.add(&rules::CHT005, twice.span, message);
        found.related.push(crate::model::Related { place, message: "first here".to_owned() });
    }
    let fields = reader.fields(&root, "Chart.yaml", metadata::FIELDS);
    let metadata = fields.map(|fields| metadata::read(reader, &fields)).unwrap_or_default();
    take(&reader.faults, findings);
    ChartYaml { metadata, root: Some(root) }
}

fn utf8<'t>(text: Option<&'t str>, findings: &mut Findings) -> Option<&'t str> {
    if text.is_none() {
        findings.refuse(&rules::CHT057, Span::default(), "the file is not UTF-8 text");
    }
    text
}

/// Turns a reader's faults into diagnostics under the rules of charts.
fn take(faults: &[Fault], findings: &mut Findings) {
    for fault in faults {
        let (rule, refuses) = rule(fault);
        let found = if refuses {
            findings.refuse(rule, fault.span, fault.message.as_str())
        } else {
            findings.add(rule, fault.span, fault.message.as_str())
        };
        found.fix.clone_from(&fault.fix);
        if matches!(fault.field.as_str(), "engine" | "tillerVersion") {
            found.fix = Some(format!("remove {}, Helm 2 alone read it", fault.field));
        }
    }
}

/// The rule for a fault of `Chart.yaml`, and whether Helm refuses to load the chart for it.
fn rule(fault: &Fault) -> (&'static Rule, bool) {
    match fault.kind {
        FaultKind::WrongType | FaultKind::Unquoted | FaultKind::BadTime => (&rules::CHT003, true),
        FaultKind::UnknownField => (&rules::CHT004, false),
        FaultKind::Coerced => match fault.field.as_str() {
            "version" => (&rules::CHT010, false),
            "appVersion" => (&rules::CHT014, false),
            _ => (&rules::CHT015, false),
        },
        FaultKind::FieldTwin => (&rules::CHT056, false),
        FaultKind::Deceptive => (&rules::CHT055, false),
        FaultKind::NameMissing => (&rules::CHT006, true),
        FaultKind::NameInvalid => (&rules::CHT007, true),
        FaultKind::VersionMissing => (&rules::CHT011, true),
        FaultKind::VersionInvalid => (&rules::CHT012, true),
        FaultKind::TypeInvalid => (&rules::CHT025, true),
        FaultKind::MaintainerNull => (&rules::CHT016, true),
        FaultKind::DependencyNull => (&rules::CHT027, true),
        FaultKind::AliasInvalid => (&rules::CHT028, true),
        FaultKind::DependencyTwice => (&rules::CHT029, true),
    }
}

/// What Helm's lint says of a `Chart.yaml` that could be read.
pub(super) fn lint(package: &Package, file: &ChartYaml) -> Findings {
    let mut findings = Findings::of(package.place("Chart.yaml"));
    let Some(root) = &file.root else { return findings };
    // The faults of reading were told by the loader.
    let mut reader = Reader::new(Dialect::Chart);
    if let Some(fields) = reader.fields(root, "Chart.yaml", metadata::FIELDS) {
        let version = &file.metadata;
        api_version(version, &fields, &mut findings);
        number(version, &fields, &mut findings);
        people(version, &fields, &mut findings);
        links(version, &fields, &mut findings);
        needs(version, &fields, &mut findings);
    }
    findings
}

fn needs(version: &EntryVersion, fields: &Fields<'_>, findings: &mut Findings) {
    let nodes = fields.get("dependencies").and_then(Node::items).unwrap_or_default();
    let nodes = nodes.iter().filter(|node| node.pairs().is_some());
    for (dependency, node) in version.dependencies.iter().zip(nodes) {
        if dependency.name.is_empty() {
            let message = format!("the dependency {} has no name", shown(&dependency.repository));
            findings.add(&rules::CHT059, node.span, message);
        }
        if !dependency.version.is_empty() && !is_constraint(&dependency.version) {
            let span = node.get("version").unwrap_or(node).span;
            let message = format!("{} is no constraint on versions", shown(&dependency.version));
            findings.add(&rules::CHT061, span, message);
        }
    }
    if !version.kube_version.is_empty() && !is_constraint(&version.kube_version) {
        let message = format!("{} is no constraint on versions", shown(&version.kube_version));
        findings.add(&rules::CHT062, fields.place("kubeVersion"), message);
    } else if refuses_vendors(&version.kube_version) {
        let message = format!(
            "{} leaves out clusters whose version has a suffix, such as v1.30.1-gke.1",
            shown(&version.kube_version)
        );
        findings.add(&rules::CHT068, fields.place("kubeVersion"), message);
    }
}

/// Whether a constraint allows a version of Kubernetes, but not the same with a provider's suffix.
fn refuses_vendors(constraint: &str) -> bool {
    let allows = |text: String| {
        Version::parse(&text).is_some_and(|version| satisfies(constraint, &version) == Some(true))
    };
    (10..60).any(|minor| allows(format!("1.{minor}.1")) && !allows(format!("1.{minor}.1-gke.1")))
}

fn api_version(version: &EntryVersion, fields: &Fields<'_>, findings: &mut Findings) {
    let place = fields.place("apiVersion");
    match version.api_version.as_str() {
        "" => {
            findings.add(&rules::CHT008, place, "apiVersion is missing");
        }
        "v1" | "v2" => {}
        other => {
            let message = format!("apiVersion is {}, not v1 or v2", shown(other));
            findings.add(&rules::CHT009, place, message);
        }
    }
    if version.api_version == "v2" {
        return;
    }
    if !version.chart_type.is_empty() {
        let message = format!("type is {}, but apiVersion is not v2", shown(&version.chart_type));
        findings.add(&rules::CHT023, fields.place("type"), message);
    }
    if !version.dependencies.is_empty() {
        let message = "dependencies are listed, but apiVersion is not v2";
        findings.add(&rules::CHT024, fields.place("dependencies"), message);
    }
}

fn number(version: &EntryVersion, fields: &Fields<'_>, findings: &mut Findings) {
    let Some(parsed) = Version::parse(&version.version) else { return };
    let place = fields.place("version");
    let zero = Version::parse("0.0.0-0");
    if zero.is_some_and(|zero| parsed.precedence(&zero).is_le()) {
        let message = format!("version {} is not above 0.0.0-0", shown(&version.version));
        findings.add(&rules::CHT013, place, message);
    }
    if Version::parse_strict(&version.version).is_none() {
        let message = format!("version {} is not in strict form", shown(&version.version));
        findings.add(&rules::CHT026, place, message);
    }
}

fn people(version: &EntryVersion, fields: &Fields<'_>, findings: &mut Findings) {
    let place = fields.place("maintainers");
    let nodes = fields.get("maintainers").and_then(Node::items).unwrap_or_default();
    let spans = nodes.iter().filter(|node| node.pairs().is_some()).map(|node| node.span);
    let spans = spans.chain(std::iter::repeat(place));
    for (person, span) in version.maintainers.iter().zip(spans) {
        if person.name.is_empty() {
            findings.add(&rules::CHT017, span, "a maintainer has no name");
        }
        if !person.email.is_empty() && !is_email(&person.email) {
            let message = format!("{} is no mail address", shown(&person.email));
            findings.add(&rules::CHT018, span, message);
        }
        if !person.url.is_empty() && !is_url(&person.url) {
            findings.add(&rules::CHT019, span, format!("{} is no URL", shown(&person.url)));
        }
    }
}

fn links(version: &EntryVersion, fields: &Fields<'_>, findings: &mut Findings) {
    let nodes = fields.get("sources").and_then(Node::items).unwrap_or_default();
    for (source, node) in version.sources.iter().zip(nodes) {
        if !is_request_url(source) {
            findings.add(
                &rules::CHT020,
                node.span,
                format!("the source {} is no URL", shown(source)),
            );
        }
    }
    if version.icon.is_empty() {
        findings.add(&rules::CHT021, Span::default(), "the chart has no icon");
    } else if !is_request_url(&version.icon) {
        let message = format!("the icon {} is no URL", shown(&version.icon));
        findings.add(&rules::CHT022, fields.place("icon"), message);
    }
}

/// Something before and after one `@`, with a dot after it.
fn is_email(text: &str) -> bool {
    text.split_once('@').is_some_and(|(user, host)| {
        let host = host.trim_end_matches('.');
        !user.is_empty()
            && !text.contains(char::is_whitespace)
            && !host.contains('@')
            && host.split('.').count() > 1
            && host.split('.').all(|label| !label.is_empty())
    })
}

/// A URL, its scheme optional, with a host.
fn is_url(text: &str) -> bool {
    let rest = text.split_once("://").map_or(text, |(_, rest)| rest);
    let host = rest.split(['/', '?', '#']).next().unwrap_or_default();
    let plain = !text.contains(char::is_whitespace) && !text.starts_with('.');
    (4..=2083).contains(&text.len())
        && plain
        && !host.is_empty()
        && (host.contains('.') || host.contains("localhost") || text.contains("://"))
}

/// What Go's `ParseRequestURI` takes, with a scheme.
fn is_request_url(text: &str) -> bool {
    let Some((scheme, rest)) = text.split_once(':') else { return false };
    let mut bytes = scheme.bytes();
    bytes.next().is_some_and(|byte| byte.is_ascii_alphabetic())
        && bytes.all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'-' | b'.'))
        && !rest.is_empty()
        && !text.chars().any(char::is_control)
}

/// The dependencies of `requirements.yaml`, where a chart has one.
pub(super) fn requirements(
    package: &Package,
    api_version: &str,
) -> Option<(Vec<Dependency>, Findings)> {
    let file = package.file("requirements.yaml")?;
    let mut findings = Findings::of(package.place("requirements.yaml"));
    if api_version == "v2" {
        let message = "requirements.yaml stands in a chart of apiVersion v2";
        findings.add(&rules::CHT038, Span::default(), message);
    }
    let Some(text) = utf8(file.text(), &mut findings) else { return Some((Vec::new(), findings)) };
    let document = yaml::read(text, Limits::default());
    if let Some(error) = document.error {
        findings.refuse(&rules::CHT037, error.span, error.message);
        return Some((Vec::new(), findings));
    }
    let Some(root) = document.root.filter(|root| !root.is_null()) else {
        return Some((Vec::new(), findings));
    };
    let mut reader = Reader::new(Dialect::Chart);
    let fields = reader.fields(&root, "requirements.yaml", &["dependencies"]);
    let needed =
        fields.map_or_else(Vec::new, |fields| metadata::dependencies(&mut reader, &fields));
    for fault in &reader.faults {
        match fault.kind {
            FaultKind::WrongType => {
                findings.refuse(&rules::CHT037, fault.span, fault.message.as_str());
            }
            _ => take(std::slice::from_ref(fault), &mut findings),
        }
    }
    Some((needed, findings))
}
