//! What a message does to the state, and what it asks of the world: the dispatcher. Nothing is performed
//! here, no clock is read.
//!
//! May import: `app::{action, effect, layout, message, pane, state}`, `app::update::*`.

pub mod board;
pub mod browse;
pub mod consumers;
pub mod copy;
pub mod details;
pub mod export;
pub mod find;
pub mod form;
pub mod import;
pub mod launch;
pub mod offer;
pub mod overlay;
pub mod overview;
pub mod pasted;
pub mod retry;
pub mod secret_form;
pub mod secrets;
pub mod select;
pub mod shelves;
pub mod task;
pub mod tell;
pub mod trust;
pub mod visit;

#[cfg(test)]
mod tests;

use tui_input::InputRequest;

use super::action::Action;
use super::effect::Effect;
use super::layout::Areas;
use super::message::Message;
use super::mode::Mode;
use super::pane::Pane;
use super::state::details::Tab;
use super::state::dialog::Dialog;
use super::state::document::Reader;
use super::state::palette::Goal;
use super::state::{Sorting, State};

/// What the program does first.
pub fn start(state: &mut State) -> Vec<Effect> {
    let mut effects = shelves::read_caches(state);
    effects.extend(select::follow(state));
    details::refresh(state);
    effects
}

/// Takes a message.
pub fn update(state: &mut State, message: Message) -> Vec<Effect> {
    let before = state.areas();
    let mut effects = match message {
        Message::Action(action) => act(state, action),
        Message::Input(request) => input(state, request),
        Message::Paste(text) => paste(state, &text),
        Message::Prefix(key) => {
            state.prefix = Some(key);
            Vec::new()
        }
        Message::Unbound(_) => {
            key_pressed(state);
            Vec::new()
        }
        Message::Task(id, event) => task::news(state, id, event),
        Message::Resized(size) => {
            state.size = size;
            // Even if the size is the same again: the terminal may have lost what was on it meanwhile.
            vec![Effect::Redraw]
        }
        Message::Tick { now } => {
            state.now = now;
            Vec::new()
        }
        Message::Told(Ok(text)) => {
            tell::info(state, text);
            Vec::new()
        }
        Message::Told(Err(text)) => {
            tell::warn(state, text);
            Vec::new()
        }
        Message::Terminated => vec![Effect::Quit],
    };
    rearrange(state, before);
    effects.extend(select::follow(state));
    effects.extend(select::follow_finding(state));
    if !effects.is_empty() && state.board.is_none() {
        // What was started shows: "working", "being read".
        details::refresh(state);
    }
    overlay::follow(state);
    board::follow(state);
    effects
}

/// Zoom, focus and size change the panes: texts are wrapped anew, and windows keep their cursors.
fn rearrange(state: &mut State, before: Areas) {
    let areas = state.areas();
    if areas.columns(Pane::Details) != before.columns(Pane::Details) {
        details::refresh(state);
    }
    if areas != before {
        browse::fit(state);
    }
}

fn key_pressed(state: &mut State) {
    state.prefix = None;
    state.messages.fade();
}

fn act(state: &mut State, action: Action) -> Vec<Effect> {
    key_pressed(state);
    let was_interrupted = std::mem::take(&mut state.interrupted);
    match action {
        Action::Redraw => return vec![Effect::Redraw],
        Action::Suspend => return vec![Effect::Suspend],
        Action::Quit => return overlay::quit(state),
        Action::Interrupt if was_interrupted => return vec![Effect::Quit],
        Action::Interrupt => return interrupt(state),
        _ => {}
    }
    match state.dialog() {
        Some(Dialog::Form(_) | Dialog::Secret(_)) if action == Action::Help => {
            overlay::help(state);
            Vec::new()
        }
        Some(Dialog::Form(_)) => form::act(state, action),
        Some(Dialog::Confirm(_)) => overlay::act_on_question(state, action),
        Some(Dialog::Help(_) | Dialog::Palette(_)) => choose(state, action),
        Some(Dialog::Tasks(_)) => overlay::act_in_tasks(state, action),
        Some(Dialog::Messages(_)) => overlay::act_in_messages(state, action),
        Some(Dialog::Secrets(_)) => secrets::act(state, action),
        Some(Dialog::Import(_)) => import::act(state, action),
        Some(Dialog::Secret(_)) => secret_form::act(state, action),
        Some(Dialog::Export(_)) => export::act(state, action),
        Some(Dialog::Consumers(_)) => {
            consumers::act(state, action);
            Vec::new()
        }
        Some(Dialog::Ignored(_)) => {
            consumers::act_in_ignored(state, action);
            Vec::new()
        }
        None if state.board.is_some() && (state.is_typing() || !is_everywhere(action)) => {
            board::act(state, action)
        }
        None if state.mode() == Mode::Text => act_while_filtering(state, action),
        None => act_in_panes(state, action),
    }
}

