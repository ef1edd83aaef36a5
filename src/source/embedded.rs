//! The sample repositories that are part of the program.
//!
//! May import: `source::answer`, `sample`, `error`.

use super::answer::PackageBytes;
use crate::error::{Error, ErrorKind};
use crate::sample;

/// Paths of all files of a sample.
pub(super) fn paths(sample: &str) -> Result<Vec<&'static str>, Error> {
    let name = sample.split('/').next().unwrap_or_default();
    sample::files(name).ok_or_else(|| {
        Error::new(ErrorKind::NotFound, format!("there is no embedded sample \"{name}\""))
            .hint(format!("there are: {}", sample::names().join(", ")))
    })
}

/// One file of a sample.
pub(super) fn file(sample: &str, path: &str) -> Result<Vec<u8>, Error> {
    paths(sample)?;
    let name = sample.split('/').next().unwrap_or_default();
    sample::file(name, path).map(std::borrow::Cow::into_owned).ok_or_else(|| {
        Error::new(ErrorKind::NotFound, format!("there is no {path} in sample://{name}"))
    })
}

/// A file of a sample, or all files below a folder of it.
pub(super) fn package(sample: &str, path: &str) -> Result<PackageBytes, Error> {
    let folder = format!("{path}/");
    let name = path.rsplit('/').next().unwrap_or_default().to_owned();
    let below: Vec<&str> =
        paths(sample)?.into_iter().filter(|path| path.starts_with(&folder)).collect();
    if below.is_empty() {
        return Ok(PackageBytes::Archive { name, bytes: file(sample, path)? });
    }
    let read = |found: &str| {
        let inner = found.strip_prefix(&folder).unwrap_or(found).to_owned();
        Ok((inner, file(sample, found)?))
    };
    Ok(PackageBytes::Tree {
        name,
        files: below.into_iter().map(read).collect::<Result<_, Error>>()?,
    })
}
