//! A repository of charts, as Helm, KubeSphere, Flux and Artifact Hub read its index.
//!
//! May import: `validate::consumer::{case, words}`, `model`.

use std::collections::BTreeSet;

use super::case::{Case, skipped, summary, versions};
use super::words;
use crate::model::{
    Catalog, Consumer, Diagnostic, Dropped, Effect, Entry, EntryVersion, Outcome, Skipped, Verdict,
};

/// The verdict on a repository of charts.
pub(super) fn repository(case: &Case<'_>, catalog: &Catalog, dropped: &[Dropped]) -> Verdict {
    if let Some(found) = Case::cause(case.of_index(&[Effect::Refuses])) {
        return case.refuse(refusal(case.consumer, &cause(case.consumer, found)));
    }
    if let Some(found) = case.of_index(&[Effect::Crashes]).next() {
        let text = format!("{} goes down: {}", case.consumer, found.message);
        return case.end(Outcome::Crash, 0, text);
    }
    let (mut left_out, taken): (Vec<_>, Vec<_>) =
        dropped.iter().partition(|dropped| dropped.rule.effect(case.consumer) == Effect::Skips);
    let mut left_out: Vec<Skipped> = left_out.drain(..).map(skip).collect();
    let mut packages = skipped_packages(case, catalog);
    packages.extend(misplaced(case, catalog));
    let kept = (catalog.version_count() + taken.len()).saturating_sub(packages.len());
    left_out.extend(packages);
    let outcome = if left_out.is_empty() { Outcome::Accept } else { Outcome::Skip };
    let mut text = if left_out.is_empty() { String::new() } else { skipping(case, &left_out) };
    let at_use = at_use(case, catalog);
    if !text.is_empty() && !at_use.is_empty() {
        text.push_str("; ");
    }
    text.push_str(&at_use);
    Verdict { skipped: left_out, ..case.end(outcome, kept, text) }
}

/// The reason that a tool names. KubeSphere takes an empty file for an index that lacks its version.
fn cause(consumer: Consumer, found: &Diagnostic) -> String {
    match (consumer, found.rule.code) {
        (Consumer::KubeSphere3, "IDX001") => words::say("IDX007", "", ""),
        _ => words::of(found),
    }
}

/// How a tool says that it refuses an index.
fn refusal(consumer: Consumer, cause: &str) -> String {
    match consumer {
        Consumer::Helm3 | Consumer::Helm4 => {
            format!("looks like this is not a valid chart repository or cannot be reached: {cause}")
        }
        Consumer::KubeSphere3 | Consumer::KubeSphere4 => {
            format!("400: {cause} (its console shows: Invalid URL)")
        }
        Consumer::Flux => {
            format!("IndexationFailed: failed to load Helm repository from index YAML: {cause}")
        }
        Consumer::ArtifactHub => format!("error loading repository index file: {cause}"),
        Consumer::HelmBroker => {
            format!("FetchingIndexError: Fetching repository failed due to error: {cause}")
        }
    }
}

fn skip(dropped: &Dropped) -> Skipped {
    Skipped {
        entry: dropped.entry.clone(),
        version: dropped.version.clone(),
        reason: words::say(dropped.rule.code, "", &dropped.message),
    }
}

/// Charts beside `entries`, which a lenient reader takes for unknown fields and passes over.
fn misplaced(case: &Case<'_>, catalog: &Catalog) -> Vec<Skipped> {
    let lost = case.of_index(&[Effect::Loses]).filter(|found| found.rule.code == "IDX012");
    let names: BTreeSet<&str> = lost.filter_map(|found| found.entry.as_deref()).collect();
    let entries = catalog.entries.iter().filter(|entry| names.contains(entry.name.as_str()));
    let skip = |entry: &Entry, version: &EntryVersion| Skipped {
        entry: entry.name.clone(),
        version: version.version.clone(),
        reason: "it stands beside entries, and is passed over without a word".to_owned(),
    };
    entries
        .flat_map(|entry| entry.versions.iter().map(move |version| skip(entry, version)))
        .collect()
}

/// What a consumer leaves out that looks at the packages when it takes a repository.
fn skipped_packages(case: &Case<'_>, catalog: &Catalog) -> Vec<Skipped> {
    match case.consumer {
        Consumer::ArtifactHub => {
            skipped(&case.lost_versions(catalog, &[Effect::Refuses, Effect::Skips, Effect::Fails]))
        }
        _ => Vec::new(),
    }
}

fn skipping(case: &Case<'_>, left_out: &[Skipped]) -> String {
    let words = match case.consumer {
        Consumer::Helm3 | Consumer::Helm4 => "skipping loading invalid entry for chart",
        Consumer::ArtifactHub => "error preparing package",
        _ => "left out",
    };
    format!("{words}: {}", summary(left_out))
}

/// What a consumer takes now and stumbles over later.
fn at_use(case: &Case<'_>, catalog: &Catalog) -> String {
    if case.consumer == Consumer::ArtifactHub {
        return String::new();
    }
    let refused = skipped(&case.lost_versions(catalog, &[Effect::Refuses, Effect::Fails]));
    match refused.len() {
        0 => String::new(),
        1 => format!("1 version fails when it is used: {}", summary(&refused)),
        count => format!("{} fail when they are used: {}", versions(count), summary(&refused)),
    }
}
