//! The placeholders of a text, and the position of each: what a value means there, and may hold.
//!
//! May import: `model::location::{error, text}`, `model::text`.

use std::ops::Range;

use crate::model::location::error::LocationError;
use crate::model::location::text::after;
use crate::model::text::clean;

/// One `{key}` of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::model::location) struct Slot {
    /// Its bytes, with the braces.
    pub(in crate::model::location) at: Range<usize>,
    pub(in crate::model::location) key: String,
    pub(in crate::model::location) position: Position,
}

/// What a value stands for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::model::location) enum Position {
    /// The URL, or its beginning up to a `/`.
    Whole,
    UserInfo,
    Host,
    Port,
    Path,
    /// Value, or part of it, of this key of the query.
    Query(String),
    /// Whole `key=value` pairs of the query.
    Pairs,
}

/// The placeholders of a text.
///
/// # Errors
/// Every brace that is no part of one, and every key that no Secret has, with their columns.
pub(in crate::model::location) fn slots(text: &str) -> Result<Vec<Slot>, LocationError> {
    let (found, mut faults) = braces(text);
    let masked = masked(text, &found);
    let map = Map::of(&masked);
    let mut slots = Vec::new();
    for (at, key) in found {
        match map.position(&at) {
            Some(position) => slots.push(Slot { at, key, position }),
            None => faults.push(format!(
                "the placeholder at column {} stands in the scheme, which decides how the rest is \
                 read: write the scheme out",
                column(text, at.start)
            )),
        }
    }
    if faults.is_empty() { Ok(slots) } else { Err(LocationError::new(faults.join("; "))) }
}

/// The text with the same bytes, but nothing of the keys.
fn masked(text: &str, found: &[(Range<usize>, String)]) -> String {
    let mut masked = text.to_owned();
    for (at, _) in found {
        masked.replace_range(at.clone(), &"x".repeat(at.len()));
    }
    masked
}

fn column(text: &str, at: usize) -> usize {
    text.get(..at).map_or(0, |before| before.chars().count()) + 1
}

fn braces(text: &str) -> (Vec<(Range<usize>, String)>, Vec<String>) {
    let (mut found, mut faults) = (Vec::new(), Vec::new());
    let mut from = 0;
    while let Some(at) =
        text.get(from..).and_then(|rest| rest.find(['{', '}'])).map(|found| from + found)
    {
        let rest = text.get(at..).unwrap_or_default();
        from = at + 1;
        let place = column(text, at);
        if rest.starts_with('}') {
            faults.push(format!("the }} at column {place} has no {{ before it"));
            continue;
        }
        let Some((key, _)) = rest.get(1..).and_then(|inner| inner.split_once('}')) else {
            faults.push(format!("the {{ at column {place} has no }} behind it"));
            continue;
        };
        from = at + key.len() + 2;
        match key_fault(key) {
            Some(fault) => faults.push(format!("the placeholder at column {place} {fault}")),
            None => found.push((at..from, key.to_owned())),
        }
    }
    (found, faults)
}

/// Kubernetes' rule for the keys of a Secret: letters, digits, `-`, `_` and `.`.
fn key_fault(key: &str) -> Option<String> {
    let usual = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.');
    if key.trim().is_empty() {
        return Some("has no key".to_owned());
    }
    if key.trim() != key {
        return Some(format!("has blanks in it: write {{{}}}", clean(key.trim())));
    }
    if key.contains('{') {
        return Some("has another { in it".to_owned());
    }
    let is_usual = key.chars().all(usual) && key.len() <= 253;
    (!is_usual).then(|| format!("has a key that no Secret can have: \"{}\"", clean(key)))
}

/// Where the parts are that may be secret, as ranges of a text's bytes.
pub(in crate::model::location) struct Places {
    /// What stands before the `@`.
    pub(in crate::model::location) login: Option<Range<usize>>,
    /// What stands behind the colon in it.
    pub(in crate::model::location) password: Option<Range<usize>>,
    /// Whether it is the user of SSH.
    pub(in crate::model::location) is_ssh: bool,
    start: usize,
    query: usize,
}

impl Places {
    pub(in crate::model::location) fn of(text: &str, slots: &[Slot]) -> Self {
        let found: Vec<_> = slots.iter().map(|slot| (slot.at.clone(), slot.key.clone())).collect();
        let map = Map::of(&masked(text, &found));
        let login = (map.host > map.authority.start).then(|| map.authority.start..map.host - 1);
        let inner = login.clone().and_then(|login| map.text.get(login));
        let colon = inner.and_then(|inner| inner.find(':')).map(|at| map.authority.start + at + 1);
        let password = login.clone().zip(colon).map(|(login, colon)| colon..login.end);
        let before = text.get(map.start..map.authority.start).unwrap_or_default();
        let is_ssh = before.is_empty() || after(before, "ssh://").is_some();
        Self { login, password, is_ssh, start: map.start, query: map.query }
    }

    /// Whether the text is read as the URL of a web server.
    pub(in crate::model::location) fn is_web(&self, text: &str) -> bool {
        self.start == 0
            && ["http://", "https://"].iter().any(|scheme| after(text, scheme).is_some())
    }

    /// The pairs of the query: keys, and ranges of values.
    pub(in crate::model::location) fn pairs<'text>(
        &self,
        text: &'text str,
    ) -> Vec<(&'text str, Range<usize>)> {
        let mut pairs = Vec::new();
        let mut start = self.query;
        let query =
            text.get(self.query..).unwrap_or_default().split('#').next().unwrap_or_default();
        for pair in query.split('&') {
            if let Some((key, value)) = pair.split_once('=') {
                let from = start + key.len() + 1;
                pairs.push((key, from..from + value.len()));
            }
            start += pair.len() + 1;
        }
        pairs
    }
}

