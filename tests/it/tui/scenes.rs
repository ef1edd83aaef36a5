//! What the screen looks like, scene by scene: the same scenes are snapshots of characters and the
//! pictures of the README.

use super::screen::Screen;
use super::world;

/// A scene: its name, what it shows, its size, and the keys that lead there.
pub(super) struct Scene {
    /// File name of its snapshot and its picture.
    pub(super) name: &'static str,
    /// What it shows, for those who cannot see the picture.
    pub(super) title: &'static str,
    /// Columns and lines.
    size: (u16, u16),
    /// The keys.
    keys: &'static str,
}

impl Scene {
    /// Plays it.
    pub(super) fn play(&self) -> Screen {
        Screen::new(self.size.0, self.size.1).keys(self.keys)
    }
}

/// The scenes that the README shows.
pub(super) const PICTURES: &[Scene] = &[
    Scene {
        name: "browse",
        title: "Three panes: repositories, charts filtered by red, the overview of redis-cluster",
        size: (120, 36),
        keys: "2 /red Enter",
    },
    Scene {
        name: "values",
        title: "The values of a chart with line numbers, colours and the path of the value under the cursor",
        size: (80, 24),
        keys: "2 /redis Enter 3 ] ] ] j j j j j j j j j j j j",
    },
    Scene {
        name: "plans",
        title: "The plans of a Kyma addon",
        size: (120, 36),
        keys: "j 2 j j 3 ] ]",
    },
    Scene {
        name: "findings",
        title: "The findings of a repository, the selected one with excerpt, reason and fix",
        size: (120, 36),
        keys: "3 ]",
    },
    Scene {
        name: "board",
        title: "The screen of findings: the list, and all that is known of the selected one",
        size: (120, 36),
        keys: "V",
    },
    Scene {
        name: "add",
        title: "The form that adds a repository; the check failed at the server's answer",
        size: (80, 24),
        keys: "a corp Tab https://registry.corp.example/team Tab Tab Tab ci-reader Tab Tab Tab Tab Enter",
    },
    Scene { name: "help", title: "The keys, filtered by copy", size: (80, 24), keys: "? copy" },
];

