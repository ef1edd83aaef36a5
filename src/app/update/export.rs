//! Writing the findings that are shown to a file: the dialog, and what became of it.
//!
//! May import: `app::{action, effect, state, task}`, `app::update::{launch, tell}`, `model`.

use std::path::PathBuf;
use std::sync::Arc;

use tui_input::InputRequest;

use super::{launch, tell};
use crate::app::action::Action;
use crate::app::effect::{Effect, Exporting};
use crate::app::state::State;
use crate::app::state::board::Origin;
use crate::app::state::dialog::Dialog;
use crate::app::state::export::{Export, ExportSpot};
use crate::app::task::{Exported, TaskId};
use crate::error::Failure;
use crate::model::Report;
use crate::model::text::counted;

/// `w`: asks for format and file.
pub fn open(state: &mut State) {
    let Some((board, _)) = state.board_shelf() else {
        return tell::info(state, "open the findings first: those that are shown are written");
    };
    if board.shown().is_empty() {
        return tell::info(state, "no finding is shown, so there is nothing to write");
    }
    let export = Export::of(&board.repository, board.shown().len());
    state.dialogs.push(Dialog::Export(Box::new(export)));
}

fn export_mut(state: &mut State) -> Option<&mut Export> {
    state.dialogs.iter_mut().rev().find_map(|dialog| match dialog {
        Dialog::Export(export) => Some(&mut **export),
        _ => None,
    })
}

/// What a key does in the dialog.
pub fn act(state: &mut State, action: Action) -> Vec<Effect> {
    let Some(export) = export_mut(state) else { return Vec::new() };
    match action {
        Action::Open => return write(state),
        Action::Back | Action::Close => drop(state.dialogs.pop()),
        Action::NextPane | Action::PreviousPane | Action::Down | Action::Up => {
            export.spot = match export.spot {
                ExportSpot::Format => ExportSpot::File,
                ExportSpot::File => ExportSpot::Format,
            };
        }
        Action::Right | Action::Toggle => export.choose(1),
        Action::Left => export.choose(-1),
        _ => {}
    }
    Vec::new()
}

/// Types into the name of the file.
pub fn input(state: &mut State, request: InputRequest) {
    if let Some(export) = export_mut(state)
        && export.file.edit(request)
    {
        export.changed();
    }
}

/// Pastes into the name of the file.
pub fn paste(state: &mut State, text: &str) {
    if let Some(export) = export_mut(state)
        && export.file.paste(text)
    {
        export.changed();
    }
}

/// Enter: writes; over a file that is there only after it was told.
fn write(state: &mut State) -> Vec<Effect> {
    let Some(report) = report(state) else { return Vec::new() };
    let Some(export) = export_mut(state).filter(|export| export.task.is_none()) else {
        return Vec::new();
    };
    let file = export.file.trimmed().to_owned();
    if file.is_empty() {
        export.refusal = Some("the file needs a name".to_owned());
        return Vec::new();
    }
    let replaces = export.exists.as_deref() == Some(file.as_str());
    let format = export.format;
    let exporting =
        Exporting { path: PathBuf::from(&file), format, replaces, report: Arc::new(report) };
    let (task, effect) = launch::export(state, exporting);
    if let Some(export) = export_mut(state) {
        export.task = Some(task);
    }
    vec![effect]
}

/// A report of the findings that are shown.
fn report(state: &State) -> Option<Report> {
    let (board, shelf) = state.board_shelf()?;
    let found = shelf.findings().1;
    let mut items = board.shown().to_vec();
    items.sort_unstable();
    let diagnostics = items.iter().filter_map(|item| found.get(*item).cloned()).collect();
    let whole = match board.origin() {
        Origin::Report(report) => Report { diagnostics: Vec::new(), ..Report::clone(report) },
        _ => Report { target: shelf.repository.name.clone(), ..Report::default() },
    };
    let mut report = Report { diagnostics, ..whole };
    report.sort();
    Some(report)
}

/// What became of it.
pub fn exported(state: &mut State, task: TaskId, exported: Exported) {
    let Some(export) = export_mut(state).filter(|export| export.task == Some(task)) else { return };
    export.task = None;
    match exported {
        Exported::Exists => {
            export.exists = Some(export.file.trimmed().to_owned());
        }
        Exported::Written => {
            let written = counted(export.count, "finding");
            let words = format!("{written} written to {}", export.file.trimmed());
            state.dialogs.retain(|dialog| !matches!(dialog, Dialog::Export(_)));
            tell::info(state, words);
        }
    }
}

/// It could not be written; tells whether it was that.
pub fn not_exported(state: &mut State, task: TaskId, failure: &Failure) -> bool {
    let Some(export) = export_mut(state).filter(|export| export.task == Some(task)) else {
        return false;
    };
    export.task = None;
    let words = std::iter::once(&failure.summary).chain(&failure.causes);
    export.refusal = Some(words.map(String::as_str).collect::<Vec<_>>().join(": "));
    true
}
