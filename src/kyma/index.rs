//! The index of an addon repository, read as Helm Broker reads it, with every fault at once.
//!
//! Helm Broker turns YAML 1.1 into JSON and decodes that without strictness: keys match in any case,
//! the last of several counts, numbers become text, only the first document is read. The key of an
//! entry, not its `name`, makes the path of the package.
//!
//! May import: `kyma::{cut_off, entry, fields, unknown, version}`, `yaml`, `model`.

use super::cut_off::drop_unfinished;
use super::entry;
use super::fields::{FieldRules, Fields, key_text};
use super::unknown;
use super::version;
use crate::model::diagnostic::Related;
use crate::model::rule::index::{
    IDX201, IDX202, IDX203, IDX204, IDX205, IDX206, IDX207, IDX208, IDX209, IDX210, IDX211, IDX214,
    IDX223,
};
use crate::model::text::LONGEST_NAME;
use crate::model::{Catalog, Diagnostic, Entry, Findings, IndexRead, RepositoryKind, Span};
use crate::yaml::{self, Document, Node, merged};

static RULES: FieldRules = FieldRules { wrong_type: &IDX202, spelling: &IDX206, repeated: &IDX207 };

/// Every key that Helm Broker reads, or that belongs to the format.
const KNOWN: [&str; 5] = ["apiVersion", "entries", "name", "description", "version"];

/// What may only seem to be absent because the text ends early.
const ABSENCES: [&str; 6] =
    [IDX202.code, IDX203.code, IDX209.code, IDX210.code, IDX211.code, IDX214.code];

/// From this size on an index is a danger to Helm Broker, whose controller may use 96 MiB: it holds the text, its
/// JSON and the decoded entries at the same time, beside an addon.
const LARGE: usize = 8 << 20;

/// Reads an index file; `name` is what places in diagnostics call it.
///
/// A catalog holds every entry that has a usable path: those without a version, or with a name or
/// version that leads elsewhere, are reported and left out. Of two equal ones the first is kept.
#[must_use]
pub fn read(name: &str, bytes: &[u8]) -> IndexRead {
    let mut out = Findings::of(name);
    let text = decode(bytes, &mut out);
    let document = yaml::read(&text, yaml::Limits::default());
    judge_document(&document, &mut out);
    if bytes.len() >= LARGE {
        let start = Span { line: 1, column: 1, length: 0 };
        out.add(&IDX223, start, format!("the index has {} MiB", bytes.len() >> 20));
    }
    let mut entries =
        document.root.as_ref().map_or_else(Vec::new, |root| read_root(root, &mut out));
    if document.error.is_some() {
        drop_unfinished(&mut out, document.root.as_ref(), &ABSENCES);
    }
    name_web_page(&text, &mut out);
    entries.sort_by(|left, right| left.name.cmp(&right.name));
    for entry in &mut entries {
        entry.versions.sort_by(|left, right| version::compare(&right.version, &left.version));
    }
    let refused = refusal(&out.list);
    let catalog = Catalog { kind: RepositoryKind::Addons, generated: None, entries };
    IndexRead { catalog, dropped: Vec::new(), diagnostics: out.finish(), refused }
}

/// Why Helm Broker refuses the whole file: the first fault of syntax or shape.
fn refusal(diagnostics: &[Diagnostic]) -> Option<String> {
    diagnostics.iter().find(|found| is_refusal(found)).map(|found| match found.place.span {
        Some(span) => format!("line {}: {}", span.line, found.message),
        None => found.message.clone(),
    })
}

fn is_refusal(found: &Diagnostic) -> bool {
    [IDX201.code, IDX202.code].contains(&found.rule.code)
}

fn decode<'bytes>(bytes: &'bytes [u8], out: &mut Findings) -> std::borrow::Cow<'bytes, str> {
    if let Err(error) = std::str::from_utf8(bytes) {
        let before = String::from_utf8_lossy(bytes.get(..error.valid_up_to()).unwrap_or_default());
        let span = Span::end_of(&before);
        out.add(&IDX201, span, "the text is not UTF-8").fix =
            Some("Save the file as UTF-8".to_owned());
    }
    String::from_utf8_lossy(bytes)
}

/// Says plainly that a web page came instead of an index.
fn name_web_page(text: &str, out: &mut Findings) {
    if !text.trim_start_matches('\u{feff}').trim_start().starts_with('<') {
        return;
    }
    if let Some(found) = out.list.iter_mut().find(|found| is_refusal(found)) {
        "this is a web page, not an index".clone_into(&mut found.message);
        found.fix = Some("Check that the address names the index file itself".to_owned());
    }
}

