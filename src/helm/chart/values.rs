//! `values.yaml` and `values.schema.json`.
//!
//! May import: `helm::duplicate`, `yaml`, `model`.

use serde_json::Value as Json;

use crate::helm::duplicate;
use crate::model::rule::chart as rules;
use crate::model::{Findings, Package, PackageFile, Span};
use crate::yaml::{self, Limits};

/// More documents than any values file needs are not looked at.
const DOCUMENTS: usize = 100;

/// Judges the default values: every document must be a mapping, or nothing.
pub(super) fn values(package: &Package) -> Findings {
    let mut findings = Findings::of(package.place("values.yaml"));
    let Some(file) = package.file("values.yaml") else {
        let found = findings.add(&rules::CHT030, Span::default(), "there is no values.yaml");
        let is_near = |file: &&PackageFile| {
            let name = file.path.to_ascii_lowercase();
            name == "values.yaml" || name == "values.yml"
        };
        let near = package.files.iter().find(is_near);
        found.fix = near.map(|file| format!("rename {} to values.yaml", file.path));
        return findings;
    };
    let Some(text) = file.text() else {
        findings.refuse(&rules::CHT057, Span::default(), "the file is not UTF-8 text");
        return findings;
    };
    let mut skipped = 0;
    for _ in 0..DOCUMENTS {
        let Some(next) = document(text, skipped, &mut findings) else { break };
        skipped = next;
    }
    findings
}

/// Judges the document that begins after so many lines; gives the line before the next one.
fn document(text: &str, skipped: u32, findings: &mut Findings) -> Option<u32> {
    let start: usize = text.split_inclusive('\n').take(skipped as usize).map(str::len).sum();
    let down = |span: Span| Span { line: span.line + skipped, ..span };
    let document = yaml::read(text.get(start..)?, Limits::default());
    if let Some(error) = document.error {
        findings.refuse(&rules::CHT031, down(error.span), error.message);
        return None;
    }
    if let Some(root) = document.root.filter(|root| !root.is_null()) {
        if root.pairs().is_none() {
            let message = format!("the values are {}, where a mapping is due", root.kind());
            findings.refuse(&rules::CHT032, down(root.span), message);
        }
        for twice in duplicate::find(&root, None).into_iter().filter(|twice| !twice.merged) {
            let message = format!("the key \"{}\" stands here again", twice.key);
            let place = findings.place(down(twice.first));
            let found = findings.add(&rules::CHT034, down(twice.span), message);
            found.related.push(crate::model::Related { place, message: "first here".to_owned() });
        }
    }
    let second = document.second?;
    let message = "another document begins here; Helm merges it into the first";
    findings.add(&rules::CHT033, down(second), message);
    Some(skipped + second.line.saturating_sub(1)).filter(|next| *next > skipped)
}

/// Judges the values with which chart-testing tries the chart.
pub(super) fn ci(package: &Package) -> Vec<Findings> {
    let is_values = |path: &str| {
        let name = path.strip_prefix("ci/").filter(|name| !name.contains('/'));
        name.is_some_and(|name| name.ends_with("-values.yaml"))
    };
    let files = package.files.iter().filter(|file| is_values(&file.path));
    files.map(|file| tried(package, file)).collect()
}

fn tried(package: &Package, file: &PackageFile) -> Findings {
    let mut findings = Findings::of(package.place(&file.path));
    let Some(text) = file.text() else {
        let start = Span { line: 1, column: 1, length: 0 };
        findings.add(&rules::CHT066, start, "the file is not UTF-8 text");
        return findings;
    };
    let document = yaml::read(text, Limits::default());
    if let Some(error) = document.error {
        findings.add(&rules::CHT066, error.span, error.message);
    } else if let Some(root) =
        document.root.filter(|root| !root.is_null() && root.pairs().is_none())
    {
        let message = format!("the values are {}, where a mapping is due", root.kind());
        findings.add(&rules::CHT066, root.span, message);
    }
    findings
}

/// Judges the schema as JSON.
pub(super) fn schema(package: &Package) -> Findings {
    let mut findings = Findings::of(package.place("values.schema.json"));
    let Some(file) = package.file("values.schema.json") else { return findings };
    if file.bytes.is_empty() {
        // Helm takes an empty file for no schema.
        return findings;
    }
    let bytes = file.bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&file.bytes);
    match serde_json::from_slice::<Json>(bytes) {
        Err(error) => {
            let span = Span::of_byte(bytes, error.line(), error.column());
            let words = error.to_string();
            let words = words.split(" at line ").next().unwrap_or_default();
            findings.add(&rules::CHT035, span, format!("not JSON: {words}"));
        }
        Ok(Json::Object(_) | Json::Bool(_)) => {}
        Ok(_) => {
            let message = "a schema is an object, or true or false";
            findings.add(&rules::CHT036, Span { line: 1, column: 1, length: 0 }, message);
        }
    }
    findings
}
