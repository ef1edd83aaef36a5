//! A real SSH server on the loopback, with keys made for the test, for the user who runs it.

use std::fs;
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use chartroom::model::HostKey;

/// A server that lives as long as this value.
pub(crate) struct Server {
    folder: tempfile::TempDir,
    pub(crate) port: u16,
    child: Child,
}

/// How it treats what Git's client says of the protocol's version.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Speaks {
    /// The newest protocol.
    Newest,
    /// The oldest: the server does not hear which one is wished for.
    Oldest,
}

const SSHD: &str = "/usr/sbin/sshd";

impl Server {
    /// A server, if there is one on this machine. Where the whole suite must run (`CI` is set), its absence
    /// is a failure; elsewhere it is told loudly.
    pub(crate) fn start() -> Option<Self> {
        Self::speaking(Speaks::Newest)
    }

    /// The same with a protocol.
    #[expect(clippy::print_stderr, reason = "what did not run must be seen")]
    pub(crate) fn speaking(speaks: Speaks) -> Option<Self> {
        if !Path::new(SSHD).exists() {
            assert!(std::env::var_os("CI").is_none(), "{SSHD} is missing: run tests/run");
            eprintln!("NOT RUN: {SSHD} is missing, so nothing is tested over SSH: run tests/run");
            return None;
        }
        let folder = tempfile::tempdir().expect("a folder");
        for name in ["host", "user", "other"] {
            make_key(&folder.path().join(name), "");
        }
        make_key(&folder.path().join("locked"), "a passphrase");
        fs::copy(folder.path().join("user.pub"), folder.path().join("authorized")).expect("a copy");
        let port = free_port();
        let accept = if speaks == Speaks::Newest { "AcceptEnv GIT_PROTOCOL\n" } else { "" };
        let home = folder.path().display();
        let config = format!(
            "Port {port}\nListenAddress 127.0.0.1\nHostKey {home}/host\nPidFile none\n\
             AuthorizedKeysFile {home}/authorized\nStrictModes no\nUsePAM no\n\
             PasswordAuthentication no\nKbdInteractiveAuthentication no\nMaxStartups 100\n{accept}"
        );
        fs::write(folder.path().join("config"), config).expect("a file");
        // As root it wants this folder; others cannot make it and do not need it.
        let _ = fs::create_dir_all("/run/sshd");
        let child = run(folder.path());
        let mut server = Self { folder, port, child };
        server.await_answer();
        Some(server)
    }

    /// Shows another key from now on.
    pub(crate) fn change_host_key(&mut self) {
        self.stop();
        for name in ["host", "host.pub"] {
            fs::remove_file(self.path(name)).expect("a file");
        }
        make_key(&self.path("host"), "");
        self.child = run(self.folder.path());
        self.await_answer();
    }

    fn stop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }

    /// A key file: `user` opens the server, `other` does not, `locked` has a passphrase.
    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// The text of a private key.
    pub(crate) fn key(&self, name: &str) -> String {
        fs::read_to_string(self.path(name)).expect("a key")
    }

    /// The key by which it is known.
    pub(crate) fn host_key(&self) -> HostKey {
        let public = fs::read_to_string(self.path("host.pub")).expect("a key");
        let mut words = public.split_whitespace().map(str::to_owned);
        let told = output("ssh-keygen", &["-l", "-f", &self.path("host.pub").to_string_lossy()]);
        HostKey {
            host: "127.0.0.1".to_owned(),
            port: self.port,
            algorithm: words.next().expect("an algorithm"),
            key: words.next().expect("a key"),
            fingerprint: told.split_whitespace().nth(1).expect("a fingerprint").to_owned(),
        }
    }

    /// The URL of a repository on it.
    pub(crate) fn url(&self, path: &Path) -> String {
        format!("ssh://{}@127.0.0.1:{}{}", user(), self.port, path.display())
    }

    fn await_answer(&mut self) {
        let end = Instant::now() + Duration::from_secs(10);
        while TcpStream::connect(("127.0.0.1", self.port)).is_err() {
            let ended = self.child.try_wait().expect("a child");
            assert!(
                ended.is_none() && Instant::now() < end,
                "sshd does not answer: {}",
                self.log()
            );
            std::thread::yield_now();
        }
    }

    fn log(&self) -> String {
        fs::read_to_string(self.path("log")).unwrap_or_default()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.stop();
    }
}

fn run(folder: &Path) -> Child {
    let log = fs::File::create(folder.join("log")).expect("a file");
    Command::new(SSHD)
        .args(["-D", "-e", "-f"])
        .arg(folder.join("config"))
        // Its Git reads repositories of this user only, whatever the user's own configuration says.
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(log)
        .spawn()
        .expect("sshd starts")
}

/// A port that nobody listens at.
pub(crate) fn free_port() -> u16 {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").expect("a port");
    listener.local_addr().expect("an address").port()
}

fn make_key(path: &Path, passphrase: &str) {
    let path = path.to_string_lossy();
    output("ssh-keygen", &["-q", "-t", "ed25519", "-N", passphrase, "-f", &path]);
}

fn user() -> String {
    output("id", &["-un"])
}

fn output(program: &str, words: &[&str]) -> String {
    let output = Command::new(program).args(words).stdin(Stdio::null()).output();
    let output = output.expect("a program of the system");
    assert!(output.status.success(), "{program}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8_lossy(&output.stdout).trim().to_owned()
}
