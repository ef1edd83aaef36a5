//! Text of others in cells of Markdown tables: shown as it is, with nothing in it that renders, links or calls
//! somebody's name.
//!
//! May import: `report::calm`, `model`.

use crate::model::text::clean;
use crate::report::calm::calm;

/// How many characters of a text are told.
const LIMIT: usize = 300;

/// Characters that may mean something. Any of them may follow a backslash; `:` begins links.
const SPECIAL: &str = r"\`*_{}[]<>()#+!|~&:$";

/// The text for a cell.
pub(super) fn cell(text: &str) -> String {
    let text = clean(text);
    let mut out = String::with_capacity(text.len());
    let mut last = ' ';
    for character in text.chars().take(LIMIT) {
        // `www.` alone makes a link.
        let is_dot_of_link = character == '.' && out.to_ascii_lowercase().ends_with("www");
        if SPECIAL.contains(character) || is_dot_of_link {
            out.push('\\');
        }
        // A number behind `#` means an issue, and a name behind `@` is told that it was named.
        if last == '@' || (last == '#' && character.is_ascii_digit()) {
            out.push_str("<!-- -->");
        }
        out.push(character);
        last = character;
    }
    if text.chars().nth(LIMIT).is_some() {
        out.push('…');
    }
    out
}

/// The text as code. A `|` must be escaped in tables even there.
pub(super) fn code(text: &str) -> String {
    let text: String = calm(text).chars().take(LIMIT).collect();
    let longest = text.split(|character| character != '`').map(str::len).max().unwrap_or_default();
    let fence = "`".repeat(longest + 1);
    let pad =
        if text.is_empty() || text.starts_with('`') || text.ends_with('`') { " " } else { "" };
    // A backslash before the escaped `|` would free it again.
    let text = text.replace("\\|", "\\ |").replace('|', "\\|");
    format!("{fence}{pad}{text}{pad}{fence}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_in_a_cell_renders() {
        for (text, expected) in [
            ("no \"redis\"", "no \"redis\""),
            ("a|b\nc", r"a\|b c"),
            ("<img src=x> **b**", r"\<img src=x\> \*\*b\*\*"),
            ("[a](https://x.example)", r"\[a\]\(https\://x.example\)"),
            ("www.example.org", r"www\.example.org"),
            ("ask @octocat about #12", "ask @<!-- -->octocat about \\#<!-- -->12"),
            ("\u{1b}[2J\u{202e}", r"\[2J"),
        ] {
            assert_eq!(cell(text), expected);
        }
        assert_eq!(cell(&"x".repeat(1_000)).chars().count(), LIMIT + 1);
    }

    #[test]
    fn no_code_ends_before_its_end() {
        for (text, expected) in [
            ("index.yaml:1:2", "`index.yaml:1:2`"),
            ("a`b", "``a`b``"),
            ("``", "``` `` ```"),
            ("a|b", r"`a\|b`"),
            (r"a\|b", r"`a\ \|b`"),
            ("", "`  `"),
        ] {
            assert_eq!(code(text), expected);
        }
    }
}
