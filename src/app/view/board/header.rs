//! The first lines of the screen of findings: what was validated and when, how it stands, what was found, what
//! of it is shown.
//!
//! May import: `app::{layout, state, text, theme, view::*}`, `model`.

use super::standing::{how_far, looked, standing};
use crate::app::action::Action;
use crate::app::layout::Shape;
use crate::app::layout::board::Board as Areas;
use crate::app::state::board::{Board, Origin};
use crate::app::state::run::{End, Run};
use crate::app::state::{Shelf, State};
use crate::app::text::Row;
use crate::app::text::finding::role;
use crate::app::theme::Role;
use crate::app::view::painter::Painter;
use crate::app::view::window::{hint, join};
use crate::model::Severity;
use crate::model::text::{clean, counted};

/// Cells of the bar.
const BAR: usize = 24;

/// Draws them.
pub(super) fn draw(painter: &mut Painter<'_>, areas: &Areas, board: &Board, state: &State) {
    let Some((_, shelf)) = state.board_shelf() else { return };
    let right = join([standing(shelf), Row::of(" ", Role::Text)]);
    painter.row_both(areas.header, 0, &what(board, shelf, areas.shape), &right);
    if areas.shape != Shape::Floor {
        let running = shelf.run.as_ref().filter(|run| run.end == End::Running);
        let row = match running {
            Some(run) => progress(run, state),
            None => shown(board, shelf, state, usize::from(areas.header.width)),
        };
        painter.row(areas.header, 1, &row);
    }
}

/// ` Findings  kyma-addons  12:03  2 errors, 3 warnings`.
fn what(board: &Board, shelf: &Shelf, shape: Shape) -> Row {
    let mut row = Row::of(" ", Role::Text);
    if shape != Shape::Floor {
        row.push("Findings", Role::Header);
        row.push("  ", Role::Text);
    }
    row.push(clean(&shelf.repository.name), Role::Accent);
    if let Some(when) = shelf.run.as_ref().and_then(|run| run.ended)
        && matches!(shape, Shape::Wide | Shape::Narrow)
    {
        row.push(format!("  {} UTC", when.strftime("%H:%M:%S")), Role::Muted);
    }
    row.push("  ", Role::Text);
    let tally = board.tally();
    let mut gap = "";
    for severity in [Severity::Error, Severity::Warning, Severity::Info] {
        let count = tally.of(severity);
        if count > 0 {
            row.push(gap, Role::Muted);
            row.push(severity.counted(count), role(severity));
            gap = ", ";
        }
    }
    if tally.all() == 0 {
        let is_whole = match &shelf.run {
            Some(run) => run.end == End::Done,
            None => shelf.report.value.is_some(),
        };
        row.push(if is_whole { "no findings" } else { "no findings so far" }, Role::Muted);
    }
    row
}

/// ` [########----------------]  12 of 40 packages  30%  0:03  Esc cancels`.
fn progress(run: &Run, state: &State) -> Row {
    let full = match run.total {
        0 => 0,
        total => (run.done * BAR / total).min(BAR),
    };
    let mut row = Row::of(" [", Role::Muted)
        .with("#".repeat(full), Role::Busy)
        .with("-".repeat(BAR - full), Role::Muted)
        .with("]  ", Role::Muted);
    let words = if run.total == 0 { "reading the index".to_owned() } else { how_far(run) };
    row.push(words, Role::Text);
    if let Some(percent) = (run.done * 100).checked_div(run.total) {
        row.push(format!("  {percent}%"), Role::Muted);
    }
    let seconds = (state.now.as_second() - run.began.as_second()).max(0);
    row.push(format!("  {}:{:02}  ", seconds / 60, seconds % 60), Role::Muted);
    let task = state.tasks.find(run.task).map(|task| &task.state);
    if task == Some(&crate::app::state::tasks::TaskState::Cancelling) {
        return row.with("being cancelled", Role::Warning);
    }
    let key = state.keymap.key(Action::Back).unwrap_or_default();
    join([row, hint(&key, "cancels, keeps what was found")])
}

/// ` shown: all 6 | rules: 268, 1 ignored | 12 packages judged`, as much as fits.
fn shown(board: &Board, shelf: &Shelf, state: &State, width: usize) -> Row {
    let (shown, all) = (board.shown().len(), board.tally().all());
    let filter = board.filter.trimmed();
    let mut parts = vec![match (filter, shown == all) {
        ("", _) => format!("shown: all {all}"),
        _ => format!("shown: {shown} of {all}"),
    }];
    parts.push(if state.ignored.is_empty() {
        "rules: all".to_owned()
    } else {
        let hidden = counted(board.ignored(), "finding");
        format!("rules: all but {} ({hidden})", state.ignored.len())
    });
    match board.origin() {
        Origin::Report(report) => {
            parts.push(looked(report.packages));
            if !report.suppressed.is_empty() {
                parts.push(format!("{} suppressed", report.suppressed.len()));
            }
        }
        Origin::Run(..) => {
            parts.extend(shelf.run.as_ref().map(how_far).filter(|words| !words.is_empty()));
        }
        Origin::Index(_) => parts.push("no packages judged".to_owned()),
        Origin::Nothing => {}
    }
    let mut row = Row::of(" ", Role::Text);
    for (number, part) in parts.iter().enumerate() {
        let gap = if number == 0 { "" } else { "  |  " };
        if row.width() + gap.len() + part.len() > width {
            break;
        }
        row.push(gap, Role::Border);
        row.push(clean(part), Role::Muted);
    }
    row
}
