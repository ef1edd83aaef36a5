//! Proofs of the rules about targets that need servers, buckets, or the program itself.

use std::future::Future;
use std::process::Command;

use chartroom::model::location::S3Index;
use chartroom::model::{Credentials, Repository, RepositoryKind};
use chartroom::ops::{Request, Target};

use super::Proof;
use crate::support::content::{addons_index, chart, helm_index};
use crate::support::s3::{Store, with};
use crate::support::web::{Reply, Seen, Server};
use crate::support::{Place, repository};
use crate::validate::{codes, request, validated};

pub(super) const PROOFS: &[Proof] = &[
    Proof {
        rule: "TGT001",
        fails: || program("http://127.0.0.1:1/index.yaml"),
        passes: || program("sample://charts"),
    },
    Proof {
        rule: "TGT005",
        fails: || insisted(RepositoryKind::Addons),
        passes: || insisted(RepositoryKind::Helm),
    },
    Proof {
        rule: "TGT006",
        fails: || at_host("0.0.0.0", RepositoryKind::Addons),
        passes: || at_host("127.0.0.1", RepositoryKind::Addons),
    },
    Proof {
        rule: "TGT007",
        fails: || at_host("0.0.0.0", RepositoryKind::Helm),
        passes: || at_host("127.0.0.1", RepositoryKind::Helm),
    },
    Proof {
        rule: "TGT008",
        fails: || bucket_of_archives(b"no archive".to_vec()),
        passes: || bucket_of_archives(chart("queue", "1.0.0")),
    },
    Proof { rule: "TGT009", fails: || addon_in_bucket(true), passes: || addon_in_bucket(false) },
    Proof {
        rule: "TGT015",
        fails: || served(&Way { other_host: true, ..Way::default() }),
        passes: || served(&Way::default()),
    },
    Proof {
        rule: "TGT016",
        fails: || served(&Way { other_host: true, login: true, ..Way::default() }),
        passes: || served(&Way { login: true, ..Way::default() }),
    },
    Proof {
        rule: "TGT016",
        fails: || served(&Way { moved: true, login: true, ..Way::default() }),
        passes: || served(&Way { moved: true, ..Way::default() }),
    },
    Proof {
        rule: "TGT017",
        fails: || served(&Way { other_host: true, status: 401, ..Way::default() }),
        passes: || served(&Way { status: 401, ..Way::default() }),
    },
    Proof {
        rule: "TGT018",
        fails: || served(&Way { header: Some(("content-type", "text/plain")), ..Way::default() }),
        passes: || {
            served(&Way { header: Some(("content-type", "application/gzip")), ..Way::default() })
        },
    },
    Proof {
        rule: "TGT019",
        fails: || served(&Way { header: Some(("content-encoding", "gzip")), ..Way::default() }),
        passes: || {
            served(&Way { header: Some(("content-encoding", "identity")), ..Way::default() })
        },
    },
    Proof {
        rule: "TGT020",
        fails: || served(&Way { moved: true, ..Way::default() }),
        passes: || served(&Way::default()),
    },
];

fn told(work: impl Future<Output = Vec<&'static str>>) -> Vec<String> {
    let runtime = tokio::runtime::Runtime::new().expect("a runtime");
    runtime.block_on(work).into_iter().map(str::to_owned).collect()
}

async fn codes_of(place: &Place, repository: Repository) -> Vec<&'static str> {
    let request = Request::of(Target::Registered(Box::new(repository)));
    codes(&validated(place, &request).await)
}

/// The only face that reports on what could not be reached at all is the command line's JSON.
fn program(target: &str) -> Vec<String> {
    let place = Place::new();
    let mut command = Command::new(env!("CARGO_BIN_EXE_chartroom"));
    command.args(["validate", target, "--format", "json", "--depth", "index"]).env_clear();
    for name in ["HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME"] {
        command.env(name, place.path());
    }
    let output = command.output().expect("the program starts");
    let text = String::from_utf8_lossy(&output.stdout);
    assert!(text.contains("\"diagnostics\""), "a report: {text}");
    text.split('"').filter(|word| *word == "TGT001").map(str::to_owned).collect()
}

