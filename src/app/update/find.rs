//! Filtering lists and searching texts.
//!
//! May import: `app::{effect, pane, state}`, `app::update::{details, select, tell}`.

use tui_input::InputRequest;

use super::{details, select, tell};
use crate::app::action::Action;
use crate::app::effect::Effect;
use crate::app::pane::Pane;
use crate::app::state::State;
use crate::app::state::field::Field;
use crate::app::state::list::List;

/// `/`: the filter of the focused list, or the search of the focused text, gets the keys.
pub fn start(state: &mut State) {
    match state.focus {
        Pane::Repositories => state.repositories.filtering = true,
        Pane::Entries => state.entries.filtering = true,
        Pane::Details => {
            if let Some(reader) = state.details.reader_mut() {
                reader.searching = true;
            } else if let Some(list) = state.details.list_mut() {
                list.filtering = true;
            }
        }
    }
}

/// The field that is being typed into, in the panes.
fn field(state: &mut State) -> Option<&mut Field> {
    fn of(list: &mut List) -> Option<&mut Field> {
        list.filtering.then_some(&mut list.filter)
    }
    match state.focus {
        Pane::Repositories => of(&mut state.repositories),
        Pane::Entries => of(&mut state.entries),
        Pane::Details if state.details.reader().is_some() => state
            .details
            .reader_mut()
            .filter(|reader| reader.searching)
            .map(|reader| &mut reader.search),
        Pane::Details => state.details.list_mut().and_then(of),
    }
}

/// Edits the filter or search; the lists follow at once.
pub fn edit(state: &mut State, request: InputRequest) {
    if field(state).is_some_and(|field| field.edit(request)) {
        apply(state);
    }
}

/// Pastes into the filter or search.
pub fn paste(state: &mut State, text: &str) {
    if field(state).is_some_and(|field| field.paste(text)) {
        apply(state);
    }
}

/// Applies a changed filter or search.
pub fn apply(state: &mut State) {
    let height = details::height(state);
    match state.focus {
        Pane::Repositories => {
            let names = state.shelves.iter().map(|shelf| shelf.repository.name.as_str());
            state.repositories.fill(names.enumerate(), None);
            state.repositories.select_first();
        }
        Pane::Entries => {
            select::fill_entries(state, None);
            state.entries.select_first();
        }
        Pane::Details => {
            if let Some(reader) = state.details.reader_mut() {
                reader.find_here(height);
            } else {
                state.details.filter();
                if let Some(list) = state.details.list_mut() {
                    list.select_first();
                }
            }
        }
    }
}

/// Enter in the field: the filter stays, the keys go back to the list or text.
pub fn finish(state: &mut State) {
    state.repositories.filtering = false;
    state.entries.filtering = false;
    if let Some(list) = state.details.list_mut() {
        list.filtering = false;
    }
    if let Some(reader) = state.details.reader_mut() {
        reader.searching = false;
    }
}

/// Esc: empties the focused filter or search; tells whether there was one.
pub fn clear(state: &mut State) -> bool {
    let was_typing = field(state).is_some();
    finish(state);
    let Some(field) = field_of_focus(state).filter(|field| !field.is_empty()) else {
        return was_typing;
    };
    field.clear();
    refill(state);
    true
}

fn field_of_focus(state: &mut State) -> Option<&mut Field> {
    match state.focus {
        Pane::Repositories => Some(&mut state.repositories.filter),
        Pane::Entries => Some(&mut state.entries.filter),
        Pane::Details if state.details.reader().is_some() => {
            state.details.reader_mut().map(|reader| &mut reader.search)
        }
        Pane::Details => state.details.list_mut().map(|list| &mut list.filter),
    }
}

/// Shows all rows again; the selected one stays selected.
fn refill(state: &mut State) {
    match state.focus {
        Pane::Repositories => {
            let keep = state.repositories.item();
            let names = state.shelves.iter().map(|shelf| shelf.repository.name.as_str());
            state.repositories.fill(names.enumerate(), keep);
        }
        Pane::Entries => select::fill_entries(state, state.entries.item()),
        Pane::Details => state.details.filter(),
    }
}

/// `n` and `N`: the next match in a text, the next row in a list.
pub fn next(state: &mut State, action: Action) -> Vec<Effect> {
    let height = details::height(state);
    let forward = action == Action::NextMatch;
    let is_reading = state.focus == Pane::Details;
    let Some(reader) = state.details.reader_mut().filter(|_| is_reading) else {
        return Vec::new();
    };
    let word = reader.search.trimmed().to_owned();
    let found = if forward { reader.find_next(height) } else { reader.find_previous(height) };
    if word.is_empty() {
        return details::neighbour(state, if forward { 1 } else { -1 });
    }
    if !found {
        tell::info(state, format!("\"{word}\" does not occur"));
    }
    Vec::new()
}
