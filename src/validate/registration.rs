//! Registered repositories against each other: places, names and contents that are there twice, and addons that
//! cannot be registered beside each other.
//!
//! May import: `validate::conflict`, `model`.

use std::collections::HashMap;

use super::conflict::{Holders, Room};
use crate::model::rule::registration::{
    REG001, REG002, REG003, REG004, REG010, REG011, REG012, REG013, REG014, REG015, REG016,
};
use crate::model::{Diagnostic, Origin, Place, RepositoryKind, Rule, Severity};

/// How many holders of one id are remembered.
const MOST_HOLDERS: usize = 16;

/// What is known of a registered repository.
#[derive(Clone, Debug, Default)]
pub struct Registered {
    /// Its name.
    pub name: String,
    /// Where it is, as text that is equal for equal places.
    pub location: String,
    /// The kind under which it is registered.
    pub kind: Option<RepositoryKind>,
    /// The kind that its index shows.
    pub shown: Option<RepositoryKind>,
    /// Digest of its index.
    pub digest: Option<String>,
    /// The configuration that it belongs to.
    pub origin: Option<Origin>,
    /// Its addons, in the order of the index.
    pub addons: Vec<Offered>,
    /// Why Helm Broker would count it as failed, if it would.
    pub failure: Option<String>,
}

/// An addon that a repository offers.
#[derive(Clone, Debug, Default)]
pub struct Offered {
    /// Its own id; empty where it could not be read.
    pub id: String,
    /// Its own name.
    pub name: String,
    /// Its own version.
    pub version: String,
    /// Where its id stands.
    pub place: Place,
}

impl Offered {
    fn title(&self) -> String {
        format!("{} {}", self.name, self.version)
    }
}

/// An addon and the repository that offers it.
#[derive(Clone, Copy, Debug)]
struct Offer<'all> {
    repository: &'all Registered,
    addon: &'all Offered,
}

impl Offer<'_> {
    fn is_of_same_configuration(&self, other: &Self) -> bool {
        match (&self.repository.origin, &other.repository.origin) {
            (Some(own), Some(other)) => own.is_same(other),
            (None, None) => true,
            _ => false,
        }
    }

    fn told(&self, rule: &'static Rule, message: String, first: &Self) -> Diagnostic {
        Diagnostic::new(rule, self.addon.place.clone(), message)
            .of(&self.addon.name, &self.addon.version)
            .related(
                first.addon.place.clone(),
                format!("{} of {}", first.addon.title(), first.repository.name),
            )
    }
}

/// Judges registered repositories against each other, in their order.
#[must_use]
pub fn between(registered: &[Registered]) -> Vec<Diagnostic> {
    let mut found = twins(registered);
    found.extend(registered.iter().filter_map(other_kind));
    let offers: Vec<Offer<'_>> = registered
        .iter()
        .flat_map(|repository| {
            repository.addons.iter().map(move |addon| Offer { repository, addon })
        })
        .filter(|offer| !offer.addon.id.is_empty())
        .collect();
    let ids = same_ids(&offers);
    let conflicting: Vec<&str> = ids
        .iter()
        .filter(|(diagnostic, _)| diagnostic.rule.code == REG010.code)
        .map(|(_, repository)| repository.name.as_str())
        .collect();
    found.extend(same_versions(&offers, &conflicting));
    found.extend(hidden(registered, &conflicting));
    found.extend(ids.into_iter().map(|(diagnostic, _)| diagnostic));
    found.extend(same_names(&offers));
    found
}

/// Repositories that share their place, their name or their content.
fn twins(registered: &[Registered]) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    let mut places: HashMap<&str, &Registered> = HashMap::new();
    let mut names: HashMap<String, &Registered> = HashMap::new();
    let mut contents: HashMap<&str, &Registered> = HashMap::new();
    for one in registered {
        let place = || Place::file(one.name.as_str());
        if let Some(first) = names.get(&one.name.to_lowercase()) {
            let message = format!("the name \"{}\" is taken by \"{}\"", one.name, first.name);
            let mut told = Diagnostic::new(&REG002, place(), message);
            if first.name != one.name {
                told.severity = Severity::Warning;
            }
            found.push(told);
        }
        let twin = places.get(one.location.as_str());
        if let Some(first) = twin {
            let message = format!("\"{}\" is the same place as \"{}\"", one.name, first.name);
            found.push(Diagnostic::new(&REG001, place(), message));
        }
        let digest = one.digest.as_deref().filter(|_| twin.is_none());
        if let Some(first) = digest.and_then(|digest| contents.get(digest)) {
            let message = format!("\"{}\" has the same index as \"{}\"", one.name, first.name);
            found.push(Diagnostic::new(&REG003, place(), message));
        }
        names.entry(one.name.to_lowercase()).or_insert(one);
        places.entry(&one.location).or_insert(one);
        if let Some(digest) = &one.digest {
            contents.entry(digest).or_insert(one);
        }
    }
    found
}

fn other_kind(one: &Registered) -> Option<Diagnostic> {
    let (kind, shown) = (one.kind?, one.shown?);
    let message =
        format!("\"{}\" is registered as {kind}, but its index is one of {shown}", one.name);
    (kind != shown).then(|| Diagnostic::new(&REG004, Place::file(one.name.as_str()), message))
}

