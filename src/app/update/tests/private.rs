//! Private places: what is offered after a failure, and the Secrets.
//!
//! May import: `app`, `model`, `ops`, `secrets`.

use super::*;
use crate::app::state::dialog::{Answer, Matter};
use crate::app::state::secret_form::SecretSpot;
use crate::manifest::SecretValue;
use crate::model::{HostKey, Offer, Place, SecretName};
use crate::ops::{SecretChange, Step, StepName, StepState};
use crate::secrets::{Listing, Summary};

fn host_key() -> HostKey {
    HostKey {
        host: "git.example".to_owned(),
        port: 22,
        algorithm: "ssh-ed25519".to_owned(),
        key: "AAAA".to_owned(),
        fingerprint: "SHA256:abc".to_owned(),
    }
}

fn refused(offer: Offer) -> Probe {
    let step = Step {
        name: StepName::Connect,
        state: StepState::Failed,
        detail: "no".to_owned(),
        hint: String::new(),
        fault: None,
        offer: Some(Box::new(offer)),
        elapsed: None,
    };
    Probe { steps: vec![step], fetched: None, siblings: Vec::new(), redirects: Vec::new() }
}

/// A form for `three` whose check failed with that offer.
fn offered(offer: Offer) -> State {
    let mut state = browsing();
    act(&mut state, Action::Add);
    write(&mut state, "three");
    act(&mut state, Action::Open);
    write(&mut state, "git@git.example:three.git");
    state.form_mut().expect("the form").spot = Spot::Validate;
    let effects = act(&mut state, Action::Open);
    let [Effect::Probe(task, _)] = &effects[..] else { panic!("{effects:?}") };
    tell(&mut state, task.0, TaskEvent::Probed(Arc::new(refused(offer))));
    state
}

#[test]
fn a_host_key_is_trusted_only_after_a_question_and_then_the_check_runs_again() {
    let mut state = offered(Offer::TrustHostKey(host_key()));
    assert_eq!(
        state.form().expect("the form").spot,
        Spot::Validate,
        "nothing is pressed by accident"
    );
    state.form_mut().expect("the form").spot = Spot::Offer;
    assert_eq!(act(&mut state, Action::Open), []);
    let Some(Dialog::Confirm(asked)) = state.dialog() else { panic!("no question") };
    assert_eq!(asked.focus, Answer::Cancel);
    assert!(asked.details.contains(&"SHA256:abc".to_owned()), "{:?}", asked.details);
    assert_eq!(act(&mut state, Action::Open), [], "Enter cancels");
    act(&mut state, Action::Open);
    let effects = act(&mut state, Action::Agree);
    let [Effect::Trust(task, key)] = &effects[..] else { panic!("{effects:?}") };
    assert_eq!(**key, host_key());
    let effects = tell(&mut state, task.0, TaskEvent::Trusted);
    assert!(matches!(&effects[..], [Effect::Probe(..)]), "{effects:?}");
}

#[test]
fn a_key_that_cannot_be_kept_is_told_and_nothing_goes_on() {
    let mut state = offered(Offer::TrustHostKey(host_key()));
    state.form_mut().expect("the form").spot = Spot::Offer;
    act(&mut state, Action::Open);
    let effects = act(&mut state, Action::Agree);
    let [Effect::Trust(task, _)] = &effects[..] else { panic!("{effects:?}") };
    assert_eq!(tell(&mut state, task.0, TaskEvent::Failed(failure(ErrorKind::Io))), []);
    assert!(state.messages.shown().expect("told").text.contains("trust the key of git.example"));
    assert!(state.form().is_some());
}

#[test]
fn another_url_is_put_in_and_checked() {
    let other = Location::parse("https://other.example/x").expect("a URL").location;
    let mut state = offered(Offer::Instead(other, "better".to_owned()));
    state.form_mut().expect("the form").spot = Spot::Offer;
    let effects = act(&mut state, Action::Open);
    let [Effect::Probe(_, draft)] = &effects[..] else { panic!("{effects:?}") };
    assert_eq!(draft.location, "https://other.example/x/index.yaml");
}

