//! Files of one commit, read from the object database.
//!
//! May import: `source::{answer, fault, file}`, `source::git::fault`, `model::text`, `error`.

use gix::object::tree::EntryKind;

use super::fault;
use crate::error::{Error, ErrorKind};
use crate::model::text::clean;
use crate::source::answer::PackageBytes;
use crate::source::fault::too_large;
use crate::source::file::{DEPTH_LIMIT, FILES_LIMIT};

/// A commit's tree.
pub(super) struct Snapshot {
    /// The repository's copy.
    pub(super) repository: gix::Repository,
    /// The commit, as 40 hexadecimal digits.
    pub(super) commit: String,
    /// Its tree.
    pub(super) tree: gix::ObjectId,
    /// What was asked for, for messages: `branch main of https://…`.
    pub(super) name: String,
}

impl Snapshot {
    /// In one line, for people.
    pub(super) fn describe(&self) -> String {
        format!("{}, commit {}", self.name, self.commit.get(..10).unwrap_or_default())
    }

    /// Reads a file of at most `limit` bytes.
    pub(super) fn file(&self, path: &str, limit: u64) -> Result<Vec<u8>, Error> {
        let (id, kind) = self.find(path)?;
        match kind {
            EntryKind::Blob | EntryKind::BlobExecutable => self.blob(id, path, limit),
            EntryKind::Tree => {
                Err(self.wrong(path, "is a folder", "add the name of the index file"))
            }
            EntryKind::Link => {
                Err(self.wrong(path, "is a symbolic link", "use the path that it points to"))
            }
            EntryKind::Commit => Err(self.submodule(path, path)),
        }
    }

    /// Reads a package: a folder as a tree, a file as an archive.
    pub(super) fn package(&self, path: &str, limit: u64) -> Result<PackageBytes, Error> {
        let name = path.rsplit('/').next().unwrap_or_default().to_owned();
        let (id, kind) = self.find(path)?;
        if kind != EntryKind::Tree {
            return Ok(PackageBytes::Archive { name, bytes: self.file(path, limit)? });
        }
        let mut gathered = Gathered { files: Vec::new(), left: limit, limit };
        self.gather(id, "", 0, &mut gathered)?;
        gathered.files.sort();
        Ok(PackageBytes::Tree { name, files: gathered.files })
    }

    /// Names of the regular files in a folder.
    pub(super) fn names(&self, folder: &str) -> Result<Vec<String>, Error> {
        let id = if folder.is_empty() { self.tree } else { self.find(folder)?.0 };
        let tree = self.repository.find_tree(id).map_err(|error| fault::damaged(&error))?;
        let files = tree.iter().filter_map(Result::ok).filter(|entry| entry.mode().is_blob());
        Ok(files.map(|entry| entry.filename().to_string()).collect())
    }

    /// Names of the folders in a folder that hold a file of that name.
    pub(super) fn folders_with(&self, folder: &str, file: &str) -> Result<Vec<String>, Error> {
        let id = if folder.is_empty() { self.tree } else { self.find(folder)?.0 };
        let tree = self.repository.find_tree(id).map_err(|error| fault::damaged(&error))?;
        let folders = tree.iter().filter_map(Result::ok).filter(|entry| entry.mode().is_tree());
        let holding = folders.filter(|entry| {
            let inner = self.repository.find_tree(entry.object_id());
            inner.is_ok_and(|inner| inner.find_entry(file).is_some())
        });
        Ok(holding.map(|entry| entry.filename().to_string()).collect())
    }

    fn find(&self, path: &str) -> Result<(gix::ObjectId, EntryKind), Error> {
        let tree = self.repository.find_tree(self.tree).map_err(|error| fault::damaged(&error))?;
        match tree.lookup_entry_by_path(path) {
            Ok(Some(entry)) => Ok((entry.object_id(), entry.mode().kind())),
            // What a submodule leads to is looked up here, where it is not: that is no damage.
            Err(error) if self.end(path).is_none() => Err(fault::damaged(&error)),
            Ok(None) | Err(_) => Err(self.missing(path)),
        }
    }

    /// Why a path is not there: the end of the repository may lie on the way.
    fn missing(&self, path: &str) -> Error {
        match self.end(path) {
            Some((folder, EntryKind::Commit)) => self.submodule(path, folder),
            Some((folder, EntryKind::Link)) => self.wrong(
                path,
                &format!("is not there: {folder} is a symbolic link"),
                "use the path that it points to",
            ),
            _ => Error::new(ErrorKind::NotFound, format!("there is no {path} in {}", self.name))
                .hint("check the path behind // and the ref"),
        }
    }

