//! Placeholders of URLs against the Secrets that stand beside their configurations.
//!
//! May import: `manifest::{addons_configuration, secret, ssh_key}`, `model`.

use std::collections::BTreeSet;

use super::addons_configuration::{AddonsConfiguration, WantedRepository};
use super::secret::{SecretManifest, SecretValue};
use super::ssh_key;
use crate::model::rule::manifest::{MAN046, MAN047, MAN048, MAN049, MAN054};
use crate::model::{Diagnostic, Location, Rule, SecretName};

/// Judges what the Secrets of a bundle give to the URLs of its configurations. A bundle without Secrets says
/// nothing: they are rarely kept beside configurations.
pub(super) fn judge(
    configurations: &[AddonsConfiguration],
    secrets: &[SecretManifest],
) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    if secrets.is_empty() {
        return found;
    }
    let mut used: Vec<(&SecretManifest, &WantedRepository, BTreeSet<String>)> = Vec::new();
    for configuration in configurations {
        for repository in &configuration.repositories {
            let keys = placeholders(&repository.url);
            let Some(name) = configuration.secret_of(repository).filter(|_| !keys.is_empty())
            else {
                continue;
            };
            let Some(secret) = secrets.iter().find(|secret| is_meant(&secret.name, &name)) else {
                let message = format!("the Secret {name} is not beside its configuration");
                found.push(at(&MAN046, repository, message));
                continue;
            };
            found.extend(keys.iter().flat_map(|key| judge_key(key, secret, repository)));
            match used.iter_mut().find(|(other, _, _)| other.name == secret.name) {
                Some((_, _, all)) => all.extend(keys),
                None => used.push((secret, repository, keys.into_iter().collect())),
            }
        }
    }
    found.extend(used.iter().filter_map(|(secret, repository, keys)| {
        let surplus: Vec<&str> =
            secret.values.keys().filter(|key| !keys.contains(*key)).map(String::as_str).collect();
        let message = format!("no url uses {} of the Secret {}", surplus.join(", "), secret.name);
        (!surplus.is_empty()).then(|| at(&MAN048, repository, message))
    }));
    found
}

fn at(rule: &'static Rule, repository: &WantedRepository, message: String) -> Diagnostic {
    Diagnostic::new(rule, repository.place.clone(), message)
}

/// Whether a Secret is the one that is meant; where one of the two says no namespace, the name decides.
fn is_meant(secret: &SecretName, wanted: &SecretName) -> bool {
    let (own, other) = (&secret.namespace, &wanted.namespace);
    secret.name == wanted.name && (own == other || own.is_none() || other.is_none())
}

fn placeholders(url: &str) -> Vec<String> {
    match Location::parse(url).map(|parsed| parsed.location) {
        Ok(Location::Template(template)) => {
            template.keys().into_iter().map(str::to_owned).collect()
        }
        _ => Vec::new(),
    }
}

fn judge_key(key: &str, secret: &SecretManifest, repository: &WantedRepository) -> Vec<Diagnostic> {
    let Some(value) = secret.values.get(key) else {
        if secret.binary.contains_key(key) {
            return Vec::new();
        }
        let message = format!("the Secret {} has no key {key}", secret.name);
        return vec![at(&MAN047, repository, message)];
    };
    let SecretValue::Here(value) = value else { return Vec::new() };
    let is_ssh_key = repository.url.contains(&format!("sshkey={{{key}}}"));
    let fault = if is_ssh_key {
        ssh_key::fault(value.reveal()).map(|fault| (&MAN054, fault))
    } else {
        position_fault(&repository.url, key, value.reveal()).map(|fault| (&MAN049, fault))
    };
    let told = |(rule, fault)| at(rule, repository, format!("the value of {key} {fault}"));
    fault.map(told).into_iter().collect()
}

/// What escaping as in a query does to a value that stands elsewhere.
fn position_fault(url: &str, key: &str, value: &str) -> Option<&'static str> {
    if value.ends_with(['\n', '\r']) {
        return Some("ends with a line break, which becomes a part of the url");
    }
    let at = url.find(&format!("{{{key}}}"))?;
    let (before, after) = (url.get(..at)?, url.get(at..)?);
    let is_query = before.contains('?');
    let is_user = after.split('/').next().is_some_and(|authority| authority.contains('@'));
    match () {
        () if is_query => None,
        () if value.contains(' ') => Some("holds a blank, of which Helm Broker makes a plus sign"),
        () if !is_user && value.contains('/') => {
            Some("holds a slash, of which Helm Broker makes %2F outside the query")
        }
        () => None,
    }
}
