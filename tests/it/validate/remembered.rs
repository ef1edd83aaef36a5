//! What is told again without being looked at again, what is told while a validation runs, and how it goes on
//! after it was ended.

use std::fmt::Write as _;
use std::fs;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

use chartroom::error::ErrorKind;
use chartroom::model::digest::sha256;
use chartroom::model::{Diagnostic, Looked, Report};
use chartroom::monitor::{Monitor, Unit};
use chartroom::ops::{self, Batch, Remember, Request};
use tokio::sync::mpsc;

use super::{request, validated};
use crate::support::content::chart;
use crate::support::web::{Reply, Seen, Server};
use crate::support::{Place, holds};

const CHARTS: usize = 24;

/// Whether an index states the digests of its packages, and the server the tags of its files.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Says {
    Digests,
    Tags,
    Nothing,
}

fn name(number: usize) -> String {
    format!("chart-{number:02}-1.0.0.tgz")
}

fn package(number: usize) -> Vec<u8> {
    chart(&format!("chart-{number:02}"), "1.0.0")
}

fn index(says: Says) -> String {
    let mut text = String::from("apiVersion: v1\nentries:\n");
    for number in 0..CHARTS {
        let digest = match says {
            Says::Digests => format!("    digest: {}\n", sha256(&package(number))),
            _ => String::new(),
        };
        let _ = write!(
            text,
            "  chart-{number:02}:\n  - apiVersion: v2\n    name: chart-{number:02}\n    version: 1.0.0\n    \
             description: For tests\n{digest}    urls:\n    - {}\n",
            name(number)
        );
    }
    text
}

fn answer(asked: &Seen, says: Says) -> Reply {
    if asked.path == "/index.yaml" {
        return Reply::ok(index(says));
    }
    let Some(number) = (0..CHARTS).find(|number| asked.path == format!("/{}", name(*number)))
    else {
        return Reply::status(404);
    };
    match (says, asked.header("if-none-match")) {
        (Says::Tags, Some("\"1\"")) => Reply::status(304),
        (Says::Tags, _) => Reply::ok(package(number)).header("etag", "\"1\""),
        _ => Reply::ok(package(number)),
    }
}

async fn serving(says: Says) -> Server {
    Server::start(move |asked| answer(asked, says)).await
}

/// The paths that were asked for since the count, without the index.
fn packages_asked(server: &Server, since: usize) -> Vec<String> {
    let seen = server.seen().into_iter().skip(since).map(|seen| seen.path);
    seen.filter(|path| path != "/index.yaml").collect()
}

fn looked(judged: usize, remembered: usize) -> Looked {
    Looked { judged, remembered, ..Looked::default() }
}

/// Without what the two looks must differ in. Only cached findings count: packages in the cache would hide a request.
fn told(report: &Report) -> &[Diagnostic] {
    assert!(!report.diagnostics.is_empty(), "there is something to compare");
    &report.diagnostics
}

fn forget_packages(place: &Place) {
    let _ = fs::remove_dir_all(place.path().join("cache/packages"));
}

#[tokio::test]
async fn of_an_unchanged_repository_only_the_index_is_asked_for_again() {
    let server = serving(Says::Digests).await;
    let (place, request) = (Place::new(), request(server.url("/")));
    let first = validated(&place, &request).await;
    assert_eq!(first.packages, looked(CHARTS, 0));
    forget_packages(&place);
    let before = server.seen().len();
    let second = validated(&place, &request).await;
    assert_eq!(second.packages, looked(0, CHARTS));
    assert_eq!(told(&second), told(&first));
    let asked: Vec<String> = server.seen().into_iter().skip(before).map(|seen| seen.path).collect();
    assert_eq!(asked, ["/index.yaml"]);
}

#[tokio::test]
async fn where_the_index_states_no_digests_servers_are_asked_whether_packages_changed() {
    for (says, judged_again) in [(Says::Tags, false), (Says::Nothing, true)] {
        let server = serving(says).await;
        let (place, request) = (Place::new(), request(server.url("/")));
        let first = validated(&place, &request).await;
        let before = server.seen().len();
        let second = validated(&place, &request).await;
        assert_eq!(second.packages, looked(0, CHARTS), "the same bytes are not judged twice");
        assert_eq!(told(&second), told(&first));
        assert_eq!(packages_asked(&server, before).len(), CHARTS);
        let conditional = |seen: &Seen| seen.header("if-none-match").is_some();
        let asked = server.seen().into_iter().skip(before + 1).collect::<Vec<_>>();
        assert_eq!(asked.iter().all(conditional), !judged_again);
    }
}

