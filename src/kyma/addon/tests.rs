//! Every rule about addons, each provoked by one change to a clean addon.

use proptest::prelude::*;

use super::*;
use crate::archive::from_tree;
use crate::model::{Severity, rule};

const META: &str = "\
name: cache
version: 0.1.0
id: 4f5c3f2e-8a0b-4a55-9a0c-0d2f7c1e6a01
description: A cache
displayName: Cache
tags: cache, memory
labels:
  team: storage
documentationURL: https://example.org/cache
imageURL: https://example.org/cache.svg
bindable: true
";

const PLAN: &str = "\
name: micro
id: 4f5c3f2e-8a0b-4a55-9a0c-0d2f7c1e6a02
description: A small one
displayName: Micro
free: false
";

const BIND: &str = "\
credential:
  - name: HOST
    value: {{ template \"cache.name\" . }}.{{ .Release.Namespace }}
{{- if .Values.secure }}
  - name: PASSWORD
    valueFrom:
      secretKeyRef:
        name: {{ .Release.Name }}
        key: password
{{- end }}
credentialFrom:
  - configMapRef:
      name: {{ .Release.Name }}
";

const SCHEMA: &str = r#"{
  "$schema": "http://json-schema.org/draft-04/schema#",
  "type": "object",
  "required": ["size"],
  "properties": {
    "size": {"type": "integer", "minimum": 1, "default": 2},
    "mode": {"type": "string", "enum": ["a", "b"], "default": "a"}
  }
}
"#;

const DOCS: &str = "\
docs:
  - template:
      displayName: Cache
      description: How to use it
      sources:
        - type: markdown
          name: markdown-files
          mode: package
          filter: docs/
";

fn clean() -> Vec<(String, Vec<u8>)> {
    [
        ("README.md", "# Cache\n"),
        ("meta.yaml", META),
        (
            "chart/cache/Chart.yaml",
            "apiVersion: v2\nname: cache\nversion: 1.0.0\ndescription: A cache\n",
        ),
        ("chart/cache/values.yaml", "size: 1\nmode: a\n"),
        (
            "chart/cache/templates/config.yaml",
            "kind: ConfigMap\ndata: {size: \"{{ .Values.size }}\", mode: \"{{ .Values.mode }}\"}\n",
        ),
        ("plans/micro/meta.yaml", PLAN),
        ("plans/micro/values.yaml", "size: 1\n"),
        ("plans/micro/bind.yaml", BIND),
        ("plans/micro/create-instance-schema.json", SCHEMA),
        ("docs/meta.yaml", DOCS),
        ("docs/overview.md", "# Overview\n"),
    ]
    .map(|(path, text)| (path.to_owned(), text.as_bytes().to_vec()))
    .to_vec()
}

/// What is done to the clean addon.
enum Change {
    /// Writes a file.
    Put(&'static str, String),
    /// Replaces a text in a file, where it must be.
    Swap(&'static str, &'static str, &'static str),
    /// Removes all files below a path.
    Remove(&'static str),
    /// Moves all files below a path.
    Move(&'static str, &'static str),
}

use Change::{Move, Put, Remove, Swap};

fn put(path: &'static str, text: impl Into<String>) -> Change {
    Put(path, text.into())
}

fn changed(change: &Change) -> Package {
    let mut files = clean();
    match change {
        Put(path, text) => {
            files.retain(|(other, _)| other != path);
            files.push(((*path).to_owned(), text.clone().into_bytes()));
        }
        Swap(path, from, to) => {
            let file =
                files.iter_mut().find(|(other, _)| other == path).expect("the file is there");
            let text = String::from_utf8(file.1.clone()).expect("it is text");
            assert!(text.contains(from), "{path} does not hold {from:?}");
            file.1 = text.replacen(from, to, 1).into_bytes();
        }
        Remove(prefix) => files.retain(|(path, _)| !path.starts_with(prefix)),
        Move(from, to) => {
            for (path, _) in &mut files {
                if let Some(rest) = path.strip_prefix(from) {
                    *path = format!("{to}{rest}");
                }
            }
        }
    }
    from_tree("cache-0.1.0", files)
}

/// Findings as `code file:line:column`, without the charts' own rules.
fn found(package: &Package) -> Vec<String> {
    let (_, diagnostics) = read(package);
    let own = diagnostics.iter().filter(|found| found.rule.code.starts_with("ADD"));
    own.map(|found| {
        let file = found.place.file.trim_start_matches("cache-0.1.0").trim_start_matches('/');
        match found.place.span {
            Some(span) => format!("{} {file}:{}:{}", found.rule.code, span.line, span.column),
            None => format!("{} {file}", found.rule.code),
        }
    })
    .collect()
}

const SCHEMA_FILE: &str = "plans/micro/create-instance-schema.json";
const BIND_FILE: &str = "plans/micro/bind.yaml";
const PLAN_FILE: &str = "plans/micro/meta.yaml";

fn metadata_cases() -> Vec<(Change, &'static [&'static str])> {
    vec![
        (Remove("meta.yaml"), &["ADD001 "]),
        (Swap("meta.yaml", "A cache", "\"A cache"), &["ADD002 meta.yaml:4:14"]),
        (put("meta.yaml", "- a\n"), &["ADD003 meta.yaml:1:1"]),
        (
            Swap("meta.yaml", "tags: cache, memory", "tags: [cache, memory]"),
            &["ADD003 meta.yaml:6:7"],
        ),
        (Swap("meta.yaml", "bindable: true", "bindable: \"true\""), &["ADD003 meta.yaml:11:11"]),
        (Swap("meta.yaml", "bindable: true", "bindable: 1"), &["ADD003 meta.yaml:11:11"]),
        (Swap("meta.yaml", "team: storage", "team: [storage]"), &["ADD003 meta.yaml:8:3"]),
        (Swap("meta.yaml", "tags:", "requires: syslog\ntags:"), &["ADD003 meta.yaml:6:11"]),
        (put("meta.yaml", "~\n"), &["ADD004 meta.yaml"]),
        (
            put("meta.yaml", "bindable: true\n"),
            &[
                "ADD005 meta.yaml:1:1",
                "ADD005 meta.yaml:1:1",
                "ADD005 meta.yaml:1:1",
                "ADD005 meta.yaml:1:1",
                "ADD005 meta.yaml:1:1",
                "ADD023 meta.yaml:1:1",
            ],
        ),
        (Swap("meta.yaml", "description: A cache", "description: ''"), &["ADD005 meta.yaml:4:1"]),
        (Swap("meta.yaml", "0.1.0", "1.x"), &["ADD006 meta.yaml:2:10"]),
        (Swap("meta.yaml", "cache, memory", "cache,,memory"), &["ADD007 meta.yaml:6:7"]),
        (Swap("meta.yaml", "team: storage", "local: 'true'"), &["ADD008 meta.yaml:8:3"]),
        (Swap("meta.yaml", "0.1.0", "0.10"), &["ADD009 meta.yaml:2:10"]),
        (Swap("meta.yaml", "team: storage", "team: 1.50"), &["ADD009 meta.yaml:8:9"]),
        (
            put(
                "meta.yaml",
                META.replace(
                    "id: 4f5c3f2e-8a0b-4a55-9a0c-0d2f7c1e6a01",
                    &format!("id: {}", "x".repeat(64)),
                ),
            ),
            &["ADD010 meta.yaml:3:5", "ADD018 meta.yaml:3:5"],
        ),
        (Swap("meta.yaml", "tags:", "tag: x\ntags:"), &["ADD011 meta.yaml:6:1"]),
        (Swap("meta.yaml", "displayName", "displayname"), &["ADD012 meta.yaml:5:1"]),
        (Swap("meta.yaml", "tags:", "name: cache\ntags:"), &["ADD013 meta.yaml:6:1"]),
        (
            Swap("meta.yaml", "bindable: true\n", "bindable: true\n---\na: 1\n"),
            &["ADD014 meta.yaml:12:1"],
        ),
        (
            Swap("meta.yaml", "https://example.org/cache", "example.org/cache"),
            &["ADD015 meta.yaml:9:19"],
        ),
        (Swap("meta.yaml", "A cache", "'A cache '"), &["ADD016 meta.yaml:4:14"]),
        (Swap("meta.yaml", "A cache", "TODO describe it"), &["ADD016 meta.yaml:4:14"]),
        (Swap("meta.yaml", "tags:", "planUpdatable: true\ntags:"), &["ADD017 meta.yaml:6:1"]),
        (Swap("meta.yaml", "0d2f7c1e6a01", "0d2f7c1e6a0"), &["ADD018 meta.yaml:3:5"]),
        (Swap("meta.yaml", "name: cache", "name: my cache"), &["ADD019 meta.yaml:1:7"]),
    ]
}

fn layout_cases() -> Vec<(Change, &'static [&'static str])> {
    vec![
        (Move("", "cache/"), &["ADD020 cache"]),
        (Move("meta.yaml", "Meta.yaml"), &["ADD001 ", "ADD021 Meta.yaml"]),
        (Move("plans/", "Plans/"), &["ADD040 ", "ADD021 Plans"]),
        (
            Move(PLAN_FILE, "plans/micro/meta.yml"),
            &["ADD041 plans/micro", "ADD021 plans/micro/meta.yml"],
        ),
        (put("chart/notes.txt", "x"), &["ADD022 chart/notes.txt"]),
        (put("plans/micro/create-schema.json", "{}"), &["ADD022 plans/micro/create-schema.json"]),
        (put("docs/._overview.md", "x"), &["ADD022 docs/._overview.md"]),
        (Remove("chart/"), &["ADD030 "]),
        (
            put("chart/other/Chart.yaml", "apiVersion: v2\nname: other\nversion: 1.0.0\n"),
            &["ADD031 chart"],
        ),
        (
            Swap("chart/cache/Chart.yaml", "1.0.0", "1.0.0.0"),
            &["ADD032 chart/cache/Chart.yaml:3:10"],
        ),
        (
            Swap("chart/cache/Chart.yaml", "name: cache", "name: other"),
            &["ADD033 chart/cache/Chart.yaml:2:7"],
        ),
        (Remove("docs/overview.md"), &["ADD082 docs/meta.yaml"]),
        (Remove("docs/meta.yaml"), &["ADD082 docs"]),
        (
            Swap("docs/meta.yaml", "docs:", "docs: []\nx:"),
            &["ADD011 docs/meta.yaml:2:1", "ADD080 docs/meta.yaml:1:1"],
        ),
        (
            put("docs/meta.yaml", "docs:\n  - template: ~\n  - template: ~\n"),
            &[
                "ADD080 docs/meta.yaml:3:5",
                "ADD081 docs/meta.yaml:2:5",
                "ADD081 docs/meta.yaml:3:5",
            ],
        ),
        (Swap("docs/meta.yaml", "mode: package", "mode: all"), &["ADD081 docs/meta.yaml:8:17"]),
        (
            Swap("docs/meta.yaml", "type: markdown", "type: Markdown"),
            &["ADD081 docs/meta.yaml:6:17"],
        ),
    ]
}

fn plan_cases() -> Vec<(Change, &'static [&'static str])> {
    vec![
        (Remove("plans/"), &["ADD040 "]),
        (Remove(PLAN_FILE), &["ADD041 plans/micro"]),
        (put(PLAN_FILE, ""), &["ADD042 plans/micro/meta.yaml"]),
        (Swap(PLAN_FILE, "displayName: Micro\n", ""), &["ADD043 plans/micro/meta.yaml:1:1"]),
        (
            put("plans/mini/meta.yaml", PLAN.replace("micro", "mini").replace("Micro", "Mini")),
            &["ADD071 plans/mini/meta.yaml:1:7", "ADD044 plans/mini/meta.yaml:2:5"],
        ),
        (
            put("plans/mini/meta.yaml", PLAN.replace("6a02", "6a03") + "bindable: false\n"),
            &["ADD046 plans/mini/meta.yaml:1:7", "ADD045 plans/mini/meta.yaml:1:7"],
        ),
        (Swap(PLAN_FILE, "name: micro", "name: mini"), &["ADD046 plans/micro/meta.yaml:1:7"]),
        (put("plans/micro/values.yaml", "- a\n"), &["ADD047 plans/micro/values.yaml:1:1"]),
        (Swap(PLAN_FILE, "free: false", "free: 'yes'"), &["ADD003 plans/micro/meta.yaml:5:7"]),
        (put("plans/micro/values.yaml", "a: [\n"), &["ADD002 plans/micro/values.yaml:2:1"]),
    ]
}

fn schema_cases() -> Vec<(Change, &'static [&'static str])> {
    let long = format!("{{\"description\": \"{}\"}}", "x".repeat((64 << 10) - 19));
    assert_eq!(long.len(), 64 << 10);
    vec![
        (put(SCHEMA_FILE, long), &["ADD060 plans/micro/create-instance-schema.json:1:1"]),
        (put(SCHEMA_FILE, ""), &["ADD061 plans/micro/create-instance-schema.json"]),
        (put(SCHEMA_FILE, "\u{feff}{}"), &["ADD061 plans/micro/create-instance-schema.json:1:1"]),
        (put(SCHEMA_FILE, "{}\n{}"), &["ADD061 plans/micro/create-instance-schema.json:2:1"]),
        (
            Swap(SCHEMA_FILE, "\"required\": [\"size\"],", "\"required\": [\"size\"]"),
            &["ADD061 plans/micro/create-instance-schema.json:5:3"],
        ),
        (put(SCHEMA_FILE, "[]"), &["ADD062 plans/micro/create-instance-schema.json:1:1"]),
        (put(SCHEMA_FILE, "true"), &["ADD062 plans/micro/create-instance-schema.json:1:1"]),
    ]
}

