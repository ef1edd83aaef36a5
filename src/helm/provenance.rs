//! `OpenPGP` provenance: the `.prov` file beside a package.
//!
//! A clear-signed message of two YAML documents: the chart's metadata and, after a line of three dots, the
//! digests of files by name (`helm/helm`, `pkg/provenance`).
//! May import: `helm::provenance/*`, `helm::{chart, field, metadata}`, `yaml`, `model`.

mod content;
mod message;
mod signature;

pub mod keyring;

use jiff::Timestamp;

use super::chart::Chart;
use crate::model::rule::provenance as rules;
use crate::model::{Findings, Package, annotate};

pub use keyring::Keyring;

/// Larger provenance files are not looked at: real ones have some kilobytes.
pub const LARGEST: usize = 1 << 20;

/// The provenance file of a package and what it is judged by.
#[derive(Debug)]
pub struct Provenance<'files> {
    /// Its name, as places name it: `redis-1.0.0.tgz.prov`.
    pub name: String,
    /// Its bytes.
    pub bytes: &'files [u8],
    /// The keys to verify the signature with; `None` checks all but that.
    pub keyring: Option<&'files Keyring>,
    /// The moment for which expiry is judged.
    pub now: Timestamp,
}

/// Judges a provenance file against the package that it speaks of.
#[must_use]
pub fn judge(provenance: &Provenance<'_>, package: &Package, chart: &Chart) -> Findings {
    let mut findings = Findings::of(provenance.name.as_str());
    if provenance.bytes.len() > LARGEST {
        let message = format!("it is larger than {LARGEST} bytes, and was not read");
        findings.add_whole(&rules::PRV001, message);
        return findings;
    }
    let Ok(text) = std::str::from_utf8(provenance.bytes) else {
        findings.add_whole(&rules::PRV001, "it is not UTF-8 text");
        return findings;
    };
    match message::read(text) {
        Err((span, why)) => {
            findings.add(&rules::PRV001, span, why);
        }
        Ok(message) => {
            content::judge(&message, package, chart, &mut findings);
            let judge = signature::Judge { message: &message, now: provenance.now, chart };
            judge.run(provenance.keyring, &mut findings);
        }
    }
    annotate::text(&provenance.name, text, &mut findings.list);
    // What stands around a signature is signed by nobody, and must not silence what is said of it.
    annotate::distrust(&mut findings.list);
    findings
}
