//! Which of the packages that an index lists are looked at: by depth, by what changed, by sample.
//!
//! May import: `ops::{inspect, request}`, `model`.

use std::collections::HashSet;

use crate::model::digest::name_of;
use crate::model::{Catalog, Entry, EntryVersion, Repository, RepositoryKind};
use crate::ops::inspect::Wanted;
use crate::ops::request::Depth;

/// The place of a version in a catalog.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct At {
    pub(super) entry: usize,
    version: usize,
}

/// What is asked of a catalog.
#[derive(Clone, Copy, Debug)]
pub(super) struct Wish<'asked> {
    pub(super) depth: Depth,
    /// At most so many.
    pub(super) sample: Option<usize>,
    /// What need not be looked at, where only the rest is wanted.
    pub(super) known: &'asked HashSet<At>,
}

/// The packages of a catalog, sorted by what happens to them; each list in the order of the index.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Plan {
    /// To be looked at.
    pub(super) chosen: Vec<At>,
    /// Not to be looked at, because all that is to be told of them is known.
    pub(super) unchanged: Vec<At>,
    /// How many are neither.
    pub(super) beyond: usize,
}

impl Plan {
    /// Sorts the packages of a catalog.
    pub(super) fn of(catalog: &Catalog, wish: &Wish<'_>) -> Self {
        let total = listed(catalog).len();
        let reached = reached(catalog, wish.depth).into_iter();
        let (unchanged, changed): (Vec<At>, Vec<At>) =
            reached.partition(|at| wish.known.contains(at));
        let chosen = match wish.sample {
            Some(limit) if limit < changed.len() => {
                let (heads, rest): (Vec<At>, Vec<At>) =
                    changed.into_iter().partition(|at| is_head(catalog, *at));
                sampled(&heads, &rest, limit)
            }
            _ => changed,
        };
        let beyond = total - chosen.len() - unchanged.len();
        Self { chosen, unchanged, beyond }
    }

    /// Those of which something is told, looked at or not, in the order of the index.
    pub(super) fn told(&self) -> Vec<At> {
        let mut told = [self.chosen.as_slice(), &self.unchanged].concat();
        told.sort_unstable();
        told
    }
}

/// The versions that a validation of that depth comes to.
pub(super) fn reached(catalog: &Catalog, depth: Depth) -> Vec<At> {
    let mut reached = listed(catalog);
    match depth {
        Depth::Index => reached.clear(),
        Depth::Heads => reached.retain(|at| is_head(catalog, *at)),
        Depth::Packages => {}
    }
    reached
}

/// All versions that name a package; those that do not are the index rules' business.
pub(super) fn listed(catalog: &Catalog) -> Vec<At> {
    let names_package =
        |version: &EntryVersion| catalog.kind == RepositoryKind::Addons || !version.urls.is_empty();
    let of_entry = |(entry, listed): (usize, &Entry)| {
        let versions = listed.versions.iter().enumerate();
        let versions = versions.filter(|(_, version)| names_package(version));
        versions.map(move |(version, _)| At { entry, version }).collect::<Vec<_>>()
    };
    catalog.entries.iter().enumerate().flat_map(of_entry).collect()
}

fn is_head(catalog: &Catalog, at: At) -> bool {
    catalog.entries.get(at.entry).and_then(head) == Some(at.version)
}

fn head(entry: &Entry) -> Option<usize> {
    let head = entry.head()?;
    entry.versions.iter().position(|version| std::ptr::eq(version, head))
}

/// So many of the heads, evenly spread; where they do not suffice, all of them and some of the rest.
fn sampled(heads: &[At], rest: &[At], limit: usize) -> Vec<At> {
    let mut chosen = spread(heads, limit);
    chosen.extend(spread(rest, limit - chosen.len()));
    chosen.sort_unstable();
    chosen
}

/// So many of a list at equal distances, the first among them.
fn spread(list: &[At], count: usize) -> Vec<At> {
    let count = count.min(list.len());
    (0..count).filter_map(|number| list.get(number * list.len() / count)).copied().collect()
}

/// What the index says of a version's package.
pub(super) fn mark(entry: &str, version: &EntryVersion) -> String {
    name_of(&format!("{:?}", (entry, &version.version, &version.digest, &version.urls)))
}

/// The same, of a version by its place.
pub(super) fn mark_at(catalog: &Catalog, at: At) -> String {
    entry_at(catalog, at).map(|(entry, version)| mark(&entry.name, version)).unwrap_or_default()
}

/// The entry and version at that place.
pub(super) fn entry_at(catalog: &Catalog, at: At) -> Option<(&Entry, &EntryVersion)> {
    let entry = catalog.entries.get(at.entry)?;
    Some((entry, entry.versions.get(at.version)?))
}

