//! `index.yaml` to a catalog, with Helm's own judgement: what makes it refuse the file, what makes it drop a
//! version, and what it passes over in silence. All faults are told at once, and whatever can be read is kept.
//!
//! May import: `helm/*`, `yaml`, `model`. A faster scanner of huge files has its place beside this file, as
//! `helm/scan.rs`; this reader stays its judge.

mod address;
mod chart_list;
mod decode;

use std::collections::{HashMap, HashSet};

use jiff::Timestamp;

use super::field::{Dialect, Fault, FaultKind, Fields, Home, Reader, is_named};
use super::version::Version;
use super::{duplicate, metadata};
use crate::model::catalog::IndexRead;
use crate::model::rule::index as rules;
use crate::model::text::short_name;
use crate::model::{Catalog, Dropped, Entry, EntryVersion, Findings, RepositoryKind, Rule, Span};
use crate::yaml::Node;
use address::DigestForm;
use chart_list::{ChartList, Placed, Places};

const TOP: &[&str] =
    &["apiVersion", "generated", "entries", "publicKeys", "annotations", "serverInfo"];

/// The fields that an index adds to a chart's metadata, leftovers of Helm 2 included.
const OWN: &[&str] =
    &["urls", "created", "removed", "digest", "checksum", "engine", "tillerVersion", "url"];

/// Rules that speak of something that is not there.
const LACKING: &[&str] =
    &["IDX007", "IDX021", "IDX023", "IDX031", "IDX037", "IDX044", "IDX045", "IDX046"];

/// Reads an index file. `name` is how a user names it.
///
/// ```
/// let text = b"apiVersion: v1\nentries:\n  redis:\n  - {name: redis, version: 1.0.0, urls: [a.tgz]}\n";
/// let read = chartroom::helm::index::read("index.yaml", text);
/// assert_eq!(read.refused, None);
/// assert_eq!(read.catalog.entries[0].versions[0].version, "1.0.0");
/// ```
#[must_use]
pub fn read(name: &str, bytes: &[u8]) -> IndexRead {
    let mut index = Index {
        findings: Findings::of(name),
        known: metadata::FIELDS.iter().chain(OWN).copied().collect(),
        now: Timestamp::now(),
        entries: Vec::new(),
        dropped: Vec::new(),
        generated: None,
    };
    if let Some((root, dialect)) = decode::decode(bytes, &mut index.findings) {
        let is_cut = index.findings.refused.is_some();
        index.top(&root, dialect);
        if is_cut {
            // What seems to be lacking may well stand behind the fault that stopped the reader.
            index.findings.list.retain(|found| !LACKING.contains(&found.rule.code));
        }
    }
    index.whole_file();
    index.entries.sort_by(|left, right| left.name.cmp(&right.name));
    IndexRead {
        catalog: Catalog {
            kind: RepositoryKind::Helm,
            generated: index.generated,
            entries: index.entries,
        },
        dropped: index.dropped,
        refused: index.findings.refused.clone(),
        diagnostics: index.findings.finish(),
    }
}

/// One index file being read.
struct Index {
    findings: Findings,
    known: Vec<&'static str>,
    now: Timestamp,
    entries: Vec<Entry>,
    dropped: Vec<Dropped>,
    generated: Option<String>,
}

