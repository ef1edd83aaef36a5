//! The README tells the truth: its tables are generated, its links lead somewhere.
//!
//! `UPDATE_README=1 cargo test --test it readme` rewrites the tables.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Mutex;

use chartroom::app::action::Action;
use chartroom::app::keymap::Keymap;
use chartroom::config::{Config, TEMPLATE};
use chartroom::model::{Consumer, Effect, Fault, rule};

use crate::cli::home::Home;

/// Tests of this file run at once and may all rewrite the README.
static README: Mutex<()> = Mutex::new(());

fn path() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("README.md")
}

/// Holds what stands between the marks of `name` against `expected`.
#[track_caller]
fn check(name: &str, expected: &str) {
    let guard = README.lock().expect("no test panics while it writes");
    let text = fs::read_to_string(path()).expect("the README");
    let mark = format!("<!-- generated: {name} -->\n");
    let (before, rest) = text.split_once(&mark).expect("every table has its mark");
    let (present, after) = rest.split_once("<!-- end -->").expect("an end mark");
    let is_current = present == expected;
    let update = std::env::var_os("UPDATE_README").is_some();
    if update && !is_current {
        let text = format!("{before}{mark}{expected}<!-- end -->{after}");
        fs::write(path(), text).expect("the README can be written");
    }
    drop(guard);
    let how = "UPDATE_README=1 cargo test --test it readme";
    assert!(is_current || update, "the README's {name} are not current: {how}");
}

fn cell(text: &str) -> String {
    text.replace('|', "\\|").replace('<', "&lt;")
}

#[test]
fn the_rule_table_is_current() {
    let effects = Effect::ALL.map(|effect| match effect {
        Effect::Unseen => format!("`{}` never looks", effect.letter()),
        seen => format!("`{}` {}", seen.letter(), seen.name()),
    });
    let consumers = Consumer::ALL.map(Consumer::title).join(", ");
    let mut table = format!("Effects on {consumers}: {}.\n", effects.join(", "));
    let mut family = None;
    for rule in rule::all() {
        if family != Some(rule.family) {
            family = Some(rule.family);
            let count = rule::all().filter(|other| other.family == rule.family).count();
            let _ = writeln!(table, "\n**{}** ({count} rules)\n", rule.family.name());
            table.push_str("| Code | Severity | Effects | Name | What is wrong |\n");
            table.push_str("|---|---|---|---|---|\n");
        }
        let (severity, effects, what) = (rule.severity.name(), rule.letters(), cell(rule.what));
        let _ = writeln!(
            table,
            "| {} | {severity} | `{effects}` | {} | {what} |",
            rule.code, rule.name
        );
    }
    check("rules", &table);
}

#[test]
fn the_table_of_causes_is_current() {
    let mut table = String::from("| Name | OpenPitrix | What it means |\n|---|---|---|\n");
    for fault in Fault::ALL {
        let number = fault.number().map_or(String::new(), |number| number.to_string());
        let _ = writeln!(table, "| `{}` | {number} | {} |", fault.name(), cell(fault.what()));
    }
    check("faults", &table);
}

#[test]
fn the_sample_of_a_check_is_what_it_prints() {
    let home = Home::new();
    let text = console(&home, &["repo check https://localhost:1/charts"]);
    // Nobody knows how long it takes.
    let lines: Vec<&str> =
        text.lines().map(|line| line.split("  (").next().unwrap_or(line)).collect();
    check("check", &(lines.join("\n") + "\n"));
}

#[test]
fn the_key_table_is_current() {
    let keymap = Keymap::default();
    let mut table = String::from("| Keys | What they do | Name |\n|---|---|---|\n");
    let mut group = None;
    for &action in Action::ALL {
        let keys: Vec<String> =
            keymap.keys(action).iter().map(|key| format!("`{}`", cell(key))).collect();
        if keys.is_empty() {
            continue;
        }
        if group != Some(action.group()) {
            group = Some(action.group());
            let _ = writeln!(table, "| **{}** | | |", action.group().title());
        }
        let (keys, help) = (keys.join(", "), cell(action.help()));
        let _ = writeln!(table, "| {keys} | {help} | `{}` |", action.name());
    }
    check("keys", &table);
}

