//! Object stores that speak S3: an index, packages and listings by bucket and key.
//!
//! May import: `source::{answer, client}`, `secrets`, `monitor`, `error`.

use super::answer::{IndexBytes, PackageBytes, PackageName, Validators};
use super::client::Client;
use crate::error::{Error, ErrorKind};
use crate::monitor::Monitor;
use crate::secrets::Resolved;

/// Reads the index; `None` when the known one is current.
#[expect(clippy::unused_async, reason = "it will ask a server")]
pub(super) async fn index(
    _: &Client,
    _: &Resolved,
    _: Option<&Validators>,
    _: &Monitor,
) -> Result<Option<IndexBytes>, Error> {
    Err(unsupported())
}

/// Reads a package.
#[expect(clippy::unused_async, reason = "it will ask a server")]
pub(super) async fn package(
    _: &Client,
    _: &Resolved,
    _: PackageName<'_>,
    _: &Monitor,
) -> Result<PackageBytes, Error> {
    Err(unsupported())
}

/// Names of the other index files beside the index.
#[expect(clippy::unused_async, reason = "it will ask a server")]
pub(super) async fn siblings(_: &Client, _: &Resolved, _: &Monitor) -> Result<Vec<String>, Error> {
    Err(unsupported())
}

/// Names of the folders beside the index that hold a `meta.yaml`.
#[expect(clippy::unused_async, reason = "it will ask a server")]
pub(super) async fn addon_folders(
    _: &Client,
    _: &Resolved,
    _: &Monitor,
) -> Result<Vec<String>, Error> {
    Err(unsupported())
}

fn unsupported() -> Error {
    Error::new(ErrorKind::Unsupported, "S3 is not there yet")
}
