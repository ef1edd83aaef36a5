//! What blocking Git work is watched by, and how it waits: every wait ends when the work is stopped, when
//! nothing came for too long, and when too much came.
//!
//! May import: `model`, `error`.

use std::future::Future;
use std::io;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use gix::progress::tree::{Item, Root};
use rustix::process::Pid;
use tokio::runtime::Handle;
use tokio_util::sync::CancellationToken;

use crate::error::Error;

/// One piece of work: told and stopped from outside, noting inside what went wrong.
pub(super) struct Run {
    progress: Arc<Root>,
    stop: AtomicBool,
    token: CancellationToken,
    runtime: Handle,
    limit: u64,
    received: AtomicU64,
    noted: Mutex<Option<Error>>,
    told: Mutex<Vec<String>>,
    child: Mutex<Option<Pid>>,
}

impl Run {
    /// Work that may receive so many bytes. To be made where the runtime is.
    pub(super) fn new(limit: u64) -> Arc<Self> {
        Arc::new(Self {
            progress: Root::new(),
            stop: AtomicBool::new(false),
            token: CancellationToken::new(),
            runtime: Handle::current(),
            limit,
            received: AtomicU64::new(0),
            noted: Mutex::default(),
            told: Mutex::default(),
            child: Mutex::default(),
        })
    }

    /// Stops the work at once: whatever it waits for, and the program that works for it.
    pub(super) fn end(&self) {
        self.stop.store(true, Ordering::Relaxed);
        self.token.cancel();
        if let Some(child) = *lock(&self.child) {
            // It leads a group of its own. When it is gone already, that is well.
            let _ = rustix::process::kill_process_group(child, rustix::process::Signal::KILL);
        }
    }

    /// Whether to stop.
    pub(super) fn is_stopped(&self) -> bool {
        self.stop.load(Ordering::Relaxed)
    }

    /// The flag that `gix` polls.
    pub(super) fn stop_flag(&self) -> &AtomicBool {
        &self.stop
    }

    /// The tree of all lines of progress.
    pub(super) fn root(&self) -> &Root {
        &self.progress
    }

    /// A new line of progress.
    pub(super) fn progress(&self, name: &str) -> Item {
        self.progress.add_child(name)
    }

    /// Notes the process that works for this run; it leads a group of its own, and is not waited for before
    /// it is noted as gone.
    pub(super) fn adopt(&self, child: Option<u32>) {
        let pid = child.and_then(|id| i32::try_from(id).ok()).and_then(Pid::from_raw);
        *lock(&self.child) = pid;
    }

    /// Waits for what the outside gives, at most that long.
    pub(super) fn wait<T>(
        &self,
        longest: Duration,
        late: impl FnOnce() -> Error,
        future: impl Future<Output = io::Result<T>>,
    ) -> io::Result<T> {
        self.runtime.block_on(async {
            tokio::select! {
                biased;
                () = self.token.cancelled() => Err(self.fail(Error::cancelled())),
                outcome = tokio::time::timeout(longest, future) => {
                    outcome.unwrap_or_else(|_| Err(self.fail(late())))
                }
            }
        })
    }

    /// Counts what came.
    pub(super) fn count(&self, bytes: usize, excess: impl FnOnce() -> Error) -> io::Result<()> {
        let before = self.received.fetch_add(bytes as u64, Ordering::Relaxed);
        if before + bytes as u64 > self.limit { Err(self.fail(excess())) } else { Ok(()) }
    }

    /// Bytes that came so far.
    pub(super) fn received(&self) -> u64 {
        self.received.load(Ordering::Relaxed)
    }

    /// Notes the true cause, and gives what `gix` may make of it. The first cause stays.
    pub(super) fn fail(&self, error: Error) -> io::Error {
        let text = error.message.clone();
        lock(&self.noted).get_or_insert(error);
        // Never `Interrupted`: readers would try again without end.
        io::Error::other(text)
    }

    /// The true cause, if one was noted since the last call.
    pub(super) fn cause(&self) -> Option<Error> {
        lock(&self.noted).take()
    }

    /// Tells what was done in another way than asked for.
    pub(super) fn tell(&self, text: impl Into<String>) {
        lock(&self.told).push(text.into());
    }

    /// What was told.
    pub(super) fn told(&self) -> String {
        lock(&self.told).join("; ")
    }
}

fn lock<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
