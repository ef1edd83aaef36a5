//! The packages of an index against each other, and what is told of many of them together: their hosts, their
//! digests, how they are served.
//!
//! May import: `ops::packages::{facts, one, plan}`, `source`, `validate`, `model`.

use std::collections::{BTreeMap, HashMap};

use super::facts::Facts;
use super::one::Sight;
use super::plan::{self, At};
use crate::model::rule::target::{
    TGT012, TGT013, TGT014, TGT015, TGT016, TGT017, TGT018, TGT019, TGT020,
};
use crate::model::text::counted;
use crate::model::{
    Catalog, Diagnostic, EntryVersion, Location, Place, Repository, RepositoryKind, Rule,
};
use crate::source::Trail;
use crate::validate::Listed;

/// What is kept of a package that was looked at.
#[derive(Clone, Debug)]
pub(super) struct Seen {
    pub(super) at: At,
    pub(super) digest: Option<String>,
    pub(super) facts: Facts,
    pub(super) closed: Option<String>,
    pub(super) sight: Sight,
}

/// What the index alone tells.
pub(super) fn of_index(
    repository: &Repository,
    catalog: &Catalog,
    trail: &Trail,
) -> Vec<Diagnostic> {
    let mut found = way(repository, trail);
    if catalog.kind == RepositoryKind::Helm {
        found.extend(shared(repository, catalog));
        found.extend(foreign(repository, catalog));
    }
    found
}

/// What only those who looked at the packages know.
pub(super) fn of_packages(
    repository: &Repository,
    catalog: &Catalog,
    seen: &[Seen],
) -> Vec<Diagnostic> {
    let mut found = same_bytes(repository, catalog, seen);
    found.extend(closed(repository, seen));
    found.extend(withheld(repository, seen));
    let whole = |rule, message: String| {
        Diagnostic::new(rule, Place::file(repository.location.index_file()), message)
    };
    let kinds = seen.iter().map(|seen| plain_type(&seen.facts.content_type));
    for (kind, count) in tally(kinds.filter(|kind| is_odd(kind))) {
        let message = format!("{} served as {kind}", are(count));
        found.push(whole(&TGT018, message));
    }
    let encodings = seen.iter().map(|seen| seen.facts.encoding.clone());
    for (encoding, count) in
        tally(encodings.filter(|name| !matches!(name.as_str(), "" | "identity")))
    {
        let message = format!("{} served with Content-Encoding: {encoding}", are(count));
        found.push(whole(&TGT019, message));
    }
    found
}

/// What was seen on the way to the index.
fn way(repository: &Repository, trail: &Trail) -> Vec<Diagnostic> {
    let place = || Place::file(repository.location.index_file());
    let Location::Http { url } = &repository.location else { return Vec::new() };
    let mut found = Vec::new();
    let last = trail.redirects.last().and_then(|last| url::Url::parse(last).ok());
    if let Some(last) = last.filter(|last| last.host_str() != url.host_str()) {
        let (from, to) = (url.host_str().unwrap_or_default(), last.host_str().unwrap_or_default());
        found.push(Diagnostic::new(&TGT020, place(), format!("{from} sends on to {to}")));
    }
    if let Some(host) = trail.withheld.first() {
        let message = format!("the index comes from {host} in the end, and the login stays behind");
        found.push(Diagnostic::new(&TGT016, place(), message));
    }
    if plain_type(&trail.content_type) == "text/html" {
        let message = "the index is served as text/html";
        found.push(Diagnostic::new(&TGT018, place(), message));
    }
    found
}

/// What only one version of one chart may have: a URL; and what a version may have only one of: a digest.
fn shared(repository: &Repository, catalog: &Catalog) -> Vec<Diagnostic> {
    let mut urls: HashMap<&str, (&str, &EntryVersion)> = HashMap::new();
    let mut names: HashMap<(&str, &str), (&str, &EntryVersion)> = HashMap::new();
    let mut found = Vec::new();
    for (entry, version) in versions(catalog) {
        let listed = Listed { index: repository.location.index_file(), entry, version };
        let mut add = |rule: &'static Rule, message, (other, first): (&str, &EntryVersion)| {
            let place = Listed { entry: other, version: first, ..listed }.place();
            let who = format!("{other} {}", first.version);
            found.push(listed.diagnostic(rule, message).related(place, who));
        };
        if let Some(url) = version.urls.first().filter(|url| !url.is_empty()) {
            match urls.get(url.as_str()) {
                Some((other, first)) if (*other, &first.version) != (entry, &version.version) => {
                    let (one, two) = (&version.version, &first.version);
                    let message = format!("{entry} {one} has the URL of {other} {two}");
                    add(&TGT014, message, (other, first));
                }
                Some(_) => {}
                None => drop(urls.insert(url, (entry, version))),
            }
        }
        let name = if version.name.is_empty() { entry } else { &version.name };
        let Some(digest) = digest(version) else { continue };
        match names.get(&(name, version.version.as_str())) {
            Some((other, first)) if self::digest(first).as_ref() != Some(&digest) => {
                let message = format!("{name} {} is listed with two digests", version.version);
                add(&TGT013, message, (other, first));
            }
            Some(_) => {}
            None => drop(names.insert((name, &version.version), (entry, version))),
        }
    }
    found
}

