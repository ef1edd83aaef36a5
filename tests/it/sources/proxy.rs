//! Proxies from the environment, which only a process of its own can have.

use std::process::Output;

use crate::support::content::helm_index;
use crate::support::raw::{self, Then};
use crate::support::web::{Reply, Server};

async fn validate(location: &str, variables: &[(&str, String)]) -> Output {
    run(&["validate", "--depth", "index", location], variables).await
}

async fn run(words: &[&str], variables: &[(&str, String)]) -> Output {
    let home = tempfile::tempdir().expect("a folder");
    let mut command = tokio::process::Command::new(env!("CARGO_BIN_EXE_chartroom"));
    command.args(words).env_clear().env("HOME", home.path());
    for (name, value) in variables {
        command.env(name, value);
    }
    command.output().await.expect("the program starts")
}

#[tokio::test]
async fn the_environment_names_the_proxy_and_who_is_reached_without_it() {
    let proxy = Server::start(|_| Reply::ok(helm_index("a.tgz"))).await;
    let variables = [("HTTP_PROXY", proxy.url("")), ("NO_PROXY", "inner.invalid".to_owned())];
    let through = validate("http://charts.invalid/charts", &variables).await;
    assert_eq!(through.status.code(), Some(0), "{}", String::from_utf8_lossy(&through.stderr));
    assert_eq!(proxy.seen().len(), 1);
    assert_eq!(proxy.seen()[0].header("host"), Some("charts.invalid"));
    let straight = validate("http://inner.invalid/charts", &variables).await;
    assert_eq!(straight.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&straight.stderr).contains("cannot find the host"));
    assert_eq!(proxy.seen().len(), 1);
}

/// What a check of an https place says when the proxy answers every `CONNECT` with that status line.
async fn refused(status: &str, login: &str) -> (String, serde_json::Value) {
    let answer = format!("HTTP/1.1 {status}\r\ncontent-length: 0\r\n\r\n");
    let proxy = raw::Server::start(answer, Then::Close).await;
    let address = format!("http://{login}127.0.0.1:{}", proxy.port);
    let words = ["repo", "check", "https://charts.invalid/charts", "--format", "json"];
    let ran = run(&words, &[("HTTPS_PROXY", address)]).await;
    let out = String::from_utf8_lossy(&ran.stdout).into_owned();
    let told: serde_json::Value = serde_json::from_str(&out).expect("JSON");
    assert_eq!(told["fault"], "proxy-failed", "{out}");
    assert!(!out.contains("hunter2"), "{out}");
    let steps = told["steps"].as_array().expect("steps");
    let failed = steps.iter().find(|step| step["state"] == "failed").expect("a failure").clone();
    (failed["detail"].as_str().unwrap_or_default().to_owned(), failed)
}

#[tokio::test]
async fn a_proxy_that_refuses_is_told_in_its_own_words() {
    let (detail, step) = refused("403 Forbidden by policy", "").await;
    assert!(detail.contains("refused the way to charts.invalid:443"), "{detail}");
    assert!(detail.ends_with("it answered 403 Forbidden by policy"), "{detail}");
    assert!(step["hint"].as_str().unwrap_or_default().contains("NO_PROXY"), "{step}");
    let (detail, step) = refused("407 Proxy Authentication Required", "").await;
    assert!(detail.contains("asks for a user name and a password"), "{detail}");
    assert!(step["hint"].as_str().unwrap_or_default().contains("HTTPS_PROXY"), "{step}");
    let (detail, _) = refused("407 Proxy Authentication Required", "me:hunter2@").await;
    assert!(detail.contains("does not accept the user name and password"), "{detail}");
}

#[tokio::test]
async fn a_proxy_that_is_not_there_is_told_from_a_host_that_is_not() {
    let words = ["repo", "check", "https://charts.invalid/charts"];
    for (proxy, shown) in [
        ("http://127.0.0.1:1", "the proxy http://127.0.0.1:1 cannot be used"),
        ("socks5h://127.0.0.1:1", "the proxy socks5h://127.0.0.1:1 "),
    ] {
        let ran = run(&words, &[("HTTPS_PROXY", proxy.to_owned())]).await;
        let out = String::from_utf8_lossy(&ran.stdout);
        assert!(out.contains(shown) && out.contains("charts.invalid:443"), "{out}");
        assert!(out.contains("not ok: proxy-failed"), "{out}");
    }
}

#[tokio::test]
async fn a_password_for_the_proxy_reaches_the_proxy_and_nobody_else() {
    let proxy = Server::start(|_| Reply::ok(helm_index("a.tgz"))).await;
    let address = proxy.url("").replace("http://", "http://me:hunter2@");
    let variables = [("HTTP_PROXY", address)];
    let ran = run(&["repo", "check", "http://charts.invalid/charts"], &variables).await;
    let out = String::from_utf8_lossy(&ran.stdout);
    assert_eq!(ran.status.code(), Some(0), "{out}");
    assert!(!out.contains("hunter2"), "{out}");
    let seen = proxy.seen();
    assert_eq!(seen[0].header("proxy-authorization"), Some("Basic bWU6aHVudGVyMg=="));
    assert_eq!(seen[0].header("authorization"), None);
}
