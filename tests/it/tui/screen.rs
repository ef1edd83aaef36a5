//! The screen as a user has it: keys go in as text, the whole screen comes out. State changes through the
//! real `update`; what it asks of the world is answered at once by a world in memory.

use std::collections::VecDeque;
use std::sync::Arc;

use chartroom::app::effect::Effect;
use chartroom::app::event::message;
use chartroom::app::key::Key;
use chartroom::app::keymap::Keymap;
use chartroom::app::message::Message;
use chartroom::app::state::State;
use chartroom::app::task::TaskEvent;
use chartroom::app::theme::{ColorDepth, Theme};
use chartroom::app::update::{start, update};
use chartroom::app::view::view;
use chartroom::ops::{Freshness, Target};
use chartroom::registry::{Change, Loaded};
use crossterm::event::{Event, KeyCode, KeyEvent, KeyModifiers};
use ratatui::Terminal;
use ratatui::backend::TestBackend;
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Size};

use super::world;

/// A running program without a terminal.
pub(super) struct Screen {
    /// What it knows.
    pub(super) state: State,
    /// Effects that are not answered, for scenes with work under way.
    pub(super) unanswered: Vec<Effect>,
    /// Whether fetches, inspections and checks are answered.
    pub(super) answers: bool,
}

impl Screen {
    /// Five repositories, with their cached catalogs.
    pub(super) fn new(width: u16, height: u16) -> Self {
        Self::with(width, height, world::repositories())
    }

    /// Other repositories.
    pub(super) fn with(
        width: u16,
        height: u16,
        repositories: Vec<chartroom::model::Repository>,
    ) -> Self {
        let size = Size::new(width, height);
        let mut state = State::new(size, world::now(), Keymap::default(), repositories);
        state.secrets = world::secrets();
        let effects = start(&mut state);
        let mut screen = Self { state, unanswered: Vec::new(), answers: true };
        screen.perform(effects);
        screen
    }

    /// Types keys: `j j Enter /red`. A word that is no key's name is typed letter by letter.
    pub(super) fn keys(mut self, keys: &str) -> Self {
        for word in keys.split(' ').filter(|word| !word.is_empty()) {
            match word.parse::<Key>() {
                Ok(key) => self.press(key),
                Err(_) => {
                    for letter in word.chars() {
                        self.press(Key::plain(KeyCode::Char(letter)));
                    }
                }
            }
        }
        self
    }

    /// Work that starts from now on is not answered.
    pub(super) fn without_answers(mut self) -> Self {
        self.answers = false;
        self
    }

    /// One key.
    pub(super) fn press(&mut self, key: Key) {
        let mut modifiers = KeyModifiers::NONE;
        modifiers.set(KeyModifiers::CONTROL, key.control);
        modifiers.set(KeyModifiers::ALT, key.alt);
        let event = Event::Key(KeyEvent::new(key.code, modifiers));
        if let Some(message) = message(&self.state, event) {
            self.send(message);
        }
    }

    /// Any message.
    pub(super) fn send(&mut self, message: Message) {
        let effects = update(&mut self.state, message);
        self.perform(effects);
    }

    fn perform(&mut self, effects: Vec<Effect>) {
        let mut waiting: VecDeque<Effect> = effects.into();
        while let Some(effect) = waiting.pop_front() {
            if let Some(messages) = self.answer(&effect) {
                for message in messages {
                    waiting.extend(update(&mut self.state, message));
                }
            } else {
                self.unanswered.push(effect);
            }
        }
    }

