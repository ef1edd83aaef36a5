//! The versions of one chart in an index: sorted as Helm does, and judged as a list.
//!
//! May import: `helm::version`, `helm::time`, `helm::index::address`, `model`.

use std::cmp::Ordering;
use std::collections::HashMap;

use jiff::Timestamp;

use super::address::{self, AddressFault, DigestForm};
use crate::helm::time;
use crate::helm::version::Version;
use crate::model::rule::index as rules;
use crate::model::text::{counted, short_name};
use crate::model::{Diagnostic, Entry, EntryVersion, Findings, Related, Rule, Span};

/// A version that Helm keeps, and where its fields stand.
pub(super) struct Placed {
    pub(super) parsed: Version,
    pub(super) version: EntryVersion,
    pub(super) places: Places,
}

/// Where the fields of a version stand, that rules about lists speak of.
#[derive(Clone, Copy)]
pub(super) struct Places {
    pub(super) name: Span,
    pub(super) version: Span,
    pub(super) urls: Span,
    pub(super) digest: Span,
    pub(super) created: Span,
}

/// Versions that Helm keeps, in the order of the file.
pub(super) struct ChartList<'a> {
    /// The key under `entries`.
    pub(super) key: &'a str,
    pub(super) versions: Vec<Placed>,
}

impl ChartList<'_> {
    /// Notes what is wrong with the list, and sorts it newest first.
    pub(super) fn judge(mut self, now: Timestamp, findings: &mut Findings) -> Option<Entry> {
        if self.versions.is_empty() {
            return None;
        }
        self.names(findings);
        self.duplicates(findings);
        self.unsorted(findings);
        for placed in &self.versions {
            addresses(self.key, placed, findings);
            digest(self.key, placed, findings);
            created(self.key, placed, now, findings);
        }
        self.lacking(findings);
        self.versions.sort_by(|left, right| {
            right.parsed.cmp(&left.parsed).then_with(|| newest(left, right))
        });
        self.ties(findings);
        let versions: Vec<_> = self.versions.into_iter().map(|placed| placed.version).collect();
        let entry = Entry { name: self.key.to_owned(), versions };
        if let Some(head) = entry.head().filter(|head| head.description.is_empty()) {
            let message = format!("the newest version of \"{}\" has no description", entry.name);
            let span = head.span.unwrap_or_default();
            note(findings, &rules::IDX045, span, message, (&entry.name, &head.version));
        }
        Some(entry)
    }

    fn names(&self, findings: &mut Findings) {
        let mut others =
            self.versions.iter().filter(|placed| short_name(&placed.version.name) != self.key);
        if let Some(first) = others.next() {
            let (name, more) = (&first.version.name, and_more(others.count()));
            let message = format!("\"{name}\" stands under the key \"{}\"{more}", self.key);
            let of = (self.key, first.version.version.as_str());
            note(findings, &rules::IDX030, first.places.name, message, of);
        }
    }

    fn duplicates(&self, findings: &mut Findings) {
        let mut seen: HashMap<&str, Span> = HashMap::with_capacity(self.versions.len());
        for Placed { parsed, version, places } in &self.versions {
            let Some(first) = seen.get(version.version.as_str()).copied() else {
                seen.insert(&version.version, places.version);
                continue;
            };
            let message = format!("duplicate version \"{}\" of \"{}\"", version.version, self.key);
            let place = findings.place(first);
            let of = (self.key, version.version.as_str());
            let found = note(findings, &rules::IDX010, places.version, message, of);
            let message = "it is listed here first".to_owned();
            found.related.push(Related { place, message });
            if parsed.is_prerelease() {
                found.fix = Some(
                    "remove the copies; chart-releaser adds a pre-release anew at each run, because \
                     it splits name and version at the last hyphen"
                        .to_owned(),
                );
            }
        }
    }

    fn unsorted(&self, findings: &mut Findings) {
        let mut pairs = self.versions.iter().zip(self.versions.iter().skip(1));
        let is_wrong =
            |(left, right): &(&Placed, &Placed)| left.parsed.precedence(&right.parsed).is_lt();
        if let Some((older, newer)) = pairs.find(is_wrong) {
            let message = format!(
                "\"{}\" stands below \"{}\" in the list of \"{}\"",
                newer.version.version, older.version.version, self.key
            );
            note(findings, &rules::IDX043, newer.places.version, message, (self.key, ""));
        }
    }

    /// What many versions may lack is said once for each chart.
    fn lacking(&self, findings: &mut Findings) {
        type Lacks = fn(&EntryVersion) -> bool;
        let checks: [(&'static Rule, [&str; 2], Lacks); 3] = [
            (&rules::IDX037, ["has no digest", "have no digest"], |version| {
                version.digest.is_empty() && !version.urls.iter().any(|url| url.starts_with("oci:"))
            }),
            (&rules::IDX044, ["has no apiVersion", "have no apiVersion"], |version| {
                version.api_version.is_empty()
            }),
            (&rules::IDX048, ["is not in strict form", "are not in strict form"], |version| {
                Version::parse_strict(&version.version).is_none()
            }),
        ];
        for (rule, [one, many], lacks) in checks {
            let versions = self.versions.iter().map(|placed| &placed.version);
            let mut lacking = versions.filter(|version| lacks(version));
            let Some(first) = lacking.next() else { continue };
            let count = lacking.count() + 1;
            let what = if count == 1 { one } else { many };
            let message = format!(
                "{count} of {} of \"{}\" {what}, the first is \"{}\"",
                counted(self.versions.len(), "version"),
                self.key,
                first.version
            );
            let span = first.span.unwrap_or_default();
            note(findings, rule, span, message, (self.key, ""));
        }
    }

    fn ties(&self, findings: &mut Findings) {
        for (left, right) in self.versions.iter().zip(self.versions.iter().skip(1)) {
            let (older, newer) = (&right.parsed, &left.parsed);
            if newer.precedence(older).is_eq() && newer.text != older.text {
                let message = format!(
                    "\"{}\" and \"{}\" of \"{}\" have the same precedence",
                    newer.text, older.text, self.key
                );
                let of = (self.key, older.text.as_str());
                note(findings, &rules::IDX042, right.places.version, message, of);
            }
        }
    }
}

