//! How a text is understood, in words for people and scripts.
//!
//! May import: `model::location::{mask, placeholder, template, value}`.

use serde::Serialize;
use url::Url;

use super::mask::{mask_query, masked};
use super::placeholder;
use super::template::Template;
use super::value::{Location, Parsed};

/// How a text is understood, for people and scripts. Absent parts are null; secrets are masked.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Explanation {
    /// `https`, `http`, `git`, `s3`, `file`, `sample`.
    pub scheme: Option<String>,
    /// The location in its normal form, masked.
    pub url: Option<String>,
    /// Host.
    pub host: Option<String>,
    /// Port, where it is not the scheme's own.
    pub port: Option<u16>,
    /// The Git repository.
    pub repository: Option<String>,
    /// Branch, tag or commit.
    #[serde(rename = "ref")]
    pub reference: Option<String>,
    /// How many commits are fetched.
    pub depth: Option<u32>,
    /// Path of the index file.
    pub index_path: Option<String>,
    /// Where packages are sought.
    pub packages_at: Option<String>,
    /// S3: endpoint.
    pub endpoint: Option<String>,
    /// S3: region.
    pub region: Option<String>,
    /// S3: bucket.
    pub bucket: Option<String>,
    /// S3: prefix.
    pub prefix: Option<String>,
    /// S3: `path` or `virtual`.
    pub addressing: Option<String>,
    /// What is worth knowing about the text.
    pub warnings: Vec<String>,
    /// Why it is not understood.
    pub error: Option<String>,
    /// A text that would be understood, where the present one is not, or that may be meant instead.
    pub suggestion: Option<String>,
}

impl Location {
    /// How a text is understood, or why it is not.
    #[must_use]
    pub fn explain(text: &str) -> Explanation {
        match Self::parse(text) {
            Ok(parsed) => of(&parsed),
            Err(error) => Explanation {
                error: Some(error.message),
                suggestion: error.suggestion,
                ..Explanation::default()
            },
        }
    }
}

/// A template as what it will be, with its placeholders in their places.
fn of_template(template: &Template, parsed: &Parsed) -> Explanation {
    let url = Some(parsed.location.to_string());
    let (warnings, suggestion) = (parsed.warnings.clone(), parsed.suggestion.clone());
    let Some((inner, stand_ins)) = placeholder::understood(template) else {
        let scheme = Some(parsed.location.scheme_name().to_owned());
        return Explanation { scheme, url, warnings, suggestion, ..Explanation::default() };
    };
    let inner = of(&inner);
    // What looks like a path may be a URL with its query, once the placeholders are filled.
    let back = |text: Option<String>| text.map(|text| without_secrets(&stand_ins.restore(&text)));
    Explanation {
        scheme: inner.scheme,
        url,
        host: back(inner.host),
        port: inner.port.filter(|port| !stand_ins.stands_in(port)),
        repository: back(inner.repository),
        reference: back(inner.reference),
        depth: inner.depth.filter(|depth| !stand_ins.stands_in(depth)),
        index_path: back(inner.index_path),
        packages_at: back(inner.packages_at),
        endpoint: back(inner.endpoint),
        region: back(inner.region),
        bucket: back(inner.bucket),
        prefix: back(inner.prefix),
        addressing: inner.addressing,
        warnings,
        error: None,
        suggestion,
    }
}

fn without_secrets(text: &str) -> String {
    match text.split_once('?') {
        Some((path, query)) => format!("{path}?{}", mask_query(query)),
        None => text.to_owned(),
    }
}

fn of(parsed: &Parsed) -> Explanation {
    let location = &parsed.location;
    if let Location::Template(template) = location {
        return of_template(template, parsed);
    }
    let mut explanation = Explanation {
        scheme: Some(location.scheme_name().to_owned()),
        url: Some(location.to_string()),
        host: location.host().map(str::to_owned),
        packages_at: Some(location.packages_at()),
        warnings: parsed.warnings.clone(),
        suggestion: parsed.suggestion.clone(),
        ..Explanation::default()
    };
    match location {
        Location::Http { url } => {
            explanation.port = url.port();
            explanation.index_path = Some(url.path().to_owned());
        }
        Location::Git { url, reference, depth, index_path } => {
            explanation.port = url.port();
            explanation.repository = Some(repository_text(url));
            explanation.reference.clone_from(reference);
            explanation.depth = *depth;
            explanation.index_path = Some(index_path.clone());
        }
        Location::S3(place) => {
            explanation.port = place.endpoint.port();
            explanation.endpoint = Some(place.endpoint.as_str().trim_end_matches('/').to_owned());
            let region = place.region.as_deref().or(place.usual_region());
            explanation.region = region.map(str::to_owned);
            explanation.bucket = Some(place.bucket.clone());
            explanation.prefix = Some(place.prefix().trim_end_matches('/').to_owned());
            explanation.addressing = Some(place.addressing.name().to_owned());
            explanation.index_path = Some(place.key.clone());
        }
        Location::Template(_) => {}
        Location::File { path } => explanation.index_path = Some(path.display().to_string()),
        Location::Sample(_) => explanation.index_path = Some(location.index_file().to_owned()),
    }
    explanation
}

fn repository_text(url: &Url) -> String {
    match url.to_file_path() {
        Ok(path) if url.scheme() == "file" => path.display().to_string(),
        _ => masked(url),
    }
}
