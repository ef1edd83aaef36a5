//! A small world in memory that answers what the screen asks for: five repositories, a chart, an addon.
//! All content is this project's own, below `tests/fixtures/screen`.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use chartroom::error::{ErrorKind, Failure};
use chartroom::helm::Chart;
use chartroom::model::{
    Catalog, Consumer, Credentials, Diagnostic, Effect, Entry, EntryVersion, Family, HostKey,
    Location, Looked, Offer, Outcome, Package, PackageFile, Place, Report, Repository,
    RepositoryKind, Rule, SecretName, Severity, Skipped, Span, Verdict,
};
use chartroom::ops::{
    Contents, Fetched, IndexText, Inspection, Probe, SecretChange, SecretEdit, Step, StepName,
    StepState, Wanted,
};
use chartroom::secrets::{Listing, Summary};
use jiff::Timestamp;

/// The moment at which everything happens.
pub(super) fn now() -> Timestamp {
    "2026-08-23T12:03:58Z".parse().expect("a moment")
}

fn fixtures() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/screen")
}

fn location(text: &str) -> Location {
    Location::parse(text).expect("a location").location
}

/// The registered repositories.
pub(super) fn repositories() -> Vec<Repository> {
    let mut stable = Repository::named("stable", location("https://charts.example.org/stable"));
    "What the platform team supports".clone_into(&mut stable.description);
    stable.added = Some("2026-05-02T09:00:00Z".parse().expect("a moment"));
    let addons =
        Repository::named("kyma-addons", location("https://addons.example.org/index.yaml"));
    let incubator =
        Repository::named("incubator", location("https://charts.example.org/incubator"));
    let mut internal =
        Repository::named("internal", location("https://registry.corp.example/charts"));
    internal.credentials = Some(Credentials::login("ci-reader", "secret"));
    let legacy = Repository::named("legacy", location("https://old.example.org/charts"));
    vec![stable, addons, incubator, internal, legacy]
}

static DUPLICATE: Rule = Rule {
    code: "IDX010",
    name: "duplicate-version",
    family: Family::Index,
    severity: Severity::Error,
    what: "a version is listed twice",
    why: "which of the two a client picks is not defined, so pulls may differ",
    fix: "remove one entry, or raise the version of the second",
    origin: "Helm keeps the last of equal versions",
    effects: [
        Effect::Loses,
        Effect::Loses,
        Effect::Unseen,
        Effect::Skips,
        Effect::Refuses,
        Effect::Loses,
        Effect::Warns,
    ],
};
static ICON: Rule = Rule {
    code: "CHT020",
    name: "no-icon",
    family: Family::Chart,
    severity: Severity::Info,
    what: "the chart has no icon",
    why: "catalogues show a blank square",
    fix: "name an image in icon",
    origin: "helm lint",
    effects: [Effect::Ignores; 7],
};
static MAINTAINER: Rule = Rule {
    code: "CHT031",
    name: "maintainer-without-mail",
    family: Family::Chart,
    severity: Severity::Warning,
    what: "a maintainer has no mail address",
    why: "nobody can be asked",
    fix: "add email to the maintainer",
    origin: "chart best practices",
    effects: [Effect::Ignores; 7],
};

fn diagnostics() -> Vec<Diagnostic> {
    let span = |line, column, length| Span { line, column, length };
    let at = |line, column, length| Place::at("index.yaml", span(line, column, length));
    vec![
        Diagnostic::new(&DUPLICATE, at(236, 7, 14), "\"twice\" lists version 0.0.3 two times")
            .of("twice", "0.0.3")
            .related(at(229, 7, 14), "first definition"),
        Diagnostic::new(&MAINTAINER, at(111, 11, 4), "Charles Babbage has no mail address")
            .of("redis-cluster", "12.0.12"),
        Diagnostic::new(&ICON, at(4, 7, 0), "airflow 21.5.2 has no icon").of("airflow", "21.5.2"),
    ]
}

