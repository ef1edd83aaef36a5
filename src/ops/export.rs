//! Registered addon repositories to manifests that Helm Broker takes. No credentials are in them.
//!
//! May import: `ops::export::*`, `manifest`, `secrets`, `yaml`, `model`, `error`.

mod names;
mod url;

use std::collections::BTreeMap;

use base64::Engine;
use serde_json::{Map, Value, json};

use self::names::Names;
use self::url::for_broker;
use crate::error::{Error, ErrorKind};
use crate::manifest::addons_configuration::API_VERSION;
use crate::manifest::{Scope, SecretManifest, SecretValue};
use crate::model::text::clean;
use crate::model::{Credentials, Repository, RepositoryKind, SecretName};
use crate::secrets::{Listing, Store};
use crate::yaml;

/// The name of a configuration that nobody named.
const UNNAMED: &str = "chartroom";

/// What is to be written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wish {
    /// Which of the two kinds.
    pub scope: Scope,
    /// One name for all; `None` gives each repository back to the configuration that it came from.
    pub name: Option<String>,
    /// The namespace; `None` keeps the one it came from.
    pub namespace: Option<String>,
}

/// What came of an export.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Exported {
    /// The configurations as text.
    pub text: String,
    /// How many repositories are in it.
    pub count: usize,
    /// Repositories that are not in it, and why.
    pub left_out: Vec<(String, String)>,
    /// What else is worth knowing.
    pub notes: Vec<String>,
    /// Secrets of the store that the configurations name.
    pub named: Vec<SecretName>,
    /// Secrets that must be made, from credentials that stand in no Secret yet.
    pub made: Vec<SecretManifest>,
}

/// Writes configurations for some repositories. `listing` says which Secrets there are.
///
/// # Errors
/// Only when YAML cannot be written.
pub fn export(
    repositories: &[Repository],
    listing: &Listing,
    wish: &Wish,
) -> Result<Exported, Error> {
    let stored = listing.secrets.iter().map(|secret| secret.name.clone());
    let wanted = repositories.iter().filter_map(|repository| repository.secret.clone());
    let names = Names(stored.chain(wanted).collect());
    let mut writer =
        Writer { listing, wish, names, groups: Vec::new(), found: Exported::default() };
    for repository in repositories {
        writer.add(repository);
    }
    writer.finish()
}

/// The text of Secrets: those of the store, and those that were made. It holds the values, but for those that are
/// kept elsewhere: these are told.
///
/// # Errors
/// When the store cannot be read, or no longer holds one of them.
pub fn secrets_text(store: &Store, exported: &Exported) -> Result<(String, Vec<String>), Error> {
    let mut secrets = Vec::new();
    for name in &exported.named {
        let secret = store.find(name)?.ok_or_else(|| {
            let message = format!("the Secret {name} is not in the store any more");
            Error::new(ErrorKind::NotFound, message).hint("see chartroom secret list")
        })?;
        secrets.push(secret);
    }
    secrets.extend(exported.made.iter().cloned());
    let text = |secret: &SecretManifest| {
        format!("---\n{}", secret.to_text().reveal().trim_start_matches("---\n"))
    };
    let elsewhere = secrets.iter().filter_map(elsewhere).collect();
    Ok((secrets.iter().map(text).collect(), elsewhere))
}

/// Which values of a Secret no cluster would have.
fn elsewhere(secret: &SecretManifest) -> Option<String> {
    let values = secret.values.iter().filter(|(_, value)| !matches!(value, SecretValue::Here(_)));
    let told: Vec<String> = values.map(|(key, value)| format!("{key} from {value}")).collect();
    (!told.is_empty()).then(|| {
        let (name, told) = (&secret.name, clean(&told.join(", ")).into_owned());
        format!(
            "the Secret {name} is written without values that are kept elsewhere on this machine: {told}; no \
             cluster would find them there"
        )
    })
}

/// One configuration to be.
struct Group {
    name: String,
    namespace: Option<String>,
    labels: BTreeMap<String, String>,
    count: Option<i64>,
    repositories: Vec<(String, Option<SecretName>)>,
}

