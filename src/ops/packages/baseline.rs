//! Which versions of a place were looked at when all of them were to be: what `since` starts from.
//!
//! May import: `ops::packages::edition`, `source`, `model`.

use std::collections::HashSet;

use serde::{Deserialize, Serialize};

use super::edition::edition;
use crate::model::Repository;
use crate::source::Client;
use crate::source::cache::Kept;

#[derive(Deserialize, Serialize)]
struct Note {
    edition: String,
    versions: HashSet<String>,
}

/// What was looked at; `None` when nothing was, or by another edition of the program.
pub(super) async fn load(client: &Client, repository: &Repository) -> Option<HashSet<String>> {
    let (folder, repository) = (client.settings.cache.clone(), repository.clone());
    let work = move || -> Option<Note> {
        serde_json::from_slice(&Kept::Validated.read(&folder, &repository)?).ok()
    };
    let note = tokio::task::spawn_blocking(work).await.ok().flatten()?;
    (note.edition == edition()).then_some(note.versions)
}

/// Notes what was looked at. A full disk is no reason to fail: then all of it is looked at again.
pub(super) async fn save(client: &Client, repository: &Repository, versions: HashSet<String>) {
    let note = Note { edition: edition().to_owned(), versions };
    let (folder, repository) = (client.settings.cache.clone(), repository.clone());
    let work = move || -> Option<()> {
        let bytes = serde_json::to_vec(&note).ok()?;
        Kept::Validated.write(&folder, &repository, &bytes).ok()
    };
    let _ = tokio::task::spawn_blocking(work).await;
}
