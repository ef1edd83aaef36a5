//! Everything that `update` may ask of the world.
//!
//! May import: `app::task`, `model`, `ops`, `registry`.

use std::path::PathBuf;
use std::time::Duration;

use super::task::TaskId;
use crate::model::{HostKey, Repository};
use crate::ops::{Draft, Freshness, Request, SecretChange, Wanted};
use crate::registry::Change;

/// Who wants to know what is in files that may be manifests.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Asker {
    /// The user: everything that is wrong is told.
    User,
    /// The field for a URL, where a path may be a URL as well: only manifests are told.
    Field,
}

/// Something to be done outside of `update`. The runtime performs all but the last four, which need the
/// terminal.
#[derive(Clone, Debug, PartialEq)]
pub enum Effect {
    /// Read the catalog of a repository.
    Fetch(TaskId, Box<Repository>, Freshness),
    /// Read a package, after some quiet time in which the request may be cancelled for nothing.
    Inspect(TaskId, Box<Wanted>, Duration),
    /// Validate a repository.
    Validate(TaskId, Box<Request>),
    /// Check the values of a form.
    Probe(TaskId, Box<Draft>),
    /// Change the registry file. Durable: awaited even when the program quits.
    Register(TaskId, Vec<Change>),
    /// Read files that may be manifests.
    ReadManifests(TaskId, Vec<PathBuf>, Asker),
    /// Change the store of Secrets. Durable, too.
    KeepSecret(TaskId, Box<SecretChange>),
    /// Trust the key of an SSH server from now on. Durable, too.
    Trust(TaskId, Box<HostKey>),
    /// End a task; it answers with a failure of kind `Cancelled`.
    Cancel(TaskId),
    /// Put a text on the clipboard: what it is called, and the text.
    Copy(String, String),
    /// Stop until the shell continues us.
    Suspend,
    /// Draw everything anew.
    Redraw,
    /// Leave.
    Quit,
}
