//! Which Git repository, at which point, how it is reached, and where its copy is kept.
//!
//! May import: `source::{authorization, cache, client, fault, refusal, ssh}`, `secrets`, `model`, `error`.

use std::path::PathBuf;
use std::time::Duration;

use reqwest::header::HeaderMap;
use url::Url;

use crate::error::{Error, ErrorKind};
use crate::model::Location;
use crate::model::location::mask::masked;
use crate::model::location::percent::decode;
use crate::secrets::Resolved;
use crate::source::authorization;
use crate::source::cache::git_copy;
use crate::source::client::Client;
use crate::source::refusal::Sent;
use crate::source::ssh::command::Manner;
use crate::source::ssh::host::Host;
use crate::source::ssh::key::Identity;

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
    /// How it is reached.
    pub(super) way: Way,
    /// How long a connection may take to be made.
    pub(super) connect_timeout: Duration,
    /// How long nothing may arrive.
    pub(super) read_timeout: Duration,
    /// How long all of it may take, and another process may keep the copy to itself.
    pub(super) patience: Duration,
    /// Largest pack, in bytes.
    pub(super) limit: u64,
}

/// How a repository is reached.
#[derive(Clone)]
pub(super) enum Way {
    /// It lies on this machine.
    Here,
    /// By a web server.
    Web(Web),
    /// By Git's own server.
    Daemon,
    /// By SSH.
    Ssh(Box<Ssh>),
}

/// How to reach a web server.
#[derive(Clone)]
pub(super) struct Web {
    /// The way to the repository's own host.
    pub(super) home: reqwest::Client,
    /// The way to hosts that it redirects to.
    pub(super) elsewhere: reqwest::Client,
    /// What lets us in, at its own host only.
    pub(super) headers: HeaderMap,
    /// What these headers are.
    pub(super) sent: Sent,
}

/// How to reach an SSH server.
#[derive(Clone)]
pub(super) struct Ssh {
    pub(super) host: Host,
    pub(super) identity: Identity,
    pub(super) manner: Manner,
}

impl Place {
    /// The place of a repository.
    pub(super) fn of(client: &Client, resolved: &Resolved) -> Result<Self, Error> {
        let repository = &resolved.repository;
        let Location::Git { url, reference, depth, index_path } = &repository.location else {
            return Err(Error::new(ErrorKind::Unsupported, "this is no Git repository"));
        };
        let settings = &client.settings;
        Ok(Self {
            copy: git_copy(&settings.cache, &resolved.copy_key),
            url: url.clone(),
            reference: reference.clone(),
            depth: *depth,
            index_path: index_path.clone(),
            way: way(client, resolved, url)?,
            connect_timeout: settings.connect_timeout,
            read_timeout: settings.read_timeout,
            patience: settings.patience,
            limit: settings.git_limit,
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

    /// `example.org:9418`.
    pub(super) fn host(&self) -> String {
        crate::source::fault::host_of(&self.url)
    }

    /// The repository's path as Git's own servers want it; `/~user/…` begins at that user's home.
    pub(super) fn server_path(&self) -> String {
        let path = decode(self.url.path()).unwrap_or_else(|| self.url.path().to_owned());
        if path.starts_with("/~") { path.trim_start_matches('/').to_owned() } else { path }
    }

    /// The reference, if it is a whole commit id.
    pub(super) fn commit(&self) -> Option<&str> {
        self.reference.as_deref().filter(|text| text.len() == 40 && is_hexadecimal(text))
    }

    /// The reference, if it may be the start of a commit id.
    pub(super) fn short_commit(&self) -> Option<&str> {
        let is_short = |text: &&str| (7..40).contains(&text.len()) && is_hexadecimal(text);
        self.reference.as_deref().filter(is_short)
    }
}

fn is_hexadecimal(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_hexdigit())
}

fn way(client: &Client, resolved: &Resolved, url: &Url) -> Result<Way, Error> {
    let repository = &resolved.repository;
    let own = repository.credentials.as_ref();
    match url.scheme() {
        "file" => Ok(Way::Here),
        "git" => Ok(Way::Daemon),
        "ssh" => Ok(Way::Ssh(Box::new(Ssh {
            host: Host::of(url)?,
            identity: Identity::of(own, &repository.access),
            manner: Manner::of(&client.settings),
        }))),
        "http" | "https" => Ok(Way::Web(Web {
            home: client.web_for(repository)?.http.clone(),
            elsewhere: client.web_elsewhere(repository)?.http.clone(),
            headers: own.map_or_else(|| Ok(HeaderMap::new()), authorization::headers)?,
            sent: own.map_or(Sent::Nothing, authorization::sent),
        })),
        other => Err(Error::new(
            ErrorKind::Unsupported,
            format!("{other}:// is no way to a Git repository"),
        )
        .hint("use https, ssh, git or file")
        .fault(crate::model::Fault::UrlScheme)),
    }
}
