//! The check before a repository is saved, as a list of steps, each with its time and exact failure.
//!
//! May import: `source`, `ops::{archives, fetch}`, `ops::probe/*`, `model`, `monitor`, `error`.

mod sample;
mod step;
mod tell;

use jiff::Timestamp;
use url::Url;

pub use self::sample::sample;
use self::step::{Failed, Steps};
pub use self::step::{Step, StepName, StepState};
use super::archives;
use super::fetch::{Fetched, parse};
use crate::error::{Error, ErrorKind};
use crate::model::size;
use crate::model::text::counted;
use crate::model::{
    Access, Credentials, Fault, Location, LocationError, Origin, Repository, RepositoryKind,
    SecretName,
};
use crate::monitor::Monitor;
use crate::source::{self, Client, IndexBytes, peer, plain_http, proxy};

/// What a form holds: not yet a repository, for the location may not even parse.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Draft {
    /// The location as typed.
    pub location: String,
    /// The kind the user insists on.
    pub kind: Option<RepositoryKind>,
    /// What lets us in, as far as it was typed.
    pub credentials: Credentials,
    /// How the place is let in at.
    pub access: Access,
    /// The Secret that fills placeholders and holds credentials.
    pub secret: Option<SecretName>,
    /// The manifest that it came from, by which less of the Secret is used.
    pub origin: Option<Origin>,
}

/// The outcome of a whole check.
#[derive(Clone, Debug, PartialEq)]
pub struct Probe {
    /// Every step, in order.
    pub steps: Vec<Step>,
    /// What was fetched, if it came that far: the catalog, diagnostics, kind.
    pub fetched: Option<Fetched>,
    /// Further index files seen beside this one (`index-2.yaml`), where the place can be listed.
    pub siblings: Vec<String>,
    /// Where the request for the index was redirected to, masked.
    pub redirects: Vec<String>,
}

impl Probe {
    /// Whether nothing failed, so that the repository may be saved as verified.
    #[must_use]
    pub fn passed(&self) -> bool {
        self.fetched.is_some() && self.steps.iter().all(|step| step.state != StepState::Failed)
    }
}

/// Checks a draft, telling each step as it starts and ends through `on_step`.
/// The same code path as a refresh; no index is kept in the cache.
pub async fn probe(
    client: &Client,
    draft: &Draft,
    on_step: &(dyn Fn(Step) + Send + Sync),
    monitor: &Monitor,
) -> Probe {
    let mut steps = Steps::new(on_step);
    // A failure is told in the steps; there is nothing else to do about it here.
    let found = check(client, draft, &mut steps, monitor).await.ok();
    let Found { fetched, siblings, redirects } = found.unwrap_or_default();
    Probe { steps: steps.finish(), fetched, siblings, redirects }
}

#[derive(Default)]
struct Found {
    fetched: Option<Fetched>,
    siblings: Vec<String>,
    redirects: Vec<String>,
}

async fn check(
    client: &Client,
    draft: &Draft,
    steps: &mut Steps<'_>,
    monitor: &Monitor,
) -> Result<Found, Failed> {
    let repository = understand(draft, steps)?;
    let resolved = resolve(client, &repository, steps, monitor).await?;
    reach(client, &resolved, steps, monitor).await?;
    // As it would be registered, so that what is kept of a place is kept under one name.
    let index = receive(client, &repository, steps, monitor).await?;
    steps.begin(StepName::Parse);
    let parsed = parse(client, &resolved, index.bytes.clone(), monitor).await;
    let parsed = steps.ok(StepName::Parse, parsed)?.redacted(steps.redactor());
    let fetched = parsed.fetched(Timestamp::now(), false);
    match plain_http::refusal(client, &resolved, Some(fetched.catalog.kind)) {
        Some(error) => steps.fail(StepName::Parse, &error),
        None => tell::parsed(draft.kind, &index.bytes, &fetched, steps),
    }
    tell::rules(&fetched, steps);
    let siblings = source::siblings(client, &repository, monitor).await;
    let siblings = siblings.unwrap_or_default();
    Ok(Found { fetched: Some(fetched), siblings, redirects: index.trail.redirects })
}

