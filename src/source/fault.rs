//! Failures of the web in words: what happened, in the other side's own words, and what to do next.
//!
//! Underlying errors are walked to their leaf; texts that hold URLs are never used.
//! May import: `model`, `error`.

use std::error::Error as StdError;
use std::io;
use std::time::Duration;

use jiff::Timestamp;
use rustls::Error as TlsError;
use tokio_rustls::rustls;
use url::Url;

use crate::error::{Error, ErrorKind};
use crate::model::location::mask::masked;
use crate::model::text::counted;
use crate::model::{Fault, size};

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

/// The innermost text.
pub(super) fn leaf(error: &(dyn StdError + 'static)) -> String {
    chain(error).last().map(ToString::to_string).unwrap_or_default()
}

/// Whether any text of the chain holds these words. Git's transport keeps the texts of underlying errors but
/// not their types, so that words decide, for both.
fn says(error: &(dyn StdError + 'static), words: &str) -> bool {
    chain(error).iter().any(|error| error.to_string().contains(words))
}

fn is_timeout(error: &(dyn StdError + 'static)) -> bool {
    says(error, "operation timed out")
        || chain(error).iter().any(|error| {
            error.downcast_ref::<io::Error>().is_some_and(|e| e.kind() == io::ErrorKind::TimedOut)
                || error.downcast_ref::<reqwest::Error>().is_some_and(reqwest::Error::is_timeout)
        })
}

/// `example.com:443`.
pub(super) fn host_of(url: &Url) -> String {
    let host = url.host_str().unwrap_or("the host");
    url.port_or_known_default().map_or_else(|| host.to_owned(), |port| format!("{host}:{port}"))
}

/// Whether a connection that was not made may be made a moment later. Names do not appear so soon, trust
/// and the leave of a proxy do not either, and who waited for a timeout has waited enough.
pub(super) fn is_passing(error: &(dyn StdError + 'static)) -> bool {
    !is_timeout(error)
        && !says(error, "dns error")
        && !says(error, "invalid peer certificate")
        && !says(error, "received corrupt message")
        && !says(error, "tunnel error")
        && !says(error, "SOCKS error")
}

/// A request that got no answer.
pub(super) fn of_request(error: &(dyn StdError + 'static), url: &Url) -> Error {
    if let Some(found) = of_tls(error, url) {
        return found;
    }
    let host = host_of(url);
    if is_timeout(error) && says(error, "(Connect)") {
        return connect_timeout(url);
    }
    if is_timeout(error) {
        return Error::new(ErrorKind::Timeout, format!("no answer from {host} in time"))
            .hint("the server accepted the connection and then said nothing: try again later")
            .fault(Fault::TimedOut);
    }
    if says(error, "dns error") {
        return no_such_host(url, &leaf(error));
    }
    of_io(error, url)
}

/// A connection that was not made, or broke.
pub(super) fn of_io(error: &(dyn StdError + 'static), url: &Url) -> Error {
    let host = host_of(url);
    let words = leaf(error);
    let says = |texts: &[&str]| texts.iter().any(|text| says(error, text));
    let unreachable =
        |what: String| Error::new(ErrorKind::Unreachable, what).fault(Fault::ConnectionFailed);
    if says(&["Connection refused"]) {
        unreachable(format!("{host} refused the connection: {words}"))
            .hint("nothing listens there: check host and port, and whether the server is up")
    } else if says(&["Connection reset", "Broken pipe"]) {
        unreachable(format!("{host} broke the connection: {words}"))
            .hint("a firewall or a proxy may be in between; check also http against https")
    } else if says(&["Network is unreachable", "No route to host", "Host is unreachable"]) {
        unreachable(format!("there is no way to {host}: {words}"))
            .hint("check the network connection and the VPN")
    } else if is_timeout(error) {
        connect_timeout(url)
    } else {
        unreachable(format!("{host} did not answer as a web server: {words}")).hint(
            "check host and port: another kind of server may listen there, or the connection was cut",
        )
    }
}

/// The name means nothing.
pub(super) fn no_such_host(url: &Url, words: &str) -> Error {
    let host = url.host_str().unwrap_or_default();
    Error::new(ErrorKind::Unreachable, format!("cannot find the host \"{host}\": {words}")).hint(
        "check the spelling; for an inner host, check VPN and DNS; behind a proxy, set HTTPS_PROXY",
    )
    .fault(Fault::HostUnknown)
}

/// Nobody answered the knock.
pub(super) fn connect_timeout(url: &Url) -> Error {
    Error::new(ErrorKind::Timeout, format!("{} did not accept a connection in time", host_of(url)))
        .hint("a firewall may drop it: check host and port, VPN, and HTTPS_PROXY")
        .fault(Fault::TimedOut)
}

/// The TLS handshake failed; `None` when it was something else.
pub(super) fn of_tls(error: &(dyn StdError + 'static), url: &Url) -> Option<Error> {
    let texts: Vec<String> = chain(error).iter().map(ToString::to_string).collect();
    let starting = |start: &str| texts.iter().rev().find(|text| text.starts_with(start));
    let host = host_of(url);
    let untrusted = |what: String| Error::new(ErrorKind::Untrusted, what).fault(Fault::TlsFailed);
    if let Some(text) = starting("invalid peer certificate") {
        let why =
            text.trim_start_matches("invalid peer certificate").trim_start_matches([':', ' ']);
        return Some(of_certificate(why, url));
    }
    if let Some(words) = starting("received corrupt message") {
        return Some(untrusted(format!("{host} does not speak TLS: {words}")).hint(
            "if the server speaks plain HTTP there, write http:// in place of https://; if SSH, git::ssh://; else \
             name the port of its https service",
        ));
    }
    if let Some(words) = starting("received fatal alert") {
        return Some(of_alert(words, &host));
    }
    let typed = chain(error).into_iter().any(<dyn StdError>::is::<TlsError>);
    let words = texts.last().cloned().unwrap_or_default();
    typed.then(|| {
        untrusted(format!("the TLS handshake with {host} failed: {words}"))
            .hint("check the port, and whether something in between intercepts the connection")
    })
}

/// The server wants to know who we are before it answers.
pub(super) const CERTIFICATE_WANTED: &str = "the server wants a certificate of this side: name its file and its \
                                             key's (--certificate-file, --key-file)";
/// The server has seen who we are.
pub(super) const CERTIFICATE_REFUSED: &str = "the server does not accept the certificate of this side: check that \
                                              it is the right one, and valid (--certificate-file, --key-file)";

/// The other side ended the handshake.
fn of_alert(words: &str, host: &str) -> Error {
    let error =
        Error::new(ErrorKind::Untrusted, format!("{host} ended the TLS handshake: {words}"));
    let is_about = |names: &[&str]| names.iter().any(|name| words.contains(name));
    if is_about(&["CertificateRequired"]) {
        error.hint(CERTIFICATE_WANTED).fault(Fault::TlsCertificateAsked)
    } else if is_about(&["BadCertificate", "UnknownCA", "CertificateUnknown", "AccessDenied"])
        || is_about(&[
            "CertificateExpired",
            "CertificateRevoked",
            "UnsupportedCertificate",
            "DecryptError",
        ])
    {
        error.hint(CERTIFICATE_REFUSED).fault(Fault::TlsCertificateAsked)
    } else {
        error
            .hint("the server may want a client certificate, another host name or another TLS version")
            .fault(Fault::TlsFailed)
    }
}

fn of_certificate(why: &str, url: &Url) -> Error {
    // How the library wraps words that are not its own.
    let why = why.strip_prefix("Other(OtherError(").map_or(why, |why| why.trim_end_matches(')'));
    let dated = in_words(why);
    let host = url.host_str().unwrap_or_default();
    let begins = |starts: &[&str]| starts.iter().any(|start| why.starts_with(start));
    let (what, hint, fault) = if begins(&["UnknownIssuer"]) {
        (
            "is signed by an authority that this machine does not know",
            "give the PEM file of your company's certificate authority as the repository's CA file (--ca-file), name it \
             for all repositories in config.yaml (tls: {caFile: PATH}), or install it",
            Fault::TlsUntrusted,
        )
    } else if begins(&["BadSignature"]) {
        (
            "is not signed by the authority of that name that is trusted here",
            "the authority was probably renewed under its old name: get its new certificate",
            Fault::TlsUntrusted,
        )
    } else if begins(&["Expired", "certificate expired"]) {
        (
            "has expired",
            "the server's owner must renew it; check this machine's clock as well",
            Fault::TlsExpired,
        )
    } else if begins(&["NotValidYet", "certificate not valid yet"]) {
        ("is not valid yet", "check this machine's clock", Fault::TlsExpired)
    } else if begins(&["NotValidForName", "certificate not valid for name"]) {
        (
            "is for another host",
            "use the host name that the certificate names; the login page of a network or a filter may also \
             answer in the server's place",
            Fault::TlsWrongHost,
        )
    } else if begins(&["Revoked"]) {
        (
            "was revoked",
            "do not use this server until its owner has replaced the certificate",
            Fault::TlsUntrusted,
        )
    } else if why.contains("CaUsedAsEndEntity") {
        // What `openssl req -x509` makes when nothing else is said: the most usual self-signed certificate.
        (
            "is an authority's own (self-signed), not one for a server",
            "its owner should use a certificate for the server; if you know that this is the right one, give it as \
             the repository's CA file",
            Fault::TlsUntrusted,
        )
    } else {
        ("is not accepted", "the server's owner must mend its certificate", Fault::TlsUntrusted)
    };
    let told = dated.unwrap_or_else(|| format!("{what}: {why}"));
    Error::new(ErrorKind::Untrusted, format!("the certificate of {host} {told}"))
        .hint(hint)
        .fault(fault)
}

/// `expired 2026-11-21 17:32 UTC, 65 minutes ago`: the library tells both times in seconds since 1970. `None` where
/// it tells none.
fn in_words(why: &str) -> Option<String> {
    let (_, rest) = why.split_once("verification time ")?;
    let now = leading_number(rest)?;
    let after = rest.split_once("not valid after ").and_then(|(_, rest)| leading_number(rest));
    let before = rest.split_once("not valid before ").and_then(|(_, rest)| leading_number(rest));
    let date = |seconds: i64| {
        let time = Timestamp::from_second(seconds).ok()?;
        Some(time.strftime("%Y-%m-%d %H:%M UTC").to_string())
    };
    match (after, before) {
        (Some(end), _) => Some(format!("expired {}, {} ago", date(end)?, span(now - end))),
        (_, Some(begin)) => {
            Some(format!("is not valid before {}, in {}", date(begin)?, span(begin - now)))
        }
        _ => None,
    }
}

fn leading_number(text: &str) -> Option<i64> {
    text.split(|c: char| !c.is_ascii_digit()).next()?.parse().ok()
}

/// A length of time in its coarsest unit of which there are at least two.
fn span(seconds: i64) -> String {
    let (length, unit) = match seconds.max(0) {
        seconds @ 0..120 => (seconds, "second"),
        seconds @ 120..7_200 => (seconds / 60, "minute"),
        seconds @ 7_200..172_800 => (seconds / 3_600, "hour"),
        seconds => (seconds / 86_400, "day"),
    };
    counted(usize::try_from(length).unwrap_or_default(), unit)
}

/// A body that did not come to its end.
pub(super) fn of_body(error: &reqwest::Error, url: &Url, received: u64) -> Error {
    let place = masked(url);
    let so_far = size::bytes(received);
    let stalled = is_timeout(error);
    if stalled {
        return Error::new(
            ErrorKind::Timeout,
            format!("{place} stalled: nothing more came after {so_far}"),
        )
        .hint("try again; if it happens each time, the server or a proxy in between is broken")
        .fault(Fault::TimedOut);
    }
    Error::new(ErrorKind::Malformed, format!("{place} was cut off after {so_far}: {}", leaf(error)))
        .hint("the connection ended before the whole file came: try again")
        .fault(Fault::CutOff)
}

/// A body that comes so slowly that it never ends.
pub(super) fn endless(url: &Url, received: u64, patience: Duration) -> Error {
    let (place, seconds) = (masked(url), patience.as_secs());
    let so_far = size::bytes(received);
    Error::new(
        ErrorKind::Timeout,
        format!("{place} did not come to its end in {seconds} s: only {so_far} came"),
    )
    .hint("try again; if it happens each time, the server or a proxy in between is too slow")
    .fault(Fault::TimedOut)
}

/// More came than is allowed.
pub(super) fn too_large(what: &str, limit: u64) -> Error {
    Error::new(ErrorKind::TooLarge, format!("{what} is larger than {}", size::bytes(limit)))
        .hint(
            "raise limits.index or limits.package in config.yaml (see chartroom config --template)",
        )
        .fault(Fault::TooLarge)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_dates_of_certificates_are_told_in_words() {
        let expired = |now: i64| {
            format!(
                "certificate expired: verification time {now} (UNIX), but certificate is not valid after \
                 1795282320 ({} seconds ago)",
                now - 1_795_282_320
            )
        };
        let early = "certificate not valid yet: verification time 1795282320 (UNIX), but certificate is not valid \
                     before 1795282410 (90 seconds in future)";
        for (why, expected) in [
            (expired(1_795_286_259), Some("expired 2026-11-21 17:32 UTC, 65 minutes ago")),
            (expired(1_795_282_321), Some("expired 2026-11-21 17:32 UTC, 1 second ago")),
            (expired(1_795_382_320), Some("expired 2026-11-21 17:32 UTC, 27 hours ago")),
            (expired(1_805_282_320), Some("expired 2026-11-21 17:32 UTC, 115 days ago")),
            (early.to_owned(), Some("is not valid before 2026-11-21 17:33 UTC, in 90 seconds")),
            ("Expired".to_owned(), None),
            ("verification time x but certificate is not valid after y".to_owned(), None),
        ] {
            assert_eq!(in_words(&why).as_deref(), expected, "{why}");
        }
    }
}
