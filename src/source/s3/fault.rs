//! What an object store refuses, in words: the cause, and what to do next.
//!
//! May import: `source::{fault, refusal}`, `source::s3::{keys, region, xml}`, `model`, `error`.

use jiff::Timestamp;
use jiff::fmt::rfc2822::DateTimeParser;
use reqwest::StatusCode;
use reqwest::header::HeaderMap;
use url::Url;

use super::keys::Origin;
use super::region;
use super::xml::{self, Refused};
use crate::error::{Error, ErrorKind};
use crate::model::Fault;
use crate::model::location::s3::told_region;
use crate::model::text::clean;
use crate::source::fault::host_of;

/// An answer that is neither the object nor a listing.
#[derive(Debug)]
pub(super) struct Refusal {
    pub(super) status: StatusCode,
    /// The error, where it came as XML.
    pub(super) told: Option<Refused>,
    /// The region that the headers name.
    pub(super) region: Option<String>,
    /// The server's clock, by its `Date` header.
    pub(super) date: Option<Timestamp>,
    /// What the body looks like.
    pub(super) body: Body,
}

/// What a body looks like that is no XML of an object store.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Body {
    Xml,
    Page,
    Json,
    Text,
    Empty,
}

/// What was asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Subject {
    /// The index file.
    Index,
    /// A package or a file of one.
    Package,
    /// A listing.
    Listing,
}

impl Subject {
    /// The right that it needs, as AWS calls it.
    fn right(self) -> &'static str {
        match self {
            Self::Index | Self::Package => "s3:GetObject",
            Self::Listing => "s3:ListBucket",
        }
    }
}

/// How it was asked.
pub(super) struct Context<'asked> {
    /// `s3://bucket/key`.
    pub(super) place: &'asked str,
    /// Where the question went.
    pub(super) url: &'asked Url,
    pub(super) subject: Subject,
    pub(super) origin: &'asked Origin,
    /// The region that was signed for.
    pub(super) region: &'asked str,
}

impl Refusal {
    /// Takes an answer apart.
    pub(super) fn of(status: StatusCode, headers: &HeaderMap, body: &[u8]) -> Self {
        let text = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
        let date = text("date").and_then(|date| DateTimeParser::new().parse_timestamp(date).ok());
        Self {
            status,
            told: xml::refused(body),
            region: text("x-amz-bucket-region").and_then(region::plain),
            date,
            body: Body::of(body),
        }
    }

    fn code(&self) -> &str {
        self.told.as_ref().map(|told| told.code.as_str()).unwrap_or_default()
    }

    /// The region that the server tells, if that is why it refused.
    pub(super) fn other_region(&self, used: &str) -> Option<String> {
        let is_why = matches!(self.status.as_u16(), 301 | 307)
            || matches!(
                self.code(),
                "PermanentRedirect"
                    | "TemporaryRedirect"
                    | "Redirect"
                    | "AuthorizationHeaderMalformed"
                    | "IllegalLocationConstraintException"
                    | "InvalidRegion"
            );
        let told = self.told.as_ref();
        let of_body = || told.and_then(|told| region::plain(told.region.as_deref()?));
        let of_endpoint = || {
            let endpoint = told?.endpoint.as_deref()?.trim_start_matches("https://");
            told_region(endpoint.trim_end_matches('/'))
        };
        let found = self.region.clone().or_else(of_body).or_else(of_endpoint);
        found.filter(|region| is_why && region != used)
    }

    /// The same as an error.
    pub(super) fn error(&self, context: &Context<'_>) -> Error {
        if self.told.is_none() && !matches!(self.body, Body::Empty | Body::Xml) {
            return stranger(Some(self.status), self.body, context.url);
        }
        let (kind, fault, hint) = self.cause(context);
        let mut message = format!("{} {}", begin(context), self.words());
        if fault == Fault::S3ClockSkewed
            && let Some(skew) = self.skew()
        {
            message = format!("{message}; {skew}");
        }
        // That a package is missing is the index's fault, which has a name of its own among the rules.
        let is_of_index = fault != Fault::S3IndexMissing || context.subject == Subject::Index;
        let error = Error::new(kind, message).hint(hint);
        if is_of_index { error.fault(fault) } else { error }
    }

    /// `403 AccessDenied: Access Denied`.
    fn words(&self) -> String {
        let status = self.status.as_u16();
        match &self.told {
            Some(told) => {
                let message: String = clean(&told.message).chars().take(LONGEST).collect();
                let colon = if message.is_empty() { "" } else { ": " };
                format!("{status} {}{colon}{message}", clean(&told.code))
            }
            None => {
                format!("{status} {}", self.status.canonical_reason().unwrap_or_default())
            }
        }
    }

