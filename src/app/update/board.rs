//! The screen of findings: opening, walking, filtering, sorting, grouping, ignoring rules, going back.
//!
//! May import: `app::{account, action, effect, layout, pane, state, text}`,
//! `app::update::{board::*, browse, details, launch, tell}`, `model`.

mod open;

use tui_input::InputRequest;

use super::{browse, details, launch, tell};
use crate::app::account::{account, board_areas, chosen_place};
use crate::app::action::Action;
use crate::app::effect::Effect;
use crate::app::pane::Side;
use crate::app::state::State;
use crate::app::state::board::order::Heads;
use crate::app::state::board::{Board, Toward};
use crate::app::state::details::{Content, Subject};
use crate::app::state::list::Step;
use crate::app::state::run::End;
use crate::app::text::finding::place_text;
use crate::model::Diagnostic;
use crate::model::text::counted;

/// Opens the screen of the selected repository. What is selected in the details is selected there as well.
pub fn open(state: &mut State) {
    let Some(name) = state.shelf().map(|shelf| shelf.repository.name.clone()) else {
        tell::info(state, "no repository is selected");
        return;
    };
    let selected = match (&state.details.subject, &state.details.content) {
        (Subject::Repository(_), Content::Findings(found)) => found.selected().cloned(),
        _ => None,
    };
    let mut board = Board::of(&name);
    if let Subject::Entry { entry, .. } = &state.details.subject {
        board.filter.set(format!("entry:{entry}"));
    }
    state.board = Some(board);
    follow(state);
    if let Some(found) = selected {
        select(state, &found);
    }
}

/// Brings the screen in line with what is known now.
pub fn follow(state: &mut State) {
    let Some(mut board) = state.board.take() else { return };
    let Some(shelf) = state.shelf_named(&board.repository) else { return };
    let (origin, found) = shelf.findings();
    board.follow(origin, found, &state.ignored);
    state.board = Some(board);
    fit(state);
}

/// Keeps the window around the cursor.
pub fn fit(state: &mut State) {
    let rows = rows(state);
    if let Some(board) = &mut state.board {
        board.fit(rows);
    }
}

fn rows(state: &State) -> usize {
    board_areas(state).list_rows(state.size)
}

/// Changes the screen with the findings at hand.
fn change<T>(state: &mut State, change: impl FnOnce(&mut Board, &[Diagnostic]) -> T) -> Option<T> {
    let mut board = state.board.take()?;
    let outcome =
        state.shelf_named(&board.repository).map(|shelf| change(&mut board, shelf.findings().1));
    state.board = Some(board);
    outcome
}

/// Filters, sorts and groups anew; what is selected stays so.
fn refill(state: &mut State) {
    let ignored = state.ignored.clone();
    change(state, |board, found| board.fill(found, &ignored));
    fit(state);
}

/// After a move by the user: what is selected now is to stay selected.
fn hold(state: &mut State) {
    change(state, Board::hold);
}

fn select(state: &mut State, wanted: &Diagnostic) -> bool {
    let rows = rows(state);
    let selected = change(state, |board, found| {
        let item = found.iter().position(|it| it == wanted);
        item.is_some_and(|item| board.select(item, rows))
    });
    hold(state);
    selected == Some(true)
}

/// What a key does there.
pub fn act(state: &mut State, action: Action) -> Vec<Effect> {
    if let Some(board) = &state.board
        && board.filtering
    {
        act_while_filtering(state, action);
        return Vec::new();
    }
    if moved(state, action) {
        return Vec::new();
    }
    match action {
        Action::NextMatch => walk(state, Toward::Next),
        Action::PreviousMatch => walk(state, Toward::Previous),
        Action::NextPane | Action::PreviousPane => other_side(state),
        Action::FocusRepositories | Action::FocusEntries => look_at(state, Side::List),
        Action::FocusDetails => look_at(state, Side::Source),
        Action::Left => left(state),
        Action::Right | Action::Open => enter(state, action),
        Action::NextTab => choose_place(state, 1),
        Action::PreviousTab => choose_place(state, -1),
        Action::ScrollRight => aside(state, 1),
        Action::ScrollLeft => aside(state, -1),
        Action::Back => return back(state),
        Action::Filter => start_filter(state),
        Action::Sort => sort(state),
        Action::GroupNone => group(state, Heads::None),
        Action::GroupRule => group(state, Heads::Rule),
        Action::GroupEntry => group(state, Heads::Entry),
        Action::GroupFile => group(state, Heads::File),
        Action::Fold => fold_all(state),
        Action::IgnoreRule => ignore(state),
        Action::Undo => unignore_last(state),
        Action::Edit => return open::in_editor(state),
        Action::TakeOffer => return open::in_details(state),
        Action::Validate => return validate(state),
        Action::Close | Action::Findings => close(state),
        Action::CopyLine | Action::CopyPath => return open::copy(state, action),
        _ => {}
    }
    Vec::new()
}

