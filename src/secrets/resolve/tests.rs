//! Secrets in their places, from real files.

use super::*;
use crate::manifest::{SecretManifest, SecretValue};
use crate::model::location::{Addressing, S3Index, S3Place};
use crate::model::{Origin, SecretName};

struct Place {
    _folder: tempfile::TempDir,
    store: Store,
}

/// A store with one Secret `stage/data` for each list of pairs; `@` before a value says that it is kept elsewhere.
fn place(secrets: &[(&str, &[(&str, &str)])]) -> Place {
    let folder = tempfile::tempdir().expect("a folder");
    let store = Store::at(folder.path().join("secrets"));
    for (name, pairs) in secrets {
        let name = SecretName::parse(name).expect("a name");
        let value = |text: &str| match text.strip_prefix('@') {
            Some(reference) => SecretValue::parse_reference(reference).expect("a reference"),
            None => SecretValue::Here(Secret::from(text)),
        };
        let values = pairs.iter().map(|(key, text)| ((*key).to_owned(), value(text))).collect();
        let secret = SecretManifest { name, values, ..SecretManifest::default() };
        store.put(&secret).expect("it is kept");
    }
    Place { _folder: folder, store }
}

fn repository(url: &str, secret: &str) -> Repository {
    let parsed = Location::parse(url).expect("a URL");
    Repository {
        secret: SecretName::parse(secret),
        credentials: parsed.credentials,
        ..Repository::named("mine", parsed.location)
    }
}

async fn ask(place: &Place, repository: &Repository) -> Result<Resolved, Error> {
    resolve(&place.store, repository, &Monitor::silent()).await
}

#[tokio::test]
async fn placeholders_are_filled_and_known_keys_become_credentials() {
    let place = place(&[(
        "stage/data",
        &[
            ("host", "h.example"),
            ("project", "o/r"),
            ("username", "me"),
            ("password", "marked1"),
            ("other", "x"),
        ],
    )]);
    let registered = repository("https://{host}/{project}/index.yaml", "stage/data");
    let found = ask(&place, &registered).await.expect("it is resolved");
    assert_eq!(found.repository.location.canonical(), "https://h.example/o/r/index.yaml");
    let credentials = found.repository.credentials.clone().expect("credentials");
    assert_eq!((credentials.username.as_str(), credentials.password.reveal()), ("me", "marked1"));
    assert_eq!(found.copy_key, registered.copy_key());
    assert_eq!(found.repository.secret, None);
    assert_eq!(found.warnings, ["keys of the Secret stage/data that are not used: other"]);
    let told = found.redactor.text("https://h.example/o/r/index.yaml says marked1");
    assert_eq!(told, "https://{host}/{project}/index.yaml says ***");
    let shown = format!("{found:?}");
    assert!(!shown.contains("marked") && !shown.contains("h.example"), "{shown}");
}

#[tokio::test]
async fn a_key_that_the_url_uses_is_no_credential_too() {
    let place = place(&[("data", &[("token", "marked1"), ("password", "marked2")])]);
    let registered = repository("https://h.example/index.yaml?t={token}", "data");
    let found = ask(&place, &registered).await.expect("it is resolved").repository;
    let credentials = found.credentials.expect("credentials");
    assert!(credentials.token.is_empty());
    assert_eq!(credentials.password.reveal(), "marked2");
}

#[tokio::test]
async fn every_kind_of_place_takes_the_keys_that_are_its_own() {
    let place = place(&[(
        "data",
        &[
            ("accessKeyID", "AKIAMARKED"),
            ("secretAccessKey", "marked1"),
            ("username", "me"),
            ("password", "marked2"),
            ("token", "marked3"),
            ("header.X-Key", "marked4"),
            ("ca.crt", "-----BEGIN CERTIFICATE-----"),
            ("tls.crt", "crt"),
            ("tls.key", "key"),
        ],
    )]);
    let web =
        ask(&place, &repository("https://h.example/index.yaml", "data")).await.expect("resolved");
    let credentials = web.repository.credentials.expect("credentials");
    assert_eq!((credentials.username.as_str(), credentials.token.reveal()), ("me", "marked3"));
    assert_eq!(credentials.headers, [("X-Key".to_owned(), Secret::from("marked4"))]);
    assert_eq!(credentials.certificate.reveal(), "crt\nkey");
    assert_eq!(credentials.authorities, "-----BEGIN CERTIFICATE-----");
    let bucket = Location::S3(S3Place {
        endpoint: "https://s3.example".parse().expect("a URL"),
        region: None,
        bucket: "b".to_owned(),
        key: "index.yaml".to_owned(),
        addressing: Addressing::Path,
        profile: None,
        index: S3Index::File,
    });
    let bucket = Repository { secret: SecretName::parse("data"), ..Repository::named("b", bucket) };
    let bucket = ask(&place, &bucket).await.expect("resolved");
    let credentials = bucket.repository.credentials.expect("credentials");
    assert_eq!(
        (credentials.username.as_str(), credentials.password.reveal()),
        ("AKIAMARKED", "marked1")
    );
    assert!(credentials.headers.is_empty());
}

