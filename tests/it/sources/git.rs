//! Git repositories, in place and through Git's own server.

use std::time::Duration;

use chartroom::error::ErrorKind;
use chartroom::model::Offer;
use chartroom::monitor::Monitor;
use chartroom::ops::{Draft, Freshness, fetch, probe};
use chartroom::source::{PackageBytes, PackageName, addon_folders, cache, read_package, siblings};

use crate::support::content::addons_index;
use crate::support::raw::Then;
use crate::support::repositories::{Depths, Fixture, every_ref_is_found, version};
use crate::support::tls::Fault;
use crate::support::{Place, git, holds, raw, repository, tls, web};

#[tokio::test]
async fn a_local_repository_is_read_in_place_at_any_ref() {
    let fixture = Fixture::create();
    let root = format!("git::file://{}", fixture.repository.path.display());
    every_ref_is_found(&fixture, (&root, Depths::All), repository).await;
    assert!(!fixture.place.path().join("cache/git").exists(), "nothing is copied");
    let plain = format!("git::{}//addons/index.yaml", fixture.repository.path.display());
    assert_eq!(version(&fixture.fetch(&plain).await.unwrap()), "0.0.3");
    let folder = format!("git::{}", fixture.place.path().display());
    let error = fixture.fetch(&folder).await.unwrap_err();
    assert!(error.message.contains("is no Git repository"), "{error}");
    let nowhere = format!("git::{}", fixture.place.path().join("nowhere").display());
    assert_eq!(fixture.fetch(&nowhere).await.unwrap_err().kind, ErrorKind::NotFound);
}

#[tokio::test]
async fn a_served_repository_is_read_at_any_ref() {
    let fixture = Fixture::create();
    let server = git::serve(fixture.served(), None).await;
    let root = format!("git::{}", server.url("/addons"));
    every_ref_is_found(&fixture, (&root, Depths::All), repository).await;
    let error =
        fixture.fetch(&format!("git::{}", server.url("/nothing//index.yaml"))).await.unwrap_err();
    assert_eq!(error.kind, ErrorKind::NotFound, "{error}");
}

#[tokio::test]
async fn packages_and_further_indexes_come_from_the_commit_that_was_fetched() {
    let fixture = Fixture::create();
    let server = git::serve(fixture.served(), None).await;
    let (client, monitor) = (&fixture.place.client, Monitor::silent());
    let remote = format!("git::{}//addons/index.yaml", server.url("/addons"));
    let local = format!("git::{}//addons/index.yaml", fixture.repository.path.display());
    for location in [remote, local] {
        let at = repository(&location);
        let wanted = PackageName::Addon { key: "redis", version: "0.0.3" };
        let package = read_package(client, &at, wanted, &monitor).await.unwrap();
        let files = vec![("meta.yaml".to_owned(), b"name: redis\n".to_vec())];
        assert_eq!(package, PackageBytes::Tree { name: "redis-0.0.3".to_owned(), files });
        assert_eq!(siblings(client, &at, &monitor).await.unwrap(), ["index-2.yaml"]);
        let folders = addon_folders(client, &at, &monitor).await.unwrap();
        assert_eq!(folders, ["redis-0.0.1", "redis-0.0.3"]);
        let missing = PackageName::Addon { key: "redis", version: "7.7.7" };
        let error = read_package(client, &at, missing, &monitor).await.unwrap_err();
        assert_eq!(error.kind, ErrorKind::NotFound);
    }
    let asked = server.seen().len();
    let at = repository(&format!("git::{}//addons/index.yaml", server.url("/addons")));
    assert!(siblings(client, &at, &monitor).await.is_ok());
    assert_eq!(server.seen().len(), asked, "the copy in the cache answers");
}

#[tokio::test]
async fn a_refresh_brings_new_commits_and_forced_ones() {
    let fixture = Fixture::create();
    let server = git::serve(fixture.served(), None).await;
    let location = format!("git::{}//addons/index.yaml", server.url("/addons"));
    assert!(!fixture.fetch(&location).await.unwrap().unchanged);
    assert!(fixture.fetch(&location).await.unwrap().unchanged);
    fixture.repository.write("addons/index.yaml", addons_index("redis", "0.0.4"));
    fixture.repository.commit("next");
    let next = fixture.fetch(&location).await.unwrap();
    assert_eq!((version(&next), next.unchanged), ("0.0.4", false));
    fixture.repository.git(&["reset", "-q", "--hard", &fixture.first]);
    assert_eq!(version(&fixture.fetch(&location).await.unwrap()), "0.0.1");
    std::fs::remove_dir_all(fixture.place.path().join("cache/git")).unwrap();
    assert_eq!(version(&fixture.fetch(&location).await.unwrap()), "0.0.1", "begun anew");
    let cache = fixture.place.path().join("cache");
    assert!(holds(&cache, "chartroom-tip"));
    cache::forget(&cache, &repository(&location));
    assert!(!holds(&cache, "chartroom-tip"));
    assert_eq!(version(&fixture.fetch(&location).await.unwrap()), "0.0.1", "fetched anew");
}

