//! Help, palette, tasks, messages and questions: opening, walking, choosing.
//!
//! May import: `app::{action, effect, layout, pane, state}`, `app::update::{browse, form, launch, offer, retry, secrets, shelves, trust}`.

use super::{browse, form, launch, offer, retry, secrets, shelves, trust};
use crate::app::action::{Action, Group};
use crate::app::effect::Effect;
use crate::app::state::State;
use crate::app::state::dialog::{Answer, Confirm, Dialog, Matter};
use crate::app::state::list::{List, Step};
use crate::app::state::palette::{Choice, Goal, Palette};
use crate::app::task::TaskId;
use crate::model::text::clean;

/// How many rows of a list overlay are seen.
#[must_use]
pub fn height(state: &State) -> usize {
    state.areas().overlay_rows()
}

/// `?`: the keys, generated from the keymap.
pub fn help(state: &mut State) {
    let choices = actions(state).map(|choice| with_keys(state, choice)).collect();
    state.dialogs.push(Dialog::Help(Palette::of(choices)));
}

/// `:`: every action but the movements, and every repository, chart and addon.
pub fn palette(state: &mut State) {
    let moves =
        |choice: &Choice| matches!(&choice.goal, Goal::Run(it) if it.group() == Group::Move);
    let mut choices: Vec<Choice> = actions(state).filter(|choice| !moves(choice)).collect();
    for shelf in &state.shelves {
        let repository = shelf.repository.name.clone();
        choices.push(choice(&repository, "repository", Goal::Repository(repository.clone())));
    }
    for shelf in &state.shelves {
        let repository = &shelf.repository.name;
        let entries = shelf.catalog().map(|catalog| catalog.entries.as_slice()).unwrap_or_default();
        choices.extend(entries.iter().map(|entry| {
            let goal = Goal::Entry { repository: repository.clone(), entry: entry.name.clone() };
            choice(&format!("{repository}/{}", entry.name), "", goal)
        }));
    }
    state.dialogs.push(Dialog::Palette(Palette::of(choices)));
}

fn choice(label: &str, target: &str, goal: Goal) -> Choice {
    let label = clean(label).into_owned();
    Choice { label, target: target.to_owned(), goal, enabled: true }
}

fn actions(state: &State) -> impl Iterator<Item = Choice> + '_ {
    let offered = Action::ALL.iter().filter(|action| !is_answer(**action));
    offered.map(|action| {
        let refusal = refusal(state, *action);
        Choice {
            label: action.help().to_owned(),
            target: refusal.map_or_else(|| target(state, *action), str::to_owned),
            goal: Goal::Run(*action),
            enabled: refusal.is_none(),
        }
    })
}

/// Actions that only make sense in a dialog.
fn is_answer(action: Action) -> bool {
    matches!(action, Action::Agree | Action::Decline | Action::Toggle | Action::StartClean)
}

/// In help, the keys are what one looks for as well.
fn with_keys(state: &State, choice: Choice) -> Choice {
    let Goal::Run(action) = choice.goal else { return choice };
    let keys = state.keymap.keys(action).join(", ");
    Choice { target: if choice.enabled { keys } else { choice.target }, ..choice }
}

/// What an action would act on.
fn target(state: &State, action: Action) -> String {
    let repository = state.shelf().map(|shelf| shelf.repository.name.clone());
    match action {
        Action::Edit | Action::Remove | Action::Refresh | Action::Validate => {
            repository.unwrap_or_default()
        }
        Action::RefreshAll => format!("{} repositories", state.shelves.len()),
        Action::Undo => state.deeds.last().map(|deed| deed.what.clone()).unwrap_or_default(),
        _ => String::new(),
    }
}

/// Why an action can do nothing now.
#[must_use]
pub fn refusal(state: &State, action: Action) -> Option<&'static str> {
    match action {
        _ if state.board.is_none()
            && action.group() == Group::Findings
            && !matches!(action, Action::Findings | Action::Consumers | Action::Ignored) =>
        {
            Some("only on the screen of findings")
        }
        Action::Edit | Action::Remove | Action::Refresh | Action::Validate | Action::RefreshAll
            if state.shelves.is_empty() =>
        {
            Some("no repository is registered")
        }
        Action::TakeOffer if state.board.is_none() && offer::of_shelf(state).is_none() => {
            Some("no failed refresh offers anything")
        }
        Action::Undo if state.board.is_some() && state.ignored.is_empty() => {
            Some("no rule is ignored")
        }
        Action::Undo if state.board.is_none() && state.deeds.is_empty() => Some("nothing to undo"),
        Action::CancelTask if !state.is_busy() => Some("nothing runs"),
        Action::RetryTask if state.tasks.failed() == 0 => Some("no task failed"),
        Action::CopyInstall | Action::CopyVersion if state.entry().is_none() => {
            Some("no chart or addon is selected")
        }
        _ => None,
    }
}

/// `t`: the tasks.
pub fn tasks(state: &mut State) {
    let list = List::of(state.tasks.all().len());
    state.dialogs.push(Dialog::Tasks(list));
}

/// `@`: the message log, at its newest.
pub fn messages(state: &mut State) {
    let mut list = List::of(state.messages.notes().len());
    list.step(Step::Last, state.areas().log_rows());
    state.dialogs.push(Dialog::Messages(list));
}

/// Asks before leaving while something runs.
pub fn quit(state: &mut State) -> Vec<Effect> {
    let missed = state.tasks.alive().filter(|task| task.is_missed());
    let running: Vec<String> =
        missed.map(|task| format!("{} {}", task.kind.label(), task.target)).collect();
    if running.is_empty() {
        return vec![Effect::Quit];
    }
    state.dialogs.push(Dialog::Confirm(Confirm {
        question: format!("Quit while {} tasks run?", running.len()),
        details: running,
        agree: "Quit".to_owned(),
        focus: Answer::Cancel,
        matter: Matter::Quit,
    }));
    Vec::new()
}

