//! Which Git repository, at which point, and where its copy is kept.
//!
//! May import: `source::{cache, client}`, `secrets`, `model`, `error`.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use tokio_rustls::rustls::ClientConfig;
use url::Url;

use crate::error::{Error, ErrorKind};
use crate::model::location::mask::masked;
use crate::model::{Credentials, Location};
use crate::secrets::Resolved;
use crate::source::cache::git_copy;
use crate::source::client::{Client, Proxies};

/// All that blocking Git work needs to know.
pub(super) struct Place {
    /// Where its copy is.
    pub(super) copy: PathBuf,
    /// The repository.
    pub(super) url: Url,
    /// Branch, tag or commit.
    pub(super) reference: Option<String>,
    /// How many commits are fetched.
    pub(super) depth: Option<u32>,
    /// Path of the index file.
    pub(super) index_path: String,
    /// What the host asks for.
    pub(super) credentials: Option<Credentials>,
    /// How to reach a web server.
    pub(super) web: Option<Web>,
    /// How long another process may keep the copy to itself.
    pub(super) patience: Duration,
    /// Largest pack, in bytes.
    pub(super) limit: u64,
}

/// How to reach a web server.
#[derive(Clone)]
pub(super) struct Web {
    pub(super) tls: Arc<ClientConfig>,
    pub(super) connect_timeout: Duration,
    pub(super) read_timeout: Duration,
    pub(super) proxies: Proxies,
}

impl Place {
    /// The place of a repository.
    pub(super) fn of(client: &Client, resolved: &Resolved) -> Result<Self, Error> {
        let repository = &resolved.repository;
        let Location::Git { url, reference, depth, index_path } = &repository.location else {
            return Err(Error::new(ErrorKind::Unsupported, "this is no Git repository"));
        };
        let web = match url.scheme() {
            "file" => None,
            _ => Some(Web {
                tls: Arc::clone(&client.web_for(repository)?.tls),
                connect_timeout: client.settings.connect_timeout,
                read_timeout: client.settings.read_timeout,
                proxies: client.settings.proxies,
            }),
        };
        let copy = git_copy(&client.settings.cache, &resolved.copy_key);
        Ok(Self {
            copy,
            url: url.clone(),
            reference: reference.clone(),
            depth: *depth,
            index_path: index_path.clone(),
            credentials: repository.credentials.clone(),
            web,
            patience: client.settings.patience,
            limit: client.settings.git_limit,
        })
    }

    /// The folder of the index file; empty for the root.
    pub(super) fn folder(&self) -> &str {
        self.index_path.rsplit_once('/').map_or("", |(folder, _)| folder)
    }

    /// The repository as it may be shown.
    pub(super) fn shown(&self) -> String {
        match self.url.to_file_path() {
            Ok(path) if self.url.scheme() == "file" => path.display().to_string(),
            _ => masked(&self.url),
        }
    }

    /// The reference, if it is a whole commit id.
    pub(super) fn commit(&self) -> Option<&str> {
        let is_id =
            |text: &&str| text.len() == 40 && text.bytes().all(|byte| byte.is_ascii_hexdigit());
        self.reference.as_deref().filter(is_id)
    }
}
