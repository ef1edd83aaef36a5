//! The list of Secrets: opening, walking, removing, and what the store answers. Values never come here.
//!
//! May import: `app::{action, effect, state, task}`, `app::update::{browse, details, form, launch, secret_form, tell}`,
//! `error`, `model`, `ops`, `secrets`.

use super::{browse, details, form, launch, secret_form, tell};
use crate::app::action::Action;
use crate::app::effect::Effect;
use crate::app::state::State;
use crate::app::state::dialog::{Answer, Confirm, Dialog, Matter};
use crate::app::state::list::List;
use crate::app::state::secrets::{keys_text, users};
use crate::app::task::TaskId;
use crate::error::Failure;
use crate::model::SecretName;
use crate::ops::{Freshness, SecretChange};
use crate::secrets::{Listing, Summary};

/// `S`: the Secrets of the store.
pub fn open(state: &mut State) {
    let list = List::of(state.secrets.secrets.len());
    state.dialogs.push(Dialog::Secrets(list));
}

/// What a key does in the list.
pub fn act(state: &mut State, action: Action) -> Vec<Effect> {
    let height = state.areas().log_rows();
    let Some(Dialog::Secrets(list)) = state.dialogs.last_mut() else { return Vec::new() };
    if let Some(step) = browse::step(action, height) {
        list.step(step, height);
        return Vec::new();
    }
    let selected = list.item().and_then(|item| state.secrets.secrets.get(item)).cloned();
    match (action, selected) {
        (Action::Add, _) | (Action::Open, None) => secret_form::add(state),
        (Action::Open | Action::Edit, Some(secret)) => secret_form::edit(state, &secret),
        (Action::Remove, Some(secret)) => ask_remove(state, &secret),
        (Action::Back | Action::Close | Action::Secrets | Action::Left, _) => {
            state.dialogs.pop();
        }
        _ => {}
    }
    Vec::new()
}

/// Tells who uses it, and asks.
fn ask_remove(state: &mut State, secret: &Summary) {
    let repositories = state.shelves.iter().map(|shelf| &shelf.repository);
    let users = users(repositories, &state.secrets, &secret.name).join(", ");
    let mut details = vec![format!("Keys: {}", keys_text(secret))];
    details.push(if users.is_empty() {
        "No repository uses it.".to_owned()
    } else {
        format!("Used by {users}: without it they cannot be refreshed.")
    });
    let kept_here = secret.keys.iter().any(|(_, place)| place == "here");
    details.push(if kept_here {
        "This cannot be undone: its values are kept nowhere else.".to_owned()
    } else {
        "This cannot be undone.".to_owned()
    });
    state.dialogs.push(Dialog::Confirm(Confirm {
        question: format!("Delete Secret \"{}\"?", secret.name),
        details,
        agree: "Delete".to_owned(),
        focus: Answer::Cancel,
        matter: Matter::RemoveSecret(secret.name.clone()),
    }));
}

/// Takes a Secret out of the store; the question was answered.
pub fn remove(state: &mut State, name: SecretName) -> Vec<Effect> {
    vec![launch::keep_secret(state, SecretChange::Remove(name)).1]
}

/// The store was read or changed, by us or another copy of the program.
pub fn listed(state: &mut State, task: TaskId, listing: &Listing) -> Vec<Effect> {
    state.secrets = listing.clone();
    let mut effects = Vec::new();
    if let Some(place) = state.keeping.iter().position(|kept| kept.task == task) {
        let kept = state.keeping.remove(place);
        tell::info(state, format!("done: {}", kept.what));
        if let Some(name) = kept.name.filter(|name| state.secrets.find(name).is_some()) {
            secret_form::saved(state, task);
            effects.extend(form::take_secret(state, &name));
            effects.extend(try_again(state, &name));
        }
    }
    details::refresh(state);
    effects
}

/// The store could not be changed: the form that asked stays open with everything typed.
pub fn not_kept(state: &mut State, task: TaskId, failure: &Failure) -> bool {
    let Some(place) = state.keeping.iter().position(|kept| kept.task == task) else { return false };
    let kept = state.keeping.remove(place);
    secret_form::not_saved(state, task, failure);
    tell::failed(state, &kept.what, failure);
    true
}

/// What failed with this Secret may go well now.
fn try_again(state: &mut State, name: &SecretName) -> Vec<Effect> {
    let failed = state.shelves.iter().filter(|shelf| shelf.fetched.failure.is_some());
    let repositories = failed.map(|shelf| &shelf.repository);
    let names: Vec<String> =
        users(repositories, &state.secrets, name).into_iter().map(str::to_owned).collect();
    names.iter().flat_map(|name| launch::fetch(state, name, Freshness::Revalidate)).collect()
}