    /// How far this machine's clock is off, by the server's.
    fn skew(&self) -> Option<String> {
        let server = self.date.or(self.told.as_ref()?.server_time)?;
        let seconds = Timestamp::now().as_second() - server.as_second();
        let direction = if seconds < 0 { "behind" } else { "ahead" };
        Some(format!("this machine's clock is {} s {direction}", seconds.abs()))
    }

    fn cause(&self, context: &Context<'_>) -> (ErrorKind, Fault, String) {
        if let Some((_, kind, fault, hint)) =
            CAUSES.iter().find(|(codes, ..)| codes.contains(&self.code()))
        {
            return (*kind, *fault, (*hint).to_owned());
        }
        let is_unsigned = matches!(context.origin, Origin::Nobody | Origin::Withheld(_));
        match (self.code(), self.status.as_u16()) {
            (code, _) if is_unsigned && WANT_KEYS.contains(&code) => denied(context),
            ("NoSuchKey" | "NoSuchVersion", _) => missing(context.subject),
            (_, 501) => (ErrorKind::Unsupported, Fault::S3Unsupported, LACKS.to_owned()),
            (_, 429 | 500..=599) => (ErrorKind::Unreachable, Fault::S3Busy, BUSY.to_owned()),
            _ if self.is_about_region() => {
                (ErrorKind::Malformed, Fault::S3Region, self.region_hint(context))
            }
            (_, 401 | 403) => denied(context),
            (_, 404) => missing(context.subject),
            _ => (ErrorKind::Malformed, Fault::HttpStatus, ODD.to_owned()),
        }
    }

    fn is_about_region(&self) -> bool {
        let codes = [
            "PermanentRedirect",
            "TemporaryRedirect",
            "AuthorizationHeaderMalformed",
            "InvalidRegion",
        ];
        codes.contains(&self.code()) || matches!(self.status.as_u16(), 301 | 302 | 307 | 308)
    }

    fn region_hint(&self, context: &Context<'_>) -> String {
        let endpoint = self.told.as_ref().and_then(|told| told.endpoint.as_deref());
        let told = match (self.region.as_deref(), endpoint) {
            (Some(region), _) => format!("; the server names {}", clean(region)),
            (None, Some(endpoint)) => {
                format!("; the server names the endpoint {}", clean(endpoint))
            }
            (None, None) => String::new(),
        };
        format!(
            "the bucket is not in the region {}{told}: put region=… into the URL, or use the endpoint of its \
             region",
            clean(context.region)
        )
    }
}

const LACKS: &str = "this object store lacks the operation; name the index file itself in the URL, which \
                     needs no listing";
const BUSY: &str = "the store is busy or ails, and was asked three times: wait, then try again";
const ODD: &str =
    "this is no answer to a request for a file: check endpoint, bucket and addressing style";

/// What stores say to those who sign nothing, beside `AccessDenied`.
const WANT_KEYS: &[&str] = &[
    "UnsupportedAlgorithm",
    "MissingSecurityHeader",
    "MissingAuthenticationToken",
    "AuthorizationHeaderMalformed",
    "CredentialsNotSupported",
];

/// What codes mean, whatever was asked for: kind, cause, and what to do next.
const CAUSES: &[(&[&str], ErrorKind, Fault, &str)] = &[
    (
        &["InvalidAccessKeyId", "InvalidAccessKey", "NotSignedUp"],
        ErrorKind::Unauthorized,
        Fault::S3KeyUnknown,
        "the access key id is not known at this endpoint: is it of another provider or installation, or \
         was it deleted? Keys that begin with ASIA need their session token too",
    ),
    (
        &["SignatureDoesNotMatch"],
        ErrorKind::Unauthorized,
        Fault::S3SecretWrong,
        "the secret key does not belong to the access key id: give it again, without blanks; a proxy that \
         changes headers or paths has the same effect",
    ),
    (
        &["RequestTimeTooSkewed"],
        ErrorKind::Unauthorized,
        Fault::S3ClockSkewed,
        "set this machine's clock (15 minutes are allowed), then try again",
    ),
    (
        &["ExpiredToken", "InvalidToken", "TokenRefreshRequired", "InvalidSecurity"],
        ErrorKind::Unauthorized,
        Fault::S3TokenExpired,
        "the session has ended or its token does not belong to the keys: get new ones, all three together",
    ),
    (
        &["NoSuchBucket"],
        ErrorKind::NotFound,
        Fault::S3BucketMissing,
        "check the bucket's name, and whether it is at this endpoint and in this region: each installation \
         has buckets of its own",
    ),
    (
        &["InvalidBucketName"],
        ErrorKind::Malformed,
        Fault::S3BucketName,
        "a bucket's name has 3 to 63 lower-case letters, digits, - and .",
    ),
    (&["NotImplemented", "MethodNotAllowed"], ErrorKind::Unsupported, Fault::S3Unsupported, LACKS),
    (
        &["SlowDown", "ServiceUnavailable", "InternalError", "RequestTimeout", "Throttling"],
        ErrorKind::Unreachable,
        Fault::S3Busy,
        BUSY,
    ),
];

