//! Which of the two formats an index file has, told by its content.
//!
//! Both formats have `entries:`; entries of addons have only a name, a version and a description. A look at
//! the lines suffices and costs little even for huge files; the readers judge later.
//! May import: `model`.

use crate::model::RepositoryKind;

/// Keys that only entries of charts have.
const CHART_KEYS: &[&str] = &[
    "apiVersion",
    "appVersion",
    "created",
    "dependencies",
    "deprecated",
    "digest",
    "home",
    "icon",
    "keywords",
    "kubeVersion",
    "maintainers",
    "removed",
    "sources",
    "type",
    "urls",
];

/// The kind of an index file; `None` when it gives no sign of either.
#[must_use]
pub fn kind_of(bytes: &[u8]) -> Option<RepositoryKind> {
    let text = String::from_utf8_lossy(bytes);
    let mut signs = Signs::default();
    for line in text.trim_start_matches('\u{feff}').lines() {
        if signs.see(line) {
            return Some(RepositoryKind::Helm);
        }
    }
    signs.decide()
}

#[derive(Default)]
#[expect(clippy::struct_excessive_bools, reason = "each is a sign that was seen or not")]
struct Signs {
    entries: bool,
    versions: bool,
    generated: bool,
    api_version: bool,
    /// A key at the top that no index has.
    foreign: bool,
}

impl Signs {
    /// Takes a line; true when it settles the matter for Helm.
    fn see(&mut self, line: &str) -> bool {
        let inner = line.trim_start_matches([' ', '\t', '-']);
        if inner.starts_with('#') {
            return false;
        }
        if inner.starts_with(['{', '[']) || inner.contains('{') {
            return self.see_flow(inner);
        }
        let Some((key, _)) = inner.split_once(':') else { return false };
        let key = key.trim_matches(['"', '\'', ' ']);
        if inner.len() == line.len() {
            self.see_top(key);
            return false;
        }
        self.versions |= key.eq_ignore_ascii_case("version");
        self.entries && CHART_KEYS.iter().any(|known| known.eq_ignore_ascii_case(key))
    }

    fn see_top(&mut self, key: &str) {
        self.entries |= key.eq_ignore_ascii_case("entries");
        self.generated |= key.eq_ignore_ascii_case("generated");
        self.api_version |= key.eq_ignore_ascii_case("apiVersion");
        let known =
            ["entries", "generated", "apiVersion", "annotations", "serverInfo", "publicKeys"];
        self.foreign |= !known.iter().any(|known| known.eq_ignore_ascii_case(key));
    }

    /// JSON, or YAML in one line.
    fn see_flow(&mut self, line: &str) -> bool {
        let has =
            |key: &str| line.contains(&format!("\"{key}\"")) || line.contains(&format!("{key}:"));
        self.entries |= has("entries");
        self.generated |= has("generated");
        self.api_version |= has("apiVersion");
        self.versions |= has("version");
        has("urls") || has("digest") || has("appVersion")
    }

    fn decide(&self) -> Option<RepositoryKind> {
        if !self.entries {
            // Helm takes an index without entries for an empty repository.
            let is_helm = self.generated || (self.api_version && !self.foreign);
            return is_helm.then_some(RepositoryKind::Helm);
        }
        // Without apiVersion Helm refuses a file, Helm Broker does not care.
        let is_helm = self.generated || (!self.versions && self.api_version);
        Some(if is_helm { RepositoryKind::Helm } else { RepositoryKind::Addons })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn content_tells_the_kind() {
        let (helm, addons) = (Some(RepositoryKind::Helm), Some(RepositoryKind::Addons));
        for (text, expected) in [
            ("apiVersion: v1\nentries:\n  redis:\n  - name: redis\n    urls: [x.tgz]\n", helm),
            ("apiVersion: v1\nentries:\n  redis:\n  - apiVersion: v2\n    version: 1.0.0\n", helm),
            ("\u{feff}entries:\n  redis:\n    - digest: abc\n", helm),
            ("{\"apiVersion\":\"v1\",\"entries\":{\"x\":[{\"version\":\"1\",\"urls\":[]}]}}", helm),
            ("apiVersion: v1\nentries: {}\n", helm),
            ("apiVersion: v1\ngenerated: 2024-01-01T00:00:00Z\nentries:\n", helm),
            (
                "apiVersion: v1\nentries:\n  redis:\n    - name: redis\n      version: 0.0.3\n",
                addons,
            ),
            (
                "entries:\n  redis:\n    - name: redis\n      description: d\n      version: 1.0.0\n",
                addons,
            ),
            ("entries: {redis: [{name: redis, version: 0.0.1}]}\n", addons),
            ("# urls:\nentries:\n  redis:\n    # digest: no\n    - version: 0.0.3\n", addons),
            ("apiVersion: v1\n", helm),
            ("apiVersion: v1\nkind: Secret\n", None),
            ("entries:\n", addons),
            ("", None),
            ("hello\n", None),
            ("404: Not Found", None),
        ] {
            assert_eq!(kind_of(text.as_bytes()), expected, "{text}");
        }
    }
}