/// Versions of which the packages are the same bytes. Those that share a URL are told as that.
fn same_bytes(repository: &Repository, catalog: &Catalog, seen: &[Seen]) -> Vec<Diagnostic> {
    let mut holders: HashMap<&str, (&str, &EntryVersion)> = HashMap::new();
    let mut found = Vec::new();
    if catalog.kind != RepositoryKind::Helm {
        return found;
    }
    for seen in seen {
        let Some(digest) = seen.digest.as_deref() else { continue };
        let Some((entry, version)) = plan::entry_at(catalog, seen.at) else { continue };
        let Some((other, first)) = holders.get(digest) else {
            holders.insert(digest, (&entry.name, version));
            continue;
        };
        let is_same = (*other, &first.version) == (entry.name.as_str(), &version.version);
        if is_same || first.urls.first() == version.urls.first() {
            continue;
        }
        let index = repository.location.index_file();
        let listed = Listed { index, entry: &entry.name, version };
        let (one, two) = (&version.version, &first.version);
        let message = format!("the package of {} {one} is that of {other} {two}", entry.name);
        let place = Listed { entry: other, version: first, ..listed }.place();
        found.push(listed.diagnostic(&TGT012, message).related(place, format!("{other} {two}")));
    }
    found
}

/// Hosts other than the index's own.
fn foreign(repository: &Repository, catalog: &Catalog) -> Vec<Diagnostic> {
    let index = repository.location.index_file();
    let has_login = repository.credentials.as_ref().is_some_and(|own| !own.is_empty());
    let hosts = versions(catalog).filter_map(|(_, version)| foreign_host(repository, version));
    let mut found = Vec::new();
    for (host, count) in tally(hosts) {
        let message = format!("{} on {host}", lie(count));
        found.push(Diagnostic::new(&TGT015, Place::file(index), message));
        if has_login {
            let message = format!("{} on {host}, and the login stays behind", lie(count));
            found.push(Diagnostic::new(&TGT016, Place::file(index), message));
        }
    }
    found
}

fn foreign_host(repository: &Repository, version: &EntryVersion) -> Option<String> {
    let Location::Http { url: home } = &repository.location else { return None };
    let url = repository.location.package_url(version.urls.first()?)?;
    let is_web = matches!(url.scheme(), "http" | "https");
    let host = url.host_str().filter(|host| is_web && Some(*host) != home.host_str())?;
    Some(host.to_owned())
}

/// Other hosts than the index's own that ask who we are.
fn closed(repository: &Repository, seen: &[Seen]) -> Vec<Diagnostic> {
    let Location::Http { url: home } = &repository.location else { return Vec::new() };
    let hosts = seen.iter().filter_map(|seen| seen.closed.clone());
    let hosts = hosts.filter(|host| Some(host.as_str()) != home.host_str());
    let place = || Place::file(repository.location.index_file());
    tally(hosts)
        .into_iter()
        .map(|(host, count)| {
            let what = counted(count, "package");
            Diagnostic::new(&TGT017, place(), format!("{host} does not give {what} to us"))
        })
        .collect()
}

/// Hosts that packages are redirected to, without the login.
fn withheld(repository: &Repository, seen: &[Seen]) -> Vec<Diagnostic> {
    let hosts = seen.iter().flat_map(|seen| seen.facts.withheld.clone());
    let place = || Place::file(repository.location.index_file());
    tally(hosts)
        .into_iter()
        .map(|(host, count)| {
            let are = are(count);
            let message = format!("{are} sent on to {host}, and the login stays behind");
            Diagnostic::new(&TGT016, place(), message)
        })
        .collect()
}

fn versions(catalog: &Catalog) -> impl Iterator<Item = (&str, &EntryVersion)> {
    catalog
        .entries
        .iter()
        .flat_map(|entry| entry.versions.iter().map(move |version| (entry.name.as_str(), version)))
}

