//! The interactive face: state, messages, effects, and the one event loop.
//!
//! May import: `app/*`, `error`, `model`, `ops` (the workplace), `registry`.

pub mod account;
pub mod action;
pub mod clipboard;
pub mod editor;
pub mod effect;
pub mod event;
pub mod key;
pub mod keymap;
pub mod layout;
pub mod message;
pub mod mode;
pub mod pace;
pub mod pane;
pub mod runtime;
pub mod state;
pub mod task;
pub mod terminal;
pub mod text;
pub mod theme;
pub mod update;
pub mod view;

use std::future::pending;
use std::io;
use std::time::Duration;

use anyhow::Context as _;
use crossterm::event::Event;
use futures_util::FutureExt as _;
use jiff::Timestamp;
use signal_hook::consts::{SIGCONT, SIGHUP, SIGINT, SIGTERM, SIGTSTP};
use tokio::signal::unix::{Signal, SignalKind, signal};
use tokio::sync::mpsc;
use tokio::time::{Instant, sleep_until};

use crate::model;
use crate::ops::Workplace;
use action::Action;
use clipboard::Way;
use editor::Spot;
use effect::Effect;
use keymap::Keymap;
use message::Message;
use pace::Pulse;
use runtime::Runtime;
use state::State;
use state::messages::{Level, Note};
use task::TaskEvent;
use terminal::Screen;
use theme::{ColorDepth, Frames, Theme};

/// The least time between two frames.
const FRAME: Duration = Duration::from_millis(16);

/// How long tasks that do not listen may hold up the end of the program.
const PATIENCE: Duration = Duration::from_millis(200);

/// Runs the screen until the user quits, on the terminal at stdin and stdout (the caller has made sure that
/// there is one). The terminal is given back as it was, also after a signal or a panic.
///
/// Gives the exit code: 0, or as shells tell it 128 and the number of the signal that ended the program.
///
/// # Errors
/// When the registry is broken, or the terminal fails.
pub fn run(workplace: &Workplace) -> anyhow::Result<u8> {
    let loaded = workplace.registry.load()?;
    let (theme, problem) = theme(workplace.config.theme.as_deref());
    let (keymap, problems) = Keymap::with_overrides(&workplace.config.keys);
    let tokio = tokio::runtime::Runtime::new().context("no threads for background work")?;
    let outcome: anyhow::Result<u8> = tokio.block_on(async {
        let screen = Screen::enter().context("the terminal cannot be used")?;
        let now = Timestamp::now();
        let mut state = State::new(screen.size()?, now, keymap, loaded.repositories);
        let notes =
            workplace.config.notes.iter().chain(&loaded.notes).chain(&problems).chain(&problem);
        for note in notes {
            state.messages.add(Note::new(now, Level::Warning, note));
        }
        let (sender, receiver) = mpsc::channel(runtime::WAITING);
        let runtime = Runtime::start(workplace, sender);
        let pulse = Pulse::default();
        let mut face = Face {
            state,
            theme,
            screen,
            runtime,
            receiver,
            pulse,
            is_dirty: true,
            quits: false,
            editing: None,
            code: 0,
        };
        let outcome = face.run().await;
        let Face { runtime, receiver, screen, code, .. } = face;
        drop(screen);
        drop(receiver);
        runtime.finish().await;
        outcome.map(|()| code).context("the terminal failed")
    });
    tokio.shutdown_timeout(PATIENCE);
    outcome
}

/// The theme of that name or path, for this terminal. One that cannot be used is noted, and the default is
/// taken: no setting stops the program.
fn theme(name: Option<&str>) -> (Theme, Option<String>) {
    let variable = |name: &str| std::env::var(name).ok();
    let depth = ColorDepth::detect(variable);
    let default = Theme::names().next().unwrap_or_default();
    let (theme, problem) = match named_theme(name.unwrap_or(default), depth) {
        Ok(theme) => (theme, None),
        Err(problem) => {
            let theme = Theme::embedded(default, depth).unwrap_or_default();
            (theme, Some(format!("theme: {problem}; {default} is used")))
        }
    };
    (theme.with_frames(Frames::detect(variable)), problem)
}

fn named_theme(name: &str, depth: ColorDepth) -> Result<Theme, String> {
    if Theme::source(name).is_some() {
        return Theme::embedded(name, depth);
    }
    let text = std::fs::read_to_string(name).map_err(|error| {
        let names: Vec<&str> = Theme::names().collect();
        format!("{name} is none of {}, and no file: {error}", names.join(", "))
    })?;
    Theme::from_yaml(&text, depth).map_err(|error| format!("{name}: {error}"))
}

