//! Options that follow an `&` where a `?` is missing: they would become a part of the path, and be shown.
//!
//! May import: `model::location::{error, mask, text}`.

use super::error::LocationError;
use super::mask::{mask_query, shareable};
use super::text::after;

/// The error for a URL whose options begin with `&`. Paths of this machine may have one.
pub(super) fn missing(text: &str) -> Option<LocationError> {
    let is_path = |text: &str| text.starts_with(['/', '.', '~']) || after(text, "file:").is_some();
    if is_path(text) || after(text, "git::").is_some_and(is_path) {
        return None;
    }
    let body = text.split(['?', '#']).next().unwrap_or_default();
    let (before, _) = body.split_once('&')?;
    let options = text.get(before.len() + 1..)?;
    let (key, _) = options.split_once('=')?;
    let is_key = |c: char| c.is_ascii_alphanumeric() || "-_.%".contains(c);
    if key.is_empty() || !key.chars().all(is_key) {
        return None;
    }
    let options = options.replace('?', "&");
    let file = before.rsplit(['/', '@']).next().unwrap_or_default();
    let mut error = LocationError::new(format!(
        "options begin with ?, and only those behind the first with &: did you mean {file}?{}",
        mask_query(&options)
    ));
    error.suggestion = shareable(&format!("{before}?{options}"));
    Some(error)
}
