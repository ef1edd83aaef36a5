//! What is found against the status that Helm Broker wrote into the manifest.
//!
//! May import: `ops::status::verdict`, `manifest`.

use std::collections::BTreeSet;

use super::verdict::{AddonVerdict, Phase, RepositoryVerdict, Verdict};
use crate::manifest::AddonsConfiguration;
use crate::manifest::addons_configuration::{RepositoryStatus, Status};
use crate::manifest::broker_url::shown;

/// How the status differs, in sentences.
pub(super) fn differences(configuration: &AddonsConfiguration, verdict: &Verdict) -> Vec<String> {
    let Some(status) = &configuration.status else { return Vec::new() };
    let mut told = Vec::new();
    if let (Some(seen), Some(present)) = (status.observed_generation, configuration.generation)
        && seen < present
    {
        told.push(format!(
            "the status is of generation {seen}, the configuration is at {present}: Helm Broker has not looked at \
             it yet"
        ));
    }
    if status.phase != verdict.phase.name() {
        let phase = verdict.phase.name();
        told.push(format!("the status says {}, but it would be {phase} now", status.phase));
    }
    told.extend(of_repositories(status, verdict));
    if !told.is_empty() && status.phase == Phase::Ready.name() {
        told.push(
            "Helm Broker does not look at a ready configuration again by itself: raise spec.reprocessRequest"
                .to_owned(),
        );
    }
    if status.phase == Phase::Failed.name() && verdict.phase == Phase::Ready {
        told.push(
            "after a failure Helm Broker does not remove addons that an earlier ready status had and that are gone \
             since"
                .to_owned(),
        );
    }
    told
}

fn of_repositories(status: &Status, verdict: &Verdict) -> Vec<String> {
    let mut told = Vec::new();
    for known in &status.repositories {
        let url = shown(&known.url);
        match verdict.repositories.iter().find(|one| one.url == url) {
            Some(found) => told.extend(of_repository(known, found, verdict)),
            None => told.push(format!("{url} is in the status, but no longer in the spec")),
        }
    }
    for found in &verdict.repositories {
        if !status.repositories.iter().any(|known| shown(&known.url) == found.url) {
            told.push(format!("{} is not in the status yet", found.url));
        }
    }
    told
}

fn of_repository(
    known: &RepositoryStatus,
    found: &RepositoryVerdict,
    verdict: &Verdict,
) -> Vec<String> {
    let url = &found.url;
    let mut told = Vec::new();
    let phase = verdict.shown(found).name();
    if !known.status.is_empty() && known.status != phase {
        told.push(format!("{url}: the status says {}, but it would be {phase} now", known.status));
    }
    // Without an index nothing is known of the addons.
    if found.addons.is_empty() && !found.causes.is_empty() {
        return told;
    }
    let before: BTreeSet<String> =
        known.addons.iter().map(|one| format!("{}:{}", one.name, one.version)).collect();
    let now: BTreeSet<String> = found.addons.iter().map(AddonVerdict::title).collect();
    for gone in before.difference(&now) {
        told.push(format!("{url}: {gone} is in the status, but not in the index any more"));
    }
    for new in now.difference(&before) {
        told.push(format!("{url}: {new} is in the index, but not in the status yet"));
    }
    for addon in &found.addons {
        let title = addon.title();
        let one = known.addons.iter().find(|one| format!("{}:{}", one.name, one.version) == title);
        let phase = if addon.is_good() { Phase::Ready } else { Phase::Failed }.name();
        if let Some(one) = one.filter(|one| !one.status.is_empty() && one.status != phase) {
            let status = &one.status;
            told.push(format!("{url}: {title}: the status says {status}, it would be {phase}"));
        }
    }
    told
}
