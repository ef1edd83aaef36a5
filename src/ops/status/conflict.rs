//! Which addons cannot be registered beside each other.
//!
//! Within a configuration Helm Broker compares ids; between configurations of one kind (and, where they have
//! one, of one namespace) names and versions of addons that are ready.
//! May import: `ops::status::verdict`, `validate::conflict`, `manifest`.

use super::verdict::{Cause, Reason, Verdict};
use crate::manifest::AddonsConfiguration;
use crate::manifest::broker_url::shown;
use crate::validate::conflict::{self, Room};

/// Tells of each addon whether another one holds its id. Of one index Helm Broker takes the addons in no
/// certain order; here it is that of the index.
pub(super) fn within(verdict: &mut Verdict) {
    let mut holders: conflict::Holders<(String, String)> = conflict::Holders::default();
    let room = Room::default();
    for repository in &mut verdict.repositories {
        let url = repository.url.clone();
        for addon in repository.addons.iter_mut().filter(|addon| !addon.id.is_empty()) {
            if let Some((holder, place)) = holders.holder(&room, &addon.id) {
                let message = format!(
                    "the id {} is that of {holder} in {place}, which comes first",
                    addon.id
                );
                addon.causes.push(Cause { reason: Reason::ConflictInSpecified, message });
                continue;
            }
            holders.hold(&room, &addon.id, (addon.title(), url.clone()));
        }
    }
}

fn room(configuration: &AddonsConfiguration) -> Room {
    (configuration.scope.kind().to_owned(), configuration.namespace.clone())
}

/// Who holds a name and version, and where.
#[derive(Default)]
pub(super) struct Holders {
    held: conflict::Holders<(String, String)>,
}

impl Holders {
    /// Those that the configurations' own status calls ready: they were there before.
    pub(super) fn of(configurations: &[AddonsConfiguration]) -> Self {
        let mut holders = Self::default();
        for configuration in configurations {
            let repositories = configuration.status.iter().flat_map(|one| &one.repositories);
            for repository in repositories {
                for addon in repository.addons.iter().filter(|addon| addon.status == "Ready") {
                    let title = format!("{}:{}", addon.name, addon.version);
                    holders.hold(configuration, &title, shown(&repository.url));
                }
            }
        }
        holders
    }

    fn hold(&mut self, configuration: &AddonsConfiguration, addon: &str, url: String) {
        self.held.hold(&room(configuration), addon, (configuration.title(), url));
    }

    /// Tells of each addon whether another configuration holds its name and version; those that are good hold
    /// theirs from now on, even in a configuration that fails.
    pub(super) fn between(&mut self, configuration: &AddonsConfiguration, verdict: &mut Verdict) {
        let title = configuration.title();
        for repository in &mut verdict.repositories {
            let url = repository.url.clone();
            for addon in repository.addons.iter_mut().filter(|addon| !addon.id.is_empty()) {
                let holder = self.held.holder(&room(configuration), &addon.title());
                let holder = holder.filter(|(holder, _)| *holder != title);
                if let Some((holder, place)) = holder {
                    let name = addon.title();
                    let message = format!("{name} is registered by {holder} from {place}");
                    addon.causes.push(Cause { reason: Reason::ConflictWithRegistered, message });
                } else if addon.is_good() {
                    self.hold(configuration, &addon.title(), url.clone());
                }
            }
        }
    }
}
