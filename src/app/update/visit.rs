//! Going to what has a name: a repository, an entry, a version, whatever is filtered or hidden.
//!
//! May import: `app::{effect, pane, state}`, `app::update::select`.

use super::select;
use crate::app::effect::Effect;
use crate::app::pane::Pane;
use crate::app::state::State;

/// Selects a repository.
pub fn repository(state: &mut State, name: &str) {
    let place = state.shelves.iter().position(|shelf| shelf.repository.name == name);
    state.repositories.filter.clear();
    let names = state.shelves.iter().map(|shelf| shelf.repository.name.as_str());
    state.repositories.fill(names.enumerate(), place);
    state.focus = Pane::Repositories;
}

/// Selects an entry of a repository.
pub fn entry(state: &mut State, name: &str, entry: &str) -> Vec<Effect> {
    repository(state, name);
    let mut effects = select::follow(state);
    select::go_to_entry(state, entry);
    state.focus = Pane::Entries;
    effects.extend(select::follow(state));
    effects
}
