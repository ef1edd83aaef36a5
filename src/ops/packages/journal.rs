//! Which bytes each package of a place was found to have, so that unchanged ones need not be fetched again.
//!
//! One line for each package that was looked at, added at once: what was looked at before a validation was
//! ended counts for the next one. Lines that cannot be read are passed over.
//!
//! May import: `ops::packages::facts`, `ops::inspect`, `source`, `model`.

use std::collections::{HashMap, HashSet};
use std::path::PathBuf;

use serde::{Deserialize, Serialize};

use super::facts::Facts;
use crate::model::Repository;
use crate::model::digest::name_of;
use crate::ops::inspect::Wanted;
use crate::source::cache::Kept;
use crate::source::{Client, Validators};

/// One package, as it was when it was looked at.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Known {
    /// Where it was, as [`whence`] names it.
    pub(super) whence: String,
    /// SHA-256 of its bytes.
    pub(super) digest: String,
    /// Its file's name.
    pub(super) name: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    etag: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    last_modified: Option<String>,
    /// What else was seen.
    #[serde(default)]
    pub(super) facts: Facts,
}

impl Known {
    /// A package of which these bytes came, with what else came.
    pub(super) fn of(
        wanted: &Wanted,
        (name, digest): (&str, &str),
        seen: (Validators, Facts),
    ) -> Self {
        let (Validators { etag, last_modified, .. }, facts) = seen;
        let (name, digest) = (name.to_owned(), digest.to_owned());
        Self { whence: whence(wanted), digest, name, etag, last_modified, facts }
    }

    /// What to ask with whether it is still the same; `None` where nothing can be asked.
    pub(super) fn validators(&self) -> Option<Validators> {
        let Self { etag, last_modified, .. } = self.clone();
        let is_known = etag.is_some() || last_modified.is_some();
        is_known.then_some(Validators { etag, last_modified, commit: None })
    }

    /// Whether the index states the digest that the bytes were found to have.
    pub(super) fn is_stated_by(&self, wanted: &Wanted) -> bool {
        let stated = wanted.version.digest.trim().to_ascii_lowercase();
        stated.strip_prefix("sha256:").unwrap_or(&stated) == self.digest
    }
}

/// A name for the place of a package. It tells nothing of the place.
pub(super) fn whence(wanted: &Wanted) -> String {
    let (version, url) = (&wanted.version.version, wanted.version.urls.first());
    name_of(&format!("{:?}", (wanted.kind, &wanted.entry, version, url)))
}

/// What is known of a place's packages.
#[derive(Debug)]
pub(super) struct Journal {
    cache: PathBuf,
    repository: Repository,
    known: HashMap<String, Known>,
}

impl Journal {
    /// What was noted; nothing when that cannot be read.
    pub(super) async fn load(client: &Client, repository: &Repository) -> Self {
        let (cache, repository) = (client.settings.cache.clone(), repository.clone());
        let (folder, place) = (cache.clone(), repository.clone());
        let work = move || parse(&Kept::Packages.read(&folder, &place).unwrap_or_default());
        let known = tokio::task::spawn_blocking(work).await.unwrap_or_default();
        Self { cache, repository, known }
    }

    /// What was known of a package when this began.
    pub(super) fn known(&self, wanted: &Wanted) -> Option<&Known> {
        self.known.get(&whence(wanted))
    }

    /// Notes a package, unless that is known. Blocking. A full disk is no reason to fail.
    pub(super) fn note(&self, known: &Known) {
        if self.known.get(&known.whence) == Some(known) {
            return;
        }
        if let Ok(mut line) = serde_json::to_vec(known) {
            line.push(b'\n');
            let _ = Kept::Packages.append(&self.cache, &self.repository, &line);
        }
    }

    /// Drops lines of packages that are listed no more, and those that later ones replace. Blocking.
    pub(super) fn tidy(&self, listed: &HashSet<String>) {
        let Some(bytes) = Kept::Packages.read(&self.cache, &self.repository) else { return };
        let lines = bytes.split(|byte| *byte == b'\n').filter(|line| !line.is_empty()).count();
        let mut known = parse(&bytes);
        known.retain(|whence, _| listed.contains(whence));
        if lines == known.len() {
            return;
        }
        let mut known: Vec<Known> = known.into_values().collect();
        known.sort_by(|one, other| one.whence.cmp(&other.whence));
        let lines = known.iter().filter_map(|known| serde_json::to_string(known).ok());
        let text = lines.fold(String::new(), |text, line| text + &line + "\n");
        let _ = Kept::Packages.write(&self.cache, &self.repository, text.as_bytes());
    }
}

fn parse(bytes: &[u8]) -> HashMap<String, Known> {
    let lines = bytes.split(|byte| *byte == b'\n');
    let known = lines.filter_map(|line| serde_json::from_slice::<Known>(line).ok());
    known.map(|known| (known.whence.clone(), known)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_line_of_a_package_counts_and_broken_lines_do_not() {
        let line = |digest: &str| {
            let known =
                Known { whence: "w".to_owned(), digest: digest.to_owned(), ..Known::default() };
            serde_json::to_string(&known).unwrap()
        };
        let text =
            format!("{}\n{{\"whence\":\n{}\nnonsense\n{}", line("1"), line("2"), &line("3")[..20]);
        let known = parse(text.as_bytes());
        assert_eq!(known.get("w").map(|known| known.digest.as_str()), Some("2"));
        assert_eq!(known.len(), 1);
    }
}