/// What fetching that repository brings.
pub(super) fn fetch(repository: &Repository) -> Result<Fetched, Failure> {
    match repository.name.as_str() {
        "stable" => Ok(fetched("charts.yaml", now(), diagnostics())),
        "kyma-addons" => Ok(fetched("addons.yaml", now(), Vec::new())),
        "incubator" | "new" => Ok(fetched("charts.yaml", now(), Vec::new())),
        "legacy" => {
            let old = "2026-03-01T10:00:00Z".parse().expect("a moment");
            Ok(fetched("charts.yaml", old, Vec::new()))
        }
        _ => Err(unauthorized()),
    }
}

fn unauthorized() -> Failure {
    Failure {
        kind: ErrorKind::Unauthorized,
        summary: "401 Unauthorized from https://registry.corp.example/charts/index.yaml".to_owned(),
        causes: vec!["the server asks for Basic realm=\"charts\"".to_owned()],
        hint: "user name or password is wrong: edit the repository".to_owned(),
        fault: None,
        offer: None,
    }
}

fn fetched(file: &str, at: Timestamp, diagnostics: Vec<Diagnostic>) -> Fetched {
    let text = fs::read_to_string(fixtures().join(file)).expect("a fixture");
    let read = if file == "addons.yaml" {
        chartroom::kyma::index::read("index.yaml", text.as_bytes())
    } else {
        chartroom::helm::index::read("index.yaml", text.as_bytes())
    };
    Fetched {
        catalog: Arc::new(read.catalog),
        diagnostics: diagnostics.into(),
        index: Arc::new(IndexText { name: "index.yaml".to_owned(), text }),
        fetched: at,
        unchanged: true,
        refused: None,
    }
}

/// A catalog of that many charts.
pub(super) fn large(count: usize) -> Fetched {
    let entries = (0..count).map(|number| Entry {
        name: format!("chart-{number:06}"),
        versions: vec![EntryVersion {
            name: format!("chart-{number:06}"),
            version: format!("1.{}.0", number % 40),
            app_version: format!("{}.0", number % 9),
            ..EntryVersion::default()
        }],
    });
    let catalog =
        Catalog { kind: RepositoryKind::Helm, generated: None, entries: entries.collect() };
    Fetched { catalog: Arc::new(catalog), ..fetched("charts.yaml", now(), Vec::new()) }
}

/// What is in that package.
pub(super) fn inspect(wanted: &Wanted) -> Result<Inspection, Failure> {
    match (wanted.kind, wanted.entry.as_str()) {
        (RepositoryKind::Helm, "velero") => Err(Failure {
            kind: ErrorKind::NotFound,
            summary: format!("404 Not Found for {}-{}.tgz", wanted.entry, wanted.version.version),
            causes: Vec::new(),
            hint: "the index lists a package that is not there".to_owned(),
            fault: None,
            offer: None,
        }),
        (RepositoryKind::Helm, _) => Ok(chart(wanted)),
        (RepositoryKind::Addons, _) => Ok(addon()),
    }
}

fn chart(wanted: &Wanted) -> Inspection {
    let package = package("redis-cluster", "redis-cluster-12.0.12.tgz");
    let chart = Chart {
        metadata: wanted.version.clone(),
        readme: Some("README.md".to_owned()),
        values: Some("values.yaml".to_owned()),
        schema: Some("values.schema.json".to_owned()),
        templates: vec!["templates/NOTES.txt".to_owned(), "templates/service.yaml".to_owned()],
        ..Chart::default()
    };
    let place = Place::at(package.place("Chart.yaml"), Span { line: 5, column: 1, length: 11 });
    let found = Diagnostic::new(&ICON, place, "redis-cluster 12.0.12 has no icon");
    Inspection {
        package,
        contents: Contents::Chart(Box::new(chart)),
        diagnostics: vec![found.of("redis-cluster", "12.0.12")],
    }
}

