//! Validations of a part: heads, samples, and what changed.

use std::fmt::Write as _;

use chartroom::model::digest::sha256;
use chartroom::model::{Looked, Report};
use chartroom::ops::{Depth, Remember, Request};

use super::{codes, request, validated};
use crate::support::Place;
use crate::support::content::{addons_index, chart};

/// Writes a repository of charts with those versions into a folder, digests and all.
fn write(place: &Place, charts: &[(&str, &[&str])]) {
    let mut index = String::from("apiVersion: v1\nentries:\n");
    for (name, versions) in charts {
        let _ = writeln!(index, "  {name}:");
        for version in *versions {
            let bytes = chart(name, version);
            let (file, digest) = (format!("{name}-{version}.tgz"), sha256(&bytes));
            place.write(&format!("charts/{file}"), bytes);
            let _ = write!(
                index,
                "  - apiVersion: v2\n    name: {name}\n    version: {version}\n    description: For tests\n    \
                 digest: {digest}\n    urls:\n    - {file}\n"
            );
        }
    }
    place.write("charts/index.yaml", index);
}

fn target(place: &Place) -> Request {
    request(place.path().join("charts").display().to_string())
}

/// The versions of which something was found, in order.
fn versions(report: &Report) -> Vec<String> {
    let mut found: Vec<String> = report
        .diagnostics
        .iter()
        .filter(|found| found.rule.code == "CHT021")
        .map(|found| {
            let text = |text: &Option<String>| text.clone().unwrap_or_default();
            format!("{} {}", text(&found.entry), text(&found.version))
        })
        .collect();
    found.sort();
    found
}

/// How many packages were looked at, whether judged or remembered, and how many not.
fn counts(report: &Report) -> (usize, usize) {
    let Looked { judged, remembered, left_out, .. } = report.packages;
    (judged + remembered, left_out)
}

const CHARTS: &[(&str, &[&str])] =
    &[("mail", &["2.0.0-rc.1", "1.1.0", "1.0.0"]), ("queue", &["1.0.0"])];

#[tokio::test]
async fn of_heads_only_the_version_that_readers_see_first_is_looked_at() {
    let place = Place::new();
    write(&place, CHARTS);
    let report = validated(&place, &Request { depth: Depth::Heads, ..target(&place) }).await;
    assert_eq!(versions(&report), ["mail 1.1.0", "queue 1.0.0"]);
    assert_eq!(counts(&report), (2, 2));
    let report = validated(&place, &Request { depth: Depth::Index, ..target(&place) }).await;
    assert_eq!(counts(&report), (0, 4));
}

#[tokio::test]
async fn a_sample_is_the_same_each_time_and_of_that_size() {
    let place = Place::new();
    write(&place, CHARTS);
    for _ in 0..2 {
        let report = validated(&place, &Request { sample: Some(3), ..target(&place) }).await;
        assert_eq!(versions(&report), ["mail 1.1.0", "mail 2.0.0-rc.1", "queue 1.0.0"]);
        assert_eq!(counts(&report), (3, 1));
    }
}

#[tokio::test]
async fn only_what_changed_since_all_was_looked_at_is_looked_at_again() {
    let place = Place::new();
    let since = |place: &Place| Request { since: true, ..target(place) };
    write(&place, CHARTS);
    let report = validated(&place, &Request { sample: Some(1), ..since(&place) }).await;
    assert_eq!(counts(&report), (1, 3), "nothing was looked at before");
    assert_eq!(counts(&validated(&place, &since(&place)).await), (4, 0));
    write(&place, &[("mail", &["1.1.0", "1.0.0"]), ("queue", &["1.1.0", "1.0.0"])]);
    let report = validated(&place, &since(&place)).await;
    assert_eq!(counts(&report), (1, 3));
    assert!(versions(&report).contains(&"queue 1.1.0".to_owned()));
    assert_eq!(counts(&validated(&place, &since(&place)).await), (0, 4));
}

#[tokio::test]
async fn a_package_that_could_not_be_looked_at_is_looked_for_again() {
    let place = Place::new();
    write(&place, CHARTS);
    std::fs::remove_file(place.path().join("charts/queue-1.0.0.tgz")).expect("it was there");
    assert_eq!(counts(&validated(&place, &target(&place)).await), (3, 0));
    write(&place, CHARTS);
    let report = validated(&place, &Request { since: true, ..target(&place) }).await;
    assert_eq!(counts(&report), (1, 3));
}

#[tokio::test]
async fn what_is_not_remembered_any_more_is_looked_at_again() {
    let place = Place::new();
    let since = Request { since: true, ..target(&place) };
    write(&place, CHARTS);
    let first = validated(&place, &target(&place)).await;
    assert_eq!(validated(&place, &since).await.diagnostics, first.diagnostics);
    let afresh = Request { remember: Remember::Ignore, ..since.clone() };
    let report = validated(&place, &afresh).await;
    assert_eq!((counts(&report), report.diagnostics), ((4, 0), first.diagnostics.clone()));
    std::fs::remove_dir_all(place.path().join("cache/judged")).expect("it was there");
    let report = validated(&place, &since).await;
    assert_eq!((counts(&report), report.diagnostics), ((4, 0), first.diagnostics));
}

#[tokio::test]
async fn what_the_index_states_no_digest_of_is_looked_at_each_time() {
    let place = Place::new();
    write(&place, &[("mail", &["1.0.0"])]);
    let path = place.path().join("charts/index.yaml");
    let index = std::fs::read_to_string(&path).expect("it was written");
    let kept = index.lines().filter(|line| !line.contains("digest:"));
    place.write("charts/index.yaml", kept.collect::<Vec<_>>().join("\n"));
    place.write("addons/index.yaml", addons_index("queue", "1.0.0"));
    place.write("addons/queue-1.0.0/meta.yaml", "name: queue\n");
    let addons = request(place.path().join("addons").display().to_string());
    for (target, path, broken, code) in [
        (target(&place), "charts/mail-1.0.0.tgz", chart("mail", "1.0.1"), "PKG042"),
        (addons, "addons/queue-1.0.0/meta.yaml", b"name: [queue\n".to_vec(), "ADD002"),
    ] {
        let told = |report: &Report| codes(report).contains(&code);
        assert!(!told(&validated(&place, &target).await));
        let since = Request { since: true, ..target };
        assert_eq!(counts(&validated(&place, &since).await), (1, 0));
        place.write(path, broken);
        assert!(told(&validated(&place, &since).await), "{code}");
    }
}
