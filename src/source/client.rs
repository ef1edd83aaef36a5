//! What all transports share: settings, limits, TLS, the HTTP client and the locks of shared places.
//!
//! May import: `source::{pool, variables}`, `source::client/*`, `secrets`, `model`, `error`.

mod papers;
mod pem;
mod trust;

use std::collections::HashMap;
use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use reqwest::redirect::Policy;
use rustls::ClientConfig;
use tokio_rustls::rustls;

use self::papers::Papers;
use super::pool::Pool;
use super::variables::Variables;
use crate::error::{Error, ErrorKind};
use crate::model::{Fault, Repository};
use crate::secrets::Store;

/// Whether connections may go through proxies.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Proxies {
    /// As `HTTPS_PROXY`, `HTTP_PROXY`, `ALL_PROXY` and `NO_PROXY` say.
    #[default]
    Environment,
    /// Always straight.
    Never,
}

/// How the client behaves.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Settings {
    /// Where fetched indexes, packages and Git data are kept.
    pub cache: PathBuf,
    /// How long a connection may take to be made.
    pub connect_timeout: Duration,
    /// How long nothing may arrive.
    pub read_timeout: Duration,
    /// How long one file may take as a whole, however steadily it comes, and how long another process may
    /// keep a Git copy to itself.
    pub patience: Duration,
    /// Largest index file, in bytes, after decompression.
    pub index_limit: u64,
    /// Largest package, in bytes as transferred; of a folder, all its files together.
    pub package_limit: u64,
    /// Largest Git pack that is received, in bytes.
    pub git_limit: u64,
    /// Pause before a failed request is sent again; doubled each time, with some chance in it.
    pub retry_pause: Duration,
    /// PEM files with certificate authorities that are trusted besides the system's.
    pub extra_roots: Vec<PathBuf>,
    /// Whether proxies are used.
    pub proxies: Proxies,
    /// The Secrets that repositories may name.
    pub secrets: Store,
    /// Where the keys of SSH servers are noted that the user trusts.
    pub known_hosts: PathBuf,
    /// Whether addons may come over plain `http://` from any host.
    pub develop_mode: bool,
    /// Where keys and regions of object stores are told besides the repository.
    pub variables: Variables,
}

impl Settings {
    /// The defaults, with that cache folder; Secrets and trusted keys of hosts are sought in it too.
    #[must_use]
    pub fn with_cache(cache: PathBuf) -> Self {
        Self {
            connect_timeout: Duration::from_secs(10),
            read_timeout: Duration::from_secs(30),
            patience: Duration::from_mins(10),
            index_limit: 256_000_000,
            package_limit: 64_000_000,
            git_limit: 1_000_000_000,
            retry_pause: Duration::from_millis(300),
            extra_roots: Vec::new(),
            proxies: Proxies::Environment,
            secrets: Store::at(cache.join("secrets")),
            known_hosts: cache.join("known_hosts"),
            develop_mode: false,
            variables: Variables::Process,
            cache,
        }
    }
}

/// The way out. Clones share connections.
#[derive(Clone)]
pub struct Client {
    /// How it behaves.
    pub settings: Settings,
    shared: Arc<Shared>,
    packages: Packages,
}

/// Where packages of a known digest may come from.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Packages {
    /// From the cache, without a question.
    Cached,
    /// Only from where they are published.
    Published,
}

#[derive(Default)]
struct Shared {
    /// By the key of their papers.
    webs: Mutex<HashMap<String, Arc<Web>>>,
    places: Mutex<HashMap<PathBuf, Arc<tokio::sync::Mutex<()>>>>,
    regions: Mutex<HashMap<String, String>>,
    pool: Pool,
}

/// What is needed to speak to web servers.
pub(super) struct Web {
    /// Follows no redirect, inflates nothing: `http` does both, with limits.
    pub(super) http: reqwest::Client,
    /// Whom to trust.
    pub(super) tls: Arc<ClientConfig>,
}

impl Client {
    /// A client with those settings. Certificates are read when the network is first used.
    ///
    /// # Errors
    /// When an extra certificate authority cannot be read.
    pub fn new(settings: Settings) -> Result<Self, Error> {
        for pem in Papers::usual(&settings.extra_roots)?.authorities {
            pem.authorities()?;
        }
        Ok(Self { settings, shared: Arc::default(), packages: Packages::Cached })
    }

