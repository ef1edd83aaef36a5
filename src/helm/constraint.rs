//! Which versions a constraint allows, as the library that Helm uses (Masterminds' semver, version 3) decides.
//!
//! May import: `helm::version`.

use std::cmp::Ordering;

use super::version::{Version, is_constraint};

/// Whether a version satisfies a constraint; `None` where the constraint is none.
#[must_use]
pub(super) fn satisfies(constraint: &str, version: &Version) -> Option<bool> {
    if !is_constraint(constraint) {
        return None;
    }
    Some(constraint.split("||").any(|group| {
        let terms = terms(group);
        // A pre-release is only meant where one of the bounds beside it names one.
        let is_meant = !version.is_prerelease() || terms.iter().any(Term::has_prerelease);
        is_meant && terms.iter().all(|term| term.allows(version))
    }))
}

/// Whether a constraint names exactly one version: three numbers, without an operator or with `=`.
#[must_use]
pub(super) fn is_exact(constraint: &str) -> bool {
    let text = constraint.trim();
    let text = text.strip_prefix('=').unwrap_or(text).trim();
    let body = text.strip_prefix('v').unwrap_or(text);
    Version::parse_strict(body).is_some()
}

/// How many of the three numbers a bound names.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Precision {
    Nothing,
    Major,
    Minor,
    Patch,
}

/// One bound of a constraint.
struct Term {
    operator: String,
    bound: Version,
    precision: Precision,
}

/// Splits alternatives into bounds; `1.2 - 1.4` is two of them.
fn terms(group: &str) -> Vec<Term> {
    let spaced = group.replace(',', " ");
    let words: Vec<&str> = spaced.split_whitespace().collect();
    let mut terms = Vec::new();
    let mut operator = String::new();
    let mut words = words.into_iter().peekable();
    while let Some(word) = words.next() {
        let body = word.trim_start_matches(['!', '=', '<', '>', '~', '^']);
        operator.push_str(word.strip_suffix(body).unwrap_or(word));
        if body.is_empty() {
            continue;
        }
        if word == "-" {
            "<=".clone_into(&mut operator);
            continue;
        }
        if words.peek() == Some(&"-") {
            ">=".clone_into(&mut operator);
        }
        if let Some(term) = term(std::mem::take(&mut operator), body) {
            terms.push(term);
        }
    }
    terms
}

fn term(operator: String, body: &str) -> Option<Term> {
    let body = body.strip_prefix('v').unwrap_or(body);
    let core = body.split(['-', '+']).next().unwrap_or_default();
    let rest = body.get(core.len()..).unwrap_or_default();
    let is_number = |part: &&str| !part.contains(['x', 'X', '*']);
    let numbers: Vec<&str> = core.split('.').take_while(is_number).collect();
    let precision = match numbers.len() {
        0 => Precision::Nothing,
        1 => Precision::Major,
        2 => Precision::Minor,
        _ => Precision::Patch,
    };
    let bound = Version::parse(&format!(
        "{}{rest}",
        if numbers.is_empty() { "0".to_owned() } else { numbers.join(".") }
    ))?;
    Some(Term { operator, bound, precision })
}

impl Term {
    fn has_prerelease(&self) -> bool {
        self.bound.is_prerelease()
    }

    fn allows(&self, version: &Version) -> bool {
        let order = version.precedence(&self.bound);
        let is_partial = self.precision < Precision::Patch;
        match self.operator.as_str() {
            "!=" if is_partial => !self.covers(version),
            "!=" => order.is_ne(),
            ">" if is_partial => order.is_gt() && !self.covers(version),
            ">" => order.is_gt(),
            "<" => order.is_lt(),
            ">=" | "=>" => order.is_ge(),
            "<=" | "=<" if is_partial => order.is_le() || self.covers(version),
            "<=" | "=<" => order.is_le(),
            "~" | "~>" => order.is_ge() && self.tilde(version),
            "^" => order.is_ge() && self.caret(version),
            _ if is_partial => order.is_ge() && self.tilde(version),
            _ => order == Ordering::Equal,
        }
    }

    /// Whether the version begins with the numbers that the bound names.
    fn covers(&self, version: &Version) -> bool {
        self.precision == Precision::Nothing
            || (version.major == self.bound.major
                && (self.precision == Precision::Major || version.minor == self.bound.minor)
                && (self.precision < Precision::Patch || version.patch == self.bound.patch))
    }

    fn tilde(&self, version: &Version) -> bool {
        let is_zero = self.precision >= Precision::Patch
            && (self.bound.major, self.bound.minor, self.bound.patch) == (0, 0, 0);
        self.precision == Precision::Nothing
            || is_zero
            || (version.major == self.bound.major
                && (self.precision == Precision::Major || version.minor == self.bound.minor))
    }

    fn caret(&self, version: &Version) -> bool {
        if self.precision == Precision::Nothing {
            return true;
        }
        if self.bound.major > 0 || self.precision == Precision::Major {
            return version.major == self.bound.major;
        }
        if version.major > 0 {
            return false;
        }
        if self.bound.minor > 0 || self.precision == Precision::Minor {
            return version.minor == self.bound.minor;
        }
        version.minor == 0 && version.patch == self.bound.patch
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn constraints_allow_what_helm_allows() {
        for (constraint, version, expected) in [
            ("1.2.3", "1.2.3", true),
            ("=1.2.3", "1.2.4", false),
            ("1.2", "1.2.9", true),
            ("1.2", "1.3.0", false),
            ("1", "1.9.0", true),
            ("4.x.x", "4.3.1", true),
            ("*", "7.0.0", true),
            ("*", "7.0.0-rc.1", false),
            (">0.0.0-0", "7.0.0-rc.1", true),
            ("~1.2.3", "1.2.9", true),
            ("~1.2.3", "1.3.0", false),
            ("~1", "1.3.0", true),
            ("^1.2.3", "1.9.0", true),
            ("^1.2.3", "2.0.0", false),
            ("^0.2.3", "0.2.9", true),
            ("^0.2.3", "0.3.0", false),
            ("^0.0.3", "0.0.4", false),
            (">=1.0.0 <2.0.0", "1.5.0", true),
            (">= 1.0.0, < 2.0.0", "2.0.0", false),
            ("1.2 - 1.4", "1.4.7", true),
            ("1.2 - 1.4.5", "1.4.7", false),
            (">11", "11.1.0", false),
            (">11", "12.0.0", true),
            ("<=11", "11.9.0", true),
            ("!=1.x", "1.5.0", false),
            ("<1.0.0 || >=2.0.0", "2.1.0", true),
            ("v1.2.3", "v1.2.3", true),
            (">= 0.0.1", "v0.1.0", true),
            ("~0.0.0", "3.0.0", true),
        ] {
            let version = Version::parse(version).expect("a version");
            assert_eq!(satisfies(constraint, &version), Some(expected), "{constraint} {version:?}");
        }
        let version = Version::parse("1.0.0").expect("a version");
        assert_eq!(satisfies("latest", &version), None);
    }

    #[test]
    fn one_version_is_told_from_many() {
        for (text, expected) in
            [("1.2.3", true), ("= v1.2.3", true), ("1.2", false), ("^1.2.3", false), ("*", false)]
        {
            assert_eq!(is_exact(text), expected, "{text}");
        }
    }
}
