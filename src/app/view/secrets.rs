//! The Secrets over the panes: names and keys; below, where each value is and who uses it. Never a value.
//!
//! May import: `app::{action, layout, state, text, theme, view::*}`, `model`, `secrets`.

use super::log::{frame, notes};
use super::painter::{Focus, Painter};
use super::window::{self, Window, cell, hint, join};
use crate::app::action::Action;
use crate::app::layout::Areas;
use crate::app::state::State;
use crate::app::state::list::List;
use crate::app::state::secrets::{keys_text, users};
use crate::app::text::{Row, cells};
use crate::app::theme::Role;
use crate::model::text::{clean, counted};
use crate::secrets::Summary;

/// Draws them.
pub(crate) fn draw(painter: &mut Painter<'_>, areas: &Areas, list: &List, state: &State) {
    let (body, note) = frame(painter, areas, list, "Secrets");
    if list.is_empty() {
        window::empty(painter, body, &nothing(state));
        notes(painter, note, &unread(state));
        return;
    }
    let known = &state.secrets.secrets;
    let longest = known.iter().map(|secret| cells::width(&secret.name.to_string())).max();
    let name = longest.unwrap_or(0).clamp(12, usize::from(body.width) / 2);
    let bar = (1, u16::try_from(name).unwrap_or(u16::MAX));
    Window { body, list, focus: Focus::Here, bar }.draw(painter, |item, _| {
        let Some(secret) = known.get(item) else { return Row::default() };
        let count = users_of(secret, state).len();
        let used = if count == 0 { "not used".to_owned() } else { counted(count, "repository") };
        let sign = if secret.notes.is_empty() { "" } else { "~~ " };
        join([
            cell(&clean(&secret.name.to_string()), name, Role::Text),
            cell(&used, 14, Role::Muted),
            Row::of(sign, Role::Warning),
            Row::of(clean(&keys_text(secret)), Role::Muted),
        ])
    });
    let selected = list.item().and_then(|item| known.get(item));
    let mut lines = selected.map(|secret| about(secret, state)).unwrap_or_default();
    lines.extend(unread(state));
    notes(painter, note, &lines);
}

fn nothing(state: &State) -> Vec<Row> {
    let add = state.keymap.key(Action::Add).unwrap_or_default();
    vec![
        Row::of("No Secrets yet.", Role::Text),
        hint(&add, "adds one; a pasted manifest, or the path of one, is taken as well"),
    ]
}

fn users_of<'state>(secret: &Summary, state: &'state State) -> Vec<&'state str> {
    let repositories = state.shelves.iter().map(|shelf| &shelf.repository);
    users(repositories, &state.secrets, &secret.name)
}

/// Where each value is, what is wrong, and who uses it.
fn about(secret: &Summary, state: &State) -> Vec<String> {
    let users = users_of(secret, state).join(", ");
    let mut lines: Vec<String> = secret.notes.iter().map(|note| clean(note).into_owned()).collect();
    lines.push(if users.is_empty() {
        "no repository uses it".to_owned()
    } else {
        format!("used by {}", clean(&users))
    });
    lines.extend(secret.keys.iter().map(|(key, place)| {
        let place = if place == "here" { "kept in the store" } else { place };
        clean(&format!("{key}: {place}")).into_owned()
    }));
    lines
}

/// What of the store cannot be read.
fn unread(state: &State) -> Vec<String> {
    state.secrets.notes.iter().map(|note| clean(note).into_owned()).collect()
}
