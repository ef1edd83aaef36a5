//! Findings of a validation that runs, put together so that they cost few frames.
//!
//! May import: `app::{message, task}`, `ops`.

use std::time::Duration;

use tokio::sync::mpsc;
use tokio::time::{Instant, timeout_at};

use crate::app::message::Message;
use crate::app::task::{TaskEvent, TaskId};
use crate::ops::Batch;

/// The least time between two reports: counts that move faster cannot be read.
const REST: Duration = Duration::from_millis(500);

/// Tells what is found: the first at once, the rest twice a second, all of it in the end.
pub(super) async fn tell_batches(
    id: TaskId,
    mut found: mpsc::Receiver<Batch>,
    sender: mpsc::Sender<Message>,
) {
    let mut due = Instant::now();
    while let Some(mut told) = found.recv().await {
        while let Ok(Some(next)) = timeout_at(due, found.recv()).await {
            add(&mut told, next);
        }
        let event = TaskEvent::Found(Box::new(told));
        if sender.send(Message::Task(id, event)).await.is_err() {
            return;
        }
        due = Instant::now() + REST;
    }
}

fn add(told: &mut Batch, next: Batch) {
    told.diagnostics.extend(next.diagnostics);
    (told.done, told.total) = (told.done.max(next.done), told.total.max(next.total));
}