/// Everything that the loop holds.
struct Face {
    state: State,
    theme: Theme,
    screen: Screen,
    runtime: Runtime,
    receiver: mpsc::Receiver<Message>,
    pulse: Pulse,
    is_dirty: bool,
    quits: bool,
    /// The file that is to be opened in the user's editor.
    editing: Option<Spot>,
    /// The exit code.
    code: u8,
}

/// What the terminal tells.
type Events = runtime::TerminalEvents;

/// What woke the loop.
enum Woken {
    Terminal(Option<io::Result<Event>>),
    Message(Option<Message>),
    /// By the signal of that number.
    Terminated(i32),
    Stopped,
    Continued,
    Tick,
    Frame,
}

/// The signals that the loop listens to.
struct Signals {
    terminate: [Signal; 3],
    stop: Signal,
    proceed: Signal,
}

impl Signals {
    fn listen() -> io::Result<Self> {
        Ok(Self {
            terminate: [
                signal(SignalKind::terminate())?,
                signal(SignalKind::hangup())?,
                signal(SignalKind::interrupt())?,
            ],
            stop: signal(SignalKind::from_raw(SIGTSTP))?,
            proceed: signal(SignalKind::from_raw(SIGCONT))?,
        })
    }

    /// A Ctrl-C that was meant for the user's editor reached us as well.
    fn forget_interrupt(&mut self) {
        let [_, _, interrupt] = &mut self.terminate;
        let _ = interrupt.recv().now_or_never();
    }

    /// Waits for a signal that ends the program, and gives its number.
    async fn terminated(signals: &mut [Signal; 3]) -> i32 {
        let [terminate, hangup, interrupt] = signals;
        tokio::select! {
            _ = terminate.recv() => SIGTERM,
            _ = hangup.recv() => SIGHUP,
            _ = interrupt.recv() => SIGINT,
        }
    }
}

impl Face {
    /// The event loop: waits, takes everything that has come, draws once.
    async fn run(&mut self) -> io::Result<()> {
        let mut signals = Signals::listen()?;
        let mut events = runtime::terminal_events();
        self.runtime.look();
        self.draw()?;
        let mut last_frame = Instant::now();
        let effects = update::start(&mut self.state);
        self.perform(effects).await?;
        while !self.quits {
            let woken = self.wait(&mut events, &mut signals, last_frame).await;
            self.wake(woken).await?;
            self.drain(&mut events).await?;
            if let Some(spot) = self.editing.take() {
                events = self.edit(&spot, events).await?;
                signals.forget_interrupt();
            }
            if self.is_dirty && !self.quits && last_frame.elapsed() >= FRAME {
                self.draw()?;
                last_frame = Instant::now();
            }
        }
        Ok(())
    }

    async fn wait(
        &mut self,
        events: &mut Events,
        signals: &mut Signals,
        last_frame: Instant,
    ) -> Woken {
        let is_dirty = self.is_dirty;
        let due = self.pulse.due(self.state.is_busy(), std::time::Instant::now());
        let frame = async move {
            if is_dirty { sleep_until(last_frame + FRAME).await } else { pending().await }
        };
        let tick = async move {
            match due {
                Some(due) => sleep_until(due.into()).await,
                None => pending().await,
            }
        };
        tokio::select! {
            biased;
            signal = Signals::terminated(&mut signals.terminate) => Woken::Terminated(signal),
            _ = signals.stop.recv() => Woken::Stopped,
            _ = signals.proceed.recv() => Woken::Continued,
            event = events.receiver.recv() => Woken::Terminal(event),
            () = frame => Woken::Frame,
            () = tick => Woken::Tick,
            message = self.receiver.recv() => Woken::Message(message),
        }
    }

    async fn wake(&mut self, woken: Woken) -> io::Result<()> {
        self.take(Message::Tick { now: Timestamp::now() }).await?;
        match woken {
            Woken::Terminal(Some(Ok(event))) => self.take_event(event).await,
            // The terminal is gone: nothing more can be asked or shown.
            Woken::Terminal(Some(Err(_)) | None) | Woken::Message(None) => {
                self.quits = true;
                Ok(())
            }
            Woken::Message(Some(message)) => self.take(message).await,
            Woken::Terminated(signal) => {
                self.code = u8::try_from(128 + signal).unwrap_or(u8::MAX);
                self.take(Message::Terminated).await
            }
            Woken::Stopped => self.take(Message::Action(Action::Suspend)).await,
            Woken::Continued => self.resume(),
            Woken::Tick => {
                self.pulse.ticked(std::time::Instant::now());
                self.is_dirty = true;
                Ok(())
            }
            Woken::Frame => Ok(()),
        }
    }

