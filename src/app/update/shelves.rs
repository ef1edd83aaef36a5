//! The registered repositories: refreshing, validating, adding, removing, undoing, and what the registry
//! answers.
//!
//! May import: `app::{effect, state, task}`, `app::update::{board, details, launch, select, tell}`, `model`, `ops`,
//! `registry`.

use super::{board, details, launch, select, tell};
use crate::app::effect::Effect;
use crate::app::state::dialog::{Answer, Confirm, Dialog, Matter};
use crate::app::state::{Cause, Deed, Saving, Shelf, State};
use crate::app::task::TaskId;
use crate::error::Failure;
use crate::model::Repository;
use crate::ops::Freshness;
use crate::registry::{Change, Loaded};

/// Name of the selected repository; says so when there is none.
fn selected(state: &mut State) -> Option<String> {
    let name = state.shelf().map(|shelf| shelf.repository.name.clone());
    if name.is_none() {
        tell::info(state, "no repository is selected");
    }
    name
}

/// `r`: asks the source of the selected repository for news.
pub fn refresh(state: &mut State) -> Vec<Effect> {
    let Some(name) = selected(state) else { return Vec::new() };
    let mut effects = launch::fetch(state, &name, Freshness::Revalidate);
    effects.extend(select::ask_again(state));
    effects
}

/// `R`: the same for all repositories.
pub fn refresh_all(state: &mut State) -> Vec<Effect> {
    let names: Vec<String> = names(state);
    let mut effects: Vec<Effect> =
        names.iter().flat_map(|name| launch::fetch(state, name, Freshness::Revalidate)).collect();
    effects.extend(select::ask_again(state));
    effects
}

/// At start: what the cache holds, for every repository, before any network.
pub fn read_caches(state: &mut State) -> Vec<Effect> {
    let names: Vec<String> = names(state);
    names.iter().flat_map(|name| launch::fetch(state, name, Freshness::Cached)).collect()
}

fn names(state: &State) -> Vec<String> {
    state.shelves.iter().map(|shelf| shelf.repository.name.clone()).collect()
}

/// `V`: validates the selected repository with all its packages, and opens the screen of findings.
pub fn validate(state: &mut State) -> Vec<Effect> {
    let Some(name) = selected(state) else { return Vec::new() };
    let effects = launch::validate(state, &name);
    board::open(state);
    effects
}

/// `d`: asks before the selected repository is removed.
pub fn ask_remove(state: &mut State) {
    let Some(name) = selected(state) else { return };
    let Some(shelf) = state.shelf_named(&name) else { return };
    let mut details = vec![format!("URL: {}", shelf.repository.location)];
    if shelf.repository.credentials.is_some() {
        details.push("Its stored user name and password go as well.".to_owned());
    }
    if shelf.repository.is_sample() {
        details.push("A removed sample does not come back at the next start.".to_owned());
    }
    let undo = state.keymap.key(crate::app::action::Action::Undo).unwrap_or_default();
    details.push(format!("Undo with {undo} until you quit."));
    state.dialogs.push(Dialog::Confirm(Confirm {
        question: format!("Remove repository \"{name}\"?"),
        details,
        agree: "Remove".to_owned(),
        focus: Answer::Cancel,
        matter: Matter::Remove(name),
    }));
}

/// Removes a repository, whatever runs for it.
pub fn remove(state: &mut State, name: &str) -> Vec<Effect> {
    let Some(shelf) = state.shelf_named(name) else {
        tell::info(state, format!("\"{name}\" is registered no longer"));
        return Vec::new();
    };
    let repository = Box::new(shelf.repository.clone());
    let running = [shelf.fetched.pending, shelf.report.pending];
    let mut effects: Vec<Effect> =
        running.into_iter().flatten().filter_map(|task| launch::forget(state, task)).collect();
    let what = format!("remove \"{name}\"");
    let deed = Deed { what, inverse: vec![Change::Add(repository)] };
    let changes = vec![Change::Remove(name.to_owned())];
    effects.push(launch::register(state, changes, Cause::Deed(deed), None).1);
    effects
}

