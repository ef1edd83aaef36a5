//! Git's protocol over HTTP, by the same client as everything else: its trust, proxies, timeouts; what lets
//! us in goes to the repository's own scheme, host and port only. No helpers, no prompts.
//!
//! Protocol: `gitprotocol-http(5)`, the smart one only.
//! May import: `source::git::{fault, place, run}`, `source::{fault, refusal, said}`, `model`, `error`.

use std::any::Any;
use std::io::{self, BufRead, Cursor, Read, Write};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use gix::protocol::transport::Protocol;
use gix::protocol::transport::client::blocking_io::http;
use gix::protocol::transport::client::blocking_io::http::{
    GetResponse, Http, PostBodyDataKind, PostResponse,
};
use reqwest::header::{self, HeaderMap, HeaderName, HeaderValue};
use reqwest::{RequestBuilder, Response};
use url::Url;

use super::fault;
use super::place::{Place, Web};
use super::run::Run;
use crate::error::Error;
use crate::source::fault as words;
use crate::source::refusal::{self, Sent};
use crate::source::said;

const ADVERTISEMENT: &str = "application/x-git-upload-pack-advertisement";

/// A transport to the repository's web server. Nothing is sent yet.
pub(super) fn connect(place: &Arc<Place>, web: &Web, run: &Arc<Run>) -> io::Result<Transport> {
    let url = gix::url::parse(place.url.as_str().as_bytes())
        .map_err(|error| run.fail(fault::not_fetched(place, 0, &error)))?;
    let line =
        Line { place: Arc::clone(place), web: web.clone(), run: Arc::clone(run), moved: None };
    Ok(http::Transport::new_http(line, url, Protocol::V2, false))
}

type Transport = http::Transport<Line>;

/// The way to one server.
#[derive(Clone)]
pub(super) struct Line {
    place: Arc<Place>,
    web: Web,
    run: Arc<Run>,
    moved: Option<String>,
}

impl Line {
    fn is_home(&self, url: &Url) -> bool {
        url.origin() == self.place.url.origin()
    }

    fn sent(&self, url: &Url) -> Sent {
        match self.web.sent {
            Sent::Nothing => Sent::Nothing,
            sent if self.is_home(url) => sent,
            _ => Sent::Withheld,
        }
    }

    fn request(&self, url: &Url, headers: &HeaderMap, body: Option<Vec<u8>>) -> RequestBuilder {
        let client = if self.is_home(url) { &self.web.home } else { &self.web.elsewhere };
        let request = match body {
            Some(body) => client.post(url.clone()).body(body),
            None => client.get(url.clone()),
        };
        let request = request.headers(headers.clone());
        if self.is_home(url) { request.headers(self.web.headers.clone()) } else { request }
    }

    /// Sends a request and waits for the head of the answer.
    fn send(&self, url: &Url, headers: &HeaderMap, body: Option<Vec<u8>>) -> io::Result<Response> {
        let longest = self.place.connect_timeout + self.place.read_timeout;
        let late = || fault::silent(&self.place, self.run.received());
        self.run.wait(longest, late, async {
            let sent = self.request(url, headers, body).send().await;
            sent.map_err(|error| self.run.fail(words::of_request(&error.without_url(), url)))
        })
    }

    /// Gets the first answer, along redirects that lead to a repository again.
    fn discover(&mut self, url: &str, base: &str, headers: &HeaderMap) -> Result<Response, Error> {
        let tail = url.strip_prefix(base).unwrap_or_default();
        let mut url =
            Url::parse(url).map_err(|error| fault::odd(&self.place, &error.to_string()))?;
        for _ in 0..=refusal::REDIRECTS {
            let response = self.send(&url, headers, None).map_err(|error| self.cause(&error))?;
            let Some(target) = refusal::redirect(&response, &url)? else {
                let response = self.judged(response, &url)?;
                if !url.as_str().ends_with(tail) {
                    return Err(fault::moved(&self.place, &url));
                }
                let end = url.as_str().len() - tail.len();
                self.moved = url.as_str().get(..end).map(str::to_owned);
                return self.checked(response, &url);
            };
            if url.scheme() == "https" && target.scheme() == "http" {
                return Err(refusal::downgrade(&target));
            }
            url = target;
        }
        Err(refusal::redirect_loop(&[crate::model::location::mask::masked(&url)]))
    }

