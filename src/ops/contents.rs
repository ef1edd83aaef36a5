//! Bytes of a package to what it holds: archive or tree, chart or addon, with all faults.
//!
//! May import: `source`, `archive`, `helm`, `kyma`, `model`, `error`.

use crate::archive::{self, Layout, Limits};
use crate::error::{Error, ErrorKind};
use crate::helm::{self, Chart};
use crate::kyma::{self, Addon};
use crate::model::rule::archive as rules;
use crate::model::rule::target::TGT002;
use crate::model::{Diagnostic, Fault, Package, Place, RepositoryKind, annotate, bounded};
use crate::source::PackageBytes;

/// What the package holds.
#[derive(Clone, Debug, PartialEq)]
pub enum Contents {
    /// A Helm chart.
    Chart(Box<Chart>),
    /// A Kyma addon.
    Addon(Box<Addon>),
    /// Neither could be made out; the diagnostics say why.
    Unknown,
}

/// A package that was read and judged.
#[derive(Clone, Debug, PartialEq)]
pub struct Inspection {
    /// All its files.
    pub package: Package,
    /// What they make up.
    pub contents: Contents,
    /// What is wrong with them.
    pub diagnostics: Vec<Diagnostic>,
}

impl Inspection {
    /// Which kind of package it turned out to be.
    #[must_use]
    pub fn kind(&self) -> Option<RepositoryKind> {
        match self.contents {
            Contents::Chart(_) => Some(RepositoryKind::Helm),
            Contents::Addon(_) => Some(RepositoryKind::Addons),
            Contents::Unknown => None,
        }
    }
}

/// Reads a package on the blocking pool, as the given kind or as what its content shows.
pub(super) async fn read(
    bytes: PackageBytes,
    kind: Option<RepositoryKind>,
) -> Result<Inspection, Error> {
    on_pool(move || read_now(bytes, kind)).await
}

/// Does work on a package on the blocking pool. A panic in it is an error.
pub(super) async fn on_pool<T: Send + 'static>(
    work: impl FnOnce() -> T + Send + 'static,
) -> Result<T, Error> {
    tokio::task::spawn_blocking(work).await.map_err(|_| {
        Error::new(ErrorKind::Malformed, "reading a package failed in a way that nobody expected")
            .hint("this is a fault in chartroom: please report it with the package")
            .fault(Fault::Unexpected)
    })
}

/// Reads a package. Blocking.
pub(super) fn read_now(bytes: PackageBytes, kind: Option<RepositoryKind>) -> Inspection {
    let (package, kind, diagnostics) = match bytes {
        PackageBytes::Tree { name, files } => {
            let package = archive::from_tree(name, files);
            let kind = kind.or_else(|| kind_of(&package));
            (package, kind, Vec::new())
        }
        PackageBytes::Archive { name, bytes } => read_archive(&name, &bytes, kind),
    };
    judge(package, kind, diagnostics)
}

/// Reads an archive. Which paths are right depends on the kind; where that is not known, the archive is read as
/// an addon's first, and as a chart's when it is none.
fn read_archive(
    name: &str,
    bytes: &[u8],
    kind: Option<RepositoryKind>,
) -> (Package, Option<RepositoryKind>, Vec<Diagnostic>) {
    let read = |layout| archive::read(name, bytes, layout, Limits::default());
    let mut kind = kind;
    if kind != Some(RepositoryKind::Helm) {
        let flat = read(Layout::NoRoot);
        kind = kind.or_else(|| kind_of(&flat.package));
        if kind == Some(RepositoryKind::Addons) {
            return (flat.package, kind, flat.diagnostics);
        }
    }
    let chart = read(Layout::RootFolder);
    // Helm drops the first part of a path whatever it is, so a drive may well hide a chart.
    let is_chart = || chart.package.file("Chart.yaml").map(|_| RepositoryKind::Helm);
    let kind = kind.or_else(is_chart);
    (chart.package, kind, chart.diagnostics)
}

/// The kind of a package by its files: at the root, or below one folder as in a chart's archive.
pub(super) fn kind_of(package: &Package) -> Option<RepositoryKind> {
    let has = |wanted: &str| {
        package.files.iter().any(|file| {
            let below = file.path.split_once('/').map(|(_, below)| below);
            file.path == wanted || below == Some(wanted)
        })
    };
    let has_folder = |wanted: &str| package.files.iter().any(|file| file.path.starts_with(wanted));
    match () {
        () if package.file("Chart.yaml").is_some() => Some(RepositoryKind::Helm),
        () if has_folder("plans/") || package.file("meta.yaml").is_some() => {
            Some(RepositoryKind::Addons)
        }
        () if has("Chart.yaml") => Some(RepositoryKind::Helm),
        () if has("meta.yaml") || has_folder("chart/") || is_wrapped(package) => {
            Some(RepositoryKind::Addons)
        }
        () => None,
    }
}

/// Whether one folder wraps what an addon is made of.
fn is_wrapped(package: &Package) -> bool {
    let below = package.files.iter().filter_map(|file| file.path.split_once('/'));
    below.map(|(_, below)| below).any(|below| below.starts_with("plans/"))
}

fn judge(
    package: Package,
    kind: Option<RepositoryKind>,
    mut diagnostics: Vec<Diagnostic>,
) -> Inspection {
    let is_cut_off = diagnostics.iter().any(hides_files);
    let (contents, found) = match kind {
        _ if package.files.is_empty() && !diagnostics.is_empty() => (Contents::Unknown, Vec::new()),
        Some(RepositoryKind::Helm) => {
            let (chart, found) = helm::lint::read(&package);
            (Contents::Chart(Box::new(chart)), found)
        }
        Some(RepositoryKind::Addons) => {
            let (addon, found) = kyma::addon::read(&package);
            (Contents::Addon(Box::new(addon)), found)
        }
        None => {
            let place = Place::file(package.place(""));
            let message = "the package holds neither Chart.yaml nor meta.yaml";
            (Contents::Unknown, vec![Diagnostic::new(&TGT002, place, message)])
        }
    };
    if !is_cut_off {
        diagnostics.extend(found);
    }
    annotate::package(&package, &mut diagnostics);
    let diagnostics = bounded::by_file(diagnostics);
    Inspection { package, contents, diagnostics }
}

/// Whether files may be missing because the archive could not be read to its end: what the content then
/// lacks is no fault of its own.
fn hides_files(found: &Diagnostic) -> bool {
    [
        rules::PKG001.code,
        rules::PKG002.code,
        rules::PKG003.code,
        rules::PKG004.code,
        rules::PKG012.code,
        rules::PKG013.code,
        rules::PKG014.code,
        rules::PKG016.code,
    ]
    .contains(&found.rule.code)
}
