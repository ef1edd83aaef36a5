//! What `helm lint` says of a chart without rendering it, and the rule that says the same here.

use super::*;
use crate::archive;
use crate::model::Severity;

/// A chart with which Helm finds nothing to say.
const CLEAN: &str =
    "apiVersion: v2\nname: shop\nversion: 1.0.0\nicon: https://example.org/icon.png\n";

fn told(files: &[(&str, &str)]) -> Vec<(&'static str, Severity)> {
    let mut all = vec![
        ("Chart.yaml", CLEAN),
        ("values.yaml", "port: 80\n"),
        ("templates/a.yaml", "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: shop\n"),
    ];
    all.retain(|(path, _)| !files.iter().any(|(other, _)| other == path));
    all.extend(files.iter().filter(|(_, text)| !text.is_empty()));
    let owned = |(path, text): (&str, &str)| (path.to_owned(), text.as_bytes().to_vec());
    let package = archive::from_tree("shop", all.into_iter().map(owned).collect());
    let found = read(&package).1;
    let heard = found.iter().filter(|found| !found.rule.family.is_on_demand());
    heard.map(|found| (found.rule.code, found.severity)).collect()
}

/// Lines of `Chart.yaml` replaced or added.
fn metadata(lines: &str) -> String {
    let key = |line: &str| line.split(':').next().unwrap_or_default().to_owned();
    let is_kept = |line: &&str| !lines.lines().any(|other| key(other) == key(line));
    let kept: Vec<&str> = CLEAN.lines().filter(is_kept).collect();
    format!("{}\n{lines}\n", kept.join("\n"))
}

#[test]
fn what_helm_lint_says_of_a_chart_yaml_is_said_here() {
    use Severity::{Error, Info, Warning};
    for (lines, message, code, severity) in [
        ("icon: ''", "icon is recommended", "CHT021", Info),
        ("icon: a.png", "invalid icon URL", "CHT022", Error),
        ("apiVersion: ''", "apiVersion is required", "CHT008", Error),
        ("apiVersion: v9", "apiVersion 'v9' is not valid", "CHT009", Error),
        ("name: ''", "name is required", "CHT006", Error),
        ("name: a/b", "chart name \"a/b\" is invalid", "CHT007", Error),
        ("version: ''", "version is required", "CHT011", Error),
        ("version: latest", "version 'latest' is not a valid SemVer", "CHT012", Error),
        ("version: 0.0.0-0", "version 0.0.0-0 is less than or equal to 0.0.0-0", "CHT013", Error),
        ("version: v1.0.0", "version 'v1.0.0' is not a valid SemVerV2", "CHT026", Warning),
        ("version: 1.0", "version should be of type string", "CHT010", Error),
        ("appVersion: 1.0", "appVersion should be of type string", "CHT014", Error),
        ("color: red", "failed to strictly parse chart metadata file", "CHT004", Warning),
        ("home: a\nhome: b", "failed to strictly parse chart metadata file", "CHT005", Warning),
        ("maintainers: [null]", "a maintainer entry is empty", "CHT016", Error),
        ("maintainers: [{email: a@b.org}]", "each maintainer requires a name", "CHT017", Error),
        ("maintainers: [{name: a, email: b}]", "invalid email", "CHT018", Error),
        ("maintainers: [{name: a, url: a b}]", "invalid url", "CHT019", Error),
        ("sources: [a]", "invalid source URL", "CHT020", Error),
        ("type: other", "chart type must be application or library", "CHT025", Error),
        ("apiVersion: v1\ntype: library", "chart type is not valid", "CHT023", Error),
        (
            "apiVersion: v1\ndependencies: [{name: a}]",
            "dependencies are not valid",
            "CHT024",
            Error,
        ),
        ("dependencies: [{name: a}, {name: a}]", "more than one dependency", "CHT029", Error),
        ("dependencies: [{name: a}]", "missing these dependencies: a", "CHT045", Warning),
    ] {
        let text = metadata(lines);
        let found = told(&[("Chart.yaml", &text)]);
        assert!(found.contains(&(code, severity)), "{message}: {found:?}");
    }
}

#[test]
fn what_helm_lint_says_of_other_files_is_said_here() {
    use Severity::{Error, Info, Warning};
    let schema = "{\"required\": [\"host\"], \"properties\": {\"port\": {\"minimum\": 81}}}";
    let network = "{\"properties\": {\"port\": {\"$ref\": \"https://example.org/a\"}}}";
    let crd = "apiVersion: apiextensions.k8s.io/v1\nkind: CustomResourceDefinition\n";
    let (old, other) = (crd.replace("apiextensions.k8s.io", "apps"), crd.replace("Custom", "X"));
    for (path, text, message, code, severity) in [
        ("Chart.yaml", "name: [", "unable to parse YAML", "CHT002", Error),
        ("values.yaml", "", "file does not exist", "CHT030", Info),
        ("values.yaml", "a: [", "unable to parse YAML", "CHT031", Error),
        ("values.yaml", "text", "cannot unmarshal string into Go value", "CHT032", Error),
        ("values.schema.json", "{", "unexpected end of JSON input", "CHT035", Error),
        ("values.schema.json", schema, "missing property 'host'", "VAL009", Warning),
        ("values.schema.json", schema, "at '/port': minimum: got 80, want 81", "VAL008", Error),
        ("values.schema.json", network, "failing loading", "VAL004", Warning),
        ("templates/a.yaml", "", "directory does not exist", "CHT039", Warning),
        ("templates", "x", "not a directory", "CHT040", Error),
        ("templates/b.md", "x", "file extension '.md' not valid", "CHT041", Error),
        (
            "templates/b.yaml",
            "\"helm.sh/hook\": crd-install",
            "crd-install hook",
            "CHT042",
            Warning,
        ),
        (
            "templates/b.yaml",
            "{{ .Release.Time }}",
            ".Release.Time has been removed",
            "CHT043",
            Error,
        ),
        ("charts/a/Chart.yaml", CLEAN, "metadata is missing these dependencies", "CHT044", Error),
        ("charts/README.md", "x", "error unpacking subchart README.md", "CHT046", Error),
        ("charts/a/Chart.yaml", "name: a", "error unpacking subchart a", "CHT047", Error),
        ("crds", "x", "not a directory", "CHT048", Error),
        ("crds/a.yaml", "{{ a }}: b {", "unable to parse YAML", "CHT049", Error),
        ("crds/a.yaml", &old, "apiVersion is not in 'apiextensions.k8s.io'", "CHT050", Error),
        ("crds/a.yaml", &other, "object kind is not 'CustomResourceDefinition'", "CHT051", Error),
    ] {
        let found = told(&[(path, text)]);
        assert!(found.contains(&(code, severity)), "{path}: {message}: {found:?}");
    }
}

#[test]
fn a_chart_of_which_helm_says_nothing_is_clean_here() {
    assert_eq!(told(&[]), []);
}
