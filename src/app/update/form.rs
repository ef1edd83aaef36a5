//! The form: opening, walking, typing, leaving. A pass is good for exactly the values that were checked;
//! nothing typed is ever lost.
//!
//! May import: `app::{action, effect, state}`, `app::update::{form/*, import, launch, pasted, secret_form, tell}`, `error`, `model`,
//! `ops`, `registry`.

mod check;
mod offer;
mod save;
mod typed;

use tui_input::InputRequest;

pub use check::start as check_again;
pub use check::{not_probed, probed, stepped};
pub use save::save_unverified;

use typed::{edited, review, settle};

use super::{import, launch, pasted, secret_form, tell};
use crate::app::action::Action;
use crate::app::effect::Effect;
use crate::app::state::State;
use crate::app::state::dialog::Dialog;
use crate::app::state::form::{Fold, Form, Purpose, Spot, Values, Way};
use crate::app::state::secrets::{self, Choice};
use crate::error::{Error, ErrorKind, Failure};
use crate::model::{Credentials, Fault, Location, Repository, RepositoryKind, SecretName};
use crate::ops::StepState;

/// `a`: opens an empty form, or the draft that was left.
pub fn add(state: &mut State) {
    open(state, Form::default());
}

/// `e`: opens a form with the values of the selected repository, or the draft that was left.
pub fn edit(state: &mut State) {
    let Some(shelf) = state.shelf() else { return tell::info(state, "no repository is selected") };
    let mut form = editing(&shelf.repository);
    // What the failed refresh offers can be taken here at once.
    let failure = shelf.fetched.failure.clone();
    form.check.failure = failure.filter(|failure| failure.offer.is_some());
    open(state, form);
}

/// The same with another URL in the place of its own, which is checked at once.
pub fn edit_with(state: &mut State, location: &Location) -> Vec<Effect> {
    edit(state);
    if state.form().is_some() { offer::put_in(state, location) } else { Vec::new() }
}

/// A form with the values of a repository.
fn editing(repository: &Repository) -> Form {
    let values = Values::of(repository);
    let purpose = Purpose::Edit(repository.name.clone());
    let proven = repository.verified.then(|| values.clone());
    let origin = repository.origin.clone();
    Form { purpose, values, origin, proven, ..Form::default() }
}

fn open(state: &mut State, fresh: Form) {
    let (proven, saved) = (fresh.proven.clone(), fresh.values.saved.clone());
    let draft = state.drafts.iter().position(|(of, _)| *of == fresh.purpose);
    let mut form = draft.map_or(fresh, |place| state.drafts.remove(place).1);
    form.proven = proven;
    form.values.saved = saved;
    form.spot = Spot::Name;
    if draft.is_some() {
        tell::info(state, "a draft from before: Ctrl-n starts clean");
    }
    state.dialogs.push(Dialog::Form(Box::new(form)));
    review(state);
}

/// Ctrl-n: what was typed goes; a new form is empty, another has the values of its repository.
fn start_clean(state: &mut State) -> Vec<Effect> {
    let Some(form) = state.form().filter(|form| form.saving.is_none()) else { return Vec::new() };
    let fresh = match &form.purpose {
        Purpose::Add => Form::default(),
        Purpose::Edit(name) => match state.shelf_named(name) {
            Some(shelf) => editing(&shelf.repository),
            None => return Vec::new(),
        },
    };
    let effects = edited(state);
    if let Some(form) = state.form_mut() {
        *form = fresh;
    }
    review(state);
    effects
}

/// What a key does in the form.
pub fn act(state: &mut State, action: Action) -> Vec<Effect> {
    match action {
        Action::NextPane | Action::Down => walk(state, 1),
        Action::PreviousPane | Action::Up => walk(state, -1),
        Action::Left => return turn(state, -1),
        Action::Right | Action::Toggle => return turn(state, 1),
        Action::Open => return press(state),
        Action::StartClean => return start_clean(state),
        Action::CopyLine => return check::copy_report(state),
        Action::Back | Action::Close => return leave(state),
        _ => {}
    }
    Vec::new()
}

