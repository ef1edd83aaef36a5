//! What follows from typing: how the URL is understood, what is wrong with it, and which check no longer holds.
//!
//! May import: `app::{effect, state}`, `app::update::{launch, tell}`, `model`, `registry`.

use crate::app::effect::Effect;
use crate::app::state::State;
use crate::app::state::form::{Form, Purpose, Way};
use crate::app::update::{launch, tell};
use crate::model::Location;
use crate::registry;

/// A value has changed: the check no longer holds, and a running one is of no use.
#[must_use = "a check that nobody waits for is to be cancelled"]
pub(super) fn edited(state: &mut State) -> Vec<Effect> {
    let running = state.form_mut().and_then(|form| {
        form.refusal = None;
        form.siblings.clear();
        std::mem::take(&mut form.check).task
    });
    review(state);
    running.and_then(|task| launch::forget(state, task)).into_iter().collect()
}

/// Says how the URL is understood, and what is wrong with name and URL.
pub(super) fn review(state: &mut State) {
    let others: Vec<(String, Location)> = state
        .shelves
        .iter()
        .map(|shelf| (shelf.repository.name.clone(), shelf.repository.location.clone()))
        .collect();
    let Some(form) = state.form_mut() else { return };
    let own = match &form.purpose {
        Purpose::Add => "",
        Purpose::Edit(name) => name,
    };
    let others: Vec<_> = others.into_iter().filter(|(name, _)| name != own).collect();
    let name = form.values.name.trimmed();
    let is_taken = others.iter().any(|(other, _)| other == name);
    form.name_problem = match registry::check_name(name) {
        _ if name.is_empty() => None,
        Err(reason) => Some(reason),
        Ok(()) => is_taken.then(|| format!("\"{name}\" is taken")),
    };
    let text = form.values.location.trimmed();
    form.values.way = Way::of(text);
    form.explanation = Location::explain(text);
    let parsed = Location::parse(text);
    form.needed = match parsed.as_ref().map(|parsed| &parsed.location) {
        Ok(Location::Template(template)) => {
            template.keys().into_iter().map(str::to_owned).collect()
        }
        _ => Vec::new(),
    };
    form.location_problem = match parsed {
        _ if text.is_empty() => None,
        // It may be registered twice already: this one stays where it is.
        Ok(parsed) if is_where_it_was(form, &parsed.location) => None,
        Err(error) => Some(error.message),
        Ok(parsed) => others
            .iter()
            .find(|(_, location)| *location == parsed.location)
            .map(|(name, _)| format!("already registered as \"{name}\"")),
    };
}

fn is_where_it_was(form: &Form, location: &Location) -> bool {
    form.values.saved.as_deref().is_some_and(|saved| saved.location == *location)
}

/// The URL is whole: what was saved for another host stays behind, and a user name and a password in it move
/// to their own fields.
pub(super) fn settle(state: &mut State) {
    let Some(form) = state.form_mut() else { return };
    let told = form.values.settle();
    if !told.is_empty() {
        tell::warn(state, told.join("; "));
    }
    separate_login(state);
}

fn separate_login(state: &mut State) {
    let Some(form) = state.form_mut() else { return };
    let Ok(parsed) = Location::parse(form.values.location.trimmed()) else { return };
    let Some(login) = parsed.credentials else { return };
    form.values.location.set(parsed.location.canonical());
    let is_key = !login.ssh_key.is_empty();
    form.values.set_login(&login);
    review(state);
    let told = if is_key {
        "the key was moved out of the URL: it is kept with the passwords"
    } else {
        "the login was moved from the URL to its own fields"
    };
    tell::info(state, told);
}
