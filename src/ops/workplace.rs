//! What every operation of one user stands on: the settings, the registry and the way out.
//!
//! May import: `config`, `registry`, `secrets`, `source`, `error`.

use std::path::PathBuf;

use crate::config::{Config, Directories};
use crate::error::Error;
use crate::registry::Registry;
use crate::secrets::Store;
use crate::source::{self, Client, Settings};

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
        let mut config = Config::load(&directories.config_file())?;
        let extra_roots = authorities(&mut config, &directories);
        let settings = Settings {
            connect_timeout: config.connect_timeout,
            read_timeout: config.read_timeout,
            index_limit: config.index_limit,
            package_limit: config.package_limit,
            git_limit: config.git_limit,
            extra_roots,
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

/// The authorities that can be used; of the others the notes tell why not. Without them less is trusted, which is
/// no reason not to start.
fn authorities(config: &mut Config, directories: &Directories) -> Vec<PathBuf> {
    let name = directories.config_file();
    let mut usable = Vec::new();
    for file in &config.authorities {
        match source::check_authorities(&file.path) {
            Ok(()) => usable.push(file.path.clone()),
            Err(error) => {
                let (name, line) = (name.display(), file.line);
                config.notes.push(format!("{name}:{line}: \"tls.caFile\" is not used: {error}"));
            }
        }
    }
    usable
}
