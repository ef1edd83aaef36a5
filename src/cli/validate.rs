//! `chartroom validate`: targets to reports and an exit code.
//!
//! May import: `cli::validate::*`, `cli::{args, output}`, `ops`, `report`, `registry`, `validate`, `model`, `disk`,
//! `monitor`, `error`.

mod decided;
mod mend;
mod outcome;

use std::io::Write;

use futures_util::StreamExt;
use futures_util::stream;

use self::decided::Decided;
use self::mend::{Consent, mend};
use self::outcome::{judged, unreachable};
use super::args::{DepthChoice, Limit, ValidateArguments};
use super::output::{self, Exit, Meter, note};
use crate::disk;
use crate::error::{Error, ErrorKind};
use crate::model::text::{clean, counted};
use crate::model::{Consumer, Report, Severity};
use crate::monitor::Monitor;
use crate::ops::{self, Depth, Remember, Request, Target, Workplace};
use crate::registry::Loaded;
use crate::report::{self, Options, Paint};
use crate::validate::{Baseline, hearing};

/// How many targets are looked at at the same time: packages that are targets are held in memory as a whole.
const AT_ONCE: usize = 4;

/// Carries out `validate`.
pub(super) async fn run(
    arguments: &ValidateArguments,
    place: &Workplace,
    out: &mut dyn Write,
) -> anyhow::Result<Exit> {
    read_keys(arguments).await?;
    let loaded = registered(place);
    let mut asked = Vec::new();
    for target in targets(arguments, &loaded) {
        asked.push(asked_of(target, &loaded, arguments)?);
    }
    let mut answers = validate_all(place, &asked).await;
    if arguments.fix && mend_all(arguments, &asked, &answers)? {
        answers = validate_all(place, &asked).await;
    }

    let mut exit = Exit::Clean;
    let mut reports = Vec::new();
    for (asked, answer) in asked.iter().zip(answers) {
        match answer {
            Ok(report) => {
                let report = outcome::seen_by(arguments.consumer, report);
                exit = exit.max(judged(&report, asked.decided.limit, arguments.consumer));
                outcome::tell_unseen(&report);
                reports.push(report);
            }
            Err(error) => {
                let error = named(asked, error);
                // Text goes beside the error, which says it all; scripts find every target in the report.
                if !outcome::is_for_people(arguments.format) {
                    reports.push(unreachable(&asked.target, &error));
                }
                output::tell(&anyhow::Error::new(error));
                exit = Exit::Failed;
            }
        }
    }
    if arguments.registered {
        let report = registrations(arguments, place, &loaded).await?;
        let decided = Decided::of(arguments, None)?;
        exit = exit.max(judged(&report, decided.limit, None));
        reports.push(report);
    }
    write(arguments, &reports, strictest(&asked), out)?;
    keep_baseline(arguments, &reports)?;
    Ok(exit)
}

/// Some targets at once, in the end all of them in their order, with progress on a terminal.
async fn validate_all(place: &Workplace, asked: &[Asked]) -> Vec<Result<Report, Error>> {
    let meter = Meter::of_terminal();
    let validations = asked.iter().map(async |asked| {
        let monitor = meter.monitor(&ops::shown_target(&asked.target));
        ops::validate(&place.client, &asked.request, &monitor).await
    });
    stream::iter(validations).buffered(AT_ONCE).collect().await
}

/// Whoever names keys hears at once that they cannot be read, and that they are of no use.
async fn read_keys(arguments: &ValidateArguments) -> Result<(), Error> {
    let Some(path) = &arguments.keyring else { return Ok(()) };
    ops::check_keyring(path, &Monitor::silent()).await?;
    if arguments.depth == DepthChoice::Index {
        note("--depth index looks at no package: nothing is verified with --keyring");
    }
    Ok(())
}

/// The registered repositories against each other.
async fn registrations(
    arguments: &ValidateArguments,
    place: &Workplace,
    loaded: &Loaded,
) -> Result<Report, Error> {
    let meter = Meter::of_terminal();
    let monitor = meter.monitor("registered repositories");
    let mut report = ops::registrations(&place.client, &loaded.repositories, &monitor).await?;
    hearing::apply(&Decided::of(arguments, None)?.policy, &mut report);
    Ok(report)
}

