//! Answers that are not what was asked for, in words: statuses, redirects that lead nowhere, web pages.
//!
//! May import: `source::fault`, `model`, `error`.

use reqwest::{Response, StatusCode, header};
use url::Url;

use super::fault;
use crate::error::{Error, ErrorKind};
use crate::model::Fault;
use crate::model::location::mask::masked;
use crate::model::text::{clean, counted};

/// How many redirects are followed.
pub(super) const REDIRECTS: usize = 10;

/// Where a redirect leads; `None` for other answers.
///
/// # Errors
/// When it leads nowhere.
pub(super) fn redirect(response: &Response, url: &Url) -> Result<Option<Url>, Error> {
    let is_redirect = matches!(response.status().as_u16(), 301 | 302 | 303 | 307 | 308);
    let Some(target) = response.headers().get(header::LOCATION).filter(|_| is_redirect) else {
        return Ok(None);
    };
    let text = String::from_utf8_lossy(target.as_bytes());
    let next = url.join(&text).ok().filter(|next| matches!(next.scheme(), "http" | "https"));
    next.map(Some).ok_or_else(|| lost(url, &masked_text(&text)))
}

/// What is no URL may hold a login all the same.
fn masked_text(text: &str) -> String {
    let plain = text.split(['?', '#']).next().unwrap_or_default();
    if let Ok(url) = Url::parse(plain) {
        return masked(&url);
    }
    plain.rsplit_once('@').map_or_else(|| plain.to_owned(), |(_, rest)| format!("***@{rest}"))
}

/// What was sent with a request that was turned down.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Sent {
    /// Neither user name nor password.
    Nothing,
    /// A user name and a password, or what else the repository has.
    Credentials,
    /// A bearer token.
    Token,
    /// The request was for another host than the repository's, so they stayed here.
    Withheld,
}

/// An answer with another status than 200, and what the server says to it in its body; that may be empty.
pub(super) fn of_status(status: StatusCode, url: &Url, sent: Sent, said: &str) -> Error {
    let message = format!("{} answered {}", masked(url), status_words(status, said));
    if let Some(error) = of_words(status, said, &message) {
        return error;
    }
    let (kind, fault, hint) = match status.as_u16() {
        401 => (ErrorKind::Unauthorized, Fault::Unauthorized, unauthorized(sent)),
        403 => (ErrorKind::Unauthorized, Fault::Forbidden, forbidden(sent)),
        404 | 410 => (
            ErrorKind::NotFound,
            Fault::IndexMissing,
            "there is nothing at this address: check the path and the name of the index file",
        ),
        407 => (
            ErrorKind::Unauthorized,
            Fault::ProxyFailed,
            "the proxy wants a password: put it into HTTPS_PROXY as http://user:password@host:port",
        ),
        429 => {
            (ErrorKind::Unreachable, Fault::HttpStatus, "too many requests: wait, then try again")
        }
        511 => (ErrorKind::Unauthorized, Fault::WebPage, PORTAL),
        500..=599 => (
            ErrorKind::Unreachable,
            Fault::HttpStatus,
            "the server failed: try again later, or tell its owner",
        ),
        _ => (
            ErrorKind::Malformed,
            Fault::HttpStatus,
            "this is no answer to a request for a file: check the address",
        ),
    };
    Error::new(kind, message).hint(hint).fault(fault)
}

/// `403 Forbidden: the server's own words`.
pub(super) fn status_words(status: StatusCode, said: &str) -> String {
    let words = format!("{} {}", status.as_u16(), status.canonical_reason().unwrap_or_default());
    let colon = if said.is_empty() { "" } else { ": " };
    format!("{}{colon}{said}", words.trim_end())
}