fn act_while_filtering(state: &mut State, action: Action) {
    match action {
        Action::Open | Action::NextPane | Action::PreviousPane => {
            if let Some(board) = &mut state.board {
                board.filtering = false;
            }
            hold(state);
        }
        Action::Back => drop(clear_filter(state)),
        _ => drop(moved(state, action)),
    }
}

/// Moves in the list, or scrolls the source by pages. Lines of the source have no cursor: its `j` and `k`
/// go to other findings.
fn moved(state: &mut State, action: Action) -> bool {
    let (areas, rows) = (board_areas(state), rows(state));
    let Some(board) = &mut state.board else { return false };
    match (board.side, action) {
        (Side::Source, Action::Down) => {
            walk(state, Toward::Next);
            true
        }
        (Side::Source, Action::Up) => {
            walk(state, Toward::Previous);
            true
        }
        (Side::Source, _) => {
            let height = areas.source_rows();
            let Some(step) = browse::step(action, height) else { return false };
            scroll(state, step, height);
            true
        }
        (Side::List, _) => {
            let Some(step) = browse::step(action, rows) else { return false };
            board.step(step, rows);
            hold(state);
            true
        }
    }
}

fn walk(state: &mut State, toward: Toward) {
    let rows = rows(state);
    let has_moved = state.board.as_mut().is_some_and(|board| board.walk(toward, rows));
    hold(state);
    if !has_moved {
        let end = match toward {
            Toward::Next => "last",
            Toward::Previous => "first",
        };
        tell::info(state, format!("this is the {end} finding that is shown"));
    }
}

fn scroll(state: &mut State, step: Step, height: usize) {
    let width = usize::from(board_areas(state).source_body().width);
    let most = account(state, width).len().saturating_sub(height);
    let Some(board) = &mut state.board else { return };
    board.scroll = match step {
        Step::By(lines) => board.scroll.saturating_add_signed(lines).min(most),
        Step::First => 0,
        Step::Last => most,
    };
}

fn aside(state: &mut State, steps: isize) {
    if let Some(board) = &mut state.board {
        board.aside = (board.aside + steps).clamp(-25, 25);
    }
}

fn look_at(state: &mut State, side: Side) {
    if let Some(board) = &mut state.board {
        board.side = side;
    }
}

fn other_side(state: &mut State) {
    let is_list = state.board.as_ref().is_some_and(|board| board.side == Side::List);
    look_at(state, if is_list { Side::Source } else { Side::List });
}

/// Chooses another of the places that a finding names.
fn choose_place(state: &mut State, steps: isize) {
    let count = state.board_finding().map_or(0, |found| found.related.len());
    if count == 0 {
        return tell::info(state, "this finding names no further place");
    }
    let Some(board) = &mut state.board else { return };
    let all = (count + 1).cast_signed();
    board.place = (board.place.cast_signed() + steps).rem_euclid(all).cast_unsigned();
    (board.scroll, board.aside) = (0, 0);
}

/// `h`: from the source to the list; in the list, folds the group.
fn left(state: &mut State) {
    match state.board.as_ref().map(|board| board.side) {
        Some(Side::Source) => look_at(state, Side::List),
        _ => drop(change(state, |board, found| board.fold(found, true))),
    }
    fit(state);
}

/// `l` and Enter: unfolds the group, or goes to the source; from there, to the finding at the chosen place.
fn enter(state: &mut State, action: Action) {
    let Some(board) = &state.board else { return };
    match (board.side, board.head().map(|group| group.is_folded)) {
        (Side::List, Some(is_folded)) if action == Action::Open || is_folded => {
            change(state, |board, found| board.fold(found, !is_folded));
            fit(state);
        }
        (Side::List, None) if !board.lines().is_empty() => look_at(state, Side::Source),
        (Side::Source, None) if action == Action::Open => jump(state),
        _ => {}
    }
}

/// Goes to the finding at the chosen place, if there is one.
fn jump(state: &mut State) {
    let Some((board, found)) = state.board.as_ref().zip(state.board_finding()) else { return };
    if board.place == 0 {
        return;
    }
    let place = chosen_place(board, found).clone();
    let rows = rows(state);
    let line = |place: &crate::model::Place| place.span.map(|span| span.line);
    let has_moved = change(state, |board, found| {
        let is_there = |it: &&usize| {
            found
                .get(**it)
                .is_some_and(|it| it.place.file == place.file && line(&it.place) == line(&place))
        };
        let item = board.shown().iter().find(is_there).copied();
        item.is_some_and(|item| board.select(item, rows))
    });
    hold(state);
    if has_moved != Some(true) {
        tell::info(state, format!("no finding that is shown stands at {}", place_text(&place)));
    }
}

