//! Failures of Git in words: the step, the other side's own words, the likely cause, the next action.
//!
//! May import: `source::{fault, refusal, ssh}`, `source::git::place`, `model`, `error`.

use std::io;

use reqwest::StatusCode;
use url::Url;

use super::place::Place;
use crate::error::{Error, ErrorKind};
use crate::model::Fault;
use crate::model::location::mask::masked;
use crate::model::size;
use crate::model::text::clean;
use crate::source::fault as web;
use crate::source::refusal::{self, Sent};
use crate::source::ssh::host::Host;
use crate::source::ssh::wordless;

/// The copy or the repository cannot be read.
pub(super) fn damaged(error: &gix::Error) -> Error {
    let words = clean(&web::leaf(error)).into_owned();
    Error::new(ErrorKind::Malformed, format!("the Git repository is damaged: {words}"))
        .hint("run git fsck in it; a copy in the cache is fetched anew after it was removed")
}

/// Another task or process keeps the copy to itself.
pub(super) fn busy(shown: &str, seconds: u64) -> Error {
    let message = format!("another chartroom has been fetching {shown} for more than {seconds} s");
    Error::new(ErrorKind::Timeout, message)
        .hint("wait for it, or end it, and try again")
        .fault(Fault::TimedOut)
}

/// It comes so slowly that it never ends.
pub(super) fn endless(shown: &str, received: u64, seconds: u64) -> Error {
    let so_far = size::bytes(received);
    let message = format!("{shown} did not come to its end in {seconds} s: only {so_far} came");
    Error::new(ErrorKind::Timeout, message)
        .hint(
            "try again; leave depth away, or name a branch: then only its newest commit is fetched",
        )
        .fault(Fault::TimedOut)
}

/// Nothing came for too long.
pub(super) fn silent(place: &Place, received: u64) -> Error {
    let (host, seconds) = (place.host(), place.read_timeout.as_secs_f32());
    let (what, hint) = if received == 0 {
        (
            format!("no answer from {host} in time: nothing came for {seconds} s"),
            "the server accepted the connection and then said nothing: check the port, or try again later",
        )
    } else {
        (
            format!(
                "{} stalled: nothing more came for {seconds} s after {}",
                place.shown(),
                size::bytes(received)
            ),
            "try again; if it happens each time, the server or something in between is broken",
        )
    };
    Error::new(ErrorKind::Timeout, what).hint(hint).fault(Fault::TimedOut)
}

/// A connection that was not made.
pub(super) fn not_connected(place: &Place, error: &io::Error) -> Error {
    let host = place.host();
    let message = match error.kind() {
        io::ErrorKind::ConnectionRefused => format!("{host} refused the connection: {error}"),
        _ => format!("there is no way to {host}: {error}"),
    };
    Error::new(ErrorKind::Unreachable, message)
        .hint("check host and port, whether the server is up, and the VPN; Git's own server is at port 9418")
        .fault(Fault::ConnectionFailed)
}

/// A connection that broke.
pub(super) fn cut_off(place: &Place, received: u64, error: &io::Error) -> Error {
    ended(place, received, &error.to_string())
}

fn ended(place: &Place, received: u64, words: &str) -> Error {
    let words = if words.is_empty() { String::new() } else { format!(": {}", clean(words)) };
    let message = match received {
        0 => format!("{} ended the connection without an answer{words}", place.host()),
        _ => format!("{} was cut off after {}{words}", place.shown(), size::bytes(received)),
    };
    Error::new(ErrorKind::Unreachable, message)
        .hint("what was there before stays; try again, and check that a Git server answers at this port")
        .fault(Fault::ConnectionFailed)
}

/// The same for a run of `ssh`, with its last words.
pub(super) fn cut_off_ssh(place: &Place, received: u64, host: &Host, said: &str) -> Error {
    if received == 0 {
        return wordless(host, said);
    }
    ended(
        place,
        received,
        said.lines().map(str::trim).rfind(|line| !line.is_empty()).unwrap_or_default(),
    )
}

/// A local repository that cannot be opened.
pub(super) fn not_opened(place: &Place, error: &gix::Error) -> Error {
    let shown = place.shown();
    let exists = place.url.to_file_path().is_ok_and(|path| path.exists());
    let missing =
        |text: String| Error::new(ErrorKind::NotFound, text).fault(Fault::RepositoryMissing);
    if !exists {
        return missing(format!("there is no {shown}")).hint("check the path");
    }
    let words = clean(&web::leaf(error)).into_owned();
    missing(format!("{shown} is no Git repository: {words}"))
        .hint("write // where the repository ends; for a plain folder leave git:: away")
}

/// More came than is allowed.
pub(super) fn too_large(place: &Place) -> Error {
    web::too_large(&format!("the Git repository {}", place.shown()), place.limit)
        .hint("name a smaller repository; only what the ref leads to is fetched, without history")
        .fault(Fault::TooLarge)
}