#[tokio::test]
async fn credentials_open_a_served_repository_and_are_never_written() {
    let fixture = Fixture::create();
    let server = git::serve(fixture.served(), Some(("alice", "hunter2"))).await;
    let location = |user: &str| {
        let url = server.url("/addons").replace("http://", &format!("http://{user}"));
        format!("git::{url}//addons/index.yaml")
    };
    assert_eq!(version(&fixture.fetch(&location("alice:hunter2@")).await.unwrap()), "0.0.3");
    for (user, advice) in [("", "give a user name"), ("alice:wrong@", "was not accepted")] {
        let error = fixture.fetch(&location(user)).await.unwrap_err();
        assert_eq!(error.kind, ErrorKind::Unauthorized, "{error}");
        assert!(error.hint.contains(advice), "{}", error.hint);
    }
    assert!(!holds(&fixture.place.path().join("cache"), "hunter2"));
    assert!(!holds(&fixture.place.path().join("cache"), "YWxpY2U6aHVudGVyMg"));
}

#[tokio::test]
async fn an_empty_repository_and_a_huge_file_are_told() {
    let place = Place::with(|settings| settings.index_limit = 10);
    let empty = git::Repository::create(&place.path().join("served/empty"));
    let large = git::Repository::create(&place.path().join("served/large"));
    large.write("index.yaml", addons_index("redis", "0.0.1"));
    large.commit("large");
    let server = git::serve(empty.path.parent().unwrap(), None).await;
    for (name, kind) in [("empty", ErrorKind::NotFound), ("large", ErrorKind::TooLarge)] {
        for root in [
            server.url(&format!("/{name}")),
            place.path().join("served").join(name).display().to_string(),
        ] {
            let at = repository(&format!("git::{root}"));
            let outcome = fetch(&place.client, &at, Freshness::Reload, &Monitor::silent()).await;
            assert_eq!(outcome.unwrap_err().kind, kind, "{root}");
        }
    }
}

#[tokio::test]
async fn a_check_of_a_git_repository_names_its_commit_and_its_other_indexes() {
    let fixture = Fixture::create();
    let server = git::serve(fixture.served(), None).await;
    let draft = Draft {
        location: format!("git::{}//addons/index.yaml?ref=main", server.url("/addons")),
        ..Draft::default()
    };
    let probe = probe(&fixture.place.client, &draft, &|_| (), &Monitor::silent()).await;
    assert!(probe.passed(), "{:?}", probe.steps);
    assert!(probe.steps[3].detail.contains("at main, commit "), "{:?}", probe.steps[3]);
    assert_eq!(probe.siblings, ["index-2.yaml"]);
}

#[tokio::test]
async fn a_git_server_that_cannot_be_reached_or_trusted_is_told_in_the_words_of_the_web() {
    let place = Place::new();
    let secure = tls::Server::start(Fault::None, "hello").await;
    let page = web::Server::start(|_| web::Reply::ok("<html>")).await;
    let forbidden = web::Server::start(|_| web::Reply::status(403)).await;
    let failing = web::Server::start(|_| web::Reply::status(500)).await;
    for (root, kind, words) in [
        (
            "https://no-such-host.invalid/r".to_owned(),
            ErrorKind::Unreachable,
            "cannot find the host",
        ),
        ("http://127.0.0.1:1/r".to_owned(), ErrorKind::Unreachable, "refused the connection"),
        (secure.url("/r"), ErrorKind::Untrusted, "does not know"),
        (page.url("/r"), ErrorKind::Malformed, "did not answer as a Git server"),
        (forbidden.url("/r"), ErrorKind::Unauthorized, "403 Forbidden"),
        (failing.url("/r"), ErrorKind::Unreachable, "500 Internal Server Error"),
    ] {
        let at = repository(&format!("git::{root}//index.yaml"));
        let outcome = fetch(&place.client, &at, Freshness::Reload, &Monitor::silent()).await;
        let error = outcome.expect_err("this must fail");
        assert_eq!(error.kind, kind, "{error}");
        assert!(error.message.contains(words), "{error}");
        assert!(!error.hint.is_empty(), "{error}");
    }
}

