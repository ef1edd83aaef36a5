//! The headless face, as scripts see it: the built program, its outputs and its exit codes.

mod control;
mod credentials;
pub(crate) mod home;
mod host_key;
mod outcomes;
mod patience;
mod private;
mod secret;
pub(crate) mod server;
mod trouble;

use std::fs;
use std::io;
use std::process::Stdio;

use home::Home;
use serde_json::json;
use server::Server;

/// `Basic` with `ci:hunter2`.
const AUTHORIZATION: &str = "Basic Y2k6aHVudGVyMg==";

#[test]
fn help_reads_like_a_manual() {
    let home = Home::new();
    let mut manual = String::new();
    for words in [
        "",
        "repo",
        "repo add",
        "repo check",
        "repo list",
        "repo edit",
        "repo remove",
        "repo refresh",
        "search",
        "show",
        "validate",
        "secret",
        "secret add",
        "secret list",
        "secret show",
        "secret set",
        "secret remove",
        "host-key",
        "host-key list",
        "host-key trust",
        "host-key remove",
        "import",
        "export",
        "status",
        "explain",
        "rules",
        "config",
    ] {
        let words: Vec<&str> = words.split_whitespace().chain(["--help"]).collect();
        let ran = home.run(&words).ended(0);
        assert_eq!(ran.err, "");
        manual.extend(["$ chartroom ", &words.join(" "), "\n", &ran.out, "\n"]);
    }
    let manual: Vec<&str> = manual.lines().map(str::trim_end).collect();
    let widest = manual.iter().max_by_key(|line| line.chars().count()).expect("lines");
    assert!(widest.chars().count() <= 100, "too wide: {widest}");
    insta::assert_snapshot!(manual.join("\n"));
}

#[test]
fn exit_codes_are_what_scripts_rely_on() {
    let home = Home::new();
    for (words, code) in [
        ("--version", 0),
        ("repo list", 0),
        ("search nothing-is-called-so", 0),
        ("rules IDX010", 0),
        ("config --template", 0),
        ("explain https://example.org/charts", 0),
        ("validate sample-charts --fail-on error", 1),
        ("nonsense", 2),
        ("search", 2),
        ("search x --format xml", 2),
        ("search x --repo nobody", 2),
        ("explain ftp://example.org", 2),
        ("rules XYZ999", 2),
        ("show sample-charts", 2),
        ("show nobody/x", 2),
        ("show sample-charts/nobody", 2),
        ("show sample-charts/hello-web@9.9.9", 2),
        ("show sample-charts/hello-web plans", 2),
        ("show sample-charts/hello-web docs", 2),
        ("repo remove nobody", 2),
        ("repo refresh nobody", 2),
        ("repo edit nobody --description x", 2),
        ("repo add a/b ./x", 2),
        ("repo add sample-charts ./x", 2),
        ("repo add x ./no/such/folder", 2),
        ("repo add x https://example.org --username ci", 2),
        ("validate ./no/such/folder", 2),
    ] {
        let words: Vec<&str> = words.split_whitespace().collect();
        let ran = home.run(&words).ended(code);
        assert_eq!(ran.err.is_empty(), code != 2 && !ran.out.is_empty(), "{words:?}: {}", ran.err);
    }
    assert!(!home.registry().exists(), "nothing was registered");
}

#[test]
fn an_error_is_one_line_with_its_cause_and_a_hint() {
    let home = Home::new();
    let ran = home.run(&["show", "sample-charts/hello"]).ended(2);
    assert_eq!(ran.out, "");
    assert_eq!(
        ran.err,
        "chartroom: sample-charts has no chart named \"hello\"\nhint: perhaps sample-charts/hello-web\n"
    );
}

#[test]
fn without_a_terminal_the_bare_command_tells_its_usage() {
    let ran = Home::new().run(&[]).ended(2);
    assert_eq!(ran.out, "");
    assert_eq!(ran.err.lines().count(), 1);
    assert!(ran.err.starts_with("usage: chartroom"), "{}", ran.err);
}

#[test]
fn a_reader_that_leaves_early_is_no_failure() {
    let home = Home::new();
    for words in [&["rules"][..], &["search", "sample"], &["--help"], &["config", "--template"]] {
        let (reader, writer) = io::pipe().expect("a pipe");
        drop(reader);
        let mut command = home.command(words);
        let output = command.stdout(writer).stderr(Stdio::piped()).output().expect("it starts");
        assert_eq!(output.status.code(), Some(0), "{words:?}");
        assert_eq!(String::from_utf8_lossy(&output.stderr), "", "{words:?}");
    }
}

