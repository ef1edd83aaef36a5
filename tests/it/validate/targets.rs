//! What a text may mean, and what happens to packages on the way.

use std::io::Write as _;
use std::path::Path;
use std::sync::{Arc, Mutex};

use chartroom::error::ErrorKind;
use chartroom::model::digest::sha256;
use chartroom::model::{Report, RepositoryKind};
use chartroom::monitor::{Monitor, Progress, Unit};
use chartroom::ops::{self, Depth, Request};
use flate2::Compression;
use flate2::write::GzEncoder;

use super::{codes, fixture, request, validated};
use crate::support::Place;
use crate::support::content::addons_index;
use crate::support::git;
use crate::support::web::{Reply, Server};

/// An archive of a folder of fixtures, below `root` (which may be empty).
fn packed(folder: &Path, root: &str) -> Vec<u8> {
    let mut archive = tar::Builder::new(GzEncoder::new(Vec::new(), Compression::fast()));
    let name = if root.is_empty() { "." } else { root };
    archive.append_dir_all(name, folder).expect("the folder is there");
    let mut encoder = archive.into_inner().expect("memory takes all");
    encoder.flush().expect("memory takes all");
    encoder.finish().expect("memory takes all")
}

async fn report(target: impl Into<String>) -> Report {
    validated(&Place::new(), &request(target)).await
}

fn text(path: &Path) -> String {
    path.display().to_string()
}

#[tokio::test]
async fn an_unpacked_addon_is_told_by_its_folder_or_its_metadata() {
    for name in ["addons/mail-1.0.0", "addons/mail-1.0.0/meta.yaml"] {
        let report = report(text(&fixture(name))).await;
        assert_eq!(report.kind, Some(RepositoryKind::Addons), "{name}");
        assert_eq!(codes(&report), ["ADD063", "ADD070"], "{name}");
        assert_eq!((report.entries, report.versions), (1, 1));
    }
}

#[tokio::test]
async fn an_unpacked_chart_is_told_by_its_chart_yaml() {
    let report = report(text(&fixture("addons/queue-1.0.0/chart/queue"))).await;
    assert_eq!(report.kind, Some(RepositoryKind::Helm));
    assert_eq!(codes(&report), ["CHT021"]);
}

#[tokio::test]
async fn packages_are_told_apart_by_what_is_in_them() {
    let place = Place::new();
    let addon = fixture("addons/mail-1.0.0");
    let chart = fixture("addons/queue-1.0.0/chart/queue");
    for (bytes, kind, expected) in [
        (packed(&addon, ""), Some(RepositoryKind::Addons), &["ADD063", "ADD070"][..]),
        (packed(&addon, "mail"), Some(RepositoryKind::Addons), &["ADD020"]),
        (packed(&chart, "queue"), Some(RepositoryKind::Helm), &["CHT021"]),
        (packed(&chart.join("templates"), "x"), None, &["TGT002"]),
        (b"<html>sign in</html>".to_vec(), None, &["PKG002"]),
    ] {
        let path = place.write("some.tgz", bytes);
        let report = validated(&place, &request(text(&path))).await;
        assert_eq!((report.kind, codes(&report).as_slice()), (kind, expected));
    }
}

#[tokio::test]
async fn a_folder_without_anything_to_validate_says_so_and_names_its_yaml_files() {
    let place = Place::new();
    place.write("lists/all.yaml", "entries: {}\n");
    let report = validated(&place, &request(text(&place.path().join("lists")))).await;
    assert_eq!(codes(&report), ["TGT002"]);
    assert!(report.diagnostics[0].advice().contains("all.yaml"));
}

#[tokio::test]
async fn a_file_that_is_no_index_says_so() {
    let place = Place::new();
    let path = place.write("values.yaml", "size: 1\n");
    assert!(codes(&validated(&place, &request(text(&path))).await).contains(&"TGT002"));
}

#[tokio::test]
async fn the_kind_that_a_user_insists_on_wins_and_is_doubted() {
    let place = Place::new();
    let target = text(&fixture("addons/clean.yaml"));
    let request =
        Request { kind: Some(RepositoryKind::Helm), depth: Depth::Index, ..request(target) };
    let report = validated(&place, &request).await;
    assert_eq!(report.kind, Some(RepositoryKind::Helm));
    assert!(codes(&report).contains(&"TGT005"));
}

