//! The screen of findings: how the validation stands, the list, and what is known of the selected finding.
//!
//! May import: `app::{account, layout, pane, state, text, theme, view::*}`.

mod header;
mod keys;
mod list;
mod standing;

use self::keys::focus;
use super::painter::{Focus, Painter, Titles};
use super::window::hint;
use crate::app::account::account;
use crate::app::layout::Shape;
use crate::app::layout::board::Board as Areas;
use crate::app::pane::Side;
use crate::app::state::State;
use crate::app::state::board::Board;
use crate::app::text::Row;
use crate::app::theme::Role;

/// Draws it, but for its two last lines.
pub(crate) fn draw(painter: &mut Painter<'_>, areas: &Areas, board: &Board, state: &State) {
    header::draw(painter, areas, board, state);
    if !areas.list.is_empty() {
        list::draw(painter, areas, board, state);
    }
    if !areas.source.is_empty() {
        source(painter, areas, board, state);
    }
}

fn source(painter: &mut Painter<'_>, areas: &Areas, board: &Board, state: &State) {
    let focus = focus(board, Side::Source);
    let body = areas.source_body();
    let rows = account(state, usize::from(body.width));
    let height = usize::from(body.height);
    let scroll = board.scroll.min(rows.len().saturating_sub(height));
    if areas.shape != Shape::Floor {
        let role = if focus == Focus::Here { Role::Accent } else { Role::Title };
        let counter = Row::of(list::counter(board), Role::Muted);
        let is_beside = matches!(areas.shape, Shape::Wide | Shape::Narrow);
        let titles = Titles {
            left: Row::of("2 Source", role),
            right: if is_beside { Row::default() } else { counter },
            bottom: more(rows.len(), scroll, height),
        };
        painter.frame(areas.source, focus, &titles);
    }
    for (line, row) in rows.iter().skip(scroll).take(height).enumerate() {
        painter.row(body, line, row);
    }
    if focus == Focus::Here {
        painter.park(body, 0, 0);
    }
}

/// How much of the text is out of sight, and the keys that bring it.
fn more(count: usize, scroll: usize, height: usize) -> Row {
    let below = count.saturating_sub(scroll + height);
    match (scroll, below) {
        (0, 0) => Row::default(),
        (_, 0) => hint("PgUp", &format!("{scroll} lines above")),
        _ => hint("PgDn", &format!("{below} lines below")),
    }
}