/// Moves the focus; what was typed as the URL is whole then.
fn walk(state: &mut State, places: isize) {
    settle(state);
    if let Some(form) = state.form_mut() {
        form.spot = form.spot_after(places);
    }
}

/// Left, right and Space on choices and switches; between buttons, left and right walk.
fn turn(state: &mut State, places: isize) -> Vec<Effect> {
    let Some(form) = state.form_mut() else { return Vec::new() };
    match form.spot {
        Spot::Kind => {
            form.values.kind = next_kind(form.values.kind, places);
            return edited(state);
        }
        Spot::Secret => return turn_secret(state, places),
        Spot::Reveal => form.reveal = !form.reveal,
        Spot::More => fold(form),
        Spot::SkipTlsVerify => {
            form.values.skip_tls_verify = !form.values.skip_tls_verify;
            return edited(state);
        }
        Spot::DevelopMode => {
            form.values.develop_mode = !form.values.develop_mode;
            return edited(state);
        }
        Spot::Sibling(number) => {
            if let Some((_, wanted)) = form.siblings.get_mut(number) {
                *wanted = !*wanted;
            }
        }
        _ => form.spot = form.spot_after(places),
    }
    Vec::new()
}

/// Another Secret, or none, or a new one.
fn turn_secret(state: &mut State, places: isize) -> Vec<Effect> {
    let Some(form) = state.form() else { return Vec::new() };
    let present = form.values.secret.clone();
    let choices = secrets::choices(&state.secrets, present.as_ref());
    let here = match present {
        _ if form.makes_secret => Choice::New,
        Some(name) => Choice::Named(name),
        None => Choice::None,
    };
    let place = choices.iter().position(|choice| *choice == here).unwrap_or(0).cast_signed();
    let next = (place + places).rem_euclid(choices.len().cast_signed()).cast_unsigned();
    let next = choices.get(next).cloned().unwrap_or(Choice::None);
    if let Some(form) = state.form_mut() {
        form.makes_secret = next == Choice::New;
        form.values.secret = match next {
            Choice::Named(name) => Some(name),
            Choice::None | Choice::New => None,
        };
    }
    edited(state)
}

/// Opens the form of a Secret with the keys that are of use here.
fn make_secret(state: &mut State) {
    let Some(form) = state.form() else { return };
    let usual: &[&str] = match form.values.way {
        Way::Store => &["accessKeyID", "secretAccessKey"],
        Way::Ssh => &["sshkey"],
        Way::Web | Way::Open => &["username", "password"],
    };
    let needed: Vec<String> = form.needed.clone();
    let needed: Vec<&str> = needed.iter().map(String::as_str).collect();
    let keys = if needed.is_empty() { usual } else { &needed };
    let name: String = form.values.name.trimmed().to_lowercase();
    secret_form::add_with(state, &name, keys);
}

/// A Secret is in the store: a form that wanted a new one takes it.
pub fn take_secret(state: &mut State, name: &SecretName) -> Vec<Effect> {
    let Some(form) = state.form_mut().filter(|form| form.makes_secret) else { return Vec::new() };
    form.makes_secret = false;
    form.values.secret = Some(name.clone());
    edited(state)
}

fn fold(form: &mut Form) {
    form.more = match form.more {
        Fold::Closed => Fold::Open,
        Fold::Open => Fold::Closed,
    };
}

fn next_kind(kind: Option<RepositoryKind>, places: isize) -> Option<RepositoryKind> {
    const ALL: [Option<RepositoryKind>; 3] =
        [None, Some(RepositoryKind::Helm), Some(RepositoryKind::Addons)];
    let here = ALL.iter().position(|it| *it == kind).unwrap_or(0).cast_signed();
    ALL.get((here + places).rem_euclid(3).cast_unsigned()).copied().flatten()
}

