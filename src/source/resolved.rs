//! What a repository is once its Secret is filled in, and all that must not be seen of it is known.
//!
//! May import: `source::{client, s3}`, `secrets`, `model`, `monitor`, `error`.

use super::client::Client;
use super::s3;
use crate::error::Error;
use crate::model::Repository;
use crate::monitor::Monitor;
use crate::secrets::{self, Resolved};

/// Fills a repository's Secret in; keys of an object store that are of the environment or a profile are hidden as
/// its own are.
///
/// # Errors
/// When the Secret cannot be had, or lacks a value.
pub async fn resolve(
    client: &Client,
    repository: &Repository,
    monitor: &Monitor,
) -> Result<Resolved, Error> {
    let mut resolved = secrets::resolve(&client.settings.secrets, repository, monitor).await?;
    s3::hide_keys(client, &mut resolved, monitor).await;
    Ok(resolved)
}