impl Index {
    fn top(&mut self, root: &Node, dialect: Dialect) {
        let Some(pairs) = root.pairs() else {
            let message = format!("the file holds {}, where an index is a mapping", root.kind());
            self.findings.refuse(&rules::IDX004, root.span, message);
            return;
        };
        if is_old_format(pairs) {
            let message = "the file is an index of before Helm 2.0, one key for each version";
            self.findings.refuse(&rules::IDX018, root.span, message);
            return;
        }
        let is_known = |(key, _): &(Node, Node)| TOP.iter().any(|known| is_named(key, known));
        if !pairs.is_empty() && self.findings.refused.is_none() && !pairs.iter().any(is_known) {
            let message = "none of an index's fields (apiVersion, entries) is in the file";
            self.findings.refuse(&rules::IDX004, root.span, message);
            return;
        }
        self.duplicates(root, dialect);
        let mut reader = Reader::new(dialect);
        let Some(fields) = reader.fields(root, "the index", TOP) else { return };
        self.misplaced(pairs, &mut reader, dialect);
        let generated = reader.time(&fields, "generated");
        self.generated = (!generated.is_empty()).then_some(generated);
        reader.strings(&fields, "publicKeys", Home::Index);
        reader.map(&fields, "annotations", Home::Index);
        reader.mapping(&fields, "serverInfo");
        self.charts(&fields, &mut reader, dialect);
        let has_version = !reader.string(&fields, "apiVersion", Home::Index).is_empty();
        self.take(&reader.faults, dialect, ("", ""));
        if !has_version {
            let message = "the index has no apiVersion";
            self.findings.refuse(&rules::IDX007, root.span, message);
        }
    }

    /// Unknown fields at the top that are charts: the list of versions was indented too little.
    fn misplaced(&mut self, pairs: &[(Node, Node)], reader: &mut Reader, dialect: Dialect) {
        let mut told = HashSet::new();
        for (key, value) in pairs {
            let name = key.as_str().unwrap_or_default();
            if TOP.iter().any(|known| is_named(key, known)) || !is_version_list(value) {
                continue;
            }
            told.insert(key.span);
            let message = format!("the chart \"{name}\" stands beside entries instead of under it");
            let found = self.findings.refuse(&rules::IDX012, key.span, message);
            found.entry = Some(name.to_owned());
            if let Some(entry) = self.chart(key, value, dialect) {
                self.entries.push(entry);
            }
        }
        reader.faults.retain(|fault| !told.contains(&fault.span));
    }

    fn charts(&mut self, fields: &Fields<'_>, reader: &mut Reader, dialect: Dialect) {
        let Some(node) = fields.get("entries") else { return };
        let Some(pairs) = node.pairs() else {
            let message =
                format!("\"entries\" is {}, where a mapping of charts is due", node.kind());
            reader.fault(FaultKind::WrongType, node.span, message);
            return;
        };
        let mut places: HashMap<&str, usize> = HashMap::new();
        for (key, value) in pairs {
            let Some(entry) = self.chart(key, value, dialect) else { continue };
            // A chart that stands twice: the last one counts, where it counts at all.
            let name = key.as_str().unwrap_or_default();
            if let Some(earlier) = places.get(name).and_then(|place| self.entries.get_mut(*place)) {
                *earlier = entry;
            } else {
                places.insert(name, self.entries.len());
                self.entries.push(entry);
            }
        }
        self.case_twins(pairs);
    }

    fn case_twins(&mut self, pairs: &[(Node, Node)]) {
        let mut folded: HashMap<String, (&str, Span)> = HashMap::new();
        for (key, _) in pairs {
            let name = key.as_str().unwrap_or_default();
            match folded.get(&name.to_lowercase()) {
                Some((other, first)) if *other != name => {
                    let message = format!("\"{name}\" and \"{other}\" differ only in case");
                    let place = self.findings.place(*first);
                    let found = self.findings.add(&rules::IDX040, key.span, message);
                    found.entry = Some(name.to_owned());
                    found.related.push(crate::model::Related {
                        place,
                        message: format!("\"{other}\" is here"),
                    });
                }
                Some(_) => {}
                None => {
                    folded.insert(name.to_lowercase(), (name, key.span));
                }
            }
        }
    }

