//! What programs that work for us are given: their arguments, their environment, and what they leave behind.

use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::time::{Duration, Instant};

use chartroom::manifest::SecretValue;
use chartroom::model::Secret;
use chartroom::registry::{Change, Registry};
use chartroom::secrets::Store;
use rustix::process::{Pid, Signal, kill_process};

use super::marks::{self, Findings};
use super::ways;
use crate::cli::home::Home;
use crate::support::ssh::Server;

/// Notes arguments and environment, reads what it is asked, and ends as a refused login does, with an echo.
const NOTED: &str = "#!/bin/sh\n{ printf '%s\\n' \"$0\" \"$@\"; env; } >> \"$HOME/noted\"\n\
    echo \"$@: Permission denied (publickey).\" >&2\nexit 255\n";

/// A home in which `ssh` is a program that notes what it is given.
fn noting() -> Home {
    let home = Home::new();
    let program = home.write("bin/ssh", NOTED);
    fs::set_permissions(program, fs::Permissions::from_mode(0o755)).expect("chmod");
    home.write("config/chartroom/config.yaml", "timeouts: {connect: 2, read: 2}\n");
    fs::create_dir_all(home.path("tmp")).expect("a folder");
    home
}

fn run(home: &Home, words: &[&str]) -> String {
    let others = std::env::var("PATH").unwrap_or_default();
    let mut command = home.command(words);
    command.env("PATH", format!("{}:{others}", home.path("bin").display()));
    command.env("TMPDIR", home.path("tmp"));
    let output = command.output().expect("the program runs");
    let [out, err] = [&output.stdout, &output.stderr].map(|text| String::from_utf8_lossy(text));
    format!("{out}{err}")
}

fn register(home: &Home, way: ways::Way) {
    let store = Store::at(home.path("config/chartroom/secrets"));
    if let Some(secret) = &way.secret {
        store.put(secret).expect("it is kept");
    }
    let registry = Registry { path: home.registry() };
    registry.apply(&[Change::Add(Box::new(way.repository))]).expect("it is registered");
}

fn kept(home: &Home) -> [std::path::PathBuf; 2] {
    [home.path("config/chartroom/secrets"), home.registry()]
}

#[test]
fn ssh_is_given_no_secret_by_argument_or_environment() {
    let mut findings = Findings::default();
    for keys in [&["sshkey", "password", "token"][..], &["ssh-privatekey"]] {
        let home = noting();
        register(&home, ways::with("git::ssh://git@127.0.0.1:9/r.git//index.yaml", keys));
        let told = run(&home, &["repo", "refresh", "mine"]);
        findings.check("what is told of ssh", &told);
        let noted = fs::read_to_string(home.path("noted")).expect("ssh was run");
        assert!(noted.contains("IdentityFile="), "the key was handed over: {noted}");
        // The arguments are among the files of the home.
        findings.check_files("after ssh", &home.path(""), &kept(&home));
    }
}

/// Waits for what comes to be in moments.
fn until(what: &str, mut is_so: impl FnMut() -> bool) {
    let end = Instant::now() + Duration::from_secs(30);
    while !is_so() {
        assert!(Instant::now() < end, "{what}");
        std::thread::yield_now();
    }
}

/// Whether this very process ignores a signal: programs in the background of a script ignore that of Ctrl-C, and so
/// does what they start.
fn is_ignored_here(signal: Signal) -> bool {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("SigIgn:"));
    let ignored = line.and_then(|set| u64::from_str_radix(set.trim(), 16).ok()).unwrap_or(0);
    ignored & (1 << (signal.as_raw() - 1)) != 0
}