#[test]
fn a_folder_is_added_listed_edited_refreshed_and_removed() {
    let home = Home::new();
    home.unfold("addons", "my addons");
    let added = home
        .run(&["repo", "add", "mine", "./my addons", "--description", "our \u{1b}[31mown"])
        .ended(0);
    assert!(added.out.starts_with("registered mine: "), "{}", added.out);
    assert!(added.out.ends_with("(3 addons, 5 versions)\n"), "{}", added.out);
    assert!(added.err.contains("ok") && added.err.contains("Parse"), "{}", added.err);

    let listed = home.run(&["repo", "list", "--format", "json"]).ended(0).json();
    assert_eq!(listed[0]["name"], "mine");
    assert_eq!(listed[0]["kind"], "addons");
    assert_eq!(listed[0]["entries"], 3);
    assert_eq!(listed[0]["verified"], true);
    assert_eq!(listed[0]["description"], "our \u{1b}[31mown");
    assert_eq!(listed[1]["sample"], true);
    let table = home.run(&["repo", "ls"]).ended(0).out;
    assert!(table.contains("our [31mown") && !table.contains('\u{1b}'), "{table}");

    home.run(&["repo", "edit", "mine", "--name", "ours", "--description", ""]).ended(0);
    let listed = home.run(&["repo", "list", "--format", "json"]).ended(0).json();
    assert_eq!(listed[0]["name"], "ours");
    assert_eq!(listed[0]["description"], "");

    let refused = home.run(&["repo", "remove", "ours", "nobody"]).ended(2);
    assert!(refused.err.contains("\"nobody\""), "{}", refused.err);
    assert_eq!(home.run(&["repo", "rm", "ours"]).ended(0).out, "removed ours\n");
    home.run(&["repo", "remove", "sample-charts", "sample-addons"]).ended(0);
    assert_eq!(home.run(&["repo", "list", "--format", "json"]).ended(0).json(), json!([]));
}

#[test]
fn a_repository_that_fails_keeps_none_of_the_others_from_being_refreshed() {
    let home = Home::new();
    let folder = home.unfold("addons", "ours");
    home.run(&["repo", "add", "ours", "./ours"]).ended(0);
    let refreshed = home.run(&["repo", "refresh", "ours"]).ended(0);
    assert!(refreshed.out.contains("3 addons, 5 versions"), "{}", refreshed.out);
    fs::remove_file(folder.join("index.yaml")).expect("it was there");
    let failed = home.run(&["repo", "refresh"]).ended(2);
    assert!(failed.out.contains("ours           FAILED"), "{}", failed.out);
    assert!(failed.out.contains("sample-charts"), "the others are refreshed: {}", failed.out);
}

#[test]
fn a_server_that_asks_for_a_password_gets_it_and_nobody_else_sees_it() {
    let home = Home::new();
    let server = Server::of(home.unfold("charts", "www"), Some(AUTHORIZATION));
    let url = server.url("");
    let refused = home.run(&["repo", "add", "web", &url]).ended(2);
    assert!(refused.err.contains("401"), "{}", refused.err);
    let words = ["repo", "add", "web", &url, "--username", "ci", "--password-stdin"];
    let wrong = home.run_with_input(&words, "hunter3\n").ended(2);
    wrong.holds_none_of(&["hunter3"]);
    assert!(!home.registry().exists(), "a failed check saves nothing");

    let added = home.run_with_input(&words, "hunter2\n").ended(0);
    added.holds_none_of(&["hunter2", "Y2k6"]);
    assert_eq!(home::mode(&home.registry()), 0o600);
    let values = home.run(&["show", "web/hello-web@1.1.0", "values"]).ended(0);
    assert!(values.out.starts_with("# How many copies"), "{}", values.out);
    for words in
        [&["repo", "list"][..], &["repo", "list", "--format", "json"], &["validate", "web"]]
    {
        home.run(words).holds_none_of(&["hunter2", "Y2k6"]);
    }

    let with_user = url.replace("http://", "http://ci:hunter2@");
    let ran = home.run(&["repo", "add", "again", &with_user]).ended(0);
    ran.holds_none_of(&["hunter2"]);
    home.run(&["explain", &with_user]).ended(0).holds_none_of(&["hunter2"]);
    let text = fs::read_to_string(home.registry()).expect("the registry");
    assert!(text.contains(&format!("url: {url}index.yaml")), "the URL is kept bare: {text}");

    let moved = home.run(&["repo", "edit", "web", "--url", "./www"]).ended(0);
    assert!(moved.err.contains("forgotten"), "{}", moved.err);
}

