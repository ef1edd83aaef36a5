//! Saving a form: what may be saved, as which repositories, and whether they count as verified.
//!
//! May import: `app::{effect, state}`, `app::update::shelves`, `model`, `registry`.

use crate::app::effect::Effect;
use crate::app::state::State;
use crate::app::state::dialog::{Answer, Confirm, Dialog, Matter};
use crate::app::state::form::{Form, Purpose};
use crate::app::update::shelves;
use crate::model::{Location, Repository};
use crate::registry;

/// Save: needs a passing check of exactly these values.
pub(super) fn save(state: &mut State) -> Vec<Effect> {
    let Some(form) = state.form_mut() else { return Vec::new() };
    match form.save_refusal() {
        Some(refusal) => {
            form.refusal = Some(refusal);
            Vec::new()
        }
        None => save_as(state, Standing::Verified),
    }
}

pub(super) fn ask_unverified(state: &mut State) {
    let Some(form) = state.form_mut() else { return };
    if let Some(missing) = form.missing() {
        form.refusal = Some(missing);
        return;
    }
    let question = format!("Save \"{}\" unverified?", form.values.name.trimmed());
    state.dialogs.push(Dialog::Confirm(Confirm {
        question,
        details: vec![
            "The check of these values did not pass.".to_owned(),
            "The list marks the repository with ?? until its index is read without fault."
                .to_owned(),
        ],
        agree: "Save unverified".to_owned(),
        focus: Answer::Cancel,
        matter: Matter::SaveUnverified,
    }));
}

/// Whether the values that are saved have passed their check.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Standing {
    Verified,
    Unverified,
}

/// Saves although the check did not pass; the question was answered.
pub fn save_unverified(state: &mut State) -> Vec<Effect> {
    save_as(state, Standing::Unverified)
}

fn save_as(state: &mut State, standing: Standing) -> Vec<Effect> {
    let now = state.now;
    let Some(form) = state.form() else { return Vec::new() };
    if form.saving.is_some() {
        return Vec::new();
    }
    let Some(mut repository) = repository(form, standing) else { return Vec::new() };
    let (purpose, siblings) = (form.purpose.clone(), form.siblings.clone());
    let (task, effects) = match purpose {
        Purpose::Edit(name) => {
            let old = state.shelf_named(&name).map(|shelf| &shelf.repository);
            if let Some(old) = old {
                (repository.added, repository.synced) = (old.added, old.synced);
                repository.labels.clone_from(&old.labels);
                repository.origin.clone_from(&old.origin);
            }
            shelves::replace(state, &name, repository)
        }
        Purpose::Add => {
            repository.added = Some(now);
            let mut all = wanted_siblings(state, &repository, &siblings);
            all.insert(0, repository);
            shelves::add(state, all)
        }
    };
    if let Some(form) = state.form_mut() {
        form.saving = Some(task);
    }
    effects
}

/// What the form says, as a repository.
fn repository(form: &Form, standing: Standing) -> Option<Repository> {
    let (values, draft) = (&form.values, form.values.draft());
    let location = Location::parse(&draft.location).ok()?.location;
    Some(Repository {
        kind: draft.kind,
        description: values.description.trimmed().to_owned(),
        credentials: Some(draft.credentials).filter(|typed| !typed.is_empty()),
        access: draft.access,
        secret: draft.secret,
        verified: standing == Standing::Verified,
        ..Repository::named(values.name.trimmed(), location)
    })
}

/// The further index files that are wanted, as repositories of their own. The place was checked; whether
/// these files can be read shows at once, for they are fetched as soon as they are saved.
fn wanted_siblings(state: &State, first: &Repository, files: &[(String, bool)]) -> Vec<Repository> {
    let wanted = files.iter().filter(|(_, wanted)| *wanted).map(|(file, _)| file.as_str());
    let is_taken = |name: &str| state.shelf_named(name).is_some();
    // What was listed beside the index is beside it; else there is nothing to add.
    registry::beside(first, wanted, &is_taken).unwrap_or_default()
}
