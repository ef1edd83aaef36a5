//! What was found, as one consumer sees it.
//!
//! May import: `validate::consumer::{listings, words}`, `model`.

use std::collections::BTreeMap;

use super::listings::Listings;
use super::words;
use crate::model::text::counted;
use crate::model::{Catalog, Consumer, Diagnostic, Effect, Family, Outcome, Skipped, Verdict};

/// How many of several things a text names.
const NAMED: usize = 3;

/// One consumer and everything that was found.
pub(super) struct Case<'found> {
    pub(super) consumer: Consumer,
    pub(super) found: &'found [Diagnostic],
}

/// A version of an entry, and which of those with the same text, in order of the index.
pub(super) type Key<'found> = (&'found str, &'found str, usize);

impl<'found> Case<'found> {
    /// What the consumer does with a finding.
    pub(super) fn effect(&self, found: &Diagnostic) -> Effect {
        found.rule.effect(self.consumer)
    }

    /// The findings about the index with one of these effects.
    pub(super) fn of_index(
        &self,
        effects: &'static [Effect],
    ) -> impl Iterator<Item = &'found Diagnostic> + use<'_, 'found> {
        let of_index = self.found.iter().filter(|found| found.rule.family == Family::Index);
        of_index.filter(move |found| effects.contains(&self.effect(found)))
    }

    /// The findings about packages with one of these effects.
    pub(super) fn of_packages(
        &self,
        effects: &'static [Effect],
    ) -> impl Iterator<Item = &'found Diagnostic> + use<'_, 'found> {
        let of_packages = self.found.iter().filter(|found| is_of_package(found));
        of_packages.filter(move |found| effects.contains(&self.effect(found)))
    }

    /// Why versions that the index lists come to nothing with one of these effects: the first reason for each.
    pub(super) fn lost_versions(
        &self,
        catalog: &Catalog,
        effects: &'static [Effect],
    ) -> BTreeMap<Key<'found>, &'found Diagnostic> {
        let mut lost: BTreeMap<Key<'found>, &'found Diagnostic> = BTreeMap::new();
        let listings = Listings::of(catalog);
        let listed = self.found.iter().filter(|found| is_of_package(found) || is_of_listed(found));
        for found in listed.filter(|found| effects.contains(&self.effect(found))) {
            let (Some(entry), Some(version)) = (&found.entry, &found.version) else { continue };
            for listing in listings.of_finding(found, (entry, version)) {
                let first = lost.entry((entry, version, listing)).or_insert(found);
                if words::order(found) < words::order(first) {
                    *first = found;
                }
            }
        }
        lost
    }

    /// What the consumer names as the reason, of all findings that would make it stop.
    pub(super) fn cause(
        found: impl Iterator<Item = &'found Diagnostic>,
    ) -> Option<&'found Diagnostic> {
        found.min_by_key(|found| words::order(found))
    }

    /// Nothing is taken.
    pub(super) fn refuse(&self, text: String) -> Verdict {
        self.end(Outcome::Refuse, 0, text)
    }

    /// It ends so, with nothing left out by name.
    pub(super) fn end(&self, outcome: Outcome, kept_versions: usize, text: String) -> Verdict {
        let consumer = self.consumer;
        Verdict { consumer, outcome, kept_versions, skipped: Vec::new(), text }
    }
}

/// Whether a finding speaks of a package, not of the index that lists it.
fn is_of_package(found: &Diagnostic) -> bool {
    match found.rule.family {
        Family::Index => ["IDX216", "IDX220"].contains(&found.rule.code),
        Family::Target => found.version.is_some(),
        Family::Registration | Family::Manifest => false,
        _ => true,
    }
}

/// Whether a finding about the index speaks of one version that the index keeps.
fn is_of_listed(found: &Diagnostic) -> bool {
    let is_dropped = ("IDX020"..="IDX028").contains(&found.rule.code);
    found.rule.family == Family::Index && !is_dropped
}

/// What is left out, from findings by version.
pub(super) fn skipped(lost: &BTreeMap<Key<'_>, &Diagnostic>) -> Vec<Skipped> {
    let skip = |((entry, version, _), found): (&Key<'_>, &&Diagnostic)| Skipped {
        entry: (*entry).to_owned(),
        version: (*version).to_owned(),
        reason: words::of(found),
    };
    lost.iter().map(skip).collect()
}

/// The first of what is left out, and how many more there are.
pub(super) fn summary(skipped: &[Skipped]) -> String {
    let name = |skipped: &Skipped| {
        let Skipped { entry, version, reason } = skipped;
        format!("{}: {reason}", format!("{entry} {version}").trim())
    };
    let named: Vec<String> = skipped.iter().take(NAMED).map(name).collect();
    let more = match skipped.len().saturating_sub(NAMED) {
        0 => String::new(),
        more => format!(" (and {more} more)"),
    };
    format!("{}{more}", named.join("; "))
}

/// Several versions, as a subject.
pub(super) fn versions(count: usize) -> String {
    counted(count, "version")
}