#[tokio::test]
async fn what_is_missing_is_named_all_at_once() {
    let place = place(&[("data", &[("a", "marked"), ("password", "@env:CHARTROOM_NO_SUCH")])]);
    let registered = repository("https://{host}/{a}/{project}/index.yaml?x={host}", "data");
    let error = ask(&place, &registered).await.expect_err("keys are missing");
    assert_eq!(
        error.message,
        "the Secret data cannot be used: the URL needs host, project, and the Secret has a, password; password has \
         no value: the environment variable CHARTROOM_NO_SUCH is not set"
    );
    assert_eq!(error.fault, Some(Fault::SecretKeysMissing));
}

#[tokio::test]
async fn each_way_not_to_have_a_value_has_its_own_words() {
    let place = place(&[(
        "data",
        &[
            ("a", "@command:echo marked; echo 'no marked here' >&2; false"),
            ("b", "@file:/no/such"),
            ("c", "@command:true"),
        ],
    )]);
    let registered = repository("https://h.example/{a}/{b}/{c}/index.yaml", "data");
    let error = ask(&place, &registered).await.expect_err("no value");
    for expected in [
        "a has no value: the command ended with code 1; it said: no *** here",
        "b has no value: there is no file /no/such",
        "c has no value: the command writes nothing",
    ] {
        assert!(error.message.contains(expected), "{}", error.message);
    }
    assert_eq!(error.fault, Some(Fault::SecretValue));
}

#[tokio::test]
async fn values_come_from_files_and_commands_too() {
    let place = place(&[(
        "data",
        &[("host", "@command:echo h.example"), ("password", "@command:printf 'marked\\n'")],
    )]);
    let registered = repository("https://{host}/index.yaml", "data");
    let found = ask(&place, &registered).await.expect("it is resolved");
    assert_eq!(found.repository.location.canonical(), "https://h.example/index.yaml");
    assert_eq!(found.repository.credentials.expect("credentials").password.reveal(), "marked");
}

#[tokio::test]
async fn a_placeholder_without_a_secret_and_a_secret_without_use_are_told() {
    let place = place(&[("data", &[("a", "x")])]);
    let error =
        ask(&place, &repository("https://{host}/index.yaml", "")).await.expect_err("no Secret");
    assert!(error.message.contains("placeholders (host)"), "{}", error.message);
    let found =
        ask(&place, &repository("https://h.example/index.yaml", "data")).await.expect("resolved");
    assert!(found.warnings[0].contains("nothing of it is needed"), "{:?}", found.warnings);
    let error =
        ask(&place, &repository("https://h.example/index.yaml", "gone")).await.expect_err("none");
    assert_eq!(error.message, "there is no Secret gone in the store");
    let plain =
        ask(&place, &repository("https://h.example/index.yaml", "")).await.expect("nothing to do");
    assert_eq!(plain.warnings, Vec::<String>::new());
}

