//! Where a repository's index is: the URL grammar, and how a URL is understood, in words.
//!
//! Pure: nothing is looked up. A text goes through `parse`, which chooses one of the grammars `web`,
//! `git` and `path`; `refused` holds the forms that are known and not supported (the place where S3 and
//! SSH come in). May import: `model::credentials`, `model::secret`.

mod explain;
mod fill;
mod git;
mod key;
pub mod mask;
mod name;
mod package;
mod page;
mod parse;
mod path;
mod percent;
mod refused;
pub mod s3;
mod shorthand;
pub mod template;
mod text;
mod value;
mod web;

pub use explain::Explanation;
pub use fill::FillError;
pub use name::is_index_name;
pub use path::Surroundings;
pub use s3::{Addressing, S3Index, S3Place};
pub use template::Template;
pub use value::{Location, LocationError, Parsed};

/// A part of a URL with `%41` and the like resolved, as far as that gives text.
#[must_use]
pub fn decoded(part: &str) -> String {
    percent::decode(part).unwrap_or_else(|| part.to_owned())
}

#[cfg(test)]
mod tests {
    use std::path::PathBuf;

    use proptest::prelude::*;

    use super::*;

    /// What people type, and what it means: canonical, or `! ` and a suggestion.
    const TEXTS: &[(&str, &str)] = &[
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
        // Git.
        ("git::https://h.org/o/r.git//c/index.yaml", "git::https://h.org/o/r.git//c/index.yaml"),
        ("git::https://h.org/o/r.git", "git::https://h.org/o/r.git//index.yaml"),
        ("git::https://h.org/o/r.git//charts", "git::https://h.org/o/r.git//charts/index.yaml"),
        ("git::https://h.org/o/r.git/", "git::https://h.org/o/r.git//index.yaml"),
        ("GIT::https://h.org/o/r//a//b.yaml", "git::https://h.org/o/r//a/b.yaml"),
        ("git::http://h.org/r//i.yaml?depth=1", "git::http://h.org/r//i.yaml?depth=1"),
        (
            "git::https://h.org/r//i.yaml?depth=3&ref=feature/x",
            "git::https://h.org/r//i.yaml?ref=feature/x&depth=3",
        ),
        (
            "git::https://h.org/r//i.yaml?ref=feature%2Fx",
            "git::https://h.org/r//i.yaml?ref=feature/x",
        ),
        ("git::https://h.org/r//i.yaml?ref=v1+b", "git::https://h.org/r//i.yaml?ref=v1+b"),
        ("git::https://h.org/r//i.yaml?ref=", "git::https://h.org/r//i.yaml"),
        ("git::https://h.org/r//i.yaml?a=b&ref=x", "git::https://h.org/r//i.yaml?a=b&ref=x"),
        ("git::https://h.org/r//a%20b/i.yaml", "git::https://h.org/r//a%20b/i.yaml"),
        ("git::https://h.org/r?ref=x//y", "git::https://h.org/r//index.yaml?ref=x//y"),
        ("git::https://me:pw@h.org/r//i.yaml", "git::https://h.org/r//i.yaml"),
        ("git::file:///srv/r//c/i.yaml", "git::file:///srv/r//c/i.yaml"),
        ("git::/srv/r//c/i.yaml?ref=x", "git::file:///srv/r//c/i.yaml?ref=x"),
        ("git::./r//i.yaml", "git::file:///srv/here/r//i.yaml"),
        ("git::~/r", "git::file:///home/me/r//index.yaml"),
        ("git::https://h.org/r//../i.yaml", "! "),
        ("git::https://h.org/r//a/%2e%2e/i.yaml", "! "),
        ("git::https://h.org/r//i.yaml?ref=-x", "! "),
        ("git::https://h.org/r//i.yaml?ref=a..b", "! "),
        ("git::https://h.org/r//i.yaml?ref=a%20b", "! "),
        ("git::https://h.org/r//i.yaml?depth=0", "! "),
        ("git::https://h.org/r//i.yaml?depth=-1", "! "),
        ("git::https://h.org/r//i.yaml?depth=many", "! "),
        ("git::https://h.org/r//i.yaml?sshkey=QUJD", "! "),
        // Git servers.
        ("git::ssh://git@h.org:22/o/r//i.yaml?ref=x", "git::ssh://git@h.org/o/r//i.yaml?ref=x"),
        ("git::ssh://git@H.org:2222/o/r.git", "git::ssh://git@h.org:2222/o/r.git//index.yaml"),
        ("git::ssh://h.org/o/r.git/", "git::ssh://h.org/o/r.git//index.yaml"),
        ("git::ssh://me:pw@h.org/r//i.yaml", "git::ssh://me@h.org/r//i.yaml"),
        ("git::ssh://me%40corp@h.org/r//i.yaml", "git::ssh://me%40corp@h.org/r//i.yaml"),
        ("git::ssh://git@[::1]:2222/r//i.yaml", "git::ssh://git@[::1]:2222/r//i.yaml"),
        ("git::ssh://git@h.org/~/r//i.yaml", "git::ssh://git@h.org/~/r//i.yaml"),
        ("git::ssh://git@h.org:o/r.git", "git::ssh://git@h.org/o/r.git//index.yaml"),
        ("ssh://git@h.org/o/r//i.yaml", "git::ssh://git@h.org/o/r//i.yaml"),
        ("git@github.com:o/r.git", "git::ssh://git@github.com/o/r.git//index.yaml"),
        ("git::git@github.com:o/r//a/i.yaml", "git::ssh://git@github.com/o/r//a/i.yaml"),
        ("git@h.org:/srv/r.git?ref=a/b", "git::ssh://git@h.org/srv/r.git//index.yaml?ref=a/b"),
        ("git@[::1]:r.git", "git::ssh://git@[::1]/r.git//index.yaml"),
        ("git@h.org:22/r.git", "git::ssh://git@h.org/22/r.git//index.yaml"),
        ("me@h.org:srv/r.git//i.yaml", "git::ssh://me@h.org/srv/r.git//i.yaml"),
        ("git::me@h.org:~/r.git", "git::ssh://me@h.org/~/r.git//index.yaml"),
        ("git::git://h.org/r.git//i.yaml?depth=1", "git::git://h.org/r.git//i.yaml?depth=1"),
        ("git://h.org:9418/r", "git::git://h.org/r//index.yaml"),
        ("git::git://h.org:9419/r", "git::git://h.org:9419/r//index.yaml"),
        ("git::ssh://-oProxyCommand=x/r", "! "),
        ("git::ssh://git@-x/r", "! "),
        ("git::ssh://git@%2Dx/r", "! "),
        ("git::ssh://-x@h.org/r", "! "),
        ("git::ssh://git@h.org/-x", "! "),
        ("git::ssh://git@h.org/%2Dx", "! "),
        ("git::ssh://git@h.org/a%0Ab", "! "),
        ("git@h.org:-x", "! "),
        ("git::ssh://git@h.org/r//-x/i.yaml", "! "),
        ("git::ssh://git@h.org", "! "),
        ("git::ssh://git@h.org//i.yaml", "! "),
        ("git::ssh://git@h.org:0/r", "! "),
        ("git::ssh://git@h.org:99999/r", "! "),
        ("git::ssh://", "! "),
        ("git::ssh://git@h.org/a b", "! "),
        ("git::ssh://git@h.org/r//i.yaml?ref=-x", "! "),
        ("git::ssh://git@h.org/r//i.yaml?sshkey=QUJD", "! "),
        ("git::ssh://git@h.org/o/r/a/i.yaml", "! git::ssh://git@h.org/o/r//a/i.yaml"),
        ("git::rsync://h.org/r", "! "),
        ("git::https://h.org//i.yaml", "! "),
        ("git::https://github.com/o/r/a/i.yaml", "! git::https://github.com/o/r//a/i.yaml"),
        ("git::example.com/o/r", "! git::https://example.com/o/r"),
        // Shorthands.
        ("github.com/o/r", "git::https://github.com/o/r.git//index.yaml"),
        ("github.com/o/r.git", "git::https://github.com/o/r.git//index.yaml"),
        ("GitHub.com/o/r//c/i.yaml", "git::https://github.com/o/r.git//c/i.yaml"),
        ("github.com/o/r/c/i.yaml", "git::https://github.com/o/r.git//c/i.yaml"),
        ("github.com/o/r/c//d/i.yaml", "git::https://github.com/o/r.git//c/d/i.yaml"),
        (
            "github.com/o/r//c/i.yaml?ref=release/1",
            "git::https://github.com/o/r.git//c/i.yaml?ref=release/1",
        ),
        ("git::github.com/o/r//i.yaml", "git::https://github.com/o/r.git//i.yaml"),
        ("github.com/o", "! github.com/OWNER/REPOSITORY//index.yaml"),
        ("github.com", "! github.com/OWNER/REPOSITORY//index.yaml"),
        ("git::", "! "),
        ("git::file:///", "! "),
        ("file://", "! "),
        ("gitlab.com/g/s/p//i.yaml", "git::https://gitlab.com/g/s/p.git//i.yaml"),
        ("gitlab.com/g/p/i.yaml", "git::https://gitlab.com/g/p.git//i.yaml"),
        ("bitbucket.org/o/r//c/i.yaml", "git::https://bitbucket.org/o/r.git//c/i.yaml"),
        // Local.
        ("/srv/charts", "/srv/charts/index.yaml"),
        ("/srv/charts/", "/srv/charts/index.yaml"),
        ("/srv/charts/other.yaml", "/srv/charts/other.yaml"),
        ("./charts", "/srv/here/charts/index.yaml"),
        ("../charts/index.yaml", "/srv/charts/index.yaml"),
        ("charts", "/srv/here/charts/index.yaml"),
        ("index.yaml", "/srv/here/index.yaml"),
        (".", "/srv/here/index.yaml"),
        ("~/charts", "/home/me/charts/index.yaml"),
        ("~other/charts", "! "),
        ("file:///srv/my%20charts", "/srv/my charts/index.yaml"),
        ("file://localhost/srv/x", "/srv/x/index.yaml"),
        ("file://srv/x", "! file:///srv/x"),
        ("file:srv/x", "! file:///srv/x"),
        ("/srv/redis-1.0.0.tgz", "! /srv"),
        ("/srv/my charts", "/srv/my charts/index.yaml"),
        // Samples.
        ("sample://charts", "sample://charts"),
        ("sample://addons/index-2.yaml", "sample://addons/index-2.yaml"),
        ("sample://charts/index.yaml", "sample://charts"),
        ("sample://../etc", "! sample://charts"),
        // A scheme is missing.
        ("example.com/charts", "! https://example.com/charts"),
        ("example.com/charts/index.yaml", "! https://example.com/charts/index.yaml"),
        ("user:pw@example.com/charts", "! https://example.com/charts"),
        ("localhost:8080/charts", "! http://localhost:8080/charts"),
        ("10.0.0.1/charts", "! http://10.0.0.1/charts"),
        ("charts.example.com", "! https://charts.example.com"),
        // Pages from a browser.
        ("https://github.com/o/r", "! github.com/o/r//index.yaml"),
        ("https://github.com/o/r.git", "! github.com/o/r//index.yaml"),
        ("https://github.com/o/r/tree/main", "! github.com/o/r//index.yaml?ref=main"),
        ("https://github.com/o/r/tree/main/x", "! github.com/o/r//x/index.yaml?ref=main"),
        ("https://github.com/o/r/blob/v1/x/i.yaml", "! github.com/o/r//x/i.yaml?ref=v1"),
        ("github.com/o/r/blob/main/i.yaml", "! github.com/o/r//i.yaml?ref=main"),
        ("git::https://github.com/o/r/tree/main/x", "! github.com/o/r//x/index.yaml?ref=main"),
        (
            "https://github.com/o/r/raw/main/x/index.yaml",
            "https://github.com/o/r/raw/main/x/index.yaml",
        ),
        (
            "https://github.com/o/r/releases/download/v1/index.yaml",
            "https://github.com/o/r/releases/download/v1/index.yaml",
        ),
        ("https://gitlab.com/g/s/p/-/tree/main/x", "! gitlab.com/g/s/p//x/index.yaml?ref=main"),
        ("https://gitlab.com/g/p/-/blob/main/i.yaml", "! gitlab.com/g/p//i.yaml?ref=main"),
        (
            "https://git.corp.example/g/p/-/tree/main/x",
            "! git::https://git.corp.example/g/p.git//x/index.yaml?ref=main",
        ),
        ("https://gitlab.com/g/p", "! gitlab.com/g/p//index.yaml"),
        (
            "https://gitlab.com/api/v4/projects/1/packages/helm/stable",
            "https://gitlab.com/api/v4/projects/1/packages/helm/stable/index.yaml",
        ),
        ("https://bitbucket.org/o/r/src/main/x/", "! bitbucket.org/o/r//x/index.yaml?ref=main"),
        (
            "https://artifacthub.io/packages/helm/bitnami/redis",
            "! https://charts.bitnami.com/bitnami",
        ),
        ("https://artifacthub.io/packages/helm/nobody/x", "! "),
        ("https://h.org/o/r.git", "! git::https://h.org/o/r.git//index.yaml"),
        ("https://h.org/o/r.git//c/i.yaml?ref=x", "! git::https://h.org/o/r.git//c/i.yaml?ref=x"),
        (
            "helm repo add bitnami https://charts.bitnami.com/bitnami",
            "! https://charts.bitnami.com/bitnami",
        ),
        // Known and not supported.
        ("s3://bucket/charts", "! "),
        ("s3::https://s3.amazonaws.com/b/index.yaml", "! "),
        ("oci://ghcr.io/o/charts", "! "),
        ("hg::https://h.org/r//index.yaml", "! "),
        ("ftp://h.org/charts", "! "),
        ("git+https://h.org/o/r@c?ref=x", "! git::https://h.org/o/r//c/index.yaml?ref=x"),
        ("git+ssh://git@h.org/o/r@c?ref=x", "! git::ssh://git@h.org/o/r//c/index.yaml?ref=x"),
        ("", "! "),
        ("   ", "! "),
    ];

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
        for (text, expected) in TEXTS {
            assert_eq!(understood(text), *expected, "{text}");
            if !expected.starts_with('!') {
                assert_eq!(understood(expected), *expected, "{text}: the canonical text");
            }
            // A suggestion must itself be understood, unless it is a template.
            if let Some(suggestion) = expected.strip_prefix("! ").filter(|text| !text.is_empty()) {
                assert!(!understood(suggestion).starts_with('!'), "{suggestion}");
            }
        }
    }

    #[test]
    fn user_info_moves_to_the_credentials_and_is_in_no_text() {
        for text in [
            "https://alice:hunter2@example.com/x",
            "git::https://alice:hunter2@example.com/x//i.yaml",
        ] {
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
            let text =
                format!("git::ssh://git:hunter2@h.org/o/r//i.yaml?ref=x&sshkey={query}&depth=1");
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
            let url =
                location.package_url(reference).map(|url| url.to_string()).unwrap_or_default();
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
            for bad in
                ["", ".", "../up.yaml", "a/../../up.yaml", "/x.yaml", "x", "x.tgz", "a\\b.yaml"]
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
        let explained =
            Location::explain("git::https://h.org:8443/o/r.git//a/i.yaml?ref=x&depth=1");
        assert_eq!(explained.scheme.as_deref(), Some("git"));
        assert_eq!(explained.host.as_deref(), Some("h.org"));
        assert_eq!(explained.port, Some(8443));
        assert_eq!(explained.repository.as_deref(), Some("https://h.org:8443/o/r.git"));
        assert_eq!((explained.reference.as_deref(), explained.depth), (Some("x"), Some(1)));
        assert_eq!(explained.index_path.as_deref(), Some("a/i.yaml"));
        assert_eq!(explained.packages_at.as_deref(), Some("https://h.org:8443/o/r.git//a/ at x"));
        let refused = Location::explain("s3://bucket");
        assert!(refused.scheme.is_none() && refused.error.is_some());
    }

    proptest! {
        #[test]
        fn what_was_understood_is_understood_again_from_its_canonical_text(
            head in "(https?://|git::https://|git::file:///|git::ssh://(me@)?|git@|me@|git::git://|git::/|/|\\./|~/|file:///|github.com/|gitlab.com/|sample://|)",
            host in "[a-z]{1,5}(\\.[a-z]{2,3})?(:[0-9]{2,4})?(:o)?",
            path in "(/{1,2}[a-zA-Z0-9 ._%+é#-]{0,6}){0,4}",
            query in "(\\?(ref=[a-z/+.]{0,5}|depth=[0-9]|lang=[a-z%&]{0,4}))?",
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
            let _ = Location::parse_from(&text, &surroundings());
            let _ = Location::parse_from(&format!("git::{text}"), &surroundings());
            let location = Location::parse("https://h/c").unwrap().location;
            let _ = (location.package_url(&text), location.package_path(&text));
        }
    }
}