#[tokio::test]
async fn a_package_that_changed_is_judged_again_and_its_entry_may_move() {
    let place = Place::new();
    let write = |lead: &str, second: &[u8]| {
        place.write("charts/one-1.0.0.tgz", chart("one", "1.0.0"));
        place.write("charts/two-1.0.0.tgz", second);
        let entry = |name: &str| {
            format!(
                "  {name}:\n  - apiVersion: v2\n    name: {name}\n    version: 1.0.0\n    \
                 description: For tests\n    digest: {}\n    urls: [{name}-1.0.0.tgz]\n",
                "f".repeat(64)
            )
        };
        let text = format!("{lead}apiVersion: v1\nentries:\n{}{}", entry("one"), entry("two"));
        place.write("charts/index.yaml", text);
    };
    let request = request(place.path().join("charts").display().to_string());
    let lines = |report: &Report| {
        let wrong = report.diagnostics.iter().filter(|found| found.rule.code == "PKG040");
        wrong.filter_map(|found| found.place.span).map(|span| span.line).collect::<Vec<_>>()
    };
    write("", &chart("two", "1.0.0"));
    let report = validated(&place, &request).await;
    assert_eq!((report.packages, lines(&report)), (looked(2, 0), vec![4, 11]));
    write("# moved\n", &chart("two", "1.0.1"));
    let report = validated(&place, &request).await;
    assert_eq!((report.packages, lines(&report)), (looked(1, 1), vec![5, 12]));
    assert!(report.diagnostics.iter().any(|found| found.rule.code == "PKG042"));
}

#[tokio::test]
async fn who_wants_nothing_remembered_has_everything_judged_and_nothing_noted() {
    let server = serving(Says::Digests).await;
    let place = Place::new();
    let fresh = Request { remember: Remember::Ignore, ..request(server.url("/")) };
    for _ in 0..2 {
        assert_eq!(validated(&place, &fresh).await.packages, looked(CHARTS, 0));
    }
    let usual = request(server.url("/"));
    assert_eq!(validated(&place, &usual).await.packages, looked(CHARTS, 0));
    assert_eq!(validated(&place, &fresh).await.packages, looked(CHARTS, 0));
}

#[tokio::test]
async fn only_who_wants_nothing_remembered_finds_out_that_a_package_was_taken_down() {
    let is_gone = Arc::new(AtomicBool::new(false));
    let gone = Arc::clone(&is_gone);
    let server = Server::start(move |asked| match asked.path.as_str() {
        "/index.yaml" => Reply::ok(index(Says::Digests)),
        _ if gone.load(Ordering::SeqCst) => Reply::status(404),
        _ => answer(asked, Says::Digests),
    })
    .await;
    let (place, request) = (Place::new(), request(server.url("/")));
    let missing = |report: &Report| {
        report.diagnostics.iter().filter(|found| found.rule.code == "TGT003").count()
    };
    assert_eq!(missing(&validated(&place, &request).await), 0);
    is_gone.store(true, Ordering::SeqCst);
    assert_eq!(missing(&validated(&place, &request).await), 0, "the index states the bytes");
    let fresh = Request { remember: Remember::Ignore, ..request };
    assert_eq!(missing(&validated(&place, &fresh).await), CHARTS);
}

#[tokio::test]
async fn notes_that_are_damaged_are_passed_over_and_tell_nothing_of_the_place() {
    let server = serving(Says::Digests).await;
    let (place, request) = (Place::new(), request(server.url("/?token=hunter2")));
    let first = validated(&place, &request).await;
    let cache = place.path().join("cache");
    for folder in ["judged", "indexes"] {
        for entry in fs::read_dir(cache.join(folder)).expect("it was written").flatten() {
            #[cfg(unix)]
            {
                use std::os::unix::fs::PermissionsExt;
                let mode = entry.metadata().expect("a file").permissions().mode();
                assert_eq!(mode & 0o777, 0o600, "{}", entry.path().display());
            }
            fs::write(entry.path(), "nonsense").expect("it can be damaged");
        }
    }
    assert!(!holds(&cache, "hunter2"));
    let second = validated(&place, &request).await;
    assert_eq!(second.packages, looked(CHARTS, 0));
    assert_eq!(told(&second), told(&first));
    assert_eq!(
        validated(&place, &request).await.packages,
        looked(0, CHARTS),
        "they are written anew"
    );
}

