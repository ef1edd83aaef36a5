//! Where a repository is, how it is let in there, and where it came from, as facts.
//!
//! May import: `app::{state, theme}`, `model`.

use std::path::Path;

use crate::app::state::document::Document;
use crate::app::state::mark::Mark;
use crate::app::theme::Role;
use crate::model::{Credentials, Location, Origin, Repository};

/// How a repository is let in.
pub(super) fn way(document: &mut Document, repository: &Repository, width: usize) {
    for mark in Mark::of(repository) {
        let role = match mark {
            Mark::NotVerified => Role::Error,
            Mark::DevelopMode | Mark::PlainHttp => Role::Warning,
            Mark::Template => Role::Text,
        };
        let label = match mark {
            Mark::NotVerified => "TLS",
            Mark::DevelopMode => "Develop mode",
            Mark::PlainHttp => "Plain http",
            Mark::Template => "Template",
        };
        document.styled_fact(label, mark.meaning(), role, width);
    }
    secret(document, repository, width);
    let login = repository.credentials.as_ref().map(credentials).unwrap_or_default();
    document.fact("Login", &login, width);
    let access = &repository.access;
    let files = [
        ("CA file", &access.ca_file),
        ("Client cert", &access.certificate_file),
        ("Client key", &access.key_file),
        ("SSH key", &access.ssh_key_file),
    ];
    for (label, path) in files {
        let text = path.as_deref().map(Path::display).map(|path| path.to_string());
        document.fact(label, &text.unwrap_or_default(), width);
    }
}

fn secret(document: &mut Document, repository: &Repository, width: usize) {
    match (&repository.secret, &repository.location) {
        (Some(name), _) => document.fact("Secret", &name.to_string(), width),
        (None, Location::Template(_)) => {
            let text = "none: the placeholders cannot be filled";
            document.styled_fact("Secret", text, Role::Error, width);
        }
        (None, _) => {}
    }
}

/// What of credentials may be told.
fn credentials(credentials: &Credentials) -> String {
    let mut parts = Vec::new();
    match (credentials.username.as_str(), credentials.password.is_empty()) {
        ("", true) => {}
        ("", false) => parts.push("a password".to_owned()),
        (user, _) => parts.push(user.to_owned()),
    }
    let rest = [
        (credentials.token.is_empty(), "a token"),
        (credentials.ssh_key.is_empty(), "an SSH key"),
        (credentials.headers.is_empty(), "own headers"),
        (credentials.certificate.is_empty(), "a client certificate"),
    ];
    parts.extend(rest.iter().filter(|(none, _)| !none).map(|(_, word)| (*word).to_owned()));
    parts.join(", ")
}

/// Where a repository came from, and what it is labelled with.
pub(super) fn origin(document: &mut Document, repository: &Repository, width: usize) {
    if let Some(Origin { kind, namespace, name, .. }) = &repository.origin {
        let name = match namespace {
            Some(namespace) => format!("{namespace}/{name}"),
            None => name.clone(),
        };
        document.fact("Origin", &format!("{kind} {name}"), width);
    }
    let labels = repository.labels.iter().map(|(key, value)| format!("{key}={value}"));
    document.fact("Labels", &labels.collect::<Vec<_>>().join(", "), width);
}