/// What to do about a URL of which nothing better is known.
const FORMS: &str = "use https://…, git::https://…//path, git::ssh://…, github.com/owner/name//path, s3://… \
                     or a folder";

/// What to do about a URL of which no other is known.
fn advice(message: &str) -> &'static str {
    const ADVICE: &[(&str, &str)] = &[
        (
            "sshkey",
            "write what base64 -w0 KEYFILE prints behind sshkey=, or name the key file apart",
        ),
        ("placeholder", "a placeholder is {KEY}: write other braces as %7B and %7D"),
        ("the {", "a placeholder is {KEY}: write other braces as %7B and %7D"),
        ("the }", "a placeholder is {KEY}: write other braces as %7B and %7D"),
        ("addressing", "leave addressing=virtual out, or use the host's name"),
        ("in a password", "user name and password are best given apart from the URL"),
    ];
    let found = ADVICE.iter().find(|(sign, _)| message.contains(sign));
    found.map_or(FORMS, |(_, advice)| advice)
}

/// The draft as a repository.
fn understand(draft: &Draft, steps: &mut Steps<'_>) -> Result<Repository, Failed> {
    steps.begin(StepName::Location);
    let parsed = match Location::parse(&draft.location) {
        Ok(parsed) => parsed,
        Err(LocationError { message, suggestion, fault }) => {
            let hint = suggestion
                .map_or_else(|| advice(&message).to_owned(), |text| format!("try {text}"));
            let error = Error::new(ErrorKind::Malformed, message).hint(hint);
            steps.fail(StepName::Location, &error.fault(fault));
            return Err(Failed);
        }
    };
    let state = if parsed.warnings.is_empty() { StepState::Passed } else { StepState::Warned };
    let detail = format!("{}: {}", parsed.location.scheme_name(), parsed.location);
    steps.end(StepName::Location, state, &detail, &parsed.warnings.join("; "));
    let mut repository = Repository::named("draft", parsed.location);
    repository.kind = draft.kind;
    let typed = Some(draft.credentials.clone()).filter(|typed| !typed.is_empty());
    repository.credentials = typed.or(parsed.credentials);
    repository.access = draft.access.clone();
    repository.secret.clone_from(&draft.secret);
    repository.origin.clone_from(&draft.origin);
    Ok(repository)
}

/// The same with placeholders and credentials filled from its Secret, if it has anything to do with one.
async fn resolve(
    client: &Client,
    repository: &Repository,
    steps: &mut Steps<'_>,
    monitor: &Monitor,
) -> Result<Repository, Failed> {
    let has_placeholders = matches!(repository.location, Location::Template(_));
    let is_told = repository.secret.is_some() || has_placeholders;
    if is_told {
        steps.begin(StepName::Secret);
    }
    let resolved = source::resolve(client, repository, monitor).await;
    let resolved = steps.ok(StepName::Secret, resolved)?;
    steps.hide(resolved.redactor);
    if is_told {
        let named = repository.secret.as_ref().map(ToString::to_string).unwrap_or_default();
        let warnings = resolved.warnings.join("; ");
        let state = if warnings.is_empty() { StepState::Passed } else { StepState::Warned };
        steps.end(StepName::Secret, state, &named, &warnings);
    }
    Ok(resolved.repository)
}

