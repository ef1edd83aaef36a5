//! The left pane: the registered repositories, how each stands, and how much each holds.
//!
//! May import: `app::{layout, pane, state, text, theme, view::*}`, `model`.

use ratatui::layout::Rect;

use super::columns::measure;
use super::health::{health_role, mark_role};
use super::painter::{Painter, Titles};
use super::window::{self, Window, hint, join, no_match, pane_focus, title};
use crate::app::action::Action;
use crate::app::layout::{Areas, Shape};
use crate::app::pane::Pane;
use crate::app::state::mark::Mark;
use crate::app::state::{Health, Shelf, State};
use crate::app::text::{Row, cells};
use crate::app::theme::Role;
use crate::model::text::clean;

/// Cells of the marker and the sign, and at least of the count.
const SIGN: usize = 4;
const COUNT: usize = 5;

/// Draws it.
pub(crate) fn draw(painter: &mut Painter<'_>, areas: &Areas, state: &State) {
    let focus = pane_focus(state, Pane::Repositories);
    if areas.shape != Shape::Floor {
        let left = title(Pane::Repositories, "Repositories", focus);
        let titles =
            Titles { left, right: window::counter(&state.repositories), ..Titles::default() };
        painter.frame(areas.pane(Pane::Repositories), focus, &titles);
    }
    let body = areas.body(Pane::Repositories);
    let width = usize::from(body.width.saturating_sub(1));
    let columns = columns(state, width);
    let heads = join([
        Row::of("    ", Role::Muted),
        Row::of(cells::pad("NAME", columns.name + 1 + columns.mark), Role::Muted),
        Row::of(cells::pad("KIND", columns.kind), Role::Muted),
        Row::of(cells::pad_left("COUNT", columns.count), Role::Muted),
    ]);
    let heads = if state.shelves.is_empty() { Row::default() } else { heads };
    window::head(painter, areas.head(Pane::Repositories), &state.repositories, &heads, focus);
    if state.repositories.is_empty() {
        window::empty(painter, body, &nothing(state));
        return;
    }
    let bar = (4, u16::try_from(columns.name).unwrap_or(u16::MAX));
    Window { body, list: &state.repositories, focus, bar }.draw(painter, |item, marks| {
        let Some(shelf) = state.shelves.get(item) else { return Row::default() };
        row(shelf, state, &columns, marks)
    });
    legend(painter, body, state);
}

/// Widths of the columns; the kind is not shown where names need its room. Marks always are.
struct Columns {
    name: usize,
    mark: usize,
    kind: usize,
    count: usize,
}

fn columns(state: &State, width: usize) -> Columns {
    let shelves = &state.shelves;
    let longest = measure(
        shelves.len(),
        |item| shelves.get(item).map_or("", |shelf| &shelf.repository.name),
        8,
        40,
    );
    let kind = measure(shelves.len(), |item| kind(shelves.get(item)), 5, 6);
    let count = measure(shelves.len(), |item| count(shelves.get(item)), COUNT - 1, 9) + 1;
    let mark = measure(shelves.len(), |item| shelves.get(item).map_or("", sign), 0, 4);
    let mark = if mark > 0 { mark + 1 } else { 0 };
    let left = width.saturating_sub(SIGN + 1 + count + mark);
    let kind = if longest + kind > left { 0 } else { kind };
    Columns { name: left - kind.min(left), mark, kind, count }
}

fn row(shelf: &Shelf, state: &State, columns: &Columns, marks: &[u32]) -> Row {
    let health = shelf.health(state.now);
    // Names of one place often differ at their ends only.
    let name = Row::of(clean(&shelf.repository.name), Role::Text);
    let name = name.matched(marks).fit_middle(columns.name);
    let gap = " ".repeat(columns.name + 1 - name.width());
    join([
        Row::of(health.sign(), health_role(health)).with(" ", Role::Text),
        name,
        Row::of(gap, Role::Text),
        mark(shelf, columns.mark),
        Row::of(cells::pad(kind(Some(shelf)), columns.kind), Role::Muted),
        Row::of(cells::pad_left(&count(Some(shelf)), columns.count), Role::Text),
    ])
}

/// The gravest mark of a repository.
fn sign(shelf: &Shelf) -> &'static str {
    Mark::of(&shelf.repository).first().map_or("", |mark| mark.sign())
}

fn mark(shelf: &Shelf, width: usize) -> Row {
    let role = Mark::of(&shelf.repository).first().map_or(Role::Text, |mark| mark_role(*mark));
    Row::of(cells::pad(sign(shelf), width), role)
}

fn kind(shelf: Option<&Shelf>) -> &'static str {
    let Some(shelf) = shelf else { return "" };
    let told = shelf.catalog().map(|catalog| catalog.kind).or(shelf.repository.kind);
    told.map_or("-", |kind| kind.name())
}

fn count(shelf: Option<&Shelf>) -> String {
    let catalog = shelf.and_then(Shelf::catalog);
    catalog.map_or("-".to_owned(), |catalog| catalog.entries.len().to_string())
}

/// What the signs mean, for as long as the list leaves room for it.
fn legend(painter: &mut Painter<'_>, body: Rect, state: &State) {
    let rows = state.repositories.len();
    if usize::from(body.height) < rows + 4 || body.width < 28 || state.shelves.len() > 5 {
        return;
    }
    let sign = |health: Health| {
        Row::of(health.sign(), health_role(health)).with(format!(" {}", health.word()), Role::Muted)
    };
    let line = |left: Health, right: Health| {
        let left = sign(left);
        let gap = " ".repeat(14_usize.saturating_sub(left.width()));
        join([Row::of(" ", Role::Text), left, Row::of(gap, Role::Text), sign(right)])
    };
    let last = usize::from(body.height) - 1;
    let mut healths = state.shelves.iter().map(|shelf| shelf.health(state.now));
    if usize::from(body.height) > rows + 4 && healths.any(|it| it == Health::Unverified) {
        let unverified = sign(Health::Unverified);
        painter.row(body, last - 2, &join([Row::of(" ", Role::Text), unverified]));
    }
    painter.row(body, last - 1, &line(Health::Fresh, Health::Stale));
    painter.row(body, last, &line(Health::Working, Health::Failed));
}

fn nothing(state: &State) -> Vec<Row> {
    if !state.repositories.filter.trimmed().is_empty() {
        return no_match(state.repositories.filter.trimmed());
    }
    let add = state.keymap.key(Action::Add).unwrap_or_default();
    vec![
        Row::of("No repositories yet.", Role::Text),
        hint(&add, "adds one, for example"),
        Row::of("https://charts.example.org/stable", Role::Link),
    ]
}
