//! The form of a Secret: opening, walking, typing, saving, leaving. Nothing typed is ever lost or shown.
//!
//! May import: `app::{action, effect, state, task}`, `app::update::{launch, tell}`, `error`, `model`, `ops`, `secrets`.

use tui_input::InputRequest;

use super::{launch, tell};
use crate::app::action::Action;
use crate::app::effect::Effect;
use crate::app::state::State;
use crate::app::state::dialog::Dialog;
use crate::app::state::secret_form::{From, SecretForm, SecretSpot};
use crate::app::task::TaskId;
use crate::error::Failure;
use crate::model::Secret;
use crate::ops::SecretChange;
use crate::secrets::Summary;

/// Opens the form for a new Secret, or the draft that was left.
pub fn add(state: &mut State) {
    let form = state.secret_draft.take();
    if form.is_some() {
        tell::info(state, "a draft from before: Ctrl-n starts clean");
    }
    show(state, form.unwrap_or_else(|| SecretForm::new("", &[])));
}

/// Opens the form for a new Secret of that name with those keys.
pub fn add_with(state: &mut State, name: &str, keys: &[&str]) {
    show(state, SecretForm::new(name, keys));
}

/// Opens the form for a Secret of the store.
pub fn edit(state: &mut State, secret: &Summary) {
    show(state, SecretForm::of(secret));
}

fn show(state: &mut State, form: SecretForm) {
    state.dialogs.push(Dialog::Secret(Box::new(form)));
}

fn form(state: &mut State) -> Option<&mut SecretForm> {
    state.dialogs.iter_mut().rev().find_map(|dialog| match dialog {
        Dialog::Secret(form) => Some(&mut **form),
        _ => None,
    })
}

/// What a key does in the form.
pub fn act(state: &mut State, action: Action) -> Vec<Effect> {
    let Some(form) = form(state) else { return Vec::new() };
    match action {
        Action::NextPane | Action::Down => form.spot = form.spot_after(1),
        Action::PreviousPane | Action::Up => form.spot = form.spot_after(-1),
        Action::Left => turn(form, -1),
        Action::Right | Action::Toggle => turn(form, 1),
        Action::StartClean if form.was.is_none() => *form = SecretForm::new("", &[]),
        Action::Open => return press(state),
        Action::Back | Action::Close => leave(state),
        _ => {}
    }
    Vec::new()
}

/// Another place for a value; between buttons, left and right walk.
fn turn(form: &mut SecretForm, places: isize) {
    const ALL: [From; 5] =
        [From::Typed, From::Environment, From::File, From::Command, From::Dropped];
    let SecretSpot::From(number) = form.spot else {
        form.spot = form.spot_after(places);
        return;
    };
    if let Some(row) = form.rows.get_mut(number) {
        // What the store does not have cannot be dropped.
        let count = if row.known.is_some() { 5 } else { 4 };
        let here = ALL.iter().position(|from| *from == row.from).unwrap_or(0).cast_signed();
        let next = (here + places).rem_euclid(count).cast_unsigned();
        row.from = ALL.get(next).copied().unwrap_or_default();
    }
    changed(form);
}

fn changed(form: &mut SecretForm) {
    form.refusal = None;
    form.grow();
}

/// Enter: presses a button, or goes on; from the empty row to Save.
fn press(state: &mut State) -> Vec<Effect> {
    let Some(form) = form(state) else { return Vec::new() };
    match form.spot {
        SecretSpot::Save => return save(state),
        SecretSpot::Cancel => leave(state),
        SecretSpot::Key(number) if form.rows.get(number).is_some_and(|row| row.key.is_empty()) => {
            form.spot = SecretSpot::Save;
        }
        SecretSpot::Key(number) => form.spot = SecretSpot::Value(number),
        SecretSpot::Value(number)
            if form.rows.get(number + 1).is_some_and(|next| !next.key.is_empty()) =>
        {
            form.spot = SecretSpot::Value(number + 1);
        }
        _ => form.spot = form.spot_after(1),
    }
    Vec::new()
}

fn save(state: &mut State) -> Vec<Effect> {
    let known: Vec<_> = state.secrets.secrets.iter().map(|secret| secret.name.clone()).collect();
    let Some(form) = form(state).filter(|form| form.saving.is_none()) else { return Vec::new() };
    let is_taken = |name| known.contains(name) && form.was.as_ref() != Some(name);
    let edit = match form.edit() {
        Ok(edit) if is_taken(&edit.name) => Err(format!("\"{}\" is there already", edit.name)),
        other => other,
    };
    let edit = match edit {
        Ok(edit) => edit,
        Err(refusal) => {
            form.refusal = Some(refusal);
            return Vec::new();
        }
    };
    let (task, effect) = launch::keep_secret(state, SecretChange::Edit(edit));
    if let Some(form) = self::form(state) {
        form.saving = Some(task);
    }
    vec![effect]
}

/// Edits the focused field.
pub fn input(state: &mut State, request: InputRequest) {
    let Some(form) = form(state) else { return };
    if form.focused_mut().is_some_and(|field| field.edit(request)) {
        if let Some(row) = row(form) {
            row.pasted = None;
        }
        changed(form);
    }
}

/// Pastes into the focused field. A value of several lines, as keys are, is kept whole.
pub fn paste(state: &mut State, text: &str) {
    let Some(form) = form(state) else { return };
    let has_lines = text.trim().contains('\n');
    if let Some(row) = row(form).filter(|row| has_lines && row.from == From::Typed) {
        row.value.clear();
        row.pasted = Some(Secret::from(format!("{}\n", text.trim())));
    } else if let Some(field) = form.focused_mut() {
        field.paste(text);
    }
    changed(form);
}

/// The row whose value has the focus.
fn row(form: &mut SecretForm) -> Option<&mut crate::app::state::secret_form::SecretRow> {
    let SecretSpot::Value(number) = form.spot else { return None };
    form.rows.get_mut(number)
}

/// Esc: closes the form and keeps a draft of a new Secret.
pub fn leave(state: &mut State) {
    let Some(Dialog::Secret(mut form)) = state.dialogs.pop() else { return };
    let is_typed = !form.name.is_empty() || form.rows.iter().any(|row| !row.is_blank());
    if form.was.is_none() && form.saving.is_none() && is_typed {
        form.refusal = None;
        state.secret_draft = Some(*form);
        tell::info(state, "a draft of the Secret is kept");
    }
}

/// The Secret is in the store: its form closes.
pub fn saved(state: &mut State, task: TaskId) {
    let is_its =
        |dialog: &Dialog| matches!(dialog, Dialog::Secret(form) if form.saving == Some(task));
    state.dialogs.retain(|dialog| !is_its(dialog));
}

/// The Secret could not be kept: its form says why.
pub fn not_saved(state: &mut State, task: TaskId, failure: &Failure) {
    if let Some(form) = form(state).filter(|form| form.saving == Some(task)) {
        form.saving = None;
        form.refusal = Some(format!("not saved: {}", failure.summary));
    }
}