fn addon() -> Inspection {
    let package = package("redis", "redis-0.0.3.tgz");
    let (addon, _) = chartroom::kyma::addon::read(&package);
    Inspection { package, contents: Contents::Addon(Box::new(addon)), diagnostics: Vec::new() }
}

fn package(folder: &str, name: &str) -> Package {
    let root = fixtures().join(folder);
    let mut files = Vec::new();
    let mut folders = vec![root.clone()];
    while let Some(next) = folders.pop() {
        for entry in fs::read_dir(next).expect("a fixture") {
            let path = entry.expect("a fixture").path();
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            let relative = path.strip_prefix(&root).expect("below its root");
            files.push(PackageFile {
                path: relative.to_string_lossy().replace('\\', "/"),
                bytes: fs::read(&path).expect("a fixture").into(),
            });
        }
    }
    files.sort_by(|left, right| left.path.cmp(&right.path));
    let size = files.iter().map(|file| file.bytes.len() as u64).sum();
    Package {
        name: name.to_owned(),
        root: folder.to_owned(),
        archive: true,
        digest: Some("9f".repeat(32)),
        size,
        files,
    }
}

fn verdicts() -> Vec<Verdict> {
    let skipped = Skipped {
        entry: "twice".to_owned(),
        version: "0.0.3".to_owned(),
        reason: "listed before".to_owned(),
    };
    let verdict = |consumer| Verdict {
        consumer,
        outcome: Outcome::Accept,
        kept_versions: 21,
        skipped: Vec::new(),
        text: String::new(),
    };
    let mut all: Vec<Verdict> = Consumer::ALL.map(verdict).into();
    all[1] = Verdict {
        outcome: Outcome::Skip,
        kept_versions: 20,
        skipped: vec![skipped],
        text: "skipping loading invalid entry for chart \"twice\" \u{1b}[2J".to_owned(),
        ..verdict(Consumer::Helm4)
    };
    all[4].outcome = Outcome::Refuse;
    all[4].kept_versions = 0;
    "no index can be read".clone_into(&mut all[4].text);
    all
}

/// What validating that repository finds.
pub(super) fn validate(name: &str) -> Report {
    Report {
        target: name.to_owned(),
        kind: Some(RepositoryKind::Helm),
        entries: 15,
        versions: 21,
        diagnostics: if name == "stable" { diagnostics() } else { Vec::new() },
        verdicts: verdicts(),
        packages: Looked { judged: 12, remembered: 8, left_out: 1, unreached: 0 },
        ..Report::default()
    }
}

/// The Secrets of the store.
pub(super) fn secrets() -> Listing {
    let secret = |name: &str, keys: &[(&str, &str)]| Summary {
        name: SecretName::parse(name).expect("a name"),
        kind: "Opaque".to_owned(),
        keys: keys.iter().map(|(key, place)| ((*key).to_owned(), (*place).to_owned())).collect(),
        place: Place::file("secrets.yaml"),
        notes: Vec::new(),
    };
    let secrets = vec![
        secret("kyma-system/addons", &[("host", "here"), ("token", "env:ADDONS_TOKEN")]),
        secret("team/charts", &[("password", "command:pass show charts"), ("username", "here")]),
    ];
    Listing { secrets, notes: Vec::new() }
}

/// The Secrets after a change.
pub(super) fn kept(known: &Listing, change: &SecretChange) -> Listing {
    let mut known = known.clone();
    match change {
        SecretChange::Put(all) => {
            for secret in all {
                let edit = SecretEdit {
                    was: Some(secret.name.clone()),
                    name: secret.name.clone(),
                    set: secret.values.clone().into_iter().collect(),
                    drop: Vec::new(),
                };
                known = kept(&known, &SecretChange::Edit(edit));
            }
        }
        SecretChange::Remove(name) => known.secrets.retain(|secret| secret.name != *name),
        SecretChange::Edit(edit) => {
            known.secrets.retain(|secret| Some(&secret.name) != edit.was.as_ref());
            let keys = edit.set.iter().map(|(key, value)| (key.clone(), value.to_string()));
            known.secrets.push(Summary {
                name: edit.name.clone(),
                kind: String::new(),
                keys: keys.collect(),
                place: Place::file("secrets.yaml"),
                notes: Vec::new(),
            });
        }
    }
    known
}