/// Characters of a server's message that are told.
const LONGEST: usize = 200;

fn begin(context: &Context<'_>) -> String {
    let what = if context.subject == Subject::Listing { "listing " } else { "" };
    format!("{what}{} at {} answered", context.place, host_of(context.url))
}

fn missing(subject: Subject) -> (ErrorKind, Fault, String) {
    let hint = match subject {
        Subject::Index => "the bucket is there, the index file is not: check prefix and name",
        Subject::Package | Subject::Listing => {
            "the index names an object that is not in the bucket"
        }
    };
    (ErrorKind::NotFound, Fault::S3IndexMissing, hint.to_owned())
}

/// Without the right to list, what is not there is forbidden too.
fn denied(context: &Context<'_>) -> (ErrorKind, Fault, String) {
    let right = context.subject.right();
    let either = match context.subject {
        Subject::Index => {
            "; where s3:ListBucket is not allowed either, a missing index or bucket is answered in the \
             same way, so check prefix and name as well"
        }
        Subject::Package => {
            "; where s3:ListBucket is not allowed, a missing object is answered so too"
        }
        Subject::Listing => "",
    };
    let hint = match context.origin {
        Origin::Nobody => {
            format!(
                "the bucket is not public: give an access key id and a secret key with {right}{either}"
            )
        }
        Origin::Withheld(whose) => format!(
            "no keys were sent: {whose} are for AWS. Give keys for this repository, or set \
             AWS_ENDPOINT_URL_S3 to this endpoint, or name a profile with aws_profile in the URL"
        ),
        _ => format!("the key is known and lacks the right {right}{either}"),
    };
    (ErrorKind::Unauthorized, Fault::S3AccessDenied, hint)
}

impl Body {
    /// What bytes look like.
    pub(super) fn of(bytes: &[u8]) -> Self {
        let head = bytes.get(..bytes.len().min(1024)).unwrap_or_default();
        let head =
            String::from_utf8_lossy(head).trim_start_matches('\u{feff}').trim_start().to_owned();
        let lower = head.to_ascii_lowercase();
        let is_page =
            ["<!doctype html", "<html", "<head", "<body"].iter().any(|tag| lower.starts_with(tag));
        match head.chars().next() {
            None => Self::Empty,
            Some(_) if is_page => Self::Page,
            Some('<') => Self::Xml,
            Some('{' | '[') => Self::Json,
            Some(_) => Self::Text,
        }
    }
}

/// What answers does not speak S3.
pub(super) fn stranger(status: Option<StatusCode>, body: Body, url: &Url) -> Error {
    let what = match body {
        Body::Page => "a web page",
        Body::Json => "JSON",
        Body::Xml => "another XML document",
        Body::Text | Body::Empty => "something else",
    };
    let status =
        status.map(|status| format!(" with status {}", status.as_u16())).unwrap_or_default();
    let host = url.host_str().unwrap_or_default();
    let hint = if url.port() == Some(9001) || (url.port().is_some() && body != Body::Text) {
        "this looks like the console of MinIO, or another program: its S3 service usually listens at port \
         9000, the console at 9001"
    } else if host.contains("s3-website") {
        "this is the website endpoint of a bucket: use it as a plain http:// repository, or the S3 endpoint"
    } else {
        "check the endpoint: a proxy, a login page or another program answers there; an ordinary web server \
         with charts is a plain https:// repository"
    };
    let message =
        format!("{} answered with {what}{status}, not as an object store does", host_of(url));
    Error::new(ErrorKind::Malformed, message).hint(hint).fault(Fault::S3NotS3)
}

#[cfg(test)]
mod tests;
