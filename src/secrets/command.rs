//! Values that a command writes: run once, kept for some minutes, never longer than a deadline.
//!
//! May import: `model`, `monitor`.

use std::collections::HashMap;
use std::io;
use std::process::{ExitStatus, Stdio};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use tokio::io::{AsyncRead, AsyncReadExt as _};
use tokio::process::{Child, Command};
use zeroize::Zeroizing;

use crate::model::text::clean;
use crate::model::{Redactor, Secret};
use crate::monitor::Monitor;

/// How long a command may take: long enough to type a passphrase into the window that it opens.
const PATIENCE: Duration = Duration::from_mins(1);
/// How long a value is good for.
const KEPT: Duration = Duration::from_mins(5);
/// Kubernetes' own limit for a whole Secret.
pub(super) const LARGEST: u64 = 1 << 20;
/// How much of what a command says about its failure is told.
const LONGEST_WORDS: usize = 400;

/// Why there is no value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum NoValue {
    /// Asked to end.
    Cancelled,
    /// Why, without the name of the key.
    Failed(String),
}

type Slot = Arc<tokio::sync::Mutex<Option<Answer>>>;

/// What commands answered. Wiped when dropped, as every value is.
#[derive(Default)]
pub(super) struct Answers {
    slots: Mutex<HashMap<String, Slot>>,
}

struct Answer {
    at: Instant,
    outcome: Result<Secret, NoValue>,
}

impl Answer {
    /// A value is good for a while; a failure only for those who waited while it came about.
    fn is_good(&self, asked: Instant) -> bool {
        self.at >= asked || (self.outcome.is_ok() && self.at.elapsed() < KEPT)
    }
}

impl Answers {
    /// What the command writes; several who ask at once share one run.
    pub(super) async fn ask(&self, line: &str, monitor: &Monitor) -> Result<Secret, NoValue> {
        let asked = Instant::now();
        let slot = self.slot(line);
        let answer = async {
            let mut known = slot.lock().await;
            if let Some(answer) = known.as_ref().filter(|answer| answer.is_good(asked)) {
                return answer.outcome.clone();
            }
            let outcome = run(line, PATIENCE).await;
            *known = Some(Answer { at: Instant::now(), outcome: outcome.clone() });
            outcome
        };
        tokio::select! {
            biased;
            () = monitor.cancelled() => Err(NoValue::Cancelled),
            outcome = answer => outcome,
        }
    }

    /// The place of a command's answer; those of others that are too old are forgotten.
    fn slot(&self, line: &str) -> Slot {
        let mut slots = self.slots.lock().unwrap_or_else(PoisonError::into_inner);
        slots.retain(|_, slot| {
            let is_old = |answer: &Option<Answer>| {
                answer.as_ref().is_some_and(|answer| answer.at.elapsed() >= KEPT)
            };
            slot.try_lock().map_or(true, |answer| !is_old(&answer))
        });
        Arc::clone(slots.entry(line.to_owned()).or_default())
    }
}

/// Runs a command line without a terminal and without input.
async fn run(line: &str, patience: Duration) -> Result<Secret, NoValue> {
    let child =
        start(line).map_err(|error| failed(format!("the shell cannot be started: {error}")))?;
    // Dropped, it takes the command and all that it started with it.
    let mut group = Group { child };
    let outcome = tokio::time::timeout(patience, output(&mut group.child)).await;
    match outcome {
        Err(_) => {
            let seconds = patience.as_secs();
            Err(failed(format!(
                "the command did not end within {seconds} seconds, and was stopped"
            )))
        }
        Ok(Err(error)) => Err(failed(format!("the command could not be followed: {error}"))),
        Ok(Ok((_, written, _))) if written.len() as u64 > LARGEST => {
            Err(failed("the command writes more than 1 MiB, and was stopped".to_owned()))
        }
        Ok(Ok((status, written, said))) => value(status, &written, &said),
    }
}