/// Enter: presses a button, or goes on to the next field; from the last field to Validate.
fn press(state: &mut State) -> Vec<Effect> {
    settle(state);
    let Some(form) = state.form_mut() else { return Vec::new() };
    match form.spot {
        Spot::Validate => check::start(state),
        Spot::Save => save::save(state),
        Spot::SaveUnverified => {
            save::ask_unverified(state);
            Vec::new()
        }
        Spot::Cancel => leave(state),
        Spot::Offer => offer::take(state),
        Spot::Secret if form.makes_secret => {
            make_secret(state);
            Vec::new()
        }
        Spot::Suggestion => take_suggestion(state),
        Spot::Reveal | Spot::More | Spot::Sibling(_) => turn(state, 1),
        spot if Some(spot) == last_field(form) => {
            form.spot = Spot::Validate;
            Vec::new()
        }
        _ => {
            form.spot = form.spot_after(1);
            Vec::new()
        }
    }
}

/// The last of the usual fields, from which Enter leads to the check.
fn last_field(form: &Form) -> Option<Spot> {
    form.values.usual().into_iter().rev().find(|spot| *spot != Spot::Reveal)
}

/// Puts the suggested URL in the place of the typed one.
fn take_suggestion(state: &mut State) -> Vec<Effect> {
    let Some(form) = state.form_mut() else { return Vec::new() };
    let Some(suggestion) = form.suggestion().map(str::to_owned) else { return Vec::new() };
    form.values.location.set(suggestion);
    form.spot = Spot::Location;
    edited(state)
}

/// Edits the focused field.
pub fn input(state: &mut State, request: InputRequest) -> Vec<Effect> {
    let changed = state.form_mut().and_then(Form::focused_field).map(|field| field.edit(request));
    if changed == Some(true) { edited(state) } else { Vec::new() }
}

/// Pastes into the focused field; a whole `helm repo add` line fills the form.
pub fn paste(state: &mut State, text: &str) -> Vec<Effect> {
    let Some(form) = state.form_mut() else { return Vec::new() };
    match pasted::helm_repo_add(text) {
        Some(line) => {
            form.values.name.set(line.name);
            form.values.location.set(line.url);
            let left = form.values.settle();
            form.values.set_login(&Credentials::login(line.username, line.password));
            form.values.ca_file.set(line.ca_file);
            form.values.certificate_file.set(line.certificate_file);
            form.values.key_file.set(line.key_file);
            form.values.skip_tls_verify = line.skip_tls_verify;
            form.spot = Spot::Validate;
            let effects = edited(state);
            settle(state);
            let told = ["the form was filled from the helm command".to_owned()];
            tell::info(state, told.into_iter().chain(left).collect::<Vec<_>>().join("; "));
            effects
        }
        None if form.focused_field().is_some_and(|field| field.paste(text)) => {
            let is_url = form.spot == Spot::Location;
            let mut effects = edited(state);
            if is_url {
                effects.extend(import::look_at_paths(state, text));
            }
            effects
        }
        None => Vec::new(),
    }
}

/// Esc: ends a running check first; then closes the form and keeps a draft.
pub fn leave(state: &mut State) -> Vec<Effect> {
    let Some(form) = state.form_mut() else { return Vec::new() };
    if let Some(task) = form.check.task.take() {
        let running = form.check.steps.iter_mut().filter(|it| it.state == StepState::Running);
        for step in running {
            (step.state, step.detail) = (StepState::Skipped, "cancelled".to_owned());
        }
        form.check.failure = Some(Failure::from(
            Error::new(ErrorKind::Cancelled, "the check was cancelled").fault(Fault::Cancelled),
        ));
        return launch::forget(state, task).into_iter().collect();
    }
    if let Some(Dialog::Form(form)) = state.dialogs.pop() {
        keep_draft(state, *form);
    }
    Vec::new()
}

fn keep_draft(state: &mut State, mut form: Form) {
    let typed = [&form.values.name, &form.values.location, &form.values.description];
    if form.saving.is_some() || typed.iter().all(|field| field.is_empty()) {
        return;
    }
    form.refusal = None;
    form.reveal = false;
    state.drafts.retain(|(purpose, _)| *purpose != form.purpose);
    state.drafts.push((form.purpose.clone(), form));
}
