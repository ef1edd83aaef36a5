//! A name for a repository, made from its configuration and its URL: readable, and the same every time.
//!
//! May import: `model`.

use url::Url;

use crate::model::digest::name_of;
use crate::model::{Location, Origin};

/// Words of a path that tell nothing.
const DULL: [&str; 12] = [
    "releases", "download", "raw", "main", "master", "refs", "heads", "tags", "blob", "latest",
    "-", "src",
];

/// Names in the registry have at most 100 characters; some are left for what tells two apart.
const LONGEST: usize = 80;

/// The first name that is free: configuration and place; with the namespace too; with a digest of both.
pub(super) fn choose(
    prefix: &str,
    origin: &Origin,
    location: &Location,
    is_taken: &dyn Fn(&str) -> bool,
) -> String {
    let (configuration, place) = (word(&origin.name), place(location));
    let base = match (configuration.as_str(), place.as_str()) {
        ("", place) => place.to_owned(),
        (configuration, "") => configuration.to_owned(),
        (configuration, place) => format!("{configuration}-{place}"),
    };
    let plain = format!("{prefix}{}", cut(&base, LONGEST));
    if !is_taken(&plain) {
        return plain;
    }
    let namespace = origin.namespace.as_deref().map(word).filter(|word| !word.is_empty());
    if let Some(namespace) = namespace {
        let longer = format!("{prefix}{}", cut(&format!("{namespace}-{base}"), LONGEST));
        if !is_taken(&longer) {
            return longer;
        }
    }
    let namespace = origin.namespace.as_deref().unwrap_or_default();
    let all = [&origin.kind, namespace, &origin.name, &location.canonical()].join("\n");
    format!("{plain}-{}", cut(&name_of(&all), 8))
}

/// What tells this place from others: host, folders, ref and the index file's suffix.
fn place(location: &Location) -> String {
    let (host, parts, file) = match location {
        Location::Http { url } => (url.host_str().unwrap_or_default(), segments(url), None),
        Location::Git { url, reference, index_path, .. } => {
            let mut parts = last(segments(url), 2);
            parts.extend(index_path.split('/').rev().skip(1).map(str::to_owned).next());
            parts.extend(reference.clone());
            parts.dedup();
            return join(parts, suffix(index_path));
        }
        Location::S3(place) => {
            let key = place.key.split('/').map(str::to_owned).collect::<Vec<_>>();
            let parts = std::iter::once(place.bucket.clone()).chain(key).collect();
            ("", parts, None)
        }
        Location::Template(template) => {
            let text = template.text().split('?').next().unwrap_or_default();
            let text = text.split_once("://").map_or(text, |(_, rest)| rest);
            let mut parts: Vec<String> = text.split('/').map(str::to_owned).collect();
            let host = if parts.is_empty() { String::new() } else { parts.remove(0) };
            let host = host.rsplit('@').next().unwrap_or_default();
            let host = host.split(':').next().unwrap_or_default().to_owned();
            return told(&host, parts);
        }
        Location::File { path } => {
            let text = path.display().to_string();
            let parts: Vec<String> = text.split('/').map(str::to_owned).collect();
            ("", parts, None)
        }
        Location::Sample(name) => ("", Vec::new(), Some(name.clone())),
    };
    match file {
        Some(file) => word(&file),
        None => told(host, parts),
    }
}

/// Of a path the last two folders that say something, else the host and what there is.
fn told(host: &str, mut parts: Vec<String>) -> String {
    let file = parts.pop().unwrap_or_default();
    let parts = last(parts, 2);
    let host = (parts.len() < 2).then(|| host.to_owned());
    join(host.into_iter().chain(parts).collect(), suffix(&file))
}

fn segments(url: &Url) -> Vec<String> {
    let parts = url.path_segments().into_iter().flatten();
    parts.map(|part| part.strip_suffix(".git").unwrap_or(part).to_owned()).collect()
}

fn last(parts: Vec<String>, count: usize) -> Vec<String> {
    let telling: Vec<String> = parts
        .into_iter()
        .filter(|part| !part.is_empty() && !DULL.contains(&part.as_str()))
        .collect();
    let skip = telling.len().saturating_sub(count);
    telling.into_iter().skip(skip).collect()
}

/// `testing` of `index-testing.yaml`, nothing of `index.yaml`.
fn suffix(file: &str) -> String {
    let stem = file.rsplit('/').next().unwrap_or(file);
    let stem = stem.rsplit_once('.').map_or(stem, |(stem, _)| stem);
    stem.strip_prefix("index").unwrap_or(stem).to_owned()
}

fn join(mut parts: Vec<String>, suffix: String) -> String {
    parts.push(suffix);
    let words = parts.iter().map(|part| word(part)).filter(|word| !word.is_empty());
    words.collect::<Vec<_>>().join("-")
}

/// Lower-case letters, digits, dots and dashes, without dashes and dots at the ends.
fn word(text: &str) -> String {
    let mut word = String::new();
    for c in text.chars() {
        match c.to_ascii_lowercase() {
            c if c.is_ascii_alphanumeric() || matches!(c, '.' | '_') => word.push(c),
            _ if word.ends_with('-') => {}
            _ => word.push('-'),
        }
    }
    word.trim_matches(['-', '.']).to_owned()
}

fn cut(text: &str, length: usize) -> &str {
    // Words are ASCII, digests too.
    text.get(..length).unwrap_or(text).trim_end_matches(['-', '.'])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn origin() -> Origin {
        Origin {
            kind: "AddonsConfiguration".to_owned(),
            namespace: Some("stage".to_owned()),
            name: "team".to_owned(),
            reprocess_request: None,
        }
    }

    #[test]
    fn names_tell_configuration_and_place() {
        for (url, expected) in [
            (
                "https://github.com/kyma-project/addons/releases/download/0.15.0/index.yaml",
                "team-addons-0.15.0",
            ),
            (
                "https://github.com/kyma-project/addons/releases/download/0.15.0/index-testing.yaml",
                "team-addons-0.15.0-testing",
            ),
            ("https://h.example/addons/index.yaml", "team-h.example-addons"),
            ("https://h.example:8443/index-2.yaml", "team-h.example-2"),
            ("github.com/kyma-project/addons//addons/index.yaml", "team-kyma-project-addons"),
            ("github.com/o/r//a/b/other.yaml?ref=release/1.2", "team-o-r-b-release-1.2-other"),
            ("https://{user}:{key}@{host}/{project}/addons/index.yaml", "team-project-addons"),
            ("git::https://{user}:{key}@h.example/r.git//i.yaml?ref=x", "team-h.example-r.git-i"),
        ] {
            let location = Location::parse(url).expect(url).location;
            assert_eq!(choose("", &origin(), &location, &|_| false), expected, "{url}");
            assert_eq!(
                choose("ours.", &origin(), &location, &|_| false),
                format!("ours.{expected}")
            );
        }
    }

    #[test]
    fn taken_names_are_told_apart_the_same_way_every_time() {
        let location = Location::parse("https://h.example/a/b/index.yaml").unwrap().location;
        let taken = |names: &[&str]| {
            let name = choose("", &origin(), &location, &|name| names.contains(&name));
            assert!(crate::registry::check_name(&name).is_ok(), "{name}");
            name
        };
        assert_eq!(taken(&["team-a-b"]), "stage-team-a-b");
        let third = taken(&["team-a-b", "stage-team-a-b"]);
        assert!(third.starts_with("team-a-b-") && third.len() == 17, "{third}");
    }
}
