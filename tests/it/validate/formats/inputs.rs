//! Reports of every kind: clean, with faults in an index and an archive, suppressed, out of reach, hostile.

use std::path::PathBuf;

use chartroom::model::rule::chart::CHT029;
use chartroom::model::rule::index::{IDX008, IDX010};
use chartroom::model::rule::target::TGT001;
use chartroom::model::{
    Consumer, Diagnostic, Excerpt, Looked, Outcome, Place, Report, RepositoryKind, Severity,
    Skipped, Span, Suppression, Verdict,
};
use chartroom::ops::Request;
use chartroom::report::Options;
use chartroom::validate::{Policy, Selector};
use flate2::Compression;
use flate2::write::GzEncoder;

use crate::support;
use crate::validate::{request, validated};

const INDEX: &str = "apiVersion: v1
entries:
  redis:
  - {apiVersion: v2, name: redis, version: 1.0.0, urls: [redis-1.0.0.tgz]}
  - {apiVersion: v2, name: redis, version: 1.0.0, urls: [redis-1.0.0.tgz]}
  queue:
  - apiVersion: v2
    name: queue
    version: 2.0.0
    urls: [redis-1.0.0.tgz]
    漢字\u{202e}: {größe: 1, \tunknown: 2}
";

const CHART: &str = "apiVersion: v2
name: redis
version: 1.0.0
dependencies:
- {name: common, version: 1.x.x, repository: https://charts.example.org}
- {name: common, version: 2.x.x, repository: https://charts.example.org}
";

/// Local targets lie below this root.
pub(super) fn options() -> Options {
    Options { root: Some(PathBuf::from("/work")), ..Options::default() }
}

/// A report of each kind; the first is clean.
pub(super) async fn inputs() -> Vec<Report> {
    let faulty = faulty().await;
    vec![clean(), faulty.clone(), suppressed(faulty), unreachable(), hostile()]
}

fn clean() -> Report {
    Report {
        target: "https://charts.example.org/stable".to_owned(),
        kind: Some(RepositoryKind::Helm),
        entries: 1,
        versions: 2,
        packages: Looked { judged: 1, remembered: 1, ..Looked::default() },
        ..Report::default()
    }
}

/// A folder with faults in its index and in an archive, as it is really read.
async fn faulty() -> Report {
    let place = support::Place::new();
    place.write("index.yaml", INDEX);
    place.write("redis-1.0.0.tgz", archive());
    let select = ["IDX010", "IDX008", "CHT029"].map(Selector::new).to_vec();
    let policy = Policy { select, ..Policy::default() };
    let target = place.path().display().to_string();
    let mut report = validated(&place, &Request { policy, ..request(target) }).await;
    "./charts".clone_into(&mut report.target);
    report.folder = Some(PathBuf::from("/work/charts"));
    report.packages = Looked { judged: 2, left_out: 3, ..Looked::default() };
    report.verdicts = vec![
        verdict(Consumer::Helm4, Outcome::Accept, ""),
        verdict(Consumer::HelmBroker, Outcome::Skip, "one entry | is left out"),
        verdict(Consumer::KubeSphere3, Outcome::Refuse, "failed to load\u{1b}[2J index"),
    ];
    report
}

fn archive() -> Vec<u8> {
    let mut archive = tar::Builder::new(GzEncoder::new(Vec::new(), Compression::fast()));
    let mut header = tar::Header::new_gnu();
    header.set_size(CHART.len() as u64);
    header.set_mode(0o644);
    archive.append_data(&mut header, "redis/Chart.yaml", CHART.as_bytes()).expect("memory");
    archive.into_inner().and_then(GzEncoder::finish).expect("memory takes all")
}

fn verdict(consumer: Consumer, outcome: Outcome, text: &str) -> Verdict {
    let skipped =
        Skipped { entry: "redis".into(), version: "1.0.0".into(), reason: "it is there".into() };
    let skipped = if outcome == Outcome::Skip { vec![skipped] } else { Vec::new() };
    Verdict { consumer, outcome, kept_versions: 2, skipped, text: text.to_owned() }
}

/// The same, with its findings forgiven in each way.
fn suppressed(mut report: Report) -> Report {
    "kyma".clone_into(&mut report.target);
    report.suppressed = std::mem::take(&mut report.diagnostics);
    let ways = [
        Suppression::Inline("they are mirrors".to_owned()),
        Suppression::Configuration("ours, until March".to_owned()),
        Suppression::Baseline,
    ];
    for (found, way) in report.suppressed.iter_mut().zip(ways.into_iter().cycle()) {
        found.suppressed = Some(way);
    }
    report.verdicts.clear();
    report
}

fn unreachable() -> Report {
    let target = "https://gone.example.org/charts/index.yaml".to_owned();
    let found = Diagnostic::new(&TGT001, Place::file(target.clone()), "no such host")
        .fix("look whether it is written correctly");
    Report { diagnostics: vec![found], target, ..Report::default() }
}

/// Everything that could break out of a format.
fn hostile() -> Report {
    let text = "\u{1b}[2J\u{0}\u{202e}]]>\"'<b>&amp;|`*_[x](https://x.example) @me #1 %0A::error::x ##[add-mask]x\n\r\n\u{fffe}\u{7}end";
    let place = Place::at(format!("a b/{text}.yaml"), Span { line: 1, column: 3, length: 4 });
    let mut first = Diagnostic::new(&IDX010, place, text)
        .of(text, text)
        .related(Place::file(text), text)
        .fix(text);
    first.excerpt = Excerpt::of(&[text], 1, 3);
    let place = Place::file("evil-1.0.0.tgz!evil/..%2f..,:=.yaml");
    let second = Diagnostic::new(&CHT029, place.clone(), text);
    let mut third = Diagnostic::new(&IDX008, place, "");
    third.severity = Severity::Info;
    Report {
        target: format!("##[stop-commands]x{text}"),
        folder: Some(PathBuf::from("/work/../elsewhere")),
        diagnostics: vec![first, second, third],
        ..Report::default()
    }
}
