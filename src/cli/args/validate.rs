//! The arguments of `chartroom validate`.
//!
//! May import: `cli::args::choices`, `model`, `report`, `validate`.

use std::path::PathBuf;
use std::str::FromStr;

use clap::Args;
use clap::builder::{PossibleValuesParser, TypedValueParser};

use super::choices::{self, DepthChoice};
use crate::model::{Consumer, RepositoryKind, Severity};
use crate::report;
use crate::validate::Selector;

/// Validates repositories, indexes, packages, charts and addons, and tells all faults.
///
/// TARGET is the name of a registered repository, any URL that `repo add` takes, a folder, an index file, a
/// package (.tgz), an unpacked chart or addon, or a manifest. Names of repositories win over names of folders:
/// write ./NAME for the folder.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  chartroom validate sample-addons
  chartroom validate ./charts https://charts.example.org/stable --depth index
  chartroom validate redis-0.0.3.tgz --fail-on warning
  chartroom validate ./charts --as helm4
  chartroom validate ./charts --ignore IDX034,missing-description --severity CHT021=error
  chartroom validate ./charts --write-baseline .chartroom-baseline.json
  chartroom validate ./addons --format json | jq '.summary'

A line of text is made for editors and people:
  index.yaml:199:16: warning IDX010 duplicate version \"0.3.2\" of \"task-queue\"
`chartroom rules IDX010` says why that matters and how to mend it.

RULE is a code (IDX010), the beginning of codes (IDX, CHT0), a name (duplicate-version), or all; several with
commas. A finding is accepted, with a reason, by a comment on its line or on the line before
(# chartroom:ignore IDX034 served inside only), or in a chartroom.yaml beside the target:
  ignore:
    - rule: IDX034
      path: \"mirror/**\"
      reason: served inside only
  severity: { missing-description: error }
  fail-on: warning
  baseline: .chartroom-baseline.json
The file is looked for in the folder of a local target and, within a Git working tree, in the folders above.

Exit codes:
  0  nothing at or above --fail-on
  1  findings at or above --fail-on; a folder with nothing to validate in it is one (TGT002).
     With --as: the tool refuses it or crashes, or, with --fail-on warning, leaves something out
  2  a target could not be looked at, or one of its packages (TGT004): an outage, say,
     which tells neither good nor bad; all findings are written nevertheless")]
#[expect(clippy::struct_excessive_bools, reason = "each is a flag of its own")]
pub(crate) struct ValidateArguments {
    /// What to validate
    #[arg(required_unless_present = "registered", value_name = "TARGET")]
    pub(crate) targets: Vec<String>,
    /// Every registered repository, and all of them against each other
    #[arg(long)]
    pub(crate) registered: bool,
    /// Insist on this kind; without it the content decides
    #[arg(long, value_name = "KIND", value_parser = choices::kind_parser())]
    pub(crate) kind: Option<RepositoryKind>,
    /// How far to look: only at the index, at the newest package of every entry, or at every package
    #[arg(long, value_enum, default_value_t)]
    pub(crate) depth: DepthChoice,
    /// Look at so many packages at most, spread over the index
    #[arg(long, value_name = "COUNT", value_parser = clap::value_parser!(u32).range(1..))]
    pub(crate) sample: Option<u32>,
    /// Look only at packages that changed since the last complete validation
    #[arg(long, conflicts_with = "afresh")]
    pub(crate) since: bool,
    /// Judge every package anew, even if nothing changed
    #[arg(long)]
    pub(crate) afresh: bool,
    /// Verify provenance with these public keys, binary or armored
    #[arg(long, value_name = "FILE")]
    pub(crate) keyring: Option<PathBuf>,
    /// Tell what this tool would do, and only the findings that it minds
    #[arg(long = "as", value_name = "CONSUMER", value_parser = consumer_parser())]
    pub(crate) consumer: Option<Consumer>,
    /// Only these rules; style rules (STY) speak only when they are named here
    #[arg(long, value_name = "RULE", value_delimiter = ',')]
    pub(crate) select: Vec<Selector>,
    /// Not these rules
    #[arg(long, value_name = "RULE", value_delimiter = ',')]
    pub(crate) ignore: Vec<Selector>,
    /// Another severity for a rule: IDX045=error
    #[arg(long, value_name = "RULE=SEVERITY", value_delimiter = ',', value_parser = weight)]
    pub(crate) severity: Vec<(Selector, Severity)>,
    /// The severity from which on the exit code is 1 [default: error]
    #[arg(long, value_name = "SEVERITY", value_parser = limit_parser())]
    pub(crate) fail_on: Option<Limit>,
    /// Read this chartroom.yaml instead of the one beside the target
    #[arg(long, value_name = "FILE")]
    pub(crate) config: Option<PathBuf>,
    /// Forgive what this file lists
    #[arg(long, value_name = "FILE")]
    pub(crate) baseline: Option<PathBuf>,
    /// Write everything that is found to this file, to be forgiven from now on
    #[arg(long, value_name = "FILE", conflicts_with_all = ["consumer", "select", "ignore"])]
    pub(crate) write_baseline: Option<PathBuf>,
    /// Mend what is mechanical and safe in a local target: shows the changes and asks
    #[arg(long, conflicts_with_all = ["consumer", "registered"])]
    pub(crate) fix: bool,
    /// With --fix: do not ask
    #[arg(long, short, requires = "fix")]
    pub(crate) yes: bool,
    /// How the report is written; json of several targets is an array
    #[arg(long, value_name = "FORMAT", default_value_t, value_parser = format_parser())]
    pub(crate) format: report::Format,
    /// Write the report to this file
    #[arg(long, short, value_name = "FILE")]
    pub(crate) output: Option<PathBuf>,
}

/// From which severity on a validation fails.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Limit {
    /// From this one.
    At(Severity),
    /// Whatever is found.
    Never,
}