    fn answer(&self, effect: &Effect) -> Option<Vec<Message>> {
        let ended = |id, event| Some(vec![Message::Task(id, event)]);
        match effect {
            Effect::Register(id, changes) => {
                let loaded = self.registered(changes);
                ended(*id, TaskEvent::Registered(Arc::new(loaded)))
            }
            Effect::KeepSecret(id, change) => {
                let listing = world::kept(&self.state.secrets, change);
                ended(*id, TaskEvent::Secrets(Arc::new(listing)))
            }
            Effect::Trust(id, _) => ended(*id, TaskEvent::Trusted),
            Effect::Copy(what, _) => {
                Some(vec![Message::Told(Ok(format!("sent to the terminal: {what}")))])
            }
            Effect::Fetch(id, repository, freshness)
                if self.answers || *freshness == Freshness::Cached =>
            {
                ended(*id, outcome(world::fetch(repository), TaskEvent::Fetched))
            }
            Effect::Inspect(id, wanted, _) if self.answers => {
                ended(*id, outcome(world::inspect(wanted), TaskEvent::Inspected))
            }
            Effect::Validate(id, request) if self.answers => {
                let name = match &request.target {
                    Target::Registered(repository) => repository.name.clone(),
                    Target::Place(place) => place.clone(),
                };
                ended(*id, TaskEvent::Validated(Arc::new(world::validate(&name))))
            }
            Effect::Probe(id, draft) if self.answers => {
                ended(*id, TaskEvent::Probed(Arc::new(world::check(&draft.location))))
            }
            _ => None,
        }
    }

    fn registered(&self, changes: &[Change]) -> Loaded {
        let mut repositories: Vec<_> =
            self.state.shelves.iter().map(|shelf| shelf.repository.clone()).collect();
        for change in changes {
            match change {
                Change::Add(repository) => repositories.push((**repository).clone()),
                Change::Remove(name) => repositories.retain(|known| known.name != *name),
                _ => {}
            }
        }
        Loaded { repositories, notes: Vec::new() }
    }

    /// The cells, in the default theme.
    pub(super) fn buffer(&self) -> Buffer {
        self.buffer_in(&Theme::default())
    }

    /// The cells, in that theme.
    pub(super) fn buffer_in(&self, theme: &Theme) -> Buffer {
        self.draw(self.state.size, theme).backend().buffer().clone()
    }

    /// The cells of a terminal of another size than the state knows of.
    pub(super) fn buffer_of(&self, width: u16, height: u16) -> Buffer {
        self.draw(Size::new(width, height), &Theme::default()).backend().buffer().clone()
    }

    /// Where the hardware cursor is parked.
    pub(super) fn cursor(&self) -> Option<Position> {
        let mut terminal = self.draw(self.state.size, &Theme::default());
        terminal.get_cursor_position().ok()
    }

    fn draw(&self, size: Size, theme: &Theme) -> Terminal<TestBackend> {
        let backend = TestBackend::new(size.width, size.height);
        let mut terminal = Terminal::new(backend).expect("memory is a terminal");
        terminal.draw(|frame| view(frame, &self.state, theme)).expect("memory can be drawn on");
        terminal
    }

    /// The characters, line by line.
    pub(super) fn text(&self) -> String {
        lines(&self.buffer()).join("\n")
    }

    /// The cells in the truecolor theme of that name.
    pub(super) fn painted(&self, theme: &str) -> Buffer {
        self.buffer_in(&Theme::embedded(theme, ColorDepth::True).expect("an embedded theme"))
    }
}

fn outcome<T>(
    result: Result<T, chartroom::error::Failure>,
    event: impl Fn(Arc<T>) -> TaskEvent,
) -> TaskEvent {
    match result {
        Ok(value) => event(Arc::new(value)),
        Err(failure) => TaskEvent::Failed(failure),
    }
}

/// The characters of a screen, without the blanks at the ends of lines.
pub(super) fn lines(buffer: &Buffer) -> Vec<String> {
    let width = usize::from(buffer.area.width);
    let rows = buffer.content.chunks(width);
    rows.map(|row| {
        let mut line = String::new();
        let mut covered = 0;
        for cell in row {
            if covered > 0 {
                covered -= 1;
                continue;
            }
            line.push_str(cell.symbol());
            covered = unicode_width::UnicodeWidthStr::width(cell.symbol()).max(1) - 1;
        }
        line.trim_end().to_owned()
    })
    .collect()
}
