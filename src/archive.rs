//! Packages: `.tgz` bytes, folders and Git trees to files in memory. Nothing is ever unpacked to disk, links
//! are never followed, and no path that leads out of the package leaves this room.
//!
//! May import: `archive/*`, `model`.

mod inflate;
mod limits;
mod member_path;
mod reader;
mod sniff;

use std::collections::BTreeMap;

use crate::model::rule::archive as rules;
use crate::model::{Package, PackageFile};
use member_path::Located;
use reader::Reader;

pub use limits::{Budget, Limits};
pub use member_path::Layout;
pub use reader::ArchiveRead;

/// Reads a package from the bytes of a `.tgz`. `name` is how a user names it.
///
/// ```
/// use chartroom::archive::{self, Layout, Limits};
/// let read = archive::read("page.tgz", b"<html>", Layout::RootFolder, Limits::default());
/// assert_eq!(read.diagnostics[0].rule.name, "web-page-instead");
/// ```
#[must_use]
pub fn read(name: &str, bytes: &[u8], layout: Layout, limits: Limits) -> ArchiveRead {
    Reader::new(name, bytes, layout, &mut Budget::new(limits)).read(bytes)
}

/// Reads an archive that lies within another, on what is left of the outer one's budget.
#[must_use]
pub fn read_nested(name: &str, bytes: &[u8], budget: &mut Budget) -> ArchiveRead {
    let mut reader = Reader::new(name, bytes, Layout::RootFolder, budget);
    if reader.budget.depth == 0 {
        let message =
            format!("more than {} archives within each other", reader.budget.limits.depth);
        reader.found(&rules::PKG015, "", message);
        return reader.finish();
    }
    reader.read(bytes)
}

/// Makes a package of the files of a folder or a Git tree. Paths that lead out of it are dropped.
#[must_use]
pub fn from_tree(name: impl Into<String>, files: Vec<(String, Vec<u8>)>) -> Package {
    let mut kept = BTreeMap::new();
    for (path, bytes) in files {
        if let Ok(Located { path, .. }) = member_path::locate(&path, Layout::NoRoot) {
            kept.insert(path, bytes);
        }
    }
    let size = kept.values().map(|bytes| bytes.len() as u64).sum();
    let files =
        kept.into_iter().map(|(path, bytes)| PackageFile { path, bytes: bytes.into() }).collect();
    Package { name: name.into(), size, files, ..Package::default() }
}

#[cfg(test)]
mod tests;