#[tokio::test]
async fn at_index_depth_no_package_is_looked_at() {
    let place = Place::new();
    let target = text(&fixture("addons/index.yaml"));
    let report = validated(&place, &Request { depth: Depth::Index, ..request(target) }).await;
    assert_eq!(codes(&report), ["IDX213", "IDX209"]);
}

/// A version of a chart in an index.
fn chart_version(version: &str, url: &str) -> String {
    format!(
        "  - apiVersion: v2\n    name: queue\n    version: {version}\n    \
         description: A chart for tests\n    digest: {DIGEST}\n    urls:\n    - {url}\n"
    )
}

/// A repository of one chart, with that URL and digest in its index.
fn chart_index(url: &str, digest: &str) -> String {
    let version = chart_version("1.0.0", url).replace(DIGEST, digest);
    format!("apiVersion: v1\nentries:\n  queue:\n{version}")
}

/// Digest of a package that nobody will see.
const DIGEST: &str = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

#[tokio::test]
async fn packages_that_are_not_there_are_told_at_their_entry() {
    let server = Server::start(|asked| match asked.path.as_str() {
        "/missing/index.yaml" => Reply::ok(chart_index("queue-1.0.0.tgz", DIGEST)),
        "/locked/index.yaml" => Reply::ok(chart_index("/secret/queue-1.0.0.tgz", DIGEST)),
        "/secret/queue-1.0.0.tgz" => Reply::status(403),
        _ => Reply::status(404),
    })
    .await;
    for (path, expected) in [("/missing", "TGT003"), ("/locked", "TGT004")] {
        let report = report(server.url(path)).await;
        assert_eq!(codes(&report), [expected]);
        let found = &report.diagnostics[0];
        assert_eq!(found.place.span.map(|span| span.line), Some(4));
        assert_eq!(found.entry.as_deref(), Some("queue"));
    }
}

#[tokio::test]
async fn an_addon_repository_on_a_web_server_has_archives_in_place_of_folders() {
    let index = std::fs::read(fixture("addons/index.yaml")).expect("the fixture is there");
    let server = Server::start(move |asked| match asked.path.as_str() {
        "/index.yaml" => Reply::ok(index.clone()),
        "/cache-0.1.0.tgz" => Reply::ok(packed(&fixture("addons/cache-0.1.0"), "")),
        "/mail-1.0.0.tgz" => Reply::ok(packed(&fixture("addons/mail-1.0.0"), "")),
        _ => Reply::status(404),
    })
    .await;
    let report = report(server.url("/index.yaml")).await;
    let missing = report.diagnostics.iter().filter(|found| found.rule.code == "IDX216");
    let versions: Vec<_> = missing.filter_map(|found| found.version.as_deref()).collect();
    assert_eq!(versions, ["0.2.0", "0.9.0", "latest"]);
    let schema = report.diagnostics.iter().find(|found| found.rule.code == "ADD063");
    assert_eq!(
        schema.map(|found| found.place.file.as_str()),
        Some("mail-1.0.0.tgz!plans/micro/create-instance-schema.json")
    );
}

#[tokio::test]
async fn packages_beside_a_local_index_are_judged_in_place_of_those_at_its_urls() {
    let place = Place::new();
    let package = packed(&fixture("addons/queue-1.0.0/chart/queue"), "queue");
    let url = "https://charts.invalid/queue-1.0.0.tgz";
    place.write("index.yaml", chart_index(url, &sha256(&package)));
    place.write("queue-1.0.0.tgz", package);
    assert_eq!(codes(&validated(&place, &request(text(place.path()))).await), ["CHT021"]);
}

#[tokio::test]
async fn progress_counts_packages_up_to_their_number() {
    let seen: Arc<Mutex<Vec<Progress>>> = Arc::default();
    let log = Arc::clone(&seen);
    let monitor = Monitor::new(move |progress| log.lock().expect("no panic").push(progress));
    let request = request(text(&fixture("addons/index.yaml")));
    ops::validate(&Place::new().client, &request, &monitor).await.expect("a report");
    let seen = seen.lock().expect("no panic");
    let counted = seen.iter().filter(|progress| progress.unit == Unit::Packages);
    let done: Vec<_> = counted.map(|progress| (progress.done, progress.total)).collect();
    assert_eq!(done, (0..=5).map(|done| (done, Some(5))).collect::<Vec<_>>());
}

