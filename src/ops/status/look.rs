//! One repository of a configuration: fetched, and each of its addons loaded.
//!
//! May import: `ops::status::{load, verdict}`, `ops::{fetch, inspect}`, `manifest`, `source`, `model`,
//! `monitor`, `error`.

use futures_util::StreamExt;
use futures_util::stream;

use super::load;
use super::verdict::{AddonVerdict, Cause, Reason, RepositoryVerdict};
use crate::error::{Error, ErrorKind, Failure};
use crate::manifest::AddonsConfiguration;
use crate::manifest::addons_configuration::WantedRepository;
use crate::manifest::broker_url::{Transport, names_index, shown, transport};
use crate::model::rule::index::{IDX209, IDX210, IDX213};
use crate::model::{
    Diagnostic, Fault, IndexRead, Location, Parsed, Repository, RepositoryKind, Surroundings,
};
use crate::monitor::Monitor;
use crate::ops::fetch;
use crate::ops::inspect::{Contents, Inspection, Wanted, inspect};
use crate::source::{self, Client, IndexAnswer};

/// How many addons of one repository are fetched at the same time.
const AT_ONCE: usize = 4;

/// Whether Helm Broker takes plain http.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Mode {
    /// It does not.
    #[default]
    Production,
    /// It does.
    Develop,
}

/// Looks at a repository. What Helm Broker would not even begin with is looked at too, as far as it goes.
pub(super) async fn look(
    client: &Client,
    (configuration, wanted): (&AddonsConfiguration, &WantedRepository),
    mode: Mode,
    monitor: &Monitor,
) -> RepositoryVerdict {
    let url = wanted.url.as_str();
    let mut verdict = RepositoryVerdict {
        url: shown(url),
        causes: refusals(url, configuration.secret_of(wanted).is_some(), mode),
        ..RepositoryVerdict::default()
    };
    if url.is_empty() || verdict.causes.iter().any(|one| one.reason == Reason::TemplatingUrl) {
        return verdict;
    }
    let from = Surroundings { folder: "/".into(), home: None };
    match Location::parse_from(url.trim(), &from) {
        // A path of this machine is nothing that a manifest may name.
        Ok(parsed) if is_here(url, &parsed.location) => {}
        Ok(parsed) => {
            let repository = repository((configuration, wanted), parsed, mode);
            verdict.is_template = matches!(repository.location, Location::Template(_));
            fill(client, &repository, &mut verdict, monitor).await;
        }
        Err(error) => {
            let failure = Error::new(ErrorKind::Unsupported, error.message.clone());
            if transport(url) == Transport::Mercurial {
                verdict.unseen = Some(Failure::from(failure));
            } else if verdict.causes.is_empty() {
                verdict.causes.push(no_index(&error.message));
            }
        }
    }
    verdict
}

fn is_here(url: &str, location: &Location) -> bool {
    match location {
        Location::File { .. } => !url.trim().starts_with("file:"),
        Location::Sample(_) => true,
        _ => false,
    }
}

/// Why Helm Broker does not even ask.
fn refusals(url: &str, has_secret: bool, mode: Mode) -> Vec<Cause> {
    if url.is_empty() {
        let message = "the url is empty".to_owned();
        return vec![Cause { reason: Reason::EmptyUrl, message }];
    }
    if url.contains('{') && url.contains('}') && !has_secret {
        let message = "the url has placeholders, but there is no secretRef".to_owned();
        return vec![Cause { reason: Reason::TemplatingUrl, message }];
    }
    let transport = transport(url);
    let scheme = match &transport {
        Transport::Refused(scheme) => Some(scheme.as_str()),
        Transport::Http if mode == Mode::Production => Some("http"),
        _ => None,
    };
    let inner = matches!(transport, Transport::Git | Transport::Mercurial | Transport::S3);
    let path = (inner && !names_index(url)).then(|| no_index("index path needs to be provided"));
    let scheme = scheme.map(|scheme| no_index(&format!("not supported scheme '{scheme}'")));
    scheme.into_iter().chain(path).collect()
}

fn no_index(why: &str) -> Cause {
    let message = format!("Fetching repository failed due to error: {why}");
    Cause { reason: Reason::FetchingIndex, message }
}

fn repository(
    (configuration, wanted): (&AddonsConfiguration, &WantedRepository),
    parsed: Parsed,
    mode: Mode,
) -> Repository {
    let mut repository = Repository::named(configuration.title(), parsed.location);
    repository.kind = Some(RepositoryKind::Addons);
    repository.origin = Some(configuration.origin());
    repository.credentials = parsed.credentials;
    // Helm Broker does not even look at a Secret that no placeholder asks for.
    let is_template = matches!(repository.location, Location::Template(_));
    repository.secret = configuration.secret_of(wanted).filter(|_| is_template);
    // Whether it is allowed is told already; what is behind it is told too, unless a secret would go along.
    let is_open = repository.secret.is_none() && repository.credentials.is_none();
    repository.access.develop_mode = mode == Mode::Develop || is_open;
    repository
}