#[tokio::test]
async fn a_git_server_that_falls_silent_is_left_after_the_timeout() {
    let place = Place::with(|settings| settings.read_timeout = Duration::from_millis(200));
    let silent = raw::Server::start("", Then::Hold).await;
    let at = repository(&format!("git::{}", silent.url("/r//index.yaml")));
    let outcome = fetch(&place.client, &at, Freshness::Reload, &Monitor::silent()).await;
    let error = outcome.unwrap_err();
    assert_eq!(error.kind, ErrorKind::Timeout, "{error}");
}

#[tokio::test]
async fn a_repository_above_the_limit_is_refused_and_leaves_nothing() {
    let place = Place::with(|settings| settings.git_limit = 100);
    let addons = git::Repository::create(&place.path().join("served/addons"));
    addons.write("index.yaml", addons_index("redis", "0.0.1"));
    addons.commit("first");
    let server = git::serve(&place.path().join("served"), None).await;
    let at = repository(&format!("git::{}", server.url("/addons")));
    let outcome = fetch(&place.client, &at, Freshness::Reload, &Monitor::silent()).await;
    assert_eq!(outcome.unwrap_err().kind, ErrorKind::TooLarge);
    assert!(!holds(&place.path().join("cache/git"), "chartroom-tip"));
}

#[tokio::test]
async fn several_indexes_of_one_repository_can_be_fetched_at_once() {
    let fixture = Fixture::create();
    let server = git::serve(fixture.served(), None).await;
    let at = |name: &str| format!("git::{}//addons/{name}", server.url("/addons"));
    let (one, two, three) = (at("index.yaml"), at("index-2.yaml"), at("index.yaml"));
    let (one, two, three) =
        tokio::join!(fixture.fetch(&one), fixture.fetch(&two), fixture.fetch(&three));
    assert_eq!(version(&one.unwrap()), "0.0.3");
    assert_eq!(version(&two.unwrap()), "0.0.9");
    assert_eq!(version(&three.unwrap()), "0.0.3");
}

#[tokio::test]
async fn a_copy_that_another_process_keeps_to_itself_is_not_waited_for_without_end() {
    let place = Place::with(|settings| settings.patience = Duration::from_millis(100));
    let location = repository("git::http://127.0.0.1:1/r//index.yaml");
    let ask = || async {
        let monitor = Monitor::silent();
        fetch(&place.client, &location, Freshness::Reload, &monitor).await.expect_err("no server")
    };
    assert_eq!(ask().await.kind, ErrorKind::Unreachable);
    let locks = std::fs::read_dir(place.path().join("cache/git")).expect("the copies' folder");
    let lock = locks
        .flatten()
        .map(|entry| entry.path())
        .find(|path| path.extension().is_some_and(|end| end == "lock"))
        .expect("a lock file");
    let held = std::fs::File::open(lock).expect("it is there");
    held.lock().expect("nobody else has it");
    let error = ask().await;
    assert_eq!(error.kind, ErrorKind::Timeout);
    assert!(error.message.contains("another chartroom has been fetching"), "{error}");
}

#[tokio::test]
async fn a_path_in_a_submodule_is_told_with_the_repository_to_register() {
    let fixture = Fixture::create();
    let inner = git::Repository::create(&fixture.place.path().join("inner"));
    inner.write("index.yaml", addons_index("redis", "0.0.1"));
    inner.commit("first");
    let (inner, outer) = (inner.path.display().to_string(), &fixture.repository);
    outer.git(&[
        "-c",
        "protocol.file.allow=always",
        "submodule",
        "add",
        "-q",
        &inner,
        "libs/inner",
    ]);
    outer.commit("a submodule");
    let root = format!("git::{}", outer.path.display());
    for (path, words) in [
        ("libs/inner/index.yaml", "lies in the submodule libs/inner"),
        ("libs/inner/deep/index.yaml", "lies in the submodule libs/inner"),
    ] {
        let error = fixture.fetch(&format!("{root}//{path}")).await.unwrap_err();
        assert_eq!(error.kind, ErrorKind::NotFound, "{error}");
        assert!(error.message.contains(words), "{error}");
        assert!(error.hint.contains(&format!("register {inner} itself")), "{}", error.hint);
    }
}

