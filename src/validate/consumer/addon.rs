//! Addons as Helm Broker takes them, and what other tools make of an index of addons.
//!
//! Helm Broker takes a configuration whole or not at all: one addon that fails, and none is registered.
//!
//! May import: `validate::consumer::{case, words}`, `model`.

use super::case::{Case, skipped, summary, versions};
use super::words;
use crate::model::{Catalog, Consumer, Effect, Entry, Outcome, Skipped, Verdict};

/// What makes Helm's strict reader refuse an index of addons.
const REFUSED_BY_HELM: &[&str] = &["IDX201", "IDX202", "IDX205", "IDX207", "IDX212"];

/// Helm Broker's verdict on a repository of addons.
pub(super) fn repository(case: &Case<'_>, catalog: &Catalog) -> Verdict {
    let whole = case.of_index(&[Effect::Refuses]).filter(|found| !is_of_addon(found.rule.code));
    let scheme = case.found.iter().find(|found| found.rule.code == "TGT006");
    if let Some(found) = Case::cause(whole).or(scheme) {
        let reason = words::of(found);
        return case.refuse(format!(
            "FetchingIndexError: Fetching repository failed due to error: {reason}"
        ));
    }
    if let Some(found) = case.of_index(&[Effect::Crashes]).next() {
        let text =
            format!("the controller panics, and again after each restart: {}", found.message);
        return case.end(Outcome::Crash, 0, text);
    }
    let failed = skipped(&case.lost_versions(catalog, &[Effect::Refuses, Effect::Crashes]));
    let count = catalog.version_count();
    if failed.is_empty() {
        let at_use = skipped(&case.lost_versions(catalog, &[Effect::Fails]));
        let text = match at_use.len() {
            0 => String::new(),
            _ => format!("Ready; fails when it is used: {}", summary(&at_use)),
        };
        return case.end(Outcome::Accept, count, text);
    }
    let (bad, all) = (failed.len(), versions(count.max(failed.len())));
    let text = format!(
        "Failed: LoadingError: {}; as {bad} of {all} cannot be loaded, none of the configuration is registered",
        summary(&failed)
    );
    Verdict { skipped: failed, ..case.refuse(text) }
}

/// Rules about an addon in an index that do not stop the index from being read.
fn is_of_addon(code: &str) -> bool {
    code >= "IDX213"
}

/// Helm Broker's verdict on one addon.
pub(super) fn package(case: &Case<'_>) -> Verdict {
    if let Some(found) = Case::cause(case.of_packages(&[Effect::Refuses])) {
        return case.refuse(format!("LoadingError: {}", words::of(found)));
    }
    let fails = Case::cause(case.of_packages(&[Effect::Fails]));
    let said = fails.map(|found| format!("Ready, and fails when it is used: {}", words::of(found)));
    case.end(Outcome::Accept, 1, said.unwrap_or_default())
}

/// Helm Broker's verdict on a repository of charts: it looks for addons at the root of what is beside the index.
pub(super) fn charts(case: &Case<'_>, catalog: &Catalog) -> Verdict {
    let unread = ["IDX001", "IDX002", "IDX003", "IDX004", "IDX005", "IDX006", "IDX017"];
    let broken = case.found.iter().find(|found| unread[1..].contains(&found.rule.code));
    if let Some(found) = broken {
        let reason = words::of(found);
        return case.refuse(format!(
            "FetchingIndexError: Fetching repository failed due to error: {reason}"
        ));
    }
    match catalog.version_count() {
        0 => case.end(Outcome::Accept, 0, "Ready, without any addon".to_owned()),
        count => case.refuse(format!(
            "Failed: the index lists charts: none of its {} is an addon with meta.yaml, chart and plans at the root",
            versions(count)
        )),
    }
}

/// What the consumers of charts make of an index of addons: a list of charts of which none can be downloaded.
pub(super) fn elsewhere(case: &Case<'_>, catalog: &Catalog) -> Verdict {
    let is_strict = !matches!(case.consumer, Consumer::KubeSphere3 | Consumer::KubeSphere4);
    let stops = |code: &str| match code {
        "IDX205" | "IDX207" => is_strict,
        code => REFUSED_BY_HELM.contains(&code),
    };
    if let Some(found) = case.found.iter().find(|found| stops(found.rule.code)) {
        return case.refuse(format!("this is an index of addons: {}", found.message));
    }
    let count = catalog.version_count();
    match case.consumer {
        _ if count == 0 => case.end(Outcome::Accept, 0, String::new()),
        Consumer::ArtifactHub => {
            let skipped: Vec<Skipped> = catalog.entries.iter().flat_map(without_url).collect();
            let text = "chart version does not contain any url: the index lists addons".to_owned();
            Verdict { skipped, ..case.end(Outcome::Skip, 0, text) }
        }
        Consumer::KubeSphere4 => {
            let text = "panics on versions without a URL: the index lists addons".to_owned();
            case.end(Outcome::Crash, 0, text)
        }
        _ => {
            let text =
                "lists the addons as charts, of which none can be downloaded: no downloadable URLs";
            case.end(Outcome::Accept, count, text.to_owned())
        }
    }
}

fn without_url(entry: &Entry) -> impl Iterator<Item = Skipped> + '_ {
    entry.versions.iter().map(|version| Skipped {
        entry: entry.name.clone(),
        version: version.version.clone(),
        reason: "chart version does not contain any url".to_owned(),
    })
}