/// Mends what can be mended; whether anything was written.
fn mend_all(
    arguments: &ValidateArguments,
    asked: &[Asked],
    answers: &[Result<Report, Error>],
) -> Result<bool, Error> {
    let consent = if arguments.yes { Consent::Given } else { Consent::Asked };
    let mut is_written = false;
    for (asked, answer) in asked.iter().zip(answers) {
        if let Ok(report) = answer {
            is_written |= mend(&asked.target, report, consent)?;
        }
    }
    Ok(is_written)
}

/// A target, what is asked of it, and what was decided about it.
struct Asked {
    target: String,
    request: Request,
    decided: Decided,
}

fn targets(arguments: &ValidateArguments, loaded: &Loaded) -> Vec<String> {
    let mut targets = arguments.targets.clone();
    if arguments.registered {
        targets.extend(loaded.repositories.iter().map(|one| one.name.clone()));
    }
    targets
}

/// The registry, if it can be read: places can be validated without it.
fn registered(place: &Workplace) -> Loaded {
    place.registry.load().unwrap_or_else(|error| {
        note(&format!("{error}; names of repositories are unknown"));
        Loaded::default()
    })
}

fn asked_of(
    target: String,
    loaded: &Loaded,
    arguments: &ValidateArguments,
) -> Result<Asked, Error> {
    let (aim, decided) = match loaded.find(&target) {
        Some(repository) => {
            let decided = Decided::of(arguments, None)?;
            (Target::Registered(Box::new(repository.clone())), decided)
        }
        None => (Target::Place(target.clone()), Decided::of(arguments, Some(&target))?),
    };
    let mut request = Request::of(aim);
    request.kind = arguments.kind.or(arguments.consumer.map(Consumer::kind));
    request.depth = match arguments.depth {
        DepthChoice::Index => Depth::Index,
        DepthChoice::Heads => Depth::Heads,
        DepthChoice::Packages => Depth::Packages,
    };
    request.sample = arguments.sample.and_then(|count| usize::try_from(count).ok());
    request.since = arguments.since;
    request.remember = if arguments.afresh { Remember::Ignore } else { Remember::Use };
    request.keyring.clone_from(&arguments.keyring);
    request.policy = decided.policy.clone();
    Ok(Asked { target, request, decided })
}

/// A bare word may have been meant as the name of a repository.
fn named(asked: &Asked, error: Error) -> Error {
    let is_registered = matches!(asked.request.target, Target::Registered(_));
    let is_bare = !is_registered && !asked.target.contains(['/', '.', ':', '\\']);
    if error.kind == ErrorKind::NotFound && is_bare {
        return error.hint("no repository is registered under that name: see chartroom repo list");
    }
    error
}

/// From which severity on any of the targets fails.
fn strictest(asked: &[Asked]) -> Option<Severity> {
    let limits = asked.iter().filter_map(|asked| match asked.decided.limit {
        Limit::At(severity) => Some(severity),
        Limit::Never => None,
    });
    limits.min()
}

fn write(
    arguments: &ValidateArguments,
    reports: &[Report],
    fail_on: Option<Severity>,
    mut out: &mut dyn Write,
) -> anyhow::Result<()> {
    let options = output::report_options(arguments.format, fail_on);
    let Some(path) = &arguments.output else {
        return Ok(report::write_with(arguments.format, reports, &options, &mut out)?);
    };
    let options = Options { paint: Paint::Plain, ..options };
    let mut text = Vec::new();
    report::write_with(arguments.format, reports, &options, &mut text)?;
    disk::write_shared(path, &text)?;
    // The log of a job says how it went, wherever the report goes.
    for report in reports {
        let severities = report.diagnostics.iter().map(|found| found.severity);
        let tally = Severity::tally(severities);
        output::say(&format!("chartroom: {}: {tally}", clean(&report.target)));
    }
    Ok(())
}

fn keep_baseline(arguments: &ValidateArguments, reports: &[Report]) -> Result<(), Error> {
    let Some(path) = &arguments.write_baseline else { return Ok(()) };
    let baseline = Baseline::of(reports);
    disk::write_shared(path, baseline.text().as_bytes())?;
    let count = counted(baseline.count(), "finding");
    note(&format!("{} forgives {count} from now on: pass it as --baseline", path.display()));
    Ok(())
}
