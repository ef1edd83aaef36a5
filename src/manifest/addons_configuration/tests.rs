//! Configurations as people and kubectl write them, and every fault of them.

use super::*;
use crate::manifest::document;

const HEAD: &str = "apiVersion: addons.kyma-project.io/v1alpha1\nkind: AddonsConfiguration\n";
const CLUSTER: &str =
    "apiVersion: addons.kyma-project.io/v1alpha1\nkind: ClusterAddonsConfiguration\n";

fn read_text(text: &str) -> (AddonsConfiguration, Vec<Diagnostic>) {
    let found = document::read("f.yaml", text);
    assert_eq!(found.unread, [], "{text}");
    read(found.objects.first().expect("an object")).expect("a configuration")
}

/// Codes with lines and columns.
fn codes(text: &str) -> Vec<String> {
    let (_, found) = read_text(text);
    let place = |one: &Diagnostic| {
        let span = one.place.span.unwrap_or_default();
        format!("{} {}:{}", one.rule.code, span.line, span.column)
    };
    found.iter().map(place).collect()
}

#[track_caller]
fn check(text: &str, expected: &[&str]) {
    assert_eq!(codes(text), expected, "{text}");
}

/// A namespaced configuration with one repository of that URL; the URL stands at 5:10.
fn with_url(url: &str) -> String {
    format!("{HEAD}metadata: {{name: mine}}\nspec: {{repositories: [\n  {{url: \"{url}\"}}]}}\n")
}

#[test]
fn a_good_configuration_has_no_findings_and_says_what_it_wants() {
    let text = format!(
        "{HEAD}metadata:\n  name: team-addons\n  namespace: stage\n  labels:\n    team: \"7\"\nspec:\n  \
         reprocessRequest: 3\n  repositories:\n  - url: https://example.org/addons/index.yaml\n  - url: \
         https://{{user}}:{{password}}@example.org/private/index.yaml\n    secretRef:\n      name: login\n"
    );
    let (configuration, found) = read_text(&text);
    assert_eq!(found, []);
    assert_eq!(configuration.title(), "AddonsConfiguration stage/team-addons");
    assert_eq!(configuration.reprocess_request, Some(3));
    assert_eq!(configuration.labels.get("team").map(String::as_str), Some("7"));
    let secrets: Vec<Option<String>> = configuration
        .repositories
        .iter()
        .map(|one| configuration.secret_of(one).map(|secret| secret.to_string()))
        .collect();
    assert_eq!(secrets, [None, Some("stage/login".to_owned())]);
}

#[test]
fn what_kubectl_prints_is_understood_with_its_status() {
    let text = format!(
        "{CLUSTER}metadata:\n  annotations:\n    kubectl.kubernetes.io/last-applied-configuration: |\n      \
         {{\"apiVersion\":\"x\"}}\n  creationTimestamp: \"2021-03-01T10:00:00Z\"\n  finalizers:\n  - \
         addons.kyma-project.io\n  generation: 2\n  labels:\n    addons.kyma-project.io/managed: \"true\"\n  \
         managedFields:\n  - manager: kubectl\n  name: helm-repos-urls\n  resourceVersion: \"7\"\n  selfLink: \
         /apis/x\n  uid: 0e7f\nspec:\n  repositories:\n  - url: https://example.org/index.yaml\nstatus:\n  \
         lastProcessedTime: \"2021-03-01T10:00:05Z\"\n  observedGeneration: 1\n  phase: Failed\n  \
         repositories:\n  - addons:\n    - name: redis\n      reason: LoadingError\n      message: no chart\n      \
         status: Failed\n      version: 0.0.3\n    status: Failed\n    url: https://example.org/index.yaml\n"
    );
    let (configuration, found) = read_text(&text);
    assert_eq!(found.iter().map(|one| one.rule.code).collect::<Vec<_>>(), ["MAN014"]);
    assert_eq!(configuration.generation, Some(2));
    let status = configuration.status.expect("a status");
    assert_eq!((status.phase.as_str(), status.observed_generation), ("Failed", Some(1)));
    let addon = &status.repositories[0].addons[0];
    assert_eq!((addon.name.as_str(), addon.reason.as_str()), ("redis", "LoadingError"));
}