/// There is no such branch, tag or commit; `names` are those of all branches and tags.
pub(super) fn no_reference(place: &Place, names: &[String]) -> Error {
    let shown = place.shown();
    if names.is_empty() {
        return Error::new(ErrorKind::NotFound, format!("{shown} is empty: it has no commit yet"))
            .hint("commit something and push it, then refresh")
            .fault(Fault::RepositoryEmpty);
    }
    let missing = |text: String| Error::new(ErrorKind::NotFound, text).fault(Fault::RefMissing);
    let Some(wanted) = &place.reference else {
        return missing(format!("the default branch of {shown} has no commit"))
            .hint(format!("name a branch with ?ref=…; there is {}", listed(names)));
    };
    let near = similar(wanted, names);
    let error = missing(format!("there is no branch, tag or commit \"{wanted}\" in {shown}"));
    if place.commit().is_some() {
        error.hint("check the commit's digits; one that no branch or tag leads to may be gone")
    } else if near.is_empty() {
        error.hint(format!("check the spelling of ref; there is {}", listed(names)))
    } else {
        error.hint(format!("check the spelling of ref; similar: {}", listed(&near)))
    }
}

/// More than one commit begins so.
pub(super) fn ambiguous(place: &Place, short: &str) -> Error {
    let message = format!("several objects begin with \"{short}\" in {}", place.shown());
    Error::new(ErrorKind::NotFound, message)
        .hint("write more digits of the commit, best all 40")
        .fault(Fault::RefMissing)
}

fn listed(names: &[String]) -> String {
    const SHOWN: usize = 6;
    let shown: Vec<_> = names.iter().take(SHOWN).map(|name| clean(name)).collect();
    let rest = names.len().saturating_sub(SHOWN);
    let more = if rest == 0 { String::new() } else { format!(", and {rest} more") };
    format!("{}{more}", shown.join(", "))
}

/// Names that may have been meant, the nearest first.
fn similar(wanted: &str, names: &[String]) -> Vec<String> {
    let wanted = wanted.to_lowercase();
    let mut near: Vec<(usize, &String)> = names
        .iter()
        .filter_map(|name| {
            let lower = name.to_lowercase();
            let distance = distance(&wanted, &lower);
            let contained = lower.contains(&wanted) || wanted.contains(&lower);
            (contained || distance <= (wanted.chars().count() + 2).min(9) / 3)
                .then_some((distance, name))
        })
        .collect();
    near.sort();
    near.into_iter().map(|(_, name)| name.clone()).collect()
}

/// The number of characters to add, leave away or change (Levenshtein).
fn distance(one: &str, other: &str) -> usize {
    let other: Vec<char> = other.chars().take(100).collect();
    let mut row: Vec<usize> = (0..=other.len()).collect();
    for (at, character) in one.chars().take(100).enumerate() {
        let mut left = at + 1;
        let mut corner = at;
        for (cell, wanted) in row.iter_mut().skip(1).zip(&other) {
            let cost = if *wanted == character { corner } else { corner.min(left).min(*cell) + 1 };
            corner = *cell;
            *cell = cost;
            left = cost;
        }
        if let Some(first) = row.first_mut() {
            *first = at + 1;
        }
    }
    row.last().copied().unwrap_or_default()
}

/// Whether the server does not give the commit that was asked for by its id.
pub(super) fn is_unadvertised(error: &gix::Error) -> bool {
    says(error, &["not our ref", "unadvertised object"])
}

/// Whether no name that was asked for is there.
pub(super) fn is_unnamed(error: &gix::Error) -> bool {
    says(error, &["did not have any ref", "didn't have any ref", "None of the refspec"])
}

fn says(error: &gix::Error, signs: &[&str]) -> bool {
    web::chain(error).iter().any(|error| {
        let text = error.to_string();
        signs.iter().any(|sign| text.contains(sign))
    })
}

/// A fetch that failed for a reason that nobody noted on the way: Git's own words decide.
pub(super) fn not_fetched(place: &Place, received: u64, error: &gix::Error) -> Error {
    let texts: Vec<String> = web::chain(error).iter().map(ToString::to_string).collect();
    if let Some(found) = of_words(place, &texts.join("\n")) {
        return found;
    }
    if says(error, &["fill whole buffer", "unexpected end of file", "EOF"]) {
        return ended(place, received, "");
    }
    odd(place, &texts.last().cloned().unwrap_or_default())
}

