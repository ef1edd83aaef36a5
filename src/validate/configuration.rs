//! `chartroom.yaml`: what those who keep a repository decided about its findings.
//!
//! ```yaml
//! ignore:
//!   - rule: IDX034
//!     path: "mirror/**"      # files as reports name them; optional
//!     entry: "internal-*"    # charts or addons; optional
//!     reason: served inside the data centre only
//! severity:
//!   missing-description: error
//! select: [all]              # only these rules; optional
//! fail-on: warning           # optional
//! baseline: .chartroom-baseline.json
//! ```
//!
//! May import: `validate::policy`, `yaml`, `model`.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::policy::{Exception, Policy, Selector};
use crate::model::Severity;
use crate::yaml;

/// The file's name.
pub const FILE: &str = "chartroom.yaml";

/// What the file says, understood.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Configuration {
    /// Selected rules, severities and exceptions.
    pub policy: Policy,
    /// From which severity on a validation fails.
    pub fail_on: Option<Severity>,
    /// Path of the baseline, relative to the file.
    pub baseline: Option<String>,
}

/// What the file says, as written.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
struct Written {
    ignore: Vec<WrittenException>,
    severity: BTreeMap<String, Severity>,
    select: Vec<String>,
    fail_on: Option<Severity>,
    baseline: Option<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenException {
    rule: String,
    path: Option<String>,
    entry: Option<String>,
    reason: String,
}

impl Configuration {
    /// Reads the text of the file; an empty one says nothing.
    ///
    /// # Errors
    /// In one line: what is wrong, with the line where it is known. A rule that does not exist and an empty reason
    /// are refused, so that nothing is suppressed by accident.
    pub fn parse(text: &str) -> Result<Self, String> {
        if text.lines().all(|line| line.trim().is_empty() || line.trim().starts_with('#')) {
            return Ok(Self::default());
        }
        let written: Written = yaml::from_str(text).map_err(|error| error.to_string())?;
        let exceptions = written.ignore.into_iter().map(exception);
        let severities = written
            .severity
            .into_iter()
            .map(|(rule, severity)| Ok((rule.parse::<Selector>()?, severity)));
        let select = written.select.iter().map(|rule| rule.parse::<Selector>());
        let policy = Policy {
            select: select.collect::<Result<_, String>>()?,
            severities: severities.collect::<Result<_, String>>()?,
            exceptions: exceptions.collect::<Result<_, String>>()?,
            ..Policy::default()
        };
        Ok(Self { policy, fail_on: written.fail_on, baseline: written.baseline })
    }
}

fn exception(written: WrittenException) -> Result<Exception, String> {
    let rule: Selector = written.rule.parse()?;
    if written.reason.trim().is_empty() {
        return Err(format!("the exception for {} gives no reason", rule.text()));
    }
    Ok(Exception { rule, path: written.path, entry: written.entry, reason: written.reason })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::rule::index::IDX045;

    #[test]
    fn everything_that_can_be_decided_is_read() {
        let text = "ignore:\n- rule: IDX034\n  path: mirror/**\n  reason: inside\nseverity:\n  \
                    missing-description: error\nselect: [IDX, CHT]\nfail-on: warning\nbaseline: known.json\n";
        let read = Configuration::parse(text).expect("it is well-formed");
        assert_eq!(read.policy.severity(&IDX045), Some(Severity::Error));
        assert_eq!(read.policy.exceptions.len(), 1);
        assert_eq!(read.policy.select.len(), 2);
        assert_eq!(
            (read.fail_on, read.baseline),
            (Some(Severity::Warning), Some("known.json".to_owned()))
        );
    }

    #[test]
    fn an_empty_file_says_nothing() {
        for text in ["", "\n", "# nothing yet\n\n"] {
            assert_eq!(Configuration::parse(text), Ok(Configuration::default()));
        }
    }

    #[test]
    fn what_could_suppress_by_accident_is_refused() {
        for (text, expected) in [
            ("ignore: [{rule: IDX034}]", "reason"),
            ("ignore: [{rule: IDX034, reason: ' '}]", "IDX034 gives no reason"),
            ("ignore: [{rule: IDX999, reason: x}]", "IDX999"),
            ("ignore: [{rule: IDX034, reason: x, file: y}]", "unknown field `file`"),
            ("severity: {IDX034: fatal}", "fatal"),
            ("severity: {nothing: info}", "nothing"),
            ("ingore: []", "unknown field `ingore`"),
            ("- a", "expected struct"),
        ] {
            let refused = Configuration::parse(text).expect_err(text);
            assert!(refused.contains(expected), "{text}: {refused}");
        }
    }
}
