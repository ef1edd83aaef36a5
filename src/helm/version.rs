//! Chart versions as Helm reads them: Masterminds' loose semantic versions, their strict variant, and an
//! order that is total, so that lists look the same everywhere.
//!
//! May import: nothing of the crate.

use std::cmp::Ordering;

/// A parsed version. Equality and order follow semantic versioning, then the build identifiers, then the text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Version {
    /// First number.
    pub major: u64,
    /// Second number, 0 where it was left out.
    pub minor: u64,
    /// Third number, 0 where it was left out.
    pub patch: u64,
    /// Identifiers after `-`.
    pub pre: Vec<String>,
    /// Identifiers after `+`.
    pub build: Vec<String>,
    /// As written.
    pub text: String,
}

impl Version {
    /// Reads what Helm accepts in indexes and charts: an optional `v`, one to three numbers with or without
    /// leading zeros, pre-release and build identifiers. `None` is what Helm calls an invalid version.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let body = text.strip_prefix('v').unwrap_or(text);
        let (body, build) = split(body, '+');
        let (core, pre) = split(body, '-');
        let numbers: Vec<u64> = core.split('.').map(number).collect::<Option<_>>()?;
        if numbers.len() > 3 {
            return None;
        }
        let part = |index: usize| numbers.get(index).copied().unwrap_or(0);
        Some(Self {
            major: part(0),
            minor: part(1),
            patch: part(2),
            pre: identifiers(pre, Leading::Refused)?,
            build: identifiers(build, Leading::Allowed)?,
            text: text.to_owned(),
        })
    }

    /// Reads only what the semantic versioning standard allows: three numbers, no `v`, no leading zeros.
    /// Helm 4 warns of anything else, and OCI tags need it.
    #[must_use]
    pub fn parse_strict(text: &str) -> Option<Self> {
        let version = Self::parse(text)?;
        let core = text.split(['-', '+']).next()?;
        let parts: Vec<_> = core.split('.').collect();
        let plain = |part: &&str| *part == "0" || !part.starts_with('0');
        (!text.starts_with('v') && parts.len() == 3 && parts.iter().all(plain)).then_some(version)
    }

    /// Whether it has pre-release identifiers.
    #[must_use]
    pub fn is_prerelease(&self) -> bool {
        !self.pre.is_empty()
    }

    /// Semantic precedence alone: versions that differ in build identifiers are equal.
    #[must_use]
    pub fn precedence(&self, other: &Self) -> Ordering {
        (self.major, self.minor, self.patch)
            .cmp(&(other.major, other.minor, other.patch))
            .then_with(|| self.pre.is_empty().cmp(&other.pre.is_empty()))
            .then_with(|| compare(&self.pre, &other.pre))
    }
}

impl Ord for Version {
    fn cmp(&self, other: &Self) -> Ordering {
        self.precedence(other)
            .then_with(|| compare(&self.build, &other.build))
            .then_with(|| self.text.cmp(&other.text))
    }
}