/// Signs in the words of Git's servers, and what they mean.
const MEANINGS: &[(&[&str], ErrorKind, Fault, &str, &str)] = &[
    (
        &["not exported"],
        ErrorKind::NotFound,
        Fault::RepositoryMissing,
        "the server gives no such repository",
        "check the path; the server may also have it and not offer it (git-daemon-export-ok)",
    ),
    (
        &[
            "does not appear to be a git repository",
            "Repository not found",
            "repository not found",
            "no such repository",
            "could not be found",
            "does not exist",
        ],
        ErrorKind::NotFound,
        Fault::RepositoryMissing,
        "there is no such repository",
        "check the path; for a private one the account or key may lack the right to see it",
    ),
    (
        &["dubious ownership", "safe.directory"],
        ErrorKind::Unauthorized,
        Fault::Forbidden,
        "the server's Git does not trust the repository's owner",
        "its owner must add it to safe.directory there",
    ),
    (
        &["access denied", "Access denied", "not allowed", "denied to", "Permission to"],
        ErrorKind::Unauthorized,
        Fault::Forbidden,
        "the server knows you and does not allow this",
        "ask for the right to read; check that the right key or account is used",
    ),
    (
        &["Server lack feature \"shallow\""],
        ErrorKind::Unsupported,
        Fault::Unexpected,
        "the server cannot leave history away",
        "ask its owner to switch on smart HTTP or a newer Git",
    ),
];

/// What a Git server's words mean; `None` for words that we do not know.
pub(super) fn of_words(place: &Place, said: &str) -> Option<Error> {
    MEANINGS.iter().find_map(|(signs, kind, fault, what, hint)| {
        let line = said.lines().rfind(|line| signs.iter().any(|sign| line.contains(sign)))?;
        let message = format!("{}: {what}: {}", place.shown(), without_query(place, line.trim()));
        Some(Error::new(*kind, message).hint(*hint).fault(*fault))
    })
}

/// What came is not Git's.
pub(super) fn odd(place: &Place, words: &str) -> Error {
    let words = without_query(place, words);
    let message = format!("{} did not answer as a Git server: {words}", place.shown());
    Error::new(ErrorKind::Malformed, message)
        .hint("check the address: it must be one that git clone accepts")
}

/// A text may name the whole URL, and a token may stand in its query.
fn without_query(place: &Place, words: &str) -> String {
    let words = clean(words);
    match place.url.query().filter(|query| !query.is_empty()) {
        Some(query) => words.replace(query, "***"),
        None => words.into_owned(),
    }
}

/// A web server's status, and what it says to it.
pub(super) fn of_status(
    place: &Place,
    (status, said): (StatusCode, &str),
    (url, sent): (&Url, Sent),
) -> Error {
    let error = refusal::of_status(status, url, sent, said);
    match status.as_u16() {
        404 | 410 => {
            let words = refusal::status_words(status, said);
            Error::new(ErrorKind::NotFound, format!("{} answered {words}", place.shown()))
                .hint(
                    "there is no Git repository at this address; a private one is hidden in the same \
                     way, so check the credentials too",
                )
                .fault(Fault::RepositoryMissing)
        }
        _ => error,
    }
}

/// A redirect that ends at something else than a repository.
pub(super) fn moved(place: &Place, to: &Url) -> Error {
    let message =
        format!("{} redirects to {}, which is no Git repository", place.shown(), masked(to));
    Error::new(ErrorKind::Malformed, message)
        .hint("use the address of the repository itself; a page for logins is the usual reason")
        .fault(Fault::RedirectRefused)
}

/// An answer of another type than Git's.
pub(super) fn no_git(place: &Place, kind: &str, start: &[u8], url: &Url) -> Error {
    let page = refusal::web_page(start, (url, url), "a Git repository");
    let kind = clean(kind);
    let (words, hint, fault) = match &page {
        Some(page) => (page.message.clone(), page.hint.clone(), Fault::WebPage),
        None if start.windows(6).any(|window| window == b"\trefs/") => (
            "it speaks only Git's old protocol (\"dumb\" HTTP)".to_owned(),
            "ask its owner to switch on smart HTTP (git http-backend)".to_owned(),
            Fault::HttpStatus,
        ),
        None => (
            format!("it answered with the type \"{kind}\""),
            "check the address: it must be one that git clone accepts".to_owned(),
            Fault::HttpStatus,
        ),
    };
    let message = format!("{} did not answer as a Git server: {words}", place.shown());
    Error::new(ErrorKind::Malformed, message).hint(hint).fault(fault)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_that_may_have_been_meant_are_found() {
        let names = ["main", "feature/login", "release-1.0", "v1.0.0", "v1.1.0"].map(str::to_owned);
        for (wanted, expected) in [
            ("mian", vec!["main"]),
            ("Main", vec!["main"]),
            ("login", vec!["feature/login"]),
            ("v1.0.1", vec!["v1.0.0", "v1.1.0"]),
            ("zzz", vec![]),
        ] {
            assert_eq!(similar(wanted, &names), expected, "{wanted}");
        }
        assert_eq!(distance("kitten", "sitting"), 3);
    }
}
