//! The palette, and help, which is the same list of actions with their keys.
//!
//! May import: `app::{action, layout, state, text, theme, view::*}`.

use ratatui::layout::Rect;

use super::painter::{Focus, Painter, Titles};
use super::window::{self, Window, cell, input, join, no_match};
use crate::app::layout::{Areas, split};
use crate::app::state::State;
use crate::app::state::palette::{Choice, Goal, Palette};
use crate::app::text::{Row, cells};
use crate::app::theme::Role;

/// Cells for keys.
const KEYS: usize = 14;
/// Cells for the longest heading of a group.
const GROUP: usize = 13;

/// Draws the palette.
pub(crate) fn draw(painter: &mut Painter<'_>, areas: &Areas, palette: &Palette, state: &State) {
    let body = frame(painter, areas, palette, "Commands", ":");
    let width = usize::from(body.width);
    let key = width.min(60) / 5;
    let label = (width.saturating_sub(key + 4) * 3 / 5).max(8);
    rows(painter, body, palette, label, |choice, marks| {
        let keys = keys(choice, state, 1);
        join([
            cell(&choice.label, label, role(choice)).matched(marks),
            cell(&keys, key, Role::Key),
            Row::of(choice.target.as_str(), Role::Muted),
        ])
    });
}

/// Draws help.
pub(crate) fn draw_help(
    painter: &mut Painter<'_>,
    areas: &Areas,
    palette: &Palette,
    state: &State,
) {
    let body = frame(painter, areas, palette, "Keys", "/");
    let width = usize::from(body.width);
    let group = if width < 60 { 0 } else { GROUP };
    let label = width.saturating_sub(1 + KEYS + 2 + 2 + group).max(8);
    rows(painter, body, palette, KEYS + 2 + label, |choice, marks| {
        let note = if choice.enabled {
            choice.group().map_or("", |group| group.title())
        } else {
            choice.target.as_str()
        };
        join([
            cell(&keys(choice, state, 3), KEYS, Role::Key),
            cell(&choice.label, label, role(choice)).matched(marks),
            Row::of(note, Role::Muted),
        ])
    });
}

fn rows(
    painter: &mut Painter<'_>,
    body: Rect,
    palette: &Palette,
    bar: usize,
    row: impl Fn(&Choice, &[u32]) -> Row,
) {
    if palette.list.is_empty() {
        window::empty(painter, body, &no_match(palette.list.filter.trimmed()));
        return;
    }
    let bar = (1, u16::try_from(bar).unwrap_or(u16::MAX));
    let cursor = painter.cursor;
    Window { body, list: &palette.list, focus: Focus::Here, bar }.draw(painter, |item, marks| {
        palette.choices.get(item).map(|choice| row(choice, marks)).unwrap_or_default()
    });
    painter.cursor = cursor;
}

/// The frame with the line that is typed into; gives the area of the rows.
fn frame(
    painter: &mut Painter<'_>,
    areas: &Areas,
    palette: &Palette,
    name: &str,
    mark: &str,
) -> Rect {
    let area = areas.list_overlay();
    painter.clear(area);
    let titles = Titles {
        left: Row::of(name, Role::Accent),
        right: window::counter(&palette.list),
        bottom: Row::of("type to filter, Enter runs, Esc closes", Role::Muted),
    };
    let inner = painter.frame(area, Focus::Here, &titles);
    let inner = Rect { x: inner.x + 1, width: inner.width.saturating_sub(2), ..inner };
    let (line, rest) = split(inner, 1);
    input(painter, line, mark, &palette.list.filter, Focus::Here);
    let (_, rest) = split(rest, 1);
    split(rest, u16::try_from(areas.overlay_rows()).unwrap_or(u16::MAX)).0
}

fn role(choice: &Choice) -> Role {
    if choice.enabled { Role::Text } else { Role::Muted }
}

/// The keys that do the same.
fn keys(choice: &Choice, state: &State, most: usize) -> String {
    let Goal::Run(action) = &choice.goal else { return String::new() };
    let mut keys = state.keymap.keys(*action);
    keys.truncate(most);
    while cells::width(&keys.join(", ")) > KEYS && keys.len() > 1 {
        keys.pop();
    }
    keys.join(", ")
}