/// What a key does in help and palette.
pub fn act_in_palette(state: &mut State, action: Action) -> Option<Goal> {
    let height = height(state);
    let (Dialog::Help(palette) | Dialog::Palette(palette)) = state.dialogs.last_mut()? else {
        return None;
    };
    match action {
        Action::Open => {
            let chosen = palette.selected().filter(|choice| choice.enabled)?.goal.clone();
            state.dialogs.pop();
            return Some(chosen);
        }
        Action::Back if !palette.list.filter.is_empty() => {
            palette.list.filter.clear();
            palette.filter();
        }
        Action::Back | Action::Help => drop(state.dialogs.pop()),
        Action::NextPane => drop(palette.list.step(Step::By(1), height)),
        Action::PreviousPane => drop(palette.list.step(Step::By(-1), height)),
        _ => {
            if let Some(step) = browse::step(action, height) {
                palette.list.step(step, height);
            }
        }
    }
    None
}

/// Types into the filter of help or palette.
pub fn edit(state: &mut State, change: impl FnOnce(&mut crate::app::state::field::Field) -> bool) {
    if let Some(Dialog::Help(palette) | Dialog::Palette(palette)) = state.dialogs.last_mut()
        && change(&mut palette.list.filter)
    {
        palette.filter();
    }
}

/// What a key does in the tasks panel.
pub fn act_in_tasks(state: &mut State, action: Action) -> Vec<Effect> {
    let height = state.areas().log_rows();
    let Some(Dialog::Tasks(list)) = state.dialogs.last_mut() else { return Vec::new() };
    if let Some(step) = browse::step(action, height) {
        list.step(step, height);
        return Vec::new();
    }
    let selected = list.item();
    let task = selected.and_then(|item| state.tasks.all().get(item)).map(|task| task.id);
    match (action, task) {
        (Action::CancelTask, Some(task)) => cancel_or_forget(state, task),
        (Action::Refresh | Action::RetryTask | Action::Open, Some(task)) => {
            retry::retry(state, task)
        }
        (Action::Back | Action::Close | Action::Tasks | Action::Left, _) => {
            state.dialogs.pop();
            Vec::new()
        }
        (Action::Messages, _) => {
            state.dialogs.pop();
            messages(state);
            Vec::new()
        }
        _ => Vec::new(),
    }
}

fn cancel_or_forget(state: &mut State, task: TaskId) -> Vec<Effect> {
    if state.tasks.find(task).is_some_and(|task| !task.is_alive()) {
        state.tasks.remove(task);
        return Vec::new();
    }
    launch::cancel(state, task).into_iter().collect()
}

/// What a key does in the message log.
pub fn act_in_messages(state: &mut State, action: Action) -> Vec<Effect> {
    let height = state.areas().log_rows();
    let Some(Dialog::Messages(list)) = state.dialogs.last_mut() else { return Vec::new() };
    if let Some(step) = browse::step(action, height) {
        list.step(step, height);
        return Vec::new();
    }
    let note = list.item().and_then(|item| state.messages.notes().get(item));
    match (action, note) {
        (Action::CopyLine, Some(note)) => {
            let lines: Vec<&str> =
                std::iter::once(&note.text).chain(&note.details).map(String::as_str).collect();
            vec![Effect::Copy("the message".to_owned(), lines.join("\n"))]
        }
        (Action::Back | Action::Close | Action::Messages | Action::Left, _) => {
            state.dialogs.pop();
            Vec::new()
        }
        _ => Vec::new(),
    }
}

/// Keeps the lists of tasks and messages as long as what they show.
pub fn follow(state: &mut State) {
    let (tasks, notes) = (state.tasks.all().len(), state.messages.notes().len());
    let (known, ignored) = (state.secrets.secrets.len(), state.ignored.len());
    for dialog in &mut state.dialogs {
        let (list, count) = match dialog {
            Dialog::Tasks(list) => (list, tasks),
            Dialog::Messages(list) => (list, notes),
            Dialog::Secrets(list) => (list, known),
            Dialog::Ignored(list) => (list, ignored),
            _ => continue,
        };
        if list.total() != count {
            list.fill((0..count).map(|item| (item, "")), list.item());
        }
    }
}

/// What a key does on a question.
pub fn act_on_question(state: &mut State, action: Action) -> Vec<Effect> {
    let Some(Dialog::Confirm(confirm)) = state.dialogs.last_mut() else { return Vec::new() };
    match action {
        Action::NextPane | Action::PreviousPane => {
            confirm.focus = match confirm.focus {
                Answer::Cancel => Answer::Agree,
                Answer::Agree => Answer::Cancel,
            };
            Vec::new()
        }
        Action::Agree => agree(state),
        Action::Open if confirm.focus == Answer::Agree => agree(state),
        Action::Open | Action::Decline | Action::Back | Action::Close => {
            state.dialogs.pop();
            Vec::new()
        }
        _ => Vec::new(),
    }
}

fn agree(state: &mut State) -> Vec<Effect> {
    let Some(Dialog::Confirm(confirm)) = state.dialogs.pop() else { return Vec::new() };
    match confirm.matter {
        Matter::Remove(name) => shelves::remove(state, &name),
        Matter::SaveUnverified => form::save_unverified(state),
        Matter::RemoveSecret(name) => secrets::remove(state, name),
        Matter::Trust(key, then) => trust::trust(state, *key, then),
        Matter::Undo => shelves::undo(state),
        Matter::Quit => vec![Effect::Quit],
    }
}
