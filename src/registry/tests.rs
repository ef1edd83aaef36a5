//! The registry file: what is written is read again, and nothing that was in it is lost.

use std::fs;

use super::*;
use crate::model::{Access, Credentials, Location, Origin, RepositoryKind, SecretName};

struct Place {
    _folder: tempfile::TempDir,
    registry: Registry,
}

fn place(text: &str) -> Place {
    let folder = tempfile::tempdir().expect("a folder");
    let registry = Registry { path: folder.path().join("deep/er/repositories.yaml") };
    if !text.is_empty() {
        fs::create_dir_all(registry.path.parent().expect("a parent")).expect("folders");
        fs::write(&registry.path, text).expect("a file");
    }
    Place { _folder: folder, registry }
}

fn repository(name: &str) -> Repository {
    let parsed = Location::parse("https://charts.example.org/stable").expect("a location");
    Repository::named(name, parsed.location)
}

fn names(loaded: &Loaded) -> Vec<&str> {
    loaded.repositories.iter().map(|repository| repository.name.as_str()).collect()
}

fn add(name: &str) -> Change {
    Change::Add(Box::new(repository(name)))
}

#[test]
fn without_a_file_there_are_the_samples_and_nothing_is_written() {
    let place = place("");
    let loaded = place.registry.load().expect("the samples");
    assert_eq!(names(&loaded), ["sample-charts", "sample-addons"]);
    assert_eq!(loaded.notes, Vec::<String>::new());
    assert!(!place.registry.path.exists());
}

#[test]
fn what_is_added_is_read_again_in_full() {
    let place = place("");
    let full = Repository {
        kind: Some(RepositoryKind::Addons),
        description: "ours: \"#1\"\nand more".to_owned(),
        credentials: Some(Credentials::login("reader", "hunter2: #yes")),
        added: Some("2026-01-31T12:00:00Z".parse().expect("a time")),
        synced: Some("2026-02-01T12:00:00.5Z".parse().expect("a time")),
        verified: false,
        ..repository("1.10")
    };
    let change = Change::Add(Box::new(full.clone()));
    let written = place.registry.apply(&[change]).expect("it is saved");
    let loaded = place.registry.load().expect("it is read");
    assert_eq!(loaded, written);
    assert_eq!(loaded.find("1.10"), Some(&full));
    assert_eq!(names(&loaded), ["1.10", "sample-charts", "sample-addons"]);
}

#[test]
fn what_people_write_by_hand_is_read_and_what_is_wrong_is_told() {
    let head = "repositories:\n- name: a\n  url: https://a.example/\n";
    let read = |rest: &str| {
        let place = place(&format!("{head}{rest}"));
        let loaded = place.registry.load().expect("it is read");
        let notes = loaded.notes.iter().filter(|note| !note.contains("chmod"));
        let notes: Vec<String> = notes.cloned().collect();
        (loaded.find("a").cloned(), notes)
    };
    let (found, notes) =
        read("  secretRef: {name: keys}\n  caFile: ~/ca.pem\n  labels: {team: blue}\n");
    let found = found.expect("it is read");
    assert_eq!(notes, Vec::<String>::new());
    assert_eq!(found.secret, SecretName::parse("keys"));
    assert_eq!(found.labels["team"], "blue");
    assert!(found.access.ca_file.expect("a path").is_absolute());
    for (rest, expected) in [
        ("  caFile: ca.pem\n", "\"caFile\" must be an absolute path"),
        ("  labels: {a: 1}\n", "\"labels\" must be a mapping of names to texts"),
        ("  headers: [x]\n", "\"headers\" must be a mapping"),
        ("  secretRef: {namespace: x}\n", "\"secretRef\" must have the name of a Secret"),
        ("  secretRef: keys\n", "\"secretRef\" must have the name of a Secret"),
        ("  skipTlsVerify: yes please\n", "\"skipTlsVerify\" must be true or false"),
    ] {
        let (found, notes) = read(rest);
        assert_eq!(found, None, "{rest}");
        assert!(notes[0].contains(expected), "{rest}: {notes:?}");
    }
}

#[cfg(unix)]
#[test]
fn the_file_is_for_its_owner_only_and_a_wider_one_is_told() {
    use std::os::unix::fs::PermissionsExt;
    let place = place("repositories: []\n");
    let mode = |path| fs::metadata(path).expect("it is there").permissions().mode() & 0o777;
    fs::set_permissions(&place.registry.path, fs::Permissions::from_mode(0o644)).expect("chmod");
    let notes = place.registry.load().expect("it is read").notes;
    assert!(notes[0].contains("mode 644"), "{notes:?}");
    place.registry.apply(&[add("a")]).expect("it is saved");
    assert_eq!(mode(&place.registry.path), 0o600);
    assert_eq!(place.registry.load().expect("it is read").notes, Vec::<String>::new());
}

