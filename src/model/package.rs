//! The files of one chart or addon, held in memory: read from an archive, a folder or a Git tree.
//!
//! May import: nothing of the crate.

use std::sync::Arc;

/// A package: all its files, with paths relative to the chart's or addon's root.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Package {
    /// How a user names it: `redis-0.0.3.tgz` or `redis-0.0.3`.
    pub name: String,
    /// The root folder inside the archive, stripped from the paths (`redis`); empty when there is none.
    pub root: String,
    /// Whether it came as a `.tgz` (places then read `name!root/path`) or as a folder (`name/path`).
    pub archive: bool,
    /// SHA-256 of the archive's bytes in lower-case hex; `None` for folders.
    pub digest: Option<String>,
    /// Size of the archive in bytes, or of all files together.
    pub size: u64,
    /// Files sorted by path.
    pub files: Vec<PackageFile>,
}

impl Package {
    /// The file at that path.
    #[must_use]
    pub fn file(&self, path: &str) -> Option<&PackageFile> {
        let index = self.files.binary_search_by(|file| file.path.as_str().cmp(path)).ok()?;
        self.files.get(index)
    }

    /// How a place in this package is written for users.
    #[must_use]
    pub fn place(&self, path: &str) -> String {
        let separator = if self.archive { "!" } else { "/" };
        match (path.is_empty(), self.archive && !self.root.is_empty()) {
            (true, _) => self.name.clone(),
            (false, true) => format!("{}{separator}{}/{path}", self.name, self.root),
            (false, false) => format!("{}{separator}{path}", self.name),
        }
    }
}

/// One regular file of a package.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PackageFile {
    /// Relative to the package's root, `/`-separated, never absolute, never with `..`.
    pub path: String,
    /// Its content.
    pub bytes: Arc<[u8]>,
}

impl PackageFile {
    /// The content as text; `None` when it is not UTF-8. A byte order mark is dropped.
    #[must_use]
    pub fn text(&self) -> Option<&str> {
        let text = std::str::from_utf8(&self.bytes).ok()?;
        Some(text.strip_prefix('\u{feff}').unwrap_or(text))
    }
}
