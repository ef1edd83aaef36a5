//! Markdown inside a paragraph: emphasis, code, links with their URL, images by their words; HTML tags go.
//!
//! May import: `app::text::row`, `app::theme` (roles).

use std::collections::BTreeMap;

use super::row::Row;
use crate::app::theme::Role;

/// URLs of reference links, by label in lower case.
pub type References = BTreeMap<String, String>;

/// How many links may stand in one another: a badge is an image in a link. Deeper ones are plain text.
const NESTING: usize = 4;

/// A link or tag that is longer, in bytes, is plain text: what never closes must not be sought to the end.
const LONGEST: usize = 1_000;

/// The pieces of a paragraph's text; `base` is the role of plain words.
#[must_use]
pub fn inline(text: &str, base: Role, references: &References) -> Row {
    nested(text, base, references, NESTING)
}

fn nested(text: &str, base: Role, references: &References, links: usize) -> Row {
    let mut reader = Reader { row: Row::default(), role: base, base, references, links };
    reader.read(text);
    reader.row
}

struct Reader<'text> {
    /// How many links may still stand in one another here.
    links: usize,
    row: Row,
    role: Role,
    base: Role,
    references: &'text References,
}

impl Reader<'_> {
    fn read(&mut self, text: &str) {
        let mut rest = text;
        let mut before = ' ';
        while let Some(character) = rest.chars().next() {
            let taken = self.marked(rest, before).unwrap_or_else(|| {
                self.row.push(character.encode_utf8(&mut [0; 4]) as &str, self.role);
                character.len_utf8()
            });
            before = rest.get(..taken).and_then(|part| part.chars().last()).unwrap_or(' ');
            rest = rest.get(taken..).unwrap_or_default();
        }
    }

    /// Reads one mark at the start of `rest`; tells how many bytes it took.
    fn marked(&mut self, rest: &str, before: char) -> Option<usize> {
        match rest.as_bytes().first()? {
            b'\\' => self.escaped(rest),
            b'`' => self.code(rest),
            b'*' => self.emphasis(rest, before),
            b'_' if !before.is_alphanumeric() || self.role != self.base => {
                self.emphasis(rest, before)
            }
            b'!' if rest.starts_with("![") => self.link(start(rest), 1),
            b'[' => self.link(start(rest), 0),
            b'<' => self.angle(start(rest)),
            b'&' => self.entity(rest),
            b'h' if rest.starts_with("http://") || rest.starts_with("https://") => self.bare(rest),
            _ => None,
        }
    }

    fn escaped(&mut self, rest: &str) -> Option<usize> {
        let next =
            rest.get(1..2).filter(|next| next.as_bytes().iter().all(u8::is_ascii_punctuation))?;
        self.row.push(next, self.role);
        Some(2)
    }

    fn code(&mut self, rest: &str) -> Option<usize> {
        let ticks = rest.len() - rest.trim_start_matches('`').len();
        let fence = rest.get(..ticks)?;
        let inside = rest.get(ticks..)?;
        let Some(end) = inside.find(fence) else {
            // All of them at once: each alone would be sought to the end again.
            self.row.push(fence, self.role);
            return Some(ticks);
        };
        self.row.push(inside.get(..end)?.trim(), Role::CodeString);
        Some(ticks * 2 + end)
    }

    fn emphasis(&mut self, rest: &str, before: char) -> Option<usize> {
        let mark = rest.chars().next()?;
        let length = rest.chars().take(3).take_while(|next| *next == mark).count();
        let after = rest.get(length..)?;
        let wanted = if length == 1 { Role::Emphasis } else { Role::Strong };
        let closes = self.role == wanted && !before.is_whitespace();
        if closes {
            self.role = self.base;
            return Some(length);
        }
        let fence = rest.get(..length)?;
        let opens = self.role == self.base
            && after.chars().next().is_some_and(|next| !next.is_whitespace())
            && after.contains(fence);
        opens.then(|| self.role = wanted).map(|()| length)
    }

    /// `[words](url)`, `[words][label]`, and with `skipped` 1 the same as an image.
    fn link(&mut self, rest: &str, skipped: usize) -> Option<usize> {
        if self.links == 0 {
            return None;
        }
        let inside = rest.get(skipped + 1..)?;
        let close = closing(inside, b'[', b']')?;
        let words = inside.get(..close)?;
        let after = inside.get(close + 1..).unwrap_or_default();
        let (url, tail) = if after.starts_with('(') {
            let end = closing(after.get(1..)?, b'(', b')')?;
            let target = after.get(1..=end)?.split_whitespace().next().unwrap_or_default();
            (target.trim_matches(['<', '>']).to_owned(), end + 2)
        } else {
            let label = after.strip_prefix('[').and_then(|label| label.split_once(']'));
            let name = label.map(|(name, _)| name).filter(|name| !name.is_empty()).unwrap_or(words);
            let tail = label.map_or(0, |(name, _)| name.len() + 2);
            (self.references.get(&name.to_lowercase())?.clone(), tail)
        };
        self.linked(words, &url, skipped > 0);
        Some(skipped + 1 + close + 1 + tail)
    }

    fn linked(&mut self, words: &str, url: &str, is_image: bool) {
        let words = nested(words, self.role, self.references, self.links - 1);
        let shown = words.plain();
        self.row.pieces.extend(words.pieces);
        if !is_image && shown != url && !url.is_empty() && !url.starts_with('#') {
            let gap = if shown.is_empty() { "" } else { " " };
            self.row.push(gap, self.base);
            self.row.push(format!("<{url}>"), Role::Link);
        }
    }

    /// `<https://…>` is a link; other tags go, `<br>` becomes a space.
    fn angle(&mut self, rest: &str) -> Option<usize> {
        let end = rest.find('>')?;
        let inside = rest.get(1..end)?;
        let is_address = inside.contains('@') && !inside.contains(' ');
        if is_address || inside.starts_with("http://") || inside.starts_with("https://") {
            self.row.push(inside, Role::Link);
        } else if inside.starts_with("br") {
            self.row.push(" ", self.role);
        } else if !inside
            .starts_with(|next: char| next.is_ascii_alphabetic() || matches!(next, '/' | '!'))
        {
            return None;
        }
        Some(end + 1)
    }

    fn entity(&mut self, rest: &str) -> Option<usize> {
        let (name, text) =
            [("&amp;", "&"), ("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&nbsp;", " ")]
                .into_iter()
                .find(|(name, _)| rest.starts_with(name))?;
        self.row.push(text, self.role);
        Some(name.len())
    }

    fn bare(&mut self, rest: &str) -> Option<usize> {
        let end = rest
            .find(|next: char| next.is_whitespace() || matches!(next, ')' | '>' | '"' | '*' | '|'));
        let url = rest.get(..end.unwrap_or(rest.len()))?.trim_end_matches(['.', ',', ';', ':']);
        self.row.push(url, Role::Link);
        Some(url.len())
    }
}

