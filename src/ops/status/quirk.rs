//! Peculiarities of Helm Broker that matter for a configuration.
//!
//! May import: `ops::status::verdict`, `manifest`.

use super::verdict::{Reason, RepositoryVerdict, Verdict};
use crate::manifest::broker_url::{Transport, literal_credentials, transport};
use crate::manifest::{AddonsConfiguration, Scope};

/// What is peculiar, in sentences.
pub(super) fn quirks(configuration: &AddonsConfiguration, verdict: &Verdict) -> Vec<String> {
    let mut told = Vec::new();
    for (wanted, found) in configuration.repositories.iter().zip(&verdict.repositories) {
        let has_placeholder = wanted.url.contains('{') && wanted.url.contains('}');
        let secret = wanted.secret.as_ref().filter(|_| has_placeholder);
        if let Some(secret) = secret.filter(|secret| secret.namespace.is_none())
            && configuration.scope == Scope::Cluster
        {
            told.push(format!(
                "secretRef {} has no namespace: Helm Broker looks into that of the AddonsConfiguration it handled \
                 last, and answers TemplatingURLError where there was none; chartroom takes the Secret of that name",
                secret.name
            ));
        }
        if transport(&wanted.url) == Transport::Http {
            let url = &found.url;
            told.push(format!("{url}: plain http is taken in Helm Broker's develop mode only"));
        }
        if secret.is_some() && fills_path(&wanted.url) {
            told.push(format!(
                "{}: Helm Broker escapes every value as in a query, so that a / in one becomes %2F; chartroom fills \
                 it in as the documentation shows",
                found.url
            ));
        }
        told.extend(found.crash.as_ref().map(|what| {
            format!("Helm Broker crashes on this index, again after every restart: {what}")
        }));
    }
    told.extend(of_whole(configuration, verdict));
    told.dedup();
    told
}

fn of_whole(configuration: &AddonsConfiguration, verdict: &Verdict) -> Vec<String> {
    let mut told = Vec::new();
    let fails = verdict.repositories.iter().filter(|one| !one.is_good()).count();
    let good = verdict.good().count();
    if fails > 0 && good > 0 {
        told.push(
            "one bad addon or repository keeps all others of its configuration from being registered"
                .to_owned(),
        );
    }
    let is_cut_short = verdict.repositories.iter().any(RepositoryVerdict::has_no_index);
    if is_cut_short && verdict.repositories.len() > 1 {
        told.push(
            "while one index is missing, Helm Broker compares no addons and calls the other repositories Ready, \
             whatever is wrong in them"
                .to_owned(),
        );
    }
    let conflicts =
        verdict.repositories.iter().flat_map(|one| &one.addons).any(|addon| {
            addon.causes.iter().any(|cause| cause.reason == Reason::ConflictInSpecified)
        });
    let holds_secrets = verdict.repositories.iter().any(|one| one.is_template)
        || configuration.repositories.iter().any(|one| !literal_credentials(&one.url).is_empty());
    if conflicts && holds_secrets {
        told.push(
            "the message of this conflict shows the URL with its placeholders filled: Helm Broker writes credentials \
             into its status there"
                .to_owned(),
        );
    }
    told
}

/// Whether a placeholder stands in the host or the path.
fn fills_path(url: &str) -> bool {
    let body = url.split('?').next().unwrap_or_default();
    let body = body.split_once("://").map_or(body, |(_, rest)| rest);
    let body = body.rsplit('@').next().unwrap_or_default();
    body.contains('{')
}
