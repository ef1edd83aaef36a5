//! What is pasted as a whole: a `helm repo add NAME URL` line, taken apart; manifests, and paths of them.
//!
//! May import: `app::update::pasted::*`.

pub mod manifests;
mod words;

use std::fmt;

use self::words::words;

/// What the line says. The password is kept out of `Debug`.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct HelmRepoAdd {
    /// The name.
    pub name: String,
    /// The URL.
    pub url: String,
    /// `--username`, or empty.
    pub username: String,
    /// `--password`, or empty.
    pub password: String,
    /// `--ca-file`, or empty.
    pub ca_file: String,
    /// `--cert-file`, or empty.
    pub certificate_file: String,
    /// `--key-file`, or empty.
    pub key_file: String,
    /// `--insecure-skip-tls-verify`.
    pub skip_tls_verify: bool,
}

impl fmt::Debug for HelmRepoAdd {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{} {} {} ***", self.name, self.url, self.username)
    }
}

/// Understands `helm repo add NAME URL` with the flags that say how to get in, anywhere, `=` or a blank after
/// them, quotes, a leading `$` and line ends escaped by a backslash.
#[must_use]
pub fn helm_repo_add(text: &str) -> Option<HelmRepoAdd> {
    let words = words(text.trim().trim_start_matches("$ "));
    let (start, rest) = words.split_at_checked(3)?;
    if start != ["helm", "repo", "add"] {
        return None;
    }
    let (mut line, mut positions) = (HelmRepoAdd::default(), Vec::new());
    let mut rest = rest.iter();
    while let Some(word) = rest.next() {
        let Some(flag) = word.strip_prefix("--") else {
            positions.push(word.clone());
            continue;
        };
        let (flag, value) = match flag.split_once('=') {
            Some((flag, value)) => (flag, Some(value.to_owned())),
            None => (flag, None),
        };
        let mut value = || value.clone().or_else(|| rest.next().cloned()).unwrap_or_default();
        match flag {
            "username" => line.username = value(),
            "password" => line.password = value(),
            "ca-file" => line.ca_file = value(),
            "cert-file" => line.certificate_file = value(),
            "key-file" => line.key_file = value(),
            "insecure-skip-tls-verify" => line.skip_tls_verify = true,
            "timeout" => drop(value()),
            _ => {}
        }
    }
    let mut positions = positions.into_iter();
    line.name = positions.next()?;
    line.url = positions.next()?;
    Some(line)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn how_to_get_in_is_taken_over_from_the_flags() {
        let text = "helm repo add a https://a.example --ca-file /ca.pem --cert-file=/c.pem \
                    --key-file /k.pem --insecure-skip-tls-verify --timeout 1m";
        let line = helm_repo_add(text).expect("a helm line");
        assert_eq!(line.ca_file, "/ca.pem");
        assert_eq!((&*line.certificate_file, &*line.key_file), ("/c.pem", "/k.pem"));
        assert!(line.skip_tls_verify);
    }

    #[test]
    fn helm_lines_are_taken_apart() {
        let cases = [
            ("helm repo add a https://a.example", Some(("a", "https://a.example", "", ""))),
            (
                "$ helm repo add --username me a https://a.example --password='p w'\n",
                Some(("a", "https://a.example", "me", "p w")),
            ),
            (
                "helm repo add a \\\n  https://a.example --force-update --username=me",
                Some(("a", "https://a.example", "me", "")),
            ),
            ("helm repo add a", None),
            ("helm repo update", None),
            ("https://a.example", None),
        ];
        for (text, expected) in cases {
            let found = helm_repo_add(text);
            let found = found
                .as_ref()
                .map(|line| (&*line.name, &*line.url, &*line.username, &*line.password));
            assert_eq!(found, expected, "{text}");
        }
    }
}
