//! Indexes: conditional requests, compression, redirects, the cache.

use std::io::Write;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use chartroom::error::ErrorKind;
use chartroom::model::RepositoryKind;
use chartroom::monitor::Monitor;
use chartroom::ops::{Freshness, fetch};

use crate::support::content::{addons_index, helm_index};
use crate::support::web::{Reply, Server};
use crate::support::{Place, holds, repository};

#[tokio::test]
async fn the_second_question_is_conditional_and_the_answer_may_be_unchanged() {
    let server = Server::start(|asked| match asked.header("if-none-match") {
        Some("\"7\"") => Reply::status(304),
        _ => Reply::ok(helm_index("redis-1.2.3.tgz")).header("etag", "\"7\""),
    })
    .await;
    let (place, monitor) = (Place::new(), Monitor::silent());
    let repository = repository(&server.url("/charts"));
    let first = fetch(&place.client, &repository, Freshness::Revalidate, &monitor).await.unwrap();
    assert_eq!(first.catalog.kind, RepositoryKind::Helm);
    assert_eq!(first.catalog.entries[0].name, "redis");
    assert!(!first.unchanged);
    let second = fetch(&place.client, &repository, Freshness::Revalidate, &monitor).await.unwrap();
    assert!(second.unchanged && second.fetched >= first.fetched);
    assert_eq!(second.catalog, first.catalog);
    let third = fetch(&place.client, &repository, Freshness::Reload, &monitor).await.unwrap();
    assert_eq!(third.catalog, first.catalog);
    let conditions: Vec<bool> =
        server.seen().iter().map(|seen| seen.headers.contains_key("if-none-match")).collect();
    assert_eq!(conditions, [false, true, false]);
    assert_eq!(server.seen()[0].path, "/charts/index.yaml");
}

#[tokio::test]
async fn the_cache_answers_without_the_network_and_survives_a_failed_refresh() {
    let broken = Arc::new(AtomicUsize::new(0));
    let state = Arc::clone(&broken);
    let server = Server::start(move |_| match state.load(Ordering::SeqCst) {
        0 => Reply::ok(helm_index("a.tgz")),
        _ => Reply::status(404),
    })
    .await;
    let (place, monitor) = (Place::new(), Monitor::silent());
    let repository = repository(&server.url("/"));
    let nothing = fetch(&place.client, &repository, Freshness::Cached, &monitor).await.unwrap_err();
    assert_eq!(nothing.kind, ErrorKind::NotFound);
    let first = fetch(&place.client, &repository, Freshness::Revalidate, &monitor).await.unwrap();
    broken.store(1, Ordering::SeqCst);
    let error = fetch(&place.client, &repository, Freshness::Reload, &monitor).await.unwrap_err();
    assert_eq!(error.kind, ErrorKind::NotFound);
    let asked = server.seen().len();
    let cached = fetch(&place.client, &repository, Freshness::Cached, &monitor).await.unwrap();
    assert_eq!(cached.catalog, first.catalog);
    assert_eq!(cached.fetched, first.fetched);
    assert_eq!(server.seen().len(), asked, "the cache asks nobody");
}

#[tokio::test]
async fn a_refused_index_leaves_the_last_good_catalog_and_tells_its_own_faults() {
    let turn = Arc::new(AtomicUsize::new(0));
    let state = Arc::clone(&turn);
    let server = Server::start(move |_| match state.load(Ordering::SeqCst) {
        0 => Reply::ok(helm_index("a.tgz")),
        _ => Reply::ok(helm_index("a.tgz").replace("version: 1.2.3", "version: 1.0")),
    })
    .await;
    let (place, monitor) = (Place::new(), Monitor::silent());
    let repository = repository(&server.url("/"));
    let good = fetch(&place.client, &repository, Freshness::Revalidate, &monitor).await.unwrap();
    assert_eq!(good.refused, None);
    turn.store(1, Ordering::SeqCst);
    for _ in 0..2 {
        let bad = fetch(&place.client, &repository, Freshness::Revalidate, &monitor).await.unwrap();
        assert!(bad.refused.is_some() && !bad.diagnostics.is_empty());
        assert_eq!(bad.catalog, good.catalog);
        assert!(bad.index.text.contains("version: 1.0\n"), "excerpts are of the newest text");
    }
    let cached = fetch(&place.client, &repository, Freshness::Cached, &monitor).await.unwrap();
    assert_eq!(cached.catalog, good.catalog);
    let why = cached.refused.expect("the last look is remembered").summary;
    assert!(why.starts_with("the index is refused: "), "{why}");
    turn.store(0, Ordering::SeqCst);
    fetch(&place.client, &repository, Freshness::Revalidate, &monitor).await.unwrap();
    let cached = fetch(&place.client, &repository, Freshness::Cached, &monitor).await.unwrap();
    assert_eq!(cached.refused, None);
}

