//! News from background work. An answer that nobody waits for changes nothing.
//!
//! May import: `app::{action, effect, pane, state, task}`, `app::update::{details, form, import, launch, offer, secrets, select, shelves, tell}`.

use std::sync::Arc;

use super::{details, export, form, import, launch, offer, secrets, select, shelves, tell};
use crate::app::action::Action;
use crate::app::effect::Effect;
use crate::app::pane::Pane;
use crate::app::state::State;
use crate::app::state::details::{Subject, Tab};
use crate::app::state::run::End;
use crate::app::state::tasks::{Task, TaskKind, TaskState};
use crate::app::task::{TaskEvent, TaskId};
use crate::error::{ErrorKind, Failure};
use crate::model::{Report, Severity};
use crate::ops::{Batch, Fetched, Freshness, Inspection};

/// Takes news from a task.
pub fn news(state: &mut State, id: TaskId, event: TaskEvent) -> Vec<Effect> {
    match event {
        TaskEvent::Started => started(state, id),
        TaskEvent::Progress(progress) => {
            if let Some(task) = state.tasks.find_mut(id) {
                task.progress = Some(progress);
            }
        }
        TaskEvent::Stepped(step) => form::stepped(state, id, step),
        TaskEvent::Found(batch) => found(state, id, *batch),
        TaskEvent::Fetched(fetched) => return fetched_from(state, id, fetched),
        TaskEvent::Inspected(inspection) => inspected(state, id, inspection),
        TaskEvent::Validated(report) => validated(state, id, report),
        TaskEvent::Probed(probe) => {
            state.tasks.remove(id);
            form::probed(state, id, probe);
        }
        TaskEvent::Registered(loaded) => {
            state.tasks.remove(id);
            return shelves::registered(state, id, &loaded);
        }
        TaskEvent::Manifests(files) => {
            if let Some(Effect::ReadManifests(_, _, asker)) =
                state.tasks.remove(id).map(|task| task.effect)
            {
                import::read(state, &files, asker);
            }
        }
        TaskEvent::Secrets(listing) => {
            state.tasks.remove(id);
            return secrets::listed(state, id, &listing);
        }
        TaskEvent::Exported(outcome) => {
            state.tasks.remove(id);
            export::exported(state, id, outcome);
        }
        TaskEvent::Trusted => {
            state.tasks.remove(id);
            return offer::trusted(state, id);
        }
        TaskEvent::Failed(failure) => return failed(state, id, &failure),
    }
    Vec::new()
}

fn started(state: &mut State, id: TaskId) {
    if let Some(task) = state.tasks.find_mut(id)
        && task.state == TaskState::Queued
    {
        task.state = TaskState::Running;
    }
}

/// The name of the repository that waits for that catalog.
fn waiting_for_catalog(state: &State, id: TaskId) -> Option<String> {
    let shelf = state.shelves.iter().find(|shelf| shelf.fetched.waits_for(id))?;
    Some(shelf.repository.name.clone())
}

fn fetched_from(state: &mut State, id: TaskId, fetched: Arc<Fetched>) -> Vec<Effect> {
    state.tasks.remove(id);
    let Some(name) = waiting_for_catalog(state, id) else { return Vec::new() };
    let (now, refused) = (state.now, fetched.refused.clone());
    let at = fetched.fetched;
    let Some(shelf) = state.shelf_named_mut(&name) else { return Vec::new() };
    shelf.fetched.finish(id, Ok(fetched));
    let (freshness, is_stale) = (shelf.freshness, shelf.is_stale(now));
    let is_sample = shelf.repository.is_sample();
    let mut effects = Vec::new();
    match (freshness, refused) {
        (Freshness::Cached, _) if is_stale => {
            effects = launch::fetch(state, &name, Freshness::Revalidate);
        }
        (Freshness::Cached, _) => {}
        (_, Some(refused)) => {
            tell::failed(state, &name, &refused);
        }
        (_, None) if is_sample => {}
        (_, None) => {
            effects.push(launch::note_synced(state, &name, at));
        }
    }
    details::refresh(state);
    effects
}

fn inspected(state: &mut State, id: TaskId, inspection: Arc<Inspection>) {
    state.tasks.remove(id);
    if state.details.inspection.finish(id, Ok(inspection)) {
        if state.details.opening.is_some() {
            details::open_waiting(state);
        } else {
            details::refresh(state);
        }
    }
}

/// Findings of a validation that runs; or that was just cancelled, and they were on their way.
fn found(state: &mut State, id: TaskId, batch: Batch) {
    let mut runs = state.shelves.iter_mut().filter_map(|shelf| shelf.run.as_mut());
    if let Some(run) = runs.find(|run| run.task == id && run.end != End::Done) {
        run.take(batch);
    }
}

/// Notes how a validation ended.
fn finish_run(state: &mut State, id: TaskId, end: End) {
    let now = state.now;
    let mut runs = state.shelves.iter_mut().filter_map(|shelf| shelf.run.as_mut());
    if let Some(run) = runs.find(|run| run.task == id) {
        run.finish(end, now);
    }
}

