//! Files from web servers: redirects, conditional requests, retries, limits while the body streams.
//!
//! May import: `source::{answer, authorization, client, fault, inflate, patience, proxy, race, refusal, said}`, `model`, `monitor`, `error`.

use std::collections::HashSet;
use std::sync::Arc;
use std::time::Duration;

use reqwest::header::{self, HeaderMap};
use reqwest::{RequestBuilder, Response, StatusCode};
use tokio::time::{Instant, timeout_at};
use url::Url;

use super::answer::{Trail, Validators};
use super::authorization;
use super::client::{Client, Web};
use super::fault;
use super::inflate::Body;
use super::race::race;
use super::refusal::{self, Sent};
use super::{patience, proxy, said};
use crate::error::Error;
use crate::model::location::mask::masked;
use crate::model::{Location, Repository};
use crate::monitor::{Monitor, Progress, Unit};

const RETRIES: u32 = 2;

/// What is asked for.
#[derive(Clone, Copy, Debug)]
pub(super) struct Wanted<'wanted> {
    /// Where.
    pub(super) url: &'wanted Url,
    /// For which (resolved) repository. What lets us in goes to its own scheme, host and port only.
    pub(super) repository: &'wanted Repository,
    /// What is there already.
    pub(super) known: Option<&'wanted Validators>,
    /// Whether the body may come compressed: yes for texts, no for archives, whose bytes count.
    pub(super) encoding: Encoding,
}

/// Whether a body may come compressed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Encoding {
    /// `gzip` is welcome.
    Gzip,
    /// The bytes as they are.
    Identity,
}

/// An answer of which the body has not been read.
pub(super) struct Answer {
    response: Response,
    asked: Url,
    url: Url,
    encoding: Encoding,
    /// What was seen so far.
    pub(super) trail: Trail,
    /// The server says that what we know is current.
    pub(super) unchanged: bool,
}

impl Wanted<'_> {
    /// Whether a URL has the repository's own scheme, host and port.
    fn is_home(&self, url: &Url) -> bool {
        matches!(&self.repository.location, Location::Http { url: home } if home.origin() == url.origin())
    }

    fn sent(&self, url: &Url) -> Sent {
        let own = self.repository.credentials.as_ref();
        match own.map_or(Sent::Nothing, authorization::sent) {
            Sent::Nothing => Sent::Nothing,
            sent if self.is_home(url) => sent,
            _ => Sent::Withheld,
        }
    }

    /// The way to a URL.
    fn web(&self, client: &Client, url: &Url) -> Result<Arc<Web>, Error> {
        if self.is_home(url) {
            client.web_for(self.repository)
        } else {
            client.web_elsewhere(self.repository)
        }
    }

    fn request(&self, client: &reqwest::Client, url: &Url) -> Result<RequestBuilder, Error> {
        let mut request = client.get(url.clone());
        if let Some(own) = self.repository.credentials.as_ref().filter(|_| self.is_home(url)) {
            request = request.headers(authorization::headers(own)?);
        }
        if self.encoding == Encoding::Gzip {
            request = request.header(header::ACCEPT_ENCODING, "gzip");
        }
        if let Some(etag) = self.known.and_then(|known| known.etag.as_ref()) {
            request = request.header(header::IF_NONE_MATCH, etag);
        }
        if let Some(date) = self.known.and_then(|known| known.last_modified.as_ref()) {
            request = request.header(header::IF_MODIFIED_SINCE, date);
        }
        Ok(request)
    }
}

/// Asks for a file, follows redirects, and returns when the answer's head has come.
pub(super) async fn ask(
    client: &Client,
    wanted: &Wanted<'_>,
    monitor: &Monitor,
) -> Result<Answer, Error> {
    let mut url = wanted.url.clone();
    let mut trail = Trail::default();
    let mut seen = HashSet::from([url.to_string()]);
    loop {
        let response = send(client, wanted, &url, monitor).await?;
        trail.note(&response);
        let Some(next) = refusal::redirect(&response, &url)? else {
            return judge((response, url, trail), wanted, monitor).await;
        };
        if url.scheme() == "https" && next.scheme() == "http" {
            return Err(refusal::downgrade(&next));
        }
        trail.redirects.push(masked(&next));
        if wanted.sent(&url) != Sent::Withheld && wanted.sent(&next) == Sent::Withheld {
            trail.withheld.push(fault::host_of(&next));
        }
        if trail.redirects.len() > refusal::REDIRECTS || !seen.insert(next.to_string()) {
            return Err(refusal::redirect_loop(&trail.redirects));
        }
        url = next;
    }
}

impl Trail {
    fn note(&mut self, response: &Response) {
        let status = response.status();
        let reason = status.canonical_reason().unwrap_or_default();
        self.status = format!("{} {reason}, {:?}", status.as_u16(), response.version());
        let kind = response.headers().get(header::CONTENT_TYPE);
        kind.and_then(|kind| kind.to_str().ok())
            .unwrap_or_default()
            .clone_into(&mut self.content_type);
        self.encoding = content_encoding(response.headers());
        self.peer = response.remote_addr().map(|peer| peer.to_string()).unwrap_or_default();
    }
}

