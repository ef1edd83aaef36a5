//! What holds for every text.

use proptest::prelude::*;
use proptest::test_runner::Config;

use super::super::Location;
use super::surroundings;

/// What no text may show: it is in every password and key of these tests.
const MARK: &str = "hunter2";

/// Failing cases belong into the tables, not into files of their own.
fn config() -> Config {
    Config { failure_persistence: None, ..Config::default() }
}

/// Everything that may be shown of a text.
fn shown(text: &str) -> String {
    let parsed = Location::parse_from(text, &surroundings());
    let place = parsed.as_ref().map(|parsed| {
        let location = &parsed.location;
        format!("{location} {} {}", location.packages_at(), location.cache_key())
    });
    let explained = Location::explain(text);
    let json = serde_json::to_string(&explained).unwrap_or_default();
    format!("{parsed:?} {place:?} {explained:?} {json}")
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn what_was_understood_is_understood_again_from_its_canonical_text(
        head in "(https?://|git::https://|git::file:///|git::ssh://(me@)?|git@|me@|git::git://|s3://|s3::https://|s3://s3.|s3://bucket.s3.eu-west-1.amazonaws.com/|s3::|git::/|/|\\./|~/|file:///|github.com/|gitlab.com/|sample://|\\{a\\}/|https://\\{u\\}@|)",
        host in "(\\{h\\})?[a-z]{1,5}(\\.[a-z]{2,3})?(:[0-9]{2,4})?(:o)?(/bucket)?",
        path in "(/{1,2}[a-zA-Z0-9 ._%+é#{}-]{0,6}){0,4}",
        query in "(\\?(ref=[a-z/+.]{0,5}|depth=[0-9]|lang=[a-z%&]{0,4}|region=[a-z0-9-]{0,3}|addressing=(path|virtual)|endpoint=[a-z0-9:.]{0,6}|index=archives|aws_profile=[a-z%&]{0,4}|t=\\{t\\}))?",
    ) {
        let text = format!("{head}{host}{path}{query}");
        if let Ok(parsed) = Location::parse_from(&text, &surroundings()) {
            let again = Location::parse_from(&parsed.location.canonical(), &surroundings());
            prop_assert_eq!(again.map(|parsed| parsed.location), Ok(parsed.location.clone()));
            prop_assert_eq!(parsed.location.to_string(), parsed.location.canonical());
        }
    }

    #[test]
    fn no_text_is_too_odd(text in "\\PC{0,40}") {
        for head in ["", "git::", "s3::", "s3://", "git::ssh://", "https://", "git@", "{a}/", "url: "] {
            let _ = Location::parse_from(&format!("{head}{text}"), &surroundings());
            let _ = Location::explain(&format!("{head}{text}"));
        }
        let location = Location::parse("https://h/c").unwrap().location;
        let _ = (location.package_url(&text), location.package_path(&text));
    }

    #[test]
    fn a_suggestion_is_understood(
        head in "(helm repo add x |url: |git clone )?(https:/|htps://|https?://|git::|git::https://|git\\+https://|git\\+ssh://git@|ssh://|git@|s3://|s3::https://|)",
        host in "(github\\.com|gitlab\\.com|bitbucket\\.org|h\\.org|s3\\.eu-west-1\\.amazonaws\\.com|b\\.pek3a\\.qingstor\\.com|h\\.org:8080|localhost:9001|artifacthub\\.io/packages/helm)",
        path in "(/(o|bucket|tree|blob|src|branch|-|main|index\\.yaml|x\\.tgz|r\\.git|browser|)){0,6}",
        query in "(\\?ref=(main|a/b))?",
    ) {
        let text = format!("{head}{host}{path}{query}");
        let parsed = Location::parse_from(&text, &surroundings());
        if let Some(suggestion) = parsed.map_or_else(|error| error.suggestion, |parsed| parsed.suggestion) {
            let second = Location::parse_from(&suggestion, &surroundings());
            prop_assert!(second.is_ok(), "{} for {} is refused: {:?}", suggestion, text, second);
        }
    }

    #[test]
    fn a_password_is_shown_nowhere(
        head in "(https?://|git::https://|git::ssh://|ssh://|git://|git::git::https://|s3://|s3::https://|git\\+https://|git\\+ssh://|htps://|https:/|helm repo add x https://|url: https://|what://|oci://|)",
        password in "hunter2[a-z%+=!/]{0,3}",
        host in "(h\\.org|github\\.com/o/r|s3\\.eu-west-1\\.amazonaws\\.com/bucket|\\{host\\}|-h|h\\.org:x| )",
        path in "(/{1,2}[a-z .{}]{0,6}){0,3}(\\.tgz|\\.git)?",
        query in "(\\?(sshkey=hunter2[a-z=!]{0,3}|aws_access_key_id=a&aws_access_key_secret=hunter2|token=hunter2|ref=-x))?",
    ) {
        let text = format!("{head}me:{password}@{host}{path}{query}");
        let shown = shown(&text);
        prop_assert!(!shown.contains(MARK), "{} shows {}", text, shown);
    }
}

#[test]
fn a_secret_in_what_looks_like_a_path_is_shown_nowhere() {
    let shown = shown("me:hunter2@{host}?token=hunter2");
    assert!(!shown.contains(MARK), "{shown}");
}
