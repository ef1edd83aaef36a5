//! One bucket as it is asked: signed or not, again where that helps, in the region that its server names.
//!
//! Signing is done here and the requests go through the same way out as all others, because a client made for
//! object stores would bring TLS, proxies, deadlines and limits of its own, hide the headers and the body of a
//! refusal, and fail on a whole listing for one key that it cannot name.
//! May import: `source::{client, fault, http, race}`, `source::s3::{address, fault, keys, sign}`, `secrets`,
//! `model`, `monitor`, `error`.

use std::sync::Arc;
use std::time::Duration;

use jiff::Timestamp;
use reqwest::{Response, StatusCode, header};
use url::Url;

use super::address::{bucket_url, object_url};
use super::fault::{Body, Context, Refusal, Subject, stranger};
use super::keys::{Chosen, Origin, choose};
use super::sign::Signing;
use crate::error::{Error, ErrorKind};
use crate::model::location::s3::S3Place;
use crate::model::{Keys, Location};
use crate::monitor::Monitor;
use crate::secrets::Resolved;
use crate::source::client::{Client, Web};
use crate::source::fault as web_fault;
use crate::source::http::{Answer, Encoding};
use crate::source::race::{blocking, race};

/// How often a failed request is sent again.
const RETRIES: u32 = 2;
/// Bytes of a refusal that are looked at.
const REFUSAL_LIMIT: usize = 64 << 10;

/// A bucket, and what lets us in.
pub(super) struct Store<'asked> {
    pub(super) client: &'asked Client,
    pub(super) monitor: &'asked Monitor,
    /// As it is registered.
    pub(super) place: S3Place,
    chosen: Chosen,
    web: Arc<Web>,
    elsewhere: Arc<Web>,
}

/// A question for one object, or for a listing.
#[derive(Clone, Copy, Debug)]
pub(super) struct Question<'asked> {
    /// Which bucket, and for an object its key.
    pub(super) place: &'asked S3Place,
    /// What for.
    pub(super) subject: Subject,
    /// The options of a listing.
    pub(super) options: &'asked [(&'asked str, &'asked str)],
    /// The tag of what is known.
    pub(super) etag: Option<&'asked str>,
    /// Whether the body may be inflated.
    pub(super) encoding: Encoding,
}

impl<'asked> Question<'asked> {
    /// For an object as it is: a package, or a file of one.
    pub(super) fn package(place: &'asked S3Place) -> Self {
        let (subject, encoding) = (Subject::Package, Encoding::Identity);
        Self { place, subject, options: &[], etag: None, encoding }
    }

    fn url(&self, place: &S3Place) -> Result<Url, Error> {
        match self.subject {
            Subject::Listing => bucket_url(place, self.options),
            Subject::Index | Subject::Package => object_url(place, &place.key),
        }
    }

    /// What it is about, for messages.
    fn told(&self) -> String {
        let bucket = &self.place.bucket;
        let key = match self.subject {
            Subject::Listing => {
                let prefix = self.options.iter().find(|(name, _)| *name == "prefix");
                prefix.map_or("", |(_, prefix)| *prefix)
            }
            Subject::Index | Subject::Package => &self.place.key,
        };
        crate::model::text::clean(&format!("s3://{bucket}/{key}")).into_owned()
    }
}

/// The keys that a repository's requests are signed with, if it is in an object store and there are any.
pub(super) async fn keys(client: &Client, resolved: &Resolved, monitor: &Monitor) -> Option<Keys> {
    let Location::S3(place) = &resolved.repository.location else { return None };
    chosen(client, place, resolved, monitor).await.ok()?.keys
}

async fn chosen(
    client: &Client,
    place: &S3Place,
    resolved: &Resolved,
    monitor: &Monitor,
) -> Result<Chosen, Error> {
    let credentials = resolved.repository.credentials.clone();
    let (place, variables) = (place.clone(), client.settings.variables.clone());
    blocking(monitor, move || choose(&place, credentials.as_ref(), &variables)).await
}

impl<'asked> Store<'asked> {
    /// The bucket of a repository, with the keys that belong to it.
    pub(super) async fn open(
        client: &'asked Client,
        resolved: &Resolved,
        monitor: &'asked Monitor,
    ) -> Result<Self, Error> {
        let Location::S3(place) = resolved.repository.location.clone() else {
            return Err(Error::new(ErrorKind::Unsupported, "this is no place in an object store"));
        };
        let chosen = chosen(client, &place, resolved, monitor).await?;
        let web = client.web_for(&resolved.repository)?;
        let elsewhere = client.web_elsewhere(&resolved.repository)?;
        Ok(Self { client, monitor, place, chosen, web, elsewhere })
    }