#[test]
fn what_was_fetched_is_there_without_a_network() {
    let home = Home::new();
    let server = Server::of(home.unfold("charts", "www"), None);
    home.run(&["repo", "add", "web", &server.url("index.yaml")]).ended(0);
    assert_eq!(server.answers(), 1, "what was checked is not fetched again");
    drop(server);
    let hits = home.run(&["search", "hello", "--repo", "web"]).ended(0);
    assert!(hits.out.contains("web/hello-web"), "{}", hits.out);
    let failed = home.run(&["repo", "refresh", "web"]).ended(2);
    assert!(failed.out.contains("FAILED"), "{}", failed.out);
    let listed = home.run(&["repo", "list", "--format", "json"]).ended(0).json();
    assert_eq!(listed[0]["entries"], 6, "the last good index is kept");

    let url = listed[0]["url"].as_str().expect("a text").to_owned();
    home.run(&["repo", "add", "twin", &url, "--no-validate"]).ended(0);
    home.run(&["repo", "remove", "web"]).ended(0);
    home.run(&["search", "hello", "--repo", "twin"]).ended(0);
    home.run(&["repo", "remove", "twin"]).ended(0);
    home.run(&["repo", "add", "twin", &url, "--no-validate"]).ended(0);
    let forgotten = home.run(&["search", "hello", "--repo", "twin"]).ended(2);
    assert!(forgotten.err.contains("refused the connection"), "{}", forgotten.err);
}

#[test]
fn a_check_that_fails_tells_the_faults_with_their_places() {
    let home = Home::new();
    home.write("bad/index.yaml", "apiVersion: v1\nentires: {}\nentries:\n  a: 7\n");
    let ran = home.run(&["repo", "add", "bad", "./bad"]).ended(2);
    assert!(ran.err.contains("  FAILED  Parse"), "{}", ran.err);
    assert!(ran.err.contains("          index.yaml:2:1: error IDX"), "{}", ran.err);
    assert!(ran.err.contains("--no-validate saves it without a check"), "{}", ran.err);
    assert!(ran.err.contains("bad/index.yaml shows each place"), "{}", ran.err);

    home.unfold("charts", "charts");
    let ran = home.run(&["repo", "add", "ours", "./charts"]).ended(0);
    assert!(ran.err.contains("  warn    Rules"), "a warning is no failure: {}", ran.err);
    assert!(ran.err.contains("chartroom validate ours shows each place"), "{}", ran.err);
    assert!(!ran.err.contains("!!") && !ran.err.contains("FAILED"), "{}", ran.err);
}

#[test]
fn several_index_files_of_one_place_are_registered_together() {
    let home = Home::new();
    let folder = home.unfold("addons", "shop");
    fs::copy(folder.join("index.yaml"), folder.join("index-testing.yaml")).expect("a copy");
    let single = home.run(&["repo", "add", "shop", "./shop"]).ended(0);
    assert!(single.err.contains("index-testing.yaml"), "siblings are told: {}", single.err);
    home.run(&["repo", "rm", "shop"]).ended(0);
    let words = ["repo", "add", "shop", "./shop", "--index", "index.yaml", "--index"];
    let both = home.run(&[&words[..], &["index-testing.yaml"]].concat()).ended(0);
    let names: Vec<&str> =
        both.out.lines().filter_map(|line| line.split([' ', ':']).nth(1)).collect();
    assert_eq!(names, ["shop", "shop-testing"]);
    let twice =
        ["repo", "add", "twice", "./shop", "--index", "index.yaml", "--index", "index.yaml"];
    let refused = home.run(&twice).ended(2);
    assert!(refused.err.contains("--index names one file twice"), "{}", refused.err);
    home.run(&["repo", "rm", "shop", "shop-testing"]).ended(0);

    let registered = |url: &str, files: &[&str]| {
        let options = files.iter().flat_map(|file| ["--index", file]);
        let words: Vec<&str> =
            ["repo", "add", "s", url, "--dry-run"].into_iter().chain(options).collect();
        let out = home.run(&words).ended(0).out;
        let words = |line: &str| line.split([' ', ':']).nth(2).unwrap_or_default().to_owned();
        out.lines().map(words).collect::<Vec<_>>()
    };
    // The index file of the URL is registered too, whether or not it is named once more.
    assert_eq!(registered("./shop/index.yaml", &["index-testing.yaml"]), ["s", "s-testing"]);
    let both = ["index.yaml", "index-testing.yaml"];
    assert_eq!(registered("./shop/index.yaml", &both), ["s", "s-testing"]);
    assert_eq!(registered("./shop", &["index-testing.yaml"]), ["s"]);
}

