//! The versions of one chart in an index: sorted as Helm does, and judged as a list.
//!
//! May import: `helm::findings`, `helm::version`, `helm::time`, `helm::index::address`, `model`.

use std::collections::HashMap;

use jiff::Timestamp;

use super::address::{self, AddressFault, DigestForm};
use crate::helm::findings::Findings;
use crate::helm::time;
use crate::helm::version::Version;
use crate::model::rule::index as rules;
use crate::model::{Entry, EntryVersion, Rule, Span};

/// Versions that Helm keeps, in the order of the file.
pub(super) struct ChartList<'a> {
    /// The key under `entries`.
    pub(super) key: &'a str,
    pub(super) versions: Vec<(Version, EntryVersion)>,
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
        for (_, version) in &self.versions {
            addresses(self.key, version, findings);
            created(self.key, version, now, findings);
        }
        self.lacking(findings);
        self.versions.sort_by(|left, right| right.0.cmp(&left.0).then_with(|| newest(left, right)));
        self.ties(findings);
        let versions: Vec<_> = self.versions.into_iter().map(|(_, version)| version).collect();
        let entry = Entry { name: self.key.to_owned(), versions };
        if let Some(head) = entry.head().filter(|head| head.description.is_empty()) {
            let message = format!("the newest version of \"{}\" has no description", entry.name);
            note(findings, &rules::IDX045, head.span, message, (&entry.name, &head.version));
        }
        Some(entry)
    }

    fn names(&self, findings: &mut Findings) {
        let differs = |version: &&EntryVersion| version.name != self.key;
        let mut others = self.versions.iter().map(|(_, version)| version).filter(differs);
        if let Some(first) = others.next() {
            let more = others.count();
            let message = format!(
                "\"{}\" stands under the key \"{}\"{}",
                first.name,
                self.key,
                and_more(more)
            );
            note(findings, &rules::IDX030, first.span, message, (self.key, &first.version));
        }
    }

    fn duplicates(&self, findings: &mut Findings) {
        let mut seen: HashMap<&str, Option<Span>> = HashMap::with_capacity(self.versions.len());
        for (parsed, version) in &self.versions {
            let Some(first) = seen.get(version.version.as_str()).copied() else {
                seen.insert(&version.version, version.span);
                continue;
            };
            let message = format!("duplicate version \"{}\" of \"{}\"", version.version, self.key);
            let place = first.map(|span| findings.place(span));
            let found =
                note(findings, &rules::IDX010, version.span, message, (self.key, &version.version));
            found.related.extend(place.map(|place| crate::model::Related {
                place,
                message: "it is listed here first".to_owned(),
            }));
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
        if let Some((older, newer)) =
            pairs.find(|(left, right)| left.0.precedence(&right.0).is_lt())
        {
            let message = format!(
                "\"{}\" stands below \"{}\" in the list of \"{}\"",
                newer.1.version, older.1.version, self.key
            );
            note(findings, &rules::IDX043, newer.1.span, message, (self.key, ""));
        }
    }

    /// What many versions may lack is said once for each chart.
    fn lacking(&self, findings: &mut Findings) {
        type Lacks = fn(&(Version, EntryVersion)) -> bool;
        let checks: [(&'static Rule, &str, Lacks); 3] = [
            (&rules::IDX037, "have no digest", |(_, version)| {
                version.digest.is_empty() && !version.urls.iter().any(|url| url.starts_with("oci:"))
            }),
            (&rules::IDX044, "have no apiVersion", |(_, version)| version.api_version.is_empty()),
            (&rules::IDX048, "are not in strict form", |(_, version)| {
                Version::parse_strict(&version.version).is_none()
            }),
        ];
        for (rule, what, lacks) in checks {
            let mut lacking = self.versions.iter().filter(|version| lacks(version));
            let Some((_, first)) = lacking.next() else { continue };
            let count = lacking.count() + 1;
            let message = format!(
                "{count} of {} versions of \"{}\" {what}, the first is \"{}\"",
                self.versions.len(),
                self.key,
                first.version
            );
            note(findings, rule, first.span, message, (self.key, ""));
        }
    }

    fn ties(&self, findings: &mut Findings) {
        for (left, right) in self.versions.iter().zip(self.versions.iter().skip(1)) {
            if left.0.precedence(&right.0).is_eq() && left.0.text != right.0.text {
                let message = format!(
                    "\"{}\" and \"{}\" of \"{}\" have the same precedence",
                    left.0.text, right.0.text, self.key
                );
                note(findings, &rules::IDX042, right.1.span, message, (self.key, &right.0.text));
            }
        }
    }
}

fn newest(left: &(Version, EntryVersion), right: &(Version, EntryVersion)) -> std::cmp::Ordering {
    time::moment(&right.1.created).cmp(&time::moment(&left.1.created))
}

fn addresses(key: &str, version: &EntryVersion, findings: &mut Findings) {
    let of = (key, version.version.as_str());
    let named = format!("\"{}\" of \"{key}\"", version.version);
    match version.urls.as_slice() {
        [] => {
            note(findings, &rules::IDX031, version.span, format!("{named} has no URL"), of);
        }
        [_] => {}
        urls => {
            let message = format!("{named} has {} URLs", urls.len());
            note(findings, &rules::IDX032, version.span, message, of);
        }
    }
    match version.urls.first().and_then(|url| address::fault(url).map(|fault| (url, fault))) {
        Some((_, AddressFault::Invalid(why))) => {
            let message = format!("the URL of {named} cannot be used: {why}");
            note(findings, &rules::IDX033, version.span, message, of);
        }
        Some((url, AddressFault::Insecure)) => {
            let message = format!("{named} is fetched without encryption: {url}");
            note(findings, &rules::IDX034, version.span, message, of);
        }
        None => {}
    }
    if !version.digest.is_empty() && address::digest_form(&version.digest) == DigestForm::Junk {
        let message = format!("the digest of {named} is no SHA-256");
        note(findings, &rules::IDX035, version.span, message, of);
    }
}

fn created(key: &str, version: &EntryVersion, now: Timestamp, findings: &mut Findings) {
    let of = (key, version.version.as_str());
    let named = format!("\"{}\" of \"{key}\"", version.version);
    if version.created.starts_with("0001-") {
        let message = format!("{named} was created in the year 1");
        note(findings, &rules::IDX038, version.span, message, of);
    } else if time::moment(&version.created).is_some_and(|created| created > now) {
        let message = format!("{named} was created in the future: {}", version.created);
        note(findings, &rules::IDX039, version.span, message, of);
    }
}

fn and_more(count: usize) -> String {
    if count == 0 { String::new() } else { format!(" (and {count} more versions)") }
}

/// Notes a fault of an entry's version.
fn note<'f>(
    findings: &'f mut Findings,
    rule: &'static Rule,
    span: Option<Span>,
    message: String,
    of: (&str, &str),
) -> &'f mut crate::model::Diagnostic {
    let found = findings.at(rule, span.unwrap_or_default(), message);
    found.entry = (!of.0.is_empty()).then(|| of.0.to_owned());
    found.version = (!of.1.is_empty()).then(|| of.1.to_owned());
    found
}
