//! An addon against its index entry.
//!
//! May import: `validate::listed`, `kyma`, `model`.

use super::listed::Listed;
use crate::kyma::Addon;
use crate::model::rule::index::{IDX218, IDX219};
use crate::model::{Diagnostic, Package, Place, Span};

/// Judges whether the index and the addon say the same of it.
#[must_use]
pub fn against_entry(listed: &Listed<'_>, package: &Package, addon: &Addon) -> Vec<Diagnostic> {
    let meta = |span: Option<Span>| Place { file: package.place("meta.yaml"), span };
    let mut found = Vec::new();
    if !addon.name.is_empty() && addon.name != listed.entry {
        let message = format!("listed as \"{}\", but named \"{}\"", listed.entry, addon.name);
        let place = meta(addon.name_span);
        found.push(listed.diagnostic(&IDX218, message).related(place, "the addon's own name"));
    }
    let version = &listed.version.version;
    if !addon.version.is_empty() && addon.version != *version {
        let message = format!("listed as version \"{version}\", but it is \"{}\"", addon.version);
        let place = meta(addon.version_span);
        found.push(listed.diagnostic(&IDX218, message).related(place, "the addon's own version"));
    }
    let description = &listed.version.description;
    if !addon.description.is_empty() && addon.description != *description {
        let message = "the description differs from the addon's own";
        let place = meta(addon.description_span);
        found.push(listed.diagnostic(&IDX219, message).related(place, &*addon.description));
    }
    found
}