async fn judge(
    (mut response, url, trail): (Response, Url, Trail),
    wanted: &Wanted<'_>,
    monitor: &Monitor,
) -> Result<Answer, Error> {
    let status = response.status();
    let unchanged = status == StatusCode::NOT_MODIFIED && wanted.known.is_some();
    if status != StatusCode::OK && !unchanged {
        let body = race(monitor, said::beginning(&mut response)).await?;
        let said = said::words(&body, status, &url);
        let error = refusal::of_status(status, &url, wanted.sent(&url), &said);
        let wait = patience::asked_for(&response).map(|wait| wait.as_secs());
        return Err(match wait.filter(|seconds| *seconds > 0) {
            Some(seconds) => refusal::busy(error, seconds),
            None => error,
        });
    }
    let asked = wanted.url.clone();
    Ok(Answer { response, asked, url, encoding: wanted.encoding, trail, unchanged })
}

/// Sends one request, again after failures that may pass: a connection that was not made, 429, 502, 503, 504.
async fn send(
    client: &Client,
    wanted: &Wanted<'_>,
    url: &Url,
    monitor: &Monitor,
) -> Result<Response, Error> {
    let web = wanted.web(client, url)?;
    let mut attempt = 0;
    loop {
        let outcome = race(monitor, wanted.request(&web.http, url)?.send()).await?;
        let base = client.settings.retry_pause;
        let wait = match &outcome {
            Ok(response) => patience::before_next(response, base, attempt),
            Err(error) if error.is_connect() && fault::is_passing(error) => {
                Some(patience::pause(base, attempt))
            }
            Err(_) => None,
        };
        match (outcome, wait) {
            (_, Some(wait)) if attempt < RETRIES => race(monitor, tokio::time::sleep(wait)).await?,
            (Ok(response), _) => return Ok(response),
            (Err(error), _) => return Err(lost(client, &error.without_url(), url, monitor).await),
        }
        attempt += 1;
    }
}

/// Why no answer came; a proxy is asked once more, for its words are lost on the way.
async fn lost(client: &Client, error: &reqwest::Error, url: &Url, monitor: &Monitor) -> Error {
    match proxy::for_url(client, url) {
        Some(proxy) => proxy.failure(error, url, monitor).await,
        None => fault::of_request(error, url),
    }
}

impl Answer {
    /// An answer to a question that another protocol over HTTP has put.
    pub(super) fn of(response: Response, url: Url, encoding: Encoding) -> Self {
        let mut trail = Trail::default();
        trail.note(&response);
        let unchanged = response.status() == StatusCode::NOT_MODIFIED;
        Self { response, asked: url.clone(), url, encoding, trail, unchanged }
    }

    /// What to ask with next time.
    pub(super) fn validators(&self) -> Validators {
        let text = |name| self.response.headers().get(name)?.to_str().ok().map(str::to_owned);
        Validators {
            etag: text(header::ETAG),
            last_modified: text(header::LAST_MODIFIED),
            commit: None,
        }
    }

    /// Where the answer came from after all redirects.
    pub(super) fn url(&self) -> &Url {
        &self.url
    }

    /// Where it was asked for, and where the answer came from after all redirects.
    pub(super) fn way(&self) -> (&Url, &Url) {
        (&self.asked, &self.url)
    }

    /// Reads the body, inflated where it came compressed; ends when it grows above the limit or lasts longer than
    /// anyone waits.
    pub(super) async fn body(
        &mut self,
        (limit, patience): (u64, Duration),
        name: &str,
        monitor: &Monitor,
    ) -> Result<Vec<u8>, Error> {
        let total = self.response.content_length();
        let mut body = self.begin(limit)?;
        if total.is_some_and(|total| total > limit) {
            return Err(fault::too_large(&masked(&self.url), limit));
        }
        let end = Instant::now() + patience;
        loop {
            let chunk = race(monitor, timeout_at(end, self.response.chunk())).await?;
            let chunk = chunk.map_err(|_| fault::endless(&self.url, body.received(), patience))?;
            let chunk = chunk.map_err(|error| {
                fault::of_body(&error.without_url(), &self.url, body.received())
            })?;
            let Some(chunk) = chunk else { break };
            body.push(&chunk, &self.url)?;
            let phase = name.to_owned();
            monitor.report(Progress { phase, done: body.received(), total, unit: Unit::Bytes });
        }
        self.trail.compressed = body.compressed();
        body.finish(&self.url)
    }

    fn begin(&self, limit: u64) -> Result<Body, Error> {
        let encoding = content_encoding(self.response.headers());
        match (encoding.as_str(), self.encoding) {
            ("gzip" | "x-gzip", Encoding::Gzip) => Ok(Body::gzip(limit)),
            ("" | "identity", _) | (_, Encoding::Identity) => Ok(Body::plain(limit)),
            (other, Encoding::Gzip) => Err(refusal::encoding(&self.url, other)),
        }
    }
}

fn content_encoding(headers: &HeaderMap) -> String {
    let value = headers.get(header::CONTENT_ENCODING).and_then(|value| value.to_str().ok());
    value.unwrap_or_default().trim().to_ascii_lowercase()
}
