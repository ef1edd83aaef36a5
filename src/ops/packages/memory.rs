//! What was found in a package, kept under its digest: the same bytes under the same rules need not be judged
//! twice.
//!
//! Findings that stand at the package's entry in the index are kept without their line, which may move.
//!
//! May import: `ops::packages::edition`, `ops::inspect`, `source`, `validate`, `model`.

use std::io::{Read, Write};
use std::path::Path;

use flate2::Compression;
use flate2::read::GzDecoder;
use flate2::write::GzEncoder;
use serde::{Deserialize, Serialize};

use super::edition::edition;
use crate::model::digest::name_of;
use crate::model::{
    Diagnostic, EntryVersion, Excerpt, Location, Place, Related, Severity, Suppression, rule,
};
use crate::ops::inspect::Wanted;
use crate::source::cache::judged;
use crate::validate::repository::Member;

/// The most that is read of one package, in bytes: more was never written.
const LIMIT: u64 = 64 << 20;

/// What came of a package.
#[derive(Clone, Debug, Default)]
pub(super) struct Judged {
    /// What is wrong with it.
    pub(super) diagnostics: Vec<Diagnostic>,
    /// What is compared with other packages.
    pub(super) member: Option<Member>,
}

#[derive(Deserialize, Serialize)]
struct Note {
    findings: Vec<Finding>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    member: Option<Member>,
}

#[derive(Deserialize, Serialize)]
struct Finding {
    rule: String,
    severity: Severity,
    message: String,
    fix: Option<String>,
    replacement: Option<String>,
    entry: Option<String>,
    version: Option<String>,
    place: Anchor,
    related: Vec<(Anchor, String)>,
    excerpt: Option<Excerpt>,
    suppressed: Option<Suppression>,
}

/// Where a finding stands.
#[derive(Deserialize, Serialize)]
enum Anchor {
    /// At the entry in the index, wherever that is now.
    Entry,
    There(Place),
}

/// The name under which the findings about a package are kept: of its bytes, of all that is compared with them,
/// and of the edition that judged.
pub(super) fn key(wanted: &Wanted, name: &str, digest: &str) -> String {
    // Where it stands in the index and when it was put there change while it stays the same.
    let version = EntryVersion { span: None, created: String::new(), ..wanted.version.clone() };
    let is_in_bucket = matches!(wanted.repository.location, Location::S3(_));
    let index = wanted.repository.location.index_file();
    let what = (edition(), digest, name, wanted.kind, is_in_bucket, index, &wanted.entry, version);
    name_of(&format!("{what:?}"))
}

/// What was found in a package, if that is known. Blocking.
pub(super) fn read(cache: &Path, key: &str, wanted: &Wanted) -> Option<Judged> {
    let mut text = Vec::new();
    let bytes = judged::read(cache, key)?;
    GzDecoder::new(bytes.as_slice()).take(LIMIT).read_to_end(&mut text).ok()?;
    let note: Note = serde_json::from_slice(&text).ok()?;
    let entry = at_entry(wanted);
    let diagnostics = note.findings.into_iter().map(|finding| finding.told(&entry));
    Some(Judged { diagnostics: diagnostics.collect::<Option<_>>()?, member: note.member })
}

/// Keeps what was found. Blocking.
pub(super) fn write(cache: &Path, key: &str, wanted: &Wanted, judged: &Judged) {
    let entry = at_entry(wanted);
    let findings = judged.diagnostics.iter().map(|found| Finding::of(found, &entry)).collect();
    let note = Note { findings, member: judged.member.clone() };
    let Ok(text) = serde_json::to_vec(&note) else { return };
    if text.len() as u64 >= LIMIT {
        return;
    }
    let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
    if encoder.write_all(&text).is_ok()
        && let Ok(bytes) = encoder.finish()
    {
        judged::write(cache, key, &bytes);
    }
}

fn at_entry(wanted: &Wanted) -> Place {
    let file = wanted.repository.location.index_file().to_owned();
    Place { file, span: wanted.version.span }
}

impl Anchor {
    fn of(place: &Place, entry: &Place) -> Self {
        if place == entry { Self::Entry } else { Self::There(place.clone()) }
    }

