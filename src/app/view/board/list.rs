//! The list of findings: heads of groups, and a row for each.
//!
//! May import: `app::{account, layout, state, text, theme, view::*}`, `model`.

use ratatui::layout::Rect;

use super::keys::focus;
use super::standing::nothing;
use crate::app::account::group_name;
use crate::app::layout::Shape;
use crate::app::layout::board::Board as Areas;
use crate::app::pane::Side;
use crate::app::state::State;
use crate::app::state::board::order::Heads;
use crate::app::state::board::{Board, Group, Line};
use crate::app::text::finding::{place_text, role, word};
use crate::app::text::{Row, cells};
use crate::app::theme::Role;
use crate::app::view::columns::measure;
use crate::app::view::painter::{Focus, Painter, Titles};
use crate::app::view::window::{cell, empty, input, join, no_match};
use crate::model::text::clean;
use crate::model::{Diagnostic, Severity};

/// Cells before the place: the marker, the severity, the code, and their gaps.
const BEFORE: usize = 16;
/// In less room a message says nothing.
const LEAST_MESSAGE: usize = 24;
/// Where the selected row is shown as such: severity and code.
const BAR: (u16, u16) = (1, 13);

/// Draws it.
pub(super) fn draw(painter: &mut Painter<'_>, areas: &Areas, board: &Board, state: &State) {
    let focus = focus(board, Side::List);
    if areas.shape != Shape::Floor {
        let role = if focus == Focus::Here { Role::Accent } else { Role::Title };
        let titles = Titles {
            left: Row::of("1 Findings", role),
            right: Row::of(counter(board), Role::Muted),
            bottom: Row::of(
                format!("by {}, {}", board.by.label(), board.heads.label()),
                Role::Muted,
            ),
        };
        painter.frame(areas.list, focus, &titles);
    }
    let found = state.board_shelf().map(|(_, shelf)| shelf.findings().1).unwrap_or_default();
    let body = areas.list_body();
    let columns = Columns::of(board, found, usize::from(body.width));
    head(painter, areas.list_head(), board, columns, focus);
    if board.lines().is_empty() {
        let filter = board.filter.trimmed();
        let rows = if filter.is_empty() || board.tally().all() == 0 {
            nothing(board, state)
        } else {
            no_match(filter)
        };
        return empty(painter, body, &rows);
    }
    let height = usize::from(body.height);
    for (line, place) in board.visible(height).enumerate() {
        let Some(shown) = board.lines().get(place) else { continue };
        let row = match shown {
            Line::Head(group) => {
                board.groups().get(*group).map(|group| of_group(group, board.heads, found, body))
            }
            Line::Item(item) => found.get(*item).map(|found| of_finding(found, columns)),
        };
        let is_selected = place == board.selected();
        let marker = Row::of(if is_selected { ">" } else { " " }, Role::Accent);
        painter.row(body, line, &join([marker, row.unwrap_or_default()]));
        if is_selected {
            select(painter, body, line, focus);
        }
    }
}

fn select(painter: &mut Painter<'_>, body: Rect, line: usize, focus: Focus) {
    let bar = Rect { x: body.x + BAR.0, width: BAR.1, ..body }.intersection(body);
    let role = match focus {
        Focus::Here => Role::Selection,
        Focus::Elsewhere => Role::SelectionUnfocused,
    };
    painter.restyle(bar, line, role);
    if focus == Focus::Here {
        painter.park(body, line, 0);
    }
}

/// `3/14`.
pub(super) fn counter(board: &Board) -> String {
    match board.shown().len() {
        0 => String::new(),
        count => format!("{}/{count}", board.position()),
    }
}

/// The widths of what is told.
#[derive(Clone, Copy)]
struct Columns {
    place: usize,
    message: usize,
}

impl Columns {
    fn of(board: &Board, found: &[Diagnostic], width: usize) -> Self {
        let room = width.saturating_sub(BEFORE);
        let shown = board.shown();
        let place = |row: usize| {
            let item = shown.get(row).and_then(|item| found.get(*item));
            item.map_or(String::new(), |found| place_text(&found.place))
        };
        let longest = measure(shown.len(), place, 10, 60);
        let is_roomy = room >= longest.min(36) + 2 + LEAST_MESSAGE;
        let place = if is_roomy { longest.min(room - 2 - LEAST_MESSAGE) } else { room };
        Self { place, message: if is_roomy { room - place - 2 } else { 0 } }
    }
}

fn of_finding(found: &Diagnostic, columns: Columns) -> Row {
    let place = cells::fit_middle(&place_text(&found.place), columns.place);
    let row = join([
        cell(word(found.severity), 5, role(found.severity)),
        cell(found.rule.code, 6, Role::Text),
    ]);
    if columns.message == 0 {
        return row.with(place, Role::Muted);
    }
    join([row, cell(&place, columns.place, Role::Muted)])
        .with(cells::fit(&clean(&found.message), columns.message), Role::Text)
}

/// `- IDX010   2 errors`, with a plus where the findings are folded.
fn of_group(group: &Group, heads: Heads, found: &[Diagnostic], body: Rect) -> Row {
    let mut counts = Row::default();
    for severity in [Severity::Error, Severity::Warning, Severity::Info] {
        let count = group.tally.of(severity);
        if count > 0 {
            counts.push(format!("  {count} {}", word(severity)), role(severity));
        }
    }
    let sign = if group.is_folded { "+ " } else { "- " };
    let room = usize::from(body.width).saturating_sub(4 + counts.width());
    let mut name = group_name(group, heads);
    if let Some(first) = found.get(group.first).filter(|_| heads == Heads::Rule) {
        name = format!("{name} {}", first.rule.name);
    }
    join([Row::of(sign, Role::Key).with(cells::fit_middle(&name, room), Role::Heading), counts])
}

fn head(painter: &mut Painter<'_>, area: Rect, board: &Board, columns: Columns, focus: Focus) {
    if !board.filtering && board.filter.trimmed().is_empty() {
        let row = join([
            Row::of(" ", Role::Muted),
            cell("SEV", 5, Role::Muted),
            cell("RULE", 6, Role::Muted),
            cell("WHERE", if columns.message > 0 { columns.place } else { 5 }, Role::Muted),
            Row::of(if columns.message > 0 { "WHAT" } else { "" }, Role::Muted),
        ]);
        return painter.row(area, 0, &row);
    }
    let count = format!("{} of {}", board.shown().len(), board.tally().all());
    let count = Row::of(count, Role::Muted);
    let taken = u16::try_from(count.width()).unwrap_or(0) + 1;
    let room = Rect { x: area.x + 1, width: area.width.saturating_sub(taken + 1), ..area };
    painter.row_right(area, 0, &count);
    let typing = if board.filtering { focus } else { Focus::Elsewhere };
    input(painter, room, "/", &board.filter, typing);
}