#[test]
fn an_index_file_outside_of_the_place_is_refused_before_anything_is_asked() {
    let home = Home::new();
    home.unfold("addons", "shop");
    for (url, file) in [
        ("./shop", "../../up.yaml"),
        ("git::https://localhost:1/r//a/index.yaml", "../../up.yaml"),
        ("https://localhost:1/x", "index"),
    ] {
        let words = ["repo", "add", "x", url, "--no-validate", "--index", file];
        let ran = home.run(&words).ended(2);
        assert!(ran.err.starts_with("chartroom: --index: \""), "{}", ran.err);
    }
    assert!(!home.registry().exists());
    let words = ["repo", "add", "x", "https://localhost:1/x", "--no-validate", "--index"];
    let below = home.run(&[&words[..], &["sub/other.yaml"]].concat()).ended(0);
    assert!(below.out.contains("https://localhost:1/x/sub/other.yaml"), "{}", below.out);
}

#[test]
fn a_dry_run_saves_nothing_and_an_unchecked_repository_is_marked() {
    let home = Home::new();
    home.unfold("charts", "charts");
    let dry = home.run(&["repo", "add", "x", "./charts", "--dry-run"]).ended(0);
    assert!(dry.out.starts_with("would register x: "), "{}", dry.out);
    assert!(!home.registry().exists());
    home.run(&["repo", "add", "x", "./not-there-yet", "--no-validate"]).ended(0);
    let listed = home.run(&["repo", "list", "--format", "json"]).ended(0).json();
    assert_eq!(listed[0]["verified"], false);
    assert_eq!(listed[0]["state"], "unverified");
    home.run(&["repo", "edit", "x", "--url", "./neither-there"]).ended(2);
    home.run(&["repo", "edit", "x", "--url", "./charts"]).ended(0);
    let listed = home.run(&["repo", "list", "--format", "json"]).ended(0).json();
    assert_eq!(listed[0]["verified"], true, "an edit that passes its check mends it");
}

#[test]
fn a_sample_may_be_renamed_but_leads_nowhere_else() {
    let home = Home::new();
    home.unfold("charts", "charts");
    let refused = home.run(&["repo", "edit", "sample-charts", "--url", "./charts"]).ended(2);
    assert!(
        refused.err.contains("sample-charts is a sample inside the program"),
        "{}",
        refused.err
    );
    assert!(refused.err.contains("hint: register a repository of your own"), "{}", refused.err);
    assert!(!home.registry().exists(), "nothing is saved");
    home.run(&["repo", "edit", "sample-charts", "--name", "shop"]).ended(0);
}

#[test]
fn the_list_says_what_the_last_refresh_found() {
    let home = Home::new();
    let folder = home.unfold("charts", "charts");
    let state = || {
        let listed = home.run(&["repo", "list", "x", "--format", "json"]).ended(0).json();
        (listed[0]["state"].clone(), listed[0]["entries"].clone())
    };
    home.run(&["repo", "add", "x", "./charts", "--no-validate"]).ended(0);
    assert_eq!(state().0, "unverified");
    home.run(&["repo", "refresh", "x"]).ended(0);
    assert_eq!(state(), (json!("ok"), json!(6)), "a good index needs no other check");
    let index = folder.join("index.yaml");
    let good = fs::read(&index).expect("the index");
    fs::write(&index, "entries: 7\n").expect("it can be written");
    home.run(&["repo", "refresh", "x"]).ended(2);
    assert_eq!(state(), (json!("refused"), json!(6)), "the last good index is kept");
    fs::write(&index, good).expect("it can be written");
    home.run(&["repo", "refresh", "x"]).ended(0);
    assert_eq!(state(), (json!("ok"), json!(6)));
}

