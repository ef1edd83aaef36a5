//! Local files and folders. Blocking: called on the blocking pool.
//!
//! May import: `source::{answer, fault}`, `model`, `error`.

use std::fs;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use super::answer::PackageBytes;
use super::fault::too_large;
use crate::error::{Error, ErrorKind};
use crate::model::Fault;
use crate::model::location::is_index_name;

/// Files that a package folder may have; more is no package.
pub(super) const FILES_LIMIT: usize = 20_000;
/// Folders inside folders.
pub(super) const DEPTH_LIMIT: usize = 64;

/// Reads a regular file of at most `limit` bytes.
pub(super) fn read(path: &Path, limit: u64) -> Result<Vec<u8>, Error> {
    let data = fs::metadata(path).map_err(|error| failed(path, &error))?;
    if data.is_dir() {
        return Err(Error::new(ErrorKind::NotFound, format!("{} is a folder", path.display()))
            .hint("name the index file in it, or the folder without .yaml"));
    }
    if !data.is_file() {
        return Err(Error::new(
            ErrorKind::Unsupported,
            format!("{} is no regular file", path.display()),
        ));
    }
    let file = fs::File::open(path).map_err(|error| failed(path, &error))?;
    let mut bytes = Vec::new();
    // One more than allowed, for the file may grow while it is read.
    file.take(limit.saturating_add(1))
        .read_to_end(&mut bytes)
        .map_err(|error| failed(path, &error))?;
    if bytes.len() as u64 > limit {
        return Err(too_large(&path.display().to_string(), limit));
    }
    Ok(bytes)
}

/// Reads a package: a file as an archive, a folder as a tree.
pub(super) fn package(path: &Path, limit: u64) -> Result<PackageBytes, Error> {
    let name = path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned();
    let data = fs::metadata(path).map_err(|error| failed(path, &error))?;
    if !data.is_dir() {
        return Ok(PackageBytes::Archive { name, bytes: read(path, limit)? });
    }
    let mut tree = Tree { files: Vec::new(), left: limit, limit };
    tree.add(path, "", 0)?;
    tree.files.sort();
    Ok(PackageBytes::Tree { name, files: tree.files })
}

struct Tree {
    files: Vec<(String, Vec<u8>)>,
    left: u64,
    limit: u64,
}

impl Tree {
    /// Adds what is below a folder. Links and special files are left out, as an archive would have them left
    /// out; so is `.git`.
    fn add(&mut self, folder: &Path, prefix: &str, depth: usize) -> Result<(), Error> {
        if depth > DEPTH_LIMIT {
            return Err(too_deep(folder));
        }
        for entry in fs::read_dir(folder).map_err(|error| failed(folder, &error))? {
            let entry = entry.map_err(|error| failed(folder, &error))?;
            let path = entry.path();
            let kind = entry.file_type().map_err(|error| failed(&path, &error))?;
            let name = entry.file_name().to_string_lossy().into_owned();
            if kind.is_dir() && name != ".git" {
                self.add(&path, &format!("{prefix}{name}/"), depth + 1)?;
            } else if kind.is_file() {
                let bytes = read(&path, self.left).map_err(|error| self.explain(folder, error))?;
                self.left = self.left.saturating_sub(bytes.len() as u64);
                self.files.push((format!("{prefix}{name}"), bytes));
            }
            if self.files.len() > FILES_LIMIT {
                return Err(too_many(folder));
            }
        }
        Ok(())
    }

    fn explain(&self, folder: &Path, error: Error) -> Error {
        match error.kind {
            ErrorKind::TooLarge => {
                too_large(&format!("the folder {}", folder.display()), self.limit)
            }
            _ => error,
        }
    }
}

/// Names of the index files in the folder of `path`, without its own.
pub(super) fn siblings(path: &Path) -> Result<Vec<String>, Error> {
    let folder: PathBuf = path.parent().unwrap_or(path).to_owned();
    let own = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let entries = fs::read_dir(&folder).map_err(|error| failed(&folder, &error))?;
    let names = entries
        .flatten()
        .filter(|entry| entry.file_type().is_ok_and(|kind| kind.is_file()))
        .map(|entry| entry.file_name().to_string_lossy().into_owned());
    Ok(other_indexes(names, &own))
}

/// Of a folder's file names those that are index files, sorted, without `own`.
pub(super) fn other_indexes(names: impl Iterator<Item = String>, own: &str) -> Vec<String> {
    let mut names: Vec<String> =
        names.filter(|name| is_index_name(name) && name != own && !name.starts_with('.')).collect();
    names.sort();
    names
}

fn too_deep(folder: &Path) -> Error {
    Error::new(ErrorKind::TooLarge, format!("{} is nested too deeply", folder.display()))
}

fn too_many(folder: &Path) -> Error {
    let what = format!("{} has more than {FILES_LIMIT} files", folder.display());
    Error::new(ErrorKind::TooLarge, what).hint("this is no package: check the path")
}

/// A failure of the disk in words.
pub(super) fn failed(path: &Path, error: &io::Error) -> Error {
    let place = path.display();
    let told = match error.kind() {
        io::ErrorKind::NotFound => Error::new(ErrorKind::NotFound, format!("there is no {place}"))
            .hint("check the path and the name of the file"),
        io::ErrorKind::PermissionDenied => {
            Error::new(ErrorKind::Io, format!("{place} may not be read: {error}"))
                .hint("check its rights")
        }
        _ => Error::new(ErrorKind::Io, format!("cannot read {place}: {error}")),
    };
    told.fault(Fault::LocalFile)
}
