//! Machine tests: messages in, state and effects out.

mod browsing;
mod catalogs;
mod copying;
mod findings;
mod form;
mod importing;
mod leaving;
mod private;

use std::sync::Arc;
use std::time::Duration;

use jiff::Timestamp;
use ratatui::layout::Size;
use tui_input::InputRequest;

use super::{start, update};
use crate::app::action::Action;
use crate::app::effect::Effect;
use crate::app::keymap::Keymap;
use crate::app::message::Message;
use crate::app::pane::Pane;
use crate::app::state::details::{Content, Subject, Tab};
use crate::app::state::dialog::Dialog;
use crate::app::state::form::Spot;
use crate::app::state::tasks::TaskState;
use crate::app::state::{Health, State};
use crate::app::task::{TaskEvent, TaskId};
use crate::app::text::Row;
use crate::error::{Error, ErrorKind, Failure};
use crate::model::{
    Catalog, Diagnostic, Entry, EntryVersion, Location, Package, PackageFile, Place, Report,
    Repository, RepositoryKind, Span,
};
use crate::ops::{Contents, Fetched, Freshness, IndexText, Inspection, Probe};
use crate::registry::{Change, Loaded};

/// A time at which what `fetched` makes is fresh.
fn now() -> Timestamp {
    Timestamp::from_second(1_800_000_000).expect("a time")
}

fn repository(name: &str) -> Repository {
    let place = format!("https://{name}.example/charts");
    Repository::named(name, Location::parse(&place).expect("a location").location)
}

fn version(text: &str) -> EntryVersion {
    EntryVersion { name: "x".to_owned(), version: text.to_owned(), ..EntryVersion::default() }
}

fn entry(name: &str, versions: &[&str]) -> Entry {
    Entry { name: name.to_owned(), versions: versions.iter().map(|it| version(it)).collect() }
}

fn fetched(entries: Vec<Entry>) -> Arc<Fetched> {
    let catalog = Catalog { kind: RepositoryKind::Helm, generated: None, entries };
    Arc::new(Fetched {
        catalog: Arc::new(catalog),
        diagnostics: Arc::new([]),
        index: Arc::new(IndexText {
            name: "index.yaml".to_owned(),
            text: "a: 1\nb: 2\n".to_owned(),
        }),
        fetched: now(),
        unchanged: false,
        refused: None,
    })
}

fn failure(kind: ErrorKind) -> Failure {
    Failure::from(Error::new(kind, "no"))
}

/// Two repositories, started, nothing answered yet: tasks 1 and 2 read their caches.
fn started() -> (State, Vec<Effect>) {
    let repositories = vec![repository("one"), repository("two")];
    let mut state = State::new(Size::new(120, 36), now(), Keymap::default(), repositories);
    let effects = start(&mut state);
    (state, effects)
}

/// The same with both catalogs known: `redis` and `web` in the first, `mail` in the second.
fn browsing() -> State {
    let (mut state, _) = started();
    let one = fetched(vec![entry("redis", &["2.0.0", "1.0.0"]), entry("web", &["0.1.0"])]);
    tell(&mut state, 1, TaskEvent::Fetched(one));
    tell(&mut state, 2, TaskEvent::Fetched(fetched(vec![entry("mail", &["1.0.0"])])));
    state
}

fn tell(state: &mut State, task: u64, event: TaskEvent) -> Vec<Effect> {
    update(state, Message::Task(TaskId(task), event))
}

fn act(state: &mut State, action: Action) -> Vec<Effect> {
    update(state, Message::Action(action))
}

fn write(state: &mut State, text: &str) -> Vec<Effect> {
    let typed = text.chars().map(InputRequest::InsertChar);
    typed.flat_map(|letter| update(state, Message::Input(letter))).collect()
}

fn last_task(state: &State) -> TaskId {
    state.tasks.all().last().expect("a task").id
}