fn insisted(kind: RepositoryKind) -> Vec<String> {
    told(async {
        let place = Place::new();
        let path = place.write("index.yaml", helm_index("redis-1.2.3.tgz"));
        let request = Request { kind: Some(kind), ..request(path.display().to_string()) };
        codes(&validated(&place, &request).await)
    })
}

/// An index over plain http. `0.0.0.0` leads to this machine, and is no name of it.
fn at_host(host: &'static str, kind: RepositoryKind) -> Vec<String> {
    told(async {
        let server = Server::start(move |_| {
            Reply::ok(match kind {
                RepositoryKind::Helm => helm_index("redis-1.2.3.tgz"),
                RepositoryKind::Addons => addons_index("redis", "0.0.3"),
            })
        })
        .await;
        let place = Place::new();
        let target = format!("http://{host}:{}/index.yaml", server.port);
        codes(&validated(&place, &request(target)).await)
    })
}

fn bucket_of_archives(second: Vec<u8>) -> Vec<String> {
    told(async move {
        let (store, place) = (Store::start().await, Place::new());
        store.put("helm/redis-1.0.0.tgz", chart("redis", "1.0.0"));
        store.put("helm/queue-1.0.0.tgz", second);
        let repository =
            with(&store.repository("helm/index.yaml"), |place| place.index = S3Index::Archives);
        codes_of(&place, repository).await
    })
}

fn addon_in_bucket(is_archive: bool) -> Vec<String> {
    told(async move {
        let (store, place) = (Store::start().await, Place::new());
        store.put("addons/index.yaml", addons_index("redis", "0.0.3"));
        let meta = place.write("redis-0.0.3/meta.yaml", "name: redis\nversion: 0.0.3\n");
        if is_archive {
            let folder = meta.parent().expect("a folder");
            let bytes = crate::support::content::archive_of(folder);
            store.put("addons/redis-0.0.3.tgz", bytes);
        } else {
            store.put("addons/redis-0.0.3/meta.yaml", "name: redis\nversion: 0.0.3\n");
        }
        let mut repository = store.repository("addons/index.yaml");
        repository.kind = Some(RepositoryKind::Addons);
        codes_of(&place, repository).await
    })
}

/// How a repository of one chart is served.
#[derive(Clone, Default)]
struct Way {
    /// The package lies on another host than the index.
    other_host: bool,
    /// The index is redirected to another host.
    moved: bool,
    /// The repository has a login.
    login: bool,
    /// What the package is answered with, if not 200.
    status: u16,
    /// A header of that answer.
    header: Option<(&'static str, &'static str)>,
}

/// The other host is this machine by its other name.
fn elsewhere(asked: &Seen, path: &str) -> Option<String> {
    let port = asked.header("host")?.strip_prefix("127.0.0.1:")?;
    Some(format!("http://localhost:{port}{path}"))
}

fn answer(asked: &Seen, way: &Way) -> Reply {
    match asked.path.as_str() {
        "/index.yaml" => match elsewhere(asked, "/index.yaml") {
            Some(there) if way.moved => Reply::redirect(there),
            there => {
                let package = there.filter(|_| way.other_host);
                let package = package.map(|there| there.replace("index.yaml", "redis-1.2.3.tgz"));
                Reply::ok(helm_index(package.as_deref().unwrap_or("redis-1.2.3.tgz")))
            }
        },
        _ if way.status != 0 => Reply::status(way.status),
        _ => {
            let reply = Reply::ok(chart("redis", "1.2.3"));
            way.header.iter().fold(reply, |reply, (name, value)| reply.header(name, *value))
        }
    }
}

fn served(way: &Way) -> Vec<String> {
    let way = way.clone();
    told(async {
        let login = way.login;
        let server = Server::start(move |asked| answer(asked, &way)).await;
        let place = Place::new();
        let mut repository = repository(&server.url("/index.yaml"));
        if login {
            repository.credentials = Some(Credentials::login("alice", "hunter2"));
        }
        codes_of(&place, repository).await
    })
}