/// Esc: takes back one thing at a time: a message, the filter, the side, the validation, the screen.
fn back(state: &mut State) -> Vec<Effect> {
    if state.messages.dismiss() || clear_filter(state) {
        return Vec::new();
    }
    if state.board.as_ref().is_some_and(|board| board.side == Side::Source) {
        look_at(state, Side::List);
        return Vec::new();
    }
    let effects = cancel(state);
    if effects.is_empty() {
        close(state);
    }
    effects
}

/// Ends the validation of what is shown; what it has found stays.
pub fn cancel(state: &mut State) -> Vec<Effect> {
    let run = state.board_shelf().and_then(|(_, shelf)| shelf.run.as_ref());
    let task = run.filter(|run| run.end == End::Running).map(|run| run.task);
    task.and_then(|task| launch::cancel(state, task)).into_iter().collect()
}

fn close(state: &mut State) {
    state.board = None;
    details::refresh(state);
}

fn validate(state: &mut State) -> Vec<Effect> {
    let Some(name) = state.board.as_ref().map(|board| board.repository.clone()) else {
        return Vec::new();
    };
    launch::validate(state, &name)
}

fn start_filter(state: &mut State) {
    if let Some(board) = &mut state.board {
        (board.filtering, board.side) = (true, Side::List);
    }
}

/// Empties the filter; tells whether there was one.
pub fn clear_filter(state: &mut State) -> bool {
    let Some(board) = &mut state.board else { return false };
    let was_typing = std::mem::take(&mut board.filtering);
    if board.filter.is_empty() {
        return was_typing;
    }
    board.filter.clear();
    refill(state);
    true
}

/// Types into the filter; the list follows at once.
pub fn edit(state: &mut State, request: InputRequest) {
    type_in(state, |board| board.filter.edit(request));
}

/// Pastes into the filter.
pub fn paste(state: &mut State, text: &str) {
    type_in(state, |board| board.filter.paste(text));
}

fn type_in(state: &mut State, change: impl FnOnce(&mut Board) -> bool) {
    if state.board.as_mut().is_some_and(|board| board.filtering && change(board)) {
        if let Some(board) = &mut state.board {
            board.select_first();
        }
        refill(state);
    }
}

fn sort(state: &mut State) {
    let Some(board) = &mut state.board else { return };
    board.by = board.by.next();
    let by = board.by.label();
    refill(state);
    tell::info(state, format!("sorted by {by}"));
}

fn group(state: &mut State, heads: Heads) {
    if let Some(board) = &mut state.board {
        board.heads = heads;
    }
    refill(state);
    tell::info(state, heads.label());
}

fn fold_all(state: &mut State) {
    let Some(board) = &state.board else { return };
    if board.heads == Heads::None {
        return tell::info(state, "there are no groups to fold");
    }
    let is_open = board.groups().iter().any(|group| !group.is_folded);
    change(state, |board, found| board.fold_all(found, is_open));
    fit(state);
}

/// `i`: hides the rule of the selected finding or group for this session.
fn ignore(state: &mut State) {
    let Some((board, shelf)) = state.board_shelf() else { return };
    let item = board.item().or(board.head().map(|group| group.first));
    let is_of_many = board.head().is_some() && board.heads != Heads::Rule;
    let found = item.and_then(|item| shelf.findings().1.get(item)).filter(|_| !is_of_many);
    let Some(rule) = found.map(|found| found.rule) else {
        return tell::info(state, "select a finding: its rule is ignored then");
    };
    let before = board.ignored();
    state.ignored.push(rule.code);
    refill(state);
    hold(state);
    let now = state.board.as_ref().map_or(before, Board::ignored);
    let undo = state.keymap.key(Action::Undo).unwrap_or_default();
    let hidden = counted(now - before, "finding");
    let (code, name) = (rule.code, rule.name);
    tell::info(state, format!("{code} {name} is ignored, which hides {hidden}; {undo} undoes it"));
}

/// `u`: brings back the rule that was ignored last.
fn unignore_last(state: &mut State) {
    match state.ignored.pop() {
        Some(code) => {
            refill(state);
            tell::info(state, format!("{code} is shown again"));
        }
        None => tell::info(state, "no rule is ignored in this session"),
    }
}

/// Shows the findings of a rule again.
pub fn unignore(state: &mut State, place: usize) {
    if place < state.ignored.len() {
        state.ignored.remove(place);
        refill(state);
    }
}
