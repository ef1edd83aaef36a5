//! A chart's package against its index entry: digest, name, version, names of file and folder.
//!
//! May import: `validate::listed`, `helm`, `model`.

use super::listed::Listed;
use crate::helm::Chart;
use crate::model::rule::archive::{PKG040, PKG041, PKG042, PKG043, PKG044};
use crate::model::{Diagnostic, Package, Place};

/// Judges whether the index tells the truth about a package.
#[must_use]
pub fn against_entry(listed: &Listed<'_>, package: &Package, chart: &Chart) -> Vec<Diagnostic> {
    let mut found: Vec<Diagnostic> = judge_digest(listed, package).into_iter().collect();
    found.extend(judge_identity(listed, package, chart));
    found.extend(judge_names(listed, package, chart));
    found
}

fn judge_digest(listed: &Listed<'_>, package: &Package) -> Option<Diagnostic> {
    let stated = listed.version.digest.trim().to_ascii_lowercase();
    let hex = stated.strip_prefix("sha256:").unwrap_or(&stated);
    let actual = package.digest.as_deref()?;
    let is_sha256 = hex.len() == actual.len() && hex.bytes().all(|byte| byte.is_ascii_hexdigit());
    (is_sha256 && hex != actual).then(|| {
        let message = format!("the digest is {hex}, but the package has {actual}");
        let place = Place::file(package.place(""));
        listed.diagnostic(&PKG040, message).related(place, "the package")
    })
}

fn judge_identity(listed: &Listed<'_>, package: &Package, chart: &Chart) -> Vec<Diagnostic> {
    let place = Place::file(package.place("Chart.yaml"));
    let (entry, own) = (listed.version, &chart.metadata);
    let named = if entry.name.is_empty() { listed.entry } else { &entry.name };
    let mut found = Vec::new();
    if !own.name.is_empty() && own.name != named {
        let message = format!("the index says \"{named}\", the package holds \"{}\"", own.name);
        found.push(listed.diagnostic(&PKG041, message).related(place.clone(), "the chart's name"));
    }
    if !own.version.is_empty() && own.version != entry.version {
        let message = format!(
            "the index says version \"{}\", the package holds \"{}\"",
            entry.version, own.version
        );
        found.push(listed.diagnostic(&PKG042, message).related(place, "the chart's version"));
    }
    found
}

fn judge_names(listed: &Listed<'_>, package: &Package, chart: &Chart) -> Vec<Diagnostic> {
    let own = &chart.metadata;
    if !package.archive || own.name.is_empty() || own.version.is_empty() {
        return Vec::new();
    }
    let place = Place::file(package.place(""));
    let add = |rule, message| {
        Diagnostic::new(rule, place.clone(), message).of(listed.entry, &listed.version.version)
    };
    let wanted = format!("{}-{}.tgz", own.name, own.version);
    let is_named = package.name == wanted || package.name.replace("%2B", "+") == wanted;
    let file = (!is_named).then(|| add(&PKG043, format!("the file should be called {wanted}")));
    let folder = (!package.root.is_empty() && package.root != own.name)
        .then(|| add(&PKG044, format!("the folder in it is {}, not {}", package.root, own.name)));
    file.into_iter().chain(folder).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::EntryVersion;

    const DIGEST: &str = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";

    fn entry(name: &str, version: &str, digest: &str) -> EntryVersion {
        let text = |text: &str| text.to_owned();
        EntryVersion {
            name: text(name),
            version: text(version),
            digest: text(digest),
            ..EntryVersion::default()
        }
    }

    fn codes(version: &EntryVersion, file: &str, root: &str) -> Vec<&'static str> {
        let package = Package {
            name: file.to_owned(),
            root: root.to_owned(),
            archive: true,
            digest: Some(DIGEST.to_owned()),
            ..Package::default()
        };
        let chart = Chart { metadata: entry("redis", "1.0.0+1", ""), ..Chart::default() };
        let listed = Listed { index: "index.yaml", entry: "redis", version };
        against_entry(&listed, &package, &chart).iter().map(|found| found.rule.code).collect()
    }

    #[test]
    fn a_truthful_index_is_passed_without_a_word() {
        for digest in ["", DIGEST, &format!("sha256:{DIGEST}"), &DIGEST.to_uppercase(), "junk"] {
            for file in ["redis-1.0.0+1.tgz", "redis-1.0.0%2B1.tgz"] {
                let found = codes(&entry("redis", "1.0.0+1", digest), file, "redis");
                assert_eq!(found, [""; 0], "{digest} {file}");
            }
        }
    }

    #[test]
    fn every_rule_about_a_package_and_its_entry_is_provoked() {
        let other = DIGEST.replace('0', "1");
        let good = entry("redis", "1.0.0+1", "");
        let file = "redis-1.0.0+1.tgz";
        for (code, found) in [
            ("PKG040", codes(&entry("redis", "1.0.0+1", &other), file, "redis")),
            (
                "PKG040",
                codes(&entry("redis", "1.0.0+1", &format!("sha256:{other}")), file, "redis"),
            ),
            ("PKG041", codes(&entry("valkey", "1.0.0+1", ""), file, "redis")),
            ("PKG042", codes(&entry("redis", "1.0.0", ""), file, "redis")),
            ("PKG043", codes(&good, "latest.tgz", "redis")),
            ("PKG044", codes(&good, file, "chart")),
        ] {
            assert_eq!(found, [code]);
        }
    }
}
