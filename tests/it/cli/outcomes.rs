//! How validations end: what was looked at and is bad, against what could not be looked at.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use super::home::Home;
use crate::support::content::chart;
use crate::support::web::Server;

/// An index of one chart at that URL.
fn index(url: &str) -> String {
    format!(
        "apiVersion: v1\nentries:\n  web:\n  - apiVersion: v2\n    name: web\n    version: 1.0.0\n    \
         urls:\n    - {url}\n"
    )
}

#[test]
fn a_package_that_nobody_can_look_at_is_no_finding_but_an_outage() {
    let home = Home::new();
    home.write("out/index.yaml", index("http://127.0.0.1:1/web-1.0.0.tgz"));
    home.write("gone/index.yaml", index("web-1.0.0.tgz"));
    let ran = home.run(&["validate", "./out"]).ended(2);
    assert!(
        ran.out.contains("TGT004") && ran.out.contains("refused the connection"),
        "{}",
        ran.out
    );
    let told = "chartroom: ./out: not all of its packages could be looked at (TGT004)\n";
    assert_eq!(ran.err, told);
    let ran = home.run(&["validate", "./gone"]).ended(1);
    assert!(ran.out.contains("TGT003"), "{}", ran.out);
    assert_eq!(ran.err, "");
    let both = home.run(&["validate", "./out", "./gone"]).ended(2);
    assert!(both.out.contains("TGT003") && both.out.contains("TGT004"), "{}", both.out);
}

#[test]
fn an_outage_is_one_whatever_is_heard_of_it_and_is_never_forgiven_by_a_baseline() {
    let home = Home::new();
    home.write("out/index.yaml", index("http://127.0.0.1:1/web-1.0.0.tgz"));
    let run = |more: &[&str]| home.run(&[&["validate", "./out", "./nothing"][..], more].concat());
    let alone = |more: &[&str]| home.run(&[&["validate", "./out"][..], more].concat());
    for more in [&["--select", "CHT"][..], &["--fail-on", "never"], &["--as", "helm4"]] {
        let ran = alone(more).ended(2);
        assert!(ran.err.contains("TGT004"), "{more:?}: {}", ran.err);
    }
    run(&["--format", "json", "--write-baseline", "known.json"]).ended(2);
    let known = std::fs::read_to_string(home.path("known.json")).expect("it is written");
    assert!(!known.contains("TGT00"), "{known}");
    let later = alone(&["--baseline", "known.json"]).ended(2);
    assert!(later.out.contains("TGT004"), "{}", later.out);
    home.write(
        "out/chartroom.yaml",
        "ignore:\n- rule: TGT004\n  reason: served inside the data centre only\n",
    );
    alone(&[]).ended(0);
}

#[test]
fn a_folder_that_is_not_there_was_not_looked_at_and_an_empty_one_is_bad() {
    let home = Home::new();
    home.write("lists/notes.txt", "nothing here");
    let ran = home.run(&["validate", "./lists"]).ended(1);
    assert!(ran.out.contains("TGT002"), "{}", ran.out);
    let ran = home.run(&["validate", "./nothing"]).ended(2);
    assert!(
        ran.out.is_empty() && ran.err.contains("/nothing/index.yaml"),
        "{}{}",
        ran.out,
        ran.err
    );
    let told = home.run(&["validate", "./nothing", "./lists", "--format", "json"]).ended(2).json();
    assert_eq!(told[0]["diagnostics"][0]["rule"], "TGT001");
    assert_eq!(told[0]["target"], "./nothing");
    assert_eq!(told[1]["diagnostics"][0]["rule"], "TGT002");
}

#[test]
fn a_package_file_that_is_not_there_is_told_once_and_by_its_path() {
    let home = Home::new();
    for target in ["nothere.tgz", "./nothere.tgz", "packages/nothere.tgz", "../nothere.tgz"] {
        let ran = home.run(&["validate", target]).ended(2);
        assert_eq!(ran.out, "", "{target}");
        let path = home.path(target.strip_prefix("./").unwrap_or(target));
        let told = format!("chartroom: there is no file {}\n", path.display());
        assert!(ran.err.starts_with(&told), "{target}: {}", ran.err);
        assert!(!ran.err.contains("did you mean"), "{}", ran.err);
    }
    let ran = home.run(&["validate", "example.org/nothere.tgz"]).ended(2);
    assert!(!ran.err.contains("there is no file"), "{}", ran.err);
}

