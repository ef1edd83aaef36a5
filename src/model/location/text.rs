//! Small questions to texts that look like URLs.
//!
//! May import: nothing of the crate.

use url::{Host, Url};

/// What is said of secrets that stood in a URL.
pub(super) const MOVED: &str = "moved from the URL into the credentials";

/// What follows a prefix, whatever its case.
pub(super) fn after<'text>(text: &'text str, prefix: &str) -> Option<&'text str> {
    let head = text.get(..prefix.len())?;
    head.eq_ignore_ascii_case(prefix).then(|| text.get(prefix.len()..)).flatten()
}

/// A text that looks like a URL, without what stands before an `@` in its host part.
pub(super) fn without_user_info(text: &str) -> String {
    let (scheme, rest) = text.split_once("://").map_or(("", text), |(scheme, rest)| (scheme, rest));
    let end = rest.find(['/', '?', '#']).unwrap_or(rest.len());
    let (host, tail) = rest.split_at(end);
    let host = host.rsplit('@').next().unwrap_or_default();
    if scheme.is_empty() { format!("{host}{tail}") } else { format!("{scheme}://{host}{tail}") }
}

/// What is said of a URL whose password holds a `/`, `?` or `#`.
pub(super) const CUT: &str = "the port is no number: in a password write / as %2F, : as %3A, # as %23 and ? as %3F, \
                              or give user name and password apart";

/// Whether a `/`, `?` or `#` cuts through a password: `ssh://me:pass/word@host/path`.
pub(super) fn is_cut(text: &str) -> bool {
    let Some((_, rest)) = text.split_once("://") else { return false };
    let (authority, after) = rest.split_at(rest.find(['/', '?', '#']).unwrap_or(rest.len()));
    let port = authority.rsplit_once(':').map(|(_, port)| port);
    let is_port = |port: &str| port.bytes().all(|byte| byte.is_ascii_digit());
    let is_address = authority.ends_with(']');
    !authority.contains('@')
        && after.contains('@')
        && !is_address
        && port.is_some_and(|port| port.is_empty() || !is_port(port))
}

/// The name of a host in the form in which it is asked for: lower case, and ASCII. `None` for what no host
/// is called; it may become a word on a command line, so none begins with a dash.
pub(super) fn host_name(text: &str) -> Option<String> {
    let host = Host::parse(text).ok()?;
    let name = host.to_string();
    let usual = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '.' | '_');
    let is_usual = !matches!(host, Host::Domain(_)) || name.chars().all(usual);
    (is_usual && !name.starts_with('-')).then_some(name)
}

/// Host and, where it is not the scheme's own, port.
pub(super) fn host_and_port(url: &Url) -> String {
    let host = url.host_str().unwrap_or_default();
    url.port().map_or_else(|| host.to_owned(), |port| format!("{host}:{port}"))
}
