//! One connection to the repository's server: fetching what was wished for, or listing its names.
//!
//! May import: `source::git::{daemon, fault, place, run, secure, web}`, `error`.

use std::io;
use std::sync::Arc;

use gix::ObjectId;
use gix::protocol::transport::Protocol;
use gix::protocol::transport::client::blocking_io::Transport;
use gix::remote::Direction;
use gix::remote::fetch::{Shallow, Tags};
use gix::remote::ref_map::Options;

use super::place::{Place, Way};
use super::run::Run;
use super::{daemon, fault, secure, web};
use crate::error::Error;

/// Why nothing was fetched.
pub(super) enum Failed {
    /// The server does not give the commit that was asked for by its id.
    Unadvertised,
    /// No name that was asked for is there.
    Unnamed,
    /// Something else.
    Because(Error),
}

impl Failed {
    fn of(place: &Place, run: &Run, error: &gix::Error) -> Self {
        let cause = run.cause();
        if run.is_stopped() {
            return Self::Because(Error::cancelled());
        }
        let refused = cause.as_ref().is_some_and(|cause| cause.message.contains("not our ref"));
        if refused || fault::is_unadvertised(error) {
            Self::Unadvertised
        } else if fault::is_unnamed(error) {
            Self::Unnamed
        } else {
            Self::Because(cause.unwrap_or_else(|| fault::not_fetched(place, run.received(), error)))
        }
    }
}

/// Fetches what the wishes (`+theirs:ours`) lead to; gives ours with their ids, sorted.
pub(super) fn fetch(
    place: &Arc<Place>,
    repository: &gix::Repository,
    (wishes, depth): (&[String], Shallow),
    run: &Arc<Run>,
) -> Result<Vec<(String, ObjectId)>, Failed> {
    let fetched = || -> Result<_, gix::Error> {
        let remote = remote(place, repository, wishes)?;
        let mut connection = remote.to_connection_with_transport(open(place, run)?);
        connection.set_credentials(|_| Ok(None));
        connection.set_transport_options(Box::new(()));
        let prepared =
            connection.prepare_fetch(run.progress("listing references"), Options::default())?;
        let progress = run.progress("receiving objects");
        prepared.with_shallow(depth).receive(progress, run.stop_flag())
    };
    let outcome = fetched().map_err(|error| Failed::of(place, run, &error))?;
    let mut found: Vec<(String, ObjectId)> = outcome
        .ref_map
        .mappings
        .iter()
        .filter_map(|mapping| {
            let ours = mapping.local.as_ref()?.to_string();
            Some((ours, mapping.remote.as_id()?.to_owned()))
        })
        .collect();
    found.sort();
    Ok(found)
}

/// What a server says of itself.
pub(super) struct Listing {
    /// Names of all branches and tags, sorted.
    pub(super) names: Vec<String>,
    /// Whether it gives any commit that it has by its id alone, so that one which it refuses is not there.
    pub(super) gives_commits: bool,
}

/// Lists branches and tags.
pub(super) fn list(
    place: &Arc<Place>,
    repository: &gix::Repository,
    run: &Arc<Run>,
) -> Result<Listing, Error> {
    let listed = || -> Result<_, gix::Error> {
        let all = ["+refs/heads/*:refs/chartroom/h/*", "+refs/tags/*:refs/chartroom/t/*"];
        let remote = remote(place, repository, &all.map(str::to_owned))?;
        let mut connection = remote.to_connection_with_transport(open(place, run)?);
        connection.set_credentials(|_| Ok(None));
        connection.set_transport_options(Box::new(()));
        connection.ref_map(run.progress("listing references"), Options::default())
    };
    let (map, handshake) = listed().map_err(|error| match Failed::of(place, run, &error) {
        Failed::Because(error) => error,
        Failed::Unadvertised | Failed::Unnamed => fault::not_fetched(place, run.received(), &error),
    })?;
    let mut names: Vec<String> = map
        .remote_refs
        .iter()
        .filter_map(|reference| {
            let name = reference.unpack().0.to_string();
            let short =
                name.strip_prefix("refs/heads/").or_else(|| name.strip_prefix("refs/tags/"));
            short.map(str::to_owned)
        })
        .collect();
    names.sort();
    let agent = handshake.capabilities.capability("agent");
    let agent = agent.and_then(|agent| agent.value().map(ToString::to_string)).unwrap_or_default();
    let is_new = handshake.server_protocol_version == Protocol::V2;
    Ok(Listing { names, gives_commits: is_new && agent.starts_with("git/") })
}

fn remote<'copy>(
    place: &Place,
    repository: &'copy gix::Repository,
    wishes: &[String],
) -> Result<gix::Remote<'copy>, gix::Error> {
    // The URL never reaches the copy's configuration: the remote has no name.
    let mut remote = repository.remote_at(place.url.as_str())?.with_fetch_tags(Tags::None);
    remote.replace_refspecs(wishes.iter().map(String::as_str), Direction::Fetch)?;
    Ok(remote)
}

fn open(place: &Arc<Place>, run: &Arc<Run>) -> Result<Box<dyn Transport>, gix::Error> {
    let _line = run.progress(&format!("connecting to {}", place.host()));
    let opened = || -> io::Result<Box<dyn Transport>> {
        Ok(match &place.way {
            Way::Web(way) => Box::new(web::connect(place, way, run)?),
            Way::Daemon => Box::new(daemon::connect(place, run)?),
            Way::Ssh(way) => Box::new(secure::connect(place, way, run)?),
            Way::Here => return Err(io::Error::other("a local repository is read in place")),
        })
    };
    opened().map_err(gix::Error::from_error)
}
