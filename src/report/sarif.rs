//! A report as SARIF 2.1.0, which code hosts show beside the lines it speaks of.
//!
//! One run for each target, each of a category of its own: GitHub refuses two runs of one tool and category. The
//! format: <https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html>; what GitHub reads of it:
//! <https://docs.github.com/code-security/code-scanning/integrating-with-code-scanning/sarif-support-for-code-scanning>.
//!
//! May import: `report::{options, sarif::*, sequence}`, `model`.

mod fingerprint;
mod location;
mod result;
mod rule;

use std::io;

use serde::Serialize;
use serde_json::{Value, json};

use super::options::Options;
use super::sequence::Sequence;
use crate::model::rule::target::{TGT001, TGT004};
use crate::model::text::clean;
use crate::model::{Report, Rule};
use location::Places;

/// Where the schema lies that says what we write.
const SCHEMA: &str = "https://json.schemastore.org/sarif-2.1.0.json";

#[derive(Serialize)]
struct Log<R: Serialize> {
    #[serde(rename = "$schema")]
    schema: &'static str,
    version: &'static str,
    runs: R,
}

/// Written key by key in this order.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Run<R: Serialize> {
    tool: Value,
    automation_details: Value,
    invocations: [Value; 1],
    original_uri_base_ids: Value,
    column_kind: &'static str,
    results: R,
}

/// Writes one log with a run for each target.
pub(super) fn write(
    reports: &[Report],
    options: &Options,
    out: &mut impl io::Write,
) -> io::Result<()> {
    let runs = Sequence(reports.iter().map(|report| run(report, options)));
    let log = Log { schema: SCHEMA, version: "2.1.0", runs };
    serde_json::to_writer_pretty(&mut *out, &log).map_err(io::Error::from)?;
    writeln!(out)
}

fn run<'report>(report: &'report Report, options: &'report Options) -> impl Serialize {
    let rules = rule::named(report);
    let places = Places::new(report, options);
    let bases = places.bases();
    let is_unseen = |code| code == TGT001.code || code == TGT004.code;
    let is_seen = !report.diagnostics.iter().any(|found| is_unseen(found.rule.code));
    Run {
        tool: tool(&rules),
        automation_details: json!({ "id": format!("chartroom/{}/", clean(&report.target)) }),
        invocations: [json!({ "executionSuccessful": is_seen })],
        original_uri_base_ids: bases,
        column_kind: "unicodeCodePoints",
        results: result::all(report, rules, places),
    }
}

fn tool(rules: &[&Rule]) -> Value {
    let mut driver = json!({
        "name": "chartroom",
        "version": env!("CARGO_PKG_VERSION"),
        "semanticVersion": env!("CARGO_PKG_VERSION"),
        "rules": rules.iter().copied().map(rule::descriptor).collect::<Vec<_>>(),
    });
    // An empty one would be no URI.
    let home = [env!("CARGO_PKG_HOMEPAGE"), env!("CARGO_PKG_REPOSITORY")];
    if let Some(home) = home.into_iter().find(|home| !home.is_empty()) {
        driver["informationUri"] = home.into();
    }
    json!({ "driver": driver })
}
