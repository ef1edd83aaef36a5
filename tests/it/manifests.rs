//! Kubernetes manifests in and out, by the built program, against real servers and Git repositories.

use std::fs;
use std::path::Path;

use chartroom::manifest::secret::ORIGIN_PREFIX;

use crate::cli::home::{Home, mode};
use crate::cli::server::Server;
use crate::support::{content, git};

const API: &str = "apiVersion: addons.kyma-project.io/v1alpha1";

/// `Basic` with `ci:hunter2`.
const AUTHORIZATION: &str = "Basic Y2k6aHVudGVyMg==";

/// A Git repository with the addons of the fixtures.
fn addons(home: &Home) -> String {
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/addons");
    let repository = git::Repository::create(&home.path("addons"));
    copy(&source, &repository.path);
    repository.commit("addons");
    format!("git::file://{}", repository.path.display())
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).expect("a folder");
    for entry in fs::read_dir(from).expect("a folder of fixtures").flatten() {
        let target = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy(&entry.path(), &target);
        } else {
            fs::copy(entry.path(), target).expect("a copy");
        }
    }
}

fn cluster(name: &str, urls: &[&str]) -> String {
    let list: Vec<String> = urls.iter().map(|url| format!("  - url: {url}\n")).collect();
    let list = list.concat();
    format!(
        "{API}\nkind: ClusterAddonsConfiguration\nmetadata:\n  name: {name}\nspec:\n  repositories:\n{list}"
    )
}

