//! One repository as it stands in the file.
//!
//! May import: `registry::change`, `yaml`, `model`.

use jiff::Timestamp;

use super::change::check_name;
use crate::model::{Credentials, Location, Repository, RepositoryKind};
use crate::yaml::{AnyMapping, AnyValue};

/// The keys that mean something, in the order in which they are written.
const KEYS: [&str; 9] =
    ["name", "url", "kind", "description", "username", "password", "added", "synced", "verified"];

/// The keys of an entry that nobody knows. They are kept.
pub(super) fn unknown_keys(value: &AnyValue) -> Vec<String> {
    let mapping = value.as_mapping();
    let keys = mapping.into_iter().flat_map(AnyMapping::keys);
    keys.filter_map(AnyValue::as_str).filter(|key| !KEYS.contains(key)).map(str::to_owned).collect()
}

/// The name that an entry has, even where the rest cannot be read.
pub(super) fn name(value: &AnyValue) -> Option<&str> {
    value.get("name").and_then(AnyValue::as_str)
}

/// Reads an entry.
///
/// # Errors
/// Why it cannot be read, in words that hold no secret.
pub(super) fn read(value: &AnyValue) -> Result<Repository, String> {
    if !value.is_mapping() {
        return Err("a repository must be a mapping with name and url".to_owned());
    }
    let name = text(value, "name")?.ok_or("it has no \"name\"")?;
    check_name(&name)?;
    let url = text(value, "url")?.ok_or_else(|| format!("\"{name}\" has no \"url\""))?;
    let parsed = Location::parse(&url)
        .map_err(|error| format!("the \"url\" of \"{name}\" is not understood: {error}"))?;
    let kind = match text(value, "kind")? {
        Some(kind) => Some(kind.parse::<RepositoryKind>()?),
        None => None,
    };
    Ok(Repository {
        kind,
        description: text(value, "description")?.unwrap_or_default(),
        credentials: credentials(value)?.or(parsed.credentials),
        added: time(value, "added")?,
        synced: time(value, "synced")?,
        verified: flag(value, "verified")?.unwrap_or(true),
        ..Repository::named(name, parsed.location)
    })
}

/// Writes a repository over an entry; keys that nobody knows stay.
pub(super) fn write(entry: &mut AnyMapping, repository: &Repository) {
    let optional = |text: &str| (!text.is_empty()).then(|| AnyValue::from(text));
    let instant = |time: Option<Timestamp>| time.map(|time| AnyValue::from(time.to_string()));
    let credentials = repository.credentials.as_ref();
    let values = [
        Some(AnyValue::from(repository.name.as_str())),
        Some(AnyValue::from(repository.location.canonical())),
        repository.kind.map(|kind| AnyValue::from(kind.name())),
        optional(&repository.description),
        credentials.and_then(|known| optional(&known.username)),
        credentials.and_then(|known| optional(known.password.reveal())),
        instant(repository.added),
        instant(repository.synced),
        (!repository.verified).then(|| AnyValue::from(false)),
    ];
    for (key, value) in KEYS.into_iter().zip(values) {
        set(entry, key, value);
    }
}

/// Writes the time of the last look, if it is later than the one known.
pub(super) fn write_synced(entry: &mut AnyMapping, at: Timestamp) -> bool {
    let known = entry.get("synced").and_then(AnyValue::as_str);
    let later = known
        .and_then(|text| text.parse::<Timestamp>().ok())
        .is_none_or(|known: Timestamp| known < at);
    if later {
        set(entry, "synced", Some(AnyValue::from(at.to_string())));
    }
    later
}

/// Writes that the check has passed; tells whether it was not known.
pub(super) fn write_verified(entry: &mut AnyMapping) -> bool {
    entry.shift_remove("verified").is_some()
}

fn set(entry: &mut AnyMapping, key: &str, value: Option<AnyValue>) {
    match value {
        Some(value) => {
            entry.insert(AnyValue::from(key), value);
        }
        None => {
            entry.shift_remove(key);
        }
    }
}

fn credentials(value: &AnyValue) -> Result<Option<Credentials>, String> {
    let (username, password) = (text(value, "username")?, text(value, "password")?);
    if username.is_none() && password.is_none() {
        return Ok(None);
    }
    Ok(Some(Credentials::login(username.unwrap_or_default(), password.unwrap_or_default())))
}

fn text(value: &AnyValue, key: &str) -> Result<Option<String>, String> {
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

fn flag(value: &AnyValue, key: &str) -> Result<Option<bool>, String> {
    match value.get(key) {
        None | Some(AnyValue::Null) => Ok(None),
        Some(AnyValue::Bool(flag)) => Ok(Some(*flag)),
        Some(_) => Err(format!("\"{key}\" must be true or false")),
    }
}

fn time(value: &AnyValue, key: &str) -> Result<Option<Timestamp>, String> {
    match text(value, key)? {
        None => Ok(None),
        Some(text) => match text.parse() {
            Ok(time) => Ok(Some(time)),
            Err(_) => Err(format!("\"{key}\" must be a time such as 2026-01-31T12:00:00Z")),
        },
    }
}
