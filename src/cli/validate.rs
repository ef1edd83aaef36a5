//! `chartroom validate`: targets to reports and an exit code.
//!
//! May import: `cli::{args, output}`, `ops`, `report`, `registry`, `model`, `error`.

use std::io::Write;

use futures_util::future::join_all;

use super::args::{DepthChoice, ValidateArguments};
use super::output::{self, Exit, Meter, note};
use crate::error::{Error, ErrorKind};
use crate::model::rule::target::{TGT001, TGT004};
use crate::model::text::clean;
use crate::model::{Diagnostic, Place, Report, Severity};
use crate::ops::{self, Depth, Request, Target, Workplace};
use crate::registry::Loaded;
use crate::report;

/// Carries out `validate`.
pub(super) async fn run(
    arguments: &ValidateArguments,
    place: &Workplace,
    mut out: &mut dyn Write,
) -> anyhow::Result<Exit> {
    let loaded = registered(place);
    let meter = Meter::of_terminal();
    let validations = arguments.targets.iter().map(async |target| {
        let monitor = meter.monitor(&ops::shown_target(target));
        ops::validate(&place.client, &request(target, &loaded, arguments), &monitor).await
    });
    let answers = join_all(validations).await;
    drop(meter);

    let mut exit = Exit::Clean;
    let mut reports = Vec::new();
    for (target, answer) in arguments.targets.iter().zip(answers) {
        match answer {
            Ok(report) => {
                exit = exit.max(judged(&report, arguments.fail_on.into()));
                tell_unseen(&report);
                reports.push(report);
            }
            Err(error) => {
                let error = named(target, error);
                // Text goes beside the error, which says it all; scripts find every target in the JSON.
                if arguments.format == report::Format::Json {
                    reports.push(unreachable(target, &error));
                }
                output::tell(&anyhow::Error::new(error));
                exit = Exit::Failed;
            }
        }
    }
    report::write_all(arguments.format, &reports, &mut out)?;
    Ok(exit)
}

/// The registry, if it can be read: places can be validated without it.
fn registered(place: &Workplace) -> Loaded {
    place.registry.load().unwrap_or_else(|error| {
        note(&format!("{error}; names of repositories are unknown"));
        Loaded::default()
    })
}

fn request(target: &str, loaded: &Loaded, arguments: &ValidateArguments) -> Request {
    let target = match loaded.find(target) {
        Some(repository) => Target::Registered(Box::new(repository.clone())),
        None => Target::Place(target.to_owned()),
    };
    let depth = match arguments.depth {
        DepthChoice::Index => Depth::Index,
        DepthChoice::Heads => Depth::Heads,
        DepthChoice::Packages => Depth::Packages,
    };
    let mut request = Request::of(target);
    (request.kind, request.depth) = (arguments.kind, depth);
    request
}

/// Findings say what was looked at and is bad; a package that nobody could look at says nothing of it.
fn judged(report: &Report, limit: Severity) -> Exit {
    let reached = report.diagnostics.iter().any(|found| found.severity >= limit);
    match reached {
        _ if report.diagnostics.iter().any(is_unseen) => Exit::Failed,
        true => Exit::Findings,
        false => Exit::Clean,
    }
}

fn is_unseen(found: &Diagnostic) -> bool {
    found.rule.code == TGT004.code
}

fn tell_unseen(report: &Report) {
    if report.diagnostics.iter().any(is_unseen) {
        let what = "not all of its packages could be looked at (TGT004)";
        output::say(&format!("chartroom: {}: {what}", clean(&report.target)));
    }
}

/// A bare word may have been meant as the name of a repository.
fn named(target: &str, error: Error) -> Error {
    let is_bare = !target.contains(['/', '.', ':', '\\']);
    if error.kind == ErrorKind::NotFound && is_bare {
        return error.hint("no repository is registered under that name: see chartroom repo list");
    }
    error
}

/// A report that says that nothing could be looked at.
fn unreachable(target: &str, error: &Error) -> Report {
    let target = ops::shown_target(target);
    let diagnostic = Diagnostic::new(&TGT001, Place::file(target.clone()), error.message.clone());
    Report {
        diagnostics: vec![if error.hint.is_empty() {
            diagnostic
        } else {
            diagnostic.fix(output::advice(&error.hint, error.offer.as_deref()))
        }],
        target,
        ..Report::default()
    }
}
