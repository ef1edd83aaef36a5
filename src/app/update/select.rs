//! What follows from a selection: the entries of the selected repository, and what the details speak of.
//!
//! May import: `app::{effect, pane, state}`, `app::update::{details, launch}`, `error`, `model`, `ops`.

use std::cmp::Reverse;
use std::sync::Arc;

use jiff::Timestamp;

use super::{details, launch};
use crate::app::effect::Effect;
use crate::app::pane::Pane;
use crate::app::state::details::{Content, Details, Subject};
use crate::app::state::list::List;
use crate::app::state::remote::Remote;
use crate::app::state::{Sorting, State};
use crate::error::{ErrorKind, Failure};
use crate::model::{Entry, RepositoryKind};
use crate::ops::Wanted;

/// Brings the entries and the details in line with the selection.
pub fn follow(state: &mut State) -> Vec<Effect> {
    follow_repository(state);
    let subject = subject(state);
    if subject == state.details.subject {
        return Vec::new();
    }
    let tab = state.details.tab;
    let tab = if subject.tabs().contains(&tab) { tab } else { subject.tabs()[0] };
    let old = std::mem::take(&mut state.details);
    state.details = Details { subject, tab, ..Details::default() };
    let stopped = old.inspection.pending.and_then(|task| launch::forget(state, task));
    let mut effects: Vec<Effect> = stopped.into_iter().collect();
    if let Some(wanted) = wanted(state) {
        match silent_host(state, &wanted) {
            Some(failure) => state.details.inspection = Remote::failed(failure),
            None => effects.extend(launch::inspect(state, wanted, launch::QUIET)),
        }
    }
    details::refresh(state);
    effects
}

/// Asks for the package that the selected finding of a repository speaks of, so that its place can be shown.
pub fn follow_finding(state: &mut State) -> Vec<Effect> {
    let Content::Findings(findings) = &state.details.content else { return Vec::new() };
    let is_of_repository = matches!(state.details.subject, Subject::Repository(_));
    let Some(found) = findings.selected().filter(|_| is_of_repository) else { return Vec::new() };
    let is_shown = found.place.span.is_none() || state.text_of(&found.place).is_some();
    if is_shown || state.details.opening.is_some() {
        return Vec::new();
    }
    let Some(wanted) = details::wanted_for(state, found) else { return Vec::new() };
    let sought = Some((wanted.entry.clone(), wanted.version.version.clone()));
    if sought == state.details.sought || silent_host(state, &wanted).is_some() {
        return Vec::new();
    }
    state.details.sought = sought;
    launch::inspect(state, wanted, launch::QUIET)
}

fn silent_host(state: &State, wanted: &Wanted) -> Option<Failure> {
    state.silent_hosts.get(&package_host(wanted)?).cloned()
}

/// Scheme, name and port of the host that has a package; `None` where no host is asked.
fn package_host(wanted: &Wanted) -> Option<String> {
    let location = &wanted.repository.location;
    let url = match wanted.kind {
        RepositoryKind::Helm => location.package_url(wanted.version.urls.first()?),
        RepositoryKind::Addons => location.addon_url(&wanted.entry, &wanted.version.version),
    }?;
    url.has_host().then(|| url.origin().ascii_serialization())
}

/// Remembers that the host of a package gave no answer, for the packages that the cursor meets next.
pub fn note_silence(state: &mut State, wanted: &Wanted, failure: &Failure) {
    let gave_none = [ErrorKind::Unreachable, ErrorKind::Timeout, ErrorKind::Untrusted];
    if let Some(host) = package_host(wanted)
        && gave_none.contains(&failure.kind)
    {
        state.silent_hosts.insert(host, failure.clone());
    }
}

/// The user asks: hosts that gave no answer get another chance, first with the shown package.
pub fn ask_again(state: &mut State) -> Vec<Effect> {
    state.silent_hosts.clear();
    state.details.sought = None;
    let remote = &state.details.inspection;
    if remote.failure.is_none() || remote.pending.is_some() {
        return Vec::new();
    }
    let wanted = wanted(state);
    wanted.map(|wanted| launch::inspect(state, wanted, launch::QUIET)).unwrap_or_default()
}

