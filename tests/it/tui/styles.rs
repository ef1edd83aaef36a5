//! Colours and attributes, one snapshot per pane: each line as runs of cells with their style.

use chartroom::app::pane::Pane;
use ratatui::buffer::{Buffer, Cell};
use ratatui::layout::Rect;
use ratatui::style::{Color, Modifier};

use super::screen::Screen;

/// The lines of an area, each run of styled cells as `{style|text}`.
fn styled(buffer: &Buffer, area: Rect) -> String {
    let mut out = String::new();
    for y in area.top()..area.bottom() {
        let mut runs: Vec<(String, String)> = Vec::new();
        for x in area.left()..area.right() {
            let cell = buffer.cell((x, y)).expect("within the screen");
            let style = style(cell);
            match runs.last_mut() {
                Some((last, text)) if *last == style => text.push_str(cell.symbol()),
                _ => runs.push((style, cell.symbol().to_owned())),
            }
        }
        let line: String = runs
            .iter()
            .map(|(style, text)| match style.as_str() {
                "" => text.clone(),
                style => format!("{{{style}|{text}}}"),
            })
            .collect();
        out.push_str(line.trim_end());
        out.push('\n');
    }
    out
}

fn style(cell: &Cell) -> String {
    let mut words = Vec::new();
    if cell.fg != Color::Reset {
        words.push(cell.fg.to_string().to_lowercase());
    }
    if cell.bg != Color::Reset {
        words.push(format!("on {}", cell.bg).to_lowercase());
    }
    for (modifier, word) in [
        (Modifier::BOLD, "bold"),
        (Modifier::DIM, "dim"),
        (Modifier::UNDERLINED, "underline"),
        (Modifier::REVERSED, "reverse"),
    ] {
        if cell.modifier.contains(modifier) {
            words.push(word.to_owned());
        }
    }
    words.join(" ")
}

#[test]
fn each_pane_has_its_colours() {
    for (name, pane, keys) in [
        ("styled-repositories", Pane::Repositories, "j"),
        ("styled-entries", Pane::Entries, "2 /red Enter"),
        ("styled-values", Pane::Details, "2 /redis Enter 3 ] ] ] j"),
        ("styled-findings", Pane::Details, "3 ]"),
    ] {
        let screen = Screen::new(80, 24).keys(keys);
        let area = screen.state.areas().pane(pane);
        insta::assert_snapshot!(name, styled(&screen.buffer(), area));
    }
}

#[test]
fn without_colours_the_focus_the_selection_and_the_states_are_still_told_apart() {
    use chartroom::app::theme::{ColorDepth, Theme};
    let theme = Theme::embedded("terminal", ColorDepth::None).expect("an embedded theme");
    let screen = Screen::new(80, 24).keys("2 /red Enter");
    let buffer = screen.buffer_in(&theme);
    let colored =
        buffer.content.iter().find(|cell| cell.fg != Color::Reset || cell.bg != Color::Reset);
    assert_eq!(colored, None);
    let area = screen.state.areas().pane(Pane::Entries);
    let text = styled(&buffer, area);
    assert!(text.contains("reverse|") && text.contains("bold underline|"), "{text}");
    assert!(text.contains('┏') && text.contains('>'), "{text}");
}
