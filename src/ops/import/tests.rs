//! What an import would do, by manifests and what is registered.

use super::*;

fn manifest(name: &str, body: &str) -> Text {
    let text = format!(
        "apiVersion: addons.kyma-project.io/v1alpha1\nkind: ClusterAddonsConfiguration\nmetadata:\n  name: \
         {name}\n{body}"
    );
    Text { file: "f.yaml".to_owned(), text }
}

fn spec(urls: &[&str]) -> String {
    let list: Vec<String> = urls.iter().map(|url| format!("  - url: \"{url}\"\n")).collect();
    format!("spec:\n  repositories:\n{}", list.concat())
}

/// Registers what a plan wants.
fn carried_out(plan: &Plan) -> Vec<Repository> {
    let stays = plan.repositories.iter().filter(|one| one.deed != Deed::Removed);
    stays.map(|one| one.repository.clone()).collect()
}

fn deeds(plan: &Plan) -> Vec<String> {
    let told = |one: &Planned| match &one.deed {
        Deed::Changed(what) => format!("{} changed: {}", one.repository.name, what.join(", ")),
        deed => format!("{} {}", one.repository.name, deed.name()),
    };
    plan.repositories.iter().map(told).collect()
}

const A: &str = "https://h.example/x/a/index.yaml";
const B: &str = "https://h.example/x/b/index.yaml";

#[test]
fn importing_again_changes_only_what_is_different() {
    let usual = Options::default();
    let first = plan(&[manifest("mine", &spec(&[A, B]))], &[], &usual);
    assert_eq!(deeds(&first), ["mine-x-a new", "mine-x-b new"]);
    let registered = carried_out(&first);
    let again = plan(&[manifest("mine", &spec(&[B, A]))], &registered, &usual);
    assert_eq!(deeds(&again), ["mine-x-b unchanged", "mine-x-a unchanged"]);
    assert_eq!(again.changes(Timestamp::UNIX_EPOCH), []);
    let labelled = manifest("mine", &format!("  labels: {{team: a}}\n{}", spec(&[A])));
    let other = plan(std::slice::from_ref(&labelled), &registered, &usual);
    assert_eq!(deeds(&other), ["mine-x-a changed: labels", "mine-x-b kept"]);
    let pruning = Options { leftover: Leftover::Remove, ..usual };
    assert_eq!(
        deeds(&plan(&[labelled], &registered, &pruning)),
        ["mine-x-a changed: labels", "mine-x-b removed"]
    );
}

#[test]
fn what_the_user_gave_a_repository_stays() {
    let usual = Options::default();
    let mut registered = carried_out(&plan(&[manifest("mine", &spec(&[A]))], &[], &usual));
    registered[0].name = "my-own-name".to_owned();
    registered[0].description = "words".to_owned();
    let again = plan(&[manifest("mine", &spec(&[A]))], &registered, &usual);
    assert_eq!(deeds(&again), ["my-own-name unchanged"]);
    assert_eq!(again.repositories[0].repository, registered[0]);
}

#[test]
fn nothing_is_removed_by_a_list_that_could_not_be_read_in_full() {
    let pruning = Options { leftover: Leftover::Remove, ..Options::default() };
    let registered = carried_out(&plan(&[manifest("mine", &spec(&[A, B]))], &[], &pruning));
    for body in [
        spec(&[A, "h.example/x/b/index.yaml"]),
        spec(&[A]) + "  - {}\n",
        "spec: {repositories: 7}\n".to_owned(),
        "spec: {}\n".to_owned(),
    ] {
        let plan = plan(&[manifest("mine", &body)], &registered, &pruning);
        assert!(plan.has_errors());
        let removed = plan.repositories.iter().filter(|one| one.deed == Deed::Removed).count();
        assert_eq!(removed, 0, "{body}");
    }
    let empty = plan(&[manifest("mine", "spec: {repositories: []}\n")], &registered, &pruning);
    assert_eq!(deeds(&empty), ["mine-x-a removed", "mine-x-b removed"]);
}

#[test]
fn one_place_in_two_configurations_is_two_repositories_and_twice_in_one_is_one() {
    let both = [manifest("one", &spec(&[A, A])), manifest("two", &spec(&[A]))];
    let plan = plan(&both, &[], &Options { prefix: "k8s.".to_owned(), ..Options::default() });
    assert_eq!(deeds(&plan), ["k8s.one-x-a new", "k8s.two-x-a new"]);
}

#[test]
fn a_repository_knows_kind_origin_labels_and_secret() {
    let body = "  labels: {team: a}\nspec:\n  reprocessRequest: 4\n  repositories:\n  - url: \
                https://{user}:{key}@h.example/a/b/index.yaml\n    secretRef: {name: login}\n";
    let plan = plan(&[manifest("mine", body)], &[], &Options::default());
    let repository = &plan.repositories[0].repository;
    assert_eq!(repository.kind, Some(RepositoryKind::Addons));
    assert_eq!(repository.labels.get("team").map(String::as_str), Some("a"));
    assert_eq!(repository.secret.as_ref().map(ToString::to_string).as_deref(), Some("login"));
    let origin = repository.origin.clone().expect("an origin");
    assert_eq!(
        (origin.kind.as_str(), origin.reprocess_request),
        ("ClusterAddonsConfiguration", Some(4))
    );
    assert!(!repository.verified);
    assert!(matches!(repository.location, Location::Template(_)));
}

#[test]
fn paths_of_this_machine_are_taken_from_no_manifest() {
    for url in ["addons/index.yaml", "/srv/index.yaml", "~/x/index.yaml", "sample://addons"] {
        let plan = plan(&[manifest("mine", &spec(&[url]))], &[], &Options::default());
        assert_eq!(deeds(&plan), Vec::<String>::new(), "{url}");
        assert!(plan.has_errors(), "{url}");
    }
}
