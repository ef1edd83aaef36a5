//! Which half of the screen of findings has the keys.
//!
//! May import: `app::{pane, state}`, `app::view::painter`.

use crate::app::pane::Side;
use crate::app::state::board::Board;
use crate::app::view::painter::Focus;

/// Whether a half has them.
pub(super) fn focus(board: &Board, side: Side) -> Focus {
    if board.side == side { Focus::Here } else { Focus::Elsewhere }
}
