//! What keys and messages do to the findings: filter, sort, group, ignore, live runs.

use super::*;
use crate::app::effect::Exporting;
use crate::app::state::board::Board;
use crate::app::task::Exported;
use crate::model::Severity;
use crate::ops::Batch;

fn found(line: u32, rule: usize) -> Diagnostic {
    let rule = crate::model::rule::all().nth(rule).expect("a rule");
    let span = Span { line, column: 1, length: 1 };
    let mut found = Diagnostic::new(rule, Place::at("index.yaml", span), format!("bad {line}"));
    found.severity = Severity::Error;
    found.of("redis", "2.0.0")
}

fn batch(lines: &[u32], done: usize) -> TaskEvent {
    let diagnostics = lines.iter().map(|line| found(*line, 0)).collect();
    TaskEvent::Found(Box::new(Batch { diagnostics, done, total: 4 }))
}

fn report(lines: &[u32]) -> TaskEvent {
    let diagnostics = lines.iter().map(|line| found(*line, 0)).collect();
    let report = Report { target: "one".to_owned(), diagnostics, ..Report::default() };
    TaskEvent::Validated(Arc::new(report))
}

/// The messages of the findings that are shown, in their order, the selected one starred.
fn shown(state: &State) -> String {
    let (board, shelf) = state.board_shelf().expect("the screen of findings");
    let all = shelf.findings().1;
    let words = board.shown().iter().map(|item| {
        let star = if board.item() == Some(*item) { "*" } else { "" };
        format!("{star}{}", all[*item].message.trim_start_matches("bad "))
    });
    words.collect::<Vec<_>>().join(" ")
}

/// A validation of the first repository runs: its task.
fn validating() -> (State, u64) {
    let mut state = browsing();
    act(&mut state, Action::Validate);
    let task = last_task(&state).0;
    (state, task)
}

#[test]
fn what_is_selected_stays_selected_while_others_are_sorted_in_and_at_the_end() {
    let (mut state, task) = validating();
    tell(&mut state, task, batch(&[5, 9], 1));
    assert_eq!(shown(&state), "*5 9");
    act(&mut state, Action::Down);
    tell(&mut state, task, batch(&[7, 1, 11], 2));
    assert_eq!(shown(&state), "1 5 7 *9 11");
    tell(&mut state, task, report(&[1, 2, 3, 5, 7, 9, 11]));
    assert_eq!(shown(&state), "1 2 3 5 7 *9 11");
}

#[test]
fn a_cancelled_validation_keeps_what_it_found_and_the_next_goes_on() {
    let (mut state, task) = validating();
    tell(&mut state, task, batch(&[5], 1));
    assert_eq!(act(&mut state, Action::Back), [Effect::Cancel(TaskId(task))]);
    tell(&mut state, task, TaskEvent::Failed(failure(ErrorKind::Cancelled)));
    tell(&mut state, task, batch(&[6], 2));
    assert_eq!(shown(&state), "*5 6", "what was on its way has come");
    act(&mut state, Action::Validate);
    let next = last_task(&state).0;
    assert_eq!(shown(&state), "*5 6", "until there is something new");
    tell(&mut state, next, batch(&[2, 5, 6], 3));
    assert_eq!(shown(&state), "2 *5 6");
    tell(&mut state, task, batch(&[99], 4));
    assert_eq!(shown(&state), "2 *5 6", "the old one is not heard any more");
    act(&mut state, Action::Back);
    tell(&mut state, next, TaskEvent::Failed(failure(ErrorKind::Cancelled)));
    act(&mut state, Action::Back);
    assert!(state.board.is_none(), "with nothing to cancel, Esc goes back");
}

#[test]
fn an_ignored_rule_is_hidden_and_comes_back() {
    let (mut state, task) = validating();
    let diagnostics = vec![found(1, 0), found(2, 1), found(3, 0)];
    let report = Report { diagnostics, ..Report::default() };
    tell(&mut state, task, TaskEvent::Validated(Arc::new(report)));
    act(&mut state, Action::IgnoreRule);
    assert_eq!(shown(&state), "*2");
    act(&mut state, Action::Undo);
    assert_eq!(shown(&state), "1 *2 3");
    act(&mut state, Action::GroupRule);
    act(&mut state, Action::Top);
    act(&mut state, Action::IgnoreRule);
    act(&mut state, Action::Ignored);
    act(&mut state, Action::Open);
    assert!(state.ignored.is_empty() && state.dialogs.is_empty());
    let board = state.board.as_ref().expect("the screen of findings");
    assert_eq!((board.groups().len(), board.lines().len()), (2, 5));
}

