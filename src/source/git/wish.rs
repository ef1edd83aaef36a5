//! What a reference means: a branch, a tag, a commit, the start of a commit's id; here or on a server.
//!
//! On a server a name is fetched with the depth that is asked for. A commit is asked for by its id; where
//! the server does not give it so, it is sought in the newest commits of all branches, then in all of them.
//! May import: `source::git::{exchange, fault, place, run}`, `error`.

use std::num::NonZeroU32;
use std::sync::Arc;

use gix::ObjectId;
use gix::remote::fetch::Shallow;

use super::exchange::{Failed, fetch, list};
use super::fault;
use super::place::Place;
use super::run::Run;
use crate::error::Error;

/// How far back a commit is sought before everything is fetched.
const SOME_COMMITS: u32 = 50;

/// What a reference means in a local repository: a commit, a branch, a tag, a branch of its origin.
pub(super) fn here(place: &Place, repository: &gix::Repository) -> Result<ObjectId, Error> {
    let found = match place.reference.as_deref() {
        None => repository.head_id().ok().map(gix::Id::detach),
        Some(name) => match place.commit().and_then(|id| ObjectId::from_hex(id.as_bytes()).ok()) {
            Some(id) => Some(id).filter(|id| repository.has_object(id)),
            None => named_here(name, repository),
        },
    };
    let found = match (found, place.short_commit()) {
        (None, Some(short)) => begun(place, repository, short)?,
        (found, _) => found,
    };
    found.ok_or_else(|| fault::no_reference(place, &names_here(repository)))
}

fn named_here(name: &str, repository: &gix::Repository) -> Option<ObjectId> {
    let names = [
        format!("refs/heads/{name}"),
        format!("refs/tags/{name}"),
        format!("refs/remotes/origin/{name}"),
        name.to_owned(),
    ];
    let exact = names.iter().filter(|full| full.starts_with("refs/"));
    exact
        .filter_map(|full| repository.try_find_reference(full.as_str()).ok().flatten())
        .find_map(|mut reference| reference.peel_to_id().ok().map(gix::Id::detach))
}

fn names_here(repository: &gix::Repository) -> Vec<String> {
    let Ok(platform) = repository.references() else { return Vec::new() };
    let mut names: Vec<String> = ["refs/heads/", "refs/tags/"]
        .iter()
        .filter_map(|prefix| platform.prefixed(*prefix).ok())
        .flat_map(|found| found.filter_map(Result::ok))
        .map(|reference| reference.name().shorten().to_string())
        .collect();
    names.sort();
    names
}

/// The only commit whose id begins so.
fn begun(
    place: &Place,
    repository: &gix::Repository,
    short: &str,
) -> Result<Option<ObjectId>, Error> {
    match repository.rev_parse_single(format!("{short}^{{commit}}").as_str()) {
        Ok(id) => Ok(Some(id.detach())),
        Err(error) if error.to_string().contains("mbiguous") => Err(fault::ambiguous(place, short)),
        Err(_) => Ok(None),
    }
}

/// Fetches what the reference means on the server now, and gives its id. `last` is what it meant before.
pub(super) fn there(
    place: &Arc<Place>,
    repository: &gix::Repository,
    last: Option<ObjectId>,
    run: &Arc<Run>,
) -> Result<ObjectId, Error> {
    if let Some(commit) = place.commit() {
        return by_id(place, repository, commit, run);
    }
    // Only the tip is ever read, so one commit is enough unless more are asked for.
    match fetch(place, repository, (&wishes(place), depth(place)), run) {
        Ok(found) if !found.is_empty() => Ok(first(&found).unwrap_or_else(null)),
        Err(Failed::Because(error)) => Err(error),
        Ok(_) | Err(Failed::Unnamed | Failed::Unadvertised) => match place.short_commit() {
            Some(short) => by_start(place, repository, (short, last), run),
            None => Err(nowhere(place, repository, run)),
        },
    }
}

fn null() -> ObjectId {
    ObjectId::null(gix::hash::Kind::Sha1)
}

