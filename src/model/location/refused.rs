//! Forms that are known and not supported. A transport that is added later leaves this table and gets
//! its own grammar beside `git` and `web`.
//!
//! May import: `model::location::{text, value}`.

use super::text::{after, without_user_info};
use super::value::LocationError;

const S3: &str = "S3 buckets are not supported yet (they come with the next release): until then use the \
                  https:// URL of the bucket's index.yaml, if it can be read that way";
const SSH: &str = "Git over SSH is not supported yet (it comes with the next release): until then use \
                   git::https:// with a token as the password";

/// Prefixes, whatever their case, and what is said of them.
const PREFIXES: &[(&str, &str)] = &[
    ("s3://", S3),
    ("s3::", S3),
    ("ssh://", SSH),
    ("git::ssh://", SSH),
    ("git+ssh://", SSH),
    ("oci://", "OCI registries are not supported: they have no index file to browse"),
    ("hg::", "Mercurial is not supported: serve the folder over https, or mirror it to Git"),
    ("gcs::", "Google Cloud Storage is not supported: use the https:// URL of the index file"),
    ("gs://", "Google Cloud Storage is not supported: use the https:// URL of the index file"),
    ("git::git::", "\"git::\" stands twice"),
    ("git::git://", "the git:// protocol is not supported, as it is neither encrypted nor signed"),
    ("git://", "the git:// protocol is not supported, as it is neither encrypted nor signed"),
    ("git+https://", "this is the URL form of the helm-git plugin"),
    ("git+http://", "this is the URL form of the helm-git plugin"),
    ("git+file://", "this is the URL form of the helm-git plugin"),
];

/// The error for a text in a form that is known and not supported.
pub(super) fn refused(text: &str) -> Option<LocationError> {
    if let Some(error) = refused_scp(text) {
        return Some(error);
    }
    let (prefix, message) = PREFIXES.iter().find(|(prefix, _)| after(text, prefix).is_some())?;
    let error = LocationError::new(*message);
    let rest = after(text, prefix)?;
    Some(match *prefix {
        "ssh://" | "git::ssh://" | "git+ssh://" | "git::git://" | "git://" => {
            error.suggest(https_form(rest))
        }
        "git::git::" => error.suggest(format!("git::{rest}")),
        "git+https://" | "git+http://" | "git+file://" => match plugin_form(text) {
            Some(suggestion) => error.suggest(suggestion),
            None => error,
        },
        _ => error,
    })
}

/// `git@host:path`, the form of scp.
fn refused_scp(text: &str) -> Option<LocationError> {
    let text = after(text, "git::").unwrap_or(text);
    let (host, path) = text.split_once(':')?;
    let (user, host) = host.split_once('@')?;
    let plain = |word: &str| !word.is_empty() && !word.contains(['/', ':', '?']);
    if !plain(user) || !plain(host) || path.starts_with("//") || path.contains('@') {
        return None;
    }
    Some(LocationError::new(SSH).suggest(https_form(&format!("{host}/{path}"))))
}

fn https_form(host_and_path: &str) -> String {
    let text = without_user_info(host_and_path);
    let (host, path) = text.split_once('/').unwrap_or((&text, ""));
    let host = host.split(':').next().unwrap_or_default();
    format!("git::https://{host}/{path}")
}

/// `git+https://host/repository@folder?ref=…` as we write it.
fn plugin_form(text: &str) -> Option<String> {
    let text = without_user_info(text.split_once('+')?.1);
    let (body, query) = text.split_once('?').unwrap_or((&text, ""));
    let (repository, folder) = body.rsplit_once('@').unwrap_or((body, ""));
    let reference = query.split('&').find(|pair| pair.starts_with("ref="));
    let mark = if reference.is_some() { "?" } else { "" };
    let folder = folder.trim_matches('/');
    let file =
        if folder.is_empty() { "index.yaml".to_owned() } else { format!("{folder}/index.yaml") };
    Some(format!("git::{repository}//{file}{mark}{}", reference.unwrap_or_default()))
}
