//! Versions that an index lists more than once under one entry, and which of them a finding speaks of.
//!
//! May import: `model`.

use std::collections::HashMap;

use crate::model::{Catalog, Diagnostic, EntryVersion, Family, Span};

/// The listings of each version, in order of the index.
pub(super) struct Listings<'index>(HashMap<(&'index str, &'index str), Vec<&'index EntryVersion>>);

impl<'index> Listings<'index> {
    /// The versions that are listed more than once.
    pub(super) fn of(catalog: &'index Catalog) -> Self {
        let mut all: HashMap<(&str, &str), Vec<&EntryVersion>> = HashMap::new();
        for entry in &catalog.entries {
            for version in &entry.versions {
                all.entry((&entry.name, &version.version)).or_default().push(version);
            }
        }
        all.retain(|_, listings| listings.len() > 1);
        for listings in all.values_mut() {
            listings.sort_by_key(|version| version.span);
        }
        Self(all)
    }

    /// Which of the listings of that version a finding speaks of, counted from 0; never none.
    pub(super) fn of_finding(&self, found: &Diagnostic, of: (&str, &str)) -> Vec<usize> {
        let Some(listings) = self.0.get(&of) else { return vec![0] };
        if matches!(found.rule.family, Family::Index | Family::Target) {
            let begun = listings
                .iter()
                .take_while(|listing| begin(listing.span) <= begin(found.place.span));
            return vec![begun.count().saturating_sub(1)];
        }
        let package = found.place.file.split('!').next().unwrap_or_default();
        let own = positions(listings, |url| file_name(url) == package);
        if own.is_empty() {
            vec![positions(listings, |_| true).first().copied().unwrap_or(0)]
        } else {
            own
        }
    }
}

/// The listings of which the first URL is such a one.
fn positions(listings: &[&EntryVersion], is_meant: impl Fn(&str) -> bool) -> Vec<usize> {
    let has_one = |version: &EntryVersion| version.urls.first().is_some_and(|url| is_meant(url));
    let numbered = listings.iter().enumerate();
    numbered.filter(|(_, version)| has_one(version)).map(|(number, _)| number).collect()
}

fn begin(span: Option<Span>) -> Option<(u32, u32)> {
    span.map(|span| (span.line, span.column))
}

fn file_name(url: &str) -> &str {
    let path = url.split(['?', '#']).next().unwrap_or_default();
    path.rsplit('/').next().unwrap_or_default()
}