#[tokio::test]
async fn the_namespace_is_that_of_the_reference_then_that_of_the_configuration() {
    let all = place(&[
        ("stage/data", &[("v", "stage")]),
        ("prod/data", &[("v", "prod")]),
        ("lone/one", &[("v", "lone")]),
        ("free", &[("v", "free")]),
    ]);
    let origin = |kind: &str, namespace: Option<&str>| Origin {
        kind: kind.to_owned(),
        namespace: namespace.map(str::to_owned),
        name: "x".to_owned(),
        ..Origin::default()
    };
    let (namespaced, cluster) = ("AddonsConfiguration", "ClusterAddonsConfiguration");
    for (secret, origin, expected, is_warned) in [
        ("stage/data", None, Ok("stage"), false),
        ("stage/data", Some(origin(namespaced, Some("prod"))), Ok("stage"), false),
        ("data", Some(origin(namespaced, Some("prod"))), Ok("prod"), false),
        (
            "one",
            Some(origin(namespaced, Some("prod"))),
            Err("no Secret prod/one in the store, but there is lone/one"),
            false,
        ),
        ("one", Some(origin(cluster, None)), Ok("lone"), true),
        (
            "data",
            Some(origin(cluster, None)),
            Err("not clear which Secret data is meant: there are prod/data, stage/data"),
            false,
        ),
        ("stage/data", Some(origin(cluster, None)), Ok("stage"), false),
        ("one", None, Ok("lone"), false),
        ("data", None, Err("not clear which"), false),
        ("any/free", None, Ok("free"), false),
        ("none", None, Err("there is no Secret none"), false),
    ] {
        let mut registered = repository("https://h.example/{v}/index.yaml", secret);
        registered.origin.clone_from(&origin);
        match (ask(&all, &registered).await, expected) {
            (Ok(found), Ok(expected)) => {
                let url = found.repository.location.canonical();
                assert!(url.contains(&format!("/{expected}/")), "{secret}: {url}");
                let warned = found.warnings.iter().any(|text| text.contains("Helm Broker"));
                assert_eq!(warned, is_warned, "{secret}: {:?}", found.warnings);
            }
            (Err(error), Err(expected)) => assert!(error.message.contains(expected), "{error}"),
            (outcome, _) => panic!("{secret} {origin:?}: {outcome:?}"),
        }
    }
}

#[cfg(unix)]
#[tokio::test]
async fn a_file_that_others_may_write_runs_no_command() {
    use std::os::unix::fs::PermissionsExt as _;
    let place = place(&[("data", &[("password", "@command:echo marked")])]);
    let file = place.store.folder.join("data.yaml");
    std::fs::set_permissions(&file, std::fs::Permissions::from_mode(0o622)).expect("chmod");
    let error = ask(&place, &repository("https://h.example/index.yaml", "data"))
        .await
        .expect_err("not run");
    assert!(error.message.contains("is not followed: chmod 600"), "{}", error.message);
}

#[tokio::test]
async fn credentials_of_the_registry_are_hidden_and_come_first() {
    let place = place(&[("data", &[("username", "other"), ("password", "marked2")])]);
    let mut registered = repository("https://h.example/index.yaml", "data");
    registered.credentials = Some(Credentials::login("me", ""));
    let found = ask(&place, &registered).await.expect("it is resolved");
    let credentials = found.repository.credentials.expect("credentials");
    assert_eq!((credentials.username.as_str(), credentials.password.reveal()), ("me", "marked2"));
    registered.credentials = Some(Credentials::login("me", "marked3"));
    registered.secret = None;
    let found = ask(&place, &registered).await.expect("it is resolved");
    let error = Error::new(ErrorKind::Io, "marked3 me").redacted(&found.redactor);
    assert_eq!(error.message, "*** me");
}

#[tokio::test]
async fn a_login_in_the_url_is_the_only_one() {
    let pairs: &[(&str, &str)] = &[
        ("user", "me"),
        ("pass", "marked1"),
        ("password", "marked2"),
        ("token", "marked3"),
        ("header.authorization", "marked4"),
        ("header.X-Key", "marked5"),
    ];
    let place = place(&[("data", pairs)]);
    for url in ["https://{user}:{pass}@h.example/index.yaml", "https://{user}@h.example/index.yaml"]
    {
        let mut registered = repository(url, "data");
        for own in [None, Some(Credentials { token: "marked6".into(), ..Credentials::default() })] {
            registered.credentials = own;
            let found = ask(&place, &registered).await.expect("it is resolved");
            let credentials = found.repository.credentials.expect("credentials");
            let password = if url.contains("pass") { "marked1" } else { "" };
            let headers = vec![("X-Key".to_owned(), Secret::from("marked5"))];
            assert_eq!(credentials, Credentials { headers, ..Credentials::login("me", password) });
            assert!(
                found.warnings.iter().any(|text| text.contains("not sent")),
                "{:?}",
                found.warnings
            );
        }
    }
}

