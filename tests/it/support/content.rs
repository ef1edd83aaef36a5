//! Small indexes of both kinds.

/// A Helm index with one chart of one version, whose package has that URL.
pub(crate) fn helm_index(url: &str) -> String {
    format!(
        "apiVersion: v1\nentries:\n  redis:\n  - apiVersion: v2\n    name: redis\n    version: 1.2.3\n    \
         urls:\n    - {url}\n"
    )
}

/// An index of addons with one addon.
pub(crate) fn addons_index(name: &str, version: &str) -> String {
    format!(
        "apiVersion: v1\nentries:\n  {name}:\n  - name: {name}\n    description: An addon\n    version: {version}\n"
    )
}

/// What a page looks like behind which an index hides.
pub(crate) const LOGIN_PAGE: &str = "<!DOCTYPE html>\n<html><head><title>Sign in · Example</title></head>\
    <body><form><input type=\"password\"></form></body></html>";
