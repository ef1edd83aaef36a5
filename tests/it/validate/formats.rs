//! The same reports through every format: what each writes, and that it keeps to the form that its readers expect.

mod arbitrary;
mod inputs;

use std::collections::BTreeMap;

use chartroom::model::{Diagnostic, Excerpt, Place, Report, Severity, Span, text};
use chartroom::report::{self, Format, Options, Paint};
use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};
use serde_json::Value;

use inputs::inputs;

fn written_with(format: Format, reports: &[Report], options: &Options) -> String {
    let mut out = Vec::new();
    report::write_with(format, reports, options, &mut out).expect("memory takes all");
    String::from_utf8(out).expect("reports are UTF-8")
}

fn written(format: Format, reports: &[Report]) -> String {
    written_with(format, reports, &inputs::options())
}

/// Texts of rules and the program's version change without the format's doing.
fn settled(format: Format, text: &str) -> String {
    let rules = ["IDX010", "IDX008", "CHT029", "TGT001"];
    let rules = rules.map(|code| chartroom::model::rule::find(code).expect("a rule"));
    let mut text = rules.iter().fold(text.to_owned(), |text, rule| {
        text.replace(rule.why, "(why)").replace(rule.fix, "(fix)")
    });
    if format == Format::Sarif {
        let mut log: Value = serde_json::from_str(&text).expect("SARIF is JSON");
        for run in log["runs"].as_array_mut().expect("runs") {
            let driver = &mut run["tool"]["driver"];
            (driver["version"], driver["semanticVersion"]) =
                ("(version)".into(), "(version)".into());
            for rule in driver["rules"].as_array_mut().expect("rules") {
                *rule = rule["id"].take();
            }
        }
        text = serde_json::to_string_pretty(&log).expect("it is JSON");
    }
    text
}

#[tokio::test]
async fn the_same_reports_in_every_format() {
    let reports = inputs().await;
    for format in Format::ALL {
        let text = settled(format, &written(format, &reports));
        insta::assert_snapshot!(format.name(), text);
    }
}

#[tokio::test]
async fn colours_change_no_letter() {
    let reports = inputs().await;
    let plain = written(Format::Pretty, &reports);
    let coloured = written_with(
        Format::Pretty,
        &reports,
        &Options { paint: Paint::Coloured, ..inputs::options() },
    );
    let mut letters = String::new();
    for (number, part) in coloured.split("\u{1b}[").enumerate() {
        let (code, rest) =
            if number == 0 { ("", part) } else { part.split_once('m').expect("a colour") };
        assert!(code.chars().all(|sign| sign.is_ascii_digit() || sign == ';'), "{code}");
        letters.push_str(rest);
    }
    let bare = |text: &str| text.lines().map(str::trim_end).collect::<Vec<_>>().join("\n");
    assert_eq!(bare(&letters), bare(&plain));
    assert!(coloured.len() > plain.len());
}

#[tokio::test]
async fn what_people_and_pages_read_is_clean() {
    let reports = inputs().await;
    for format in [Format::Text, Format::Pretty, Format::Github, Format::Markdown, Format::Junit] {
        check_clean(format, &written(format, &reports));
    }
}

#[track_caller]
fn check_clean(format: Format, text: &str) {
    for line in text.lines() {
        assert_eq!(text::clean(line), line, "{format}");
    }
}

/// A schema that also refuses keys it does not name, so that it cannot lag behind.
fn strict(schema: &mut Value) {
    match schema {
        Value::Object(map) => {
            map.values_mut().for_each(strict);
            if map.contains_key("properties") && !map.contains_key("$ref") {
                map.insert("additionalProperties".to_owned(), false.into());
            }
        }
        Value::Array(list) => list.iter_mut().for_each(strict),
        _ => {}
    }
}

fn report_schema() -> jsonschema::Validator {
    let mut schema: Value =
        serde_json::from_str(include_str!("../../../src/report/report.schema.json")).expect("JSON");
    strict(&mut schema);
    jsonschema::draft202012::new(&schema).expect("a schema")
}

fn sarif_schema() -> jsonschema::Validator {
    let text = include_str!("../../fixtures/sarif/sarif-schema-2.1.0.json");
    // Its pattern of languages has a bracket too many, which strict readers of patterns refuse.
    let text = text.replace("[a-zA-Z]{2}]?$", "[a-zA-Z]{2}$");
    let schema: Value = serde_json::from_str(&text).expect("JSON");
    jsonschema::draft7::options().should_validate_formats(true).build(&schema).expect("a schema")
}

