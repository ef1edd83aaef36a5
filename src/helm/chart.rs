//! What a package holds when it is a Helm chart: loaded as Helm's loader does, and linted as far as that
//! needs no rendering. Every fault is told at once, each with its place.
//!
//! May import: `helm/*`, `archive`, `yaml`, `model`.

mod chart_yaml;
mod manifests;
mod values;
mod visible;

use std::collections::{BTreeMap, HashSet};

use crate::archive::{self, Budget, Limits};
use crate::model::rule::chart as rules;
use crate::model::{
    Diagnostic, EntryVersion, Findings, Package, PackageFile, Place, Severity, Span, annotate,
};
use chart_yaml::ChartYaml;

/// Deeper folders of charts within charts are not looked at.
const DEPTH: usize = 16;

/// A chart: its metadata and where its parts are. Paths are keys into the package's files.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Chart {
    /// `Chart.yaml`, in the same shape as an index entry.
    pub metadata: EntryVersion,
    /// Path of the README, if there is one.
    pub readme: Option<String>,
    /// Path of `values.yaml`, if there is one.
    pub values: Option<String>,
    /// Path of `values.schema.json`, if there is one.
    pub schema: Option<String>,
    /// Paths below `templates/`.
    pub templates: Vec<String>,
    /// Paths below `crds/`.
    pub crds: Vec<String>,
    /// Names of the charts below `charts/`.
    pub subcharts: Vec<String>,
    /// Why Helm's loader refuses the chart, in one line; `None` when it loads.
    pub refused: Option<String>,
}

/// A chart as Helm's loader sees it, with the charts below `charts/`.
#[derive(Debug)]
pub struct ChartRead {
    /// What was understood of it.
    pub chart: Chart,
    /// Its files: of an unpacked folder, those that `.helmignore` does not hide.
    pub package: Package,
    /// The charts below `charts/` that load, folders and archives alike; their findings are in the outer chart's
    /// unless they load.
    pub vendored: Vec<Self>,
    /// What is wrong with it.
    pub findings: Findings,
}

/// Reads a chart from its package. What is broken is left empty and reported.
///
/// ```
/// use chartroom::{archive, helm};
/// let package = archive::from_tree("redis", vec![("Chart.yaml".into(), b"name: redis".to_vec())]);
/// let read = helm::chart::read(&package);
/// assert_eq!(read.chart.metadata.name, "redis");
/// assert!(read.findings.list.iter().any(|found| found.rule.name == "version-missing"));
/// ```
#[must_use]
pub fn read(package: &Package) -> ChartRead {
    let mut loader = Loader {
        chart: Chart::default(),
        findings: Findings::of(package.place("")),
        vendored: Vec::new(),
        budget: Budget::after(Limits::default(), package),
    };
    let (visible, findings) = visible::files(package);
    loader.take(findings);
    let file = loader.load(&visible, DEPTH);
    loader.lint(&visible, &file);
    loader.finish(visible)
}

/// A chart being read.
struct Loader {
    chart: Chart,
    findings: Findings,
    vendored: Vec<ChartRead>,
    budget: Budget,
}

impl Loader {
    fn finish(self, package: Package) -> ChartRead {
        let Self { chart, findings, vendored, .. } = self;
        ChartRead { chart, package, vendored, findings }
    }

    /// What makes Helm refuse a chart, for the chart itself and those within it.
    fn load(&mut self, package: &Package, depth: usize) -> ChartYaml {
        let (file, findings) = chart_yaml::read(package);
        self.chart.metadata = file.metadata.clone();
        self.take(findings);
        let requirements = chart_yaml::requirements(package, &self.chart.metadata.api_version);
        if let Some((needed, findings)) = requirements {
            self.take(findings);
            if !needed.is_empty() {
                self.chart.metadata.dependencies = needed;
            }
        }
        self.take(values::values(package));
        self.parts(package);
        for (name, files) in subcharts(package) {
            self.subchart(package, &name, files, depth);
        }
        file
    }

    /// What Helm's lint says beyond that.
    fn lint(&mut self, package: &Package, file: &ChartYaml) {
        self.take(chart_yaml::lint(package, file));
        self.take(values::schema(package));
        for findings in values::ci(package) {
            self.take(findings);
        }
        for findings in manifests::templates(package) {
            self.take(findings);
        }
        if self.chart.metadata.chart_type == "library" {
            self.take(manifests::library(package));
        }
        for findings in manifests::crds(package) {
            self.take(findings);
        }
        // Of charts that do not load nobody knows whether they are the ones that are declared.
        let has_charts = package.files.iter().any(|file| file.path.starts_with("charts/"));
        if self.chart.refused.is_none() || !has_charts {
            self.dependencies(package);
        }
    }

    fn parts(&mut self, package: &Package) {
        let below = |folder: &str| -> Vec<String> {
            let paths = package.files.iter().map(|file| &file.path);
            paths.filter(|path| path.starts_with(folder)).cloned().collect()
        };
        let at = |path: &str| package.file(path).map(|file| file.path.clone());
        self.chart.values = at("values.yaml");
        self.chart.schema = at("values.schema.json");
        self.chart.templates = below("templates/");
        self.chart.crds = below("crds/");
        let readme = |file: &&PackageFile| {
            ["readme.md", "readme.txt", "readme"]
                .iter()
                .any(|name| file.path.eq_ignore_ascii_case(name))
        };
        self.chart.readme = package.files.iter().find(readme).map(|file| file.path.clone());
    }

