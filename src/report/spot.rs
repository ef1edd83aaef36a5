//! Where a finding is, as seen from outside of its target: a path that an editor or a code host can open.
//!
//! May import: `report::options`, `model`.

use std::path::{Component, Path, PathBuf};

use super::options::Options;
use crate::model::Report;

/// How names of archives end; what follows their `!` is a path within them.
const ARCHIVES: [&str; 4] = [".tgz!", ".tar.gz!", ".tar!", ".gz!"];

/// Where a file lies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Ground {
    /// Below the root that the caller named.
    Root,
    /// On this machine.
    Disk,
    /// On a server, or nobody knows.
    Elsewhere,
}

/// A file on some ground, and the file within it if it is an archive.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Spot {
    /// Where its path begins.
    pub(super) ground: Ground,
    /// The path: from the root, from the top of the file system, or as the target names it.
    pub(super) path: String,
    /// The path within the archive.
    pub(super) inner: Option<String>,
}

impl Spot {
    /// The spot of a file of a report.
    pub(super) fn of(report: &Report, options: &Options, file: &str) -> Self {
        let (outer, inner) = split(file);
        let inner = inner.map(str::to_owned);
        let (Some(folder), Some(root)) = (&report.folder, &options.root) else {
            return Self { ground: Ground::Elsewhere, path: outer.to_owned(), inner };
        };
        let (path, root) = (plain(&folder.join(outer)), plain(root));
        let (ground, path) = match path.strip_prefix(&root) {
            Ok(rest) if rest.as_os_str().is_empty() => (Ground::Root, Path::new(".")),
            Ok(rest) => (Ground::Root, rest),
            Err(_) => (Ground::Disk, path.as_path()),
        };
        Self { ground, path: path.to_string_lossy().replace('\\', "/"), inner }
    }

    /// The path as people read it, with what is within the archive.
    pub(super) fn shown(&self) -> String {
        match &self.inner {
            Some(inner) => format!("{}!{inner}", self.path),
            None => self.path.clone(),
        }
    }
}

/// The file on disk, and what within it is meant if it is an archive.
fn split(file: &str) -> (&str, Option<&str>) {
    let lower = file.to_ascii_lowercase();
    let ends = ARCHIVES.iter().filter_map(|end| lower.find(end).map(|at| at + end.len()));
    match ends.min().and_then(|end| file.get(..end - 1).zip(file.get(end..))) {
        Some((outer, inner)) if !inner.is_empty() => (outer, Some(inner)),
        _ => (file, None),
    }
}

/// The path without `.` and `..`, as it is written: links are not followed.
fn plain(path: &Path) -> PathBuf {
    let mut out = PathBuf::new();
    for part in path.components() {
        match part {
            Component::CurDir => {}
            Component::ParentDir if out.file_name().is_some() => {
                out.pop();
            }
            other => out.push(other),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_are_named_from_the_root() {
        let options = Options { root: Some(PathBuf::from("/srv/repo")), ..Options::default() };
        for (folder, file, expected) in [
            (Some("/srv/repo"), "index.yaml", (Ground::Root, "index.yaml", None)),
            (Some("/srv/repo/./charts"), "index.yaml", (Ground::Root, "charts/index.yaml", None)),
            (Some("/srv/repo/../x"), "index.yaml", (Ground::Disk, "/srv/x/index.yaml", None)),
            (Some("/srv"), "repo/Chart.yaml", (Ground::Root, "Chart.yaml", None)),
            (Some("/srv"), "repo", (Ground::Root, ".", None)),
            (None, "index.yaml", (Ground::Elsewhere, "index.yaml", None)),
            (
                Some("/srv/repo"),
                "a-1.TGZ!a/b!c.yaml",
                (Ground::Root, "a-1.TGZ", Some("a/b!c.yaml")),
            ),
            (Some("/srv/repo"), "a!b/c.yaml", (Ground::Root, "a!b/c.yaml", None)),
            (None, "a.tgz!", (Ground::Elsewhere, "a.tgz!", None)),
        ] {
            let report = Report { folder: folder.map(PathBuf::from), ..Report::default() };
            let spot = Spot::of(&report, &options, file);
            let found = (spot.ground, spot.path.as_str(), spot.inner.as_deref());
            assert_eq!(found, expected, "{folder:?} {file}");
        }
    }

    #[test]
    fn without_a_root_files_are_named_as_their_targets_name_them() {
        let report = Report { folder: Some(PathBuf::from("/x")), ..Report::default() };
        let spot = Spot::of(&report, &Options::default(), "a.tgz!a/Chart.yaml");
        assert_eq!((spot.ground, spot.shown().as_str()), (Ground::Elsewhere, "a.tgz!a/Chart.yaml"));
    }
}