fn keyword_cases() -> Vec<(Change, &'static [&'static str])> {
    vec![
        (
            Swap(SCHEMA_FILE, "\"type\": \"object\"", "\"type\": [\"object\"]"),
            &["ADD063 plans/micro/create-instance-schema.json:3:11"],
        ),
        (
            Swap(SCHEMA_FILE, "\"minimum\": 1", "\"minimum\": 1.0"),
            &["ADD063 plans/micro/create-instance-schema.json:6:44"],
        ),
        (
            Swap(SCHEMA_FILE, "\"minimum\": 1", "\"exclusiveMinimum\": 1"),
            &["ADD063 plans/micro/create-instance-schema.json:6:53"],
        ),
        (
            Swap(SCHEMA_FILE, "\"minimum\": 1", "\"required\": true"),
            &["ADD063 plans/micro/create-instance-schema.json:6:45"],
        ),
        (
            put(SCHEMA_FILE, "{\"properties\": {\"size\": true}}"),
            &["ADD063 plans/micro/create-instance-schema.json:1:25"],
        ),
        (
            put(SCHEMA_FILE, "{\"items\": [{}]}"),
            &["ADD063 plans/micro/create-instance-schema.json:1:11"],
        ),
        (
            put(SCHEMA_FILE, "{\"dependencies\": {\"a\": [\"b\"]}}"),
            &["ADD063 plans/micro/create-instance-schema.json:1:24"],
        ),
        (
            put(SCHEMA_FILE, "{\"maximum\": 9223372036854775808}"),
            &["ADD063 plans/micro/create-instance-schema.json:1:13"],
        ),
    ]
}

