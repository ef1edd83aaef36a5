//! What goes to the clipboard, and why not.
//!
//! May import: `app`, `model`, `ops`.

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
