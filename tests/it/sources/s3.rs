//! Object stores: what is read with which keys, and what each refusal says.

use chartroom::error::{Error, ErrorKind};
use chartroom::model::{Credentials, EntryVersion, Fault, Repository, RepositoryKind, Secret};
use chartroom::monitor::Monitor;
use chartroom::ops::{Freshness, Wanted, fetch, inspect};
use chartroom::source::{
    IndexAnswer, IndexBytes, PackageBytes, PackageName, Variables, addon_folders, read_index,
    read_package, siblings,
};

use crate::support::Place;
use crate::support::content::{addons_index, helm_index};
use crate::support::s3::{BUCKET, ELSEWHERE, ID, SECRET, Store, known, place, repository};
use crate::support::web::{Reply, Server};
use crate::support::{raw, tls};

async fn index(place: &Place, repository: &Repository) -> Result<IndexBytes, Error> {
    match read_index(&place.client, repository, None, &Monitor::silent()).await? {
        IndexAnswer::Read(index) => Ok(index),
        other @ (IndexAnswer::Unchanged | IndexAnswer::Listed(_)) => {
            unreachable!("a first question for a file: {other:?}")
        }
    }
}

async fn package(place: &Place, repository: &Repository, url: &str) -> Result<PackageBytes, Error> {
    let wanted = PackageName::Chart { url, digest: "" };
    read_package(&place.client, repository, wanted, &Monitor::silent()).await
}

async fn addon(place: &Place, repository: &Repository, key: &str) -> Result<PackageBytes, Error> {
    let wanted = PackageName::Addon { key, version: "0.1.0" };
    read_package(&place.client, repository, wanted, &Monitor::silent()).await
}

fn archive(package: PackageBytes) -> (String, Vec<u8>) {
    match package {
        PackageBytes::Archive { name, bytes } => (name, bytes),
        PackageBytes::Tree { name, files } => unreachable!("a tree {name}: {files:?}"),
    }
}

#[tokio::test]
async fn an_index_is_read_at_the_root_under_a_prefix_and_by_its_name() {
    let (store, place) = (Store::start().await, Place::new());
    for key in ["index.yaml", "helm/stable/index.yaml", "with blank/a+b.yaml"] {
        store.put(key, helm_index(&format!("{key}.tgz")));
        let read = index(&place, &store.repository(key)).await.unwrap();
        assert_eq!(String::from_utf8_lossy(&read.bytes), helm_index(&format!("{key}.tgz")));
        assert!(read.validators.etag.is_some());
        assert_eq!(read.trail.notes, ["keys: the repository's"]);
        assert!(read.trail.status.starts_with("200 OK"), "{}", read.trail.status);
    }
}