/// Further scenes, compared by their characters only.
const OTHERS: &[Scene] = &[
    scene("narrow", (80, 24), ""),
    scene("narrow-entries", (80, 24), "2 j j"),
    scene("narrow-versions", (80, 24), "2 /redis Enter 3 ]"),
    scene("narrow-readme", (80, 24), "2 /redis Enter 3 ] ] PgDn"),
    scene("narrow-schema", (80, 24), "2 /redis Enter 3 ] ] ] ]"),
    scene("narrow-files", (80, 24), "2 /redis Enter 3 ] ] ] ] ]"),
    scene("narrow-template", (80, 24), "2 /redis Enter 3 ] ] ] ] ] /service Enter Enter"),
    scene("narrow-chart-findings", (80, 24), "2 /redis Enter 3 ["),
    scene("narrow-search", (80, 24), "2 /redis Enter 3 ] ] ] /port Enter n"),
    scene("narrow-no-match", (80, 24), "2 /xyzzy"),
    scene("narrow-no-package", (80, 24), "2 G 3 ] ]"),
    scene("narrow-failed-repository", (80, 24), "j j j"),
    scene(
        "narrow-passed",
        (80, 24),
        "a new Tab https://charts.example.org/new Tab Tab Tab Tab Tab Tab Tab Enter",
    ),
    scene("narrow-form-ssh", (80, 24), "a team Tab git@git.corp.example:team/addons.git"),
    scene("narrow-form-store", (80, 24), "a bucket Tab s3://archives/charts/?region=eu-1"),
    scene(
        "narrow-form-template",
        (80, 24),
        "a tpl Tab https://{user}:{token}@{host}/x Tab Tab Right",
    ),
    scene(
        "narrow-form-more",
        (80, 24),
        "a corp Tab https://registry.corp.example/x Up Up Up Up Up Enter",
    ),
    scene(
        "narrow-form-host-key",
        (80, 24),
        "a team Tab git@git.corp.example:team/addons.git Enter Enter Enter Enter Enter",
    ),
    scene(
        "narrow-trust",
        (80, 24),
        "a team Tab git@git.corp.example:team/addons.git Enter Enter Enter Enter Enter Tab Tab Enter",
    ),
    scene("narrow-secrets", (80, 24), "S"),
    scene("narrow-secret", (80, 24), "S Enter"),
    scene("narrow-secret-add", (80, 24), "S a new Tab team Tab password Tab Tab hunter2"),
    scene("single-secret", (60, 20), "S Enter"),
    scene("wide-secrets", (120, 36), "S"),
    scene("narrow-remove", (80, 24), "d"),
    scene("narrow-palette", (80, 24), ": refr"),
    scene("narrow-tasks", (80, 24), "t"),
    scene("narrow-messages", (80, 24), "@"),
    scene("narrow-prefix", (80, 24), "y"),
    scene("narrow-zoom", (80, 24), "2 +"),
    scene("wide-board-groups", (120, 36), "V g r j"),
    scene("narrow-board", (80, 24), "V"),
    scene("narrow-board-source", (80, 24), "V Enter PgDn"),
    scene("narrow-board-filter", (80, 24), "V /rule:CHT"),
    scene("single-board", (60, 20), "V"),
    scene("single-board-source", (60, 20), "V Enter"),
    scene("floor-board", (40, 10), "V"),
    scene("floor-board-source", (40, 10), "V Enter ]"),
    scene("narrow-board-clean", (80, 24), "j V"),
    scene("narrow-board-index", (80, 24), "F"),
    scene("narrow-board-unknown", (80, 24), "j j j F"),
    scene("narrow-board-ignored", (80, 24), "V i"),
    scene("narrow-board-export", (80, 24), "V w Right"),
    scene("narrow-board-rules", (80, 24), "V i I"),
    scene("narrow-consumers", (80, 24), "V m j"),
    scene("wide-consumers", (120, 36), "V m j"),
    scene("single", (60, 20), ""),
    scene("single-entries", (60, 20), "2 j"),
    scene("single-values", (60, 20), "2 /redis Enter 3 ] ] ]"),
    scene(
        "single-form",
        (60, 20),
        "a corp Tab https://registry.corp.example/x Tab Tab Tab Tab Tab Tab Tab Enter",
    ),
    scene("floor", (40, 10), ""),
    scene("floor-entries", (40, 10), "2 j j"),
    scene("floor-details", (40, 10), "2 3"),
    scene("floor-form", (40, 10), "a"),
    scene("too-small", (30, 5), ""),
];

const fn scene(name: &'static str, size: (u16, u16), keys: &'static str) -> Scene {
    Scene { name, title: name, size, keys }
}

#[test]
fn every_scene_looks_as_it_did() {
    for scene in PICTURES.iter().chain(OTHERS) {
        insta::assert_snapshot!(scene.name, scene.play().text());
    }
}

#[test]
fn a_newcomer_is_told_what_is_missing_and_which_key_helps() {
    insta::assert_snapshot!("first-run", Screen::with(80, 24, Vec::new()).text());
}

/// Manifests as people paste them: three repositories, one of them known, and a Secret.
const MANIFESTS: &str = r"
apiVersion: addons.kyma-project.io/v1alpha1
kind: ClusterAddonsConfiguration
metadata:
  name: team-addons
  labels: {team: blue}
spec:
  repositories:
    - url: https://addons.example.org/team/index.yaml
    - url: https://{user}:{token}@addons.example.org/private/index.yaml
      secretRef: {name: addons-login, namespace: team}
    - url: git::https://git.example.org/addons.git//blue/index.yaml?ref=main
---
apiVersion: v1
kind: Secret
metadata: {name: addons-login, namespace: team}
stringData:
  user: ci-reader
  token: hunter2