/// A cause that only the words tell: the status alone stands for many.
fn of_words(status: StatusCode, said: &str, message: &str) -> Option<Error> {
    let said = said.to_ascii_lowercase();
    let says = |texts: &[&str]| texts.iter().any(|text| said.contains(text));
    let error = |kind| Error::new(kind, message);
    if !matches!(status.as_u16(), 400 | 401 | 403 | 495 | 496) {
        return None;
    }
    if says(&["ssl certificate", "client certificate", "tls certificate"]) {
        let is_missing = says(&["no required", "no client", "no ssl", "required", "requires"]);
        let hint = if is_missing { fault::CERTIFICATE_WANTED } else { fault::CERTIFICATE_REFUSED };
        return Some(error(ErrorKind::Untrusted).hint(hint).fault(Fault::TlsCertificateAsked));
    }
    let is_plain = says(&["http request was sent to https", "http request to an https server"]);
    is_plain.then(|| {
        let hint = "the server speaks TLS at this port: use https://";
        error(ErrorKind::Malformed).hint(hint).fault(Fault::HttpStatus)
    })
}

/// What the login page of a network is and does.
const PORTAL: &str = "the network wants you to log in first (a captive portal): open any web page in a \
                      browser, log in, then try again";

fn unauthorized(sent: Sent) -> &'static str {
    match sent {
        Sent::Credentials => {
            "user name or password was not accepted: check both, and whether a token has expired"
        }
        Sent::Token => {
            "the token was not accepted: it may have expired, or be one for another kind of access"
        }
        Sent::Nothing => "the server asks who you are: give a user name and a password or token",
        Sent::Withheld => WITHHELD,
    }
}

fn forbidden(sent: Sent) -> &'static str {
    match sent {
        Sent::Credentials | Sent::Token => {
            "the server knows you and does not allow this: ask for the right to read, or check the path"
        }
        Sent::Nothing => {
            "reading is not allowed without credentials; stores of objects say this for missing files too"
        }
        Sent::Withheld => WITHHELD,
    }
}

const WITHHELD: &str = "the credentials belong to another host and were not sent here";

/// The server asks to be left alone for longer than anyone waits.
pub(super) fn busy(error: Error, seconds: u64) -> Error {
    error.hint(format!("the server asks to wait {seconds} s: try again then"))
}

/// More redirects than allowed, or one that was seen before.
pub(super) fn redirect_loop(trail: &[String]) -> Error {
    let last = trail.last().map(String::as_str).unwrap_or_default();
    Error::new(
        ErrorKind::Malformed,
        format!(
            "the server redirects in circles: {}, the last to {last}",
            counted(trail.len(), "redirect")
        ),
    )
    .hint("open the address in a browser: it may want a login, or another form of the URL")
    .fault(Fault::RedirectRefused)
}

/// A redirect that would send the password in the clear.
pub(super) fn downgrade(next: &Url) -> Error {
    Error::new(
        ErrorKind::Untrusted,
        format!(
            "redirected from https to {}, which is not encrypted: not followed",
            masked(next)
        ),
    )
    .hint("the server's owner must redirect to https; if you trust the way, register the http address itself")
    .fault(Fault::RedirectRefused)
}

/// A redirect without a usable target.
fn lost(url: &Url, target: &str) -> Error {
    Error::new(
        ErrorKind::Malformed,
        format!("{} redirects to nowhere: \"{}\"", masked(url), clean(target)),
    )
    .hint("the server's redirect is broken: tell its owner, or try another form of the URL")
    .fault(Fault::RedirectRefused)
}

/// An encoding that nobody asked for.
pub(super) fn encoding(url: &Url, name: &str) -> Error {
    Error::new(
        ErrorKind::Malformed,
        format!(
            "{} came compressed with \"{}\", which was not asked for",
            masked(url),
            clean(name)
        ),
    )
    .hint("the server's owner must switch this off for clients that do not accept it")
    .fault(Fault::Compression)
}

/// A gzip stream that is broken.
pub(super) fn inflate(url: &Url, words: &str) -> Error {
    Error::new(
        ErrorKind::Malformed,
        format!("{} came with broken compression: {words}", masked(url)),
    )
    .hint("try again; if it happens each time, the server or a proxy in between is broken")
    .fault(Fault::Compression)
}

