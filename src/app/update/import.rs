//! Importing manifests: what was pasted or dropped is planned, shown, and done once the user agrees.
//!
//! May import: `app::{action, effect, state, task}`, `app::update::{browse, launch, pasted, tell}`, `manifest`,
//! `ops`, `registry`.

use super::pasted::manifests;
use super::{browse, launch, tell};
use crate::app::action::Action;
use crate::app::effect::{Asker, Effect};
use crate::app::state::dialog::Dialog;
use crate::app::state::import::{Import, ImportSpot};
use crate::app::state::{Cause, Deed, State};
use crate::app::task::ReadFiles;
use crate::manifest::Text;
use crate::model::text::clean;
use crate::ops::import::{self, Options, Plan, Planned};
use crate::ops::{SecretChange, import::Deed as Planning};
use crate::registry::Change;

/// Takes a pasted text if it is manifests, or paths of files that may be; `None` when it is neither.
pub fn pasted(state: &mut State, text: &str) -> Option<Vec<Effect>> {
    if manifests::is_manifest(text) {
        take(state, text);
        return Some(Vec::new());
    }
    let paths = manifests::paths(text)?;
    Some(vec![launch::read_manifests(state, paths, Asker::User)])
}

/// Takes a text that is manifests; tells whether it was.
pub fn taken(state: &mut State, text: &str) -> bool {
    let is_manifest = manifests::is_manifest(text);
    if is_manifest {
        take(state, text);
    }
    is_manifest
}

/// A path in the field of a URL is a good URL as well: if the file is a manifest, its import is offered.
pub fn look_at_paths(state: &mut State, text: &str) -> Vec<Effect> {
    let Some(paths) = manifests::paths(text) else { return Vec::new() };
    vec![launch::read_manifests(state, paths, Asker::Field)]
}

fn take(state: &mut State, text: &str) {
    let pasted = Text { file: "pasted".to_owned(), text: text.to_owned() };
    offer(state, &[pasted], Vec::new(), Asker::User);
}

/// The files were read.
pub fn read(state: &mut State, files: &ReadFiles, asker: Asker) {
    let texts: Vec<Text> = match asker {
        Asker::User => files.texts.clone(),
        Asker::Field => {
            let all = files.texts.iter();
            all.filter(|text| manifests::is_manifest(&text.text)).cloned().collect()
        }
    };
    let notes = if asker == Asker::User { files.notes.clone() } else { Vec::new() };
    offer(state, &texts, notes, asker);
}

/// Plans, and shows the plan if there is anything in it.
fn offer(state: &mut State, texts: &[Text], notes: Vec<String>, asker: Asker) {
    let registered: Vec<_> = state.shelves.iter().map(|shelf| shelf.repository.clone()).collect();
    let plan = import::plan(texts, &registered, &Options::default());
    if !plan.is_empty() {
        let mut import = Import::of(plan, notes);
        if import.is_idle() || replaces(state, &import.plan) {
            import.spot = ImportSpot::Cancel;
        }
        return state.dialogs.push(Dialog::Import(Box::new(import)));
    }
    if asker == Asker::User {
        let found = plan.diagnostics.iter().map(|found| found.message.clone());
        let told = notes.into_iter().chain(found).next();
        let told = told.unwrap_or_else(|| "there is no manifest in it".to_owned());
        tell::warn(state, format!("nothing to import: {}", clean(&told)));
    }
}

/// Whether a Secret of the store would get other values.
fn replaces(state: &State, plan: &Plan) -> bool {
    plan.secrets.iter().any(|secret| state.secrets.find(&secret.name).is_some())
}

/// What a key does on the plan.
pub fn act(state: &mut State, action: Action) -> Vec<Effect> {
    let height = state.areas().log_rows();
    let Some(Dialog::Import(import)) = state.dialogs.last_mut() else { return Vec::new() };
    if let Some(step) = browse::step(action, height) {
        import.list.step(step, height);
        return Vec::new();
    }
    match action {
        Action::NextPane | Action::PreviousPane | Action::Left | Action::Right => {
            import.spot = match import.spot {
                ImportSpot::Import => ImportSpot::Cancel,
                ImportSpot::Cancel => ImportSpot::Import,
            };
        }
        Action::Open if import.spot == ImportSpot::Import => return carry_out(state),
        Action::Open | Action::Back | Action::Close => drop(state.dialogs.pop()),
        _ => {}
    }
    Vec::new()
}

/// Secrets go first: the repositories are fetched with them.
fn carry_out(state: &mut State) -> Vec<Effect> {
    let Some(Dialog::Import(import)) = state.dialogs.pop() else { return Vec::new() };
    let mut effects = Vec::new();
    if !import.plan.secrets.is_empty() {
        let change = SecretChange::Put(import.plan.secrets.clone());
        effects.push(launch::keep_secret(state, change).1);
    }
    let changes = import.plan.changes(state.now);
    if !changes.is_empty() {
        let inverse = inverse(state, &import.plan.repositories);
        let what = format!("import of {}", import.repositories_text());
        let select = import.plan.repositories.iter().find(|it| it.deed == Planning::New);
        let select = select.map(|it| it.repository.name.clone());
        let cause = Cause::Deed(Deed { what, inverse });
        effects.push(launch::register(state, changes, cause, select).1);
    }
    effects
}

/// What takes the changes to the registry back.
fn inverse(state: &State, planned: &[Planned]) -> Vec<Change> {
    let undo = |planned: &Planned| {
        let name = planned.repository.name.clone();
        let old = state.shelf_named(&name).map(|shelf| Box::new(shelf.repository.clone()));
        match planned.deed {
            Planning::New => Some(Change::Remove(name)),
            Planning::Changed(_) => old.map(|repository| Change::Replace { name, repository }),
            Planning::Removed => old.map(Change::Add),
            Planning::Same | Planning::Kept => None,
        }
    };
    planned.iter().filter_map(undo).collect()
}
