//! What goes out as a manifest, and what stays here.

use super::*;
use crate::manifest::Text;
use crate::model::Location;
use crate::ops::import::{Options, plan};

fn imported(text: &str) -> Vec<Repository> {
    let text = Text { file: "f".to_owned(), text: text.to_owned() };
    let plan = plan(&[text], &[], &Options::default());
    assert!(!plan.has_errors(), "{:?}", plan.diagnostics);
    plan.repositories.into_iter().map(|one| one.repository).collect()
}

fn wish(scope: Scope) -> Wish {
    Wish { scope, name: None, namespace: None }
}

/// The repositories without the counter, which an export raises.
fn without_counter(mut repositories: Vec<Repository>) -> Vec<Repository> {
    for repository in &mut repositories {
        repository.origin.iter_mut().for_each(|origin| origin.reprocess_request = None);
    }
    repositories
}

#[test]
fn import_export_import_is_the_identity() {
    for (scope, namespace) in [(Scope::Namespace, "\n  namespace: stage"), (Scope::Cluster, "")] {
        let head =
            format!("apiVersion: {API_VERSION}\nkind: {}\nmetadata:\n  name: ", scope.kind());
        let text = format!(
            "{head}one{namespace}\n  labels: {{team: \"7\", a.b/c: d}}\nspec:\n  reprocessRequest: 41\n  \
             repositories:\n  - url: https://h.example/a/b/index.yaml\n  - url: \
             github.com/o/r//addons/index.yaml?ref=a%2Fb&depth=1\n  - url: \
             https://{{user}}:{{key}}@{{host}}/{{project}}/index.yaml\n    secretRef: {{name: login, namespace: \
             other}}\n---\n{head}two{namespace}\nspec:\n  repositories:\n  - url: \
             s3::https://s3-eu-west-1.amazonaws.com/bucket/a/b//index.yaml\n  - url: \
             git::ssh://git@h.example/r.git//i.yaml?sshkey={{sshkey}}\n    secretRef: {{name: key}}\n"
        );
        let first = imported(&text);
        assert_eq!(first.len(), 5);
        let exported = export(&first, &Listing::default(), &wish(scope)).unwrap();
        assert_eq!(exported.left_out, []);
        let second = imported(&exported.text);
        assert_eq!(without_counter(second.clone()), without_counter(first), "{}", exported.text);
        let counts: Vec<_> =
            second.iter().map(|one| one.origin.as_ref().unwrap().reprocess_request).collect();
        assert_eq!(counts, [Some(42), Some(42), Some(42), Some(1), Some(1)]);
    }
}

#[test]
fn what_helm_broker_would_not_take_is_left_out_and_told() {
    let mut repositories: Vec<Repository> = [
        "https://h.example/a/index.yaml",
        "http://h.example/a/index.yaml",
        "/srv/index.yaml",
        "https://h.example/charts/index.yaml",
        "https://h.example/a/index.yaml",
    ]
    .into_iter()
    .map(|url| {
        let location = Location::parse(url).unwrap().location;
        Repository { kind: Some(RepositoryKind::Addons), ..Repository::named(url, location) }
    })
    .collect();
    repositories[3].kind = Some(RepositoryKind::Helm);
    let exported = export(&repositories, &Listing::default(), &wish(Scope::Cluster)).unwrap();
    assert_eq!(exported.count, 1);
    let why: Vec<&str> = exported.left_out.iter().map(|(_, why)| why.as_str()).collect();
    for (why, word) in why.iter().zip(["plain http", "on this machine", "charts", "already"]) {
        assert!(why.contains(word), "{why}");
    }
    assert!(exported.text.contains("name: chartroom\n"), "{}", exported.text);
    assert!(!exported.text.contains("reprocessRequest"));
}

#[test]
fn inline_credentials_are_never_written_but_as_a_secret_that_was_asked_for() {
    let location = Location::parse("https://h.example/a/index.yaml").unwrap().location;
    let repository = Repository {
        kind: Some(RepositoryKind::Addons),
        credentials: Some(Credentials::login("me", "hunter2")),
        ..Repository::named("My Repo", location)
    };
    let asked = Wish { namespace: Some("stage".to_owned()), ..wish(Scope::Cluster) };
    let exported = export(&[repository], &Listing::default(), &asked).unwrap();
    assert!(!format!("{exported:?}").contains("hunter2"));
    assert!(exported.text.contains("https://{username}:{password}@h.example/a/index.yaml"));
    assert!(
        exported.notes[0].contains("make a Secret stage/my-repo-access with username, password")
    );
    let (secrets, elsewhere) = secrets_text(&Store::at("/nowhere"), &exported).unwrap();
    assert_eq!(elsewhere, Vec::<String>::new());
    let both = format!("{}{secrets}", exported.text);
    let found = crate::manifest::bundle::read(&[Text { file: "f".to_owned(), text: both }]);
    assert_eq!(found.diagnostics, []);
    assert_eq!(found.secrets, exported.made);
}

#[test]
fn values_that_are_kept_elsewhere_are_told_when_secrets_are_written() {
    let folder = tempfile::tempdir().unwrap();
    let store = Store::at(folder.path().join("secrets"));
    let mut secret = SecretManifest {
        name: SecretName::parse("stage/login").unwrap(),
        ..SecretManifest::default()
    };
    secret.set("user".to_owned(), SecretValue::Here("me".into()));
    secret.set("key".to_owned(), SecretValue::Environment("MY_KEY".to_owned()));
    store.put(&secret).unwrap();
    let exported = Exported { named: vec![secret.name], ..Exported::default() };
    let (text, elsewhere) = secrets_text(&store, &exported).unwrap();
    assert!(text.contains("user: bWU="), "{text}");
    assert_eq!(elsewhere.len(), 1);
    assert!(elsewhere[0].contains("stage/login") && elsewhere[0].contains("key from env:MY_KEY"));
    assert!(!elsewhere[0].contains("user"));
}

#[test]
fn two_repositories_never_share_the_secret_that_is_made_for_one() {
    let repository = |name: &str, host: &str| Repository {
        kind: Some(RepositoryKind::Addons),
        credentials: Some(Credentials::login("me", "hunter2")),
        ..Repository::named(
            name,
            Location::parse(&format!("https://{host}/a/index.yaml")).unwrap().location,
        )
    };
    let both = [repository("x.y", "a.invalid"), repository("x-y", "b.invalid")];
    let asked = Wish { namespace: Some("stage".to_owned()), ..wish(Scope::Cluster) };
    let exported = export(&both, &Listing::default(), &asked).unwrap();
    let made: Vec<String> = exported.made.iter().map(|one| one.name.to_string()).collect();
    assert_eq!(made, ["stage/x-y-access", "stage/x-y-access-2"]);
    assert!(exported.text.contains("name: x-y-access-2\n"), "{}", exported.text);
}
