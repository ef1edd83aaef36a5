//! Words that must be on the screen, wherever they stand.

use super::screen::Screen;

#[test]
fn the_form_names_the_host_with_its_port() {
    let screen = Screen::new(120, 36).keys("a x Tab http://127.0.0.1:8900/charts");
    assert!(screen.text().contains("host 127.0.0.1:8900"), "{}", screen.text());
}

#[test]
fn a_finding_in_a_narrow_list_tells_its_whole_place_and_its_rule() {
    let screen = Screen::new(80, 24).keys("3 ]");
    let text = screen.text();
    assert!(text.contains("index.yaml:236:7   duplicate-v.."), "{text}");
    let zoomed = Screen::new(80, 24).keys("3 ] +").text();
    assert!(zoomed.contains("index.yaml:236:7   \"twice\" lists version 0.0.3"), "{zoomed}");
}