#[test]
fn the_configuration_template_is_current_and_every_action_in_it_exists() {
    check("template", &format!("```yaml\n{TEMPLATE}```\n"));
    let text: String = TEMPLATE
        .lines()
        .flat_map(|line| [line.strip_prefix("#: ").unwrap_or(line), "\n"])
        .collect();
    let config = Config::parse("config.yaml", &text);
    let (keymap, problems) = Keymap::with_overrides(&config.keys);
    assert_eq!(problems, Vec::<String>::new());
    for (name, keys) in &config.keys {
        let action = Action::named(name).expect("checked above");
        assert_eq!(keymap.keys(action), *keys, "{name}");
        assert_eq!(Keymap::default().keys(action), *keys, "the template must show the defaults");
    }
}

/// Commands with what they really print, for a user whose home is `/home/me`.
fn console(home: &Home, commands: &[&str]) -> String {
    let mut text = String::from("```console\n");
    let place = home.path("").display().to_string();
    for command in commands {
        let words: Vec<&str> = command.split(' ').collect();
        let out = home.run(&words).out.replace(place.trim_end_matches('/'), "/home/me");
        let _ = write!(text, "$ chartroom {command}\n{out}");
    }
    text + "```\n"
}

#[test]
fn the_samples_of_the_commands_are_what_they_print() {
    let home = Home::new();
    let first = ["search backup", "show sample-addons/cache plans", "validate sample-addons"];
    check("first-minute", &console(&home, &first[..2]));
    check("validate", &console(&home, &first[2..]));
    let pretty = "validate sample-addons --select IDX214,ADD015 --format pretty";
    check("validate-pretty", &console(&home, &[pretty]));
    let words = ["validate", "sample-addons", "--depth", "index", "--format", "json"];
    let report = home.run(&words).json();
    let found = report["diagnostics"].as_array().and_then(|list| list.first()).expect("a finding");
    let found = serde_json::to_string_pretty(found).expect("it is JSON");
    check("validate-json", &format!("```json\n{found}\n```\n"));
}

#[test]
fn the_sample_of_several_index_files_is_what_is_registered() {
    let home = Home::new();
    let folder = home.unfold("addons", "addons");
    fs::copy(folder.join("index.yaml"), folder.join("index-testing.yaml")).expect("a copy");
    let add = "repo add kyma ./addons/index.yaml --index index-testing.yaml";
    check("index-files", &console(&home, &[add]));
}

#[test]
fn the_sample_of_a_finding_in_the_help_is_a_real_one() {
    let home = Home::new();
    let help = home.run(&["validate", "--help"]).out;
    let sample = help.lines().map(str::trim).find(|line| line.starts_with("index.yaml:"));
    let sample = sample.expect("the help shows a finding");
    let real = home.run(&["validate", "sample-charts"]).out;
    assert!(real.lines().any(|line| line == sample), "{sample}\nis not in\n{real}");
}

#[test]
fn every_link_to_a_file_leads_to_one() {
    let text = fs::read_to_string(path()).expect("the README");
    let root = path().with_file_name("");
    let links = text.split("](").skip(1).filter_map(|rest| rest.split(')').next());
    let quoted = ["src=\"", "srcset=\""]
        .iter()
        .flat_map(|start| text.split(start).skip(1).filter_map(|rest| rest.split('"').next()));
    for target in links.chain(quoted) {
        if !target.contains("://") && !target.starts_with('#') {
            assert!(root.join(target).exists(), "{target} is not there");
        }
    }
}

#[test]
fn every_file_that_is_named_in_the_architecture_is_there() {
    let text = fs::read_to_string(path()).expect("the README");
    let source = path().with_file_name("src");
    for word in
        text.split('`').filter(|word| word.contains(".rs") && !word.contains(['<', ' ', '\n']))
    {
        assert!(source.join(word).exists(), "{word} is not there");
    }
}
