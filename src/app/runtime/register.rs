//! The one writer of the registry file and the store of Secrets: changes in their order, and what other copies
//! of the program wrote.
//!
//! May import: `app::{message, task}`, `app::runtime::fault`, `error`, `model`, `ops`, `registry`, `secrets`, `source`.

use std::path::Path;
use std::sync::Arc;
use std::time::SystemTime;

use tokio::sync::mpsc;

use super::fault::broken;
use crate::app::message::Message;
use crate::app::task::{TaskEvent, TaskId};
use crate::error::{Error, Failure};
use crate::model::HostKey;
use crate::ops::{self, SecretChange, Workplace};
use crate::registry::Change;
use crate::source;

/// The name of a look at the registry that no task waits for.
const LOOK: TaskId = TaskId(0);

/// What is written one after the other.
pub(super) enum Job {
    /// Nothing: read what others have written.
    Look,
    /// Change the registry.
    Register(TaskId, Vec<Change>),
    /// Change the store of Secrets.
    Secret(TaskId, Box<SecretChange>),
    /// Trust the key of an SSH server.
    Trust(TaskId, Box<HostKey>),
}

/// What tells one state of a file or folder from another; `None` for a missing one.
type Stamp = Option<(SystemTime, u64)>;

async fn stamp(path: &Path) -> Stamp {
    let metadata = tokio::fs::metadata(path).await.ok()?;
    Some((metadata.modified().ok()?, metadata.len()))
}

/// The states that were seen last.
#[derive(Default)]
struct Seen {
    registry: Option<Stamp>,
    secrets: Option<Stamp>,
}

/// Writes and looks.
struct Writer {
    workplace: Workplace,
    sender: mpsc::Sender<Message>,
    seen: Seen,
}

/// Writes changes one after the other, in the order in which they were asked for. After one that could not
/// be made, what others have written meanwhile is taken over.
pub(super) async fn write_changes(
    workplace: Workplace,
    mut queue: mpsc::UnboundedReceiver<Job>,
    sender: mpsc::Sender<Message>,
) {
    let mut writer = Writer { workplace, sender, seen: Seen::default() };
    while let Some(job) = queue.recv().await {
        match job {
            Job::Look => writer.look().await,
            Job::Register(id, changes) => writer.register(id, changes).await,
            Job::Secret(id, change) => writer.keep_secret(id, change).await,
            Job::Trust(id, key) => writer.trust(id, key).await,
        }
    }
}

impl Writer {
    async fn look(&mut self) {
        let now = stamp(&self.workplace.registry.path).await;
        if self.seen.registry.replace(now) != Some(now) {
            let registry = self.workplace.registry.clone();
            let loaded = blocking(move || registry.load()).await;
            self.tell_if_good(loaded.map(|loaded| TaskEvent::Registered(Arc::new(loaded)))).await;
        }
        let store = self.workplace.client.settings.secrets.clone();
        let now = stamp(&store.folder).await;
        if self.seen.secrets.replace(now) != Some(now) {
            let listing = blocking(move || store.list()).await;
            self.tell_if_good(listing.map(|listing| TaskEvent::Secrets(Arc::new(listing)))).await;
        }
    }

    async fn register(&mut self, id: TaskId, changes: Vec<Change>) {
        let registry = self.workplace.registry.clone();
        let cache = self.workplace.client.settings.cache.clone();
        let outcome = blocking(move || ops::register(&registry, &cache, &changes)).await;
        let is_written = outcome.is_ok();
        self.end(id, outcome.map(|loaded| TaskEvent::Registered(Arc::new(loaded)))).await;
        if is_written {
            self.seen.registry = Some(stamp(&self.workplace.registry.path).await);
        } else {
            self.look().await;
        }
    }

    async fn keep_secret(&mut self, id: TaskId, change: Box<SecretChange>) {
        let store = self.workplace.client.settings.secrets.clone();
        let outcome = blocking(move || ops::keep_secret(&store, &change)).await;
        self.end(id, outcome.map(|listing| TaskEvent::Secrets(Arc::new(listing)))).await;
        self.seen.secrets = None;
    }

    async fn trust(&self, id: TaskId, key: Box<HostKey>) {
        let client = self.workplace.client.clone();
        let outcome = blocking(move || source::trust_host_key(&client, &key)).await;
        self.end(id, outcome.map(|()| TaskEvent::Trusted)).await;
    }

    /// Tells what nobody asked for, unless it could not be had.
    async fn tell_if_good(&self, news: Result<TaskEvent, Failure>) {
        if let Ok(event) = news {
            let _ = self.sender.send(Message::Task(LOOK, event)).await;
        }
    }

    async fn end(&self, id: TaskId, outcome: Result<TaskEvent, Failure>) {
        let event = outcome.unwrap_or_else(TaskEvent::Failed);
        let _ = self.sender.send(Message::Task(id, event)).await;
    }
}

async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, Error> + Send + 'static,
) -> Result<T, Failure> {
    match tokio::task::spawn_blocking(work).await {
        Ok(outcome) => outcome.map_err(Failure::from),
        Err(error) => Err(broken(error)),
    }
}
