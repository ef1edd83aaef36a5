//! Which key means what, in which mode: the defaults, the user's own, and what a prefix can go on with.
//!
//! May import: `app::{action, key, mode}`.

use std::collections::HashMap;

use super::action::Action;
use super::key::Key;
use super::mode::Mode;

/// Keys for lists and panes, several per action.
const BROWSE: &[(Action, &[&str])] = &[
    (Action::Down, &["j", "Down"]),
    (Action::Up, &["k", "Up"]),
    (Action::Top, &["g g", "Home"]),
    (Action::Bottom, &["G", "End"]),
    (Action::HalfPageDown, &["Ctrl-d"]),
    (Action::HalfPageUp, &["Ctrl-u"]),
    (Action::PageDown, &["PgDn", "Ctrl-f"]),
    (Action::PageUp, &["PgUp", "Ctrl-b"]),
    (Action::Left, &["h", "Left"]),
    (Action::Right, &["l", "Right"]),
    (Action::NextPane, &["Tab"]),
    (Action::PreviousPane, &["Shift-Tab"]),
    (Action::FocusRepositories, &["1"]),
    (Action::FocusEntries, &["2"]),
    (Action::FocusDetails, &["3"]),
    (Action::NextTab, &["]", "Ctrl-Right"]),
    (Action::PreviousTab, &["[", "Ctrl-Left"]),
    (Action::ScrollRight, &["L"]),
    (Action::ScrollLeft, &["H"]),
    (Action::Open, &["Enter"]),
    (Action::Back, &["Esc"]),
    (Action::Filter, &["/"]),
    (Action::NextMatch, &["n"]),
    (Action::PreviousMatch, &["N"]),
    (Action::ToggleHidden, &["."]),
    (Action::Sort, &["s"]),
    (Action::Zoom, &["+", "_"]),
    (Action::Add, &["a"]),
    (Action::Edit, &["e"]),
    (Action::Remove, &["d"]),
    (Action::Undo, &["u"]),
    (Action::Refresh, &["r"]),
    (Action::RefreshAll, &["R"]),
    (Action::Validate, &["V"]),
    (Action::TakeOffer, &["o"]),
    (Action::Secrets, &["S"]),
    (Action::Findings, &["F"]),
    (Action::GroupNone, &["g n"]),
    (Action::GroupRule, &["g r"]),
    (Action::GroupEntry, &["g e"]),
    (Action::GroupFile, &["g f"]),
    (Action::Fold, &["z"]),
    (Action::IgnoreRule, &["i"]),
    (Action::Ignored, &["I"]),
    (Action::Consumers, &["m"]),
    (Action::Export, &["w"]),
    (Action::CopyLine, &["y y"]),
    (Action::CopyName, &["y n"]),
    (Action::CopyUrl, &["y u"]),
    (Action::CopyVersion, &["y v"]),
    (Action::CopyInstall, &["y i"]),
    (Action::CopyPath, &["y p"]),
    (Action::Tasks, &["t"]),
    (Action::CancelTask, &["x"]),
    (Action::Messages, &["@"]),
    (Action::Palette, &[":"]),
    (Action::Help, &["?", "F1"]),
    (Action::Redraw, &["Ctrl-l"]),
    (Action::Suspend, &["Ctrl-z"]),
    (Action::Interrupt, &["Ctrl-c"]),
    (Action::Close, &["q"]),
];

/// Keys that act while a text field has the focus; all others edit it.
const TEXT: &[(Action, &[&str])] = &[
    (Action::Open, &["Enter"]),
    (Action::Back, &["Esc"]),
    (Action::NextPane, &["Tab"]),
    (Action::PreviousPane, &["Shift-Tab"]),
    (Action::Down, &["Down"]),
    (Action::Up, &["Up"]),
    (Action::PageDown, &["PgDn"]),
    (Action::PageUp, &["PgUp"]),
    (Action::StartClean, &["Ctrl-n"]),
    (Action::Help, &["F1"]),
    (Action::Redraw, &["Ctrl-l"]),
    (Action::Suspend, &["Ctrl-z"]),
    (Action::Interrupt, &["Ctrl-c"]),
];

