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
    if !addon.description.is_empty() && !says_the_same(&addon.description, description) {
        let message = "the description differs from the addon's own";
        let place = meta(addon.description_span);
        found.push(listed.diagnostic(&IDX219, message).related(place, &*addon.description));
    }
    found
}

/// Whether two texts differ in blanks, letter case and a final full stop at most.
fn says_the_same(left: &str, right: &str) -> bool {
    let words = |text: &str| {
        let text = text.trim_end();
        let text = text.strip_suffix('.').unwrap_or(text);
        text.split_whitespace().map(str::to_lowercase).collect::<Vec<_>>()
    };
    words(left) == words(right)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blanks_case_and_a_full_stop_make_no_other_description() {
        for (left, right, expected) in [
            ("Redis by Helm Broker", "redis  by helm broker.\n", true),
            ("A cache .", "A cache", true),
            ("A cache..", "A cache", false),
            ("A cache", "A store", false),
            ("A cache", "", false),
        ] {
            assert_eq!(says_the_same(left, right), expected, "{left:?} {right:?}");
        }
    }
}
