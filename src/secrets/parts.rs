//! What is seen of a place once a value has become a whole URL: hosts, paths, buckets, keys.
//!
//! May import: `model`.

use std::collections::BTreeMap;

use crate::model::location::{decoded, is_index_name};
use crate::model::{Credentials, Location, Parsed, Redactor, Secret};

/// What is shorter is in too many other texts.
const SHORTEST: usize = 4;
/// References that every repository may have.
const USUAL_REFERENCES: &[&str] = &["main", "master", "develop", "HEAD"];

/// Takes the parts of a filled place out of texts that come from a value: transports speak of the repository's
/// URL without `git::` and without the index file's path, of a bucket, of a path alone.
pub(super) fn hide(
    redactor: &mut Redactor,
    template: &str,
    values: &BTreeMap<String, Secret>,
    filled: &Parsed,
) {
    let mut parts = parts(&filled.location);
    parts.extend(filled.credentials.as_ref().map(|Credentials { username, .. }| username.clone()));
    for (key, value) in values.iter().filter(|(key, _)| template.contains(&format!("{{{key}}}"))) {
        let plain = decoded(value.reveal());
        let small = value.reveal().to_ascii_lowercase();
        let is_of_it = |part: &str| {
            let bare = part.trim_matches('/');
            let holds = |text: &str| text.contains(bare) && bare.len() >= SHORTEST;
            !template.contains(bare) && (holds(value.reveal()) || holds(&plain) || holds(&small))
        };
        for part in parts.iter().filter(|part| is_of_it(part)) {
            let slash = if part.starts_with('/') { "/" } else { "" };
            redactor.hide(&Secret::from(part.as_str()), format!("{slash}{{{key}}}"));
        }
        // A whole path goes before its parts, which begin with the slash.
        if value.reveal().contains('/') {
            redactor.hide(&Secret::from(format!("/{}", value.reveal())), format!("/{{{key}}}"));
        }
        // As it is written down, with what we add to it.
        if template.trim() == format!("{{{key}}}") {
            for text in [filled.location.canonical(), filled.location.to_string()] {
                redactor.hide(&Secret::from(text), format!("{{{key}}}"));
            }
        }
    }
}

/// The parts of a place by which it is told, each as it is and decoded.
fn parts(location: &Location) -> Vec<String> {
    let mut parts = Vec::new();
    match location {
        Location::Http { url } => of_url(url, &mut parts),
        Location::Git { url, reference, index_path, .. } => {
            of_url(url, &mut parts);
            of_path(index_path, &mut parts);
            let reference = reference.iter().filter(|name| !is_usual(name));
            parts.extend(reference.cloned());
        }
        Location::S3(place) => {
            of_url(&place.endpoint, &mut parts);
            of_path(&place.key, &mut parts);
            parts.push(place.bucket.clone());
            parts.push(format!("{}/{}", place.bucket, place.key));
            parts.push(place.prefix().to_owned());
            parts.extend(place.profile.clone());
        }
        Location::Template(_) | Location::File { .. } | Location::Sample(_) => {}
    }
    let plain: Vec<String> = parts.iter().map(|part| decoded(part)).collect();
    parts.extend(plain);
    parts
}

fn is_usual(reference: &str) -> bool {
    USUAL_REFERENCES.contains(&reference)
}

/// The URL without its query, its host with the port and alone, its path, and each part of it.
fn of_url(url: &url::Url, parts: &mut Vec<String>) {
    let mut bare = url.clone();
    bare.set_query(None);
    parts.push(bare.as_str().trim_end_matches('/').to_owned());
    // A URL that cannot have a user has none.
    let _ = bare.set_username("");
    parts.push(bare.as_str().trim_end_matches('/').to_owned());
    let host = url.host_str().unwrap_or_default();
    parts.extend(url.port().map(|port| format!("{host}:{port}")));
    parts.push(host.to_owned());
    of_path(url.path(), parts);
    let pairs = url.query().unwrap_or_default().split('&');
    parts.extend(pairs.filter_map(|pair| pair.split_once('=')).map(|(_, value)| value.to_owned()));
}

/// A path and each part of it. The parts stand behind a slash: alone, many are words.
fn of_path(path: &str, parts: &mut Vec<String>) {
    let path = path.trim_matches('/');
    // The index file's name is often ours.
    let folder = path.rsplit_once('/').filter(|(_, file)| is_index_name(file));
    let paths = [Some(path), folder.map(|(folder, _)| folder)];
    parts.extend(paths.into_iter().flatten().filter(|path| path.contains('/')).map(str::to_owned));
    let alone = path.split('/').filter(|part| !is_index_name(part));
    for part in alone {
        parts.push(format!("/{part}"));
        // What has more than small letters in it is no word.
        if part.len() > 2 * SHORTEST && !part.bytes().all(|byte| byte.is_ascii_lowercase()) {
            parts.push(part.to_owned());
        }
    }
}
