//! Where things are on the screen of findings: list and source side by side, one above the other, or each on
//! a screen of its own.
//!
//! May import: `app::layout::shape`, `app::pane`.

use ratatui::layout::{Position, Rect, Size};

use super::shape::{Shape, inside, shape, split};
use crate::app::pane::Side;

/// The areas of the screen of findings. Those that are not shown are empty.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Board {
    /// How much room there is.
    pub shape: Shape,
    /// What is validated, and how it stands.
    pub header: Rect,
    /// The list with its frame.
    pub list: Rect,
    /// The source with its frame.
    pub source: Rect,
    /// One line for messages.
    pub status: Rect,
    /// One line of keys.
    pub footer: Rect,
}

/// Arranges it; `side` has the keys.
#[must_use]
pub fn board(screen: Size, side: Side) -> Board {
    let shape = shape(screen);
    let screen = Rect::from((Position::ORIGIN, screen));
    let header = if shape == Shape::Floor { 1 } else { 2 };
    let (header, rest) = split(screen, header);
    let (middle, end) = split(rest, rest.height.saturating_sub(2));
    let (status, footer) = split(end, 1);
    let (list, source) = match (shape, side) {
        (Shape::TooSmall, _) => (Rect::ZERO, Rect::ZERO),
        (Shape::Wide, _) => beside(middle),
        (Shape::Narrow, _) => split(middle, (middle.height * 2 / 5).max(7)),
        (_, Side::List) => (middle, Rect::ZERO),
        (_, Side::Source) => (Rect::ZERO, middle),
    };
    Board { shape, header, list, source, status, footer }
}

/// Two fifths for the list, at least 46 columns.
fn beside(area: Rect) -> (Rect, Rect) {
    let width = (area.width * 2 / 5).max(46);
    let list = Rect { width, ..area };
    (list, Rect { x: area.x + width, width: area.width - width, ..area })
}

impl Board {
    fn inner(&self, area: Rect) -> Rect {
        if self.shape == Shape::Floor { area } else { inside(area) }
    }

    /// The first line inside the list: heads of columns, or the filter.
    #[must_use]
    pub fn list_head(&self) -> Rect {
        split(self.inner(self.list), 1).0
    }

    /// The rows of the list.
    #[must_use]
    pub fn list_body(&self) -> Rect {
        split(self.inner(self.list), 1).1
    }

    /// The text of the source, with a margin at either side.
    #[must_use]
    pub fn source_body(&self) -> Rect {
        let inner = self.inner(self.source);
        Rect { x: inner.x.saturating_add(1), width: inner.width.saturating_sub(2), ..inner }
    }

    /// How many rows of the list are seen; where it is not shown, as many as once it is.
    #[must_use]
    pub fn list_rows(&self, size: Size) -> usize {
        let shown = if self.list.is_empty() { board(size, Side::List) } else { *self };
        usize::from(shown.list_body().height)
    }

    /// How many lines of the source are seen.
    #[must_use]
    pub fn source_rows(&self) -> usize {
        usize::from(self.source_body().height)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_areas_fill_the_screen_and_never_overlap() {
        for (width, height) in (40..=200).flat_map(|width| (10..=60).map(move |it| (width, it))) {
            for side in [Side::List, Side::Source] {
                let areas = board(Size::new(width, height), side);
                let all = [areas.header, areas.list, areas.source, areas.status, areas.footer];
                let covered: u32 = all.into_iter().map(Rect::area).sum();
                assert_eq!(covered, u32::from(width) * u32::from(height), "{width}x{height}");
                let rows = areas.list_rows(Size::new(width, height));
                assert!(rows >= 4, "{width}x{height}: {rows}");
            }
        }
    }
}