fn validated(state: &mut State, id: TaskId, report: Arc<Report>) {
    state.tasks.remove(id);
    finish_run(state, id, End::Done);
    let Some(shelf) = state.shelves.iter_mut().find(|shelf| shelf.report.waits_for(id)) else {
        return;
    };
    let tally = Severity::tally(report.diagnostics.iter().map(|found| found.severity));
    let (name, found) = (shelf.repository.name.clone(), report.diagnostics.len());
    shelf.report.finish(id, Ok(report));
    if state.board.as_ref().is_none_or(|board| board.repository != name) {
        let key = state.keymap.key(Action::Findings).filter(|_| found > 0);
        let way = key.map(|key| format!("; {key} shows them")).unwrap_or_default();
        tell::info(state, format!("{name}: {tally}{way}"));
    }
    if state.details.subject == Subject::Repository(name) && state.focus != Pane::Details {
        details::open_tab(state, Tab::Findings);
    }
    details::refresh(state);
}

fn failed(state: &mut State, id: TaskId, failure: &Failure) -> Vec<Effect> {
    let was_cancelled = failure.kind == ErrorKind::Cancelled;
    let task = end_row(state, id, failure);
    if let Some(Effect::Inspect(_, wanted, _)) = task.as_ref().map(|task| &task.effect) {
        select::note_silence(state, wanted, failure);
    }
    let is_quiet = was_cancelled || task.as_ref().is_some_and(Task::is_quiet);
    let what = task.map(|task| (task.kind, format!("{} {}", task.kind.label(), task.target)));
    if let Some(name) = waiting_for_catalog(state, id) {
        return not_fetched(state, &name, id, failure);
    }
    if state.savings.iter().any(|saving| saving.task == id) {
        shelves::not_registered(state, id, failure);
        return Vec::new();
    }
    if secrets::not_kept(state, id, failure)
        || offer::not_trusted(state, id, failure)
        || export::not_exported(state, id, failure)
    {
        return Vec::new();
    }
    form::not_probed(state, id, failure.clone());
    let is_shown = match what {
        Some((TaskKind::Inspect, _)) => {
            let awaited = state.details.inspection.finish(id, Err(failure.clone()));
            if awaited && state.details.opening.is_some() {
                details::open_waiting(state);
            }
            awaited
        }
        Some((TaskKind::Validate, _)) => finish_report(state, id, failure),
        _ => false,
    };
    if let Some((_, what)) = what.filter(|_| is_shown && !is_quiet) {
        tell::failed(state, &what, failure);
    }
    details::refresh(state);
    Vec::new()
}

/// Marks the row of a task as failed; cancelled work, checks (the form tells) and what follows the cursor
/// (the details tell) leave no row.
fn end_row(state: &mut State, id: TaskId, failure: &Failure) -> Option<Task> {
    let task = state.tasks.find_mut(id)?;
    let was_cached = matches!(task.effect, Effect::Fetch(_, _, Freshness::Cached));
    let leaves_row = failure.kind != ErrorKind::Cancelled
        && !was_cached
        && !task.is_quiet()
        && !matches!(task.kind, TaskKind::Check | TaskKind::Save | TaskKind::Export);
    if !leaves_row {
        return state.tasks.remove(id);
    }
    task.state = TaskState::Failed(failure.clone());
    Some(task.clone())
}

fn finish_report(state: &mut State, id: TaskId, failure: &Failure) -> bool {
    let was_cancelled = failure.kind == ErrorKind::Cancelled;
    finish_run(state, id, if was_cancelled { End::Cancelled } else { End::Failed });
    let waiting = state.shelves.iter_mut().find(|shelf| shelf.report.waits_for(id));
    let Some(shelf) = waiting else { return false };
    if !was_cancelled {
        return shelf.report.finish(id, Err(failure.clone()));
    }
    shelf.report.stop();
    let (name, run) = (shelf.repository.name.clone(), shelf.run.as_ref());
    let (done, total) = run.map_or((0, 0), |run| (run.done, run.total));
    let how_far =
        if total > 0 { format!(" after {done} of {total} packages") } else { String::new() };
    let key = state.keymap.key(Action::Validate).unwrap_or_default();
    tell::info(state, format!("validation of {name} cancelled{how_far}; {key} goes on with it"));
    true
}

/// A catalog did not come: nothing in the cache is no failure, it is fetched then. A cancelled refresh
/// leaves everything as it was.
fn not_fetched(state: &mut State, name: &str, id: TaskId, failure: &Failure) -> Vec<Effect> {
    let Some(shelf) = state.shelf_named_mut(name) else { return Vec::new() };
    if shelf.freshness == Freshness::Cached && failure.kind != ErrorKind::Cancelled {
        shelf.fetched.stop();
        return launch::fetch(state, name, Freshness::Revalidate);
    }
    if failure.kind == ErrorKind::Cancelled {
        shelf.fetched.stop();
        tell::info(state, format!("refresh of {name} cancelled"));
    } else {
        shelf.fetched.finish(id, Err(failure.clone()));
        tell::failed(state, &format!("refresh {name}"), failure);
    }
    details::refresh(state);
    Vec::new()
}
