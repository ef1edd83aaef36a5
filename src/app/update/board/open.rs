//! Where the file of a finding can be changed or read: in the user's editor, in the details, or wherever its place is
//! pasted.
//!
//! May import: `app::{account, action, editor, effect, state, text}`, `app::update::{details, select, tell, visit}`, `model`.

use crate::app::account::chosen_place;
use crate::app::action::Action;
use crate::app::editor::Spot;
use crate::app::effect::Effect;
use crate::app::pane::Pane;
use crate::app::state::State;
use crate::app::state::details::{Content, Tab};
use crate::app::text::finding::place_text;
use crate::app::update::{details, select, tell, visit};
use crate::model::Location;
use crate::model::text::clean;

/// `e`: opens the editor at the chosen place, or says why it cannot.
pub(super) fn in_editor(state: &mut State) -> Vec<Effect> {
    match spot(state) {
        Ok(spot) => vec![Effect::OpenEditor(spot)],
        Err(reason) => {
            let key = state.keymap.key(Action::TakeOffer).unwrap_or_default();
            tell::info(state, format!("{reason}; {key} shows it here"));
            Vec::new()
        }
    }
}

fn spot(state: &State) -> Result<Spot, String> {
    let (board, shelf) = state.board_shelf().ok_or("nothing is selected")?;
    let found = state.board_finding().ok_or("select a finding")?;
    let place = chosen_place(board, found);
    if let Some((archive, _)) = place.file.split_once('!') {
        return Err(format!("it lies inside of {}, which no editor can write", clean(archive)));
    }
    let folder = match &shelf.repository.location {
        Location::File { path } => path.parent(),
        Location::Sample(_) => return Err("samples are part of the program".to_owned()),
        location => {
            return Err(format!(
                "it is not on this disk, but read over {}",
                location.scheme_name()
            ));
        }
    };
    let folder = folder.ok_or("the repository has no folder")?.to_owned();
    let at = place.span.map(|span| (span.line, span.column));
    Ok(Spot { folder, file: place.file.clone(), at })
}

/// `o`: shows the file of the selected finding in the details.
pub(super) fn in_details(state: &mut State) -> Vec<Effect> {
    let named = state.board.as_ref().map(|board| board.repository.clone());
    let Some((found, name)) = state.board_finding().cloned().zip(named) else {
        tell::info(state, "select a finding: its file is shown then");
        return Vec::new();
    };
    state.board = None;
    visit::repository(state, &name);
    let mut effects = select::follow(state);
    details::open_tab(state, Tab::Findings);
    details::refresh(state);
    state.focus = Pane::Details;
    let Content::Findings(findings) = &mut state.details.content else { return effects };
    let item = findings.diagnostics.iter().position(|it| *it == found);
    findings.list.select_item(item);
    if item.is_some() {
        effects.extend(details::open(state));
    }
    effects
}

/// `y`: the chosen place, alone or with what is said of it.
pub(super) fn copy(state: &mut State, action: Action) -> Vec<Effect> {
    let Some((board, found)) = state.board.as_ref().zip(state.board_finding()) else {
        tell::info(state, "select a finding: its place is copied then");
        return Vec::new();
    };
    let place = place_text(chosen_place(board, found));
    let (what, text) = match action {
        Action::CopyPath => ("the place", place),
        _ => ("the finding", {
            let (severity, code) = (found.severity.name(), found.rule.code);
            format!("{place}: {severity} {code} {}", clean(&found.message))
        }),
    };
    vec![Effect::Copy(what.to_owned(), text)]
}