#[test]
fn a_failed_refresh_keeps_its_offer_for_one_key_and_for_the_form() {
    let mut state = browsing();
    let effects = act(&mut state, Action::Refresh);
    let [Effect::Fetch(task, ..)] = &effects[..] else { panic!("{effects:?}") };
    let offer = Some(Box::new(Offer::TrustHostKey(host_key())));
    let unknown = Failure { offer, ..failure(ErrorKind::Untrusted) };
    tell(&mut state, task.0, TaskEvent::Failed(unknown));
    assert_eq!(state.shelf().expect("it").catalog().expect("kept").entries.len(), 2);
    act(&mut state, Action::Edit);
    assert!(state.form().expect("the form").spots().contains(&Spot::Offer));
    act(&mut state, Action::Back);
    act(&mut state, Action::TakeOffer);
    let effects = act(&mut state, Action::Agree);
    let [Effect::Trust(task, _)] = &effects[..] else { panic!("{effects:?}") };
    let effects = tell(&mut state, task.0, TaskEvent::Trusted);
    assert!(
        matches!(&effects[..], [Effect::Fetch(_, one, Freshness::Revalidate)] if one.name == "one")
    );
}

fn listing(names: &[&str]) -> Arc<Listing> {
    let secret = |name: &&str| Summary {
        name: SecretName::parse(name).expect("a name"),
        kind: String::new(),
        keys: vec![("password".to_owned(), "here".to_owned())],
        place: Place::file("secrets.yaml"),
        notes: Vec::new(),
    };
    Arc::new(Listing { secrets: names.iter().map(secret).collect(), notes: Vec::new() })
}

#[test]
fn a_secret_is_typed_in_saved_and_taken_by_the_form_that_wanted_it() {
    let mut state = browsing();
    act(&mut state, Action::Add);
    write(&mut state, "Three");
    let form = state.form_mut().expect("the form");
    form.spot = Spot::Secret;
    act(&mut state, Action::Left);
    assert!(state.form().expect("the form").makes_secret, "the last choice is a new one");
    act(&mut state, Action::Open);
    let Some(Dialog::Secret(secret)) = state.dialog() else { panic!("no form") };
    assert_eq!(secret.name.value(), "three");
    let keys: Vec<_> = secret.rows.iter().map(|row| row.key.value()).collect();
    assert_eq!(keys, ["username", "password", ""]);
    for (row, value) in ["me", "hunter2"].into_iter().enumerate() {
        let Some(Dialog::Secret(secret)) = state.dialogs.last_mut() else { panic!("no form") };
        secret.spot = SecretSpot::Value(row);
        write(&mut state, value);
    }
    assert!(!format!("{state:?}").contains("hunter2"));
    let Some(Dialog::Secret(secret)) = state.dialogs.last_mut() else { panic!("no form") };
    secret.spot = SecretSpot::Save;
    let effects = act(&mut state, Action::Open);
    assert!(!format!("{effects:?}").contains("hunter2"));
    let [Effect::KeepSecret(task, change)] = &effects[..] else { panic!("{effects:?}") };
    let SecretChange::Edit(edit) = &**change else { panic!("{change:?}") };
    assert_eq!(edit.set[1], ("password".to_owned(), SecretValue::Here("hunter2".into())));
    tell(&mut state, task.0, TaskEvent::Secrets(listing(&["three"])));
    let form = state.form().expect("the form");
    assert_eq!(form.values.secret, SecretName::parse("three"));
    assert!(!form.makes_secret && matches!(state.dialog(), Some(Dialog::Form(_))));
}

