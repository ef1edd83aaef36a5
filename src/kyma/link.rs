//! Links and pictures of Markdown documents that lead to files of the same package.
//!
//! May import: `model`.

use crate::model::location::decoded;
use crate::model::rule::addon::ADD085;
use crate::model::{Findings, Package, Span};

/// Judges the links of a document: those that lead to a file must lead to one that is there.
pub(super) fn judge(package: &Package, path: &str, text: &str, out: &mut Findings) {
    let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
    for (target, span) in targets(text) {
        let Some(file) = file_of(target) else { continue };
        let is_there = resolved(folder, &file).is_some_and(|wanted| exists(package, &wanted));
        if !is_there {
            out.add(&ADD085, span, format!("the link leads to \"{target}\", which is not there"));
        }
    }
}

/// The targets of links and pictures, outside code.
fn targets(text: &str) -> Vec<(&str, Span)> {
    let mut found = Vec::new();
    let mut fence = None;
    for (line, number) in text.lines().zip(1_u32..) {
        let start = line.trim_start();
        let mark = ["```", "~~~"].into_iter().find(|mark| start.starts_with(mark));
        match (fence, mark) {
            (None, Some(mark)) => fence = Some(mark),
            (Some(open), Some(mark)) if open == mark => fence = None,
            (None, None) => found.extend(of_line(line, number)),
            _ => {}
        }
    }
    found
}

fn of_line(line: &str, number: u32) -> Vec<(&str, Span)> {
    let mut found = Vec::new();
    let (mut rest, mut column, mut is_code) = (line, 1, false);
    while let Some((before, after)) = rest.split_once("](") {
        is_code ^= before.matches('`').count() % 2 == 1;
        column += count(before) + 2;
        let end = after.find([')', ' ', '"', '[']).unwrap_or(after.len());
        let target = after.get(..end).unwrap_or_default();
        if !is_code && !target.is_empty() {
            found.push((target, Span { line: number, column, length: count(target) }));
        }
        rest = after;
    }
    found
}

fn count(text: &str) -> u32 {
    u32::try_from(text.chars().count()).unwrap_or(u32::MAX)
}

/// The path that a link means; `None` for those that lead elsewhere.
fn file_of(target: &str) -> Option<String> {
    let is_elsewhere = target.starts_with(['#', '/', '<', '{', '?']) || target.contains(':');
    let path = target.split(['#', '?']).next().filter(|path| !is_elsewhere && !path.is_empty())?;
    Some(decoded(path))
}

/// The path from the root of the package; `None` above it.
fn resolved(folder: &str, path: &str) -> Option<String> {
    let mut parts: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop()?;
            }
            part => parts.push(part),
        }
    }
    Some(parts.join("/"))
}

/// Whether there is a file or a folder of that path. Files are sorted by their paths.
fn exists(package: &Package, path: &str) -> bool {
    let below = format!("{path}/");
    let first = package.files.partition_point(|file| file.path.as_str() < below.as_str());
    let is_folder = package.files.get(first).is_some_and(|file| file.path.starts_with(&below));
    path.is_empty() || package.file(path).is_some() || is_folder
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::archive::from_tree;

    #[test]
    fn links_to_files_must_lead_to_files() {
        let files = ["docs/a.md", "docs/assets/b c.png", "README.md"];
        let files = files.map(|path| (path.to_owned(), Vec::new())).to_vec();
        let package = from_tree("cache-0.1.0", files);
        for (text, expected) in [
            ("[a](a.md) ![b](./assets/b%20c.png \"title\")", None),
            (
                "[a](../README.md#top) [b](assets) [c](#here) [d](/elsewhere) [e](https://h.example)",
                None,
            ),
            ("[a](b.md)", Some((1, 5, 4))),
            ("ü\n ![a](assets/c.png)", Some((2, 7, 12))),
            ("[a](../../b.md)", Some((1, 5, 10))),
            ("```\n[a](b.md)\n```\n`[a](b.md)`", None),
            ("[a](mailto:me@h.example) [b]({{ .x }}) [c]()", None),
        ] {
            let mut out = Findings::of("docs/x.md");
            judge(&package, "docs/x.md", text, &mut out);
            let found = out.list.first().and_then(|found| found.place.span);
            let expected = expected.map(|(line, column, length)| Span { line, column, length });
            assert_eq!(found, expected, "{text}");
        }
    }
}