/// The error for a web page or another XML document in place of what was `wanted`; `None` for other content.
/// It came from `url` after all redirects, `asked` is where it was asked for.
pub(super) fn web_page(bytes: &[u8], (asked, url): (&Url, &Url), wanted: &str) -> Option<Error> {
    let head = String::from_utf8_lossy(bytes.get(..bytes.len().min(16 << 10))?).into_owned();
    let start = head.trim_start_matches('\u{feff}').trim_start().to_ascii_lowercase();
    let is_html = ["<!doctype html", "<html", "<head", "<body", "<!--"]
        .iter()
        .any(|tag| start.starts_with(tag));
    if !is_html && !start.starts_with("<?xml") {
        return None;
    }
    let what = if is_html { "a web page" } else { "an XML document" };
    let title = title(&head).map(|title| format!(" titled \"{title}\"")).unwrap_or_default();
    let error =
        Error::new(ErrorKind::Malformed, format!("{} is {what}{title}, not {wanted}", masked(url)));
    let elsewhere = asked.host_str() != url.host_str() && is_html;
    let hint = if elsewhere { led_away(&start) } else { page_hint(&start, url) };
    Some(error.hint(hint).fault(Fault::WebPage))
}

/// A page of another host than the one that was asked.
fn led_away(page: &str) -> &'static str {
    if LOGIN.iter().any(|word| page.contains(word)) {
        "the request was led to the login page of another host: give credentials that the server accepts for \
         downloads; in a hotel or a train, log in to the network in a browser first"
    } else {
        "the request was led to another host, perhaps by the network itself (a captive portal, a filter): open \
         the address in a browser"
    }
}

/// What login pages say.
const LOGIN: &[&str] =
    &["type=\"password\"", "type=password", "sign in", "log in", "login", "anmelden"];

fn page_hint(page: &str, url: &Url) -> &'static str {
    let host = url.host_str().unwrap_or_default();
    let has = |words: &[&str]| words.iter().any(|word| page.contains(word));
    if has(LOGIN) {
        "this looks like a login page: give credentials, or a token that the server accepts for downloads; in a \
         hotel or a train it may be the network's own"
    } else if host.ends_with("github.com") {
        "this is a page of GitHub: use the raw file's URL, the GitHub Pages URL, or github.com/owner/repository//path"
    } else if host.ends_with("gitlab.com") || page.contains("gitlab") {
        "this is a page of GitLab: use the raw file's URL, or git::https://…//path"
    } else if has(&["<title>index of", "directory listing"]) {
        "this is a listing of a folder: add the name of the index file"
    } else {
        "check the path: the file itself is needed, for an index often …/index.yaml"
    }
}

fn title(page: &str) -> Option<String> {
    let lower = page.to_ascii_lowercase();
    let start = lower.find("<title")?;
    let open = start + lower.get(start..)?.find('>')? + 1;
    let end = open + lower.get(open..)?.find("</title")?;
    let text = page.get(open..end)?.split_whitespace().collect::<Vec<_>>().join(" ");
    let text: String = clean(&text).chars().take(80).collect();
    (!text.is_empty()).then_some(text)
}

/// A URL with placeholders came here without its Secret.
pub(super) fn unfilled() -> Error {
    Error::new(ErrorKind::Unsupported, "the URL has placeholders that no Secret fills")
        .hint("name the Secret that holds them")
        .fault(Fault::SecretMissing)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_target_that_leads_nowhere_is_told_without_its_login() {
        for (text, expected) in [
            ("ftp://me:marked@h.example/x?t=marked", "ftp://h.example/x"),
            ("http://me:marked@h.example:99999/x?t=marked", "***@h.example:99999/x"),
            ("https://h.example:x/y#marked", "https://h.example:x/y"),
        ] {
            let shown = masked_text(text);
            assert!(!shown.contains("marked"), "{shown}");
            assert!(shown.starts_with(expected), "{shown}");
        }
    }
}