fn newest(left: &Placed, right: &Placed) -> Ordering {
    time::moment(&right.version.created).cmp(&time::moment(&left.version.created))
}

fn addresses(key: &str, placed: &Placed, findings: &mut Findings) {
    let Placed { version, places, .. } = placed;
    let of = (key, version.version.as_str());
    let named = format!("\"{}\" of \"{key}\"", version.version);
    let Some(first) = version.urls.first() else {
        note(findings, &rules::IDX031, places.urls, format!("{named} has no URL"), of);
        return;
    };
    if version.urls.len() > 1 {
        let message = format!("{named} has {} URLs", version.urls.len());
        note(findings, &rules::IDX032, places.urls, message, of);
    }
    match address::fault(first) {
        Some(AddressFault::Invalid(why)) => {
            let message = format!("the URL of {named} cannot be used: {why}");
            note(findings, &rules::IDX033, places.urls, message, of);
        }
        Some(AddressFault::Insecure) => {
            let message = format!("{named} is fetched without encryption: {first}");
            note(findings, &rules::IDX034, places.urls, message, of);
        }
        None => {}
    }
}

fn digest(key: &str, placed: &Placed, findings: &mut Findings) {
    let version = &placed.version;
    if !version.digest.is_empty() && address::digest_form(&version.digest) == DigestForm::Junk {
        let message = format!("the digest of \"{}\" of \"{key}\" is no SHA-256", version.version);
        note(findings, &rules::IDX035, placed.places.digest, message, (key, &version.version));
    }
}

fn created(key: &str, placed: &Placed, now: Timestamp, findings: &mut Findings) {
    let Placed { version, places, .. } = placed;
    let of = (key, version.version.as_str());
    let named = format!("\"{}\" of \"{key}\"", version.version);
    if version.created.starts_with("0001-") {
        let message = format!("{named} was created in the year 1");
        note(findings, &rules::IDX038, places.created, message, of);
    } else if time::moment(&version.created).is_some_and(|created| created > now) {
        let message = format!("{named} was created in the future: {}", version.created);
        note(findings, &rules::IDX039, places.created, message, of);
    }
}

fn and_more(count: usize) -> String {
    match count {
        0 => String::new(),
        1 => " (and 1 more version)".to_owned(),
        many => format!(" (and {many} more versions)"),
    }
}

/// Notes a fault of an entry's version.
fn note<'f>(
    findings: &'f mut Findings,
    rule: &'static Rule,
    span: Span,
    message: String,
    of: (&str, &str),
) -> &'f mut Diagnostic {
    let found = findings.add(rule, span, message);
    found.entry = (!of.0.is_empty()).then(|| of.0.to_owned());
    found.version = (!of.1.is_empty()).then(|| of.1.to_owned());
    found
}
