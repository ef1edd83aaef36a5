//! The two XML documents that an object store answers with: a listing, and an error.
//!
//! Only names and texts count: attributes, name spaces and elements that nobody asked for are passed over.
//! May import: nothing of the crate.

use jiff::Timestamp;
use quick_xml::Reader;
use quick_xml::events::Event;

/// One object as a listing tells it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Object {
    /// Its key.
    pub(super) key: String,
    /// Bytes.
    pub(super) size: u64,
    /// An opaque tag of its content.
    pub(super) etag: String,
    /// When it was written.
    pub(super) modified: Option<Timestamp>,
}

/// One page of a listing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Page {
    /// Objects.
    pub(super) objects: Vec<Object>,
    /// What keys begin with that were put together by the delimiter.
    pub(super) folders: Vec<String>,
    /// With what to ask for the next page; `None` on the last.
    pub(super) next: Option<String>,
}

/// An error as the server words it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Refused {
    /// `NoSuchKey` and the like.
    pub(super) code: String,
    /// In words.
    pub(super) message: String,
    /// The region that it names.
    pub(super) region: Option<String>,
    /// The endpoint that it names.
    pub(super) endpoint: Option<String>,
    /// The server's time.
    pub(super) server_time: Option<Timestamp>,
}

/// Reads a page of a listing; `None` when it is something else.
pub(super) fn page(bytes: &[u8]) -> Option<Page> {
    let leaves = leaves(bytes)?;
    if leaves.root != "ListBucketResult" {
        return None;
    }
    let mut page = Page::default();
    let mut is_truncated = false;
    let mut object = Object::default();
    for leaf in &leaves.found {
        let text = leaf.text.as_str();
        match leaf.path {
            "IsTruncated" => is_truncated = text == "true",
            "NextContinuationToken" | "NextMarker" => page.next = Some(text.to_owned()),
            "Contents/Key" => text.clone_into(&mut object.key),
            "Contents/Size" => object.size = text.parse().unwrap_or_default(),
            "Contents/ETag" => text.trim_matches('"').clone_into(&mut object.etag),
            "Contents/LastModified" => object.modified = text.parse().ok(),
            "Contents" => page.objects.push(std::mem::take(&mut object)),
            "CommonPrefixes/Prefix" => page.folders.push(text.to_owned()),
            _ => {}
        }
    }
    // The old form of listing goes on behind the last key when it names no other.
    let last = || page.objects.last().map(|object| object.key.clone());
    let next = page.next.take().filter(|token| !token.is_empty()).or_else(last);
    page.next = next.filter(|_| is_truncated);
    Some(page)
}

/// Reads an error; `None` when it is something else.
pub(super) fn refused(bytes: &[u8]) -> Option<Refused> {
    let leaves = leaves(bytes)?;
    let text = |path: &str| leaves.text(path).map(str::to_owned).filter(|text| !text.is_empty());
    let is_error = matches!(leaves.root.as_str(), "Error" | "ErrorResponse");
    let code = text("Code").or_else(|| text("Error/Code")).filter(|_| is_error)?;
    Some(Refused {
        code,
        message: text("Message").or_else(|| text("Error/Message")).unwrap_or_default(),
        region: text("Region"),
        endpoint: text("Endpoint"),
        server_time: text("ServerTime").and_then(|time| time.parse().ok()),
    })
}

/// Deeper than this no object store answers; what is refused for its depth takes no time.
const DEEPEST: usize = 8;

/// The elements that count: names from below the root.
const PATHS: &[&str] = &[
    "Code",
    "CommonPrefixes/Prefix",
    "Contents",
    "Contents/ETag",
    "Contents/Key",
    "Contents/LastModified",
    "Contents/Size",
    "Endpoint",
    "Error/Code",
    "Error/Message",
    "IsTruncated",
    "Message",
    "NextContinuationToken",
    "NextMarker",
    "Region",
    "ServerTime",
];

/// Every element that counts as its end is met.
struct Leaves {
    root: String,
    found: Vec<Leaf>,
}

struct Leaf {
    path: &'static str,
    /// Its own text.
    text: String,
}

impl Leaves {
    fn text(&self, path: &str) -> Option<&str> {
        self.found.iter().find(|leaf| leaf.path == path).map(|leaf| leaf.text.trim())
    }
}

