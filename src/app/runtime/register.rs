//! The one writer of the registry file: changes in their order, and what other copies of the program wrote.
//!
//! May import: `app::{message, task}`, `app::runtime::fault`, `error`, `ops`, `registry`.

use std::sync::Arc;
use std::time::SystemTime;

use tokio::sync::mpsc;

use super::fault::broken;
use crate::app::message::Message;
use crate::app::task::{TaskEvent, TaskId};
use crate::error::Failure;
use crate::ops::{self, Workplace};
use crate::registry::{Change, Registry};

/// The name of a look at the registry that no task waits for.
pub(super) const LOOK: TaskId = TaskId(0);

/// What tells one state of the registry file from another; `None` for a missing file.
type Stamp = Option<(SystemTime, u64)>;

async fn stamp(registry: &Registry) -> Stamp {
    let metadata = tokio::fs::metadata(&registry.path).await.ok()?;
    Some((metadata.modified().ok()?, metadata.len()))
}

/// Reads the registry if its file is not the one that was seen last.
async fn read_if_changed(
    registry: &Registry,
    seen: &mut Option<Stamp>,
    sender: &mpsc::Sender<Message>,
) {
    let now = stamp(registry).await;
    if seen.replace(now) == Some(now) {
        return;
    }
    let registry = registry.clone();
    if let Ok(Ok(loaded)) = tokio::task::spawn_blocking(move || registry.load()).await {
        let _ = sender.send(Message::Task(LOOK, TaskEvent::Registered(Arc::new(loaded)))).await;
    }
}

/// Writes changes one after the other, in the order in which they were asked for. After one that could not
/// be made, what others have written meanwhile is taken over.
pub(super) async fn write_changes(
    Workplace { registry, client, .. }: Workplace,
    mut queue: mpsc::UnboundedReceiver<(TaskId, Vec<Change>)>,
    sender: mpsc::Sender<Message>,
) {
    let mut seen = None;
    while let Some((id, changes)) = queue.recv().await {
        if changes.is_empty() {
            read_if_changed(&registry, &mut seen, &sender).await;
            continue;
        }
        let (writing, cache) = (registry.clone(), client.settings.cache.clone());
        let written =
            tokio::task::spawn_blocking(move || ops::register(&writing, &cache, &changes)).await;
        let outcome = match written {
            Ok(Ok(loaded)) => TaskEvent::Registered(Arc::new(loaded)),
            Ok(Err(error)) => TaskEvent::Failed(Failure::from(&error)),
            Err(error) => TaskEvent::Failed(broken(error)),
        };
        let is_written = matches!(outcome, TaskEvent::Registered(_));
        let _ = sender.send(Message::Task(id, outcome)).await;
        if is_written {
            seen = Some(stamp(&registry).await);
        } else {
            read_if_changed(&registry, &mut seen, &sender).await;
        }
    }
}