struct Writer<'asked> {
    listing: &'asked Listing,
    wish: &'asked Wish,
    names: Names,
    groups: Vec<Group>,
    found: Exported,
}

impl Writer<'_> {
    fn add(&mut self, repository: &Repository) {
        if let Err(why) = self.try_add(repository) {
            self.found.left_out.push((repository.name.clone(), why));
        }
    }

    fn try_add(&mut self, repository: &Repository) -> Result<(), String> {
        match repository.kind {
            Some(RepositoryKind::Addons) => {}
            Some(RepositoryKind::Helm) => return Err("it holds charts, not addons".to_owned()),
            None => {
                return Err("nothing tells whether it holds addons: refresh it first".to_owned());
            }
        }
        let origin = repository.origin.as_ref();
        let named = repository.secret.as_ref();
        let meant = named.and_then(|name| self.listing.meant(name, origin));
        let keys: Option<Vec<String>> =
            meant.map(|one| one.keys.iter().map(|(key, _)| key.clone()).collect());
        let broker = for_broker(repository, keys.as_deref())?;
        let place = self.group(repository);
        let group = self.groups.get(place).ok_or("it belongs to no configuration")?;
        if group.repositories.iter().any(|(url, _)| *url == broker.url) {
            return Err("its URL is there already: all of its addons would collide".to_owned());
        }
        let namespace = group.namespace.clone();
        let mut secret = named.cloned();
        if !broker.keys.is_empty() {
            secret = Some(self.make(repository, namespace, &broker.keys));
        } else if broker.url.contains('{') {
            self.found.named.extend(meant.map(|one| one.name.clone()));
        }
        self.tell(repository, secret.as_ref(), (meant.is_some(), &broker.url));
        // A Secret that no placeholder asks for is nothing to Helm Broker, but it belongs to the repository.
        if let Some(group) = self.groups.get_mut(place) {
            group.repositories.push((broker.url, secret));
            self.found.count += 1;
        }
        Ok(())
    }

    /// The configuration that a repository belongs to; its labels are what all of its repositories share.
    fn group(&mut self, repository: &Repository) -> usize {
        let origin = repository.origin.as_ref();
        let own = origin.map(|origin| origin.name.clone());
        let name = self.wish.name.clone().or(own).unwrap_or_else(|| UNNAMED.to_owned());
        let namespace = match self.wish.scope {
            Scope::Cluster => None,
            Scope::Namespace => {
                let own = origin.and_then(|origin| origin.namespace.clone());
                self.wish.namespace.clone().or(own)
            }
        };
        let count = origin.map(|origin| origin.reprocess_request.unwrap_or_default());
        let same = |group: &Group| group.name == name && group.namespace == namespace;
        if let Some(place) = self.groups.iter().position(same)
            && let Some(group) = self.groups.get_mut(place)
        {
            if group.labels != repository.labels {
                group.labels.retain(|key, value| repository.labels.get(key) == Some(value));
                let note = format!(
                    "{}: only labels that all repositories of {name} share are \
                    written",
                    repository.name
                );
                self.found.notes.push(note);
            }
            group.count = group.count.max(count);
            return place;
        }
        let labels = repository.labels.clone();
        let repositories = Vec::new();
        self.groups.push(Group { name, namespace, labels, count, repositories });
        self.groups.len() - 1
    }

    /// The Secret that takes up credentials which stand beside the repository.
    fn make(
        &mut self,
        repository: &Repository,
        namespace: Option<String>,
        keys: &[&'static str],
    ) -> SecretName {
        let namespace = self.wish.namespace.clone().or(namespace);
        let name = self.names.fresh(&repository.name, namespace.as_deref());
        let values = repository.credentials.as_ref().map(|own| values(own, keys));
        let values = values.unwrap_or_default();
        self.found.notes.push(format!(
            "{}: its credentials are not written: make a Secret {name} with {}",
            repository.name,
            keys.join(", ")
        ));
        if values.len() == keys.len() {
            let (name, kind) = (name.clone(), "Opaque".to_owned());
            let secret = SecretManifest { name, kind, values, ..SecretManifest::default() };
            self.found.made.push(secret);
        }
        name
    }

    fn tell(
        &mut self,
        repository: &Repository,
        secret: Option<&SecretName>,
        (is_known, url): (bool, &str),
    ) {
        let name = &repository.name;
        let mut notes = Vec::new();
        let is_used = url.contains('{');
        if let Some(secret) = secret.filter(|_| is_used) {
            if repository.secret.is_some() && !is_known {
                notes.push(format!("{name}: the Secret {secret} is not in the store"));
            }
            if self.wish.scope == Scope::Cluster && secret.namespace.is_none() {
                notes.push(format!(
                    "{name}: add the namespace of the Secret {secret}: Helm Broker needs it in a cluster \
                     configuration"
                ));
            }
        } else if secret.is_some() {
            notes.push(format!(
                "{name}: Helm Broker does not use its Secret: no placeholder of the URL asks for it"
            ));
        }
        let access = &repository.access;
        if access.skip_tls_verify || access.ca_file.is_some() {
            notes.push(format!(
                "{name}: Helm Broker trusts the authorities of its own system only, and always verifies"
            ));
        }
        self.found.notes.extend(notes);
    }

    fn finish(self) -> Result<Exported, Error> {
        let Self { groups, mut found, wish, .. } = self;
        found.named.sort();
        found.named.dedup();
        let groups: Vec<&Group> =
            groups.iter().filter(|one| !one.repositories.is_empty()).collect();
        let mut texts = Vec::new();
        for group in groups {
            let text = yaml::to_string(&manifest(group, wish.scope)).map_err(|error| {
                Error::new(ErrorKind::Malformed, format!("the manifest cannot be written: {error}"))
            })?;
            texts.push(text);
        }
        found.text = texts.join("---\n");
        Ok(found)
    }
}

