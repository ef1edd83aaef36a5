//! Fetches of Git repositories over wires that count, are cut, or fall silent: by every way that there is.

use std::path::Path;
use std::time::{Duration, Instant};

use chartroom::error::ErrorKind;
use chartroom::model::{Fault, Repository};
use chartroom::monitor::{Monitor, Unit};
use chartroom::ops::{Freshness, fetch};
use chartroom::source::trust_host_key;

use crate::support::repositories::{Depths, Fixture, every_ref_is_found, version};
use crate::support::wire::Wire;
use crate::support::{Place, git, repository, ssh, tls, web};

/// Nothing is silent for so long, however busy the machine is.
const PATIENT: Duration = Duration::from_secs(30);

/// The server behind a wire.
#[expect(dead_code, reason = "servers live as long as somebody holds them")]
enum Behind {
    Web(web::Server),
    Daemon(git::Daemon),
    Ssh(ssh::Server),
}

/// A repository at the end of a wire.
struct Line {
    fixture: Fixture,
    behind: Behind,
    wire: Wire,
}

impl Line {
    /// Does the same on a line for each way that there is here, at once; a line is given up after that much silence.
    async fn each(silence: Duration, walk: impl AsyncFn(Self)) {
        let lines = Self::all_heard_for(silence).await;
        futures_util::future::join_all(lines.into_iter().map(|line| walk(line))).await;
    }

    /// A line for each way that there is here, given up after that much silence.
    async fn all_heard_for(silence: Duration) -> Vec<Self> {
        let mut lines = Vec::new();
        for way in ["http", "git", "ssh"] {
            let patient = |settings: &mut chartroom::source::Settings| {
                settings.read_timeout = silence;
                settings.connect_timeout = Duration::from_secs(2);
            };
            let fixture = Fixture::at(Place::with(patient));
            let (behind, port) = match way {
                "http" => {
                    let server = git::serve(fixture.served(), None).await;
                    let port = server.port;
                    (Behind::Web(server), port)
                }
                "git" => {
                    let daemon = git::Daemon::start(fixture.served());
                    let port = daemon.port;
                    (Behind::Daemon(daemon), port)
                }
                _ => {
                    let Some(server) = ssh::Server::start() else { continue };
                    let port = server.port;
                    (Behind::Ssh(server), port)
                }
            };
            let line = Self { fixture, behind, wire: Wire::to(port).await };
            line.trust();
            lines.push(line);
        }
        lines
    }

    fn trust(&self) {
        if let Behind::Ssh(server) = &self.behind {
            let mut key = server.host_key();
            key.port = self.wire.port;
            trust_host_key(&self.fixture.place.client, &key).expect("a sound key");
        }
    }

    fn name(&self) -> &'static str {
        match &self.behind {
            Behind::Web(_) => "http",
            Behind::Daemon(_) => "git",
            Behind::Ssh(_) => "ssh",
        }
    }

    fn at(&self, query: &str) -> Repository {
        let port = self.wire.port;
        let full = self.fixture.repository.path.display().to_string();
        match &self.behind {
            Behind::Web(_) => repository(&format!(
                "git::http://127.0.0.1:{port}/addons//addons/index.yaml{query}"
            )),
            Behind::Daemon(_) => {
                repository(&format!("git::git://127.0.0.1:{port}/addons//addons/index.yaml{query}"))
            }
            Behind::Ssh(server) => {
                let url = server
                    .url(Path::new(&full))
                    .replace(&format!(":{}/", server.port), &format!(":{port}/"));
                let mut found = repository(&format!("git::{url}//addons/index.yaml{query}"));
                found.access.ssh_key_file = Some(server.path("user"));
                found
            }
        }
    }
}

#[tokio::test]
async fn a_repository_is_read_at_any_ref_by_gits_own_server() {
    let fixture = Fixture::create();
    let daemon = git::Daemon::start(fixture.served());
    let root = format!("git::{}", daemon.url("/addons"));
    every_ref_is_found(&fixture, (&root, Depths::All), repository).await;
    git::Repository::create(&fixture.served().join("empty"));
    for (name, fault) in [("nothing", Fault::RepositoryMissing), ("empty", Fault::RepositoryEmpty)]
    {
        let url = daemon.url(&format!("/{name}//index.yaml"));
        let error = fixture.fetch(&format!("git::{url}")).await.expect_err("there is nothing");
        assert_eq!((error.kind, error.fault), (ErrorKind::NotFound, Some(fault)), "{error}");
    }
}