#[test]
fn a_target_is_named_as_typed_whether_it_could_be_looked_at_or_not() {
    let home = Home::new();
    let typed = "http://me:hunter2@127.0.0.1:1/charts?token=hunter3";
    let ran = home.run(&["validate", typed, "--format", "json"]).ended(2);
    ran.holds_none_of(&["hunter2", "hunter3"]);
    assert_eq!(ran.json()["target"], "http://127.0.0.1:1/charts?token=***");
}

#[test]
fn a_check_of_a_word_says_that_it_is_no_repositorys_name_either() {
    let home = Home::new();
    let told = home.run(&["repo", "check", "nosuch"]).ended(2).out;
    assert!(told.contains("no repository has the name nosuch"), "{told}");
    let told = home.run(&["repo", "check", "./nosuch"]).ended(2).out;
    assert!(!told.contains("no repository has the name"), "{told}");
}

#[test]
fn a_check_says_what_to_do_about_the_very_fault_of_a_url() {
    let home = Home::new();
    for (url, expected) in [
        ("git::ssh://git@h.example/r//i.yaml?sshkey=!!", "base64 -w0 KEYFILE"),
        ("https://h.example/{a", "write other braces as %7B"),
        ("s3::http://10.0.0.1:9000/bucket?addressing=virtual", "leave addressing=virtual out"),
        ("s3::https://AKID:abc/def@h.example/b", "best given apart"),
    ] {
        let told = home.run(&["repo", "check", url]).ended(2).out;
        assert!(told.contains(expected), "{url}: {told}");
        assert!(!told.contains("abc/def"), "{told}");
    }
}

#[test]
fn of_many_targets_few_are_looked_at_at_once_and_all_are_told_in_their_order() {
    let (now, most) = (Arc::new(AtomicUsize::new(0)), Arc::new(AtomicUsize::new(0)));
    let counts = (now, Arc::clone(&most));
    let count = move || {
        let (now, most) = counts.clone();
        async move {
            most.fetch_max(now.fetch_add(1, Ordering::SeqCst) + 1, Ordering::SeqCst);
            // Others get their turn while this one is being answered.
            for _ in 0..500 {
                tokio::task::yield_now().await;
            }
            now.fetch_sub(1, Ordering::SeqCst);
            chart("web", "1.0.0")
        }
    };
    let runtime = tokio::runtime::Runtime::new().expect("a runtime");
    let router = axum::Router::new().fallback(count);
    let server = runtime.block_on(Server::serve(router, Arc::default()));
    let targets: Vec<String> =
        (0..16).map(|number| server.url(&format!("/{number}/web-1.0.0.tgz"))).collect();
    let words = ["validate", "--format", "json", "--fail-on", "never"].into_iter();
    let words: Vec<&str> = words.chain(targets.iter().map(String::as_str)).collect();
    let told = Home::new().run(&words).ended(0).json();
    let told: Vec<_> = (0..16).map(|number| told[number]["target"].as_str()).collect();
    assert_eq!(told, targets.iter().map(|target| Some(target.as_str())).collect::<Vec<_>>());
    assert!((1..=4).contains(&most.load(Ordering::SeqCst)), "{most:?}");
}

#[test]
fn keys_that_cannot_be_read_are_told_before_anything_is_looked_at() {
    let home = Home::new();
    for more in [&[][..], &["--depth", "index"]] {
        let words = [&["validate", "sample-charts", "--keyring", "none.asc"], more].concat();
        let ran = home.run(&words).ended(2);
        assert_eq!(ran.out, "");
        assert!(ran.err.contains("none.asc") && ran.err.contains("gpg --export"), "{}", ran.err);
        assert!(!ran.err.contains("no repository is registered"), "{}", ran.err);
    }
    home.write("some.asc", "");
    let words = ["validate", "sample-charts", "--depth", "index", "--keyring", "some.asc"];
    let ran = home.run(&[&words[..], &["--fail-on", "never"]].concat()).ended(0);
    assert!(ran.err.contains("nothing is verified"), "{}", ran.err);
}

#[test]
fn what_is_not_remembered_cannot_be_left_out() {
    let ran = Home::new().run(&["validate", "sample-charts", "--since", "--afresh"]).ended(2);
    assert!(ran.err.contains("--afresh"), "{}", ran.err);
}