#[cfg(unix)]
#[test]
fn a_link_stays_a_link() {
    let place = place("repositories: []\n");
    let real = place.registry.path.with_file_name("real.yaml");
    fs::rename(&place.registry.path, &real).expect("it moves");
    std::os::unix::fs::symlink(&real, &place.registry.path).expect("a link");
    place.registry.apply(&[add("a")]).expect("it is saved");
    assert!(place.registry.path.is_symlink());
    assert!(fs::read_to_string(real).expect("the text").contains("name: a"));
}

#[test]
fn what_is_not_understood_is_told_with_its_line_and_kept() {
    let text = "future: {a: [1]}\nrepositories:\n- name: a\n  url: https://a.example/\n  ca: x.pem\n- name: b\n  url: 7\n- just text\n- name: a\n  url: https://b.example/\n";
    let place = place(text);
    let loaded = place.registry.load().expect("it is read");
    assert_eq!(names(&loaded), ["a", "sample-charts", "sample-addons"]);
    let notes: Vec<&str> = loaded
        .notes
        .iter()
        .map(|note| note.strip_prefix("repositories.yaml: ").unwrap_or(note))
        .filter(|note| !note.contains("chmod"))
        .collect();
    assert_eq!(
        notes,
        [
            "unknown key \"future\", kept",
            "line 3: unknown key \"ca\", kept",
            "line 6: \"url\" must be a text: put it in quotes; kept but not used",
            "line 8: a repository must be a mapping with name and url; kept but not used",
            "line 9: a second repository named \"a\", kept but not used",
        ]
    );
    let other = Repository { description: "new".to_owned(), ..repository("a") };
    let replace = Change::Replace { name: "a".to_owned(), repository: Box::new(other) };
    place.registry.apply(&[replace, add("c")]).expect("it is saved");
    let text = fs::read_to_string(&place.registry.path).expect("the text");
    for kept in ["future:", "ca: x.pem", "url: 7", "- just text", "https://b.example/", "new"] {
        assert!(text.contains(kept), "{kept} is missing:\n{text}");
    }
}

#[test]
fn a_broken_file_is_told_with_its_line_and_never_written() {
    for (text, line) in [
        ("repositories:\n  - name: a\n url: b\n", ":3"),
        ("repositories: []\nrepositories: []\n", ":1"),
        ("a: 1\nrepositories: {a: b}\n", ":2"),
        ("- a\n", ":1"),
        ("a: 1\n---\nb: 2\n", ":"),
        ("removedSamples: charts\n", ":1"),
    ] {
        let place = place(text);
        for outcome in [place.registry.load(), place.registry.apply(&[add("a")])] {
            let error = outcome.expect_err("it is broken");
            assert_eq!(error.kind, ErrorKind::Malformed);
            assert!(error.message.contains(&format!("repositories.yaml{line}")), "{error}");
            assert!(error.hint.contains("not changed"));
        }
        assert_eq!(fs::read_to_string(&place.registry.path).expect("the text"), text);
    }
}

#[test]
fn a_change_that_cannot_be_made_makes_none_of_the_others() {
    let place = place("");
    place.registry.apply(&[add("a")]).expect("it is saved");
    for (bad, kind) in [
        (add("a"), ErrorKind::Unsupported),
        (add("sample-charts"), ErrorKind::Unsupported),
        (add("no/slash"), ErrorKind::Unsupported),
        (Change::Remove("gone".to_owned()), ErrorKind::NotFound),
        (
            Change::Replace { name: "gone".to_owned(), repository: Box::new(repository("x")) },
            ErrorKind::NotFound,
        ),
        (
            Change::Replace {
                name: "a".to_owned(),
                repository: Box::new(repository("sample-addons")),
            },
            ErrorKind::Unsupported,
        ),
    ] {
        let error = place.registry.apply(&[add("b"), bad.clone()]).expect_err("refused");
        assert_eq!(error.kind, kind, "{bad:?}: {error}");
        assert_eq!(names(&place.registry.load().expect("it is read"))[..1], ["a"]);
        assert!(place.registry.load().expect("it is read").find("b").is_none());
    }
}

#[test]
fn removed_samples_never_come_back_and_edited_ones_are_shown_once() {
    let place = place("");
    place.registry.apply(&[Change::Remove("sample-charts".to_owned())]).expect("removed");
    let loaded = place.registry.load().expect("it is read");
    assert_eq!(names(&loaded), ["sample-addons"]);
    let sample = loaded.find("sample-addons").expect("it is left").clone();
    let renamed = Repository { name: "mine".to_owned(), ..sample };
    let replace =
        Change::Replace { name: "sample-addons".to_owned(), repository: Box::new(renamed) };
    assert_eq!(names(&place.registry.apply(&[replace]).expect("saved")), ["mine"]);
    place.registry.apply(&[Change::Remove("mine".to_owned())]).expect("removed");
    assert_eq!(names(&place.registry.load().expect("it is read")), Vec::<&str>::new());
}

