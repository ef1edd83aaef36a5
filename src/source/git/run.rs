//! What blocking Git work is watched by and watches itself.
//!
//! May import: nothing of the crate.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use gix::progress::tree::{Item, Root};

/// Progress to the outside, and the wish to stop from there.
pub(super) struct Run {
    progress: Arc<Root>,
    stop: Arc<AtomicBool>,
}

impl Run {
    /// Work that reports to `progress` and ends soon after `stop` is set.
    pub(super) fn new(progress: Arc<Root>, stop: Arc<AtomicBool>) -> Self {
        Self { progress, stop }
    }

    /// A new line of progress.
    pub(super) fn progress(&self, name: &str) -> Item {
        self.progress.add_child(name)
    }

    /// The flag that `gix` polls.
    pub(super) fn stop_flag(&self) -> &AtomicBool {
        &self.stop
    }

    /// Whether to stop.
    pub(super) fn is_stopped(&self) -> bool {
        self.stop.load(Ordering::Relaxed)
    }
}