    fn chart(&mut self, key: &Node, value: &Node, dialect: Dialect) -> Option<Entry> {
        let full = key.as_str().unwrap_or_default();
        let name = &*short_name(full);
        let items = match value.items() {
            Some(items) => items,
            None if value.is_null() => &[],
            None => {
                let kind = value.kind();
                let message = format!("\"{name}\" is {kind}, where a list of versions is due");
                self.findings.refuse(&rules::IDX013, value.span, message).entry = Some(name.into());
                return None;
            }
        };
        if items.is_empty() {
            let message = format!("\"{name}\" has no versions");
            self.findings.add(&rules::IDX046, key.span, message).entry = Some(name.to_owned());
        }
        let mut list = ChartList { key: name, versions: Vec::with_capacity(items.len()) };
        for item in items {
            list.versions.extend(self.version(name, item, dialect));
        }
        let entry = list.judge(self.now, &mut self.findings)?;
        Some(Entry { name: full.to_owned(), ..entry })
    }

    /// One version, unless Helm drops it.
    fn version(&mut self, key: &str, item: &Node, dialect: Dialect) -> Option<Placed> {
        if item.is_null() {
            let message = format!("an element of the versions of \"{key}\" is empty");
            self.drop_version(&rules::IDX020, (key, ""), &message);
            self.findings.add(&rules::IDX020, item.span, message).entry = Some(key.to_owned());
            return None;
        }
        let mut reader = Reader::new(dialect);
        let fields = reader.fields(item, "a version", &self.known);
        let version = fields.as_ref().map(|fields| own(&mut reader, fields));
        let text = version.as_ref().map_or("", |version| version.version.as_str());
        self.take(&reader.faults, dialect, (key, text));
        // Helm names the first fault in the order of its checks, which is that of the codes.
        let first = reader.faults.iter().filter(|fault| skips(fault.kind));
        if let Some(fault) = first.min_by_key(|fault| rule(fault.kind, dialect).0.code) {
            self.drop_version(rule(fault.kind, dialect).0, (key, text), &fault.message);
            return None;
        }
        let (fields, version) = (fields?, version?);
        let places = Places {
            name: fields.place("name"),
            version: fields.place("version"),
            urls: fields.place("urls"),
            digest: fields.place("digest"),
            created: fields.place("created"),
        };
        Some(Placed { parsed: Version::parse(&version.version)?, version, places })
    }

    fn drop_version(&mut self, rule: &'static Rule, (key, version): (&str, &str), message: &str) {
        let (entry, version, message) = (key.to_owned(), version.to_owned(), message.to_owned());
        self.dropped.push(Dropped { entry, version, rule, message });
    }

    /// Turns a reader's faults into diagnostics under the rules of index files.
    fn take(&mut self, faults: &[Fault], dialect: Dialect, (key, version): (&str, &str)) {
        for fault in faults {
            let (rule, refuses) = rule(fault.kind, dialect);
            let message = match key {
                "" => fault.message.clone(),
                key => format!("\"{}\" of \"{key}\": {}", name_of(version), fault.message),
            };
            let found = if refuses {
                self.findings.refuse(rule, fault.span, message)
            } else {
                self.findings.add(rule, fault.span, message)
            };
            found.fix.clone_from(&fault.fix);
            found.entry = (!key.is_empty()).then(|| key.to_owned());
            found.version = (!version.is_empty()).then(|| version.to_owned());
        }
    }

    fn duplicates(&mut self, root: &Node, dialect: Dialect) {
        let entries = root.get("entries").filter(|node| node.pairs().is_some());
        for duplicate in duplicate::find(root, entries) {
            let key = &duplicate.key;
            let (rule, message) = match (duplicate.is_chart, duplicate.merged) {
                (true, _) => (&rules::IDX011, format!("the chart \"{key}\" stands here again")),
                (_, true) => (&rules::IDX016, format!("\"{key}\" also comes by a merge key")),
                _ => (&rules::IDX009, format!("the key \"{key}\" stands here again")),
            };
            let place = self.findings.place(duplicate.first);
            let found = if dialect == Dialect::IndexJson {
                self.findings.add(&rules::IDX049, duplicate.span, message)
            } else {
                self.findings.refuse(rule, duplicate.span, message)
            };
            found.related.push(crate::model::Related { place, message: "first here".to_owned() });
        }
    }

