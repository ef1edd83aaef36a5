//! How much room there is, and dividing it.
//!
//! May import: nothing of the crate.

use ratatui::layout::{Rect, Size};

/// Below this the screen only says how large it should be.
pub const LEAST: Size = Size::new(40, 10);

/// How the panes are arranged.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// Three columns.
    Wide,
    /// Two columns; the left one holds both lists, the focused one taller.
    Narrow,
    /// One pane, with frame; the header says where it stands.
    Single,
    /// One pane without a frame.
    Floor,
    /// Too small for anything.
    TooSmall,
}

/// How a screen of that size is arranged.
#[must_use]
pub(super) fn shape(size: Size) -> Shape {
    if size.width < LEAST.width || size.height < LEAST.height {
        Shape::TooSmall
    } else if size.width >= 110 && size.height >= 14 {
        Shape::Wide
    } else if size.width >= 72 && size.height >= 18 {
        Shape::Narrow
    } else if size.width >= 48 && size.height >= 15 {
        Shape::Single
    } else {
        Shape::Floor
    }
}

/// The first `height` lines, and the rest.
#[must_use]
pub fn split(area: Rect, height: u16) -> (Rect, Rect) {
    let height = height.min(area.height);
    (Rect { height, ..area }, Rect { y: area.y + height, height: area.height - height, ..area })
}

/// The inside of a frame.
#[must_use]
pub fn inside(area: Rect) -> Rect {
    Rect {
        x: area.x.saturating_add(1),
        y: area.y.saturating_add(1),
        width: area.width.saturating_sub(2),
        height: area.height.saturating_sub(2),
    }
}
