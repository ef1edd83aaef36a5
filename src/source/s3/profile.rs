//! The profile files of the AWS command line, `~/.aws/credentials` and `~/.aws/config`: a reader of their INI.
//!
//! May import: `model`.

use std::collections::BTreeMap;

use crate::model::{Keys, Secret};

/// What a profile says that matters here.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Profile {
    /// Its keys, if it holds both.
    pub(super) keys: Option<Keys>,
    /// Its region.
    pub(super) region: Option<String>,
    /// The endpoint of its object store, where it is not that of AWS.
    pub(super) endpoint: Option<String>,
    /// Another way to keys that it names and that is not gone here: `sso_session`, `role_arn`…
    pub(super) other_way: Option<String>,
}

/// Both files, read.
#[derive(Clone, Debug, Default)]
pub(super) struct Profiles {
    sections: BTreeMap<String, BTreeMap<String, String>>,
}

/// Settings that lead to keys by ways that are not gone here.
const OTHER_WAYS: &[&str] =
    &["sso_session", "sso_start_url", "role_arn", "credential_process", "web_identity_token_file"];

impl Profiles {
    /// Reads the text of the credentials file and of the config file; what stands in the first wins.
    pub(super) fn read(credentials: &str, config: &str) -> Self {
        let mut sections: BTreeMap<String, BTreeMap<String, String>> = BTreeMap::new();
        for (name, values) in ini(config) {
            let name = match name.split_once(char::is_whitespace) {
                Some(("profile", name)) => name.trim().to_owned(),
                Some((kind, name)) => format!("{kind} {}", name.trim()),
                None if name == "default" => name,
                // In this file other profiles have the word before their names.
                None => continue,
            };
            sections.entry(name).or_default().extend(values);
        }
        for (name, values) in ini(credentials) {
            sections.entry(name).or_default().extend(values);
        }
        Self { sections }
    }

    /// The profile of that name.
    pub(super) fn find(&self, name: &str) -> Option<Profile> {
        let values = self.sections.get(name)?;
        let text = |key: &str| values.get(key).filter(|value| !value.is_empty()).cloned();
        let services =
            text("services").and_then(|name| self.sections.get(&format!("services {name}")));
        let endpoint = services.and_then(|service| service.get("s3.endpoint_url").cloned());
        let keys = text("aws_access_key_id").zip(text("aws_secret_access_key"));
        let token = text("aws_session_token").unwrap_or_default();
        Some(Profile {
            keys: keys.map(|(id, secret)| Keys {
                id,
                secret: Secret::from(secret),
                token: Secret::from(token),
            }),
            region: text("region"),
            endpoint: endpoint.or_else(|| text("s3.endpoint_url")).or_else(|| text("endpoint_url")),
            other_way: OTHER_WAYS
                .iter()
                .find(|key| text(key).is_some())
                .map(|key| (*key).to_owned()),
        })
    }

    /// The names of all profiles.
    pub(super) fn names(&self) -> Vec<&str> {
        self.sections.keys().map(String::as_str).filter(|name| !name.contains(' ')).collect()
    }
}

/// Sections with their values. A value on indented lines below a key without one is `key.name`, as in
/// `s3 =` with `endpoint_url = …` below it. Lines that are neither are passed over.
fn ini(text: &str) -> Vec<(String, BTreeMap<String, String>)> {
    let mut sections: Vec<(String, BTreeMap<String, String>)> = Vec::new();
    let mut outer = String::new();
    for line in text.trim_start_matches('\u{feff}').lines() {
        let inner = line.trim();
        if inner.is_empty() || inner.starts_with(['#', ';']) {
            continue;
        }
        if let Some(name) = inner.strip_prefix('[').and_then(|rest| rest.split(']').next()) {
            let name = name.trim().replace(['"', '\''], "");
            sections.push((name, BTreeMap::new()));
            outer.clear();
            continue;
        }
        let Some(((key, value), (_, values))) = inner.split_once('=').zip(sections.last_mut())
        else {
            continue;
        };
        let key = key.trim().to_ascii_lowercase();
        let value = without_comment(value).trim().to_owned();
        let is_nested = line.starts_with([' ', '\t']) && !outer.is_empty();
        if is_nested {
            values.insert(format!("{outer}.{key}"), value);
            continue;
        }
        outer = if value.is_empty() { key.clone() } else { String::new() };
        values.insert(key, value);
    }
    sections
}

/// A comment begins behind a blank: keys may hold `#` and `;`.
fn without_comment(value: &str) -> &str {
    let end = [" #", " ;", "\t#", "\t;"].iter().filter_map(|mark| value.find(mark)).min();
    end.and_then(|end| value.get(..end)).unwrap_or(value)
}

#[cfg(test)]
mod tests {
    use super::*;

    const CREDENTIALS: &str = "\u{feff}# mine\r\n[default]\r\naws_access_key_id = AKIADEFAULT\r\n\
        aws_secret_access_key=ab/cd+ef#;==\r\n\r\n[ work ]\nAWS_ACCESS_KEY_ID=AKIAWORK\n\
        aws_secret_access_key = hidden ; a comment\naws_session_token = session\n\
        [half]\naws_access_key_id = AKIAHALF\nnonsense\n[ends";
    const CONFIG: &str = "[default]\nregion = eu-west-1\n[profile work]\nregion=eu-central-1 # here\n\
        s3 =\n    endpoint_url = https://minio.example.com\n    addressing_style = path\noutput = json\n\
        [profile \"sso one\"]\nsso_session = corp\n[profile served]\nservices = local\n\
        [services local]\ns3 =\n  endpoint_url = http://localhost:9000\n[profile plain]\n\
        endpoint_url = http://other\naws_access_key_id = A\naws_secret_access_key = B\n[work]\nregion = no\n";

    #[test]
    fn profiles_are_read_from_both_files() {
        let profiles = Profiles::read(CREDENTIALS, CONFIG);
        for (name, expected) in [
            ("default", "AKIADEFAULT ab/cd+ef#;==  eu-west-1 - -"),
            ("work", "AKIAWORK hidden session eu-central-1 https://minio.example.com -"),
            ("half", "no keys - - -"),
            ("sso one", "no keys - - sso_session"),
            ("served", "no keys - http://localhost:9000 -"),
            ("plain", "A B  - http://other -"),
            ("Work", "no such profile"),
            ("", "no such profile"),
        ] {
            let told = profiles.find(name).map_or_else(
                || "no such profile".to_owned(),
                |profile| {
                    let keys = profile.keys.map_or_else(
                        || "no keys".to_owned(),
                        |keys| {
                            format!("{} {} {}", keys.id, keys.secret.reveal(), keys.token.reveal())
                        },
                    );
                    let or = |text: Option<String>| text.unwrap_or_else(|| "-".to_owned());
                    let Profile { region, endpoint, other_way, .. } = profile;
                    format!("{keys} {} {} {}", or(region), or(endpoint), or(other_way))
                },
            );
            assert_eq!(told, expected, "{name}");
        }
        assert!(profiles.names().contains(&"work"));
    }

    #[test]
    fn any_text_is_read_without_a_panic() {
        for text in
            ["", "[", "]", "=", "a=b", "[a]\n=\n =x\n", "[]\nx=y", "[profile]\nx", "\u{0}[\n"]
        {
            let profiles = Profiles::read(text, text);
            assert_eq!(profiles.find("default"), None, "{text}");
        }
    }
}
