//! One repository as it stands in the file.
//!
//! May import: `registry::{change, field}`, `yaml`, `model`.

use jiff::Timestamp;

use super::change::check_name;
use super::field::{flag, is_empty, object, optional, path, secrets, set, text, texts, time};
use crate::model::{Access, Credentials, Location, Origin, Repository, RepositoryKind, SecretName};
use crate::yaml::{AnyMapping, AnyValue};

/// The keys that mean something.
const KEYS: [&str; 23] = [
    "name",
    "url",
    "kind",
    "description",
    "labels",
    "origin",
    "secretRef",
    "username",
    "password",
    "token",
    "sshKey",
    "headers",
    "certificate",
    "authorities",
    "caFile",
    "certificateFile",
    "keyFile",
    "skipTlsVerify",
    "sshKeyFile",
    "developMode",
    "added",
    "synced",
    "verified",
];

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
        access: access(value)?,
        secret: secret_name(value)?,
        labels: texts(value, "labels")?,
        origin: origin(value)?,
        added: time(value, "added")?,
        synced: time(value, "synced")?,
        verified: flag(value, "verified")?.unwrap_or(true),
        ..Repository::named(name, parsed.location)
    })
}

/// Writes a repository over an entry; keys that nobody knows stay.
pub(super) fn write(entry: &mut AnyMapping, repository: &Repository) {
    let instant = |time: Option<Timestamp>| time.map(|time| AnyValue::from(time.to_string()));
    let values = [
        ("name", Some(AnyValue::from(repository.name.as_str()))),
        ("url", Some(AnyValue::from(repository.location.canonical()))),
        ("kind", repository.kind.map(|kind| AnyValue::from(kind.name()))),
        ("description", optional(&repository.description)),
        (
            "labels",
            object(repository.labels.iter().map(|(key, text)| (key.as_str(), text.as_str()))),
        ),
        ("origin", repository.origin.as_ref().and_then(origin_value)),
        ("secretRef", repository.secret.as_ref().and_then(secret_value)),
    ];
    let times = [
        ("added", instant(repository.added)),
        ("synced", instant(repository.synced)),
        ("verified", (!repository.verified).then(|| AnyValue::from(false))),
    ];
    let usual = Credentials::default();
    let own = credential_values(repository.credentials.as_ref().unwrap_or(&usual));
    let own = own.into_iter().chain(access_values(&repository.access));
    for (key, value) in values.into_iter().chain(own).chain(times) {
        set(entry, key, value);
    }
}

fn credential_values(own: &Credentials) -> [(&'static str, Option<AnyValue>); 7] {
    let headers = own.headers.iter().map(|(name, value)| (name.as_str(), value.reveal()));
    [
        ("username", optional(&own.username)),
        ("password", optional(own.password.reveal())),
        ("token", optional(own.token.reveal())),
        ("sshKey", optional(own.ssh_key.reveal())),
        ("headers", object(headers)),
        ("certificate", optional(own.certificate.reveal())),
        ("authorities", optional(&own.authorities)),
    ]
}

fn access_values(access: &Access) -> [(&'static str, Option<AnyValue>); 6] {
    let file = |path: &Option<std::path::PathBuf>| {
        path.as_ref().map(|path| AnyValue::from(path.to_string_lossy().into_owned()))
    };
    let when = |on: bool| on.then(|| AnyValue::from(true));
    [
        ("caFile", file(&access.ca_file)),
        ("certificateFile", file(&access.certificate_file)),
        ("keyFile", file(&access.key_file)),
        ("skipTlsVerify", when(access.skip_tls_verify)),
        ("sshKeyFile", file(&access.ssh_key_file)),
        ("developMode", when(access.develop_mode)),
    ]
}

fn origin_value(origin: &Origin) -> Option<AnyValue> {
    let namespace = origin.namespace.as_deref().map(|namespace| ("namespace", namespace));
    let count = origin.reprocess_request.map(|count| count.to_string());
    let rest = [("name", origin.name.as_str())].into_iter();
    let rest = rest.chain(count.as_deref().map(|count| ("reprocessRequest", count)));
    object(std::iter::once(("kind", origin.kind.as_str())).chain(namespace).chain(rest))
}

fn secret_value(secret: &SecretName) -> Option<AnyValue> {
    let namespace = secret.namespace.as_deref().map(|namespace| ("namespace", namespace));
    object(std::iter::once(("name", secret.name.as_str())).chain(namespace))
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

fn credentials(value: &AnyValue) -> Result<Option<Credentials>, String> {
    let word = |key| Ok::<_, String>(text(value, key)?.unwrap_or_default());
    let own = Credentials {
        username: word("username")?,
        password: word("password")?.into(),
        token: word("token")?.into(),
        ssh_key: word("sshKey")?.into(),
        headers: secrets(value, "headers")?,
        certificate: word("certificate")?.into(),
        authorities: word("authorities")?,
    };
    Ok(Some(own).filter(|own| !own.is_empty()))
}

fn access(value: &AnyValue) -> Result<Access, String> {
    let when = |key| Ok::<_, String>(flag(value, key)?.unwrap_or_default());
    Ok(Access {
        ca_file: path(value, "caFile")?,
        certificate_file: path(value, "certificateFile")?,
        key_file: path(value, "keyFile")?,
        skip_tls_verify: when("skipTlsVerify")?,
        ssh_key_file: path(value, "sshKeyFile")?,
        develop_mode: when("developMode")?,
    })
}

fn secret_name(value: &AnyValue) -> Result<Option<SecretName>, String> {
    let Some(inner) = value.get("secretRef").filter(|inner| !is_empty(inner)) else {
        return Ok(None);
    };
    let wrong =
        || "\"secretRef\" must have the name of a Secret, and may have a namespace".to_owned();
    let name = text(inner, "name")?.ok_or_else(wrong)?;
    Ok(Some(SecretName { namespace: text(inner, "namespace")?, name }))
}

fn origin(value: &AnyValue) -> Result<Option<Origin>, String> {
    let Some(inner) = value.get("origin").filter(|inner| !is_empty(inner)) else {
        return Ok(None);
    };
    let word = |key| Ok::<_, String>(text(inner, key)?.unwrap_or_default());
    let (kind, name) = (word("kind")?, word("name")?);
    // A count that was spoilt by hand is begun anew, which is better than to lose the repository.
    let reprocess_request = word("reprocessRequest")?.parse().ok();
    Ok(Some(Origin { kind, namespace: text(inner, "namespace")?, name, reprocess_request }))
}
