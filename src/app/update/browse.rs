//! The panes: moving, focusing, opening, going back.
//!
//! May import: `app::{action, effect, pane, state, layout}`, `app::update::{details, find, select, tell}`.

use super::{details, find, select, tell};
use crate::app::action::Action;
use crate::app::effect::Effect;
use crate::app::layout::Zoom;
use crate::app::pane::Pane;
use crate::app::state::State;
use crate::app::state::list::{List, Step};

/// Moves the cursor of whatever has the focus, if the action is a movement.
#[must_use]
pub fn step(action: Action, height: usize) -> Option<Step> {
    let page = isize::try_from(height.max(1)).unwrap_or(isize::MAX);
    let half = (page / 2).max(1);
    Some(match action {
        Action::Down => Step::By(1),
        Action::Up => Step::By(-1),
        Action::Top => Step::First,
        Action::Bottom => Step::Last,
        Action::HalfPageDown => Step::By(half),
        Action::HalfPageUp => Step::By(-half),
        Action::PageDown => Step::By(page),
        Action::PageUp => Step::By(-page),
        _ => return None,
    })
}

/// Moves in the focused pane; tells whether the action was a movement.
pub fn moved(state: &mut State, action: Action) -> bool {
    let height = height(state);
    let Some(step) = step(action, height) else { return false };
    if let Some(list) = list_mut(state) {
        list.step(step, height);
    } else if let Some(reader) = state.details.reader_mut() {
        reader.step(step, height);
    }
    true
}

/// The list that has the cursor; `None` when a text has it.
pub fn list_mut(state: &mut State) -> Option<&mut List> {
    match state.focus {
        Pane::Repositories => Some(&mut state.repositories),
        Pane::Entries => Some(&mut state.entries),
        Pane::Details => state.details.list_mut(),
    }
}

/// How many rows of the focused list or text are seen.
#[must_use]
pub fn height(state: &State) -> usize {
    let areas = state.areas();
    match state.focus {
        Pane::Details => details::height(state),
        pane => areas.rows(pane),
    }
}

/// Gives a pane the focus.
pub fn focus(state: &mut State, pane: Pane) {
    state.focus = pane;
}

/// The pane so many places further; `wrap` goes around the ends.
pub fn focus_after(state: &mut State, places: isize) {
    let here = (state.focus.number() - 1).cast_signed();
    let next = (here + places).rem_euclid(Pane::ALL.len().cast_signed()).cast_unsigned();
    state.focus = Pane::ALL.get(next).copied().unwrap_or_default();
}

/// One pane to the left, and no further than the first. A text opened in the details closes first.
pub fn left(state: &mut State) {
    if state.focus == Pane::Details && state.details.close() {
        return;
    }
    if state.focus != Pane::Repositories {
        focus_after(state, -1);
    }
}

/// One pane to the right, and no further than the last.
pub fn right(state: &mut State) {
    if state.focus != Pane::Details {
        focus_after(state, 1);
    }
}

/// Enter: goes deeper.
pub fn open(state: &mut State) -> Vec<Effect> {
    match state.focus {
        Pane::Repositories | Pane::Entries => {
            right(state);
            select::ask_again(state)
        }
        Pane::Details => {
            let mut effects = details::open(state);
            effects.extend(select::ask_again(state));
            effects
        }
    }
}

/// Esc: undoes the last step inwards, one at a time. It never quits.
pub fn back(state: &mut State) {
    if state.messages.dismiss() || find::clear(state) {
        return;
    }
    if state.focus == Pane::Details && state.details.close() {
        return;
    }
    if state.zoom == Zoom::On {
        state.zoom = Zoom::Off;
    } else if state.focus == Pane::Repositories {
        let key = state.keymap.key(Action::Close).unwrap_or_default();
        tell::info(state, format!("nothing to go back from; {key} quits"));
    } else {
        focus_after(state, -1);
    }
}

/// `+`: the focused pane alone, or all of them.
pub fn zoom(state: &mut State) {
    state.zoom = match state.zoom {
        Zoom::On => Zoom::Off,
        Zoom::Off => Zoom::On,
    };
}

/// Keeps all windows around their cursors, after the screen has changed its size.
pub fn fit(state: &mut State) {
    let areas = state.areas();
    state.repositories.fit(areas.rows(Pane::Repositories));
    state.entries.fit(areas.rows(Pane::Entries));
    let height = details::height(state);
    if let Some(list) = state.details.list_mut() {
        list.fit(height);
    }
    if let Some(reader) = state.details.reader_mut() {
        reader.fit(height);
    }
}
