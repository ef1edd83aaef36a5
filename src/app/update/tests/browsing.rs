//! Selecting, filtering, sorting, and the package behind an entry.
//!
//! May import: `app`, `model`, `ops`.

use super::*;

fn inspected(task: TaskId) -> Message {
    let file = |path: &str, text: &str| PackageFile {
        path: path.to_owned(),
        bytes: text.as_bytes().into(),
    };
    let package = Package {
        name: "redis-2.0.0.tgz".to_owned(),
        root: "redis".to_owned(),
        archive: true,
        files: vec![file("Chart.yaml", "name: redis\n"), file("values.yaml", "port: 1\n")],
        ..Package::default()
    };
    let chart = crate::helm::Chart { values: Some("values.yaml".to_owned()), ..Default::default() };
    let contents = Contents::Chart(Box::new(chart));
    let inspection = Inspection { package, contents, diagnostics: Vec::new() };
    Message::Task(task, TaskEvent::Inspected(Arc::new(inspection)))
}

#[test]
fn the_package_of_an_entry_is_asked_for_after_a_quiet_moment_and_only_once() {
    let mut state = browsing();
    let effects = act(&mut state, Action::FocusEntries);
    let [Effect::Inspect(first, wanted, after)] = &effects[..] else { panic!("{effects:?}") };
    assert_eq!((wanted.entry.as_str(), wanted.version.version.as_str()), ("redis", "2.0.0"));
    assert_eq!(*after, Duration::from_millis(100));
    let effects = act(&mut state, Action::Down);
    assert_eq!(effects[0], Effect::Cancel(*first));
    assert!(matches!(&effects[1], Effect::Inspect(_, wanted, _) if wanted.entry == "web"));
    assert_eq!(act(&mut state, Action::Down), [], "there is no further entry");
    assert_eq!(act(&mut state, Action::FocusDetails), [], "the same is still shown");
}

#[test]
fn the_package_of_a_selected_finding_is_fetched_to_show_its_place() {
    let mut state = browsing();
    let span = Span { line: 1, column: 1, length: 4 };
    let rule = crate::model::rule::all().next().expect("a rule");
    let at = |file: &str| Diagnostic::new(rule, Place::at(file, span), "bad");
    let diagnostics = vec![
        at("index.yaml"),
        at("redis-2.0.0.tgz!redis/Chart.yaml").of("redis", "2.0.0"),
        at("redis-2.0.0.tgz!redis/values.yaml").of("redis", "2.0.0"),
    ];
    let place = diagnostics[1].place.clone();
    let (target, kind) = ("one".to_owned(), None);
    let report = Report { target, kind, entries: 2, versions: 3, diagnostics, ..Report::default() };
    act(&mut state, Action::Validate);
    let task = last_task(&state).0;
    act(&mut state, Action::Close);
    let effects = tell(&mut state, task, TaskEvent::Validated(Arc::new(report)));
    assert_eq!(effects, [], "the first finding speaks of the index");
    act(&mut state, Action::FocusDetails);
    let effects = act(&mut state, Action::Down);
    let [Effect::Inspect(task, wanted, after)] = &effects[..] else { panic!("{effects:?}") };
    assert_eq!((wanted.entry.as_str(), *after), ("redis", Duration::from_millis(100)));
    assert_eq!(state.text_of(&place), None);
    assert_eq!(update(&mut state, inspected(*task)), []);
    assert_eq!(state.text_of(&place), Some("name: redis\n"));
    assert_eq!(act(&mut state, Action::Down), [], "its package is at hand");
}

/// Two charts of the first repository, their packages on one host.
fn with_packages() -> State {
    let (mut state, _) = started();
    let mut entries = vec![entry("redis", &["2.0.0"]), entry("web", &["0.1.0"])];
    for entry in &mut entries {
        entry.versions[0].urls = vec![format!("https://packages.example/{}.tgz", entry.name)];
    }
    tell(&mut state, 1, TaskEvent::Fetched(fetched(entries)));
    tell(&mut state, 2, TaskEvent::Fetched(fetched(Vec::new())));
    state
}

#[test]
fn a_host_that_gives_no_answer_is_told_in_the_details_and_asked_again_only_by_the_user() {
    let mut state = with_packages();
    act(&mut state, Action::FocusEntries);
    let task = last_task(&state).0;
    tell(&mut state, task, TaskEvent::Failed(failure(ErrorKind::Unreachable)));
    assert_eq!((state.messages.shown(), state.tasks.failed()), (None, 0));
    assert_eq!(act(&mut state, Action::Down), [], "the host is left alone");
    assert_eq!(state.details.inspection.failure, Some(failure(ErrorKind::Unreachable)));
    for action in [Action::Refresh, Action::Open] {
        let effects = act(&mut state, action);
        let asked = effects.iter().find_map(|effect| match effect {
            Effect::Inspect(task, wanted, _) if wanted.entry == "web" => Some(*task),
            _ => None,
        });
        let task = asked.expect("the package is asked for again").0;
        tell(&mut state, task, TaskEvent::Failed(failure(ErrorKind::Unreachable)));
    }
    assert_eq!(state.tasks.failed(), 0);
}

