//! The plans of an addon: a folder each below `plans/`.
//!
//! May import: `kyma::{cut_off, bind, document, fields, fit, identity, schema, unknown}`, `yaml`, `model`.

use std::collections::{BTreeSet, HashMap};

use super::cut_off::drop_unfinished;
use super::document::{self, Outcome, RULES};
use super::fields::{FieldText, Fields};
use super::identity::{judge_identity, judge_required, texts};
use super::{bind, fit, schema, unknown};
use crate::model::diagnostic::Related;
use crate::model::rule::addon::{
    ADD003, ADD011, ADD040, ADD041, ADD042, ADD043, ADD044, ADD045, ADD046, ADD047, ADD048,
};
use crate::model::{Diagnostic, Findings, Package, Place, Rule, Span};
use crate::yaml::Node;

/// One plan of an addon. Paths are keys into the package's files.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Plan {
    /// Folder below `plans/`.
    pub folder: String,
    /// Plan id.
    pub id: String,
    /// Where the id stands in the plan's `meta.yaml`.
    pub id_span: Option<Span>,
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

impl Plan {
    /// Path of the plan's own `meta.yaml`.
    #[must_use]
    pub fn meta_path(&self) -> String {
        format!("plans/{}/meta.yaml", self.folder)
    }
}

/// Fields of a plan's `meta.yaml` that Helm Broker reads.
const KNOWN: [&str; 6] = ["id", "name", "description", "displayName", "bindable", "free"];

/// Reads all plans, in order of their folders. `inherited` is the addon's own word on bindability,
/// `None` where it could not be read; `chart` is what the plans feed.
pub(super) fn read_all(
    package: &Package,
    inherited: Option<bool>,
    chart: &fit::Intake,
) -> (Vec<Plan>, Vec<Diagnostic>) {
    let mut diagnostics = Vec::new();
    let mut plans = Vec::new();
    let mut names: Vec<(FieldText, Place)> = Vec::new();
    for folder in folders(package) {
        let (plan, name, found) = read(package, &folder, inherited, chart);
        names.push((name, Place::file(package.place(&plan.meta_path()))));
        diagnostics.extend(found);
        plans.push(plan);
    }
    if plans.is_empty() {
        let place = Place::file(package.place(""));
        diagnostics.push(Diagnostic::new(&ADD040, place, "the addon has no folder below plans"));
    }
    let ids = plans.iter().zip(&names).map(|(plan, (_, place))| {
        (plan.id.as_str(), Place { span: plan.id_span, ..place.clone() })
    });
    diagnostics.extend(repeated(ids, "id", &ADD044));
    let names = names.iter().map(|(name, place)| {
        (name.text.as_str(), Place { span: Some(name.span), ..place.clone() })
    });
    diagnostics.extend(repeated(names, "name", &ADD045));
    (plans, diagnostics)
}

fn folders(package: &Package) -> BTreeSet<String> {
    let below = package.files.iter().filter_map(|file| file.path.strip_prefix("plans/"));
    below.filter_map(|path| path.split_once('/')).map(|(folder, _)| folder.to_owned()).collect()
}

fn repeated<'plans>(
    values: impl Iterator<Item = (&'plans str, Place)>,
    field: &str,
    rule: &'static Rule,
) -> Vec<Diagnostic> {
    let mut seen: HashMap<&str, Place> = HashMap::new();
    let mut found = Vec::new();
    for (value, place) in values.filter(|(value, _)| !value.is_empty()) {
        let Some(first) = seen.get(value) else {
            seen.insert(value, place);
            continue;
        };
        let message = format!("two plans have the {field} \"{value}\"");
        let mut diagnostic = Diagnostic::new(rule, place, message);
        let message = "the first of the two".to_owned();
        diagnostic.related.push(Related { place: first.clone(), message });
        found.push(diagnostic);
    }
    found
}

/// Reads one plan; also gives its name with its place.
fn read(
    package: &Package,
    folder: &str,
    inherited: Option<bool>,
    chart: &fit::Intake,
) -> (Plan, FieldText, Vec<Diagnostic>) {
    let existing = |name: &str| {
        let path = format!("plans/{folder}/{name}");
        package.file(&path).map(|_| path)
    };
    let mut plan = Plan {
        folder: folder.to_owned(),
        values: existing("values.yaml"),
        bind: existing("bind.yaml"),
        create_schema: existing(schema::CREATE),
        update_schema: existing(schema::UPDATE),
        bind_schema: existing(schema::BIND),
        ..Plan::default()
    };
    let (meta, mut found) = read_meta(package, &mut plan);
    found.extend(read_content(package, &plan, chart));
    let span = meta.bindable.unwrap_or(meta.name.span);
    let place = Place { file: package.place(&plan.meta_path()), span: Some(span) };
    let place = Place { span: place.span.filter(|span| span.line > 0), ..place };
    let bindability = bind::Bindability { own: plan.bindable, inherited };
    found.extend(bind::judge(package, plan.bind.as_deref(), bindability, place));
    (plan, meta.name, found)
}

