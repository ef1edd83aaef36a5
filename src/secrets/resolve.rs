//! Puts the values of a Secret into their places in a repository.
//!
//! May import: `secrets::{choose, command, doubt, known, parts, store, value}`, `manifest`, `model`, `monitor`, `error`.

use std::collections::BTreeMap;
use std::fmt;

use super::command::NoValue;
use super::store::{Kept, Store};
use super::{choose, doubt, known, parts, value};
use crate::error::{Error, ErrorKind};
use crate::model::location::{FillError, Template};
use crate::model::text::clean;
use crate::model::{
    Credentials, Fault, Location, LocationError, Parsed, Redactor, Repository, Secret,
};
use crate::monitor::Monitor;

/// A repository with every secret in its place. It lives as long as one question to its source, is never
/// kept, and nothing of it is shown unless the redactor has seen it.
#[derive(Clone)]
pub struct Resolved {
    /// The repository: its location has no placeholders any more, its credentials are whole, and it names no
    /// Secret.
    pub repository: Repository,
    /// The name under which the copy of its Git repository is kept: that of the registered one.
    pub copy_key: String,
    /// Takes every value that was filled in out of texts, and those of credentials.
    pub redactor: Redactor,
    /// What is odd about the Secret and its use: names keys, never holds a value.
    pub warnings: Vec<String>,
}

impl fmt::Debug for Resolved {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        // Its location holds values.
        formatter
            .debug_struct("Resolved")
            .field("repository", &self.repository.name)
            .field("copy_key", &self.copy_key)
            .field("warnings", &self.warnings)
            .finish_non_exhaustive()
    }
}

/// Fills a repository's placeholders and credentials from the Secret that it names.
///
/// # Errors
/// When the Secret, one of its keys or a value cannot be had; all reasons at once.
pub async fn resolve(
    store: &Store,
    repository: &Repository,
    monitor: &Monitor,
) -> Result<Resolved, Error> {
    let mut redactor = Redactor::default();
    if let Some(credentials) = &repository.credentials {
        hide(&mut redactor, credentials);
    }
    let mut resolved = Resolved {
        repository: repository.clone(),
        copy_key: repository.copy_key(),
        redactor,
        warnings: Vec::new(),
    };
    if repository.secret.is_some() {
        Filling { store, monitor, resolved: &mut resolved, is_let_in: false }.run().await?;
    } else if let Location::Template(template) = &repository.location {
        return Err(unnamed(template));
    }
    Ok(resolved)
}

/// Whatever must not be seen of credentials.
fn hide(redactor: &mut Redactor, credentials: &Credentials) {
    let Credentials { username: _, password, token, ssh_key, headers, certificate, authorities: _ } =
        credentials;
    let headers = headers.iter().map(|(_, value)| value);
    for value in [password, token, ssh_key, certificate].into_iter().chain(headers) {
        redactor.hide(value, "***");
    }
}

/// One Secret on its way into one repository.
struct Filling<'work> {
    store: &'work Store,
    monitor: &'work Monitor,
    resolved: &'work mut Resolved,
    /// The URL itself holds the login.
    is_let_in: bool,
}