#[test]
fn a_package_that_is_missing_says_nothing_of_its_neighbours() {
    let mut state = with_packages();
    act(&mut state, Action::FocusEntries);
    let task = last_task(&state).0;
    tell(&mut state, task, TaskEvent::Failed(failure(ErrorKind::NotFound)));
    let effects = act(&mut state, Action::Down);
    assert!(matches!(&effects[..], [Effect::Inspect(_, wanted, _)] if wanted.entry == "web"));
}

#[test]
fn failures_of_a_removed_repository_are_forgotten() {
    let mut state = browsing();
    act(&mut state, Action::Refresh);
    let task = last_task(&state).0;
    tell(&mut state, task, TaskEvent::Failed(failure(ErrorKind::Timeout)));
    assert_eq!(state.tasks.failed(), 1);
    act(&mut state, Action::Remove);
    act(&mut state, Action::Agree);
    let task = last_task(&state).0;
    let loaded = Loaded { repositories: vec![repository("two")], notes: Vec::new() };
    tell(&mut state, task, TaskEvent::Registered(Arc::new(loaded)));
    assert_eq!(state.tasks.failed(), 0);
}

#[test]
fn tabs_show_the_package_as_soon_as_it_is_there() {
    let mut state = browsing();
    act(&mut state, Action::FocusEntries);
    let task = last_task(&state);
    for _ in 0..3 {
        act(&mut state, Action::NextTab);
    }
    assert_eq!((state.details.tab, &state.details.content), (Tab::Values, &Content::Waiting));
    update(&mut state, inspected(task));
    let reader = state.details.reader().expect("a text");
    assert_eq!(reader.line().as_deref(), Some("port: 1"));
    for _ in 0..2 {
        act(&mut state, Action::NextTab);
    }
    act(&mut state, Action::FocusDetails);
    act(&mut state, Action::Open);
    assert_eq!(state.details.reader().expect("a file").document.title, "Chart.yaml");
    act(&mut state, Action::Back);
    assert!(state.details.reader().is_none() && state.focus == Pane::Details);
}

#[test]
fn a_late_package_is_not_shown_for_another_entry() {
    let mut state = browsing();
    act(&mut state, Action::FocusEntries);
    let late = last_task(&state);
    act(&mut state, Action::Down);
    update(&mut state, inspected(late));
    assert_eq!(state.details.inspection.value, None);
}

#[test]
fn a_package_that_is_tried_again_is_shown_with_its_own_entry() {
    use super::super::{launch, retry, select};
    let mut state = browsing();
    act(&mut state, Action::FocusEntries);
    for is_shown in [true, false] {
        let redis = select::wanted(&state).expect("a package");
        launch::inspect(&mut state, redis, Duration::ZERO);
        let task = last_task(&state);
        tell(&mut state, task.0, TaskEvent::Failed(failure(ErrorKind::NotFound)));
        if !is_shown {
            act(&mut state, Action::Down);
        }
        let tried = retry::retry(&mut state, task);
        let last = tried.last().expect("an effect");
        assert!(matches!(last, Effect::Inspect(_, wanted, _) if wanted.entry == "redis"));
    }
    let Subject::Entry { entry, .. } = &state.details.subject else { panic!() };
    assert_eq!(entry, "redis", "the details went there");
    let task = last_task(&state);
    update(&mut state, inspected(task));
    assert!(state.details.inspection.value.is_some());
}

#[test]
fn entries_are_sorted_by_moments_not_by_the_texts_of_dates() {
    let (mut state, _) = started();
    let created = |name: &str, date: &str| {
        let mut entry = entry(name, &["1"]);
        entry.versions[0].created = date.to_owned();
        entry
    };
    let entries = vec![
        created("a", "2024-05-01T23:30:00-05:00"),
        created("b", "2024-05-02T01:00:00+02:00"),
        created("c", "yesterday"),
        created("d", "2024-05-02T04:00:00Z"),
    ];
    tell(&mut state, 1, TaskEvent::Fetched(fetched(entries)));
    act(&mut state, Action::FocusEntries);
    act(&mut state, Action::Sort);
    let order: Vec<usize> = state.entries.rows().iter().map(|row| row.item).collect();
    assert_eq!(order, [0, 3, 1, 2]);
}

