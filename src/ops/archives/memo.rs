//! What was read from archives before, so that unchanged ones are not read again.
//!
//! May import: `source`, `model`.

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::model::Repository;
use crate::source::cache::Kept;
use crate::source::{ArchiveFile, Client};

/// By the reference of the archive.
#[derive(Debug, Default, Serialize, Deserialize)]
pub(super) struct Memo(pub(super) BTreeMap<String, Known>);

/// One archive, as it was when it was read.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Known {
    etag: String,
    size: u64,
    modified: Option<Timestamp>,
    pub(super) outcome: Outcome,
}

/// What an archive turned out to be.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum Outcome {
    /// A chart: its name and its entry.
    Chart { name: String, entry: Value },
    /// No chart that clients would take, and why.
    LeftOut(String),
}

impl Known {
    pub(super) fn of(file: &ArchiveFile, outcome: Outcome) -> Self {
        let ArchiveFile { etag, size, modified, .. } = file.clone();
        Self { etag, size, modified, outcome }
    }

    /// Whether the archive is still what it was. Without a tag its time tells.
    pub(super) fn is_of(&self, file: &ArchiveFile) -> bool {
        let is_tagged = !file.etag.is_empty();
        let is_timed = file.modified.is_some() && self.modified == file.modified;
        self.etag == file.etag && self.size == file.size && (is_tagged || is_timed)
    }
}

/// What is known of a repository's archives; nothing when that cannot be read.
pub(super) async fn load(client: &Client, repository: &Repository) -> Memo {
    let (folder, repository) = (client.settings.cache.clone(), repository.clone());
    let work = move || {
        let bytes = Kept::Archives.read(&folder, &repository)?;
        serde_json::from_slice(&bytes).ok()
    };
    tokio::task::spawn_blocking(work).await.ok().flatten().unwrap_or_default()
}

/// Keeps it. A full disk is no reason to fail: the archives are then read again.
pub(super) async fn save(client: &Client, repository: &Repository, memo: &Memo) {
    let Ok(bytes) = serde_json::to_vec(memo) else { return };
    let (folder, repository) = (client.settings.cache.clone(), repository.clone());
    let work = move || Kept::Archives.write(&folder, &repository, &bytes);
    let _ = tokio::task::spawn_blocking(work).await;
}