fn depth(place: &Place) -> Shallow {
    Shallow::DepthAtRemote(place.depth.and_then(NonZeroU32::new).unwrap_or(NonZeroU32::MIN))
}

/// What to ask the server for. A name may be a branch or a tag; the branch wins, as with `git checkout`.
fn wishes(place: &Place) -> Vec<String> {
    match place.reference.as_deref() {
        None => vec!["+HEAD:refs/chartroom/0".to_owned()],
        Some(full) if full.starts_with("refs/") => vec![format!("+{full}:refs/chartroom/0")],
        Some(name) => vec![
            format!("+refs/heads/{name}:refs/chartroom/0"),
            format!("+refs/tags/{name}:refs/chartroom/1"),
        ],
    }
}

/// The id that the first wish led to.
fn first(found: &[(String, ObjectId)]) -> Option<ObjectId> {
    found.first().map(|(_, id)| *id)
}

fn nowhere(place: &Arc<Place>, repository: &gix::Repository, run: &Arc<Run>) -> Error {
    match list(place, repository, run) {
        Ok(listing) => fault::no_reference(place, &listing.names),
        Err(error) => error,
    }
}

fn by_id(
    place: &Arc<Place>,
    repository: &gix::Repository,
    commit: &str,
    run: &Arc<Run>,
) -> Result<ObjectId, Error> {
    let id = ObjectId::from_hex(commit.as_bytes()).map_err(|_| fault::no_reference(place, &[]))?;
    let wish = [format!("+{commit}:refs/chartroom/0")];
    match fetch(place, repository, (&wish, depth(place)), run) {
        Ok(_) if repository.has_object(id) => return Ok(id),
        Err(Failed::Because(error)) => return Err(error),
        Ok(_) | Err(Failed::Unadvertised | Failed::Unnamed) => {}
    }
    let listing = list(place, repository, run)?;
    if listing.gives_commits || listing.names.is_empty() {
        return Err(fault::no_reference(place, &listing.names));
    }
    let few = place.depth.unwrap_or_default().max(SOME_COMMITS);
    let few = Shallow::DepthAtRemote(NonZeroU32::new(few).unwrap_or(NonZeroU32::MIN));
    for (depth, what) in [
        (few, format!("the newest {SOME_COMMITS} commits of each branch were fetched")),
        (Shallow::undo(), "all branches were fetched with their whole history".to_owned()),
    ] {
        all(place, repository, depth, run)?;
        if repository.has_object(id) {
            run.tell(format!("the server gives no single commits, so {what}"));
            return Ok(id);
        }
    }
    Err(fault::no_reference(place, &listing.names))
}

/// A commit of which only the start of its id is known can be found where its history is, and nowhere else.
fn by_start(
    place: &Arc<Place>,
    repository: &gix::Repository,
    (short, last): (&str, Option<ObjectId>),
    run: &Arc<Run>,
) -> Result<ObjectId, Error> {
    // What it meant before it means still, if the server has it still.
    let last = last.map(|id| id.to_hex().to_string());
    if let Some(commit) = last.filter(|id| id.starts_with(&short.to_ascii_lowercase())) {
        return by_id(place, repository, &commit, run);
    }
    all(place, repository, Shallow::undo(), run)?;
    run.tell(format!(
        "all branches were fetched with their whole history to find {short}: write all 40 digits to fetch only \
         that commit"
    ));
    let found = begun(place, repository, short)?;
    found.ok_or_else(|| nowhere(place, repository, run))
}

/// Fetches all branches and tags.
fn all(
    place: &Arc<Place>,
    repository: &gix::Repository,
    depth: Shallow,
    run: &Arc<Run>,
) -> Result<(), Error> {
    let all = ["+refs/heads/*:refs/chartroom/h/*", "+refs/tags/*:refs/chartroom/t/*"];
    match fetch(place, repository, (&all.map(str::to_owned), depth), run) {
        Ok(_) => Ok(()),
        Err(Failed::Because(error)) => Err(error),
        Err(Failed::Unadvertised | Failed::Unnamed) => Err(nowhere(place, repository, run)),
    }
}