    fn place(self, entry: &Place) -> Place {
        match self {
            Self::Entry => entry.clone(),
            Self::There(place) => place,
        }
    }
}

impl Finding {
    fn of(found: &Diagnostic, entry: &Place) -> Self {
        let found = found.clone();
        let related = found.related.into_iter();
        let related = related.map(|also| (Anchor::of(&also.place, entry), also.message));
        Self {
            rule: found.rule.code.to_owned(),
            severity: found.severity,
            message: found.message,
            fix: found.fix,
            replacement: found.replacement,
            entry: found.entry,
            version: found.version,
            place: Anchor::of(&found.place, entry),
            related: related.collect(),
            excerpt: found.excerpt,
            suppressed: found.suppressed,
        }
    }

    /// The finding; `None` when its rule is gone.
    fn told(self, entry: &Place) -> Option<Diagnostic> {
        let related = self.related.into_iter();
        let related =
            related.map(|(anchor, message)| Related { place: anchor.place(entry), message });
        Some(Diagnostic {
            rule: rule::find(&self.rule)?,
            severity: self.severity,
            message: self.message,
            fix: self.fix,
            replacement: self.replacement,
            entry: self.entry,
            version: self.version,
            place: self.place.place(entry),
            related: related.collect(),
            excerpt: self.excerpt,
            suppressed: self.suppressed,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::rule::archive::PKG040;
    use crate::model::rule::chart::CHT021;
    use crate::model::{Repository, RepositoryKind, Span};

    fn wanted(line: u32) -> Wanted {
        let location = Location::parse("https://charts.example.org").unwrap().location;
        let span = Some(Span { line, column: 3, length: 0 });
        Wanted {
            repository: Repository::named("x", location),
            kind: RepositoryKind::Helm,
            entry: "redis".to_owned(),
            version: EntryVersion { version: "1.0.0".to_owned(), span, ..EntryVersion::default() },
        }
    }

    fn judged(line: u32) -> Judged {
        let file = "redis-1.0.0.tgz!redis/Chart.yaml";
        let there = Place::at(file, Span { line: 4, column: 1, length: 4 });
        let entry = at_entry(&wanted(line));
        let excerpt = Excerpt::of(&["a", "b"], 2, 1);
        let mut content =
            Diagnostic::new(&CHT021, there, "no icon").fix("draw one").of("redis", "1.0.0");
        (content.excerpt, content.severity) = (excerpt, Severity::Error);
        content.suppressed = Some(Suppression::Inline("known".to_owned()));
        let of_entry = Diagnostic::new(&PKG040, entry.clone(), "differs").related(entry, "here");
        Judged { diagnostics: vec![content, of_entry], member: None }
    }

    #[test]
    fn findings_come_back_whole_and_follow_their_entry() {
        let folder = tempfile::tempdir().unwrap();
        let key = key(&wanted(4), "redis-1.0.0.tgz", "0");
        assert!(read(folder.path(), &key, &wanted(4)).is_none());
        write(folder.path(), &key, &wanted(4), &judged(4));
        for line in [4, 40] {
            let found = read(folder.path(), &key, &wanted(line)).unwrap();
            assert_eq!(found.diagnostics, judged(line).diagnostics);
        }
    }

    #[test]
    fn what_cannot_be_read_counts_as_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let key = key(&wanted(4), "redis-1.0.0.tgz", "0");
        for bytes in [&b"nonsense"[..], b"", b"\x1f\x8b\x08\0\0\0\0\0"] {
            judged::write(folder.path(), &key, bytes);
            assert!(read(folder.path(), &key, &wanted(4)).is_none());
        }
    }

    #[test]
    fn other_bytes_and_other_entries_have_other_keys_and_moved_ones_have_not() {
        let name = "redis-1.0.0.tgz";
        let first = key(&wanted(4), name, "0");
        assert_eq!(first, key(&wanted(5), name, "0"));
        let mut other = wanted(4);
        other.version.description = "Another".to_owned();
        for another in
            [key(&other, name, "0"), key(&wanted(4), name, "1"), key(&wanted(4), "x", "0")]
        {
            assert_ne!(first, another);
        }
    }
}
