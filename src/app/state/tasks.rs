//! The background work of the session: running, failed, finished.
//!
//! May import: `app::{task, effect}`, `monitor`, `error`, `ops` (freshness).

use jiff::Timestamp;

use crate::app::effect::Effect;
use crate::app::task::TaskId;
use crate::error::Failure;
use crate::monitor::Progress;
use crate::ops::Freshness;

/// What kind of work.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TaskKind {
    /// Reading a catalog.
    Refresh,
    /// Reading a package.
    Inspect,
    /// Validating a repository.
    Validate,
    /// Checking a form.
    Check,
    /// Changing the registry file or the store of Secrets.
    Save,
    /// Reading files that may be manifests.
    Read,
    /// Writing findings to a file.
    Export,
}

impl TaskKind {
    /// The word shown to users.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Refresh => "refresh",
            Self::Inspect | Self::Read => "read",
            Self::Validate => "validate",
            Self::Check => "check",
            Self::Save => "save",
            Self::Export => "write",
        }
    }
}

/// How a task stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TaskState {
    /// Waits for its turn.
    Queued,
    /// Under way.
    Running,
    /// Asked to end.
    Cancelling,
    /// Ended badly.
    Failed(Failure),
}

/// One piece of background work. Those that ended well are forgotten.
#[derive(Clone, Debug, PartialEq)]
pub struct Task {
    /// Its name.
    pub id: TaskId,
    /// What kind of work.
    pub kind: TaskKind,
    /// What it works on: the name of a repository, chart or addon.
    pub target: String,
    /// When it was asked for.
    pub asked: Timestamp,
    /// How it stands.
    pub state: TaskState,
    /// How far it is.
    pub progress: Option<Progress>,
    /// What to do to try again.
    pub effect: Effect,
}

impl Task {
    /// Whether it has not ended.
    #[must_use]
    pub fn is_alive(&self) -> bool {
        !matches!(self.state, TaskState::Failed(_))
    }

    /// The repository that it works for, if it is one that is registered.
    fn repository(&self) -> Option<&str> {
        match &self.effect {
            Effect::Fetch(_, repository, _) => Some(&repository.name),
            Effect::Inspect(_, wanted, _) => Some(&wanted.repository.name),
            Effect::Validate(..) => Some(&self.target),
            _ => None,
        }
    }

    /// Whether it follows the cursor: nobody asked for it, and its failure is told where its outcome would be.
    #[must_use]
    pub fn is_quiet(&self) -> bool {
        matches!(&self.effect, Effect::Inspect(_, _, after) if !after.is_zero())
    }

    /// Whether the user would miss its outcome: work that was asked for, not what the screen reads by itself.
    #[must_use]
    pub fn is_missed(&self) -> bool {
        let by_itself = matches!(
            self.effect,
            Effect::Inspect(..)
                | Effect::Fetch(_, _, Freshness::Cached)
                | Effect::Register(..)
                | Effect::KeepSecret(..)
                | Effect::Trust(..)
                | Effect::ReadManifests(..)
        );
        self.is_alive() && !by_itself
    }
}

/// All tasks that run or failed, oldest first.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Tasks {
    list: Vec<Task>,
    last: u64,
}

/// How many failed tasks are remembered.
const LIMIT: usize = 100;

impl Tasks {
    /// All tasks, oldest first.
    #[must_use]
    pub fn all(&self) -> &[Task] {
        &self.list
    }

    /// Those that have not ended, oldest first.
    #[must_use]
    pub fn alive(&self) -> impl DoubleEndedIterator<Item = &Task> {
        self.list.iter().filter(|task| task.is_alive())
    }

    /// How many failed.
    #[must_use]
    pub fn failed(&self) -> usize {
        self.list.iter().filter(|task| !task.is_alive()).count()
    }

    /// The task of that name.
    #[must_use]
    pub fn find(&self, id: TaskId) -> Option<&Task> {
        self.list.iter().find(|task| task.id == id)
    }

    /// The task of that name, to be changed.
    pub fn find_mut(&mut self, id: TaskId) -> Option<&mut Task> {
        self.list.iter_mut().find(|task| task.id == id)
    }

    /// A name for a new task.
    pub fn next_id(&mut self) -> TaskId {
        self.last += 1;
        TaskId(self.last)
    }

    /// Remembers a task; an older failure of the same work is forgotten.
    pub fn add(&mut self, task: Task) {
        self.list
            .retain(|old| old.is_alive() || old.kind != task.kind || old.target != task.target);
        if self.list.len() >= LIMIT
            && let Some(oldest) = self.list.iter().position(|task| !task.is_alive())
        {
            self.list.remove(oldest);
        }
        self.list.push(task);
    }

    /// Forgets failures that speak of repositories which are registered no longer.
    pub fn keep_registered(&mut self, is_registered: impl Fn(&str) -> bool) {
        self.list.retain(|task| task.is_alive() || task.repository().is_none_or(&is_registered));
    }

    /// Forgets a task.
    pub fn remove(&mut self, id: TaskId) -> Option<Task> {
        let place = self.list.iter().position(|task| task.id == id)?;
        Some(self.list.remove(place))
    }
}
