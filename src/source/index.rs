//! Index files, whatever the transport.
//!
//! May import: `source::{answer, client, embedded, file, git, http, plain_http, race, refusal, resolved, s3}`,
//! `secrets`, `model`, `monitor`, `error`.

use super::answer::{Archives, IndexAnswer, IndexBytes, Trail, Validators};
use super::client::Client;
use super::http::{self, Encoding, Wanted};
use super::race::blocking;
use super::resolved::resolve;
use super::{embedded, file, git, plain_http, refusal, s3};
use crate::error::Error;
use crate::model::location::S3Index;
use crate::model::{Location, Redactor, Repository};
use crate::monitor::Monitor;
use crate::secrets::Resolved;

/// A question for an index that was answered, but of which the body may still be under way.
pub struct Asked {
    state: State,
    name: String,
    redactor: Redactor,
}

enum State {
    Unchanged,
    Coming(Box<http::Answer>),
    Here(Box<IndexBytes>),
    Listed(Box<Archives>),
}

impl Asked {
    /// What was seen on the way so far.
    #[must_use]
    pub fn trail(&self) -> Trail {
        match &self.state {
            State::Unchanged => Trail::default(),
            State::Coming(answer) => answer.trail.clone(),
            State::Here(index) => index.trail.clone(),
            State::Listed(archives) => archives.trail.clone(),
        }
    }

    /// Reads the rest.
    ///
    /// # Errors
    /// When the body stalls, is cut off, is too large, or is a web page.
    pub async fn read(self, client: &Client, monitor: &Monitor) -> Result<IndexAnswer, Error> {
        let redactor = self.redactor.clone();
        self.received(client, monitor).await.map_err(|error| error.redacted(&redactor))
    }

    async fn received(self, client: &Client, monitor: &Monitor) -> Result<IndexAnswer, Error> {
        let mut answer = match self.state {
            State::Unchanged => return Ok(IndexAnswer::Unchanged),
            State::Here(index) => return Ok(IndexAnswer::Read(*index)),
            State::Listed(archives) => return Ok(IndexAnswer::Listed(*archives)),
            State::Coming(answer) => answer,
        };
        let bounds = (client.settings.index_limit, client.settings.patience);
        let bytes = answer.body(bounds, &self.name, monitor).await?;
        if let Some(error) = refusal::web_page(&bytes, answer.way(), "an index") {
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
    let resolved = resolve(client, repository, monitor).await?;
    plain_http::guard(client, repository, &resolved)?;
    let state = ask(client, &resolved, known, monitor).await;
    let name = repository.location.index_file().to_owned();
    let redactor = resolved.redactor;
    match state {
        Ok(state) => Ok(Asked { state, name, redactor }),
        Err(error) => Err(error.redacted(&redactor)),
    }
}

async fn ask(
    client: &Client,
    resolved: &Resolved,
    known: Option<&Validators>,
    monitor: &Monitor,
) -> Result<State, Error> {
    let repository = &resolved.repository;
    let name = repository.location.index_file();
    let here = |bytes: Vec<u8>| {
        let index = IndexBytes { name: name.to_owned(), bytes, ..IndexBytes::default() };
        State::Here(Box::new(index))
    };
    Ok(match &repository.location {
        Location::Http { url } => {
            let wanted = Wanted { url, repository, known, encoding: Encoding::Gzip };
            let answer = http::ask(client, &wanted, monitor).await?;
            if answer.unchanged { State::Unchanged } else { State::Coming(Box::new(answer)) }
        }
        Location::Git { .. } => match git::index(client, resolved, known, monitor).await? {
            Some(index) => State::Here(Box::new(index)),
            None => State::Unchanged,
        },
        Location::S3(place) if place.index == S3Index::Archives => {
            match s3::archives(client, resolved, known, monitor).await? {
                Some(archives) => State::Listed(Box::new(archives)),
                None => State::Unchanged,
            }
        }
        Location::S3(_) => match s3::index(client, resolved, known, monitor).await? {
            Some(index) => State::Here(Box::new(index)),
            None => State::Unchanged,
        },
        Location::Template(_) => return Err(refusal::unfilled()),
        Location::File { path } => {
            let (path, limit) = (path.clone(), client.settings.index_limit);
            here(blocking(monitor, move || file::read(&path, limit)).await?)
        }
        Location::Sample(sample) => here(embedded::file(sample, name)?),
    })
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
    let resolved = resolve(client, repository, monitor).await?;
    let found = match &resolved.repository.location {
        Location::Http { .. } => Ok(Vec::new()),
        Location::Git { .. } => git::siblings(client, &resolved, monitor).await,
        Location::S3(_) => s3::siblings(client, &resolved, monitor).await,
        Location::Template(_) => Err(refusal::unfilled()),
        Location::File { path } => {
            let path = path.clone();
            blocking(monitor, move || file::siblings(&path)).await
        }
        Location::Sample(name) => embedded::paths(name).map(|paths| {
            let names = paths.into_iter().filter(|path| !path.contains('/'));
            file::other_indexes(names.map(str::to_owned), repository.location.index_file())
        }),
    };
    found.map_err(|error| error.redacted(&resolved.redactor))
}
