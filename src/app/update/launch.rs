//! Starting and ending background work: every task gets its name and its row in the task panel here.
//!
//! May import: `app::{effect, state, task}`, `model`, `ops`, `registry`.

use std::path::PathBuf;
use std::time::Duration;

use jiff::Timestamp;

use crate::app::effect::{Asker, Effect, Exporting};
use crate::app::state::run::Run;
use crate::app::state::tasks::{Task, TaskKind, TaskState};
use crate::app::state::{Cause, Keeping, Saving, State};
use crate::app::task::TaskId;
use crate::model::text::counted;
use crate::model::{HostKey, Repository};
use crate::ops::{Draft, Freshness, Request, SecretChange, Target, Wanted};
use crate::registry::Change;

/// For how long a selection must rest before its package is fetched.
pub const QUIET: Duration = Duration::from_millis(100);

fn begin(
    state: &mut State,
    kind: TaskKind,
    target: &str,
    effect: impl FnOnce(TaskId) -> Effect,
) -> (TaskId, Effect) {
    let id = state.tasks.next_id();
    let effect = effect(id);
    state.tasks.add(Task {
        id,
        kind,
        target: target.to_owned(),
        asked: state.now,
        state: TaskState::Queued,
        progress: None,
        effect: effect.clone(),
    });
    (id, effect)
}

/// Reads the catalog of a repository; a running read of it is replaced.
pub fn fetch(state: &mut State, name: &str, freshness: Freshness) -> Vec<Effect> {
    let Some(shelf) = state.shelf_named(name) else { return Vec::new() };
    let repository = Box::new(shelf.repository.clone());
    let (id, effect) =
        begin(state, TaskKind::Refresh, name, |id| Effect::Fetch(id, repository, freshness));
    let mut effects = Vec::new();
    if let Some(shelf) = state.shelf_named_mut(name) {
        shelf.freshness = freshness;
        let replaced = shelf.fetched.start(id);
        effects.extend(replaced.and_then(|old| forget(state, old)));
    }
    effects.push(effect);
    effects
}

/// Reads a package for the details, after that quiet time.
pub fn inspect(state: &mut State, wanted: Wanted, after: Duration) -> Vec<Effect> {
    let target = format!("{} {}", wanted.entry, wanted.version.version);
    let (id, effect) =
        begin(state, TaskKind::Inspect, &target, |id| Effect::Inspect(id, Box::new(wanted), after));
    let replaced = state.details.inspection.start(id);
    let mut effects: Vec<Effect> =
        replaced.and_then(|old| forget(state, old)).into_iter().collect();
    effects.push(effect);
    effects
}

/// Validates a repository with all its packages; a running validation of it is replaced.
pub fn validate(state: &mut State, name: &str) -> Vec<Effect> {
    let Some(shelf) = state.shelf_named(name) else { return Vec::new() };
    let target = Target::Registered(Box::new(shelf.repository.clone()));
    let mut request = Box::new(Request::of(target));
    request.kind = shelf.repository.kind;
    let now = state.now;
    let (id, effect) = begin(state, TaskKind::Validate, name, |id| Effect::Validate(id, request));
    let mut effects = Vec::new();
    if let Some(shelf) = state.shelf_named_mut(name) {
        let before = shelf.run.take();
        shelf.run = Some(Run::begin(id, now, before));
        let replaced = shelf.report.start(id);
        effects.extend(replaced.and_then(|old| forget(state, old)));
    }
    effects.push(effect);
    effects
}

/// Checks the values of a form.
pub fn probe(state: &mut State, target: &str, draft: Draft) -> (TaskId, Effect) {
    begin(state, TaskKind::Check, target, |id| Effect::Probe(id, Box::new(draft)))
}

/// Writes changes to the registry, and then selects that repository.
pub fn register(
    state: &mut State,
    changes: Vec<Change>,
    cause: Cause,
    select: Option<String>,
) -> (TaskId, Effect) {
    let target = match &cause {
        Cause::Deed(deed) | Cause::Undo(deed) => deed.what.clone(),
        Cause::Synced(name) => name.clone(),
    };
    let (task, effect) = begin(state, TaskKind::Save, &target, |id| Effect::Register(id, changes));
    state.savings.push(Saving { task, cause, select });
    (task, effect)
}

/// Changes the store of Secrets.
pub fn keep_secret(state: &mut State, change: SecretChange) -> (TaskId, Effect) {
    let name = change.name().cloned();
    let shown = name.as_ref().map(ToString::to_string).unwrap_or_default();
    let what = match &change {
        SecretChange::Put(all) => format!("store {}", counted(all.len(), "Secret")),
        SecretChange::Edit(edit) if edit.was.is_none() => format!("add Secret \"{shown}\""),
        SecretChange::Edit(_) => format!("change Secret \"{shown}\""),
        SecretChange::Remove(_) => format!("delete Secret \"{shown}\""),
    };
    let (task, effect) =
        begin(state, TaskKind::Save, &what, |id| Effect::KeepSecret(id, Box::new(change)));
    state.keeping.push(Keeping { task, name, what });
    (task, effect)
}

/// Writes findings to a file.
pub fn export(state: &mut State, exporting: Exporting) -> (TaskId, Effect) {
    let target = exporting.path.display().to_string();
    begin(state, TaskKind::Export, &target, |id| Effect::Export(id, exporting))
}

/// Reads files that may be manifests.
pub fn read_manifests(state: &mut State, paths: Vec<PathBuf>, asker: Asker) -> Effect {
    let count = counted(paths.len(), "file");
    begin(state, TaskKind::Read, &count, |id| Effect::ReadManifests(id, paths, asker)).1
}

/// Trusts the key of an SSH server from now on.
pub fn trust(state: &mut State, key: HostKey) -> (TaskId, Effect) {
    let what = format!("trust the key of {}", key.host);
    begin(state, TaskKind::Save, &what, |id| Effect::Trust(id, Box::new(key)))
}

/// Notes down that a repository was found current; not worth a row in the task panel. One that was saved
/// without a passing check has passed it now.
pub fn note_synced(state: &mut State, name: &str, at: Timestamp) -> Effect {
    let task = state.tasks.next_id();
    let cause = Cause::Synced(name.to_owned());
    state.savings.push(Saving { task, cause, select: None });
    let unverified =
        state.shelf_named(name).map(|shelf| &shelf.repository).filter(|it| !it.verified);
    let verified = unverified.map(|repository| Change::Replace {
        name: name.to_owned(),
        repository: Box::new(Repository { verified: true, ..repository.clone() }),
    });
    let synced = Change::Synced { name: name.to_owned(), at };
    Effect::Register(task, verified.into_iter().chain([synced]).collect())
}

/// Asks a task to end. Its row stays until it has.
pub fn cancel(state: &mut State, id: TaskId) -> Option<Effect> {
    let task = state.tasks.find_mut(id).filter(|task| task.is_alive())?;
    if task.kind == TaskKind::Save {
        return None;
    }
    task.state = TaskState::Cancelling;
    Some(Effect::Cancel(id))
}

/// Ends a task nobody waits for any more; its row goes at once.
pub fn forget(state: &mut State, id: TaskId) -> Option<Effect> {
    state.tasks.remove(id).filter(Task::is_alive).map(|_| Effect::Cancel(id))
}
