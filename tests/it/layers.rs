//! The house plan, held by a test: imports point downwards, there is no import circle, a child never
//! imports its parent, and only the named files spawn, print, or touch certain crates.
//!
//! The reader of sources is textual on purpose: it needs no dependency and sees grouped imports, inline
//! paths and `mod` declarations. Comments, strings and test modules do not count.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

/// The floors, from the ground up. A room may import rooms of lower floors, and its own children.
const FLOORS: &[&[&str]] = &[
    &["model"],
    &["error", "monitor", "yaml"],
    &["archive", "disk", "sample", "manifest"],
    &["secrets"],
    &["config", "registry", "source"],
    &["helm"],
    &["kyma"],
    &["validate"],
    &["ops", "report"],
    &["cli", "app"],
    &["main"],
];

/// What only certain files may say, and why.
const RESERVED: &[(&str, &[&str], &str)] = &[
    ("tokio::spawn", &["app/runtime"], "only the runtime spawns"),
    ("thread::spawn", &["app/runtime", "app/terminal"], "only the runtime spawns"),
    ("serde_yaml::", &["yaml"], "yaml.rs is the only door to serde_yaml"),
    ("saphyr_parser::", &["yaml"], "yaml is the only door to YAML"),
    ("gix::", &["source/git"], "source/git is the only door to gix"),
    ("reqwest::", &["source"], "only sources touch the network"),
    ("ratatui::", &["app"], "the core knows no terminal"),
    ("crossterm::", &["app"], "the core knows no terminal"),
    ("io::stdout", &["cli", "app", "main"], "the core prints nothing"),
    ("io::stderr", &["cli", "app", "main"], "the core prints nothing"),
    ("println!", &["cli", "main"], "the core prints nothing"),
];

type Graph = BTreeMap<String, BTreeSet<String>>;

fn sources() -> BTreeMap<String, String> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut files = BTreeMap::new();
    let mut folders = vec![root.clone()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).expect("src can be listed") {
            let path = entry.expect("src can be listed").path();
            if path.ends_with("tests.rs") || path.ends_with("tests") {
                // A test module in a file of its own, and its parts.
            } else if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                files.insert(
                    module_name(&root, &path),
                    bare(&fs::read_to_string(&path).expect("a source is text")),
                );
            }
        }
    }
    files.remove("lib");
    files
}

fn module_name(root: &Path, path: &Path) -> String {
    let relative: PathBuf = path.strip_prefix(root).expect("below src").with_extension("");
    relative.to_string_lossy().replace('\\', "/")
}

/// The text without comments, strings and what follows the first test module.
fn bare(text: &str) -> String {
    let text = text.split("#[cfg(test)]\nmod ").next().unwrap_or(text);
    let mut out = String::new();
    for line in text.lines() {
        let code = line.split("//").next().unwrap_or("");
        // Who may see a name is no import.
        let code = match code.split_once("pub(in ").map(|(head, rest)| (head, rest.split_once(')')))
        {
            Some((head, Some((_, rest)))) => format!("{head}pub{rest}"),
            _ => code.to_owned(),
        };
        let mut inside = false;
        let mut last = ' ';
        for character in code.chars() {
            if character == '"' && last != '\\' && last != '\'' {
                inside = !inside;
            } else if !inside {
                out.push(character);
            }
            last = character;
        }
        out.push('\n');
    }
    out
}

/// Every path that a text names below `crate::`, with groups expanded, `super` and `self` resolved.
fn paths(module: &str, text: &str) -> Vec<String> {
    let own = module.replace('/', "::");
    let parent = own.rsplit_once("::").map_or("", |(parent, _)| parent);
    let mut found = Vec::new();
    for (prefix, base) in
        [("crate::", ""), ("super::", parent), ("self::", own.as_str()), ("chartroom::", "")]
    {
        let mut rest = text;
        while let Some(start) = rest.find(prefix) {
            let before = rest[..start].chars().next_back();
            rest = &rest[start + prefix.len()..];
            if before.is_none_or(|character| {
                !character.is_alphanumeric() && character != '_' && character != ':'
            }) {
                let base = if base.is_empty() { String::new() } else { format!("{base}::") };
                expand(&base, rest, &mut found);
            }
        }
    }
    found
}

fn expand(base: &str, rest: &str, found: &mut Vec<String>) {
    let word: String = rest
        .chars()
        .take_while(|character| character.is_alphanumeric() || matches!(character, '_' | ':'))
        .collect();
    let after = &rest[word.len()..];
    if !after.starts_with('{') {
        found.push(format!("{base}{word}"));
        return;
    }
    let base = format!("{base}{word}");
    let (mut depth, mut item) = (0, String::new());
    for character in after.chars() {
        match character {
            '{' => depth += 1,
            '}' => depth -= 1,
            _ => {}
        }
        let ends = (character == ',' && depth == 1) || depth == 0;
        if ends {
            let text = item.trim_start_matches('{').trim().to_owned();
            if !text.is_empty() {
                expand(&base, &text, found);
            }
            item.clear();
        } else if !(character == '{' && depth == 1) {
            item.push(character);
        }
        if depth == 0 {
            break;
        }
    }
}