#[tokio::test]
async fn what_a_killed_fetch_left_behind_is_cleared_away() {
    let fixture = Fixture::create();
    let server = git::serve(fixture.served(), None).await;
    let location = format!("git::{}//addons/index.yaml", server.url("/addons"));
    assert!(fixture.fetch(&location).await.is_ok());
    let copies = fixture.place.path().join("cache/git");
    let copy = std::fs::read_dir(&copies).unwrap().flatten().map(|entry| entry.path());
    let copy = copy.into_iter().find(|path| path.is_dir()).expect("a copy");
    let half = copy.join("objects/pack/.tmp-half");
    for left in [&copy.join("shallow.lock"), &half] {
        std::fs::write(left, "left behind").unwrap();
    }
    fixture.repository.write("addons/index.yaml", addons_index("redis", "0.0.4"));
    fixture.repository.commit("next");
    assert_eq!(version(&fixture.fetch(&location).await.unwrap()), "0.0.4");
    assert!(!half.exists());
}

#[tokio::test]
async fn a_server_that_never_comes_to_its_end_is_left_in_time() {
    let head = "HTTP/1.1 200 OK\r\ncontent-type: application/x-git-upload-pack-advertisement\r\n\r\n\
                001e# service=git-upload-pack\n0000000eversion 2\n";
    for (limit, kind) in [(u64::MAX, ErrorKind::Timeout), (100_000, ErrorKind::TooLarge)] {
        let place = Place::with(|settings| {
            settings.patience = Duration::from_millis(200);
            settings.git_limit = limit;
        });
        let endless = raw::Server::start(head, Then::Repeat(b"000bfoobar\n")).await;
        let at = repository(&format!("git::{}", endless.url("/r//index.yaml")));
        let outcome = fetch(&place.client, &at, Freshness::Reload, &Monitor::silent()).await;
        assert_eq!(outcome.unwrap_err().kind, kind);
    }
}

#[tokio::test]
async fn a_short_commit_is_found_and_its_cost_is_told() {
    let fixture = Fixture::create();
    let server = git::serve(fixture.served(), None).await;
    let short = &fixture.first[..7];
    let location = format!("git::{}//addons/index.yaml?ref={short}", server.url("/addons"));
    let draft = Draft { location, ..Draft::default() };
    let probe = probe(&fixture.place.client, &draft, &|_| (), &Monitor::silent()).await;
    assert!(probe.passed(), "{:?}", probe.steps);
    let told = probe.steps.iter().any(|step| step.detail.contains("write all 40 digits"));
    assert!(told, "{:?}", probe.steps);
}

#[tokio::test]
async fn a_token_is_sent_to_the_repositorys_own_host_only() {
    let fixture = Fixture::create();
    let server = git::serve(fixture.served(), None).await;
    let target = server.url("");
    let front = web::Server::start(move |asked| {
        let query =
            if asked.query.is_empty() { String::new() } else { format!("?{}", asked.query) };
        web::Reply::redirect(format!("{target}{}{query}", asked.path))
    })
    .await;
    let mut at = repository(&format!("git::{}//addons/index.yaml", front.url("/addons")));
    let token = "marked-token".into();
    at.credentials = Some(chartroom::model::Credentials { token, ..Default::default() });
    assert_eq!(version(&fixture.fetch_from(&at).await.unwrap()), "0.0.3");
    let shown = |seen: &[web::Seen]| {
        seen.iter().filter_map(|asked| asked.header("authorization")).map(str::to_owned).collect()
    };
    let (home, away): (Vec<String>, Vec<String>) = (shown(&front.seen()), shown(&server.seen()));
    assert_eq!((home, away), (vec!["Bearer marked-token".to_owned()], vec![]));
}

#[tokio::test]
async fn an_index_that_lies_elsewhere_in_the_tree_is_named_and_offered() {
    let fixture = Fixture::create();
    fixture.repository.write("alien/index.yaml", "kind: List\nitems: []\n");
    fixture.repository.commit("no index");
    let root = format!("git::{}", fixture.repository.path.display());
    let error = fixture.fetch(&root).await.unwrap_err();
    assert_eq!(error.kind, ErrorKind::NotFound, "{error}");
    assert!(error.hint.contains("index files there: addons/index.yaml"), "{}", error.hint);
    assert!(!error.hint.contains("alien"), "{}", error.hint);
    let offered = match error.offer.as_deref() {
        Some(Offer::Instead(location, _)) => location.canonical(),
        _ => String::new(),
    };
    assert!(offered.ends_with("//addons/index.yaml"), "{offered}");
    assert!(fixture.fetch(&offered).await.is_ok());
}
