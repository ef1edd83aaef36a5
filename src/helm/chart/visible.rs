//! The files of a chart that Helm sees, and what is wrong with the rules that hide the others.
//!
//! May import: `helm::ignore`, `model`.

use crate::helm::ignore::{Ignore, RuleFault};
use crate::model::rule::chart as rules;
use crate::model::{Findings, Package, PackageFile, Span};

/// The files that Helm sees: of an unpacked folder, those that `.helmignore` does not hide.
pub(super) fn files(package: &Package) -> (Package, Findings) {
    let mut findings = Findings::of(package.place(".helmignore"));
    if package.archive {
        return (package.clone(), findings);
    }
    let text = package.file(".helmignore").and_then(PackageFile::text).unwrap_or_default();
    let (ignore, bad) = Ignore::parse(text);
    let length = |line: u32| {
        let line = text.lines().nth(line.saturating_sub(1) as usize).unwrap_or_default();
        u32::try_from(line.trim_end().chars().count()).unwrap_or(u32::MAX)
    };
    let span = |line: u32| Span { line, column: 1, length: length(line) };
    for rule in bad {
        let (code, what) = match rule.fault {
            RuleFault::DoubleStar => (&rules::CHT052, "has a double star"),
            RuleFault::Pattern => (&rules::CHT053, "is no pattern"),
        };
        findings.refuse(code, span(rule.line), format!("the rule \"{}\" {what}", rule.text));
    }
    for line in ignore.negations() {
        let message = "the rule hides everything that it does not match";
        findings.add(&rules::CHT064, span(line), message);
    }
    for line in ignore.idle() {
        let message = "the rule matches nothing, no path begins with ./";
        findings.add(&rules::CHT065, span(line), message);
    }
    let mut files = Vec::with_capacity(package.files.len());
    for file in &package.files {
        match ignore.hidden_by(&file.path) {
            None => files.push(file.clone()),
            Some(line) if is_part(&file.path) => {
                let message = format!("the rule hides \"{}\" from Helm", file.path);
                findings.add(&rules::CHT063, span(line), message);
            }
            Some(_) => {}
        }
    }
    (Package { files, ..package.clone() }, findings)
}

/// Whether a chart is another one without that file.
fn is_part(path: &str) -> bool {
    let is_chart = path.strip_prefix("charts/").is_some_and(|rest| {
        let is_plain = !rest.starts_with(['_', '.']);
        is_plain
            && match rest.split_once('/') {
                None => rest.rsplit_once('.').is_some_and(|(_, ending)| ending == "tgz"),
                Some((_, below)) => below == "Chart.yaml",
            }
    });
    is_chart
        || matches!(path, "Chart.yaml" | "values.yaml" | "values.schema.json" | "requirements.yaml")
        || (path.starts_with("crds/") && path.contains(".y"))
}
