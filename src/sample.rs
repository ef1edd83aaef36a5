//! The repositories that a newcomer sees at first start, without a network: one of Helm charts, one of
//! Kyma addons, both embedded in the program and both with a few deliberate faults.
//!
//! May import: `sample/*`, `model`.

mod embedded;

use std::borrow::Cow;
use std::sync::LazyLock;

use flate2::{Compression, GzBuilder};

use crate::model::digest::sha256;
use crate::model::{Location, Repository};
use embedded::FILES;

/// One package, made of embedded folders: a later folder's files win over those of an earlier one.
struct Bundle {
    /// `hello-web-1.2.0.tgz` for a chart, `cache-0.2.0` for an addon.
    name: &'static str,
    /// Folders below `src/sample`, each with the path below which its files go.
    folders: &'static [(&'static str, &'static str)],
}

const CHARTS: &[Bundle] = &[
    Bundle {
        name: "common-labels-1.0.1.tgz",
        folders: &[("charts/common-labels", "common-labels")],
    },
    Bundle { name: "guestbook-0.2.0.tgz", folders: &[("charts/guestbook", "guestbook")] },
    Bundle {
        name: "hello-web-1.0.0.tgz",
        folders: &[
            ("charts/hello-web", "hello-web"),
            ("charts/hello-web-1.1.0", "hello-web"),
            ("charts/hello-web-1.0.0", "hello-web"),
        ],
    },
    Bundle {
        name: "hello-web-1.1.0.tgz",
        folders: &[("charts/hello-web", "hello-web"), ("charts/hello-web-1.1.0", "hello-web")],
    },
    Bundle { name: "hello-web-1.2.0.tgz", folders: &[("charts/hello-web", "hello-web")] },
    Bundle { name: "metrics-demo-0.9.0.tgz", folders: &[("charts/metrics-demo", "metrics-demo")] },
    Bundle {
        name: "nightly-backup-2.0.0.tgz",
        folders: &[
            ("charts/nightly-backup", "nightly-backup"),
            ("charts/nightly-backup-2.0.0", "nightly-backup"),
        ],
    },
    Bundle {
        name: "nightly-backup-2.1.0.tgz",
        folders: &[
            ("charts/nightly-backup", "nightly-backup"),
            ("charts/common-labels", "nightly-backup/charts/common-labels"),
        ],
    },
    Bundle {
        name: "task-queue-0.3.2.tgz",
        folders: &[("charts/task-queue", "task-queue"), ("charts/task-queue-0.3.2", "task-queue")],
    },
    Bundle { name: "task-queue-0.4.0-rc.1.tgz", folders: &[("charts/task-queue", "task-queue")] },
];

const ADDONS: &[Bundle] = &[
    Bundle { name: "bucket-1.0.0", folders: &[("addons/bucket", "bucket-1.0.0")] },
    Bundle {
        name: "cache-0.1.0",
        folders: &[("addons/cache", "cache-0.1.0"), ("addons/cache-0.1.0", "cache-0.1.0")],
    },
    Bundle { name: "cache-0.2.0", folders: &[("addons/cache", "cache-0.2.0")] },
    Bundle { name: "mail-0.3.0", folders: &[("addons/mail", "mail-0.3.0")] },
];

/// All files of one sample repository, sorted by path.
type Files = Vec<(String, Cow<'static, [u8]>)>;

/// Made once, at first use: packing takes a few milliseconds.
static CHART_FILES: LazyLock<Files> = LazyLock::new(|| {
    let mut files: Files = CHARTS
        .iter()
        .map(|bundle| (bundle.name.to_owned(), Cow::Owned(pack(&contents(bundle)))))
        .collect();
    let index = index_with_digests(&files);
    files.push(("index.yaml".to_owned(), Cow::Owned(index.into_bytes())));
    files.sort_by(|left, right| left.0.cmp(&right.0));
    files
});

static ADDON_FILES: LazyLock<Files> = LazyLock::new(|| {
    let mut files: Files = ADDONS
        .iter()
        .flat_map(contents)
        .map(|(path, bytes)| (path, Cow::Borrowed(bytes)))
        .collect();
    files.push(("index.yaml".to_owned(), Cow::Borrowed(embedded_file("addons/index.yaml"))));
    files.sort_by(|left, right| left.0.cmp(&right.0));
    files
});

/// The names of the sample repositories, as in `sample://NAME`.
#[must_use]
pub fn names() -> &'static [&'static str] {
    &["charts", "addons"]
}

/// The paths of all files of a sample repository, sorted; `None` when there is no such sample.
///
/// Charts are `.tgz` packages beside `index.yaml`, addons are folders beside it.
#[must_use]
pub fn files(name: &str) -> Option<Vec<&'static str>> {
    repository_files(name).map(|files| files.iter().map(|(path, _)| path.as_str()).collect())
}

/// One file of a sample repository.
#[must_use]
pub fn file(name: &str, path: &str) -> Option<Cow<'static, [u8]>> {
    let files = repository_files(name)?;
    let position = files.binary_search_by(|(present, _)| present.as_str().cmp(path)).ok()?;
    files.get(position).map(|(_, bytes)| Cow::Borrowed(bytes.as_ref()))
}

