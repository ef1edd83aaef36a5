//! Catalogs come, fail, are cancelled and come late.
//!
//! May import: `app`, `model`, `ops`.

use super::*;

#[test]
fn every_cache_is_read_before_any_network() {
    let (_, effects) = started();
    let read =
        |task, name| Effect::Fetch(TaskId(task), Box::new(repository(name)), Freshness::Cached);
    assert_eq!(effects, [read(1, "one"), read(2, "two")]);
}

#[test]
fn a_repository_without_cache_is_fetched_and_one_with_a_fresh_cache_is_not() {
    let (mut state, _) = started();
    assert_eq!(tell(&mut state, 1, TaskEvent::Fetched(fetched(Vec::new()))), []);
    let effects = tell(&mut state, 2, TaskEvent::Failed(failure(ErrorKind::NotFound)));
    let fetch = Effect::Fetch(TaskId(3), Box::new(repository("two")), Freshness::Revalidate);
    assert_eq!(effects, [fetch]);
    assert_eq!(state.messages.notes(), [], "an empty cache is no failure");
    assert_eq!(state.tasks.failed(), 0);
}

#[test]
fn a_stale_cache_is_shown_and_refreshed() {
    let (mut state, _) = started();
    let later = Timestamp::from_second(now().as_second() + 90_000).expect("a time");
    update(&mut state, Message::Tick { now: later });
    let effects = tell(&mut state, 1, TaskEvent::Fetched(fetched(vec![entry("a", &["1"])])));
    assert!(matches!(&effects[..], [Effect::Fetch(_, _, Freshness::Revalidate)]));
    assert_eq!(state.entries.len(), 1);
}

#[test]
fn a_failed_refresh_keeps_the_catalog_and_says_why() {
    let mut state = browsing();
    act(&mut state, Action::Refresh);
    let task = last_task(&state).0;
    tell(&mut state, task, TaskEvent::Failed(failure(ErrorKind::Timeout)));
    assert_eq!(state.entries.len(), 2);
    assert_eq!(state.shelves[0].health(state.now), Health::Failed);
    assert_eq!(state.messages.shown().expect("a message").text, "refresh one: no");
    assert_eq!(state.tasks.failed(), 1);
}

#[test]
fn a_second_refresh_replaces_the_first_and_a_late_answer_changes_nothing() {
    let mut state = browsing();
    act(&mut state, Action::Refresh);
    let first = last_task(&state);
    let effects = act(&mut state, Action::Refresh);
    let second = last_task(&state);
    let fetch = Effect::Fetch(second, Box::new(repository("one")), Freshness::Revalidate);
    assert_eq!(effects, [Effect::Cancel(first), fetch]);
    let before = state.clone();
    for late in
        [TaskEvent::Fetched(fetched(Vec::new())), TaskEvent::Failed(failure(ErrorKind::Cancelled))]
    {
        assert_eq!(tell(&mut state, first.0, late), []);
        assert!(state == before, "the late answer changed something");
    }
}

#[test]
fn a_fetched_catalog_is_noted_in_the_registry_and_keeps_the_selected_entry() {
    let mut state = browsing();
    act(&mut state, Action::FocusEntries);
    act(&mut state, Action::Down);
    act(&mut state, Action::Refresh);
    let task = last_task(&state).0;
    let new =
        fetched(vec![entry("amqp", &["1"]), entry("redis", &["3.0.0"]), entry("web", &["1"])]);
    let effects = tell(&mut state, task, TaskEvent::Fetched(new));
    let change = Change::Synced { name: "one".to_owned(), at: now() };
    let noted = effects.iter().any(
        |effect| matches!(effect, Effect::Register(_, changes) if *changes == [change.clone()]),
    );
    assert!(noted, "{effects:?}");
    assert_eq!(state.entry().expect("an entry").name, "web");
}

#[test]
fn an_unverified_repository_is_verified_by_a_refresh_that_its_index_passes() {
    for refused in [true, false] {
        let unverified = Repository { verified: false, ..repository("one") };
        let mut state = State::new(Size::new(120, 36), now(), Keymap::default(), vec![unverified]);
        start(&mut state);
        assert_eq!(tell(&mut state, 1, TaskEvent::Fetched(fetched(Vec::new()))), [], "cached");
        act(&mut state, Action::Refresh);
        let task = last_task(&state).0;
        let refused = refused.then(|| failure(ErrorKind::Malformed));
        let answer = Fetched { refused, ..Fetched::clone(&fetched(Vec::new())) };
        let is_refused = answer.refused.is_some();
        let effects = tell(&mut state, task, TaskEvent::Fetched(Arc::new(answer)));
        let expected = vec![
            Change::Replace { name: "one".to_owned(), repository: Box::new(repository("one")) },
            Change::Synced { name: "one".to_owned(), at: now() },
        ];
        match &effects[..] {
            [] => assert!(is_refused),
            [Effect::Register(_, changes)] => assert_eq!(*changes, expected),
            other => panic!("{other:?}"),
        }
    }
}

/// What the details say once the first repository has that catalog.
fn overview(fetched: Arc<Fetched>) -> String {
    let (mut state, _) = started();
    tell(&mut state, 1, TaskEvent::Fetched(fetched));
    let Content::Text(reader) = &state.details.content else { panic!() };
    let lines: Vec<String> = reader.document.rows.iter().map(Row::plain).collect();
    lines.join("\n")
}

#[test]
fn a_refused_index_of_an_earlier_start_is_not_called_clean() {
    let refused = Some(failure(ErrorKind::Malformed));
    let text = overview(Arc::new(Fetched { refused, ..Fetched::clone(&fetched(Vec::new())) }));
    assert!(text.contains("none in the last good index"), "{text}");
}

#[test]
fn one_chart_is_no_charts() {
    let text = overview(fetched(vec![entry("redis", &["1"])]));
    assert!(text.contains("1 chart, 1 version\n") && text.contains("none in the index"), "{text}");
}

#[test]
fn a_cancelled_refresh_leaves_everything_as_it_was() {
    let mut state = browsing();
    act(&mut state, Action::Refresh);
    let task = last_task(&state);
    assert_eq!(act(&mut state, Action::CancelTask), [Effect::Cancel(task)]);
    assert_eq!(state.tasks.find(task).expect("still there").state, TaskState::Cancelling);
    tell(&mut state, task.0, TaskEvent::Failed(failure(ErrorKind::Cancelled)));
    assert_eq!(state.shelves[0].health(state.now), Health::Fresh);
    assert_eq!(state.tasks.all(), []);
}

#[test]
fn all_repositories_are_refreshed_at_once() {
    let mut state = browsing();
    assert_eq!(act(&mut state, Action::RefreshAll).len(), 2);
}