---
apiVersion: v1
kind: Secret
metadata: {name: charts, namespace: team}
data: {password: bm9iYXNlNjQ=, username: '***'}
";

#[test]
fn pasted_manifests_are_shown_before_they_are_imported() {
    use chartroom::app::message::Message;
    for (name, size) in
        [("narrow-import", (80, 24)), ("wide-import", (120, 36)), ("single-import", (60, 20))]
    {
        let mut screen = Screen::new(size.0, size.1);
        screen.send(Message::Paste(MANIFESTS.replace('\n', "\r")));
        let text = screen.text();
        assert!(!text.contains("hunter2"), "{text}");
        insta::assert_snapshot!(name, text);
        let after = screen.keys("Tab Enter").text();
        assert!(!after.contains("Import"), "it closes:\n{after}");
    }
}

#[test]
fn what_is_always_told_stands_in_the_list_and_over_the_details() {
    let mut repositories = world::repositories();
    repositories[0].access.skip_tls_verify = true;
    repositories[0].access.ca_file = Some("/etc/ssl/corp.pem".into());
    let place = |text: &str| chartroom::model::Location::parse(text).expect("a URL").location;
    repositories[1].location = place("http://addons.example.org/index.yaml");
    repositories[1].access.develop_mode = true;
    repositories[2].location = place("https://{user}:{token}@charts.example.org/incubator");
    repositories[2].secret = chartroom::model::SecretName::parse("team/charts");
    repositories[2].labels.insert("team".to_owned(), "blue".to_owned());
    repositories[2].origin = Some(chartroom::model::Origin {
        kind: "AddonsConfiguration".to_owned(),
        namespace: Some("team".to_owned()),
        name: "charts".to_owned(),
        ..Default::default()
    });
    for (name, size) in [("narrow-marks", (80, 24)), ("wide-marks", (120, 36))] {
        let screen = Screen::with(size.0, size.1, repositories.clone());
        insta::assert_snapshot!(name, screen.text());
    }
    let screen = Screen::with(120, 36, repositories.clone()).keys("j j");
    insta::assert_snapshot!("wide-template", screen.text());
    let text = Screen::with(60, 20, repositories).text();
    assert!(text.contains("!tls") && text.contains("dev") && text.contains("{}"), "{text}");
}

#[test]
fn names_that_differ_at_their_ends_only_can_be_told_apart() {
    let mut repositories = super::world::repositories();
    "addons-cfg-sample-host-priv".clone_into(&mut repositories[0].name);
    "addons-cfg-sample-host-project-testing".clone_into(&mut repositories[1].name);
    for (columns, rows) in [(60, 20), (80, 24), (120, 36), (160, 40)] {
        let text = Screen::with(columns, rows, repositories.clone()).text();
        let names: Vec<&str> =
            text.split_whitespace().filter(|word| word.starts_with("addon")).collect();
        for (start, end) in [("addon", "priv"), ("addon", "ting")] {
            let is_told = |name: &&&str| name.starts_with(start) && name.ends_with(end);
            assert!(names.iter().find(is_told).is_some(), "{columns}: {text}");
        }
    }
}

#[test]
fn work_under_way_is_shown_with_its_progress_and_the_key_that_cancels_it() {
    use chartroom::app::message::Message;
    use chartroom::app::task::TaskEvent;
    use chartroom::monitor::{Progress, Unit};
    let mut screen = Screen::new(80, 24).without_answers().keys("r j r");
    let tasks: Vec<_> = screen.state.tasks.alive().map(|task| task.id).collect();
    for task in tasks {
        screen.send(Message::Task(task, TaskEvent::Started));
        let phase = "index.yaml".to_owned();
        let progress =
            Progress { phase, done: 1_300_000, total: Some(4_200_000), unit: Unit::Bytes };
        screen.send(Message::Task(task, TaskEvent::Progress(progress)));
    }
    let now = world::now() + jiff::Span::new().seconds(3);
    screen.send(Message::Tick { now });
    insta::assert_snapshot!("working", screen.text());
    insta::assert_snapshot!("working-tasks", screen.keys("t").text());
}

