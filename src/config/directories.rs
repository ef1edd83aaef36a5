//! Where everything is kept: the places of the XDG base directory specification, or what the system uses
//! instead.
//!
//! May import: `error`.

use std::path::PathBuf;

use directories::ProjectDirs;

use crate::error::{Error, ErrorKind};

/// The folders of one user. None of them need exist.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Directories {
    /// What the user writes: `config.yaml`, themes.
    pub config: PathBuf,
    /// What must not be lost: `repositories.yaml`.
    pub data: PathBuf,
    /// What may be lost but should stay: logs, drafts.
    pub state: PathBuf,
    /// What can be fetched again: indexes, packages, Git data.
    pub cache: PathBuf,
}

impl Directories {
    /// The folders of the user who runs the program; `XDG_CONFIG_HOME` and its like are honoured.
    ///
    /// # Errors
    /// When the system knows no home folder.
    pub fn of_user() -> Result<Self, Error> {
        let places = ProjectDirs::from("", "", "chartroom").ok_or_else(|| {
            Error::new(ErrorKind::Io, "there is no home folder to keep anything in").hint(
                "set HOME, or XDG_CONFIG_HOME, XDG_DATA_HOME, XDG_STATE_HOME and XDG_CACHE_HOME",
            )
        })?;
        Ok(Self {
            config: places.config_dir().to_owned(),
            data: places.data_dir().to_owned(),
            state: places.state_dir().unwrap_or_else(|| places.data_dir()).to_owned(),
            cache: places.cache_dir().to_owned(),
        })
    }

    /// The configuration file.
    #[must_use]
    pub fn config_file(&self) -> PathBuf {
        self.config.join("config.yaml")
    }

    /// The file of registered repositories.
    #[must_use]
    pub fn registry_file(&self) -> PathBuf {
        self.config.join("repositories.yaml")
    }

    /// The folder of Secrets.
    #[must_use]
    pub fn secrets_folder(&self) -> PathBuf {
        self.config.join("secrets")
    }

    /// The keys of SSH servers that the user trusts.
    #[must_use]
    pub fn known_hosts_file(&self) -> PathBuf {
        self.config.join("known_hosts")
    }
}
