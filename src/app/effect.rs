//! Everything that `update` may ask of the world.
//!
//! May import: `app::{editor, task}`, `model`, `ops`, `registry`, `report`.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use super::editor::Spot;
use super::task::TaskId;
use crate::model::{HostKey, Report, Repository};
use crate::ops::{Draft, Freshness, Request, SecretChange, Wanted};
use crate::registry::Change;
use crate::report::Format;

/// Who wants to know what is in files that may be manifests.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Asker {
    /// The user: everything that is wrong is told.
    User,
    /// The field for a URL, where a path may be a URL as well: only manifests are told.
    Field,
}

/// Findings that are to be written to a file.
#[derive(Clone, Debug, PartialEq)]
pub struct Exporting {
    /// The file.
    pub path: PathBuf,
    /// How.
    pub format: Format,
    /// Whether a file that is there is replaced.
    pub replaces: bool,
    /// What.
    pub report: Arc<Report>,
}

/// Something to be done outside of `update`. The runtime performs all but the last five, which need the
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
    /// Write findings to a file.
    Export(TaskId, Exporting),
    /// End a task; it answers with a failure of kind `Cancelled`.
    Cancel(TaskId),
    /// Put a text on the clipboard: what it is called, and the text.
    Copy(String, String),
    /// Give the terminal to the user's editor until that ends.
    OpenEditor(Spot),
    /// Stop until the shell continues us.
    Suspend,
    /// Draw everything anew.
    Redraw,
    /// Leave.
    Quit,
}
