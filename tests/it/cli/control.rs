//! Which findings of `validate` count: flags, comments, `chartroom.yaml`, baselines.

use super::home::{Home, Ran};

/// A version twice, and an address without encryption.
const INDEX: &str = "apiVersion: v1
entries:
  redis:
  - apiVersion: v2
    name: redis
    version: 1.0.0
    description: A cache
    urls: [http://charts.example/redis-1.0.0.tgz]
  - apiVersion: v2
    name: redis
    version: 1.0.0
    description: A cache
    urls: [http://charts.example/redis-1.0.0.tgz]
";

fn home() -> Home {
    let home = Home::new();
    home.write("charts/index.yaml", INDEX);
    home
}

fn validate(home: &Home, more: &[&str]) -> Ran {
    let target = home.path("charts").display().to_string();
    let words: Vec<&str> =
        ["validate", &target, "--depth", "index"].into_iter().chain(more.iter().copied()).collect();
    home.run(&words)
}

/// The codes told, each once, and the exit code.
fn told(ran: &Ran) -> (String, i32) {
    let codes = ran.out.lines().filter_map(|line| line.split(' ').nth(2));
    let mut codes: Vec<&str> = codes.filter(|word| word.starts_with("IDX")).collect();
    codes.sort_unstable();
    codes.dedup();
    (codes.join(" "), ran.code)
}

#[test]
fn flags_choose_rules_and_what_fails() {
    let home = home();
    for (flags, codes, code) in [
        (&["--select", "IDX010,IDX034"][..], "IDX010 IDX034", 0),
        (&["--select", "IDX010", "--fail-on", "warning"], "IDX010", 1),
        (&["--select", "IDX010,IDX034", "--ignore", "duplicate-version"], "IDX034", 0),
        (&["--select", "IDX034", "--severity", "IDX034=error"], "IDX034", 1),
        (&["--select", "IDX034", "--severity", "IDX=error", "--fail-on", "never"], "IDX034", 0),
    ] {
        assert_eq!(told(&validate(&home, flags)), (codes.to_owned(), code), "{flags:?}");
    }
    let refused = validate(&home, &["--select", "duplicate-verson"]);
    assert_eq!(refused.code, 2);
    assert!(refused.err.contains("duplicate-version"), "{}", refused.err);
}

#[test]
fn a_baseline_forgives_what_was_there_and_nothing_else() {
    let home = home();
    let file = home.path("known.json").display().to_string();
    let written = validate(&home, &["--write-baseline", &file]);
    assert!(written.err.contains("forgives"), "{}", written.err);
    let usual = ["--baseline", &file, "--fail-on", "info"];
    assert_eq!(told(&validate(&home, &usual)), (String::new(), 0));
    home.write("charts/index.yaml", INDEX.replace("    description: A cache\n", ""));
    let (codes, code) = told(&validate(&home, &usual));
    assert!(codes.contains("IDX045") && !codes.contains("IDX010"), "{codes}");
    assert_eq!(code, 1);
    for part in [["--as", "helm4"], ["--select", "IDX"], ["--ignore", "IDX010"]] {
        let refused = validate(&home, &[&["--write-baseline", &file][..], &part[..]].concat());
        assert!(
            refused.code == 2 && refused.err.contains("cannot be used with"),
            "{}",
            refused.err
        );
    }
}

#[test]
fn a_baseline_forgives_a_finding_of_the_target_that_had_it_only() {
    let home = home();
    home.write("others/index.yaml", "apiVersion: v1\nentries: {}\n");
    let usual = ["validate", "./charts", "others", "--depth", "index"];
    let run = |more: &[&str]| home.run(&[&usual[..], more].concat());
    run(&["--write-baseline", "known.json"]);
    let text = std::fs::read_to_string(home.path("known.json")).expect("it is written");
    assert!(text.contains("\"charts/index.yaml\""), "by the path from here: {text}");
    let forgiving = ["--baseline", "known.json", "--fail-on", "info"];
    assert_eq!(told(&run(&forgiving)), (String::new(), 0));
    home.write("others/index.yaml", INDEX);
    let (codes, code) = told(&run(&forgiving));
    assert!(codes.contains("IDX010") && code == 1, "{codes}");
}

#[cfg(unix)]
#[test]
fn files_that_decide_are_plain_and_of_a_sane_size() {
    let home = home();
    home.write("charts/chartroom.yaml", "baseline: /dev/zero\n");
    let refused = validate(&home, &[]).ended(2).err;
    assert!(refused.contains("/dev/zero") && refused.contains("no regular file"), "{refused}");
    let file = std::fs::File::create(home.path("charts/long.json")).expect("a file");
    file.set_len(17 << 20).expect("it takes no room");
    home.write("charts/chartroom.yaml", "baseline: long.json\n");
    let refused = validate(&home, &[]).ended(2).err;
    assert!(refused.contains("long.json") && refused.contains("16 MiB"), "{refused}");
}

#[test]
fn a_configuration_beside_the_target_decides_and_flags_win() {
    let home = home();
    let text = "ignore:\n- rule: IDX010\n  reason: both are the same file\nselect: [IDX010, IDX034]\nfail-on: info\n";
    home.write("charts/chartroom.yaml", text);
    assert_eq!(told(&validate(&home, &[])), ("IDX034".to_owned(), 1));
    assert_eq!(told(&validate(&home, &["--fail-on", "error"])), ("IDX034".to_owned(), 0));
    home.write("charts/chartroom.yaml", "ignore: [{rule: IDX010}]");
    let refused = validate(&home, &[]);
    assert_eq!(refused.code, 2);
    assert!(
        refused.err.contains("chartroom.yaml") && refused.err.contains("reason"),
        "{}",
        refused.err
    );
}

#[test]
fn a_comment_with_a_reason_accepts_a_finding() {
    let home = home();
    let accept = "version: 1.0.0 # chartroom:ignore IDX010 the mirror lists it twice\n";
    home.write("charts/index.yaml", INDEX.replace("version: 1.0.0\n", accept));
    let (codes, _) = told(&validate(&home, &[]));
    assert!(codes.contains("IDX034") && !codes.contains("IDX010"), "{codes}");
}

#[test]
fn a_report_goes_to_a_file_and_its_outcome_to_the_log() {
    let home = home();
    let file = home.path("report.json").display().to_string();
    let ran = validate(&home, &["--format", "json", "--output", &file]);
    assert!(ran.out.is_empty() && ran.err.contains("warning"), "{} {}", ran.out, ran.err);
    let text = std::fs::read_to_string(&file).expect("it is written");
    assert!(serde_json::from_str::<serde_json::Value>(&text).is_ok(), "{text}");
}

#[test]
fn mechanical_faults_are_mended_after_consent_only() {
    let home = home();
    let odd = INDEX.replace("version: 1.0.0\n", "version: 1.0.0\n    appVersion: 7.10 # ours\n");
    home.write("charts/index.yaml", &odd);
    let shown = validate(&home, &["--fix"]);
    assert!(shown.err.contains("+    appVersion: \"7.10\" # ours"), "{}", shown.err);
    assert!(
        shown.err.contains("--yes") && shown.err.contains("nothing was changed"),
        "{}",
        shown.err
    );
    let text = || std::fs::read_to_string(home.path("charts/index.yaml")).expect("it is there");
    assert_eq!(text(), odd);
    let mended = validate(&home, &["--fix", "--yes", "--select", "IDX014"]);
    assert_eq!(told(&mended), (String::new(), 0));
    assert_eq!(text(), odd.replace("7.10", "\"7.10\""));
}

#[test]
fn a_chart_is_mended_and_not_the_one_of_the_same_name_within() {
    let home = Home::new();
    let text = "name: redis\nversion: 1.0.0\ndescription: A cache\n";
    for file in ["redis/Chart.yaml", "redis/redis/Chart.yaml"] {
        home.write(file, text);
    }
    home.run(&["validate", "redis", "--fix", "--yes"]);
    let text_of = |file| std::fs::read_to_string(home.path(file)).expect("it is there");
    assert_eq!(text_of("redis/Chart.yaml"), format!("apiVersion: v1\n{text}"));
    assert_eq!(text_of("redis/redis/Chart.yaml"), text);
}

#[test]
fn what_a_consumer_has_no_verdict_on_is_judged_by_its_findings() {
    let home = Home::new();
    home.write("lists/notes.txt", "nothing here");
    let empty = home.run(&["validate", "./lists", "--as", "helm3"]).ended(1);
    assert!(empty.out.contains("TGT002"), "{}", empty.out);
    let manifest = "apiVersion: addons.kyma-project.io/v1\nkind: AddonsConfiguration\n\
                    metadata: {name: mine}\nspec:\n  repositories:\n\
                    \x20 - url: https://charts.example.org/addons/index.yaml\n";
    home.write("mine.yaml", manifest);
    let refused = home.run(&["validate", "./mine.yaml", "--as", "helm-broker"]).ended(1);
    assert!(refused.out.contains("error MAN"), "{}", refused.out);
}

#[test]
fn the_view_of_one_consumer_is_told_alone() {
    let home = home();
    home.write("charts/index.yaml", INDEX.replace("version: 1.0.0", "version: latest"));
    let skipped = validate(&home, &["--as", "helm4"]);
    assert!(skipped.out.contains("Helm 4 takes"), "{}", skipped.out);
    assert!(skipped.out.contains("leaves out redis latest"), "{}", skipped.out);
    assert_eq!(skipped.code, 0, "what is left out fails with --fail-on warning only");
    assert_eq!(validate(&home, &["--as", "helm4", "--fail-on", "warning"]).code, 1);
    home.write("charts/index.yaml", "entries: {}\n");
    let refused = validate(&home, &["--as", "helm3", "--format", "json"]);
    let value: serde_json::Value = serde_json::from_str(&refused.out).expect("it is JSON");
    assert_eq!(value["consumer"]["name"], "helm3");
    assert_eq!(value["consumer"]["outcome"], "refuse");
    assert!(value["consumer"]["text"].to_string().contains("no API version"), "{value}");
    assert_eq!(refused.code, 1);
}

#[test]
fn registered_repositories_are_judged_against_each_other() {
    let home = home();
    let place = home.path("charts").display().to_string();
    for name in ["one", "two"] {
        let added = home.run(&["repo", "add", name, &place, "--no-validate"]);
        assert_eq!(added.code, 0, "{}", added.err);
    }
    let ran = home.run(&["validate", "--registered", "--select", "REG"]);
    assert!(ran.out.contains("REG0"), "one place twice: {}", ran.out);
    assert!(ran.out.contains("registered repositories: "), "{}", ran.out);
}

#[test]
fn secrets_of_urls_in_an_index_stand_in_no_report_and_no_baseline() {
    let home = home();
    let url = "http://user:sekret@charts.example.org/x.tgz?token=hunter2&a=1";
    home.write("charts/index.yaml", INDEX.replace("http://charts.example/redis-1.0.0.tgz", url));
    let file = home.path("known.json").display().to_string();
    assert!(validate(&home, &["--write-baseline", &file]).err.contains("forgives"));
    let baseline = std::fs::read_to_string(&file).expect("it is written");
    let formats = ["text", "pretty", "json", "markdown", "github", "sarif", "junit"];
    let reports = formats.map(|format| validate(&home, &["--format", format]).out);
    for text in reports.into_iter().chain([baseline]) {
        assert!(text.contains("IDX034"), "{text}");
        assert!(!text.contains("sekret") && !text.contains("hunter2"), "{text}");
    }
}
