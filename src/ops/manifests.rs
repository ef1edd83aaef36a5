//! A file of manifests to a report.
//!
//! May import: `source`, `manifest`, `model`, `monitor`, `error`.

use crate::error::Error;
use crate::manifest::bundle::{self, Bundle, Text};
use crate::manifest::{is_manifest, quotable};
use crate::model::{Report, Repository, annotate};
use crate::monitor::Monitor;
use crate::source::{self, Client, IndexAnswer};

/// The text of the file, where it holds manifests.
///
/// # Errors
/// When the file cannot be read.
pub(super) async fn read(
    client: &Client,
    file: &Repository,
    monitor: &Monitor,
) -> Result<Option<Text>, Error> {
    let IndexAnswer::Read(index) = source::read_index(client, file, None, monitor).await? else {
        return Ok(None);
    };
    let text = std::str::from_utf8(&index.bytes).ok().filter(|text| is_manifest(text));
    Ok(text.map(|text| Text { file: index.name, text: text.to_owned() }))
}

/// Judges the manifests of a text. Nothing of Secrets is quoted.
pub(super) fn judge(text: &Text) -> Report {
    let Bundle { configurations, secrets, mut diagnostics } =
        bundle::read(std::slice::from_ref(text));
    annotate::text(&text.file, &quotable(&text.text), &mut diagnostics);
    for found in &mut diagnostics {
        let says_nothing = |lines: &[String]| lines.iter().all(String::is_empty);
        found.excerpt = found.excerpt.take().filter(|excerpt| !says_nothing(&excerpt.lines));
    }
    let versions = configurations.iter().map(|one| one.repositories.len()).sum();
    let entries = configurations.len() + secrets.len();
    Report { entries, versions, diagnostics, ..Report::default() }
}
