//! Ways into private places by flags, and the check that saves nothing.

use serde_json::{Value, json};

use super::home::{Home, Ran};
use super::server::Server;
use crate::support::{content, tls};

/// Adds a repository without a check.
fn add(home: &Home, url: &str, flags: &[&str], input: &str) -> Ran {
    let words = [&["repo", "add", "x", url, "--no-validate"], flags].concat();
    home.run_with_input(&words, input)
}

fn listed(home: &Home) -> Value {
    home.run(&["repo", "list", "x", "--format", "json"]).ended(0).json()[0].clone()
}

/// Takes away all that was given.
const NOTHING: &[&str] = &[
    "repo",
    "edit",
    "x",
    "--no-validate",
    "--secret",
    "",
    "--ca-file",
    "",
    "--username",
    "",
    "--certificate-file",
    "",
    "--key-file",
    "",
    "--ssh-key-file",
    "",
    "--develop-mode=false",
    "--insecure-skip-tls-verify=false",
    "--label",
    "team-",
    "--label",
    "stage=prod",
];

#[test]
fn every_way_in_is_kept_listed_without_secrets_and_taken_away_again() {
    let home = Home::new();
    let flags = [
        "--secret",
        "team/keys",
        "--ca-file",
        "ca.pem",
        "--certificate-file",
        "~/me.pem",
        "--key-file",
        "/etc/me.key",
        "--ssh-key-file",
        "id",
        "--insecure-skip-tls-verify",
        "--develop-mode",
        "--label",
        "team=blue",
        "--label",
        "stage=",
        "--token-stdin",
    ];
    let ran = add(&home, "https://charts.invalid", &flags, "hunter2\n").ended(0);
    ran.holds_none_of(&["hunter2"]);
    let found = listed(&home);
    let path = |name: &str| json!(home.path(name));
    for (key, expected) in [
        ("secretRef", json!({"namespace": "team", "name": "keys"})),
        ("caFile", path("ca.pem")),
        ("certificateFile", path("me.pem")),
        ("sshKeyFile", path("id")),
        ("skipTlsVerify", json!(true)),
        ("developMode", json!(true)),
        ("labels", json!({"stage": "", "team": "blue"})),
        ("credentials", json!(["token"])),
    ] {
        assert_eq!(found[key], expected, "{key}");
    }
    let table = home.run(&["repo", "list", "x"]).ended(0);
    assert!(table.out.contains("unverified, TLS not verified"), "{}", table.out);
    home.run(NOTHING).ended(0);
    let found = listed(&home);
    assert_eq!(found["labels"], json!({"stage": "prod"}));
    for key in ["secretRef", "caFile", "certificateFile", "sshKeyFile", "origin"] {
        assert_eq!(found[key], Value::Null, "{key}");
    }
    assert_eq!((&found["skipTlsVerify"], &found["credentials"]), (&json!(false), &json!([])));
}

#[test]
fn an_authority_of_the_configuration_is_trusted_at_every_repository() {
    let home = Home::new();
    let runtime = tokio::runtime::Runtime::new().expect("a runtime");
    let index = content::helm_index("a.tgz");
    let server = runtime.block_on(tls::Server::start(tls::Fault::None, &index));
    let url = server.url("/index.yaml");
    let unknown = home.run(&["repo", "check", &url]).ended(2);
    let told = unknown.out.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(told.contains("tls: {caFile: PATH}"), "{}", unknown.out);
    home.write("config/chartroom/corp.pem", &server.root);
    home.write("config/chartroom/config.yaml", "tls:\n  caFile: [gone.pem, corp.pem]\n");
    let known = home.run(&["repo", "check", &url]).ended(0);
    assert!(known.out.contains("signed by Test authority"), "{}", known.out);
    assert!(known.err.contains("config.yaml:2: \"tls.caFile\" is not used"), "{}", known.err);
    let shown = home.run(&["config"]).ended(0);
    let row = shown.out.lines().find(|line| line.starts_with("tls.caFile"));
    assert!(row.is_some_and(|row| row.ends_with("chartroom/corp.pem")), "{}", shown.out);
    assert!(shown.err.contains("gone.pem"), "{}", shown.err);
}

