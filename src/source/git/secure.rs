//! Git's protocol through a run of `ssh`: what it says on its standard error decides what a failure was.
//!
//! May import: `source::git::{fault, place, run, stream}`, `source::ssh`, `model`, `error`.

use std::io::{self, BufReader, Read};
use std::sync::Arc;
use std::time::Duration;

use gix::protocol::transport::Protocol;
use gix::protocol::transport::client::git::ConnectMode;
use gix::protocol::transport::client::git::blocking_io::Connection;
use tokio::io::AsyncReadExt;
use tokio::process::{Child, ChildStderr, ChildStdin, ChildStdout};

use super::fault;
use super::place::{Place, Ssh};
use super::run::Run;
use super::stream::Outgoing;
use crate::error::Error;
use crate::model::Fault;
use crate::source::ssh::command::{self, Prepared};
use crate::source::ssh::room::Room;
use crate::source::ssh::{not_started, words};

/// What a failing `ssh` may say, in bytes.
const WORDS: usize = 64 << 10;
/// How long its last words may take after its output has ended.
const LAST_WORDS: Duration = Duration::from_secs(3);

type Secure = Connection<BufReader<Spoken>, Outgoing<ChildStdin>>;

/// Starts `ssh`, which connects by and by.
pub(super) fn connect(place: &Arc<Place>, ssh: &Ssh, run: &Arc<Run>) -> io::Result<Secure> {
    let path = place.server_path();
    let remote = format!("git-upload-pack {}", command::quoted(&path));
    let prepared = command::prepare(&ssh.host, &ssh.identity, &ssh.manner, &remote);
    let Prepared { mut command, room } = prepared.map_err(|error| run.fail(error))?;
    let mut child = command.spawn().map_err(|error| run.fail(not_started(&error)))?;
    run.adopt(child.id());
    let streams = (child.stdin.take(), child.stdout.take(), child.stderr.take());
    let (Some(stdin), Some(stdout), Some(stderr)) = streams else {
        return Err(run.fail(not_started(&io::Error::other("no pipes"))));
    };
    let spoken = Spoken {
        stdout,
        stderr: Some(stderr),
        said: Vec::new(),
        ssh: ssh.clone(),
        place: Arc::clone(place),
        run: Arc::clone(run),
        child,
        _room: room,
    };
    let writer = Outgoing { inner: stdin, place: Arc::clone(place), run: Arc::clone(run) };
    Ok(Connection::new(
        BufReader::with_capacity(64 << 10, spoken),
        writer,
        Protocol::V2,
        path,
        None::<(String, Option<u16>)>,
        ConnectMode::Process,
        false,
    )
    .custom_url(Some(place.url.as_str().into())))
}

/// What `ssh` gives, on both of its outputs.
pub(super) struct Spoken {
    stdout: ChildStdout,
    stderr: Option<ChildStderr>,
    said: Vec<u8>,
    ssh: Ssh,
    place: Arc<Place>,
    run: Arc<Run>,
    child: Child,
    _room: Option<Room>,
}

impl Read for Spoken {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let Self { stdout, stderr, said, place, run, .. } = self;
        // `ssh` has its own deadline for the connection, with better words.
        let longest = if run.received() == 0 {
            place.connect_timeout + place.read_timeout
        } else {
            place.read_timeout
        };
        let late = || fault::silent(place, run.received());
        let count = run.wait(longest, late, both(stdout, stderr, said, buffer))?;
        run.count(count, || fault::too_large(place))?;
        if count == 0 {
            self.explain();
        }
        Ok(count)
    }
}

impl Spoken {
    /// The output has ended: hears the last words, and notes what they mean. Where it ended as it should,
    /// nobody asks for that.
    fn explain(&mut self) {
        let Self { stderr, said, run, child, .. } = self;
        let ended = run.wait(LAST_WORDS, Error::cancelled, async {
            if let Some(stderr) = stderr {
                let _ = stderr.take(WORDS as u64).read_to_end(said).await;
            }
            child.wait().await
        });
        // Last words that never end are as good as those that came.
        drop(ended);
        run.adopt(None);
        if run.is_stopped() {
            return;
        }
        let _ = run.cause();
        let said = String::from_utf8_lossy(&self.said).into_owned();
        let found = words::error_of(&said, &self.ssh.host, &self.ssh.identity);
        // A connection that breaks on the way is told with what came before.
        let is_vague =
            |error: &Error| run.received() > 0 && error.fault == Some(Fault::ConnectionFailed);
        let found =
            found.filter(|error| !is_vague(error)).or_else(|| fault::of_words(&self.place, &said));
        let cut_off = || fault::cut_off_ssh(&self.place, run.received(), &self.ssh.host, &said);
        let _ = run.fail(found.unwrap_or_else(cut_off));
    }
}

impl Drop for Spoken {
    fn drop(&mut self) {
        // From here on its number may come to belong to another process.
        self.run.adopt(None);
        let _ = self.child.start_kill();
    }
}

/// Reads the one, and keeps the other from running full.
async fn both(
    stdout: &mut ChildStdout,
    stderr: &mut Option<ChildStderr>,
    said: &mut Vec<u8>,
    buffer: &mut [u8],
) -> io::Result<usize> {
    let mut more = [0; 4096];
    loop {
        let Some(errors) = stderr.as_mut() else { return stdout.read(buffer).await };
        tokio::select! {
            biased;
            count = stdout.read(buffer) => return count,
            count = errors.read(&mut more) => match count {
                Ok(count) if count > 0 => {
                    let room = WORDS.saturating_sub(said.len()).min(count);
                    said.extend_from_slice(more.get(..room).unwrap_or_default());
                }
                _ => *stderr = None,
            },
        }
    }
}
