//! Secrets as people write them and as `kubectl` prints them.

use super::*;
use crate::manifest::document::read;

/// The keys with their values or references, and what is told.
fn told(body: &str) -> (Vec<String>, Vec<String>) {
    let text = format!("apiVersion: v1\nkind: Secret\n{body}");
    let found = read("f", &text);
    assert_eq!(found.unread, Vec::new(), "{text}");
    let (secret, unread) = SecretManifest::of(&found.objects[0]);
    let shown = |value: &SecretValue| match value {
        SecretValue::Here(value) => value.reveal().to_owned(),
        elsewhere => format!("<{elsewhere}>"),
    };
    let values = secret.map(|secret| secret.values).unwrap_or_default();
    let values = values.iter().map(|(key, value)| format!("{key}={}", shown(value)));
    let line = |one: &Unread| one.place.span.unwrap_or_default().line;
    let unread = unread.iter().map(|one| format!("{} {}", line(one), one.message)).collect();
    (values.collect(), unread)
}

#[track_caller]
fn check(body: &str, values: &[&str], unread: &[&str]) {
    let (found, not_found) = told(&format!("metadata: {{name: a}}\n{body}"));
    assert_eq!(found, values, "{body}");
    assert_eq!(not_found.len(), unread.len(), "{body}: {not_found:?}");
    for (told, expected) in not_found.iter().zip(unread) {
        assert!(told.contains(expected), "{told:?} does not contain {expected:?}");
    }
}

#[test]
fn values_are_read_as_kubernetes_reads_them() {
    check("", &[], &[]);
    check("data:\nstringData: null\n", &[], &[]);
    check("data: {host: Z2l0aHViLmNvbQ==}\n", &["host=github.com"], &[]);
    check("data:\n  host: |\n    Z2l0aHVi\n    LmNvbQ==\n", &["host=github.com"], &[]);
    check("data: {host: 'Z2l0aHVi LmNvbQ=='}\n", &["host=github.com"], &[]);
    check("data: {a: eA==, b: null, c: ''}\n", &["a=x", "b=", "c="], &[]);
    check("stringData: {a: 'x y', b: \"1.10\"}\n", &["a=x y", "b=1.10"], &[]);
    check("data: {a: eA==}\nstringData: {a: z}\nimmutable: true\n", &["a=z"], &[]);
}

#[test]
fn a_wrong_value_is_told_by_its_key_and_hides_no_other() {
    check("data: {a: 'marked!', b: eA==}\n", &["b=x"], &["4 the value of a in data is no base64"]);
    check("data: {a: eA}\n", &[], &["is no base64"]);
    check("data: {a: gICA}\n", &[], &["the value of a in data is no UTF-8"]);
    check(
        "stringData: {a: 1.10, b: yes}\n",
        &[],
        &["a in stringData is a number: put", "is a boolean"],
    );
    check("stringData: {a: [x]}\ndata: x\n", &[], &["\"data\" must be a mapping", "not a list"]);
    check("stringData: {'a/b': x, ..: y, c: z}\n", &["c=z"], &["\"a/b\" in", "\"..\" in"]);
}

#[test]
fn only_annotations_say_that_a_value_is_kept_elsewhere() {
    let body = "stringData: {literal: env:HOME}\nmetadata:\n  name: a\n  annotations:\n    from.chartroom/b: env:NAME\n    from.chartroom/c: 'file:/x y'\n    from.chartroom/d: command:pass show x | head -1\n    from.chartroom/e: marked\n    other: x\n";
    let (values, unread) = told(body);
    assert_eq!(
        values,
        ["b=<env:NAME>", "c=<file:/x y>", "d=<command:pass show x | head -1>", "literal=env:HOME"]
    );
    assert_eq!(unread.len(), 1, "{unread:?}");
    assert!(unread[0].contains("from.chartroom/e cannot be used: it must be env:"), "{unread:?}");
    for text in ["", "env:", "env:A=B", "file:x", "file:", "command: ", "/x", "pass show x"] {
        let why = SecretValue::parse_reference(text).expect_err("it is no reference");
        assert!(!why.contains("pass show"), "{why}");
    }
}

#[test]
fn a_name_must_be_one_that_kubernetes_allows() {
    for (metadata, expected) in [
        ("{}", "has no \"metadata.name\""),
        ("{name: Data}", "lower-case"),
        ("{name: a/b}", "lower-case"),
        ("{name: ../a}", "lower-case"),
        ("{name: a, namespace: a.b}", "a namespace has"),
    ] {
        let (values, unread) = told(&format!("metadata: {metadata}\nstringData: {{a: b}}\n"));
        assert_eq!(values, Vec::<String>::new());
        assert!(unread[0].contains(expected), "{unread:?}");
    }
}

#[test]
fn what_is_written_is_read_again() {
    let text = "apiVersion: v1\nkind: Secret\nmetadata:\n  name: a\n  namespace: stage\n  labels: {l: m}\n  annotations:\n    note: x\n    from.chartroom/c: command:pass show x\n    kubectl.kubernetes.io/last-applied-configuration: marked\ntype: kubernetes.io/basic-auth\ndata: {a: eA==, b: \"\"}\nstringData: {d: \"y\\nz: \\u00e9 #\\n\"}\n";
    let (first, _) = SecretManifest::of(&read("f", text).objects[0]);
    let first = first.expect("a Secret");
    let written = first.to_text();
    let again = read("f", written.reveal());
    assert_eq!(SecretManifest::of(&again.objects[0]), (Some(first.clone()), Vec::new()));
    assert!(!written.reveal().contains("marked"));
    assert!(first.has_references());
    assert_eq!(first.kind, "kubernetes.io/basic-auth");
}

#[test]
fn nothing_that_is_shown_holds_a_value() {
    let text =
        "kind: Secret\nmetadata: {name: a, annotations: {x: marked}}\nstringData: {k: marked}\n";
    let found = read("f", text);
    let (secret, unread) = SecretManifest::of(&found.objects[0]);
    let shown = format!("{secret:?} {unread:?}");
    assert!(!shown.contains("marked"), "{shown}");
    assert!(shown.contains("\"k\": Here(Secret(***))"), "{shown}");
}
