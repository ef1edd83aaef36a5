//! The store on a real folder.

use std::collections::BTreeMap;

use super::*;
use crate::model::Secret;

struct Place {
    folder: tempfile::TempDir,
    store: Store,
}

impl Place {
    fn write(&self, file: &str, text: &str) {
        let path = self.store.folder.join(file);
        disk::write(&path, text).expect("a file");
    }

    fn text(&self, file: &str) -> String {
        fs::read_to_string(self.store.folder.join(file)).unwrap_or_default()
    }

    fn files(&self) -> Vec<String> {
        let entries = fs::read_dir(&self.store.folder).expect("the folder");
        let names = entries.map(|entry| entry.expect("an entry").file_name());
        let mut names: Vec<String> =
            names.map(|name| name.to_string_lossy().into_owned()).collect();
        names.retain(|name| !name.starts_with('.'));
        names.sort();
        names
    }
}

fn place() -> Place {
    let folder = tempfile::tempdir().expect("a folder");
    let store = Store::at(folder.path().join("secrets"));
    drop(store.lock().expect("the folder is made"));
    Place { folder, store }
}

fn name(text: &str) -> SecretName {
    SecretName::parse(text).expect("a name")
}

fn secret(text: &str, pairs: &[(&str, &str)]) -> SecretManifest {
    let value = |text: &str| SecretValue::Here(Secret::from(text));
    let values = pairs.iter().map(|(key, text)| ((*key).to_owned(), value(text)));
    SecretManifest { name: name(text), values: values.collect(), ..SecretManifest::default() }
}

fn manifest(name: &str) -> String {
    format!("kind: Secret\nmetadata: {{name: {name}}}\nstringData: {{k: marked}}\n")
}

fn names(store: &Store) -> Vec<String> {
    store.list().expect("a list").secrets.iter().map(|one| one.name.to_string()).collect()
}

#[test]
fn without_a_folder_there_is_nothing_and_nothing_is_made() {
    let folder = tempfile::tempdir().expect("a folder");
    let store = Store::at(folder.path().join("none"));
    assert_eq!(store.list().expect("a list"), Listing::default());
    assert_eq!(store.find(&name("a")).expect("no failure"), None);
    assert_eq!(store.remove(&name("a")).expect_err("none").fault, Some(Fault::SecretMissing));
    assert!(!store.folder.exists());
}

#[test]
fn what_is_put_is_found_again_and_replaced_as_a_whole() {
    let place = place();
    let first = secret("stage/data", &[("a", "x\ny: #"), ("b", "")]);
    assert_eq!(place.store.put(&first).expect("added"), Put::Added);
    assert_eq!(
        place.store.find(&first.name).expect("read").map(|one| one.values),
        Some(first.values)
    );
    assert_eq!(place.store.find(&name("data")).expect("read"), None);
    let second = secret("stage/data", &[("c", "z")]);
    assert_eq!(place.store.put(&second).expect("replaced"), Put::Replaced);
    let found = place.store.find(&second.name).expect("read").expect("it is there");
    assert_eq!(found.values, second.values);
    assert_eq!(place.files(), ["stage_data.yaml"]);
    place.store.remove(&second.name).expect("removed");
    assert_eq!(place.files(), Vec::<String>::new());
}

#[test]
fn a_listing_tells_keys_and_where_values_are_and_no_value() {
    let place = place();
    let mut one = secret("data", &[("a", "marked")]);
    one.values.insert("b".to_owned(), SecretValue::Command("pass show x".to_owned()));
    one.kind = "kubernetes.io/basic-auth".to_owned();
    place.store.put(&one).expect("added");
    let listing = place.store.list().expect("a list");
    let summary = listing.find(&name("data")).expect("it is listed");
    let keys = summary.keys.iter().map(|(key, at)| format!("{key} {at}")).collect::<Vec<_>>();
    assert_eq!(keys, ["a here", "b command:pass show x"]);
    assert_eq!(summary.kind, "kubernetes.io/basic-auth");
    let shown = format!("{listing:?} {:?}", place.store);
    assert!(!shown.contains("marked") && !shown.contains("bWFya2Vk"), "{shown}");
}