#[tokio::test]
async fn a_compressed_index_is_inflated() {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    encoder.write_all(addons_index("redis", "0.0.3").as_bytes()).unwrap();
    let body = encoder.finish().unwrap();
    let server =
        Server::start(move |_| Reply::ok(body.clone()).header("content-encoding", "gzip")).await;
    let place = Place::new();
    let repository = repository(&server.url("/index-2.yaml"));
    let fetched =
        fetch(&place.client, &repository, Freshness::Reload, &Monitor::silent()).await.unwrap();
    assert_eq!(fetched.catalog.kind, RepositoryKind::Addons);
    assert_eq!(fetched.index.name, "index-2.yaml");
    assert_eq!(server.seen()[0].header("accept-encoding"), Some("gzip"));
}

#[tokio::test]
async fn redirects_are_followed_and_circles_end() {
    let server = Server::start(|asked| match asked.path.as_str() {
        "/old/index.yaml" => Reply::redirect("/new/index.yaml"),
        "/new/index.yaml" => Reply::ok(helm_index("a.tgz")),
        _ => Reply::redirect(&asked.path),
    })
    .await;
    let (place, monitor) = (Place::new(), Monitor::silent());
    let good = repository(&server.url("/old"));
    assert!(fetch(&place.client, &good, Freshness::Reload, &monitor).await.is_ok());
    let circle = repository(&server.url("/circle"));
    let error = fetch(&place.client, &circle, Freshness::Reload, &monitor).await.unwrap_err();
    assert_eq!(error.kind, ErrorKind::Malformed);
    assert!(error.message.contains("circles"), "{error}");
    let endless = Server::start(|asked| Reply::redirect(format!("{}x", asked.path))).await;
    let circle = repository(&endless.url("/i.yaml"));
    let error = fetch(&place.client, &circle, Freshness::Reload, &monitor).await.unwrap_err();
    assert!(error.message.contains("11 redirects"), "{error}");
    assert_eq!(endless.seen().len(), 11);
}

#[tokio::test]
async fn credentials_go_to_their_own_host_and_port_only() {
    let other = Server::start(|_| Reply::ok(helm_index("a.tgz"))).await;
    let target = other.url("/index.yaml");
    let server = Server::start(move |asked| match asked.path.as_str() {
        "/away/index.yaml" => Reply::redirect(&target),
        _ => Reply::ok(helm_index("a.tgz")),
    })
    .await;
    let (place, monitor) = (Place::new(), Monitor::silent());
    for path in ["/here", "/away"] {
        let location = server.url(path).replace("http://", "http://alice:hunter2@");
        let repository = repository(&location);
        assert!(fetch(&place.client, &repository, Freshness::Reload, &monitor).await.is_ok());
    }
    let basic = Some("Basic YWxpY2U6aHVudGVyMg==");
    assert!(server.seen().iter().all(|seen| seen.header("authorization") == basic));
    assert_eq!(other.seen().len(), 1);
    assert_eq!(other.seen()[0].header("authorization"), None);
    assert!(!holds(place.path(), "hunter2"), "no secret in the cache");
}

#[tokio::test]
async fn a_failure_that_may_pass_is_tried_again_and_others_are_not() {
    for (status, times) in [(503, 3), (502, 3), (504, 3), (500, 1), (404, 1)] {
        let server = Server::start(move |_| Reply::status(status)).await;
        let place = Place::new();
        let repository = repository(&server.url("/"));
        let outcome =
            fetch(&place.client, &repository, Freshness::Reload, &Monitor::silent()).await;
        assert!(outcome.is_err());
        assert_eq!(server.seen().len(), times, "{status}");
    }
    let count = AtomicUsize::new(0);
    let server = Server::start(move |_| match count.fetch_add(1, Ordering::SeqCst) {
        0 | 1 => Reply::status(503),
        _ => Reply::ok(helm_index("a.tgz")),
    })
    .await;
    let repository = repository(&server.url("/"));
    let place = Place::new();
    assert!(fetch(&place.client, &repository, Freshness::Reload, &Monitor::silent()).await.is_ok());
}

#[tokio::test]
async fn folders_and_samples_are_read_without_any_server() {
    let (place, monitor) = (Place::new(), Monitor::silent());
    let index = place.write("charts/index.yaml", helm_index("redis-1.2.3.tgz"));
    let repository_at = repository(&index.display().to_string());
    let first =
        fetch(&place.client, &repository_at, Freshness::Revalidate, &monitor).await.unwrap();
    assert!(!first.unchanged);
    let second =
        fetch(&place.client, &repository_at, Freshness::Revalidate, &monitor).await.unwrap();
    assert!(second.unchanged);
    let missing = repository(&place.path().join("nowhere").display().to_string());
    let error = fetch(&place.client, &missing, Freshness::Reload, &monitor).await.unwrap_err();
    assert_eq!(error.kind, ErrorKind::NotFound);
    for (name, kind) in [("charts", RepositoryKind::Helm), ("addons", RepositoryKind::Addons)] {
        let sample = repository(&format!("sample://{name}"));
        let fetched = fetch(&place.client, &sample, Freshness::Cached, &monitor).await.unwrap();
        assert_eq!(fetched.catalog.kind, kind);
        assert!(!fetched.catalog.entries.is_empty());
    }
}
