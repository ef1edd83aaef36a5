//! Importing: what is pasted or dropped, planned, agreed to and taken back.
//!
//! May import: `app`, `manifest`, `model`, `ops`.

use super::*;
use crate::app::effect::Asker;
use crate::app::state::import::ImportSpot;
use crate::app::task::ReadFiles;
use crate::manifest::Text;
use crate::ops::SecretChange;

const CONFIGURATION: &str = "apiVersion: addons.kyma-project.io/v1alpha1\n\
    kind: AddonsConfiguration\nmetadata: {name: mine, namespace: team}\n\
    spec: {repositories: [{url: \"https://h.example/a/index.yaml\"}]}\n";
const SECRET: &str = "---\napiVersion: v1\nkind: Secret\nmetadata: {name: login}\n\
    stringData: {password: hunter2}\n";

fn paste(state: &mut State, text: &str) -> Vec<Effect> {
    update(state, Message::Paste(text.to_owned()))
}

#[test]
fn secrets_go_to_the_store_before_the_repositories_that_need_them_and_undo_takes_those_back() {
    let mut state = browsing();
    assert_eq!(paste(&mut state, &format!("{CONFIGURATION}{SECRET}")), []);
    let Some(Dialog::Import(import)) = state.dialog() else { panic!("no plan") };
    assert_eq!(import.what(), "1 repository, 1 Secret");
    assert!(!format!("{state:?}").contains("hunter2"));
    let effects = act(&mut state, Action::Open);
    let [Effect::KeepSecret(_, change), Effect::Register(task, changes)] = &effects[..] else {
        panic!("{effects:?}")
    };
    assert!(matches!(&**change, SecretChange::Put(all) if all.len() == 1));
    let [Change::Add(added)] = &changes[..] else { panic!("{changes:?}") };
    let loaded = Loaded {
        repositories: vec![repository("one"), repository("two"), (**added).clone()],
        notes: Vec::new(),
    };
    let effects = tell(&mut state, task.0, TaskEvent::Registered(Arc::new(loaded)));
    assert!(matches!(&effects[..], [Effect::Fetch(_, new, _)] if new.name == added.name));
    assert_eq!(state.shelf().expect("selected").repository.name, added.name);
    act(&mut state, Action::Undo);
    let effects = act(&mut state, Action::Agree);
    assert!(matches!(&effects[..], [Effect::Register(_, changes)]
        if *changes == [Change::Remove(added.name.clone())]));
}

#[test]
fn dropped_files_are_read_and_what_cannot_be_read_is_told() {
    let mut state = browsing();
    let effects = paste(&mut state, "'/a/my file.yaml' file:///b.yaml ");
    let [Effect::ReadManifests(task, paths, Asker::User)] = &effects[..] else {
        panic!("{effects:?}")
    };
    assert_eq!(paths.len(), 2);
    let text = Text { file: "/a/my file.yaml".to_owned(), text: CONFIGURATION.to_owned() };
    let notes = vec!["/b.yaml: no such file".to_owned()];
    let files = ReadFiles { texts: vec![text], notes: notes.clone() };
    tell(&mut state, task.0, TaskEvent::Manifests(Arc::new(files)));
    let Some(Dialog::Import(import)) = state.dialog() else { panic!("no plan") };
    assert_eq!(import.notes, notes);
    act(&mut state, Action::Back);
    let effects = paste(&mut state, "/c.yaml");
    let [Effect::ReadManifests(task, ..)] = &effects[..] else { panic!("{effects:?}") };
    let files =
        ReadFiles { notes: vec!["/c.yaml: no such file".to_owned()], ..ReadFiles::default() };
    tell(&mut state, task.0, TaskEvent::Manifests(Arc::new(files)));
    assert!(state.dialog().is_none());
    assert_eq!(
        state.messages.shown().expect("told").text,
        "nothing to import: /c.yaml: no such file"
    );
}

#[test]
fn a_path_in_the_field_of_the_url_is_typed_and_offered_only_if_it_is_a_manifest() {
    let mut state = browsing();
    act(&mut state, Action::Add);
    act(&mut state, Action::Open);
    let effects = paste(&mut state, "/srv/charts/index.yaml");
    assert_eq!(state.form().expect("the form").values.location.value(), "/srv/charts/index.yaml");
    let [Effect::ReadManifests(task, _, Asker::Field)] = &effects[..] else {
        panic!("{effects:?}")
    };
    let text = |text: &str| Text { file: "x".to_owned(), text: text.to_owned() };
    let files = ReadFiles { texts: vec![text("entries: {}")], notes: vec!["no".to_owned()] };
    let before = state.messages.notes().len();
    tell(&mut state, task.0, TaskEvent::Manifests(Arc::new(files)));
    assert!(matches!(state.dialog(), Some(Dialog::Form(_))));
    assert_eq!(state.messages.notes().len(), before, "nothing is said of an index");
    assert_eq!(paste(&mut state, CONFIGURATION), []);
    assert!(matches!(state.dialog(), Some(Dialog::Import(_))));
    act(&mut state, Action::Back);
    let form = state.form().expect("the form");
    assert_eq!(form.values.location.value(), "/srv/charts/index.yaml", "nothing typed is lost");
}

#[test]
fn a_secret_that_would_be_replaced_is_not_replaced_by_a_stray_enter() {
    let mut state = browsing();
    let known = crate::secrets::Summary {
        name: crate::model::SecretName::parse("login").expect("a name"),
        kind: String::new(),
        keys: Vec::new(),
        place: Place::file("a.yaml"),
        notes: Vec::new(),
    };
    state.secrets.secrets.push(known);
    assert_eq!(paste(&mut state, SECRET), []);
    let Some(Dialog::Import(import)) = state.dialog() else { panic!("no plan") };
    assert_eq!(import.spot, ImportSpot::Cancel);
    assert_eq!(act(&mut state, Action::Open), []);
    assert!(state.dialog().is_none());
}