#[tokio::test]
async fn a_manifest_gets_what_its_url_asks_for_and_no_more() {
    let place = place(&[(
        "stage/data",
        &[
            ("path", "x"),
            ("token", "@command:echo marked; false"),
            ("password", "marked2"),
            ("header.X", "marked3"),
            ("ca.crt", "-----BEGIN CERTIFICATE-----"),
        ],
    )]);
    let origin = Origin { kind: "ClusterAddonsConfiguration".to_owned(), ..Origin::default() };
    for url in ["https://h.example/{path}/index.yaml", "https://h.example/x/index.yaml"] {
        let mut registered = repository(url, "stage/data");
        registered.origin = Some(origin.clone());
        let found = ask(&place, &registered).await.expect("it is resolved");
        assert_eq!(found.repository.location.canonical(), "https://h.example/x/index.yaml");
        let authorities = "-----BEGIN CERTIFICATE-----".to_owned();
        let only = Credentials { authorities, ..Credentials::default() };
        assert_eq!(found.repository.credentials, Some(only));
        assert!(
            found.warnings.iter().any(|text| text.contains("not used")),
            "{:?}",
            found.warnings
        );
    }
}

#[tokio::test]
async fn a_login_of_the_registry_is_the_only_one() {
    let place =
        place(&[("data", &[("token", "marked1"), ("username", "x"), ("password", "marked2")])]);
    for (own, expected) in [
        (Credentials::login("me", "marked3"), Credentials::login("me", "marked3")),
        (Credentials::login("me", ""), Credentials::login("me", "marked2")),
    ] {
        let mut registered = repository("https://h.example/index.yaml", "data");
        registered.credentials = Some(own);
        let found = ask(&place, &registered).await.expect("it is resolved");
        assert_eq!(found.repository.credentials, Some(expected));
        assert!(
            found.warnings.iter().any(|text| text.contains("not sent")),
            "{:?}",
            found.warnings
        );
    }
}

#[tokio::test]
async fn of_a_value_that_is_a_whole_url_no_part_is_shown() {
    for (value, told, expected) in [
        (
            "git::https://127.0.0.1:18443/git/PATHTOKEN/kyma.git//addons/index.yaml?ref=marked-ref",
            "https://127.0.0.1:18443/git/PATHTOKEN/kyma.git answered 404; to 127.0.0.1:18443 at \
             /other/PATHTOKEN/x; no marked-ref; no addons/index.yaml",
            "{place} answered 404; to {place} at /other/{place}/x; no {place}; no {place}",
        ),
        (
            "s3::https://AKIDMARKED:marked@h.example:9000/bucketmarked/pre/fix/index.yaml",
            "GET https://h.example:9000/bucketmarked/pre/fix/index.yaml: bucketmarked has no \
             pre/fix/ of AKIDMARKED",
            "GET https://{place}/{place}: {place} has no {place} of {place}",
        ),
        (
            "git@Git.Example:marked/project.git",
            "git.example: 'marked/project.git'",
            "{place}: '{place}'",
        ),
        (
            "https://h.example/marked%20token/charts",
            "https://h.example/marked%20token/charts/index.yaml: no 'marked token/charts/index.yaml'",
            "{place}: no '{place}/index.yaml'",
        ),
    ] {
        let place = place(&[("data", &[("place", value)])]);
        let found = ask(&place, &repository("{place}", "data")).await.expect("it is resolved");
        assert_eq!(found.redactor.text(told), expected, "{value}");
    }
}

#[tokio::test]
async fn what_a_template_tells_itself_is_not_taken_for_a_part_of_a_value() {
    let place = place(&[("data", &[("project", "SECRETORG/repo.git")])]);
    let registered = repository("git::https://h.example/charts/{project}//charts/x.yaml", "data");
    let found = ask(&place, &registered).await.expect("it is resolved");
    let told =
        "https://h.example/charts/SECRETORG/repo.git answered 404, at /SECRETORG/x: no charts";
    let expected = "https://h.example/charts/{project} answered 404, at /{project}/x: no charts";
    assert_eq!(found.redactor.text(told), expected);
}
