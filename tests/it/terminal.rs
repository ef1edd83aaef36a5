//! The built program in a pseudo terminal: what a person at a real one sees, and what is left behind.

use std::fs;
use std::io::{Read as _, Write};
use std::num::NonZero;
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;
use std::process::Command;
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::thread;
use std::time::{Duration, Instant};

use portable_pty::{Child, CommandBuilder, MasterPty, PtySize, SlavePty, native_pty_system};
use tempfile::TempDir;

/// Longer than any machine needs; waiting ends as soon as what is awaited is there.
const PATIENCE: Duration = Duration::from_mins(1);

/// Set for the child that panics.
const PANICS: &str = "CHARTROOM_TEST_PANICS";

/// A program in a terminal of its own, with a home of its own.
struct Session {
    home: TempDir,
    master: Box<dyn MasterPty + Send>,
    _slave: Box<dyn SlavePty + Send>,
    child: Box<dyn Child + Send + Sync>,
    input: Box<dyn Write + Send>,
    output: Receiver<Vec<u8>>,
    screen: vt100::Parser,
    received: Vec<u8>,
}

fn size(columns: u16, rows: u16) -> PtySize {
    PtySize { rows, cols: columns, pixel_width: 0, pixel_height: 0 }
}

fn cells(count: u16) -> NonZero<u16> {
    NonZero::new(count).expect("a terminal has some")
}

impl Session {
    fn start(program: &[&str], prepare: impl FnOnce(&Path)) -> Self {
        let home = TempDir::new().expect("a folder");
        prepare(home.path());
        let pair = native_pty_system().openpty(size(120, 36)).expect("a pseudo terminal");
        let mut command = CommandBuilder::new(program[0]);
        command.args(&program[1..]);
        command.env_clear();
        command.cwd(home.path());
        command.env("HOME", home.path());
        command.env("TERM", "xterm-256color");
        command.env("LANG", "C.UTF-8");
        command.env("PATH", std::env::var_os("PATH").unwrap_or_default());
        let child = pair.slave.spawn_command(command).expect("the program starts");
        let mut reader = pair.master.try_clone_reader().expect("a reader");
        let (sender, output) = channel();
        thread::spawn(move || {
            let mut buffer = [0; 4096];
            while let Ok(count @ 1..) = reader.read(&mut buffer) {
                if sender.send(buffer[..count].to_vec()).is_err() {
                    break;
                }
            }
        });
        Self {
            home,
            input: pair.master.take_writer().expect("a writer"),
            master: pair.master,
            _slave: pair.slave,
            child,
            output,
            screen: vt100::Parser::new(cells(36), cells(120), 0),
            received: Vec::new(),
        }
    }

    /// The screen of a newcomer, once the samples are shown.
    fn newcomer() -> Self {
        let mut session = Self::start(&[env!("CARGO_BIN_EXE_chartroom")], |_| ());
        session.shows("6 charts");
        session
    }

    fn text(&self) -> String {
        self.screen.screen().contents()
    }

    /// Takes output until `done`, or fails with the screen.
    fn until(&mut self, what: &str, done: impl Fn(&Self) -> bool) {
        let deadline = Instant::now() + PATIENCE;
        while !done(self) {
            let left = deadline.saturating_duration_since(Instant::now());
            match self.output.recv_timeout(left) {
                Ok(bytes) => {
                    self.screen.process(&bytes);
                    self.received.extend(bytes);
                }
                Err(error) => {
                    let seen = self.text();
                    unreachable!("waiting for {what}: {error}\n{seen}")
                }
            }
        }
    }

    fn shows(&mut self, text: &str) {
        self.until(text, |session| session.text().contains(text));
    }

    fn shows_no_more(&mut self, text: &str) {
        self.until(&format!("no {text}"), |session| !session.text().contains(text));
    }

    fn press(&mut self, keys: &str) {
        self.input.write_all(keys.as_bytes()).expect("the terminal takes keys");
        self.input.flush().expect("the terminal takes keys");
    }