/// The parts of a text, as ranges of its bytes.
struct Map {
    text: String,
    /// Where what follows `git::` and the like begins.
    start: usize,
    authority: Range<usize>,
    /// Behind the user info.
    host: usize,
    /// Behind the colon of the port.
    port: Option<usize>,
    query: usize,
}

impl Map {
    /// The parts of a text whose placeholders are masked.
    fn of(masked: &str) -> Self {
        let mut start = 0;
        for prefix in ["git::", "s3::", "hg::", "gcs::"] {
            let rest = masked.get(start..).unwrap_or_default();
            start += after(rest, prefix).map_or(0, |_| prefix.len());
        }
        let rest = masked.get(start..).unwrap_or_default();
        let head = rest.find(['/', '?', '#']).unwrap_or(rest.len());
        let has_scheme = rest.get(..head).is_some_and(|head| head.ends_with(':'))
            && rest.get(head..).is_some_and(|rest| rest.starts_with("//"));
        let from = if has_scheme { start + head + 2 } else { start };
        let tail = masked.get(from..).unwrap_or_default();
        let is_path = !has_scheme && tail.starts_with(['/', '.', '~']);
        let end = if is_path { 0 } else { tail.find(['/', '?', '#']).unwrap_or(tail.len()) };
        let authority = tail.get(..end).unwrap_or_default();
        let host = authority.rfind('@').map_or(0, |at| at + 1);
        let port = authority.get(host..).and_then(|host| host.rfind(':')).map(|at| host + at + 1);
        // `user@host:path` has no port.
        let is_scp = !has_scheme && host > 0;
        let end = port.filter(|_| is_scp).unwrap_or(end);
        let query = tail.find('?').map_or(masked.len(), |at| from + at + 1);
        Self {
            text: masked.to_owned(),
            start,
            authority: from..from + end,
            host: from + host,
            port: port.filter(|_| !is_scp).map(|at| from + at),
            query,
        }
    }

    fn position(&self, at: &Range<usize>) -> Option<Position> {
        let next = self.text.get(at.end..).and_then(|rest| rest.chars().next());
        if at.start == self.start && next.is_none_or(|next| "/?#".contains(next)) {
            return Some(Position::Whole);
        }
        if at.start < self.authority.start {
            return None;
        }
        Some(if self.authority.contains(&at.start) {
            match self.port {
                _ if at.start < self.host => Position::UserInfo,
                Some(port) if at.start >= port => Position::Port,
                _ => Position::Host,
            }
        } else if at.start < self.query {
            Position::Path
        } else {
            self.in_query(at, next)
        })
    }

    fn in_query(&self, at: &Range<usize>, next: Option<char>) -> Position {
        let before = self.text.get(self.query..at.start).unwrap_or_default();
        let pair = before.rsplit('&').next().unwrap_or_default();
        match pair.split_once('=') {
            Some((key, _)) => Position::Query(key.to_owned()),
            None if pair.is_empty() && next.is_none_or(|next| "&#".contains(next)) => {
                Position::Pairs
            }
            None => Position::Query(String::new()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(text: &str) -> String {
        match slots(text) {
            Ok(slots) => {
                let word = |slot: &Slot| format!("{} {:?}", slot.key, slot.position);
                slots.iter().map(word).collect::<Vec<_>>().join(", ")
            }
            Err(error) => format!("! {error}"),
        }
    }

    #[test]
    fn every_placeholder_knows_its_position() {
        for (text, expected) in [
            (
                "https://{u}:{p}@{h}:{n}/{a}/{b}?ref={r}",
                "u UserInfo, p UserInfo, h Host, n Port, a Path, b Path, r Query(\"ref\")",
            ),
            (
                "git::ssh://git@{h}/{p}.git//i.yaml?sshkey={k}&x={x}",
                "h Host, p Path, k Query(\"sshkey\"), x Query(\"x\")",
            ),
            ("git@{h}:{p}.git", "h Host, p Path"),
            ("git::{u}@h.org:o/{p}", "u UserInfo, p Path"),
            ("github.com/{p}//i.yaml", "p Path"),
            ("{base}", "base Whole"),
            ("{base}/i.yaml?ref={r}", "base Whole, r Query(\"ref\")"),
            ("git::{base}//i.yaml", "base Whole"),
            ("s3://{bucket}/c", "bucket Host"),
            ("s3::https://s3.{zone}.qingstor.com/{b}", "zone Host, b Path"),
            ("https://h/i.yaml?{sas}", "sas Pairs"),
            ("https://h/i.yaml?a=b&{sas}&c=d", "sas Pairs"),
            ("https://h/i.yaml?{name}=x", "name Query(\"\")"),
            ("https://h/x?to=https://{h}/", "h Query(\"to\")"),
            ("https://{}/x", "! the placeholder at column 9 has no key"),
            ("https://h/{a", "! the { at column 11 has no } behind it"),
            ("https://h/é}", "! the } at column 12 has no { before it"),
            (
                "{s}://h/x",
                "! the placeholder at column 1 stands in the scheme, which decides how the rest is read: write the scheme out",
            ),
            (
                "https://{ a }/{b c}",
                "! the placeholder at column 9 has blanks in it: write {a}; the placeholder at column 15 has a key that no Secret can have: \"b c\"",
            ),
            (
                "https://{a{b}}/",
                "! the placeholder at column 9 has another { in it; the } at column 14 has no { before it",
            ),
        ] {
            assert_eq!(told(text), expected, "{text}");
        }
    }
}