#[cfg(unix)]
#[test]
fn folder_and_files_are_for_their_owner_only_and_wider_ones_are_told() {
    use std::os::unix::fs::PermissionsExt as _;
    let place = place();
    let mode = |path: &Path| fs::metadata(path).expect("there").permissions().mode() & 0o777;
    place.store.put(&secret("a", &[])).expect("added");
    let file = place.store.folder.join("a.yaml");
    assert_eq!((mode(&place.store.folder), mode(&file)), (0o700, 0o600));
    assert_eq!(place.store.list().expect("a list").notes, Vec::<String>::new());
    fs::set_permissions(&file, fs::Permissions::from_mode(0o644)).expect("chmod");
    fs::set_permissions(&place.store.folder, fs::Permissions::from_mode(0o755)).expect("chmod");
    let notes = place.store.list().expect("a list").notes.join("\n");
    assert!(notes.contains("mode 644") && notes.contains("mode 755"), "{notes}");
    assert!(!place.store.everything().expect("read").kept[0].is_open);
    fs::set_permissions(&file, fs::Permissions::from_mode(0o664)).expect("chmod");
    assert!(place.store.everything().expect("read").kept[0].is_open);
    fs::set_permissions(&file, fs::Permissions::from_mode(0o600)).expect("chmod");
    assert!(!place.store.everything().expect("read").kept[0].is_open);
    // Who may write the folder may put another file in the place of this one.
    fs::set_permissions(&place.store.folder, fs::Permissions::from_mode(0o777)).expect("chmod");
    assert!(place.store.everything().expect("read").kept[0].is_open);
}

#[test]
fn files_that_users_drop_in_are_read_whatever_their_names() {
    let place = place();
    place.write(
        "from kubectl",
        &format!("# mine\n{}---\nkind: [\n---\n{}", manifest("a"), manifest("b")),
    );
    place.write("list.json", "{\"kind\": \"List\", \"items\": [{\"kind\": \"Secret\", \"metadata\": {\"name\": \"c\"}}]}");
    place.write("other.yaml", "kind: ConfigMap\nmetadata: {name: d}\n");
    place.write("backup.yaml~", &manifest("e"));
    fs::write(place.store.folder.join("binary"), [0xff, 0xfe]).expect("a file");
    fs::create_dir(place.store.folder.join("deeper")).expect("a folder");
    assert_eq!(names(&place.store), ["a", "b", "c"]);
    let notes = place.store.list().expect("a list").notes;
    for expected in [
        "from kubectl:7:",
        "other.yaml: there is no Secret in it (1 other object)",
        "binary: is no UTF-8 text",
        "deeper: a folder",
    ] {
        assert!(notes.iter().any(|note| note.starts_with(expected)), "{expected}: {notes:?}");
    }
    assert!(!notes.join(" ").contains("marked"));
}

#[test]
fn a_change_to_a_shared_file_leaves_its_other_documents_as_they_are() {
    let place = place();
    let other = "# keep this\nkind: ConfigMap\nmetadata: {name: x}\n";
    place.write("mine", &format!("{}--- # b\n{}---\n{other}", manifest("a"), manifest("b")));
    place.store.remove(&name("b")).expect("removed");
    assert_eq!(place.text("mine"), format!("{}---\n{other}", manifest("a")));
    assert_eq!(place.store.put(&secret("a", &[("new", "x")])).expect("replaced"), Put::Replaced);
    assert_eq!(place.text("mine"), format!("---\n{other}"));
    assert_eq!(place.files(), ["a.yaml", "mine"]);
    assert_eq!(place.store.put(&secret("a", &[("newer", "x")])).expect("replaced"), Put::Replaced);
    assert_eq!(place.files(), ["a.yaml", "mine"]);
}

#[test]
fn a_secret_is_taken_out_of_a_list() {
    let place = place();
    let item = |name| format!("- kind: Secret\n  metadata: {{name: {name}}}\n");
    place.write("list", &format!("kind: List\nitems:\n{}{}", item("a"), item("b")));
    place.store.remove(&name("a")).expect("removed");
    assert_eq!(names(&place.store), ["b"]);
    place.store.remove(&name("b")).expect("removed");
    assert_eq!(place.files(), Vec::<String>::new());
}

#[test]
fn of_two_with_one_name_one_counts_and_the_other_is_told() {
    let place = place();
    place.write("a.yaml", &manifest("x"));
    place.write("b.yaml", &manifest("x"));
    let listing = place.store.list().expect("a list");
    assert_eq!(listing.secrets.len(), 1);
    assert_eq!(listing.notes, ["b.yaml: a second Secret named x, not used"]);
    place.store.remove(&name("x")).expect("removed");
    assert_eq!(place.files(), Vec::<String>::new());
}