/// Keys on the choices and buttons of a form.
const FORM: &[(Action, &[&str])] = &[
    (Action::NextPane, &["Tab", "Down", "j"]),
    (Action::PreviousPane, &["Shift-Tab", "Up", "k"]),
    (Action::Left, &["Left", "h"]),
    (Action::Right, &["Right", "l"]),
    (Action::Toggle, &["Space"]),
    (Action::Open, &["Enter"]),
    (Action::CopyLine, &["y"]),
    (Action::Back, &["Esc"]),
    (Action::Close, &["q"]),
    (Action::StartClean, &["Ctrl-n"]),
    (Action::Help, &["?", "F1"]),
    (Action::Redraw, &["Ctrl-l"]),
    (Action::Suspend, &["Ctrl-z"]),
    (Action::Interrupt, &["Ctrl-c"]),
];

/// Keys on a question.
const CONFIRM: &[(Action, &[&str])] = &[
    (Action::NextPane, &["Tab", "Right", "l", "Down", "j"]),
    (Action::PreviousPane, &["Shift-Tab", "Left", "h", "Up", "k"]),
    (Action::Open, &["Enter", "Space"]),
    (Action::Agree, &["y"]),
    (Action::Decline, &["n", "q"]),
    (Action::Back, &["Esc"]),
    (Action::Redraw, &["Ctrl-l"]),
    (Action::Suspend, &["Ctrl-z"]),
    (Action::Interrupt, &["Ctrl-c"]),
];

/// The keys that may begin a sequence.
const PREFIXES: [char; 2] = ['g', 'y'];

/// One key, or a prefix and a key.
type Sequence = (Option<Key>, Key);

/// What a key means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Meaning {
    /// An action.
    Action(Action),
    /// The first of two keys.
    Prefix,
    /// Nothing.
    Unbound,
}

/// Which key means what.
#[derive(Clone, Debug, PartialEq)]
pub struct Keymap {
    browse: HashMap<Sequence, Action>,
    text: HashMap<Sequence, Action>,
    form: HashMap<Sequence, Action>,
    confirm: HashMap<Sequence, Action>,
    order: Vec<(Action, Sequence)>,
}

impl Default for Keymap {
    fn default() -> Self {
        let mut order = Vec::new();
        let browse = table(BROWSE, &mut order);
        let mut unlisted = Vec::new();
        Self {
            browse,
            text: table(TEXT, &mut unlisted),
            form: table(FORM, &mut unlisted),
            confirm: table(CONFIRM, &mut unlisted),
            order,
        }
    }
}

fn table(
    rows: &[(Action, &[&str])],
    order: &mut Vec<(Action, Sequence)>,
) -> HashMap<Sequence, Action> {
    let mut keys = HashMap::new();
    for (action, texts) in rows {
        for text in *texts {
            let sequence = sequence(text).expect("the default keys are well written");
            keys.insert(sequence, *action);
            order.push((*action, sequence));
        }
    }
    keys
}

/// Reads `g g` or `Ctrl-d`.
fn sequence(text: &str) -> Result<Sequence, String> {
    let mut words = text.split_whitespace();
    match (words.next(), words.next(), words.next()) {
        (Some(key), None, None) => Ok((None, key.parse()?)),
        (Some(prefix), Some(key), None) => {
            let prefix: Key = prefix.parse()?;
            match prefix.typed() {
                Some(letter) if PREFIXES.contains(&letter) => Ok((Some(prefix), key.parse()?)),
                _ => Err(format!("\"{text}\": only g and y can begin a sequence")),
            }
        }
        _ => Err(format!("\"{text}\" is no key")),
    }
}

/// A sequence as users write it.
fn written((prefix, key): Sequence) -> String {
    prefix.map_or_else(|| key.to_string(), |prefix| format!("{prefix} {key}"))
}