#[test]
fn the_documented_cluster_example_works_and_its_secret_shows_nowhere() {
    let home = Home::new();
    let folder = home.path("served/kyma-project/addons/addons");
    copy(&Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/addons"), &folder);
    let server = Server::of(home.path("served"), Some(AUTHORIZATION));
    let url = server.url("");
    let host = url.trim_start_matches("http://").trim_end_matches('/');
    // As the documentation shows it: a project with a slash, and no namespace for the Secret.
    let text = format!(
        "{API}\nkind: ClusterAddonsConfiguration\nmetadata:\n  name: addons-cfg-sample\nspec:\n  repositories:\n  \
         - url: http://{{user}}:{{password}}@{{host}}/{{project}}/addons/clean.yaml\n    secretRef:\n      name: \
         data\n---\napiVersion: v1\nkind: Secret\nmetadata:\n  name: data\n  namespace: default\ntype: \
         Opaque\nstringData:\n  host: {host}\n  project: kyma-project/addons\n  user: ci\n  password: hunter2\n"
    );
    home.write("sample.yaml", text);
    let foreseen = home.run(&["import", "sample.yaml", "--dry-run"]).ended(1);
    assert!(foreseen.err.contains("this was a dry run"), "{}", foreseen.err);
    assert!(!home.registry().exists());
    let ran = home.run(&["import", "sample.yaml", "--develop-mode"]).ended(0);
    ran.holds_none_of(&["hunter2"]);
    assert!(ran.out.contains("default/data  new"), "{}", ran.out);
    assert!(ran.out.contains("updated  1 addon, 1 version"), "{}{}", ran.out, ran.err);
    // Helm Broker's view: plain http is an error, a Secret without a namespace is doubtful.
    for code in ["sample.yaml:7:10: error MAN027", "sample.yaml:8:5: warning MAN044"] {
        assert!(foreseen.err.contains(code), "{code} is not in\n{}", foreseen.err);
    }
    assert!(!ran.err.contains("MAN027"), "in develop mode it is none\n{}", ran.err);
    let registry = fs::read_to_string(home.registry()).expect("the registry");
    assert!(!registry.contains("hunter2"), "{registry}");
    assert!(server.answers() > 0);
    let status = home.run(&["status", "sample.yaml", "--develop-mode"]).ended(1);
    status.holds_none_of(&["hunter2", host]);
    for words in ["queue:1.0.0: Failed", "FetchingError", "secretRef data has no namespace"] {
        assert!(status.out.contains(words), "{words} is not in\n{}", status.out);
    }
}

#[test]
fn importing_again_changes_what_is_different_and_prunes_when_asked() {
    let home = Home::new();
    let place = addons(&home);
    let (clean, index) = (format!("{place}//clean.yaml"), format!("{place}//index.yaml"));
    let both = cluster("mine", &[&clean, &index]);
    let first = home.run_with_input(&["import", "-"], &both).ended(0);
    assert_eq!(first.out.matches("  new  ").count(), 2, "{}", first.out);
    assert_eq!(first.out.matches("  updated  ").count(), 2, "{}", first.out);
    let again = home.run_with_input(&["import", "-", "--no-refresh"], &both).ended(0);
    assert_eq!(again.out.matches("  unchanged  ").count(), 2, "{}", again.out);
    // As kubectl prints it: a list, with what the server has added.
    let printed = format!(
        "apiVersion: v1\nkind: List\nitems:\n- {API}\n  kind: ClusterAddonsConfiguration\n  metadata:\n    name: \
         mine\n    generation: 2\n    resourceVersion: \"5\"\n    finalizers: [addons.kyma-project.io]\n    labels: \
         {{team: a}}\n  spec:\n    repositories:\n    - url: {clean}\n  status:\n    phase: Ready\n"
    );
    let less = home.run_with_input(&["import", "-", "--no-refresh"], &printed).ended(0);
    assert!(less.out.contains("changed: labels") && less.out.contains("  kept  "), "{}", less.out);
    let pruned =
        home.run_with_input(&["import", "-", "--no-refresh", "--prune"], &printed).ended(0);
    assert!(pruned.out.contains("  removed  "), "{}", pruned.out);
    let listed = home.run(&["repo", "list", "--format", "json"]).ended(0).json();
    let names = listed.as_array().expect("a list").iter().map(|one| one["name"].as_str());
    assert_eq!(names.flatten().filter(|name| name.starts_with("mine-")).count(), 1);
}

#[test]
fn an_import_tells_scripts_plan_and_outcome() {
    let home = Home::new();
    let text =
        cluster("mine", &[&format!("{}//clean.yaml", addons(&home)), "hg::https://h.example/r"]);
    let foreseen = home.run_with_input(&["import", "-", "--dry-run", "--format", "json"], &text);
    let foreseen = foreseen.json();
    assert_eq!(foreseen["repositories"][0]["outcome"], serde_json::Value::Null);
    assert!(!home.registry().exists());
    let ran = home.run_with_input(&["import", "-", "--format", "json"], &text).ended(1).json();
    // What no place can be made of is told, and keeps nothing else back.
    assert!(
        ran["diagnostics"][0]["message"].as_str().is_some_and(|told| !told.is_empty()),
        "{ran}"
    );
    assert_eq!(ran["repositories"].as_array().map(Vec::len), Some(1));
    let one = &ran["repositories"][0];
    assert_eq!((&one["deed"], &one["outcome"]), (&"new".into(), &"updated".into()), "{ran}");
}

#[test]
fn what_is_good_in_a_bad_file_is_imported_and_one_failure_loses_no_other() {
    let home = Home::new();
    let place = addons(&home);
    let good = format!("{place}//clean.yaml");
    let gone = format!("{place}//gone.yaml");
    let text = cluster("mine", &["\"\"", "h.example/index.yaml", &good, &gone]);
    home.write("bad.yaml", format!("kind: [\n---\n{text}  - {{}}\n"));
    let ran = home.run(&["import", "bad.yaml", "missing.yaml"]).ended(2);
    for code in ["MAN001", "MAN023", "MAN026", "MAN022", "cannot read missing.yaml"] {
        assert!(ran.err.contains(code), "{code} is not in\n{}", ran.err);
    }
    assert!(ran.out.contains("updated  1 addon") && ran.out.contains("FAILED"), "{}", ran.out);
}

#[test]
fn status_is_what_helm_broker_would_say_with_every_reason() {
    let home = Home::new();
    let place = addons(&home);
    let (clean, index) = (format!("{place}//clean.yaml"), format!("{place}//index.yaml"));
    let ready = home.run_with_input(&["status", "-"], &cluster("first", &[&clean])).ended(0);
    assert!(ready.out.contains("ClusterAddonsConfiguration first: Ready"), "{}", ready.out);
    let two =
        format!("{}---\n{}", cluster("first", &[&clean]), cluster("other", &[&clean, &clean]));
    let ran = home.run_with_input(&["status", "-", "--format", "json"], &two).ended(1);
    let value = ran.json();
    let other = &value["configurations"][1];
    assert_eq!(other["phase"], "Failed");
    let reasons = |at: usize| {
        let list = other["repositories"][at]["addons"][0]["reasons"].as_array();
        let words = list.into_iter().flatten().map(|one| one["reason"].as_str());
        words.flatten().map(str::to_owned).collect::<Vec<_>>()
    };
    assert_eq!(reasons(0), ["ConflictWithAlreadyRegisteredAddon"]);
    assert_eq!(
        reasons(1),
        ["ConflictInSpecifiedRepositories", "ConflictWithAlreadyRegisteredAddon"]
    );
    // A version that is none makes Helm Broker crash; the rest is told nevertheless.
    let bad = home.run_with_input(&["status", "-"], &cluster("third", &[&index])).ended(1);
    for words in [
        "third: Pending",
        "Helm Broker crashes",
        "mail:1.0.0: Failed",
        "also LoadingError",
        "held back: cache:0.2.0",
    ] {
        assert!(bad.out.contains(words), "{words} is not in\n{}", bad.out);
    }
    // Nobody listens at port 1: that says nothing of the repository.
    let dead = cluster("fourth", &["https://127.0.0.1:1/index.yaml", &clean]);
    let dead = home.run_with_input(&["status", "-"], &dead).ended(2);
    for words in ["FetchingIndexError", "not looked at from here", "queue:1.0.0: Ready"] {
        assert!(dead.out.contains(words), "{words} is not in\n{}", dead.out);
    }
    assert!(!home.registry().exists(), "nothing is registered");
}

#[test]
fn status_over_http_archives_takes_the_secrets_of_its_input_and_keeps_none() {
    let home = Home::new();
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/addons");
    fs::create_dir_all(home.path("served/addons")).expect("a folder");
    fs::copy(source.join("clean.yaml"), home.path("served/addons/index.yaml")).expect("an index");
    let archive = content::archive_of(&source.join("queue-1.0.0"));
    home.write("served/addons/queue-1.0.0.tgz", archive);
    let server = Server::of(home.path("served"), Some(AUTHORIZATION));
    let place = server.url("").replace("http://", "http://{user}:{password}@");
    // As `kubectl get clusteraddonsconfiguration,secret -o yaml` prints both: `aHVudGVyMg==` is hunter2.
    let printed = |password: &str| {
        format!(
            "apiVersion: v1\nkind: List\nitems:\n- {API}\n  kind: ClusterAddonsConfiguration\n  metadata: {{name: \
             mine}}\n  spec:\n    repositories:\n    - url: \"{place}{{folder}}/index.yaml\"\n      secretRef: {{name: \
             login, namespace: stage}}\n- apiVersion: v1\n  kind: Secret\n  metadata: {{name: login, namespace: \
             stage}}\n  type: Opaque\n  data: {{user: Y2k=, password: {password}, folder: YWRkb25z}}\n"
        )
    };
    let status = ["status", "-", "--develop-mode"];
    let ran = home.run_with_input(&status, &printed("aHVudGVyMg==")).ended(0);
    ran.holds_none_of(&["hunter2", "aHVudGVyMg"]);
    for words in ["ClusterAddonsConfiguration mine: Ready", "queue:1.0.0: Ready"] {
        assert!(ran.out.contains(words), "{words} is not in\n{}", ran.out);
    }
    let listed = home.run(&["secret", "list"]).ended(0);
    assert!(!listed.out.contains("login"), "{}", listed.out);
    assert!(!home.registry().exists());
    // One of the store is not asked where the input has its own.
    home.run_with_input(&["import", "-", "--no-refresh"], &printed("eA==")).ended(1);
    home.run_with_input(&status, &printed("aHVudGVyMg==")).ended(0);
    let wrong = home.run_with_input(&status, &printed("eA==")).ended(1);
    assert!(wrong.out.contains("FetchingIndexError"), "{}", wrong.out);
    // What would take a value from this machine is refused as ever.
    let secret = "kind: Secret\n  metadata: {name: login, namespace: stage";
    let foreign = printed("eA==")
        .replace(secret, &format!("{secret}, annotations: {{chartroom.io/from.user: 'env:HOME'}}"));
    let foreign = foreign.replace("chartroom.io/from.", ORIGIN_PREFIX);
    let refused = Home::new().run_with_input(&status, &foreign).ended(2);
    for words in ["MAN061", "TemplatingURLError"] {
        let all = format!("{}{}", refused.out, refused.err);
        assert!(all.contains(words), "{words} is not in\n{all}");
    }
}

#[test]
fn status_tells_how_the_one_in_the_manifest_differs() {
    let home = Home::new();
    let clean = format!("{}//clean.yaml", addons(&home));
    let status = format!(
        "status:\n  phase: Failed\n  observedGeneration: 1\n  repositories:\n  - url: {clean}\n    status: \
         Failed\n    addons:\n    - {{name: gone, version: 1.0.0, status: Ready}}\n"
    );
    let text =
        cluster("mine", &[&clean]).replace("  name: mine\n", "  name: mine\n  generation: 2\n");
    let ran = home.run_with_input(&["status", "-"], &format!("{text}{status}")).ended(0);
    for words in [
        "the status is of generation 1, the configuration is at 2",
        "the status says Failed, but it would be Ready now",
        "gone:1.0.0 is in the status, but not in the index any more",
        "queue:1.0.0 is in the index, but not in the status yet",
    ] {
        assert!(ran.out.contains(words), "{words} is not in\n{}", ran.out);
    }
}

#[test]
fn exports_hold_secrets_only_when_asked() {
    let home = Home::new();
    let text = format!(
        "{API}\nkind: AddonsConfiguration\nmetadata: {{name: team, namespace: stage}}\nspec:\n  reprocessRequest: \
         6\n  repositories:\n  - url: https://{{user}}:{{key}}@h.example/a/index.yaml\n    secretRef: {{name: \
         login}}\n---\napiVersion: v1\nkind: Secret\nmetadata: {{name: login, namespace: stage}}\nstringData: \
         {{user: me, key: hunter2}}\n"
    );
    home.run_with_input(&["import", "-", "--no-refresh"], &text).ended(0);
    let plain = home.run(&["export", "--format", "addons-configuration"]).ended(0);
    plain.holds_none_of(&["hunter2", "kind: Secret"]);
    for line in ["name: team", "namespace: stage", "reprocessRequest: 7", "https://{user}:{key}@"] {
        assert!(plain.out.contains(line), "{line} is not in\n{}", plain.out);
    }
    let words =
        ["export", "--format", "addons-configuration", "--with-secrets", "--output", "all.yaml"];
    let full = home.run(&words).ended(0);
    full.holds_none_of(&["hunter2"]);
    assert!(full.err.contains("holds secrets"), "{}", full.err);
    assert_eq!(mode(&home.path("all.yaml")), 0o600);
    let other = Home::new();
    let exported = fs::read_to_string(home.path("all.yaml")).expect("the export");
    let again = other.run_with_input(&["import", "-", "--no-refresh"], &exported).ended(0);
    assert!(again.out.contains("stage/login  new"), "{}", again.out);
    let second = other.run(&["export", "--format", "addons-configuration"]).ended(0);
    assert_eq!(second.out, plain.out.replace("reprocessRequest: 7", "reprocessRequest: 8"));
    home.run(&["export", "--format", "addons-configuration", "sample-addons"]).ended(2);
}

#[test]
fn a_stored_secret_is_replaced_by_an_import_only_when_asked() {
    let home = Home::new();
    let secret = |value: &str| {
        format!(
            "apiVersion: v1\nkind: Secret\nmetadata: {{name: login}}\nstringData: {{key: {value}}}\n"
        )
    };
    home.run_with_input(&["secret", "add", "-"], &secret("first")).ended(0);
    let same = home.run_with_input(&["import", "-"], &secret("first")).ended(0);
    assert!(same.out.contains("login   unchanged"), "{}", same.out);
    let file = home.path("config/chartroom/secrets/login.yaml");
    let stored = || fs::read_to_string(&file).expect("it is stored");
    let before = stored();
    let kept = home.run_with_input(&["import", "-"], &secret("second")).ended(1);
    assert!(kept.out.contains("kept") && kept.err.contains("--replace-secrets"), "{}", kept.err);
    kept.holds_none_of(&["first", "second"]);
    assert_eq!(stored(), before);
    let words = ["import", "-", "--replace-secrets"];
    let replaced = home.run_with_input(&words, &secret("second")).ended(0);
    assert!(replaced.out.contains("changed"), "{}", replaced.out);
    assert!(stored().contains("key: c2Vjb25k"));
}
