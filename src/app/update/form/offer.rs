//! What a failed check offers: a button of the form.
//!
//! May import: `app::{effect, state}`, `app::update::{form::{check, typed}, trust}`, `model`.

use super::{check, typed};
use crate::app::effect::Effect;
use crate::app::state::State;
use crate::app::state::dialog::Then;
use crate::app::state::form::{Check, Spot, Way};
use crate::app::update::trust;
use crate::model::{Location, Offer};

/// Does it; what cannot be taken back is asked for first.
pub(super) fn take(state: &mut State) -> Vec<Effect> {
    match state.form().and_then(|form| form.check.offer()).cloned() {
        Some(Offer::TrustHostKey(key)) => {
            trust::ask(state, &key, Then::Check);
            Vec::new()
        }
        Some(Offer::Instead(location, _)) => put_in(state, &location),
        None => Vec::new(),
    }
}

/// Puts another URL in the place of the typed one.
pub(super) fn put_in(state: &mut State, location: &Location) -> Vec<Effect> {
    if let Some(form) = state.form_mut() {
        form.values.location.set(location.canonical());
        form.values.way = Way::of(form.values.location.value());
        form.check = Check::default();
        form.spot = Spot::Validate;
    }
    typed::review(state);
    typed::settle(state);
    check::start(state)
}