    /// Takes what else has come meanwhile, so that one frame shows it all.
    async fn drain(&mut self, events: &mut Events) -> io::Result<()> {
        for _ in 0..runtime::WAITING {
            if self.quits {
                break;
            }
            if let Ok(event) = events.receiver.try_recv() {
                match event {
                    Ok(event) => self.take_event(event).await?,
                    Err(_) => self.quits = true,
                }
            } else if let Ok(message) = self.receiver.try_recv() {
                self.take(message).await?;
            } else {
                break;
            }
        }
        Ok(())
    }

    async fn take_event(&mut self, event: Event) -> io::Result<()> {
        if matches!(event, Event::Key(_) | Event::FocusGained) {
            self.runtime.look();
        }
        match event::message(&self.state, event) {
            Some(message) => self.take(message).await,
            None => Ok(()),
        }
    }

    async fn take(&mut self, message: Message) -> io::Result<()> {
        // Progress is shown by the tick, and a tick alone changes nothing that is seen.
        let is_quiet =
            matches!(message, Message::Tick { .. } | Message::Task(_, TaskEvent::Progress(_)));
        self.is_dirty |= !is_quiet;
        let effects = update::update(&mut self.state, message);
        self.perform(effects).await
    }

    /// Performs what needs the terminal here, and has the rest performed by the runtime.
    async fn perform(&mut self, effects: Vec<Effect>) -> io::Result<()> {
        for effect in effects {
            match effect {
                Effect::Copy(what, text) => self.copy(&what, &text).await?,
                Effect::OpenEditor(spot) => self.editing = Some(spot),
                Effect::Suspend => self.suspend()?,
                Effect::Redraw => {
                    self.screen.forget()?;
                    self.is_dirty = true;
                }
                Effect::Quit => self.quits = true,
                other => self.runtime.perform(other),
            }
        }
        Ok(())
    }

    /// Gives the terminal to the user's editor, and takes it again when that has ended. Meanwhile nothing else may
    /// read what is typed.
    async fn edit(&mut self, spot: &Spot, events: Events) -> io::Result<Events> {
        events.stop().await;
        terminal::restore();
        let outcome = editor::edit(|name| std::env::var(name).ok(), spot);
        self.screen.resume()?;
        let size = self.screen.size()?;
        update::update(&mut self.state, Message::Resized(size));
        let key = self.state.keymap.key(Action::Validate).unwrap_or_default();
        let file = model::text::clean(&spot.file).into_owned();
        match outcome {
            Ok(false) => {}
            Ok(true) => self.tell(Ok(format!("{file} was changed; {key} validates again"))),
            Err(reason) => self.tell(Err(reason)),
        }
        self.is_dirty = true;
        Ok(runtime::terminal_events())
    }

    async fn copy(&mut self, what: &str, text: &str) -> io::Result<()> {
        let way = Way::detect(|name| std::env::var(name).ok());
        let outcome = match way {
            Way::Tmux => match clipboard::to_tmux(text).await {
                Ok(()) => Ok(format!("{what} was sent to tmux and the terminal")),
                Err(error) => Err(error),
            },
            way => clipboard::sequence(way, text).map(|bytes| (bytes, what)).and_then(
                |(bytes, what)| match self.screen.send(&bytes) {
                    Ok(()) => Ok(format!("{what} was sent to the terminal's clipboard")),
                    Err(error) => Err(error.to_string()),
                },
            ),
        };
        self.tell(outcome);
        Ok(())
    }

    /// Shows how something went that was done here.
    fn tell(&mut self, outcome: Result<String, String>) {
        let effects = update::update(&mut self.state, Message::Told(outcome));
        debug_assert!(effects.is_empty(), "telling asks for nothing");
        self.is_dirty = true;
    }

    /// Stops the process, unless nobody could continue it. It goes on with a SIGCONT, which wakes the loop.
    fn suspend(&mut self) -> io::Result<()> {
        if !terminal::can_suspend() {
            self.tell(Err("not suspended: there is no shell to go back to".to_owned()));
            return Ok(());
        }
        self.screen.suspend()
    }

    /// The process was stopped and goes on: the terminal may look and measure differently.
    fn resume(&mut self) -> io::Result<()> {
        self.screen.resume()?;
        self.runtime.look();
        let size = self.screen.size()?;
        // What it asks for is a frame anew, which `Screen::resume` has prepared already.
        update::update(&mut self.state, Message::Resized(size));
        self.is_dirty = true;
        Ok(())
    }

    fn draw(&mut self) -> io::Result<()> {
        let (state, theme) = (&self.state, &self.theme);
        self.is_dirty = false;
        self.screen.draw(|frame| view::view(frame, state, theme))
    }
}
