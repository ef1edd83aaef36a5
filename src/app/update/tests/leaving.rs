//! Quitting, cancelling, the palette, and actions everywhere.
//!
//! May import: `app`, `model`, `ops`.

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
    for dialog in
        [None, Some(Action::Add), Some(Action::Palette), Some(Action::Tasks), Some(Action::Remove)]
    {
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
