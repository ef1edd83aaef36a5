//! Search over catalogs that are already in memory.
//!
//! May import: `model`.

use crate::model::{Catalog, Entry, EntryVersion};

/// One entry (or version) that matches all terms.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Hit<'catalog> {
    /// Name of the repository.
    pub repository: &'catalog str,
    /// The entry.
    pub entry: &'catalog Entry,
    /// The matching version.
    pub version: &'catalog EntryVersion,
}

/// Finds entries of which name, description, keywords or app version hold every term, ignoring case;
/// best first: name equal, name starts, name contains, then the rest; then by name.
///
/// Of each entry there is one hit, its head version if that matches, else the newest that does; with
/// `all_versions` there is one for each version that matches, newest first.
#[must_use]
pub fn search<'catalog>(
    catalogs: &[(&'catalog str, &'catalog Catalog)],
    terms: &[String],
    all_versions: bool,
) -> Vec<Hit<'catalog>> {
    let terms: Vec<String> = terms.iter().map(|term| term.to_lowercase()).collect();
    let mut hits: Vec<(u8, Hit<'catalog>)> = Vec::new();
    for (repository, catalog) in catalogs {
        for entry in &catalog.entries {
            let rank = rank(&entry.name.to_lowercase(), &terms);
            let hit = |version| (rank, Hit { repository, entry, version });
            if all_versions {
                hits.extend(
                    entry.versions.iter().filter(|version| holds(entry, version, &terms)).map(hit),
                );
            } else {
                hits.extend(shown(entry, &terms).map(hit));
            }
        }
    }
    // Stable: versions of one entry keep their order.
    hits.sort_by(|(left_rank, left), (right_rank, right)| {
        (left_rank, &left.entry.name, left.repository).cmp(&(
            right_rank,
            &right.entry.name,
            right.repository,
        ))
    });
    hits.into_iter().map(|(_, hit)| hit).collect()
}

/// The version to show of an entry that matches.
fn shown<'catalog>(entry: &'catalog Entry, terms: &[String]) -> Option<&'catalog EntryVersion> {
    entry.head().into_iter().chain(&entry.versions).find(|version| holds(entry, version, terms))
}

/// Whether every term is somewhere in what is said of a version.
fn holds(entry: &Entry, version: &EntryVersion, terms: &[String]) -> bool {
    let fields = [&entry.name, &version.name, &version.description, &version.app_version];
    let texts: Vec<String> =
        fields.into_iter().chain(&version.keywords).map(|text| text.to_lowercase()).collect();
    terms.iter().all(|term| texts.iter().any(|text| text.contains(term.as_str())))
}

/// How well a name fits; lower is better.
fn rank(name: &str, terms: &[String]) -> u8 {
    let all = || terms.iter().all(|term| name.contains(term.as_str()));
    let first = terms.first().map_or("", String::as_str);
    if name == terms.join("-") {
        0
    } else if name.starts_with(first) && all() {
        1
    } else if all() {
        2
    } else if terms.iter().any(|term| name.contains(term.as_str())) {
        3
    } else {
        4
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::RepositoryKind;

    fn entry(name: &str, versions: &[(&str, &str)]) -> Entry {
        let versions = versions
            .iter()
            .map(|(version, description)| EntryVersion {
                name: name.to_owned(),
                version: (*version).to_owned(),
                description: (*description).to_owned(),
                app_version: "7.2".to_owned(),
                keywords: vec!["Database".to_owned()],
                ..EntryVersion::default()
            })
            .collect();
        Entry { name: name.to_owned(), versions }
    }

    fn catalog() -> Catalog {
        Catalog {
            kind: RepositoryKind::Helm,
            generated: None,
            entries: vec![
                entry("exporter", &[("1.0.0", "numbers of a Redis")]),
                entry("my-redis", &[("0.1.0", "")]),
                entry("redis", &[("2.0.0-rc.1", "fast"), ("1.1.0", "slow"), ("1.0.0", "fast")]),
                entry("redis-cluster", &[("3.0.0", "many")]),
            ],
        }
    }

    #[track_caller]
    fn check(terms: &[&str], all_versions: bool, expected: &[&str]) {
        let catalog = catalog();
        let terms: Vec<String> = terms.iter().map(|term| (*term).to_owned()).collect();
        let hits = search(&[("r", &catalog)], &terms, all_versions);
        let found: Vec<String> =
            hits.iter().map(|hit| format!("{}@{}", hit.entry.name, hit.version.version)).collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn the_best_names_come_first() {
        let expected = ["redis@1.1.0", "redis-cluster@3.0.0", "my-redis@0.1.0", "exporter@1.0.0"];
        check(&["REDIS"], false, &expected);
        check(&["redis", "cluster"], false, &["redis-cluster@3.0.0"]);
    }

    #[test]
    fn every_term_must_be_found_somewhere() {
        check(&["redis", "many"], false, &["redis-cluster@3.0.0"]);
        check(&["database", "7.2", "numbers"], false, &["exporter@1.0.0"]);
        check(&["redis", "nothing"], false, &[]);
    }

    #[test]
    fn the_newest_version_that_matches_stands_for_its_entry() {
        check(&["redis", "fast"], false, &["redis@2.0.0-rc.1"]);
        check(&["redis", "fast"], true, &["redis@2.0.0-rc.1", "redis@1.0.0"]);
    }
}
