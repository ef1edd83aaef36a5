//! Two overlays of the screen of findings: what each consumer makes of the repository, and the ignored rules.
//!
//! May import: `app::{action, state}`, `app::update::{board, browse, tell}`.

use super::{board, browse, tell};
use crate::app::action::Action;
use crate::app::state::State;
use crate::app::state::consumers::Consumers;
use crate::app::state::dialog::Dialog;
use crate::app::state::list::{List, Step};

/// `m`: the consumers, if the last report tells of them.
pub fn open(state: &mut State) {
    let named = state.board.as_ref().map(|board| board.repository.clone());
    let name = named.or_else(|| state.shelf().map(|shelf| shelf.repository.name.clone()));
    let shelf = name.as_deref().and_then(|name| state.shelf_named(name));
    let verdicts = shelf.and_then(|shelf| shelf.report.value.as_ref()).map(|it| it.verdicts.len());
    let validate = state.keymap.key(Action::Validate).unwrap_or_default();
    match (name, verdicts) {
        (Some(repository), Some(count @ 1..)) => {
            let list = List::of(count);
            let consumers = Consumers { repository, list, scroll: 0 };
            state.dialogs.push(Dialog::Consumers(Box::new(consumers)));
        }
        (_, Some(_)) => tell::info(state, "the report tells of no consumer"),
        _ => tell::info(state, format!("not known before a whole validation: {validate} runs one")),
    }
}

/// What a key does among the consumers: pages scroll what the selected one leaves out.
pub fn act(state: &mut State, action: Action) {
    let height = state.areas().log_rows();
    let Some(Dialog::Consumers(shown)) = state.dialogs.last_mut() else { return };
    match action {
        Action::Down | Action::NextPane => drop(shown.list.step(Step::By(1), height)),
        Action::Up | Action::PreviousPane => drop(shown.list.step(Step::By(-1), height)),
        Action::Back | Action::Close | Action::Consumers | Action::Left => {
            state.dialogs.pop();
            return;
        }
        _ => {
            if let Some(Step::By(lines)) = browse::step(action, 8) {
                shown.scroll = shown.scroll.saturating_add_signed(lines);
            }
            return;
        }
    }
    shown.scroll = 0;
}

/// `I`: the rules that are ignored in this session.
pub fn open_ignored(state: &mut State) {
    if state.ignored.is_empty() {
        let key = state.keymap.key(Action::IgnoreRule).unwrap_or_default();
        return tell::info(
            state,
            format!("no rule is ignored; {key} on a finding ignores its rule"),
        );
    }
    let list = List::of(state.ignored.len());
    state.dialogs.push(Dialog::Ignored(list));
}

/// What a key does among the ignored rules.
pub fn act_in_ignored(state: &mut State, action: Action) {
    let height = state.areas().log_rows();
    let Some(Dialog::Ignored(list)) = state.dialogs.last_mut() else { return };
    if let Some(step) = browse::step(action, height) {
        list.step(step, height);
        return;
    }
    let item = list.item();
    match action {
        Action::Open | Action::Remove | Action::IgnoreRule | Action::Undo => {
            if let Some(item) = item {
                board::unignore(state, item);
            }
            if state.ignored.is_empty() {
                state.dialogs.pop();
            }
        }
        Action::Back | Action::Close | Action::Ignored | Action::Left => {
            state.dialogs.pop();
        }
        _ => {}
    }
}
