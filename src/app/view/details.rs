//! The right pane: tabs, and what the open tab holds.
//!
//! May import: `app::{action, layout, pane, state, text, theme, view::*}`, `error`, `model`.

use ratatui::layout::Rect;

use super::health::mark_role;
use super::painter::{Focus, Painter, Titles};
use super::window::{self, Window, hint, join, no_match, pane_focus, title};
use super::{columns, findings, reader};
use crate::app::action::Action;
use crate::app::layout::{Areas, Shape};
use crate::app::pane::Pane;
use crate::app::state::State;
use crate::app::state::details::{Content, Details, Items, Subject, Tab};
use crate::app::state::document::Reader;
use crate::app::state::mark::Mark;
use crate::app::text::{Row, cells};
use crate::app::theme::Role;
use crate::error::Failure;
use crate::model::text::clean;

/// Draws it.
pub(crate) fn draw(painter: &mut Painter<'_>, areas: &Areas, state: &State) {
    let focus = pane_focus(state, Pane::Details);
    let area = areas.pane(Pane::Details);
    if areas.shape != Shape::Floor {
        let name = subject(&state.details.subject).unwrap_or_else(|| "Details".to_owned());
        let mut left = title(Pane::Details, &name, focus);
        for mark in marks(state) {
            left.push("  ", Role::Text);
            left.push(mark.words(), mark_role(mark));
        }
        let titles = Titles { left, right: position(state), bottom: bottom(&state.details) };
        painter.frame(area, focus, &titles);
    }
    head(painter, areas.head(Pane::Details), &state.details, focus);
    content(painter, areas, state, focus);
}

fn content(painter: &mut Painter<'_>, areas: &Areas, state: &State, focus: Focus) {
    let body = areas.body(Pane::Details);
    match &state.details.content {
        Content::Empty(words) => {
            window::empty(painter, body, &[Row::of(clean(words), Role::Muted)]);
        }
        Content::Waiting => {
            window::empty(painter, body, &[Row::of("Reading the package ..", Role::Busy)]);
        }
        Content::Failed(failure) => window::empty(painter, body, &failed(failure, state)),
        Content::Text(text) => reader::draw(painter, body, text, focus),
        Content::List(items) => match &items.opened {
            Some(text) => reader::draw(painter, body, text, focus),
            None => list(painter, body, items, focus),
        },
        Content::Findings(found) => match &found.opened {
            Some(text) => reader::draw(painter, body, text, focus),
            None => findings::draw(painter, body, found, state, focus),
        },
    }
}

/// The reasons for care that the repository gives, wherever one is in it.
fn marks(state: &State) -> Vec<Mark> {
    let marks = state.shelf().map(|shelf| Mark::of(&shelf.repository)).unwrap_or_default();
    marks.into_iter().filter(|mark| mark.is_risk()).collect()
}

/// `redis-cluster 9.1.3`, or the repository's name.
fn subject(subject: &Subject) -> Option<String> {
    match subject {
        Subject::Nothing => None,
        Subject::Repository(name) => Some(clean(name).into_owned()),
        Subject::Entry { entry, version, .. } => {
            Some(format!("{} {}", clean(entry), clean(version)))
        }
    }
}

/// Where the cursor stands in what has the focus: for a frame's title, or for the header without frames.
pub(crate) fn position(state: &State) -> Row {
    let details = &state.details;
    match (details.reader(), details.list()) {
        (Some(text), _) => reader::position(text, state.areas().rows(Pane::Details)),
        (None, Some(list)) => window::counter(list),
        (None, None) => Row::default(),
    }
}

/// What the frame's lower line tells: the path of the value under the cursor, or how much was found.
fn bottom(details: &Details) -> Row {
    match (details.tab, &details.content, details.reader()) {
        (_, Content::Findings(found), None) => findings::summary(found),
        (Tab::Values, _, Some(text)) => {
            Row::of(clean(&text.value_path().unwrap_or_default()), Role::Muted)
        }
        _ => Row::default(),
    }
}

/// The line above the content: the tabs; the search; or the name of an opened text.
fn head(painter: &mut Painter<'_>, area: Rect, details: &Details, focus: Focus) {
    if let Some(text) = details.reader()
        && (text.searching || !text.search.trimmed().is_empty())
    {
        return search(painter, area, text, focus);
    }
    if let Some(list) = details.list()
        && (list.filtering || !list.filter.trimmed().is_empty())
    {
        return window::head(painter, area, list, &Row::default(), focus);
    }
    let opened = match &details.content {
        Content::List(items) => items.opened.as_ref(),
        Content::Findings(found) => found.opened.as_ref(),
        _ => None,
    };
    let row = match opened {
        Some(text) => Row::of(format!("[{}] ", details.tab.label()), Role::Accent).with(
            cells::fit_middle(&text.document.title, usize::from(area.width / 2).max(20)),
            Role::Text,
        ),
        None => tabs(details, usize::from(area.width.saturating_sub(2))),
    };
    let inner = Rect { x: area.x + 1, width: area.width.saturating_sub(2), ..area };
    painter.row(inner, 0, &row);
}

