//! Failures of the web in words: what happened, in the other side's own words, and what to do next.
//!
//! Underlying errors are walked to their leaf; texts that hold URLs are never used.
//! May import: `model::location::mask`, `error`.

use std::error::Error as StdError;
use std::io;

use rustls::{CertificateError, Error as TlsError, InvalidMessage};
use tokio_rustls::rustls;
use url::Url;

use crate::error::{Error, ErrorKind};
use crate::model::location::mask::masked;

/// Every error of the chain, outermost first, also those that an I/O error carries.
pub(super) fn chain<'error>(
    error: &'error (dyn StdError + 'static),
) -> Vec<&'error (dyn StdError + 'static)> {
    let mut found = Vec::new();
    let mut next = Some(error);
    while let Some(error) = next {
        found.push(error);
        let carried = error.downcast_ref::<io::Error>().and_then(io::Error::get_ref);
        next = match carried {
            Some(inner) => Some(inner as &(dyn StdError + 'static)),
            None => error.source(),
        };
    }
    found
}

fn find<'error, T: StdError + 'static>(
    error: &'error (dyn StdError + 'static),
) -> Option<&'error T> {
    chain(error).into_iter().rev().find_map(|error| error.downcast_ref::<T>())
}

/// The innermost text.
pub(super) fn leaf(error: &(dyn StdError + 'static)) -> String {
    chain(error).last().map(ToString::to_string).unwrap_or_default()
}

fn says(error: &(dyn StdError + 'static), words: &str) -> bool {
    chain(error).iter().skip(1).any(|error| error.to_string().contains(words))
}

/// `example.com:443`.
pub(super) fn host_of(url: &Url) -> String {
    let host = url.host_str().unwrap_or("the host");
    url.port_or_known_default().map_or_else(|| host.to_owned(), |port| format!("{host}:{port}"))
}

/// A request that got no answer.
pub(super) fn of_request(error: &reqwest::Error, url: &Url) -> Error {
    let error: &(dyn StdError + 'static) = error;
    if let Some(found) = of_tls(error, url) {
        return found;
    }
    let host = host_of(url);
    let is_timeout = chain(error).iter().any(|error| {
        error.downcast_ref::<reqwest::Error>().is_some_and(reqwest::Error::is_timeout)
    });
    let is_connect = chain(error).iter().any(|error| {
        error.downcast_ref::<reqwest::Error>().is_some_and(reqwest::Error::is_connect)
    });
    if is_timeout && is_connect {
        return connect_timeout(url);
    }
    if is_timeout {
        return Error::new(ErrorKind::Timeout, format!("no answer from {host} in time"))
            .hint("the server accepted the connection and then said nothing: try again later");
    }
    if says(error, "dns error") {
        return no_such_host(url, &leaf(error));
    }
    if says(error, "tunnel") || says(error, "proxy") {
        return Error::new(
            ErrorKind::Unreachable,
            format!("the proxy did not let us reach {host}: {}", leaf(error)),
        )
        .hint(
            "check HTTPS_PROXY, HTTP_PROXY and NO_PROXY, and whether the proxy wants a password",
        );
    }
    of_io(error, url)
}

/// A connection that was not made, or broke.
pub(super) fn of_io(error: &(dyn StdError + 'static), url: &Url) -> Error {
    let host = host_of(url);
    let words = leaf(error);
    match find::<io::Error>(error).map(io::Error::kind) {
        Some(io::ErrorKind::ConnectionRefused) => {
            Error::new(ErrorKind::Unreachable, format!("{host} refused the connection: {words}"))
                .hint("nothing listens there: check host and port, and whether the server is up")
        }
        Some(io::ErrorKind::ConnectionReset | io::ErrorKind::BrokenPipe) => {
            Error::new(ErrorKind::Unreachable, format!("{host} broke the connection: {words}"))
                .hint("a firewall or a proxy may be in between; check also http against https")
        }
        Some(io::ErrorKind::NetworkUnreachable | io::ErrorKind::HostUnreachable) => {
            Error::new(ErrorKind::Unreachable, format!("there is no way to {host}: {words}"))
                .hint("check the network connection and the VPN")
        }
        Some(io::ErrorKind::TimedOut) => connect_timeout(url),
        _ => Error::new(ErrorKind::Unreachable, format!("{host} did not answer as a web server: {words}"))
            .hint("check host and port: another kind of server may listen there, or the connection was cut"),
    }
}

/// The name means nothing.
pub(super) fn no_such_host(url: &Url, words: &str) -> Error {
    let host = url.host_str().unwrap_or_default();
    Error::new(ErrorKind::Unreachable, format!("cannot find the host \"{host}\": {words}")).hint(
        "check the spelling; for an inner host, check VPN and DNS; behind a proxy, set HTTPS_PROXY",
    )
}

/// Nobody answered the knock.
pub(super) fn connect_timeout(url: &Url) -> Error {
    Error::new(ErrorKind::Timeout, format!("{} did not accept a connection in time", host_of(url)))
        .hint("a firewall may drop it: check host and port, VPN, and HTTPS_PROXY")
}

/// The TLS handshake failed; `None` when it was something else.
pub(super) fn of_tls(error: &(dyn StdError + 'static), url: &Url) -> Option<Error> {
    let tls = find::<TlsError>(error)?;
    let host = host_of(url);
    let untrusted = |what: String| Error::new(ErrorKind::Untrusted, what);
    Some(match tls {
        TlsError::InvalidMessage(InvalidMessage::InvalidContentType) => {
            untrusted(format!("{host} does not speak TLS: {tls}"))
                .hint("the server speaks plain HTTP there: use http://, or the port of its https service")
        }
        TlsError::InvalidCertificate(why) => of_certificate(why, url),
        TlsError::AlertReceived(_) => untrusted(format!("{host} ended the TLS handshake: {tls}"))
            .hint("the server may want a client certificate, another host name or another TLS version"),
        _ => untrusted(format!("the TLS handshake with {host} failed: {tls}"))
            .hint("check the port, and whether something in between intercepts the connection"),
    })
}

fn of_certificate(why: &CertificateError, url: &Url) -> Error {
    let host = url.host_str().unwrap_or_default();
    let untrusted = |what: String| Error::new(ErrorKind::Untrusted, what);
    match why {
        CertificateError::UnknownIssuer => untrusted(format!(
            "the certificate of {host} is signed by an authority that this machine does not know ({why})"
        ))
        .hint("install your company's certificate authority, or name its PEM file in SSL_CERT_FILE"),
        CertificateError::Expired | CertificateError::ExpiredContext { .. } => {
            untrusted(format!("the certificate of {host} has expired: {why}"))
                .hint("the server's owner must renew it; check this machine's clock as well")
        }
        CertificateError::NotValidYet | CertificateError::NotValidYetContext { .. } => {
            untrusted(format!("the certificate of {host} is not valid yet: {why}"))
                .hint("check this machine's clock")
        }
        CertificateError::NotValidForName | CertificateError::NotValidForNameContext { .. } => {
            untrusted(format!("the certificate is not for {host}: {why}"))
                .hint("use the host name that the certificate names")
        }
        CertificateError::Revoked => untrusted(format!("the certificate of {host} was revoked"))
            .hint("do not use this server until its owner has replaced the certificate"),
        other => untrusted(format!("the certificate of {host} is not accepted: {other}"))
            .hint("the server's owner must mend its certificate"),
    }
}

/// A body that did not come to its end.
pub(super) fn of_body(error: &reqwest::Error, url: &Url, received: u64) -> Error {
    let place = masked(url);
    let stalled = chain(error).iter().any(|error| {
        error.downcast_ref::<reqwest::Error>().is_some_and(reqwest::Error::is_timeout)
            || error
                .downcast_ref::<io::Error>()
                .is_some_and(|e| e.kind() == io::ErrorKind::TimedOut)
    });
    if stalled {
        return Error::new(
            ErrorKind::Timeout,
            format!("{place} stalled: nothing more came after {received} bytes"),
        )
        .hint("try again; if it happens each time, the server or a proxy in between is broken");
    }
    Error::new(
        ErrorKind::Malformed,
        format!("{place} was cut off after {received} bytes: {}", leaf(error)),
    )
    .hint("the connection ended before the whole file came: try again")
}

/// More came than is allowed.
pub(super) fn too_large(what: &str, limit: u64) -> Error {
    Error::new(ErrorKind::TooLarge, format!("{what} is larger than {}", size(limit)))
        .hint("this is the limit against endless answers; it is in the settings")
}

/// A size for people: `372 B`, `19.5 kB`, `1.5 MB`.
#[must_use]
pub fn size(bytes: u64) -> String {
    match bytes {
        0..1024 => format!("{bytes} B"),
        1024..1_048_576 => format!("{}.{} kB", bytes / 1024, bytes % 1024 * 10 / 1024),
        _ => format!("{}.{} MB", bytes >> 20, (bytes >> 10) % 1024 * 10 / 1024),
    }
}