#[test]
#[expect(clippy::print_stderr, reason = "a test that does not run says so")]
fn no_key_outlives_a_command_that_is_ended_while_ssh_holds_it() {
    for signal in [Signal::INT, Signal::TERM, Signal::HUP] {
        if is_ignored_here(signal) {
            eprintln!(
                "NOT RUN for {signal:?}: it is ignored here, and so it is by what is started here"
            );
            continue;
        }
        let home = noting();
        // Neither answers nor ends.
        home.write("bin/ssh", "#!/bin/sh\necho \"$@\" > \"$HOME/given\"\nexec sleep 60\n");
        home.write("config/chartroom/config.yaml", "timeouts: {connect: 60, read: 60}\n");
        register(&home, ways::with("git::ssh://git@127.0.0.1:9/r.git//index.yaml", &["sshkey"]));
        let others = std::env::var("PATH").unwrap_or_default();
        let mut command = home.command(&["repo", "refresh", "mine"]);
        command.env("PATH", format!("{}:{others}", home.path("bin").display()));
        let mut child = command.spawn().expect("the program starts");
        until("ssh is not run", || {
            fs::read_to_string(home.path("given")).is_ok_and(|given| given.ends_with('\n'))
        });
        let rooms = || {
            let entries =
                fs::read_dir(home.path("cache/chartroom")).into_iter().flatten().flatten();
            entries.filter(|it| it.file_name().to_string_lossy().contains("ssh-")).count()
        };
        assert_eq!(rooms(), 1, "the key is handed over");
        let process =
            Pid::from_raw(i32::try_from(child.id()).expect("a number")).expect("a process");
        kill_process(process, signal).expect("it runs");
        let status = child.wait().expect("it ends");
        assert_eq!(status.code(), Some(128 + signal.as_raw()), "{signal:?}");
        assert_eq!(rooms(), 0, "{signal:?}");
    }
}

#[test]
fn a_command_that_writes_a_value_is_given_no_other() {
    let mut findings = Findings::default();
    let home = noting();
    let mut way = ways::with("http://127.0.0.1:9/{folder}/index.yaml", &["folder", "password"]);
    let line =
        "env >> \"$HOME/noted\"; tr '\\0' ' ' < /proc/self/cmdline >> \"$HOME/noted\"; echo x";
    let command = SecretValue::Command(line.to_owned());
    let secret = way.secret.as_mut().expect("a Secret");
    secret.values.insert("token".to_owned(), command);
    register(&home, way);
    findings.check("what is told of a command", &run(&home, &["repo", "refresh", "mine"]));
    assert!(home.path("noted").exists(), "the command was run");
    findings.check_files("after a command", &home.path(""), &kept(&home));
}

/// A key whose text holds marks, as its comment.
fn marked_key(home: &Home, passphrase: &str) -> String {
    let path = home.path("made");
    let made = std::process::Command::new("ssh-keygen")
        .args(["-q", "-t", "ed25519", "-N", passphrase, "-C", &marks::value("key").repeat(8), "-f"])
        .arg(&path)
        .status();
    assert!(made.expect("ssh-keygen runs").success());
    let text = fs::read_to_string(&path).expect("a key");
    for path in [path, home.path("made.pub")] {
        fs::remove_file(path).expect("our file");
    }
    text
}

#[test]
fn a_real_ssh_server_that_refuses_a_key_brings_nothing_of_it_to_light() {
    let Some(server) = Server::start() else { return };
    let mut findings = Findings::default();
    for passphrase in ["", "a passphrase"] {
        let home = noting();
        fs::remove_file(home.path("bin/ssh")).expect("our file");
        let key = marked_key(&home, passphrase);
        assert!(
            !passphrase.is_empty() || marks::found(key.as_bytes()).is_some(),
            "no mark in the key"
        );
        let url = format!("git::{}//index.yaml", server.url(&home.path("r.git")));
        let mut way = ways::with(&url, &["password"]);
        let secret = way.secret.as_mut().expect("a Secret");
        secret.values.insert("sshkey".to_owned(), SecretValue::Here(Secret::from(key.as_str())));
        register(&home, way);
        let host = format!("127.0.0.1:{}", server.port);
        let print = server.host_key().fingerprint;
        run(&home, &["host-key", "trust", &host, "--fingerprint", &print]);
        let told = run(&home, &["repo", "refresh", "mine"]);
        let expected = if passphrase.is_empty() { "Permission denied" } else { "passphrase" };
        assert!(told.contains(expected), "{told}");
        let line = key.lines().nth(1).expect("a key has lines");
        assert!(!told.contains(line), "{told}");
        findings.check("what is told of sshd", &told);
        findings.check_files("after sshd", &home.path(""), &kept(&home));
        let left = fs::read_dir(home.path("cache/chartroom")).into_iter().flatten().flatten();
        let rooms: Vec<_> =
            left.filter(|it| it.file_name().to_string_lossy().contains("ssh-")).collect();
        assert!(rooms.is_empty(), "{rooms:?}");
    }
}