fn choose(state: &mut State, action: Action) -> Vec<Effect> {
    match overlay::act_in_palette(state, action) {
        Some(Goal::Run(action)) => act(state, action),
        Some(Goal::Repository(repository)) => {
            visit::repository(state, &repository);
            Vec::new()
        }
        Some(Goal::Entry { repository, entry }) => visit::entry(state, &repository, &entry),
        None => Vec::new(),
    }
}

/// Whether an action means the same on the screen of findings as in the panes.
fn is_everywhere(action: Action) -> bool {
    matches!(
        action,
        Action::Tasks
            | Action::CancelTask
            | Action::RetryTask
            | Action::Messages
            | Action::Palette
            | Action::Help
            | Action::Consumers
            | Action::Ignored
            | Action::Export
    )
}

/// Whether the cursor stands on the count of findings of a repository, which leads to them.
fn is_on_findings(state: &State) -> bool {
    let is_overview = state.focus == Pane::Details && state.details.tab == Tab::Overview;
    let line = state.details.reader().filter(|_| is_overview).and_then(Reader::line);
    line.is_some_and(|line| line.starts_with("Findings "))
}

fn act_while_filtering(state: &mut State, action: Action) -> Vec<Effect> {
    match action {
        Action::Open | Action::NextPane | Action::PreviousPane => find::finish(state),
        Action::Back => drop(find::clear(state)),
        Action::Help => overlay::help(state),
        _ => drop(browse::moved(state, action)),
    }
    Vec::new()
}

fn act_in_panes(state: &mut State, action: Action) -> Vec<Effect> {
    if browse::moved(state, action) {
        return Vec::new();
    }
    match action {
        Action::Left => browse::left(state),
        Action::Right => browse::right(state),
        Action::NextPane => browse::focus_after(state, 1),
        Action::PreviousPane => browse::focus_after(state, -1),
        Action::FocusRepositories => browse::focus(state, Pane::Repositories),
        Action::FocusEntries => browse::focus(state, Pane::Entries),
        Action::FocusDetails => browse::focus(state, Pane::Details),
        Action::NextTab => details::open_tab(state, state.details.tab_after(1)),
        Action::PreviousTab => details::open_tab(state, state.details.tab_after(-1)),
        Action::ScrollRight => details::scroll(state, 1),
        Action::ScrollLeft => details::scroll(state, -1),
        Action::Open if is_on_findings(state) => board::open(state),
        Action::Open => return browse::open(state),
        Action::Back => browse::back(state),
        Action::Filter => find::start(state),
        Action::NextMatch | Action::PreviousMatch => return find::next(state, action),
        Action::ToggleHidden => toggle_hidden(state),
        Action::Sort => sort(state),
        Action::Zoom => browse::zoom(state),
        Action::Add => form::add(state),
        Action::Edit => form::edit(state),
        Action::Remove => shelves::ask_remove(state),
        Action::Undo => shelves::ask_undo(state),
        Action::Refresh => return shelves::refresh(state),
        Action::RefreshAll => return shelves::refresh_all(state),
        Action::Validate => return shelves::validate(state),
        Action::Findings => board::open(state),
        Action::Consumers => consumers::open(state),
        Action::Ignored => consumers::open_ignored(state),
        Action::Export => export::open(state),
        Action::TakeOffer => return offer::of_repository(state),
        Action::Secrets => secrets::open(state),
        Action::Tasks => overlay::tasks(state),
        Action::CancelTask => return cancel_newest(state),
        Action::RetryTask => return retry_newest(state),
        Action::Messages => overlay::messages(state),
        Action::Palette => overlay::palette(state),
        Action::Help => overlay::help(state),
        Action::Close => return close(state),
        Action::CopyLine
        | Action::CopyName
        | Action::CopyUrl
        | Action::CopyVersion
        | Action::CopyInstall
        | Action::CopyPath => return copy::act(state, action),
        _ => {}
    }
    Vec::new()
}

