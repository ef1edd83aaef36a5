//! What consumers say of a fault, in substance: the words of Helm's loaders where its users will meet them, else
//! our own message.
//!
//! May import: `model`.

use crate::model::{Diagnostic, Place};

/// The words for the rules whose message Helm gives a fixed form; `{}` stands for what our message quotes.
const FIXED: &[(&str, &str)] = &[
    ("IDX001", "empty index.yaml file"),
    ("IDX007", "no API version specified"),
    ("IDX018", "no API version specified"),
    ("TGT006", "not supported scheme 'http'"),
    ("IDX020", "nil entry"),
    ("IDX021", "validation: chart.metadata.name is required"),
    ("IDX022", "validation: chart.metadata.name \"{}\" is invalid"),
    ("IDX023", "validation: chart.metadata.version is required"),
    ("IDX024", "validation: chart.metadata.version \"{}\" is invalid"),
    ("IDX025", "validation: chart.metadata.type must be application or library"),
    ("IDX026", "validation: maintainers must not contain empty or null nodes"),
    ("IDX027", "validation: dependencies must not contain empty or null nodes"),
    ("IDX028", "validation: dependency has disallowed characters in the alias: \"{}\""),
    ("IDX031", "no downloadable URLs"),
    ("PKG001", "does not appear to be a gzipped archive; got 'application/octet-stream'"),
    ("PKG002", "does not appear to be a gzipped archive; got 'text/html; charset=utf-8'"),
    ("PKG003", "unexpected EOF"),
    ("PKG004", "unexpected EOF"),
    ("PKG005", "no files in chart archive"),
    ("PKG006", "chart illegally contains absolute paths"),
    ("PKG007", "chart illegally contains content outside the base directory"),
    ("PKG008", "chart illegally references parent directory"),
    ("PKG009", "chart contains illegally named files"),
    ("PKG010", "chart yaml not in base directory"),
    ("PKG011", "decompressed chart file is larger than the maximum file size 5242880"),
    ("PKG012", "decompressed chart is larger than the maximum size 104857600"),
    ("CHT001", "Chart.yaml file is missing"),
    ("CHT006", "validation: chart.metadata.name is required"),
    ("CHT007", "validation: chart.metadata.name \"{}\" is invalid"),
    ("CHT011", "validation: chart.metadata.version is required"),
    ("CHT012", "validation: chart.metadata.version \"{}\" is invalid"),
    ("CHT016", "validation: maintainers must not contain empty or null nodes"),
    ("CHT025", "validation: chart.metadata.type must be application or library"),
    ("CHT027", "validation: dependencies must not contain empty or null nodes"),
    ("CHT028", "validation: dependency has disallowed characters in the alias: \"{}\""),
    ("CHT029", "validation: more than one dependency with name or alias \"{}\""),
];

/// The words before our own message.
const BEFORE: &[(&str, &str)] = &[
    ("IDX002", "error converting YAML to JSON: yaml: "),
    ("IDX003", "error converting YAML to JSON: yaml: "),
    ("IDX005", "error converting YAML to JSON: yaml: "),
    ("IDX006", "error converting YAML to JSON: yaml: "),
    ("IDX009", "error converting YAML to JSON: yaml: "),
    ("IDX011", "error converting YAML to JSON: yaml: "),
    ("IDX016", "error converting YAML to JSON: yaml: "),
    ("IDX017", "error converting YAML to JSON: yaml: "),
    ("IDX004", "error unmarshaling JSON: "),
    ("IDX008", "error unmarshaling JSON: "),
    ("IDX012", "error unmarshaling JSON: unknown field: "),
    ("IDX013", "error unmarshaling JSON: "),
    ("IDX014", "error unmarshaling JSON: "),
    ("IDX015", "error unmarshaling JSON: parsing time: "),
    ("CHT002", "cannot load Chart.yaml: error converting YAML to JSON: yaml: "),
    ("CHT003", "cannot load Chart.yaml: error unmarshaling JSON: "),
    ("CHT031", "cannot load values.yaml: error converting YAML to JSON: yaml: "),
    ("CHT032", "cannot load values.yaml: error unmarshaling JSON: "),
    ("CHT037", "cannot load requirements.yaml: "),
    ("CHT046", "error unpacking subchart: Chart.yaml file is missing: "),
    ("CHT047", "error unpacking subchart: "),
];

/// In which order loaders come upon faults: first of the bytes, then of the syntax, then of fields, and last of
/// what is lacking. What stands in an archive comes before what stands in its files.
pub(super) fn order(found: &Diagnostic) -> (u8, usize, &Place) {
    let stage = match found.rule.code {
        "IDX001" => 0,
        "IDX002" | "IDX003" | "IDX005" | "IDX006" | "IDX017" => 1,
        "IDX009" | "IDX011" | "IDX016" => 2,
        "IDX007" | "IDX018" => 4,
        code if is_of_subchart(found) && code.starts_with("CHT") && code != "CHT047" => 7,
        code if code.starts_with("PKG") => 0,
        // Every file of a chart is read before the chart is validated, and its sub-charts come after that.
        "CHT001" => 4,
        "CHT006" | "CHT007" | "CHT011" | "CHT012" | "CHT016" | "CHT025" | "CHT027" | "CHT028"
        | "CHT029" => 5,
        "CHT047" => 6,
        _ => 3,
    };
    let check = FIXED.iter().position(|(code, _)| *code == found.rule.code);
    (stage, if stage == 5 { check.unwrap_or_default() } else { 0 }, &found.place)
}

/// Whether a finding speaks of a file below `charts/`.
pub(super) fn is_of_subchart(found: &Diagnostic) -> bool {
    let file = found.place.file.rsplit('!').next().unwrap_or_default();
    file.starts_with("charts/") || file.contains("/charts/")
}

/// The words for a finding.
pub(super) fn of(found: &Diagnostic) -> String {
    let line = match (found.rule.code, found.place.span) {
        (code, Some(span)) if BEFORE.iter().any(|(known, _)| *known == code) => {
            format!("line {}: ", span.line)
        }
        _ => String::new(),
    };
    say(found.rule.code, &line, &found.message)
}

/// The words for a rule and our message.
pub(super) fn say(code: &str, line: &str, message: &str) -> String {
    let find = |table: &'static [(&str, &'static str)]| {
        table.iter().find(|(known, _)| *known == code).map(|(_, words)| *words)
    };
    match find(FIXED) {
        Some(words) => words.replace("{}", quoted(message)),
        None => format!("{}{line}{message}", find(BEFORE).unwrap_or_default()),
    }
}

/// What stands in the last pair of quotes of a message.
fn quoted(message: &str) -> &str {
    message.rsplit('"').nth(1).unwrap_or_default()
}