#[test]
fn groups_fold_and_walking_skips_their_heads() {
    let (mut state, task) = validating();
    let diagnostics = vec![found(1, 0), found(2, 1), found(3, 0)];
    let report = Report { diagnostics, ..Report::default() };
    tell(&mut state, task, TaskEvent::Validated(Arc::new(report)));
    act(&mut state, Action::GroupRule);
    act(&mut state, Action::Top);
    for expected in [Some(0), Some(2), Some(1), Some(1)] {
        act(&mut state, Action::NextMatch);
        assert_eq!(state.board.as_ref().and_then(Board::item), expected);
    }
    act(&mut state, Action::Fold);
    let lines = |state: &State| state.board.as_ref().map_or(0, |board| board.lines().len());
    assert_eq!(lines(&state), 2);
    act(&mut state, Action::Open);
    assert_eq!(lines(&state), 3, "the group of the cursor unfolds");
}

#[test]
fn the_filter_narrows_as_it_is_typed_and_esc_shows_all_again() {
    let (mut state, task) = validating();
    tell(&mut state, task, report(&[1, 2, 12]));
    act(&mut state, Action::Filter);
    for letter in "yaml:12".chars() {
        update(&mut state, Message::Input(InputRequest::InsertChar(letter)));
    }
    assert_eq!(shown(&state), "*12");
    act(&mut state, Action::Back);
    assert_eq!(shown(&state), "1 2 *12", "the cursor stays on the finding");
}

#[test]
fn the_editor_is_offered_for_files_on_this_disk_alone() {
    let (mut state, task) = validating();
    let mut inside = found(2, 0);
    "redis-2.0.0.tgz!redis/values.yaml".clone_into(&mut inside.place.file);
    let report = Report { diagnostics: vec![found(1, 0), inside], ..Report::default() };
    tell(&mut state, task, TaskEvent::Validated(Arc::new(report)));
    assert_eq!(act(&mut state, Action::Edit), [], "it is on the web");
    state.shelves[0].repository.location = Location::File { path: "/charts/index.yaml".into() };
    let effects = act(&mut state, Action::Edit);
    let [Effect::OpenEditor(spot)] = &effects[..] else { panic!("{effects:?}") };
    assert_eq!(spot.path(), Some("/charts/index.yaml".into()));
    assert_eq!(spot.at, Some((1, 1)));
    act(&mut state, Action::Down);
    assert_eq!(act(&mut state, Action::Edit), [], "it lies inside of an archive");
    let told = state.messages.shown().map(|note| note.text.clone()).unwrap_or_default();
    assert!(told.contains("inside of redis-2.0.0.tgz") && told.contains("o shows it"), "{told}");
}

#[test]
fn a_file_that_is_there_is_replaced_only_by_a_second_enter() {
    let (mut state, task) = validating();
    tell(&mut state, task, report(&[1, 2]));
    act(&mut state, Action::Export);
    let asked = |effects: &[Effect]| match effects {
        [Effect::Export(task, Exporting { replaces, report, .. })] => {
            assert_eq!(report.diagnostics.len(), 2);
            (task.0, *replaces)
        }
        other => panic!("{other:?}"),
    };
    let (first, replaced) = asked(&act(&mut state, Action::Open));
    assert!(!replaced);
    tell(&mut state, first, TaskEvent::Exported(Exported::Exists));
    let (second, replaced) = asked(&act(&mut state, Action::Open));
    assert!(replaced, "it was told");
    tell(&mut state, second, TaskEvent::Exported(Exported::Written));
    assert!(state.dialogs.is_empty());
}

#[test]
fn fifty_thousand_findings_are_sorted_filtered_and_grouped_by_their_numbers() {
    let (mut state, task) = validating();
    let lines: Vec<u32> = (1..=50_000).collect();
    tell(&mut state, task, report(&lines));
    for action in [Action::Sort, Action::GroupFile, Action::Fold, Action::GroupNone, Action::Bottom]
    {
        act(&mut state, action);
    }
    let board = state.board.as_ref().expect("the screen of findings");
    assert_eq!((board.item(), board.lines().len()), (Some(49_999), 50_000));
}
