//! Whole Helm repositories: an index, its packages and the charts in them, judged together.

use std::io::Write as _;

use chartroom::model::Severity;
use chartroom::model::digest::sha256;
use flate2::Compression;
use flate2::write::GzEncoder;

use crate::support::Place;
use crate::validate::{request, validated};

fn package(files: &[(&str, &str)]) -> Vec<u8> {
    let mut builder = tar::Builder::new(GzEncoder::new(Vec::new(), Compression::fast()));
    for (name, content) in files {
        let mut header = tar::Header::new_gnu();
        header.set_size(content.len() as u64);
        header.set_mode(0o644);
        builder.append_data(&mut header, name, content.as_bytes()).expect("memory takes all");
    }
    let mut encoder = builder.into_inner().expect("memory takes all");
    encoder.flush().expect("memory takes all");
    encoder.finish().expect("memory takes all")
}

fn chart(name: &str, version: &str) -> Vec<u8> {
    let yaml = format!(
        "apiVersion: v2\nname: {name}\nversion: {version}\nicon: https://example.org/i.png\n"
    );
    package(&[
        (&format!("{name}/Chart.yaml"), &yaml),
        (&format!("{name}/values.yaml"), "replicas: 1\n"),
        (&format!("{name}/templates/all.yaml"), "apiVersion: v1\nkind: List\n"),
    ])
}

fn entry(name: &str, version: &str, bytes: &[u8]) -> String {
    let digest = sha256(bytes);
    format!(
        "  - apiVersion: v2\n    name: {name}\n    version: {version}\n    description: a chart\n    \
         created: 2024-02-02T17:26:28Z\n    digest: {digest}\n    urls: [{name}-{version}.tgz]\n"
    )
}

/// What was found, as `severity code file:line`.
async fn found(place: &Place) -> Vec<String> {
    let target = place.path().join("index.yaml").display().to_string();
    let report = validated(place, &request(target)).await;
    report
        .diagnostics
        .iter()
        .map(|found| {
            let line = found.place.span.map_or(0, |span| span.line);
            let file = &found.place.file;
            format!("{} {} {file}:{line}", found.severity.name(), found.rule.code)
        })
        .collect()
}

#[tokio::test]
async fn a_clean_repository_has_nothing_to_tell() {
    let place = Place::new();
    let (old, new) = (chart("redis", "1.0.0"), chart("redis", "1.1.0"));
    place.write("redis-1.0.0.tgz", &old);
    place.write("redis-1.1.0.tgz", &new);
    let entries = entry("redis", "1.1.0", &new) + &entry("redis", "1.0.0", &old);
    place.write("index.yaml", format!("apiVersion: v1\nentries:\n  redis:\n{entries}"));
    assert_eq!(found(&place).await, [""; 0]);
}

#[tokio::test]
async fn faults_of_index_packages_and_charts_come_in_one_report() {
    let place = Place::new();
    let good = chart("redis", "1.0.0");
    let changed = chart("redis", "9.9.9");
    let hostile = package(&[("evil", "x"), ("redis/Chart.yaml", "name: redis\n")]);
    place.write("redis-1.0.0.tgz", &good);
    place.write("redis-1.1.0.tgz", &changed);
    place.write("redis-1.2.0.tgz", &hostile);
    let entries = entry("redis", "1.2.0", &hostile)
        + &entry("redis", "1.1.0", &good)
        + &entry("redis", "1.0.0", &good)
        + &entry("redis", "latest", &good);
    place.write("index.yaml", format!("apiVersion: v1\nentries:\n  redis:\n{entries}"));
    assert_eq!(
        found(&place).await,
        [
            "error PKG040 index.yaml:11",
            "error PKG042 index.yaml:11",
            "error IDX024 index.yaml:27",
            "info PKG043 redis-1.1.0.tgz:0",
            "error PKG007 redis-1.2.0.tgz!evil:0",
            "info CHT021 redis-1.2.0.tgz!redis/Chart.yaml:0",
            "error CHT008 redis-1.2.0.tgz!redis/Chart.yaml:1",
            "error CHT011 redis-1.2.0.tgz!redis/Chart.yaml:1",
            "warning CHT039 redis-1.2.0.tgz!redis/templates:0",
            "info CHT030 redis-1.2.0.tgz!redis/values.yaml:0",
        ]
    );
}

#[tokio::test]
async fn a_refused_index_still_tells_everything_at_once() {
    let place = Place::new();
    let text = "apiVersion: v1\nbogus: 1\nentries:\n  a:\n  - name: a\n    version: 1.0\n\
                  \x20   created: yesterday\nnginx:\n- name: nginx\n  version: 1.0.0\n";
    place.write("index.yaml", text);
    let target = place.path().join("index.yaml").display().to_string();
    let mut request = request(target);
    request.depth = chartroom::ops::Depth::Index;
    let report = validated(&place, &request).await;
    let errors: Vec<_> = report
        .diagnostics
        .iter()
        .filter(|found| found.severity == Severity::Error)
        .map(|found| (found.rule.code, found.place.span.map(|span| span.line)))
        .collect();
    assert_eq!(
        errors,
        [("IDX008", Some(2)), ("IDX014", Some(6)), ("IDX015", Some(7)), ("IDX012", Some(8)),]
    );
}

#[tokio::test]
async fn a_chart_behind_a_drive_is_judged_as_a_chart() {
    let place = Place::new();
    place.write("win.tgz", package(&[("c:\\Chart.yaml", "")]));
    let target = place.path().join("win.tgz").display().to_string();
    let report = validated(&place, &request(target)).await;
    assert_eq!(report.kind, Some(chartroom::model::RepositoryKind::Helm));
    let names: Vec<_> = report.diagnostics.iter().map(|found| found.rule.name).collect();
    assert!(
        names.contains(&"chart-name-missing") && !names.contains(&"unknown-content"),
        "{names:?}"
    );
}
