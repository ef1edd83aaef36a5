//! The check before a repository is saved: steps in order, each with its outcome.

use std::sync::Mutex;

use chartroom::model::{Credentials, RepositoryKind, Secret};
use chartroom::monitor::Monitor;
use chartroom::ops::{Draft, Probe, StepName, StepState, probe};

use crate::support::Place;
use crate::support::content::{addons_index, helm_index};
use crate::support::tls::{self, Fault};
use crate::support::web::{Reply, Server};

async fn run(place: &Place, location: &str) -> Probe {
    let draft = Draft { location: location.to_owned(), ..Draft::default() };
    probe(&place.client, &draft, &|_| (), &Monitor::silent()).await
}

/// `P` passed, `W` warned, `F` failed, `-` skipped.
fn states(probe: &Probe) -> String {
    assert_eq!(probe.steps.iter().map(|step| step.name).collect::<Vec<_>>(), StepName::ALL);
    let letter = |state| match state {
        StepState::Running => 'R',
        StepState::Passed => 'P',
        StepState::Warned => 'W',
        StepState::Failed => 'F',
        StepState::Skipped => '-',
    };
    probe.steps.iter().map(|step| letter(step.state)).collect()
}

fn detail(probe: &Probe, name: StepName) -> &str {
    let step = probe.steps.iter().find(|step| step.name == name);
    step.map(|step| step.detail.as_str()).unwrap_or_default()
}

#[tokio::test]
async fn a_good_repository_passes_every_step_that_it_needs() {
    let server = Server::start(|_| {
        Reply::ok(addons_index("redis", "0.0.3")).header("content-type", "text/yaml")
    })
    .await;
    let place = Place::new();
    let told = Mutex::new(Vec::new());
    let draft = Draft { location: server.url("/addons"), ..Draft::default() };
    let on_step = |step: chartroom::ops::Step| told.lock().unwrap().push((step.name, step.state));
    let probe = probe(&place.client, &draft, &on_step, &Monitor::silent()).await;
    assert!(probe.passed());
    assert!(states(&probe).starts_with("PP-PPP"), "{}", states(&probe));
    assert_eq!(detail(&probe, StepName::Connect), format!("127.0.0.1:{}", server.port));
    assert_eq!(detail(&probe, StepName::Response), "200 OK, HTTP/1.1, text/yaml");
    assert_eq!(detail(&probe, StepName::Parse), "addons: 1 addon, 1 version");
    let told = told.into_inner().unwrap();
    assert_eq!(told[0], (StepName::Location, StepState::Running));
    assert_eq!(told[1], (StepName::Location, StepState::Passed));
    assert!(
        probe.steps.iter().all(|step| (step.state == StepState::Skipped) == step.elapsed.is_none())
    );
    assert!(!place.path().join("cache/indexes").exists(), "a check keeps nothing");
}

#[tokio::test]
async fn tls_shows_whose_certificate_it_is_or_why_not() {
    let server = tls::Server::start(Fault::None, &helm_index("a.tgz")).await;
    let probe = run(&Place::new(), &server.url("/")).await;
    assert_eq!(states(&probe), "PPF----");
    assert!(detail(&probe, StepName::Tls).contains("does not know"));
    let root = server.root.clone();
    let place = Place::with(|settings| {
        let path = settings.cache.with_extension("pem");
        std::fs::write(&path, root).unwrap();
        settings.extra_roots.push(path);
    });
    let probe = run(&place, &server.url("/")).await;
    let tls = detail(&probe, StepName::Tls);
    assert!(tls.starts_with("CN localhost, signed by Test authority, "), "{tls}");
    assert!(tls.contains(" days left, TLS 1.3"), "{tls}");
    assert!(probe.passed());
}

#[tokio::test]
async fn the_step_that_fails_says_so_and_later_ones_are_not_reached() {
    let place = Place::new();
    let missing = Server::start(|_| Reply::status(404)).await;
    let page = Server::start(|_| Reply::ok("<html>")).await;
    let refused = Server::start(|_| Reply::ok("apiVersion: v1\nentries: []\ngenerated: x\n")).await;
    for (location, expected) in [
        ("example.com/charts".to_owned(), "F------"),
        ("http://127.0.0.1:1/".to_owned(), "PF-----"),
        (missing.url("/"), "PP-F---"),
        (page.url("/"), "PP-PF--"),
        (refused.url("/"), "PP-PPFW"),
        ("/nowhere/at/all".to_owned(), "P---F--"),
    ] {
        let probe = run(&place, &location).await;
        assert_eq!(states(&probe), expected, "{location}");
        assert!(!probe.passed());
        let failed = probe.steps.iter().find(|step| step.state == StepState::Failed).unwrap();
        assert!(!failed.detail.is_empty() && !failed.hint.is_empty(), "{failed:?}");
    }
    let probe = run(&place, "example.com/charts").await;
    assert!(probe.steps[0].hint.contains("https://example.com/charts"));
}

#[tokio::test]
async fn typed_credentials_are_used_and_another_kind_is_told() {
    let server = Server::start(|asked| match asked.header("authorization") {
        Some("Basic YWxpY2U6aHVudGVyMg==") => Reply::ok(helm_index("a.tgz")),
        _ => Reply::status(401),
    })
    .await;
    let place = Place::new();
    let mut draft = Draft {
        location: server.url("/"),
        kind: Some(RepositoryKind::Addons),
        credentials: Credentials::login("alice", "hunter2"),
        ..Draft::default()
    };
    let found = probe(&place.client, &draft, &|_| (), &Monitor::silent()).await;
    assert_eq!(states(&found).chars().nth(5), Some('W'), "{:?}", found.steps);
    draft.credentials.password = Secret::from("wrong");
    let found = probe(&place.client, &draft, &|_| (), &Monitor::silent()).await;
    assert_eq!(states(&found), "PP-F---");
}

#[tokio::test]
async fn a_folder_needs_no_network_and_shows_its_other_indexes() {
    let place = Place::new();
    place.write("addons/index.yaml", addons_index("redis", "0.0.3"));
    place.write("addons/index-2.yaml", addons_index("mysql", "0.0.1"));
    let probe = run(&place, &place.path().join("addons").display().to_string()).await;
    assert!(states(&probe).starts_with("P---PP"), "{:?}", probe.steps);
    assert_eq!(probe.siblings, ["index-2.yaml"]);
    let sample = run(&place, "sample://charts").await;
    assert!(sample.passed(), "{:?}", sample.steps);
}

#[tokio::test]
async fn a_cancelled_check_ends_with_its_step() {
    let place = Place::new();
    let monitor = Monitor::silent();
    monitor.cancel();
    let draft = Draft { location: "http://127.0.0.1:1/".to_owned(), ..Draft::default() };
    let found = probe(&place.client, &draft, &|_| (), &monitor).await;
    assert_eq!(states(&found), "PF-----");
    assert_eq!(detail(&found, StepName::Connect), "cancelled");
}