/// Adds repositories.
pub fn add(state: &mut State, repositories: Vec<Repository>) -> (TaskId, Vec<Effect>) {
    let names: Vec<String> = repositories.iter().map(|it| it.name.clone()).collect();
    let first = names.first().cloned().unwrap_or_default();
    let inverse = names.iter().cloned().map(Change::Remove).collect();
    let deed = Deed { what: format!("add \"{}\"", names.join("\", \"")), inverse };
    let changes = repositories.into_iter().map(|it| Change::Add(Box::new(it))).collect();
    let (task, effect) = launch::register(state, changes, Cause::Deed(deed), Some(first));
    (task, vec![effect])
}

/// Gives a repository other values.
pub fn replace(state: &mut State, name: &str, repository: Repository) -> (TaskId, Vec<Effect>) {
    let new_name = repository.name.clone();
    let old = state.shelf_named(name).map(|shelf| Box::new(shelf.repository.clone()));
    let inverse = old
        .map(|repository| Change::Replace { name: new_name.clone(), repository })
        .into_iter()
        .collect();
    let deed = Deed { what: format!("edit \"{name}\""), inverse };
    let change = Change::Replace { name: name.to_owned(), repository: Box::new(repository) };
    let (task, effect) = launch::register(state, vec![change], Cause::Deed(deed), Some(new_name));
    (task, vec![effect])
}

/// `u`: names the last change, and asks before it is taken back.
pub fn ask_undo(state: &mut State) {
    let Some(deed) = state.deeds.last() else {
        let refresh = state.keymap.key(crate::app::action::Action::Refresh).unwrap_or_default();
        return tell::info(state, format!("nothing to undo; refresh is {refresh}"));
    };
    let details = deed.inverse.iter().map(|change| consequence(state, change)).collect();
    let question = format!("Undo: {}?", deed.what);
    state.dialogs.push(Dialog::Confirm(Confirm {
        question,
        details,
        agree: "Undo".to_owned(),
        focus: Answer::Cancel,
        matter: Matter::Undo,
    }));
}

/// What a change brings, in words.
fn consequence(state: &State, change: &Change) -> String {
    let has_login = |name: &str| {
        state.shelf_named(name).is_some_and(|shelf| shelf.repository.credentials.is_some())
    };
    match change {
        Change::Remove(name) if has_login(name) => {
            format!("\"{name}\" is removed, with its stored user name and password.")
        }
        Change::Remove(name) => format!("\"{name}\" is removed."),
        Change::Add(repository) => {
            format!("\"{}\" comes back: {}", repository.name, repository.location)
        }
        Change::Replace { name, repository } => {
            format!("\"{name}\" is \"{}\" again: {}", repository.name, repository.location)
        }
        Change::Synced { name, .. } | Change::Verified(name) => format!("\"{name}\" stays."),
    }
}

/// Takes the last change back; the question was answered.
pub fn undo(state: &mut State) -> Vec<Effect> {
    let Some(deed) = state.deeds.pop() else { return Vec::new() };
    let select = deed.inverse.iter().find_map(|change| match change {
        Change::Add(repository) | Change::Replace { repository, .. } => {
            Some(repository.name.clone())
        }
        _ => None,
    });
    let changes = deed.inverse.clone();
    vec![launch::register(state, changes, Cause::Undo(deed), select).1]
}

/// The registry was written, by us or another copy of the program: takes over what it holds.
pub fn registered(state: &mut State, task: TaskId, loaded: &Loaded) -> Vec<Effect> {
    let saving = take_saving(state, task);
    let effects = take_over(state, &loaded.repositories);
    let Some(saving) = saving else { return effects };
    match saving.cause {
        Cause::Deed(deed) => {
            tell::info(state, format!("done: {}", deed.what));
            state.deeds.push(deed);
        }
        Cause::Undo(deed) => tell::info(state, format!("undone: {}", deed.what)),
        Cause::Synced(_) => {}
    }
    close_form(state, task);
    let keep = saving
        .select
        .as_ref()
        .and_then(|name| state.shelves.iter().position(|shelf| shelf.repository.name == *name));
    if keep.is_some() {
        state.repositories.select_item(keep);
    }
    details::refresh(state);
    effects
}

