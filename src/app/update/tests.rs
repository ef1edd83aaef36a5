//! Machine tests: messages in, state and effects out.

use std::sync::Arc;
use std::time::Duration;

use jiff::Timestamp;
use ratatui::layout::Size;
use tui_input::InputRequest;

use super::{start, update};
use crate::app::action::Action;
use crate::app::effect::Effect;
use crate::app::keymap::Keymap;
use crate::app::message::Message;
use crate::app::pane::Pane;
use crate::app::state::details::{Content, Subject, Tab};
use crate::app::state::dialog::Dialog;
use crate::app::state::form::Spot;
use crate::app::state::tasks::TaskState;
use crate::app::state::{Health, State};
use crate::app::task::{TaskEvent, TaskId};
use crate::app::text::Row;
use crate::error::{ErrorKind, Failure};
use crate::model::{
    Catalog, Diagnostic, Entry, EntryVersion, Location, Package, PackageFile, Place, Report,
    Repository, RepositoryKind, Span,
};
use crate::ops::{Contents, Fetched, Freshness, IndexText, Inspection, Probe};
use crate::registry::{Change, Loaded};

/// A time at which what `fetched` makes is fresh.
fn now() -> Timestamp {
    Timestamp::from_second(1_800_000_000).expect("a time")
}

fn repository(name: &str) -> Repository {
    let place = format!("https://{name}.example/charts");
    Repository::named(name, Location::parse(&place).expect("a location").location)
}

fn version(text: &str) -> EntryVersion {
    EntryVersion { name: "x".to_owned(), version: text.to_owned(), ..EntryVersion::default() }
}

fn entry(name: &str, versions: &[&str]) -> Entry {
    Entry { name: name.to_owned(), versions: versions.iter().map(|it| version(it)).collect() }
}

fn fetched(entries: Vec<Entry>) -> Arc<Fetched> {
    let catalog = Catalog { kind: RepositoryKind::Helm, generated: None, entries };
    Arc::new(Fetched {
        catalog: Arc::new(catalog),
        diagnostics: Arc::new([]),
        index: Arc::new(IndexText {
            name: "index.yaml".to_owned(),
            text: "a: 1\nb: 2\n".to_owned(),
        }),
        fetched: now(),
        unchanged: false,
        refused: None,
    })
}

fn failure(kind: ErrorKind) -> Failure {
    Failure { kind, summary: "no".to_owned(), causes: Vec::new(), hint: String::new() }
}

/// Two repositories, started, nothing answered yet: tasks 1 and 2 read their caches.
fn started() -> (State, Vec<Effect>) {
    let repositories = vec![repository("one"), repository("two")];
    let mut state = State::new(Size::new(120, 36), now(), Keymap::default(), repositories);
    let effects = start(&mut state);
    (state, effects)
}

/// The same with both catalogs known: `redis` and `web` in the first, `mail` in the second.
fn browsing() -> State {
    let (mut state, _) = started();
    let one = fetched(vec![entry("redis", &["2.0.0", "1.0.0"]), entry("web", &["0.1.0"])]);
    tell(&mut state, 1, TaskEvent::Fetched(one));
    tell(&mut state, 2, TaskEvent::Fetched(fetched(vec![entry("mail", &["1.0.0"])])));
    state
}

fn tell(state: &mut State, task: u64, event: TaskEvent) -> Vec<Effect> {
    update(state, Message::Task(TaskId(task), event))
}

fn act(state: &mut State, action: Action) -> Vec<Effect> {
    update(state, Message::Action(action))
}

fn write(state: &mut State, text: &str) -> Vec<Effect> {
    let typed = text.chars().map(InputRequest::InsertChar);
    typed.flat_map(|letter| update(state, Message::Input(letter))).collect()
}

fn last_task(state: &State) -> TaskId {
    state.tasks.all().last().expect("a task").id
}

mod catalogs {
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
        for late in [
            TaskEvent::Fetched(fetched(Vec::new())),
            TaskEvent::Failed(failure(ErrorKind::Cancelled)),
        ] {
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
            let mut state =
                State::new(Size::new(120, 36), now(), Keymap::default(), vec![unverified]);
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

    #[test]
    fn one_chart_is_no_charts() {
        let (mut state, _) = started();
        let one = entry("redis", &["1"]);
        tell(&mut state, 1, TaskEvent::Fetched(fetched(vec![one])));
        let Content::Text(reader) = &state.details.content else { panic!() };
        let lines: Vec<String> = reader.document.rows.iter().map(Row::plain).collect();
        let text = lines.join("\n");
        assert!(
            text.contains("1 chart, 1 version\n") && text.contains("none in the index"),
            "{text}"
        );
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
}

mod browsing {
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
        let chart =
            crate::helm::Chart { values: Some("values.yaml".to_owned()), ..Default::default() };
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
        let report = Report { target, kind, entries: 2, versions: 3, diagnostics };
        act(&mut state, Action::Validate);
        let task = last_task(&state).0;
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
        let command = "helm install redis redis --repo https://one.example/charts --version '1.0.0; touch pwned'";
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
        };
        act(&mut state, Action::Validate);
        let task = last_task(&state).0;
        tell(&mut state, task, TaskEvent::Validated(Arc::new(report)));
        assert_eq!(state.details.tab, Tab::Findings, "they are what was asked for");
        act(&mut state, Action::FocusDetails);
        act(&mut state, Action::Open);
        let reader = state.details.reader().expect("the index");
        assert_eq!((reader.cursor(), reader.line().as_deref()), (1, Some("b: 2")));
        assert_eq!(reader.document.marked, Some((1, 0, 1)));
    }
}

