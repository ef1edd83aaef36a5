//! Names of files: which are taken for an index, which for a package.
//!
//! May import: nothing of the crate.

/// The name of an index file that nobody named.
pub(super) const INDEX: &str = "index.yaml";

/// Whether a file of that name is taken for an index file: `.yaml`, `.yml` or `.json`.
#[must_use]
pub fn is_index_name(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    [".yaml", ".yml", ".json"].iter().any(|end| name.len() > end.len() && name.ends_with(end))
}

/// Whether a file of that name is taken for a package.
pub(super) fn is_package_name(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    [".tgz", ".tar.gz"].iter().any(|end| name.ends_with(end))
}

pub(super) fn last_part(path: &str) -> &str {
    path.rsplit('/').next().unwrap_or_default()
}
