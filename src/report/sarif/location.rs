//! Places as SARIF names them: URIs, below the root of the checkout where they lie there.
//!
//! May import: `report::{options, spot}`, `model`.

use std::fmt::Write as _;

use serde_json::{Map, Value, json};
use url::Url;

use crate::model::text::clean;
use crate::model::{Diagnostic, Excerpt, Place, Report, Span};
use crate::report::options::Options;
use crate::report::spot::{Ground, Spot};

/// The name of the root of a checkout, as GitHub and others know it.
const ROOT: &str = "%SRCROOT%";

/// The name of the server from which a target came.
const TARGET: &str = "TARGET";

/// Names the places of one report.
#[derive(Clone)]
pub(super) struct Places<'report> {
    report: &'report Report,
    options: &'report Options,
    /// The folder of the target on its server.
    server: Option<String>,
}

impl<'report> Places<'report> {
    pub(super) fn new(report: &'report Report, options: &'report Options) -> Self {
        Self { report, options, server: server(&report.target) }
    }

    /// What the names of bases stand for; the root of the checkout is whoever reads this to know.
    pub(super) fn bases(&self) -> Value {
        let text = "The folder from which files are named";
        match &self.server {
            Some(server) => json!({ TARGET: { "uri": server } }),
            None => json!({ ROOT: { "description": { "text": text } } }),
        }
    }

    pub(super) fn spot(&self, place: &Place) -> Spot {
        Spot::of(self.report, self.options, &place.file)
    }

    /// Where a finding is.
    pub(super) fn of(&self, found: &Diagnostic) -> Value {
        let spot = self.spot(&found.place);
        let region = region(&spot, found.place.span, found.excerpt.as_ref());
        let mut location = self.physical(&spot, &region);
        let logical = logical(found, &spot);
        if !logical.is_empty() {
            location.insert("logicalLocations".to_owned(), logical.into());
        }
        location.into()
    }

    /// A further place.
    pub(super) fn related(&self, place: &Place, message: &str, id: usize) -> Value {
        let spot = self.spot(place);
        let mut location = self.physical(&spot, &region(&spot, place.span, None));
        let text = match &spot.inner {
            Some(inner) => format!("{}: {message}", at(inner, place.span)),
            None => message.to_owned(),
        };
        location.insert("id".to_owned(), id.into());
        location.insert("message".to_owned(), json!({ "text": clean(&text) }));
        location.into()
    }

    fn physical(&self, spot: &Spot, region: &Value) -> Map<String, Value> {
        let artifact = json!({ "artifactLocation": self.artifact(spot), "region": region });
        Map::from_iter([("physicalLocation".to_owned(), artifact)])
    }

    fn artifact(&self, spot: &Spot) -> Value {
        match (spot.ground, &self.server) {
            (Ground::Root, _) => json!({ "uri": encoded(&spot.path), "uriBaseId": ROOT }),
            (Ground::Disk, _) => json!({ "uri": format!("file://{}", encoded(&spot.path)) }),
            (Ground::Elsewhere, Some(_)) if !is_absolute(&spot.path) => {
                json!({ "uri": encoded(&spot.path), "uriBaseId": TARGET })
            }
            (Ground::Elsewhere, _) => {
                json!({ "uri": web(&spot.path).map_or_else(|| encoded(&spot.path), strict) })
            }
        }
    }
}

/// The range in words, for what lies in an archive.
pub(super) fn at(file: &str, span: Option<Span>) -> String {
    span.map_or(file.to_owned(), |at| format!("{file}:{}:{}", at.line, at.column))
}

/// The range. Code hosts want a line even where a file as a whole or an archive is meant.
fn region(spot: &Spot, span: Option<Span>, excerpt: Option<&Excerpt>) -> Value {
    let Some(span) = span.filter(|span| spot.inner.is_none() && span.line > 0 && span.column > 0)
    else {
        return json!({ "startLine": 1 });
    };
    let mut region = json!({ "startLine": span.line, "startColumn": span.column });
    if span.length > 0 {
        region["endColumn"] = span.column.saturating_add(span.length).into();
    }
    if let Some(line) = excerpt.and_then(|excerpt| line(excerpt, span.line)) {
        region["snippet"] = json!({ "text": line });
    }
    region
}