impl FromStr for Limit {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        match text {
            "never" => Ok(Self::Never),
            other => severity(other).map(Self::At),
        }
    }
}

fn severity(text: &str) -> Result<Severity, String> {
    [Severity::Error, Severity::Warning, Severity::Info]
        .into_iter()
        .find(|severity| severity.name() == text)
        .ok_or_else(|| format!("\"{text}\" is no severity: use error, warning or info"))
}

/// `RULE=SEVERITY`.
fn weight(text: &str) -> Result<(Selector, Severity), String> {
    let (rule, level) = text.split_once('=').ok_or("write it as RULE=SEVERITY")?;
    Ok((rule.parse()?, severity(level.trim())?))
}

fn limit_parser() -> impl TypedValueParser<Value = Limit> {
    PossibleValuesParser::new(["error", "warning", "info", "never"])
        .try_map(|text| text.parse::<Limit>())
}

fn consumer_parser() -> impl TypedValueParser<Value = Consumer> {
    let names = Consumer::ALL.map(Consumer::name).into_iter().chain(["kubesphere"]);
    PossibleValuesParser::new(names.collect::<Vec<_>>()).try_map(|text| text.parse::<Consumer>())
}

fn format_parser() -> impl TypedValueParser<Value = report::Format> {
    let names = report::Format::ALL.map(report::Format::name);
    PossibleValuesParser::new(names).try_map(|text| text.parse::<report::Format>())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn weights_and_limits_are_read() {
        assert_eq!(weight("IDX010=info"), Ok((Selector::new("IDX010"), Severity::Info)));
        for (text, expected) in
            [("IDX010", "RULE=SEVERITY"), ("IDX999=info", "IDX999"), ("IDX010=fatal", "fatal")]
        {
            let refused = weight(text).expect_err(text);
            assert!(refused.contains(expected), "{refused}");
        }
        assert_eq!("never".parse(), Ok(Limit::Never));
        assert_eq!("warning".parse(), Ok(Limit::At(Severity::Warning)));
    }
}