    fn resize(&mut self, columns: u16, rows: u16) {
        self.master.resize(size(columns, rows)).expect("it can be resized");
        self.screen.screen_mut().set_size(cells(rows), cells(columns));
    }

    /// Waits for the end of the program; everything it wrote is on the screen then.
    fn ends(&mut self) -> u32 {
        let deadline = Instant::now() + PATIENCE;
        let code = loop {
            if let Some(status) = self.child.try_wait().expect("its state is known") {
                break status.exit_code();
            }
            assert!(Instant::now() < deadline, "it does not end\n{}", self.text());
            self.take(Duration::from_millis(20));
        };
        while self.take(Duration::from_millis(100)) {}
        code
    }

    /// Takes output that comes within that time.
    fn take(&mut self, within: Duration) -> bool {
        match self.output.recv_timeout(within) {
            Ok(bytes) => {
                self.screen.process(&bytes);
                self.received.extend(bytes);
                true
            }
            Err(RecvTimeoutError::Timeout | RecvTimeoutError::Disconnected) => false,
        }
    }

    /// The terminal's modes as the kernel has them.
    fn modes(&self) -> String {
        format!("{:?}", self.master.get_termios().expect("a terminal has modes"))
    }

    fn is_given_back(&self) {
        let screen = self.screen.screen();
        assert!(!screen.alternate_screen(), "still on the alternate screen");
        assert!(!screen.hide_cursor(), "the cursor is hidden");
        assert!(!screen.bracketed_paste(), "bracketed paste is on");
    }

    fn signal(&self, name: &str) {
        let process = self.child.process_id().expect("it runs").to_string();
        let sent = Command::new("kill").args([&format!("-{name}"), &process]).status();
        assert!(sent.expect("kill runs").success());
    }
}

