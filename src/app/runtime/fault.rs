//! A task that panicked, in words.
//!
//! May import: `error`.

use std::any::Any;

use tokio::task::JoinError;

use crate::error::{Error, ErrorKind, Failure};

/// A task that panicked, as a failure with the panic's own words.
pub(super) fn broken(error: JoinError) -> Failure {
    let words = match error.try_into_panic() {
        Ok(panic) => panic_text(panic.as_ref()),
        Err(error) => error.to_string(),
    };
    let error = Error::new(ErrorKind::Io, format!("this is a fault of chartroom: {words}"));
    Failure::from(error.hint("please report it with what you did; everything else goes on"))
}

fn panic_text(panic: &(dyn Any + Send)) -> String {
    let text = panic.downcast_ref::<String>().map(String::as_str);
    text.or_else(|| panic.downcast_ref::<&str>().copied()).unwrap_or("a task panicked").to_owned()
}
