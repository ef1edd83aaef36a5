//! Text by others, made safe for one line of a terminal.
//!
//! May import: nothing of the crate.

use std::borrow::Cow;

/// One line of text in which nothing can steer a terminal or turn the reading order: line ends and tabs
/// become blanks, other control characters their visible pictures, invisible and bidirectional
/// formatting characters a replacement mark. Text without any of them is not copied.
///
/// ```
/// assert_eq!(chartroom::model::printable("a\x1b[31mb\nc"), "a␛[31mb c");
/// ```
#[must_use]
pub fn printable(text: &str) -> Cow<'_, str> {
    if text.chars().all(|character| replacement(character).is_none()) {
        return Cow::Borrowed(text);
    }
    Cow::Owned(text.chars().map(|character| replacement(character).unwrap_or(character)).collect())
}

/// What stands for a character that must not reach a terminal; `None` for harmless ones.
fn replacement(character: char) -> Option<char> {
    match character {
        '\n' | '\r' | '\t' | '\u{2028}' | '\u{2029}' => Some(' '),
        '\0'..='\u{1f}' => char::from_u32(0x2400 + u32::from(character)),
        '\u{7f}' => Some('\u{2421}'),
        '\u{80}'..='\u{9f}'
        | '\u{61c}'
        | '\u{200b}'
        | '\u{200e}'
        | '\u{200f}'
        | '\u{202a}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}'
        | '\u{feff}'
        | '\u{fff9}'..='\u{fffb}'
        | '\u{e0000}'..='\u{e007f}' => Some('\u{fffd}'),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_that_steers_a_terminal_survives() {
        for (text, expected) in [
            ("plain Zürich 日本 👩‍🚀", "plain Zürich 日本 👩‍🚀"),
            ("a\tb\r\nc", "a b  c"),
            ("\x1b]52;c;eA==\x07", "␛]52;c;eA==␇"),
            ("\u{9b}31m", "\u{fffd}31m"),
            ("user\u{202e}gpj.exe", "user\u{fffd}gpj.exe"),
            ("\u{7f}\0", "␡␀"),
        ] {
            assert_eq!(printable(text), expected, "{text:?}");
        }
    }

    #[test]
    fn harmless_text_is_not_copied() {
        assert!(matches!(printable("redis 0.0.3"), Cow::Borrowed(_)));
    }
}