    /// The answer, if it is none that refuses.
    fn judged(&self, mut response: Response, url: &Url) -> Result<Response, Error> {
        let status = response.status();
        if status.is_success() {
            return Ok(response);
        }
        let late = || fault::silent(&self.place, self.run.received());
        let longest = self.place.connect_timeout + self.place.read_timeout;
        let reading = async { Ok(said::beginning(&mut response).await) };
        let body = self.run.wait(longest.max(said::PATIENCE * 2), late, reading);
        let said = said::words(&body.unwrap_or_default(), status, url);
        Err(fault::of_status(&self.place, (status, &said), (url, self.sent(url))))
    }

    /// The answer, if it is Git's.
    fn checked(&self, mut response: Response, url: &Url) -> Result<Response, Error> {
        let kind = response.headers().get(header::CONTENT_TYPE);
        let kind = kind.and_then(|kind| kind.to_str().ok()).unwrap_or_default().to_owned();
        if kind.split(';').next().is_some_and(|kind| kind.trim() == ADVERTISEMENT) {
            return Ok(response);
        }
        let late = || fault::silent(&self.place, self.run.received());
        let start = self.run.wait(self.place.read_timeout, late, async {
            response.chunk().await.map_err(io::Error::other)
        });
        let start = start.ok().flatten().unwrap_or_default();
        Err(fault::no_git(&self.place, &kind, &start, url))
    }

    fn cause(&self, error: &io::Error) -> Error {
        self.run.cause().unwrap_or_else(|| fault::odd(&self.place, &error.to_string()))
    }
}

impl Http for Line {
    type Headers = Head;
    type ResponseBody = Body;
    type PostBody = Posted;

    fn get(
        &mut self,
        url: &str,
        base_url: &str,
        headers: impl IntoIterator<Item = impl AsRef<str>>,
    ) -> Result<GetResponse<Head, Body>, gix::Error> {
        let headers = header_map(headers);
        let response = self
            .discover(url, base_url, &headers)
            .map_err(|error| gix::Error::from_error(self.run.fail(error)))?;
        let exchange = Exchange::answered(self.clone(), response);
        Ok(GetResponse { headers: Head::of(&exchange), body: Body::of(&exchange) })
    }

    fn post(
        &mut self,
        url: &str,
        _base_url: &str,
        headers: impl IntoIterator<Item = impl AsRef<str>>,
        _body: PostBodyDataKind,
    ) -> Result<PostResponse<Head, Body, Posted>, gix::Error> {
        let url = Url::parse(url).map_err(|error| {
            gix::Error::from_error(self.run.fail(fault::odd(&self.place, &error.to_string())))
        })?;
        let exchange = Exchange::waiting(self.clone(), url, header_map(headers));
        let (headers, body) = (Head::of(&exchange), Body::of(&exchange));
        Ok(PostResponse { post_body: Posted(exchange), headers, body })
    }

    fn configure(&mut self, _config: &dyn Any) -> Result<(), gix::Error> {
        Ok(())
    }

    fn redirected_base_url(&self) -> Option<String> {
        self.moved.clone()
    }
}

fn header_map(lines: impl IntoIterator<Item = impl AsRef<str>>) -> HeaderMap {
    let mut headers = HeaderMap::new();
    for line in lines {
        let Some((name, value)) = line.as_ref().split_once(':') else { continue };
        let pair = (HeaderName::from_bytes(name.as_bytes()), HeaderValue::from_str(value.trim()));
        if let (Ok(name), Ok(value)) = pair {
            headers.append(name, value);
        }
    }
    // Some servers look for `git/` in it.
    let agent = concat!("git/chartroom-", env!("CARGO_PKG_VERSION"));
    headers.insert(header::USER_AGENT, HeaderValue::from_static(agent));
    headers
}

/// A request, whose answer is asked for when somebody reads it.
struct Exchange {
    line: Line,
    request: Option<(Url, HeaderMap, Vec<u8>)>,
    answer: Option<Response>,
}