#[test]
fn a_picked_version_is_shown_in_place_of_the_newest() {
    let mut state = browsing();
    act(&mut state, Action::FocusEntries);
    act(&mut state, Action::NextTab);
    act(&mut state, Action::FocusDetails);
    act(&mut state, Action::Down);
    let effects = act(&mut state, Action::Open);
    assert!(matches!(&effects[..], [Effect::Cancel(_), Effect::Inspect(_, wanted, _)]
        if wanted.version.version == "1.0.0"));
    let Subject::Entry { version, .. } = &state.details.subject else { panic!() };
    assert_eq!((version.as_str(), state.details.tab), ("1.0.0", Tab::Versions));
}

#[test]
fn filtering_narrows_as_one_types_and_esc_brings_all_back() {
    let mut state = browsing();
    act(&mut state, Action::FocusEntries);
    act(&mut state, Action::Filter);
    write(&mut state, "we");
    assert_eq!((state.entries.len(), state.entries.total()), (1, 2));
    assert_eq!(state.entries.rows()[0].marks, [0, 1]);
    act(&mut state, Action::Open);
    assert_eq!(state.entry().expect("an entry").name, "web");
    act(&mut state, Action::Back);
    assert_eq!(state.entries.len(), 2);
    assert_eq!(state.entry().expect("an entry").name, "web", "it stays selected");
}

#[test]
fn a_filter_typed_before_the_catalog_comes_is_kept() {
    let (mut state, _) = started();
    act(&mut state, Action::FocusEntries);
    act(&mut state, Action::Filter);
    write(&mut state, "we");
    let one = fetched(vec![entry("redis", &["1"]), entry("web", &["1"])]);
    tell(&mut state, 1, TaskEvent::Fetched(one));
    write(&mut state, "b");
    assert_eq!(state.entries.filter.value(), "web");
    assert_eq!((state.entries.len(), state.entries.total()), (1, 2));
}

/// A screen with the first entry of a repository selected, which is of that name and version.
fn selected(name: &str, number: &str) -> State {
    let (mut state, _) = started();
    tell(&mut state, 1, TaskEvent::Fetched(fetched(vec![entry(name, &[number])])));
    act(&mut state, Action::FocusEntries);
    state
}

#[test]
fn what_is_copied_does_nothing_on_its_own_in_a_shell() {
    let copied = |effects: &[Effect]| match effects {
        [Effect::Copy(_, text)] => Some(text.clone()),
        _ => None,
    };
    let mut state = selected("redis", "1.0.0");
    let command = "helm install redis redis --repo https://one.example/charts --version 1.0.0";
    assert_eq!(copied(&act(&mut state, Action::CopyInstall)).as_deref(), Some(command));
    let mut state = selected("redis", "1.0.0; touch pwned");
    let command =
        "helm install redis redis --repo https://one.example/charts --version '1.0.0; touch pwned'";
    assert_eq!(copied(&act(&mut state, Action::CopyInstall)).as_deref(), Some(command));
    let mut state = selected("x; touch pwned #\nreboot", "1");
    assert_eq!(act(&mut state, Action::CopyInstall), []);
    let told = state.messages.shown().expect("a message").text.clone();
    assert!(told.contains("the chart's name"), "{told}");
    let name = copied(&act(&mut state, Action::CopyName));
    assert_eq!(name.as_deref(), Some("x; touch pwned # reboot"));
    let mut state = selected("x", "1\nreboot");
    assert_eq!(act(&mut state, Action::CopyInstall), []);
}

#[test]
fn another_repository_shows_its_entries_at_once() {
    let mut state = browsing();
    assert_eq!(act(&mut state, Action::Down), []);
    assert_eq!(state.entry().expect("an entry").name, "mail");
}

#[test]
fn findings_open_at_their_place() {
    let mut state = browsing();
    let place = Place::at("index.yaml", Span { line: 2, column: 1, length: 1 });
    let rule = crate::model::rule::all().next().expect("a rule");
    let report = Report {
        target: "one".to_owned(),
        kind: None,
        entries: 2,
        versions: 3,
        diagnostics: vec![Diagnostic::new(rule, place, "bad")],
        ..Report::default()
    };
    act(&mut state, Action::Validate);
    let task = last_task(&state).0;
    act(&mut state, Action::Close);
    tell(&mut state, task, TaskEvent::Validated(Arc::new(report)));
    assert_eq!(state.details.tab, Tab::Findings, "they are what was asked for");
    act(&mut state, Action::FocusDetails);
    act(&mut state, Action::Open);
    let reader = state.details.reader().expect("the index");
    assert_eq!((reader.cursor(), reader.line().as_deref()), (1, Some("b: 2")));
    assert_eq!(reader.document.marked, Some((1, 0, 1)));
}