#[test]
fn a_file_of_another_name_is_never_overwritten() {
    let place = place();
    place.write("a.yaml", &manifest("other"));
    place.store.put(&secret("a", &[])).expect("added");
    assert_eq!(place.files(), ["a.yaml", "a_2.yaml"]);
    assert_eq!(names(&place.store), ["a", "other"]);
}

#[test]
fn what_cannot_be_kept_is_refused_and_changes_nothing() {
    let place = place();
    let odd_key = secret("a", &[("x/y", "marked")]);
    let odd_name = SecretManifest {
        name: SecretName { namespace: None, name: "../up".to_owned() },
        values: BTreeMap::new(),
        ..SecretManifest::default()
    };
    for one in [odd_key, odd_name] {
        let error = place.store.put(&one).expect_err("refused");
        assert_eq!(error.kind, ErrorKind::Malformed);
        assert!(!error.message.contains("marked"));
    }
    assert_eq!(place.files(), Vec::<String>::new());
    let outside = fs::read_dir(place.folder.path()).expect("the folder").count();
    assert_eq!(outside, 1);
}

#[test]
fn a_file_changed_by_hand_is_read_anew() {
    let place = place();
    place.write("a", &manifest("x"));
    assert_eq!(names(&place.store), ["x"]);
    place.write("a", &manifest("y"));
    assert_eq!(names(&place.store), ["y"]);
    fs::remove_file(place.store.folder.join("a")).expect("removed");
    assert_eq!(names(&place.store), Vec::<String>::new());
}

#[test]
fn two_copies_that_put_at_once_lose_nothing() {
    let place = place();
    std::thread::scope(|scope| {
        for copy in ["left", "right"] {
            let store = Store::at(&place.store.folder);
            scope.spawn(move || {
                for number in 0..20 {
                    let one = secret(&format!("{copy}-{number}"), &[("k", "v")]);
                    store.put(&one).expect("it is saved");
                }
            });
        }
    });
    assert_eq!(names(&place.store).len(), 40);
}

#[test]
fn a_stranger_s_secret_must_not_say_what_is_run_here() {
    let mut one = secret("a", &[("k", "marked")]);
    assert!(Store::check_foreign(&one).is_ok());
    one.values.insert("p".to_owned(), SecretValue::Command("curl evil.example".to_owned()));
    one.values.insert("q".to_owned(), SecretValue::File("/etc/passwd".into()));
    let error = Store::check_foreign(&one).expect_err("refused");
    assert!(error.message.contains("p from command:curl evil.example, q from file:/etc/passwd"));
    assert!(!error.message.contains("marked"));
}

#[test]
fn a_repository_means_the_secret_of_its_namespace_or_the_only_one() {
    let place = place();
    for one in ["stage/a", "prod/a", "stage/b"] {
        place.store.put(&secret(one, &[])).expect("added");
    }
    let listing = place.store.list().expect("a list");
    let meant = |text: &str| listing.meant(&name(text), None).map(|one| one.name.to_string());
    assert_eq!(meant("b").as_deref(), Some("stage/b"));
    assert_eq!(meant("prod/a").as_deref(), Some("prod/a"));
    assert_eq!((meant("a"), meant("prod/b"), meant("c")), (None, None, None));
}

#[test]
fn a_change_to_one_key_keeps_values_that_are_no_text() {
    let place = place();
    let data = "data: {keystore.p12: /u3+7Q==, other.p12: gICA, k: eA==}\n";
    place.write("a.yaml", &format!("kind: Secret\nmetadata: {{name: a}}\n{data}"));
    let changed = place.store.change(&name("a"), |present| {
        let mut secret = present.expect("it is there");
        assert!(!secret.set("extra".to_owned(), SecretValue::Here("y".into())));
        assert!(secret.drop_key("other.p12"));
        Ok(secret)
    });
    assert_eq!(changed.expect("changed"), Put::Replaced);
    let text = place.text("a.yaml");
    for line in ["keystore.p12: /u3+7Q==", "k: eA==", "extra: eQ=="] {
        assert!(text.contains(line), "{text}");
    }
    assert!(!text.contains("other.p12"), "{text}");
}

