//! The rules of a run, as code hosts show them beside a result.
//!
//! May import: `model`.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use serde_json::{Map, Value, json};

use crate::model::{Consumer, Report, Rule, Severity};

/// The rules that a report names, in order of their codes.
pub(super) fn named(report: &Report) -> Vec<&'static Rule> {
    let all = report.diagnostics.iter().chain(&report.suppressed);
    let rules: BTreeMap<&str, &'static Rule> =
        all.map(|found| (found.rule.code, found.rule)).collect();
    rules.into_values().collect()
}

/// A rule in full.
pub(super) fn descriptor(rule: &Rule) -> Value {
    let consumers: Map<String, Value> = Consumer::ALL
        .into_iter()
        .map(|consumer| (consumer.name().to_owned(), rule.effect(consumer).name().into()))
        .collect();
    json!({
        "id": rule.code,
        "name": pascal_case(rule.name),
        "shortDescription": { "text": rule.what },
        "fullDescription": { "text": format!("{}. {}.", rule.what, rule.why) },
        "help": { "text": help(rule), "markdown": help_markdown(rule) },
        "defaultConfiguration": { "level": level(rule.severity) },
        "properties": {
            "family": rule.family.name(),
            "consumers": consumers,
            "origin": rule.origin,
            "tags": ["helm", rule.family.name()],
            "problem.severity": problem_severity(rule.severity),
        },
    })
}

/// The level of a severity.
pub(super) fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Info => "note",
    }
}

/// The word by which GitHub sorts what concerns no security.
fn problem_severity(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Info => "recommendation",
    }
}

fn help(rule: &Rule) -> String {
    format!("Why: {}.\nFix: {}.\nMore: chartroom rules {}", rule.why, rule.fix, rule.code)
}

fn help_markdown(rule: &Rule) -> String {
    let mut text = format!("**Why** {}.\n\n**Fix** {}.\n\n", rule.why, rule.fix);
    text.push_str("| Consumer | What it does |\n|---|---|\n");
    for consumer in Consumer::ALL {
        let _ = writeln!(text, "| {} | {} |", consumer.title(), rule.effect(consumer).name());
    }
    let _ = write!(text, "\nFrom: {}. More: `chartroom rules {}`", rule.origin, rule.code);
    text
}

/// `duplicate-version` as `DuplicateVersion`.
fn pascal_case(name: &str) -> String {
    let mut out = String::with_capacity(name.len());
    for word in name.split('-') {
        let mut characters = word.chars();
        out.extend(characters.next().map(|first| first.to_ascii_uppercase()));
        out.push_str(characters.as_str());
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::rule;

    #[test]
    fn names_of_rules_are_in_pascal_case() {
        for (name, expected) in [("duplicate-version", "DuplicateVersion"), ("", ""), ("a", "A")] {
            assert_eq!(pascal_case(name), expected);
        }
        for rule in rule::all() {
            let name = pascal_case(rule.name);
            assert!(name.chars().all(char::is_alphanumeric), "{name}");
        }
    }

    #[test]
    fn no_description_is_longer_than_code_hosts_take() {
        for rule in rule::all() {
            let text = descriptor(rule)["fullDescription"]["text"].to_string();
            assert!(text.chars().count() <= 1_024, "{}", rule.code);
        }
    }
}
