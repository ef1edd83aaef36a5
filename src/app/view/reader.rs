//! A text that is being read: line numbers, the cursor's mark, matches of the search.
//!
//! May import: `app::{state, text, theme, view::painter}`.

use ratatui::layout::Rect;

use super::painter::{Focus, Painter};
use crate::app::state::document::Reader;
use crate::app::text::{Row, cells};
use crate::app::theme::Role;

/// Draws the lines in the window.
pub(crate) fn draw(painter: &mut Painter<'_>, body: Rect, reader: &Reader, focus: Focus) {
    let document = &reader.document;
    let body = Rect { width: body.width.saturating_sub(1), ..body };
    let digits = if document.numbered { document.rows.len().to_string().len().max(2) } else { 0 };
    let rows = document.rows.iter().enumerate().skip(reader.offset());
    for (line, (number, row)) in rows.take(usize::from(body.height)).enumerate() {
        let here = number == reader.cursor();
        let marker = if here && focus == Focus::Here { ">" } else { " " };
        let mut out = Row::of(marker, Role::Accent);
        if document.numbered {
            out.push(cells::pad_left(&(number + 1).to_string(), digits), Role::Muted);
        }
        out.push(" ", Role::Text);
        let text = row.matched(&marks(reader, number, row)).skip(reader.aside());
        for piece in text.pieces {
            out.push(piece.text, piece.role);
        }
        painter.row(body, line, &out);
        if here && focus == Focus::Here && !reader.searching {
            painter.park(body, line, 0);
        }
    }
}

/// The characters to be shown as matched: what is sought, and what a finding speaks of.
fn marks(reader: &Reader, number: usize, row: &Row) -> Vec<u32> {
    let mut spans = reader.marks(&row.plain());
    if let Some((line, start, length)) = reader.document.marked
        && line == number
    {
        spans.push((start, length.max(1)));
    }
    let characters = spans.into_iter().flat_map(|(start, length)| start..start + length);
    characters.filter_map(|character| u32::try_from(character).ok()).collect()
}

/// `12/318   3%`, unless all is seen at once.
pub(crate) fn position(reader: &Reader, height: usize) -> Row {
    let (line, count) = (reader.cursor() + 1, reader.document.rows.len());
    if count <= height {
        return Row::default();
    }
    Row::of(format!("{line}/{count} {:>3}%", line * 100 / count), Role::Muted)
}
