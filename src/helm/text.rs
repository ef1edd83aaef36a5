//! How Helm cleans text of a chart's metadata before anybody sees it (since 3.5.2, GHSA-c38g-469g-cmgx).
//!
//! May import: nothing of the crate.

use std::borrow::Cow;

/// Turns every space into a plain one and drops what cannot be printed: control, format and bidi characters.
///
/// ```
/// assert_eq!(chartroom::helm::sanitise("a\u{1b}[31m\tb"), "a[31m b");
/// ```
#[must_use]
pub fn sanitise(text: &str) -> Cow<'_, str> {
    if text.bytes().all(|byte| (b' '..=b'~').contains(&byte)) {
        return Cow::Borrowed(text);
    }
    let printed = text.chars().filter_map(|character| match character {
        character if character.is_whitespace() => Some(' '),
        character => is_printable(character).then_some(character),
    });
    Cow::Owned(printed.collect())
}

/// Whether the text holds what can fool a terminal or a reader: control or bidi characters, but not line
/// ends, tabs and the joiners that emoji and several scripts need.
#[must_use]
pub fn has_deceptive(text: &str) -> bool {
    text.chars().any(|character| {
        (character.is_control() && !character.is_whitespace())
            || matches!(character, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{61c}')
    })
}

fn is_printable(character: char) -> bool {
    !character.is_control() && !is_format(character) && !is_private(character)
}

/// Unicode's category Cf.
fn is_format(character: char) -> bool {
    matches!(character,
        '\u{ad}' | '\u{600}'..='\u{605}' | '\u{61c}' | '\u{6dd}' | '\u{70f}' | '\u{890}' | '\u{891}'
        | '\u{8e2}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}'
        | '\u{2060}'..='\u{2064}' | '\u{2066}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}'
        | '\u{110bd}' | '\u{110cd}' | '\u{13430}'..='\u{1343f}' | '\u{1bca0}'..='\u{1bca3}'
        | '\u{1d173}'..='\u{1d17a}' | '\u{e0001}' | '\u{e0020}'..='\u{e007f}')
}

fn is_private(character: char) -> bool {
    matches!(character, '\u{e000}'..='\u{f8ff}' | '\u{f0000}'..)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_prints_remains() {
        for (text, expected) in [
            ("plain", "plain"),
            ("al\tpi\u{7}ne", "al pine"),
            ("a\u{a0}b\nc", "a b c"),
            ("grün 漢", "grün 漢"),
            ("a\u{202e}b\u{200b}c", "abc"),
        ] {
            assert_eq!(sanitise(text), expected);
        }
        assert!(has_deceptive("a\u{202e}b") && has_deceptive("\u{1b}[2J"));
        assert!(!has_deceptive("two\nlines\tand 👩\u{200d}🚀"));
    }
}
