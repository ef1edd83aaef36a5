//! Chart metadata, as `Chart.yaml` and every index entry hold it: read, cleaned and validated like Helm does.
//!
//! May import: `helm::field`, `helm::version`, `yaml`, `model`.

use std::collections::HashSet;

use super::field::{FaultKind, Fields, Home, Reader, shown};
use super::version::Version;
use crate::model::{Dependency, EntryVersion, Maintainer};

/// Every field of a chart's metadata.
pub(super) const FIELDS: &[&str] = &[
    "name",
    "home",
    "sources",
    "version",
    "description",
    "keywords",
    "maintainers",
    "icon",
    "apiVersion",
    "condition",
    "tags",
    "appVersion",
    "deprecated",
    "annotations",
    "kubeVersion",
    "dependencies",
    "type",
];

const MAINTAINER: &[&str] = &["name", "email", "url"];
/// Every field of a dependency.
pub(super) const DEPENDENCY: &[&str] =
    &["name", "version", "repository", "condition", "tags", "enabled", "import-values", "alias"];

/// Reads the metadata fields of a mapping, and notes what Helm's validation would refuse.
pub(super) fn read(reader: &mut Reader, fields: &Fields<'_>) -> EntryVersion {
    let version = EntryVersion {
        name: reader.line(fields, "name"),
        version: reader.string(fields, "version", Home::Metadata),
        description: reader.line(fields, "description"),
        app_version: reader.line(fields, "appVersion"),
        api_version: reader.string(fields, "apiVersion", Home::Metadata),
        kube_version: reader.line(fields, "kubeVersion"),
        chart_type: reader.string(fields, "type", Home::Metadata),
        home: reader.line(fields, "home"),
        icon: reader.line(fields, "icon"),
        deprecated: reader.boolean(fields, "deprecated"),
        keywords: reader.lines(fields, "keywords"),
        sources: reader.lines(fields, "sources"),
        maintainers: maintainers(reader, fields),
        dependencies: dependencies(reader, fields),
        annotations: reader.map(fields, "annotations", Home::Metadata),
        span: Some(fields.span),
        ..EntryVersion::default()
    };
    reader.line(fields, "condition");
    reader.line(fields, "tags");
    validate(reader, fields, &version);
    version
}

fn maintainers(reader: &mut Reader, fields: &Fields<'_>) -> Vec<Maintainer> {
    let mut people = Vec::new();
    for node in reader.items(fields, "maintainers") {
        if node.is_null() {
            let message = "a maintainer is empty".to_owned();
            reader.fault(FaultKind::MaintainerNull, node.span, message);
        } else if let Some(fields) = reader.fields(node, "a maintainer", MAINTAINER) {
            people.push(Maintainer {
                name: reader.line(&fields, "name"),
                email: reader.line(&fields, "email"),
                url: reader.line(&fields, "url"),
            });
        }
    }
    people
}

/// Reads `dependencies`, of `Chart.yaml`, an index entry or `requirements.yaml`.
pub(super) fn dependencies(reader: &mut Reader, fields: &Fields<'_>) -> Vec<Dependency> {
    let before = reader.faults.len();
    let mut needed: Vec<Dependency> = Vec::new();
    let mut names = HashSet::new();
    for node in reader.items(fields, "dependencies") {
        if node.is_null() {
            let message = "a dependency is empty".to_owned();
            reader.fault(FaultKind::DependencyNull, node.span, message);
        } else if let Some(fields) = reader.fields(node, "a dependency", DEPENDENCY) {
            let dependency = dependency(reader, &fields);
            let name = used_name(&dependency).to_owned();
            if names.contains(&name) {
                let message = format!("two dependencies are called {}", shown(&name));
                reader.fault(FaultKind::DependencyTwice, fields.span, message);
            }
            names.insert(name);
            needed.push(dependency);
        }
    }
    // The rules that speak of one field mean the chart's own, not a dependency's.
    reader.faults.iter_mut().skip(before).for_each(|fault| fault.field.clear());
    needed
}

fn dependency(reader: &mut Reader, fields: &Fields<'_>) -> Dependency {
    let dependency = Dependency {
        name: reader.line(fields, "name"),
        version: reader.line(fields, "version"),
        repository: reader.line(fields, "repository"),
        condition: reader.line(fields, "condition"),
        alias: reader.string(fields, "alias", Home::Metadata),
    };
    reader.lines(fields, "tags");
    reader.boolean(fields, "enabled");
    reader.items(fields, "import-values");
    let allowed = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'_' || byte == b'-';
    if !dependency.alias.bytes().all(allowed) {
        let message = format!(
            "alias {} has characters other than letters, digits, _ and -",
            shown(&dependency.alias)
        );
        reader.fault(FaultKind::AliasInvalid, fields.place("alias"), message);
    }
    dependency
}

/// The name by which a dependency is known in the chart that needs it.
pub(super) fn used_name(dependency: &Dependency) -> &str {
    if dependency.alias.is_empty() { &dependency.name } else { &dependency.alias }
}

fn validate(reader: &mut Reader, fields: &Fields<'_>, version: &EntryVersion) {
    let name = version.name.as_str();
    if name.is_empty() {
        reader.fault(FaultKind::NameMissing, fields.place("name"), "it has no name".to_owned());
    } else if name == "." || name == ".." || name.contains('/') {
        let message = format!("name {} is a path, not a name", shown(name));
        reader.fault(FaultKind::NameInvalid, fields.place("name"), message);
    }
    let place = fields.place("version");
    if version.version.is_empty() {
        reader.fault(FaultKind::VersionMissing, place, "it has no version".to_owned());
    } else if Version::parse(&version.version).is_none() {
        let message = format!("version {} is no semantic version", shown(&version.version));
        reader.fault(FaultKind::VersionInvalid, place, message);
    }
    if !matches!(version.chart_type.as_str(), "" | "application" | "library") {
        let message = format!("type is {}", shown(&version.chart_type));
        reader.fault(FaultKind::TypeInvalid, fields.place("type"), message);
    }
}