    fn subchart(&mut self, package: &Package, name: &str, files: Vec<PackageFile>, depth: usize) {
        let path = format!("charts/{name}");
        if depth == 0 {
            let message = "charts are nested too deep here";
            self.refuse(Diagnostic::new(
                &rules::CHT060,
                Place::file(package.place(&path)),
                message,
            ));
            return;
        }
        let mut budget = self.budget.clone();
        let inner = match files.first() {
            Some(file) if file.path.is_empty() && is_archive(name) => {
                let read =
                    archive::read_nested(&package.place(&path), &file.bytes, &mut self.budget);
                for found in read.diagnostics {
                    self.findings.push(found);
                }
                if read.refused {
                    self.broken(package, name, "its archive is refused");
                    return;
                }
                budget = self.budget.deeper();
                read.package
            }
            Some(_) if is_archive(name) => {
                self.broken(package, name, "it is a folder named like an archive");
                return;
            }
            _ => folder(package, &path, files),
        };
        if inner.files.is_empty() {
            let message = format!("\"{path}\" is a file that belongs to no chart");
            self.refuse(Diagnostic::new(
                &rules::CHT046,
                Place::file(package.place(&path)),
                message,
            ));
            return;
        }
        let mut loader = Self {
            chart: Chart::default(),
            findings: Findings::of(""),
            vendored: Vec::new(),
            budget,
        };
        loader.load(&inner, depth - 1);
        self.budget.settle(&loader.budget);
        if let Some(reason) = loader.chart.refused {
            let mut found = loader.findings.finish();
            found.retain(|found| found.severity == Severity::Error);
            // Nobody else has the files of an archive within an archive in hand.
            annotate::package(&inner, &mut found);
            for found in found {
                self.findings.push(found);
            }
            self.broken(package, name, &reason);
        } else {
            self.chart.subcharts.push(loader.chart.metadata.name.clone());
            self.vendored.push(loader.finish(inner));
        }
    }

    fn broken(&mut self, package: &Package, name: &str, reason: &str) {
        let place = Place::file(package.place(&format!("charts/{name}")));
        let message = format!("the sub-chart \"{name}\" does not load: {reason}");
        self.refuse(Diagnostic::new(&rules::CHT047, place, message));
    }

    /// Declared and vendored charts, compared by name.
    fn dependencies(&mut self, package: &Package) {
        let needed = &self.chart.metadata.dependencies;
        let declared: HashSet<&str> = needed.iter().map(|other| other.name.as_str()).collect();
        let vendored: HashSet<&str> = self.chart.subcharts.iter().map(String::as_str).collect();
        let mut findings = Findings::of(package.place("charts"));
        for name in self.chart.subcharts.iter().filter(|name| !declared.contains(name.as_str())) {
            let message = format!("the chart \"{name}\" below charts is not declared");
            findings.add(&rules::CHT044, Span::default(), message);
        }
        let mut missing: Vec<&str> = needed.iter().map(|other| other.name.as_str()).collect();
        missing.retain(|name| !vendored.contains(name));
        missing.dedup();
        for name in missing.into_iter().filter(|name| !name.is_empty()) {
            let message = format!("the dependency \"{name}\" is not below charts");
            findings.add(&rules::CHT045, Span::default(), message);
        }
        self.take(findings);
    }

    fn take(&mut self, findings: Findings) {
        if let Some(reason) = &findings.refused {
            self.chart.refused.get_or_insert_with(|| reason.clone());
        }
        self.findings.absorb(findings);
    }

    fn refuse(&mut self, diagnostic: Diagnostic) {
        self.chart.refused.get_or_insert_with(|| diagnostic.message.clone());
        self.findings.push(diagnostic);
    }
}

fn is_archive(name: &str) -> bool {
    has_ending(name, "tgz")
}

fn has_ending(name: &str, wanted: &str) -> bool {
    name.rsplit_once('.').is_some_and(|(_, ending)| ending == wanted)
}

/// The files below `charts/`, by the name that Helm takes for a chart's; paths are relative to it.
fn subcharts(package: &Package) -> BTreeMap<String, Vec<PackageFile>> {
    let mut charts: BTreeMap<String, Vec<PackageFile>> = BTreeMap::new();
    for file in &package.files {
        let Some(rest) = file.path.strip_prefix("charts/") else { continue };
        let (name, path) = rest.split_once('/').unwrap_or((rest, ""));
        if name.starts_with(['_', '.']) || has_ending(&file.path, "prov") {
            continue;
        }
        let file = PackageFile { path: path.to_owned(), bytes: file.bytes.clone() };
        charts.entry(name.to_owned()).or_default().push(file);
    }
    charts
}

/// A chart in a folder of another, as a package whose places lead there.
fn folder(package: &Package, path: &str, mut files: Vec<PackageFile>) -> Package {
    files.retain(|file| !file.path.is_empty());
    let size = files.iter().map(|file| file.bytes.len() as u64).sum();
    let (name, root) = if package.archive {
        let root = format!("{}/{path}", package.root);
        (package.name.clone(), root.trim_start_matches('/').to_owned())
    } else {
        (package.place(path), String::new())
    };
    Package { name, root, archive: package.archive, digest: None, size, files }
}

#[cfg(test)]
mod tests;
