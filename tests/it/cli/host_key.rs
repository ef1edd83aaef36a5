//! `chartroom host-key`, and repositories over SSH, from the command line.

use crate::support::git;
use crate::support::ssh::Server;

use super::home::Home;

#[test]
fn the_key_of_a_host_is_shown_trusted_listed_and_removed() {
    let Some(server) = Server::start() else { return };
    let home = Home::new();
    let (key, host) = (server.host_key(), format!("127.0.0.1:{}", server.port));
    let print = key.fingerprint.as_str();

    assert!(home.run(&["host-key", "list"]).ended(0).err.contains("no key of an SSH server"));
    let asked = home.run(&["host-key", "trust", &host]).ended(2);
    assert!(asked.err.contains(&format!("shows the key ssh-ed25519 {print}")), "{}", asked.err);
    assert!(asked.err.contains("there is no terminal to ask at"), "{}", asked.err);
    let wrong = home.run(&["host-key", "trust", &host, "--fingerprint", "SHA256:other"]).ended(2);
    assert!(wrong.err.contains("is not SHA256:other"), "{}", wrong.err);
    assert_eq!(
        home.run(&["host-key", "list", "--format", "json"]).ended(0).json(),
        serde_json::json!([])
    );

    let told = home.run(&["host-key", "trust", &host, "--fingerprint", print]).ended(0);
    assert!(told.out.contains("is trusted from now on"), "{}", told.out);
    let again = home.run(&["host-key", "trust", &host]).ended(0);
    assert!(again.out.contains("is trusted already"), "{}", again.out);
    let listed = home.run(&["host-key", "list"]).ended(0).out;
    assert!(listed.contains(&host) && listed.contains(print), "{listed}");
    let gone = home.run(&["host-key", "remove", &host]).ended(0).out;
    assert!(gone.contains("is not trusted any more"), "{gone}");
    home.run(&["host-key", "remove", &host]).ended(2);
    home.run(&["host-key", "trust", "git@example.org"]).ended(2);
}

#[test]
fn a_repository_over_ssh_is_added_with_the_key_of_an_agent() {
    let Some(server) = Server::start() else { return };
    let home = Home::new();
    let repository = git::Repository::create(&home.path("addons"));
    repository.write("index.yaml", crate::support::content::addons_index("redis", "0.0.1"));
    repository.commit("first");
    let host = format!("127.0.0.1:{}", server.port);
    let print = server.host_key().fingerprint;
    home.run(&["host-key", "trust", &host, "--fingerprint", &print]).ended(0);
    let url = format!("git::{}//index.yaml", server.url(&repository.path));

    let stranger = Home::new();
    stranger.run(&["repo", "add", "ours", &url, "--no-validate"]).ended(0);
    let told = stranger.run(&["repo", "refresh", "ours"]).ended(2).out;
    let command = format!("chartroom host-key trust {host} --fingerprint {print}");
    assert!(told.contains(&command), "{told}");
    let told = stranger.run(&["repo", "check", "ours"]).ended(2).out;
    assert!(told.contains(&format!("--trust-host-key {print}")), "{told}");
    assert!(!told.contains("host-key trust"), "{told}");
    let alone = home.run(&["repo", "add", "ours", &url]).ended(2);
    assert!(alone.err.contains("no key of ssh-agent or of ~/.ssh"), "{}", alone.err);
    let agent = Agent::start(&home.path("agent"));
    agent.add(&server.path("user"));
    let mut command = home.command(&["repo", "add", "ours", &url]);
    let output = command.env("SSH_AUTH_SOCK", &agent.socket).output().expect("the program runs");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
}

/// An agent that lives as long as this value.
struct Agent {
    socket: std::path::PathBuf,
    child: std::process::Child,
}

impl Agent {
    fn start(socket: &std::path::Path) -> Self {
        let child = std::process::Command::new("ssh-agent")
            .arg("-D")
            .arg("-a")
            .arg(socket)
            .stdout(std::process::Stdio::null())
            .spawn()
            .expect("ssh-agent starts");
        let end = std::time::Instant::now() + std::time::Duration::from_secs(10);
        // Its file is there a moment before anybody listens at it.
        while std::os::unix::net::UnixStream::connect(socket).is_err() {
            assert!(std::time::Instant::now() < end, "ssh-agent does not answer");
            std::thread::yield_now();
        }
        Self { socket: socket.to_owned(), child }
    }

    fn add(&self, key: &std::path::Path) {
        let added = std::process::Command::new("ssh-add")
            .arg("-q")
            .arg(key)
            .env("SSH_AUTH_SOCK", &self.socket)
            .status();
        assert!(added.expect("ssh-add runs").success());
    }
}

impl Drop for Agent {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
