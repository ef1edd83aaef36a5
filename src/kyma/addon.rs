//! What a package holds when it is a Kyma addon.
//!
//! May import: `yaml`, `model`, `helm::chart`.

use crate::helm::Chart;

/// An addon: `meta.yaml`, its plans, its one chart and its docs. Absent texts are empty.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Addon {
    /// Service class id.
    pub id: String,
    /// Name.
    pub name: String,
    /// Version as written.
    pub version: String,
    /// One line about it.
    pub description: String,
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
    /// Folder of the chart below `chart/`, and the chart.
    pub chart: Option<(String, Chart)>,
    /// Paths of the documents below `docs/`.
    pub docs: Vec<String>,
    /// Path of the README, if there is one.
    pub readme: Option<String>,
}

/// One plan of an addon. Paths are keys into the package's files.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Plan {
    /// Folder below `plans/`.
    pub folder: String,
    /// Plan id.
    pub id: String,
    /// Name.
    pub name: String,
    /// One line about it.
    pub description: String,
    /// Name shown in catalogues.
    pub display_name: String,
    /// Own word on bindability; `None` inherits the addon's.
    pub bindable: Option<bool>,
    /// Own word on cost.
    pub free: Option<bool>,
    /// Path of `values.yaml`.
    pub values: Option<String>,
    /// Path of `bind.yaml`.
    pub bind: Option<String>,
    /// Path of `create-instance-schema.json`.
    pub create_schema: Option<String>,
    /// Path of `update-instance-schema.json`.
    pub update_schema: Option<String>,
    /// Path of `bind-instance-schema.json`.
    pub bind_schema: Option<String>,
}