/// The sample repositories as they appear in the registry until they are removed.
#[must_use]
pub fn repositories() -> Vec<Repository> {
    let describe = |name: &str, description: &str| Repository {
        description: description.to_owned(),
        ..Repository::named(format!("sample-{name}"), Location::Sample(name.to_owned()))
    };
    vec![
        describe("charts", "Sample: Helm charts to try things out, with a few deliberate faults"),
        describe("addons", "Sample: Kyma addons to try things out, with a few deliberate faults"),
    ]
}

fn repository_files(name: &str) -> Option<&'static Files> {
    match name {
        "charts" => Some(&CHART_FILES),
        "addons" => Some(&ADDON_FILES),
        _ => None,
    }
}

fn embedded_file(path: &str) -> &'static [u8] {
    FILES.iter().find(|(present, _)| *present == path).map_or(&[], |(_, bytes)| bytes)
}

/// The files of a bundle under their final paths, sorted.
fn contents(bundle: &Bundle) -> Vec<(String, &'static [u8])> {
    let mut files = std::collections::BTreeMap::new();
    for (folder, target) in bundle.folders {
        for (path, bytes) in FILES {
            if let Some(rest) = path.strip_prefix(folder).and_then(|rest| rest.strip_prefix('/')) {
                files.insert(format!("{target}/{rest}"), *bytes);
            }
        }
    }
    files.into_iter().collect()
}

/// A gzipped tar of those files, the same bytes at every call: no times, owners or host names.
fn pack(files: &[(String, &[u8])]) -> Vec<u8> {
    let gzip = GzBuilder::new().mtime(0).write(Vec::new(), Compression::default());
    let mut archive = tar::Builder::new(gzip);
    for (path, bytes) in files {
        let mut header = tar::Header::new_ustar();
        header.set_size(bytes.len() as u64);
        header.set_mode(0o644);
        header.set_mtime(0);
        archive
            .append_data(&mut header, path, *bytes)
            .expect("a short path and a vector in memory can be written");
    }
    let gzip = archive.into_inner().expect("a vector in memory can be written");
    gzip.finish().expect("a vector in memory can be written")
}

/// The index of the charts, with each `@sha256 FILE@` replaced by the digest of that package. Written digests
/// would change with the compressor's version.
fn index_with_digests(packages: &Files) -> String {
    let mut index = String::from_utf8_lossy(embedded_file("charts/index.yaml")).into_owned();
    for (name, bytes) in packages {
        index = index.replace(&format!("@sha256 {name}@"), &sha256(bytes));
    }
    index
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;
    use std::path::Path;

    use super::*;

    fn files_below(folder: &Path, prefix: &str, found: &mut BTreeSet<String>) {
        for entry in std::fs::read_dir(folder).expect("the folder of the samples") {
            let entry = entry.expect("an entry");
            let path = format!("{prefix}{}", entry.file_name().to_string_lossy());
            if entry.path().is_dir() {
                files_below(&entry.path(), &format!("{path}/"), found);
            } else if path != "embedded.rs" {
                found.insert(path);
            }
        }
    }

    #[test]
    fn the_table_names_every_file_of_the_folders() {
        let mut on_disk = BTreeSet::new();
        files_below(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src/sample"), "", &mut on_disk);
        let in_table: BTreeSet<String> = FILES.iter().map(|(path, _)| (*path).to_owned()).collect();
        assert_eq!(in_table, on_disk);
    }

    #[test]
    fn every_package_of_the_index_is_there_except_the_deliberately_missing() {
        let index = file("charts", "index.yaml").expect("an index");
        let index = std::str::from_utf8(&index).expect("text");
        assert!(!index.contains("@sha256"), "a digest was not filled in");
        let missing: Vec<&str> = index
            .lines()
            .filter_map(|line| line.trim().strip_prefix("- "))
            .filter(|text| text.contains(".tgz") && file("charts", text).is_none())
            .collect();
        assert_eq!(missing, ["guestbook-0.1.0.tgz"]);
    }

    #[test]
    fn later_folders_win_and_other_charts_can_be_vendored() {
        let bundle = |name: &str| {
            CHARTS.iter().find(|bundle| bundle.name == name).map(contents).expect("that bundle")
        };
        let chart = |files: &[(String, &[u8])], path: &str| {
            let bytes = files.iter().find(|(present, _)| present == path).expect("that file").1;
            String::from_utf8_lossy(bytes).into_owned()
        };
        let old = bundle("hello-web-1.0.0.tgz");
        assert!(chart(&old, "hello-web/Chart.yaml").contains("version: 1.0.0"));
        let backup = bundle("nightly-backup-2.1.0.tgz");
        assert!(
            chart(&backup, "nightly-backup/charts/common-labels/Chart.yaml").contains("library")
        );
    }

    #[test]
    fn packing_twice_gives_the_same_bytes() {
        let files = contents(&CHARTS[0]);
        assert_eq!(pack(&files), pack(&files));
    }

    #[test]
    fn addons_are_folders_beside_the_index() {
        let paths = files("addons").expect("the addons");
        for path in ["index.yaml", "cache-0.2.0/meta.yaml", "mail-0.3.0/plans/team/bind.yaml"] {
            assert!(paths.contains(&path), "{path} is missing from {paths:?}");
        }
        assert!(file("addons", "../charts/index.yaml").is_none());
        assert!(files("nothing").is_none());
    }
}
