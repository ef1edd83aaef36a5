//! The text of the index, and what it tells of archives that are left out: as comments, which last in the cache
//! with it.
//!
//! May import: `source`, `yaml`, `model`.

use std::collections::BTreeMap;
use std::fmt::Write;

use serde_json::{Map, Value};

use super::memo::{Memo, Outcome};
use crate::model::rule::target::TGT008;
use crate::model::text::clean;
use crate::model::{Diagnostic, Place};
use crate::source::ArchiveFile;
use crate::yaml;

/// How such a text begins.
const HEAD: &str = "# Read by chartroom from the archives of a bucket that has no index.\n";
/// How a line begins that tells of an archive that is left out.
const LEFT_OUT: &str = "# left out: ";

/// The index of all archives. The same archives give the same text.
pub(super) fn write(files: &[ArchiveFile], known: &Memo) -> String {
    let mut entries: BTreeMap<&str, Vec<Value>> = BTreeMap::new();
    let mut comments = String::from(HEAD);
    for file in files {
        match known.0.get(&file.url).map(|known| &known.outcome) {
            Some(Outcome::Chart { name, entry }) => {
                entries.entry(name).or_default().push(entry.clone());
            }
            Some(Outcome::LeftOut(why)) => {
                // As JSON, so that no text can end the line.
                let line = Value::from(vec![clean(&file.name), clean(why)]);
                // Writing to a string cannot fail.
                let _ = writeln!(comments, "{LEFT_OUT}{line}");
            }
            None => {}
        }
    }
    let mut index = Map::new();
    index.insert("apiVersion".to_owned(), Value::from("v1"));
    let entries: Map<String, Value> =
        entries.into_iter().map(|(name, list)| (name.to_owned(), Value::Array(list))).collect();
    index.insert("entries".to_owned(), Value::Object(entries));
    if let Some(newest) = files.iter().filter_map(|file| file.modified).max() {
        index.insert("generated".to_owned(), Value::from(newest.to_string()));
    }
    // Texts, lists and maps with texts as keys can always be written.
    let body = yaml::to_string(&Value::Object(index)).unwrap_or_default();
    format!("{comments}{body}")
}

/// What such a text tells of archives that are left out.
pub(super) fn findings(name: &str, text: &[u8]) -> Vec<Diagnostic> {
    let Some(rest) = text.strip_prefix(HEAD.as_bytes()) else { return Vec::new() };
    let lines = rest.split(|byte| *byte == b'\n');
    let told = lines.map_while(|line| line.strip_prefix(LEFT_OUT.as_bytes()));
    told.filter_map(|line| serde_json::from_slice::<(String, String)>(line).ok())
        .map(|(archive, why)| {
            let message = format!("{archive} is not in the catalogue: {why}");
            Diagnostic::new(&TGT008, Place::file(name), message)
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ops::archives::memo::Known;

    #[test]
    fn a_text_tells_what_is_left_out_and_any_other_text_nothing() {
        let file = |name: &str| ArchiveFile {
            name: name.to_owned(),
            url: name.to_owned(),
            size: 1,
            etag: "1".to_owned(),
            modified: Some("2026-01-02T03:04:05Z".parse().unwrap()),
        };
        let files = [file("good.tgz"), file("odd\u{1b}\n.tgz")];
        let entry = serde_json::json!({"name": "good", "version": "1.10"});
        let outcomes = [
            Outcome::Chart { name: "good".to_owned(), entry },
            Outcome::LeftOut("no\n# left out: [\"x\", \"y\"]".to_owned()),
        ];
        let known = files.iter().zip(outcomes);
        let known = known.map(|(file, outcome)| (file.url.clone(), Known::of(file, outcome)));
        let text = write(&files, &Memo(known.collect()));
        assert!(text.contains("version: '1.10'"), "{text}");
        assert!(text.contains("generated: 2026-01-02T03:04:05Z"), "{text}");
        let told: Vec<String> = findings("index.yaml", text.as_bytes())
            .into_iter()
            .map(|found| found.message)
            .collect();
        let why = "no # left out: [\"x\", \"y\"]";
        let codes = findings("index.yaml", text.as_bytes());
        assert_eq!(codes.iter().map(|found| found.rule.code).collect::<Vec<_>>(), ["TGT008"]);
        assert_eq!(told, [format!("odd .tgz is not in the catalogue: {why}")]);
        assert!(findings("index.yaml", b"# left out: [\"a\", \"b\"]\n").is_empty());
    }
}
