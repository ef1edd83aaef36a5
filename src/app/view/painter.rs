//! Drawing rows of roles into the screen's cells.
//!
//! May import: `app::{theme, text, layout}`.

use std::borrow::Cow;

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::style::{Color, Modifier, Style};

use crate::app::layout::inside;
use crate::app::text::Row;
use crate::app::theme::{Frames, Role, Theme};

/// Whether a pane or an overlay has the keys.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Focus {
    /// It has.
    Here,
    /// Another has.
    Elsewhere,
}

/// What a frame carries in its lines.
#[derive(Clone, Debug, Default)]
pub(crate) struct Titles {
    /// At the left of the upper line.
    pub(crate) left: Row,
    /// At the right of the upper line.
    pub(crate) right: Row,
    /// At the left of the lower line.
    pub(crate) bottom: Row,
}

/// The screen, a theme, and where the hardware cursor should be parked.
pub(crate) struct Painter<'screen> {
    buffer: &'screen mut Buffer,
    theme: &'screen Theme,
    /// Where the cursor goes when the frame is drawn; later wishes win.
    pub(crate) cursor: Option<Position>,
}

impl<'screen> Painter<'screen> {
    /// A painter over an empty screen in the theme's base colours.
    pub(crate) fn new(buffer: &'screen mut Buffer, theme: &'screen Theme) -> Self {
        let area = buffer.area;
        buffer.set_style(area, theme.style(Role::Text));
        Self { buffer, theme, cursor: None }
    }

    /// The whole screen.
    pub(crate) fn area(&self) -> Rect {
        self.buffer.area
    }

    /// How a role looks, in full: nothing of what was drawn there before shines through.
    fn style(&self, role: Role) -> Style {
        let style = self.theme.style(Role::Text).patch(self.theme.style(role));
        let with = style.add_modifier;
        Style {
            fg: style.fg.or(Some(Color::Reset)),
            bg: style.bg.or(Some(Color::Reset)),
            ..style.remove_modifier(Modifier::all()).add_modifier(with)
        }
    }

    /// Writes a row on line `line` of an area, cut at its end; outside of it, nothing.
    ///
    /// Blanks that would look the same in the style before them are written in that style: each change of
    /// style is 10 to 40 bytes on the line.
    pub(crate) fn row(&mut self, area: Rect, line: usize, row: &Row) {
        let Some(y) = line_of(area, line) else { return };
        let row = row.fit(usize::from(area.width));
        let (mut x, mut before) = (area.x, self.style(Role::Text));
        for piece in &row.pieces {
            let style = self.style(piece.role);
            let text = piece.text.trim_start_matches(' ');
            let (blanks, text) = piece.text.split_at(piece.text.len() - text.len());
            let words = text.trim_end_matches(' ');
            let tail = text.get(words.len()..).unwrap_or_default();
            for (part, words) in [(blanks, false), (words, true), (tail, false)] {
                if part.is_empty() {
                    continue;
                }
                if words || !same_blank(style, before) {
                    before = style;
                }
                let width = usize::from(area.right().saturating_sub(x));
                let part = self.plain(part);
                x = self.buffer.set_stringn(x, y, part, width, before).0;
            }
        }
    }

