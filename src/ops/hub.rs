//! The repository's metadata file for Artifact Hub, beside an index in a folder or in Git.
//!
//! May import: `source`, `helm`, `model`, `monitor`, `error`.

use crate::error::{Error, ErrorKind};
use crate::helm::artifacthub::repository::{NAMES, judge as judge_file};
use crate::model::{Diagnostic, Location, Repository};
use crate::monitor::Monitor;
use crate::source::{self, Client, PackageBytes, PackageName};

/// Judges the file, if there is one. Nobody needs it, so what cannot be read is passed over.
///
/// # Errors
/// Only when cancelled.
pub(super) async fn judge(
    client: &Client,
    repository: &Repository,
    monitor: &Monitor,
) -> Result<Vec<Diagnostic>, Error> {
    if !matches!(repository.location, Location::File { .. } | Location::Git { .. }) {
        return Ok(Vec::new());
    }
    for name in NAMES {
        let wanted = PackageName::Chart { url: name, digest: "" };
        match source::read_package(client, repository, wanted, monitor).await {
            Ok(PackageBytes::Archive { bytes, .. }) => return Ok(judge_file(name, &bytes).finish()),
            Err(error) if error.kind == ErrorKind::Cancelled => return Err(error),
            _ => {}
        }
    }
    Ok(Vec::new())
}
