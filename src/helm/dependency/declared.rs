//! The dependencies that a chart declares, with the places of their fields.
//!
//! May import: `helm::{chart, field, metadata}`, `yaml`, `model`.

use crate::helm::chart::ChartRead;
use crate::helm::field::{Dialect, Fields, Home, Reader};
use crate::helm::metadata::{DEPENDENCY, FIELDS};
use crate::model::{Package, Span};
use crate::yaml::{self, Limits, Node};

/// The file that declares a chart's dependencies.
pub(super) struct Source {
    /// `Chart.yaml` or `requirements.yaml`.
    pub(super) path: &'static str,
    root: Node,
}

/// The file whose dependencies count for Helm: `requirements.yaml` where it lists some, else `Chart.yaml`.
pub(super) fn source(read: &ChartRead) -> Option<Source> {
    let old =
        tree(&read.package, "requirements.yaml").filter(|source| !declared(source).is_empty());
    old.or_else(|| tree(&read.package, "Chart.yaml"))
}

fn tree(package: &Package, path: &'static str) -> Option<Source> {
    let text = package.file(path)?.text()?;
    let document = yaml::read(text, Limits::default());
    let root = document.root.filter(|_| document.error.is_none())?;
    Some(Source { path, root })
}

/// One dependency as it is declared.
pub(super) struct Declared<'n> {
    /// Name of the chart.
    pub(super) name: String,
    /// Constraint on its version.
    pub(super) version: String,
    /// Where it comes from.
    pub(super) repository: String,
    /// Paths into the values that switch it, separated by commas.
    pub(super) condition: String,
    /// Tags that switch it.
    pub(super) tags: Vec<String>,
    /// A field that Helm reads and overwrites.
    pub(super) enabled: bool,
    /// What of its values the chart takes over.
    pub(super) imports: &'n [Node],
    /// The name under which it is used, if another.
    pub(super) alias: String,
    fields: Fields<'n>,
}

impl Declared<'_> {
    /// Where a field stands, or the dependency when it lacks the field.
    pub(super) fn place(&self, field: &str) -> Span {
        self.fields.place(field)
    }

    /// The name by which its values are found.
    pub(super) fn used_name(&self) -> &str {
        if self.alias.is_empty() { &self.name } else { &self.alias }
    }
}

/// One version that a lock names.
pub(super) struct Locked {
    /// Name of the chart.
    pub(super) name: String,
    /// Its version.
    pub(super) version: String,
    /// Where it came from.
    pub(super) repository: String,
    /// Where the version stands.
    pub(super) span: Span,
}

/// All of them, in order. What is no mapping was told by the loader.
pub(super) fn declared(source: &Source) -> Vec<Declared<'_>> {
    // The loader told the faults of these fields.
    let mut reader = Reader::new(Dialect::Chart);
    let Some(fields) = reader.fields(&source.root, "Chart.yaml", FIELDS) else { return Vec::new() };
    let nodes = reader.items(&fields, "dependencies");
    nodes.iter().filter_map(|node| one(&mut reader, node)).collect()
}

fn one<'n>(reader: &mut Reader, node: &'n Node) -> Option<Declared<'n>> {
    node.pairs()?;
    let fields = reader.fields(node, "a dependency", DEPENDENCY)?;
    Some(Declared {
        name: reader.line(&fields, "name"),
        version: reader.line(&fields, "version"),
        repository: reader.line(&fields, "repository"),
        condition: reader.line(&fields, "condition"),
        tags: reader.lines(&fields, "tags"),
        enabled: reader.boolean(&fields, "enabled"),
        imports: reader.items(&fields, "import-values"),
        alias: reader.string(&fields, "alias", Home::Metadata),
        fields,
    })
}
