//! The dialog that writes findings to a file.
//!
//! May import: `app::{layout, state, text, theme, view::*}`, `model`, `report`.

use ratatui::layout::{Rect, Size};

use super::painter::{Focus, Painter, Titles};
use super::window::{hint, input};
use crate::app::layout::Areas;
use crate::app::state::export::{Export, ExportSpot};
use crate::app::text::Row;
use crate::app::text::wrap::wrap;
use crate::app::theme::Role;
use crate::model::text::{clean, counted};
use crate::report::Format;

/// How wide and high the box wants to be.
const SIZE: Size = Size::new(64, 9);

/// Draws it.
pub(crate) fn draw(painter: &mut Painter<'_>, areas: &Areas, export: &Export) {
    let area = areas.overlay(SIZE);
    painter.clear(area);
    let title = format!("Write {}", counted(export.count, "finding"));
    let titles = Titles { left: Row::of(title, Role::Accent), ..Titles::default() };
    let inner = painter.frame(area, Focus::Here, &titles);
    let text = Rect { x: inner.x + 1, width: inner.width.saturating_sub(2), ..inner };
    let line = |number: u16| Rect { y: text.y + number, height: 1, ..text }.intersection(text);
    formats(painter, line(1), export);
    let focus = if export.spot == ExportSpot::File { Focus::Here } else { Focus::Elsewhere };
    input(painter, line(3), "File    ", &export.file, focus);
    let note = Rect { y: text.y + 4, height: text.height.saturating_sub(5), ..text };
    for (number, row) in told(export, usize::from(text.width)).iter().enumerate() {
        painter.row(note.intersection(text), number, row);
    }
    let key = if export.exists.is_some() { "replaces the file" } else { "writes" };
    painter.row(text, usize::from(text.height.saturating_sub(1)), &hint("Enter", key));
}

/// All formats, the chosen one in brackets.
fn formats(painter: &mut Painter<'_>, area: Rect, export: &Export) {
    let mut row = Row::of("Format  ", Role::Key);
    let has_keys = export.spot == ExportSpot::Format;
    let mut at = 0;
    for format in Format::ALL {
        if format == export.format {
            at = row.width();
            row.push(
                format!("[{}]", format.name()),
                if has_keys { Role::Selection } else { Role::Accent },
            );
        } else {
            row.push(format!(" {} ", format.name()), Role::Muted);
        }
    }
    painter.row(area, 0, &row);
    if has_keys {
        painter.park(area, 0, at + 1);
    }
}

fn told(export: &Export, width: usize) -> Vec<Row> {
    match (&export.refusal, &export.exists) {
        (Some(refusal), _) => wrap(&clean(refusal), width, Role::Error),
        (None, Some(file)) => {
            wrap(&format!("{} is there already", clean(file)), width, Role::Warning)
        }
        (None, None) => Vec::new(),
    }
}