/// The digest that the index states, if it is one, in lower case.
fn digest(version: &EntryVersion) -> Option<String> {
    let digest = version.digest.trim();
    let digest = digest.strip_prefix("sha256:").unwrap_or(digest);
    let is_hex = digest.bytes().all(|byte| byte.is_ascii_hexdigit());
    (digest.len() == 64 && is_hex).then(|| digest.to_ascii_lowercase())
}

fn tally(names: impl Iterator<Item = String>) -> BTreeMap<String, usize> {
    names.fold(BTreeMap::new(), |mut counts, name| {
        *counts.entry(name).or_default() += 1;
        counts
    })
}

fn are(count: usize) -> String {
    let verb = if count == 1 { "is" } else { "are" };
    format!("{} {verb}", counted(count, "package"))
}

fn lie(count: usize) -> String {
    let verb = if count == 1 { "lies" } else { "lie" };
    format!("{} {verb}", counted(count, "package"))
}

fn plain_type(content_type: &str) -> String {
    content_type.split(';').next().unwrap_or_default().trim().to_ascii_lowercase()
}

/// Whether a content type says that something else than an archive comes.
fn is_odd(content_type: &str) -> bool {
    let (kind, subtype) = content_type.split_once('/').unwrap_or((content_type, ""));
    matches!(kind, "text" | "image" | "audio" | "video" | "font")
        || matches!(subtype, "json" | "xml" | "yaml" | "x-yaml" | "javascript" | "xhtml+xml")
}

#[cfg(test)]
mod tests {
    use std::fmt::Write as _;

    use super::*;
    use crate::helm;

    /// What is told of the versions of an index, one line each: chart, version, file and digest.
    fn told(lines: &[(&str, &str, &str, String)]) -> Vec<String> {
        let mut text = "apiVersion: v1\nentries:\n".to_owned();
        for (entry, version, url, digest) in lines {
            if !text.contains(&format!("  {entry}:\n")) {
                let _ = writeln!(text, "  {entry}:");
            }
            let _ = writeln!(
                text,
                "  - {{name: {entry}, version: {version}, urls: [{url}], digest: '{digest}'}}"
            );
        }
        let catalog = helm::index::read("index.yaml", text.as_bytes()).catalog;
        let location = Location::File { path: "index.yaml".into() };
        let found = shared(&Repository::named("x", location), &catalog);
        found.into_iter().map(|found| format!("{} {}", found.rule.code, found.message)).collect()
    }

    #[test]
    fn a_url_belongs_to_one_version_of_one_chart() {
        let url = "redis-1.0.0.tgz";
        let line = |entry, version| (entry, version, url, String::new());
        for (lines, expected) in [
            (vec![line("redis", "1.0.0"), line("redis", "1.0.0")], vec![]),
            (
                vec![line("redis", "1.0.0"), line("redis", "0.9.0")],
                vec!["TGT014 redis 0.9.0 has the URL of redis 1.0.0"],
            ),
            (
                vec![line("redis", "1.0.0"), line("valkey", "1.0.0")],
                vec!["TGT014 valkey 1.0.0 has the URL of redis 1.0.0"],
            ),
        ] {
            assert_eq!(told(&lines), expected);
        }
    }

    #[test]
    fn digests_are_the_same_in_either_case() {
        let line = |url, digest: String| ("redis", "1.0.0", url, digest);
        let one = "ab".repeat(32);
        let upper = format!("sha256:{}", one.to_uppercase());
        assert!(told(&[line("a.tgz", one.clone()), line("b.tgz", upper)]).is_empty());
        let found = told(&[line("a.tgz", one), line("b.tgz", "cd".repeat(32))]);
        assert_eq!(found, ["TGT013 redis 1.0.0 is listed with two digests"]);
    }

    #[test]
    fn two_charts_with_the_same_bytes_are_told() {
        let text = "apiVersion: v1\nentries:\n  redis:\n  - {name: redis, version: 1.0.0, urls: [a.tgz]}\n  valkey:\n  - {name: valkey, version: 1.0.0, urls: [b.tgz]}\n";
        let catalog = helm::index::read("index.yaml", text.as_bytes()).catalog;
        let location = Location::File { path: "index.yaml".into() };
        let seen: Vec<Seen> = plan::listed(&catalog)
            .into_iter()
            .map(|at| Seen {
                at,
                digest: Some("ab".repeat(32)),
                facts: Facts::default(),
                closed: None,
                sight: Sight::Judged,
            })
            .collect();
        let found = same_bytes(&Repository::named("x", location), &catalog, &seen);
        let messages: Vec<&str> = found.iter().map(|found| found.message.as_str()).collect();
        assert_eq!(messages, ["the package of valkey 1.0.0 is that of redis 1.0.0"]);
    }
}
