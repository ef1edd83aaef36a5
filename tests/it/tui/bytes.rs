//! What a frame costs on a slow line: bytes counted behind the real backend, against the budgets.

use std::cell::RefCell;
use std::io::{self, Write};
use std::rc::Rc;

use chartroom::app::message::Message;
use chartroom::app::state::State;
use chartroom::app::task::TaskEvent;
use chartroom::app::theme::{ColorDepth, Theme};
use chartroom::app::view::view;
use chartroom::model::Span;
use ratatui::backend::CrosstermBackend;
use ratatui::layout::Rect;
use ratatui::{Terminal, TerminalOptions, Viewport};

use super::screen::Screen;
use super::world;

/// Keeps what would go to the terminal.
#[derive(Clone, Default)]
struct Line(Rc<RefCell<Vec<u8>>>);

impl Write for Line {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.borrow_mut().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

struct Meter {
    terminal: Terminal<CrosstermBackend<Line>>,
    line: Line,
    theme: Theme,
}

impl Meter {
    fn new(width: u16, height: u16, theme: Theme) -> Self {
        let line = Line::default();
        let viewport = Viewport::Fixed(Rect::new(0, 0, width, height));
        let options = TerminalOptions { viewport };
        let terminal = Terminal::with_options(CrosstermBackend::new(line.clone()), options)
            .expect("memory is a terminal");
        Self { terminal, line, theme }
    }

