//! Files of one commit, read from the object database.
//!
//! May import: `source::{answer, fault, file}`, `source::git::fault`, `error`.

use gix::object::tree::EntryKind;

use super::fault;
use crate::error::{Error, ErrorKind};
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
            EntryKind::Commit => Err(self.wrong(
                path,
                "is a submodule",
                "use the repository of the submodule itself",
            )),
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
        let entry = tree.lookup_entry_by_path(path).map_err(|error| fault::damaged(&error))?;
        let entry = entry.ok_or_else(|| {
            Error::new(ErrorKind::NotFound, format!("there is no {path} in {}", self.name))
                .hint("check the path behind // and the ref")
        })?;
        Ok((entry.object_id(), entry.mode().kind()))
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

struct Gathered {
    files: Vec<(String, Vec<u8>)>,
    left: u64,
    limit: u64,
}
