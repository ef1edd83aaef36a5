//! What background work is called, and what it reports.
//!
//! May import: `manifest`, `model`, `monitor`, `error`, `ops`, `registry`, `secrets`.

use std::fmt;
use std::sync::Arc;

use crate::error::Failure;
use crate::manifest::Text;
use crate::model::Report;
use crate::monitor::Progress;
use crate::ops::{Batch, Fetched, Inspection, Probe, Step};
use crate::registry::Loaded;
use crate::secrets::Listing;

/// Names one piece of background work; never used twice in a session.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct TaskId(pub u64);

impl fmt::Display for TaskId {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "#{}", self.0)
    }
}

/// Files that were read, and why others could not be.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ReadFiles {
    /// Their texts. They may hold Secrets.
    pub texts: Vec<Text>,
    /// What could not be read, and why.
    pub notes: Vec<String>,
}

/// What became of findings that were to be written to a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Exported {
    /// They are in it.
    Written,
    /// The file is there already, and stays as it is.
    Exists,
}

/// What a task reports. All but `Started`, `Progress`, `Stepped` and `Found` end it.
#[derive(Clone, Debug, PartialEq)]
pub enum TaskEvent {
    /// It left the queue.
    Started,
    /// How far it is; may be lost on the way.
    Progress(Progress),
    /// One step of a check began or ended.
    Stepped(Step),
    /// Some findings of a validation; never lost, not even when it is cancelled.
    Found(Box<Batch>),
    /// A catalog.
    Fetched(Arc<Fetched>),
    /// A package.
    Inspected(Arc<Inspection>),
    /// A report.
    Validated(Arc<Report>),
    /// The outcome of a check.
    Probed(Arc<Probe>),
    /// The registry after a change.
    Registered(Arc<Loaded>),
    /// Files that may be manifests.
    Manifests(Arc<ReadFiles>),
    /// The Secrets of the store, as far as they may be told.
    Secrets(Arc<Listing>),
    /// What became of findings that were to be written.
    Exported(Exported),
    /// The key of an SSH server is trusted from now on.
    Trusted,
    /// It ended badly, was cancelled, or panicked.
    Failed(Failure),
}