/// One id in two repositories; each with the repository that comes second.
fn same_ids<'all>(offers: &[Offer<'all>]) -> Vec<(Diagnostic, &'all Registered)> {
    let mut firsts: HashMap<&str, Vec<Offer<'all>>> = HashMap::new();
    let mut found = Vec::new();
    for offer in offers {
        let holders = firsts.entry(offer.addon.id.as_str()).or_default();
        // Within one repository it is told there.
        let other = |first: &&Offer<'_>| !std::ptr::eq(first.repository, offer.repository);
        let own = holders.iter().filter(other).find(|first| first.is_of_same_configuration(offer));
        let elsewhere = || {
            holders.iter().filter(other).find(|first| {
                !first.is_of_same_configuration(offer) && first.addon.title() != offer.addon.title()
            })
        };
        let scope = || holders.iter().filter(other).find(|first| are_scopes(first, offer));
        if let Some(first) = own {
            found.push((same_id(offer, first), offer.repository));
        } else if let Some(first) = scope() {
            let message = format!(
                "{} is registered for the cluster and for a namespace",
                offer.addon.title()
            );
            found.push((offer.told(&REG013, message, first), offer.repository));
        } else if let Some(first) = elsewhere() {
            let message = format!(
                "{} has the id of {} in another configuration",
                offer.addon.title(),
                first.addon.title()
            );
            found.push((offer.told(&REG012, message, first), offer.repository));
        }
        if holders.len() < MOST_HOLDERS {
            holders.push(*offer);
        }
    }
    found
}

fn same_id(offer: &Offer<'_>, first: &Offer<'_>) -> Diagnostic {
    let id = &offer.addon.id;
    let message = format!("{} has the id {id} of {}", offer.addon.title(), first.addon.title());
    let mut told = offer.told(&REG010, message, first);
    if offer.repository.origin.is_none() {
        // Nobody has put the two into one configuration yet.
        told.severity = Severity::Warning;
        told.message.push_str(": one configuration cannot hold both repositories");
    }
    told
}

/// Whether one is registered for the cluster and the other for a namespace.
fn are_scopes(left: &Offer<'_>, right: &Offer<'_>) -> bool {
    match (&left.repository.origin, &right.repository.origin) {
        (Some(left), Some(right)) => left.kind != right.kind,
        _ => false,
    }
}

/// One name and version in two configurations of one room.
fn same_versions(offers: &[Offer<'_>], conflicting: &[&str]) -> Vec<Diagnostic> {
    let mut holders: Holders<Offer<'_>> = Holders::default();
    let mut found = Vec::new();
    for offer in offers {
        let Some(origin) = &offer.repository.origin else { continue };
        let room: Room = (origin.kind.clone(), origin.namespace.clone());
        let key = offer.addon.title();
        let holder = holders.holder(&room, &key);
        let Some(first) = holder.filter(|first| !first.is_of_same_configuration(offer)) else {
            holders.hold(&room, &key, *offer);
            continue;
        };
        let name = first.repository.origin.as_ref().map(|origin| origin.name.as_str());
        let name = name.unwrap_or_default();
        let fails = first.repository.failure.is_some()
            || conflicting.contains(&first.repository.name.as_str());
        let (rule, why) = if fails { (&REG015, ", which itself fails") } else { (&REG011, "") };
        let message = format!("{key} is held by the configuration {name}{why}");
        found.push(offer.told(rule, message, first));
    }
    found
}

/// Configurations of which a part fails, and what that keeps from being registered.
fn hidden(registered: &[Registered], conflicting: &[&str]) -> Vec<Diagnostic> {
    let mut found: Vec<Diagnostic> = Vec::new();
    let mut seen: Vec<&Origin> = Vec::new();
    for one in registered {
        let Some(origin) =
            one.origin.as_ref().filter(|origin| !seen.iter().any(|other| other.is_same(origin)))
        else {
            continue;
        };
        seen.push(origin);
        let parts = || {
            let is_part =
                |other: &&Registered| other.origin.as_ref().is_some_and(|own| own.is_same(origin));
            registered.iter().filter(is_part)
        };
        let fails = |part: &&Registered| {
            part.failure.is_some() || conflicting.contains(&part.name.as_str())
        };
        let Some(cause) = parts().find(fails) else { continue };
        let good: Vec<String> = parts()
            .filter(|part| !fails(part))
            .flat_map(|part| part.addons.iter().map(Offered::title))
            .collect();
        if good.is_empty() {
            continue;
        }
        let why = cause.failure.as_deref().unwrap_or("an id is held by another addon");
        let shown = good.iter().take(3).cloned().collect::<Vec<_>>().join(", ");
        let more = if good.len() > 3 { ", …" } else { "" };
        let message = format!(
            "\"{}\" keeps {} good addons of {} from being registered ({shown}{more}): {why}",
            cause.name,
            good.len(),
            origin.name
        );
        found.push(Diagnostic::new(&REG016, Place::file(cause.name.as_str()), message));
    }
    found
}

/// Addons of one name with different ids, in different repositories.
fn same_names(offers: &[Offer<'_>]) -> Vec<Diagnostic> {
    let mut firsts: HashMap<&str, Offer<'_>> = HashMap::new();
    let mut found = Vec::new();
    for offer in offers {
        let Some(first) = firsts.get(offer.addon.name.as_str()) else {
            firsts.insert(&offer.addon.name, *offer);
            continue;
        };
        let is_other = !std::ptr::eq(first.repository, offer.repository);
        if is_other
            && first.addon.id != offer.addon.id
            && first.addon.version == offer.addon.version
        {
            let message =
                format!("{} has another id in {}", offer.addon.title(), first.repository.name);
            found.push(offer.told(&REG014, message, first));
        }
    }
    found
}
