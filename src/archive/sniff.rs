//! What some bytes are that should be a gzip archive, told from how they begin, as Helm does.
//!
//! May import: `model::rule`.

use crate::model::Rule;
use crate::model::rule::archive as rules;

/// Why these bytes cannot be a package, or `None` when they begin like gzip.
pub(super) fn fault(bytes: &[u8]) -> Option<(&'static Rule, String)> {
    if bytes.starts_with(&[0x1f, 0x8b, 0x08]) {
        return None;
    }
    let start = bytes.get(..512).unwrap_or(bytes);
    let text = String::from_utf8_lossy(start).trim_start().to_ascii_lowercase();
    if text.starts_with("<!doctype html") || text.starts_with("<html") {
        return Some((&rules::PKG002, "this is a web page, not a package".to_owned()));
    }
    let what = if bytes.is_empty() {
        "the file is empty"
    } else if start.starts_with(b"PK\x03\x04") {
        "this is a zip archive; Helm reads only .tgz"
    } else if start.get(257..262) == Some(b"ustar") {
        "this is a tar archive that was not compressed; pack it with gzip"
    } else if text.starts_with('<') {
        "this is an XML document, often a storage server's error message"
    } else if text.starts_with('{') {
        "this is a JSON document, often a server's error message"
    } else if text.starts_with("version https://git-lfs") {
        "this is a Git LFS pointer, not the file it stands for"
    } else if std::str::from_utf8(start).is_ok() {
        "this is plain text"
    } else {
        "these are bytes of another kind"
    };
    Some((&rules::PKG001, format!("not a gzip archive: {what}")))
}
