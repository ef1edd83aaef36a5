//! The line above the keys: the newest task, and the message that wants to be seen. And while the first
//! key of a sequence is pending, a box with what can follow.
//!
//! May import: `app::{action, layout, state, text, theme, view::*}`, `monitor`, `model`.

use jiff::Timestamp;
use ratatui::layout::Rect;

use super::painter::{Focus, Painter, Titles};
use super::window::{hint, join};
use crate::app::action::{Action, Group};
use crate::app::key::Key;
use crate::app::layout::Areas;
use crate::app::state::State;
use crate::app::state::dialog::Dialog;
use crate::app::state::messages::{Level, Note};
use crate::app::state::tasks::{Task, TaskState};
use crate::app::text::Row;
use crate::app::theme::Role;
use crate::model::size;
use crate::model::text::clean;
use crate::monitor::{Progress, Unit};

/// A message with less room than this says nothing.
const LEAST_MESSAGE: usize = 16;

/// Draws it.
pub(crate) fn draw(painter: &mut Painter<'_>, areas: &Areas, state: &State) {
    let inner =
        Rect { x: areas.status.x + 1, width: areas.status.width.saturating_sub(2), ..areas.status };
    let message = state.messages.shown().map(message).unwrap_or_default();
    // The screen of findings tells of its own validation above.
    let shown = state.board_shelf().and_then(|(_, shelf)| Some(shelf.run.as_ref()?.task));
    let task = state.tasks.alive().rev().find(|task| Some(task.id) != shown);
    let task = task.map(|task| running(task, state)).unwrap_or_default();
    if task.pieces.is_empty() {
        painter.row_both(inner, 0, &message, &more(state));
    } else {
        // The task comes first: a message is kept in the log, and counted in the header.
        let room = usize::from(inner.width).saturating_sub(task.width() + 3);
        let message = if room < LEAST_MESSAGE { Row::default() } else { message.fit(room) };
        painter.row_both(inner, 0, &task, &message);
    }
    if let Some(prefix) = state.prefix {
        continuations(painter, areas, state, prefix);
    }
}

fn running(task: &Task, state: &State) -> Row {
    let mut row = task_line(task, state.now);
    let more = state.tasks.alive().count() - 1;
    if more > 0 {
        row.push(format!("  +{more}"), Role::Muted);
    }
    match cancelling_key(task, state) {
        Some(key) => join([row, Row::of("  ", Role::Text), hint(&key, "cancel")]),
        None => row,
    }
}

/// The key that cancels a task from where the user is: a form keeps its letters to itself.
fn cancelling_key(task: &Task, state: &State) -> Option<String> {
    match state.dialog() {
        None | Some(Dialog::Tasks(_)) => state.keymap.key(Action::CancelTask),
        Some(Dialog::Form(form)) => (form.check.task == Some(task.id)).then(|| "Esc".to_owned()),
        Some(_) => None,
    }
}

/// `.. refresh podinfo  index.yaml 12/40 packages 30%  0:03`.
pub(crate) fn task_line(task: &Task, now: Timestamp) -> Row {
    let (sign, role) = match &task.state {
        TaskState::Queued => ("--", Role::Muted),
        TaskState::Running => ("..", Role::Busy),
        TaskState::Cancelling => ("..", Role::Warning),
        TaskState::Failed(_) => ("!!", Role::Error),
    };
    let mut row = Row::of(sign, role)
        .with(format!(" {} ", task.kind.label()), Role::Text)
        .with(clean(&task.target), Role::Text);
    match &task.state {
        TaskState::Queued => row.push("  waits for its turn", Role::Muted),
        TaskState::Cancelling => row.push("  being cancelled", Role::Muted),
        TaskState::Failed(failure) => {
            row.push("  ", Role::Text);
            row.push(clean(&failure.summary), Role::Error);
            return row;
        }
        TaskState::Running => {}
    }
    if let Some(progress) = &task.progress {
        row.push(format!("  {}", progress_text(progress)), Role::Muted);
    }
    let seconds = now.as_second().saturating_sub(task.asked.as_second()).max(0);
    if seconds > 0 {
        row.push(format!("  {}:{:02}", seconds / 60, seconds % 60), Role::Muted);
    }
    row
}

fn progress_text(progress: &Progress) -> String {
    let amount = |count: u64| match progress.unit {
        Unit::Bytes => size::bytes(count),
        Unit::Objects | Unit::Packages => count.to_string(),
    };
    let unit = match progress.unit {
        Unit::Bytes => "",
        Unit::Objects => " objects",
        Unit::Packages => " packages",
    };
    let phase = clean(&progress.phase);
    match progress.total {
        Some(total) if total > 0 => {
            let percent = progress.done.saturating_mul(100) / total;
            format!("{phase} {}/{}{unit} {percent}%", amount(progress.done), amount(total))
        }
        _ if progress.done > 0 => format!("{phase} {}{unit}", amount(progress.done)),
        _ => phase.into_owned(),
    }
}

/// The key of the message log, while a message that stays is shown.
fn more(state: &State) -> Row {
    let stays = state.messages.shown().is_some_and(|note| note.level > Level::Info);
    let key = state.keymap.key(Action::Messages).filter(|_| stays && state.dialogs.is_empty());
    key.map(|key| hint(&key, "more")).unwrap_or_default()
}

fn message(note: &Note) -> Row {
    let (word, role) = level(note.level);
    match note.level {
        Level::Info => Row::of(clean(&note.text), Role::Text),
        _ => Row::of(format!("{word} "), role).with(clean(&note.text), Role::Text),
    }
}

/// A level in words, and its role.
pub(crate) fn level(level: Level) -> (&'static str, Role) {
    match level {
        Level::Info => ("INFO", Role::Info),
        Level::Warning => ("WARN", Role::Warning),
        Level::Error => ("ERROR", Role::Error),
    }
}

/// What can follow the first key of a sequence.
fn continuations(painter: &mut Painter<'_>, areas: &Areas, state: &State, prefix: Key) {
    let mut following = state.keymap.continuations(prefix);
    // What only the screen of findings knows is told there alone.
    following.retain(|(_, action)| state.board.is_some() || action.group() != Group::Findings);
    let rows: Vec<Row> = following
        .iter()
        .map(|(key, action)| {
            Row::of(format!(" {key:<3} "), Role::Key).with(action.help(), Role::Text)
        })
        .collect();
    let width = rows.iter().map(Row::width).max().unwrap_or(0) + 3;
    let width = u16::try_from(width).unwrap_or(u16::MAX).min(areas.screen.width);
    let height = u16::try_from(rows.len() + 2).unwrap_or(u16::MAX).min(areas.status.y);
    let area = Rect { x: areas.screen.width - width, y: areas.status.y - height, width, height };
    painter.clear(area);
    let titles = Titles { left: Row::of(format!("{prefix} .."), Role::Key), ..Titles::default() };
    let inner = painter.frame(area, Focus::Here, &titles);
    for (line, row) in rows.iter().enumerate() {
        painter.row(inner, line, row);
    }
}