#[tokio::test]
async fn findings_are_told_while_a_validation_runs_and_all_are_in_the_report() {
    let server = serving(Says::Digests).await;
    let (place, request) = (Place::new(), request(server.url("/")));
    let (sender, mut batches) = mpsc::channel(1);
    let listening = async {
        let mut all: Vec<Batch> = Vec::new();
        while let Some(batch) = batches.recv().await {
            all.push(batch);
        }
        all
    };
    let validating = async {
        let monitor = Monitor::silent();
        let report = ops::validate_live(&place.client, &request, &monitor, &sender).await;
        drop(sender);
        report.expect("it can be looked at")
    };
    let (all, report) = tokio::join!(listening, validating);
    assert_eq!(all.first().map(|batch| (batch.done, batch.total)), Some((0, CHARTS)));
    assert_eq!(all.last().map(|batch| (batch.done, batch.total)), Some((CHARTS, CHARTS)));
    assert!(all.windows(2).all(|pair| pair[0].done <= pair[1].done));
    let mut told: Vec<String> = all
        .iter()
        .flat_map(|batch| &batch.diagnostics)
        .map(|found| format!("{} {}", found.place.file, found.rule.code))
        .collect();
    told.sort();
    let mut reported: Vec<String> = report
        .diagnostics
        .iter()
        .map(|found| format!("{} {}", found.place.file, found.rule.code))
        .collect();
    reported.sort();
    assert_eq!(told, reported);
}

#[tokio::test]
async fn a_validation_that_was_ended_goes_on_where_it_was() {
    let server = serving(Says::Digests).await;
    let (place, request) = (Place::new(), request(server.url("/")));
    let slot: Arc<Mutex<Option<Monitor>>> = Arc::default();
    let inner = Arc::clone(&slot);
    let monitor = Monitor::new(move |progress| {
        if progress.unit == Unit::Packages && progress.done == 10 {
            let monitor = inner.lock().expect("no panic").clone();
            monitor.expect("it is there before the first progress").cancel();
        }
    });
    *slot.lock().expect("no panic") = Some(monitor.clone());
    let error = ops::validate(&place.client, &request, &monitor).await.expect_err("it was ended");
    assert_eq!(error.kind, ErrorKind::Cancelled);
    let asked = packages_asked(&server, 0);
    assert!(asked.len() < CHARTS, "it went on to the end");
    forget_packages(&place);
    let before = server.seen().len();
    let report = validated(&place, &request).await;
    let rest = packages_asked(&server, before);
    assert!(report.packages.remembered >= 10, "{:?}", report.packages);
    assert!(rest.len() <= CHARTS - 10, "only the rest is fetched, not {}", rest.len());
    assert_eq!(report.packages.judged + report.packages.remembered, CHARTS);
}

#[tokio::test]
async fn of_one_host_few_packages_are_asked_for_at_once_however_many_validations_there_are() {
    let (now, most) = (Arc::new(AtomicUsize::new(0)), Arc::new(AtomicUsize::new(0)));
    let counts = (Arc::clone(&now), Arc::clone(&most));
    let count = move |request: axum::extract::Request| {
        let (now, most) = (Arc::clone(&counts.0), Arc::clone(&counts.1));
        async move {
            let path = request.uri().path().to_owned();
            let number = (0..CHARTS).find(|number| path == format!("/{}", name(*number)));
            let Some(number) = number else {
                let body = axum::body::Body::from(index(Says::Nothing).into_bytes());
                return axum::response::Response::new(body);
            };
            most.fetch_max(now.fetch_add(1, Ordering::SeqCst) + 1, Ordering::SeqCst);
            // Others get their turn while this one is being answered.
            for _ in 0..50 {
                tokio::task::yield_now().await;
            }
            now.fetch_sub(1, Ordering::SeqCst);
            axum::response::Response::new(axum::body::Body::from(package(number)))
        }
    };
    let server = Server::serve(axum::Router::new().fallback(count), Arc::default()).await;
    let place = Place::new();
    let (one, other) = (request(server.url("/")), request(server.url("/?another")));
    let (one, other) = tokio::join!(validated(&place, &one), validated(&place, &other));
    let judged = [one, other].map(|report| report.packages.judged + report.packages.remembered);
    assert_eq!(judged, [CHARTS; 2]);
    assert!((1..=4).contains(&most.load(Ordering::SeqCst)), "{most:?}");
}
