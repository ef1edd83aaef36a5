//! What a package holds when it is a Kyma addon, judged as Helm Broker loads it: every fault at once,
//! where Helm Broker stops at the first.
//!
//! May import: `kyma::{chart, docs, fit, layout, meta, plan}`, `model`, `helm::chart`.

use super::meta::Meta;
use super::{chart, docs, fit, layout, meta, plan};
use crate::helm::Chart;
use crate::model::{Diagnostic, Findings, Package, Span};

pub use super::plan::Plan;

/// An addon: `meta.yaml`, its plans, its one chart and its docs. Absent texts are empty.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Addon {
    /// Service class id.
    pub id: String,
    /// Where the id stands in `meta.yaml`.
    pub id_span: Option<Span>,
    /// Name.
    pub name: String,
    /// Where the name stands in `meta.yaml`.
    pub name_span: Option<Span>,
    /// Version as written.
    pub version: String,
    /// Where the version stands in `meta.yaml`.
    pub version_span: Option<Span>,
    /// One line about it.
    pub description: String,
    /// Where the description stands in `meta.yaml`.
    pub description_span: Option<Span>,
    /// Name shown in catalogues.
    pub display_name: String,
    /// More about it.
    pub long_description: String,
    /// Who provides it.
    pub provider: String,
    /// Documentation page.
    pub documentation_url: String,
    /// Support page.
    pub support_url: String,
    /// Icon.
    pub image_url: String,
    /// Search words.
    pub tags: Vec<String>,
    /// Labels, in order of appearance.
    pub labels: Vec<(String, String)>,
    /// Permissions it asks for.
    pub requires: Vec<String>,
    /// Whether plans that say nothing are bindable.
    pub bindable: bool,
    /// Whether a second instance in one namespace is refused.
    pub provision_only_once: bool,
    /// Plans, by folder name.
    pub plans: Vec<Plan>,
    /// Folder of the chart below `chart/`, and the chart, with paths that are keys into the addon's files.
    pub chart: Option<(String, Chart)>,
    /// Paths of the documents below `docs/`.
    pub docs: Vec<String>,
    /// Path of the README, if there is one.
    pub readme: Option<String>,
}

/// Reads an addon from its package. What is broken is left empty and reported.
///
/// ```
/// use chartroom::model::Package;
/// let (addon, diagnostics) = chartroom::kyma::addon::read(&Package::default());
/// assert!(addon.plans.is_empty());
/// assert!(diagnostics.iter().any(|found| found.rule.name == "missing-meta"));
/// ```
#[must_use]
pub fn read(package: &Package) -> (Addon, Vec<Diagnostic>) {
    if let Some(elsewhere) = layout::wrapped(package).or_else(|| layout::chart_instead(package)) {
        return (Addon::default(), vec![elsewhere]);
    }
    let (meta, mut diagnostics) = meta::read(package);
    let (chart, found) = chart::read(package);
    diagnostics.extend(found);
    let intake = fit::Intake::of(package, chart.as_ref());
    let (plans, found) = plan::read_all(package, meta.bindable, &intake);
    diagnostics.extend(found);
    let (docs, found) = docs::read(package);
    diagnostics.extend(found);
    diagnostics.extend(layout::judge(package));
    let (name, version) = (meta.name.text.clone(), meta.version.text.clone());
    let mut all = Findings::of(package.place(""));
    for found in diagnostics {
        all.push(found.of(&name, &version));
    }
    let addon = Addon { plans, chart, docs, readme: readme(package), ..from_meta(meta) };
    (addon, all.finish())
}

fn from_meta(meta: Meta) -> Addon {
    Addon {
        id: meta.id.text,
        id_span: Some(meta.id.span),
        name: meta.name.text,
        name_span: Some(meta.name.span),
        version: meta.version.text,
        version_span: Some(meta.version.span),
        description: meta.description.text,
        description_span: Some(meta.description.span),
        display_name: meta.display_name,
        long_description: meta.long_description,
        provider: meta.provider,
        documentation_url: meta.documentation_url,
        support_url: meta.support_url,
        image_url: meta.image_url,
        tags: meta.tags,
        labels: meta.labels,
        requires: meta.requires,
        bindable: meta.bindable.unwrap_or_default(),
        provision_only_once: meta.provision_only_once,
        ..Addon::default()
    }
}

fn readme(package: &Package) -> Option<String> {
    let is_readme = |path: &str| path.eq_ignore_ascii_case("readme.md");
    package.files.iter().find(|file| is_readme(&file.path)).map(|file| file.path.clone())
}

#[cfg(test)]
mod tests;
