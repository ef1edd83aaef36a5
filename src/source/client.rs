//! What all transports share: settings, limits, TLS, the HTTP client and the locks of shared places.
//!
//! May import: `secrets`, `model`, `error`.

use std::collections::HashMap;
use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};
use std::time::Duration;

use reqwest::redirect::Policy;
use rustls::ClientConfig;
use rustls::crypto::{CryptoProvider, aws_lc_rs};
use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject;
use tokio_rustls::rustls;

use crate::error::{Error, ErrorKind};
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
            git_limit: 1 << 30,
            retry_pause: Duration::from_millis(300),
            extra_roots: Vec::new(),
            proxies: Proxies::Environment,
            secrets: Store::at(cache.join("secrets")),
            known_hosts: cache.join("known_hosts"),
            develop_mode: false,
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
}

#[derive(Default)]
struct Shared {
    web: OnceLock<Result<Web, String>>,
    places: Mutex<HashMap<PathBuf, Arc<tokio::sync::Mutex<()>>>>,
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
        for path in &settings.extra_roots {
            roots_of(path).map_err(|text| Error::new(ErrorKind::Io, text))?;
        }
        Ok(Self { settings, shared: Arc::default() })
    }

    /// The HTTP client, made at the first call.
    pub(super) fn web(&self) -> Result<&Web, Error> {
        let web = self.shared.web.get_or_init(|| build(&self.settings));
        web.as_ref().map_err(|text| {
            Error::new(ErrorKind::Untrusted, format!("TLS cannot be set up: {text}"))
        })
    }

    /// A lock for a place in the cache that only one task at a time may change.
    pub(super) fn place(&self, path: &Path) -> Arc<tokio::sync::Mutex<()>> {
        let mut places = self.shared.places.lock().unwrap_or_else(PoisonError::into_inner);
        Arc::clone(places.entry(path.to_owned()).or_default())
    }
}

impl fmt::Debug for Client {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Client").field("settings", &self.settings).finish_non_exhaustive()
    }
}

fn build(settings: &Settings) -> Result<Web, String> {
    let tls = tls(settings)?;
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
    let http = builder.build().map_err(|error| error.without_url().to_string())?;
    Ok(Web { http, tls: Arc::new(tls) })
}

/// The system's certificate authorities and the extra ones. A machine without any can still speak http.
fn tls(settings: &Settings) -> Result<ClientConfig, String> {
    let mut extra = Vec::new();
    for path in &settings.extra_roots {
        extra.extend(roots_of(path)?);
    }
    let provider: Arc<CryptoProvider> = Arc::new(aws_lc_rs::default_provider());
    let builder = ClientConfig::builder_with_provider(Arc::clone(&provider))
        .with_safe_default_protocol_versions()
        .map_err(|error| error.to_string())?;
    let verifier = rustls_platform_verifier::Verifier::new_with_extra_roots(extra, provider);
    let mut config = match verifier {
        Ok(verifier) => builder
            .dangerous()
            .with_custom_certificate_verifier(Arc::new(verifier))
            .with_no_client_auth(),
        Err(_) => {
            builder.with_root_certificates(rustls::RootCertStore::empty()).with_no_client_auth()
        }
    };
    config.alpn_protocols = vec![b"h2".to_vec(), b"http/1.1".to_vec()];
    Ok(config)
}

fn roots_of(path: &PathBuf) -> Result<Vec<CertificateDer<'static>>, String> {
    let wrong = |why: String| format!("cannot read the certificates in {}: {why}", path.display());
    let found: Result<Vec<_>, _> =
        CertificateDer::pem_file_iter(path).map_err(|error| wrong(error.to_string()))?.collect();
    let found = found.map_err(|error| wrong(error.to_string()))?;
    if found.is_empty() { Err(wrong("there is none in it".to_owned())) } else { Ok(found) }
}
