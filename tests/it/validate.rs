//! Targets of every kind to reports, in every format.

mod formats;
mod partial;
mod remembered;
mod targets;

use std::path::{Path, PathBuf};

use chartroom::model::{Report, rule};
use chartroom::monitor::Monitor;
use chartroom::ops::{self, Request, Target};
use chartroom::report::{self, Format};

use crate::support::Place;

/// Path of a fixture.
pub(crate) fn fixture(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures").join(name)
}

/// The request that the command line makes by default.
pub(crate) fn request(target: impl Into<String>) -> Request {
    Request::of(Target::Place(target.into()))
}

pub(crate) async fn validated(place: &Place, request: &Request) -> Report {
    ops::validate(&place.client, request, &Monitor::silent()).await.expect("it can be looked at")
}

/// The report of a fixture, without the folder that it lies in.
async fn report_of(name: &str) -> Report {
    let place = Place::new();
    let mut report = validated(&place, &request(fixture(name).display().to_string())).await;
    name.clone_into(&mut report.target);
    report
}

pub(crate) fn written(format: Format, reports: &[Report]) -> String {
    let mut out = Vec::new();
    report::write_all(format, reports, &mut out).expect("memory takes all");
    String::from_utf8(out).expect("reports are UTF-8")
}

pub(crate) fn codes(report: &Report) -> Vec<&'static str> {
    report.diagnostics.iter().map(|found| found.rule.code).collect()
}

#[tokio::test]
async fn a_repository_with_faults_as_text() {
    insta::assert_snapshot!(written(Format::Text, &[report_of("addons").await]));
}

#[tokio::test]
async fn a_repository_with_faults_as_json() {
    insta::assert_snapshot!(written(Format::Json, &[report_of("addons").await]));
}

#[tokio::test]
async fn an_index_that_is_no_yaml_as_text() {
    insta::assert_snapshot!(written(Format::Text, &[report_of("addons/broken.yaml").await]));
}

#[tokio::test]
async fn several_targets_are_an_array_of_the_objects_that_each_alone_would_be() {
    let reports = [report_of("addons").await, report_of("addons/broken.yaml").await];
    let parse = |text: String| -> serde_json::Value {
        serde_json::from_str(&text).expect("reports are JSON")
    };
    let alone: Vec<_> = reports
        .iter()
        .map(|report| parse(written(Format::Json, std::slice::from_ref(report))))
        .collect();
    assert_eq!(parse(written(Format::Json, &reports)), serde_json::Value::Array(alone));
}

#[tokio::test]
async fn every_rule_across_files_is_provoked() {
    let codes = codes(&report_of("addons").await);
    for rule in rule::index::RULES.iter().filter(|rule| ("IDX216".."IDX223").contains(&rule.code)) {
        assert!(codes.contains(&rule.code), "{} is never provoked", rule.code);
    }
}

#[tokio::test]
async fn a_clean_index_of_the_same_folder_only_misses_what_no_index_lists() {
    let report = report_of("addons/clean.yaml").await;
    assert_eq!(codes(&report), ["IDX217"]);
    assert_eq!(report.diagnostics[0].place.file, "spare-1.0.0/meta.yaml");
    assert_eq!((report.entries, report.versions), (1, 1));
}

#[tokio::test]
async fn the_same_target_gives_the_same_bytes_each_time() {
    let first = written(Format::Json, &[report_of("addons").await]);
    for _ in 0..5 {
        assert_eq!(written(Format::Json, &[report_of("addons").await]), first);
    }
}
