//! What is told of user names and passwords before they are sent.

use super::home::Home;
use super::{AUTHORIZATION, Server};

/// What is told when credentials go to a host without encryption.
const IN_THE_CLEAR: &str = "note: http is not encrypted";
/// What is told when there is no user name.
const NAMELESS: &str = "note: the password is sent without a user name";

#[test]
fn credentials_over_http_and_a_password_without_a_user_name_are_told() {
    let home = Home::new();
    let server = Server::of(home.unfold("charts", "www"), Some(AUTHORIZATION));
    let url = server.url("");
    let named = ["repo", "add", "web", &url, "--username", "ci", "--password-stdin"];
    let ran = home.run_with_input(&named, "hunter2\n").ended(0);
    assert!(ran.err.contains(IN_THE_CLEAR) && !ran.err.contains(NAMELESS), "{}", ran.err);
    let nameless = ["repo", "add", "bare", &url, "--password-stdin"];
    let ran = home.run_with_input(&nameless, "hunter2\n").ended(2);
    assert!(ran.err.contains(NAMELESS) && ran.err.contains("401"), "{}", ran.err);
    let in_url = url.replace("http://", "http://ci@");
    let words = ["repo", "add", "named-in-url", &in_url, "--password-stdin"];
    let ran = home.run_with_input(&words, "hunter2\n").ended(0);
    assert!(!ran.err.contains(NAMELESS), "{}", ran.err);
    assert_eq!(ran.err.matches(IN_THE_CLEAR).count(), 1, "{}", ran.err);
    let edit = ["repo", "edit", "web", "--username", "cd", "--password-stdin", "--no-validate"];
    let ran = home.run_with_input(&edit, "hunter3\n").ended(0);
    assert!(ran.err.contains(IN_THE_CLEAR), "{}", ran.err);
}

#[test]
fn credentials_for_an_encrypted_place_are_sent_without_a_word() {
    let home = Home::new();
    let url = "https://charts.invalid";
    let words = ["repo", "add", "x", url, "--username", "ci", "--password-stdin", "--no-validate"];
    assert_eq!(home.run_with_input(&words, "hunter2\n").ended(0).err, "");
}

#[test]
fn what_is_odd_about_a_url_is_told_once() {
    let home = Home::new();
    let odd = "git:// is neither encrypted nor signed";
    let words = ["repo", "add", "x", "git://127.0.0.1:9/r.git//index.yaml"];
    let ran = home.run(&words).ended(2);
    assert_eq!(ran.err.matches(odd).count(), 1, "{}", ran.err);
    assert!(ran.err.contains("warn    URL"), "{}", ran.err);
    let unchecked = [words.as_slice(), &["--no-validate"]].concat();
    let ran = home.run(&unchecked).ended(0);
    assert_eq!(ran.err.matches(odd).count(), 1, "{}", ran.err);
}
