//! A text of YAML as marks with places: as much as the rules of style need, and no more. Quoted texts, block
//! texts and comments are told from what is between them.
//!
//! May import: nothing of the crate.

/// What a mark is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// `-` of a list.
    Dash,
    /// `:` after a key.
    Colon,
    /// `,` between brackets.
    Comma,
    /// `{` or `[`.
    Open(char),
    /// `}` or `]`.
    Close(char),
    /// A text in quotes, or a piece of one that goes over several lines.
    Quoted,
    /// A text without quotes, an anchor, an alias or a tag.
    Plain,
    /// The head of a block text, `|` or `>`.
    Block,
    /// A comment.
    Comment,
}

/// One mark; lines and columns count from 0, in characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Mark {
    pub(super) kind: Kind,
    pub(super) line: usize,
    pub(super) start: usize,
    pub(super) end: usize,
    /// How many brackets are open around it.
    pub(super) depth: usize,
}

/// The marks of a text.
pub(super) fn marks(lines: &[Vec<char>]) -> Vec<Mark> {
    let mut scan = Scan::default();
    for (number, line) in lines.iter().enumerate() {
        scan.line(number, line);
    }
    scan.marks
}

#[derive(Default)]
struct Scan {
    marks: Vec<Mark>,
    depth: usize,
    /// The quote that is open at the end of a line.
    quote: Option<char>,
    /// The column above which lines belong to a block text.
    block: Option<usize>,
    /// One more than the column of the last key or dash of the line, 0 before any.
    parent: usize,
}

impl Scan {
    fn line(&mut self, number: usize, line: &[char]) {
        let indent = line.iter().take_while(|character| **character == ' ').count();
        let is_blank = line.iter().all(|character| character.is_whitespace());
        if let Some(parent) = self.block {
            if is_blank || indent >= parent {
                return;
            }
            self.block = None;
        }
        self.parent = 0;
        let mut at = 0;
        if self.quote.is_some() {
            at = self.quoted(number, line, 0);
        }
        while let Some(character) = line.get(at).copied() {
            at = match character {
                character if character.is_whitespace() => at + 1,
                '#' if at == 0 || line.get(at - 1).is_some_and(|before| before.is_whitespace()) => {
                    self.put(Kind::Comment, number, at, line.len())
                }
                '-' if self.depth == 0 && is_gap(line, at + 1) => {
                    self.parent = at + 1;
                    self.put(Kind::Dash, number, at, at + 1)
                }
                '{' | '[' => {
                    let next = self.put(Kind::Open(character), number, at, at + 1);
                    self.depth += 1;
                    next
                }
                '}' | ']' => {
                    self.depth = self.depth.saturating_sub(1);
                    self.put(Kind::Close(character), number, at, at + 1)
                }
                ',' if self.depth > 0 => self.put(Kind::Comma, number, at, at + 1),
                ':' if self.is_colon(line, at) => self.put(Kind::Colon, number, at, at + 1),
                '"' | '\'' => {
                    self.key(line, at);
                    self.quote = Some(character);
                    self.quoted(number, line, at)
                }
                '|' | '>' if self.depth == 0 => {
                    self.block = Some(self.parent);
                    let end = line.iter().position(|character| *character == '#');
                    self.put(
                        Kind::Block,
                        number,
                        at,
                        end.filter(|end| *end > at).unwrap_or(line.len()),
                    )
                }
                _ => {
                    self.key(line, at);
                    let end = self.plain(line, at);
                    self.put(Kind::Plain, number, at, end)
                }
            };
        }
    }

    /// Notes the column of what may be a key.
    fn key(&mut self, line: &[char], at: usize) {
        if self.depth > 0 {
            return;
        }
        let before = line.iter().take(at);
        let is_first =
            before.clone().all(|character| character.is_whitespace() || *character == '-');
        if is_first {
            self.parent = at + 1;
        }
    }

    fn is_colon(&self, line: &[char], at: usize) -> bool {
        let after_quote = at > 0 && matches!(line.get(at - 1), Some('"' | '\''));
        is_gap(line, at + 1)
            || (self.depth > 0
                && (after_quote || matches!(line.get(at + 1), Some(',' | '}' | ']'))))
    }

