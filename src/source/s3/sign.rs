//! Signature version 4, as AWS defines it for S3: pure, over the very URL that is sent.
//!
//! Only for requests without a body. Format rules: AWS, "Authenticating Requests (AWS Signature Version 4)".
//! May import: `source::authorization`, `model`, `error`.

use std::fmt::Write;

use hmac::{Hmac, KeyInit, Mac};
use jiff::Timestamp;
use jiff::tz::TimeZone;
use reqwest::header::{HeaderMap, HeaderName};
use sha2::Sha256;
use url::Url;

use crate::error::Error;
use crate::model::digest::sha256;
use crate::model::{Keys, Secret};
use crate::source::authorization;

/// The SHA-256 of nothing.
const EMPTY: &str = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

/// What a signature is made with.
pub(super) struct Signing<'asked> {
    /// By whom.
    pub(super) keys: &'asked Keys,
    /// For which region.
    pub(super) region: &'asked str,
    /// When, by this machine's clock.
    pub(super) at: Timestamp,
}

impl Signing<'_> {
    /// The headers that let a request in: to be sent beside `Host`, which is signed too. Path and query of
    /// the URL must be encoded and sorted already, as `address` does. Their values are never shown.
    ///
    /// # Errors
    /// When a key holds what no header can.
    pub(super) fn headers(&self, method: &str, url: &Url) -> Result<HeaderMap, Error> {
        let mut headers = HeaderMap::new();
        for (name, text) in self.lines(method, url) {
            let what = match name {
                "x-amz-security-token" => "the session token",
                _ => "the access key id",
            };
            let value = authorization::value(what, &Secret::from(text))?;
            headers.insert(HeaderName::from_static(name), value);
        }
        Ok(headers)
    }

    fn lines(&self, method: &str, url: &Url) -> Vec<(&'static str, String)> {
        let time = self.at.to_zoned(TimeZone::UTC).strftime("%Y%m%dT%H%M%SZ").to_string();
        let mut headers = vec![("x-amz-content-sha256", EMPTY.to_owned()), ("x-amz-date", time)];
        if !self.keys.token.is_empty() {
            headers.push(("x-amz-security-token", self.keys.token.reveal().to_owned()));
        }
        let authorization = self.authorization(method, url, &headers);
        headers.push(("authorization", authorization));
        headers
    }

    fn authorization(&self, method: &str, url: &Url, headers: &[(&str, String)]) -> String {
        let time = headers.iter().find(|(name, _)| *name == "x-amz-date");
        let time = time.map(|(_, time)| time.as_str()).unwrap_or_default();
        let date = time.get(..8).unwrap_or_default();
        let (mut names, mut lines) = ("host".to_owned(), format!("host:{}\n", host(url)));
        for (name, value) in headers {
            names = format!("{names};{name}");
            lines = format!("{lines}{name}:{value}\n");
        }
        let (path, query) = (url.path(), url.query().unwrap_or_default());
        let request = format!("{method}\n{path}\n{query}\n{lines}\n{names}\n{EMPTY}");
        let scope = format!("{date}/{}/s3/aws4_request", self.region);
        let text = format!("AWS4-HMAC-SHA256\n{time}\n{scope}\n{}", sha256(request.as_bytes()));
        let signature = hex(&hmac(&self.key(date), &text));
        let id = &self.keys.id;
        format!(
            "AWS4-HMAC-SHA256 Credential={id}/{scope},SignedHeaders={names},Signature={signature}"
        )
    }

    fn key(&self, date: &str) -> Vec<u8> {
        let secret = format!("AWS4{}", self.keys.secret.reveal());
        [date, self.region, "s3", "aws4_request"]
            .iter()
            .fold(secret.into_bytes(), |key, part| hmac(&key, part))
    }
}

/// The value of the header `Host`: with the port unless it is the usual one.
fn host(url: &Url) -> String {
    let host = url.host_str().unwrap_or_default();
    url.port().map_or_else(|| host.to_owned(), |port| format!("{host}:{port}"))
}

fn hmac(key: &[u8], text: &str) -> Vec<u8> {
    let mut mac = Hmac::<Sha256>::new_from_slice(key).expect("a key may have any length");
    mac.update(text.as_bytes());
    mac.finalize().into_bytes().to_vec()
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::with_capacity(64), |mut text, byte| {
        // Writing to a string cannot fail.
        let _ = write!(text, "{byte:02x}");
        text
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Secret;

    fn signature(url: &str, region: &str, at: &str, token: &str) -> String {
        let keys = Keys {
            id: "AKIAIOSFODNN7EXAMPLE".to_owned(),
            secret: Secret::from("wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"),
            token: Secret::from(token),
        };
        let signing = Signing { keys: &keys, region, at: at.parse().unwrap() };
        let url = Url::parse(url).unwrap();
        let headers = signing.headers("GET", &url).unwrap();
        let shown = format!("{headers:?}");
        assert!(!shown.contains("Signature=") && (token.is_empty() || !shown.contains(token)));
        let authorization = headers.get("authorization").unwrap().to_str().unwrap();
        authorization.rsplit_once("Signature=").unwrap().1.to_owned()
    }

    #[test]
    fn a_key_that_no_header_can_hold_is_told_as_such() {
        let at: Timestamp = "2013-05-24T00:00:00Z".parse().unwrap();
        let url = Url::parse("http://h/charts").unwrap();
        for (id, token, expected) in
            [("AKIA\nX", "t", "the access key id holds"), ("AKIA", "to\nken", "the session token")]
        {
            let secret = Secret::from("hidden");
            let keys = Keys { id: id.to_owned(), secret, token: Secret::from(token) };
            let signing = Signing { keys: &keys, region: "us-east-1", at };
            let error = signing.headers("GET", &url).unwrap_err();
            assert!(error.message.starts_with(expected), "{error}");
        }
    }

    #[test]
    fn signatures_are_those_that_aws_publishes_and_others_compute() {
        let at = "2013-05-24T00:00:00Z";
        for (url, region, token, expected) in [
            (
                "https://examplebucket.s3.amazonaws.com/?lifecycle=",
                "us-east-1",
                "",
                "fea454ca298b7da1c68078a5d1bdbfbbe0d65c699e0f91ac7a200a0136783543",
            ),
            (
                "https://examplebucket.s3.amazonaws.com/?max-keys=2&prefix=J",
                "us-east-1",
                "",
                "34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7",
            ),
            (
                "https://s3.sh1a.qingstor.com/my-openpitrix/index.yaml",
                "sh1a",
                "",
                "dccb782df216d38da22bc5b3c6b8484c7baa26330cea2f977edb10759e52aae7",
            ),
            (
                "http://127.0.0.1:9000/charts?continuation-token=1%2Fabc%2BDEF%3D%3D&list-type=2&prefix=a%20b%2F",
                "us-east-1",
                "",
                "245502a08c0907b9ad33ae49ae6c89ffc7dd328f4a7e8504fad137edb3d41b9f",
            ),
            (
                "http://127.0.0.1:9000/charts/sub%20dir/tomcat-0.4.1%2B1.tgz",
                "us-east-1",
                "",
                "fa711a6e97b8e7db3bb01618087a909e1aed6b3f27f43ce356966ed5961f02e6",
            ),
            (
                "https://s3.eu-central-1.amazonaws.com/mybucket/index.yaml",
                "eu-central-1",
                "FQoGZXIvYXdzEXAMPLETOKEN",
                "0f3feb51541857ce74c7a8c59b7baec5d01be8cc2054bae735e0e1d01a2e34d1",
            ),
        ] {
            assert_eq!(signature(url, region, at, token), expected, "{url}");
        }
    }
}