#[test]
fn a_secret_that_is_understood_in_part_is_not_changed_but_may_be_replaced() {
    let place = place();
    for odd in ["data: {odd: 'marked!'}", "stringData: {odd: 1.10}", "data: {a/b: eA==}"] {
        let text = format!("kind: Secret\nmetadata: {{name: a}}\n{odd}\n");
        place.write("a.yaml", &text);
        let error = place.store.change(&name("a"), |present| Ok(present.expect("there")));
        let error = error.expect_err("refused");
        assert!(error.message.contains("would be lost") && !error.message.contains("marked"));
        assert_eq!(place.text("a.yaml"), text);
    }
    assert_eq!(place.store.put(&secret("a", &[("k", "v")])).expect("replaced"), Put::Replaced);
}

#[test]
fn changes_to_one_secret_at_once_lose_no_key() {
    let place = place();
    std::thread::scope(|scope| {
        for number in 0..12 {
            let store = Store::at(&place.store.folder);
            scope.spawn(move || {
                let changed = store.change(&name("race"), |present| {
                    let mut one = present.unwrap_or_else(|| secret("race", &[]));
                    one.set(format!("k{number}"), SecretValue::Here("v".into()));
                    Ok(one)
                });
                changed.expect("it is saved");
            });
        }
    });
    let found = place.store.find(&name("race")).expect("read").expect("it is there");
    assert_eq!(found.values.len(), 12);
}

#[test]
fn a_new_name_is_not_one_that_another_secret_has() {
    let place = place();
    place.store.put(&secret("a", &[("k", "v")])).expect("added");
    place.store.put(&secret("b", &[("k", "v")])).expect("added");
    let rename = |to: &'static str| {
        place.store.change(&name("a"), |present| {
            Ok(SecretManifest { name: name(to), ..present.expect("it is there") })
        })
    };
    assert!(rename("b").expect_err("refused").message.contains("already"));
    assert_eq!(names(&place.store), ["a", "b"]);
    assert_eq!(rename("c").expect("renamed"), Put::Replaced);
    assert_eq!(
        (names(&place.store), place.files()),
        (vec!["b".to_owned(), "c".to_owned()], vec!["b.yaml".to_owned(), "c.yaml".to_owned()])
    );
}

#[test]
fn what_is_put_takes_the_place_of_all_of_its_name() {
    let place = place();
    for file in ["1", "2"] {
        place.write(file, &format!("{}---\n{}", manifest("x"), manifest(&format!("other-{file}"))));
    }
    place.write("3", &manifest("x"));
    let new = secret("x", &[("new", "v")]);
    assert_eq!(place.store.put(&new).expect("replaced"), Put::Replaced);
    assert_eq!(place.store.find(&new.name).expect("read").expect("there").values, new.values);
    let listing = place.store.list().expect("a list");
    assert_eq!(
        (names(&place.store), listing.notes),
        (vec!["other-1".to_owned(), "other-2".to_owned(), "x".to_owned()], vec![])
    );
}

#[test]
fn a_list_that_cannot_be_written_anew_stays_and_the_change_is_refused() {
    let place = place();
    let two = "- metadata: {name: two}\n  data: {k: eA==, k: eQ==}\n";
    let text = format!("kind: SecretList\nitems:\n- metadata: {{name: one}}\n{two}");
    place.write("list", &text);
    let error = place.store.remove(&name("one")).expect_err("refused");
    assert!(error.message.contains("one stands in a list"), "{}", error.message);
    assert!(place.store.put(&secret("one", &[])).is_err());
    assert_eq!((place.text("list"), place.files()), (text, vec!["list".to_owned()]));
}

#[test]
fn what_is_not_understood_in_a_list_stays_there() {
    let place = place();
    place.write("list", "kind: List\nitems:\n- {kind: Secret, metadata: {name: a}}\n- {x: y}\n");
    place.store.remove(&name("a")).expect("removed");
    assert!(place.text("list").contains("x: y"));
}

#[test]
fn a_name_that_is_a_number_is_taken_out_of_a_list_too() {
    let place = place();
    let item = |name| format!("- kind: Secret\n  metadata: {{name: {name}}}\n");
    place.write("list", &format!("kind: List\nitems:\n{}{}", item("123"), item("b")));
    place.store.remove(&name("123")).expect("removed");
    assert_eq!(names(&place.store), ["b"]);
}
