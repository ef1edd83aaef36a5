//! Every consumer and every outcome, on small inputs.

use super::*;
use crate::archive;
use crate::helm;
use crate::kyma;
use crate::model::Outcome::{self, Accept, Crash, Refuse, Skip};

const HEAD: &str = "apiVersion: v1\nentries:\n  redis:\n";
const GOOD: &str = "  - {name: redis, version: 1.0.0, urls: [redis-1.0.0.tgz]}\n";

/// The verdict of one consumer on an index of charts.
fn of_index(consumer: &str, text: &str) -> Verdict {
    let read = helm::index::read("index.yaml", text.as_bytes());
    let subject = Subject::Repository(&read.catalog, &read.dropped);
    verdict(consumer.parse().expect("a consumer"), subject, &read.diagnostics)
}

fn of_addons(consumer: &str, text: &str) -> Verdict {
    let read = kyma::index::read("index.yaml", text.as_bytes());
    let subject = Subject::Repository(&read.catalog, &read.dropped);
    verdict(consumer.parse().expect("a consumer"), subject, &read.diagnostics)
}

fn of_chart(consumer: &str, chart_yaml: &str) -> Verdict {
    let files = vec![
        ("Chart.yaml".to_owned(), chart_yaml.as_bytes().to_vec()),
        ("values.yaml".to_owned(), b"a: 1\n".to_vec()),
    ];
    let (_, found) = helm::lint::read(&archive::from_tree("redis", files));
    let subject = Subject::Package(Some(RepositoryKind::Helm));
    verdict(consumer.parse().expect("a consumer"), subject, &found)
}

#[track_caller]
fn check(verdict: &Verdict, outcome: Outcome, kept: usize, said: &str) {
    assert_eq!((verdict.outcome, verdict.kept_versions), (outcome, kept), "{verdict:?}");
    assert!(verdict.text.contains(said), "{verdict:?} does not say {said}");
}

/// What each consumer says of the same index: helm3 and helm4, kubesphere3, kubesphere4, flux, artifacthub.
type Row<'a> = [(Outcome, usize, &'a str); 5];

const fn taken(kept: usize) -> (Outcome, usize, &'static str) {
    (Accept, kept, "")
}

const fn refused(said: &str) -> (Outcome, usize, &str) {
    (Refuse, 0, said)
}

