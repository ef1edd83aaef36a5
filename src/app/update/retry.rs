//! Trying again what has failed.
//!
//! May import: `app::{effect, state, task}`, `app::update::{launch, select, tell, visit}`, `ops`.

use std::time::Duration;

use super::{launch, select, tell, visit};
use crate::app::effect::Effect;
use crate::app::state::State;
use crate::app::task::TaskId;
use crate::ops::Wanted;

/// Tries a failed task again, under a new name.
pub fn retry(state: &mut State, id: TaskId) -> Vec<Effect> {
    let failed = state.tasks.find(id).is_some_and(|task| !task.is_alive());
    let Some(task) = failed.then(|| state.tasks.remove(id)).flatten() else { return Vec::new() };
    match task.effect {
        Effect::Fetch(_, repository, freshness) => {
            launch::fetch(state, &repository.name, freshness)
        }
        Effect::Inspect(_, wanted, _) => inspect(state, &wanted),
        Effect::Validate(..) => launch::validate(state, &task.target),
        _ => Vec::new(),
    }
}

/// A package is read into the details, so they must speak of it: else they go there first.
fn inspect(state: &mut State, wanted: &Wanted) -> Vec<Effect> {
    state.silent_hosts.clear();
    let now = select::wanted(state).filter(|now| is_same(now, wanted));
    if let Some(now) = now {
        return launch::inspect(state, now, Duration::ZERO);
    }
    let (repository, version) = (&wanted.repository.name, &wanted.version.version);
    let catalog = state.shelf_named(repository).and_then(|shelf| shelf.catalog());
    let is_there = catalog
        .and_then(|catalog| catalog.entry(&wanted.entry))
        .is_some_and(|entry| entry.version(version).is_some());
    if !is_there {
        tell::info(state, format!("{} {version} is no longer in {repository}", wanted.entry));
        return Vec::new();
    }
    state.dialogs.clear();
    state.picked.insert((repository.clone(), wanted.entry.clone()), version.clone());
    visit::entry(state, repository, &wanted.entry)
}

fn is_same(one: &Wanted, other: &Wanted) -> bool {
    let key = |wanted: &Wanted| {
        let Wanted { repository, entry, version, .. } = wanted;
        (repository.name.clone(), entry.clone(), version.version.clone())
    };
    key(one) == key(other)
}
