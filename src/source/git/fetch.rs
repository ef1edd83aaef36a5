//! A repository's state at a branch, tag or commit: local ones in place, others fetched into the cache.
//!
//! May import: `source::git::{copy, fault, place, run, tree, wish}`, `error`.

use std::sync::Arc;

use gix::ObjectId;

use super::place::{Place, Way};
use super::run::Run;
use super::tree::Snapshot;
use super::{copy, fault, wish};
use crate::error::Error;

/// Which state is wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Freshness {
    /// What the server has now.
    Newest,
    /// What was fetched last, if anything was.
    Last,
}

/// The state of a place.
pub(super) fn snapshot(
    place: &Arc<Place>,
    freshness: Freshness,
    run: &Arc<Run>,
) -> Result<Snapshot, Error> {
    if matches!(place.way, Way::Here) {
        let path = place.url.to_file_path().unwrap_or_default();
        let repository = gix::open_opts(path, gix::open::Options::isolated())
            .map_err(|error| fault::not_opened(place, &error))?;
        let id = wish::here(place, &repository)?;
        return at(place, repository, id);
    }
    let copy = copy::open(place, run)?;
    let repository = copy.repository.clone();
    let last = copy::last_tip(place).filter(|tip| repository.has_object(tip));
    if let Some(tip) = last.filter(|_| freshness == Freshness::Last) {
        return at(place, repository, tip);
    }
    let tip = wish::there(place, &repository, last, run)?;
    copy::check_size(place)?;
    copy::note_tip(place, tip)?;
    at(place, repository, tip)
}

/// The tree of a commit, or of what a tag stands for.
fn at(place: &Place, repository: gix::Repository, id: ObjectId) -> Result<Snapshot, Error> {
    let (commit, tree) =
        commit_and_tree(&repository, id).map_err(|error| fault::damaged(&error))?;
    let name = match &place.reference {
        Some(reference) => format!("{} at {reference}", place.shown()),
        None => place.shown(),
    };
    Ok(Snapshot { repository, commit, tree, name })
}

fn commit_and_tree(
    repository: &gix::Repository,
    id: ObjectId,
) -> Result<(String, ObjectId), gix::Error> {
    let commit = repository.find_object(id)?.peel_to_commit()?;
    let tree = commit.tree_id()?.detach();
    Ok((commit.id.to_hex().to_string(), tree))
}
