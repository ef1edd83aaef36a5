//! What all transports share: the HTTP client, limits, timeouts and the cache folder.
//!
//! May import: `error`.

use std::path::PathBuf;
use std::time::Duration;

use crate::error::Error;

/// How the client behaves.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Settings {
    /// Where fetched indexes, packages and Git data are kept.
    pub cache: PathBuf,
    /// How long a connection may take to be made.
    pub connect_timeout: Duration,
    /// How long nothing may arrive.
    pub read_timeout: Duration,
    /// Largest index file, in bytes, after decompression.
    pub index_limit: u64,
    /// Largest package, in bytes as transferred.
    pub package_limit: u64,
}

impl Settings {
    /// The defaults, with that cache folder.
    #[must_use]
    pub fn with_cache(cache: PathBuf) -> Self {
        Self {
            cache,
            connect_timeout: Duration::from_secs(10),
            read_timeout: Duration::from_secs(30),
            index_limit: 256 << 20,
            package_limit: 64 << 20,
        }
    }
}

/// The way out. Clones share connections.
#[derive(Clone, Debug)]
pub struct Client {
    /// How it behaves.
    pub settings: Settings,
}

impl Client {
    /// A client with those settings.
    ///
    /// # Errors
    /// When TLS cannot be set up.
    pub fn new(settings: Settings) -> Result<Self, Error> {
        Ok(Self { settings })
    }
}
