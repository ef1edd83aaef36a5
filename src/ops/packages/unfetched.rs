//! Packages that could not be had: what is said of them at their entry in the index.
//!
//! May import: `ops::inspect`, `validate`, `model`, `error`.

use crate::error::{Error, ErrorKind};
use crate::model::rule::archive::PKG002;
use crate::model::rule::index::IDX216;
use crate::model::rule::target::{TGT003, TGT004};
use crate::model::{Diagnostic, Fault, Location, RepositoryKind, Rule};
use crate::ops::inspect::Wanted;
use crate::validate::Listed;

/// A package that could not be fetched, told at its entry in the index.
pub(super) fn unfetched(wanted: &Wanted, error: &Error) -> Diagnostic {
    let listed = Listed {
        index: wanted.repository.location.index_file(),
        entry: &wanted.entry,
        version: &wanted.version,
    };
    let (entry, version) = (&wanted.entry, &wanted.version.version);
    let why = match (error.kind, &wanted.repository.location) {
        // Where on this machine the repository lies is no part of its report.
        (ErrorKind::NotFound, Location::File { .. }) => {
            let url = wanted.version.urls.first().cloned();
            let either = format!("{entry}-{version}/ or {entry}-{version}.tgz");
            format!("there is no {} beside the index", url.unwrap_or(either))
        }
        _ => error.message.clone(),
    };
    let message = format!("the package of {entry} {version}: {why}");
    let mut diagnostic = listed.diagnostic(rule(wanted.kind, error), message);
    if !error.hint.is_empty() && error.kind != ErrorKind::NotFound {
        diagnostic.fix = Some(error.hint.clone());
    }
    diagnostic
}

fn rule(kind: RepositoryKind, error: &Error) -> &'static Rule {
    match (error.kind, kind) {
        (ErrorKind::NotFound, RepositoryKind::Addons) => &IDX216,
        (ErrorKind::NotFound, RepositoryKind::Helm) => &TGT003,
        // That is what there is.
        (ErrorKind::Malformed, _) if error.fault == Some(Fault::WebPage) => &PKG002,
        _ => &TGT004,
    }
}
