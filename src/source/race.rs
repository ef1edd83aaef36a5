//! Every wait ends at once when the operation is cancelled.
//!
//! May import: `monitor`, `error`.

use std::future::Future;

use crate::error::{Error, ErrorKind};
use crate::monitor::Monitor;

/// The future's outcome, or `ErrorKind::Cancelled` as soon as the monitor says so.
pub(crate) async fn race<T>(
    monitor: &Monitor,
    future: impl Future<Output = T>,
) -> Result<T, Error> {
    tokio::select! {
        biased;
        () = monitor.cancelled() => Err(Error::cancelled()),
        outcome = future => Ok(outcome),
    }
}

/// Runs blocking work on the blocking pool; a panic in it becomes an error.
pub(crate) async fn blocking<T: Send + 'static>(
    monitor: &Monitor,
    work: impl FnOnce() -> Result<T, Error> + Send + 'static,
) -> Result<T, Error> {
    race(monitor, tokio::task::spawn_blocking(work)).await?.unwrap_or_else(|_| {
        Err(Error::new(ErrorKind::Malformed, "reading failed in a way that nobody expected")
            .hint("this is a fault in chartroom: please report it"))
    })
}
