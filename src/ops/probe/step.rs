//! The steps of a check, and how they are told.
//!
//! May import: `model`, `error`.

use std::time::{Duration, Instant};

use crate::error::{Error, ErrorKind};
use crate::model::{Fault, Offer, Redactor};

/// The steps, in order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum StepName {
    /// The location is understood.
    Location,
    /// The Secret fills the placeholders; told only where there is one.
    Secret,
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
    /// One of the packages was fetched; told only where it was asked for.
    Package,
}

impl StepName {
    /// The steps that every check tells, in order. Secret and package are told only where there is one.
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
            Self::Secret => "Secret",
            Self::Connect => "DNS + TCP",
            Self::Tls => "TLS",
            Self::Response => "Response",
            Self::Index => "Index",
            Self::Parse => "Parse",
            Self::Rules => "Rules",
            Self::Package => "Package",
        }
    }
}

impl StepName {
    /// The stable name used in JSON.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Location => "url",
            Self::Secret => "secret",
            Self::Connect => "connect",
            Self::Tls => "tls",
            Self::Response => "response",
            Self::Index => "index",
            Self::Parse => "parse",
            Self::Rules => "rules",
            Self::Package => "package",
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

impl StepState {
    /// The word used in JSON.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Running => "running",
            Self::Passed => "passed",
            Self::Warned => "warned",
            Self::Failed => "failed",
            Self::Skipped => "skipped",
        }
    }
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
    /// The cause of a failure by a stable name, where it has one.
    pub fault: Option<Fault>,
    /// What the program could do about a failure, if the user agrees.
    pub offer: Option<Box<Offer>>,
    /// How long it took, once it has ended.
    pub elapsed: Option<Duration>,
}

impl Step {
    pub(super) fn new(name: StepName, state: StepState) -> Self {
        let (detail, hint) = (String::new(), String::new());
        Self { name, state, detail, hint, fault: None, offer: None, elapsed: None }
    }
}

/// The cause that an error most likely has that does not name its own.
fn usual_fault(kind: ErrorKind) -> Fault {
    match kind {
        ErrorKind::NotFound => Fault::IndexMissing,
        ErrorKind::Unauthorized => Fault::Unauthorized,
        ErrorKind::Unreachable => Fault::ConnectionFailed,
        ErrorKind::Untrusted => Fault::TlsFailed,
        ErrorKind::Timeout => Fault::TimedOut,
        ErrorKind::TooLarge => Fault::TooLarge,
        ErrorKind::Cancelled => Fault::Cancelled,
        ErrorKind::Io => Fault::LocalFile,
        ErrorKind::Malformed | ErrorKind::Unsupported => Fault::Unexpected,
    }
}

/// A step failed and was told.
pub(super) struct Failed;

/// The steps so far, told as they come.
pub(super) struct Steps<'told> {
    on_step: &'told (dyn Fn(Step) + Send + Sync),
    done: Vec<Step>,
    begun: Instant,
    redactor: Redactor,
}

impl<'told> Steps<'told> {
    pub(super) fn new(on_step: &'told (dyn Fn(Step) + Send + Sync)) -> Self {
        Self { on_step, done: Vec::new(), begun: Instant::now(), redactor: Redactor::default() }
    }

    pub(super) fn begin(&mut self, name: StepName) {
        self.begun = Instant::now();
        (self.on_step)(Step::new(name, StepState::Running));
    }

    /// Nothing that is told from now on shows these values.
    pub(super) fn hide(&mut self, redactor: Redactor) {
        self.redactor = redactor;
    }

    /// What takes those values out of other texts.
    pub(super) fn redactor(&self) -> &Redactor {
        &self.redactor
    }

    pub(super) fn end(&mut self, name: StepName, state: StepState, detail: &str, hint: &str) {
        let (detail, hint) = (detail.to_owned(), hint.to_owned());
        self.tell(Step { detail, hint, ..Step::new(name, state) });
    }

    fn tell(&mut self, mut step: Step) {
        step.elapsed = (step.state != StepState::Skipped).then(|| self.begun.elapsed());
        step.detail = self.redactor.text(&step.detail);
        step.hint = self.redactor.text(&step.hint);
        (self.on_step)(step.clone());
        self.done.push(step);
    }

    /// Whether a warning so far holds these words.
    pub(super) fn warned_of(&self, words: &str) -> bool {
        let mut warned = self.done.iter().filter(|step| step.state == StepState::Warned);
        warned.any(|step| step.hint.contains(words))
    }

    pub(super) fn skip(&mut self, name: StepName, why: &str) {
        self.end(name, StepState::Skipped, why, "");
    }

    pub(super) fn fail(&mut self, name: StepName, error: &Error) {
        self.tell(Step {
            detail: error.message.clone(),
            hint: error.hint.clone(),
            fault: Some(error.fault.unwrap_or(usual_fault(error.kind))),
            offer: error.offer.clone(),
            ..Step::new(name, StepState::Failed)
        });
    }

    pub(super) fn ok<T>(&mut self, name: StepName, outcome: Result<T, Error>) -> Result<T, Failed> {
        outcome.map_err(|error| {
            self.fail(name, &error);
            Failed
        })
    }

    /// All steps; those that were not reached are skipped.
    pub(super) fn finish(mut self) -> Vec<Step> {
        for name in StepName::ALL {
            if !self.done.iter().any(|step| step.name == name) {
                self.skip(name, "not reached");
            }
        }
        self.done
    }
}
