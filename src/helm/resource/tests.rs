//! What is told of templates with Kubernetes objects, and what is not.

use super::*;
use crate::{archive, helm};

fn check(template: &str, expected: &[(&str, u32)]) {
    check_with("", template, expected);
}

fn found_in(metadata: &str, template: &str) -> Vec<crate::model::Diagnostic> {
    let chart = format!("apiVersion: v2\nname: shop\nversion: 1.0.0\n{metadata}");
    let files = vec![
        ("Chart.yaml".to_owned(), chart.into_bytes()),
        ("values.yaml".to_owned(), b"on: true\noff: false\n".to_vec()),
        ("templates/all.yaml".to_owned(), template.as_bytes().to_vec()),
    ];
    let read = helm::chart::read(&archive::from_tree("shop", files));
    judge(&read).finish()
}

fn check_with(metadata: &str, template: &str, expected: &[(&str, u32)]) {
    let found = found_in(metadata, template);
    let told: Vec<(&str, u32)> = found
        .iter()
        .map(|found| (found.rule.code, found.place.span.map_or(0, |span| span.line)))
        .collect();
    assert_eq!(told, expected, "{template}\n{found:?}");
}

const OLD: &str =
    "apiVersion: batch/v1beta1\nkind: CronJob\nmetadata:\n  name: {{ .Release.Name }}\n";

#[test]
fn apis_that_are_gone_are_told_unless_the_cluster_is_asked() {
    check(OLD, &[("KUB001", 1)]);
    check(&format!("{{{{- if .Values.on }}}}\n{OLD}{{{{- end }}}}\n"), &[("KUB001", 2)]);
    for condition in [
        ".Capabilities.APIVersions.Has \"batch/v1beta1\"",
        "semverCompare \"<1.25-0\" .Capabilities.KubeVersion.Version",
        "eq (include \"shop.cronjob.apiVersion\" .) \"batch/v1beta1\"",
    ] {
        check(&format!("{{{{- if {condition} }}}}\n{OLD}{{{{- end }}}}\n"), &[]);
    }
    check(
        "{{- if .Capabilities.APIVersions.Has \"batch/v1\" }}\napiVersion: batch/v1\n{{- else }}\napiVersion: batch/v1beta1\n{{- end }}\nkind: CronJob\n",
        &[],
    );
    check("apiVersion: {{ .Values.api }}\nkind: CronJob\n", &[]);
    check(&format!("apiVersion: v1\nkind: Secret\ndata: {{}}\n---\n{OLD}"), &[("KUB001", 5)]);
    check_with("kubeVersion: '<1.25.0-0'\n", OLD, &[("KUB002", 1)]);
    check_with("kubeVersion: '>=1.19.0-0'\n", OLD, &[("KUB001", 1)]);
}

#[test]
fn what_is_off_by_default_is_only_worth_knowing() {
    check(&format!("{{{{- if .Values.off }}}}\n{OLD}{{{{- end }}}}\n"), &[("KUB015", 2)]);
}

#[test]
fn objects_are_judged_where_they_are_plain() {
    let object = |kind: &str, rest: &str| {
        format!("apiVersion: v1\nkind: {kind}\nmetadata:\n  name: shop\n{rest}")
    };
    check(&object("ConfigMap", ""), &[]);
    check("# only a remark\n---\n", &[]);
    check("kind: ConfigMap\n", &[("KUB005", 1)]);
    check("just text\n", &[("KUB005", 1)]);
    check("{{ if .Values.on }}\nkind: ConfigMap\n{{ end }}\n", &[("KUB005", 2)]);
    check("a: 1 {{ \"\\x\" }}\n", &[]);
    check("a: 1 {{ end }}\n", &[]);
    check("a: 1\n{{/* never closed\n", &[]);
    check(&object("Service", "").replace("shop", "1-shop"), &[("KUB003", 4)]);
    check(&object("ConfigMap", "").replace("shop", "shop-{{ 1 }}"), &[]);
    check(&object("ConfigMap", "  labels:\n    a: true\n"), &[("KUB007", 6)]);
    check(&object("ConfigMap", "  labels:\n    a: \"true\"\n"), &[]);
    check(
        &object("Deployment", "spec:\n  template:\n    a: {{ include \"a\" . }}\n"),
        &[("KUB006", 2)],
    );
    check(&object("Deployment", "spec:\n{{ include \"a\" . | indent 2 }}\n  template: {}\n"), &[]);
    check(
        &object("Job", "  annotations:\n    \"helm.sh/hook\": before-install\n"),
        &[("KUB010", 6)],
    );
    check(&object("Job", "  annotations:\n    \"helm.sh/hook\": pre-install,post-upgrade\n"), &[]);
    check(&object("ConfigMap", "data:\n  a: 1\n b: 2\n"), &[("KUB004", 7)]);
}