/// The command line for a shell in a session of its own: it cannot ask on the terminal, nor write to it.
fn start(line: &str) -> io::Result<Child> {
    let prepared = |mut command: Command| {
        // Programs that ask for passphrases shall open a window instead.
        command.env_remove("GPG_TTY").kill_on_drop(true);
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn()
    };
    let mut session = Command::new("setsid");
    session.args(["sh", "-c", line]);
    match prepared(session) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => prepared(shell(line)),
        outcome => outcome,
    }
}

/// The next best where there is no `setsid`.
#[cfg(unix)]
fn shell(line: &str) -> Command {
    let mut command = Command::new("sh");
    command.args(["-c", line]).process_group(0);
    command
}

#[cfg(not(unix))]
fn shell(line: &str) -> Command {
    let mut command = Command::new("cmd");
    command.args(["/C", line]);
    command
}

/// How it ended, what it wrote and what it said.
async fn output(
    child: &mut Child,
) -> io::Result<(ExitStatus, Zeroizing<Vec<u8>>, Zeroizing<Vec<u8>>)> {
    let (stdout, stderr) = (child.stdout.take(), child.stderr.take());
    let written = some(stdout);
    let said = some(stderr);
    let (written, said) = tokio::try_join!(written, said)?;
    if written.len() as u64 > LARGEST {
        return Ok((ExitStatus::default(), written, said));
    }
    Ok((child.wait().await?, written, said))
}

async fn some(stream: Option<impl AsyncRead + Unpin>) -> io::Result<Zeroizing<Vec<u8>>> {
    let mut bytes = Zeroizing::new(Vec::new());
    if let Some(stream) = stream {
        stream.take(LARGEST + 1).read_to_end(&mut bytes).await?;
    }
    Ok(bytes)
}

fn value(status: ExitStatus, written: &[u8], said: &[u8]) -> Result<Secret, NoValue> {
    if !status.success() {
        let how = status
            .code()
            .map_or("was ended by a signal".to_owned(), |code| format!("ended with code {code}"));
        let words = words(written, said);
        let words = if words.is_empty() {
            "it said nothing".to_owned()
        } else {
            format!("it said: {words}")
        };
        return Err(failed(format!("the command {how}; {words}")));
    }
    let text = std::str::from_utf8(written)
        .map_err(|_| failed("the command writes something that is no UTF-8 text".to_owned()))?;
    match trimmed(text) {
        "" => Err(failed("the command writes nothing".to_owned())),
        text => Ok(Secret::from(text)),
    }
}

/// What a command said on standard error, fit to be shown: what it wrote as a value is not in it.
fn words(written: &[u8], said: &[u8]) -> String {
    let mut redactor = Redactor::default();
    redactor.hide(&Secret::from(trimmed(&String::from_utf8_lossy(written))), "***");
    let said = redactor.text(&String::from_utf8_lossy(said));
    let words = clean(said.trim()).into_owned();
    match words.char_indices().nth(LONGEST_WORDS) {
        Some((end, _)) => format!("{}…", words.get(..end).unwrap_or_default()),
        None => words,
    }
}

/// Without the line break at its end, which nearly every program writes.
pub(super) fn trimmed(text: &str) -> &str {
    let text = text.strip_suffix('\n').unwrap_or(text);
    text.strip_suffix('\r').unwrap_or(text)
}

fn failed(why: String) -> NoValue {
    NoValue::Failed(why)
}

/// A command and whatever it started.
struct Group {
    child: Child,
}

impl Drop for Group {
    #[cfg(unix)]
    fn drop(&mut self) {
        // Nothing but a process that is not waited for yet has an id here.
        let id = self.child.id().and_then(|id| i32::try_from(id).ok());
        if let Some(pid) = id.and_then(rustix::process::Pid::from_raw) {
            let _ = rustix::process::kill_process_group(pid, rustix::process::Signal::KILL);
        }
    }

