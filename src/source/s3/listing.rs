//! What lies below a prefix, page by page.
//!
//! May import: `source::{answer, http, race}`, `source::s3::{fault, store, xml}`, `model`, `error`.

use super::fault::{Body, Subject, stranger};
use super::store::{Question, Store};
use super::xml::{self, Object, Page};
use crate::error::{Error, ErrorKind};
use crate::model::Fault;
use crate::model::location::s3::S3Place;
use crate::model::text::{clean, counted};
use crate::source::answer::Trail;
use crate::source::http::Encoding;
use crate::source::race::blocking;

/// Objects that are looked at below one prefix; more is no repository.
pub(super) const OBJECTS_LIMIT: usize = 100_000;
/// Pages of one listing: stores may send them less than full, but not for ever.
const PAGES_LIMIT: usize = 1000;
/// Largest page, in bytes: a thousand keys of the greatest length, each byte encoded.
const PAGE_LIMIT: u64 = 16 << 20;

/// How deep a listing goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Depth {
    /// Only objects right below the prefix; what is deeper is told as folders.
    One,
    /// Everything.
    All,
}

/// All objects and folders below a prefix.
pub(super) async fn list(
    store: &Store<'_>,
    prefix: &str,
    depth: Depth,
) -> Result<(Page, Trail), Error> {
    let patience = store.client.settings.patience;
    let listed = tokio::time::timeout(patience, pages(store, prefix, depth)).await;
    listed.unwrap_or_else(|_| {
        let (place, seconds) = (told(store, prefix), patience.as_secs());
        let what = format!("the listing of {place} had no end after {seconds} s");
        Err(Error::new(ErrorKind::Timeout, what)
            .hint("try again; if it happens each time, name a longer prefix")
            .fault(Fault::TimedOut))
    })
}

fn told(store: &Store<'_>, prefix: &str) -> String {
    clean(&format!("s3://{}/{prefix}", store.place.bucket)).into_owned()
}

async fn pages(store: &Store<'_>, prefix: &str, depth: Depth) -> Result<(Page, Trail), Error> {
    let mut all = Page::default();
    let mut token: Option<String> = None;
    for _ in 0..PAGES_LIMIT {
        let (page, trail) = page(store, prefix, depth, token.as_deref()).await?;
        all.objects
            .extend(page.objects.into_iter().filter(|object| object.key.starts_with(prefix)));
        all.folders.extend(page.folders);
        if all.objects.len() + all.folders.len() > OBJECTS_LIMIT {
            let place = told(store, prefix);
            let what = format!("more than {OBJECTS_LIMIT} objects lie below {place}");
            return Err(Error::new(ErrorKind::TooLarge, what).hint("name a longer prefix"));
        }
        match page.next {
            Some(next) if token.as_deref() != Some(next.as_str()) => token = Some(next),
            _ => return Ok((all, trail)),
        }
    }
    let (place, found) = (told(store, prefix), counted(all.objects.len(), "object"));
    let what = format!("the listing of {place} has no end: {PAGES_LIMIT} pages told {found}");
    Err(Error::new(ErrorKind::TooLarge, what)
        .hint("name a longer prefix; pages that hold next to nothing are a fault of the store"))
}

/// One page of at most a thousand, in the old form of listing where the store lacks the new one.
pub(super) async fn page(
    store: &Store<'_>,
    prefix: &str,
    depth: Depth,
    token: Option<&str>,
) -> Result<(Page, Trail), Error> {
    match page_as(store, prefix, depth, (Form::New, token)).await {
        Err(error) if error.fault == Some(Fault::S3Unsupported) => {
            page_as(store, prefix, depth, (Form::Old, token)).await
        }
        answer => answer,
    }
}

/// How a listing is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Form {
    /// `ListObjectsV2`: goes on by a token.
    New,
    /// `ListObjects`: goes on behind a key.
    Old,
}

async fn page_as(
    store: &Store<'_>,
    prefix: &str,
    depth: Depth,
    (form, token): (Form, Option<&str>),
) -> Result<(Page, Trail), Error> {
    // Keys come as XML escapes them: some stores take the option that encodes them as in URLs, and do not.
    let mut options = vec![("max-keys", "1000"), ("prefix", prefix)];
    if depth == Depth::One {
        options.push(("delimiter", "/"));
    }
    let next = match form {
        Form::New => "continuation-token",
        Form::Old => "marker",
    };
    options.extend(token.map(|token| (next, token)));
    options.extend((form == Form::New).then_some(("list-type", "2")));
    let place: &S3Place = &store.place;
    let question = Question {
        place,
        subject: Subject::Listing,
        options: &options,
        etag: None,
        encoding: Encoding::Gzip,
    };
    let mut answer = store.ask(&question).await?;
    let bytes = store.read(&mut answer, "listing", PAGE_LIMIT).await?;
    // A page of many megabytes is read where it keeps nobody from cancelling.
    let read = move || Ok(xml::page(&bytes).ok_or_else(|| Body::of(&bytes)));
    let page = blocking(store.monitor, read).await?;
    let page = page.map_err(|body| stranger(None, body, answer.url()))?;
    Ok((page, answer.trail))
}

/// The names right below a prefix: of files, without it.
pub(super) fn names<'listed>(
    objects: &'listed [Object],
    prefix: &'listed str,
) -> impl Iterator<Item = &'listed str> {
    let names = objects.iter().filter_map(move |object| object.key.strip_prefix(prefix));
    names.filter(|name| !name.is_empty() && !name.contains('/'))
}
