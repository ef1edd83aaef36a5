//! Index files elsewhere in a tree whose index is not where it was sought.
//!
//! May import: `source::git::tree`, `model`, `error`.

use std::collections::VecDeque;

use gix::ObjectId;

use super::tree::Snapshot;
use crate::error::{Error, ErrorKind};
use crate::model::location::is_index_name;
use crate::model::text::clean;
use crate::model::{Fault, Location, Offer};

/// How many folders are looked into.
const FOLDERS_LIMIT: usize = 2_000;
/// How many files are read.
const FILES_LIMIT: usize = 20;
/// Largest file that is read, in bytes.
const SIZE_LIMIT: u64 = 8 << 20;
/// How many are named.
const SHOWN: usize = 3;

/// The error for an index that could not be read; where it is missing, with those that lie elsewhere.
pub(super) fn as_index(error: Error, snapshot: &Snapshot, location: &Location) -> Error {
    if error.kind != ErrorKind::NotFound {
        return error;
    }
    let error = error.fault(Fault::IndexMissing);
    let found = indexes(snapshot);
    let Some(best) = found.first() else { return error };
    let shown: Vec<&str> = found.iter().take(SHOWN).map(String::as_str).collect();
    let hint = format!("{}; index files there: {}", error.hint, clean(&shown.join(", ")));
    let error = error.hint(hint);
    // An offer is shown whole, so a secret in the repository's URL is in its way.
    let is_open = location.canonical() == location.to_string();
    match location {
        Location::Git { url, reference, depth, .. } if is_open => {
            let instead = Location::Git {
                url: url.clone(),
                reference: reference.clone(),
                depth: *depth,
                index_path: best.clone(),
            };
            error.offer(Offer::Instead(instead, "an index lies there".to_owned()))
        }
        _ => error,
    }
}

/// Paths of the index files, those near the root and with the usual name first.
fn indexes(snapshot: &Snapshot) -> Vec<String> {
    let mut folders = VecDeque::from([(snapshot.tree, String::new())]);
    let (mut found, mut looked, mut read) = (Vec::new(), 0, 0);
    while let Some((id, prefix)) = folders.pop_front() {
        looked += 1;
        let mut files = names(snapshot, id, &prefix, &mut folders);
        files.sort_by_key(|name| (name != "index.yaml", name.clone()));
        for path in files.into_iter().map(|name| format!("{prefix}{name}")) {
            read += 1;
            let bytes = snapshot.file(&path, SIZE_LIMIT).unwrap_or_default();
            if has_entries(&bytes) {
                found.push(path);
            }
            if read >= FILES_LIMIT {
                return found;
            }
        }
        if looked >= FOLDERS_LIMIT {
            break;
        }
    }
    found
}

/// Names of the files in a folder that may be an index; its folders go to the end of the queue.
fn names(
    snapshot: &Snapshot,
    id: ObjectId,
    prefix: &str,
    folders: &mut VecDeque<(ObjectId, String)>,
) -> Vec<String> {
    let Ok(tree) = snapshot.repository.find_tree(id) else { return Vec::new() };
    let mut names = Vec::new();
    for entry in tree.iter().filter_map(Result::ok) {
        let name = entry.filename().to_string();
        if entry.mode().is_tree() {
            folders.push_back((entry.object_id(), format!("{prefix}{name}/")));
        } else if entry.mode().is_blob() && name.starts_with("index") && is_index_name(&name) {
            names.push(name);
        }
    }
    names
}

/// Whether it has what every index has.
fn has_entries(bytes: &[u8]) -> bool {
    let mut lines = bytes.split(|byte| *byte == b'\n');
    let is_json = bytes.trim_ascii_start().starts_with(b"{");
    lines.any(|line| {
        line.starts_with(b"entries:")
            || is_json && line.windows(9).any(|part| part == b"\"entries\"")
    })
}