/// The package at that place.
pub(super) fn wanted(repository: &Repository, catalog: &Catalog, at: At) -> Option<Wanted> {
    let (entry, version) = entry_at(catalog, at)?;
    Some(Wanted {
        repository: repository.clone(),
        kind: catalog.kind,
        entry: entry.name.clone(),
        version: version.clone(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Entries `a`, `b`, … with so many versions each, newest first; the first of each is a pre-release.
    fn catalog(counts: &[usize]) -> Catalog {
        let entry = |(number, count): (usize, &usize)| {
            let name = char::from(b'a' + u8::try_from(number).unwrap()).to_string();
            let versions = (0..*count).rev().map(|minor| EntryVersion {
                name: name.clone(),
                version: format!("1.{minor}.0{}", if minor + 1 == *count { "-rc" } else { "" }),
                urls: vec![format!("{name}-1.{minor}.0.tgz")],
                ..EntryVersion::default()
            });
            Entry { versions: versions.collect(), name }
        };
        let entries = counts.iter().enumerate().map(entry).collect();
        Catalog { kind: RepositoryKind::Helm, generated: None, entries }
    }

    fn shown(catalog: &Catalog, list: &[At]) -> String {
        let name = |at: &At| {
            let (entry, version) = entry_at(catalog, *at).unwrap();
            format!("{}{}", entry.name, version.version)
        };
        list.iter().map(name).collect::<Vec<_>>().join(" ")
    }

    fn check(counts: &[usize], depth: Depth, sample: Option<usize>, expected: &str) {
        let catalog = catalog(counts);
        let plan = Plan::of(&catalog, &Wish { depth, sample, known: &HashSet::new() });
        assert_eq!(shown(&catalog, &plan.chosen), expected, "{depth:?} {sample:?}");
        assert_eq!(plan.chosen.len() + plan.beyond, counts.iter().sum::<usize>());
    }

    #[test]
    fn depth_and_sample_choose_heads_first_and_evenly() {
        check(&[2, 1], Depth::Index, None, "");
        check(&[2, 1], Depth::Heads, None, "a1.0.0 b1.0.0-rc");
        check(&[2, 1], Depth::Packages, None, "a1.1.0-rc a1.0.0 b1.0.0-rc");
        check(&[2, 2, 2, 2], Depth::Packages, Some(2), "a1.0.0 c1.0.0");
        check(&[2, 2, 2, 2], Depth::Heads, Some(9), "a1.0.0 b1.0.0 c1.0.0 d1.0.0");
        check(&[4, 4], Depth::Packages, Some(4), "a1.3.0-rc a1.2.0 b1.3.0-rc b1.2.0");
        check(&[4, 4], Depth::Packages, Some(0), "");
        check(&[], Depth::Packages, Some(3), "");
    }

    #[test]
    fn versions_without_a_package_are_not_counted() {
        let mut catalog = catalog(&[3]);
        catalog.entries[0].versions[0].urls.clear();
        assert_eq!(listed(&catalog).len(), 2);
        catalog.kind = RepositoryKind::Addons;
        assert_eq!(listed(&catalog).len(), 3, "an addon's place follows from its name");
    }

    #[test]
    fn what_is_known_is_left_out_and_not_counted_in_a_sample() {
        let catalog = catalog(&[2, 2]);
        let known: HashSet<At> = listed(&catalog).into_iter().step_by(3).collect();
        for (sample, chosen, beyond) in [(None, "a1.0.0 b1.1.0-rc", 0), (Some(1), "a1.0.0", 1)] {
            let wish = Wish { depth: Depth::Packages, sample, known: &known };
            let plan = Plan::of(&catalog, &wish);
            assert_eq!(shown(&catalog, &plan.chosen), chosen);
            assert_eq!(shown(&catalog, &plan.unchanged), "a1.1.0-rc b1.0.0");
            assert_eq!(plan.beyond, beyond);
        }
    }

    #[test]
    fn what_is_listed_otherwise_has_another_mark() {
        let mut catalog = catalog(&[2, 2]);
        let marks = |catalog: &Catalog| -> Vec<String> {
            listed(catalog).into_iter().map(|at| mark_at(catalog, at)).collect()
        };
        let before = marks(&catalog);
        catalog.entries[0].versions[1].digest = "0".repeat(64);
        catalog.entries[1].versions[0].urls = vec!["elsewhere.tgz".to_owned()];
        let now = marks(&catalog);
        let same = before.iter().zip(&now).map(|(before, now)| before == now).collect::<Vec<_>>();
        assert_eq!(same, [true, false, false, true]);
    }
}