/// A key of an SSH server that was never met before.
fn host_key() -> HostKey {
    HostKey {
        host: "git.corp.example".to_owned(),
        port: 22,
        algorithm: "ssh-ed25519".to_owned(),
        key: "AAAAC3NzaC1lZDI1NTE5AAAAIPLwGgWv".to_owned(),
        fingerprint: "SHA256:4Ag4Vr4oYq0c8bXo2uAbEWmYd3Jq5nqkqkQ1sT9yY0E".to_owned(),
    }
}

/// What an unknown server, or a bucket without an index, brings.
fn offering(name: StepName, detail: &str, hint: &str, offer: Offer) -> Probe {
    let mut probe = probe("corp");
    probe.steps.retain(|step| step.name < StepName::Connect);
    let (detail, hint) = (detail.to_owned(), hint.to_owned());
    let (state, elapsed) = (StepState::Failed, Some(Duration::from_millis(48)));
    let offer = Some(Box::new(offer));
    probe.steps.push(Step { name, state, detail, hint, fault: None, offer, elapsed });
    probe
}

/// What checking a form finds, by its URL.
pub(super) fn check(location: &str) -> Probe {
    if location.contains("git.corp") {
        let detail = "the key of git.corp.example was never met before";
        let hint = "compare its fingerprint with what the server's owner tells";
        return offering(StepName::Connect, detail, hint, Offer::TrustHostKey(host_key()));
    }
    if location.contains("archives") && !location.contains("index=archives") {
        let instead = self::location("s3://archives/charts/?region=eu-1&index=archives");
        let offer = Offer::Instead(instead, "the 12 archives that lie there".to_owned());
        let detail = "the bucket is there, charts/index.yaml is not";
        return offering(StepName::Index, detail, "write one with helm repo index", offer);
    }
    probe(location)
}

/// What checking a form finds: `corp` asks for a password, everything else is good.
pub(super) fn probe(location: &str) -> Probe {
    let refused = location.contains("corp");
    let step = |name, state, detail: &str, hint: &str, millis: u64| Step {
        name,
        state,
        detail: detail.to_owned(),
        hint: hint.to_owned(),
        fault: None,
        offer: None,
        elapsed: (millis > 0).then(|| Duration::from_millis(millis)),
    };
    let mut steps = vec![
        step(StepName::Location, StepState::Passed, "https, host registry.corp.example", "", 0),
        step(StepName::Connect, StepState::Passed, "10.4.1.20:443", "", 12),
        step(StepName::Tls, StepState::Passed, "CN registry.corp.example, 61 days left", "", 31),
    ];
    if refused {
        let detail = "401 Unauthorized, Basic realm=\"charts\"";
        let hint = "the server asks for a user name and a password: fill in User and Password";
        steps.push(step(StepName::Response, StepState::Failed, detail, hint, 48));
        for name in [StepName::Index, StepName::Parse, StepName::Rules] {
            steps.push(step(name, StepState::Skipped, "not reached", "", 0));
        }
        return Probe { steps, fetched: None, siblings: Vec::new(), redirects: Vec::new() };
    }
    steps.extend([
        step(StepName::Response, StepState::Passed, "200 OK, application/yaml", "", 48),
        step(StepName::Index, StepState::Passed, "8.7 kB", "", 9),
        step(StepName::Parse, StepState::Passed, "helm, 15 charts, 21 versions", "", 4),
        step(StepName::Rules, StepState::Warned, "1 error, 1 warning, 1 info", "", 2),
    ]);
    let fetched = fetched("charts.yaml", now(), diagnostics());
    Probe {
        steps,
        fetched: Some(fetched),
        siblings: vec!["index-2.yaml".to_owned()],
        redirects: Vec::new(),
    }
}
