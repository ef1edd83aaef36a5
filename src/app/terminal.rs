//! The terminal: taken over, given back whatever happens, and written to once per frame.
//!
//! May import: nothing of the crate.

use std::cell::RefCell;
use std::fs::File;
use std::io::{self, Write as _};
use std::os::fd::AsFd as _;
use std::panic;
use std::rc::Rc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;

use crossterm::event::{DisableBracketedPaste, EnableBracketedPaste};
use crossterm::terminal::{
    EnterAlternateScreen, LeaveAlternateScreen, disable_raw_mode, enable_raw_mode,
};
use crossterm::{cursor, execute};
use ratatui::backend::CrosstermBackend;
use ratatui::layout::{Position, Rect, Size};
use ratatui::{Frame, Terminal};

/// A frame usually fits.
const BUFFER: usize = 64 << 10;

/// Whether the terminal is ours at the moment.
static TAKEN: AtomicBool = AtomicBool::new(false);

/// The bytes of a frame. Drawing flushes twice, for cells and for the cursor: what is flushed is kept
/// here until the frame is whole, so that it leaves in one write (over SSH, each may be a packet).
#[derive(Clone)]
struct Bytes(Rc<RefCell<Vec<u8>>>);

impl io::Write for Bytes {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.borrow_mut().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// The screen while it is ours. Dropping it gives the terminal back.
pub struct Screen {
    terminal: Terminal<CrosstermBackend<Bytes>>,
    bytes: Bytes,
    output: File,
}

impl Screen {
    /// Takes the terminal over: raw mode, alternate screen, bracketed paste.
    ///
    /// # Errors
    /// When there is no terminal; it is left as it was.
    pub fn enter() -> io::Result<Self> {
        restore_on_panic();
        take()?;
        // Not `Stdout`: its line buffer would cut a frame into pieces of a kilobyte.
        let output = File::from(io::stdout().as_fd().try_clone_to_owned()?);
        let bytes = Bytes(Rc::new(RefCell::new(Vec::with_capacity(BUFFER))));
        match Terminal::new(CrosstermBackend::new(bytes.clone())) {
            Ok(terminal) => Ok(Self { terminal, bytes, output }),
            Err(error) => {
                restore();
                Err(error)
            }
        }
    }

    /// The terminal's size.
    ///
    /// # Errors
    /// When the terminal is gone.
    pub fn size(&self) -> io::Result<Size> {
        self.terminal.size()
    }

    /// Draws a frame: only cells that differ from the last one are written, all at once. While the terminal
    /// is not ours (the process was stopped, and SIGCONT is on its way), nothing is drawn.
    ///
    /// # Errors
    /// When the terminal is gone.
    pub fn draw(&mut self, draw: impl FnOnce(&mut Frame<'_>)) -> io::Result<()> {
        if !TAKEN.load(Ordering::SeqCst) {
            return Ok(());
        }
        self.terminal.draw(draw)?;
        self.flush()
    }

    fn flush(&mut self) -> io::Result<()> {
        let mut bytes = self.bytes.0.borrow_mut();
        let written = self.output.write_all(&bytes);
        bytes.clear();
        written
    }

    /// Forgets what is on the screen: the next frame draws every cell.
    ///
    /// # Errors
    /// When the terminal is gone.
    pub fn forget(&mut self) -> io::Result<()> {
        // Not `clear`, which asks the terminal for its cursor: over slow lines answers come late or never.
        let size = self.terminal.size()?;
        self.terminal.resize(Rect::from((Position::ORIGIN, size)))
    }

    /// Sends a sequence that draws nothing.
    ///
    /// # Errors
    /// When the terminal is gone.
    pub fn send(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.bytes.write_all(bytes)?;
        self.flush()
    }

    /// Gives the terminal back and stops the process until the shell continues it. Whoever continues sends
    /// SIGCONT; taking the terminal over again is left to whoever listens to that: see [`Screen::resume`].
    ///
    /// # Errors
    /// When the process cannot be stopped.
    pub fn suspend(&self) -> io::Result<()> {
        restore();
        signal_hook::low_level::emulate_default_handler(signal_hook::consts::SIGTSTP)
    }

    /// Takes the terminal over again after the process was stopped.
    ///
    /// # Errors
    /// When the terminal is gone.
    pub fn resume(&mut self) -> io::Result<()> {
        // Whoever had the terminal meanwhile may have left it in another mode.
        let _ = disable_raw_mode();
        take()?;
        self.forget()
    }
}

impl Drop for Screen {
    fn drop(&mut self) {
        restore();
    }
}

fn take() -> io::Result<()> {
    enable_raw_mode()?;
    TAKEN.store(true, Ordering::SeqCst);
    let taken = execute!(io::stdout(), EnterAlternateScreen, EnableBracketedPaste, cursor::Hide);
    if taken.is_err() {
        restore();
    }
    taken
}

/// Gives the terminal back as it was; does nothing when it is not ours. Errors have nobody to be told to.
pub fn restore() {
    if TAKEN.swap(false, Ordering::SeqCst) {
        let _ = execute!(io::stdout(), DisableBracketedPaste, LeaveAlternateScreen, cursor::Show);
        let _ = disable_raw_mode();
    }
}

/// Whether a shell would notice that the process stops, and could continue it: some process above us, in
/// our session but outside of our group. Where the system does not tell, it is taken for granted.
#[must_use]
pub fn can_suspend() -> bool {
    let Some(own) = kinship("self") else { return true };
    let mut next = own;
    while let Some(parent) = kinship(&next.parent.to_string()) {
        if parent.session != own.session {
            return false;
        }
        if parent.group != own.group {
            return true;
        }
        next = parent;
    }
    false
}

/// What the system knows of a process's relatives.
#[derive(Clone, Copy)]
struct Kinship {
    parent: u32,
    group: u32,
    session: u32,
}

/// Reads `/proc/PROCESS/stat`: after the name in parentheses come state, parent, group, session.
fn kinship(process: &str) -> Option<Kinship> {
    let text = std::fs::read_to_string(format!("/proc/{process}/stat")).ok()?;
    let (_, fields) = text.rsplit_once(')')?;
    let mut numbers = fields.split_whitespace().skip(1).map_while(|field| field.parse().ok());
    Some(Kinship { parent: numbers.next()?, group: numbers.next()?, session: numbers.next()? })
}

/// A panic of this thread gives the terminal back before it is told; one of a background task is told on
/// the screen, so it must not print.
fn restore_on_panic() {
    let (screen_thread, tell) = (thread::current().id(), panic::take_hook());
    panic::set_hook(Box::new(move |information| {
        if thread::current().id() == screen_thread {
            restore();
        }
        if !TAKEN.load(Ordering::SeqCst) {
            tell(information);
        }
    }));
}
