//! What is told of whole charts: names and values across their files.

use super::*;
use crate::{archive, helm};

const CHART: &str = "apiVersion: v2\nname: shop\nversion: 1.0.0\n";

fn told(files: &[(&str, &str)]) -> Vec<String> {
    let mut tree = vec![("Chart.yaml".to_owned(), CHART.as_bytes().to_vec())];
    tree.retain(|_| !files.iter().any(|(path, _)| *path == "Chart.yaml"));
    tree.extend(files.iter().map(|(path, text)| ((*path).to_owned(), text.as_bytes().to_vec())));
    let read = helm::chart::read(&archive::from_tree("shop", tree));
    judge(&read).finish().iter().map(|found| found.rule.code.to_owned()).collect()
}

fn check(values: &str, template: &str, expected: &[&str]) {
    let found = told(&[("values.yaml", values), ("templates/all.yaml", template)]);
    assert_eq!(found, expected, "{values} {template}");
}

#[test]
fn a_field_of_what_is_not_there_is_told() {
    let values = "a: {b: 1}\non: true\noff: false\nempty: {}\nlist: []\n# documented: 1\n";
    for (template, expected) in [
        ("{{ .Values.a.b }}{{ .Values.empty.x }}", &[][..]),
        ("{{ .Values.x.y }}", &["TPL027"]),
        ("{{ $.Values.x.y | default 1 }}", &["TPL027"]),
        ("{{ if .Values.x.y }}{{ end }}", &["TPL027"]),
        ("{{ .Values.a.b.c }}", &["TPL027"]),
        ("{{ if .Values.on }}{{ .Values.x.y }}{{ end }}", &["TPL027"]),
        ("{{ if .Values.off }}{{ .Values.x.y }}{{ end }}", &["TPL028"]),
        ("{{ if .Values.off }}{{ else }}{{ .Values.x.y }}{{ end }}", &["TPL027"]),
        ("{{ if .Values.off }}{{ .Values.documented.y }}{{ end }}", &[]),
        ("{{ if .Values.x }}{{ .Values.x.y }}{{ end }}", &[]),
        ("{{ with .Values.x }}{{ .y.z }}{{ end }}", &[]),
        ("{{ with .Values }}{{ .x.y }}{{ end }}", &["TPL027"]),
        ("{{ if and .Values.x .Values.x.y }}{{ end }}", &[]),
        ("{{ if hasKey .Values \"x\" }}{{ .Values.x.y }}{{ end }}", &[]),
        ("{{ (.Values.x).y }}", &[]),
        ("{{ range .Values.list }}{{ .x.y }}{{ $.Values.x.y }}{{ end }}", &["TPL028"]),
        ("{{ $top := . }}{{ range .Values.list }}{{ $top.Values.x.y }}{{ end }}", &["TPL028"]),
        ("{{ $_ := set .Values \"x\" (dict \"y\" 1) }}{{ .Values.x.y }}", &[]),
        ("{{ include \"f\" . }}{{ define \"f\" }}{{ .Values.x.y }}{{ end }}", &["TPL027"]),
        ("{{ include \"f\" .Values.a }}{{ define \"f\" }}{{ .Values.x.y }}{{ end }}", &["TPL027"]),
        ("{{ define \"f\" }}{{ .Values.x.y }}{{ end }}", &[]),
    ] {
        check(values, template, expected);
    }
}

#[test]
fn a_value_that_is_not_declared_is_told_where_it_is_written() {
    let values = "a: {b: 1}\n# c: 1\n";
    for (template, expected) in [
        ("{{ .Values.a.x }}{{ .Values.a.x }}", &["TPL029"][..]),
        ("{{ .Values.a.x | quote }}", &["TPL029"]),
        ("{{ .Values.a.x | default 1 }}{{ .Values.c }}", &[]),
        ("{{ if .Values.a.x }}{{ .Values.a.x }}{{ end }}", &[]),
        ("{{ with .Values.a.x }}{{ . }}{{ end }}", &[]),
        ("{{ required \"no\" .Values.a.x }}", &[]),
    ] {
        check(values, template, expected);
    }
}

#[test]
fn built_in_objects_have_the_fields_that_helm_gives_them() {
    for (template, expected) in [
        ("{{ .Release.Name }}{{ .Chart.AppVersion }}{{ .Template.BasePath }}", &[][..]),
        ("{{ .Capabilities.KubeVersion.Minor }}{{ .Files.Get \"Chart.yaml\" }}", &["TPL032"]),
        ("{{ .Chart.name }}", &["TPL030"]),
        ("{{ .Vales.a.b }}", &["TPL030"]),
        ("{{ .Capabilities.KubeVersion.GitCommit }}", &["TPL030"]),
        ("{{ .Release.name }}{{ .Nothing }}", &["TPL031", "TPL031"]),
        ("{{ range .Values.a }}{{ .Nothing.x }}{{ end }}", &[]),
    ] {
        check("a: []\n", template, expected);
    }
}

#[test]
fn values_of_charts_that_are_not_at_hand_are_not_judged() {
    let chart = format!("{CHART}dependencies:\n- {{name: db, version: 1.0.0}}\n");
    let template = "{{ .Values.db.x.y }}{{ include \"db.name\" . }}";
    let files = [("Chart.yaml", chart.as_str()), ("templates/all.yaml", template)];
    assert!(told(&files).is_empty());
    let chart = format!("{CHART}dependencies:\n- {{name: db, version: 1.0.0}}\n");
    let below = CHART.replace("shop", "db");
    let with = [
        ("Chart.yaml", chart.as_str()),
        ("charts/db/Chart.yaml", below.as_str()),
        ("charts/db/values.yaml", "x: {y: 1}\n"),
        ("templates/all.yaml", template),
    ];
    assert_eq!(told(&with), ["TPL021"]);
}

#[test]
fn a_library_is_not_judged_by_its_own_values() {
    let chart = format!("{CHART}type: library\n");
    let files = [
        ("Chart.yaml", chart.as_str()),
        ("templates/_a.tpl", "{{ define \"a\" }}{{ .Values.x.y }}{{ include \"b\" . }}{{ end }}"),
    ];
    assert!(told(&files).is_empty());
}

#[test]
fn a_large_chart_is_read_in_linear_time() {
    let block = "{{- if .Values.a }}\nname: {{ include \"x\" . | quote }}\n{{- end }}\n";
    let text = format!("{{{{ define \"x\" }}}}1{{{{ end }}}}{}", block.repeat(10_000));
    assert!(told(&[("values.yaml", "a: 1\n"), ("templates/all.yaml", &text)]).is_empty());
}