#[track_caller]
fn check_schema(schema: &jsonschema::Validator, text: &str) -> Value {
    let value: Value = serde_json::from_str(text).expect("it is JSON");
    let faults: Vec<String> = schema
        .iter_errors(&value)
        .map(|fault| format!("{}: {fault}", fault.instance_path()))
        .collect();
    assert!(faults.is_empty(), "{}", faults.join("\n"));
    value
}

#[tokio::test]
async fn json_keeps_to_its_schema() {
    let (reports, schema) = (inputs().await, report_schema());
    check_schema(&schema, &written(Format::Json, &reports));
    check_schema(&schema, &written(Format::Json, &[]));
    for report in &reports {
        check_schema(&schema, &written(Format::Json, std::slice::from_ref(report)));
    }
    let mut value = serde_json::to_value(Vec::<Value>::new()).expect("JSON");
    assert!(schema.is_valid(&value));
    value = serde_json::json!({ "format": 2 });
    assert!(!schema.is_valid(&value), "the schema refuses what is no report");
}

#[tokio::test]
async fn sarif_keeps_to_its_schema() {
    let (reports, schema) = (inputs().await, sarif_schema());
    let log = check_schema(&schema, &written(Format::Sarif, &reports));
    check_schema(&schema, &written(Format::Sarif, &[]));
    let runs = log["runs"].as_array().expect("runs");
    let categories: std::collections::BTreeSet<String> =
        runs.iter().map(|run| run["automationDetails"]["id"].to_string()).collect();
    assert_eq!(categories.len(), reports.len(), "code hosts refuse two runs of one category");
    for (run, report) in runs.iter().zip(&reports) {
        let results = run["results"].as_array().expect("results");
        assert_eq!(results.len(), report.diagnostics.len() + report.suppressed.len());
        for result in results {
            let index = result["ruleIndex"].as_u64().expect("a number");
            let index = usize::try_from(index).expect("a small number");
            assert_eq!(run["tool"]["driver"]["rules"][index]["id"], result["ruleId"]);
        }
    }
}

/// The elements of a document, with their attributes; fails where it is not well-formed.
#[track_caller]
fn elements(text: &str) -> Vec<(String, BTreeMap<String, String>)> {
    let is_legal = |character: char| {
        matches!(character, '\t' | '\n' | '\r' | ' '..='\u{d7ff}' | '\u{e000}'..='\u{fffd}')
            || character >= '\u{10000}'
    };
    assert!(text.chars().all(is_legal), "XML 1.0 forbids a character");
    let mut reader = Reader::from_str(text);
    let mut found = Vec::new();
    let mut depth = 0;
    loop {
        match reader.read_event().expect("it is well-formed") {
            Event::Start(start) => {
                depth += 1;
                found.push(element(&start));
            }
            Event::Empty(start) => found.push(element(&start)),
            Event::End(_) => depth -= 1,
            Event::Eof => break,
            _ => {}
        }
    }
    assert_eq!(depth, 0, "every element ends");
    found
}

fn element(start: &BytesStart<'_>) -> (String, BTreeMap<String, String>) {
    let attributes = start.attributes().map(|attribute| {
        let attribute = attribute.expect("an attribute");
        let key = String::from_utf8_lossy(attribute.key.as_ref()).into_owned();
        let value = String::from_utf8_lossy(&attribute.value).into_owned();
        (key, quick_xml::escape::unescape(&value).expect("it can be read").into_owned())
    });
    (String::from_utf8_lossy(start.name().as_ref()).into_owned(), attributes.collect())
}

#[tokio::test]
async fn junit_counts_what_it_holds() {
    let elements = elements(&written(Format::Junit, &inputs().await));
    let count = |name: &str| elements.iter().filter(|(other, _)| other == name).count();
    let (_, all) = elements.first().expect("a root");
    for (attribute, element) in [
        ("tests", "testcase"),
        ("failures", "failure"),
        ("errors", "error"),
        ("skipped", "skipped"),
    ] {
        assert!(count(element) > 0, "{element}");
        assert_eq!(all[attribute], count(element).to_string(), "{attribute}");
    }
    assert_eq!(count("testsuite"), inputs().await.len());
}

#[tokio::test]
async fn a_clean_target_is_one_green_case() {
    let reports = inputs().await;
    let elements = elements(&written(Format::Junit, &reports[..1]));
    let names: Vec<&str> = elements.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(names, ["testsuites", "testsuite", "testcase", "system-out"]);
}