    fn put(&mut self, kind: Kind, line: usize, start: usize, end: usize) -> usize {
        let trimmed = end.max(start + 1);
        self.marks.push(Mark { kind, line, start, end: trimmed, depth: self.depth });
        trimmed
    }

    /// Goes to the end of a quoted text, or of the line.
    fn quoted(&mut self, number: usize, line: &[char], start: usize) -> usize {
        let Some(quote) = self.quote else { return start };
        let is_new = line.get(start) == Some(&quote) && self.is_opening(number, start);
        let mut at = if is_new { start + 1 } else { start };
        while let Some(character) = line.get(at).copied() {
            let twice = quote == '\'' && line.get(at + 1) == Some(&'\'');
            if character == '\\' && quote == '"' || character == quote && twice {
                at += 2;
            } else if character == quote {
                self.quote = None;
                return self.put(Kind::Quoted, number, start, at + 1);
            } else {
                at += 1;
            }
        }
        self.put(Kind::Quoted, number, start, line.len())
    }

    /// Whether a quote at that place opens: a text that goes on from the line before begins at its start.
    fn is_opening(&self, number: usize, start: usize) -> bool {
        let last = self.marks.last();
        let goes_on = last.is_some_and(|mark| mark.kind == Kind::Quoted && mark.line + 1 == number);
        start > 0 || !goes_on
    }

    /// The end of a text without quotes.
    fn plain(&self, line: &[char], start: usize) -> usize {
        let mut at = start + 1;
        while let Some(character) = line.get(at).copied() {
            let ends = match character {
                ':' => self.is_colon(line, at),
                '#' => line.get(at - 1).is_some_and(|before| before.is_whitespace()),
                ',' | '[' | ']' | '{' | '}' => self.depth > 0,
                _ => false,
            };
            // An anchor or a tag ends at the first blank.
            let is_tag = matches!(line.get(start), Some('&' | '!' | '*'));
            if ends || (is_tag && character.is_whitespace()) {
                break;
            }
            at += 1;
        }
        while at > start + 1 && line.get(at - 1).is_some_and(|last| last.is_whitespace()) {
            at -= 1;
        }
        at
    }
}

fn is_gap(line: &[char], at: usize) -> bool {
    line.get(at).is_none_or(|character| character.is_whitespace())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kinds(text: &str) -> Vec<Kind> {
        let lines: Vec<Vec<char>> = text.lines().map(|line| line.chars().collect()).collect();
        marks(&lines).into_iter().map(|mark| mark.kind).collect()
    }

    #[test]
    fn marks_are_told_from_texts() {
        use Kind::{Block, Close, Colon, Comma, Comment, Dash, Open, Plain, Quoted};
        for (text, expected) in [
            ("a: b # c", vec![Plain, Colon, Plain, Comment]),
            ("a: b#c", vec![Plain, Colon, Plain]),
            ("- \"a: # b\"", vec![Dash, Quoted]),
            ("a: 'it''s, [so]'", vec![Plain, Colon, Quoted]),
            (
                "{a: 1, b: x}",
                vec![Open('{'), Plain, Colon, Plain, Comma, Plain, Colon, Plain, Close('}')],
            ),
            ("url: http://a.b/c,d", vec![Plain, Colon, Plain]),
            ("a: |\n  b: [ c\n\n  # d\ne: f", vec![Plain, Colon, Block, Plain, Colon, Plain]),
            ("- a: >-\n    b\n  c: d", vec![Dash, Plain, Colon, Block, Plain, Colon, Plain]),
            (
                "a: \"b\n  # c\nd\"\ne: f",
                vec![Plain, Colon, Quoted, Quoted, Quoted, Plain, Colon, Plain],
            ),
            ("a: &b {}", vec![Plain, Colon, Plain, Open('{'), Close('}')]),
        ] {
            assert_eq!(kinds(text), expected, "{text}");
        }
    }
}
