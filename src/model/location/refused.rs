//! Forms that are known and not supported. A transport that is added later leaves this table and gets
//! its own grammar beside `git` and `web`.
//!
//! May import: `model::location::{error, mask, text}`.

use super::error::LocationError;
use super::mask::shareable;
use super::text::{after, without_user_info};
use crate::model::fault::Fault;

/// Prefixes, whatever their case, and what is said of them.
const PREFIXES: &[(&str, &str)] = &[
    ("git+ssh://", "this is the URL form of the helm-git plugin"),
    (
        "oci://",
        "OCI registries are not supported, as they have no index to browse: helm show and helm pull \
     take this URL as it is; if the same charts are listed in an index.yaml, use its https:// URL",
    ),
    (
        "hg::",
        "Mercurial is not supported, though Helm Broker has it: serve the folder over https, or mirror it to \
         Git (git-remote-hg, hg-git)",
    ),
    ("gcs::", "Google Cloud Storage is not supported: use the https:// URL of the index file"),
    ("gs://", "Google Cloud Storage is not supported: use the https:// URL of the index file"),
    ("git::git::", "\"git::\" stands twice"),
    ("git+https://", "this is the URL form of the helm-git plugin"),
    ("git+http://", "this is the URL form of the helm-git plugin"),
    ("git+file://", "this is the URL form of the helm-git plugin"),
];

/// The error for a text in a form that is known and not supported.
pub(super) fn refused(text: &str) -> Option<LocationError> {
    let (prefix, message) = PREFIXES.iter().find(|(prefix, _)| after(text, prefix).is_some())?;
    let error = LocationError::new(*message).fault(Fault::UrlScheme);
    let rest = after(text, prefix)?;
    Some(match *prefix {
        "git::git::" => LocationError { suggestion: shareable(&format!("git::{rest}")), ..error },
        "gs://" => error.suggest(format!("https://storage.googleapis.com/{rest}")),
        "oci://" if rest.ends_with("/bitnamicharts") => {
            error.suggest("https://charts.bitnami.com/bitnami")
        }
        "git+https://" | "git+http://" | "git+file://" | "git+ssh://" => match plugin_form(text) {
            Some(suggestion) => error.suggest(suggestion),
            None => error,
        },
        _ => error,
    })
}

/// `git+https://host/repository@folder?ref=…` as we write it.
fn plugin_form(text: &str) -> Option<String> {
    // The user of SSH is no secret, and it is lost on nobody's screen.
    let user = after(text, "git+ssh://").and_then(|rest| rest.split('/').next()?.rsplit_once('@'));
    let user = user.map(|(login, _)| login.split(':').next().unwrap_or_default());
    let user = user.map(|user| format!("{user}@")).unwrap_or_default();
    let text = without_user_info(text.split_once('+')?.1);
    let (body, query) = text.split_once('?').unwrap_or((&text, ""));
    let (scheme, body) = body.split_once("://")?;
    let (repository, folder) = body.split_once('@').unwrap_or((body, ""));
    let reference = query.split('&').find(|pair| pair.starts_with("ref="));
    let mark = if reference.is_some() { "?" } else { "" };
    let folder = folder.trim_matches('/');
    let file =
        if folder.is_empty() { "index.yaml".to_owned() } else { format!("{folder}/index.yaml") };
    Some(format!(
        "git::{scheme}://{user}{repository}//{file}{mark}{}",
        reference.unwrap_or_default()
    ))
}
