//! A place in an object store: endpoint, bucket and key, and how they are put into a URL.
//!
//! May import: `model::location::{endpoint, name, percent}`.

use url::Url;

use super::endpoint::{Recognised, USUAL_REGION, in_region, recognise};
use super::name::last_part;
use super::percent::encode;

/// Where a bucket is sought of which nothing is known but its name.
pub(super) const AMAZON: &str = "s3.amazonaws.com";

/// Where the bucket's name goes in a URL.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Addressing {
    /// `https://endpoint/bucket/key`.
    #[default]
    Path,
    /// `https://bucket.endpoint/key`.
    Virtual,
}

impl Addressing {
    /// The word used in URLs and JSON.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Path => "path",
            Self::Virtual => "virtual",
        }
    }
}

/// What is taken for the index.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum S3Index {
    /// The index file.
    #[default]
    File,
    /// None: the archives that lie there are listed and read.
    Archives,
}

/// The region that the name of an object store's host tells, with a bucket in front of it or without.
#[must_use]
pub fn told_region(host: &str) -> Option<String> {
    match recognise(host) {
        Recognised::Service(service) => service.region,
        _ => None,
    }
}

/// A place in an object store.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct S3Place {
    /// Scheme, host and port of the service, without the bucket.
    pub endpoint: Url,
    /// The region, where it is told; else environment, profile and the server's own answer tell it.
    pub region: Option<String>,
    /// The bucket.
    pub bucket: String,
    /// Key of the index file, without a leading `/`.
    pub key: String,
    /// Where the bucket's name goes.
    pub addressing: Addressing,
    /// The profile of `~/.aws` that holds the keys.
    pub profile: Option<String>,
    /// What is taken for the index.
    pub index: S3Index,
}

impl S3Place {
    /// What stands before the name of the index file: empty, or ending in `/`.
    #[must_use]
    pub fn prefix(&self) -> &str {
        self.key.strip_suffix(last_part(&self.key)).unwrap_or_default()
    }

    /// The region that is tried first when neither URL nor environment tell one. `None` at Amazon, where
    /// it can be asked for.
    #[must_use]
    pub fn usual_region(&self) -> Option<&str> {
        let host = self.endpoint.host_str().unwrap_or_default();
        (!host.contains(".amazonaws.")).then_some(USUAL_REGION)
    }

    /// The region that the endpoint's host tells.
    fn told_region(&self) -> Option<String> {
        told_region(self.endpoint.host_str().unwrap_or_default())
    }

    /// The region that the endpoint's host names; `None` at Amazon's one endpoint for all regions, too.
    #[must_use]
    pub fn named_region(&self) -> Option<String> {
        self.told_region().filter(|_| self.endpoint.host_str() != Some(AMAZON))
    }

    /// The endpoint of the same service in another region; `None` where there is none, or none that is known.
    #[must_use]
    pub fn endpoint_in(&self, region: &str) -> Option<Url> {
        let mut endpoint = self.endpoint.clone();
        endpoint.set_host(Some(&in_region(endpoint.host_str()?, region)?)).ok()?;
        Some(endpoint)
    }

    /// The whole text: short where it can be, and always read as the same place again.
    pub(super) fn text(&self) -> String {
        let endpoint = self.endpoint.as_str().trim_end_matches('/');
        let is_usual = endpoint.strip_prefix("https://") == Some(AMAZON) && self.region.is_none();
        let is_short = is_usual && recognise(&self.bucket) == Recognised::Unknown;
        let mut options: Vec<String> = Vec::new();
        if !is_short && self.region != self.told_region() {
            options.push(format!("region={}", self.region.as_deref().unwrap_or_default()));
        }
        if self.addressing != Addressing::default() {
            options.push(format!("addressing={}", self.addressing.name()));
        }
        options.extend(self.profile.as_ref().map(|name| format!("aws_profile={}", encode(name))));
        options.extend((self.index == S3Index::Archives).then(|| "index=archives".to_owned()));
        let head = if is_short { "s3:/" } else { "s3::" };
        let host = if is_short { "" } else { endpoint };
        let mark = if options.is_empty() { "" } else { "?" };
        format!("{head}{host}/{}/{}{mark}{}", self.bucket, encode(&self.key), options.join("&"))
    }
}
