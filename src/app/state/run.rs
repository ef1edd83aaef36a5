//! One validation of a repository in this session: what it has found so far, and how it ended.
//!
//! May import: `app::task`, `model`, `ops`.

use jiff::Timestamp;

use crate::app::task::TaskId;
use crate::model::Diagnostic;
use crate::ops::Batch;

/// How a validation stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum End {
    /// It goes on.
    Running,
    /// The user ended it: what was found until then counts.
    Cancelled,
    /// It could not be finished.
    Failed,
    /// There is a report.
    Done,
}

/// A validation.
#[derive(Clone, Debug, PartialEq)]
pub struct Run {
    /// The task that does it.
    pub task: TaskId,
    /// When it was asked for.
    pub began: Timestamp,
    /// When it ended.
    pub ended: Option<Timestamp>,
    /// How it stands.
    pub end: End,
    /// What was found so far, as it came; empty once there is a report.
    pub diagnostics: Vec<Diagnostic>,
    /// Packages done.
    pub done: usize,
    /// Packages to do; 0 while that is not known.
    pub total: usize,
    /// Whether what was found is that of the cancelled run before: nothing has come yet.
    pub is_carried: bool,
    /// Whether anything has come.
    pub has_news: bool,
}

impl Run {
    /// One that begins. What a cancelled one found stays until there is something new.
    #[must_use]
    pub fn begin(task: TaskId, now: Timestamp, before: Option<Self>) -> Self {
        let carried = before.filter(Self::is_shown).map(|run| run.diagnostics);
        Self {
            task,
            began: now,
            ended: None,
            end: End::Running,
            is_carried: carried.is_some(),
            diagnostics: carried.unwrap_or_default(),
            done: 0,
            total: 0,
            has_news: false,
        }
    }

    /// Whether its own findings are what there is to show: there is no report of it.
    #[must_use]
    pub fn is_shown(&self) -> bool {
        self.end != End::Done && (self.has_news || self.is_carried)
    }

    /// Takes what was found since the last time.
    pub fn take(&mut self, batch: Batch) {
        if std::mem::take(&mut self.is_carried) {
            self.diagnostics.clear();
        }
        self.has_news = true;
        self.diagnostics.extend(batch.diagnostics);
        (self.done, self.total) = (self.done.max(batch.done), self.total.max(batch.total));
    }

    /// It has ended. Once there is a report, that tells what was found.
    pub fn finish(&mut self, end: End, now: Timestamp) {
        (self.end, self.ended) = (end, Some(now));
        if end == End::Done {
            self.diagnostics = Vec::new();
        }
    }
}