impl Filling<'_> {
    async fn run(&mut self) -> Result<(), Error> {
        let Some(name) = self.resolved.repository.secret.take() else { return Ok(()) };
        let all = self.store.everything()?;
        let origin = self.resolved.repository.origin.as_ref();
        let among = |some: &'_ [Kept]| {
            let names: Vec<_> = some.iter().map(|one| &one.secret.name).collect();
            choose::position(&names, &name, origin)
        };
        // What came with the request is meant, whatever the store has.
        let kept = among(&all.given).and_then(|at| all.given.get(at));
        let kept = kept.or_else(|| among(&all.kept).and_then(|at| all.kept.get(at)));
        let kept = kept.ok_or_else(|| {
            let names = all.given.iter().chain(&all.kept).map(|one| &one.secret.name);
            let names: Vec<_> = names.collect();
            with_notes(choose::missing(&names, &name, origin), &all.notes)
        })?;
        self.resolved.warnings.extend(choose::warning(&name, origin));
        self.resolved.warnings.extend(kept.notes.iter().cloned());
        let values = self.values(kept).await?;
        let used = match self.resolved.repository.location.clone() {
            Location::Template(template) => self.fill(&template, kept, &values)?,
            _ => Vec::new(),
        };
        let taken = self.take(kept, &values, &used)?;
        let is_foreign = self.resolved.repository.origin.is_some();
        let doubts = doubt::Use { kept, values: &values, placed: &used, taken: &taken, is_foreign };
        self.resolved.warnings.extend(doubts.told());
        Ok(())
    }

    /// The values that may be needed: those that the URL names, and those that mean the same everywhere. Who writes
    /// a manifest names the Secret and the host: it gets what its URL asks for, as Helm Broker has it, and no more.
    async fn values(&self, kept: &Kept) -> Result<BTreeMap<String, Secret>, Error> {
        let template = match &self.resolved.repository.location {
            Location::Template(template) => Some(template),
            _ => None,
        };
        let placed = template.map(Template::keys).unwrap_or_default();
        let is_foreign = self.resolved.repository.origin.is_some();
        let is_unasked = if is_foreign { known::is_open } else { known::is_known };
        let mut values = BTreeMap::new();
        let mut faults = missing(kept, &placed);
        let fault = if faults.is_empty() { Fault::SecretValue } else { Fault::SecretKeysMissing };
        for (key, place) in &kept.secret.values {
            if !placed.contains(&key.as_str()) && !is_unasked(key) {
                continue;
            }
            match value::had(place, kept, &self.store.answers, self.monitor).await {
                Ok(value) => {
                    values.insert(key.clone(), value);
                }
                Err(NoValue::Cancelled) => return Err(Error::cancelled()),
                Err(NoValue::Failed(why)) => faults.push(format!("{key} has no value: {why}")),
            }
        }
        if faults.is_empty() { Ok(values) } else { Err(unusable(kept, &faults, fault)) }
    }

    /// Fills the placeholders; tells which keys they were.
    fn fill(
        &mut self,
        template: &Template,
        kept: &Kept,
        values: &BTreeMap<String, Secret>,
    ) -> Result<Vec<String>, Error> {
        let keys: Vec<String> = template.keys().into_iter().map(str::to_owned).collect();
        for key in &keys {
            if let Some(value) = values.get(key) {
                self.resolved.redactor.hide(value, format!("{{{key}}}"));
            }
        }
        self.resolved.warnings.extend(doubt::braces(template.text()));
        let filled = template.fill(values).map_err(|error| match error {
            FillError::Missing(keys) => {
                let keys: Vec<&str> = keys.iter().map(String::as_str).collect();
                unusable(kept, &missing(kept, &keys), Fault::SecretKeysMissing)
            }
            FillError::Odd(error) => odd(kept, &error).redacted(&self.resolved.redactor),
        })?;
        parts::hide(&mut self.resolved.redactor, template.text(), values, &filled);
        let Parsed { location, credentials, .. } = filled;
        let repository = &mut self.resolved.repository;
        repository.location = location;
        if let Some(mut credentials) = credentials {
            hide(&mut self.resolved.redactor, &credentials);
            let mut own = repository.credentials.take().unwrap_or_default();
            if known::has_login(&credentials) {
                known::no_login(&mut own);
                self.is_let_in = true;
            }
            known::fill_gaps(&mut credentials, own);
            repository.credentials = Some(credentials);
        }
        Ok(keys)
    }

    /// Takes credentials that the URL does not use; tells which keys they were.
    fn take(
        &mut self,
        kept: &Kept,
        values: &BTreeMap<String, Secret>,
        used: &[String],
    ) -> Result<Vec<String>, Error> {
        let left = values.iter().filter(|(key, _)| !used.contains(key));
        let left = left.map(|(key, value)| (key.clone(), value.clone())).collect();
        let location = &self.resolved.repository.location;
        let known::Taken { mut credentials, keys, faults, warnings } =
            known::taken(&left, location);
        if !faults.is_empty() {
            return Err(unusable(kept, &faults, Fault::SecretValue));
        }
        hide(&mut self.resolved.redactor, &credentials);
        self.resolved.redactor.hide(&Secret::from(credentials.username.as_str()), "***");
        self.resolved.warnings.extend(warnings);
        let repository = &mut self.resolved.repository;
        let mut whole = repository.credentials.take().unwrap_or_default();
        let is_spare = if self.is_let_in {
            known::no_login(&mut credentials)
        } else {
            known::yield_to(&whole, &mut credentials, &repository.location)
        };
        if is_spare {
            let place = if self.is_let_in { "URL" } else { "repository" };
            self.resolved.warnings.push(format!(
                "the {place} has a login of its own: the one that the Secret {} holds too is not sent",
                kept.secret.name
            ));
        }
        known::fill_gaps(&mut whole, credentials);
        repository.credentials = Some(whole).filter(|whole| !whole.is_empty());
        Ok(keys)
    }
}