fn lost_and_unfit_cases() -> Vec<(Change, &'static [&'static str])> {
    vec![
        (
            put(SCHEMA_FILE, "{\"$id\": \"x\", \"const\": 1}"),
            &[
                "ADD064 plans/micro/create-instance-schema.json:1:2",
                "ADD064 plans/micro/create-instance-schema.json:1:14",
            ],
        ),
        (
            Swap(SCHEMA_FILE, "\"minimum\": 1", "\"minimum\": 0"),
            &["ADD064 plans/micro/create-instance-schema.json:6:44"],
        ),
        (
            put(SCHEMA_FILE, "{\"$ref\": \"https://example.org/x.json\"}"),
            &["ADD065 plans/micro/create-instance-schema.json:1:10"],
        ),
        (
            Swap(SCHEMA_FILE, "[\"size\"]", "[\"weight\"]"),
            &["ADD066 plans/micro/create-instance-schema.json:4:16"],
        ),
        (
            Swap(SCHEMA_FILE, "\"default\": 2", "\"default\": \"2\""),
            &["ADD067 plans/micro/create-instance-schema.json:6:58"],
        ),
        (
            Swap(SCHEMA_FILE, "\"default\": \"a\"", "\"default\": \"c\""),
            &["ADD067 plans/micro/create-instance-schema.json:7:63"],
        ),
        (
            put("plans/micro/update-instance-schema.json", "{}"),
            &["ADD068 plans/micro/update-instance-schema.json:1:1"],
        ),
        (
            put(
                SCHEMA_FILE,
                "{\"additionalProperties\": false, \"$comment\": \"x\", \"default\": null}",
            ),
            &[],
        ),
        (put(SCHEMA_FILE, "null"), &[]),
        (
            put(SCHEMA_FILE, "{\n\t\"title\": \"tabs are blanks\",\n\t\"maxLength\": \"1\"\n}"),
            &["ADD063 plans/micro/create-instance-schema.json:3:15"],
        ),
    ]
}