    /// The text, with lines of our own as ASCII where the terminal has no others.
    fn plain<'text>(&self, text: &'text str) -> Cow<'text, str> {
        if self.theme.frames() == Frames::Lines || text.is_ascii() {
            return Cow::Borrowed(text);
        }
        let ascii = |character| match character {
            '─' | '━' => '-',
            '═' => '=',
            '│' | '┃' => '|',
            '\u{2500}'..='\u{259f}' => '#',
            other => other,
        };
        Cow::Owned(text.chars().map(ascii).collect())
    }

    /// Writes a row that ends at the right end of the area.
    pub(crate) fn row_right(&mut self, area: Rect, line: usize, row: &Row) {
        let width = u16::try_from(row.width()).unwrap_or(u16::MAX).min(area.width);
        self.row(Rect { x: area.right() - width, width, ..area }, line, row);
    }

    /// Writes one row at the left and one at the right; the left one is cut where they would meet.
    pub(crate) fn row_both(&mut self, area: Rect, line: usize, left: &Row, right: &Row) {
        let taken = u16::try_from(right.width()).unwrap_or(u16::MAX).saturating_add(1);
        let room = area.width.saturating_sub(if right.pieces.is_empty() { 0 } else { taken });
        self.row(Rect { width: room, ..area }, line, left);
        self.row_right(area, line, right);
    }

    /// Lays a role over cells of one line. Underlined cells, which matched a filter, keep their colour.
    pub(crate) fn restyle(&mut self, area: Rect, line: usize, role: Role) {
        let Some(y) = line_of(area, line) else { return };
        let style = self.theme.style(role);
        for x in area.left()..area.right() {
            let Some(cell) = self.buffer.cell_mut((x, y)) else { continue };
            let matched = cell.modifier.contains(Modifier::UNDERLINED);
            cell.set_style(if matched { Style { fg: None, ..style } } else { style });
        }
    }

    /// Parks the hardware cursor.
    pub(crate) fn park(&mut self, area: Rect, line: usize, column: usize) {
        let Some(y) = line_of(area, line) else { return };
        let column = u16::try_from(column).unwrap_or(u16::MAX).min(area.width.saturating_sub(1));
        self.cursor = Some(Position { x: area.x + column, y });
    }

    /// Empties an area, as under an overlay.
    pub(crate) fn clear(&mut self, area: Rect) {
        let base = self.style(Role::Text);
        for position in area.intersection(self.buffer.area).positions() {
            if let Some(cell) = self.buffer.cell_mut(position) {
                cell.reset();
                cell.set_style(base);
            }
        }
    }

    /// Draws a frame with its titles, and gives its inside.
    pub(crate) fn frame(&mut self, area: Rect, focus: Focus, titles: &Titles) -> Rect {
        if area.width < 2 || area.height < 2 {
            return inside(area);
        }
        let (marks, role) = match (self.theme.frames(), focus) {
            (Frames::Lines, Focus::Elsewhere) => (["─", "│", "┌", "┐", "└", "┘"], Role::Border),
            (Frames::Lines, Focus::Here) => (["━", "┃", "┏", "┓", "┗", "┛"], Role::BorderFocused),
            (Frames::Ascii, Focus::Elsewhere) => (["-", "|", "+", "+", "+", "+"], Role::Border),
            (Frames::Ascii, Focus::Here) => (["=", "#", "#", "#", "#", "#"], Role::BorderFocused),
        };
        let [flat, upright, top_left, top_right, bottom_left, bottom_right] = marks;
        let style = self.style(role);
        let middle = usize::from(area.width - 2);
        let mut line = |y: u16, left: &str, right: &str| {
            let text = format!("{left}{}{right}", flat.repeat(middle));
            self.buffer.set_stringn(area.x, y, text, usize::from(area.width), style);
        };
        line(area.y, top_left, top_right);
        line(area.bottom() - 1, bottom_left, bottom_right);
        for y in area.y + 1..area.bottom() - 1 {
            self.buffer.set_string(area.x, y, upright, style);
            self.buffer.set_string(area.right() - 1, y, upright, style);
        }
        let ends = |y| Rect { x: area.x + 2, y, width: area.width.saturating_sub(4), height: 1 };
        self.titles(ends(area.y), &titles.left, &titles.right);
        self.titles(ends(area.bottom() - 1), &titles.bottom, &Row::default());
        inside(area)
    }

    fn titles(&mut self, line: Rect, left: &Row, right: &Row) {
        self.row_both(line, 0, &spaced(left), &spaced(right));
    }
}

/// A title with a blank on either side, so that the line of the frame does not touch it.
fn spaced(row: &Row) -> Row {
    if row.pieces.is_empty() {
        return Row::default();
    }
    let mut out = Row::of(" ", Role::Title);
    for piece in &row.pieces {
        out.push(piece.text.as_str(), piece.role);
    }
    out.push(" ", Role::Title);
    out
}

/// Whether a blank looks the same in both styles.
fn same_blank(one: Style, other: Style) -> bool {
    let seen = Modifier::UNDERLINED | Modifier::REVERSED;
    one.bg == other.bg
        && (one.add_modifier & seen).is_empty()
        && (other.add_modifier & seen).is_empty()
}

fn line_of(area: Rect, line: usize) -> Option<u16> {
    let line = u16::try_from(line).ok().filter(|line| *line < area.height)?;
    area.y.checked_add(line)
}