#[test]
fn keys_of_object_stores_come_in_two_parts_or_as_json() {
    let url = "s3://s3.eu-central-1.amazonaws.com/bucket/charts";
    for (flags, input) in [
        (&["--access-key-id", "AKIA", "--secret-key-stdin"][..], "hunter2\n"),
        (&["--username", "AKIA", "--password-stdin"], "hunter2"),
        (
            &["--password-stdin"],
            "{\"accessKeyID\": \"AKIA\",\n \"secretAccessKey\": \"hunter2\"}\n",
        ),
        (&["--secret-key-stdin"], "{\"access_key_id\":\"AKIA\",\"secret_access_key\":\"hunter2\"}"),
    ] {
        let home = Home::new();
        add(&home, url, flags, input).ended(0).holds_none_of(&["hunter2"]);
        let found = listed(&home);
        assert_eq!(found["username"], "AKIA", "{flags:?}");
        assert_eq!(found["credentials"], json!(["password"]), "{flags:?}");
    }
    let home = Home::new();
    for (flags, input, words) in [
        (
            &["--secret-key-stdin"][..],
            "{\"accessKeyID\": \"AKIA\"}",
            "secret access key is missing",
        ),
        (&["--secret-key-stdin"], "hunter2", "access key id is missing"),
        (&["--password-stdin"], "{\"accessKeyID\": hunter2}", "no JSON with keys"),
    ] {
        let ran = add(&home, url, flags, input).ended(2);
        assert!(ran.err.contains(words), "{}", ran.err);
        ran.holds_none_of(&["hunter2"]);
    }
}

#[test]
fn a_header_has_its_value_from_standard_input() {
    let home = Home::new();
    add(&home, "https://charts.invalid", &["--header", "X-Api-Key"], "hunter2\n").ended(0);
    assert_eq!(listed(&home)["credentials"], json!(["header X-Api-Key"]));
    let words = ["repo", "edit", "x", "--no-validate", "--header", "x-api-key"];
    home.run_with_input(&words, "hunter3\n").ended(0);
    assert_eq!(listed(&home)["credentials"], json!(["header x-api-key"]));
    let text = std::fs::read_to_string(home.registry()).expect("the registry");
    assert!(text.contains("hunter3") && !text.contains("hunter2"));
}

#[test]
fn what_cannot_be_meant_is_refused_and_saves_nothing() {
    let home = Home::new();
    for (flags, input, words) in [
        (&["--password", "hunter2"][..], "", "show the secret to everybody"),
        (&["--token=hunter2"], "", "show the secret to everybody"),
        (&["--secret-key"], "", "show the secret to everybody"),
        (&["--token-stdin"], "", "no secret on standard input"),
        (&["--token-stdin", "--password-stdin"], "x", "cannot be used with"),
        (&["--access-key-id", "a", "--username", "b"], "", "cannot be used with"),
        (&["--username", "ci"], "", "a user name needs a password"),
        (&["--secret", "a b"], "", "cannot be the name of a Secret"),
        (&["--label", "team"], "", "is no label"),
        (&["--label", "team-"], "", "there is no label"),
        (&["--ca-file", "~other/ca.pem"], "", "is no path"),
        (&["--trust-host-key", "SHA256:x"], "", "only a Git repository at ssh://"),
    ] {
        let ran = add(&home, "https://charts.invalid", flags, input).ended(2);
        assert!(ran.err.contains(words), "{flags:?}: {}", ran.err);
        ran.holds_none_of(&["hunter2"]);
    }
    assert!(!home.registry().exists());
}

#[test]
fn an_unverified_certificate_is_said_each_time() {
    let home = Home::new();
    let said = "x: the server's certificate is NOT verified";
    let ran = home.run(&["repo", "add", "x", "https://127.0.0.1:1", "--insecure-skip-tls-verify"]);
    assert!(ran.ended(2).err.contains(said));
    add(&home, "https://127.0.0.1:1", &["--insecure-skip-tls-verify"], "").ended(0);
    assert!(home.run(&["repo", "refresh", "x"]).ended(2).err.contains(said));
}

/// Runs a check, whatever comes of it.
fn check(home: &Home, target: &str, flags: &[&str]) -> Value {
    let words = [&["repo", "check", target, "--format", "json"], flags].concat();
    home.run(&words).json()
}

