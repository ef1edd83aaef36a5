//! A look at one package of a repository that has passed its check: whether its URL leads anywhere, and
//! whether it is what the index says. Of this nothing but a warning comes.
//!
//! May import: `ops::{fetch, inspect}`, `ops::probe::step`, `source`, `model`, `monitor`, `error`.

use std::time::{Duration, Instant};

use super::step::{Step, StepName, StepState};
use crate::error::Error;
use crate::model::text::{clean, counted};
use crate::model::{Repository, Severity, size};
use crate::monitor::Monitor;
use crate::ops::fetch::Fetched;
use crate::ops::inspect::{Inspection, Wanted, inspect};
use crate::source::Client;

/// A check is not to last long.
const PATIENCE: Duration = Duration::from_secs(10);

/// Fetches the first version of the first entry and tells what came of it; `None` where there is none.
pub async fn sample(
    client: &Client,
    repository: &Repository,
    fetched: &Fetched,
    monitor: &Monitor,
) -> Option<Step> {
    let entry = fetched.catalog.entries.iter().find(|entry| !entry.versions.is_empty())?;
    let version = entry.versions.first()?.clone();
    let name = clean(&format!("{} {}", entry.name, version.version)).into_owned();
    let wanted = Wanted {
        repository: repository.clone(),
        kind: fetched.catalog.kind,
        entry: entry.name.clone(),
        version,
    };
    let begun = Instant::now();
    let looked = tokio::time::timeout(PATIENCE, inspect(client, &wanted, monitor)).await;
    let mut step = match looked {
        Ok(Ok(inspection)) => seen(&name, &inspection),
        Ok(Err(error)) => missed(&name, &error),
        Err(_) => Step {
            detail: format!("{name} did not come within {} s", PATIENCE.as_secs()),
            hint: "packages may be large or slow here: nothing is wrong with the index".to_owned(),
            ..Step::new(StepName::Package, StepState::Warned)
        },
    };
    step.elapsed = Some(begun.elapsed());
    Some(step)
}

fn seen(name: &str, inspection: &Inspection) -> Step {
    let severe = inspection.diagnostics.iter().filter(|found| found.severity == Severity::Error);
    let count = severe.count();
    let state = if count == 0 { StepState::Passed } else { StepState::Warned };
    let hint =
        if count == 0 { "" } else { "chartroom validate tells each of them, and how to mend it" };
    let found = if count == 0 { String::new() } else { format!(", {}", counted(count, "error")) };
    Step {
        detail: format!("{name}: {}{found}", size::bytes(inspection.package.size)),
        hint: hint.to_owned(),
        ..Step::new(StepName::Package, state)
    }
}

fn missed(name: &str, error: &Error) -> Step {
    Step {
        detail: format!("{name}: {}", error.message),
        hint: error.hint.clone(),
        fault: error.fault,
        ..Step::new(StepName::Package, StepState::Warned)
    }
}
