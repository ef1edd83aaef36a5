//! The screen: every frame and `Debug` of all that it knows and asks for, on the way through the dialogs while
//! things fail in the real runtime.

use std::time::Duration;

use chartroom::app::action::Action;
use chartroom::app::effect::Effect;
use chartroom::app::event::message;
use chartroom::app::key::Key;
use chartroom::app::keymap::Keymap;
use chartroom::app::message::Message;
use chartroom::app::runtime::{Runtime, WAITING};
use chartroom::app::state::dialog::Dialog;
use chartroom::app::state::form::Spot;
use chartroom::app::state::secret_form::{SecretForm, SecretSpot};
use chartroom::app::state::{Health, State};
use chartroom::app::theme::Theme;
use chartroom::app::update::{start, update};
use chartroom::app::view::view;
use chartroom::config::{Config, Directories};
use chartroom::ops::Workplace;
use chartroom::registry::{Change, Registry};
use crossterm::event::{Event, KeyCode, KeyEvent, KeyModifiers};
use jiff::Timestamp;
use ratatui::Terminal;
use ratatui::backend::TestBackend;
use ratatui::buffer::Cell;
use ratatui::layout::Size;
use tokio::sync::mpsc::{Receiver, channel};

use super::answers::ANSWERS;
use super::marks::{self, Findings};
use super::operations::hasty;
use super::ways::{Way, inline, with};
use crate::support::Place;
use crate::support::web::Server;

/// Large enough for everything that a dialog has to say.
const SIZE: Size = Size::new(120, 40);

/// The screen, looked at after everything that happens.
struct Screen {
    what: String,
    state: State,
    runtime: Runtime,
    news: Receiver<Message>,
    terminal: Terminal<TestBackend>,
    findings: Findings,
}

impl Screen {
    fn open(what: &str, place: &Place, ways: &[Way]) -> Self {
        let (client, path) = (place.client.clone(), place.path().to_owned());
        let registry = Registry { path: path.join("repositories.yaml") };
        for way in ways {
            if let Some(secret) = &way.secret {
                client.settings.secrets.put(secret).expect("it is kept");
            }
            let repository = way.repository.clone();
            registry.apply(&[Change::Add(Box::new(repository))]).expect("it is registered");
        }
        let repositories = registry.load().expect("a registry").repositories;
        let [config, data, state, cache] =
            ["config", "data", "state", "cache"].map(|it| path.join(it));
        let directories = Directories { config, data, state, cache };
        let workplace = Workplace { directories, config: Config::default(), registry, client };
        let (sender, news) = channel(WAITING);
        let mut screen = Self {
            what: what.to_owned(),
            state: State::new(SIZE, Timestamp::now(), Keymap::default(), repositories),
            runtime: Runtime::start(&workplace, sender),
            news,
            terminal: Terminal::new(TestBackend::new(SIZE.width, SIZE.height)).expect("memory"),
            findings: Findings::default(),
        };
        screen.runtime.look();
        let effects = start(&mut screen.state);
        screen.perform(effects);
        screen
    }

    fn perform(&mut self, effects: Vec<Effect>) {
        for effect in effects {
            self.findings.check(&format!("{}: an effect", self.what), &format!("{effect:?}"));
            self.runtime.perform(effect);
        }
        let frame = self.terminal.draw(|frame| view(frame, &self.state, &Theme::default()));
        let cells = &frame.expect("memory can be drawn on").buffer.content;
        let width = usize::from(SIZE.width);
        let lines: Vec<String> =
            cells.chunks(width).map(|row| row.iter().map(Cell::symbol).collect()).collect();
        let what = format!("{}: a frame with {:?}", self.what, self.state.dialog().map(dialog));
        self.findings.check(&what, &lines.join("\n"));
        // A word may be broken at the edge of a window.
        self.findings.check(
            &what,
            &lines.iter().map(|line| line.trim_matches([' ', '│'])).collect::<String>(),
        );
        self.findings.check(&format!("{}: the state", self.what), &format!("{:?}", self.state));
    }

    fn send(&mut self, message: Message) {
        let effects = update(&mut self.state, message);
        self.perform(effects);
    }

    fn act(&mut self, action: Action) {
        self.send(Message::Action(action));
    }

    fn write(&mut self, text: &str) {
        for letter in text.chars() {
            let key = Key::plain(KeyCode::Char(letter));
            let event = Event::Key(KeyEvent::new(key.code, KeyModifiers::NONE));
            let message = message(&self.state, event).expect("a letter means something");
            let _ = update(&mut self.state, message);
        }
        self.perform(Vec::new());
    }

    /// The form of a Secret, which must be open.
    fn secret_form(&mut self) -> &mut SecretForm {
        let form = self.state.dialogs.last_mut().and_then(|dialog| match dialog {
            Dialog::Secret(form) => Some(form),
            _ => None,
        });
        form.expect("the form of a Secret")
    }

