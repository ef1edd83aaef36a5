//! `chartroom rules`: the rule table, or all about some rules.
//!
//! May import: `cli::{args, output}`, `validate`, `model`, `error`.

use std::collections::BTreeMap;
use std::io::{self, Write};

use serde_json::{Value, json};

use super::args::{RulesArguments, TableFormat};
use super::output::{self, Exit};
use crate::error::{Error, ErrorKind};
use crate::model::rule;
use crate::model::text::clean;
use crate::model::{Consumer, Effect, Rule};
use crate::validate::Selector;

/// Carries out `rules`.
pub(super) fn run(arguments: &RulesArguments, out: &mut dyn Write) -> anyhow::Result<Exit> {
    let rules = chosen(&arguments.rules)?;
    match arguments.format {
        TableFormat::Json => {
            output::json(out, &Value::Array(rules.iter().map(|rule| object(rule)).collect()))?;
        }
        TableFormat::Table if !is_by_name(&arguments.rules) => list(&rules, out)?,
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

/// Whether single rules are asked for, not all of them or those of a family.
fn is_by_name(names: &[String]) -> bool {
    names.iter().any(|name| rule::find(name).is_some())
}

fn chosen(names: &[String]) -> Result<Vec<&'static Rule>, Error> {
    if names.is_empty() {
        return Ok(rule::all().collect());
    }
    let mut chosen = Vec::new();
    for name in names {
        let begins = Selector::new(name);
        match rule::find(name) {
            Some(rule) => chosen.push(rule),
            None => chosen.extend(rule::all().filter(|rule| begins.matches(rule))),
        }
        if chosen.is_empty() {
            let message = format!("there is no rule \"{}\"", clean(name));
            return Err(Error::new(ErrorKind::NotFound, message).hint(
                "`chartroom rules` lists them all, `chartroom rules IDX` those of a family",
            ));
        }
    }
    Ok(chosen)
}

fn list(rules: &[&Rule], out: &mut dyn Write) -> io::Result<()> {
    let row = |rule: &&Rule| {
        let (severity, name) = (rule.severity.name().to_owned(), rule.name.to_owned());
        vec![rule.code.to_owned(), severity, rule.letters(), name, rule.what.to_owned()]
    };
    let rows: Vec<Vec<String>> = rules.iter().map(row).collect();
    output::table(out, &["CODE", "SEVERITY", "EFFECTS", "NAME", "WHAT"], &rows)?;
    let effects = Effect::ALL.map(|effect| match effect {
        Effect::Unseen => format!("{} never looks", effect.letter()),
        seen => format!("{} {}", seen.letter(), seen.name()),
    });
    let consumers = Consumer::ALL.map(Consumer::title).join(", ");
    writeln!(out, "\nEffects on {consumers}:\n{}", effects.join(", "))
}

fn write(rule: &Rule, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "{} {} ({})", rule.code, rule.name, rule.severity.name())?;
    for (label, text) in
        [("what", rule.what), ("why", rule.why), ("fix", rule.fix), ("origin", rule.origin)]
    {
        writeln!(out, "  {label:<7} {text}")?;
    }
    for (effect, consumers) in rule.matrix() {
        let titles: Vec<&str> = consumers.into_iter().map(Consumer::title).collect();
        writeln!(out, "  {:<7} {}", effect.name(), titles.join(", "))?;
    }
    Ok(())
}

fn object(rule: &Rule) -> Value {
    let effect = |consumer: Consumer| (consumer.name().to_owned(), rule.effect(consumer).name());
    let consumers: BTreeMap<String, &str> = Consumer::ALL.into_iter().map(effect).collect();
    json!({
        "rule": rule.code,
        "name": rule.name,
        "family": rule.family.name(),
        "severity": rule.severity.name(),
        "what": rule.what,
        "why": rule.why,
        "fix": rule.fix,
        "origin": rule.origin,
        "consumers": consumers,
    })
}
