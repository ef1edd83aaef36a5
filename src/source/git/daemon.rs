//! Git's own protocol over a plain connection (`git://`), as `git daemon` speaks it.
//!
//! May import: `source::git::{fault, place, run, stream}`, `source::fault`, `error`.

use std::io::{self, BufReader};
use std::sync::Arc;

use gix::protocol::transport::Protocol;
use gix::protocol::transport::client::git::ConnectMode;
use gix::protocol::transport::client::git::blocking_io::Connection;
use tokio::net::TcpStream;
use tokio::net::tcp::{OwnedReadHalf, OwnedWriteHalf};

use super::fault;
use super::place::Place;
use super::run::Run;
use super::stream::{Incoming, Outgoing};
use crate::source::fault as web;

/// Git's usual port.
const PORT: u16 = 9418;

type Daemon = Connection<BufReader<Incoming<OwnedReadHalf>>, Outgoing<OwnedWriteHalf>>;

/// Connects.
pub(super) fn connect(place: &Arc<Place>, run: &Arc<Run>) -> io::Result<Daemon> {
    let name = place.url.host_str().unwrap_or_default().trim_matches(['[', ']']).to_owned();
    let port = place.url.port();
    let late = || web::connect_timeout(&place.url);
    let address = (name.clone(), port.unwrap_or(PORT));
    let stream = run.wait(place.connect_timeout, late, async {
        let addresses = tokio::net::lookup_host(address).await;
        let addresses = addresses
            .map_err(|error| run.fail(web::no_such_host(&place.url, &error.to_string())))?;
        TcpStream::connect(addresses.collect::<Vec<_>>().as_slice())
            .await
            .map_err(|error| run.fail(fault::not_connected(place, &error)))
    })?;
    let (reader, writer) = stream.into_split();
    let reader = Incoming { inner: reader, place: Arc::clone(place), run: Arc::clone(run) };
    let writer = Outgoing { inner: writer, place: Arc::clone(place), run: Arc::clone(run) };
    Ok(Connection::new(
        BufReader::with_capacity(64 << 10, reader),
        writer,
        Protocol::V2,
        place.server_path(),
        Some((name, port)),
        ConnectMode::Daemon,
        false,
    )
    .custom_url(Some(place.url.as_str().into())))
}