/// The registry could not be written: the form that asked stays open with everything typed.
pub fn not_registered(state: &mut State, task: TaskId, failure: &Failure) {
    let Some(saving) = take_saving(state, task) else { return };
    if let Some(form) = state.form_mut().filter(|form| form.saving == Some(task)) {
        form.saving = None;
        form.refusal = Some(format!("not saved: {}", failure.summary));
    }
    let what = match saving.cause {
        Cause::Deed(deed) => deed.what,
        Cause::Undo(deed) => {
            let what = format!("undo: {}", deed.what);
            state.deeds.push(deed);
            what
        }
        Cause::Synced(name) => format!("the time of the last refresh of \"{name}\""),
    };
    tell::failed(state, &what, failure);
}

fn take_saving(state: &mut State, task: TaskId) -> Option<Saving> {
    let place = state.savings.iter().position(|saving| saving.task == task)?;
    Some(state.savings.remove(place))
}

fn close_form(state: &mut State, task: TaskId) {
    let purpose =
        state.form().filter(|form| form.saving == Some(task)).map(|form| form.purpose.clone());
    if let Some(purpose) = purpose {
        state.dialogs.clear();
        state.drafts.retain(|(of, _)| *of != purpose);
    }
}

/// Puts the repositories of the registry on the shelves, each with what was known of it, and fetches those
/// whose place is new.
fn take_over(state: &mut State, repositories: &[Repository]) -> Vec<Effect> {
    let selected = state.shelf().map(|shelf| shelf.repository.name.clone());
    let mut old = std::mem::take(&mut state.shelves);
    let mut new_ones = Vec::new();
    for repository in repositories {
        let same = known(&old, repository);
        let shelf = if let Some(place) = same {
            Shelf { repository: repository.clone(), ..old.swap_remove(place) }
        } else {
            new_ones.push(repository.name.clone());
            Shelf::of(repository.clone())
        };
        state.shelves.push(shelf);
    }
    let orphans = old.iter().flat_map(|shelf| [shelf.fetched.pending, shelf.report.pending]);
    let orphans: Vec<TaskId> = orphans.flatten().collect();
    let mut effects: Vec<Effect> =
        orphans.into_iter().filter_map(|task| launch::forget(state, task)).collect();
    let keep = selected
        .and_then(|name| state.shelves.iter().position(|shelf| shelf.repository.name == name));
    let names = state.shelves.iter().map(|shelf| shelf.repository.name.as_str());
    state.repositories.fill(names.enumerate(), keep);
    let is_registered = |name: &str| repositories.iter().any(|it| it.name == name);
    state.tasks.keep_registered(is_registered);
    effects
        .extend(new_ones.iter().flat_map(|name| launch::fetch(state, name, Freshness::Revalidate)));
    effects
}

/// Which of the old shelves holds what is known of a repository: the one of the same name, else (after a
/// renaming) another of the same place; never one of another place, login or kind.
fn known(old: &[Shelf], new: &Repository) -> Option<usize> {
    let is_same = |old: &Repository| {
        old.location == new.location
            && old.credentials == new.credentials
            && old.access == new.access
            && old.secret == new.secret
            && old.kind == new.kind
    };
    let fits = |shelf: &&Shelf| is_same(&shelf.repository);
    let named = old.iter().position(|shelf| shelf.repository.name == new.name);
    match named {
        Some(place) => old.get(place).filter(fits).map(|_| place),
        None => old.iter().position(|shelf| is_same(&shelf.repository)),
    }
}