    /// Another bucket at another endpoint, which gets no keys.
    pub(super) fn stranger(&self, place: S3Place) -> Self {
        let region = place.region.clone().unwrap_or_else(|| self.chosen.region.clone());
        let chosen = Chosen { keys: None, origin: Origin::Nobody, region };
        let elsewhere = Arc::clone(&self.elsewhere);
        let (client, monitor, web) = (self.client, self.monitor, Arc::clone(&elsewhere));
        Self { client, monitor, place, chosen, web, elsewhere }
    }

    /// Asks, and asks once more where the server names another region.
    pub(super) async fn ask(&self, question: &Question<'_>) -> Result<Answer, Error> {
        let bucket = format!("{} {}", question.place.endpoint, question.place.bucket);
        let mut region = self.client.region(&bucket).unwrap_or_else(|| self.chosen.region.clone());
        let mut corrections = 0;
        loop {
            let other = (region != self.chosen.region).then(|| question.place.endpoint_in(&region));
            let other = other.flatten();
            // What the repository allows and shows to its own host is not for another.
            let web = if other.is_some() { &self.elsewhere } else { &self.web };
            let endpoint = other.unwrap_or_else(|| question.place.endpoint.clone());
            let url = question.url(&S3Place { endpoint, ..question.place.clone() })?;
            let response = self.send(web, &url, question, &region).await?;
            if matches!(response.status(), StatusCode::OK | StatusCode::NOT_MODIFIED) {
                return Ok(self.answer(response, url, question.encoding, &region));
            }
            let refusal = self.refusal(response, &url).await?;
            let Some(told) = refusal.other_region(&region).filter(|_| corrections == 0) else {
                let place = question.told();
                let (subject, origin) = (question.subject, &self.chosen.origin);
                let context =
                    Context { place: &place, url: &url, subject, origin, region: &region };
                return Err(refusal.error(&context));
            };
            self.client.learn_region(&bucket, &told);
            region = told;
            corrections += 1;
        }
    }

    fn answer(&self, response: Response, url: Url, encoding: Encoding, region: &str) -> Answer {
        let mut answer = Answer::of(response, url, encoding);
        answer.trail.notes.push(self.chosen.origin.told());
        if region != self.chosen.region {
            answer.trail.notes.push(format!("region: {region}, as the server told"));
        }
        answer
    }

    /// Sends one request, again after failures that may pass.
    async fn send(
        &self,
        web: &Web,
        url: &Url,
        question: &Question<'_>,
        region: &str,
    ) -> Result<Response, Error> {
        let mut attempt = 0;
        loop {
            let mut request = web.http.get(url.clone());
            if let Some(keys) = &self.chosen.keys {
                let signing = Signing { keys, region, at: Timestamp::now() };
                request = request.headers(signing.headers("GET", url)?);
            }
            if let Some(etag) = question.etag {
                request = request.header(header::IF_NONE_MATCH, etag);
            }
            let outcome = race(self.monitor, request.send()).await?;
            let may_pass = match &outcome {
                Ok(response) => matches!(response.status().as_u16(), 429 | 500 | 502..=504),
                Err(error) => error.is_connect() && web_fault::is_passing(error),
            };
            if attempt == RETRIES || !may_pass {
                return outcome.map_err(|error| web_fault::of_request(&error.without_url(), url));
            }
            let pause = crate::source::patience::pause(self.client.settings.retry_pause, attempt);
            race(self.monitor, tokio::time::sleep(pause)).await?;
            attempt += 1;
        }
    }

    /// Reads why it was refused. A body that does not come whole tells less.
    async fn refusal(&self, mut response: Response, url: &Url) -> Result<Refusal, Error> {
        let mut body = Vec::new();
        let reading = async {
            while let Ok(Some(chunk)) = response.chunk().await {
                body.extend_from_slice(&chunk);
                if body.len() > REFUSAL_LIMIT {
                    break;
                }
            }
        };
        let within = self.client.settings.read_timeout.min(Duration::from_secs(10));
        // What came until then is enough to tell.
        let _ = race(self.monitor, tokio::time::timeout(within, reading)).await?;
        if response.status() == StatusCode::PROXY_AUTHENTICATION_REQUIRED {
            let sent = crate::source::refusal::Sent::Nothing;
            return Err(crate::source::refusal::of_status(response.status(), url, sent, ""));
        }
        Ok(Refusal::of(response.status(), response.headers(), &body))
    }

    /// Reads the whole body; a web page in place of an object is told as such.
    pub(super) async fn read(
        &self,
        answer: &mut Answer,
        name: &str,
        limit: u64,
    ) -> Result<Vec<u8>, Error> {
        let bounds = (limit, self.client.settings.patience);
        let bytes = answer.body(bounds, name, self.monitor).await?;
        if Body::of(&bytes) == Body::Page {
            return Err(stranger(None, Body::Page, answer.url()));
        }
        Ok(bytes)
    }
}