fn bind_cases() -> Vec<(Change, &'static [&'static str])> {
    let credential = |text: &str| put(BIND_FILE, format!("credential:\n  - name: A\n{text}"));
    vec![
        (
            Swap(PLAN_FILE, "displayName: Micro", "displayName: Micro\nbindable: false"),
            &["ADD072 plans/micro/bind.yaml:1:1"],
        ),
        (Remove(BIND_FILE), &["ADD071 plans/micro/meta.yaml:1:7"]),
        (
            put(
                "plans/mini/meta.yaml",
                PLAN.replace("micro", "mini").replace("6a02", "6a03") + "bindable: true\n",
            ),
            &["ADD070 plans/mini/meta.yaml:6:1"],
        ),
        (put(BIND_FILE, "credential: [\n"), &["ADD073 plans/micro/bind.yaml:2:1"]),
        (put(BIND_FILE, "credential: x\n"), &["ADD073 plans/micro/bind.yaml:1:13"]),
        (put(BIND_FILE, "a: {{ .Values.x\n"), &["ADD073 plans/micro/bind.yaml:1:4"]),
        (
            credential("    value: x\n  - name: A\n    value: y\n"),
            &["ADD074 plans/micro/bind.yaml:4:11"],
        ),
        (credential("    value: x\n{{ else }}\n  - name: A\n    value: y\n"), &[]),
        (credential("    valueFrom: {}\n"), &["ADD075 plans/micro/bind.yaml:3:16"]),
        (
            credential("    valueFrom:\n      secretKeyRef: {name: x}\n"),
            &["ADD075 plans/micro/bind.yaml:4:7"],
        ),
        (
            put(BIND_FILE, "credentialFrom:\n  - secretRef:\n    name: x\n"),
            &["ADD075 plans/micro/bind.yaml:2:5"],
        ),
        (
            credential(
                "    valueFrom: {secretKeyRef: {name: x, key: y}, serviceRef: {name: x, jsonpath: '{.y}'}}\n",
            ),
            &["ADD075 plans/micro/bind.yaml:3:16"],
        ),
        (
            credential("    value: x\n    valueFrom: {secretKeyRef: {name: x, key: y}}\n"),
            &["ADD076 plans/micro/bind.yaml:4:16"],
        ),
        (
            credential("    valueFrom: {serviceRef: {name: x, jsonpath: '{.spec'}}\n"),
            &["ADD077 plans/micro/bind.yaml:3:49"],
        ),
        (credential(""), &["ADD076 plans/micro/bind.yaml:2:5"]),
        (put(BIND_FILE, "{{ include \"all\" . }}\n"), &[]),
        (put(BIND_FILE, "credential:\n{{ include \"all\" . | nindent 2 }}\n"), &[]),
    ]
}

