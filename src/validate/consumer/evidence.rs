//! What verdicts rest on, kept while findings come: everything that decides, of millions of findings.
//!
//! May import: `validate::consumer::words`, `model`.

use std::collections::HashMap;
use std::hash::{BuildHasher, RandomState};

use super::words;
use crate::model::{Consumer, Diagnostic, Effect, Family};

/// Of each rule and each version the finding that consumers come upon first, without what only readers need.
/// A consumer does the same upon all findings of one rule, so the others decide nothing.
#[derive(Debug, Default)]
pub struct Evidence {
    found: Vec<Diagnostic>,
    /// Where the finding of that rule and version is, by a number for both.
    places: HashMap<u64, usize>,
    hasher: RandomState,
}

impl Evidence {
    /// Takes a finding into account.
    pub fn note(&mut self, found: &Diagnostic) {
        let is_listed = matches!(found.rule.family, Family::Index | Family::Target);
        if !is_listed && !decides(found) {
            return;
        }
        // The index may list a version more than once, here with a fault and there without.
        let span = found.place.span.filter(|_| is_listed);
        let package = (!is_listed).then(|| found.place.file.split('!').next());
        let number =
            self.hasher.hash_one((found.rule.code, &found.entry, &found.version, span, package));
        match self.places.get(&number).map(|place| self.found.get_mut(*place)) {
            Some(Some(first)) if words::order(found) < words::order(first) => *first = bare(found),
            Some(_) => {}
            None => {
                self.places.insert(number, self.found.len());
                self.found.push(bare(found));
            }
        }
    }

    /// What decides, in the order in which it came.
    #[must_use]
    pub fn found(&self) -> &[Diagnostic] {
        &self.found
    }
}

/// Whether anybody leaves something out for that, or stops.
fn decides(found: &Diagnostic) -> bool {
    let effects = Consumer::ALL.into_iter().map(|consumer| found.rule.effect(consumer));
    let decide = |effect| !matches!(effect, Effect::Warns | Effect::Ignores | Effect::Unseen);
    effects.into_iter().any(decide)
}

fn bare(found: &Diagnostic) -> Diagnostic {
    Diagnostic {
        entry: found.entry.clone(),
        version: found.version.clone(),
        ..Diagnostic::new(found.rule, found.place.clone(), found.message.clone())
    }
}
