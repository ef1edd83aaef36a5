//! Collects the findings of a validation within bounds, and tells them while it runs.
//!
//! May import: `ops::{fetch, request}`, `validate`, `model`, `monitor`.

use std::path::Path;
use std::time::Duration;

use tokio::sync::mpsc;
use tokio::time::Instant;

use super::fetch::IndexText;
use super::request::Batch;
use crate::model::annotate::Page;
use crate::model::{Diagnostic, Report, annotate};
use crate::monitor::{Monitor, Progress, Unit};
use crate::validate::consumer::Evidence;
use crate::validate::{Hearing, Policy};

/// How long findings may wait for others.
const PAUSE: Duration = Duration::from_millis(100);

/// Who is told, and of what.
#[derive(Clone, Copy)]
pub(super) struct Listener<'run> {
    pub(super) batches: Option<&'run mpsc::Sender<Batch>>,
    pub(super) policy: &'run Policy,
    /// The target as it is shown, and the folder of its files: by them findings are known again.
    pub(super) target: (&'run str, Option<&'run Path>),
    pub(super) monitor: &'run Monitor,
}

/// The findings so far: as the policy hears them, and what consumers make of them, whatever the policy hears.
pub(super) struct Teller<'run> {
    listener: Listener<'run>,
    page: Page<'run>,
    hearing: Hearing<'run>,
    evidence: Evidence,
    /// How many of the findings have been told.
    told: usize,
    done: usize,
    total: usize,
    last: Option<Instant>,
}

impl<'run> Teller<'run> {
    /// Nothing found yet in a repository with that index.
    pub(super) fn new(index: &'run IndexText, listener: Listener<'run>) -> Self {
        let (target, folder) = listener.target;
        let (target, folder) = (target.to_owned(), folder.map(Path::to_owned));
        let report = Report { target, folder, ..Report::default() };
        Self {
            listener,
            page: Page::of(&index.name, &index.text),
            hearing: Hearing::of(listener.policy, &report),
            evidence: Evidence::default(),
            told: 0,
            done: 0,
            total: 0,
            last: None,
        }
    }

    /// So many packages are to be looked at.
    pub(super) async fn begin(&mut self, total: usize) {
        self.total = total;
        self.report();
        self.tell_now().await;
    }

    /// Takes findings. Those about packages have seen the comments in their files.
    pub(super) fn take(&mut self, mut found: Vec<Diagnostic>) {
        self.page.complete(&mut found);
        // Only local targets have a folder. Elsewhere strangers would decide what is heard of their files.
        if self.listener.target.1.is_none() {
            annotate::distrust(&mut found);
        }
        for diagnostic in found {
            self.evidence.note(&diagnostic);
            self.hearing.take(diagnostic);
        }
    }

    /// Takes the findings about one more package.
    pub(super) async fn package(&mut self, found: Vec<Diagnostic>) {
        self.take(found);
        self.done += 1;
        self.report();
        if self.last.is_none_or(|last| last.elapsed() >= PAUSE) || self.done == self.total {
            self.tell_now().await;
        }
    }

    /// Tells what was not told yet.
    pub(super) async fn tell_now(&mut self) {
        let Some(batches) = self.listener.batches else { return };
        let live = self.hearing.live();
        let diagnostics = live.get(self.told..).unwrap_or_default().to_vec();
        self.told = live.len();
        self.last = Some(Instant::now());
        // Nobody listens any more: the report tells all the same.
        let _ = batches.send(Batch { diagnostics, done: self.done, total: self.total }).await;
    }

    /// What counts, what is suppressed, and what consumers judge by.
    pub(super) fn finish(self) -> (Vec<Diagnostic>, Vec<Diagnostic>, Evidence) {
        let (live, suppressed) = self.hearing.finish();
        (live, suppressed, self.evidence)
    }

    fn report(&self) {
        self.listener.monitor.report(Progress {
            phase: "packages".to_owned(),
            done: self.done as u64,
            total: Some(self.total as u64),
            unit: Unit::Packages,
        });
    }
}