fn judge_document(document: &Document, out: &mut Findings) {
    if let Some(error) = &document.error {
        out.add(&IDX201, error.span, error.message.clone());
    }
    if let Some(span) = document.second {
        out.add(&IDX208, span, "a second YAML document starts here; it is never read");
    }
    if document.error.is_none() && document.root.as_ref().is_none_or(Node::is_null) {
        out.add_whole(&IDX203, "the file is empty, so no addon is listed");
    }
}

fn read_root(root: &Node, out: &mut Findings) -> Vec<Entry> {
    if root.is_null() {
        return Vec::new();
    }
    let Some(fields) = Fields::read(root, &["apiVersion", "entries"], "the index", &RULES, out)
    else {
        return Vec::new();
    };
    judge_api_version(&fields, out);
    let mut unknown: Vec<&Node> = fields.unknown.clone();
    let entries = fields.get("entries").map(|node| read_entries(node, &fields, &mut unknown, out));
    if entries.is_none() {
        let span = fields.key_span("entries").unwrap_or(fields.span);
        out.add(&IDX203, span, "the index has no entries, so no addon is listed");
    }
    unknown::report(&unknown, &KNOWN, &IDX205, out);
    entries.unwrap_or_default()
}

fn judge_api_version(fields: &Fields<'_>, out: &mut Findings) {
    match fields.get("apiVersion") {
        Some(node) if node.as_str() == Some("v1") => {}
        Some(node) => {
            let given = node.as_str().unwrap_or(node.kind());
            out.add(&IDX204, node.span, format!("apiVersion is {given}, not v1"));
        }
        None => {
            out.add(&IDX204, fields.span, "the index has no apiVersion");
        }
    }
}

fn read_entries<'node>(
    node: &'node Node,
    fields: &Fields<'_>,
    unknown: &mut Vec<&'node Node>,
    out: &mut Findings,
) -> Vec<Entry> {
    if node.pairs().is_none() {
        fields.refuse("entries", node, "a mapping of addon names to versions", out);
        return Vec::new();
    }
    let lists = last_of_each_key(node, out);
    if node.pairs().is_some_and(<[_]>::is_empty) {
        out.add(&IDX203, node.span, "entries is empty, so no addon is listed");
    }
    let mut entries = Vec::new();
    for (name, key, value) in lists {
        entry::judge_key(&name, key, out);
        if name.len() > LONGEST_NAME {
            continue;
        }
        let items = items_of(&name, value, key.span, out);
        let versions = entry::read_versions(&name, items, unknown, &RULES, out);
        if !versions.is_empty() && entry::is_safe(&name) {
            entries.push(Entry { name, versions });
        }
    }
    entries
}

/// The keys below `entries` with the value that counts: the last one of each.
fn last_of_each_key<'node>(
    node: &'node Node,
    out: &mut Findings,
) -> Vec<(String, &'node Node, &'node Node)> {
    let mut lists: Vec<(String, &Node, &Node)> = Vec::new();
    let mut places = std::collections::HashMap::new();
    for (key, value) in merged(node) {
        let Some(name) = key_text(key) else {
            let message = format!("a key of entries is {}, not an addon name", key.kind());
            out.add(&IDX202, key.span, message);
            continue;
        };
        let Some(&index) = places.get(&name) else {
            places.insert(name.clone(), lists.len());
            lists.push((name, key, value));
            continue;
        };
        let message = format!("\"{name}\" is listed twice; the versions of the first are lost");
        let Some(slot) = lists.get_mut(index) else { continue };
        let place = out.place(slot.1.span);
        let found = out.add(RULES.repeated, key.span, message);
        found.entry = Some(name.clone());
        found.related.push(Related { place, message: "the first list".to_owned() });
        *slot = (name, key, value);
    }
    lists
}