#[test]
fn search_finds_and_tells_for_people_and_for_scripts() {
    let home = Home::new();
    let table = home.run(&["search", "sample", "backup"]).ended(0).out;
    assert_eq!(
        table,
        "NAME                          VERSION  APP VERSION  DESCRIPTION\n\
         sample-charts/nightly-backup  2.1.0    7.0.3        \
         Sample: copies a volume to an object store every night\n"
    );
    let hits = home.run(&["search", "task-queue", "--versions", "--format", "json"]).ended(0);
    let versions: Vec<String> = hits
        .json()
        .as_array()
        .expect("an array")
        .iter()
        .map(|hit| hit["version"].as_str().expect("a text").to_owned())
        .collect();
    assert_eq!(versions, ["0.4.0-rc.1", "0.3.2", "0.3.2"]);
    let none = home.run(&["search", "nothing-is-called-so", "--format", "json"]).ended(0);
    assert_eq!(none.json(), json!([]));
}

#[test]
fn foreign_text_cannot_steer_a_terminal_and_reaches_scripts_as_it_is() {
    let home = Home::new();
    // Helm drops such characters when it reads an index, and so do we; Helm Broker keeps them.
    let index = "apiVersion: v1\nentries:\n  evil:\n  - name: evil\n    version: 1.0.0\n    description: \"a\\e]0;owned\\a\\u202eb\"\n";
    home.write("evil/index.yaml", index);
    home.run(&["repo", "add", "evil", "./evil", "--no-validate"]).ended(0);
    let table = home.run(&["search", "evil", "--repo", "evil"]).ended(0).out;
    assert!(table.contains("a]0;ownedb"), "{table:?}");
    for words in
        [&["show", "evil/evil"][..], &["show", "evil/evil", "versions"], &["validate", "evil"]]
    {
        let ran = home.run(words);
        ran.holds_none_of(&["\u{1b}", "\u{7}", "\u{202e}"]);
    }
    let hits = home.run(&["search", "evil", "--repo", "evil", "--format", "json"]).ended(0).json();
    assert_eq!(hits[0]["description"], "a\u{1b}]0;owned\u{7}\u{202e}b");
}

#[test]
fn show_gives_files_byte_for_byte_and_sections_as_json() {
    let home = Home::new();
    let source = |path: &str| {
        let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("src/sample");
        fs::read_to_string(root.join(path)).expect("a file of the samples")
    };
    for (section, path) in [
        ("readme", "charts/hello-web/README.md"),
        ("values", "charts/hello-web/values.yaml"),
        ("schema", "charts/hello-web/values.schema.json"),
    ] {
        let shown = home.run(&["show", "sample-charts/hello-web", section]).ended(0);
        assert_eq!(shown.out, source(path), "{section}");
    }
    let show = |entry: &str, section: &str| {
        home.run(&["show", entry, section, "--format", "json"]).ended(0).json()
    };
    let overview = show("sample-charts/hello-web@1.1.0", "overview");
    assert_eq!(overview["version"], "1.1.0");
    assert_eq!(overview["maintainers"][0]["email"], "samples@example.org");
    assert_eq!(show("sample-charts/hello-web", "versions")[2]["version"], "1.0.0");
    let versions = home.run(&["show", "sample-charts/hello-web", "versions"]).ended(0).out;
    assert!(versions.starts_with("VERSION  APP VERSION  CREATED"), "{versions}");
    assert_eq!(versions.lines().count(), 4, "{versions}");
    let files = show("sample-charts/nightly-backup", "files");
    let paths: Vec<&str> =
        files.as_array().expect("an array").iter().filter_map(|one| one["path"].as_str()).collect();
    assert!(paths.contains(&"charts/common-labels/Chart.yaml"), "{paths:?}");

    let plans = show("sample-addons/cache", "plans");
    assert_eq!(plans[0]["name"], "micro");
    assert_eq!(plans[1]["free"], false);
    let values = show("sample-addons/cache", "values");
    assert_eq!(values[1]["plan"], "standard");
    assert_eq!(values[1]["text"], source("addons/cache/plans/standard/values.yaml"));
    assert_eq!(show("sample-addons/cache", "docs")[1]["path"], "docs/overview.md");
    assert_eq!(show("sample-addons/cache", "overview")["chart"]["name"], "cache");
}