async fn fill(
    client: &Client,
    repository: &Repository,
    verdict: &mut RepositoryVerdict,
    monitor: &Monitor,
) {
    let read = match index(client, repository, monitor).await {
        Ok(read) => read,
        Err(error) => return failed(verdict, &error),
    };
    if let Some(why) = &read.refused {
        // What could be read of it nevertheless is nothing to Helm Broker.
        verdict.causes.push(no_index(why));
        verdict.findings = read.diagnostics;
        return;
    }
    verdict.crash = read.diagnostics.iter().find(|found| crashes(found)).map(told);
    let entries = read.catalog.entries.iter().flat_map(|entry| {
        entry.versions.iter().map(|version| Wanted {
            repository: repository.clone(),
            kind: RepositoryKind::Addons,
            entry: entry.name.clone(),
            version: version.clone(),
        })
    });
    let wanted: Vec<Wanted> = entries.collect();
    let mut loads =
        stream::iter(&wanted).map(|wanted| load_one(client, wanted, monitor)).buffered(AT_ONCE);
    while let Some(addon) = loads.next().await {
        let again = read.diagnostics.iter().filter(|found| is_again(found, &addon)).count();
        let addons = std::iter::repeat_n(addon, again + 1);
        verdict.addons.extend(addons.enumerate().map(|(position, mut addon)| {
            if position > 0 {
                addon.findings.clear();
            }
            addon
        }));
    }
    verdict.findings = read.diagnostics;
}

fn told(found: &Diagnostic) -> String {
    let span = found.place.span.map(|span| format!(":{}:{}", span.line, span.column));
    format!("{}{}: {}", found.place.file, span.unwrap_or_default(), found.message)
}

fn crashes(found: &Diagnostic) -> bool {
    [IDX209.code, IDX210.code].contains(&found.rule.code)
}

/// A version that the index lists twice is loaded twice, and collides with itself.
fn is_again(found: &Diagnostic, addon: &AddonVerdict) -> bool {
    found.rule.code == IDX213.code
        && found.entry.as_deref() == Some(&addon.name)
        && found.version.as_deref() == Some(&addon.version)
}

async fn index(
    client: &Client,
    repository: &Repository,
    monitor: &Monitor,
) -> Result<IndexRead, Error> {
    match source::read_index(client, repository, None, monitor).await? {
        IndexAnswer::Read(index) => {
            Ok(fetch::judge(client, repository, index.bytes, monitor).await?.read)
        }
        IndexAnswer::Listed(_) => {
            let message = "there is no index, only archives";
            Err(Error::new(ErrorKind::NotFound, message))
        }
        IndexAnswer::Unchanged => {
            let message = "answered \"not modified\" to a first request";
            Err(Error::new(ErrorKind::Malformed, message))
        }
    }
}

/// The index could not be had: Helm Broker's word for it, and whether it says anything of the repository.
fn failed(verdict: &mut RepositoryVerdict, error: &Error) {
    let faults = [Fault::SecretMissing, Fault::SecretKeysMissing, Fault::SecretValue];
    let is_secret = error.fault.is_some_and(|fault| faults.contains(&fault));
    if error.fault == Some(Fault::SecretMissing) || is_unseen(error) {
        verdict.unseen = Some(Failure::from(error));
    }
    let cause = if is_secret {
        Cause { reason: Reason::TemplatingUrl, message: error.message.clone() }
    } else {
        no_index(&error.message)
    };
    verdict.causes.push(cause);
}

/// Whether an error says nothing of the place that was asked.
fn is_unseen(error: &Error) -> bool {
    matches!(
        error.kind,
        ErrorKind::Unreachable
            | ErrorKind::Untrusted
            | ErrorKind::Timeout
            | ErrorKind::TooLarge
            | ErrorKind::Cancelled
            | ErrorKind::Io
    )
}

async fn load_one(client: &Client, wanted: &Wanted, monitor: &Monitor) -> AddonVerdict {
    let mut addon = AddonVerdict {
        name: wanted.entry.clone(),
        version: wanted.version.version.clone(),
        ..AddonVerdict::default()
    };
    match inspect(client, wanted, &monitor.quiet()).await {
        Ok(Inspection { contents, diagnostics, .. }) => {
            if let Contents::Addon(loaded) = contents {
                addon.causes = load::causes(&diagnostics);
                // Only of what was loaded Helm Broker knows the name, the version and the id.
                if addon.causes.is_empty() {
                    addon.id = loaded.id;
                    addon.name = loaded.name;
                    addon.version = loaded.version;
                }
            } else {
                let message = "the package holds no addon".to_owned();
                addon.causes.push(Cause { reason: Reason::Loading, message });
            }
            addon.findings = diagnostics;
        }
        Err(error) => {
            addon.unseen = is_unseen(&error).then(|| Failure::from(&error));
            addon.causes.push(unfetched(wanted, &error));
        }
    }
    addon
}

/// Helm Broker downloads archives, and knows of a missing folder only when it loads it.
fn unfetched(wanted: &Wanted, error: &Error) -> Cause {
    let url = wanted.repository.location.addon_url(&wanted.entry, &wanted.version.version);
    let is_web = url.is_some()
        || matches!(&wanted.repository.location, Location::Template(template)
        if template.text().starts_with("http"));
    if is_web {
        let message = error.message.split(':').take(4).collect::<Vec<_>>().join(":");
        return Cause { reason: Reason::Fetching, message };
    }
    Cause { reason: Reason::Loading, message: error.message.clone() }
}
