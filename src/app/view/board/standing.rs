//! How a validation stands, in words: never made, running, cancelled, failed, done.
//!
//! May import: `app::{action, state, text, theme, view::*}`, `model`.

use crate::app::action::Action;
use crate::app::state::board::{Board, Origin};
use crate::app::state::run::{End, Run};
use crate::app::state::{Shelf, State};
use crate::app::text::Row;
use crate::app::theme::Role;
use crate::app::view::window::hint;
use crate::model::Looked;
use crate::model::text::{clean, counted};

/// How it stands, in a word or two.
pub(super) fn standing(shelf: &Shelf) -> Row {
    let (words, role) = match (&shelf.run, &shelf.report.value) {
        (Some(Run { end: End::Running, .. }), _) => ("running", Role::Busy),
        (Some(Run { end: End::Cancelled, .. }), _) => ("cancelled", Role::Warning),
        (Some(Run { end: End::Failed, .. }), _) => ("failed", Role::Error),
        (_, Some(_)) => ("done", Role::Ok),
        (_, None) if shelf.fetched.value.is_some() => ("index only", Role::Stale),
        (_, None) => ("not validated", Role::Stale),
    };
    Row::of(words, role)
}

/// What stands in an empty list.
pub(super) fn nothing(board: &Board, state: &State) -> Vec<Row> {
    let Some((_, shelf)) = state.board_shelf() else { return Vec::new() };
    let validate = state.keymap.key(Action::Validate).unwrap_or_default();
    let mut rows = match (&shelf.run, board.origin()) {
        (Some(Run { end: End::Running, .. }), _) => {
            vec![Row::of("No findings so far.", Role::Busy)]
        }
        (Some(run @ Run { end: End::Cancelled, .. }), _) => vec![
            Row::of("Cancelled before anything was found.", Role::Warning),
            Row::of(how_far(run), Role::Muted),
            hint(&validate, "goes on with it"),
        ],
        (Some(Run { end: End::Failed, .. }), _) => failed(shelf, &validate),
        (_, Origin::Report(report)) => vec![
            Row::of("No findings: nothing is wrong.", Role::Ok),
            Row::of(looked(report.packages), Role::Muted),
        ],
        (_, Origin::Index(_)) => vec![
            Row::of("No findings in the index.", Role::Ok),
            hint(&validate, "validates the packages, too"),
        ],
        _ => vec![
            Row::of("Never validated in this session.", Role::Text),
            hint(&validate, "validates the index and all packages"),
        ],
    };
    if board.ignored() > 0 {
        let hidden = counted(board.ignored(), "finding");
        rows.push(Row::of(format!("Ignored rules hide {hidden}."), Role::Warning));
    }
    rows
}

fn failed(shelf: &Shelf, validate: &str) -> Vec<Row> {
    let mut rows = vec![Row::of("The validation failed.", Role::Error)];
    if let Some(failure) = &shelf.report.failure {
        rows.push(Row::of(clean(&failure.summary), Role::Text));
        rows.extend(failure.causes.iter().map(|cause| Row::of(clean(cause), Role::Muted)));
        rows.push(Row::of(clean(&failure.hint), Role::Text));
    }
    rows.push(hint(validate, "tries again"));
    rows
}

/// `12 of 40 packages`; nothing while their number is not known.
pub(super) fn how_far(run: &Run) -> String {
    match run.total {
        0 => String::new(),
        total => format!("{} of {total} packages", run.done),
    }
}

/// `12 packages judged, 30 remembered, 2 left out`.
pub(super) fn looked(packages: Looked) -> String {
    let Looked { judged, remembered, left_out, unreached } = packages;
    let mut words = vec![format!("{} judged", counted(judged, "package"))];
    if remembered > 0 {
        words.push(format!("{remembered} remembered"));
    }
    if left_out > 0 {
        words.push(format!("{left_out} left out"));
    }
    if unreached > 0 {
        words.push(format!("{unreached} not reached"));
    }
    words.join(", ")
}
