//! Where findings come from.
//!
//! May import: `app::task`, `model`, `ops`.

use std::sync::Arc;

use crate::app::task::TaskId;
use crate::model::Report;
use crate::ops::Fetched;

/// Where findings come from.
#[derive(Clone, Debug, Default)]
pub enum Origin {
    /// Nothing is known yet.
    #[default]
    Nothing,
    /// Reading the index found them; no package was looked at.
    Index(Arc<Fetched>),
    /// A validation that runs or was cancelled; whether they are still those of the run before.
    Run(TaskId, bool),
    /// A validation that ended.
    Report(Arc<Report>),
}

impl PartialEq for Origin {
    fn eq(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Nothing, Self::Nothing) => true,
            (Self::Index(one), Self::Index(other)) => Arc::ptr_eq(one, other),
            (Self::Run(one, old), Self::Run(other, older)) => (one, old) == (other, older),
            (Self::Report(one), Self::Report(other)) => Arc::ptr_eq(one, other),
            _ => false,
        }
    }
}
