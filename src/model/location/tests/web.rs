//! Web servers.

use super::Case;

pub(super) const TEXTS: &[Case] = &[
    // Web servers.
    ("https://example.com/charts", "https://example.com/charts/index.yaml"),
    ("https://example.com/charts/", "https://example.com/charts/index.yaml"),
    ("https://example.com/charts/index.yaml", "https://example.com/charts/index.yaml"),
    ("https://example.com/charts/index-2.yml", "https://example.com/charts/index-2.yml"),
    ("https://example.com/index.json", "https://example.com/index.json"),
    ("https://example.com", "https://example.com/index.yaml"),
    ("  https://example.com/x \n", "https://example.com/x/index.yaml"),
    ("HTTPS://Example.COM/Charts", "https://example.com/Charts/index.yaml"),
    ("https://example.com:443/x", "https://example.com/x/index.yaml"),
    ("https://example.com:8443/x", "https://example.com:8443/x/index.yaml"),
    ("https://example.com/x?key=v/1", "https://example.com/x/index.yaml?key=v/1"),
    ("https://example.com/x#readme", "https://example.com/x/index.yaml"),
    ("https://example.com/with%2Fslash", "https://example.com/with%2Fslash/index.yaml"),
    ("https://example.com/a//b", "https://example.com/a//b/index.yaml"),
    ("https://user:pa%40ss@example.com/x", "https://example.com/x/index.yaml"),
    ("http://[::1]:8080/x", "http://[::1]:8080/x/index.yaml"),
    ("\"https://example.com/x\"", "https://example.com/x/index.yaml"),
    ("<https://example.com/x>", "https://example.com/x/index.yaml"),
    ("https://example.com/a b", "! "),
    ("https://", "! "),
    ("https://example.com/redis-1.0.0.tgz", "! https://example.com/"),
    ("https://example.com/x.yaml/", "https://example.com/x.yaml/index.yaml"),
];