    /// Draws, and tells how many bytes that took.
    fn draw(&mut self, state: &State) -> usize {
        self.line.0.borrow_mut().clear();
        self.terminal
            .draw(|frame| view(frame, state, &self.theme))
            .expect("memory can be drawn on");
        self.line.0.borrow().len()
    }
}

fn sixteen() -> Theme {
    Theme::default()
}

fn truecolor() -> Theme {
    Theme::embedded("dark", ColorDepth::True).expect("an embedded theme")
}

/// A screen with a long catalog, its entries focused.
fn long(width: u16, height: u16) -> Screen {
    with_catalog(width, height, 10_000)
}

fn with_catalog(width: u16, height: u16, count: usize) -> Screen {
    let mut screen = Screen::new(width, height).without_answers();
    let fetched = world::large(count);
    let name = screen.state.shelves[0].repository.name.clone();
    screen = screen.keys("r");
    let task = screen.state.shelf_named(&name).and_then(|shelf| shelf.fetched.pending);
    let task = task.expect("a refresh is under way");
    screen.send(Message::Task(task, TaskEvent::Fetched(fetched.into())));
    screen.keys("2")
}

/// Draws after each key, and gives the bytes of each frame.
fn frames(screen: &mut Screen, meter: &mut Meter, keys: &str) -> Vec<usize> {
    keys.split(' ')
        .map(|key| {
            screen.press(key.parse().expect("a key"));
            meter.draw(&screen.state)
        })
        .collect()
}

/// The budgets of one screen size, in bytes.
struct Budget {
    size: (u16, u16),
    first_paint: usize,
    any_event: usize,
    followed_move: usize,
}

const BUDGETS: [Budget; 2] = [
    Budget { size: (120, 36), first_paint: 10_000, any_event: 6_000, followed_move: 1_500 },
    Budget { size: (80, 24), first_paint: 5_000, any_event: 3_000, followed_move: 1_000 },
];

#[test]
fn first_paint_and_single_events_stay_within_their_budgets() {
    // In numbers of red, green and blue, a change of colour is twice as long: one event may cost a third more.
    let themes = [("sixteen", sixteen as fn() -> Theme, 0), ("truecolor", truecolor, 33)];
    let runs = BUDGETS.iter().flat_map(|budget| themes.map(|theme| (budget, theme)));
    for (Budget { size, first_paint, any_event, .. }, (name, theme, more)) in runs {
        let ((width, height), any_event) = (*size, any_event + any_event / 100 * more);
        let mut screen = long(width, height);
        let mut meter = Meter::new(width, height, theme());
        let first = meter.draw(&screen.state);
        assert!(first <= *first_paint, "{name} {width}x{height}: first paint {first}");
        let keys = "j PgDn G g g / 1 Esc 1 j 3 ] [ ? Esc : r Esc Esc a Esc t Esc @ Esc S Enter Esc Esc y n 2 + +";
        for (key, bytes) in keys.split(' ').zip(frames(&mut screen, &mut meter, keys)) {
            assert!(bytes <= any_event, "{name} {width}x{height}: {key} {bytes}");
        }
    }
}

#[test]
fn a_frame_in_which_nothing_changed_is_nearly_free() {
    for theme in [sixteen(), truecolor()] {
        let screen = Screen::new(120, 36);
        let mut meter = Meter::new(120, 36, theme);
        meter.draw(&screen.state);
        let bytes = meter.draw(&screen.state);
        assert!(bytes <= 40, "{bytes}");
    }
}

#[test]
fn moving_the_cursor_alone_is_cheap() {
    for Budget { size: (width, height), .. } in BUDGETS {
        let mut screen = Screen::new(width, height).keys("2 /redis Enter 3 ] ] ]");
        let mut meter = Meter::new(width, height, sixteen());
        meter.draw(&screen.state);
        for bytes in frames(&mut screen, &mut meter, "j j j k j j") {
            assert!(bytes <= 200, "{width}x{height}: {bytes}");
        }
    }
}

#[test]
fn moving_with_details_that_follow_stays_within_its_budget() {
    for Budget { size: (width, height), followed_move, .. } in BUDGETS {
        let mut screen = Screen::new(width, height).keys("2");
        let mut meter = Meter::new(width, height, sixteen());
        meter.draw(&screen.state);
        for bytes in frames(&mut screen, &mut meter, "j j j j j k k j") {
            assert!(bytes <= followed_move, "{width}x{height}: {bytes}");
        }
    }
}

#[test]
fn a_held_key_jumps_at_the_edge_so_that_a_row_costs_little() {
    for Budget { size: (width, height), .. } in BUDGETS {
        let mut screen = long(width, height);
        let mut meter = Meter::new(width, height, sixteen());
        meter.draw(&screen.state);
        let rows = 300;
        let bytes: usize = frames(&mut screen, &mut meter, &["j"; 300].join(" ")).iter().sum();
        assert!(bytes / rows <= 400, "{width}x{height}: {} a row", bytes / rows);
    }
}

#[test]
fn a_frame_costs_the_same_however_long_the_list_is() {
    let costs: Vec<usize> = [100, 10_000]
        .into_iter()
        .map(|count| {
            let mut screen = with_catalog(120, 36, count);
            let mut meter = Meter::new(120, 36, sixteen());
            meter.draw(&screen.state);
            frames(&mut screen, &mut meter, &["j"; 60].join(" ")).iter().sum()
        })
        .collect();
    let (short, long) = (costs[0], costs[1]);
    // Only the counter `7/10000` has more digits.
    assert!(long <= short + short / 20, "{short} and {long}");
}

/// The screen of findings of a validation that found that many.
fn findings(width: u16, height: u16, count: u32) -> Screen {
    let mut screen = Screen::new(width, height).without_answers().keys("V");
    let task = screen.state.shelves[0].report.pending.expect("a validation runs");
    let mut report = world::validate("stable");
    let one = report.diagnostics[0].clone();
    report.diagnostics = (1..=count)
        .map(|line| {
            let mut found = one.clone();
            found.place.span = found.place.span.map(|span| Span { line, ..span });
            found
        })
        .collect();
    screen.send(Message::Task(task, TaskEvent::Validated(report.into())));
    screen
}

#[test]
fn the_screen_of_findings_stays_within_the_budgets_however_many_there_are() {
    for Budget { size: (width, height), first_paint, any_event, followed_move } in BUDGETS {
        let totals = [200, 5_000].map(|count| {
            let mut screen = findings(width, height, count);
            let mut meter = Meter::new(width, height, sixteen());
            meter.draw(&screen.state);
            let keys = "Enter PgDn n h s g r z z g n / 1 Esc i u w Esc m Esc G g g q F";
            for (key, bytes) in keys.split(' ').zip(frames(&mut screen, &mut meter, keys)) {
                // These two change the whole screen for another.
                let most = if matches!(key, "q" | "F") { first_paint } else { any_event };
                assert!(bytes <= most, "{width}x{height}: {key} {bytes}");
            }
            frames(&mut screen, &mut meter, "j j j")
                .into_iter()
                .inspect(|bytes| assert!(*bytes <= followed_move, "{width}x{height}: {bytes}"))
                .sum::<usize>()
        });
        // Only numbers have more digits.
        assert!(totals[1] <= totals[0] + totals[0] / 10, "{totals:?}");
    }
}
