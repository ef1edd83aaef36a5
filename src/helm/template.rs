//! Templates as text: their syntax, the functions, templates and values that they name. Nothing is rendered.
//!
//! May import: `helm::template::*`, `helm::chart`, `yaml`, `model`.

mod call;
mod context;
pub(super) mod defaults;
mod define;
pub(super) mod fault;
mod function;
mod layout;
mod lexer;
mod literal;
pub(super) mod parser;
mod pipeline;
pub(super) mod position;
mod reference;
mod scope;
pub(super) mod source;
pub(super) mod tree;

use std::mem;

use super::chart::ChartRead;
use crate::model::rule::template as rules;
use crate::model::{Diagnostic, Findings, Place};
use defaults::Defaults;
use source::Source;

/// Judges a chart by the rules of this family.
pub(super) fn judge(read: &ChartRead) -> Findings {
    let mut findings = Findings::of(read.package.place(""));
    let mut sources = source::read(read);
    syntax(&mut sources, &mut findings);
    encoding(read, &mut findings);
    let names = define::names(&sources);
    define::judge(&sources, &names, read, &mut findings);
    // A library is rendered with the values of others.
    if read.chart.metadata.chart_type != "library" && !is_changed_below(&sources) {
        let is_whole = !define::lacks_charts(read) || calls_are_known(&sources, &names);
        let defaults = if is_whole { Defaults::of(read) } else { None };
        reference::judge(&sources, &names, read, defaults.as_ref(), &mut findings);
    }
    findings
}

/// Faults that stop Helm, wherever they are, and all others of the chart's own files.
fn syntax(sources: &mut [Source<'_>], findings: &mut Findings) {
    for source in sources {
        let mut faults = mem::take(&mut source.parsed.faults);
        call::judge(&source.parsed.tree, &mut faults);
        if source.depth > 0 {
            let stops = |code: &str| code < "TPL017" || ["TPL018", "TPL019"].contains(&code);
            faults.retain(|fault| stops(fault.rule.code));
        } else {
            layout::judge(source, &mut faults);
        }
        for fault in faults {
            findings.push(source.diagnostic(fault));
        }
    }
}

fn encoding(read: &ChartRead, findings: &mut Findings) {
    for path in &read.chart.templates {
        if read.package.file(path).is_some_and(|file| file.text().is_none()) {
            let place = Place::file(read.package.place(path));
            findings.push(Diagnostic::new(&rules::TPL036, place, "the template is not UTF-8 text"));
        }
    }
}

/// Whether a chart below changes the values that it is given, as some libraries do.
fn is_changed_below(sources: &[Source<'_>]) -> bool {
    let signs = ["set .", "set $", "erge .", "erge $", "verwrite .", "verwrite $"];
    sources.iter().filter(|source| source.depth > 0).any(|source| {
        source.text.contains("Values") && signs.iter().any(|sign| source.text.contains(sign))
    })
}

/// Whether every template that the chart calls is at hand.
fn calls_are_known(sources: &[Source<'_>], names: &define::Names<'_, '_>) -> bool {
    let own = sources.iter().filter(|source| source.depth == 0);
    own.flat_map(define::calls).all(|(name, _)| names.contains_key(name))
}

#[cfg(test)]
mod tests;