    /// The first part of the way to a path that is there and no folder.
    fn end<'path>(&self, path: &'path str) -> Option<(&'path str, EntryKind)> {
        let parts = path.match_indices('/').filter_map(|(at, _)| path.get(..at));
        let mut found = parts.map_while(|folder| Some((folder, self.kind(folder)?)));
        found.find(|(_, kind)| *kind != EntryKind::Tree)
    }

    fn kind(&self, path: &str) -> Option<EntryKind> {
        let tree = self.repository.find_tree(self.tree).ok()?;
        Some(tree.lookup_entry_by_path(path).ok()??.mode().kind())
    }

    /// Submodules are other repositories, and none is fetched unasked.
    fn submodule(&self, path: &str, folder: &str) -> Error {
        let url = self.file(".gitmodules", MODULES_LIMIT).ok();
        let url = url.and_then(|bytes| module_url(&String::from_utf8_lossy(&bytes), folder));
        let hint = match url {
            Some(url) => format!("submodules are not fetched: register {} itself", clean(&url)),
            None => "submodules are not fetched: register its own repository".to_owned(),
        };
        if path == folder {
            return self.wrong(path, "is a submodule", &hint);
        }
        self.wrong(path, &format!("lies in the submodule {folder}"), &hint)
    }

    fn blob(&self, id: gix::ObjectId, path: &str, limit: u64) -> Result<Vec<u8>, Error> {
        let header = self.repository.find_header(id).map_err(|error| fault::damaged(&error))?;
        if header.size() > limit {
            return Err(too_large(path, limit));
        }
        let mut blob = self.repository.find_blob(id).map_err(|error| fault::damaged(&error))?;
        Ok(blob.take_data())
    }

    fn gather(
        &self,
        id: gix::ObjectId,
        prefix: &str,
        depth: usize,
        into: &mut Gathered,
    ) -> Result<(), Error> {
        let tree = self.repository.find_tree(id).map_err(|error| fault::damaged(&error))?;
        for entry in tree.iter() {
            let entry = entry.map_err(|error| fault::damaged(&error))?;
            let path = format!("{prefix}{}", entry.filename());
            match entry.mode().kind() {
                EntryKind::Tree if depth < DEPTH_LIMIT => {
                    self.gather(entry.object_id(), &format!("{path}/"), depth + 1, into)?;
                }
                EntryKind::Blob | EntryKind::BlobExecutable => {
                    let bytes = self
                        .blob(entry.object_id(), &path, into.left)
                        .map_err(|_| too_large("the package's folder", into.limit))?;
                    into.left = into.left.saturating_sub(bytes.len() as u64);
                    into.files.push((path, bytes));
                }
                // Links and submodules are no part of a package.
                EntryKind::Tree | EntryKind::Link | EntryKind::Commit => {}
            }
            if into.files.len() > FILES_LIMIT {
                return Err(too_large("the package's folder", into.limit));
            }
        }
        Ok(())
    }

    fn wrong(&self, path: &str, what: &str, hint: &str) -> Error {
        Error::new(ErrorKind::NotFound, format!("{path} {what} in {}", self.name)).hint(hint)
    }
}

/// Largest file of submodules that is looked at, in bytes.
const MODULES_LIMIT: u64 = 1 << 20;

/// The URL of the submodule in a folder, from `.gitmodules`: sections with `path` and `url`. What stands before
/// an `@` in it is left away, for it may be a password.
fn module_url(text: &str, folder: &str) -> Option<String> {
    let sections = text.split("[submodule").skip(1);
    let value = |section: &str, name: &str| {
        section.lines().find_map(|line| {
            let (key, value) = line.split_once('=')?;
            (key.trim() == name).then(|| value.trim().to_owned())
        })
    };
    let section =
        sections.into_iter().find(|section| value(section, "path").as_deref() == Some(folder))?;
    let url = value(section, "url")?;
    match (url.split_once("://"), url.rsplit_once('@')) {
        (Some((scheme, _)), Some((_, rest))) => Some(format!("{scheme}://{rest}")),
        _ => Some(url),
    }
}

struct Gathered {
    files: Vec<(String, Vec<u8>)>,
    left: u64,
    limit: u64,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_submodule_is_told_by_its_url_without_a_password() {
        let text = "[submodule \"a\"]\n\tpath = libs/a\n\turl = https://me:secret@example.org/a.git\n\
                    [submodule \"b\"]\n\tpath = b\n\turl = ../b.git\n";
        for (folder, expected) in
            [("libs/a", Some("https://example.org/a.git")), ("b", Some("../b.git")), ("c", None)]
        {
            assert_eq!(module_url(text, folder).as_deref(), expected);
        }
    }
}