#[test]
fn an_index_is_taken_or_refused_as_a_whole() {
    let rows: &[(String, Row<'_>)] = &[
        (format!("{HEAD}{GOOD}"), [taken(1); 5]),
        (
            String::new(),
            [
                refused("empty index.yaml file"),
                refused("no API version specified"),
                taken(0),
                refused("empty index.yaml file"),
                refused("empty index.yaml file"),
            ],
        ),
        (
            format!("entries:\n  redis:\n{GOOD}"),
            [
                refused("no API version specified"),
                refused("400: no API version specified"),
                taken(1),
                refused("no API version specified"),
                refused("no API version specified"),
            ],
        ),
        (
            format!("bogus: 1\n{HEAD}{GOOD}"),
            [
                refused(
                    "looks like this is not a valid chart repository or cannot be reached: error unmarshaling JSON: line 1",
                ),
                taken(1),
                taken(1),
                refused("IndexationFailed"),
                refused("error loading repository index file"),
            ],
        ),
        (
            format!("{HEAD}{GOOD}  redis:\n{GOOD}"),
            [
                refused("error converting YAML to JSON"),
                taken(1),
                taken(1),
                refused("error converting YAML to JSON"),
                refused("error converting YAML to JSON"),
            ],
        ),
        (
            format!("{HEAD}  - {{name: redis, version: 1.0, urls: [a.tgz]}}\n"),
            [
                refused("error unmarshaling JSON"),
                refused("error unmarshaling JSON"),
                refused("error unmarshaling JSON"),
                refused("error unmarshaling JSON"),
                refused("error unmarshaling JSON"),
            ],
        ),
    ];
    check_rows(rows);
}

#[test]
fn versions_of_an_index_are_left_out_taken_or_fatal() {
    let rows: &[(String, Row<'_>)] = &[
        (
            format!("{HEAD}{GOOD}  - {{name: redis, version: latest, urls: [a.tgz]}}\n"),
            [
                (
                    Skip,
                    1,
                    "skipping loading invalid entry for chart: redis latest: validation: chart.metadata.version \"latest\" is invalid",
                ),
                taken(2),
                taken(2),
                (Skip, 1, "chart.metadata.version \"latest\" is invalid"),
                (Skip, 1, "chart.metadata.version \"latest\" is invalid"),
            ],
        ),
        (
            format!("{HEAD}{GOOD}  -\n"),
            [
                (Skip, 1, "nil entry"),
                (Crash, 0, "goes down"),
                (Crash, 0, "goes down"),
                (Crash, 0, "goes down"),
                (Skip, 1, "nil entry"),
            ],
        ),
        (
            format!("{HEAD}{GOOD}  - {{name: redis, version: 1.1.0}}\n"),
            [
                (Accept, 2, "1 version fails when it is used: redis 1.1.0: no downloadable URLs"),
                (Accept, 2, "no downloadable URLs"),
                (Crash, 0, "goes down"),
                (Accept, 2, "no downloadable URLs"),
                (Skip, 1, "error preparing package: redis 1.1.0: no downloadable URLs"),
            ],
        ),
        (
            format!("{HEAD}{GOOD}valkey:\n{GOOD}"),
            [
                refused("unknown field"),
                (Skip, 1, "left out: valkey 1.0.0: it stands beside entries"),
                (Skip, 1, "passed over without a word"),
                refused("unknown field"),
                refused("unknown field"),
            ],
        ),
        (
            "{\"apiVersion\": \"v1\", \"entries\": {}, \"bogus\": 1}".to_owned(),
            [
                taken(0),
                taken(0),
                taken(0),
                taken(0),
                refused("error loading repository index file"),
            ],
        ),
    ];
    check_rows(rows);
}

#[track_caller]
fn check_rows(rows: &[(String, Row<'_>)]) {
    for (text, [helm, third, fourth, flux, hub]) in rows {
        let consumers = ["helm3", "helm4", "kubesphere3", "kubesphere4", "flux", "artifacthub"];
        for (name, (outcome, kept, said)) in
            consumers.into_iter().zip([helm, helm, third, fourth, flux, hub])
        {
            check(&of_index(name, text), *outcome, *kept, said);
        }
    }
}

#[test]
fn one_version_with_several_faults_is_left_out_once_for_the_first_reason_that_helm_checks() {
    let text = format!("{HEAD}  - {{version: latest, type: odd, maintainers: [null]}}\n{GOOD}");
    let verdict = of_index("helm4", &text);
    check(&verdict, Skip, 1, "");
    let reasons: Vec<&str> = verdict.skipped.iter().map(|one| one.reason.as_str()).collect();
    assert_eq!(reasons, ["validation: chart.metadata.name is required"]);
}

#[test]
fn two_dependencies_of_one_name_are_tolerated_in_an_index_and_refused_in_a_chart() {
    let twice = "dependencies: [{name: a, version: 1.0.0}, {name: a, version: 1.0.0}]";
    let text = format!("{HEAD}  - {{name: redis, version: 1.0.0, urls: [a.tgz], {twice}}}\n");
    check(&of_index("helm3", &text), Accept, 1, "");
    let chart = format!("apiVersion: v2\nname: redis\nversion: 1.0.0\n{twice}\n");
    let said = "does not load: validation: more than one dependency with name or alias \"a\"";
    check(&of_chart("helm3", &chart), Refuse, 0, said);
}

#[test]
fn a_chart_is_linted_and_loaded() {
    let good = "apiVersion: v2\nname: redis\nversion: 1.0.0\nicon: https://a.example/b.svg\n";
    check(&of_chart("helm3", good), Accept, 1, "helm lint passes: 0 errors, 0 warnings, 0 notes");
    check(&of_chart("helm4", good), Accept, 1, "helm lint passes: 0 errors, 1 warning, 0 notes");
    for name in ["kubesphere3", "kubesphere4", "flux", "artifacthub"] {
        check(&of_chart(name, good), Accept, 1, "");
    }
    let old = "name: redis\nversion: 1.0.0\n";
    check(&of_chart("helm3", old), Accept, 1, "helm lint fails: 1 error, 0 warnings, 1 note");
    let bad = "apiVersion: v2\nversion: 1.0.0\n";
    for name in ["helm3", "kubesphere3", "kubesphere4", "flux", "artifacthub"] {
        check(&of_chart(name, bad), Refuse, 0, "validation: chart.metadata.name is required");
    }
    check(&of_chart("helm-broker", good), Refuse, 0, "LoadingError");
}

#[test]
fn helm_broker_takes_all_addons_or_none() {
    let good =
        "apiVersion: v1\nentries:\n  redis:\n  - {name: redis, description: a, version: 1.0.0}\n";
    check(&of_addons("helm-broker", good), Accept, 1, "");
    let none = good.replace("redis:\n  -", "redis: [}\n  -");
    check(&of_addons("helm-broker", &none), Refuse, 0, "FetchingIndexError");
    let no_version = good.replace(", version: 1.0.0", "");
    check(&of_addons("helm-broker", &no_version), Crash, 0, "panics");
    let mut read = kyma::index::read("index.yaml", good.as_bytes());
    let place = crate::model::Place::file("redis-1.0.0.tgz!meta.yaml");
    let missing = &crate::model::rule::addon::ADD005;
    read.diagnostics.push(Diagnostic::new(missing, place, "id is missing").of("redis", "1.0.0"));
    let subject = Subject::Repository(&read.catalog, &read.dropped);
    let verdict = verdict(Consumer::HelmBroker, subject, &read.diagnostics);
    check(&verdict, Refuse, 0, "LoadingError: redis 1.0.0: id is missing");
    assert_eq!(verdict.skipped.len(), 1);
}

#[test]
fn an_index_of_the_other_kind_is_told_apart() {
    let addons = "apiVersion: v1\nentries:\n  redis:\n  - {name: redis, version: 1.0.0}\n";
    check(&of_addons("helm4", addons), Accept, 1, "no downloadable URLs");
    check(&of_addons("artifacthub", addons), Skip, 0, "does not contain any url");
    check(&of_addons("kubesphere4", addons), Crash, 0, "panics");
    check(&of_index("helm-broker", &format!("{HEAD}{GOOD}")), Refuse, 0, "lists charts");
}

#[test]
fn a_package_is_refused_by_those_who_do_not_take_its_kind() {
    for consumer in Consumer::ALL {
        check(&verdict(consumer, Subject::Package(None), &[]), Refuse, 0, "");
    }
    let addon = Subject::Package(Some(RepositoryKind::Addons));
    check(&verdict(Consumer::HelmBroker, addon, &[]), Accept, 1, "");
    check(&verdict(Consumer::Flux, addon, &[]), Refuse, 0, "Chart.yaml file is missing");
}

#[test]
fn a_version_that_is_listed_twice_may_be_lost_once() {
    let bare = "  - {name: redis, version: 1.0.0}\n";
    for (index, kept, lost) in [
        (format!("{HEAD}{GOOD}{bare}{bare}"), 1, 2),
        (format!("{HEAD}{bare}{GOOD}{bare}"), 1, 2),
        (format!("{HEAD}{GOOD}{bare}"), 1, 1),
        (format!("{HEAD}{GOOD}{GOOD}"), 2, 0),
    ] {
        let verdict = of_index("artifacthub", &index);
        assert_eq!((verdict.kept_versions, verdict.skipped.len()), (kept, lost), "{verdict:?}");
    }
}

#[test]
fn a_package_with_a_fault_is_lost_wherever_it_is_listed() {
    let bare = "  - {name: redis, version: 1.0.0}\n";
    let text = format!("{HEAD}{bare}{GOOD}{GOOD}");
    let mut read = helm::index::read("index.yaml", text.as_bytes());
    let place = crate::model::Place::file("redis-1.0.0.tgz!redis/Chart.yaml");
    let rule = &crate::model::rule::chart::CHT001;
    read.diagnostics.push(Diagnostic::new(rule, place, "is missing").of("redis", "1.0.0"));
    let subject = Subject::Repository(&read.catalog, &read.dropped);
    let verdict = verdict(Consumer::ArtifactHub, subject, &read.diagnostics);
    assert_eq!((verdict.kept_versions, verdict.skipped.len()), (0, 3), "{verdict:?}");
}

#[test]
fn evidence_leads_to_the_same_verdicts_as_all_findings() {
    let bare = |number: usize| format!("  - {{name: redis, version: 1.0.{number}}}\n");
    let text = (0..1_500).fold(HEAD.to_owned(), |text, number| text + &bare(number));
    let read = helm::index::read("index.yaml", text.as_bytes());
    let mut evidence = Evidence::default();
    read.diagnostics.iter().for_each(|found| evidence.note(found));
    let subject = Subject::Repository(&read.catalog, &read.dropped);
    assert_eq!(verdicts(subject, evidence.found()), verdicts(subject, &read.diagnostics));
    let verdict = verdict(Consumer::ArtifactHub, subject, evidence.found());
    assert_eq!((verdict.kept_versions, verdict.skipped.len()), (0, 1_500));
}
