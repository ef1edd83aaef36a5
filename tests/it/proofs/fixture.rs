//! The text form of a proof: parts, each a folder of files.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use chartroom::model::digest::sha256;
use flate2::Compression;
use flate2::write::GzEncoder;

/// What a part must show.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Expectation {
    /// The rule is broken.
    Fails,
    /// The rule is kept.
    Passes,
}

/// A folder that is validated.
#[derive(Debug)]
pub(super) struct Part {
    pub(super) expectation: Expectation,
    /// What in the folder is the target; empty for the folder itself.
    pub(super) target: String,
    /// Path to content, in order of appearance; `ARCHIVE!PATH` for members of an archive.
    files: Vec<(String, Vec<u8>)>,
}

/// The parts of a proof.
pub(super) fn parts(text: &str) -> Vec<Part> {
    let mut parts: Vec<Part> = Vec::new();
    let mut is_hex = false;
    for line in text.split_inclusive('\n') {
        let bare = line.trim_end();
        if let Some(head) = bare.strip_prefix("== ") {
            let (word, target) = head.split_once(' ').unwrap_or((head, ""));
            let expectation = match word {
                "fails" => Expectation::Fails,
                "passes" => Expectation::Passes,
                other => unreachable!("a part fails or passes, not {other}"),
            };
            parts.push(Part { expectation, target: target.to_owned(), files: Vec::new() });
        } else if let (Some(head), Some(part)) = (bare.strip_prefix("-- "), parts.last_mut()) {
            is_hex = head.ends_with(" (hex)");
            let path = head.trim_end_matches(" (hex)").to_owned();
            part.files.push((path, Vec::new()));
        } else if let Some((_, content)) = parts.last_mut().and_then(|part| part.files.last_mut()) {
            if is_hex {
                content.extend(bytes_of(bare));
            } else {
                content.extend(line.as_bytes());
            }
        }
    }
    parts
}

fn bytes_of(hex: &str) -> Vec<u8> {
    let digits: Vec<char> = hex.chars().filter(char::is_ascii_hexdigit).collect();
    digits
        .chunks(2)
        .map(|pair| u8::from_str_radix(&String::from_iter(pair), 16).expect("two hex digits"))
        .collect()
}

impl Part {
    /// Writes the files; archives first, because texts may name their digests.
    pub(super) fn write(&self, folder: &Path) {
        fs::create_dir_all(folder).expect("a folder");
        let mut archives: BTreeMap<&str, Vec<(&str, &[u8])>> = BTreeMap::new();
        for (path, content) in &self.files {
            if let Some((archive, member)) = path.split_once('!') {
                archives.entry(archive).or_default().push((member, content));
            }
        }
        let mut digests = BTreeMap::new();
        for (name, members) in archives {
            let bytes = archive(&members);
            digests.insert(name.to_owned(), sha256(&bytes));
            put(folder, name, &bytes);
        }
        for (path, content) in self.files.iter().filter(|(path, _)| !path.contains('!')) {
            put(folder, path, &with_digests(content, &digests));
        }
    }
}

fn put(folder: &Path, name: &str, bytes: &[u8]) {
    let path = folder.join(name);
    if name.ends_with('/') {
        fs::create_dir_all(path).expect("a folder");
        return;
    }
    fs::create_dir_all(path.parent().expect("a parent")).expect("a folder");
    fs::write(path, bytes).expect("a file");
}

fn with_digests(content: &[u8], digests: &BTreeMap<String, String>) -> Vec<u8> {
    let Ok(text) = std::str::from_utf8(content) else { return content.to_vec() };
    let replaced = digests.iter().fold(text.to_owned(), |text, (name, digest)| {
        text.replace(&format!("@SHA256({name})@"), digest)
    });
    replaced.into_bytes()
}

/// A gzipped tar of these files.
pub(super) fn archive(members: &[(&str, &[u8])]) -> Vec<u8> {
    let mut tar = tar::Builder::new(GzEncoder::new(Vec::new(), Compression::fast()));
    for (path, content) in members {
        let mut header = tar::Header::new_gnu();
        header.set_size(content.len() as u64);
        header.set_mode(0o644);
        tar.append_data(&mut header, path, *content).expect("memory takes all");
    }
    tar.into_inner().and_then(GzEncoder::finish).expect("memory takes all")
}
