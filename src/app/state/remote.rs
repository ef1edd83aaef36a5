//! What is known of something that lives elsewhere, and how a late answer is kept out.
//!
//! May import: `app::task`, `error`.

use std::sync::Arc;

use crate::app::task::TaskId;
use crate::error::Failure;

/// A value from elsewhere. The old value stays while a new one is sought, and after a failure.
#[derive(Clone, Debug, PartialEq)]
pub struct Remote<T> {
    /// The last good value.
    pub value: Option<Arc<T>>,
    /// The task that is awaited.
    pub pending: Option<TaskId>,
    /// Why the last attempt failed.
    pub failure: Option<Failure>,
}

impl<T> Default for Remote<T> {
    fn default() -> Self {
        Self { value: None, pending: None, failure: None }
    }
}

impl<T> Remote<T> {
    /// One that could not be had.
    #[must_use]
    pub fn failed(failure: Failure) -> Self {
        Self { failure: Some(failure), ..Self::default() }
    }

    /// Awaits that task; gives the one it replaces, to be cancelled.
    pub fn start(&mut self, task: TaskId) -> Option<TaskId> {
        self.pending.replace(task)
    }

    /// Whether an answer of that task is still wanted.
    #[must_use]
    pub fn waits_for(&self, task: TaskId) -> bool {
        self.pending == Some(task)
    }

    /// Takes the answer of a task, if it is the awaited one. Tells whether it was.
    pub fn finish(&mut self, task: TaskId, answer: Result<Arc<T>, Failure>) -> bool {
        if !self.waits_for(task) {
            return false;
        }
        self.pending = None;
        match answer {
            Ok(value) => (self.value, self.failure) = (Some(value), None),
            Err(failure) => self.failure = Some(failure),
        }
        true
    }

    /// Stops waiting without an answer, and gives the task that was awaited.
    pub fn stop(&mut self) -> Option<TaskId> {
        self.pending.take()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::{Error, ErrorKind};

    fn known(value: u8) -> Remote<u8> {
        Remote { value: Some(Arc::new(value)), ..Remote::default() }
    }

    fn failure() -> Failure {
        Failure::from(Error::new(ErrorKind::Timeout, "nothing came"))
    }

    #[test]
    fn a_late_answer_changes_nothing() {
        let mut remote = known(1);
        assert_eq!(remote.start(TaskId(1)), None);
        assert_eq!(remote.start(TaskId(2)), Some(TaskId(1)));
        let before = remote.clone();
        assert!(!remote.finish(TaskId(1), Ok(Arc::new(9))));
        assert_eq!(remote, before);
        assert!(remote.finish(TaskId(2), Ok(Arc::new(2))));
        assert!(!remote.finish(TaskId(2), Ok(Arc::new(9))), "an answer counts once");
        assert_eq!(remote, known(2));
    }

    #[test]
    fn a_failure_keeps_the_old_value_and_the_next_success_clears_it() {
        let mut remote = known(1);
        remote.start(TaskId(1));
        remote.finish(TaskId(1), Err(failure()));
        assert_eq!((remote.value.as_deref(), &remote.failure), (Some(&1), &Some(failure())));
        remote.start(TaskId(2));
        remote.finish(TaskId(2), Ok(Arc::new(2)));
        assert_eq!(remote.failure, None);
    }
}