#[test]
fn a_value_of_several_lines_is_kept_whole_and_a_draft_loses_nothing() {
    let mut state = browsing();
    act(&mut state, Action::Secrets);
    act(&mut state, Action::Add);
    write(&mut state, "key");
    let Some(Dialog::Secret(secret)) = state.dialogs.last_mut() else { panic!("no form") };
    secret.rows[0].key.set("sshkey");
    secret.spot = SecretSpot::Value(0);
    update(&mut state, Message::Paste("-----BEGIN\nabc\n-----END\n".to_owned()));
    act(&mut state, Action::Back);
    assert!(matches!(state.dialog(), Some(Dialog::Secrets(_))));
    act(&mut state, Action::Add);
    let Some(Dialog::Secret(secret)) = state.dialog() else { panic!("no form") };
    let edit = secret.edit().expect("an edit");
    let SecretValue::Here(value) = &edit.set[0].1 else { panic!("{edit:?}") };
    assert_eq!(value.reveal(), "-----BEGIN\nabc\n-----END\n");
}

#[test]
fn deleting_a_secret_tells_who_uses_it_and_asks() {
    let mut state = browsing();
    tell(&mut state, 0, TaskEvent::Secrets(listing(&["team/charts"])));
    state.shelves[1].repository.secret = SecretName::parse("charts");
    act(&mut state, Action::Secrets);
    assert_eq!(act(&mut state, Action::Remove), []);
    let Some(Dialog::Confirm(asked)) = state.dialog() else { panic!("no question") };
    assert_eq!(asked.focus, Answer::Cancel);
    assert!(asked.details[1].starts_with("Used by two"), "{:?}", asked.details);
    assert!(matches!(&asked.matter, Matter::RemoveSecret(_)));
    let effects = act(&mut state, Action::Agree);
    let [Effect::KeepSecret(task, change)] = &effects[..] else { panic!("{effects:?}") };
    assert!(matches!(&**change, SecretChange::Remove(_)));
    tell(&mut state, task.0, TaskEvent::Failed(failure(ErrorKind::Io)));
    assert!(state.messages.shown().expect("told").text.contains("delete Secret"));
}

#[test]
fn a_secret_that_was_mended_is_tried_at_once_where_it_failed() {
    let mut state = browsing();
    tell(&mut state, 0, TaskEvent::Secrets(listing(&["team/charts"])));
    state.shelves[0].repository.secret = SecretName::parse("team/charts");
    state.shelves[0].fetched.failure = Some(failure(ErrorKind::Unauthorized));
    act(&mut state, Action::Secrets);
    act(&mut state, Action::Open);
    write(&mut state, "other");
    let Some(Dialog::Secret(secret)) = state.dialogs.last_mut() else { panic!("no form") };
    secret.spot = SecretSpot::Save;
    let effects = act(&mut state, Action::Open);
    let [Effect::KeepSecret(task, _)] = &effects[..] else { panic!("{effects:?}") };
    let effects = tell(&mut state, task.0, TaskEvent::Secrets(listing(&["team/charts"])));
    assert!(matches!(&effects[..], [Effect::Fetch(_, one, _)] if one.name == "one"), "{effects:?}");
}

#[test]
fn what_was_typed_survives_another_scheme_and_the_url_that_is_meant_is_taken_over() {
    let mut state = browsing();
    act(&mut state, Action::Add);
    let form = state.form_mut().expect("the form");
    form.spot = Spot::Password;
    write(&mut state, "hunter2");
    for url in ["git@git.example:x.git", "/srv/charts", "https://three.example/"] {
        let form = state.form_mut().expect("the form");
        form.values.location.set(url);
        form.spot = Spot::Location;
        write(&mut state, "x");
    }
    let form = state.form().expect("the form");
    assert!(form.spots().contains(&Spot::Password));
    assert_eq!(form.values.draft().credentials.password.reveal(), "hunter2");
    let form = state.form_mut().expect("the form");
    form.explanation.suggestion = Some("https://better.example/".to_owned());
    form.spot = Spot::Suggestion;
    act(&mut state, Action::Open);
    let form = state.form().expect("the form");
    assert_eq!(
        (form.values.location.value(), form.spot),
        ("https://better.example/", Spot::Location)
    );
}
