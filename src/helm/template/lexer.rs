//! Cuts the text of a template into tokens, as Go's `text/template` does since 1.16: line breaks are blanks within
//! actions, and a trim marker needs a blank. Faults become tokens as well, so that reading goes on after them.
//!
//! May import: nothing of the crate.

use std::ops::Range;

/// What a token is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::helm) enum Kind {
    /// Text outside of actions.
    Text,
    /// A comment with its delimiters.
    Comment,
    /// `{{` or `{{- `.
    Left,
    /// `}}` or ` -}}`.
    Right,
    /// A run of blanks within an action.
    Space,
    /// A word: a function, a keyword, `true`, `false` or `nil`.
    Word,
    /// `.name`
    Field,
    /// `$` or `$name`
    Variable,
    /// `.`
    Dot,
    /// A number, with sign, base, fraction or exponent.
    Number,
    /// A character constant.
    Character,
    /// A text in double quotes.
    Quoted,
    /// A text in back quotes.
    Raw,
    /// `(`
    Open,
    /// `)`
    Close,
    /// `|`
    Pipe,
    /// `:=`
    Declare,
    /// `=`
    Assign,
    /// Another printable character, such as the comma.
    Other,
    /// Something that Go's reader refuses.
    Wrong(Wrong),
}

/// Why a token is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::helm) enum Wrong {
    /// The action does not end.
    Action,
    /// The comment does not end.
    Comment,
    /// The comment ends, but not its action.
    CommentTail,
    /// A quoted text does not end on its line.
    Quoted,
    /// A raw text does not end.
    Raw,
    /// A character constant does not end on its line.
    Constant,
    /// A number that goes on as a word.
    Number,
    /// A colon without its equals sign.
    Colon,
    /// A word, field or variable runs into a character that cannot follow it.
    Character,
    /// A character that no action may hold.
    Unknown,
}

/// A part of the text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::helm) struct Token {
    /// What it is.
    pub(in crate::helm) kind: Kind,
    /// Where it is, in bytes.
    pub(in crate::helm) range: Range<usize>,
}

/// Gives the tokens of a text one after the other; together they cover it.
#[derive(Debug)]
pub(in crate::helm) struct Lexer<'text> {
    text: &'text str,
    position: usize,
    is_inside: bool,
    /// Whether no comment ends from here on.
    lacks_comment_end: bool,
    /// Up to where no text in double quotes ends, of those that begin from here on.
    quoted: usize,
    /// The same of character constants.
    constant: usize,
}

const LEFT: &str = "{{";
const RIGHT: &str = "}}";

/// Whether Go takes a character for a blank within actions.
fn is_space(character: char) -> bool {
    matches!(character, ' ' | '\t' | '\r' | '\n')
}

fn is_word(character: char) -> bool {
    character == '_' || character.is_alphanumeric()
}

/// Length of the blank and dash before `}}` where the text begins with them.
fn right_delimiter(text: &str) -> Option<usize> {
    if text.starts_with(RIGHT) {
        return Some(RIGHT.len());
    }
    let rest = text.strip_prefix(is_space)?;
    rest.strip_prefix('-')?.starts_with(RIGHT).then_some(2 + RIGHT.len())
}

impl<'text> Lexer<'text> {
    /// Begins at the start of a text.
    pub(in crate::helm) fn new(text: &'text str) -> Self {
        Self {
            text,
            position: 0,
            is_inside: false,
            lacks_comment_end: false,
            quoted: 0,
            constant: 0,
        }
    }