/// The package that the details speak of.
#[must_use]
pub fn wanted(state: &State) -> Option<Wanted> {
    let Subject::Entry { kind, entry, .. } = &state.details.subject else { return None };
    let (shelf, version) = (state.shelf()?, state.version()?);
    Some(Wanted {
        repository: shelf.repository.clone(),
        kind: *kind,
        entry: entry.clone(),
        version: version.clone(),
    })
}

fn subject(state: &State) -> Subject {
    let Some(shelf) = state.shelf() else { return Subject::Nothing };
    let repository = shelf.repository.name.clone();
    let of_entry = match state.focus {
        Pane::Repositories => false,
        Pane::Entries => true,
        Pane::Details => matches!(state.details.subject, Subject::Entry { .. }),
    };
    match (shelf.catalog(), state.entry(), state.version()) {
        (Some(catalog), Some(entry), Some(version)) if of_entry => Subject::Entry {
            repository,
            kind: catalog.kind,
            entry: entry.name.clone(),
            version: version.version.clone(),
        },
        _ => Subject::Repository(repository),
    }
}

/// Fills the entries if another repository is selected, or its catalog is another. What was typed into the
/// filter stays as long as the repository is the same, whether its catalog has come or not.
fn follow_repository(state: &mut State) {
    let shelf = state.shelf();
    let name = shelf.map(|shelf| shelf.repository.name.clone());
    let catalog =
        shelf.and_then(|shelf| shelf.fetched.value.as_ref()).map(|it| Arc::clone(&it.catalog));
    let is_same_catalog = match (&state.entries_of, &catalog) {
        (Some(old), Some(new)) => Arc::ptr_eq(old, new),
        (old, new) => old.is_none() && new.is_none(),
    };
    if name == state.entries_repository {
        if is_same_catalog {
            return;
        }
    } else {
        state.entries = List::default();
        state.entries_of = None;
    }
    let selected = selected_name(state);
    (state.entries_repository, state.entries_of) = (name, catalog);
    let keep = selected.and_then(|name| {
        let catalog = state.entries_of.as_ref()?;
        catalog.entries.iter().position(|entry| entry.name == name)
    });
    fill_entries(state, keep);
}

fn selected_name(state: &State) -> Option<String> {
    let catalog = state.entries_of.as_ref()?;
    catalog.entries.get(state.entries.item()?).map(|entry| entry.name.clone())
}

/// Applies filter, order and hiding to the entries; the item `keep` stays selected.
pub fn fill_entries(state: &mut State, keep: Option<usize>) {
    let Some(catalog) = &state.entries_of else {
        state.entries.fill(std::iter::empty(), None);
        return;
    };
    let show_hidden = state.show_hidden;
    let mut shown: Vec<(usize, &Entry)> = catalog
        .entries
        .iter()
        .enumerate()
        .filter(|(_, entry)| show_hidden || !is_hidden(entry))
        .collect();
    if state.sorting == Sorting::Date {
        shown.sort_by_cached_key(|(_, entry)| Reverse(newest(entry)));
    }
    state.entries.fill(shown.into_iter().map(|(item, entry)| (item, entry.name.as_str())), keep);
    state.entries.fit(state.areas().rows(Pane::Entries));
}

/// Selects the entry of that name, whatever the filter and hiding are.
pub fn go_to_entry(state: &mut State, name: &str) {
    let Some(catalog) = &state.entries_of else { return };
    let item = catalog.entries.iter().position(|entry| entry.name == name);
    state.entries.filter.clear();
    state.show_hidden = true;
    fill_entries(state, item);
}

/// Whether an entry is left out when pre-releases and deprecated ones are hidden.
fn is_hidden(entry: &Entry) -> bool {
    entry.head().is_none_or(|head| head.deprecated || head.is_prerelease())
}

/// The newest time of an entry's versions; what is no time in RFC 3339 comes before all others.
fn newest(entry: &Entry) -> Option<Timestamp> {
    entry.versions.iter().filter_map(|version| version.created.parse().ok()).max()
}