fn fitting_cases() -> Vec<(Change, &'static [&'static str])> {
    let docs = |filter: &str, kind: &str| {
        let text = DOCS.replace("filter: docs/", &format!("filter: {filter}"));
        put("docs/meta.yaml", text.replace("type: markdown", &format!("type: {kind}")))
    };
    vec![
        (
            Swap("meta.yaml", "imageURL: https://example.org/cache.svg\n", ""),
            &["ADD023 meta.yaml:1:1"],
        ),
        (Swap("meta.yaml", "cache.svg", "cache.png"), &["ADD023 meta.yaml:10:11"]),
        (Swap(PLAN_FILE, "free: false\n", ""), &["ADD048 plans/micro/meta.yaml:1:7"]),
        (
            put("plans/micro/values.yaml", "size: 1\nsizes: 1\nglobal: {}\n"),
            &["ADD049 plans/micro/values.yaml:2:1"],
        ),
        (
            Swap(SCHEMA_FILE, "\"mode\"", "\"modes\""),
            &["ADD050 plans/micro/create-instance-schema.json:7:5"],
        ),
        (
            put("plans/micro/values.yaml", "size: 0\nmode: c\n"),
            &["ADD051 plans/micro/values.yaml:1:7", "ADD051 plans/micro/values.yaml:2:7"],
        ),
        (
            put("chart/cache/values.schema.json", "{\"properties\": {\"size\": {\"minimum\": 2}}}"),
            &["ADD052 plans/micro/values.yaml:1:7"],
        ),
        (put("chart/cache/values.schema.json", "{\"required\": [\"password\"]}"), &[]),
        (
            Swap(SCHEMA_FILE, "\"type\": \"object\"", "\"type\": \"thing\""),
            &["ADD069 plans/micro/create-instance-schema.json:3:11"],
        ),
        (
            Swap(SCHEMA_FILE, "draft-04", "draft-99"),
            &["ADD069 plans/micro/create-instance-schema.json:2:14"],
        ),
        (docs("'docs/(?!a)'", "markdown"), &["ADD083 docs/meta.yaml:9:19"]),
        (docs("assets/", "markdown"), &["ADD084 docs/meta.yaml:9:19"]),
        (put("docs/overview.md", "![a](a.png)\n"), &["ADD085 docs/overview.md:1:6"]),
        (docs("docs/", "openapi"), &[]),
        (put("docs/api.yaml", "openapi: 3.0.0\n"), &[]),
    ]
}

