//! What every operation of one user stands on: the settings, the registry and the way out.
//!
//! May import: `config`, `registry`, `secrets`, `source`, `error`.

use crate::config::{Config, Directories};
use crate::error::Error;
use crate::registry::Registry;
use crate::secrets::Store;
use crate::source::{Client, Settings};

/// The user's places and settings, opened once at start by both faces.
#[derive(Clone, Debug)]
pub struct Workplace {
    /// Where everything is kept.
    pub directories: Directories,
    /// What the user set.
    pub config: Config,
    /// The registered repositories.
    pub registry: Registry,
    /// The way out.
    pub client: Client,
}

impl Workplace {
    /// Opens the places of the user who runs the program. Nothing is written, no network is touched.
    ///
    /// # Errors
    /// When there is no home folder, the configuration cannot be read, or TLS cannot be set up.
    pub fn open() -> Result<Self, Error> {
        let directories = Directories::of_user()?;
        let config = Config::load(&directories.config_file())?;
        let settings = Settings {
            connect_timeout: config.connect_timeout,
            read_timeout: config.read_timeout,
            index_limit: config.index_limit,
            package_limit: config.package_limit,
            develop_mode: config.develop_mode,
            secrets: Store::at(directories.secrets_folder()),
            known_hosts: directories.known_hosts_file(),
            ..Settings::with_cache(directories.cache.clone())
        };
        let client = Client::new(settings)?;
        let registry = Registry { path: directories.registry_file() };
        Ok(Self { directories, config, registry, client })
    }
}
