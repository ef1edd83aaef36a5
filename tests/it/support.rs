//! What tests stand on: real servers on the loopback, repositories, a client with its own cache.

pub(crate) mod content;
pub(crate) mod git;
pub(crate) mod program;
pub(crate) mod raw;
pub(crate) mod repositories;
pub(crate) mod s3;
pub(crate) mod ssh;
pub(crate) mod tls;
pub(crate) mod web;
pub(crate) mod wire;

use std::path::{Path, PathBuf};
use std::time::Duration;

use chartroom::model::{Location, Repository};
use chartroom::source::{Client, Proxies, Settings, Variables};
use tempfile::TempDir;

/// A folder of its own, and a client that caches in it.
pub(crate) struct Place {
    folder: TempDir,
    pub(crate) client: Client,
}

impl Place {
    pub(crate) fn new() -> Self {
        Self::with(|_| ())
    }

    /// With other settings.
    pub(crate) fn with(change: impl FnOnce(&mut Settings)) -> Self {
        let folder = tempfile::tempdir().expect("a folder for a test");
        let mut settings = Settings::with_cache(folder.path().join("cache"));
        settings.proxies = Proxies::Never;
        settings.variables = Variables::none();
        settings.retry_pause = Duration::from_millis(1);
        change(&mut settings);
        let client = Client::new(settings).expect("a client");
        Self { folder, client }
    }

    pub(crate) fn path(&self) -> &Path {
        self.folder.path()
    }

    /// Writes a file below the folder.
    pub(crate) fn write(&self, name: &str, content: impl AsRef<[u8]>) -> PathBuf {
        let path = self.folder.path().join(name);
        std::fs::create_dir_all(path.parent().expect("a parent")).expect("a folder");
        std::fs::write(&path, content).expect("a file");
        path
    }
}

/// A repository at a location as a user would type it, credentials included.
pub(crate) fn repository(location: &str) -> Repository {
    let parsed = Location::parse(location).expect("a location");
    let mut repository = Repository::named("test", parsed.location);
    repository.credentials = parsed.credentials;
    repository
}

/// Whether a file below a folder holds a text, in its name or its bytes.
pub(crate) fn holds(folder: &Path, text: &str) -> bool {
    let Ok(entries) = std::fs::read_dir(folder) else { return false };
    entries.flatten().any(|entry| {
        let path = entry.path();
        let named = path.to_string_lossy().contains(text);
        let inside = std::fs::read(&path)
            .is_ok_and(|bytes| bytes.windows(text.len()).any(|window| window == text.as_bytes()));
        named || inside || (path.is_dir() && holds(&path, text))
    })
}

/// Says loudly that a test could not run, and why: past the harness, which keeps what tests print to itself.
pub(crate) fn not_run(what: &str, why: &str) {
    use std::io::Write;
    // Without a terminal there is nobody to tell.
    let _ = writeln!(std::io::stderr(), "NOT RUN: {what}: {why}");
}
