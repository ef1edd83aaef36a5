//! The last line: the keys that do something now, the most used first, cut from the right.
//!
//! May import: `app::{action, keymap, pane, state, text, theme, view::*}`.

use ratatui::layout::Rect;

use super::painter::Painter;
use super::window::{hint, join};
use crate::app::action::Action;
use crate::app::pane::{Pane, Side};
use crate::app::state::State;
use crate::app::state::board::Board;
use crate::app::state::details::{Content, Subject, Tab};
use crate::app::state::dialog::Dialog;
use crate::app::text::Row;
use crate::app::theme::Role;
use crate::model::{Location, RepositoryKind};

/// A hint: the key as written, and what it does.
type Hint = (String, &'static str);

/// Draws it.
pub(crate) fn draw(painter: &mut Painter<'_>, area: Rect, state: &State) {
    let inner = Rect { x: area.x + 1, width: area.width.saturating_sub(2), ..area };
    let right =
        if state.dialogs.is_empty() && !state.is_typing() { everywhere(state) } else { Vec::new() };
    let right = line(&right, usize::from(inner.width / 3));
    let room = usize::from(inner.width).saturating_sub(right.width() + 3);
    let left = line(&hints(state), room);
    painter.row_both(inner, 0, &left, &right);
}

/// As many hints as fit, whole.
fn line(hints: &[Hint], width: usize) -> Row {
    let mut out = Row::default();
    for (key, what) in hints {
        let gap = if out.pieces.is_empty() { "" } else { "   " };
        let next = join([out.clone(), Row::of(gap, Role::Text), hint(key, what)]);
        if next.width() > width {
            break;
        }
        out = next;
    }
    out
}

fn everywhere(state: &State) -> Vec<Hint> {
    let close = if state.board.is_some() { "back" } else { "quit" };
    bound(state, &[(Action::Help, "keys"), (Action::Close, close), (Action::Palette, "commands")])
}

/// The first key of each action that has one; the key of the next tab is told with that of the previous.
fn bound(state: &State, actions: &[(Action, &'static str)]) -> Vec<Hint> {
    let mut hints = Vec::new();
    for (action, what) in actions {
        let Some(key) = state.keymap.key(*action) else { continue };
        let previous = state.keymap.key(Action::PreviousTab).filter(|_| *action == Action::NextTab);
        hints.push((previous.map_or(key.clone(), |previous| format!("{previous} {key}")), *what));
    }
    hints
}

/// Keys of text fields and dialogs, which nobody can change.
fn fixed(hints: &[(&str, &'static str)]) -> Vec<Hint> {
    hints.iter().map(|(key, what)| ((*key).to_owned(), *what)).collect()
}

fn hints(state: &State) -> Vec<Hint> {
    match state.dialog() {
        Some(Dialog::Form(form)) if form.check.task.is_some() => {
            fixed(&[("Esc", "stop the check"), ("Tab", "next field")])
        }
        Some(Dialog::Form(_)) => fixed(&[
            ("Tab", "next"),
            ("Shift-Tab", "back"),
            ("Enter", "next, press"),
            ("Space", "choose"),
            ("Esc", "close, keeps what was typed"),
            ("Ctrl-n", "start clean"),
        ]),
        Some(Dialog::Secrets(_)) => bound(
            state,
            &[
                (Action::Add, "add"),
                (Action::Open, "change"),
                (Action::Remove, "delete"),
                (Action::Back, "close"),
            ],
        ),
        Some(Dialog::Import(_)) => fixed(&[
            ("Enter", "press"),
            ("Tab", "other button"),
            ("Down Up", "look at each"),
            ("Esc", "close"),
        ]),
        Some(Dialog::Secret(_)) => fixed(&[
            ("Tab", "next"),
            ("Shift-Tab", "back"),
            ("Left Right", "choose"),
            ("Enter", "next, press"),
            ("Esc", "close"),
        ]),
        Some(Dialog::Export(_) | Dialog::Consumers(_) | Dialog::Ignored(_)) => {
            fixed(over_board(state.dialog()))
        }
        Some(Dialog::Confirm(_)) => {
            fixed(&[("y", "yes"), ("n", "no"), ("Tab", "other button"), ("Enter", "press")])
        }
        Some(Dialog::Help(_) | Dialog::Palette(_)) => {
            fixed(&[("Enter", "run"), ("Down Up", "choose"), ("Esc", "close")])
        }
        Some(Dialog::Tasks(_)) => bound(
            state,
            &[
                (Action::CancelTask, "cancel"),
                (Action::RetryTask, "again"),
                (Action::Back, "close"),
            ],
        ),
        Some(Dialog::Messages(_)) => {
            bound(state, &[(Action::CopyLine, "copy"), (Action::Back, "close")])
        }
        None => bare_hints(state),
    }
}

/// The hints while nothing lies over the panes or the screen of findings.
fn bare_hints(state: &State) -> Vec<Hint> {
    match &state.board {
        _ if state.is_typing() => {
            fixed(&[("Enter", "keep"), ("Down Up", "choose"), ("Esc", "clear")])
        }
        Some(board) => bound(state, &board_hints(board, state)),
        None => bound(state, &pane_hints(state)),
    }
}

/// The hints of what lies over the screen of findings.
fn over_board(dialog: Option<&Dialog>) -> &'static [(&'static str, &'static str)] {
    match dialog {
        Some(Dialog::Export(_)) => {
            &[("Enter", "write"), ("Left Right", "format"), ("Tab", "file"), ("Esc", "close")]
        }
        Some(Dialog::Ignored(_)) => &[("Enter", "bring back"), ("Esc", "close")],
        _ => &[("Down Up", "choose"), ("PgDn", "more"), ("Esc", "close")],
    }
}

fn board_hints(board: &Board, state: &State) -> Vec<(Action, &'static str)> {
    if board.shown().is_empty() && board.filter.is_empty() {
        return vec![(Action::Validate, "run again")];
    }
    let mut hints = match board.side {
        Side::List if board.head().is_some() => vec![(Action::Open, "fold"), (Action::Fold, "all")],
        Side::List => vec![(Action::Open, "source")],
        Side::Source => vec![(Action::NextMatch, "next")],
    };
    let has_places = state.board_finding().is_some_and(|found| !found.related.is_empty());
    if board.side == Side::Source && has_places {
        hints.extend([(Action::NextTab, "places"), (Action::Open, "go there")]);
    }
    hints.extend([
        (Action::Edit, "edit"),
        (Action::Filter, "filter"),
        (Action::Sort, "sort"),
        (Action::GroupRule, "group"),
        (Action::IgnoreRule, "ignore"),
        (Action::Export, "write"),
        (Action::Validate, "again"),
        (Action::Consumers, "consumers"),
    ]);
    hints
}

fn pane_hints(state: &State) -> Vec<(Action, &'static str)> {
    match state.focus {
        Pane::Repositories if state.shelves.is_empty() => vec![(Action::Add, "add a repository")],
        Pane::Repositories => vec![
            (Action::Open, "open"),
            (Action::Add, "add"),
            (Action::Refresh, "refresh"),
            (Action::Validate, "validate"),
            (Action::Edit, "edit"),
            (Action::Remove, "remove"),
            (Action::Filter, "filter"),
            (Action::RefreshAll, "refresh all"),
        ],
        Pane::Entries => entry_hints(state),
        Pane::Details => detail_hints(state),
    }
}

fn entry_hints(state: &State) -> Vec<(Action, &'static str)> {
    let mut hints = vec![(Action::Open, "details"), (Action::Filter, "filter")];
    if has_install(state) {
        hints.push((Action::CopyInstall, "copy install"));
    }
    hints.extend([
        (Action::NextTab, "tab"),
        (Action::Sort, "sort"),
        (Action::ToggleHidden, if state.show_hidden { "hide old and pre" } else { "show all" }),
        (Action::Validate, "validate"),
    ]);
    hints
}

/// Whether Helm could install what is shown.
fn has_install(state: &State) -> bool {
    let location = state.shelf().map(|shelf| &shelf.repository.location);
    matches!(location, Some(Location::Http { .. } | Location::File { .. }))
        && matches!(&state.details.subject, Subject::Entry { kind: RepositoryKind::Helm, .. })
}

fn detail_hints(state: &State) -> Vec<(Action, &'static str)> {
    let details = &state.details;
    let opened = match &details.content {
        Content::List(items) => items.opened.is_some(),
        Content::Findings(found) => found.opened.is_some(),
        _ => false,
    };
    let mut hints = Vec::new();
    if opened {
        hints.push((Action::Back, "back to the list"));
    } else if details.list().is_some() {
        hints.extend([(Action::Open, "open"), (Action::Filter, "filter")]);
    }
    if let Some(reader) = details.reader() {
        hints.push((Action::Filter, "search"));
        if !reader.search.is_empty() {
            hints.push((Action::NextMatch, "next match"));
        }
    }
    hints.push((Action::NextTab, "tab"));
    if details.tab == Tab::Values {
        hints.push((Action::CopyPath, "copy path"));
    }
    if has_install(state) {
        hints.push((Action::CopyInstall, "copy install"));
    }
    hints.extend([(Action::CopyLine, "copy line"), (Action::Zoom, "zoom")]);
    hints
}
