//! Failures of Git in words.
//!
//! May import: `source::{fault, refusal}`, `source::git::place`, `model`, `error`.

use super::place::Place;
use crate::error::{Error, ErrorKind};
use crate::model::text::clean;
use crate::source::fault as web;
use crate::source::refusal::{Sent, of_status};

/// The copy or the repository cannot be read.
pub(super) fn damaged(error: &gix::Error) -> Error {
    let words = clean(&web::leaf(error)).into_owned();
    Error::new(ErrorKind::Malformed, format!("the Git repository is damaged: {words}"))
        .hint("run git fsck in it; a copy in the cache is fetched anew after it was removed")
}

/// Another process keeps the copy to itself.
pub(super) fn busy(place: &Place) -> Error {
    let (shown, seconds) = (place.shown(), place.patience.as_secs());
    let message = format!("another chartroom has been fetching {shown} for more than {seconds} s");
    Error::new(ErrorKind::Timeout, message).hint("wait for it, or end it, and try again")
}

/// A local repository that cannot be opened.
pub(super) fn not_opened(place: &Place, error: &gix::Error) -> Error {
    let shown = place.shown();
    let exists = place.url.to_file_path().is_ok_and(|path| path.exists());
    if !exists {
        return Error::new(ErrorKind::NotFound, format!("there is no {shown}"))
            .hint("check the path");
    }
    let words = clean(&web::leaf(error)).into_owned();
    Error::new(ErrorKind::NotFound, format!("{shown} is no Git repository: {words}"))
        .hint("write // where the repository ends; for a plain folder leave git:: away")
}

/// More came than is allowed.
pub(super) fn too_large(place: &Place) -> Error {
    web::too_large(&format!("the Git repository {}", place.shown()), place.limit)
        .hint("name a smaller repository; only what the ref leads to is fetched, without history")
}

/// There is no such branch, tag or commit.
pub(super) fn no_reference(place: &Place) -> Error {
    let shown = place.shown();
    match &place.reference {
        Some(name) => Error::new(
            ErrorKind::NotFound,
            format!("there is no branch, tag or commit \"{name}\" in {shown}"),
        )
        .hint("check the spelling of ref; commits need all 40 digits"),
        None => {
            Error::new(ErrorKind::NotFound, format!("{shown} has no default branch with a commit"))
                .hint("the repository may be empty: name a branch with ?ref=…")
        }
    }
}

/// Whether the server does not give the commit that was asked for by its id.
pub(super) fn is_unadvertised(error: &gix::Error) -> bool {
    web::chain(error).iter().any(|error| {
        let text = error.to_string();
        text.contains("not our ref") || text.contains("unadvertised object")
    })
}

/// A fetch that failed.
pub(super) fn not_fetched(place: &Place, error: &gix::Error) -> Error {
    let texts: Vec<String> = web::chain(error).iter().map(ToString::to_string).collect();
    let says = |words: &str| texts.iter().any(|text| text.contains(words));
    let sent = if place.credentials.is_some() { Sent::Credentials } else { Sent::Nothing };
    if says("did not have any ref") || says("didn't have any ref") || says("None of the refspec") {
        return no_reference(place);
    }
    if is_unadvertised(error) {
        return no_reference(place);
    }
    if says("refusing to follow redirect") {
        return Error::new(
            ErrorKind::Untrusted,
            format!("{} redirects elsewhere: not followed with credentials", place.shown()),
        )
        .hint(
            "use the address that it redirects to; a missing .git at the end is the usual reason",
        );
    }
    if let Some(status) = status_in(&texts) {
        return of_status(status, &place.url, sent);
    }
    if says("credentials") || says("Credentials") {
        return of_status(reqwest::StatusCode::UNAUTHORIZED, &place.url, sent);
    }
    of_transport(place, error, &texts)
}

fn of_transport(place: &Place, error: &gix::Error, texts: &[String]) -> Error {
    if let Some(found) = web::of_tls(error, &place.url) {
        return found;
    }
    if texts.iter().any(|text| text.starts_with("error sending request")) {
        return web::of_request(error, &place.url);
    }
    let words = texts.last().map(|text| clean(text).into_owned()).unwrap_or_default();
    // The text may name the whole URL, and a token may stand in its query.
    let words = match place.url.query() {
        Some(query) => words.replace(query, "***"),
        None => words,
    };
    let message = format!("{} did not answer as a Git server: {words}", place.shown());
    Error::new(ErrorKind::Malformed, message)
        .hint("check the address: it must be one that git clone accepts")
}

/// The HTTP status that a text of the transport names.
fn status_in(texts: &[String]) -> Option<reqwest::StatusCode> {
    texts.iter().find_map(|text| {
        let (_, rest) = text.split_once("HTTP status ")?;
        let digits: String = rest.chars().filter(char::is_ascii_digit).take(3).collect();
        digits.parse::<u16>().ok().and_then(|code| reqwest::StatusCode::from_u16(code).ok())
    })
}
