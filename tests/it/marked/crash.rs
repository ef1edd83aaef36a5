//! A crash while secrets are in use: what is printed of it, and what it leaves behind.

use std::process::Command;

use chartroom::monitor::Monitor;
use chartroom::secrets;

use super::marks::Findings;
use super::operations::hasty;
use super::ways;
use crate::support::Place;

/// Set for the child that panics: the folder in which it may write.
const PANICS: &str = "CHARTROOM_TEST_PANICS_WITH_SECRETS";

/// The part of the next test that runs in a process of its own: without the variable there is nothing to do.
#[tokio::test]
async fn child_that_panics_over_a_secret() {
    if std::env::var_os(PANICS).is_none() {
        return;
    }
    let place = Place::with(hasty);
    let client = &place.client;
    let keys = ["folder", "password", "token", "tls.key"];
    let way = ways::with("https://127.0.0.1:9/{folder}/index.yaml", &keys);
    client.settings.secrets.put(way.secret.as_ref().expect("a Secret")).expect("it is kept");
    let store = &client.settings.secrets;
    let resolved = secrets::resolve(store, &way.repository, &Monitor::silent()).await;
    let resolved = resolved.expect("all is there");
    let (redactor, credentials) = (&resolved.redactor, &resolved.repository.credentials);
    panic!("on purpose {resolved:?} {redactor:?} {credentials:?} {client:?} {:?}", way.secret);
}

#[test]
fn a_crash_over_a_secret_prints_and_leaves_none() {
    let home = tempfile::tempdir().expect("a folder");
    let child = Command::new(std::env::current_exe().expect("the tests have a file"))
        .args(["--exact", "marked::crash::child_that_panics_over_a_secret", "--nocapture"])
        .current_dir(home.path())
        .envs([("HOME", home.path()), ("TMPDIR", home.path())])
        .envs([(PANICS, "1"), ("RUST_BACKTRACE", "full")])
        .output()
        .expect("the tests run");
    let told = [child.stdout, child.stderr].concat();
    let told = String::from_utf8_lossy(&told);
    assert!(told.contains("on purpose Resolved"), "{told}");
    let mut findings = Findings::default();
    findings.check("what a crash prints", &told);
    findings.check_files("after a crash", home.path(), &[]);
}
