//! Where everything stands: a pure function of the terminal's size, the focus and the zoom. `update` asks
//! it how high the lists are, `view` where to draw.
//!
//! May import: `app::pane`, `app::layout::*`.

pub mod board;
mod shape;

use ratatui::layout::{Rect, Size};

use super::pane::Pane;
use shape::shape;
pub use shape::{LEAST, Shape, inside, split};

/// Lines of a list overlay that are no rows: its frame, the line to type in, a gap, and three for a note.
const OVERLAY_OTHER: u16 = 7;

/// Whether the focused pane has the whole screen.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Zoom {
    /// All panes that fit are shown.
    #[default]
    Off,
    /// Only the focused pane is shown.
    On,
}

/// The areas of the screen. Those that are not shown are empty.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Areas {
    /// How the panes are arranged.
    pub shape: Shape,
    /// Everything.
    pub screen: Rect,
    /// The first line; two lines where one pane is shown.
    pub header: Rect,
    /// One line for running tasks and messages.
    pub status: Rect,
    /// One line of keys.
    pub footer: Rect,
    /// The panes with their frames, in the order of [`Pane::ALL`].
    panes: [Rect; 3],
}

/// Two parts of the details' body, one below the other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Halves {
    /// A list.
    pub list: Rect,
    /// What belongs to the selected row.
    pub text: Rect,
}

/// Arranges the screen.
#[must_use]
pub fn areas(size: Size, focus: Pane, zoom: Zoom) -> Areas {
    let screen = Rect::new(0, 0, size.width, size.height);
    let shape = shape(size);
    let header_height = match shape {
        Shape::TooSmall => {
            return Areas {
                shape,
                screen,
                header: Rect::ZERO,
                status: Rect::ZERO,
                footer: Rect::ZERO,
                panes: [Rect::ZERO; 3],
            };
        }
        Shape::Single => 2,
        _ => 1,
    };
    let line = |y| Rect::new(0, y, size.width, 1);
    let middle = Rect::new(0, header_height, size.width, size.height - header_height - 2);
    let panes = match (shape, zoom) {
        (Shape::Wide, Zoom::Off) => columns(middle),
        (Shape::Narrow, Zoom::Off) => accordion(middle, focus),
        _ => Pane::ALL.map(|pane| if pane == focus { middle } else { Rect::ZERO }),
    };
    Areas {
        shape,
        screen,
        header: Rect { height: header_height, ..screen },
        status: line(size.height - 2),
        footer: line(size.height - 1),
        panes,
    }
}

/// 32 columns for repositories, at least 38 for entries, at least 46 and three eighths for details.
fn columns(area: Rect) -> [Rect; 3] {
    let details = (area.width * 3 / 8).max(46);
    let repositories = area.width.saturating_sub(details + 38).min(32);
    let entries = area.width - repositories - details;
    let column = |x, width| Rect { x, width, ..area };
    [
        column(0, repositories),
        column(repositories, entries),
        column(repositories + entries, details),
    ]
}

/// The left column gives two thirds of its height to the focused list (entries while reading details).
fn accordion(area: Rect, focus: Pane) -> [Rect; 3] {
    let left = area.width * 3 / 8;
    let tall = area.height * 2 / 3;
    let repositories = if focus == Pane::Repositories { tall } else { area.height - tall };
    [
        Rect { width: left, height: repositories, ..area },
        Rect { y: area.y + repositories, width: left, height: area.height - repositories, ..area },
        Rect { x: left, width: area.width - left, ..area },
    ]
}

impl Areas {
    /// A pane with its frame; empty when it is not shown.
    #[must_use]
    pub fn pane(&self, pane: Pane) -> Rect {
        match pane {
            Pane::Repositories => self.panes[0],
            Pane::Entries => self.panes[1],
            Pane::Details => self.panes[2],
        }
    }

    /// The inside of a pane's frame.
    #[must_use]
    pub fn inner(&self, pane: Pane) -> Rect {
        let area = self.pane(pane);
        if self.shape == Shape::Floor { area } else { inside(area) }
    }

    /// The first line inside a pane: heads of columns, filter or search, tabs.
    #[must_use]
    pub fn head(&self, pane: Pane) -> Rect {
        split(self.inner(pane), 1).0
    }

    /// What a pane shows below its first line.
    #[must_use]
    pub fn body(&self, pane: Pane) -> Rect {
        split(self.inner(pane), 1).1
    }

    /// How many rows of a list, or lines of a text, a pane shows.
    #[must_use]
    pub fn rows(&self, pane: Pane) -> usize {
        usize::from(self.body(pane).height)
    }

    /// How many rows of the list of findings the details show, above the selected one's explanation.
    #[must_use]
    pub fn finding_rows(&self, findings: usize) -> usize {
        usize::from(halves(self.body(Pane::Details), findings).list.height)
    }

    /// How many columns a text in a pane may take, between the cursor's mark with a gap and a margin. For a
    /// pane that is not shown: how many it will have once it is.
    #[must_use]
    pub fn columns(&self, pane: Pane) -> usize {
        let inner = if self.pane(pane).is_empty() {
            areas(self.screen.as_size(), pane, Zoom::On).inner(pane)
        } else {
            self.inner(pane)
        };
        usize::from(inner.width.saturating_sub(3))
    }

