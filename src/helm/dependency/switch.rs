//! What switches dependencies on and off, and what the chart takes over of their values.
//!
//! May import: `helm::dependency::declared`, `helm::{chart, field}`, `yaml`, `model`.

use super::declared::Declared;
use crate::helm::chart::ChartRead;
use crate::helm::field::shown;
use crate::model::rule::dependency as rules;
use crate::model::{Findings, Place, Span};
use crate::yaml::{self, Limits, Node, Resolved, resolve};

/// Judges conditions, tags and imports of all dependencies.
pub(super) fn judge(read: &ChartRead, declared: &[Declared<'_>], findings: &mut Findings) {
    let is_asked = |other: &Declared<'_>| {
        !other.condition.is_empty() || !other.tags.is_empty() || !other.imports.is_empty()
    };
    if !declared.iter().any(is_asked) {
        return;
    }
    let values = values(read);
    for other in declared {
        let subchart = read.vendored.iter().find(|chart| chart.chart.metadata.name == other.name);
        let own = subchart.and_then(self::values);
        // What the charts below it add to its values cannot be told from here.
        let is_known = subchart.is_some_and(|chart| chart.vendored.is_empty());
        let seen = Seen { values: values.as_ref(), own: own.as_ref(), is_known };
        condition(read, other, &seen, findings);
        tags(other, values.as_ref(), findings);
        imports(other, &seen, findings);
    }
}

/// The values that decide on one dependency.
struct Seen<'v> {
    /// Those of the chart.
    values: Option<&'v Node>,
    /// Those of the dependency.
    own: Option<&'v Node>,
    /// Whether that is all of them.
    is_known: bool,
}

fn values(read: &ChartRead) -> Option<Node> {
    let text = read.package.file("values.yaml")?.text()?;
    yaml::read(text, Limits::default()).root
}

/// The node that a path with dots leads to.
fn lookup<'n>(root: &'n Node, path: &str) -> Option<&'n Node> {
    let pointer: String = path.split('.').flat_map(|part| ["/", part]).collect();
    root.pointer(&pointer)
}

fn condition(read: &ChartRead, declared: &Declared<'_>, seen: &Seen<'_>, findings: &mut Findings) {
    let paths = declared.condition.split(',').map(str::trim).filter(|path| !path.is_empty());
    let mut is_found = false;
    let mut unknown = Vec::new();
    for path in paths {
        let below = path.strip_prefix(declared.used_name()).and_then(|rest| rest.strip_prefix('.'));
        let in_values = seen.values.and_then(|values| lookup(values, path));
        let in_own = below.zip(seen.own).and_then(|(path, own)| lookup(own, path));
        match in_values.or(in_own) {
            Some(node) if matches!(resolve(node), Resolved::Bool(_)) => is_found = true,
            Some(node) => {
                is_found = true;
                let message =
                    format!("the condition {} is {}, not true or false", shown(path), node.kind());
                let found = findings.add(&rules::DEP018, declared.place("condition"), message);
                if in_values.is_some() {
                    let place = Place::at(read.package.place("values.yaml"), node.span);
                    found
                        .related
                        .push(crate::model::Related { place, message: "this value".to_owned() });
                }
            }
            // The values of a chart that is not at hand may have it.
            None if below.is_some() && !seen.is_known => is_found = true,
            None => unknown.push(path),
        }
    }
    if let Some(path) = unknown.first().filter(|_| !is_found) {
        let message = format!(
            "values.yaml does not have {}, so {} is always on",
            shown(path),
            shown(declared.used_name())
        );
        findings.add(&rules::DEP017, declared.place("condition"), message);
    }
}

fn tags(declared: &Declared<'_>, values: Option<&Node>, findings: &mut Findings) {
    let tags = values.and_then(|values| values.get("tags"));
    let is_set = |tag: &String| tags.is_some_and(|tags| tags.get(tag).is_some());
    if declared.tags.is_empty() || declared.tags.iter().any(is_set) {
        return;
    }
    let message = format!(
        "values.yaml sets none of the tags of {}: {}",
        shown(declared.used_name()),
        declared.tags.join(", ")
    );
    findings.add(&rules::DEP019, declared.place("tags"), message);
}

fn imports(declared: &Declared<'_>, seen: &Seen<'_>, findings: &mut Findings) {
    for node in declared.imports {
        let path = match (node.as_str(), node.get("child"), node.get("parent")) {
            (Some(name), ..) => format!("exports.{name}"),
            (None, Some(child), Some(parent)) if is_text(child) && is_text(parent) => {
                child.as_str().unwrap_or_default().to_owned()
            }
            _ => {
                let message = format!(
                    "an import from {} is neither a name nor a pair of child and parent",
                    shown(declared.used_name())
                );
                findings.add(&rules::DEP020, place(node, declared), message);
                continue;
            }
        };
        let is_table = |own: &Node| lookup(own, &path).is_some_and(|node| node.pairs().is_some());
        if seen.is_known && !seen.own.is_some_and(is_table) {
            let message =
                format!("the values of {} have no table {}", shown(&declared.name), shown(&path));
            findings.add(&rules::DEP021, place(node, declared), message);
        }
    }
}

fn is_text(node: &Node) -> bool {
    node.as_str().is_some_and(|text| !text.is_empty())
}

fn place(node: &Node, declared: &Declared<'_>) -> Span {
    if node.span.line > 0 { node.span } else { declared.place("import-values") }
}