    /// The same client, but every package that it reads comes from where it is published, and none from the
    /// cache: who has taken it down is found out.
    #[must_use]
    pub fn afresh(&self) -> Self {
        Self { packages: Packages::Published, ..self.clone() }
    }

    /// Whose turn it is to read a package.
    #[must_use]
    pub fn pool(&self) -> &Pool {
        &self.shared.pool
    }

    /// The cache that packages may be read from.
    pub(super) fn package_cache(&self) -> Option<PathBuf> {
        (self.packages == Packages::Cached).then(|| self.settings.cache.clone())
    }

    /// The way to a repository's own scheme, host and port: with the authorities that it trusts, its
    /// certificate, and its leave not to look at the other side's. Made at the first call and kept as long as
    /// the files it is made of stay the same. The repository is a resolved one.
    ///
    /// # Errors
    /// When a file cannot be read, or certificate and key cannot be used.
    pub(super) fn web_for(&self, repository: &Repository) -> Result<Arc<Web>, Error> {
        self.web(&Papers::home(&self.settings.extra_roots, repository)?)
    }

    /// The way to other hosts that a repository leads to: those that it trusts are trusted there too, but its
    /// certificate is not shown, and every other side's is looked at.
    ///
    /// # Errors
    /// As [`Client::web_for`].
    pub(super) fn web_elsewhere(&self, repository: &Repository) -> Result<Arc<Web>, Error> {
        self.web(&Papers::elsewhere(&self.settings.extra_roots, repository)?)
    }

    fn web(&self, papers: &Papers) -> Result<Arc<Web>, Error> {
        let key = papers.key();
        let mut webs = self.shared.webs.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(web) = webs.get(&key) {
            return Ok(Arc::clone(web));
        }
        let web = Arc::new(build(&self.settings, papers)?);
        // Those of files that have changed since are of no use; the rest is soon made again.
        if webs.len() >= WEBS_LIMIT {
            webs.clear();
        }
        webs.insert(key, Arc::clone(&web));
        Ok(web)
    }

    /// A lock for a place in the cache that only one task at a time may change.
    pub(super) fn place(&self, path: &Path) -> Arc<tokio::sync::Mutex<()>> {
        let mut places = self.shared.places.lock().unwrap_or_else(PoisonError::into_inner);
        Arc::clone(places.entry(path.to_owned()).or_default())
    }

    /// The region of a bucket, if a server has told it.
    pub(super) fn region(&self, bucket: &str) -> Option<String> {
        let regions = self.shared.regions.lock().unwrap_or_else(PoisonError::into_inner);
        regions.get(bucket).cloned()
    }

    /// Remembers the region of a bucket as long as the program runs.
    pub(super) fn learn_region(&self, bucket: &str, region: &str) {
        let mut regions = self.shared.regions.lock().unwrap_or_else(PoisonError::into_inner);
        regions.insert(bucket.to_owned(), region.to_owned());
    }
}

/// Whether a PEM file can be used as one of [`Settings::extra_roots`].
///
/// # Errors
/// When it cannot be read, or holds no certificate that can be used.
pub fn check_authorities(path: &Path) -> Result<(), Error> {
    let files = [path.to_owned()];
    Papers::usual(&files)?.authorities.iter().try_for_each(|pem| pem.authorities().map(drop))
}

impl fmt::Debug for Client {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Client").field("settings", &self.settings).finish_non_exhaustive()
    }
}

/// Ways out that are kept.
const WEBS_LIMIT: usize = 64;

fn build(settings: &Settings, papers: &Papers) -> Result<Web, Error> {
    let tls = trust::config(papers)?;
    let mut builder = reqwest::Client::builder()
        .user_agent(concat!("chartroom/", env!("CARGO_PKG_VERSION")))
        .connect_timeout(settings.connect_timeout)
        .read_timeout(settings.read_timeout)
        .redirect(Policy::none())
        .referer(false)
        .no_gzip()
        .tls_backend_preconfigured(tls.clone());
    if settings.proxies == Proxies::Never {
        builder = builder.no_proxy();
    }
    let http = builder.build().map_err(|error| {
        let words = super::fault::leaf(&error.without_url());
        Error::new(ErrorKind::Unreachable, format!("no connection can be set up: {words}"))
            .hint("check HTTPS_PROXY, HTTP_PROXY and ALL_PROXY")
            .fault(Fault::ProxyFailed)
    })?;
    Ok(Web { http, tls: Arc::new(tls) })
}
