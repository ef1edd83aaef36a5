//! The form of a Secret: its name, and a row for each key. Typed values are stars.
//!
//! May import: `app::{layout, state, text, theme, view::*}`, `model`.

use ratatui::layout::{Rect, Size};

use super::confirm::button;
use super::painter::{Focus, Painter, Titles};
use super::window::join;
use crate::app::layout::Areas;
use crate::app::state::field::Field;
use crate::app::state::secret_form::{From, SecretForm, SecretRow, SecretSpot};
use crate::app::text::wrap::wrap;
use crate::app::text::{Row, cells};
use crate::app::theme::Role;
use crate::model::text::clean;

/// How wide the form wants to be.
const WIDTH: u16 = 80;
/// Cells of a label, of a key, and of the chooser.
const LABEL: usize = 12;
const KEY: usize = 22;
const CHOOSER: usize = 12;

/// A row, and the column of the cursor on the one that has the focus.
type Line = (Row, Option<usize>);

/// Draws it.
pub(crate) fn draw(painter: &mut Painter<'_>, areas: &Areas, form: &SecretForm) {
    let width = usize::from(WIDTH.min(areas.screen.width)).saturating_sub(4);
    let lines = lines(form, width);
    let height = u16::try_from(lines.len() + 2).unwrap_or(u16::MAX);
    let area = areas.overlay(Size::new(WIDTH, height.min(areas.screen.height.saturating_sub(1))));
    let area = Rect { y: area.y.min(areas.footer.y.saturating_sub(area.height)), ..area };
    painter.clear(area);
    let name = match &form.was {
        None => "Add Secret".to_owned(),
        Some(name) => format!("Change Secret {}", clean(&name.to_string())),
    };
    let titles = Titles {
        left: Row::of(name, Role::Accent),
        right: Row::of("values are never shown", Role::Muted),
        ..Titles::default()
    };
    let inner = painter.frame(area, Focus::Here, &titles);
    let inner = Rect { x: inner.x + 1, width: inner.width.saturating_sub(2), ..inner };
    let height = usize::from(inner.height);
    let focused = lines.iter().position(|(_, cursor)| cursor.is_some()).unwrap_or(0);
    let most = lines.len().saturating_sub(height);
    let first = focused.saturating_sub(height.saturating_sub(3)).min(most);
    for (number, (row, cursor)) in lines.iter().skip(first).enumerate() {
        painter.row(inner, number, row);
        if let Some(column) = cursor {
            painter.park(inner, number, *column);
        }
    }
}

fn lines(form: &SecretForm, width: usize) -> Vec<Line> {
    let wide = width.saturating_sub(LABEL + 2).min(42);
    let mut out = vec![
        named(form, ("Name *", SecretSpot::Name, &form.name), wide),
        named(form, ("Namespace", SecretSpot::Namespace, &form.namespace), wide),
        (Row::default(), None),
        (heads(width), None),
    ];
    for (number, row) in form.rows.iter().enumerate() {
        out.push(key_row(form, number, row, width));
    }
    out.push((Row::default(), None));
    out.push(buttons(form));
    let told = form.refusal.as_deref().map_or(
        ("a typed value is kept in the store, which only you may read", Role::Muted),
        |refusal| (refusal, Role::Error),
    );
    out.extend(wrap(&clean(told.0), width, told.1).into_iter().map(|row| (row, None)));
    out
}

fn key_width(width: usize) -> usize {
    KEY.min(width.saturating_sub(CHOOSER + 12)).max(8)
}

fn heads(width: usize) -> Row {
    join([
        Row::of(cells::pad("KEY", key_width(width) + 2), Role::Muted),
        Row::of(cells::pad("FROM", CHOOSER + 2), Role::Muted),
        Row::of("VALUE", Role::Muted),
    ])
}

fn named(form: &SecretForm, (name, spot, field): (&str, SecretSpot, &Field), wide: usize) -> Line {
    let here = form.spot == spot;
    let role = if here { Role::Accent } else { Role::Muted };
    let (input, cursor) = input(field, wide, here);
    let row = join([Row::of(cells::pad(name, LABEL), role), input]);
    (row, cursor.map(|column| column + LABEL))
}

/// What a field shows, and where the cursor is in it.
fn input(field: &Field, width: usize, here: bool) -> (Row, Option<usize>) {
    let shown = if field.is_masked() {
        "*".repeat(field.value().chars().count())
    } else {
        clean(field.value()).into_owned()
    };
    let scroll = if here { field.visual_scroll(width.saturating_sub(1)) } else { 0 };
    let text = Row::of(shown, Role::Input).skip(scroll).fit(width);
    let rest = " ".repeat(width.saturating_sub(text.width()));
    let cursor = here.then(|| field.visual_cursor().saturating_sub(scroll));
    (join([text, Row::of(rest, Role::Input)]), cursor)
}

fn key_row(form: &SecretForm, number: usize, row: &SecretRow, width: usize) -> Line {
    let at = |spot: SecretSpot| form.spot == spot;
    let gap = || Row::of("  ", Role::Text);
    let key_width = key_width(width);
    let (key, key_cursor) = if row.known.is_some() {
        (Row::of(cells::pad(&clean(row.key.value()), key_width), Role::Text), None)
    } else {
        input(&row.key, key_width, at(SecretSpot::Key(number)))
    };
    let is_choosing = at(SecretSpot::From(number));
    let role = match row.from {
        _ if is_choosing => Role::Selection,
        From::Dropped => Role::Warning,
        _ => Role::Text,
    };
    let chooser = Row::of(cells::pad(&format!("< {} >", row.from.word()), CHOOSER), role);
    let start = key_width + 2 + CHOOSER + 2;
    let types = at(SecretSpot::Value(number));
    let (value, value_cursor) = value(row, width.saturating_sub(start).max(4), types);
    let cursor = key_cursor
        .or_else(|| is_choosing.then_some(key_width + 4))
        .or_else(|| value_cursor.map(|column| start + column));
    (join([key, gap(), chooser, gap(), value]), cursor)
}

/// The value as stars, where it is, or what becomes of it.
fn value(row: &SecretRow, width: usize, here: bool) -> (Row, Option<usize>) {
    let told = |text: &str| (Row::of(text, Role::Muted).fit(width), here.then_some(0));
    match (row.from, &row.pasted) {
        (From::Dropped, _) => told("the key goes"),
        (From::Typed, Some(pasted)) => {
            let lines = pasted.reveal().lines().count();
            told(&format!("{lines} lines, as pasted"))
        }
        (From::Typed, None) if row.value.is_empty() && row.known.as_deref() == Some("here") => {
            told("kept as it is; typing replaces it")
        }
        (From::Typed, None) => input(&row.value, width, here),
        _ => input(&row.place, width, here),
    }
}

fn buttons(form: &SecretForm) -> Line {
    let (save, cancel) = (form.spot == SecretSpot::Save, form.spot == SecretSpot::Cancel);
    let first = button("Save", save);
    let second = first.width() + 3;
    let row = join([first, Row::of("   ", Role::Text), button("Cancel", cancel)]);
    let cursor = if save { Some(2) } else { cancel.then_some(second + 2) };
    (row, cursor)
}
