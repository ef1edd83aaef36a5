//! Proofs about registered repositories: each a few of them beside each other.

use std::fmt::Write as _;

use chartroom::model::{Origin, Repository, RepositoryKind};
use chartroom::monitor::Monitor;
use chartroom::ops;

use super::Proof;
use crate::support::{Place, repository};

/// Proofs in code.
pub(super) const PROOFS: &[Proof] = &[
    Proof {
        rule: "REG001",
        fails: || told(&[("a", ONE), ("a", ONE)]),
        passes: || told(&[("a", ONE), ("b", TWO)]),
    },
    Proof {
        rule: "REG002",
        fails: || renamed(["same", "same"]),
        passes: || renamed(["one", "other"]),
    },
    Proof {
        rule: "REG003",
        fails: || told(&[("a", ONE), ("b", ONE)]),
        passes: || told(&[("a", ONE), ("b", TWO)]),
    },
    Proof {
        rule: "REG004",
        fails: || of_kind(RepositoryKind::Helm),
        passes: || of_kind(RepositoryKind::Addons),
    },
    Proof {
        rule: "REG010",
        fails: || within(ONE, Addon { name: "store", ..ONE }),
        passes: || within(ONE, TWO),
    },
    Proof {
        rule: "REG011",
        fails: || between(ONE, Addon { id: 3, ..ONE }),
        passes: || between(ONE, Addon { id: 3, version: "0.2.0", ..ONE }),
    },
    Proof {
        rule: "REG012",
        fails: || between(ONE, Addon { version: "0.2.0", ..ONE }),
        passes: || between(ONE, Addon { version: "0.2.0", id: 3, ..ONE }),
    },
    Proof {
        rule: "REG013",
        fails: || of(&[(ONE, CLUSTER), (ONE, "AddonsConfiguration mine")]),
        passes: || of(&[(ONE, CLUSTER), (TWO, "AddonsConfiguration mine")]),
    },
    Proof {
        rule: "REG014",
        fails: || told(&[("a", ONE), ("b", Addon { id: 3, ..ONE })]),
        passes: || told(&[("a", ONE), ("b", TWO)]),
    },
    Proof {
        rule: "REG015",
        fails: || between(BROKEN, Addon { id: 3, ..ONE }),
        passes: || between(ONE, Addon { id: 3, ..ONE }),
    },
    Proof { rule: "REG016", fails: || within(BROKEN, TWO), passes: || within(ONE, TWO) },
];

/// One addon of a repository of its own.
#[derive(Clone, Copy)]
struct Addon {
    id: u8,
    name: &'static str,
    version: &'static str,
    /// A line of its metadata.
    more: &'static str,
}

const ONE: Addon = Addon { id: 1, name: "cache", version: "0.1.0", more: "" };
const TWO: Addon = Addon { id: 2, name: "store", version: "0.1.0", more: "" };
const BROKEN: Addon = Addon { more: "tags: [a list]\n", ..ONE };
const CLUSTER: &str = "ClusterAddonsConfiguration mine";

impl Addon {
    fn write(&self, place: &Place, folder: &str) -> Repository {
        let Self { id, name, version, more } = self;
        let index = format!(
            "apiVersion: v1\nentries:\n  {name}:\n  - {{name: {name}, version: {version}}}\n"
        );
        let mut meta = format!("name: {name}\nversion: {version}\n{more}");
        let _ = writeln!(meta, "id: 4f5c3f2e-8a0b-4a55-9a0c-0d2f7c1e6a0{id}");
        meta.push_str("description: It\ndisplayName: It\n");
        let plan = format!("name: micro\nid: 4f5c3f2e-8a0b-4a55-9a0c-0d2f7c1e6b0{id}\n");
        let plan = format!("{plan}description: It\ndisplayName: It\n");
        let chart = format!("apiVersion: v2\nname: {name}\nversion: 1.0.{id}\n");
        let root = format!("{folder}/{name}-{version}");
        place.write(&format!("{root}/meta.yaml"), meta);
        place.write(&format!("{root}/plans/micro/meta.yaml"), plan);
        place.write(&format!("{root}/chart/{name}/Chart.yaml"), chart);
        let path = place.write(&format!("{folder}/index.yaml"), index);
        let mut repository = repository(&path.display().to_string());
        folder.clone_into(&mut repository.name);
        repository.kind = Some(RepositoryKind::Addons);
        repository
    }
}

/// What is told of repositories in those folders.
fn told(addons: &[(&str, Addon)]) -> Vec<String> {
    let place = Place::new();
    let repositories: Vec<Repository> =
        addons.iter().map(|(folder, addon)| addon.write(&place, folder)).collect();
    report(&place, &repositories)
}

/// What is told of repositories of those configurations.
fn of(addons: &[(Addon, &str)]) -> Vec<String> {
    let place = Place::new();
    let repositories: Vec<Repository> = addons
        .iter()
        .zip(["a", "b"])
        .map(|((addon, of), folder)| {
            let (kind, name) = of.split_once(' ').expect("kind and name");
            let (kind, name) = (kind.to_owned(), name.to_owned());
            let origin = Origin { kind, namespace: None, name, reprocess_request: None };
            Repository { origin: Some(origin), ..addon.write(&place, folder) }
        })
        .collect();
    report(&place, &repositories)
}

fn within(one: Addon, other: Addon) -> Vec<String> {
    of(&[(one, CLUSTER), (other, CLUSTER)])
}

fn between(one: Addon, other: Addon) -> Vec<String> {
    of(&[(one, CLUSTER), (other, "ClusterAddonsConfiguration other")])
}

fn renamed(names: [&str; 2]) -> Vec<String> {
    let place = Place::new();
    let mut repositories = [ONE.write(&place, "a"), TWO.write(&place, "b")];
    for (repository, name) in repositories.iter_mut().zip(names) {
        name.clone_into(&mut repository.name);
    }
    report(&place, &repositories)
}

fn of_kind(kind: RepositoryKind) -> Vec<String> {
    let place = Place::new();
    report(&place, &[Repository { kind: Some(kind), ..ONE.write(&place, "a") }])
}

fn report(place: &Place, repositories: &[Repository]) -> Vec<String> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    let monitor = Monitor::silent();
    let work = ops::registrations(&place.client, repositories, &monitor);
    let report = runtime.expect("a runtime").block_on(work).expect("it can be looked at");
    report.diagnostics.iter().map(|found| found.rule.code.to_owned()).collect()
}
