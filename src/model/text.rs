//! Text of others, made fit for a terminal: whatever could move the cursor or turn the reading order is gone.
//!
//! May import: nothing of the crate.

use std::borrow::Cow;

/// How many spaces a tab becomes.
const TAB: &str = "    ";

/// The text on one line, without control, bidirectional, zero-width and tag characters; a tab becomes four
/// spaces, a line break one. Borrows when there is nothing to do, which is nearly always.
///
/// ```
/// use chartroom::model::text::clean;
/// assert_eq!(clean("redis"), "redis");
/// assert_eq!(clean("re\u{1b}[2Jdis\u{202e}"), "re[2Jdis");
/// ```
#[must_use]
pub fn clean(text: &str) -> Cow<'_, str> {
    if text.bytes().all(|byte| (0x20..0x7f).contains(&byte)) || !text.chars().any(is_unfit) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len() + TAB.len());
    for character in text.chars() {
        match character {
            '\t' => out.push_str(TAB),
            '\n' => out.push(' '),
            other if is_unfit(other) => {}
            other => out.push(other),
        }
    }
    Cow::Owned(out)
}

/// Names of this size in bytes are told as they are.
pub const LONGEST_NAME: usize = 1024;

/// A name as findings tell it, cut where it is absurdly long: a hostile one would be copied a thousand times.
#[must_use]
pub fn short_name(name: &str) -> Cow<'_, str> {
    if name.len() <= LONGEST_NAME {
        return Cow::Borrowed(name);
    }
    let start = name.get(..name.floor_char_boundary(LONGEST_NAME)).unwrap_or_default();
    Cow::Owned(format!("{start}…"))
}

/// The cleaned lines of a text; `\r\n` counts as one break.
pub fn lines(text: &str) -> impl Iterator<Item = Cow<'_, str>> {
    text.lines().map(clean)
}

/// So many of them, in words: `1 chart`, `2 charts`, `0 repositories`.
#[must_use]
pub fn counted(count: usize, noun: &str) -> String {
    match noun.strip_suffix('y').filter(|stem| !stem.ends_with(['a', 'e', 'o', 'u'])) {
        _ if count == 1 => format!("1 {noun}"),
        Some(stem) => format!("{count} {stem}ies"),
        None => format!("{count} {noun}s"),
    }
}

/// Whether a character must not reach a terminal as it is.
fn is_unfit(character: char) -> bool {
    character.is_control()
        || matches!(
            character,
            '\u{ad}' | '\u{61c}' | '\u{180e}'
                | '\u{200b}'..='\u{200f}'
                | '\u{2028}'..='\u{202e}'
                | '\u{2060}'..='\u{206f}'
                | '\u{fe00}'..='\u{fe0f}'
                | '\u{feff}'
                | '\u{fff9}'..='\u{fffb}'
                | '\u{e0000}'..='\u{e0fff}'
        )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_that_moves_the_cursor_or_turns_the_order_gets_through() {
        let cases = [
            ("plain", "plain"),
            ("größer 漢字", "größer 漢字"),
            ("a\tb", "a    b"),
            ("a\r\nb", "a b"),
            ("\u{1b}]0;title\u{7}x", "]0;titlex"),
            ("\u{9b}31mred", "31mred"),
            ("user\u{202e}gpj.exe", "usergpj.exe"),
            ("zero\u{200b}width\u{feff}", "zerowidth"),
            ("tag\u{e0041}", "tag"),
        ];
        for (input, expected) in cases {
            assert_eq!(clean(input), expected, "{input:?}");
        }
    }

    #[test]
    fn counts_agree_with_their_nouns() {
        for (count, expected) in [(0, "0 charts"), (1, "1 chart"), (2, "2 charts")] {
            assert_eq!(counted(count, "chart"), expected);
        }
        for (count, noun, expected) in [
            (1, "repository", "1 repository"),
            (2, "repository", "2 repositories"),
            (0, "key", "0 keys"),
        ] {
            assert_eq!(counted(count, noun), expected);
        }
    }

    #[test]
    fn only_absurd_names_are_cut_and_never_within_a_character() {
        for (name, expected) in [
            ("redis".to_owned(), "redis".to_owned()),
            ("x".repeat(LONGEST_NAME), "x".repeat(LONGEST_NAME)),
            ("x".repeat(5_000), format!("{}…", "x".repeat(LONGEST_NAME))),
            ("漢".repeat(5_000), format!("{}…", "漢".repeat(LONGEST_NAME / 3))),
        ] {
            assert_eq!(short_name(&name), expected);
        }
    }

    #[test]
    fn clean_text_is_not_copied() {
        assert!(matches!(clean("größer"), Cow::Borrowed(_)));
    }
}