#[test]
fn a_check_tells_each_cause_by_name_and_number() {
    let home = Home::new();
    let secret = Server::of(home.unfold("charts", "www"), Some(super::AUTHORIZATION));
    let open = Server::of(home.path("www"), None);
    home.write("www/page/index.yaml", "<html><title>Hello</title>");
    home.write("www/broken/index.yaml", "entries: [\n");
    home.write("www/strict/index.yaml", "apiVersion: v1\nunknown: 1\nentries: {}\n");
    for (target, flags, fault, number) in [
        ("hg::https://example.org/x", &[][..], "url-scheme", json!(102)),
        ("example.org/charts", &[], "url-syntax", json!(107)),
        ("http://127.0.0.1:1", &[], "connection-failed", json!(109)),
        ("https://host.invalid", &[], "host-unknown", json!(109)),
        (&secret.url(""), &[], "unauthorized", json!(109)),
        (&open.url("gone"), &[], "index-missing", json!(109)),
        (&open.url("page"), &[], "web-page", json!(109)),
        (&open.url("broken"), &[], "index-syntax", json!(115)),
        (&open.url("strict"), &[], "index-refused", json!(115)),
        (&open.url(""), &["--type", "https"], "url-not-https", json!(110)),
        (&open.url(""), &["--type", "s3"], "url-not-s3", json!(114)),
        ("./www", &["--type", "http"], "url-not-http", json!(108)),
        ("./nowhere", &[], "local-file", Value::Null),
    ] {
        let told = check(&home, target, flags);
        assert_eq!(told["ok"], false, "{target}: {told}");
        assert_eq!(told["fault"], fault, "{target}: {told}");
        assert_eq!(told["errorCode"], number, "{target}");
        let steps = told["steps"].as_array().expect("steps");
        let failed: Vec<&Value> = steps.iter().filter(|step| step["state"] == "failed").collect();
        assert_eq!(failed.len(), 1, "{target}: {told}");
        assert_eq!(failed[0]["fault"], fault, "{target}");
        assert!(failed[0]["hint"].is_string(), "{target}: {told}");
    }
    let told = check(&home, &open.url(""), &["--type", "http"]);
    assert_eq!((&told["ok"], &told["fault"]), (&json!(true), &Value::Null), "{told}");
    assert!(!home.registry().exists(), "a check saves nothing");
}

#[test]
fn a_credential_of_the_wrong_form_has_its_number_too() {
    let home = Home::new();
    let url = "s3://s3.eu-central-1.amazonaws.com/bucket";
    for (input, fault, number) in [
        ("{hunter2", "credential-shape", 103),
        ("{\"secretAccessKey\": \"hunter2\"}", "access-key-missing", 104),
        ("{\"accessKeyID\": \"AKIA\"}", "secret-key-missing", 105),
    ] {
        let words = ["repo", "check", url, "--secret-key-stdin", "--format", "json"];
        let ran = home.run_with_input(&words, input).ended(2);
        ran.holds_none_of(&["hunter2"]);
        let told = ran.json();
        assert_eq!((&told["fault"], &told["errorCode"]), (&json!(fault), &json!(number)));
    }
}

#[test]
fn what_was_meant_for_one_host_does_not_move_to_another() {
    let home = Home::new();
    let flags = ["--insecure-skip-tls-verify", "--certificate-file", "me.pem", "--token-stdin"];
    for (from, there, elsewhere) in [
        ("https://a.invalid/x", "https://a.invalid/y", "https://b.invalid/x"),
        (
            "s3://s3.eu-central-1.amazonaws.com/one-bucket",
            "s3://s3.eu-central-1.amazonaws.com/two-buckets",
            "s3://s3.us-east-1.amazonaws.com/one-bucket",
        ),
        ("ssh://git@a.invalid/x.git", "ssh://git@a.invalid/y.git", "ssh://git@b.invalid/x.git"),
    ] {
        let url = |url: &str| {
            if url.starts_with("ssh") { format!("git::{url}//index.yaml") } else { url.to_owned() }
        };
        add(&home, &url(from), &flags, "{\"accessKeyID\":\"A\",\"secretAccessKey\":\"B\"}")
            .ended(0);
        home.run(&["repo", "edit", "x", "--no-validate", "--url", &url(there)]).ended(0);
        let kept = listed(&home);
        assert_eq!(
            (&kept["skipTlsVerify"], &kept["credentials"]),
            (&json!(true), &json!(["token"]))
        );
        let ran = home.run(&["repo", "edit", "x", "--no-validate", "--url", &url(elsewhere)]);
        assert!(ran.ended(0).err.contains("were for another host"), "{from}");
        let moved = listed(&home);
        assert_eq!((&moved["skipTlsVerify"], &moved["credentials"]), (&json!(false), &json!([])));
        assert_eq!(moved["certificateFile"], Value::Null);
        home.run(&["repo", "remove", "x"]).ended(0);
    }
}