impl PartialOrd for Version {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

/// Whether a text is a constraint on versions, as dependencies and `kubeVersion` state them: alternatives
/// with `||`, terms joined by commas or blanks, operators, `x` and `*`, and ranges such as `1.2 - 1.4`.
///
/// ```
/// assert!(chartroom::helm::version::is_constraint(">=1.20.0-0 <2 || ~3.1.x"));
/// assert!(!chartroom::helm::version::is_constraint("latest"));
/// ```
#[must_use]
pub fn is_constraint(text: &str) -> bool {
    text.split("||").all(|alternative| {
        let mut rest = alternative.trim_start();
        loop {
            let operator = OPERATORS.iter().find(|operator| rest.starts_with(**operator));
            let body = rest.strip_prefix(operator.copied().unwrap_or_default()).unwrap_or(rest);
            let Some(after) = term(body.trim_start()) else { return false };
            let next = after.trim_start();
            if next.is_empty() {
                return true;
            }
            let is_apart = next.len() < after.len() || next.starts_with(',');
            let next = next.strip_prefix("- ").or_else(|| next.strip_prefix(',')).unwrap_or(next);
            if !is_apart {
                return false;
            }
            rest = next.trim_start();
        }
    })
}

/// Longer ones before those that they begin with.
const OPERATORS: [&str; 11] = ["!=", ">=", "=>", "<=", "=<", "~>", "=", ">", "<", "~", "^"];

/// Takes one version or wildcard off a constraint; gives what follows it.
fn term(text: &str) -> Option<&str> {
    let end = text.find([',', ' ', '\t', '\n']).unwrap_or(text.len());
    let (word, rest) = text.split_at_checked(end)?;
    let word = word.strip_prefix('v').unwrap_or(word);
    let (word, build) = split(word, '+');
    let (core, pre) = split(word, '-');
    let parts: Vec<&str> = core.split('.').collect();
    let is_part = |part: &&str| {
        !part.is_empty()
            && part.bytes().all(|byte| byte.is_ascii_digit() || matches!(byte, b'x' | b'X' | b'*'))
    };
    identifiers(pre, Leading::Allowed)?;
    identifiers(build, Leading::Allowed)?;
    (parts.len() <= 3 && parts.iter().all(is_part)).then_some(rest)
}

/// Whether numeric identifiers may begin with a zero.
#[derive(Clone, Copy, PartialEq)]
enum Leading {
    Allowed,
    Refused,
}

fn split(text: &str, mark: char) -> (&str, Option<&str>) {
    text.split_once(mark).map_or((text, None), |(before, after)| (before, Some(after)))
}

fn number(text: &str) -> Option<u64> {
    text.bytes().all(|byte| byte.is_ascii_digit()).then(|| text.parse().ok())?
}

fn identifiers(text: Option<&str>, leading: Leading) -> Option<Vec<String>> {
    let Some(text) = text else { return Some(Vec::new()) };
    text.split('.')
        .map(|part| {
            let allowed = part.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
            let zero = part.len() > 1 && part.starts_with('0') && is_numeric(part);
            (!part.is_empty() && allowed && !(zero && leading == Leading::Refused))
                .then(|| part.to_owned())
        })
        .collect()
}

fn is_numeric(part: &str) -> bool {
    part.bytes().all(|byte| byte.is_ascii_digit())
}

/// Identifier by identifier: numbers by value and before words, words by their bytes, the shorter list first.
fn compare(left: &[String], right: &[String]) -> Ordering {
    for (left, right) in left.iter().zip(right) {
        let order = match (is_numeric(left), is_numeric(right)) {
            (true, true) => {
                let (left, right) = (left.trim_start_matches('0'), right.trim_start_matches('0'));
                left.len().cmp(&right.len()).then_with(|| left.cmp(right))
            }
            (true, false) => Ordering::Less,
            (false, true) => Ordering::Greater,
            (false, false) => left.cmp(right),
        };
        if order.is_ne() {
            return order;
        }
    }
    left.len().cmp(&right.len())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn loose_and_strict_versions_are_told_apart_as_in_helm() {
        for (text, loose, strict) in [
            ("1.2.3", true, true),
            ("0.0.0-0", true, true),
            ("1.2.3-rc.1+build.01", true, true),
            ("v1", true, false),
            ("1", true, false),
            ("1.2", true, false),
            ("01.02.03", true, false),
            ("v1.2.3", true, false),
            ("1.2.3.4", false, false),
            ("latest", false, false),
            ("V1.0.0", false, false),
            (" 1.0.0", false, false),
            ("1.0.0-01", false, false),
            ("1.0.0-", false, false),
            ("1.0.0+", false, false),
            ("1..0", false, false),
            ("", false, false),
            ("v", false, false),
            ("+1", false, false),
            ("1.0.0-ä", false, false),
            ("1.0.0+a+b", false, false),
            ("99999999999999999999.0.0", false, false),
            ("18446744073709551615.0.0", true, true),
        ] {
            assert_eq!(Version::parse(text).is_some(), loose, "loose {text:?}");
            assert_eq!(Version::parse_strict(text).is_some(), strict, "strict {text:?}");
        }
    }

    #[test]
    fn the_order_is_that_of_semantic_versioning() {
        let ordered = [
            "0.9.9",
            "1.0.0-1",
            "1.0.0-2",
            "1.0.0-11",
            "1.0.0-alpha",
            "1.0.0-alpha.1",
            "1.0.0-beta",
            "1.0.0-rc.1",
            "1",
            "1.0.0",
            "1.0.0+a",
            "1.0.0+up1.2",
            "1.0.1",
            "1.1",
            "v2",
        ];
        let mut versions: Vec<_> =
            ordered.iter().rev().filter_map(|text| Version::parse(text)).collect();
        versions.sort();
        let texts: Vec<_> = versions.iter().map(|version| version.text.as_str()).collect();
        assert_eq!(texts, ordered);
    }

    #[test]
    fn constraints_are_told_from_other_texts() {
        for (text, expected) in [
            ("*", true),
            ("1.2.3", true),
            ("^1.2", true),
            ("~> 1.2.x", true),
            (">= 1.0.0, < 2.0.0 || =3.0.0-rc.1", true),
            (">=1.19.0-0 <1.30", true),
            ("1.2 - 1.4.5", true),
            (">=1.0.0,<2", true),
            ("  1.x.x  ", true),
            ("v1.2.3+build.1", true),
            ("latest", false),
            ("", false),
            ("1.2.3.4", false),
            (">1.0 ||", false),
            ("1.0,", false),
            ("%VERSION%", false),
            (">> 1", false),
            ("1.0;2.0", false),
        ] {
            assert_eq!(is_constraint(text), expected, "{text:?}");
        }
    }

    fn version() -> impl Strategy<Value = Version> {
        "v?[0-9]{1,3}(\\.[0-9]{1,2}){0,2}(-[a-c1-3]{1,2}(\\.[a-c1-3]{1,2})?)?(\\+[0-9a-c]{1,2})?"
            .prop_filter_map("a version", |text| Version::parse(&text))
    }

    proptest! {
        #[test]
        fn the_order_is_total(a in version(), b in version(), c in version()) {
            prop_assert_eq!(a.cmp(&b), b.cmp(&a).reverse());
            prop_assert_eq!(a.cmp(&b).is_eq(), a.text == b.text);
            if a <= b && b <= c {
                prop_assert!(a <= c);
            }
            if a.precedence(&b).is_lt() {
                prop_assert!(a < b);
            }
        }

        #[test]
        fn no_text_makes_the_parser_panic(text in any::<String>()) {
            let _ = Version::parse(&text);
            let _ = Version::parse_strict(&text);
            let _ = is_constraint(&text);
        }
    }
}