/// The keys that a URL needs and the Secret lacks, all of them, and those that are there.
fn missing(kept: &Kept, needed: &[&str]) -> Vec<String> {
    let values = &kept.secret.values;
    let missing: Vec<_> = needed.iter().copied().filter(|key| !values.contains_key(*key)).collect();
    if missing.is_empty() {
        return Vec::new();
    }
    let there: Vec<&str> = values.keys().map(String::as_str).collect();
    let there =
        if there.is_empty() { "no key that can be used".to_owned() } else { there.join(", ") };
    let missing = clean(&missing.join(", ")).into_owned();
    vec![format!("the URL needs {missing}, and the Secret has {there}")]
}

fn unusable(kept: &Kept, faults: &[String], fault: Fault) -> Error {
    let name = &kept.secret.name;
    let faults = faults.iter().chain(&kept.notes).cloned().collect::<Vec<_>>().join("; ");
    let hint = match fault {
        Fault::SecretKeysMissing => format!(
            "add what is missing (chartroom secret set {name} KEY) or mend the placeholders of the URL"
        ),
        _ => format!("mend what is named (chartroom secret set {name} KEY), then try again"),
    };
    let message = format!("the Secret {name} cannot be used: {faults}");
    Error::new(ErrorKind::Unauthorized, message).hint(hint).fault(fault)
}

fn odd(kept: &Kept, error: &LocationError) -> Error {
    let name = &kept.secret.name;
    let message = format!(
        "with the values of the Secret {name} the URL is not understood: {}",
        clean(&error.message)
    );
    Error::new(ErrorKind::Unauthorized, message)
        .hint("look at the values that stand for scheme, host and path: a blank or a line break too many?")
        .fault(Fault::SecretValue)
}

/// A URL with placeholders and no Secret named.
fn unnamed(template: &Template) -> Error {
    let keys = clean(&template.keys().join(", ")).into_owned();
    let message = format!("the URL has placeholders ({keys}), and the repository names no Secret");
    Error::new(ErrorKind::Unauthorized, message)
        .hint("name the Secret that holds these keys: chartroom repo edit NAME --secret [NAMESPACE/]NAME")
        .fault(Fault::SecretMissing)
}

/// What could not be read in the store may be the very Secret that is missing.
fn with_notes(error: Error, notes: &[String]) -> Error {
    if notes.is_empty() {
        return error;
    }
    let notes: Vec<&str> = notes.iter().take(3).map(String::as_str).collect();
    let hint = format!("{}; of the store: {}", error.hint, notes.join("; "));
    error.hint(hint)
}

#[cfg(test)]
mod tests;