impl Keymap {
    /// The defaults with the user's own keys for some actions: each given action has exactly the given keys.
    /// What cannot be understood is left out and told.
    #[must_use]
    pub fn with_overrides(overrides: &[(String, Vec<String>)]) -> (Self, Vec<String>) {
        let (mut keymap, mut problems) = (Self::default(), Vec::new());
        let mut own: HashMap<Sequence, Action> = HashMap::new();
        for (name, keys) in overrides {
            let Some(action) = Action::named(name) else {
                problems.push(format!("keys: there is no action \"{name}\""));
                continue;
            };
            keymap.unbind(action, &own);
            for text in keys {
                match sequence(text) {
                    Err(problem) => problems.push(format!("keys: {name}: {problem}")),
                    Ok(sequence) => {
                        if let Some(other) = own.insert(sequence, action) {
                            let other = other.name();
                            problems
                                .push(format!("keys: \"{text}\" is given to {other} and {name}"));
                        }
                        keymap.bind(action, sequence);
                    }
                }
            }
        }
        problems.extend(keymap.taken(overrides));
        problems.extend(keymap.shadowed());
        (keymap, problems)
    }

    fn unbind(&mut self, action: Action, own: &HashMap<Sequence, Action>) {
        self.browse.retain(|sequence, bound| *bound != action || own.contains_key(sequence));
        self.order.retain(|(bound, sequence)| *bound != action || own.contains_key(sequence));
    }

    fn bind(&mut self, action: Action, sequence: Sequence) {
        self.browse.insert(sequence, action);
        self.order.retain(|(_, bound)| *bound != sequence);
        self.order.push((action, sequence));
    }

    /// Default keys that the user gave to another action, where their own action was given none in return.
    fn taken(&self, overrides: &[(String, Vec<String>)]) -> Vec<String> {
        let defaults = Self::default();
        let lost = defaults.order.iter().filter_map(|(action, sequence)| {
            let now = self.browse.get(sequence).filter(|now| *now != action)?;
            let is_overridden = overrides.iter().any(|(name, _)| name == action.name());
            let (now, action) = (now.name(), action.name());
            (!is_overridden).then(|| {
                format!("keys: \"{}\" now runs {now}, no longer {action}", written(*sequence))
            })
        });
        lost.collect()
    }

    /// Sequences that can never be typed because their first key has a meaning of its own, and actions
    /// that lost their last key.
    fn shadowed(&self) -> Vec<String> {
        let hidden = self.order.iter().filter_map(|(action, (prefix, _))| {
            let first = (*prefix)?;
            let other = self.browse.get(&(None, first))?;
            let (other, action) = (other.name(), action.name());
            Some(format!("keys: \"{first}\" runs {other}, so {action} cannot be typed"))
        });
        hidden.collect()
    }

    fn mode(&self, mode: Mode) -> &HashMap<Sequence, Action> {
        match mode {
            Mode::Browse => &self.browse,
            Mode::Text => &self.text,
            Mode::Form => &self.form,
            Mode::Confirm => &self.confirm,
        }
    }

    /// What a key means in a mode, after a prefix or none.
    #[must_use]
    pub fn meaning(&self, mode: Mode, prefix: Option<Key>, key: Key) -> Meaning {
        let keys = self.mode(mode);
        if let Some(action) = keys.get(&(prefix, key)) {
            return Meaning::Action(*action);
        }
        let begins = prefix.is_none() && keys.keys().any(|(first, _)| *first == Some(key));
        if begins { Meaning::Prefix } else { Meaning::Unbound }
    }

    /// The keys of an action while browsing, as written, the most important first.
    #[must_use]
    pub fn keys(&self, action: Action) -> Vec<String> {
        let own = self.order.iter().filter(|(bound, _)| *bound == action);
        own.map(|(_, sequence)| written(*sequence)).collect()
    }

    /// The first key of an action while browsing.
    #[must_use]
    pub fn key(&self, action: Action) -> Option<String> {
        self.keys(action).into_iter().next()
    }