#[test]
fn the_time_of_the_last_look_only_goes_forward_and_of_nothing_is_no_error() {
    let place = place("");
    place.registry.apply(&[add("a")]).expect("it is saved");
    let at = |text: &str| text.parse().expect("a time");
    let synced = |name: &str, time| Change::Synced { name: name.to_owned(), at: at(time) };
    let late = synced("a", "2026-03-01T00:00:00Z");
    let early = synced("a", "2026-02-01T00:00:00Z");
    let others =
        [synced("gone", "2026-02-01T00:00:00Z"), synced("sample-charts", "2026-02-01T00:00:00Z")];
    place.registry.apply(&[late]).expect("it is saved");
    place.registry.apply(&[early]).expect("it is saved");
    place.registry.apply(&others).expect("nothing to do");
    let loaded = place.registry.load().expect("it is read");
    let found = loaded.find("a").expect("it is there");
    assert_eq!(found.synced, Some(at("2026-03-01T00:00:00Z")));
}

#[test]
fn two_copies_that_add_at_once_lose_nothing() {
    let place = place("");
    std::thread::scope(|scope| {
        for copy in ["left", "right"] {
            let registry = place.registry.clone();
            scope.spawn(move || {
                for number in 0..50 {
                    registry.apply(&[add(&format!("{copy}-{number}"))]).expect("it is saved");
                }
            });
        }
    });
    let loaded = place.registry.load().expect("it is read");
    assert_eq!(loaded.repositories.len(), 100 + 2);
}

mod properties {
    use proptest::prelude::*;

    use super::*;

    fn any_credentials() -> impl Strategy<Value = Option<Credentials>> {
        let word = || "\\PC{0,12}";
        let block = || "(\\PC{0,12}\n){0,3}";
        let headers = proptest::collection::btree_map("[a-zA-Z-]{1,8}", "\\PC{0,9}", 0..3);
        let some = (word(), word(), word(), block(), headers, block(), block());
        some.prop_map(|(username, password, token, ssh_key, headers, certificate, ca)| {
            let own = Credentials {
                username,
                password: password.into(),
                token: token.into(),
                ssh_key: ssh_key.into(),
                headers: headers.into_iter().map(|(name, text)| (name, text.into())).collect(),
                certificate: certificate.into(),
                authorities: ca,
            };
            Some(own).filter(|own| !own.is_empty())
        })
    }

    fn any_access() -> impl Strategy<Value = Access> {
        let file = || proptest::option::of("(/[\\w :#~\"'-]{1,8}){1,3}");
        let path = |text: Option<String>| text.map(std::path::PathBuf::from);
        let flags = (any::<bool>(), any::<bool>());
        (file(), file(), file(), file(), flags).prop_map(move |(ca, own, key, ssh, flags)| Access {
            ca_file: path(ca),
            certificate_file: path(own),
            key_file: path(key),
            skip_tls_verify: flags.0,
            ssh_key_file: path(ssh),
            develop_mode: flags.1,
        })
    }

    fn any_company() -> impl Strategy<Value = Repository> {
        let name = || "[a-z0-9.-]{1,9}";
        let space = || proptest::option::of(name());
        let labels = proptest::collection::btree_map("\\PC{1,9}", "\\PC{0,9}", 0..4);
        let secret = proptest::option::of((space(), name()));
        let count = proptest::option::of(any::<i64>());
        let origin = ("[A-Z][a-z]{0,8}", space(), name(), count);
        let origin = proptest::option::of(origin.prop_map(|(kind, namespace, name, count)| {
            Origin { kind, namespace, name, reprocess_request: count }
        }));
        (labels, secret, origin).prop_map(|(labels, secret, origin)| Repository {
            labels,
            secret: secret.map(|(namespace, name)| SecretName { namespace, name }),
            origin,
            ..repository("company")
        })
    }

    fn any_repository() -> impl Strategy<Value = Repository> {
        let names = ("[a-z0-9_][a-z0-9._-]{0,12}", ".{0,30}");
        let times = (any::<bool>(), 0i64..4_000_000_000);
        (names, any_credentials(), any_access(), any_company(), times).prop_map(
            |((name, description), credentials, access, company, (verified, seconds))| Repository {
                name,
                description,
                credentials,
                access,
                verified,
                added: jiff::Timestamp::from_second(seconds).ok(),
                ..company
            },
        )
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 64, ..ProptestConfig::default() })]
        #[test]
        fn whatever_is_saved_is_read_again(repository in any_repository()) {
            let mut document = Document::default();
            document.change(&Change::Add(Box::new(repository.clone()))).expect("a good name");
            let text = document.to_text().expect("text");
            let again = Document::parse(&text).expect("it is read").content(&text);
            prop_assert_eq!(again.repositories.first(), Some(&repository));
            prop_assert_eq!(again.notes, Vec::<String>::new());
        }

        #[test]
        fn whatever_stands_in_the_file_nothing_panics(text in "\\PC{0,200}") {
            if let Ok(document) = Document::parse(&text) {
                document.content(&text);
            }
        }
    }
}