#[test]
fn the_json_of_a_check_is_what_scripts_rely_on() {
    let home = Home::new();
    let mut told = check(&home, "sample-charts", &[]);
    for step in told["steps"].as_array_mut().expect("steps") {
        if step["milliseconds"].is_u64() {
            step["milliseconds"] = json!("a number");
        }
    }
    insta::assert_snapshot!(serde_json::to_string_pretty(&told).expect("text"));
    let text = home.run(&["repo", "check", "sample-charts"]).ended(0);
    assert_eq!(text.out.lines().last(), Some("ok: 6 charts, 12 versions"));
    let text = home.run(&["repo", "check", "http://127.0.0.1:1"]).ended(2);
    assert_eq!(text.out.lines().last(), Some("not ok: connection-failed, OpenPitrix 109"));
}

#[test]
fn credentials_open_a_check_and_are_told_nowhere() {
    let home = Home::new();
    let server = Server::of(home.unfold("charts", "www"), Some(super::AUTHORIZATION));
    let url = server.url("");
    let words = ["repo", "check", &url, "--username", "ci", "--password-stdin", "--format", "json"];
    let ran = home.run_with_input(&words, "hunter2\n").ended(0);
    ran.holds_none_of(&["hunter2", "Y2k6aHVudGVyMg"]);
    let ran = home.run_with_input(&words, "hunter3\n").ended(2);
    assert_eq!(ran.json()["fault"], "unauthorized");
    ran.holds_none_of(&["hunter3"]);
}

#[test]
fn addons_over_plain_http_need_the_develop_mode() {
    let home = Home::new();
    let proxy = Server::of(home.unfold("addons", "www"), None);
    let url = "http://addons.invalid/index.yaml";
    let run = |words: &[&str]| {
        let output = home.command(words).env("HTTP_PROXY", proxy.url("")).output();
        let output = output.expect("the program starts");
        let text = String::from_utf8_lossy(&output.stdout).into_owned();
        (output.status.code(), text, String::from_utf8_lossy(&output.stderr).into_owned())
    };
    for kind in [&[][..], &["--kind", "addons"]] {
        let (code, out, _) = run(&[&["repo", "check", url], kind].concat());
        assert_eq!(code, Some(2), "{out}");
        assert!(out.contains("Helm Broker refuses them outside its develop mode"), "{out}");
        assert!(out.ends_with("not ok: plain-http, OpenPitrix 108\n"), "{out}");
    }
    let (code, out, _) = run(&["repo", "check", url, "--develop-mode"]);
    assert_eq!(code, Some(0), "{out}");
    let (code, _, err) = run(&["repo", "add", "x", url]);
    assert!(code == Some(2) && err.contains("--develop-mode"), "{err}");
    run(&["repo", "add", "x", url, "--no-validate"]);
    let (code, out, err) = run(&["repo", "refresh", "x"]);
    assert_eq!(code, Some(0), "what is registered is refreshed: {out}{err}");
    let (_, out, _) = run(&["validate", "x", "--depth", "index"]);
    assert!(out.contains("TGT006 these addons come from addons.invalid over plain http"), "{out}");
    home.write("config/chartroom/config.yaml", "developMode: true\n");
    let (code, out, err) = run(&["repo", "add", "y", url]);
    assert_eq!(code, Some(0), "{out}{err}");
    let (_, out, _) = run(&["validate", "x", "--depth", "index"]);
    assert!(!out.contains("TGT006"), "{out}");
}

#[test]
fn charts_over_plain_http_are_taken_with_a_warning() {
    let home = Home::new();
    let proxy = Server::of(home.unfold("charts", "www"), None);
    let url = "http://charts.invalid/index.yaml";
    let words = ["repo", "add", "x", url];
    let output = home.command(&words).env("HTTP_PROXY", proxy.url("")).output();
    let output = output.expect("the program starts");
    let told = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(0), "{told}");
    assert!(told.contains("warn    TLS        http:// is not encrypted"), "{told}");
    assert!(told.contains("TGT007"), "{told}");
}