    #[cfg(not(unix))]
    fn drop(&mut self) {
        let _ = self.child.start_kill();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn words_of(outcome: Result<Secret, NoValue>) -> String {
        match outcome {
            Ok(value) => value.reveal().to_owned(),
            Err(NoValue::Failed(why)) => format!("failed: {why}"),
            Err(NoValue::Cancelled) => "cancelled".to_owned(),
        }
    }

    #[tokio::test]
    async fn a_command_gives_its_value_or_says_why_not() {
        for (line, expected) in [
            ("echo hunter2", "hunter2"),
            ("printf 'a b\\n\\n'", "a b\n"),
            ("printf 'a\\r\\n'", "a"),
            ("echo one; echo two >&2", "one"),
            ("cat", "failed: the command writes nothing"),
            ("exit 3", "failed: the command ended with code 3; it said nothing"),
            (
                "echo marked; echo no marked '\u{1b}[31mhere' >&2; exit 1",
                "failed: the command ended with code 1; it said: no *** [31mhere",
            ),
            ("kill -9 $$", "failed: the command was ended by a signal; it said nothing"),
            ("printf '\\377\\376'", "failed: the command writes something that is no UTF-8 text"),
            (
                "yes | head -c 3000000",
                "failed: the command writes more than 1 MiB, and was stopped",
            ),
        ] {
            assert_eq!(words_of(run(line, PATIENCE).await), expected, "{line}");
        }
        assert!(words_of(run("no-such-program-here", PATIENCE).await).contains("not found"));
    }

    #[tokio::test]
    async fn a_command_has_no_terminal() {
        let line = "if (exec </dev/tty) 2>/dev/null; then echo asked; else echo none; fi";
        assert_eq!(words_of(run(line, PATIENCE).await), "none");
    }

    #[tokio::test]
    async fn what_takes_too_long_is_stopped_with_all_that_it_started() {
        let folder = tempfile::tempdir().expect("a folder");
        let pid = folder.path().join("pid");
        let line = format!("sleep 600 & echo $! >{}; wait", pid.display());
        let outcome = words_of(run(&line, Duration::from_millis(300)).await);
        assert!(outcome.contains("did not end within"), "{outcome}");
        let pid = std::fs::read_to_string(&pid).expect("it was started");
        let process = std::path::PathBuf::from(format!("/proc/{}/stat", pid.trim()));
        let is_alive = || {
            let stat = std::fs::read_to_string(&process).unwrap_or_default();
            !stat.is_empty() && !stat.contains(") Z ")
        };
        let begun = Instant::now();
        while is_alive() && begun.elapsed() < Duration::from_secs(10) {
            tokio::task::yield_now().await;
        }
        assert!(!is_alive());
    }

    #[tokio::test]
    async fn many_who_ask_share_one_run_and_a_failure_is_asked_anew() {
        let folder = tempfile::tempdir().expect("a folder");
        let log = folder.path().join("log");
        let runs = || std::fs::read_to_string(&log).unwrap_or_default().lines().count();
        let (answers, monitor) = (Answers::default(), Monitor::silent());
        let line = format!("echo x >>{}; echo v", log.display());
        let asked = (0..50).map(|_| answers.ask(&line, &monitor));
        for outcome in futures_util::future::join_all(asked).await {
            assert_eq!(words_of(outcome), "v");
        }
        assert_eq!(words_of(answers.ask(&line, &monitor).await), "v");
        assert_eq!(runs(), 1);
        let line = format!("echo x >>{}; exit 1", log.display());
        for _ in 0..2 {
            assert!(answers.ask(&line, &monitor).await.is_err());
        }
        assert_eq!(runs(), 3);
    }

    #[tokio::test]
    async fn who_is_cancelled_does_not_wait() {
        let monitor = Monitor::silent();
        monitor.cancel();
        let outcome = Answers::default().ask("sleep 600", &monitor).await;
        assert_eq!(outcome, Err(NoValue::Cancelled));
    }
}
