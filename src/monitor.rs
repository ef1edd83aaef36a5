//! The handle of a long operation: it can be cancelled, and it tells how far it is.
//!
//! May import: nothing of the crate.

use std::fmt;
use std::sync::Arc;

use tokio_util::sync::CancellationToken;

/// What a number in a [`Progress`] counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unit {
    /// Bytes received.
    Bytes,
    /// Git objects.
    Objects,
    /// Packages looked at.
    Packages,
}

/// How far a long operation is. It may be lost on the way; results may not.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Progress {
    /// What is going on, as a word or two: `index.yaml`, `receiving objects`.
    pub phase: String,
    /// How much is done.
    pub done: u64,
    /// How much there is, where that is known.
    pub total: Option<u64>,
    /// What is counted.
    pub unit: Unit,
}

/// Cancellation and progress for one operation. Clones speak of the same operation.
#[derive(Clone)]
pub struct Monitor {
    token: CancellationToken,
    report: Arc<dyn Fn(Progress) + Send + Sync>,
}

impl Monitor {
    /// A monitor that hands every progress to `report`.
    pub fn new(report: impl Fn(Progress) + Send + Sync + 'static) -> Self {
        Self { token: CancellationToken::new(), report: Arc::new(report) }
    }

    /// A monitor that nobody watches and nobody cancels.
    #[must_use]
    pub fn silent() -> Self {
        Self::new(|_| ())
    }

    /// A monitor of the same operation of which the progress is not told: for its parts.
    #[must_use]
    pub fn quiet(&self) -> Self {
        Self { report: Arc::new(|_| ()), ..self.clone() }
    }

    /// Asks the operation to end. It ends with `ErrorKind::Cancelled`.
    pub fn cancel(&self) {
        self.token.cancel();
    }

    /// Whether the operation was asked to end.
    #[must_use]
    pub fn is_cancelled(&self) -> bool {
        self.token.is_cancelled()
    }

    /// Waits until the operation is asked to end.
    pub async fn cancelled(&self) {
        self.token.cancelled().await;
    }

    /// Tells how far the operation is.
    pub fn report(&self, progress: Progress) {
        (self.report)(progress);
    }
}

impl fmt::Debug for Monitor {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Monitor")
            .field("cancelled", &self.is_cancelled())
            .finish_non_exhaustive()
    }
}