/// Name, connection and TLS, where there is a host to reach.
async fn reach(
    client: &Client,
    repository: &Repository,
    steps: &mut Steps<'_>,
    monitor: &Monitor,
) -> Result<(), Failed> {
    let url = match &repository.location {
        Location::Http { url } | Location::Git { url, .. } if url.scheme() != "file" => url,
        Location::S3(place) => &place.endpoint,
        _ => {
            steps.skip(StepName::Connect, "not needed: no network");
            steps.skip(StepName::Tls, "not needed: no network");
            return Ok(());
        }
    };
    if url.scheme() == "ssh" {
        // Its configuration may give the host another name, another port or a way through others.
        steps.skip(StepName::Connect, "ssh goes the way that its own configuration tells");
        return in_the_clear(client, repository, url, steps);
    }
    if let Some(proxy) = proxy::for_url(client, url) {
        steps.skip(StepName::Connect, &format!("through the proxy {proxy}"));
        if url.scheme() == "https" {
            steps.skip(StepName::Tls, "through the proxy: seen with the response");
            return Ok(());
        }
        return in_the_clear(client, repository, url, steps);
    }
    steps.begin(StepName::Connect);
    let connection = peer::connect(client, url, monitor).await;
    let connection = steps.ok(StepName::Connect, connection)?;
    let detail = connection.address.to_string();
    steps.end(StepName::Connect, StepState::Passed, &detail, "");
    if url.scheme() != "https" {
        return in_the_clear(client, repository, url, steps);
    }
    steps.begin(StepName::Tls);
    let handshake = connection.handshake(client, (repository, url), monitor).await;
    let handshake = steps.ok(StepName::Tls, handshake)?;
    let skips = repository.access.skip_tls_verify;
    let look = if skips { tell::Look::Skipped } else { tell::Look::Verified };
    tell::handshake(&handshake, look, steps);
    Ok(())
}

/// Without TLS: refused for addons, a warning for all others but on this very machine.
fn in_the_clear(
    client: &Client,
    repository: &Repository,
    url: &Url,
    steps: &mut Steps<'_>,
) -> Result<(), Failed> {
    if let Some(error) = plain_http::refusal(client, repository, repository.kind) {
        steps.fail(StepName::Tls, &error);
        return Err(Failed);
    }
    let scheme = url.scheme();
    if scheme == "ssh" {
        steps.skip(StepName::Tls, "not needed: ssh is encrypted");
    } else if plain_http::exposed(&repository.location).is_none() {
        steps.skip(StepName::Tls, &format!("not needed: {scheme}:// stays on this machine"));
    } else if steps.warned_of("encrypted") {
        steps.skip(StepName::Tls, &format!("none: {scheme}:// has no encryption"));
    } else {
        let hint =
            "anyone on the way can read and exchange what comes: use https if the server has it";
        steps.begin(StepName::Tls);
        let detail = format!("{scheme}:// is not encrypted");
        steps.end(StepName::Tls, StepState::Warned, &detail, hint);
    }
    Ok(())
}

/// The answer's head, then its body.
async fn receive(
    client: &Client,
    repository: &Repository,
    steps: &mut Steps<'_>,
    monitor: &Monitor,
) -> Result<IndexBytes, Failed> {
    let is_local = matches!(repository.location, Location::File { .. } | Location::Sample(_));
    let first = if is_local { StepName::Index } else { StepName::Response };
    if is_local {
        steps.skip(StepName::Response, "not needed: no network");
    }
    steps.begin(first);
    let asked = source::ask_index(client, repository, None, monitor).await;
    let asked = steps.ok(first, asked)?;
    if !is_local {
        tell::response(&asked.trail(), steps);
        steps.begin(StepName::Index);
    }
    let answer = asked.read(client, monitor).await;
    let answer = steps.ok(StepName::Index, answer)?;
    let index = archives::index(client, repository, answer, monitor).await;
    let Some(index) = steps.ok(StepName::Index, index)? else {
        let odd = Error::new(ErrorKind::Malformed, "answered \"not modified\" to a first request");
        steps.fail(StepName::Index, &odd.fault(Fault::HttpStatus));
        return Err(Failed);
    };
    let wire = index.trail.compressed.map(|bytes| format!(" ({} as gzip)", size::bytes(bytes)));
    let (whole, wire) = (size::bytes(index.bytes.len() as u64), wire.unwrap_or_default());
    let read = index.trail.archives.map(|count| format!(" from {}", counted(count, "archive")));
    let detail = format!("{}, {whole}{wire}{}", index.name, read.unwrap_or_default());
    steps.end(StepName::Index, StepState::Passed, &detail, "");
    Ok(index)
}
