//! The check before a repository is saved, as a list of steps, each with its time and exact failure.
//!
//! May import: `source`, `ops::fetch`, `model`, `monitor`, `error`.

use std::time::Duration;

use crate::model::{RepositoryKind, Secret};
use crate::monitor::Monitor;
use crate::ops::fetch::Fetched;
use crate::source::Client;

/// What a form holds: not yet a repository, for the location may not even parse.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Draft {
    /// The location as typed.
    pub location: String,
    /// The kind the user insists on.
    pub kind: Option<RepositoryKind>,
    /// User name, possibly empty.
    pub username: String,
    /// Password, possibly empty.
    pub password: Secret,
}

/// The steps, in order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum StepName {
    /// The location is understood.
    Location,
    /// Name resolution and connection.
    Connect,
    /// Certificate and handshake.
    Tls,
    /// The server's answer.
    Response,
    /// The index file was received.
    Index,
    /// It was parsed and its kind told.
    Parse,
    /// What the index rules say.
    Rules,
}

impl StepName {
    /// All steps, in order.
    pub const ALL: [Self; 7] = [
        Self::Location,
        Self::Connect,
        Self::Tls,
        Self::Response,
        Self::Index,
        Self::Parse,
        Self::Rules,
    ];

    /// The label shown to users.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Location => "URL",
            Self::Connect => "DNS + TCP",
            Self::Tls => "TLS",
            Self::Response => "Response",
            Self::Index => "Index",
            Self::Parse => "Parse",
            Self::Rules => "Rules",
        }
    }
}

/// How a step stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StepState {
    /// Under way.
    Running,
    /// Done well.
    Passed,
    /// Done, but something is worth a look; does not stop a save.
    Warned,
    /// Failed; later steps are not reached.
    Failed,
    /// Not needed for this location, or not reached.
    Skipped,
}

/// One step's outcome so far.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    /// Which step.
    pub name: StepName,
    /// How it stands.
    pub state: StepState,
    /// One line: what was found, or the failure in the other side's own words.
    pub detail: String,
    /// The likely cause and the next thing to do; empty when all is well.
    pub hint: String,
    /// How long it took, once it has ended.
    pub elapsed: Option<Duration>,
}

/// The outcome of a whole check.
#[derive(Clone, Debug, PartialEq)]
pub struct Probe {
    /// Every step, in order.
    pub steps: Vec<Step>,
    /// What was fetched, if it came that far: the catalog, diagnostics, kind.
    pub fetched: Option<Fetched>,
    /// Further index files seen beside this one (`index-2.yaml`), where the place can be listed.
    pub siblings: Vec<String>,
}

impl Probe {
    /// Whether nothing failed, so that the repository may be saved as verified.
    #[must_use]
    pub fn passed(&self) -> bool {
        self.fetched.is_some() && self.steps.iter().all(|step| step.state != StepState::Failed)
    }
}

/// Checks a draft, telling each step as it starts and ends through `on_step`.
/// The same code path as a refresh; nothing is saved or cached.
pub async fn probe(
    client: &Client,
    draft: &Draft,
    on_step: &(dyn Fn(Step) + Send + Sync),
    monitor: &Monitor,
) -> Probe {
    let _ = (client, draft, on_step, monitor);
    Probe { steps: Vec::new(), fetched: None, siblings: Vec::new() }
}
