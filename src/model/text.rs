//! Third-party text, made safe for a terminal: it can neither move the cursor nor reorder what is read.
//!
//! May import: nothing of the crate.

use std::borrow::Cow;

/// One line of foreign text for the terminal: line breaks and tabs become spaces; other control
/// characters, bidi controls and invisible joiners go.
///
/// ```
/// assert_eq!(chartroom::model::text::clean("a\u{1b}[31mb\nc"), "a[31mb c");
/// ```
#[must_use]
pub fn clean(text: &str) -> Cow<'_, str> {
    if text.chars().all(is_harmless) {
        return Cow::Borrowed(text);
    }
    Cow::Owned(
        text.chars()
            .filter_map(|character| match character {
                '\n' | '\t' => Some(' '),
                harmless if is_harmless(harmless) => Some(harmless),
                _ => None,
            })
            .collect(),
    )
}

/// The same for many lines: line breaks stay, tabs become four spaces.
#[must_use]
pub fn clean_lines(text: &str) -> Cow<'_, str> {
    if text.chars().all(|character| character == '\n' || is_harmless(character)) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '\t' => out.push_str("    "),
            kept if kept == '\n' || is_harmless(kept) => out.push(kept),
            _ => {}
        }
    }
    Cow::Owned(out)
}

/// Whether a character shows itself and nothing else. Not so: control characters (C0, C1, delete), bidi
/// marks, embeddings and isolates, zero-width characters, variation selectors (they change the width of
/// what precedes them), line and paragraph separators, tags.
fn is_harmless(character: char) -> bool {
    !character.is_control()
        && !matches!(character,
            '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fe00}'..='\u{fe0f}'
            | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e0fff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_could_steer_a_terminal_or_reorder_text_goes() {
        let cases = [
            ("plain", "plain"),
            ("a\u{1b}]0;title\u{7}b", "a]0;titleb"),
            ("\u{9b}31mred", "31mred"),
            ("user\u{202e}txt.exe", "usertxt.exe"),
            ("two\nlines\tand a tab\r", "two lines and a tab"),
            ("\u{2764}\u{fe0f} heart", "\u{2764} heart"),
            ("\u{feff}mark", "mark"),
            ("名前 é ü", "名前 é ü"),
        ];
        for (text, expected) in cases {
            assert_eq!(clean(text), expected, "{text:?}");
        }
    }

    #[test]
    fn many_lines_keep_their_breaks() {
        assert_eq!(clean_lines("a:\r\n\tb\u{1b}[2J\n"), "a:\n    b[2J\n");
        assert!(matches!(clean_lines("a\nb"), Cow::Borrowed(_)));
    }
}
