//! A package that lies in the bucket as a folder: every object below it.
//!
//! May import: `source::{answer, fault, file}`, `source::s3::{listing, store}`, `model`, `monitor`, `error`.

use futures_util::StreamExt;
use futures_util::stream;

use super::listing::{Depth, list};
use super::store::{Question, Store};
use crate::error::Error;
use crate::model::location::s3::S3Place;
use crate::monitor::{Progress, Unit};
use crate::source::answer::PackageBytes;
use crate::source::fault::too_large;
use crate::source::file::FILES_LIMIT;

/// Objects that are read at the same time.
const AT_ONCE: usize = 8;

/// Reads all objects of a folder; `None` when there are none. The `/` behind its name keeps others apart
/// whose names only begin alike.
pub(super) async fn read(
    store: &Store<'_>,
    prefix: &str,
    name: &str,
    limit: u64,
) -> Result<Option<PackageBytes>, Error> {
    let folder = format!("{prefix}{name}/");
    let mut objects = list(store, &folder, Depth::All).await?.0.objects;
    objects.retain(|object| is_file(object.key.strip_prefix(&folder).unwrap_or_default()));
    let what = || format!("the folder s3://{}/{folder}", store.place.bucket);
    // The sizes are what the server says: together they may be more than any number.
    let total = objects.iter().map(|object| object.size).fold(0, u64::saturating_add);
    if total > limit || objects.len() > FILES_LIMIT {
        return Err(too_large(&what(), limit));
    }
    if objects.is_empty() {
        return Ok(None);
    }
    let mut questions = Vec::with_capacity(objects.len());
    for object in &objects {
        questions.push(read_one(store, object.key.clone(), limit));
    }
    let mut reading = stream::iter(questions).buffered(AT_ONCE);
    let (mut files, mut done) = (Vec::new(), 0);
    while let Some(bytes) = reading.next().await {
        let bytes = bytes?;
        done += bytes.len() as u64;
        if done > limit {
            return Err(too_large(&what(), limit));
        }
        let path = objects.get(files.len()).and_then(|object| object.key.strip_prefix(&folder));
        files.push((path.unwrap_or_default().to_owned(), bytes));
        let phase = name.to_owned();
        store.monitor.report(Progress { phase, done, total: Some(total), unit: Unit::Bytes });
    }
    files.sort();
    Ok(Some(PackageBytes::Tree { name: name.to_owned(), files }))
}

/// Whether a key below a folder is a file of it: consoles keep empty objects for folders.
fn is_file(path: &str) -> bool {
    !path.is_empty()
        && !path.ends_with('/')
        && path.split('/').all(|part| !matches!(part, "" | "." | ".."))
}

async fn read_one(store: &Store<'_>, key: String, limit: u64) -> Result<Vec<u8>, Error> {
    let place = S3Place { key, ..store.place.clone() };
    let question = Question::package(&place);
    let mut answer = store.ask(&question).await?;
    let bounds = (limit, store.client.settings.patience);
    // An addon may well hold web pages, so nothing is judged by its looks here.
    answer.body(bounds, &place.key, &store.monitor.quiet()).await
}
