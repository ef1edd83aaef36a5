//! The screen: a key and its frame, and a keystroke of the filter, on a long list against a short one.

use std::sync::Arc;

use chartroom::app::event::message;
use chartroom::app::keymap::Keymap;
use chartroom::app::message::Message;
use chartroom::app::state::State;
use chartroom::app::task::TaskEvent;
use chartroom::app::theme::Theme;
use chartroom::app::update::{start, update};
use chartroom::app::view::view;
use chartroom::helm;
use chartroom::model::{Location, Repository};
use chartroom::ops::{Fetched, IndexText};
use crossterm::event::{Event, KeyCode, KeyEvent, KeyModifiers};
use jiff::Timestamp;
use ratatui::Terminal;
use ratatui::backend::TestBackend;
use ratatui::layout::Size;

use crate::generate::helm_index;
use crate::measure::{compare, row};

const WIDTH: u16 = 120;
const HEIGHT: u16 = 36;

/// A program without a terminal, showing one repository.
struct Program {
    state: State,
    terminal: Terminal<TestBackend>,
    theme: Theme,
}

impl Program {
    fn with(charts: usize) -> Self {
        let location = Location::parse("https://charts.example.org").expect("a location").location;
        let repositories = vec![Repository::named("charts", location)];
        let size = Size::new(WIDTH, HEIGHT);
        let mut state = State::new(size, Timestamp::UNIX_EPOCH, Keymap::default(), repositories);
        start(&mut state);
        let task = state.shelves[0].fetched.pending.expect("the catalog is awaited");
        update(&mut state, Message::Task(task, TaskEvent::Fetched(Arc::new(fetched(charts)))));
        let terminal =
            Terminal::new(TestBackend::new(WIDTH, HEIGHT)).expect("a terminal in memory");
        let mut program = Self { state, terminal, theme: Theme::default() };
        program.key('2');
        program
    }

    fn key(&mut self, letter: char) {
        let event = Event::Key(KeyEvent::new(KeyCode::Char(letter), KeyModifiers::NONE));
        if let Some(message) = message(&self.state, event) {
            update(&mut self.state, message);
        }
    }

    fn frame(&mut self) {
        let (state, theme) = (&self.state, &self.theme);
        self.terminal.draw(|frame| view(frame, state, theme)).expect("a frame in memory");
    }

    /// Moves down, each row with its frame.
    fn walk(&mut self) {
        for _ in 0..60 {
            self.key('j');
            self.frame();
        }
        self.key('g');
        self.key('g');
    }

    /// Types a filter, each letter with its frame, and clears it.
    fn filter(&mut self) {
        for letter in "/redis".chars() {
            self.key(letter);
            self.frame();
        }
        let event = Event::Key(KeyEvent::new(KeyCode::Esc, KeyModifiers::NONE));
        if let Some(message) = message(&self.state, event) {
            update(&mut self.state, message);
        }
    }
}

fn fetched(charts: usize) -> Fetched {
    let text = helm_index(charts, 2);
    Fetched {
        catalog: Arc::new(helm::index::read("index.yaml", text.as_bytes()).catalog),
        diagnostics: Vec::new().into(),
        index: Arc::new(IndexText { name: "index.yaml".to_owned(), text }),
        fetched: Timestamp::UNIX_EPOCH,
        unchanged: true,
        refused: None,
    }
}

/// Prints the rows on the screen.
pub(crate) fn run() {
    let (mut long, mut short) = (Program::with(10_000), Program::with(400));
    row("60 x (j and its frame), 10,000 charts / 400", compare(|| long.walk(), || short.walk()));
    row("5 letters of a filter, 10,000 charts / 400", compare(|| long.filter(), || short.filter()));
    let frame = compare(|| (long.key('j'), long.frame()), || std::thread::sleep(FRAME));
    row("key to frame, 10,000 charts / 16 ms", frame);
}

const FRAME: std::time::Duration = std::time::Duration::from_millis(16);