    /// The area of an overlay that holds a list, a line to type in above it, and a note below it: over the
    /// panes, no wider and higher than it reads well.
    #[must_use]
    pub fn list_overlay(&self) -> Rect {
        let middle = self.middle();
        let width = if middle.width < 90 { middle.width } else { 78 };
        // Some lines of the panes stay: they tell where one is, and need not be drawn again afterwards.
        let left = if middle.height > 16 { 4 } else { 0 };
        let height = (middle.height - left).min(28);
        Rect {
            x: (middle.width - width) / 2,
            y: middle.y + (middle.height - height) / 2,
            width,
            height,
        }
    }

    /// Where the panes are: all but header, status and footer.
    #[must_use]
    pub fn middle(&self) -> Rect {
        Rect {
            y: self.header.height,
            height: self.screen.height.saturating_sub(self.header.height + 2),
            ..self.screen
        }
    }

    /// How many rows of its list such an overlay shows.
    #[must_use]
    pub fn overlay_rows(&self) -> usize {
        usize::from(self.list_overlay().height.saturating_sub(OVERLAY_OTHER)).max(1)
    }

    /// How many rows a list of tasks or messages has: long texts need the room below it.
    #[must_use]
    pub fn log_rows(&self) -> usize {
        let height = usize::from(self.log_overlay().height);
        height.saturating_sub(usize::from(OVERLAY_OTHER)).min(height * 3 / 5).max(1)
    }

    /// The area of tasks and messages: a line less than other lists, as its texts cost more to take away.
    #[must_use]
    pub fn log_overlay(&self) -> Rect {
        let area = self.list_overlay();
        Rect { height: area.height - u16::from(area.height > 14), ..area }
    }

    /// The area of an overlay that wants that size, centred, within the screen.
    #[must_use]
    pub fn overlay(&self, wanted: Size) -> Rect {
        let narrow = self.screen.width < wanted.width.saturating_add(4);
        let width = if narrow { self.screen.width } else { wanted.width };
        let height = wanted.height.min(self.screen.height);
        Rect {
            x: (self.screen.width - width) / 2,
            y: (self.screen.height - height) / 2,
            width,
            height,
        }
    }
}

/// A body divided into a list and what belongs to the selected row: the list takes what it needs, at most
/// two fifths.
#[must_use]
pub fn halves(body: Rect, rows: usize) -> Halves {
    let wanted = u16::try_from(rows).unwrap_or(u16::MAX).max(1);
    let (list, text) = split(body, wanted.min((body.height * 2 / 5).max(3)));
    Halves { list, text }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn every_size() -> impl Iterator<Item = Size> {
        (1..=200).flat_map(|width| (1..=60).map(move |height| Size::new(width, height)))
    }

    #[test]
    fn the_break_points_choose_the_shape() {
        for (width, height, expected) in [
            (120, 36, Shape::Wide),
            (110, 24, Shape::Wide),
            (109, 24, Shape::Narrow),
            (80, 24, Shape::Narrow),
            (72, 18, Shape::Narrow),
            (80, 17, Shape::Single),
            (60, 20, Shape::Single),
            (40, 12, Shape::Floor),
            (40, 10, Shape::Floor),
            (39, 10, Shape::TooSmall),
            (200, 9, Shape::TooSmall),
            (1, 1, Shape::TooSmall),
        ] {
            assert_eq!(shape(Size::new(width, height)), expected, "{width}x{height}");
        }
    }

    #[test]
    fn areas_fill_the_screen_and_never_overlap() {
        for size in every_size() {
            for focus in Pane::ALL {
                for zoom in [Zoom::Off, Zoom::On] {
                    let areas = areas(size, focus, zoom);
                    if areas.shape == Shape::TooSmall {
                        continue;
                    }
                    let all = [areas.header, areas.status, areas.footer]
                        .into_iter()
                        .chain(Pane::ALL.map(|pane| areas.pane(pane)));
                    let covered: u32 = all.map(Rect::area).sum();
                    assert_eq!(covered, areas.screen.area(), "{size} {focus:?} {zoom:?}");
                    assert!(areas.rows(focus) >= 5, "{size} {focus:?}");
                }
            }
        }
    }

    #[test]
    fn three_columns_keep_their_least_widths() {
        for width in 110..300 {
            let areas = areas(Size::new(width, 36), Pane::Entries, Zoom::Off);
            let widths = Pane::ALL.map(|pane| areas.pane(pane).width);
            assert!(widths[0] >= 26 && widths[1] >= 38 && widths[2] >= 46, "{widths:?}");
        }
    }

    #[test]
    fn overlays_stay_on_the_screen() {
        for size in every_size() {
            let areas = areas(size, Pane::Details, Zoom::Off);
            let overlay = areas.overlay(Size::new(78, 22));
            assert_eq!(overlay.intersection(areas.screen), overlay, "{size}");
        }
    }
}
