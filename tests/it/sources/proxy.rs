//! Proxies from the environment, which only a process of its own can have.

use std::process::Output;

use crate::support::content::helm_index;
use crate::support::web::{Reply, Server};

async fn validate(location: &str, variables: &[(&str, String)]) -> Output {
    let home = tempfile::tempdir().expect("a folder");
    let mut command = tokio::process::Command::new(env!("CARGO_BIN_EXE_chartroom"));
    command.args(["validate", "--depth", "index", location]).env_clear().env("HOME", home.path());
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
