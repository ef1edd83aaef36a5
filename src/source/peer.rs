//! The two steps below HTTP, taken one by one so that a check can name the one that fails: name resolution
//! with connection, and the TLS handshake. The trust is the very one that requests use.
//!
//! May import: `source::{certificate, client, fault, race}`, `model`, `error`, `monitor`.

use std::net::SocketAddr;
use std::sync::Arc;

use jiff::Timestamp;
use rustls::pki_types::ServerName;
use tokio::net::TcpStream;
use tokio::time::timeout;
use tokio_rustls::{TlsConnector, rustls};
use url::Url;

use super::certificate::Certificate;
use super::client::Client;
use super::fault;
use super::race::race;
use crate::error::{Error, ErrorKind};
use crate::model::{Fault, Repository};
use crate::monitor::Monitor;

/// A connection to a web server that says nothing yet.
#[derive(Debug)]
pub struct Connection {
    stream: TcpStream,
    /// Address of the other side.
    pub address: SocketAddr,
}

/// What a TLS handshake showed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Handshake {
    /// Protocol version: `TLS 1.3`.
    pub protocol: String,
    /// Common name or first name of the certificate; empty when it could not be read.
    pub subject: String,
    /// Who signed it; empty when it could not be read.
    pub issuer: String,
    /// When it expires, where that could be read.
    pub expires: Option<Timestamp>,
}

/// Resolves the URL's host and connects to the first address that answers.
///
/// # Errors
/// When the name is unknown, or no address accepts a connection in time.
pub async fn connect(client: &Client, url: &Url, monitor: &Monitor) -> Result<Connection, Error> {
    let host = url.host_str().unwrap_or_default().trim_matches(['[', ']']);
    let port = url.port_or_known_default().unwrap_or(match url.scheme() {
        "ssh" => 22,
        "git" => 9418,
        _ => 443,
    });
    let within = client.settings.connect_timeout;
    let found = race(monitor, timeout(within, tokio::net::lookup_host((host, port)))).await?;
    let addresses: Vec<SocketAddr> = match found {
        Ok(Ok(addresses)) => addresses.collect(),
        Ok(Err(error)) => return Err(fault::no_such_host(url, &error.to_string())),
        Err(_) => return Err(fault::no_such_host(url, "no answer from the name server in time")),
    };
    let mut last = fault::no_such_host(url, "the name has no address");
    for address in addresses {
        match race(monitor, timeout(within, TcpStream::connect(address))).await? {
            Ok(Ok(stream)) => return Ok(Connection { stream, address }),
            Ok(Err(error)) => last = fault::of_io(&error, url),
            Err(_) => last = fault::connect_timeout(url),
        }
    }
    Err(last)
}

impl Connection {
    /// Makes the TLS handshake as requests to the (resolved) repository do.
    ///
    /// # Errors
    /// When the other side does not speak TLS, or its certificate is not accepted.
    pub async fn handshake(
        self,
        client: &Client,
        (repository, url): (&Repository, &Url),
        monitor: &Monitor,
    ) -> Result<Handshake, Error> {
        let host = url.host_str().unwrap_or_default().trim_matches(['[', ']']).to_owned();
        let name = ServerName::try_from(host).map_err(|error| {
            Error::new(ErrorKind::Untrusted, format!("the host cannot be named in TLS: {error}"))
                .fault(Fault::TlsFailed)
        })?;
        let connector = TlsConnector::from(Arc::clone(&client.web_for(repository)?.tls));
        let within = client.settings.connect_timeout;
        let made = race(monitor, timeout(within, connector.connect(name, self.stream))).await?;
        let stream = made.map_err(|_| {
            Error::new(
                ErrorKind::Timeout,
                format!("{} did not finish the TLS handshake in time", fault::host_of(url)),
            )
            .hint("another kind of server may listen there: check the port")
            .fault(Fault::TimedOut)
        })?;
        let stream = stream.map_err(|error| {
            fault::of_tls(&error, url).unwrap_or_else(|| fault::of_io(&error, url))
        })?;
        let (_, session) = stream.get_ref();
        let own = session.peer_certificates().and_then(<[_]>::first);
        let read = own.and_then(|own| Certificate::read(own)).unwrap_or_default();
        Ok(Handshake {
            protocol: session.protocol_version().map(version_name).unwrap_or_default(),
            subject: read.subject,
            issuer: read.issuer,
            expires: read.expires,
        })
    }
}

fn version_name(version: rustls::ProtocolVersion) -> String {
    match version {
        rustls::ProtocolVersion::TLSv1_2 => "TLS 1.2".to_owned(),
        rustls::ProtocolVersion::TLSv1_3 => "TLS 1.3".to_owned(),
        other => format!("{other:?}"),
    }
}
