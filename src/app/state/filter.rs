//! The filter language: words that must all match, `!word` that must not; smart case; a substring beats
//! scattered letters.
//!
//! May import: nothing of the crate.

use nucleo_matcher::pattern::{Atom, AtomKind, CaseMatching, Normalization};
use nucleo_matcher::{Config, Matcher, Utf32Str};

/// What a substring is worth more than scattered letters.
const SUBSTRING_BONUS: u32 = 1 << 16;

/// Whether letters of a word may be scattered over the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scatter {
    /// `rds` finds `redis`.
    Allowed,
    /// Only whole words as typed.
    Refused,
}

struct Word {
    exact: Atom,
    scattered: Option<Atom>,
}

/// A parsed filter, ready to be asked about many texts.
pub struct Filter {
    wanted: Vec<Word>,
    unwanted: Vec<Atom>,
    matcher: Matcher,
    buffer: Vec<char>,
}

impl Filter {
    /// Reads a filter text. An empty one matches everything.
    #[must_use]
    pub fn parse(text: &str, scatter: Scatter) -> Self {
        let (mut wanted, mut unwanted) = (Vec::new(), Vec::new());
        for word in text.split_whitespace() {
            match word.strip_prefix('!') {
                Some("") => {}
                Some(word) => unwanted.push(atom(word, AtomKind::Substring)),
                None => wanted.push(Word {
                    exact: atom(word, AtomKind::Substring),
                    scattered: (scatter == Scatter::Allowed).then(|| atom(word, AtomKind::Fuzzy)),
                }),
            }
        }
        let matcher = Matcher::new(Config::DEFAULT);
        Self { wanted, unwanted, matcher, buffer: Vec::new() }
    }

    /// How well a text matches, and at which characters; `None` when it does not.
    pub fn rank(&mut self, text: &str) -> Option<(u32, Vec<u32>)> {
        let haystack = Utf32Str::new(text, &mut self.buffer);
        let matcher = &mut self.matcher;
        if self.unwanted.iter().any(|atom| atom.score(haystack, matcher).is_some()) {
            return None;
        }
        let (mut total, mut marks) = (0, Vec::new());
        for word in &self.wanted {
            total += word.rank(haystack, matcher, &mut marks)?;
        }
        marks.sort_unstable();
        marks.dedup();
        Some((total, marks))
    }
}

impl Word {
    fn rank(&self, text: Utf32Str<'_>, matcher: &mut Matcher, marks: &mut Vec<u32>) -> Option<u32> {
        if let Some(score) = self.exact.indices(text, matcher, marks) {
            return Some(SUBSTRING_BONUS + u32::from(score));
        }
        self.scattered.as_ref()?.indices(text, matcher, marks).map(u32::from)
    }
}

fn atom(word: &str, kind: AtomKind) -> Atom {
    Atom::new(word, CaseMatching::Smart, Normalization::Smart, kind, false)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_anded_smart_cased_and_negated() {
        let cases = [
            ("", "redis", true),
            ("red", "redis", true),
            ("rds", "redis", true),
            ("RED", "redis", false),
            ("redis cluster", "redis-cluster", true),
            ("cluster redis", "redis-cluster", true),
            ("redis !cluster", "redis-cluster", false),
            ("redis !cluster", "redis-operator", true),
            ("!", "redis", true),
            ("xyz", "redis", false),
        ];
        for (filter, text, expected) in cases {
            let found = Filter::parse(filter, Scatter::Allowed).rank(text).is_some();
            assert_eq!(found, expected, "{filter:?} on {text:?}");
        }
    }

    #[test]
    fn a_substring_ranks_above_scattered_letters_and_tells_its_place() {
        let mut filter = Filter::parse("red", Scatter::Allowed);
        let (substring, marks) = filter.rank("kube-redis").expect("it is in there");
        let (scattered, _) = filter.rank("r-e-d").expect("the letters are in there");
        assert!(substring > scattered);
        assert_eq!(marks, [5, 6, 7]);
    }
}