    fn rest(&self) -> &'text str {
        self.text.get(self.position..).unwrap_or_default()
    }

    fn take(&mut self, kind: Kind, length: usize) -> Token {
        let start = self.position;
        self.position = (start + length).min(self.text.len());
        Token { kind, range: start..self.position }
    }

    fn outside(&mut self) -> Token {
        let rest = self.rest();
        match rest.find(LEFT) {
            Some(0) => self.left(),
            Some(length) => self.take(Kind::Text, length),
            None => self.take(Kind::Text, rest.len()),
        }
    }

    fn left(&mut self) -> Token {
        let inner = self.rest().strip_prefix(LEFT).unwrap_or_default();
        let is_trimmed = inner.strip_prefix('-').is_some_and(|after| after.starts_with(is_space));
        let marker = if is_trimmed { 2 } else { 0 };
        if inner.get(marker..).is_some_and(|after| after.starts_with("/*")) {
            return self.comment(LEFT.len() + marker + 2);
        }
        self.is_inside = true;
        self.take(Kind::Left, LEFT.len() + marker)
    }

    /// A comment, of which so many bytes are the opening.
    fn comment(&mut self, opening: usize) -> Token {
        let rest = self.rest();
        let inner = rest.get(opening..).filter(|_| !self.lacks_comment_end);
        let Some(end) = inner.and_then(|inner| inner.find("*/")) else {
            self.lacks_comment_end = true;
            let length = rest.find(RIGHT).map_or(rest.len(), |end| end + RIGHT.len());
            return self.take(Kind::Wrong(Wrong::Comment), length);
        };
        let end = opening + end + 2;
        let tail = rest.get(end..).unwrap_or_default();
        if let Some(delimiter) = right_delimiter(tail) {
            return self.take(Kind::Comment, end + delimiter);
        }
        let length = tail.find(RIGHT).map_or(rest.len(), |close| end + close + RIGHT.len());
        self.take(Kind::Wrong(Wrong::CommentTail), length)
    }

    fn inside(&mut self) -> Token {
        let rest = self.rest();
        if let Some(length) = right_delimiter(rest) {
            self.is_inside = false;
            return self.take(Kind::Right, length);
        }
        if rest.starts_with(LEFT) {
            // Nothing within an action begins with two braces: the one before was never closed.
            self.is_inside = false;
            return self.take(Kind::Wrong(Wrong::Action), 0);
        }
        let first = rest.chars().next().unwrap_or_default();
        match first {
            ' ' | '\t' | '\r' | '\n' => self.space(),
            '=' => self.take(Kind::Assign, 1),
            ':' if rest.starts_with(":=") => self.take(Kind::Declare, 2),
            ':' => self.take(Kind::Wrong(Wrong::Colon), 1),
            '|' => self.take(Kind::Pipe, 1),
            '(' => self.take(Kind::Open, 1),
            ')' => self.take(Kind::Close, 1),
            '"' => self.quoted('"', Kind::Quoted, Wrong::Quoted),
            '\'' => self.quoted('\'', Kind::Character, Wrong::Constant),
            '`' => self.raw(),
            '$' => self.name(Kind::Variable),
            '.' if !rest[1..].starts_with(|next: char| next.is_ascii_digit()) => {
                self.name(Kind::Field)
            }
            '.' | '+' | '-' | '0'..='9' => self.number(),
            _ if is_word(first) => self.name(Kind::Word),
            ' '..='~' => self.take(Kind::Other, 1),
            _ => self.take(Kind::Wrong(Wrong::Unknown), first.len_utf8()),
        }
    }

    fn space(&mut self) -> Token {
        let rest = self.rest();
        let mut length = rest.find(|next| !is_space(next)).unwrap_or(rest.len());
        // The last blank before a trim marker belongs to the delimiter.
        if length > 1 && rest.get(length - 1..).and_then(right_delimiter) > Some(RIGHT.len()) {
            length -= 1;
        }
        self.take(Kind::Space, length)
    }

    /// A field, variable or word, with its first character.
    fn name(&mut self, kind: Kind) -> Token {
        let rest = self.rest();
        let skipped = rest.chars().next().map_or(0, char::len_utf8);
        let tail = rest.get(skipped..).unwrap_or_default();
        let length = skipped + tail.find(|next| !is_word(next)).unwrap_or(tail.len());
        let after = rest.get(length..).unwrap_or_default();
        let ends = after.starts_with(|next| is_space(next) || ".,|:)(".contains(next));
        if !(ends || after.is_empty() || after.starts_with(RIGHT) || after.starts_with(LEFT)) {
            let wrong = after.chars().next().map_or(0, char::len_utf8);
            return self.take(Kind::Wrong(Wrong::Character), length + wrong);
        }
        let kind = if kind == Kind::Field && length == 1 { Kind::Dot } else { kind };
        self.take(kind, length)
    }

    /// A text or character constant; it ends on its line.
    fn quoted(&mut self, quote: char, kind: Kind, wrong: Wrong) -> Token {
        let rest = self.rest();
        let known = if quote == '"' { self.quoted } else { self.constant };
        // A quote on the way of a search in vain was escaped, so that a search from there on is in vain as well.
        if let Some(line) = self.text.get(self.position..known).filter(|line| !line.is_empty()) {
            return self.take(Kind::Wrong(wrong), unterminated(line));
        }
        let mut is_escaped = false;
        let mut end = rest.len();
        for (place, character) in rest.char_indices().skip(1) {
            match character {
                '\n' => {
                    end = place;
                    break;
                }
                _ if is_escaped => is_escaped = false,
                '\\' => is_escaped = true,
                _ if character == quote => return self.take(kind, place + 1),
                _ => {}
            }
        }
        let known = if quote == '"' { &mut self.quoted } else { &mut self.constant };
        *known = self.position + end;
        self.take(Kind::Wrong(wrong), unterminated(&rest[..end]))
    }

    fn raw(&mut self) -> Token {
        let rest = self.rest();
        if let Some(end) = rest.get(1..).and_then(|inner| inner.find('`')) {
            return self.take(Kind::Raw, end + 2);
        }
        let line = rest.find('\n').unwrap_or(rest.len());
        self.take(Kind::Wrong(Wrong::Raw), unterminated(&rest[..line]))
    }

    fn number(&mut self) -> Token {
        let rest = self.rest().as_bytes();
        let mut length = scan_number(rest);
        let next = rest.get(length).copied();
        if matches!(next, Some(b'+' | b'-')) {
            length += scan_number(rest.get(length..).unwrap_or_default());
            let is_imaginary = rest.get(length - 1) == Some(&b'i');
            let kind = if is_imaginary { Kind::Number } else { Kind::Wrong(Wrong::Number) };
            return self.take(kind, length);
        }
        let tail = self.rest().get(length..).unwrap_or_default();
        let more = tail.find(|next| !is_word(next)).unwrap_or(tail.len());
        if more > 0 || length == 0 {
            return self.take(Kind::Wrong(Wrong::Number), length + more);
        }
        self.take(Kind::Number, length)
    }
}