/// The line that is meant.
pub(super) fn line(excerpt: &Excerpt, line: u32) -> Option<&str> {
    let number = usize::try_from(line.checked_sub(excerpt.first_line)?).ok()?;
    excerpt.lines.get(number).map(String::as_str)
}

/// The file within the archive, and the entry.
fn logical(found: &Diagnostic, spot: &Spot) -> Vec<Value> {
    let inner = spot.inner.as_ref().map(|inner| {
        let name = inner.rsplit('/').next().unwrap_or(inner);
        let full = at(&spot.shown(), found.place.span);
        json!({ "name": name, "fullyQualifiedName": full, "kind": "resource" })
    });
    let entry = found.entry.as_ref().map(|entry| {
        let version = found.version.as_ref().map(|version| format!("@{version}"));
        let full = format!("{entry}{}", version.unwrap_or_default());
        json!({ "name": entry, "fullyQualifiedName": full, "kind": "module" })
    });
    inner.into_iter().chain(entry).collect()
}

fn is_absolute(path: &str) -> bool {
    path.contains("://")
}

/// The URL that a text is, without its fragment.
fn web(text: &str) -> Option<Url> {
    let mut url = Url::parse(text).ok().filter(|url| matches!(url.scheme(), "http" | "https"))?;
    url.set_fragment(None);
    Some(url)
}

/// The folder that a URL means, without what may be private.
fn server(target: &str) -> Option<String> {
    let mut url = web(target)?;
    url.set_query(None);
    let path = url.path().to_owned();
    let last = path.rsplit('/').next().unwrap_or_default();
    if last.contains('.') {
        url.set_path(path.strip_suffix(last)?);
    } else if !path.ends_with('/') {
        url.set_path(&format!("{path}/"));
    }
    Some(strict(url))
}

/// The URL as RFC 3986 has it: browsers, whose rules `Url` follows, let more signs stand.
fn strict(url: Url) -> String {
    let text = String::from(url);
    let start = text.find("://").map_or(0, |at| at + 3);
    let path = text.get(start..).and_then(|rest| rest.find(['/', '?']));
    let path = path.map_or(text.len(), |at| start + at);
    let mut out = String::with_capacity(text.len());
    for (at, byte) in text.bytes().enumerate() {
        let digits = text.as_bytes().get(at + 1..at + 3).unwrap_or_default();
        let is_escape = digits.len() == 2 && digits.iter().all(u8::is_ascii_hexdigit);
        match byte {
            b'%' if is_escape => out.push('%'),
            b'[' | b']' if at < path => out.push(char::from(byte)),
            _ if byte.is_ascii_alphanumeric() || b"-._~:/?@!$&'()*+,;=".contains(&byte) => {
                out.push(char::from(byte));
            }
            _ => escape(byte, &mut out),
        }
    }
    out
}

fn escape(byte: u8, out: &mut String) {
    // Writing to memory cannot fail.
    let _ = write!(out, "%{byte:02X}");
}

/// The path as a relative URI (RFC 3986): all but what may stand in a segment is escaped. A first segment with a
/// colon would be taken for a scheme.
fn encoded(path: &str) -> String {
    let mut out = String::with_capacity(path.len());
    for byte in path.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' => out.push(char::from(byte)),
            b'/' | b'-' | b'.' | b'_' | b'~' | b'+' | b'@' | b'=' | b'!' | b',' => {
                out.push(char::from(byte));
            }
            _ => escape(byte, &mut out),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_become_relative_uris() {
        for (path, expected) in [
            ("index.yaml", "index.yaml"),
            ("a b/ü#1?.yaml", "a%20b/%C3%BC%231%3F.yaml"),
            ("c:d", "c%3Ad"),
            ("100%\n", "100%25%0A"),
        ] {
            assert_eq!(encoded(path), expected);
        }
    }

    #[test]
    fn the_base_of_a_target_is_its_folder() {
        for (target, expected) in [
            ("https://example.org", Some("https://example.org/")),
            ("https://example.org/charts", Some("https://example.org/charts/")),
            ("https://example.org/a/index.yaml?token=***", Some("https://example.org/a/")),
            ("https://[::1]:1/a[b]%zz/", Some("https://[::1]:1/a%5Bb%5D%25zz/")),
            ("sample-charts", None),
            ("git::https://example.org/r.git", None),
        ] {
            assert_eq!(server(target).as_deref(), expected);
        }
    }
}
