//! How bad a diagnostic is.
//!
//! May import: `model::text`.

use serde::{Deserialize, Serialize};

use super::text::counted;

/// How bad a diagnostic is. Ordered: `Info < Warning < Error`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// Worth knowing.
    Info,
    /// Will hurt somebody some day.
    Warning,
    /// Refused, skipped or broken for at least one consumer.
    Error,
}

impl Severity {
    /// The word used in flags, JSON and on the screen.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Info => "info",
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }

    /// So many of them, in words: `1 error`, `2 warnings`, `3 infos`.
    #[must_use]
    pub fn counted(self, count: usize) -> String {
        counted(count, self.name())
    }

    /// How many there are of each, in words, the gravest first: `1 error, 2 warnings`; `no findings`.
    #[must_use]
    pub fn tally(severities: impl Iterator<Item = Self>) -> String {
        let (mut errors, mut warnings, mut infos) = (0, 0, 0);
        for severity in severities {
            match severity {
                Self::Error => errors += 1,
                Self::Warning => warnings += 1,
                Self::Info => infos += 1,
            }
        }
        let words: Vec<String> =
            [(Self::Error, errors), (Self::Warning, warnings), (Self::Info, infos)]
                .into_iter()
                .filter(|(_, count)| *count > 0)
                .map(|(severity, count)| severity.counted(count))
                .collect();
        if words.is_empty() { "no findings".to_owned() } else { words.join(", ") }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn findings_are_counted_in_words() {
        use Severity::{Error, Info, Warning};
        for (severities, expected) in [
            (vec![], "no findings"),
            (vec![Error], "1 error"),
            (vec![Info, Warning, Warning, Info], "2 warnings, 2 infos"),
        ] {
            assert_eq!(Severity::tally(severities.into_iter()), expected);
        }
    }
}
