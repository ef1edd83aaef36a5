//! A key as users write it: `a`, `Ctrl-d`, `PgDn`, `Space`.
//!
//! May import: nothing of the crate.

use std::fmt;
use std::str::FromStr;

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};

/// One key press. Shift is part of a letter (`G`), and told apart only for named keys (`Shift-Tab`).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Key {
    /// Which key.
    pub code: KeyCode,
    /// Whether Ctrl was held.
    pub control: bool,
    /// Whether Alt was held.
    pub alt: bool,
}

/// Names of keys that are no letters.
const NAMES: &[(&str, KeyCode)] = &[
    ("Enter", KeyCode::Enter),
    ("Esc", KeyCode::Esc),
    ("Tab", KeyCode::Tab),
    ("Shift-Tab", KeyCode::BackTab),
    ("Space", KeyCode::Char(' ')),
    ("Backspace", KeyCode::Backspace),
    ("Delete", KeyCode::Delete),
    ("Up", KeyCode::Up),
    ("Down", KeyCode::Down),
    ("Left", KeyCode::Left),
    ("Right", KeyCode::Right),
    ("Home", KeyCode::Home),
    ("End", KeyCode::End),
    ("PgUp", KeyCode::PageUp),
    ("PgDn", KeyCode::PageDown),
    ("F1", KeyCode::F(1)),
    ("F2", KeyCode::F(2)),
    ("F3", KeyCode::F(3)),
    ("F4", KeyCode::F(4)),
    ("F5", KeyCode::F(5)),
    ("F6", KeyCode::F(6)),
    ("F7", KeyCode::F(7)),
    ("F8", KeyCode::F(8)),
    ("F9", KeyCode::F(9)),
    ("F10", KeyCode::F(10)),
    ("F11", KeyCode::F(11)),
    ("F12", KeyCode::F(12)),
];

impl Key {
    /// The plain key of that code.
    #[must_use]
    pub fn plain(code: KeyCode) -> Self {
        Self { code, control: false, alt: false }
    }

    /// The character that this key types, if it types one.
    #[must_use]
    pub fn typed(self) -> Option<char> {
        match self.code {
            KeyCode::Char(character) if !self.control && !self.alt => Some(character),
            _ => None,
        }
    }
}

impl From<KeyEvent> for Key {
    fn from(event: KeyEvent) -> Self {
        let shift = event.modifiers.contains(KeyModifiers::SHIFT);
        let control = event.modifiers.contains(KeyModifiers::CONTROL);
        let code = match event.code {
            KeyCode::Tab if shift => KeyCode::BackTab,
            KeyCode::Char(character) if control => KeyCode::Char(character.to_ascii_lowercase()),
            other => other,
        };
        Self { code, control, alt: event.modifiers.contains(KeyModifiers::ALT) }
    }
}

impl fmt::Display for Key {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.control {
            formatter.write_str("Ctrl-")?;
        }
        if self.alt {
            formatter.write_str("Alt-")?;
        }
        match (NAMES.iter().find(|(_, code)| *code == self.code), self.code) {
            (Some((name, _)), _) => formatter.write_str(name),
            (None, KeyCode::Char(character)) => write!(formatter, "{character}"),
            (None, other) => write!(formatter, "{other}"),
        }
    }
}

impl FromStr for Key {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let mut rest = text;
        let (mut control, mut alt) = (false, false);
        loop {
            let lower = rest.to_ascii_lowercase();
            if lower.starts_with("ctrl-") && rest.len() > 5 {
                (control, rest) = (true, rest.get(5..).unwrap_or_default());
            } else if lower.starts_with("alt-") && rest.len() > 4 {
                (alt, rest) = (true, rest.get(4..).unwrap_or_default());
            } else {
                break;
            }
        }
        let named = NAMES.iter().find(|(name, _)| name.eq_ignore_ascii_case(rest));
        let mut characters = rest.chars();
        let code = match (named, characters.next(), characters.next()) {
            (Some((_, code)), _, _) => *code,
            (None, Some(character), None) => KeyCode::Char(character),
            _ => return Err(format!("unknown key \"{text}\"")),
        };
        Ok(Self { code, control, alt })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_read_as_they_are_written() {
        for text in
            ["a", "G", "Ctrl-d", "Alt-b", "PgDn", "Space", "Shift-Tab", "-", "Ctrl-Left", "F1"]
        {
            assert_eq!(text.parse::<Key>().map(|key| key.to_string()), Ok(text.to_owned()));
        }
        assert!("Hyper-x".parse::<Key>().is_err());
        assert!("".parse::<Key>().is_err());
    }
}
