//! Two lists over the panes: the tasks and the messages. Below each, all that is known of the selected row.
//!
//! May import: `app::{layout, state, text, theme, view::*}`, `model`.

use ratatui::layout::Rect;

use super::painter::{Focus, Painter, Titles};
use super::status::{level, task_line};
use super::window::{self, Window, hint, join};
use crate::app::action::Action;
use crate::app::layout::{Areas, split};
use crate::app::state::State;
use crate::app::state::list::List;
use crate::app::state::tasks::TaskState;
use crate::app::text::Row;
use crate::app::text::wrap::wrap;
use crate::app::theme::Role;
use crate::model::text::clean;

/// Draws the tasks.
pub(crate) fn draw_tasks(painter: &mut Painter<'_>, areas: &Areas, list: &List, state: &State) {
    let (body, note) = frame(painter, areas, list, "Tasks");
    if list.is_empty() {
        window::empty(painter, body, &[Row::of("Nothing runs, nothing failed.", Role::Muted)]);
        return;
    }
    let tasks = state.tasks.all();
    Window { body, list, focus: Focus::Here, bar: (4, body.width) }.draw(painter, |item, _| {
        tasks.get(item).map(|task| task_line(task, state.now)).unwrap_or_default()
    });
    let Some(task) = list.item().and_then(|item| tasks.get(item)) else { return };
    let mut lines = Vec::new();
    if let TaskState::Failed(failure) = &task.state {
        lines.extend(failure.causes.iter().map(|cause| clean(cause).into_owned()));
        lines.push(clean(&failure.hint).into_owned());
    } else {
        let key = state.keymap.key(Action::CancelTask).unwrap_or_default();
        painter.row(note, 0, &hint(&key, "cancels it"));
    }
    notes(painter, note, &lines);
}

/// Draws the messages.
pub(crate) fn draw_messages(painter: &mut Painter<'_>, areas: &Areas, list: &List, state: &State) {
    let (body, note) = frame(painter, areas, list, "Messages, times in UTC");
    if list.is_empty() {
        window::empty(painter, body, &[Row::of("Nothing has been said yet.", Role::Muted)]);
        return;
    }
    let messages = state.messages.notes();
    Window { body, list, focus: Focus::Here, bar: (1, 8) }.draw(painter, |item, _| {
        let Some(message) = messages.get(item) else { return Row::default() };
        let (word, role) = level(message.level);
        let time = message.at.strftime("%H:%M:%S").to_string();
        join([
            Row::of(time, Role::Muted),
            Row::of(format!("  {word:<6}"), role),
            Row::of(clean(&message.text), Role::Text),
        ])
    });
    let Some(message) = list.item().and_then(|item| messages.get(item)) else { return };
    let all = std::iter::once(&message.text).chain(&message.details);
    let lines: Vec<String> = all.map(|line| clean(line).into_owned()).collect();
    notes(painter, note, &lines);
}

/// The frame; gives the area of the rows and of the note below them.
pub(crate) fn frame(
    painter: &mut Painter<'_>,
    areas: &Areas,
    list: &List,
    name: &str,
) -> (Rect, Rect) {
    let area = areas.log_overlay();
    painter.clear(area);
    let titles = Titles {
        left: Row::of(name, Role::Accent),
        right: window::counter(list),
        ..Titles::default()
    };
    let inner = painter.frame(area, Focus::Here, &titles);
    let inner = Rect { x: inner.x + 1, width: inner.width.saturating_sub(2), ..inner };
    let (body, rest) = split(inner, u16::try_from(areas.log_rows()).unwrap_or(u16::MAX));
    let (rule, note) = split(rest, 1);
    painter.row(rule, 0, &Row::of("─".repeat(usize::from(rule.width)), Role::Border));
    (body, note)
}

/// What is known of the selected row, wrapped.
pub(crate) fn notes(painter: &mut Painter<'_>, area: Rect, lines: &[String]) {
    let rows = lines
        .iter()
        .filter(|line| !line.is_empty())
        .flat_map(|line| wrap(line, usize::from(area.width), Role::Text));
    for (line, row) in rows.enumerate() {
        painter.row(area, line, &row);
    }
}
