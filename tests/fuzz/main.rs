//! Random damage to small inputs, thrown at everything that reads what others wrote: nothing panics, nothing
//! takes long, findings are bounded, and their places lie in the text.
//!
//! Each target runs for `CHARTROOM_FUZZ_SECONDS` (5 by default), from the seed `CHARTROOM_FUZZ_SEED`. An input that
//! breaks something is kept in `target/fuzz`, whose path is told with the seed.

#![expect(clippy::panic, reason = "all of this is a test")]

mod check;
mod mutate;
mod run;
mod seeds;
mod targets;

use run::fuzz;

#[test]
fn indexes_of_helm() {
    fuzz("helm-index", seeds::INDEXES, targets::helm_index);
}

#[test]
fn indexes_of_addons() {
    fuzz("addon-index", seeds::INDEXES, targets::addon_index);
}

#[test]
fn whole_charts() {
    fuzz("chart", seeds::CHARTS, targets::chart);
}

#[test]
fn whole_addons() {
    fuzz("addon", seeds::ADDONS, targets::addon);
}

#[test]
fn archives() {
    let tar = seeds::tar();
    let packed = seeds::packed(&tar);
    fuzz("archive", &[&tar, &packed], targets::archive);
}

#[test]
fn templates() {
    fuzz("template", seeds::TEMPLATES, targets::template);
}

#[test]
fn locations() {
    fuzz("location", seeds::LOCATIONS, targets::location);
}

#[test]
fn manifests() {
    fuzz("manifest", seeds::MANIFESTS, targets::manifest);
}

#[test]
fn provenance_files_and_keyrings() {
    fuzz("provenance", seeds::PROVENANCE, targets::provenance);
}

#[test]
fn files_of_our_own() {
    fuzz("policy", seeds::POLICIES, targets::policy);
}