#[tokio::test]
async fn junit_fails_where_the_caller_fails() {
    let reports = inputs().await;
    let failures = |fail_on| {
        let options = Options { fail_on, ..inputs::options() };
        let elements = elements(&written_with(Format::Junit, &reports, &options));
        elements.iter().filter(|(name, _)| name == "failure").count()
    };
    let counts = [None, Some(Severity::Error), Some(Severity::Warning), Some(Severity::Info)];
    let [never, error, warning, info] = counts.map(failures);
    assert_eq!(never, 0);
    assert!(error < warning && warning < info, "{error} {warning} {info}");
}

/// A workflow command as the runner reads it.
#[track_caller]
fn check_command(line: &str) {
    if line.starts_with("chartroom: ") {
        assert!(!line.contains("##["), "{line}");
        return;
    }
    let (head, data) = line[2..].split_once("::").expect("a command has data");
    assert!(line.starts_with("::") && !data.is_empty(), "{line}");
    let (level, properties) = head.split_once(' ').expect("a command has properties");
    assert!(["error", "warning", "notice"].contains(&level), "{line}");
    for property in properties.split(',') {
        let (key, value) = property.split_once('=').expect("a property has a value");
        assert!(["file", "line", "col", "endColumn", "title"].contains(&key), "{line}");
        let is_number = value.parse::<u32>().is_ok();
        assert_eq!(is_number, ["line", "col", "endColumn"].contains(&key) || is_number, "{line}");
    }
}

#[tokio::test]
async fn every_line_for_github_is_one_command() {
    let reports = inputs().await;
    let text = written(Format::Github, &reports);
    text.lines().for_each(check_command);
    let diagnostics: usize = reports.iter().map(|report| report.diagnostics.len()).sum();
    assert_eq!(text.lines().count(), diagnostics + reports.len());
}

#[tokio::test]
async fn a_markdown_summary_is_bounded() {
    let mut reports = inputs().await;
    let many = reports[1].diagnostics.iter().cycle().take(10_000).cloned().collect();
    reports[1].diagnostics = many;
    let text = written(Format::Markdown, &reports);
    assert!(text.len() < 65_536, "a comment on GitHub holds {} bytes", text.len());
    assert!(text.contains("… and "), "it says how many more there are");
    let cells = |line: &str| line.replace("\\|", "").matches('|').count();
    let rows = text.lines().filter(|line| line.starts_with("| error")).map(cells);
    assert!(rows.clone().count() > 0 && rows.into_iter().all(|count| count == 6));
}

#[test]
fn a_markdown_summary_of_hostile_texts_and_many_targets_is_bounded() {
    let rule = chartroom::model::rule::find("IDX034").expect("a rule");
    let place = Place::file("|".repeat(400));
    let found = Diagnostic::new(rule, place, "[".repeat(400)).fix("漢".repeat(400));
    let report = |count: usize| Report {
        target: "`".repeat(200),
        diagnostics: vec![found.clone(); count],
        ..Report::default()
    };
    let some = [vec![report(200)], vec![report(0); 5_000], vec![report(3); 2_000]];
    for reports in some {
        let text = written(Format::Markdown, &reports);
        assert!(text.len() <= 60_000, "{}", text.len());
        assert!(text.contains("… and "), "it says how many more there are");
    }
}

#[tokio::test]
async fn no_line_for_people_is_a_command_of_a_build_server() {
    let mut reports = inputs().await;
    let rule = chartroom::model::rule::find("IDX034").expect("a rule");
    let hostile = "::error::x ##[error]y";
    let mut found = Diagnostic::new(rule, Place::file(hostile), hostile).fix(hostile);
    found.entry = Some(hostile.to_owned());
    let span = Span { line: 1, column: 1, length: 3 };
    let mut quoted = Diagnostic::new(rule, Place::at(hostile, span), hostile);
    quoted.excerpt = Excerpt::of(&[hostile], 1, 1);
    let quoted = quoted.related(Place::file(hostile), hostile);
    let diagnostics = vec![found, quoted];
    reports.push(Report { target: hostile.to_owned(), diagnostics, ..Report::default() });
    for format in [Format::Text, Format::Pretty, Format::Markdown] {
        for line in written(format, &reports).lines() {
            assert!(
                !line.contains("##[") && !line.trim_start().starts_with("::"),
                "{format}: {line}"
            );
        }
    }
}
