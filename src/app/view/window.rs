//! What all lists share: the line above the rows, the marker, the selected row, what stands in an empty
//! list, and the title's counter.
//!
//! May import: `app::{pane, state, text, theme, view::painter}`.

use ratatui::layout::Rect;

use super::painter::{Focus, Painter};
use crate::app::pane::Pane;
use crate::app::state::State;
use crate::app::state::field::Field;
use crate::app::state::list::List;
use crate::app::text::{Row, cells};
use crate::app::theme::Role;

/// Where a list is drawn, and whether it has the keys.
#[derive(Clone, Copy)]
pub(crate) struct Window<'state> {
    /// The rows.
    pub(crate) body: Rect,
    /// Selection, filter and window.
    pub(crate) list: &'state List,
    /// Whether it has the keys.
    pub(crate) focus: Focus,
    /// From which cell on the selected row is shown as selected, and how many cells.
    pub(crate) bar: (u16, u16),
}

impl Window<'_> {
    /// Draws the visible rows; `row` makes the row of an item from its index and its matched characters.
    pub(crate) fn draw(&self, painter: &mut Painter<'_>, row: impl Fn(usize, &[u32]) -> Row) {
        let height = usize::from(self.body.height);
        for (line, place) in self.list.visible(height).enumerate() {
            let Some(shown) = self.list.rows().get(place) else { continue };
            let selected = place == self.list.selected();
            let marker = if selected { ">" } else { " " };
            let mut out = Row::of(marker, Role::Accent);
            for piece in row(shown.item, &shown.marks).pieces {
                out.push(piece.text, piece.role);
            }
            painter.row(self.body, line, &out);
            if selected {
                self.select(painter, line);
            }
        }
    }

    fn select(&self, painter: &mut Painter<'_>, line: usize) {
        let bar = Rect { x: self.body.x + self.bar.0, width: self.bar.1, ..self.body };
        let bar = bar.intersection(self.body);
        let role = match self.focus {
            Focus::Here => Role::Selection,
            Focus::Elsewhere => Role::SelectionUnfocused,
        };
        painter.restyle(bar, line, role);
        if self.focus == Focus::Here {
            painter.park(self.body, line, 0);
        }
    }
}

/// The line that is typed into: a mark, the text, the cursor if it has the keys.
pub(crate) fn input(
    painter: &mut Painter<'_>,
    area: Rect,
    mark: &str,
    field: &Field,
    focus: Focus,
) {
    let mark_row = Row::of(mark, Role::Key);
    let start = u16::try_from(mark_row.width()).unwrap_or(0).min(area.width);
    painter.row(area, 0, &mark_row);
    let room = Rect { x: area.x + start, width: area.width - start, ..area };
    let scroll = field.visual_scroll(usize::from(room.width.saturating_sub(1)));
    painter.row(room, 0, &Row::of(field.value(), Role::Text).skip(scroll));
    if focus == Focus::Here {
        painter.park(room, 0, field.visual_cursor().saturating_sub(scroll));
    }
}

/// The line above a list: the filter with `n of m` while there is one, else the heads of the columns.
pub(crate) fn head(painter: &mut Painter<'_>, area: Rect, list: &List, heads: &Row, focus: Focus) {
    if !list.filtering && list.filter.trimmed().is_empty() {
        painter.row(area, 0, heads);
        return;
    }
    let count = Row::of(format!("{} of {}", list.len(), list.total()), Role::Muted);
    let taken = u16::try_from(count.width()).unwrap_or(0) + 1;
    let room = Rect { x: area.x + 1, width: area.width.saturating_sub(taken + 1), ..area };
    painter.row_right(area, 0, &count);
    let typing = if list.filtering { focus } else { Focus::Elsewhere };
    input(painter, room, "/", &list.filter, typing);
}

/// `3/14` for a title.
pub(crate) fn counter(list: &List) -> Row {
    if list.is_empty() {
        return Row::default();
    }
    Row::of(format!("{}/{}", list.selected() + 1, list.len()), Role::Muted)
}

/// Lines in place of rows: what is missing, and keys that help.
pub(crate) fn empty(painter: &mut Painter<'_>, body: Rect, lines: &[Row]) {
    let area = Rect { x: body.x + 1, width: body.width.saturating_sub(2), ..body };
    let mut line = 1;
    for row in lines {
        for part in crate::app::text::wrap::wrap_row(
            row,
            usize::from(area.width),
            &Row::default(),
            &Row::default(),
        ) {
            painter.row(area, line, &part);
            line += 1;
        }
    }
}

/// A key and what it does, as in the footer.
pub(crate) fn hint(key: &str, what: &str) -> Row {
    Row::of(key, Role::Key).with(" ", Role::Text).with(what, Role::Muted)
}

/// A text of exactly that many cells, and a gap of two.
pub(crate) fn cell(text: &str, width: usize, role: Role) -> Row {
    Row::of(cells::pad(text, width), role).with("  ", Role::Text)
}

/// One row after the other.
pub(crate) fn join(rows: impl IntoIterator<Item = Row>) -> Row {
    let mut out = Row::default();
    for piece in rows.into_iter().flat_map(|row| row.pieces) {
        out.push(piece.text, piece.role);
    }
    out
}

/// What an empty list says when a filter emptied it.
pub(crate) fn no_match(filter: &str) -> Vec<Row> {
    vec![
        Row::of(format!("Nothing matches \"{filter}\"."), Role::Text),
        hint("Esc", "clears the filter"),
    ]
}

/// The number and name of a pane.
pub(crate) fn title(pane: Pane, name: &str, focus: Focus) -> Row {
    let role = if focus == Focus::Here { Role::Accent } else { Role::Title };
    Row::of(format!("{} {name}", pane.number()), role)
}

/// Whether a pane has the focus. It keeps its looks under an overlay: two frames redrawn cost a kilobyte.
pub(crate) fn pane_focus(state: &State, pane: Pane) -> Focus {
    if state.focus == pane { Focus::Here } else { Focus::Elsewhere }
}
