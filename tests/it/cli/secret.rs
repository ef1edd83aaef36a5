//! The store of Secrets from the command line: no value goes in by the command line or comes out at all.

use std::fs;

use serde_json::json;

use super::home::Home;

const MANIFEST: &str = "\
apiVersion: v1
kind: Secret
metadata:
  name: data
  namespace: stage
type: Opaque
data:
  host: aC5leGFtcGxl
  odd: 'no base64!'
stringData:
  password: hunter2
---
kind: [
---
kind: ConfigMap
metadata: {name: x}
";
/// `hunter2` as it is and in base64.
const VALUES: &[&str] = &["hunter2", "aHVudGVyMg"];

#[test]
fn secrets_are_added_listed_shown_and_removed_without_a_value_to_be_seen() {
    let home = Home::new();
    let ran = home.run_with_input(&["secret", "add", "-"], MANIFEST).ended(1);
    assert_eq!(ran.out, "added stage/data\n");
    assert!(ran.err.contains("the value of odd in data is no base64"), "{}", ran.err);
    assert!(ran.err.contains("-:14:1:"), "{}", ran.err);
    ran.holds_none_of(VALUES);
    home.write("again.yaml", MANIFEST.split("---").next().expect("the first"));
    let ran = home.run(&["secret", "add", "again.yaml"]).ended(1);
    assert_eq!(ran.out, "replaced stage/data\n");
    home.run(&[
        "repo",
        "add",
        "a",
        "https://{host}/index.yaml",
        "--secret",
        "data",
        "--no-validate",
    ]);
    let ran = home.run(&["secret", "list"]).ended(0);
    assert!(ran.out.contains("stage      data  host, password  Opaque"), "{}", ran.out);
    ran.holds_none_of(VALUES);
    let ran = home.run(&["secret", "list", "--format", "json"]).ended(0);
    let keys = json!([{"key": "host", "from": "here"}, {"key": "password", "from": "here"}]);
    assert_eq!(ran.json()[0]["keys"], keys);
    assert_eq!(ran.json()[0]["namespace"], json!("stage"));
    ran.holds_none_of(VALUES);
    let ran = home.run(&["secret", "show", "data"]).ended(0);
    assert!(ran.out.contains("name:     stage/data"), "{}", ran.out);
    ran.holds_none_of(VALUES);
    assert_eq!(
        home.run(&["secret", "remove", "data", "host"]).ended(0).out,
        "removed host of stage/data\n"
    );
    home.run(&["secret", "remove", "data", "host"]).ended(2);
    assert_eq!(home.run(&["secret", "remove", "data"]).ended(0).out, "removed stage/data\n");
    home.run(&["secret", "remove", "data"]).ended(2);
}

#[test]
fn a_value_is_set_from_standard_input_or_kept_elsewhere() {
    let home = Home::new();
    let ran =
        home.run_with_input(&["secret", "set", "stage/data", "password"], "hunter2\n").ended(0);
    assert_eq!(ran.out, "set password of stage/data (a new Secret)\n");
    let file = home.path("config/chartroom/secrets/stage_data.yaml");
    assert!(fs::read_to_string(&file).expect("it is kept").contains("password: aHVudGVyMg==\n"));
    let from = ["secret", "set", "stage/data", "token", "--from", "command:pass show x"];
    assert_eq!(home.run(&from).ended(0).out, "set token of stage/data\n");
    let ran = home.run(&["secret", "show", "stage/data"]).ended(0);
    assert!(ran.out.contains("password  here\ntoken     command:pass show x\n"), "{}", ran.out);
}

#[test]
fn a_value_on_the_command_line_is_refused_and_not_repeated() {
    let home = Home::new();
    for words in [
        &["secret", "set", "data", "password=hunter2"][..],
        &["secret", "set", "data", "password", "--from", "hunter2"],
        &["secret", "set", "data", "pass word"],
        &["secret", "set", "Data", "password", "--from", "env:HOME"],
    ] {
        let ran = home.run(words).ended(2);
        ran.holds_none_of(VALUES);
        assert!(!home.path("config/chartroom/secrets/data.yaml").exists());
    }
    let ran = home.run(&["secret", "set", "data", "password=hunter2"]).ended(2);
    assert!(ran.err.contains("every program on this machine can read it"), "{}", ran.err);
}

#[test]
fn a_stranger_s_manifest_must_be_trusted_before_it_has_commands_run() {
    let home = Home::new();
    let text = "kind: Secret\nmetadata:\n  name: data\n  annotations: {from.chartroom/password: 'command:echo hunter2'}\n";
    home.write("data.yaml", text);
    let ran = home.run(&["secret", "add", "data.yaml"]).ended(2);
    assert!(
        ran.err.contains("values taken from this machine: password from command:"),
        "{}",
        ran.err
    );
    let ran = home.run(&["import", "data.yaml"]);
    assert!(ran.code != 0, "{}{}", ran.out, ran.err);
    assert!(home.run(&["secret", "list"]).ended(0).out.is_empty());
    home.run(&["secret", "add", "data.yaml", "--trust-references"]).ended(0);
    assert!(home.run(&["secret", "list"]).ended(0).out.contains("password"));
}
