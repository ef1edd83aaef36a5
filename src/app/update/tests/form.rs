//! The form: check, pass, drafts, saving, undoing.
//!
//! May import: `app`, `model`, `ops`.

use super::*;
use crate::model::{Credentials, SecretName};

/// A form for `three`, checked: `passed` tells how.
fn checked(passed: bool) -> (State, TaskId) {
    let mut state = browsing();
    act(&mut state, Action::Add);
    write(&mut state, "three");
    act(&mut state, Action::Open);
    write(&mut state, "https://three.example/");
    while state.form().expect("the form").spot != Spot::Validate {
        act(&mut state, Action::Open);
    }
    let effects = act(&mut state, Action::Open);
    let [Effect::Probe(task, draft)] = &effects[..] else { panic!("{effects:?}") };
    assert_eq!(draft.location, "https://three.example/");
    let outcome = Probe {
        steps: Vec::new(),
        fetched: passed.then(|| Fetched::clone(&fetched(Vec::new()))),
        siblings: vec!["index-2.yaml".to_owned()],
        redirects: Vec::new(),
    };
    tell(&mut state, task.0, TaskEvent::Probed(Arc::new(outcome)));
    (state, *task)
}

fn press(state: &mut State, spot: Spot) -> Vec<Effect> {
    state.form_mut().expect("the form").spot = spot;
    act(state, Action::Open)
}

fn saved(effects: &[Effect]) -> Vec<Repository> {
    let [Effect::Register(_, changes)] = effects else { panic!("{effects:?}") };
    let added = changes.iter().map(|change| match change {
        Change::Add(repository) => Repository::clone(repository),
        other => panic!("{other:?}"),
    });
    added.collect()
}

#[test]
fn the_way_to_save_is_enter_all_along() {
    let (mut state, _) = checked(true);
    assert_eq!(state.form().expect("the form").spot, Spot::Save);
    let added = saved(&act(&mut state, Action::Open));
    assert_eq!((added[0].name.as_str(), added[0].verified), ("three", true));
    assert_eq!(added[0].added, Some(now()));
    assert_eq!(act(&mut state, Action::Open), [], "it is saved only once");
}

#[test]
fn without_a_check_nothing_is_saved_and_the_reason_is_told() {
    let mut state = browsing();
    act(&mut state, Action::Add);
    assert_eq!(press(&mut state, Spot::Save), []);
    let refusal = |state: &State| state.form().expect("the form").refusal.clone();
    assert_eq!(refusal(&state).as_deref(), Some("the name is missing"));
    assert_eq!(press(&mut state, Spot::Validate), []);
    assert_eq!(refusal(&state).as_deref(), Some("the name is missing"));
}

#[test]
fn a_pass_is_void_as_soon_as_a_value_changes() {
    for spot in [Spot::Name, Spot::Location, Spot::Description, Spot::Username, Spot::Password] {
        let (mut state, _) = checked(true);
        state.form_mut().expect("the form").spot = spot;
        write(&mut state, "x");
        assert_eq!(press(&mut state, Spot::Save), [], "{spot:?}");
    }
    let (mut state, _) = checked(true);
    assert_eq!(press_kind(&mut state), []);
    assert_eq!(press(&mut state, Spot::Save), []);
}

fn press_kind(state: &mut State) -> Vec<Effect> {
    state.form_mut().expect("the form").spot = Spot::Kind;
    act(state, Action::Toggle)
}

#[test]
fn the_copied_report_of_a_check_breaks_no_line_of_its_own() {
    let (mut state, _) = checked(false);
    let form = state.form_mut().expect("the form");
    let summary = "a\u{1b}[2Jb\nreboot".to_owned();
    form.check.failure = Some(Failure { summary, ..failure(ErrorKind::Malformed) });
    form.spot = Spot::Validate;
    let effects = act(&mut state, Action::CopyLine);
    let [Effect::Copy(_, report)] = &effects[..] else { panic!("{effects:?}") };
    assert!(report.ends_with("\na[2Jb reboot"), "{report}");
}

#[test]
fn another_kind_ends_the_running_check() {
    for action in [Action::Left, Action::Right, Action::Toggle] {
        let (mut state, _) = checked(false);
        let effects = press(&mut state, Spot::Validate);
        let [Effect::Probe(task, _)] = &effects[..] else { panic!("{effects:?}") };
        state.form_mut().expect("the form").spot = Spot::Kind;
        assert_eq!(act(&mut state, action), [Effect::Cancel(*task)]);
    }
}

#[test]
fn a_value_that_changes_ends_the_running_check_and_its_late_outcome_is_no_pass() {
    let (mut state, _) = checked(false);
    let effects = press(&mut state, Spot::Validate);
    let [Effect::Probe(task, _)] = &effects[..] else { panic!("{effects:?}") };
    state.form_mut().expect("the form").spot = Spot::Location;
    assert_eq!(write(&mut state, "x"), [Effect::Cancel(*task)]);
    let late = Probe {
        steps: Vec::new(),
        fetched: Some(Fetched::clone(&fetched(Vec::new()))),
        siblings: Vec::new(),
        redirects: Vec::new(),
    };
    tell(&mut state, task.0, TaskEvent::Probed(Arc::new(late)));
    assert_eq!(press(&mut state, Spot::Save), []);
}

