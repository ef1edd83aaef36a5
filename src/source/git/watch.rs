//! What is worth telling of Git's many lines of progress.
//!
//! May import: `source::git::run`, `model`, `monitor`.

use std::sync::atomic::Ordering;

use gix::progress::{Id, Task, Value};

use super::run::Run;
use crate::model::text::clean;
use crate::monitor::{Monitor, Progress, Unit};

/// What `gix` calls the count of bytes of a pack that is received.
const PACK_BYTES: Id = *b"BWRB";
/// What `gix` calls the count of objects that came.
const PACK_OBJECTS: Id = *b"IWIO";
/// What `gix` calls the count of objects whose differences were resolved.
const RESOLVED_OBJECTS: Id = *b"IWRO";

/// Remembers what was told last.
#[derive(Default)]
pub(super) struct Watch {
    told: Option<Progress>,
}

impl Watch {
    /// Tells what changed.
    pub(super) fn tell(&mut self, run: &Run, monitor: &Monitor) {
        let mut tasks = Vec::new();
        run.root().sorted_snapshot(&mut tasks);
        let tasks: Vec<Task> = tasks.into_iter().map(|(_, task)| task).collect();
        let of =
            |id| tasks.iter().find(|task| task.id == id).and_then(|task| task.progress.as_ref());
        let progress = if let Some(value) = of(RESOLVED_OBJECTS) {
            progress("resolving objects", Some(value), Unit::Objects)
        } else if let Some(bytes) = of(PACK_BYTES) {
            let objects = of(PACK_OBJECTS).map(|value| (done(value), total(value)));
            let phase = match objects {
                Some((done, Some(total))) => format!("receiving {done} of {total} objects,"),
                _ => "receiving objects".to_owned(),
            };
            progress(&phase, Some(bytes), Unit::Bytes)
        } else if let Some(task) = tasks.last() {
            progress(&clean(&task.name), task.progress.as_ref(), Unit::Objects)
        } else {
            return;
        };
        if self.told.as_ref() != Some(&progress) {
            monitor.report(progress.clone());
            self.told = Some(progress);
        }
    }
}

fn done(value: &Value) -> u64 {
    value.step.load(Ordering::Relaxed) as u64
}

fn total(value: &Value) -> Option<u64> {
    value.done_at.map(|total| total as u64)
}

fn progress(phase: &str, value: Option<&Value>, unit: Unit) -> Progress {
    let (done, total) = (value.map_or(0, done), value.and_then(total));
    Progress { phase: phase.to_owned(), done, total, unit }
}
