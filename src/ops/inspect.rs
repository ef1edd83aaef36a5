//! One version of a chart or addon: reads its package and tells what is in it.
//!
//! May import: `ops::contents`, `source`, `validate`, `model`, `monitor`, `error`.

use super::contents;
use crate::error::{Error, ErrorKind};
use crate::model::rule::target::TGT009;
use crate::model::{Diagnostic, EntryVersion, Location, Repository, RepositoryKind};
use crate::monitor::Monitor;
use crate::source::{self, Client, PackageBytes, PackageName};
use crate::validate::{self, Listed};

pub use super::contents::{Contents, Inspection};

/// Which package is wanted.
#[derive(Clone, Debug, PartialEq)]
pub struct Wanted {
    /// Where it is registered.
    pub repository: Repository,
    /// Which kind of package.
    pub kind: RepositoryKind,
    /// The entry's key in the index.
    pub entry: String,
    /// The version, with URLs and digest.
    pub version: EntryVersion,
}

impl Wanted {
    /// How the source names the package; `None` for a chart without a URL.
    pub(super) fn package_name(&self) -> Option<PackageName<'_>> {
        Some(match self.kind {
            RepositoryKind::Helm => {
                PackageName::Chart { url: self.version.urls.first()?, digest: &self.version.digest }
            }
            RepositoryKind::Addons => {
                PackageName::Addon { key: &self.entry, version: &self.version.version }
            }
        })
    }
}

/// Fetches a package, reads it in memory and compares it with its index entry.
///
/// # Errors
/// When the package could not be fetched. A broken package is no error: see the diagnostics.
pub async fn inspect(
    client: &Client,
    wanted: &Wanted,
    monitor: &Monitor,
) -> Result<Inspection, Error> {
    let name = wanted.package_name().ok_or_else(|| {
        let (entry, version) = (&wanted.entry, &wanted.version.version);
        Error::new(ErrorKind::NotFound, format!("the index gives no URL for {entry} {version}"))
            .hint("the owner of the repository must add the package's URL to the index")
    })?;
    let repository = Repository { kind: Some(wanted.kind), ..wanted.repository.clone() };
    let bytes = source::read_package(client, &repository, name, monitor).await?;
    let wanted = wanted.clone();
    contents::on_pool(move || judge(&wanted, bytes)).await
}

/// Reads a package in memory and compares it with its index entry. Blocking.
pub(super) fn judge(wanted: &Wanted, bytes: PackageBytes) -> Inspection {
    let is_archive = matches!(bytes, PackageBytes::Archive { .. });
    let mut inspection = contents::read_now(bytes, Some(wanted.kind));
    for found in &mut inspection.diagnostics {
        found.entry = Some(wanted.entry.clone());
        found.version = Some(wanted.version.version.clone());
    }
    let compared = compare(wanted, &inspection);
    inspection.diagnostics.extend(compared);
    let is_in_bucket = matches!(wanted.repository.location, Location::S3(_));
    if is_in_bucket && is_archive && wanted.kind == RepositoryKind::Addons {
        let message = format!("{} is an archive, not a folder", inspection.package.name);
        inspection.diagnostics.push(listed(wanted).diagnostic(&TGT009, message));
    }
    inspection
}

fn listed(wanted: &Wanted) -> Listed<'_> {
    Listed {
        index: wanted.repository.location.index_file(),
        entry: &wanted.entry,
        version: &wanted.version,
    }
}

fn compare(wanted: &Wanted, inspection: &Inspection) -> Vec<Diagnostic> {
    let listed = listed(wanted);
    match &inspection.contents {
        Contents::Chart(chart) => {
            validate::archive::against_entry(&listed, &inspection.package, chart)
        }
        Contents::Addon(addon) => {
            validate::addon::against_entry(&listed, &inspection.package, addon)
        }
        Contents::Unknown => Vec::new(),
    }
}