    /// What can follow a prefix.
    #[must_use]
    pub fn continuations(&self, prefix: Key) -> Vec<(Key, Action)> {
        let following = self.order.iter().filter(|(_, (first, _))| *first == Some(prefix));
        following.map(|(action, (_, key))| (*key, *action)).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn meaning(keymap: &Keymap, mode: Mode, text: &str) -> Meaning {
        let (prefix, key) = sequence(text).expect("a key");
        keymap.meaning(mode, prefix, key)
    }

    #[test]
    fn keys_mean_what_the_tables_say() {
        let keymap = Keymap::default();
        let cases = [
            (Mode::Browse, "j", Meaning::Action(Action::Down)),
            (Mode::Browse, "g", Meaning::Prefix),
            (Mode::Browse, "g g", Meaning::Action(Action::Top)),
            (Mode::Browse, "y", Meaning::Prefix),
            (Mode::Browse, "y u", Meaning::Action(Action::CopyUrl)),
            (Mode::Browse, "Z", Meaning::Unbound),
            (Mode::Text, "j", Meaning::Unbound),
            (Mode::Text, "Esc", Meaning::Action(Action::Back)),
            (Mode::Confirm, "y", Meaning::Action(Action::Agree)),
            (Mode::Form, "Space", Meaning::Action(Action::Toggle)),
        ];
        for (mode, key, expected) in cases {
            assert_eq!(meaning(&keymap, mode, key), expected, "{mode:?} {key}");
        }
    }

    #[test]
    fn the_users_keys_replace_the_defaults_of_their_action() {
        let own = [("add".to_owned(), vec!["A".to_owned(), "F5".to_owned()])];
        let (keymap, problems) = Keymap::with_overrides(&own);
        assert_eq!(problems, [""; 0]);
        assert_eq!(meaning(&keymap, Mode::Browse, "A"), Meaning::Action(Action::Add));
        assert_eq!(meaning(&keymap, Mode::Browse, "a"), Meaning::Unbound);
        assert_eq!(keymap.keys(Action::Add), ["A", "F5"]);
    }

    #[test]
    fn a_default_key_that_is_taken_away_is_told_unless_it_was_a_swap() {
        let own = |rows: &[(&str, &str)]| -> Vec<String> {
            let rows = rows.iter().map(|(name, key)| ((*name).to_owned(), vec![(*key).to_owned()]));
            Keymap::with_overrides(&rows.collect::<Vec<_>>()).1
        };
        assert_eq!(own(&[("add", "j")]), ["keys: \"j\" now runs add, no longer down"]);
        assert_eq!(own(&[("up", "j"), ("down", "k")]), [""; 0]);
    }

    #[test]
    fn conflicts_and_nonsense_are_told() {
        let own = [("add", "x y z"), ("fly", "f"), ("edit", "M"), ("remove", "M"), ("help", "g")];
        let own = own.map(|(name, key)| (name.to_owned(), vec![key.to_owned()]));
        let (_, problems) = Keymap::with_overrides(&own);
        assert_eq!(
            problems,
            [
                "keys: add: \"x y z\" is no key",
                "keys: there is no action \"fly\"",
                "keys: \"M\" is given to edit and remove",
                "keys: \"g\" runs help, so top cannot be typed",
                "keys: \"g\" runs help, so group-none cannot be typed",
                "keys: \"g\" runs help, so group-rule cannot be typed",
                "keys: \"g\" runs help, so group-entry cannot be typed",
                "keys: \"g\" runs help, so group-file cannot be typed",
            ]
        );
    }

    #[test]
    fn no_action_lives_on_a_chord_alone_unless_terminals_expect_it() {
        let keymap = Keymap::default();
        let customary = [
            Action::HalfPageDown,
            Action::HalfPageUp,
            Action::Redraw,
            Action::Suspend,
            Action::Interrupt,
        ];
        for action in Action::ALL.iter().filter(|action| !customary.contains(action)) {
            let keys = keymap.keys(*action);
            let plain = |key: &String| !key.contains("Ctrl-") && !key.contains("Alt-");
            assert!(keys.is_empty() || keys.iter().any(plain), "{action:?}");
        }
    }
}
