//! What Helm Broker's status of addons configurations would be, found by looking at everything they name:
//! every reason at once, and what we say instead.
//!
//! May import: `ops::status::*`, `manifest`, `source`, `model`, `monitor`.

mod compare;
mod conflict;
mod load;
mod look;
mod quirk;
mod verdict;

use futures_util::StreamExt;
use futures_util::stream;

use self::conflict::Holders;
pub use self::look::Mode;
pub use self::verdict::{AddonVerdict, Cause, Phase, Reason, RepositoryVerdict, Verdict};
use crate::manifest::AddonsConfiguration;
use crate::manifest::bundle::Bundle;
use crate::monitor::Monitor;
use crate::source::Client;

/// How many repositories are looked at the same time.
const AT_ONCE: usize = 4;

/// Looks at all repositories of some configurations, which are seen beside each other in this order. What
/// cannot be reached keeps nothing else from being looked at. Secrets that are given with them come before those
/// of the store, and are not kept.
pub async fn status(
    client: &Client,
    Bundle { configurations, secrets, .. }: &Bundle,
    mode: Mode,
    monitor: &Monitor,
) -> Vec<Verdict> {
    let mut client = client.clone();
    client.settings.secrets = client.settings.secrets.with(secrets);
    let wanted = configurations.iter().flat_map(|configuration| {
        configuration.repositories.iter().map(move |one| (configuration, one))
    });
    let mut looks = stream::iter(wanted.collect::<Vec<_>>())
        .map(|wanted| look::look(&client, wanted, mode, monitor))
        .buffered(AT_ONCE);
    let mut holders = Holders::of(configurations);
    let mut verdicts = Vec::new();
    for configuration in configurations {
        let mut repositories = Vec::new();
        for _ in &configuration.repositories {
            repositories.extend(looks.next().await);
        }
        verdicts.push(judge(configuration, repositories, &mut holders));
    }
    verdicts
}

fn judge(
    configuration: &AddonsConfiguration,
    repositories: Vec<RepositoryVerdict>,
    holders: &mut Holders,
) -> Verdict {
    let known = configuration.status.as_ref().map(|status| status.phase.clone());
    let mut verdict = Verdict {
        title: configuration.title(),
        phase: Phase::Ready,
        repositories,
        known,
        differences: Vec::new(),
        quirks: Vec::new(),
    };
    conflict::within(&mut verdict);
    holders.between(configuration, &mut verdict);
    verdict.settle();
    verdict.differences = compare::differences(configuration, &verdict);
    verdict.quirks = quirk::quirks(configuration, &verdict);
    verdict
}
