//! Whatever the texts of others are, each format stays what it is.

use std::path::PathBuf;
use std::sync::LazyLock;

use chartroom::model::rule;
use chartroom::model::{
    Consumer, Diagnostic, Excerpt, Outcome, Place, Report, Severity, Skipped, Span, Suppression,
    Verdict,
};
use chartroom::report::Format;
use proptest::prelude::*;

use super::{
    check_clean, check_command, check_schema, elements, report_schema, sarif_schema, written,
};

static REPORT: LazyLock<jsonschema::Validator> = LazyLock::new(report_schema);
static SARIF: LazyLock<jsonschema::Validator> = LazyLock::new(sarif_schema);

/// Any text, often of signs that mean something to one of the formats.
fn text() -> impl Strategy<Value = String> {
    let signs = prop::sample::select(vec![
        "|", "`", "\\", "::", "##[", "%", "\n", "\r", "\t", "]]>", "<", "&", "\u{1b}[", "\u{0}",
        "\u{202e}", "\u{ffff}", "@", "#1", "!", ".tgz!", "../", "//", ":", ",", "漢", "x", " ",
        "=", "https://", "?", "{", "\"",
    ]);
    prop_oneof![any::<String>(), prop::collection::vec(signs, 0..12).prop_map(|all| all.concat())]
}

fn place() -> impl Strategy<Value = Place> {
    let number = || prop_oneof![0..9_u32, any::<u32>()];
    let span = (number(), number(), number()).prop_map(|(line, column, length)| Span {
        line,
        column,
        length,
    });
    (text(), prop::option::of(span)).prop_map(|(file, span)| Place { file, span })
}

fn diagnostic() -> impl Strategy<Value = Diagnostic> {
    let rules: Vec<&'static rule::Rule> = rule::all().collect();
    let severities = vec![Severity::Error, Severity::Warning, Severity::Info];
    let excerpt = (1..9_u32, 1..9_u32, prop::collection::vec(text(), 0..4))
        .prop_map(|(first_line, first_column, lines)| Excerpt { first_line, first_column, lines });
    let texts = (text(), prop::option::of(text()), text(), text());
    let related = prop::collection::vec((place(), text()), 0..2);
    let rule = (prop::sample::select(rules), prop::sample::select(severities));
    (rule, place(), texts, related, prop::option::of(excerpt)).prop_map(
        |((rule, severity), place, (message, fix, entry, version), related, excerpt)| {
            let mut found = Diagnostic::new(rule, place, message).of(&entry, &version);
            for (place, message) in related {
                found = found.related(place, message);
            }
            (found.severity, found.fix, found.excerpt) = (severity, fix, excerpt);
            found
        },
    )
}

fn suppressed() -> impl Strategy<Value = Diagnostic> {
    let suppression = prop_oneof![
        text().prop_map(Suppression::Inline),
        text().prop_map(Suppression::Configuration),
        Just(Suppression::Baseline),
    ];
    (diagnostic(), suppression).prop_map(|(mut found, why)| {
        found.suppressed = Some(why);
        found
    })
}

fn verdict() -> impl Strategy<Value = Verdict> {
    let outcomes = vec![Outcome::Accept, Outcome::Skip, Outcome::Refuse, Outcome::Crash];
    let consumer = prop::sample::select(Consumer::ALL.to_vec());
    (consumer, prop::sample::select(outcomes), any::<u16>(), text(), text()).prop_map(
        |(consumer, outcome, kept, entry, text)| Verdict {
            consumer,
            outcome,
            kept_versions: kept.into(),
            skipped: vec![Skipped { entry, version: text.clone(), reason: text.clone() }],
            text,
        },
    )
}

fn report() -> impl Strategy<Value = Report> {
    let folders = vec![None, Some("/work/charts"), Some("/work"), Some("/else")];
    let lists = (
        prop::collection::vec(diagnostic(), 0..5),
        prop::collection::vec(suppressed(), 0..3),
        prop::collection::vec(verdict(), 0..3),
    );
    (text(), prop::sample::select(folders), lists).prop_map(
        |(target, folder, (diagnostics, suppressed, verdicts))| {
            let folder = folder.map(PathBuf::from);
            let mut report =
                Report { target, folder, diagnostics, suppressed, verdicts, ..Report::default() };
            report.sort();
            report
        },
    )
}

fn config() -> ProptestConfig {
    ProptestConfig { cases: 96, failure_persistence: None, ..ProptestConfig::default() }
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn every_format_stays_what_it_is(reports in prop::collection::vec(report(), 1..3)) {
        check_schema(&REPORT, &written(Format::Json, &reports));
        check_schema(&SARIF, &written(Format::Sarif, &reports));
        let found = elements(&written(Format::Junit, &reports));
        let suites = found.iter().filter(|(name, _)| name == "testsuite").count();
        prop_assert_eq!(suites, reports.len());
        let github = written(Format::Github, &reports);
        github.lines().for_each(check_command);
        let findings: usize = reports.iter().map(|report| report.diagnostics.len()).sum();
        prop_assert_eq!(github.lines().count(), findings + reports.len());
        for format in [Format::Text, Format::Pretty, Format::Github, Format::Markdown] {
            check_clean(format, &written(format, &reports));
        }
        // What a consumer that was asked for would do is told besides.
        let mute = |report: &Report| Report { verdicts: Vec::new(), ..report.clone() };
        let text = written(Format::Text, &reports.iter().map(mute).collect::<Vec<_>>());
        prop_assert_eq!(text.lines().count(), findings + reports.len());
    }
}
