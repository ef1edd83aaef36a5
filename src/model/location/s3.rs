//! A place in an object store: endpoint, bucket and key, and how they are put into a URL.
//!
//! May import: `model::location::{mask, value}`.

use url::Url;

use super::name::last_part;

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
}