/// How much of an unterminated text is set aside: up to the delimiter that was likely meant to end the action.
fn unterminated(line: &str) -> usize {
    let end = line.find(RIGHT).unwrap_or(line.len());
    let body = line.get(..end).unwrap_or_default();
    body.strip_suffix('-').filter(|before| before.ends_with(is_space)).map_or(end, |_| end - 2)
}

/// Length of what looks like a number.
fn scan_number(text: &[u8]) -> usize {
    let at = |place: usize| text.get(place).copied().unwrap_or_default();
    let run = |from: usize, is_digit: fn(u8) -> bool| {
        let more = text.get(from..).unwrap_or_default().iter();
        from + more.take_while(|byte| is_digit(**byte) || **byte == b'_').count()
    };
    let start = usize::from(matches!(at(0), b'+' | b'-'));
    let (digits, is_digit, exponent): (usize, fn(u8) -> bool, &[u8]) =
        match (at(start), at(start + 1)) {
            (b'0', b'x' | b'X') => (start + 2, |byte| byte.is_ascii_hexdigit(), b"pP"),
            (b'0', b'o' | b'O') => (start + 2, |byte| (b'0'..=b'7').contains(&byte), b""),
            (b'0', b'b' | b'B') => (start + 2, |byte| matches!(byte, b'0' | b'1'), b""),
            _ => (start, |byte| byte.is_ascii_digit(), b"eE"),
        };
    let mut end = run(digits, is_digit);
    if at(end) == b'.' {
        end = run(end + 1, is_digit);
    }
    if exponent.contains(&at(end)) && end < text.len() {
        end += 1;
        end += usize::from(matches!(at(end), b'+' | b'-'));
        end = run(end, |byte| byte.is_ascii_digit());
    }
    end + usize::from(at(end) == b'i')
}

