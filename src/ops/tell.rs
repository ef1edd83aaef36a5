//! Collects the findings of a validation within bounds, and tells them while it runs.
//!
//! May import: `ops::request`, `validate`, `model`, `monitor`.

use std::path::Path;
use std::time::Duration;

use tokio::sync::mpsc;
use tokio::time::Instant;

use super::request::Batch;
use crate::model::{Diagnostic, Findings, Report};
use crate::monitor::{Monitor, Progress, Unit};
use crate::validate::Policy;

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

/// The findings so far. Of each rule a thousand are kept and the others counted, however many packages there are.
pub(super) struct Teller<'run> {
    listener: Listener<'run>,
    findings: Findings,
    /// How many of the findings have been told.
    told: usize,
    done: usize,
    total: usize,
    last: Option<Instant>,
}

impl<'run> Teller<'run> {
    pub(super) fn new(index: &str, listener: Listener<'run>) -> Self {
        let findings = Findings::of(index);
        Self { listener, findings, told: 0, done: 0, total: 0, last: None }
    }

    /// So many packages are to be looked at.
    pub(super) async fn begin(&mut self, total: usize) {
        self.total = total;
        self.report();
        self.tell_now().await;
    }

    /// Takes findings.
    pub(super) fn take(&mut self, found: Vec<Diagnostic>) {
        for diagnostic in found {
            self.findings.push(diagnostic);
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
        let fresh = self.findings.list.get(self.told..).unwrap_or_default().to_vec();
        self.told = self.findings.list.len();
        let diagnostics = heard(self.listener, fresh);
        self.last = Some(Instant::now());
        // Nobody listens any more: the report tells all the same.
        let _ = batches.send(Batch { diagnostics, done: self.done, total: self.total }).await;
    }

    /// All of them.
    pub(super) fn finish(self) -> Vec<Diagnostic> {
        self.findings.finish()
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

/// What the report will hold of these.
fn heard(listener: Listener<'_>, diagnostics: Vec<Diagnostic>) -> Vec<Diagnostic> {
    let (target, folder) = listener.target;
    let (target, folder) = (target.to_owned(), folder.map(Path::to_owned));
    let mut report = Report { target, folder, diagnostics, ..Report::default() };
    listener.policy.apply(&mut report);
    report.diagnostics
}
