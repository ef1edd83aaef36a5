//! Versions as Helm Broker accepts them: an optional `v`, one to three numbers, an optional
//! pre-release and build part. Leading zeros are fine, blanks and `V` are not.
//!
//! May import: nothing of the crate.

use std::cmp::Ordering;

/// A version that Helm Broker takes, ready to be compared.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Version {
    numbers: [i64; 3],
    prerelease: Vec<Part>,
}

/// One dot-separated part of a pre-release. Numbers come before words.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Part {
    Number(u64),
    Word(String),
}

impl Version {
    /// The version in that text; `None` where Helm Broker finds none.
    pub(super) fn parse(text: &str) -> Option<Self> {
        let text = text.strip_prefix('v').unwrap_or(text);
        let (text, build) = split(text, '+');
        let (core, prerelease) = split(text, '-');
        let parts: Vec<&str> = core.split('.').collect();
        if parts.len() > 3 || !build.is_none_or(is_dotted) || !prerelease.is_none_or(is_dotted) {
            return None;
        }
        let mut numbers = [0; 3];
        for (number, part) in numbers.iter_mut().zip(parts) {
            *number = decimal(part)?;
        }
        let prerelease = prerelease.map(|text| text.split('.').map(Part::read).collect());
        Some(Self { numbers, prerelease: prerelease.unwrap_or_default() })
    }
}

impl Part {
    fn read(text: &str) -> Self {
        text.parse().map_or_else(|_| Self::Word(text.to_owned()), Self::Number)
    }
}

impl Ord for Version {
    fn cmp(&self, other: &Self) -> Ordering {
        let released = |version: &Self| version.prerelease.is_empty();
        self.numbers
            .cmp(&other.numbers)
            .then_with(|| released(self).cmp(&released(other)))
            .then_with(|| self.prerelease.cmp(&other.prerelease))
    }
}

impl PartialOrd for Version {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

/// Orders version texts oldest first; texts that are no versions come before all versions.
pub(super) fn compare(left: &str, right: &str) -> Ordering {
    Version::parse(left).cmp(&Version::parse(right)).then_with(|| left.cmp(right))
}

fn split(text: &str, separator: char) -> (&str, Option<&str>) {
    text.split_once(separator).map_or((text, None), |(first, rest)| (first, Some(rest)))
}

fn is_dotted(text: &str) -> bool {
    text.split('.').all(|part| {
        !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
    })
}

fn decimal(text: &str) -> Option<i64> {
    text.bytes().all(|byte| byte.is_ascii_digit()).then(|| text.parse().ok())?
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn accepts_what_helm_broker_accepts() {
        for text in ["1", "v1", "1.2", "0.1.0", "01.02.03", "1.2-beta", "1.2.3-rc.1+5", "1.0.0+a-b"]
        {
            assert!(Version::parse(text).is_some(), "{text}");
        }
    }

    #[test]
    fn refuses_what_helm_broker_refuses() {
        for text in [
            "",
            "V1",
            "1.2.3.4",
            " 1.2.3",
            "1.2.3 ",
            "1.x",
            "1.2.3-",
            "1.2.3+",
            "v",
            "1..2",
            "1.",
            "latest",
            "-1",
            "+1",
            "1.2.3-a..b",
            "9223372036854775808",
            "1.2.3-ä",
        ] {
            assert!(Version::parse(text).is_none(), "{text:?}");
        }
    }

    #[test]
    fn orders_as_semantic_versions() {
        let ordered = ["junk", "0.9", "1.0.0-2", "1.0.0-10", "1.0.0-rc", "1.0.0", "1.2", "v1.10.0"];
        for pair in ordered.windows(2) {
            assert_eq!(compare(pair[0], pair[1]), Ordering::Less, "{pair:?}");
        }
    }
}
