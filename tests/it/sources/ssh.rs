//! Git over SSH against a real `sshd`: keys for the login, keys of hosts, and what each failure says.

use std::path::PathBuf;
use std::time::{Duration, Instant};

use chartroom::error::{Error, ErrorKind};
use chartroom::model::{Credentials, Fault, Offer, Repository};
use chartroom::monitor::Monitor;
use chartroom::source::{forget_host_keys, trust_host, trust_host_key, trusted_host_keys};

use crate::support::raw::Then;
use crate::support::repositories::{Depths, Fixture, every_ref_is_found, version};
use crate::support::ssh::{Server, Speaks, free_port};
use crate::support::{Place, git, holds, raw, repository};

/// A repository served by SSH, by a server whose key is known.
struct World {
    fixture: Fixture,
    server: Server,
}

impl World {
    fn create() -> Option<Self> {
        let world = Self::of_strangers()?;
        world.trust();
        Some(world)
    }

    /// The same with a server that nobody knows yet.
    fn of_strangers() -> Option<Self> {
        Some(Self { server: Server::start()?, fixture: Fixture::create() })
    }

    fn trust(&self) {
        let key = self.server.host_key();
        trust_host_key(&self.fixture.place.client, &key).expect("a sound key");
    }

    fn root(&self) -> String {
        format!("git::{}", self.server.url(&self.fixture.repository.path))
    }

    /// The repository, with the key of that name.
    fn at(&self, location: &str, key: &str) -> Repository {
        let mut repository = repository(location);
        repository.access.ssh_key_file = Some(self.server.path(key));
        repository
    }

    fn index(&self) -> Repository {
        self.at(&format!("{}//addons/index.yaml", self.root()), "user")
    }

    async fn error(&self, repository: &Repository) -> Error {
        self.fixture.fetch_from(repository).await.expect_err("this must fail")
    }
}

#[tokio::test]
async fn a_repository_is_read_at_any_ref_over_ssh() {
    let Some(world) = World::create() else { return };
    let open = |location: &str| world.at(location, "user");
    every_ref_is_found(&world.fixture, (&world.root(), Depths::InTurn), open).await;
}

#[tokio::test]
async fn a_server_that_gives_no_single_commits_gives_branches_and_that_is_told() {
    let Some(server) = Server::speaking(Speaks::Oldest) else { return };
    let world = World { fixture: Fixture::create(), server };
    world.trust();
    for depth in ["", "&depth=1", "&depth=1000"] {
        let query = format!("?ref={}{depth}", world.fixture.first);
        let at = world.at(&format!("{}//addons/index.yaml{query}", world.root()), "user");
        let fetched = world.fixture.fetch_from(&at).await.expect("a commit of a branch");
        assert_eq!(version(&fetched), "0.0.1", "{query}");
    }
    let unknown = format!("{}//addons/index.yaml?ref={}", world.root(), "1".repeat(40));
    let error = world.error(&world.at(&unknown, "user")).await;
    assert_eq!(error.fault, Some(Fault::RefMissing), "{error}");
}

#[tokio::test]
async fn a_key_may_come_as_text_and_leaves_nothing_behind() {
    let Some(world) = World::create() else { return };
    let key = world.server.key("user");
    for text in [key.clone(), key.replace('\n', "\r\n"), key.trim().to_owned()] {
        let mut at = world.index();
        at.access.ssh_key_file = None;
        at.credentials = Some(Credentials { ssh_key: text.into(), ..Credentials::default() });
        let fetched = world.fixture.fetch_from(&at).await.expect("a good key");
        assert_eq!(version(&fetched), "0.0.3");
    }
    let line = key.lines().nth(2).expect("a key has lines");
    assert!(!holds(&world.fixture.place.path().join("cache"), line));
}

