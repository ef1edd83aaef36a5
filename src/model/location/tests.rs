//! The grammar by its tables: a file per family of forms.

mod git;
mod local;
mod page;
mod property;
mod readme;
mod s3;
mod server;
mod template;
mod web;

use std::path::PathBuf;

use super::*;

/// What people type, and what it means: canonical, or `! ` and a suggestion.
type Case = (&'static str, &'static str);

const TABLES: &[&[Case]] =
    &[git::TEXTS, local::TEXTS, page::TEXTS, s3::TEXTS, server::TEXTS, template::TEXTS, web::TEXTS];

fn surroundings() -> Surroundings {
    Surroundings { folder: PathBuf::from("/srv/here"), home: Some(PathBuf::from("/home/me")) }
}

/// The canonical text, or `error -> suggestion`.
fn understood(text: &str) -> String {
    match Location::parse_from(text, &surroundings()) {
        Ok(parsed) => parsed.location.canonical(),
        Err(error) => format!("! {}", error.suggestion.unwrap_or_default()),
    }
}

#[test]
fn texts_are_understood_as_people_mean_them() {
    let mut wrong = Vec::new();
    let cases = TABLES.iter().copied().flatten();
    let count = cases.clone().count();
    for (text, expected) in cases {
        let found = understood(text);
        if found != *expected {
            wrong.push(format!("{text:?} is {found:?}, not {expected:?}"));
        }
        if !expected.starts_with('!') && understood(expected) != *expected {
            wrong.push(format!("{text:?}: its canonical text is another place"));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
    assert!(count > 220, "the tables shrank to {count} cases");
}

#[test]
fn a_suggestion_is_understood() {
    for (text, expected) in TABLES.iter().copied().flatten() {
        if let Some(suggestion) = expected.strip_prefix("! ").filter(|text| !text.is_empty()) {
            assert!(!understood(suggestion).starts_with('!'), "{text}: {suggestion}");
        }
    }
}

#[test]
fn user_info_moves_to_the_credentials_and_is_in_no_text() {
    for text in
        ["https://alice:hunter2@example.com/x", "git::https://alice:hunter2@example.com/x//i.yaml"]
    {
        let parsed = Location::parse(text).unwrap();
        let credentials = parsed.credentials.clone().unwrap();
        assert_eq!(credentials.username, "alice");
        assert_eq!(credentials.password.reveal(), "hunter2");
        assert!(!parsed.warnings.is_empty());
        assert!(!format!("{parsed:?} {}", parsed.location).contains("hunter2"));
        let explained = serde_json::to_string(&Location::explain(text)).unwrap();
        assert!(!explained.contains("hunter2") && explained.contains("credentials"));
    }
    for text in [
        "alice:hunter2@example.com/x",
        "git::ssh://alice:hunter2/3@example.com/x",
        "alice@corp:hunter2@example.com/x",
        "git+ssh://alice:hunter2@example.com/x",
        "https://alice:hunter2@github.com/o/r",
        "https://alice:hunter2@example.com/r.git",
        "https://alice:hunter2@example.com/x-1.0.0.tgz",
        "git+https://alice:hunter2@example.com/x",
        "helm repo add x https://alice:hunter2@example.com/x",
        "what://alice:hunter2@example.com/x",
        "git::alice:hunter2@example.com/x",
    ] {
        let error = Location::parse(text).unwrap_err();
        assert!(!format!("{error:?}").contains("hunter2"), "{error:?}");
    }
}

#[test]
fn the_user_of_ssh_stays_and_keys_and_passwords_go() {
    use base64::Engine as _;
    let key = "-----BEGIN OPENSSH PRIVATE KEY-----\nhunter2~~~>>>???\n-----END OPENSSH PRIVATE KEY-----\n";
    let encoded = base64::engine::general_purpose::STANDARD.encode(key);
    for query in [encoded.clone(), encoded.replace('+', "%2B"), encoded.replace('/', "%2f")] {
        let text = format!("git::ssh://git:hunter2@h.org/o/r//i.yaml?ref=x&sshkey={query}&depth=1");
        let parsed = Location::parse(&text).unwrap();
        let canonical = parsed.location.canonical();
        assert_eq!(canonical, "git::ssh://git@h.org/o/r//i.yaml?ref=x&depth=1");
        let credentials = parsed.credentials.clone().unwrap();
        assert_eq!(credentials.ssh_key.reveal(), key);
        assert_eq!(credentials.password.reveal(), "hunter2");
        let shown = format!("{parsed:?}{}{:?}", parsed.location, Location::explain(&text));
        assert!(!shown.contains("hunter2") && !shown.contains(&encoded), "{shown}");
    }
    let wrong = Location::explain("git::ssh://git@h.org/r//i.yaml?sshkey=!hunter2!");
    assert!(wrong.error.is_some() && !format!("{wrong:?}").contains("hunter2"));
}

#[test]
fn secret_query_values_are_starred_for_the_eye_and_kept_for_the_file() {
    let text = "https://example.com/x/index.yaml?lang=en&X-Amz-Signature=abcdef";
    let parsed = Location::parse(text).unwrap();
    assert_eq!(parsed.location.canonical(), text);
    assert!(parsed.location.to_string().ends_with("?lang=en&X-Amz-Signature=***"));
    assert!(parsed.warnings.iter().any(|warning| warning.contains("X-Amz-Signature")));
    assert!(!format!("{parsed:?}").contains("abcdef"));
    assert!(!parsed.location.cache_key().contains("abcdef"));
    assert!(!parsed.location.packages_at().contains("abcdef"));
}

#[test]
fn package_urls_are_resolved_as_helm_does() {
    let cases: &[(&str, &str, &str)] = &[
        ("https://h/c/index.yaml", "x-1.tgz", "https://h/c/x-1.tgz"),
        ("https://h/c", "charts/x-1.tgz", "https://h/c/charts/x-1.tgz"),
        ("https://h/c/", "./x-1.tgz", "https://h/c/x-1.tgz"),
        ("https://h/c/d", "../x-1.tgz", "https://h/c/x-1.tgz"),
        ("https://h/c", "/x-1.tgz", "https://h/x-1.tgz"),
        ("https://h/c", "//other/x-1.tgz", "https://other/x-1.tgz"),
        ("https://h/c?key=v", "x-1.tgz?lost=1", "https://h/c/x-1.tgz?key=v"),
        ("https://h/c", "x-1.tgz?lost=1", "https://h/c/x-1.tgz"),
        ("https://h/c?key=v", "https://o/x-1.tgz?own=1", "https://o/x-1.tgz?own=1"),
        ("https://h/with%2Fslash", "x-1.tgz", "https://h/with%2Fslash/x-1.tgz"),
        ("https://h/c", "x-1.0.0+b.tgz", "https://h/c/x-1.0.0+b.tgz"),
        ("https://h/c", "oci://r/x", "oci://r/x"),
        ("/srv/c", "https://o/x-1.tgz", "https://o/x-1.tgz"),
        ("/srv/c", "x-1.tgz", ""),
        ("https://h/c", "x\u{7}.tgz", ""),
    ];
    for (place, reference, expected) in cases {
        let location = Location::parse(place).unwrap().location;
        let url = location.package_url(reference).map(|url| url.to_string()).unwrap_or_default();
        assert_eq!(url, *expected, "{reference} at {place}");
    }
}

#[test]
fn packages_in_trees_never_leave_them() {
    let git = Location::parse("git::https://h/r//a/b/index.yaml").unwrap().location;
    let file = Location::parse("/srv/c/index.yaml").unwrap().location;
    let cases: &[(&Location, &str, Option<&str>)] = &[
        (&git, "x-1.tgz", Some("a/b/x-1.tgz")),
        (&git, "../p/x-1.tgz", Some("a/p/x-1.tgz")),
        (&git, "../../../x-1.tgz", None),
        (&git, "x%20y.tgz?z=1", Some("a/b/x y.tgz")),
        (&file, "p/./x-1.tgz", Some("p/x-1.tgz")),
        (&file, "../x-1.tgz", None),
        (&file, "%2e%2e/x-1.tgz", None),
        (&file, "/etc/passwd", None),
        (&file, "a\\..\\b", None),
    ];
    for (location, reference, expected) in cases {
        assert_eq!(location.package_path(reference).as_deref(), *expected, "{reference}");
    }
}

#[test]
fn an_addon_lies_beside_its_index_and_the_query_is_dropped() {
    let location = Location::parse("https://h/a/index-2.yaml?token=t").unwrap().location;
    assert_eq!(
        location.addon_url("redis", "0.0.3").unwrap().as_str(),
        "https://h/a/redis-0.0.3.tgz"
    );
    assert_eq!(location.index_file(), "index-2.yaml");
    assert_eq!(location.packages_at(), "https://h/a/");
}

#[test]
fn another_index_of_the_same_place_is_one_name_away() {
    for (text, expected) in [
        ("https://h/a?q=1", "https://h/a/i-2.yaml?q=1"),
        ("git::https://h/r//a/index.yaml?ref=x", "git::https://h/r//a/i-2.yaml?ref=x"),
        ("git::https://h/r", "git::https://h/r//i-2.yaml"),
        ("/srv/c", "/srv/c/i-2.yaml"),
        ("sample://addons", "sample://addons/i-2.yaml"),
    ] {
        let location = Location::parse(text).unwrap().location;
        let other = location.with_index_file("i-2.yaml").unwrap();
        assert_eq!(other.canonical(), expected);
        assert_eq!(other.index_file(), "i-2.yaml");
        for bad in ["", ".", "../up.yaml", "a/../../up.yaml", "/x.yaml", "x", "x.tgz", "a\\b.yaml"]
        {
            assert!(location.with_index_file(bad).is_err(), "{text} with {bad:?}");
        }
    }
}

#[test]
fn an_index_in_a_folder_below_is_named_by_its_path() {
    for (text, expected) in [
        ("https://h/a//b?q=1", "https://h/a//b/sub/i 2.json?q=1"),
        ("git::https://h/r//a/index.yaml?ref=x", "git::https://h/r//a/sub/i 2.json?ref=x"),
        ("/srv/c", "/srv/c/sub/i 2.json"),
    ] {
        let location = Location::parse(text).unwrap().location;
        let other = location.with_index_file("./sub/x/../i 2.json").unwrap();
        assert_eq!(other.canonical().replace("%20", " "), expected);
        assert_eq!(Location::parse(&other.canonical()).unwrap().location, other);
    }
    let sample = Location::parse("sample://addons").unwrap().location;
    assert!(sample.with_index_file("sub/i.yaml").is_err());
}

#[test]
fn explanations_name_every_part() {
    let explained = Location::explain("git::https://h.org:8443/o/r.git//a/i.yaml?ref=x&depth=1");
    assert_eq!(explained.scheme.as_deref(), Some("git"));
    assert_eq!(explained.host.as_deref(), Some("h.org"));
    assert_eq!(explained.port, Some(8443));
    assert_eq!(explained.repository.as_deref(), Some("https://h.org:8443/o/r.git"));
    assert_eq!((explained.reference.as_deref(), explained.depth), (Some("x"), Some(1)));
    assert_eq!(explained.index_path.as_deref(), Some("a/i.yaml"));
    assert_eq!(explained.packages_at.as_deref(), Some("https://h.org:8443/o/r.git//a/ at x"));
    let refused = Location::explain("oci://bucket");
    assert!(refused.scheme.is_none() && refused.error.is_some());
}

#[test]
fn a_missing_question_mark_never_puts_a_secret_into_the_path() {
    for (text, said) in [
        (
            "git::https://h.org/r.git//addons/index.yaml&sshkey=aHVudGVyMg==",
            "index.yaml?sshkey=***",
        ),
        ("https://h.org/index.yaml&token=hunter2", "index.yaml?token=***"),
        ("https://me:hunter2@h.org/index.yaml&ref=x?t%6Fken=hunter2", "?ref=x&t%6Fken=***"),
        ("s3::https://h.org/b/index.yaml&aws_access_key_secret=hunter2", "***"),
        ("github.com/o/r//index.yaml&token=hunter2", "index.yaml?token=***"),
        ("{base}/index.yaml&token=hunter2", "index.yaml?token=***"),
    ] {
        let error = Location::parse(text).unwrap_err();
        assert!(error.message.contains(said), "{text}: {error:?}");
        let shown = format!("{error:?} {:?}", Location::explain(text));
        assert!(!shown.contains("hunter2") && !shown.contains("aHVudGVyMg"), "{shown}");
    }
    for text in ["./a/x&y=1/index.yaml", "https://h.org/a&b/index.yaml", "https://h.org/x?a&b=c"] {
        assert!(Location::parse(text).is_ok(), "{text}");
    }
}

#[test]
fn a_password_that_cuts_the_url_is_told_as_such() {
    for text in [
        "s3::https://AKID:hunter2/def@host/b",
        "https://alice:hunter2/TZ@h/x",
        "https://alice:hunter2#TZ@h/x",
        "https://alice:hunter2?TZ@h/x",
        "https://alice:/hunter2@h/x",
        "git::https://alice:hunter2/x//TZ@h/x.git//index.yaml",
        "git::ssh://alice:hunter2?TZ@h/x",
    ] {
        let error = Location::parse(text).unwrap_err();
        assert!(error.message.contains("%2F"), "{text}: {error:?}");
        let shown = format!("{error:?}");
        assert!(!shown.contains("hunter2") && !shown.contains("TZ"), "{shown}");
    }
    for text in ["https://h.org:8443/@scope/a", "https://[::1]/@scope", "https://h.org/a:b@c"] {
        assert!(Location::parse(text).is_ok(), "{text}");
    }
}

#[test]
fn the_https_form_of_a_bucket_keeps_its_options() {
    let text = "s3::http://10.0.0.1:9000/bucket/c?region=eu-1&index=archives&aws_access_key_id=a&aws_access_key_secret=b";
    let parsed = Location::parse(text).unwrap();
    let expected = "s3::https://10.0.0.1:9000/bucket/c?region=eu-1&index=archives";
    assert!(parsed.warnings.iter().any(|told| told.ends_with(expected)), "{:?}", parsed.warnings);
}
