//! How the YAML files of a chart are written, by the settings with which chart-testing runs yamllint. Keys that
//! stand twice are told by the rules of charts.
//!
//! May import: `helm::style/*`, `helm::chart`, `model`.

mod indentation;
mod layout;
mod spacing;
mod token;

use super::chart::ChartRead;
use crate::model::rule::style as rules;
use crate::model::{Findings, PackageFile};
use spacing::span;
use token::{Kind, Mark};

/// Judges a chart by the rules of this family.
pub(super) fn judge(read: &ChartRead) -> Findings {
    let mut all = Findings::of(read.package.place("Chart.yaml"));
    people(read, &mut all);
    for file in read.package.files.iter().filter(|file| is_judged(&file.path)) {
        if let Some(text) = file.text() {
            all.absorb(text_of(read, file, text));
        }
    }
    all
}

/// Who answers for the chart.
fn people(read: &ChartRead, findings: &mut Findings) {
    let metadata = &read.chart.metadata;
    let text = read.package.file("Chart.yaml").and_then(PackageFile::text).unwrap_or_default();
    let starts = |word: &str| text.lines().position(|line| line.starts_with(word));
    if metadata.name.is_empty() {
        return;
    }
    if metadata.deprecated && !metadata.maintainers.is_empty() {
        let line = starts("maintainers").unwrap_or(0);
        let message = "the chart is deprecated, but has maintainers";
        findings.add(&rules::STY015, span(line, 0, 0), message);
    } else if !metadata.deprecated && metadata.maintainers.is_empty() {
        findings.add(&rules::STY014, span(0, 0, 0), "the chart has no maintainers");
    }
}

/// The files that chart-testing looks at.
fn is_judged(path: &str) -> bool {
    let in_ci = path.strip_prefix("ci/").filter(|name| !name.contains('/'));
    matches!(path, "Chart.yaml" | "values.yaml")
        || in_ci.is_some_and(|name| name.ends_with("-values.yaml"))
}

fn text_of(read: &ChartRead, file: &PackageFile, text: &str) -> Findings {
    let mut findings = Findings::of(read.package.place(&file.path));
    let lines: Vec<Vec<char>> = text.lines().map(|line| line.chars().collect()).collect();
    let marks = token::marks(&lines);
    layout::judge(text, &lines, &mut findings);
    spacing::judge(&lines, &marks, &mut findings);
    indentation::judge(&marks, &mut findings);
    truth(&lines, &marks, &mut findings);
    findings
}

/// Words that are true or false in YAML 1.1 and are not written so.
fn truth(lines: &[Vec<char>], marks: &[Mark], findings: &mut Findings) {
    const WORDS: [&str; 16] = [
        "YES", "Yes", "yes", "NO", "No", "no", "TRUE", "True", "FALSE", "False", "ON", "On", "on",
        "OFF", "Off", "off",
    ];
    for mark in marks.iter().filter(|mark| mark.kind == Kind::Plain && mark.end - mark.start <= 5) {
        let word = lines.get(mark.line).and_then(|line| line.get(mark.start..mark.end));
        let word: String = word.unwrap_or_default().iter().collect();
        if WORDS.contains(&word.as_str()) {
            let message = format!("{word} is written where true or false is meant");
            findings.add(
                &rules::STY013,
                span(mark.line, mark.start, mark.end - mark.start),
                message,
            );
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::archive;
    use crate::helm::chart;

    fn check(values: &str, expected: &[(&str, u32, u32)]) {
        let files = vec![
            ("Chart.yaml".to_owned(), b"apiVersion: v2\nname: a\nversion: 1.0.0\n".to_vec()),
            ("values.yaml".to_owned(), values.as_bytes().to_vec()),
        ];
        let read = chart::read(&archive::from_tree("a", files));
        let found = judge(&read).finish();
        let is_text = |found: &&crate::model::Diagnostic| found.rule.code != "STY014";
        let found: Vec<_> = found
            .iter()
            .filter(is_text)
            .map(|found| {
                let span = found.place.span.unwrap_or_default();
                (found.rule.code, span.line, span.column)
            })
            .collect();
        assert_eq!(found, expected, "{values:?}");
    }

    #[test]
    fn what_yamllint_minds_is_told_at_its_place() {
        check("a: {b: 1, c: [2, 3]}  # d\n", &[]);
        check("a: { b: 1}\n", &[("STY001", 1, 5)]);
        check("a: {b: 1 }\n", &[("STY001", 1, 9)]);
        check("a: {}\nb: []\n", &[]);
        check("a: [ 1]\n", &[("STY002", 1, 5)]);
        check("a : 1\nb:  2\n", &[("STY003", 1, 2), ("STY003", 2, 3)]);
        check("a:   # b\n  c: 1\n", &[]);
        check("a: [1 ,2]\n", &[("STY004", 1, 6), ("STY004", 1, 8)]);
        check("a: [1,\n    2]\n", &[]);
        check("#a\n## b\n", &[("STY005", 1, 2)]);
        check("a: 1 # b\n", &[("STY006", 1, 6)]);
        check("a: 1\n\n\n\nb: 2\n", &[("STY007", 4, 1)]);
        check("\na: 1\n\n", &[("STY007", 1, 1), ("STY007", 3, 1)]);
        check("a:\n-  b\n", &[("STY008", 2, 2)]);
        check("a:\n  b:\n     c: 1\n", &[("STY009", 3, 1)]);
        check("a:\n  b:\n  - c: 1\n    d:\n      e: 2\n  f: 3\ng:\n- h\n", &[]);
        check("a:\n    - b:\n        c: 1\n", &[("STY009", 3, 1)]);
        check("a: 1", &[("STY010", 1, 5)]);
        check("a: 1\r\nb: 2\r\n", &[("STY011", 1, 5)]);
        check("a: 1 \nb: |\n  c\t\n", &[("STY012", 1, 5), ("STY012", 3, 4)]);
        check("a: yes\nb: 'yes'\non: c\n", &[("STY013", 1, 4), ("STY013", 3, 1)]);
        check("a: |\n  { b :  c} #d\nd: \"e :  f\"\n", &[]);
    }
}
