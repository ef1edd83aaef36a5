//! The one chart of an addon, below `chart/`.
//!
//! May import: `kyma::version`, `helm::lint`, `yaml`, `model`.

use std::collections::BTreeSet;

use super::version::Version;
use crate::helm::Chart;
use crate::model::rule::addon::{ADD030, ADD031, ADD032, ADD033};
use crate::model::rule::chart::CHT021;
use crate::model::{Diagnostic, Package, PackageFile, Place, Rule, Severity, Span};
use crate::yaml;

/// Reads the chart: its folder's name and content, with paths as the addon's package has them.
pub(super) fn read(package: &Package) -> (Option<(String, Chart)>, Vec<Diagnostic>) {
    let folders = folders(package);
    let mut found = Vec::new();
    match folders.len() {
        1 => {}
        0 => {
            let message = "the addon has no folder below chart";
            found.push(Diagnostic::new(&ADD030, Place::file(package.place("")), message));
        }
        count => {
            let names: Vec<&str> = folders.iter().map(String::as_str).collect();
            let message = format!("there are {count} folders below chart: {}", names.join(", "));
            found.push(Diagnostic::new(&ADD031, Place::file(package.place("chart")), message));
        }
    }
    let mut first = None;
    for folder in folders {
        let (chart, diagnostics) = read_folder(package, &folder);
        found.extend(diagnostics);
        first.get_or_insert((folder, chart));
    }
    (first, found)
}

fn folders(package: &Package) -> BTreeSet<String> {
    let below = package.files.iter().filter_map(|file| file.path.strip_prefix("chart/"));
    below.filter_map(|path| path.split_once('/')).map(|(folder, _)| folder.to_owned()).collect()
}

fn read_folder(package: &Package, folder: &str) -> (Chart, Vec<Diagnostic>) {
    let root = format!("chart/{folder}");
    let inner = below(package, &root);
    let (mut chart, mut found) = crate::helm::lint::read(&inner);
    soften(&chart, &mut found);
    let span = |field: &str| field_span(&inner, field);
    let mut add = |rule: &'static Rule, field: &str, message: String| {
        let place = Place { file: inner.place("Chart.yaml"), span: span(field) };
        found.push(Diagnostic::new(rule, place, message));
    };
    let (name, version) = (&chart.metadata.name, &chart.metadata.version);
    if !version.is_empty() && Version::parse(version).is_none() {
        add(
            &ADD032,
            "version",
            format!("Helm Broker does not understand the chart version \"{version}\""),
        );
    }
    if !name.is_empty() && name != folder {
        add(&ADD033, "name", format!("the chart \"{name}\" is in the folder {folder}"));
    }
    move_below(&mut chart, &root);
    (chart, found)
}

/// Where a field of `Chart.yaml` has its value.
fn field_span(package: &Package, field: &str) -> Option<Span> {
    let text = package.file("Chart.yaml")?.text()?;
    let root = yaml::read(text, yaml::Limits::default()).root?;
    root.get(field).map(|node| node.span)
}

/// Helm Broker loads charts but does not lint them, so what only the lint refuses is no error here; and
/// the icon that catalogues show is the addon's.
fn soften(chart: &Chart, found: &mut Vec<Diagnostic>) {
    // What the default values lack, the values of plans may have.
    let of_plans = ["TPL027", "TPL028", "TPL029"];
    found.retain(|found| found.rule.code != CHT021.code && !of_plans.contains(&found.rule.code));
    if chart.refused.is_none() {
        for found in found {
            found.severity = found.severity.min(Severity::Warning);
        }
    }
}

/// The part of a package below a folder, as a package of its own.
fn below(package: &Package, root: &str) -> Package {
    let prefix = format!("{root}/");
    let files: Vec<PackageFile> = package
        .files
        .iter()
        .filter_map(|file| {
            let path = file.path.strip_prefix(&prefix)?.to_owned();
            Some(PackageFile { path, bytes: file.bytes.clone() })
        })
        .collect();
    let (name, root) = if package.archive {
        (package.name.clone(), root.to_owned())
    } else {
        (package.place(root), String::new())
    };
    let size = files.iter().map(|file| file.bytes.len() as u64).sum();
    Package { name, root, archive: package.archive, digest: None, size, files }
}

/// Makes the chart's paths keys into the addon's package.
fn move_below(chart: &mut Chart, root: &str) {
    let single = [&mut chart.readme, &mut chart.values, &mut chart.schema];
    let lists = [&mut chart.templates, &mut chart.crds];
    let paths = single.into_iter().flatten().chain(lists.into_iter().flatten());
    for path in paths {
        *path = format!("{root}/{path}");
    }
}