impl Drop for Session {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

#[test]
fn a_newcomer_sees_the_samples_and_q_gives_the_terminal_back() {
    let mut session = Session::start(
        &["sh", "-c", "read wait; exec \"$0\"", env!("CARGO_BIN_EXE_chartroom")],
        |_| (),
    );
    let before = session.modes();
    session.press("\n");
    session.shows("sample-charts");
    session.shows("sample-addons");
    assert!(session.screen.screen().alternate_screen());
    assert_ne!(session.modes(), before, "raw mode is on");
    session.press("q");
    assert_eq!(session.ends(), 0);
    session.is_given_back();
    assert_eq!(session.modes(), before);
    assert!(!session.home.path().join(".config/chartroom/repositories.yaml").exists());
}

#[test]
fn signals_end_the_program_and_give_the_terminal_back() {
    for (signal, code) in [("TERM", 143), ("INT", 130), ("HUP", 129)] {
        let mut session = Session::newcomer();
        session.signal(signal);
        assert_eq!(session.ends(), code, "{signal}");
        session.is_given_back();
    }
}

/// The part of the next test that runs in a terminal of its own: without the variable there is nothing to do.
#[test]
fn child_whose_frame_panics() {
    if std::env::var_os(PANICS).is_some() {
        let mut screen = chartroom::app::terminal::Screen::enter().expect("a terminal");
        screen.draw(|_| panic!("a fault while drawing")).expect("it panics before");
    }
}

#[test]
fn a_panic_while_drawing_gives_the_terminal_back_and_is_told() {
    let program = std::env::current_exe().expect("the tests have a file");
    let child = "terminal::child_whose_frame_panics";
    let script = format!("read wait; exec env {PANICS}=1 \"$0\" --exact {child} --nocapture");
    let mut session = Session::start(&["sh", "-c", &script, &program.to_string_lossy()], |_| ());
    let before = session.modes();
    session.press("\n");
    assert_eq!(session.ends(), 101);
    let seen = String::from_utf8_lossy(&session.received).into_owned();
    assert!(seen.contains("\u{1b}[?1049h"), "the screen was never taken: {seen}");
    session.is_given_back();
    assert_eq!(session.modes(), before);
    assert!(session.text().contains("a fault while drawing"), "{}", session.text());
}

#[test]
fn a_chart_is_read_by_keys_alone() {
    let mut session = Session::newcomer();
    session.press("l");
    session.shows("common-labels 1.0.1");
    session.press("/hello\r");
    session.shows("hello-web 1.2.0");
    session.press("]]]");
    session.shows("replicas: 1");
    session.press("qq");
    assert_eq!(session.ends(), 0);
}

/// A configuration with a sample as its repository, and a Secret.
const MANIFESTS: &str = "apiVersion: v1\nkind: Secret\nmetadata: {name: login, namespace: team}\n\
    stringData: {password: hunter2}\n---\napiVersion: addons.kyma-project.io/v1alpha1\n\
    kind: ClusterAddonsConfiguration\nmetadata: {name: mine}\nspec:\n  repositories:\n  \
    - url: https://127.0.0.1:9/addons/index.yaml\n";

#[test]
fn pasted_manifests_are_imported_and_their_secret_is_kept_for_its_owner_only() {
    let mut session = Session::newcomer();
    // As terminals send a paste: between marks, the ends of lines as Enter would.
    let pasted = MANIFESTS.replace('\n', "\r");
    session.press(&format!("\u{1b}[200~{pasted}\u{1b}[201~"));
    session.shows("Import 1 repository, 1 Secret");
    assert!(!session.text().contains("hunter2"), "{}", session.text());
    session.press("\r");
    session.shows("1 failed");
    session.press("S");
    session.shows("team/login");
    session.press("q");
    session.shows_no_more("team/login");
    session.press("q");
    session.ends();
    let folder = session.home.path().join(".config/chartroom");
    let registry = fs::read_to_string(folder.join("repositories.yaml")).expect("it is there");
    assert!(registry.contains("127.0.0.1:9/addons") && !registry.contains("hunter2"), "{registry}");
    let stored = folder.join("secrets/team_login.yaml");
    let mode = fs::metadata(&stored).expect("the Secret is kept").permissions().mode();
    assert_eq!(mode & 0o777, 0o600);
    assert!(!String::from_utf8_lossy(&session.received).contains("hunter2"));
}

#[test]
fn validating_shows_what_is_wrong_and_where() {
    let mut session = Session::newcomer();
    session.press("V");
    session.shows("Findings  sample-charts");
    session.shows("index.yaml:");
    session.press("q");
    session.shows("[Findings]");
}

#[test]
fn the_editor_gets_the_terminal_and_every_key_and_gives_it_back() {
    let program = env!("CARGO_BIN_EXE_chartroom");
    let words = "mkdir charts && printf 'apiVersion: v1\nentries: {a: []}\n' > charts/index.yaml && \
        $0 repo add mine charts/index.yaml --no-validate && VISUAL=./editor exec $0";
    let mut session = Session::start(&["sh", "-c", words, program], |home| {
        let editor = home.join("editor");
        let script = "#!/bin/sh\necho \"opens $1 $2\"; read line; echo \"# $line\" >> \"$2\"\n";
        fs::write(&editor, script).expect("a file");
        fs::set_permissions(&editor, fs::Permissions::from_mode(0o755)).expect("it may run");
    });
    session.shows("3 repositories");
    session.press("V");
    session.shows("index.yaml:2");
    session.press("e");
    session.shows("opens +2");
    assert!(!session.screen.screen().alternate_screen());
    session.press("typed into the editor\n");
    session.shows("index.yaml was changed");
    session.shows("Findings  mine");
    let text = fs::read_to_string(session.home.path().join("charts/index.yaml"));
    assert!(text.expect("the index").ends_with("# typed into the editor\n"));
    session.press("qq");
    assert_eq!(session.ends(), 0);
    session.is_given_back();
}

#[test]
fn no_key_is_lost_in_a_storm_of_sizes_and_no_size_is_too_small() {
    let mut session = Session::newcomer();
    for (columns, rows) in
        [(1, 1), (300, 100), (40, 10), (39, 9), (80, 24), (2, 50), (200, 3), (60, 20)]
    {
        session.resize(columns, rows);
        session.take(Duration::from_millis(1));
    }
    session.resize(120, 36);
    session.shows("6 charts");
    for round in 0..10 {
        session.resize(if round % 2 == 0 { 100 } else { 120 }, 36);
        session.press("?");
        session.shows("type to filter");
        session.press("\u{3}");
        session.shows_no_more("type to filter");
        // Two Ctrl-C in a row would quit.
        session.press("k");
    }
    session.press("q");
    assert_eq!(session.ends(), 0);
}

#[test]
fn an_idle_program_writes_nothing() {
    let mut session = Session::newcomer();
    while session.take(Duration::from_millis(300)) {}
    assert!(!session.take(Duration::from_secs(2)), "it writes while nobody asks");
    session.press("j");
    assert!(session.take(PATIENCE), "it answers a key");
}

#[test]
fn ctrl_z_suspends_and_fg_brings_the_screen_back() {
    let mut session = Session::start(&["sh", "-i"], |_| ());
    let program = env!("CARGO_BIN_EXE_chartroom");
    session.press(&format!("{program}\n"));
    session.shows("6 charts");
    session.press("\u{1a}");
    session.until("the shell", |session| {
        !session.screen.screen().alternate_screen() && session.text().contains("Stopped")
    });
    session.is_given_back();
    session.received.clear();
    session.press("fg\n");
    session.shows("6 charts");
    assert!(session.screen.screen().alternate_screen());
    session.press("q");
    session.until("the shell", |session| !session.screen.screen().alternate_screen());
    let taken = String::from_utf8_lossy(&session.received).matches("\u{1b}[?1049h").count();
    assert_eq!(taken, 1, "the terminal is taken over once");
}

#[test]
fn ctrl_z_without_a_shell_to_go_back_to_says_so() {
    let mut session = Session::newcomer();
    session.press("\u{1a}");
    session.shows("not suspended");
    session.press("q");
    assert_eq!(session.ends(), 0);
}

#[test]
fn a_theme_that_cannot_be_used_is_told_and_the_default_is_taken() {
    let mut session = Session::start(&[env!("CARGO_BIN_EXE_chartroom")], |home| {
        let folder = home.join(".config/chartroom");
        fs::create_dir_all(&folder).expect("a folder");
        fs::write(folder.join("config.yaml"), "theme: drak\n").expect("a file");
    });
    session.shows("6 charts");
    session.shows("drak is none of terminal, dark");
    session.press("q");
    assert_eq!(session.ends(), 0);
}

#[test]
fn a_broken_registry_is_told_before_the_screen_is_taken() {
    let program = env!("CARGO_BIN_EXE_chartroom");
    let mut session = Session::start(&[program], |home| {
        let folder = home.join(".config/chartroom");
        fs::create_dir_all(&folder).expect("a folder");
        fs::write(folder.join("repositories.yaml"), "repositories: [\n").expect("a file");
    });
    assert_eq!(session.ends(), 2);
    assert!(session.text().contains("the registry is broken"), "{}", session.text());
    let seen = String::from_utf8_lossy(&session.received);
    assert!(!seen.contains("\u{1b}[?1049h"), "the alternate screen was entered");
}

#[test]
fn a_repository_that_does_not_answer_is_kept_in_the_form() {
    let mut session = Session::newcomer();
    session.press("a");
    session.shows("Add repository");
    session.press("\u{1b}[200~helm repo add gone http://127.0.0.1:9/charts\n\u{1b}[201~");
    session.shows("gone");
    session.press("\r");
    session.shows("refused");
    session.press("\u{1b}");
    session.shows_no_more("Add repository");
    session.press("a");
    session.shows("127.0.0.1:9");
}

#[test]
fn a_refresh_says_whom_it_waits_for() {
    let silent = std::net::TcpListener::bind("127.0.0.1:0").expect("a port on loopback");
    let url = format!("http://{}/charts", silent.local_addr().expect("its address"));
    let words = format!("$0 repo add silent {url} --no-validate && $0 repo refresh");
    let mut session =
        Session::start(&["sh", "-c", &words, env!("CARGO_BIN_EXE_chartroom")], |_| ());
    session.shows("2 of 3 done, waiting for silent");
}