#[tokio::test]
async fn a_key_that_cannot_be_used_is_told_before_anyone_is_asked() {
    let Some(world) = World::create() else { return };
    let wide = world.server.path("wide");
    std::fs::copy(world.server.path("user"), &wide).expect("a copy");
    set_mode(&wide, 0o644);
    // Nobody listens here: who is asked all the same ends with another error.
    let root = format!("git::ssh://git@127.0.0.1:{}/r//index.yaml", free_port());
    for (key, words, hint) in [
        ("locked", "is locked by a passphrase", "ssh-add"),
        ("missing", "there is no SSH key", "check the path"),
        ("wide", "is open to others: its mode is 0644", "chmod 600"),
        ("user.pub", "is the public half", "without .pub"),
        ("config", "is no private key", "BEGIN OPENSSH"),
    ] {
        set_mode(&world.server.path("user.pub"), 0o600);
        set_mode(&world.server.path("config"), 0o600);
        let error = world.error(&world.at(&root, key)).await;
        assert_eq!(error.fault, Some(Fault::SshKeyUnusable), "{key}: {error}");
        assert!(error.message.contains(words), "{error}");
        assert!(error.hint.contains(hint), "{}", error.hint);
    }
    let mut at = repository(&root);
    let locked = world.server.key("locked").into();
    at.credentials = Some(Credentials { ssh_key: locked, ..Credentials::default() });
    let error = world.error(&at).await;
    assert!(error.message.contains("the SSH key is locked by a passphrase"), "{error}");
}

fn set_mode(path: &PathBuf, mode: u32) {
    use std::os::unix::fs::PermissionsExt;
    std::fs::set_permissions(path, std::fs::Permissions::from_mode(mode)).expect("our file");
}

#[tokio::test]
async fn a_key_that_the_server_refuses_is_told_with_what_to_do() {
    let Some(world) = World::create() else { return };
    let mut at = world.index();
    at.access.ssh_key_file = Some(world.server.path("other"));
    let error = world.error(&at).await;
    assert_eq!((error.kind, error.fault), (ErrorKind::Unauthorized, Some(Fault::SshKeyRefused)));
    assert!(error.message.contains("Permission denied (publickey)"), "{error}");
    assert!(error.hint.contains("deploy key"), "{}", error.hint);
}

#[tokio::test]
async fn an_unknown_host_is_introduced_and_trusted_only_when_told_so() {
    let Some(world) = World::of_strangers() else { return };
    let client = &world.fixture.place.client;
    let key = world.server.host_key();
    let error = world.error(&world.index()).await;
    assert_eq!((error.kind, error.fault), (ErrorKind::Untrusted, Some(Fault::HostKeyUnknown)));
    assert!(error.message.contains(&key.fingerprint), "{error}");
    assert!(error.message.contains("ssh-ed25519"), "{error}");
    assert_eq!(error.hint, "compare it with what the server's owner says, then trust it");
    assert_eq!(error.offer.as_deref(), Some(&Offer::TrustHostKey(key.clone())));
    assert!(trusted_host_keys(client).expect("a list").is_empty(), "an offer is no deed");

    let monitor = Monitor::silent();
    let wrong = trust_host(client, &world.index(), "SHA256:wrong", &monitor).await;
    let wrong = wrong.expect_err("another fingerprint");
    assert!(wrong.message.contains(&key.fingerprint), "{wrong}");
    assert!(trusted_host_keys(client).expect("a list").is_empty());

    let trusted = trust_host(client, &world.index(), &key.fingerprint, &monitor).await;
    assert_eq!(trusted.expect("the right fingerprint"), key);
    assert_eq!(trusted_host_keys(client).expect("a list"), std::slice::from_ref(&key));
    let fetched = world.fixture.fetch_from(&world.index()).await.expect("a trusted host");
    assert_eq!(version(&fetched), "0.0.3");
    assert_eq!(forget_host_keys(client, "127.0.0.1", key.port).expect("a list"), [key]);
    assert_eq!(world.error(&world.index()).await.fault, Some(Fault::HostKeyUnknown));
}

#[tokio::test]
async fn a_host_that_shows_another_key_is_refused_without_an_offer() {
    let Some(mut world) = World::create() else { return };
    let old = world.server.host_key();
    assert!(world.fixture.fetch_from(&world.index()).await.is_ok());
    world.server.change_host_key();
    let new = world.server.host_key();
    let error = world.error(&world.index()).await;
    assert_eq!((error.kind, error.fault), (ErrorKind::Untrusted, Some(Fault::HostKeyChanged)));
    assert_eq!(error.offer, None);
    let file = &world.fixture.place.client.settings.known_hosts;
    let place = format!("line 1 of {}", file.display());
    for words in [&old.fingerprint, &new.fingerprint, &place] {
        assert!(error.message.contains(words), "{words} in {error}");
    }
    assert!(error.hint.contains(&format!("remove {place}")), "{}", error.hint);
    let (client, monitor) = (&world.fixture.place.client, Monitor::silent());
    let outcome = trust_host(client, &world.index(), &new.fingerprint, &monitor).await;
    assert_eq!(outcome.expect_err("another key").fault, Some(Fault::HostKeyChanged));
    assert_eq!(trusted_host_keys(client).expect("a list"), [old]);
    // The last good index is still there.
    let cached = chartroom::ops::Freshness::Cached;
    let kept = chartroom::ops::fetch(client, &world.index(), cached, &monitor).await;
    assert_eq!(version(&kept.expect("the cache")), "0.0.3");
}

