//! `chartroom rules`: the rule table, or all about some rules.
//!
//! May import: `cli::{args, output}`, `model`, `error`.

use std::io::{self, Write};

use serde_json::{Value, json};

use super::args::{RulesArguments, TableFormat};
use super::output::{self, Exit};
use crate::error::{Error, ErrorKind};
use crate::model::Rule;
use crate::model::rule;
use crate::model::text::clean;

/// Carries out `rules`.
pub(super) fn run(arguments: &RulesArguments, out: &mut dyn Write) -> anyhow::Result<Exit> {
    let rules = chosen(&arguments.rules)?;
    match arguments.format {
        TableFormat::Json => {
            output::json(out, &Value::Array(rules.iter().map(|rule| object(rule)).collect()))?;
        }
        TableFormat::Table if arguments.rules.is_empty() => {
            let rows: Vec<Vec<String>> = rules
                .iter()
                .map(|rule| [rule.code, rule.severity.name(), rule.name, rule.what])
                .map(|cells| cells.map(str::to_owned).to_vec())
                .collect();
            output::table(out, &["CODE", "SEVERITY", "NAME", "WHAT"], &rows)?;
        }
        TableFormat::Table => {
            for (position, rule) in rules.iter().enumerate() {
                if position > 0 {
                    writeln!(out)?;
                }
                write(rule, out)?;
            }
        }
    }
    Ok(Exit::Clean)
}

fn chosen(names: &[String]) -> Result<Vec<&'static Rule>, Error> {
    if names.is_empty() {
        return Ok(rule::all().collect());
    }
    let find = |name: &String| {
        rule::find(name).ok_or_else(|| {
            Error::new(ErrorKind::NotFound, format!("there is no rule \"{}\"", clean(name)))
                .hint("`chartroom rules` lists them all")
        })
    };
    names.iter().map(find).collect()
}

fn write(rule: &Rule, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "{} {} ({})", rule.code, rule.name, rule.severity.name())?;
    for (label, text) in
        [("what", rule.what), ("why", rule.why), ("fix", rule.fix), ("origin", rule.origin)]
    {
        writeln!(out, "  {label:<7} {text}")?;
    }
    Ok(())
}

fn object(rule: &Rule) -> Value {
    json!({
        "rule": rule.code,
        "name": rule.name,
        "family": rule.family.name(),
        "severity": rule.severity.name(),
        "what": rule.what,
        "why": rule.why,
        "fix": rule.fix,
        "origin": rule.origin,
    })
}