#[test]
fn a_check_counts_its_seconds_and_a_cancelled_one_does_not_look_failed() {
    use chartroom::app::message::Message;
    use chartroom::app::task::TaskEvent;
    use chartroom::ops::{Step, StepName, StepState};
    let keys = "a new Tab https://charts.example.org/new Tab Tab Tab Tab Tab Tab Tab Enter";
    let mut screen = Screen::new(80, 24).without_answers().keys(keys);
    let task = screen.state.form().and_then(|form| form.check.task).expect("a check runs");
    screen.send(Message::Task(task, TaskEvent::Started));
    let (name, detail, hint) = (StepName::Index, String::new(), String::new());
    let (state, fault, offer) = (StepState::Running, None, None);
    let step = Step { name, state, detail, hint, fault, offer, elapsed: None };
    screen.send(Message::Task(task, TaskEvent::Stepped(step)));
    screen.send(Message::Tick { now: world::now() + jiff::Span::new().seconds(3) });
    let running = screen.text();
    for words in ["Check, running", " 3 s", "..  Index", "Esc cancel"] {
        assert!(running.contains(words), "{words}:\n{running}");
    }
    assert!(!running.contains("x cancel"), "a form takes letters:\n{running}");
    let cancelled = screen.keys("Esc").text();
    for words in ["Check, cancelled", "--  Index", "this one was cancelled"] {
        assert!(cancelled.contains(words), "{words}:\n{cancelled}");
    }
    assert!(!cancelled.contains("Check, failed"), "{cancelled}");
}

#[test]
fn the_message_log_shows_the_selected_message_in_full() {
    use chartroom::app::message::Message;
    let mut screen = Screen::new(80, 24);
    let long = format!("{}end-of-it", "a word and another, ".repeat(6));
    screen.send(Message::Told(Err(long)));
    assert!(screen.keys("@").text().contains("end-of-it"), "it wraps below the list");
}

#[test]
fn the_heads_of_helm_repositories_alone_stay_apart_and_an_unverified_one_is_explained() {
    let mut repositories = vec![world::repositories().remove(0)];
    let text = Screen::with(120, 36, repositories.clone()).text();
    assert!(text.contains("KIND COUNT") && !text.contains("??"), "{text}");
    repositories[0].verified = false;
    let text = Screen::with(120, 36, repositories).text();
    assert!(text.contains("?? unverified"), "{text}");
}

#[test]
fn where_the_findings_are_out_of_sight_their_key_is_told() {
    use chartroom::app::message::Message;
    use chartroom::app::task::TaskEvent;
    let mut screen = Screen::new(60, 20).without_answers().keys("V q");
    let task = screen.state.shelves[0].report.pending.expect("a validation runs");
    let report = world::validate("stable");
    screen.send(Message::Task(task, TaskEvent::Validated(report.into())));
    let text = screen.text();
    assert!(text.contains("; F shows them"), "{text}");
    assert!(!Screen::new(120, 36).keys("V").text().contains("shows them"));
}

#[test]
fn frames_can_be_drawn_with_ascii_alone() {
    use chartroom::app::theme::{Frames, Theme};
    for scene in PICTURES.iter().chain(OTHERS) {
        let buffer = scene.play().buffer_in(&Theme::default().with_frames(Frames::Ascii));
        let lines = super::screen::lines(&buffer);
        assert!(lines.iter().all(|line| line.is_ascii()), "{}", lines.join("\n"));
        if scene.name == "narrow-chart-findings" {
            insta::assert_snapshot!("ascii", lines.join("\n"));
        }
    }
}

#[test]
fn nothing_is_drawn_that_a_plain_font_lacks() {
    for scene in PICTURES.iter().chain(OTHERS) {
        for character in scene.play().text().chars() {
            let is_plain = matches!(character, '\n' | ' '..='~' | '\u{a0}'..='\u{ff}' | '─'..='▟');
            assert!(is_plain, "{}: {character:?}", scene.name);
        }
    }
}
