//! What a failed refresh offers, and what goes on once it was taken.
//!
//! May import: `app::{effect, state, task}`, `app::update::{form, launch, tell, trust}`, `error`, `model`, `ops`.

use super::{form, launch, tell, trust};
use crate::app::effect::Effect;
use crate::app::state::State;
use crate::app::state::dialog::Then;
use crate::app::task::TaskId;
use crate::error::Failure;
use crate::model::Offer;
use crate::ops::Freshness;

/// What the last refresh of the selected repository offers, if it failed.
#[must_use]
pub fn of_shelf(state: &State) -> Option<&Offer> {
    state.shelf()?.fetched.failure.as_ref()?.offer.as_deref()
}

/// `o`: does it; what cannot be taken back is asked for first.
pub fn of_repository(state: &mut State) -> Vec<Effect> {
    let name = state.shelf().map(|shelf| shelf.repository.name.clone()).unwrap_or_default();
    match of_shelf(state).cloned() {
        Some(Offer::TrustHostKey(key)) => {
            trust::ask(state, &key, Then::Refresh(name));
            Vec::new()
        }
        Some(Offer::Instead(location, _)) => form::edit_with(state, &location),
        None => {
            tell::info(state, "no failed refresh offers anything here");
            Vec::new()
        }
    }
}

/// The key is trusted: what failed without it is tried again.
pub fn trusted(state: &mut State, task: TaskId) -> Vec<Effect> {
    let Some(place) = state.trusting.iter().position(|it| it.task == task) else {
        return Vec::new();
    };
    let done = state.trusting.remove(place);
    tell::info(state, format!("the key of {} is trusted from now on", done.host));
    match done.then {
        Then::Check => form::check_again(state),
        Then::Refresh(name) => launch::fetch(state, &name, Freshness::Revalidate),
    }
}

/// The key could not be kept. Tells whether the task was one of these.
pub fn not_trusted(state: &mut State, task: TaskId, failure: &Failure) -> bool {
    let Some(place) = state.trusting.iter().position(|it| it.task == task) else { return false };
    let host = state.trusting.remove(place).host;
    tell::failed(state, &format!("trust the key of {host}"), failure);
    true
}