#[tokio::test]
async fn a_cancelled_validation_ends_as_cancelled() {
    let monitor = Monitor::silent();
    monitor.cancel();
    let request = request(text(&fixture("addons/index.yaml")));
    let error =
        ops::validate(&Place::new().client, &request, &monitor).await.expect_err("it ended");
    assert_eq!(error.kind, ErrorKind::Cancelled);
}

#[tokio::test]
async fn a_place_that_is_not_there_is_an_error_and_no_report() {
    let error = ops::validate(&Place::new().client, &request("/no/such/place"), &Monitor::silent())
        .await
        .expect_err("there is nothing to report on");
    assert_eq!(error.kind, ErrorKind::NotFound);
}

#[tokio::test]
async fn a_dead_host_is_asked_a_few_times_only() {
    let place = Place::new();
    let versions: String = (0..40).fold(String::new(), |list, number| {
        list + &chart_version(&format!("1.0.{number}"), "http://127.0.0.1:1/queue.tgz")
    });
    let index = format!("apiVersion: v1\nentries:\n  queue:\n{versions}");
    let path = place.write("index.yaml", index);
    let report = validated(&place, &request(text(&path))).await;
    let unreachable: Vec<_> =
        report.diagnostics.iter().filter(|found| found.rule.code == "TGT004").collect();
    assert!(unreachable.len() < 10, "{} of 40 packages were tried", unreachable.len());
    assert!(unreachable.iter().any(|found| {
        found.message.contains("not tried after 3 failures in a row: 127.0.0.1:1 refused")
    }));
}

#[tokio::test]
async fn addons_in_git_are_folders_beside_the_index_and_those_not_listed_are_found() {
    let place = Place::new();
    let repository = git::Repository::create(&place.path().join("addons"));
    repository.write("all/index.yaml", addons_index("cache", "0.1.0"));
    repository.write("all/index-2.yaml", addons_index("mail", "1.0.0"));
    for name in ["cache-0.1.0", "mail-1.0.0", "spare-1.0.0"] {
        repository.write(&format!("all/{name}/meta.yaml"), "name: x\n");
    }
    repository.commit("all");
    let target = format!("git::file://{}//all/index.yaml", text(&repository.path));
    let report = validated(&place, &request(target)).await;
    let unlisted = report.diagnostics.iter().filter(|found| found.rule.code == "IDX217");
    let files: Vec<_> = unlisted.map(|found| found.place.file.as_str()).collect();
    assert_eq!(files, ["spare-1.0.0/meta.yaml"]);
    assert!(report.diagnostics.iter().any(|found| found.place.file == "cache-0.1.0/meta.yaml"));
}

#[tokio::test]
async fn comments_accept_findings_in_local_targets_only() {
    let place = Place::new();
    let chart = "apiVersion: v2\nname: redis\n# chartroom:ignore CHT021,CHT012,CHT014 trust me\nversion: one\n";
    place.write("redis/Chart.yaml", chart);
    place.write("redis/values.yaml", "a: 1\n");
    let bytes = packed(&place.path().join("redis"), "redis");
    let path = text(&place.write("redis-1.0.0.tgz", bytes.clone()));
    let server = Server::start(move |_| Reply::ok(bytes.clone())).await;
    let local = validated(&place, &request(path)).await;
    let remote = validated(&place, &request(server.url("/redis-1.0.0.tgz"))).await;
    assert_eq!(local.suppressed.len(), 1, "{:?}", local.diagnostics);
    assert!(remote.suppressed.is_empty());
    assert_eq!(remote.diagnostics.len(), local.diagnostics.len() + 1);
    let rule = local.suppressed[0].rule;
    let found = remote.diagnostics.iter().find(|found| found.rule == rule).expect("it stays");
    assert!(found.related.iter().any(|also| also.message.contains("local targets only")));
}