/// Inline credentials under the keys that the URL asks for.
fn values(own: &Credentials, keys: &[&str]) -> BTreeMap<String, SecretValue> {
    let value = |key: &str| match key {
        "username" | "accessKeyID" => own.username.as_str().into(),
        // Helm Broker takes the key of SSH as base64 in the URL.
        "sshkey" if !own.ssh_key.is_empty() => {
            base64::engine::general_purpose::STANDARD.encode(own.ssh_key.reveal()).into()
        }
        "sshkey" => crate::model::Secret::default(),
        _ => own.password.clone(),
    };
    let pairs = keys.iter().map(|key| ((*key).to_owned(), value(key)));
    let known = pairs.filter(|(key, value)| !value.is_empty() || key == "username");
    known.map(|(key, value)| (key, SecretValue::Here(value))).collect()
}

fn manifest(group: &Group, scope: Scope) -> Value {
    let mut metadata = Map::new();
    metadata.insert("name".to_owned(), json!(group.name));
    if let Some(namespace) = &group.namespace {
        metadata.insert("namespace".to_owned(), json!(namespace));
    }
    if !group.labels.is_empty() {
        metadata.insert("labels".to_owned(), json!(group.labels));
    }
    let mut spec = Map::new();
    if let Some(count) = group.count {
        // Raised, so that Helm Broker looks anew at what it believes to know.
        spec.insert("reprocessRequest".to_owned(), json!(count.saturating_add(1)));
    }
    let one = |(url, secret): &(String, Option<SecretName>)| match secret {
        None => json!({"url": url}),
        Some(SecretName { namespace: None, name }) => {
            json!({"url": url, "secretRef": {"name": name}})
        }
        Some(SecretName { namespace: Some(namespace), name }) => {
            json!({"url": url, "secretRef": {"name": name, "namespace": namespace}})
        }
    };
    spec.insert("repositories".to_owned(), group.repositories.iter().map(one).collect());
    json!({"apiVersion": API_VERSION, "kind": scope.kind(), "metadata": metadata, "spec": spec})
}

#[cfg(test)]
mod tests;