#[test]
fn saving_unverified_is_offered_after_a_failed_check_asks_once_and_leaves_a_mark() {
    let (mut state, _) = checked(false);
    assert_eq!(press(&mut state, Spot::Save), []);
    assert_eq!(press(&mut state, Spot::SaveUnverified), []);
    assert!(matches!(state.dialog(), Some(Dialog::Confirm(_))));
    act(&mut state, Action::Decline);
    assert!(matches!(state.dialog(), Some(Dialog::Form(_))));
    press(&mut state, Spot::SaveUnverified);
    let added = saved(&act(&mut state, Action::Agree));
    assert!(!added[0].verified);
}

#[test]
fn further_index_files_are_registered_together() {
    let (mut state, _) = checked(true);
    press(&mut state, Spot::Sibling(0));
    let added = saved(&press(&mut state, Spot::Save));
    assert_eq!(added[1].name, "three-2");
    assert_eq!(added[1].location.to_string(), "https://three.example/index-2.yaml");
}

#[test]
fn esc_ends_the_check_first_and_then_keeps_a_draft() {
    let (mut state, _) = checked(true);
    let effects = press(&mut state, Spot::Validate);
    let [Effect::Probe(task, _)] = &effects[..] else { panic!("{effects:?}") };
    assert_eq!(act(&mut state, Action::Back), [Effect::Cancel(*task)]);
    assert!(state.form().is_some(), "the form stays");
    act(&mut state, Action::Back);
    assert!(state.form().is_none());
    act(&mut state, Action::Add);
    let values = &state.form().expect("the form").values;
    assert_eq!((values.name.value(), values.location.value()), ("three", "https://three.example/"));
}

#[test]
fn a_draft_opens_at_its_name_and_one_key_starts_clean() {
    let (mut state, _) = checked(true);
    act(&mut state, Action::Back);
    act(&mut state, Action::Add);
    assert_eq!(state.form().expect("the form").spot, Spot::Name);
    let told = &state.messages.shown().expect("a message").text;
    assert_eq!(told, "a draft from before: Ctrl-n starts clean");
    act(&mut state, Action::StartClean);
    let form = state.form().expect("the form");
    assert!(form.values.name.is_empty() && form.values.location.is_empty());
    assert!(!form.check.passed(), "nothing was checked of an empty form");
    act(&mut state, Action::Back);
    act(&mut state, Action::Edit);
    write(&mut state, "x");
    act(&mut state, Action::StartClean);
    assert_eq!(state.form().expect("the form").values.name.value(), "one");
}

#[test]
fn a_registry_that_refuses_leaves_the_form_as_it_was() {
    let (mut state, _) = checked(true);
    let effects = press(&mut state, Spot::Save);
    let [Effect::Register(task, _)] = &effects[..] else { panic!("{effects:?}") };
    tell(&mut state, task.0, TaskEvent::Failed(failure(ErrorKind::Io)));
    let form = state.form().expect("the form");
    assert_eq!(form.values.name.value(), "three");
    assert_eq!(form.refusal.as_deref(), Some("not saved: no"));
    assert_eq!(saved(&press(&mut state, Spot::Save)).len(), 1, "it can be tried again");
}

#[test]
fn after_saving_the_catalog_is_loaded_and_undo_removes_it() {
    let (mut state, _) = checked(true);
    let effects = press(&mut state, Spot::Save);
    let [Effect::Register(task, _)] = &effects[..] else { panic!("{effects:?}") };
    let three = saved(&effects).remove(0);
    let repositories = vec![repository("one"), repository("two"), three.clone()];
    let loaded = Loaded { repositories, notes: Vec::new() };
    let effects = tell(&mut state, task.0, TaskEvent::Registered(Arc::new(loaded)));
    assert!(matches!(&effects[..], [Effect::Fetch(_, repository, Freshness::Revalidate)]
        if **repository == three));
    assert!(state.form().is_none() && state.drafts.is_empty());
    assert_eq!(state.shelf().expect("selected").repository.name, "three");
    assert_eq!(state.entries.len(), 0, "its catalog is on its way");
    assert_eq!(act(&mut state, Action::Undo), [], "it asks first");
    let Some(Dialog::Confirm(asked)) = state.dialog() else { panic!("no question") };
    assert_eq!(asked.question, "Undo: add \"three\"?");
    assert_eq!(asked.details, ["\"three\" is removed."]);
    let effects = act(&mut state, Action::Agree);
    assert!(matches!(&effects[..], [Effect::Register(_, changes)]
        if *changes == [Change::Remove("three".to_owned())]));
}

#[test]
fn names_and_places_that_are_taken_are_flagged_while_typing() {
    let mut state = browsing();
    act(&mut state, Action::Add);
    write(&mut state, "one");
    assert_eq!(state.form().expect("the form").name_problem.as_deref(), Some("\"one\" is taken"));
    act(&mut state, Action::Open);
    write(&mut state, "https://two.example/charts");
    let problem = state.form().expect("the form").location_problem.clone();
    assert_eq!(problem.as_deref(), Some("already registered as \"two\""));
}