impl Iterator for Lexer<'_> {
    type Item = Token;

    fn next(&mut self) -> Option<Token> {
        if self.position < self.text.len() {
            return Some(if self.is_inside { self.inside() } else { self.outside() });
        }
        if self.is_inside {
            self.is_inside = false;
            return Some(self.take(Kind::Wrong(Wrong::Action), 0));
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn check(text: &str, expected: &[(&str, Kind)]) {
        let found: Vec<(&str, Kind)> =
            Lexer::new(text).map(|token| (&text[token.range], token.kind)).collect();
        assert_eq!(found, expected, "{text}");
    }

    #[test]
    fn tokens_are_those_of_go() {
        use Kind::{Dot, Field, Left, Quoted, Right, Space, Text, Variable, Word};
        check(
            "a{{ .b }}c",
            &[
                ("a", Text),
                ("{{", Left),
                (" ", Space),
                (".b", Field),
                (" ", Space),
                ("}}", Right),
                ("c", Text),
            ],
        );
        check(
            "{{- if $x.y -}}",
            &[
                ("{{- ", Left),
                ("if", Word),
                (" ", Space),
                ("$x", Variable),
                (".y", Field),
                (" -}}", Right),
            ],
        );
        check("{{-3}}", &[("{{", Left), ("-3", Kind::Number), ("}}", Right)]);
        check("{{. }}", &[("{{", Left), (".", Dot), (" ", Space), ("}}", Right)]);
        check("{{- /* }} */ -}}", &[("{{- /* }} */ -}}", Kind::Comment)]);
        check("{{\"a\\\"}}\"}}", &[("{{", Left), ("\"a\\\"}}\"", Quoted), ("}}", Right)]);
        check("{{`a\n}}`}}", &[("{{", Left), ("`a\n}}`", Kind::Raw), ("}}", Right)]);
        check("{{1+2i}}", &[("{{", Left), ("1+2i", Kind::Number), ("}}", Right)]);
        check("{{0x1_F}}", &[("{{", Left), ("0x1_F", Kind::Number), ("}}", Right)]);
    }

    #[test]
    fn reading_goes_on_after_a_fault() {
        use Kind::{Left, Right, Space, Text, Word};
        let wrong = Kind::Wrong;
        check(
            "{{\"a}}b",
            &[("{{", Left), ("\"a", wrong(Wrong::Quoted)), ("}}", Right), ("b", Text)],
        );
        check(
            "{{a {{b}}",
            &[
                ("{{", Left),
                ("a", Word),
                (" ", Space),
                ("", wrong(Wrong::Action)),
                ("{{", Left),
                ("b", Word),
                ("}}", Right),
            ],
        );
        check("{{a-}}", &[("{{", Left), ("a-", wrong(Wrong::Character)), ("}}", Right)]);
        check("{{a", &[("{{", Left), ("a", Word), ("", wrong(Wrong::Action))]);
        check("{{/* a }}b", &[("{{/* a }}", wrong(Wrong::Comment)), ("b", Text)]);
        check("{{/* a */ }}b", &[("{{/* a */ }}", wrong(Wrong::CommentTail)), ("b", Text)]);
        check("{{0xg}}", &[("{{", Left), ("0xg", wrong(Wrong::Number)), ("}}", Right)]);
    }

    #[test]
    fn what_does_not_end_is_looked_for_once() {
        for (part, kind) in
            [("{{\\\"}}", Wrong::Quoted), ("{{\\'}}", Wrong::Constant), ("{{/*}}", Wrong::Comment)]
        {
            let text = part.repeat(200_000);
            let wrong = Lexer::new(&text).filter(|token| token.kind == Kind::Wrong(kind)).count();
            assert_eq!(wrong, 200_000, "{part}");
        }
    }

    fn template() -> impl Strategy<Value = String> {
        let part = prop_oneof![
            Just("{{".to_owned()),
            Just("}}".to_owned()),
            Just("{{- ".to_owned()),
            Just(" -}}".to_owned()),
            Just("/*".to_owned()),
            Just("*/".to_owned()),
            "[-+.$|()\"'`\\\\:=,0-9a-fxi \n\t]{0,6}",
            "\\PC{0,4}",
        ];
        proptest::collection::vec(part, 0..40).prop_map(|parts| parts.concat())
    }

    proptest! {
        #[test]
        fn tokens_cover_any_text(text in template()) {
            let tokens: Vec<Token> = Lexer::new(&text).collect();
            let joined: String = tokens.iter().map(|token| &text[token.range.clone()]).collect();
            prop_assert_eq!(joined, text);
        }
    }
}
