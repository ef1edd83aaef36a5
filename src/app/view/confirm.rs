//! A question with two answers.
//!
//! May import: `app::{layout, state, text, theme, view::*}`, `model`.

use ratatui::layout::{Rect, Size};

use super::painter::{Focus, Painter, Titles};
use crate::app::layout::Areas;
use crate::app::state::dialog::{Answer, Confirm};
use crate::app::text::wrap::wrap;
use crate::app::text::{Row, cells};
use crate::app::theme::Role;
use crate::model::text::clean;

/// How wide the box wants to be.
const WIDTH: u16 = 60;

/// Draws it.
pub(crate) fn draw(painter: &mut Painter<'_>, areas: &Areas, confirm: &Confirm) {
    let width = usize::from(WIDTH.min(areas.screen.width)).saturating_sub(4);
    let rows: Vec<Row> =
        confirm.details.iter().flat_map(|line| wrap(&clean(line), width, Role::Text)).collect();
    let height = u16::try_from(rows.len() + 5).unwrap_or(u16::MAX);
    let area = areas.overlay(Size::new(WIDTH, height));
    painter.clear(area);
    let titles =
        Titles { left: Row::of(clean(&confirm.question), Role::Accent), ..Titles::default() };
    let inner = painter.frame(area, Focus::Here, &titles);
    let text = Rect { x: inner.x + 1, width: inner.width.saturating_sub(2), ..inner };
    for (line, row) in rows.iter().enumerate() {
        painter.row(text, line + 1, row);
    }
    buttons(painter, text, confirm);
}

fn buttons(painter: &mut Painter<'_>, text: Rect, confirm: &Confirm) {
    let line = usize::from(text.height.saturating_sub(1));
    let cancel = button("Cancel", confirm.focus == Answer::Cancel);
    let agree = button(&clean(&confirm.agree), confirm.focus == Answer::Agree);
    let second = cancel.width() + 3;
    let focused = if confirm.focus == Answer::Cancel { 0 } else { second };
    painter.row(text, line, &cancel);
    let shift = u16::try_from(second).unwrap_or(0).min(text.width);
    let right = Rect { x: text.x + shift, width: text.width - shift, ..text };
    painter.row(right, line, &agree);
    painter.row_right(text, line, &Row::of("y / n", Role::Muted));
    painter.park(text, line, focused + 2);
}

/// `[ Save ]`, as selected while it has the focus.
pub(crate) fn button(label: &str, focused: bool) -> Row {
    let role = if focused { Role::Selection } else { Role::Text };
    Row::of(format!("[ {} ]", cells::fit(label, 24)), role)
}
