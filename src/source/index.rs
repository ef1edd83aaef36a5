//! Index files, whatever the transport.
//!
//! May import: `source::{answer, client, embedded, file, git, http, race, refusal}`, `model`, `monitor`, `error`.

use super::answer::{IndexAnswer, IndexBytes, Trail, Validators};
use super::client::Client;
use super::http::{self, Encoding, Wanted};
use super::race::blocking;
use super::{embedded, file, git, refusal};
use crate::error::Error;
use crate::model::{Location, Repository};
use crate::monitor::Monitor;

/// A question for an index that was answered, but of which the body may still be under way.
pub struct Asked {
    state: State,
    name: String,
}

enum State {
    Unchanged,
    Coming(Box<http::Answer>),
    Here(Box<IndexBytes>),
}

impl Asked {
    /// What was seen on the way so far.
    #[must_use]
    pub fn trail(&self) -> Trail {
        match &self.state {
            State::Unchanged => Trail::default(),
            State::Coming(answer) => answer.trail.clone(),
            State::Here(index) => index.trail.clone(),
        }
    }

    /// Reads the rest.
    ///
    /// # Errors
    /// When the body stalls, is cut off, is too large, or is a web page.
    pub async fn read(self, client: &Client, monitor: &Monitor) -> Result<IndexAnswer, Error> {
        let mut answer = match self.state {
            State::Unchanged => return Ok(IndexAnswer::Unchanged),
            State::Here(index) => return Ok(IndexAnswer::Read(*index)),
            State::Coming(answer) => answer,
        };
        let bounds = (client.settings.index_limit, client.settings.patience);
        let bytes = answer.body(bounds, &self.name, monitor).await?;
        if let Some(error) = refusal::web_page(&bytes, answer.url(), "an index") {
            return Err(error);
        }
        let validators = answer.validators();
        Ok(IndexAnswer::Read(IndexBytes {
            name: self.name,
            bytes,
            validators,
            trail: answer.trail,
        }))
    }
}

/// Asks for a repository's index file, unless `known` says that the caller has it already. Returns when
/// the place has answered.
///
/// # Errors
/// When there is no answer, or one that is no index.
pub async fn ask_index(
    client: &Client,
    repository: &Repository,
    known: Option<&Validators>,
    monitor: &Monitor,
) -> Result<Asked, Error> {
    let name = repository.location.index_file().to_owned();
    let state = match &repository.location {
        Location::Http { url } => {
            let credentials = repository.credentials.as_ref().map(|own| (own, url));
            let wanted = Wanted { url, credentials, known, encoding: Encoding::Gzip };
            let answer = http::ask(client, &wanted, monitor).await?;
            if answer.unchanged { State::Unchanged } else { State::Coming(Box::new(answer)) }
        }
        Location::Git { .. } => match git::index(client, repository, known, monitor).await? {
            Some(index) => State::Here(Box::new(index)),
            None => State::Unchanged,
        },
        Location::File { path } => {
            let (path, limit) = (path.clone(), client.settings.index_limit);
            let bytes = blocking(monitor, move || file::read(&path, limit)).await?;
            State::Here(Box::new(IndexBytes { name: name.clone(), bytes, ..IndexBytes::default() }))
        }
        Location::Sample(sample) => {
            let bytes = embedded::file(sample, &name)?;
            State::Here(Box::new(IndexBytes { name: name.clone(), bytes, ..IndexBytes::default() }))
        }
    };
    Ok(Asked { state, name })
}

/// Reads a repository's index file, unless `known` says that the caller has it already.
///
/// # Errors
/// When it could not be read: see [`crate::error::ErrorKind`]; never for what the file says.
pub async fn read_index(
    client: &Client,
    repository: &Repository,
    known: Option<&Validators>,
    monitor: &Monitor,
) -> Result<IndexAnswer, Error> {
    ask_index(client, repository, known, monitor).await?.read(client, monitor).await
}

/// Names of all index files beside a repository's own (`index-2.yaml`), where the place can be listed:
/// folders, Git repositories and samples. The repository's own is not among them.
///
/// # Errors
/// When the place could not be listed.
pub async fn siblings(
    client: &Client,
    repository: &Repository,
    monitor: &Monitor,
) -> Result<Vec<String>, Error> {
    match &repository.location {
        Location::Http { .. } => Ok(Vec::new()),
        Location::Git { .. } => git::siblings(client, repository, monitor).await,
        Location::File { path } => {
            let path = path.clone();
            blocking(monitor, move || file::siblings(&path)).await
        }
        Location::Sample(name) => {
            let names = embedded::paths(name)?.into_iter().filter(|path| !path.contains('/'));
            Ok(file::other_indexes(names.map(str::to_owned), repository.location.index_file()))
        }
    }
}
