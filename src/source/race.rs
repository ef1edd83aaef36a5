//! Every wait ends at once when the operation is cancelled.
//!
//! May import: `monitor`, `error`.

use std::future::Future;

use crate::error::Error;
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