#[test]
fn the_object_itself_is_judged() {
    let spec = "spec: {repositories: [{url: \"https://h.example/i.yaml\"}]}\n";
    let kind = "kind: AddonsConfiguration\n";
    let good = "metadata: {name: mine}\n";
    check(&format!("{kind}{good}{spec}"), &["MAN003 1:1"]);
    check(&format!("apiVersion: v1\n{kind}{good}{spec}"), &["MAN003 1:13"]);
    check(&format!("{HEAD}{good}{spec}sepc: {{}}\n"), &["MAN005 5:1"]);
    check(&format!("{HEAD}{good}{spec}{spec}"), &["MAN006 5:1"]);
    check(&format!("{HEAD}{spec}"), &["MAN010 1:1"]);
    check(&format!("{HEAD}metadata: {{}}\n{spec}"), &["MAN010 3:11"]);
    check(&format!("{HEAD}metadata: {{name: 1234}}\n{spec}"), &["MAN002 3:18"]);
    check(&format!("{HEAD}metadata: {{name: My_Name}}\n{spec}"), &["MAN010 3:18"]);
    check(&format!("{HEAD}metadata: {{name: abc}}\n{spec}"), &["MAN011 3:18"]);
    check(&format!("{HEAD}metadata: {{generateName: abc}}\n{spec}"), &["MAN010 3:11"]);
    check(&format!("{HEAD}metadata: {{name: mine, namespace: Stage}}\n{spec}"), &["MAN012 3:35"]);
    check(
        &format!("{CLUSTER}metadata: {{name: mine, namespace: stage}}\n{spec}"),
        &["MAN012 3:35"],
    );
    check(&format!("{HEAD}metadata: {{name: mine, label: x}}\n{spec}"), &["MAN005 3:24"]);
    let labels = "{a: true, \"-b\": c, d: \"e f\", ok/ok: yes-it-is}";
    let metadata = format!("metadata: {{name: mine, labels: {labels}}}\n");
    let expected = ["MAN013 3:36", "MAN013 3:42", "MAN013 3:51"];
    check(&format!("{HEAD}{metadata}{spec}"), &expected);
    let gone =
        "metadata: {name: mine, deletionTimestamp: x, finalizers: [addons.kyma-project.io]}\n";
    check(&format!("{HEAD}{gone}{spec}"), &["MAN015 3:24"]);
}

#[test]
fn the_list_of_repositories_is_judged() {
    let good = "metadata: {name: mine}\n";
    for (spec, expected) in [
        ("", vec!["MAN020 1:1"]),
        ("spec:\n", vec!["MAN020 1:1"]),
        ("spec: {}\n", vec!["MAN020 4:7"]),
        ("spec: {repositories: }\n", vec!["MAN020 4:8"]),
        ("spec: {repositories: []}\n", vec!["MAN021 4:8"]),
        ("spec: {repositories: {url: x}}\n", vec!["MAN002 4:22"]),
        ("spec: {repository: []}\n", vec!["MAN005 4:8", "MAN020 4:7"]),
        ("spec: {repositories: [x]}\n", vec!["MAN002 4:23"]),
        ("spec: {repositories: [{}]}\n", vec!["MAN022 4:23"]),
        ("spec: {repositories: [{url: 7}]}\n", vec!["MAN002 4:29"]),
        ("spec: {repositories: [{URL: x}]}\n", vec!["MAN005 4:24", "MAN022 4:23"]),
        ("spec: {repositories: [], reprocessRequest: -1}\n", vec!["MAN050 4:44", "MAN021 4:8"]),
        ("spec: {repositories: [], reprocessRequest: \"1\"}\n", vec!["MAN050 4:45", "MAN021 4:8"]),
        ("spec: {repositories: [], reprocessRequest: 1.5}\n", vec!["MAN050 4:44", "MAN021 4:8"]),
    ] {
        let found = codes(&format!("{HEAD}{good}{spec}"));
        let loose = |code: &String| code.split(':').next().unwrap_or_default().to_owned();
        let expected: Vec<String> = expected.into_iter().map(str::to_owned).collect();
        let lines = |list: &[String]| list.iter().map(loose).collect::<Vec<_>>();
        assert_eq!(lines(&found), lines(&expected), "{spec}: {found:?}");
    }
    let twice = "spec:\n  repositories:\n  - url: github.com/o/r//i.yaml?ref=1\n  - url: \
                 git::https://github.com/o/r.git//i.yaml?ref=1\n";
    check(&format!("{HEAD}{good}{twice}"), &["MAN024 7:10"]);
}