/// The list of an addon's versions; another shape is reported.
fn items_of<'node>(name: &str, value: &'node Node, key: Span, out: &mut Findings) -> &'node [Node] {
    if value.items().is_some_and(<[Node]>::is_empty) || value.is_null() {
        out.add(&IDX211, key, format!("\"{name}\" lists no version")).entry = Some(name.to_owned());
        return &[];
    }
    value.items().unwrap_or_else(|| {
        let message = format!("\"{name}\" is {}, not a list of versions", value.kind());
        let found = out.add(&IDX202, value.span, message);
        found.entry = Some(name.to_owned());
        found.fix = Some(format!("Start the version below {name} with a dash"));
        &[]
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::model::findings::LIMIT;
    use crate::model::rule;

    /// Checks the findings of an index as `code line:column` lines.
    fn check(text: &str, expected: &[&str]) {
        let read = read("index.yaml", text.as_bytes());
        let found: Vec<String> = read.diagnostics.iter().map(short).collect();
        assert_eq!(found, expected, "{text}");
    }

    fn short(found: &Diagnostic) -> String {
        let Some(span) = found.place.span else { return found.rule.code.to_owned() };
        format!("{} {}:{}", found.rule.code, span.line, span.column)
    }

    const CLEAN: &str = "apiVersion: v1\nentries:\n  redis:\n    - name: redis\n      \
                         description: A cache\n      version: 0.0.3\n    - name: redis\n      \
                         description: A cache\n      version: 0.0.10\n";

    /// An index with one addon `redis` whose only version has these lines.
    fn entry(lines: &str) -> String {
        format!("apiVersion: v1\nentries:\n  redis:\n    - {}", lines.replace('\n', "\n      "))
    }

    /// Every rule of this file with a text that breaks it.
    fn cases() -> Vec<(String, &'static [&'static str])> {
        vec![
            ("apiVersion: v1\nentries:\n\tredis: []\n".into(), &["IDX201 3:2"]),
            ("<html><body>".into(), &["IDX202 1:1"]),
            ("<!DOCTYPE html>\n<a: b: c>\n".into(), &["IDX201 2:3"]),
            ("- a\n".into(), &["IDX202 1:1"]),
            ("just text".into(), &["IDX202 1:1"]),
            ("apiVersion: v1\nentries: []\n".into(), &["IDX202 2:10"]),
            ("apiVersion: v1\nentries:\n  redis:\n    version: 1.0.0\n".into(), &["IDX202 4:5"]),
            ("apiVersion: v1\nentries:\n  ~: []\n".into(), &["IDX202 3:3"]),
            (entry("name: [redis]\nversion: 1.0.0"), &["IDX202 4:13", "IDX214 4:13"]),
            (entry("name: redis\nversion: {a: 1}"), &["IDX202 5:16", "IDX209 5:16"]),
            (String::new(), &["IDX203"]),
            ("apiVersion: v1\n".into(), &["IDX203 1:1"]),
            ("apiVersion: v1\nentries:\n".into(), &["IDX203 2:1"]),
            ("apiVersion: v1\nentries: {}\n".into(), &["IDX203 2:10"]),
            ("entries:\n  redis: []\n".into(), &["IDX204 1:1", "IDX211 2:3"]),
            ("apiVersion: v2\nentries: {}\n".into(), &["IDX204 1:13", "IDX203 2:10"]),
            (entry("name: redis\nversion: 1.0.0\nurls: []"), &["IDX205 6:7"]),
            (entry("Name: redis\nVERSION: 1.0.0"), &["IDX206 4:7", "IDX206 5:7"]),
            (entry("name: redis\nversion: 1.0.0\nversion: 1.0.1"), &["IDX207 6:7"]),
            (
                "apiVersion: v1\nentries:\n  a:\n  - {name: a, version: 1.0.0}\n  a:\n  \
                 - {name: a, version: 2.0.0}\n"
                    .into(),
                &["IDX207 5:3"],
            ),
            (format!("{CLEAN}---\nentries: {{}}\n"), &["IDX208 10:1"]),
            (entry("name: redis"), &["IDX209 4:7"]),
            (entry("name: redis\nversion: latest"), &["IDX209 5:16"]),
            (entry("name: redis\nversion: 1.2.3.4"), &["IDX209 5:16"]),
            ("apiVersion: v1\nentries:\n  redis: [null]\n".into(), &["IDX210 3:11"]),
            ("apiVersion: v1\nentries:\n  redis:\n".into(), &["IDX211 3:3"]),
            (entry("name: redis\nversion: 0.10"), &["IDX212 5:16"]),
            (
                "apiVersion: v1\nentries:\n  yes:\n  - {name: yes, version: 1.0.0}\n".into(),
                &["IDX212 3:3"],
            ),
            (format!("{CLEAN}    - name: redis\n      version: 0.0.3\n"), &["IDX213 10:7"]),
            (entry("name: other\nversion: 1.0.0"), &["IDX214 4:13"]),
            (entry("version: 1.0.0"), &["IDX214 4:7"]),
            (
                "apiVersion: v1\nentries:\n  ../x:\n  - {name: ../x, version: 1.0.0}\n".into(),
                &["IDX215 3:3"],
            ),
            (entry("name: redis\nversion: 1/../2"), &["IDX209 5:16", "IDX215 5:16"]),
            (entry("name: redis\nversion: '1.0.0 '"), &["IDX209 5:16", "IDX215 5:16"]),
        ]
    }

    #[test]
    fn each_fault_is_found_at_its_place() {
        for (text, expected) in cases() {
            check(&text, expected);
        }
    }

    #[test]
    fn every_rule_of_addon_index_files_is_provoked() {
        let found: Vec<&str> =
            cases().iter().flat_map(|(_, found)| found.iter().map(|text| &text[..6])).collect();
        for rule in
            rule::index::RULES.iter().filter(|rule| ("IDX201".."IDX216").contains(&rule.code))
        {
            assert!(found.contains(&rule.code), "{} is never provoked", rule.code);
        }
    }

    #[test]
    fn a_clean_index_gives_its_catalog_newest_first_and_nothing_else() {
        check(CLEAN, &[]);
        let read = read("index.yaml", CLEAN.as_bytes());
        let versions: Vec<_> =
            read.catalog.entries[0].versions.iter().map(|found| found.version.as_str()).collect();
        assert_eq!((versions, read.refused), (vec!["0.0.10", "0.0.3"], None));
        assert_eq!(read.catalog.entries[0].versions[0].span.map(|span| span.line), Some(7));
    }

    #[test]
    fn the_last_of_two_equal_keys_counts() {
        let text =
            "entries:\n  a:\n  - {name: a, version: 1.0.0}\n  a:\n  - {name: a, version: 2.0.0}\n";
        let catalog = read("index.yaml", text.as_bytes()).catalog;
        assert_eq!((catalog.entries.len(), catalog.version_count()), (1, 1));
        assert!(catalog.entry("a").and_then(|entry| entry.version("2.0.0")).is_some());
    }

    #[test]
    fn one_bad_entry_does_not_hide_the_others() {
        let text = format!("{CLEAN}  broken: [null, {{name: broken}}]\n  other: x\n");
        let read = read("index.yaml", text.as_bytes());
        assert_eq!(read.catalog.version_count(), 2);
        assert!(read.refused.expect("other is no list").contains("\"other\""));
    }

    #[test]
    fn what_a_syntax_error_cuts_off_is_not_called_missing() {
        check(
            "apiVersion: v1\nentries:\n  redis:\n    - name: redis\n      description: \"open\n",
            &["IDX201 5:20"],
        );
    }

    #[test]
    fn the_catalog_holds_no_path_that_leads_out() {
        let text = entry("name: redis\nversion: ../../1").replace("redis:", "'a/../b':");
        assert!(read("index.yaml", text.as_bytes()).catalog.entries.is_empty());
    }

    #[test]
    fn an_absurd_name_is_told_once_and_left_out() {
        let name = "x".repeat(5_000);
        let text = format!("apiVersion: v1\nentries:\n  ? {name}\n  : [~, ~]\n");
        let read = read("index.yaml", text.as_bytes());
        let found: Vec<_> = read.diagnostics.iter().map(short).collect();
        assert_eq!((found, read.catalog.entries.len()), (vec!["IDX215 3:5".to_owned()], 0));
        assert!(read.diagnostics[0].message.len() < 1_200);
    }

    #[test]
    fn a_hostile_index_cannot_cost_a_diagnostic_for_each_of_its_lines() {
        let text = format!("apiVersion: v1\nentries:\n  a:\n{}", "  - ~\n".repeat(LIMIT + 4_001));
        let found = read("index.yaml", text.as_bytes()).diagnostics;
        assert_eq!(found.len(), LIMIT + 1);
        let last = found.last().expect("there are many");
        assert!(last.message.ends_with("(and 4000 more like it)"), "{}", last.message);
    }

    #[test]
    fn text_that_is_not_utf8_is_reported_at_its_place() {
        let found = read("index.yaml", b"apiVersion: v1\nentries: {a\xff: []}\n").diagnostics;
        assert_eq!(short(&found[0]), "IDX201 2:12");
    }

    proptest! {
        #[test]
        fn any_bytes_are_read_without_panic(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
            let _ = read("index.yaml", &bytes);
        }

        #[test]
        fn any_mutilated_index_is_read_without_panic(at in 0usize..200, with in "[\\PC\n\t]{0,9}") {
            let mut text = CLEAN.to_owned();
            let at = at.min(text.len());
            text.insert_str(at, &with);
            let _ = read("index.yaml", text.as_bytes());
            let _ = read("index.yaml", text.get(..at).unwrap_or_default().as_bytes());
        }
    }
}
