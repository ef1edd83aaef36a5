//! Pasted manifests, and pasted paths of such files as a terminal's drag and drop gives them.
//!
//! May import: `app::update::pasted::words`.

use std::path::PathBuf;

use url::Url;

use super::words::words;

/// The kinds that can be imported, and the list that may hold them.
const KINDS: [&str; 5] =
    ["AddonsConfiguration", "ClusterAddonsConfiguration", "Secret", "List", "SecretList"];

/// Whether a text looks like manifests that can be imported. What is in it is for the reader of manifests.
#[must_use]
pub fn is_manifest(text: &str) -> bool {
    let has_version = text.contains("apiVersion") || text.contains("metadata");
    has_version && text.lines().chain(text.split([',', '{'])).any(is_kind)
}

/// `kind: Secret`, `"kind": "Secret"`.
fn is_kind(line: &str) -> bool {
    let line = line.trim().trim_start_matches("- ");
    let Some((key, value)) = line.split_once(':') else { return false };
    let bare = |text: &str| {
        let mark = |c: char| c.is_whitespace() || matches!(c, '"' | '\'' | ',' | '}');
        text.trim_matches(mark).to_owned()
    };
    let value = bare(value.split(" #").next().unwrap_or_default());
    bare(key) == "kind" && KINDS.contains(&value.as_str())
}

/// The paths that a text consists of, if all of its words are paths of YAML or JSON files: quoted, escaped,
/// `file://`, one or more.
#[must_use]
pub fn paths(text: &str) -> Option<Vec<PathBuf>> {
    const MOST: usize = 100;
    let paths: Option<Vec<PathBuf>> = words(text.trim()).iter().map(|word| path(word)).collect();
    paths.filter(|paths| !paths.is_empty() && paths.len() <= MOST)
}

fn path(word: &str) -> Option<PathBuf> {
    let path = match word.strip_prefix("file:") {
        Some(_) => Url::parse(word).ok()?.to_file_path().ok()?,
        None => PathBuf::from(word),
    };
    let is_whole = path.is_absolute() || path.starts_with("~");
    let name = path.file_name()?.to_str()?.to_ascii_lowercase();
    let is_manifest = [".yaml", ".yml", ".json"].iter().any(|end| name.ends_with(end));
    (is_whole && is_manifest).then_some(path)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn manifests_are_told_from_other_texts() {
        for (text, expected) in [
            ("apiVersion: v1\nkind: Secret\nmetadata: {name: a}\n", true),
            ("kind: ClusterAddonsConfiguration # mine\nmetadata:\n  name: a", true),
            ("{\"apiVersion\":\"v1\",\"kind\":\"List\",\"items\":[]}", true),
            ("apiVersion: v1\nkind: Pod\nmetadata: {name: a}", false),
            ("https://a.example/kind: Secret", false),
            ("entries: {}", false),
        ] {
            assert_eq!(is_manifest(text), expected, "{text:?}");
        }
    }

    #[test]
    fn paths_are_taken_as_terminals_drop_them() {
        let one = |path: &str| Some(vec![PathBuf::from(path)]);
        for (text, expected) in [
            ("/a/b.yaml", one("/a/b.yaml")),
            ("'/a/my file.yml' ", one("/a/my file.yml")),
            ("/a/my\\ file.yaml\n", one("/a/my file.yaml")),
            ("file:///a/my%20file.json", one("/a/my file.json")),
            ("~/x.yaml", one("~/x.yaml")),
            ("/a.yaml\n\"/b.yaml\"", Some(vec!["/a.yaml".into(), "/b.yaml".into()])),
            ("/a.yaml and more", None),
            ("a.yaml", None),
            ("/a/b.tgz", None),
            ("", None),
        ] {
            assert_eq!(paths(text), expected, "{text:?}");
        }
    }
}