#[test]
fn urls_are_judged_as_helm_broker_takes_them() {
    for (url, expected) in [
        ("https://h.example/index.yaml", vec![]),
        ("github.com/o/r//index.yaml", vec!["MAN059"]),
        ("github.com/o/r//index.yaml?ref=a%2Fb", vec![]),
        ("git::https://h.example/r.git//index.yaml?ref=a/b", vec![]),
        ("", vec!["MAN023"]),
        (" https://h.example/index.yaml", vec!["MAN026"]),
        ("h.example/index.yaml", vec!["MAN026"]),
        ("ftp://h.example/index.yaml", vec!["MAN026"]),
        ("http://h.example/index.yaml", vec!["MAN027"]),
        ("git::http://h.example/r.git//index.yaml?ref=1", vec!["MAN028"]),
        ("git::file:///srv/r//index.yaml?ref=1", vec!["MAN028"]),
        ("git::https://h.example/r.git?ref=1", vec!["MAN029"]),
        ("https://h.example/addons/", vec!["MAN030"]),
        ("git::https://h.example/r.git//addons?ref=1", vec!["MAN030"]),
        ("gitlab.com/g/p//index.yaml?ref=1", vec!["MAN031"]),
        ("gitlab.com/g/s/p//index.yaml?ref=1", vec!["MAN031", "MAN037"]),
        ("bitbucket.org/o/r//index.yaml?ref=1", vec!["MAN038"]),
        ("git::https://h.example/r.git//index.yaml?archive=zip&ref=1", vec!["MAN032"]),
        ("github.com/o/r//index.yaml?ref=a/b", vec!["MAN033"]),
        ("https://me:hunter2@h.example/index.yaml", vec!["MAN034"]),
        ("https://h.example/index.yaml?lang=en", vec!["MAN035"]),
        ("https://h.example/index.yaml?token=hunter2", vec!["MAN035", "MAN034"]),
        ("https://h.example/index.yaml?lang=a/b", vec!["MAN035", "MAN072"]),
        ("hg::https://h.example/r//index.yaml", vec!["MAN036"]),
        ("hg::https://h.example/r//index.yaml?ref=1", vec!["MAN036", "MAN053"]),
        ("https://github.com/o/r/blob/main/index.yaml", vec!["MAN039"]),
        ("https://{host}/index.yaml", vec!["MAN042"]),
        ("https://h.example/{/index.yaml", vec!["MAN025", "MAN043"]),
        ("github.com/o/r//index.yaml?reff=1", vec!["MAN053", "MAN059"]),
        ("github.com/o/r//index.yaml?ref=main", vec!["MAN059"]),
        ("github.com/o/r//index.yaml?ref=1&depth=0", vec!["MAN056"]),
        ("github.com/o/r//index.yaml?ref=0123abc&depth=1", vec!["MAN057"]),
        ("github.com/o/r//index.yaml?ref=v1&depth=1", vec![]),
        ("git::ssh://git@h.example/r.git//index.yaml?depth=1", vec!["MAN059", "MAN058"]),
        (
            "git::ssh://git@h.example/r.git//index.yaml?ref=1&sshkey=hunter2",
            vec!["MAN054", "MAN034"],
        ),
        (
            "s3::https://h.example/b/k//index.yaml?aws_access_key_id=hunter2",
            vec!["MAN071", "MAN034"],
        ),
    ] {
        let (_, found) = read_text(&with_url(url));
        let codes: Vec<&str> = found.iter().map(|one| one.rule.code).collect();
        assert_eq!(codes, expected, "{url}");
        let told = format!("{found:?}");
        assert!(!told.contains("hunter2"), "{told}");
        for one in &found {
            assert_eq!(one.place.span.map(|span| span.line), Some(5), "{one:?}");
        }
    }
}

#[test]
fn secrets_and_placeholders_go_together() {
    let url = "\"https://{user}:{password}@h.example/i.yaml\"";
    let plain = "https://h.example/i.yaml";
    for (head, namespace, url, reference, expected) in [
        (HEAD, "", url, "{name: login}", vec![]),
        (HEAD, "", url, "{name: login, namespace: other}", vec![]),
        (HEAD, ", namespace: stage", url, "{name: login, namespace: other}", vec!["MAN045"]),
        (HEAD, "", url, "{namespace: other}", vec!["MAN040"]),
        (HEAD, "", url, "{name: 7}", vec!["MAN002"]),
        (HEAD, "", url, "{name: a b}", vec!["MAN040"]),
        (HEAD, "", url, "{name: login, key: x}", vec!["MAN005"]),
        (HEAD, "", plain, "{name: login}", vec!["MAN041"]),
        (HEAD, "", url, "null", vec!["MAN042"]),
        (CLUSTER, "", url, "{name: login}", vec!["MAN044"]),
        (CLUSTER, "", url, "{name: login, namespace: other}", vec![]),
    ] {
        let text = format!(
            "{head}metadata: {{name: mine{namespace}}}\nspec:\n  repositories:\n  - url: {url}\n    \
             secretRef: {reference}\n"
        );
        let (_, found) = read_text(&text);
        let codes: Vec<&str> = found.iter().map(|one| one.rule.code).collect();
        assert_eq!(codes, expected, "{text}");
    }
}

#[test]
fn eleven_faults_are_eleven_findings() {
    let text = "apiVersion: addons.kyma-project.io/v1beta1\nkind: ClusterAddonsConfiguration\nmetadata:\n  \
                name: My_Addons\n  namespace: stage\n  labels:\n    managed: true\nspec:\n  reprocessRequest: -3\n  \
                repos: []\n  repositories:\n  - url: http://h.example/index.yaml\n  - url: \"\"\n  - secretRef:\n      \
                name: login\n  - url: git::https://h.example/r.git?ref=1\n  - url: \
                https://{key}@h.example/i.yaml\n";
    assert_eq!(
        codes(text),
        [
            "MAN003 1:13",
            "MAN010 4:9",
            "MAN012 5:14",
            "MAN013 7:14",
            "MAN005 10:3",
            "MAN050 9:21",
            "MAN027 12:10",
            "MAN023 13:10",
            "MAN022 14:5",
            "MAN029 16:10",
            "MAN042 17:10",
        ]
    );
}