fn input(state: &mut State, request: InputRequest) -> Vec<Effect> {
    key_pressed(state);
    state.interrupted = false;
    match state.dialog() {
        Some(Dialog::Form(_)) => return form::input(state, request),
        Some(Dialog::Secret(_)) => secret_form::input(state, request),
        Some(Dialog::Export(_)) => export::input(state, request),
        Some(Dialog::Help(_) | Dialog::Palette(_)) => {
            overlay::edit(state, |field| field.edit(request));
        }
        Some(_) => {}
        None if state.board.is_some() => board::edit(state, request),
        None => find::edit(state, request),
    }
    Vec::new()
}

fn paste(state: &mut State, text: &str) -> Vec<Effect> {
    key_pressed(state);
    // Terminals send the ends of lines in a paste as Enter would.
    let text = &text.replace("\r\n", "\n").replace('\r', "\n");
    let takes_manifests = state.board.is_none()
        && matches!(state.dialog(), Some(Dialog::Form(_) | Dialog::Secrets(_)) | None);
    if takes_manifests && import::taken(state, text) {
        return Vec::new();
    }
    match state.dialog() {
        Some(Dialog::Secrets(_)) => return import::pasted(state, text).unwrap_or_default(),
        Some(Dialog::Form(_)) => return form::paste(state, text),
        Some(Dialog::Secret(_)) => secret_form::paste(state, text),
        Some(Dialog::Export(_)) => export::paste(state, text),
        Some(Dialog::Help(_) | Dialog::Palette(_)) => {
            overlay::edit(state, |field| field.paste(text));
        }
        Some(_) => {}
        None if state.board.is_some() => board::paste(state, text),
        None if state.is_typing() => find::paste(state, text),
        None => return import::pasted(state, text).unwrap_or_default(),
    }
    Vec::new()
}

/// `q`: closes what was opened last; with nothing open, quits.
fn close(state: &mut State) -> Vec<Effect> {
    let closed = state.focus == Pane::Details && state.details.close();
    if closed { Vec::new() } else { overlay::quit(state) }
}

/// Ctrl-C: ends the check, prompt or task at hand; a second one quits.
fn interrupt(state: &mut State) -> Vec<Effect> {
    state.interrupted = true;
    match state.dialog() {
        Some(Dialog::Form(_)) => return form::leave(state),
        Some(Dialog::Secret(_)) => {
            secret_form::leave(state);
            return Vec::new();
        }
        Some(_) => {
            state.dialogs.pop();
            return Vec::new();
        }
        None => {}
    }
    let has_cleared =
        if state.board.is_some() { board::clear_filter(state) } else { find::clear(state) };
    if has_cleared {
        return Vec::new();
    }
    let mut effects = board::cancel(state);
    if effects.is_empty() {
        effects = cancel_newest(state);
    }
    if effects.is_empty() {
        tell::info(state, "Ctrl-C again quits");
    }
    effects
}

fn cancel_newest(state: &mut State) -> Vec<Effect> {
    let newest = state.tasks.alive().next_back().map(|task| task.id);
    newest.and_then(|id| launch::cancel(state, id)).into_iter().collect()
}

fn retry_newest(state: &mut State) -> Vec<Effect> {
    let newest = state.tasks.all().iter().rev().find(|task| !task.is_alive()).map(|task| task.id);
    newest.map(|id| retry::retry(state, id)).unwrap_or_default()
}

fn toggle_hidden(state: &mut State) {
    state.show_hidden = !state.show_hidden;
    select::fill_entries(state, state.entries.item());
    details::refresh(state);
    let word = if state.show_hidden { "shown" } else { "hidden" };
    tell::info(state, format!("pre-releases and deprecated ones are {word}"));
}

fn sort(state: &mut State) {
    state.sorting = match state.sorting {
        Sorting::Name => Sorting::Date,
        Sorting::Date => Sorting::Name,
    };
    select::fill_entries(state, state.entries.item());
    let word = if state.sorting == Sorting::Name { "name" } else { "date, newest first" };
    tell::info(state, format!("sorted by {word}"));
}