#[tokio::test]
async fn a_private_repository_is_read_over_tls_of_a_company() {
    let fixture = Fixture::create();
    let server = git::serve(fixture.served(), Some(("alice", "hunter2"))).await;
    let (acceptor, authority) = tls::acceptor();
    let wire = Wire::secured(server.port, acceptor).await;
    let file = fixture.place.write("authority.pem", authority);
    let at = |login: &str| {
        let mut found = repository(&format!(
            "git::https://{login}localhost:{}/addons//addons/index.yaml",
            wire.port
        ));
        found.access.ca_file = Some(file.clone());
        found
    };
    let fetched = fixture.fetch_from(&at("alice:hunter2@")).await.expect("the right password");
    assert_eq!(version(&fetched), "0.0.3");
    for (login, fault) in [("", Fault::Unauthorized), ("alice:wrong@", Fault::Unauthorized)] {
        let error = fixture.fetch_from(&at(login)).await.expect_err("the wrong password");
        assert_eq!((error.kind, error.fault), (ErrorKind::Unauthorized, Some(fault)), "{error}");
    }
    let mut stranger = at("alice:hunter2@");
    stranger.access.ca_file = None;
    let error = fixture.fetch_from(&stranger).await.expect_err("an unknown authority");
    assert_eq!(error.kind, ErrorKind::Untrusted, "{error}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_second_fetch_transfers_only_what_is_new() {
    Line::each(PATIENT, async |line| {
        line.fixture.grow(200_000, "1.0.0");
        let fetched = line.fixture.fetch_from(&line.at("")).await.expect("the first fetch");
        assert_eq!(version(&fetched), "1.0.0");
        let first = line.wire.passed();
        assert!(first > 200_000, "{}: {first}", line.name());
        assert!(line.fixture.fetch_from(&line.at("")).await.expect("the second fetch").unchanged);
        let second = line.wire.passed() - first;
        assert!(second < 20_000, "{}: {second}", line.name());
        line.fixture
            .repository
            .write("addons/index.yaml", crate::support::content::addons_index("redis", "1.0.1"));
        line.fixture.repository.commit("small");
        let before = line.wire.passed();
        let fetched = line.fixture.fetch_from(&line.at("")).await.expect("the third fetch");
        assert_eq!(version(&fetched), "1.0.1");
        let third = line.wire.passed() - before;
        assert!(third < 20_000, "{}: {third}", line.name());
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn another_depth_deepens_the_same_copy() {
    Line::each(PATIENT, async |line| {
        line.fixture.grow(200_000, "1.0.0");
        assert!(line.fixture.fetch_from(&line.at("?depth=1")).await.is_ok());
        let first = line.wire.passed();
        for query in ["?depth=3", "?depth=1000", "?depth=2", ""] {
            let fetched = line.fixture.fetch_from(&line.at(query)).await.expect("a good depth");
            assert_eq!(version(&fetched), "1.0.0");
        }
        let more = line.wire.passed() - first;
        assert!(more < 100_000, "{}: {more}", line.name());
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_wire_that_is_cut_in_the_middle_loses_nothing() {
    Line::each(PATIENT, async |line| {
        let name = line.name();
        assert!(line.fixture.fetch_from(&line.at("")).await.is_ok(), "{name}");
        line.fixture.grow(1_000_000, "1.0.0");
        line.wire.cut_after(300_000);
        let error = line.fixture.fetch_from(&line.at("")).await.expect_err("it was cut");
        assert!(
            matches!(error.kind, ErrorKind::Unreachable | ErrorKind::Malformed),
            "{name}: {error}"
        );
        assert!(error.message.contains("cut off after"), "{name}: {error}");
        let client = &line.fixture.place.client;
        let kept = fetch(client, &line.at(""), Freshness::Cached, &Monitor::silent()).await;
        assert_eq!(version(&kept.expect("the last good index")), "0.0.3", "{name}");
        line.wire.mend();
        let fetched = line.fixture.fetch_from(&line.at("")).await.expect("the wire is whole again");
        assert_eq!(version(&fetched), "1.0.0", "{name}");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_wire_that_falls_silent_is_left_after_the_timeout_and_then_tried_again() {
    Line::each(Duration::from_secs(1), async |line| {
        let name = line.name();
        line.fixture.grow(1_000_000, "1.0.0");
        for bytes in [0, 300_000] {
            line.wire.hold_after(bytes);
            let begun = Instant::now();
            let error = line.fixture.fetch_from(&line.at("")).await.expect_err("it is silent");
            assert_eq!(error.kind, ErrorKind::Timeout, "{name} after {bytes}: {error}");
            assert!(begun.elapsed() < Duration::from_secs(20), "{name}: {:?}", begun.elapsed());
        }
        line.wire.mend();
        assert!(line.fixture.fetch_from(&line.at("")).await.is_ok(), "{name}");
    })
    .await;
}

#[tokio::test]
async fn a_fetch_is_cancelled_at_once_and_the_next_one_need_not_wait() {
    // So long nobody waits here: whatever the cancel does not end keeps the place for all who come after.
    let forever = Duration::from_mins(10);
    for line in Line::all_heard_for(forever).await {
        let name = line.name();
        line.fixture.grow(1_000_000, "1.0.0");
        line.wire.hold_after(300_000);
        let (sender, mut bytes) = tokio::sync::mpsc::unbounded_channel();
        let monitor = Monitor::new(move |progress| {
            if progress.unit == Unit::Bytes && progress.done > 0 {
                // Nobody may listen any more.
                let _ = sender.send(progress);
            }
        });
        let (client, at) = (line.fixture.place.client.clone(), line.at(""));
        let (canceller, watched) = (monitor.clone(), at.clone());
        let fetching = tokio::spawn(async move {
            fetch(&client, &watched, Freshness::Reload, &monitor).await.map(|_| ())
        });
        let told = bytes.recv().await.expect("bytes are told");
        assert!(told.phase.contains("objects"), "{name}: {told:?}");
        let begun = Instant::now();
        canceller.cancel();
        let error = fetching.await.expect("no panic").expect_err("it was cancelled");
        assert_eq!(error.kind, ErrorKind::Cancelled, "{name}: {error}");
        assert!(begun.elapsed() < Duration::from_millis(100), "{name}: {:?}", begun.elapsed());
        line.wire.mend();
        // A busy machine may need many seconds for the fetch itself.
        let next = tokio::time::timeout(forever / 4, line.fixture.fetch_from(&at)).await;
        assert!(next.is_ok_and(|outcome| outcome.is_ok()), "{name}: the place is still taken");
    }
}