/// Values and schemas, and whether they go together.
fn read_content(package: &Package, plan: &Plan, chart: &fit::Intake) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    let mut outfit = fit::Outfit::default();
    if let Some(path) = &plan.values {
        let (root, told) = judge_values(package, path);
        found.extend(told);
        outfit.values = root.map(|root| (path.clone(), root));
    }
    for path in [&plan.create_schema, &plan.update_schema, &plan.bind_schema].into_iter().flatten()
    {
        let (root, told) = schema::judge(package, path);
        found.extend(told);
        if plan.create_schema.as_ref() == Some(path) {
            outfit.schema = root.map(|root| (path.clone(), root));
        }
    }
    found.extend(fit::judge(package, &outfit, chart));
    found
}

/// Places of a plan's `meta.yaml` that others ask for.
#[derive(Default)]
struct Meta {
    name: FieldText,
    /// Where its own word on bindability stands.
    bindable: Option<Span>,
}

fn read_meta(package: &Package, plan: &mut Plan) -> (Meta, Vec<Diagnostic>) {
    let path = plan.meta_path();
    let mut out = document::findings(package, &path);
    let outcome = document::read(package, &path, &mut out);
    match outcome {
        Outcome::Missing => {
            let message = format!("the plan {} has no meta.yaml", plan.folder);
            let place = Place::file(package.place(&format!("plans/{}", plan.folder)));
            out.push(Diagnostic::new(&ADD041, place, message));
        }
        Outcome::Empty => {
            out.add_whole(&ADD042, format!("meta.yaml of the plan {} is empty", plan.folder));
        }
        _ => {}
    }
    let owner = format!("the plan {}", plan.folder);
    let fields = outcome
        .root()
        .filter(|root| !root.is_null())
        .and_then(|root| Fields::read(root, &KNOWN, &owner, &RULES, &mut out));
    let meta = fields.map(|fields| read_fields(&fields, plan, &mut out)).unwrap_or_default();
    if outcome.is_broken() {
        drop_unfinished(&mut out, outcome.root(), &[ADD003.code, ADD043.code, ADD048.code]);
    }
    (meta, out.finish())
}

fn read_fields(fields: &Fields<'_>, plan: &mut Plan, out: &mut Findings) -> Meta {
    unknown::report(&fields.unknown, &KNOWN, &ADD011, out);
    let [id, name, description, display_name] =
        texts(fields, ["id", "name", "description", "displayName"], out);
    let required = [
        ("id", &id),
        ("name", &name),
        ("description", &description),
        ("displayName", &display_name),
    ];
    let owner = format!("the plan {}", plan.folder);
    judge_required(fields, required, (&owner, &ADD043), out);
    judge_identity(&id, &name, out);
    if !name.text.is_empty() && name.text != plan.folder {
        let message = format!("the plan \"{}\" is in the folder {}", name.text, plan.folder);
        out.add(&ADD046, name.span, message);
    }
    plan.bindable = fields.flag("bindable", out);
    plan.free = fields.flag("free", out);
    if fields.get("free").is_none() {
        let span = fields.key_span("free").unwrap_or(name.span);
        out.add(&ADD048, span, "the plan does not say whether it is free");
    }
    (plan.id, plan.id_span) = (id.text, Some(id.span));
    plan.name.clone_from(&name.text);
    (plan.description, plan.display_name) = (description.text, display_name.text);
    Meta { name, bindable: fields.key_span("bindable") }
}

/// Judges the values, and gives them.
fn judge_values(package: &Package, path: &str) -> (Option<Node>, Vec<Diagnostic>) {
    let mut out = document::findings(package, path);
    let outcome = document::read(package, path, &mut out);
    if let Outcome::Read(root) = &outcome
        && root.pairs().is_none()
    {
        out.add(&ADD047, root.span, format!("the values are {}, not a mapping", root.kind()));
    }
    let root = match outcome {
        Outcome::Read(root) => Some(root),
        _ => None,
    };
    (root, out.finish())
}
