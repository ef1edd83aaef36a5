//! Where a repository's index is: the URL grammar, and how a URL is understood, in words.
//!
//! May import: `model::secret`.

use std::fmt;
use std::path::PathBuf;

use serde::Serialize;
use url::Url;

/// Where an index file is, and hence where its packages are sought. Never holds credentials.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Location {
    /// On a web server.
    Http {
        /// URL of the index file itself, without user info; a query belongs to it.
        url: Url,
    },
    /// In a Git repository.
    Git {
        /// URL of the repository (`https`, `http`, `file`, later `ssh`), without user info.
        url: Url,
        /// Branch, tag or commit; `None` is the default branch.
        reference: Option<String>,
        /// How many commits to fetch.
        depth: Option<u32>,
        /// Path of the index file inside the repository, `/`-separated, never with `..`.
        index_path: String,
    },
    /// In a local folder.
    File {
        /// Absolute path of the index file.
        path: PathBuf,
    },
    /// One of the embedded sample repositories, by name.
    Sample(String),
}

/// Why a text is no location, and what the user could write instead.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LocationError {
    /// What is wrong, in words.
    pub message: String,
    /// A text that would be understood, where one can be guessed.
    pub suggestion: Option<String>,
}

/// How a text is understood, for people and scripts. Absent parts are null; secrets are masked.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Explanation {
    /// `https`, `http`, `git`, `s3`, `file`, `sample`.
    pub scheme: Option<String>,
    /// The location in its normal form, masked.
    pub url: Option<String>,
    /// Host.
    pub host: Option<String>,
    /// Port, where it is not the scheme's own.
    pub port: Option<u16>,
    /// The Git repository.
    pub repository: Option<String>,
    /// Branch, tag or commit.
    #[serde(rename = "ref")]
    pub reference: Option<String>,
    /// How many commits are fetched.
    pub depth: Option<u32>,
    /// Path of the index file.
    pub index_path: Option<String>,
    /// Where packages are sought.
    pub packages_at: Option<String>,
    /// S3: endpoint.
    pub endpoint: Option<String>,
    /// S3: region.
    pub region: Option<String>,
    /// S3: bucket.
    pub bucket: Option<String>,
    /// S3: prefix.
    pub prefix: Option<String>,
    /// S3: `path` or `virtual`.
    pub addressing: Option<String>,
    /// What is worth knowing about the text.
    pub warnings: Vec<String>,
    /// Why it is not understood.
    pub error: Option<String>,
}

impl fmt::Display for Location {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Http { url } => write!(formatter, "{url}"),
            Self::Git { url, index_path, .. } => write!(formatter, "git::{url}//{index_path}"),
            Self::File { path } => write!(formatter, "{}", path.display()),
            Self::Sample(name) => write!(formatter, "sample://{name}"),
        }
    }
}
