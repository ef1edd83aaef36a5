//! Which hosts of packages are given up, so that an index with thousands of packages on a dead host does
//! not cost thousands of timeouts.
//!
//! May import: `model`, `error`.

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

use crate::error::{Error, ErrorKind};
use crate::model::rule::target::TGT004;
use crate::model::{Diagnostic, Place};

/// After so many failures in a row a host is asked no more.
const PATIENCE: usize = 3;

/// What is known of each host.
#[derive(Debug, Default)]
pub(super) struct Reach(Mutex<BTreeMap<String, Host>>);

#[derive(Debug, Default)]
struct Host {
    failures: usize,
    skipped: usize,
    /// What the last failure was.
    why: String,
}

impl Reach {
    /// Whether the host is given up; counts the package that is skipped for it.
    pub(super) fn skips(&self, host: &str) -> bool {
        self.with(host, |host| {
            let is_given_up = host.failures >= PATIENCE;
            host.skipped += usize::from(is_given_up);
            is_given_up
        })
    }

    /// Takes note of how a package of the host was answered.
    pub(super) fn note(&self, host: &str, failure: Option<&Error>) {
        let silence = failure.filter(|error| {
            matches!(error.kind, ErrorKind::Unreachable | ErrorKind::Untrusted | ErrorKind::Timeout)
        });
        self.with(host, |host| match silence {
            Some(error) => {
                host.failures += 1;
                host.why.clone_from(&error.message);
            }
            None => host.failures = 0,
        });
    }

    /// One diagnostic for each host of which packages were skipped.
    pub(super) fn report(&self, index: &str) -> Vec<Diagnostic> {
        let hosts = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let given_up = hosts.iter().filter(|(_, host)| host.skipped > 0);
        given_up
            .map(|(name, host)| {
                let what = match host.skipped {
                    1 => "1 more package".to_owned(),
                    many => format!("{many} more packages"),
                };
                let message = format!(
                    "{what} at {name} not tried after {PATIENCE} failures in a row: {}",
                    host.why
                );
                Diagnostic::new(&TGT004, Place::file(index), message)
            })
            .collect()
    }

    fn with<T>(&self, host: &str, change: impl FnOnce(&mut Host) -> T) -> T {
        let mut hosts = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        change(hosts.entry(host.to_owned()).or_default())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_host_is_given_up_after_silence_in_a_row_and_told_once() {
        let reach = Reach::default();
        let failure = |kind| Error::new(kind, "cannot find the host");
        for kind in [ErrorKind::Timeout, ErrorKind::NotFound, ErrorKind::Unreachable] {
            reach.note("a.example", Some(&failure(kind)));
        }
        assert!(!reach.skips("a.example"), "an answer between, even a bad one, starts anew");
        reach.note("a.example", Some(&failure(ErrorKind::Untrusted)));
        reach.note("a.example", Some(&failure(ErrorKind::Timeout)));
        assert!(reach.skips("a.example") && !reach.skips("b.example"));
        let told = || reach.report("index.yaml").remove(0).message;
        let why = "not tried after 3 failures in a row: cannot find the host";
        assert_eq!(told(), format!("1 more package at a.example {why}"));
        assert!(reach.skips("a.example"));
        assert_eq!(told(), format!("2 more packages at a.example {why}"));
    }
}
