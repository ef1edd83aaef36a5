//! Fields of an entry: what their values must be, and how they are written.
//!
//! May import: `yaml`, `model`.

use std::collections::BTreeMap;
use std::path::PathBuf;

use jiff::Timestamp;

use crate::model::{Secret, Surroundings};
use crate::yaml::{AnyMapping, AnyValue};

/// Puts a value under a key, or takes it away.
pub(super) fn set(entry: &mut AnyMapping, key: &str, value: Option<AnyValue>) {
    match value {
        Some(value) => {
            entry.insert(AnyValue::from(key), value);
        }
        None => {
            entry.shift_remove(key);
        }
    }
}

/// A text that is written only if there is something in it.
pub(super) fn optional(text: &str) -> Option<AnyValue> {
    (!text.is_empty()).then(|| AnyValue::from(text))
}

/// A mapping of texts that is written only if there is something in it.
pub(super) fn object<'texts>(
    pairs: impl Iterator<Item = (&'texts str, &'texts str)>,
) -> Option<AnyValue> {
    let mapping: AnyMapping =
        pairs.map(|(key, text)| (AnyValue::from(key), AnyValue::from(text))).collect();
    (!mapping.is_empty()).then_some(AnyValue::Mapping(mapping))
}

/// Whether a value stands for nothing.
pub(super) fn is_empty(value: &AnyValue) -> bool {
    value.is_null() || value.as_mapping().is_some_and(AnyMapping::is_empty)
}

/// A text.
pub(super) fn text(value: &AnyValue, key: &str) -> Result<Option<String>, String> {
    match value.get(key) {
        None | Some(AnyValue::Null) => Ok(None),
        Some(AnyValue::String(text)) => Ok(Some(text.clone())),
        // Not taken as text: 1.10 and 0x10 would silently become other words.
        Some(AnyValue::Number(_) | AnyValue::Bool(_)) => {
            Err(format!("\"{key}\" must be a text: put it in quotes"))
        }
        Some(_) => Err(format!("\"{key}\" must be a text")),
    }
}

/// Yes or no.
pub(super) fn flag(value: &AnyValue, key: &str) -> Result<Option<bool>, String> {
    match value.get(key) {
        None | Some(AnyValue::Null) => Ok(None),
        Some(AnyValue::Bool(flag)) => Ok(Some(*flag)),
        Some(_) => Err(format!("\"{key}\" must be true or false")),
    }
}

/// A time.
pub(super) fn time(value: &AnyValue, key: &str) -> Result<Option<Timestamp>, String> {
    match text(value, key)? {
        None => Ok(None),
        Some(text) => match text.parse() {
            Ok(time) => Ok(Some(time)),
            Err(_) => Err(format!("\"{key}\" must be a time such as 2026-01-31T12:00:00Z")),
        },
    }
}

/// An absolute path; `~/` is the home.
pub(super) fn path(value: &AnyValue, key: &str) -> Result<Option<PathBuf>, String> {
    let Some(text) = text(value, key)? else { return Ok(None) };
    if !text.starts_with(['/', '~']) {
        return Err(format!("\"{key}\" must be an absolute path, or begin with ~/"));
    }
    let path = Surroundings::of_process().path_of(&text);
    path.map(Some).map_err(|error| format!("\"{key}\": {error}"))
}

/// A mapping of texts.
pub(super) fn texts(value: &AnyValue, key: &str) -> Result<BTreeMap<String, String>, String> {
    Ok(pairs(value, key)?.into_iter().collect())
}

/// A mapping of names to values that are not shown, in the order of the file.
pub(super) fn secrets(value: &AnyValue, key: &str) -> Result<Vec<(String, Secret)>, String> {
    let pairs = pairs(value, key)?;
    Ok(pairs.into_iter().map(|(name, text)| (name, Secret::from(text))).collect())
}

fn pairs(value: &AnyValue, key: &str) -> Result<Vec<(String, String)>, String> {
    let Some(inner) = value.get(key).filter(|inner| !is_empty(inner)) else {
        return Ok(Vec::new());
    };
    let wrong = || format!("\"{key}\" must be a mapping of names to texts: put numbers in quotes");
    let mapping = inner.as_mapping().ok_or_else(wrong)?;
    let pair = |(name, text): (&AnyValue, &AnyValue)| {
        Some((name.as_str()?.to_owned(), text.as_str()?.to_owned()))
    };
    mapping.iter().map(|one| pair(one).ok_or_else(wrong)).collect()
}
