//! Which files of a package make up a section.
//!
//! May import: `cli::args`, `helm`, `kyma`.

use crate::cli::args::Section;
use crate::helm::Chart;
use crate::kyma::Addon;

/// A file of a package, and the plan that it belongs to.
pub(super) struct Part {
    pub(super) path: String,
    pub(super) plan: Option<String>,
}

/// The files of a chart's section.
pub(super) fn of_chart(section: Section, chart: &Chart) -> Vec<Part> {
    let path = match section {
        Section::Readme => &chart.readme,
        Section::Values => &chart.values,
        Section::Schema => &chart.schema,
        _ => &None,
    };
    path.iter().map(|path| Part { path: path.clone(), plan: None }).collect()
}

/// The files of an addon's section, plan by plan.
pub(super) fn of_addon(section: Section, addon: &Addon) -> Vec<Part> {
    let whole = |path: &String| Part { path: path.clone(), plan: None };
    match section {
        Section::Readme => addon.readme.iter().map(whole).collect(),
        Section::Docs => addon.docs.iter().map(whole).collect(),
        Section::Values | Section::Schema => addon
            .plans
            .iter()
            .flat_map(|plan| {
                let paths = match section {
                    Section::Values => vec![&plan.values],
                    _ => vec![&plan.create_schema, &plan.update_schema, &plan.bind_schema],
                };
                let part =
                    |path: &String| Part { path: path.clone(), plan: Some(plan.name.clone()) };
                paths.into_iter().flatten().map(part).collect::<Vec<_>>()
            })
            .collect(),
        _ => Vec::new(),
    }
}