    /// Closes all dialogs and the findings.
    fn close(&mut self) {
        for _ in 0..9 {
            if self.state.dialog().is_some() || self.state.board.is_some() {
                self.act(Action::Back);
            }
        }
        assert_eq!(self.state.dialog().map(dialog), None);
        assert!(self.state.board.is_none());
    }

    fn spot(&mut self, spot: Spot) {
        self.state.form_mut().expect("the form").spot = spot;
    }

    /// Lets everything that runs come to its end.
    async fn settle(&mut self) {
        // Changes of files report nothing when there is nothing new; whatever else runs is a task.
        let quiet = Duration::from_millis(50);
        loop {
            match tokio::time::timeout(quiet, self.news.recv()).await {
                Ok(Some(message)) => self.send(message),
                Err(_) if self.state.is_busy() => {}
                Ok(None) | Err(_) => return,
            }
        }
    }
}

fn dialog(dialog: &Dialog) -> String {
    format!("{dialog:?}").chars().take_while(|letter| letter.is_alphanumeric()).collect()
}

/// Looks at everything that the screen can show.
async fn look_around(screen: &mut Screen) {
    for _ in 0..screen.state.shelves.len() {
        for action in [Action::Refresh, Action::Validate] {
            screen.act(action);
            screen.settle().await;
        }
        for _ in 0..4 {
            screen.act(Action::Down);
        }
        screen.close();
        for pane in [Action::FocusEntries, Action::FocusDetails] {
            screen.act(pane);
            for _ in 0..6 {
                screen.act(Action::NextTab);
            }
        }
        screen.act(Action::FocusRepositories);
        for overlay in [Action::Messages, Action::Tasks, Action::Help, Action::Palette] {
            screen.act(overlay);
            screen.act(Action::Down);
            screen.close();
        }
        screen.act(Action::Edit);
        screen.spot(Spot::Validate);
        screen.act(Action::Open);
        screen.settle().await;
        screen.close();
        screen.act(Action::FocusRepositories);
        screen.act(Action::Down);
    }
}

/// A new repository whose secrets are typed.
async fn type_in(screen: &mut Screen, url: &str) {
    screen.act(Action::Add);
    screen.write("typed");
    screen.spot(Spot::Location);
    screen.write(url);
    for (spot, text) in
        [(Spot::Username, "me"), (Spot::Password, "password"), (Spot::Token, "token")]
    {
        screen.spot(spot);
        let text = if spot == Spot::Username { text.to_owned() } else { marks::value(text) };
        screen.write(&text);
    }
    screen.spot(Spot::Validate);
    screen.act(Action::Open);
    screen.settle().await;
    assert!(screen.state.form().expect("the form").check.failed(), "the check must fail");
    screen.spot(Spot::SaveUnverified);
    screen.act(Action::Open);
    screen.act(Action::Agree);
    screen.settle().await;
    screen.close();
}

/// A new Secret in the dialog of Secrets.
async fn keep_secret(screen: &mut Screen) {
    screen.act(Action::Secrets);
    screen.act(Action::Add);
    screen.write("kept");
    screen.secret_form().rows[0].key.set("token");
    screen.secret_form().spot = SecretSpot::Value(0);
    screen.write(&marks::value("token"));
    screen.send(Message::Paste(marks::private_key()));
    screen.secret_form().spot = SecretSpot::Save;
    screen.act(Action::Open);
    screen.settle().await;
    screen.act(Action::Open);
    screen.close();
}

#[tokio::test(flavor = "multi_thread")]
async fn no_frame_and_no_state_of_the_screen_tells_a_secret() {
    for (answer, reply) in ANSWERS.iter().filter(|(name, _)| CHOSEN.contains(name)) {
        let server = Server::start(reply).await;
        let url = format!("http://127.0.0.1:{}", server.port);
        let place = Place::with(hasty);
        let mut ways = inline(&format!("{url}/index.yaml"));
        ways.push(with(
            &format!("{url}/{{folder}}/index.yaml?x={{x}}"),
            &["folder", "x", "password"],
        ));
        ways.push(with(&format!("git::{url}/{{folder}}//index.yaml"), &["folder", "token"]));
        ways.drain(..2);
        for (number, way) in ways.iter_mut().enumerate() {
            way.repository.name = format!("way-{number}");
        }
        let mut screen = Screen::open(answer, &place, &ways);
        screen.settle().await;
        look_around(&mut screen).await;
        let now = Timestamp::now();
        let failed =
            screen.state.shelves.iter().filter(|shelf| shelf.health(now) == Health::Failed);
        assert_eq!(failed.count(), ways.len(), "every repository must have failed");
        type_in(&mut screen, &format!("{url}/new")).await;
        keep_secret(&mut screen).await;
        let kept =
            [place.client.settings.secrets.folder.clone(), place.path().join("repositories.yaml")];
        screen.findings.check_files(answer, place.path(), &kept);
    }
}

/// Answers that differ in what is shown of them.
const CHOSEN: &[&str] = &["401 with an echo", "a mapping with an echo"];
