//! The addons of one repository against each other: ids, plans and charts that must not be shared, and
//! folders that no index lists.
//!
//! May import: `kyma`, `model`.

use std::collections::{BTreeSet, HashMap};

use serde::{Deserialize, Serialize};

use crate::kyma::Addon;
use crate::model::digest::sha256;
use crate::model::rule::index::{IDX217, IDX220, IDX221, IDX222};
use crate::model::{Diagnostic, Package, Place, Rule, Severity, Span};

/// What is remembered of an addon, so that its files need not be kept.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Member {
    entry: String,
    version: String,
    id: Claim,
    plans: Vec<Claim>,
    chart: Option<(Claim, String)>,
}

/// Something that only one may have, and where it is written.
#[derive(Clone, Debug, Serialize, Deserialize)]
struct Claim {
    value: String,
    place: Place,
}

impl Member {
    /// Remembers an addon that stands in the index under that key and version.
    #[must_use]
    pub fn of(entry: &str, version: &str, package: &Package, addon: &Addon) -> Self {
        let claim = |value: &str, path: &str, span: Option<Span>| Claim {
            value: value.to_owned(),
            place: Place { file: package.place(path), span },
        };
        let plans = addon.plans.iter().map(|plan| claim(&plan.id, &plan.meta_path(), plan.id_span));
        let chart = addon.chart.as_ref().and_then(|(folder, chart)| {
            let (name, version) = (&chart.metadata.name, &chart.metadata.version);
            let path = format!("chart/{folder}/Chart.yaml");
            let is_whole = !name.is_empty() && !version.is_empty();
            is_whole.then(|| (claim(&format!("{name} {version}"), &path, None), print(package)))
        });
        Self {
            entry: entry.to_owned(),
            version: version.to_owned(),
            id: claim(&addon.id, "meta.yaml", addon.id_span),
            plans: plans.collect(),
            chart,
        }
    }

    fn name(&self) -> String {
        format!("{} {}", self.entry, self.version)
    }
}

/// A digest of all files of the chart.
fn print(package: &Package) -> String {
    let mut text = Vec::new();
    for file in package.files.iter().filter(|file| file.path.starts_with("chart/")) {
        text.extend(format!("{} {}\n", sha256(&file.bytes), file.path).into_bytes());
    }
    sha256(&text)
}

/// Judges the addons of a repository against each other, in the order of the index.
#[must_use]
pub fn between(members: &[Member]) -> Vec<Diagnostic> {
    let ids = members.iter().map(|member| (member, &member.id));
    let mut found = shared(ids, &IDX220, "id");
    let plans = members.iter().flat_map(|member| member.plans.iter().map(move |id| (member, id)));
    found.extend(shared(plans, &IDX221, "plan id"));
    found.extend(shared_charts(members));
    found
}

fn shared<'members>(
    claims: impl Iterator<Item = (&'members Member, &'members Claim)>,
    rule: &'static Rule,
    what: &str,
) -> Vec<Diagnostic> {
    let mut holders: HashMap<&str, (&Member, &Claim)> = HashMap::new();
    let mut found = Vec::new();
    for (member, claim) in claims.filter(|(_, claim)| !claim.value.is_empty()) {
        match holders.get(claim.value.as_str()) {
            // Twice within one addon is another rule's.
            Some((holder, _)) if std::ptr::eq(*holder, member) => {}
            Some((holder, first)) => {
                found.push(conflict(rule, what, (member, claim), (holder, first)));
            }
            None => {
                holders.insert(&claim.value, (member, claim));
            }
        }
    }
    found
}

fn conflict(
    rule: &'static Rule,
    what: &str,
    (member, claim): (&Member, &Claim),
    (holder, first): (&Member, &Claim),
) -> Diagnostic {
    let message = format!("{} has the {what} {} of {}", member.name(), claim.value, holder.name());
    Diagnostic::new(rule, claim.place.clone(), message)
        .of(&member.entry, &member.version)
        .related(first.place.clone(), holder.name())
}

fn shared_charts(members: &[Member]) -> Vec<Diagnostic> {
    let mut holders: HashMap<&str, (&Member, &Claim, &str)> = HashMap::new();
    let mut found = Vec::new();
    for member in members {
        let Some((claim, print)) = &member.chart else { continue };
        let Some((holder, first, other)) = holders.get(claim.value.as_str()) else {
            holders.insert(&claim.value, (member, claim, print));
            continue;
        };
        let mut diagnostic = conflict(&IDX222, "chart", (member, claim), (holder, first));
        if print == other {
            // One does not spoil the other, but removing one still removes both.
            diagnostic.severity = Severity::Warning;
            diagnostic.message.push_str(", with the same content");
        }
        found.push(diagnostic);
    }
    found
}

/// Folders that hold an addon, against the packages that the indexes of the place list.
#[must_use]
pub fn unlisted(folders: &[String], listed: &BTreeSet<String>) -> Vec<Diagnostic> {
    let missing = folders.iter().filter(|folder| !listed.contains(*folder));
    missing
        .map(|folder| {
            let place = Place::file(format!("{folder}/meta.yaml"));
            Diagnostic::new(&IDX217, place, format!("no index lists the addon in {folder}"))
        })
        .collect()
}