mod form {
    use super::*;

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
        for spot in [Spot::Name, Spot::Location, Spot::Description, Spot::Username, Spot::Password]
        {
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
        assert_eq!(
            (values.name.value(), values.location.value()),
            ("three", "https://three.example/")
        );
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
        assert_eq!(
            state.form().expect("the form").name_problem.as_deref(),
            Some("\"one\" is taken")
        );
        act(&mut state, Action::Open);
        write(&mut state, "https://two.example/charts");
        let problem = state.form().expect("the form").location_problem.clone();
        assert_eq!(problem.as_deref(), Some("already registered as \"two\""));
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
}

mod copying {
    use super::*;

    #[test]
    fn a_row_is_copied_with_its_version() {
        let mut state = browsing();
        act(&mut state, Action::FocusEntries);
        let copied = Effect::Copy("the line".to_owned(), "redis 2.0.0".to_owned());
        assert_eq!(act(&mut state, Action::CopyLine), [copied]);
    }

    #[test]
    fn a_sample_has_no_install_command_and_the_reason_is_told() {
        let mut state = browsing();
        let sample = Location::parse("sample://charts").expect("a location").location;
        state.shelves[0].repository.location = sample;
        act(&mut state, Action::FocusEntries);
        assert_eq!(act(&mut state, Action::CopyInstall), []);
        let told = &state.messages.shown().expect("a message").text;
        assert!(told.ends_with("samples are part of this program, out of Helm's reach"), "{told}");
    }

    #[test]
    fn no_report_is_copied_before_a_check_ran() {
        let mut state = browsing();
        act(&mut state, Action::Add);
        state.form_mut().expect("the form").spot = Spot::Validate;
        assert_eq!(act(&mut state, Action::CopyLine), []);
        assert_eq!(state.messages.shown().expect("a message").text, "no check has run yet");
    }
}

mod leaving {
    use super::*;

    #[test]
    fn q_quits_at_the_top_and_asks_while_something_runs() {
        let mut state = browsing();
        assert_eq!(act(&mut state, Action::Close), [Effect::Quit]);
        act(&mut state, Action::Refresh);
        assert_eq!(act(&mut state, Action::Close), []);
        assert_eq!(act(&mut state, Action::Agree), [Effect::Quit]);
    }

    #[test]
    fn esc_never_quits() {
        let mut state = browsing();
        for _ in 0..20 {
            assert_eq!(act(&mut state, Action::Back), []);
        }
    }

    #[test]
    fn ctrl_c_cancels_and_twice_quits() {
        let mut state = browsing();
        act(&mut state, Action::Refresh);
        let task = last_task(&state);
        assert_eq!(act(&mut state, Action::Interrupt), [Effect::Cancel(task)]);
        assert_eq!(act(&mut state, Action::Interrupt), [Effect::Quit]);
        let mut state = browsing();
        act(&mut state, Action::Interrupt);
        act(&mut state, Action::Down);
        assert_eq!(act(&mut state, Action::Interrupt), [], "another key came between");
    }

    #[test]
    fn the_palette_runs_actions_and_finds_entries() {
        let mut state = browsing();
        act(&mut state, Action::Palette);
        let Some(Dialog::Palette(palette)) = state.dialog() else { panic!("no palette") };
        let first = &palette.selected().expect("a choice").label;
        assert_eq!(first, "filter a list, search a text", "movements have their keys");
        write(&mut state, "refresh all");
        assert_eq!(act(&mut state, Action::Open).len(), 2);
        act(&mut state, Action::Palette);
        write(&mut state, "two/mail");
        act(&mut state, Action::Open);
        assert_eq!(state.shelf().expect("selected").repository.name, "two");
        assert_eq!(state.entry().expect("selected").name, "mail");
        assert_eq!((state.focus, state.dialogs.len()), (Pane::Entries, 0));
    }

    #[test]
    fn every_action_can_be_done_anywhere_without_harm() {
        for dialog in [
            None,
            Some(Action::Add),
            Some(Action::Palette),
            Some(Action::Tasks),
            Some(Action::Remove),
        ] {
            for pane in [Action::FocusRepositories, Action::FocusEntries, Action::FocusDetails] {
                for action in Action::ALL {
                    let mut state = browsing();
                    act(&mut state, pane);
                    dialog.map(|dialog| act(&mut state, dialog));
                    act(&mut state, *action);
                    update(&mut state, Message::Resized(Size::new(1, 1)));
                    act(&mut state, *action);
                    update(&mut state, Message::Resized(Size::new(200, 50)));
                }
            }
        }
    }

    #[test]
    fn an_empty_registry_is_no_trouble() {
        for action in Action::ALL {
            let mut state = State::new(Size::new(80, 24), now(), Keymap::default(), Vec::new());
            assert_eq!(start(&mut state), []);
            act(&mut state, *action);
            act(&mut state, Action::Open);
        }
    }
}
