//! The filter of findings: words that must all occur, `!word` that must not, and words about one thing alone:
//! `severity:error`, `rule:CHT`, `entry:redis`, `file:values.yaml`.
//!
//! May import: `app::text`, `model`.

use regex::{Regex, RegexBuilder};

use crate::app::text::finding::place_text;
use crate::model::Diagnostic;

/// What a word speaks of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Field {
    Severity,
    Rule,
    Entry,
    File,
    Anything,
}

struct Term {
    field: Field,
    word: String,
    text: Regex,
    is_wanted: bool,
}

/// A parsed filter, ready to be asked about many findings.
pub struct Sieve(Vec<Term>);

impl Sieve {
    /// Reads a filter. An empty one lets everything through.
    #[must_use]
    pub fn parse(text: &str) -> Self {
        Self(text.split_whitespace().filter_map(term).collect())
    }

    /// Whether a finding is shown.
    #[must_use]
    pub fn passes(&self, found: &Diagnostic) -> bool {
        self.0.iter().all(|term| term.matches(found) == term.is_wanted)
    }
}

fn term(text: &str) -> Option<Term> {
    let (is_wanted, text) = text.strip_prefix('!').map_or((true, text), |rest| (false, rest));
    let (field, word) = match text.split_once(':') {
        Some(("severity" | "sev", word)) => (Field::Severity, word),
        Some(("rule", word)) => (Field::Rule, word),
        Some(("entry", word)) => (Field::Entry, word),
        Some(("file", word)) => (Field::File, word),
        _ => (Field::Anything, text),
    };
    if word.is_empty() {
        return None;
    }
    // As in the other filters: capitals are meant where they are typed.
    let ignores_case = field != Field::Anything || !word.chars().any(char::is_uppercase);
    let text = RegexBuilder::new(&regex::escape(word)).case_insensitive(ignores_case).build();
    Some(Term { field, word: word.to_lowercase(), text: text.ok()?, is_wanted })
}

impl Term {
    fn matches(&self, found: &Diagnostic) -> bool {
        match self.field {
            Field::Severity => found.severity.name().starts_with(&self.word),
            Field::Rule => {
                starts(found.rule.code, &self.word) || self.text.is_match(found.rule.name)
            }
            Field::Entry => self.is_in(found.entry.as_deref()),
            Field::File => self.text.is_match(&found.place.file),
            Field::Anything => self.is_anywhere(found),
        }
    }

    fn is_anywhere(&self, found: &Diagnostic) -> bool {
        self.text.is_match(found.rule.code)
            || self.text.is_match(found.rule.name)
            || self.text.is_match(&found.message)
            || self.text.is_match(&found.place.file)
            || self.is_in(found.entry.as_deref())
            || (self.word.contains(':') && self.text.is_match(&place_text(&found.place)))
    }

    fn is_in(&self, text: Option<&str>) -> bool {
        text.is_some_and(|text| self.text.is_match(text))
    }
}

fn starts(text: &str, word: &str) -> bool {
    text.get(..word.len()).is_some_and(|start| start.eq_ignore_ascii_case(word))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::rule::index::IDX010;
    use crate::model::{Place, Span};

    #[test]
    fn words_are_anded_negated_and_may_speak_of_one_thing_alone() {
        let place = Place::at("stable/index.yaml", Span { line: 41, column: 7, length: 5 });
        let found = Diagnostic::new(&IDX010, place, "\"Redis\" lists 0.0.3 twice");
        let found = found.of("redis", "0.0.3");
        let severity = format!("severity:{}", found.severity.name());
        for (filter, expected) in [
            ("", true),
            ("redis", true),
            ("Redis", true),
            ("REDIS", false),
            ("IDX010 twice", true),
            ("twice !redis", false),
            ("!kafka", true),
            ("!", true),
            (severity.as_str(), true),
            ("severity:info", false),
            ("!severity:info", true),
            ("rule:idx", true),
            ("rule:IDX010", true),
            ("rule:010", false),
            ("rule:dupl", true),
            ("entry:red", true),
            ("entry:kafka", false),
            ("file:stable/", true),
            ("file:values", false),
            ("index.yaml:41", true),
            ("index.yaml:42", false),
            ("entry:", true),
            ("(", false),
        ] {
            assert_eq!(Sieve::parse(filter).passes(&found), expected, "{filter}");
        }
    }
}
