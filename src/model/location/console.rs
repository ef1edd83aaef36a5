//! Pages of the consoles of object stores, and what they show.
//!
//! May import: `model::location::error`.

use url::Url;

use super::error::LocationError;

/// The error for a console's page, with the URL of what it shows.
pub(super) fn recognise(url: &Url) -> Option<LocationError> {
    let host = url.host_str()?;
    let parts: Vec<&str> = url.path_segments()?.filter(|part| !part.is_empty()).collect();
    match (host, parts.as_slice()) {
        (host, ["s3", "buckets" | "object", bucket, ..])
            if host.ends_with("console.aws.amazon.com") =>
        {
            let prefix = query(url, "prefix").unwrap_or_default();
            let region = query(url, "region").map(|name| format!("?region={name}"));
            let text = format!("s3://{bucket}/{prefix}{}", region.unwrap_or_default());
            Some(page("Amazon's console").suggest(text))
        }
        ("console.cloud.google.com", ["storage", "browser", path @ ..]) if !path.is_empty() => {
            let path = path.join("/");
            let path = path.split(';').next().unwrap_or_default();
            let text = format!("https://storage.googleapis.com/{path}");
            Some(page("Google's console").suggest(text))
        }
        (_, ["browser", path @ ..]) if url.port() == Some(9001) && !path.is_empty() => {
            let text = format!("s3::{}://{host}:9000/{}", url.scheme(), path.join("/"));
            Some(page("MinIO's console, at another port than S3").suggest(text))
        }
        _ => None,
    }
}

fn page(whose: &str) -> LocationError {
    LocationError::new(format!("this is a page of {whose}: the bucket itself is needed"))
}

fn query(url: &Url, key: &str) -> Option<String> {
    let (_, value) = url.query_pairs().find(|(name, _)| name == key)?;
    let usual = |c: char| c.is_ascii_alphanumeric() || "-._/".contains(c);
    (!value.is_empty() && value.chars().all(usual)).then(|| value.into_owned())
}
