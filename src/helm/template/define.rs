//! Named templates across the files of a chart: defined once, and there when they are called.
//!
//! May import: `helm::template::{fault, parser, source, tree}`, `helm::chart`, `model`.

use std::collections::HashMap;

use super::fault::{Fault, MOST};
use super::source::Source;
use super::tree::{Bytes, Define, Node, Term, is_empty};
use crate::helm::chart::ChartRead;
use crate::model::rule::template as rules;
use crate::model::text::short_name;
use crate::model::{Findings, Related, spelling};

/// Everything that is defined, by name.
pub(super) type Names<'sources, 'chart> =
    HashMap<&'sources str, Vec<(&'sources Source<'chart>, &'sources Define<'chart>)>>;

/// The named templates of all files.
pub(super) fn names<'sources, 'chart>(
    sources: &'sources [Source<'chart>],
) -> Names<'sources, 'chart> {
    let mut names = Names::new();
    for source in sources {
        for define in source.parsed.tree.defines.iter().filter(|define| !define.name.is_empty()) {
            names.entry(&define.name).or_default().push((source, define));
        }
    }
    names
}

/// Whether a chart that is declared, by this chart or one below it, is not at hand: it may define anything.
pub(super) fn lacks_charts(read: &ChartRead) -> bool {
    let mut pending = vec![read];
    while let Some(read) = pending.pop() {
        let is_there =
            |name: &str| read.vendored.iter().any(|below| below.chart.metadata.name == name);
        if read.chart.metadata.dependencies.iter().any(|needed| !is_there(&needed.name)) {
            return true;
        }
        pending.extend(&read.vendored);
    }
    false
}

/// Judges definitions and calls.
pub(super) fn judge(
    sources: &[Source<'_>],
    names: &Names<'_, '_>,
    read: &ChartRead,
    findings: &mut Findings,
) {
    let mut listed: Vec<_> = names.iter().collect();
    listed.sort_unstable_by_key(|(name, _)| **name);
    for (name, defined) in listed {
        twice(name, defined, findings);
    }
    if lacks_charts(read) || read.chart.metadata.chart_type == "library" {
        return;
    }
    for source in sources.iter().filter(|source| source.depth == 0) {
        for (name, range) in calls(source).into_iter().take(100 * MOST) {
            if !names.contains_key(name) && !name.contains("/templates/") {
                let fault = undefined(name, range, names);
                findings.push(source.diagnostic(fault));
            }
        }
    }
}

/// The templates that a file calls by a literal name, with the places of the names.
pub(super) fn calls<'sources>(source: &'sources Source<'_>) -> Vec<(&'sources str, Bytes)> {
    let mut calls: Vec<(&str, Bytes)> = Vec::new();
    source.parsed.tree.walk(&mut |node| {
        if let Node::Call(call) = node {
            calls.push((&call.name, call.place.clone()));
        }
        for pipeline in node.pipelines() {
            pipeline.commands(&mut |command, _| {
                if let [first, second, ..] = command.operands.as_slice()
                    && let (Term::Function("include"), Term::Text(name)) =
                        (&first.term, &second.term)
                {
                    calls.push((name, second.range.clone()));
                }
            });
        }
    });
    calls
}

fn undefined(name: &str, range: Bytes, names: &Names<'_, '_>) -> Fault {
    let message = format!("no template \"{}\" is defined", short_name(name));
    let fault = Fault::new(&rules::TPL021, range, message);
    if name.len() > 200 || names.len() > 500 {
        return fault;
    }
    let mut known: Vec<&str> = names.keys().copied().collect();
    known.sort_unstable();
    match spelling::nearest(name, &known) {
        Some(known) => fault.fix(format!("Write \"{known}\"")),
        _ => fault,
    }
}

/// Judges the definitions of one name.
fn twice(name: &str, defined: &[(&Source<'_>, &Define<'_>)], findings: &mut Findings) {
    let own: Vec<_> = defined
        .iter()
        .filter(|(source, define)| source.depth == 0 && !is_empty(source.text, &define.body))
        .collect();
    let Some((first, earlier)) = own.first() else { return };
    let mut others = own.iter().skip(1).filter(|(source, define)| {
        source.path != first.path && body(source, define) != body(first, earlier)
    });
    let related = |source: &Source<'_>, define: &Define<'_>| Related {
        place: source.place(&define.place),
        message: "first here".to_owned(),
    };
    if let Some((source, define)) = others.next() {
        let message =
            format!("the template \"{}\" is defined in another file, too", short_name(name));
        let fault = Fault::new(&rules::TPL020, define.place.clone(), message);
        let mut found = source.diagnostic(fault);
        found.related.push(related(first, earlier));
        findings.push(found);
    }
    let below = defined
        .iter()
        .find(|(source, define)| source.depth > 0 && body(source, define) != body(first, earlier));
    if let Some((source, define)) = below {
        let message = format!(
            "the template \"{}\" takes the place of one in a chart below",
            short_name(name)
        );
        let mut found =
            first.diagnostic(Fault::new(&rules::TPL026, earlier.place.clone(), message));
        let place = source.place(&define.place);
        found.related.push(Related { place, message: "this one is not used".to_owned() });
        findings.push(found);
    }
}

/// What stands between the name of a definition and its end.
fn body<'sources>(source: &'sources Source<'_>, define: &Define<'_>) -> &'sources str {
    let start = define.place.end.min(define.range.end);
    source.text.get(start..define.range.end).unwrap_or_default().trim()
}