/// As much of a text as one link or tag may take.
fn start(text: &str) -> &str {
    text.get(..text.floor_char_boundary(LONGEST)).unwrap_or(text)
}

/// Where the bracket that is already open closes.
fn closing(text: &str, open: u8, close: u8) -> Option<usize> {
    let mut depth = 0_usize;
    for (at, byte) in text.bytes().enumerate() {
        if byte == open {
            depth += 1;
        } else if byte == close {
            if depth == 0 {
                return Some(at);
            }
            depth -= 1;
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &str) {
        let references = References::from([("docs".to_owned(), "https://d.example".to_owned())]);
        let row = inline(text, Role::Text, &references);
        let marked: String = row
            .pieces
            .iter()
            .map(|piece| match piece.role {
                Role::Strong => format!("*{}*", piece.text),
                Role::Emphasis => format!("/{}/", piece.text),
                Role::CodeString => format!("`{}`", piece.text),
                Role::Link => format!("@{}@", piece.text),
                _ => piece.text.clone(),
            })
            .collect();
        assert_eq!(marked, expected, "{text}");
    }

    #[test]
    fn marks_become_roles_and_links_show_their_url() {
        check("a **b c** d", "a *b c* d");
        check("a *b* _c_ d", "a /b/ /c/ d");
        check("snake_case_name", "snake_case_name");
        check("2 * 3 * 4", "2 * 3 * 4");
        check("run `helm **x**` now", "run `helm **x**` now");
        check("``a`b``", "`a`b`");
        check("see [the docs](https://a.example \"t\").", "see the docs @<https://a.example>@.");
        check(
            "see [Docs] or [these][docs]",
            "see Docs @<https://d.example>@ or these @<https://d.example>@",
        );
        check(
            "[![build](https://img.example/b.svg)](https://ci.example)",
            "build @<https://ci.example>@",
        );
        check("![logo](logo.png) x", "logo x");
        check("<https://a.example> https://b.example.", "@https://a.example@ @https://b.example@.");
        check("a<br/>b <b>c</b> &lt;d&gt; 1 < 2", "a b c <d> 1 < 2");
        check("[not a link] \\*x\\*", "[not a link] *x*");
        check("[top](#top)", "top");
    }

    #[test]
    fn links_in_links_end_somewhere() {
        let deep = format!("{}a{}", "[".repeat(10_000), "](b)".repeat(10_000));
        let shown = inline(&deep, Role::Text, &References::new()).plain();
        assert!(shown.contains("[[a](b)](b)") && shown.starts_with("[[["));
        let badge = "[".repeat(6) + "a" + &"](b)".repeat(6);
        let row = inline(&badge, Role::Text, &References::new());
        assert_eq!(row.plain(), "[[a](b)](b) <b> <b> <b> <b>");
    }

    #[test]
    fn unfinished_marks_stay_as_they_are() {
        for text in ["**", "a *b", "`a", "[a](b", "![", "<", "[", "\\", "&", "é*é"] {
            assert_eq!(inline(text, Role::Text, &References::new()).plain(), text);
        }
    }
}
