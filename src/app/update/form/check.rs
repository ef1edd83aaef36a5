//! The check of a form: started, told step by step, ended, and copied as a report.
//!
//! May import: `app::{effect, state, task}`, `app::update::{launch, tell}`, `error`, `model`, `ops`.

use std::sync::Arc;

use crate::app::effect::Effect;
use crate::app::state::State;
use crate::app::state::form::{Check, Purpose, Spot};
use crate::app::task::TaskId;
use crate::app::update::{launch, tell};
use crate::error::Failure;
use crate::model::text::clean;
use crate::ops::{Draft, Probe, Step};

/// Validate: checks the values, unless something is missing.
pub fn start(state: &mut State) -> Vec<Effect> {
    let Some(form) = state.form_mut() else { return Vec::new() };
    if let Some(missing) = form.missing() {
        form.refusal = Some(missing);
        return Vec::new();
    }
    let name = form.values.name.trimmed().to_owned();
    let draft = Draft { origin: form.origin.clone(), ..form.values.draft() };
    let replaced = std::mem::take(&mut form.check).task;
    form.refusal = None;
    if !form.spots().contains(&form.spot) {
        // What was offered is taken: its button is gone.
        form.spot = Spot::Validate;
    }
    let mut effects: Vec<Effect> =
        replaced.and_then(|task| launch::forget(state, task)).into_iter().collect();
    let (task, effect) = launch::probe(state, &name, draft);
    if let Some(form) = state.form_mut() {
        form.check = Check { task: Some(task), ..Check::default() };
    }
    effects.push(effect);
    effects
}

/// A step of the check began or ended.
pub fn stepped(state: &mut State, task: TaskId, step: Step) {
    let Some(form) = state.form_mut().filter(|form| form.check.task == Some(task)) else { return };
    let steps = &mut form.check.steps;
    match steps.iter_mut().find(|known| known.name == step.name) {
        Some(known) => *known = step,
        None => steps.push(step),
    }
}

/// The check has ended: with a pass, the focus goes to Save.
pub fn probed(state: &mut State, task: TaskId, probe: Arc<Probe>) {
    let Some(form) = state.form_mut().filter(|form| form.check.task == Some(task)) else { return };
    form.check.task = None;
    form.check.steps.clone_from(&probe.steps);
    form.siblings = match form.purpose {
        Purpose::Add => probe.siblings.iter().map(|file| (file.clone(), false)).collect(),
        Purpose::Edit(_) => Vec::new(),
    };
    let passed = probe.passed();
    form.check.outcome = Some(probe);
    if passed && form.spot == Spot::Validate {
        form.spot = Spot::Save;
    }
}

/// The check could not be made.
pub fn not_probed(state: &mut State, task: TaskId, failure: Failure) {
    if let Some(form) = state.form_mut().filter(|form| form.check.task == Some(task)) {
        form.check.task = None;
        form.check.failure = Some(failure);
    }
}

/// `y`: the check as a text without secrets, for a ticket.
pub(super) fn copy_report(state: &mut State) -> Vec<Effect> {
    let Some(form) = state.form() else { return Vec::new() };
    if form.check.steps.is_empty() && form.check.failure.is_none() {
        tell::info(state, "no check has run yet");
        return Vec::new();
    }
    let shown = form.explanation.url.clone().unwrap_or_default();
    let mut lines = vec![format!("{} {shown}", form.values.name.trimmed())];
    for step in &form.check.steps {
        let (label, state) = (step.name.label(), format!("{:?}", step.state).to_lowercase());
        lines.push(format!("{state:8} {label}: {}", step.detail));
        if !step.hint.is_empty() {
            lines.push(format!("         {}", step.hint));
        }
    }
    lines.extend(form.check.failure.iter().map(|failure| failure.summary.clone()));
    let lines: Vec<_> = lines.iter().map(|line| clean(line)).collect();
    vec![Effect::Copy("the report of the check".to_owned(), lines.join("\n"))]
}