/// The file that a path leads into: the longest module that is a prefix of it.
fn target(files: &BTreeMap<String, String>, path: &str) -> Option<String> {
    let parts: Vec<&str> = path.split("::").filter(|part| !part.is_empty()).collect();
    (1..=parts.len())
        .rev()
        .map(|length| parts[..length].join("/"))
        .find(|name| files.contains_key(name))
}

fn graph(files: &BTreeMap<String, String>) -> Graph {
    let mut graph = Graph::new();
    for (module, text) in files {
        let edges = graph.entry(module.clone()).or_default();
        edges.extend(paths(module, text).iter().filter_map(|path| target(files, path)));
        for line in text.lines().map(str::trim) {
            let child = line
                .trim_start_matches("pub ")
                .trim_start_matches("pub(crate) ")
                .strip_prefix("mod ");
            if let Some(name) = child.and_then(|name| name.strip_suffix(';')) {
                let name = format!("{module}/{name}");
                if files.contains_key(&name) {
                    edges.insert(name);
                }
            }
        }
        edges.remove(module);
    }
    graph
}

fn circle(graph: &Graph) -> Option<Vec<String>> {
    fn walk(
        graph: &Graph,
        module: &str,
        trail: &mut Vec<String>,
        done: &mut BTreeSet<String>,
    ) -> Option<Vec<String>> {
        if let Some(start) = trail.iter().position(|seen| seen == module) {
            let mut path = trail[start..].to_vec();
            path.push(module.to_owned());
            return Some(path);
        }
        if done.contains(module) {
            return None;
        }
        trail.push(module.to_owned());
        let found =
            graph.get(module).into_iter().flatten().find_map(|next| walk(graph, next, trail, done));
        trail.pop();
        done.insert(module.to_owned());
        found
    }
    let mut done = BTreeSet::new();
    graph.keys().find_map(|module| walk(graph, module, &mut Vec::new(), &mut done))
}

fn floor(module: &str) -> Option<usize> {
    let room = module.split('/').next().unwrap_or(module);
    FLOORS.iter().position(|rooms| rooms.contains(&room))
}

#[test]
fn there_is_no_import_circle() {
    let found = circle(&graph(&sources()));
    assert!(found.is_none(), "import circle: {}", found.unwrap_or_default().join(" -> "));
}

#[test]
fn imports_point_downwards() {
    let mut wrong = Vec::new();
    for (module, imports) in graph(&sources()) {
        let Some(own) = floor(&module) else {
            wrong.push(format!("{module} stands on no floor: add it to FLOORS"));
            continue;
        };
        for import in imports {
            let same_room = import.split('/').next() == module.split('/').next();
            if !same_room && floor(&import).is_none_or(|other| other >= own) {
                wrong.push(format!("{module} imports {import}, which is not below it"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn a_child_never_imports_its_parent() {
    let mut wrong = Vec::new();
    for (module, imports) in graph(&sources()) {
        wrong.extend(
            imports
                .iter()
                .filter(|import| module.starts_with(&format!("{import}/")))
                .map(|import| format!("{module} imports its parent {import}")),
        );
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn only_the_named_files_do_what_is_reserved_to_them() {
    let mut wrong = Vec::new();
    for (module, text) in sources() {
        for (word, allowed, why) in RESERVED {
            let permitted = allowed
                .iter()
                .any(|prefix| module == *prefix || module.starts_with(&format!("{prefix}/")));
            if !permitted && text.contains(word) {
                wrong.push(format!("{module} says {word}: {why}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_file_says_what_lives_in_it_and_what_it_may_import() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut wrong = Vec::new();
    for module in sources().keys() {
        let text = fs::read_to_string(root.join(format!("{module}.rs"))).expect("a source is text");
        let head: String = text.lines().take_while(|line| line.starts_with("//!")).collect();
        if head.is_empty() || !head.contains("May import:") {
            wrong.push(module.clone());
        }
    }
    assert!(wrong.is_empty(), "no `//! … May import: …` at the head of: {}", wrong.join(", "));
}

#[test]
fn the_reader_of_sources_sees_what_it_must_see() {
    let text = "use crate::model::{self, catalog::{Catalog, Entry}, rule};\nlet x = super::list::List::new();\n// crate::app\n\"crate::cli\"\npub(in crate::view) fn y() {}";
    let mut found = paths("app/state", &bare(text));
    found.sort();
    assert_eq!(
        found,
        [
            "app::list::List::new",
            "model::catalog::Catalog",
            "model::catalog::Entry",
            "model::rule",
            "model::self"
        ]
    );
    let planted = Graph::from([
        ("a".to_owned(), BTreeSet::from(["b".to_owned()])),
        ("b".to_owned(), BTreeSet::from(["c".to_owned()])),
        ("c".to_owned(), BTreeSet::from(["a".to_owned()])),
    ]);
    assert_eq!(circle(&planted).expect("a circle").join(" "), "a b c a");
}
