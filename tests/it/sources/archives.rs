//! Catalogues that are read from the archives of a bucket without an index.

use chartroom::error::ErrorKind;
use chartroom::model::location::{S3Index, S3Place};
use chartroom::model::{Diagnostic, Location, Offer, Repository};
use chartroom::monitor::Monitor;
use chartroom::ops::{Draft, Fetched, Freshness, Wanted, fetch, inspect, probe};
use chartroom::source::read_index;

use crate::support::Place;
use crate::support::content::chart;
use crate::support::s3::{ID, SECRET, Store, with};

fn as_archives(place: &mut S3Place) {
    place.index = S3Index::Archives;
}

async fn fetched(place: &Place, repository: &Repository) -> Fetched {
    let monitor = Monitor::silent();
    fetch(&place.client, repository, Freshness::Revalidate, &monitor).await.expect("a catalogue")
}

fn left_out(found: &[Diagnostic]) -> Vec<&str> {
    let named = found.iter().filter(|found| found.rule.name == "archive-left-out");
    named.map(|found| found.message.as_str()).collect()
}

#[tokio::test]
async fn the_offer_of_a_missing_index_is_a_catalogue_that_works() {
    let (store, place, monitor) = (Store::start().await, Place::new(), Monitor::silent());
    store.put("helm/redis-1.10.0+1.tgz", chart("redis", "1.10.0+1"));
    store.put("helm/redis-1.9.0.tgz", chart("redis", "1.9.0"));
    store.put("helm/a b-0.1.0.tgz", chart("queue", "0.1.0"));
    store.put("helm/sub/other-0.1.0.tgz", chart("other", "0.1.0"));
    let mut repository = store.repository("helm/index.yaml");
    let error = read_index(&place.client, &repository, None, &monitor).await.unwrap_err();
    let Some(Offer::Instead(location, words)) = error.offer.as_deref() else {
        unreachable!("an offer: {error}")
    };
    assert_eq!(words, "3 archives lie there: a catalogue can be read from them");
    let again = Location::parse(&location.canonical()).unwrap().location;
    assert_eq!(&again, location, "the offer can be written down");
    repository.location = again;
    let found = fetched(&place, &repository).await;
    let told: Vec<String> = found
        .catalog
        .entries
        .iter()
        .flat_map(|entry| entry.versions.iter())
        .map(|version| format!("{} {} {}", version.name, version.version, version.urls.join(" ")))
        .collect();
    assert_eq!(
        told,
        [
            "queue 0.1.0 a%20b-0.1.0.tgz",
            "redis 1.10.0+1 redis-1.10.0%2B1.tgz",
            "redis 1.9.0 redis-1.9.0.tgz"
        ]
    );
    assert!(found.refused.is_none() && left_out(&found.diagnostics).is_empty());
    let entry = found.catalog.entry("queue").unwrap();
    let version = entry.versions[0].clone();
    assert_eq!((version.digest.len(), version.app_version.as_str()), (64, "1.10"));
    let (kind, entry) = (found.catalog.kind, entry.name.clone());
    let wanted = Wanted { repository, kind, entry, version };
    let inspection = inspect(&place.client, &wanted, &monitor).await.unwrap();
    let codes: Vec<&str> = inspection.diagnostics.iter().map(|found| found.rule.name).collect();
    assert!(!codes.contains(&"digest-mismatch"), "{codes:?}");
}

#[tokio::test]
async fn a_broken_archive_is_a_finding_that_stays_and_the_others_are_read() {
    let (store, place, monitor) = (Store::start().await, Place::new(), Monitor::silent());
    store.put("redis-1.0.0.tgz", chart("redis", "1.0.0"));
    store.put("broken-1.0.0.tgz", "no archive at all");
    store.put("odd-1.0.0.tgz", chart("odd", "not a version"));
    let repository = with(&store.repository("index.yaml"), as_archives);
    let first = fetched(&place, &repository).await;
    let names: Vec<&str> = first.catalog.entries.iter().map(|entry| entry.name.as_str()).collect();
    assert_eq!(names, ["redis"]);
    let told = left_out(&first.diagnostics);
    assert_eq!(told.len(), 2, "{told:?}");
    assert!(told[0].starts_with("broken-1.0.0.tgz is not in the catalogue: "), "{told:?}");
    assert!(told[1].starts_with("odd-1.0.0.tgz is not in the catalogue: "), "{told:?}");
    let cached = fetch(&place.client, &repository, Freshness::Cached, &monitor).await.unwrap();
    assert_eq!(left_out(&cached.diagnostics), told);
}

#[tokio::test]
async fn only_changed_archives_are_read_again() {
    let (store, place, monitor) = (Store::start().await, Place::new(), Monitor::silent());
    store.put("redis-1.0.0.tgz", chart("redis", "1.0.0"));
    store.put("queue-1.0.0.tgz", chart("queue", "1.0.0"));
    let repository = with(&store.repository("index.yaml"), as_archives);
    let first = fetched(&place, &repository).await;
    let second = fetched(&place, &repository).await;
    assert!(second.unchanged);
    assert_eq!(second.catalog, first.catalog);
    store.put("redis-1.1.0.tgz", chart("redis", "1.1.0"));
    store.remove("queue-1.0.0.tgz");
    let read = std::sync::Arc::new(std::sync::Mutex::new(0));
    let count = std::sync::Arc::clone(&read);
    let watching = Monitor::new(move |progress| {
        if progress.phase == "archives" {
            *count.lock().expect("no test panics here") = progress.done;
        }
    });
    let third = fetch(&place.client, &repository, Freshness::Revalidate, &watching).await.unwrap();
    assert_eq!(*read.lock().unwrap(), 1, "only the new one");
    let versions = third.catalog.entry("redis").unwrap().versions.len();
    assert_eq!((third.catalog.entries.len(), versions), (1, 2));
    drop(store);
    let error = fetch(&place.client, &repository, Freshness::Reload, &monitor).await.unwrap_err();
    assert_eq!(error.kind, ErrorKind::Unreachable);
    let cached = fetch(&place.client, &repository, Freshness::Cached, &monitor).await.unwrap();
    assert_eq!(cached.catalog, third.catalog);
}

#[tokio::test]
async fn a_check_reads_the_archives_too() {
    let (store, place) = (Store::start().await, Place::new());
    store.put("helm/redis-1.0.0.tgz", chart("redis", "1.0.0"));
    let repository = with(&store.repository("helm/index.yaml"), as_archives);
    let mut draft = Draft { location: repository.location.canonical(), ..Draft::default() };
    draft.credentials.username = ID.to_owned();
    draft.credentials.password = SECRET.into();
    let probe = probe(&place.client, &draft, &|_| (), &Monitor::silent()).await;
    let told: Vec<String> = probe
        .steps
        .iter()
        .map(|step| format!("{}: {:?} {}", step.name.label(), step.state, step.detail))
        .collect();
    assert!(probe.passed(), "{told:#?}");
    assert!(told.iter().any(|line| line.contains("keys: the repository's")), "{told:#?}");
    assert!(told.iter().any(|line| line.ends_with(" from 1 archive")), "{told:#?}");
    let none = Draft { location: draft.location.replace("helm/", "none/"), ..draft };
    let failed = self::probe(&place.client, &none, &|_| (), &Monitor::silent()).await;
    assert!(failed.steps.iter().any(|step| step.detail.contains("no archives lie in")));
}