    fn whole_file(&mut self) {
        let of = |wanted: DigestForm| {
            let versions = self.entries.iter().flat_map(|entry| &entry.versions);
            versions.filter(move |version| {
                !version.digest.is_empty() && address::digest_form(&version.digest) == wanted
            })
        };
        let (bare, prefixed) = (of(DigestForm::Bare).count(), of(DigestForm::Prefixed).count());
        if bare == 0 || prefixed == 0 {
            return;
        }
        let rare = if bare < prefixed { DigestForm::Bare } else { DigestForm::Prefixed };
        let span = of(rare).next().and_then(|version| version.span).unwrap_or_default();
        let message = format!("{bare} digests are bare and {prefixed} begin with sha256:");
        self.findings.add(&rules::IDX036, span, message);
    }
}

/// The metadata and the fields that an index adds to it.
fn own(reader: &mut Reader, fields: &Fields<'_>) -> EntryVersion {
    let mut version = metadata::read(reader, fields);
    version.urls = reader.strings(fields, "urls", Home::Index);
    version.created = reader.time(fields, "created");
    version.digest = reader.string(fields, "digest", Home::Index);
    reader.boolean(fields, "removed");
    for name in ["checksum", "engine", "tillerVersion", "url"] {
        reader.string(fields, name, Home::Index);
    }
    version
}

fn name_of(version: &str) -> &str {
    if version.is_empty() { "a version" } else { version }
}

/// The rule for a fault of an index, and whether Helm refuses the whole file for it.
fn rule(kind: FaultKind, dialect: Dialect) -> (&'static Rule, bool) {
    match kind {
        FaultKind::WrongType => (&rules::IDX013, true),
        FaultKind::Unquoted => (&rules::IDX014, true),
        FaultKind::BadTime => (&rules::IDX015, true),
        FaultKind::UnknownField if dialect == Dialect::IndexJson => (&rules::IDX049, false),
        FaultKind::UnknownField => (&rules::IDX008, true),
        FaultKind::FieldTwin => (&rules::IDX047, false),
        FaultKind::Deceptive => (&rules::IDX041, false),
        FaultKind::Coerced => (&rules::IDX050, false),
        FaultKind::NameMissing => (&rules::IDX021, false),
        FaultKind::NameInvalid => (&rules::IDX022, false),
        FaultKind::VersionMissing => (&rules::IDX023, false),
        FaultKind::VersionInvalid => (&rules::IDX024, false),
        FaultKind::TypeInvalid => (&rules::IDX025, false),
        FaultKind::MaintainerNull => (&rules::IDX026, false),
        FaultKind::DependencyNull => (&rules::IDX027, false),
        FaultKind::AliasInvalid => (&rules::IDX028, false),
        FaultKind::DependencyTwice => (&rules::IDX029, false),
    }
}

/// Whether Helm drops a version for this fault.
fn skips(kind: FaultKind) -> bool {
    matches!(
        kind,
        FaultKind::NameMissing
            | FaultKind::NameInvalid
            | FaultKind::VersionMissing
            | FaultKind::VersionInvalid
            | FaultKind::TypeInvalid
            | FaultKind::MaintainerNull
            | FaultKind::DependencyNull
            | FaultKind::AliasInvalid
    )
}

/// Whether a value is what a chart's key under `entries` has.
fn is_version_list(value: &Node) -> bool {
    value.items().and_then(<[Node]>::first).is_some_and(|first| {
        first.get("version").is_some()
            && (first.get("name").is_some() || first.get("urls").is_some())
    })
}

/// Helm before 2.0 wrote one key `name-version` for each version, with a `chartfile` below.
fn is_old_format(pairs: &[(Node, Node)]) -> bool {
    pairs.first().is_some_and(|(_, value)| value.get("chartfile").is_some())
}

#[cfg(test)]
mod tests;