#[test]
fn an_object_that_is_rendered_twice_for_sure_is_told() {
    let object = "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: shop\n";
    check(&format!("{object}---\n{object}"), &[("KUB014", 9)]);
    check(&format!("{object}---\n{}", object.replace("shop", "store")), &[]);
    let namespaced = format!("{object}  namespace: {{{{ .Values.on }}}}\n");
    check(&format!("{object}---\n{namespaced}"), &[]);
    check(&format!("{object}---\n{{{{ if .Values.on }}}}\n{object}{{{{ end }}}}\n"), &[]);
}

#[test]
fn hooks_are_annotations_of_the_object_itself() {
    let object = |rest: &str| {
        format!("apiVersion: v1\nkind: ConfigMap\nmetadata: # of the map\n  name: shop\n{rest}")
    };
    let annotated = |line: &str| object(&format!("  annotations:\n    {line}\n"));
    let text = "data:\n  x: |\n    helm.sh/hook-weight: 3\n    helm.sh/hook: foo\n";
    check(&object(text), &[]);
    check(&object(&format!("  labels:\n    a: b\n    helm.sh/hook: foo\n{text}")), &[]);
    check(&annotated("helm.sh/hook: Pre-Install, TEST"), &[]);
    check(&annotated("helm.sh/hook: \"pre-install,\""), &[("KUB010", 6)]);
    check(&annotated("helm.sh/hook-delete-policy: Hook-Succeeded,"), &[]);
    check(&annotated("helm.sh/hook-delete-policy: hook"), &[("KUB011", 6)]);
    check(&annotated("helm.sh/hook-weight: 1.5"), &[("KUB012", 6)]);
    check(&annotated("helm.sh/hook-weight: \"1.5\""), &[("KUB013", 6)]);
    check(&annotated("helm.sh/hook-weight: \"-5\""), &[]);
}

#[test]
fn what_is_wrong_with_a_hook_is_at_its_value() {
    let head = "apiVersion: v1\nkind: Pod\nmetadata:\n  name: shop\n  annotations:\n";
    let template = format!("{head}    helm.sh/hook: hook # why\n");
    let found = found_in("", &template);
    let spans: Vec<_> = found.iter().filter_map(|found| found.place.span).collect();
    assert_eq!(spans, [crate::model::Span { line: 6, column: 19, length: 4 }]);
}

#[test]
fn names_and_labels_are_texts_wherever_they_stand() {
    check("apiVersion: v1\nkind: Pod\nmetadata:\n  name: 123\n", &[("KUB007", 4)]);
    check("apiVersion: v1\nkind: Pod\nmetadata:\n  name: \"123\"\n", &[]);
    check("apiVersion: v1\nkind: Pod\nmetadata: # here\n  name: A\n", &[("KUB003", 4)]);
    let workload = |value: &str| {
        format!(
            "apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: shop\nspec:\n  selector:\n    matchLabels:\n      app: {value}\n  template:\n    metadata:\n      labels:\n        app: {value}\n"
        )
    };
    check(&workload("1.0"), &[("KUB007", 8), ("KUB007", 12)]);
    check(&workload("\"1.0\""), &[]);
}
