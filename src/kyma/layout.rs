//! What lies where in an addon's package: a wrapping folder, oddly spelt names, files without effect.
//!
//! May import: `model`.

use std::collections::BTreeSet;

use crate::model::rule::addon::{ADD001, ADD020, ADD021, ADD022};
use crate::model::{Diagnostic, Package, Place};

/// Names at the root that Helm Broker looks for.
const ROOT: [&str; 4] = ["meta.yaml", "chart", "plans", "docs"];

/// Names in the folder of a plan that Helm Broker looks for.
const PLAN: [&str; 6] = [
    "meta.yaml",
    "values.yaml",
    "bind.yaml",
    "create-instance-schema.json",
    "update-instance-schema.json",
    "bind-instance-schema.json",
];

/// Old names of files, which are passed over today.
const OLD: [(&str, &str); 3] = [
    ("create-schema.json", "create-instance-schema.json"),
    ("update-schema.json", "update-instance-schema.json"),
    ("bind-schema.json", "bind-instance-schema.json"),
];

/// The whole content is inside a wrapping folder.
pub(super) fn wrapped(package: &Package) -> Option<Diagnostic> {
    let mut roots =
        package.files.iter().map(|file| file.path.split_once('/').map(|(root, _)| root));
    let root = roots.next()??;
    let parts = ["meta.yaml", "plans/", "chart/"].map(|part| format!("{root}/{part}"));
    let is_part = |path: &str| parts.iter().any(|part| path.starts_with(part));
    let is_addon = package.files.iter().any(|file| is_part(&file.path));
    if !is_addon || ROOT.contains(&root) || !roots.all(|other| other == Some(root)) {
        return None;
    }
    let message = format!("the addon is inside the folder {root}");
    let place = Place::file(package.place(root));
    let fix = format!("Pack the content of {root}, not {root} itself");
    Some(Diagnostic::new(&ADD020, place, message).fix(fix))
}

/// A Helm chart that stands where an addon should be: as a folder, or as an archive with its one folder.
pub(super) fn chart_instead(package: &Package) -> Option<Diagnostic> {
    let is_chart = package.files.iter().any(|file| {
        let below = file.path.split_once('/').map(|(_, below)| below);
        file.path == "Chart.yaml" || below == Some("Chart.yaml")
    });
    let has_own = |name: &str| package.files.iter().any(|file| file.path.starts_with(name));
    if !is_chart || ["meta.yaml", "chart/", "plans/"].into_iter().any(has_own) {
        return None;
    }
    let message = "this is a Helm chart, not an addon";
    let fix = "Wrap the chart into an addon: meta.yaml, a plan below plans, the chart below chart; \
               or register the repository as one of Helm charts";
    Some(Diagnostic::new(&ADD001, Place::file(package.place("")), message).fix(fix))
}

/// Judges the names of all files.
pub(super) fn judge(package: &Package) -> Vec<Diagnostic> {
    let mut seen = BTreeSet::new();
    let mut found = Vec::new();
    for file in &package.files {
        let parts: Vec<&str> = file.path.split('/').collect();
        let misspelt = match parts.as_slice() {
            [name, ..] if misspelt(name, &ROOT).is_some() => Some((1, misspelt(name, &ROOT))),
            ["plans", _, name] => Some((3, misspelt(name, &PLAN))),
            ["docs", name] => Some((2, misspelt(name, &["meta.yaml"]))),
            _ => None,
        };
        if let Some((depth, Some(wanted))) = misspelt {
            let path = parts.iter().take(depth).copied().collect::<Vec<_>>().join("/");
            let is_taken = package.file(&with_name(&path, wanted)).is_some();
            if !is_taken && seen.insert(path.clone()) {
                found.push(report_misspelt(package, &path, wanted));
            }
        }
        found.extend(judge_stray(package, &file.path, &parts));
    }
    found
}

fn report_misspelt(package: &Package, path: &str, wanted: &str) -> Diagnostic {
    let message = format!("{path} is not seen: the name must be {wanted}");
    Diagnostic::new(&ADD021, Place::file(package.place(path)), message)
        .fix(format!("Rename it to {}", with_name(path, wanted)))
}

fn with_name(path: &str, name: &str) -> String {
    path.rsplit_once('/').map_or_else(|| name.to_owned(), |(folder, _)| format!("{folder}/{name}"))
}

/// The name that was meant, where only case or the extension `.yml` differ.
fn misspelt(name: &str, wanted: &[&'static str]) -> Option<&'static str> {
    let lower = name.to_ascii_lowercase();
    let lower = lower.strip_suffix(".yml").map_or(lower.clone(), |stem| format!("{stem}.yaml"));
    wanted.iter().find(|wanted| **wanted == lower && **wanted != name).copied()
}

fn judge_stray(package: &Package, path: &str, parts: &[&str]) -> Option<Diagnostic> {
    let name = parts.last()?;
    let old = OLD.iter().find(|(old, _)| matches!(parts, ["plans", _, last] if last == old));
    let message = match parts {
        _ if old.is_some() => {
            let (_, new) = old?;
            let place = Place::file(package.place(path));
            let message = format!("{path} is passed over: the name is {new} today");
            return Some(
                Diagnostic::new(&ADD022, place, message).fix(format!("Rename it to {new}")),
            );
        }
        _ if is_droppings(name) => format!("{path} was left behind by an operating system"),
        ["chart", _] => format!("{path} is passed over: only a folder counts here"),
        ["plans", _] => format!("{path} is passed over: only folders count here"),
        _ => return None,
    };
    Some(Diagnostic::new(&ADD022, Place::file(package.place(path)), message))
}

/// What file managers leave behind.
fn is_droppings(name: &str) -> bool {
    name.starts_with("._") || [".DS_Store", "Thumbs.db", "desktop.ini"].contains(&name)
}
