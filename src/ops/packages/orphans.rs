//! Archives beside an index that no index of the place lists; and by their versions, whether the index is stale.
//!
//! May import: `ops::packages::unlisted`, `source`, `model`, `monitor`, `error`.

use std::collections::{BTreeSet, HashSet};

use semver::Version;

use super::unlisted::{siblings, unless_failed};
use crate::error::Error;
use crate::model::location::decoded;
use crate::model::rule::target::{TGT010, TGT011};
use crate::model::{Catalog, Diagnostic, Place, Repository, RepositoryKind};
use crate::monitor::Monitor;
use crate::source::{self, Client};

/// How many folders are looked into.
const FOLDERS: usize = 100;

/// Archives of charts that no index lists.
///
/// # Errors
/// Only when cancelled.
pub(super) async fn charts(
    client: &Client,
    repository: &Repository,
    catalog: &Catalog,
    monitor: &Monitor,
) -> Result<Vec<Diagnostic>, Error> {
    let mut listed = names(catalog);
    let mut orphans = Vec::new();
    for folder in folders(catalog) {
        let names = source::archives_in(client, repository, &folder, monitor).await;
        let names = unless_failed(names)?.unwrap_or_default().into_iter();
        let alone = names.filter(|name| !listed.contains(name));
        orphans.extend(alone.map(|name| (folder.clone(), name)));
    }
    if orphans.is_empty() {
        return Ok(Vec::new());
    }
    for other in siblings(client, repository, RepositoryKind::Helm, monitor).await? {
        listed.extend(self::names(&other));
    }
    orphans.retain(|(_, name)| !listed.contains(name));
    Ok(orphans.iter().map(|(folder, name)| orphan(catalog, folder, name)).collect())
}

fn orphan(catalog: &Catalog, folder: &str, name: &str) -> Diagnostic {
    let path = if folder.is_empty() { name.to_owned() } else { format!("{folder}/{name}") };
    let place = Place::file(path);
    match newer(catalog, name) {
        Some((entry, version, newest)) => {
            let message =
                format!("{entry} {version} lies beside the index, which lists {newest} at most");
            Diagnostic::new(&TGT011, place, message).of(&entry, &version)
        }
        None => Diagnostic::new(&TGT010, place, format!("no index lists {name}")),
    }
}

/// Chart, version and the newest listed version, where an archive's name says that it is newer than that.
fn newer(catalog: &Catalog, name: &str) -> Option<(String, String, String)> {
    let stem = name.strip_suffix(".tgz")?;
    let parts =
        stem.match_indices('-').filter_map(|(at, _)| Some((stem.get(..at)?, stem.get(at + 1..)?)));
    let mut known = parts.filter_map(|(chart, version)| {
        Some((catalog.entry(chart)?, Version::parse(version).ok()?))
    });
    let (entry, version) = known.next()?;
    let newest =
        entry.versions.iter().filter_map(|version| Version::parse(&version.version).ok()).max()?;
    (version > newest).then(|| (entry.name.clone(), version.to_string(), newest.to_string()))
}

/// File names that the versions of a catalog lead to.
fn names(catalog: &Catalog) -> HashSet<String> {
    let name = |url: &String| {
        let path = url.split(['?', '#']).next().unwrap_or_default();
        decoded(path.rsplit('/').next().unwrap_or_default())
    };
    urls(catalog).map(name).collect()
}

/// The index's own folder, and those below it that packages lie in.
fn folders(catalog: &Catalog) -> BTreeSet<String> {
    let mut folders = BTreeSet::from([String::new()]);
    for url in urls(catalog).filter(|url| !url.contains(':') && !url.starts_with('/')) {
        let path = decoded(url.split(['?', '#']).next().unwrap_or_default());
        let Some((folder, _)) = path.rsplit_once('/') else { continue };
        let parts = folder.split('/').filter(|part| !matches!(*part, "" | "."));
        let parts: Vec<&str> = parts.collect();
        let leads_out = parts.iter().any(|part| *part == ".." || part.contains('\\'));
        if !leads_out && folders.len() < FOLDERS {
            folders.insert(parts.join("/"));
        }
    }
    folders
}

fn urls(catalog: &Catalog) -> impl Iterator<Item = &String> {
    catalog.entries.iter().flat_map(|entry| &entry.versions).flat_map(|version| &version.urls)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Entry, EntryVersion};

    fn catalog(versions: &[&str]) -> Catalog {
        let version = |version: &&str| EntryVersion {
            version: (*version).to_owned(),
            urls: vec![format!("./a%2Bb/redis-ha-{version}.tgz?x=1")],
            ..EntryVersion::default()
        };
        let entry =
            Entry { name: "redis-ha".to_owned(), versions: versions.iter().map(version).collect() };
        Catalog { kind: RepositoryKind::Helm, generated: None, entries: vec![entry] }
    }

    #[test]
    fn only_an_archive_above_all_listed_versions_is_newer() {
        let catalog = catalog(&["1.2.0", "1.10.0-rc.1"]);
        for (name, expected) in [
            ("redis-ha-1.10.0.tgz", Some("1.10.0-rc.1")),
            ("redis-ha-1.9.0.tgz", None),
            ("redis-9.0.0.tgz", None),
            ("redis-ha-latest.tgz", None),
        ] {
            assert_eq!(newer(&catalog, name).map(|found| found.2).as_deref(), expected, "{name}");
        }
    }

    #[test]
    fn folders_and_names_are_read_from_urls() {
        let catalog = catalog(&["1.2.0"]);
        assert_eq!(folders(&catalog), BTreeSet::from([String::new(), "a+b".to_owned()]));
        assert!(names(&catalog).contains("redis-ha-1.2.0.tgz"));
    }
}