type Shared = Arc<Mutex<Exchange>>;

impl Exchange {
    fn answered(line: Line, answer: Response) -> Shared {
        Arc::new(Mutex::new(Self { line, request: None, answer: Some(answer) }))
    }

    fn waiting(line: Line, url: Url, headers: HeaderMap) -> Shared {
        let request = Some((url, headers, Vec::new()));
        Arc::new(Mutex::new(Self { line, request, answer: None }))
    }

    fn answer(&mut self) -> io::Result<Option<&mut Response>> {
        if let Some((url, headers, body)) = self.request.take() {
            let response = self.line.send(&url, &headers, Some(body))?;
            let judged = self.line.judged(response, &url);
            self.answer = Some(judged.map_err(|error| self.line.run.fail(error))?);
        }
        Ok(self.answer.as_mut())
    }

    fn head(&mut self) -> io::Result<Vec<u8>> {
        let mut text = Vec::new();
        let Some(response) = self.answer()? else { return Ok(text) };
        for (name, value) in response.headers() {
            text.extend([name.as_str().as_bytes(), b":", value.as_bytes(), b"\n"].concat());
        }
        Ok(text)
    }

    fn chunk(&mut self) -> io::Result<Vec<u8>> {
        let (run, place) = (Arc::clone(&self.line.run), Arc::clone(&self.line.place));
        let Some(response) = self.answer()? else { return Ok(Vec::new()) };
        let url = response.url().clone();
        let late = || fault::silent(&place, run.received());
        let chunk = run.wait(place.read_timeout, late, async {
            let chunk = response.chunk().await;
            chunk.map_err(|error| {
                run.fail(words::of_body(&error.without_url(), &url, run.received()))
            })
        })?;
        let chunk = chunk.map(|bytes| bytes.to_vec()).unwrap_or_default();
        run.count(chunk.len(), || fault::too_large(&place))?;
        Ok(chunk)
    }
}

fn lock(shared: &Shared) -> MutexGuard<'_, Exchange> {
    shared.lock().unwrap_or_else(PoisonError::into_inner)
}

/// What is sent with a request.
pub(super) struct Posted(Shared);

impl Write for Posted {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match &mut lock(&self.0).request {
            Some((_, _, body)) => body.extend_from_slice(bytes),
            None => return Err(io::Error::other("the request was sent already")),
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// The head of an answer, line by line.
pub(super) struct Head {
    exchange: Shared,
    text: Option<Cursor<Vec<u8>>>,
}

impl Head {
    fn of(exchange: &Shared) -> Self {
        Self { exchange: Arc::clone(exchange), text: None }
    }

    fn text(&mut self) -> io::Result<&mut Cursor<Vec<u8>>> {
        if self.text.is_none() {
            self.text = Some(Cursor::new(lock(&self.exchange).head()?));
        }
        Ok(self.text.get_or_insert_default())
    }
}

impl Read for Head {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        self.text()?.read(buffer)
    }
}

impl BufRead for Head {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        self.text()?.fill_buf()
    }

    fn consume(&mut self, amount: usize) {
        if let Some(text) = &mut self.text {
            text.consume(amount);
        }
    }
}

/// The body of an answer, as it comes.
pub(super) struct Body {
    exchange: Shared,
    chunk: Cursor<Vec<u8>>,
}

impl Body {
    fn of(exchange: &Shared) -> Self {
        Self { exchange: Arc::clone(exchange), chunk: Cursor::default() }
    }
}

impl Read for Body {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let available = self.fill_buf()?;
        let count = available.len().min(buffer.len());
        if let (Some(from), Some(to)) = (available.get(..count), buffer.get_mut(..count)) {
            to.copy_from_slice(from);
        }
        self.consume(count);
        Ok(count)
    }
}

impl BufRead for Body {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        if self.chunk.position() >= self.chunk.get_ref().len() as u64 {
            self.chunk = Cursor::new(lock(&self.exchange).chunk()?);
        }
        self.chunk.fill_buf()
    }

    fn consume(&mut self, amount: usize) {
        self.chunk.consume(amount);
    }
}