#[test]
fn a_repository_that_shares_its_place_with_another_can_be_edited() {
    let mut state = browsing();
    let place = state.shelves[1].repository.location.clone();
    state.shelves[0].repository.location = place;
    act(&mut state, Action::Edit);
    assert_eq!(state.form().expect("the form").location_problem, None);
}

#[test]
fn a_pasted_helm_command_fills_the_form() {
    let mut state = browsing();
    act(&mut state, Action::Add);
    let line = "helm repo add three https://three.example --username me --password pw\n";
    update(&mut state, Message::Paste(line.to_owned()));
    let values = &state.form().expect("the form").values;
    assert_eq!(values.name.value(), "three");
    assert_eq!(values.location.value(), "https://three.example");
    assert_eq!((values.username.value(), values.password.value()), ("me", "pw"));
}

#[test]
fn a_login_in_the_url_moves_to_its_own_fields_and_is_not_shown_in_debug_texts() {
    let mut state = browsing();
    act(&mut state, Action::Add);
    act(&mut state, Action::Open);
    update(&mut state, Message::Paste("https://me:hunter2@three.example/x".to_owned()));
    act(&mut state, Action::NextPane);
    let form = state.form().expect("the form");
    assert_eq!(form.values.location.value(), "https://three.example/x/index.yaml");
    assert_eq!(form.values.username.value(), "me");
    assert_eq!(form.values.password.value(), "hunter2");
    assert!(!format!("{state:?}").contains("hunter2"));
}

#[test]
fn another_name_for_a_checked_place_needs_no_check_and_another_place_does() {
    let mut state = browsing();
    act(&mut state, Action::Edit);
    write(&mut state, "-new");
    let effects = press(&mut state, Spot::Save);
    let renamed = Repository { name: "one-new".to_owned(), ..repository("one") };
    let change = Change::Replace { name: "one".to_owned(), repository: Box::new(renamed) };
    assert!(matches!(&effects[..], [Effect::Register(_, changes)] if *changes == [change]));
    for spot in [Spot::Location, Spot::Username, Spot::Password] {
        let mut state = browsing();
        act(&mut state, Action::Edit);
        state.form_mut().expect("the form").spot = spot;
        write(&mut state, "x");
        assert_eq!(press(&mut state, Spot::Save), [], "{spot:?}");
    }
    let mut state = browsing();
    state.shelves[0].repository.verified = false;
    act(&mut state, Action::Edit);
    write(&mut state, "-new");
    assert_eq!(press(&mut state, Spot::Save), [], "it was never checked");
}

#[test]
fn removing_asks_with_the_focus_on_cancel() {
    let mut state = browsing();
    act(&mut state, Action::Remove);
    assert_eq!(act(&mut state, Action::Open), [], "Enter on Cancel does nothing");
    act(&mut state, Action::Remove);
    let effects = act(&mut state, Action::Agree);
    assert!(matches!(&effects[..], [Effect::Register(_, changes)]
        if *changes == [Change::Remove("one".to_owned())]));
}

#[test]
fn a_check_of_another_host_shows_it_nothing_that_was_saved_for_the_first() {
    let mut state = browsing();
    let saved = &mut state.shelves[0].repository;
    let mut login = Credentials::login("me", "hunter2");
    login.headers = vec![("X-Team".to_owned(), "h".into())];
    saved.credentials = Some(login.clone());
    saved.access.skip_tls_verify = true;
    act(&mut state, Action::Edit);
    let draft = |effects: &[Effect]| {
        let probe = effects.iter().find_map(|effect| match effect {
            Effect::Probe(_, draft) => Some(draft.clone()),
            _ => None,
        });
        probe.expect("a check")
    };
    let moved = |state: &mut State, url: &str| {
        state.form_mut().expect("the form").spot = Spot::Location;
        update(state, Message::Input(InputRequest::DeleteLine));
        write(state, url);
        draft(&press(state, Spot::Validate))
    };
    let there = moved(&mut state, "https://elsewhere.example/charts");
    assert!(there.credentials.is_empty() && there.access.is_usual(), "{there:?}");
    let told = &state.messages.shown().expect("a message").text;
    assert!(told.contains("user name and password were for another host"), "{told}");
    let back = moved(&mut state, "https://one.example/more");
    assert_eq!(back.credentials, login);
    assert!(back.access.skip_tls_verify);
}

#[test]
fn another_description_loses_nothing_that_was_saved() {
    let mut state = browsing();
    let saved = &mut state.shelves[0].repository;
    saved.credentials = Some(Credentials::login("me", "hunter2"));
    saved.secret = SecretName::parse("team/charts");
    let described = Repository { description: "new".to_owned(), ..saved.clone() };
    act(&mut state, Action::Edit);
    state.form_mut().expect("the form").spot = Spot::Description;
    write(&mut state, "new");
    let effects = press(&mut state, Spot::Save);
    let change = Change::Replace { name: "one".to_owned(), repository: Box::new(described) };
    assert!(matches!(&effects[..], [Effect::Register(_, changes)] if *changes == [change]));
}