#[test]
fn specifications_are_what_their_source_states() {
    for (text, expected) in [
        ("openapi: 3.0.0\n", vec![]),
        ("swagger: '2.0'\n", vec![]),
        ("a: [\n", vec!["ADD086 docs/api.yaml:2:1"]),
        ("asyncapi: 2.0.0\n", vec!["ADD086 docs/api.yaml:1:1"]),
        ("", vec!["ADD086 docs/api.yaml"]),
    ] {
        let mut files = clean();
        files.retain(|(path, _)| path != "docs/meta.yaml");
        let meta = DOCS.replace("type: markdown", "type: openapi");
        files.push(("docs/meta.yaml".to_owned(), meta.into_bytes()));
        files.push(("docs/api.yaml".to_owned(), text.as_bytes().to_vec()));
        assert_eq!(found(&from_tree("cache-0.1.0", files)), expected, "{text}");
    }
}

fn cases() -> Vec<(Change, &'static [&'static str])> {
    [
        metadata_cases(),
        layout_cases(),
        plan_cases(),
        schema_cases(),
        keyword_cases(),
        lost_and_unfit_cases(),
        bind_cases(),
        fitting_cases(),
    ]
    .into_iter()
    .flatten()
    .collect()
}

#[test]
fn each_fault_is_found_at_its_place_and_nothing_else_is() {
    let wrong: Vec<String> = cases()
        .iter()
        .map(|(change, expected)| (found(&changed(change)), expected))
        .filter(|(found, expected)| found != *expected)
        .map(|(found, expected)| format!("found    {found:?}\nexpected {expected:?}\n"))
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_rule_about_addons_is_provoked() {
    let codes: Vec<&str> = cases()
        .iter()
        .flat_map(|(_, found)| found.iter().filter_map(|text| text.get(..6)))
        .collect();
    // That one needs two changes.
    for rule in rule::addon::RULES.iter().filter(|rule| rule.code != "ADD086") {
        assert!(codes.contains(&rule.code), "{} is never provoked", rule.code);
    }
}

#[test]
fn a_clean_addon_is_read_whole_and_nothing_is_found() {
    let package = from_tree("cache-0.1.0", clean());
    assert_eq!(found(&package), Vec::<String>::new());
    let (addon, _) = read(&package);
    assert_eq!((addon.name.as_str(), addon.version.as_str()), ("cache", "0.1.0"));
    assert_eq!(addon.tags, ["cache", "memory"]);
    assert_eq!(addon.labels, [("team".to_owned(), "storage".to_owned())]);
    assert_eq!(addon.docs, ["docs/overview.md"]);
    assert_eq!(addon.readme.as_deref(), Some("README.md"));
    let plan = &addon.plans[0];
    assert_eq!((plan.name.as_str(), plan.bindable), ("micro", None));
    for path in [&plan.bind, &plan.values, &plan.create_schema].into_iter().flatten() {
        assert!(package.file(path).is_some(), "{path}");
    }
    let (folder, chart) = addon.chart.expect("it has a chart");
    assert_eq!((folder.as_str(), chart.metadata.version.as_str()), ("cache", "1.0.0"));
    assert!(package.file(chart.values.as_deref().unwrap_or_default()).is_some());
}

#[test]
fn what_only_the_lint_of_helm_refuses_is_a_warning_in_an_addon() {
    let (_, found) = read(&changed(&Swap("chart/cache/Chart.yaml", "apiVersion: v2\n", "")));
    let heard = found.iter().filter(|found| !found.rule.family.is_on_demand());
    let severities: Vec<_> = heard.map(|found| (found.rule.name, found.severity)).collect();
    assert_eq!(severities, [("chart-api-version-missing", Severity::Warning)]);
    let (_, found) = read(&changed(&Swap("chart/cache/Chart.yaml", "version: 1.0.0\n", "")));
    assert!(found.iter().any(|found| found.severity == Severity::Error));
}

#[test]
fn a_chart_in_place_of_an_addon_is_called_so() {
    for path in ["Chart.yaml", "redis/Chart.yaml"] {
        let files = vec![
            (path.to_owned(), b"name: redis\n".to_vec()),
            (path.replace("Chart.yaml", "charts/x/Chart.yaml"), b"name: x\n".to_vec()),
        ];
        let (_, found) = read(&from_tree("redis-1.0.0", files));
        let messages: Vec<_> = found.iter().map(|found| found.message.as_str()).collect();
        assert_eq!(messages, ["this is a Helm chart, not an addon"]);
    }
}

#[test]
fn all_faults_are_found_at_once() {
    let mut files = clean();
    files.retain(|(path, _)| !path.starts_with("chart/") && path != "plans/micro/meta.yaml");
    files.push((SCHEMA_FILE.to_owned(), b"{".to_vec()));
    let found = found(&from_tree("cache-0.1.0", files));
    for code in ["ADD030", "ADD041", "ADD061"] {
        assert!(found.iter().any(|text| text.starts_with(code)), "{code} in {found:?}");
    }
}

#[test]
fn places_in_archives_name_the_archive() {
    let package = changed(&Swap("meta.yaml", "tags:", "tag:"));
    let package = Package { name: "cache.tgz".into(), archive: true, ..package };
    assert_eq!(read(&package).1[0].place.file, "cache.tgz!meta.yaml");
}

proptest! {
    #[test]
    fn any_bytes_in_any_file_are_read_without_panic(
        file in 0usize..11,
        bytes in prop::collection::vec(any::<u8>(), 0..200),
    ) {
        let mut files = clean();
        files[file].1 = bytes;
        let _ = read(&from_tree("x", files));
    }

    #[test]
    fn any_mutilated_file_is_read_without_panic(
        file in 0usize..11,
        at in 0usize..400,
        with in "[\\PC\n\t{}\\[\\]:\"-]{0,9}",
    ) {
        let mut files = clean();
        let bytes = &mut files[file].1;
        let at = at.min(bytes.len());
        bytes.splice(at..at, with.bytes());
        let _ = read(&from_tree("x", files.clone()));
        files[file].1.truncate(at);
        let _ = read(&from_tree("x", files));
    }
}