#[tokio::test]
async fn what_is_not_there_over_ssh_is_told() {
    let Some(world) = World::create() else { return };
    let served = world.fixture.served();
    git::Repository::create(&served.join("empty"));
    for (name, fault, words) in [
        ("nothing", Fault::RepositoryMissing, "does not appear to be a git repository"),
        ("empty", Fault::RepositoryEmpty, "is empty: it has no commit yet"),
        ("it's a name!", Fault::RepositoryMissing, "it's a name!"),
    ] {
        let url = world.server.url(&served.join(name.replace(' ', "%20")));
        let error = world.error(&world.at(&format!("git::{url}//index.yaml"), "user")).await;
        assert_eq!((error.kind, error.fault), (ErrorKind::NotFound, Some(fault)), "{error}");
        assert!(error.message.contains(words), "{error}");
        assert!(!error.hint.is_empty());
    }
}

#[tokio::test]
async fn a_host_that_cannot_be_reached_by_ssh_is_told() {
    let place = Place::with(|settings| settings.connect_timeout = Duration::from_secs(1));
    let silent = raw::Server::start("", Then::Hold).await;
    for (root, kind, fault) in [
        (format!("127.0.0.1:{}", free_port()), ErrorKind::Unreachable, Fault::ConnectionFailed),
        ("no-such-host.invalid".to_owned(), ErrorKind::Unreachable, Fault::HostUnknown),
        (format!("127.0.0.1:{}", silent.port), ErrorKind::Timeout, Fault::TimedOut),
    ] {
        let at = repository(&format!("git::ssh://git@{root}/r//index.yaml"));
        let monitor = Monitor::silent();
        let reload = chartroom::ops::Freshness::Reload;
        let error = chartroom::ops::fetch(&place.client, &at, reload, &monitor).await;
        let error = error.expect_err("nobody answers");
        assert_eq!((error.kind, error.fault), (kind, Some(fault)), "{error}");
        assert!(!error.hint.is_empty());
    }
}

#[tokio::test]
async fn a_cancelled_fetch_ends_at_once_and_so_does_its_ssh() {
    let place = Place::new();
    let silent = raw::Server::start("", Then::Hold).await;
    let at = repository(&format!("git::ssh://git@127.0.0.1:{}/r//index.yaml", silent.port));
    let monitor = Monitor::silent();
    let (client, canceller) = (place.client.clone(), monitor.clone());
    let fetching = tokio::spawn(async move {
        let reload = chartroom::ops::Freshness::Reload;
        chartroom::ops::fetch(&client, &at, reload, &monitor).await.map(|_| ())
    });
    let port = format!("-p\0{}\0", silent.port);
    wait_until(|| runs(&port)).await;
    let begun = Instant::now();
    canceller.cancel();
    let error = fetching.await.expect("no panic").expect_err("it was cancelled");
    assert_eq!(error.kind, ErrorKind::Cancelled);
    assert!(begun.elapsed() < Duration::from_millis(100), "{:?}", begun.elapsed());
    wait_until(|| !runs(&port)).await;
}

async fn wait_until(condition: impl Fn() -> bool) {
    let wait = async {
        while !condition() {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    };
    tokio::time::timeout(Duration::from_secs(10), wait).await.expect("it comes to be");
}

/// Whether a program runs that has these words on its command line.
fn runs(words: &str) -> bool {
    let processes = std::fs::read_dir("/proc").into_iter().flatten().flatten();
    processes
        .filter_map(|process| std::fs::read(process.path().join("cmdline")).ok())
        .any(|line| line.starts_with(b"ssh\0") && String::from_utf8_lossy(&line).contains(words))
}