#[test]
fn validate_tells_lines_for_people_objects_for_scripts_and_fails_as_asked() {
    let home = Home::new();
    let text = home.run(&["validate", "sample-addons"]).ended(1);
    assert!(
        text.out.contains("mail-0.3.0/plans/default/meta.yaml:7:1: error ADD070 "),
        "the deliberate fault is found: {}",
        text.out
    );
    assert!(
        text.out.lines().last().expect("a line").starts_with("sample-addons: 3 addons, 5 versions")
    );
    let report = home.run(&["validate", "sample-charts", "--format", "json"]).ended(1).json();
    assert_eq!(report["target"], "sample-charts");
    assert_eq!(report["kind"], "helm");
    assert_eq!(report["catalog"], json!({"entries": 6, "versions": 12}));
    let duplicate = report["diagnostics"]
        .as_array()
        .expect("an array")
        .iter()
        .find(|found| found["rule"] == "IDX010")
        .expect("the deliberate duplicate is found");
    assert_eq!(duplicate["entry"], "task-queue");
    assert_eq!(duplicate["location"]["file"], "index.yaml");

    let index = ["validate", "sample-charts", "--depth", "index"];
    home.run(&index).ended(0);
    home.run(&[&index[..], &["--fail-on", "warning"]].concat()).ended(1);
}

#[test]
fn the_samples_have_no_faults_but_the_deliberate_ones() {
    let home = Home::new();
    let report =
        home.run(&["validate", "sample-charts", "sample-addons", "--format", "json"]).ended(1);
    for report in report.json().as_array().expect("two reports") {
        for found in report["diagnostics"].as_array().expect("an array") {
            let entry = found["entry"].as_str().unwrap_or_default();
            let version = found["version"].as_str().unwrap_or_default();
            let clean = ["hello-web", "common-labels"].contains(&entry)
                || (entry == "cache" && version != "0.0.9");
            assert!(!clean, "{found}");
        }
    }
}

#[test]
fn every_target_that_was_asked_for_is_in_the_report() {
    let home = Home::new();
    let words = ["validate", "./gone", "sample-charts", "--depth", "index", "--format", "json"];
    let ran = home.run(&words).ended(2);
    let reports = ran.json();
    assert_eq!(reports[0]["target"], "./gone");
    assert_eq!(reports[0]["diagnostics"][0]["rule"], "TGT001");
    assert_eq!(reports[1]["target"], "sample-charts");
    assert!(ran.err.starts_with("chartroom: "), "{}", ran.err);
    let bare = home.run(&["validate", "nobody"]).ended(2);
    assert!(bare.err.contains("no repository is registered under that name"), "{}", bare.err);
}

#[test]
fn explain_takes_a_url_apart_and_masks_its_secrets() {
    let home = Home::new();
    let url =
        "git::https://ci:hunter2@example.org/team/repo.git//addons/index.yaml?ref=main&depth=1";
    let ran = home.run(&["explain", url, "--format", "json"]).ended(0);
    ran.holds_none_of(&["hunter2"]);
    let explained = ran.json();
    assert_eq!(explained["scheme"], "git");
    assert_eq!(explained["host"], "example.org");
    assert_eq!(explained["ref"], "main");
    assert_eq!(explained["depth"], 1);
    assert_eq!(explained["index_path"], "addons/index.yaml");
    let text = home.run(&["explain", url]).ended(0);
    assert!(text.out.contains("index path    addons/index.yaml\n"), "{}", text.out);
    let not = home.run(&["explain", "ftp://ci:hunter2@example.org", "--format", "json"]).ended(2);
    not.holds_none_of(&["hunter2"]);
    assert!(not.json()["error"].as_str().expect("a text").contains("ftp"));
}

#[test]
fn settings_that_cannot_be_used_are_told_and_do_not_stop_anything() {
    let home = Home::new();
    home.write("config/chartroom/config.yaml", "colour: red\n");
    let ran = home.run(&["repo", "list"]).ended(0);
    assert!(ran.err.contains("config.yaml:1: unknown setting \"colour\""), "{}", ran.err);
    let places = home.run(&["config"]).ended(0).out;
    assert!(places.contains("config/chartroom/repositories.yaml"), "{places}");
}
