//! Any size, in any state: no panic, and nothing is lost.

use chartroom::app::message::Message;
use ratatui::layout::Size;

use super::screen::Screen;

/// States in which each part of the screen is drawn.
const STATES: &[&str] = &[
    "",
    "2 /red",
    "2 /redis Enter 3 ] ]",
    "2 /redis Enter 3 ] ] ] L L /port",
    "3 ]",
    "a corp Tab https://registry.corp.example/x Tab Tab Tab Tab Tab Tab Tab Enter",
    "a team Tab git@git.corp.example:team/addons.git Enter Enter Enter Enter Enter Tab Tab Enter",
    "a x Tab https://{host}/x Tab Tab Right Tab Enter",
    "V",
    "V Enter ]",
    "V g r G",
    "V /rule:CHT",
    "V w Tab",
    "V m j",
    "V i I",
    "S",
    "S Enter Tab Tab",
    "S a new Tab team Tab password Tab Tab hunter2",
    "d",
    "? cop",
    ": ref",
    "t",
    "@",
    "y",
];

#[test]
fn the_screen_can_have_any_size_in_any_state() {
    for keys in STATES {
        let mut screen = Screen::new(120, 36).keys(keys);
        let sizes = (1..=48).flat_map(|width| [1, 10, 15].map(|height| (width, height))).chain([
            (71, 17),
            (72, 18),
            (80, 24),
            (109, 40),
            (110, 13),
            (110, 14),
            (300, 100),
            (300, 1),
            (1, 100),
        ]);
        for (width, height) in sizes {
            screen.send(Message::Resized(Size::new(width, height)));
            screen.buffer();
        }
    }
}

#[test]
fn a_frame_may_have_another_size_than_the_state_knows() {
    for keys in STATES {
        let screen = Screen::new(120, 36).keys(keys);
        for (width, height) in [(80, 24), (10, 3), (200, 60)] {
            screen.buffer_of(width, height);
        }
    }
}

#[test]
fn selections_survive_every_size() {
    let mut screen = Screen::new(120, 36).keys("2 j j j j j j 3 ] ]");
    let before =
        (screen.state.repositories.item(), screen.state.entries.item(), screen.state.details.tab);
    for (width, height) in [(80, 24), (60, 20), (40, 10), (1, 1), (300, 100), (120, 36)] {
        screen.send(Message::Resized(Size::new(width, height)));
        screen.buffer();
    }
    let after =
        (screen.state.repositories.item(), screen.state.entries.item(), screen.state.details.tab);
    assert_eq!(before, after);
}

#[test]
fn the_cursor_stands_on_the_focused_row_or_in_the_focused_field() {
    for (keys, expected) in
        [("", (1, 3)), ("j j", (1, 5)), ("a", (16, 6)), ("a x", (17, 6)), ("? co", (5, 4))]
    {
        let position = Screen::new(80, 24).keys(keys).cursor();
        assert_eq!(position.map(|place| (place.x, place.y)), Some(expected), "{keys}");
    }
}

#[test]
fn texts_are_wrapped_anew_for_a_pane_of_another_width() {
    let lines =
        |screen: &Screen| screen.state.details.reader().map(|text| text.document.rows.len());
    let screen = Screen::new(80, 24).keys("2 /redis Enter 3 ] ]");
    let narrow = lines(&screen);
    let screen = screen.keys("+");
    assert!(lines(&screen) < narrow, "zoomed");
    let screen = screen.keys("+");
    assert_eq!(lines(&screen), narrow, "as before");
}

#[test]
fn the_selected_row_is_seen_in_a_pane_that_became_lower() {
    let repositories = (0..12).map(|number| {
        let mut repository = super::world::repositories().remove(0);
        repository.name = format!("stable-{number}");
        repository
    });
    let screen = Screen::with(80, 24, repositories.collect()).keys("G Tab");
    assert!(screen.text().contains(">!! stable-11"), "{}", screen.text());
}
