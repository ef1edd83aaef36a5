//! What the list says after a refresh that failed, and who sees what another was let in for.

use std::fs;

use super::home::Home;
use super::server::Server;

const INDEX: &str = "apiVersion: v1\nentries:\n  web:\n  - apiVersion: v2\n    name: web\n    version: \
                     1.0.0\n    urls: [web-1.0.0.tgz]\n";

#[test]
fn a_refresh_that_failed_is_told_by_the_list_until_one_goes_well() {
    let home = Home::new();
    let index = home.write("charts/index.yaml", INDEX);
    home.run(&["repo", "add", "ours", "./charts"]).ended(0);
    fs::remove_file(&index).expect("it is there");
    home.run(&["repo", "refresh", "ours"]).ended(2);
    let told = home.run(&["repo", "list", "ours", "--format", "json"]).ended(0).json();
    assert_eq!((&told[0]["state"], &told[0]["entries"]), (&"failed".into(), &1.into()), "{told}");
    assert!(told[0]["failure"].as_str().is_some_and(|why| why.contains("index.yaml")), "{told}");
    assert!(home.run(&["repo", "list"]).ended(0).out.contains("failed"));
    home.write("charts/index.yaml", INDEX);
    home.run(&["repo", "refresh", "ours"]).ended(0);
    let told = home.run(&["repo", "list", "ours", "--format", "json"]).ended(0).json();
    assert_eq!((&told[0]["state"], &told[0]["failure"]), (&"ok".into(), &().into()), "{told}");
}

#[test]
fn what_one_login_may_see_is_not_shown_to_another_repository_of_the_same_place() {
    let home = Home::new();
    home.write("www/index.yaml", INDEX);
    let server = Server::of(home.path("www"), Some("Basic YWxpY2U6aHVudGVyMg=="));
    let url = server.url("/index.yaml");
    let login = ["--username", "alice", "--password-stdin"];
    let add = [&["repo", "add", "hers", &url][..], &login[..]].concat();
    home.run_with_input(&add, "hunter2").ended(0);
    home.run(&["repo", "add", "nobodys", &url, "--no-validate"]).ended(0);
    let told = home.run(&["repo", "list", "nobodys", "--format", "json"]).ended(0).json();
    assert_eq!(told[0]["entries"], serde_json::Value::Null, "{told}");
    assert!(home.run(&["search", "web", "--repo", "hers"]).ended(0).out.contains("hers/web"));
}