/// `None` when it is no XML, or nested too deep. A document that is cut off counts as none.
fn leaves(bytes: &[u8]) -> Option<Leaves> {
    let text = std::str::from_utf8(bytes).ok()?.trim_start_matches('\u{feff}');
    let mut reader = Reader::from_str(text);
    let mut open: Vec<(String, String)> = Vec::new();
    let mut leaves = Leaves { root: String::new(), found: Vec::new() };
    loop {
        match reader.read_event().ok()? {
            Event::Start(start) => {
                let name = String::from_utf8_lossy(start.local_name().as_ref()).into_owned();
                if open.is_empty() {
                    leaves.root.clone_from(&name);
                }
                if open.len() == DEEPEST {
                    return None;
                }
                open.push((name, String::new()));
            }
            Event::Text(part) => push(&mut open, &part.decode().ok()?),
            Event::CData(part) => push(&mut open, &part.decode().ok()?),
            Event::GeneralRef(reference) => {
                let name = reference.decode().ok()?.into_owned();
                let character = reference.resolve_char_ref().ok()?;
                push(&mut open, &character.map_or_else(|| entity(&name), String::from));
            }
            Event::End(_) => {
                let path = path_of(&open);
                let (_, text) = open.pop()?;
                leaves.found.extend(path.map(|path| Leaf { path, text }));
            }
            Event::Eof => return (open.is_empty() && !leaves.root.is_empty()).then_some(leaves),
            Event::Empty(_)
            | Event::Comment(_)
            | Event::Decl(_)
            | Event::PI(_)
            | Event::DocType(_) => {}
        }
    }
}

/// The path of the innermost element, if it counts.
fn path_of(open: &[(String, String)]) -> Option<&'static str> {
    let names = || open.iter().skip(1).map(|(name, _)| name.as_str());
    PATHS.iter().copied().find(|path| path.split('/').eq(names()))
}

fn push(open: &mut [(String, String)], part: &str) {
    if let Some((_, text)) = open.last_mut() {
        text.push_str(part);
    }
}

/// The five entities that every XML has; others are kept as they are written.
fn entity(name: &str) -> String {
    match name {
        "amp" => "&".to_owned(),
        "lt" => "<".to_owned(),
        "gt" => ">".to_owned(),
        "quot" => "\"".to_owned(),
        "apos" => "'".to_owned(),
        other => format!("&{other};"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PAGE: &str = r#"<?xml version="1.0" encoding="UTF-8"?>
<ListBucketResult xmlns="http://s3.amazonaws.com/doc/2006-03-01/"><Name>charts</Name><Prefix>helm/</Prefix>
<IsTruncated>true</IsTruncated><NextContinuationToken>1/abc+DEF==</NextContinuationToken>
<Contents><Key>helm/index.yaml</Key><LastModified>2025-09-08T03:17:59.000Z</LastModified>
<ETag>&quot;9b2c&quot;</ETag><Size>40818</Size><Owner><ID>x</ID></Owner></Contents>
<CommonPrefixes><Prefix>helm/stable/</Prefix></CommonPrefixes>
<Contents><Key> helm/sub dir/a&amp;b-1.0.0+1&#xFC;.tgz</Key><Size>0</Size><Owner/></Contents>
</ListBucketResult>"#;

    #[test]
    fn a_page_of_a_listing_is_read() {
        let page = page(PAGE.as_bytes()).unwrap();
        assert_eq!(page.next.as_deref(), Some("1/abc+DEF=="));
        assert_eq!(page.folders, ["helm/stable/"]);
        let [index, odd] = page.objects.as_slice() else { unreachable!("two objects") };
        assert_eq!(
            (index.key.as_str(), index.size, index.etag.as_str()),
            ("helm/index.yaml", 40818, "9b2c")
        );
        assert_eq!(index.modified, Some("2025-09-08T03:17:59Z".parse().unwrap()));
        assert_eq!(odd.key, " helm/sub dir/a&b-1.0.0+1ü.tgz");
        let last = PAGE.replace("true", "false");
        assert_eq!(super::page(last.as_bytes()).unwrap().next, None);
    }

    #[test]
    fn what_is_nested_deeper_than_any_answer_is_none() {
        let nested = |depth: usize| {
            let (open, close) = ("<a>".repeat(depth), "</a>".repeat(depth));
            format!("<ListBucketResult>{open}{close}</ListBucketResult>")
        };
        for (depth, expected) in [(1, true), (7, true), (8, false), (60_000, false)] {
            assert_eq!(page(nested(depth).as_bytes()).is_some(), expected, "{depth}");
        }
    }

    #[test]
    fn an_error_is_read_and_other_documents_are_none() {
        let text = "<Error><Code>RequestTimeTooSkewed</Code><Message>m</Message><Region>eu-west-1</Region>\
            <ServerTime>2025-01-01T01:00:00Z</ServerTime><Endpoint>e</Endpoint></Error>";
        let error = refused(text.as_bytes()).unwrap();
        assert_eq!((error.code.as_str(), error.message.as_str()), ("RequestTimeTooSkewed", "m"));
        assert_eq!(
            (error.region.as_deref(), error.endpoint.as_deref()),
            (Some("eu-west-1"), Some("e"))
        );
        assert_eq!(error.server_time, Some("2025-01-01T01:00:00Z".parse().unwrap()));
        for text in [
            "",
            "<html></html>",
            "<Error>",
            "<Error><Code>",
            "{}",
            "<Error></Error>",
            "<!DOCTYPE html><p>",
            "\u{0}",
        ] {
            assert_eq!(refused(text.as_bytes()), None, "{text}");
            assert_eq!(page(text.as_bytes()), None, "{text}");
        }
    }
}