#[tokio::test]
async fn keys_are_taken_as_json_in_both_spellings() {
    let (store, place) = (Store::start().await, Place::new());
    store.put("index.yaml", helm_index("a.tgz"));
    let mut repository = store.repository("index.yaml");
    for json in [
        format!(r#"{{"access_key_id":"{ID}","secret_access_key":"{SECRET}"}}"#),
        format!(r#"{{"accessKeyID": "{ID}", "secretAccessKey": "{SECRET}"}}"#),
    ] {
        repository.credentials = Some(Credentials::login("", json));
        index(&place, &repository).await.unwrap();
    }
    for (user, password, fault) in [
        ("", "{\"access_key_id\":", Fault::CredentialShape),
        ("", "{\"access_key_id\":\"\",\"secret_access_key\":\"x\"}", Fault::AccessKeyMissing),
        (ID, "", Fault::SecretKeyMissing),
        ("", SECRET, Fault::AccessKeyMissing),
    ] {
        repository.credentials = Some(Credentials::login(user, password));
        let error = index(&place, &repository).await.unwrap_err();
        assert_eq!(error.fault, Some(fault), "{password}");
        assert!(!format!("{error:?}").contains(SECRET));
    }
}

#[tokio::test]
async fn wrong_keys_are_told_apart() {
    let (store, place) = (Store::start().await, Place::new());
    store.put("index.yaml", helm_index("a.tgz"));
    let mut repository = store.repository("index.yaml");
    for (credentials, kind, fault) in [
        (None, ErrorKind::Unauthorized, Fault::S3AccessDenied),
        (
            Some(Credentials::login("AKIAOTHER", SECRET)),
            ErrorKind::Unauthorized,
            Fault::S3KeyUnknown,
        ),
        (
            Some(Credentials::login(ID, "marked-secret")),
            ErrorKind::Unauthorized,
            Fault::S3SecretWrong,
        ),
    ] {
        repository.credentials = credentials;
        let error = index(&place, &repository).await.unwrap_err();
        assert_eq!((error.kind, error.fault), (kind, Some(fault)), "{error}");
        assert!(!error.hint.is_empty());
        assert!(!format!("{error:?}").contains("marked-secret"));
    }
    let other = known(self::repository(self::place(
        &format!("http://localhost:{}", store.port),
        "no-such-bucket",
        "index.yaml",
    )));
    let error = index(&place, &other).await.unwrap_err();
    assert_eq!(error.fault, Some(Fault::S3BucketMissing), "{error}");
}

/// Validates the index at a place in a process with these variables, which reaches the store as its proxy.
async fn validated(store: &Store, options: &str, variables: &[(&str, &str)]) -> (bool, String) {
    let home = tempfile::tempdir().expect("a folder");
    let proxy = format!("http://localhost:{}", store.port);
    let url = format!("s3::http://{ELSEWHERE}/{BUCKET}/helm{options}");
    let mut command = tokio::process::Command::new(env!("CARGO_BIN_EXE_chartroom"));
    command.args(["validate", "--depth", "index", &url]).env_clear();
    command.env("HOME", home.path()).env("HTTP_PROXY", proxy).envs(variables.iter().copied());
    let output = command.output().await.expect("the program starts");
    let words = String::from_utf8_lossy(&output.stderr) + String::from_utf8_lossy(&output.stdout);
    assert!(!words.contains(SECRET), "{words}");
    (output.status.success(), words.into_owned())
}

#[tokio::test]
async fn keys_of_environment_and_profile_sign_for_a_bucket_in_the_hosts_name_too() {
    let store = Store::start().await;
    store.put("helm/index.yaml", helm_index("a.tgz"));
    let endpoint = format!("http://{ELSEWHERE}");
    let environment = [("AWS_ACCESS_KEY_ID", ID), ("AWS_SECRET_ACCESS_KEY", SECRET)];
    let named = [&environment[..], &[("AWS_ENDPOINT_URL", endpoint.as_str())]].concat();
    for addressing in ["virtual", "path"] {
        let options = format!("?addressing={addressing}");
        let (passed, words) = validated(&store, &options, &named).await;
        assert!(passed, "{addressing}: {words}");
        let (passed, words) = validated(&store, &options, &environment).await;
        assert!(!passed && words.contains("no keys were sent"), "{addressing}: {words}");
    }
    let files = Place::new();
    let keys = format!("[work]\naws_access_key_id = {ID}\naws_secret_access_key = {SECRET}\n");
    let path = files.write("credentials", keys).display().to_string();
    let profile = [("AWS_SHARED_CREDENTIALS_FILE", path.as_str())];
    let (passed, words) = validated(&store, "?aws_profile=work", &profile).await;
    assert!(passed, "{words}");
    let (passed, words) = validated(&store, "?aws_profile=play", &profile).await;
    assert!(!passed && words.contains("there is no profile \"play\""), "{words}");
}

#[tokio::test]
async fn packages_are_read_by_every_kind_of_reference() {
    let (store, place) = (Store::start().await, Place::new());
    let web = Server::start(|_| Reply::ok("of the web")).await;
    store.put("helm/index.yaml", helm_index("a.tgz"));
    store.put("helm/redis-1.0.0+1.tgz", "beside");
    store.put("helm/sub dir/a b-1.0.0.tgz", "below");
    store.put("top.tgz", "top");
    let repository = store.repository("helm/index.yaml");
    let origin = format!("http://localhost:{}", store.port);
    for (url, name, expected) in [
        ("redis-1.0.0+1.tgz", "redis-1.0.0+1.tgz", "beside"),
        ("sub%20dir/a%20b-1.0.0.tgz", "a b-1.0.0.tgz", "below"),
        ("../top.tgz", "top.tgz", "top"),
        ("s3://charts/top.tgz", "top.tgz", "top"),
        (&format!("s3://localhost:{}/charts/top.tgz", store.port), "top.tgz", "top"),
        (&format!("{origin}/charts/top.tgz"), "top.tgz", "top"),
        (&web.url("/web.tgz"), "web.tgz", "of the web"),
    ] {
        let (found, bytes) = archive(package(&place, &repository, url).await.unwrap());
        assert_eq!((found.as_str(), bytes.as_slice()), (name, expected.as_bytes()), "{url}");
    }
    let asked = web.seen();
    assert!(asked.iter().all(|seen| seen.header("authorization").is_none()));
    for (url, kind) in [
        ("gone.tgz", ErrorKind::NotFound),
        ("../../out.tgz", ErrorKind::Malformed),
        ("oci://example.com/x", ErrorKind::Malformed),
    ] {
        let error = package(&place, &repository, url).await.unwrap_err();
        assert_eq!(error.kind, kind, "{url}: {error}");
    }
}

#[tokio::test]
async fn addons_are_folders_or_archives_and_never_those_of_a_longer_name() {
    let (store, place) = (Store::start().await, Place::new());
    store.put("addons/index.yaml", addons_index("redis", "0.1.0"));
    store.put("addons/index-2.yaml", addons_index("mail", "0.1.0"));
    store.put("addons/notes.txt", "no index");
    store.put("addons/redis-0.1.0/meta.yaml", "name: redis");
    store.put("addons/redis-0.1.0/plans/micro/meta.yaml", "name: micro");
    store.put("addons/redis-0.1.0/a b/c+d.yaml", "odd: name");
    store.put("addons/redis-0.1.0-old/meta.yaml", "name: old");
    store.put("addons-old/redis-0.1.0/meta.yaml", "name: elsewhere");
    store.put("addons/mail-0.1.0.tgz", "an archive");
    let repository = store.repository("addons/index.yaml");
    let PackageBytes::Tree { name, files } = addon(&place, &repository, "redis").await.unwrap()
    else {
        unreachable!("a tree")
    };
    let paths: Vec<&str> = files.iter().map(|(path, _)| path.as_str()).collect();
    assert_eq!(
        (name.as_str(), paths.as_slice()),
        ("redis-0.1.0", &["a b/c+d.yaml", "meta.yaml", "plans/micro/meta.yaml"][..])
    );
    assert_eq!(files[1].1, b"name: redis");
    let (name, bytes) = archive(addon(&place, &repository, "mail").await.unwrap());
    assert_eq!((name.as_str(), bytes.as_slice()), ("mail-0.1.0.tgz", &b"an archive"[..]));
    let version = EntryVersion { version: "0.1.0".to_owned(), ..EntryVersion::default() };
    let (kind, entry) = (RepositoryKind::Addons, "mail".to_owned());
    let wanted = Wanted { repository: repository.clone(), kind, entry, version };
    let read = inspect(&place.client, &wanted, &Monitor::silent()).await.unwrap();
    assert!(read.diagnostics.iter().any(|found| found.rule.name == "addon-archive-in-bucket"));
    let wanted = Wanted { entry: "redis".to_owned(), ..wanted };
    let read = inspect(&place.client, &wanted, &Monitor::silent()).await.unwrap();
    assert!(read.diagnostics.iter().all(|found| found.rule.name != "addon-archive-in-bucket"));
    let error = addon(&place, &repository, "gone").await.unwrap_err();
    assert_eq!(error.kind, ErrorKind::NotFound);
    assert!(error.message.contains("neither gone-0.1.0/ nor gone-0.1.0.tgz"), "{error}");
    let monitor = Monitor::silent();
    let others = siblings(&place.client, &repository, &monitor).await.unwrap();
    assert_eq!(others, ["index-2.yaml"]);
    let mut folders = addon_folders(&place.client, &repository, &monitor).await.unwrap();
    folders.sort();
    assert_eq!(folders, ["redis-0.1.0", "redis-0.1.0-old"]);
}

#[tokio::test]
async fn a_listing_of_more_than_a_thousand_objects_is_read_to_its_end() {
    let (store, place) = (Store::start().await, Place::new());
    let names: std::collections::BTreeSet<String> =
        (0..1100).map(|number| format!("index {number} +.yaml")).collect();
    for name in &names {
        store.put(&format!("helm/{name}"), "x");
    }
    let repository = store.repository("helm/index.yaml");
    let found = siblings(&place.client, &repository, &Monitor::silent()).await.unwrap();
    assert_eq!(found, names.into_iter().collect::<Vec<_>>());
}

#[tokio::test]
async fn what_is_larger_than_the_limits_is_refused() {
    let store = Store::start().await;
    let place = Place::with(|settings| {
        settings.index_limit = 1000;
        settings.package_limit = 1000;
    });
    store.put("index.yaml", "#".repeat(1001));
    store.put("big.tgz", "#".repeat(1001));
    store.put("redis-0.1.0/meta.yaml", "#".repeat(600));
    store.put("redis-0.1.0/more.yaml", "#".repeat(600));
    let repository = store.repository("index.yaml");
    let errors = [
        index(&place, &repository).await.unwrap_err(),
        package(&place, &repository, "big.tgz").await.unwrap_err(),
        addon(&place, &repository, "redis").await.unwrap_err(),
    ];
    for error in errors {
        assert_eq!(error.kind, ErrorKind::TooLarge, "{error}");
    }
}

#[tokio::test]
async fn sizes_beyond_all_numbers_are_too_large_and_no_sum() {
    let server = Server::start(|_| {
        let object = |name: &str| {
            let (key, size) = (format!("redis-0.1.0/{name}"), u64::MAX);
            format!("<Contents><Key>{key}</Key><Size>{size}</Size></Contents>")
        };
        let objects = object("a.yaml") + &object("b.yaml");
        Reply::ok(format!("<ListBucketResult>{objects}</ListBucketResult>"))
    })
    .await;
    let error = addon(&Place::new(), &given(&server), "redis").await.unwrap_err();
    assert_eq!(error.kind, ErrorKind::TooLarge, "{error}");
}

#[tokio::test]
async fn a_store_that_goes_away_leaves_the_last_good_catalogue() {
    let (store, place, monitor) = (Store::start().await, Place::new(), Monitor::silent());
    store.put("index.yaml", helm_index("a.tgz"));
    let repository = store.repository("index.yaml");
    let first = fetch(&place.client, &repository, Freshness::Revalidate, &monitor).await.unwrap();
    let second = fetch(&place.client, &repository, Freshness::Revalidate, &monitor).await.unwrap();
    assert!(second.unchanged, "the same bytes, whatever the store says to the condition");
    store.remove("index.yaml");
    fetch(&place.client, &repository, Freshness::Revalidate, &monitor).await.unwrap_err();
    drop(store);
    let error = fetch(&place.client, &repository, Freshness::Reload, &monitor).await.unwrap_err();
    assert_eq!(error.kind, ErrorKind::Unreachable);
    let cached = fetch(&place.client, &repository, Freshness::Cached, &monitor).await.unwrap();
    assert_eq!(cached.catalog, first.catalog);
}

#[tokio::test]
async fn an_index_that_is_missing_is_told_with_what_lies_there() {
    let (store, place) = (Store::start().await, Place::new());
    store.put("helm/redis-1.0.0.tgz", "x");
    store.put("helm/queue-1.0.0.tgz", "x");
    store.put("more/other.yaml", "x");
    store.put("deep/er/index.yaml", "x");
    for (key, expected, offered) in [
        ("helm/index.yaml", "2 archives lie there", true),
        ("more/index.yaml", "index files there: other.yaml", false),
        ("deep/index.yaml", "there are only folders: deep/er/", true),
        ("none/index.yaml", "nothing lies there at all", false),
    ] {
        let error = index(&place, &store.repository(key)).await.unwrap_err();
        assert_eq!((error.kind, error.fault), (ErrorKind::NotFound, Some(Fault::S3IndexMissing)));
        assert!(error.hint.ends_with(expected), "{}", error.hint);
        assert_eq!(error.offer.is_some(), offered, "{key}");
    }
}

#[tokio::test]
async fn a_session_token_is_signed_and_sent() {
    let server = Server::start(|_| Reply::ok(helm_index("a.tgz"))).await;
    let place = Place::new();
    let mut repository = known(repository(self::place(&server.url(""), BUCKET, "index.yaml")));
    let own = Credentials { token: Secret::from("session"), ..Credentials::login(ID, SECRET) };
    repository.credentials = Some(own);
    index(&place, &repository).await.unwrap();
    let seen = server.seen();
    assert_eq!(seen[0].path, "/charts/index.yaml");
    assert_eq!(seen[0].header("x-amz-security-token"), Some("session"));
    let signature = seen[0].header("authorization").unwrap();
    assert!(signature.contains(&format!("Credential={ID}/")), "{signature}");
    assert!(
        signature
            .contains("SignedHeaders=host;x-amz-content-sha256;x-amz-date;x-amz-security-token")
    );
}

/// An error as object stores word it.
fn refused(status: u16, code: &str, extra: &str) -> Reply {
    let body = format!("<?xml version=\"1.0\"?><Error><Code>{code}</Code>{extra}</Error>");
    Reply { body: body.into_bytes(), ..Reply::status(status) }
}

fn given(server: &Server) -> Repository {
    known(repository(place(&server.url(""), BUCKET, "index.yaml")))
}

#[tokio::test]
async fn a_wrong_region_is_corrected_once_and_remembered() {
    let server = Server::start(|asked| {
        let signature = asked.header("authorization").unwrap_or_default();
        if signature.contains("/eu-central-1/s3/") {
            return Reply::ok(helm_index("a.tgz"));
        }
        let told = "<Message>expecting eu-central-1</Message><Region>eu-central-1</Region>";
        refused(400, "AuthorizationHeaderMalformed", told)
    })
    .await;
    let place = Place::new();
    for asked in [2, 3] {
        let read = index(&place, &given(&server)).await.unwrap();
        let notes = ["keys: the repository's", "region: eu-central-1, as the server told"];
        assert_eq!(read.trail.notes, notes);
        assert_eq!(server.seen().len(), asked, "the second time the region is known");
    }
}

#[tokio::test]
async fn a_store_of_ones_own_is_asked_again_at_its_own_host_whatever_region_it_names() {
    let server = Server::start(|asked| {
        if asked.header("host") != Some("s3.corp.example.com") {
            return refused(404, "NoSuchKey", "");
        }
        let signature = asked.header("authorization").unwrap_or_default();
        if signature.contains("/garage/s3/") {
            return Reply::ok(helm_index("a.tgz"));
        }
        assert!(signature.contains("/us-east-1/s3/"), "{signature}");
        refused(400, "AuthorizationHeaderMalformed", "<Region>garage</Region>")
    })
    .await;
    let home = tempfile::tempdir().expect("a folder");
    let mut command = tokio::process::Command::new(env!("CARGO_BIN_EXE_chartroom"));
    let url = "s3::http://s3.corp.example.com/charts";
    command.args(["validate", "--depth", "index", url]).env_clear();
    command.env("HOME", home.path()).env("HTTP_PROXY", server.url(""));
    command.env("AWS_ACCESS_KEY_ID", ID).env("AWS_SECRET_ACCESS_KEY", SECRET);
    command.env("AWS_ENDPOINT_URL", "http://s3.corp.example.com");
    let output = command.output().await.expect("the program starts");
    let words = String::from_utf8_lossy(&output.stderr) + String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success(), "{words}");
    assert_eq!(server.seen().len(), 2);
}

#[tokio::test]
async fn a_region_that_stays_wrong_is_an_error_after_one_correction() {
    let server = Server::start(|asked| {
        let other = if asked.header("authorization").unwrap_or_default().contains("/a-1/") {
            "b-1"
        } else {
            "a-1"
        };
        refused(301, "PermanentRedirect", "").header("x-amz-bucket-region", other)
    })
    .await;
    let error = index(&Place::new(), &given(&server)).await.unwrap_err();
    assert_eq!(error.fault, Some(Fault::S3Region), "{error}");
    assert!(error.hint.contains("not in the region a-1; the server names b-1"), "{}", error.hint);
    assert_eq!(server.seen().len(), 2);
}

#[tokio::test]
async fn a_busy_store_is_asked_again_and_others_are_not() {
    for (status, code, asked) in [(503, "SlowDown", 3), (500, "InternalError", 3), (400, "Odd", 1)]
    {
        let server = Server::start(move |_| refused(status, code, "")).await;
        index(&Place::new(), &given(&server)).await.unwrap_err();
        assert_eq!(server.seen().len(), asked, "{code}");
    }
}

#[tokio::test]
async fn what_is_no_object_store_is_told_as_such() {
    for (status, body) in [
        (200, "<!doctype html><html><title>MinIO Console</title></html>"),
        (403, "{\"detailedMessage\":\"invalid session\",\"message\":\"invalid session\"}"),
        (404, "<html><body>404 page not found</body></html>"),
        (400, "Client sent an HTTP request to an HTTPS server.\n"),
    ] {
        let reply = Reply { status, headers: Vec::new(), body: body.into() };
        let server = Server::start(move |_| reply.clone()).await;
        let error = index(&Place::new(), &given(&server)).await.unwrap_err();
        assert_eq!(error.fault, Some(Fault::S3NotS3), "{error}");
    }
}

#[tokio::test]
async fn a_clock_that_is_off_is_told_in_seconds() {
    let server = Server::start(|_| {
        refused(403, "RequestTimeTooSkewed", "<Message>too large</Message>")
            .header("date", "Sat, 01 Jan 2000 00:00:00 GMT")
    })
    .await;
    let error = index(&Place::new(), &given(&server)).await.unwrap_err();
    assert_eq!(error.fault, Some(Fault::S3ClockSkewed));
    assert!(error.message.contains("this machine's clock is "), "{error}");
    assert!(error.message.ends_with(" s ahead"), "{error}");
}

#[tokio::test]
async fn an_unchanged_index_is_not_sent_again() {
    let server = Server::start(|asked| match asked.header("if-none-match") {
        Some("\"7\"") => Reply::status(304),
        _ => Reply::ok(helm_index("a.tgz")).header("etag", "\"7\""),
    })
    .await;
    let (place, monitor, repository) = (Place::new(), Monitor::silent(), given(&server));
    fetch(&place.client, &repository, Freshness::Revalidate, &monitor).await.unwrap();
    let second = fetch(&place.client, &repository, Freshness::Revalidate, &monitor).await.unwrap();
    assert!(second.unchanged);
    assert_eq!(server.seen()[1].header("if-none-match"), Some("\"7\""));
}

#[tokio::test]
async fn a_public_bucket_is_read_without_keys_and_nothing_is_signed() {
    let server = Server::start(|asked| match asked.header("authorization") {
        None => Reply::ok(helm_index("a.tgz")),
        Some(_) => refused(403, "InvalidAccessKeyId", ""),
    })
    .await;
    let mut variables = std::collections::BTreeMap::new();
    for (name, value) in [("AWS_ACCESS_KEY_ID", "AKIAENV"), ("AWS_SECRET_ACCESS_KEY", "marked")] {
        variables.insert(name.to_owned(), value.to_owned());
    }
    let place = Place::with(|settings| settings.variables = Variables::Given(variables));
    let repository = repository(self::place(&server.url(""), BUCKET, "index.yaml"));
    let read = index(&place, &repository).await.unwrap();
    let note = "keys: none (anonymous); those of the environment are for AWS and were not sent";
    assert_eq!(read.trail.notes, [note]);
    let seen = server.seen();
    let names = ["authorization", "x-amz-security-token", "x-amz-date"];
    assert!(names.iter().all(|name| seen[0].header(name).is_none()));
}

#[tokio::test]
async fn a_connection_that_is_cut_off_or_cancelled_ends_at_once() {
    let begun = "HTTP/1.1 200 OK\r\ncontent-length: 1000\r\netag: \"1\"\r\n\r\napiVersion: v1\n";
    let place = Place::new();
    let cut = raw::Server::start(begun, raw::Then::Close).await;
    let repository = known(repository(self::place(&cut.url(""), BUCKET, "index.yaml")));
    let error = index(&place, &repository).await.unwrap_err();
    assert_eq!(error.kind, ErrorKind::Malformed);
    assert!(error.message.contains("was cut off after 15 B"), "{error}");
    let held = raw::Server::start(begun, raw::Then::Hold).await;
    let repository = known(self::repository(self::place(&held.url(""), BUCKET, "index.yaml")));
    let monitor = Monitor::silent();
    let reading = read_index(&place.client, &repository, None, &monitor);
    let cancelling = async {
        held.asked().await;
        monitor.cancel();
    };
    let (outcome, ()) = tokio::join!(reading, cancelling);
    assert_eq!(outcome.unwrap_err().kind, ErrorKind::Cancelled);
}

#[tokio::test]
async fn a_store_without_the_new_form_of_listing_is_asked_in_the_old_one() {
    let page = |keys: &[&str], more: bool| {
        let object = |key: &&str| format!("<Contents><Key>{key}</Key><Size>1</Size></Contents>");
        let objects: String = keys.iter().map(object).collect();
        let root = "ListBucketResult";
        Reply::ok(format!("<{root}><IsTruncated>{more}</IsTruncated>{objects}</{root}>"))
    };
    let server = Server::start(move |asked| match asked.query.as_str() {
        query if query.contains("list-type") => refused(501, "NotImplemented", ""),
        query if query.contains("marker=b.yaml") => page(&["c.yaml"], false),
        _ => page(&["a.yaml", "b.yaml"], true),
    })
    .await;
    let place = Place::new();
    let found = siblings(&place.client, &given(&server), &Monitor::silent()).await.unwrap();
    assert_eq!(found, ["a.yaml", "b.yaml", "c.yaml"]);
}

/// Empty pages, each with the token of a further one.
async fn endless() -> Server {
    let asked = std::sync::atomic::AtomicUsize::new(0);
    Server::start(move |_| {
        let token = asked.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
        let next = format!("<NextContinuationToken>{token}</NextContinuationToken>");
        let body = format!("<IsTruncated>true</IsTruncated>{next}");
        Reply::ok(format!("<ListBucketResult>{body}</ListBucketResult>"))
    })
    .await
}

#[tokio::test]
async fn a_listing_without_an_end_is_given_up() {
    let server = endless().await;
    let (place, monitor) = (Place::new(), Monitor::silent());
    let error = siblings(&place.client, &given(&server), &monitor).await.unwrap_err();
    assert_eq!(error.kind, ErrorKind::TooLarge, "{error}");
    assert!(
        error.message.contains("s3://charts/ has no end: 1000 pages told 0 objects"),
        "{error}"
    );
    assert_eq!(server.seen().len(), 1000);
}

#[tokio::test]
async fn a_listing_as_a_whole_has_a_deadline() {
    let server = endless().await;
    let place = Place::with(|settings| settings.patience = std::time::Duration::ZERO);
    let error = siblings(&place.client, &given(&server), &Monitor::silent()).await.unwrap_err();
    assert_eq!((error.kind, error.fault), (ErrorKind::Timeout, Some(Fault::TimedOut)));
    assert!(error.message.contains("s3://charts/ had no end after 0 s"), "{error}");
}

#[tokio::test]
async fn the_authority_that_a_repository_trusts_is_trusted_for_its_bucket() {
    let server = tls::Server::start(tls::Fault::None, &helm_index("a.tgz")).await;
    let place = Place::new();
    let endpoint = format!("https://localhost:{}", server.port);
    let mut repository = known(repository(self::place(&endpoint, BUCKET, "index.yaml")));
    let error = index(&place, &repository).await.unwrap_err();
    assert_eq!(error.fault, Some(Fault::TlsUntrusted), "{error}");
    repository.access.ca_file = Some(place.write("ca.pem", &server.root));
    index(&place, &repository).await.unwrap();
}