fn search(painter: &mut Painter<'_>, area: Rect, text: &Reader, focus: Focus) {
    let count = text.matches().len();
    let words = if count == 1 { "1 line".to_owned() } else { format!("{count} lines") };
    let count = Row::of(words, Role::Muted);
    let taken = u16::try_from(count.width()).unwrap_or(0) + 2;
    painter.row_right(area, 0, &count);
    let room = Rect { x: area.x + 1, width: area.width.saturating_sub(taken), ..area };
    let focus = if text.searching { focus } else { Focus::Elsewhere };
    window::input(painter, room, "/", &text.search, focus);
}

/// The names of the tabs, the open one in brackets; `<` and `>` where more are than fit.
fn tabs(details: &Details, width: usize) -> Row {
    let tabs = details.subject.tabs();
    let open = tabs.iter().position(|tab| *tab == details.tab).unwrap_or(0);
    let (mut first, mut last) = (open, open);
    loop {
        let before = (first, last);
        if last + 1 < tabs.len() && fits(tabs, first, last + 1, width) {
            last += 1;
        }
        if first > 0 && fits(tabs, first - 1, last, width) {
            first -= 1;
        }
        if (first, last) == before {
            break;
        }
    }
    let mut row = Row::of(if first > 0 { "< " } else { "" }, Role::Key);
    for (number, tab) in tabs.iter().enumerate().take(last + 1).skip(first) {
        if number > first {
            row.push("  ", Role::Text);
        }
        if number == open {
            row.push(format!("[{}]", tab.label()), Role::Accent);
        } else {
            row.push(tab.label(), Role::Muted);
        }
    }
    if last + 1 < tabs.len() {
        row.push(" >", Role::Key);
    }
    row
}

fn fits(tabs: &[Tab], first: usize, last: usize, width: usize) -> bool {
    let shown = tabs.get(first..=last).unwrap_or_default();
    let names: usize = shown.iter().map(|tab| tab.label().len() + 2).sum();
    let arrows = if first > 0 { 2 } else { 0 } + if last + 1 < tabs.len() { 2 } else { 0 };
    names + arrows <= width
}

fn list(painter: &mut Painter<'_>, body: Rect, items: &Items, focus: Focus) {
    if items.list.is_empty() {
        window::empty(painter, body, &no_match(items.list.filter.trimmed()));
        return;
    }
    let width = usize::from(body.width.saturating_sub(1));
    let count = items.items.len();
    let text = |item: usize| items.items.get(item);
    let note =
        columns::measure(count, |item| text(item).map_or("", |item| &item.note), 0, width / 2);
    let longest =
        columns::measure(count, |item| text(item).map_or("", |item| &item.name), 8, width);
    let current = if items.items.iter().any(|item| item.current) { 2 } else { 0 };
    let room = width.saturating_sub(note + 2 + current);
    let name = longest.min(room);
    let bar = (1, u16::try_from(name + current).unwrap_or(u16::MAX));
    Window { body, list: &items.list, focus, bar }.draw(painter, |item, marks| {
        let Some(item) = text(item) else { return Row::default() };
        let mut row = Row::default();
        if current > 0 {
            row.push(if item.current { "* " } else { "  " }, Role::Ok);
        }
        let marked = Row::of(item.name.as_str(), Role::Text).matched(marks).fit(name);
        let gap = " ".repeat(name + 2 - marked.width());
        // Versions are told in columns; elsewhere a note is a size.
        let told = if current > 0 { item.note.clone() } else { cells::pad_left(&item.note, note) };
        join([row, marked, Row::of(gap, Role::Text), Row::of(told, Role::Muted)])
    });
}

/// What failed, why, and what to do.
fn failed(failure: &Failure, state: &State) -> Vec<Row> {
    let mut rows = vec![Row::of(clean(&failure.summary), Role::Error)];
    rows.extend(failure.causes.iter().map(|cause| Row::of(clean(cause), Role::Text)));
    rows.push(Row::default());
    if !failure.hint.is_empty() {
        rows.push(Row::of(clean(&failure.hint), Role::Text));
    }
    let key = state.keymap.key(Action::Open).unwrap_or_default();
    rows.push(hint(&key, "tries again"));
    rows
}
