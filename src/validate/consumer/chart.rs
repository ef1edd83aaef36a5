//! One package, as the consumers of charts take it.
//!
//! May import: `validate::consumer::{case, lint, words}`, `model`.

use super::case::Case;
use super::lint::Lint;
use super::words;
use crate::model::{Consumer, Effect, Outcome, RepositoryKind, Verdict};

/// The verdict on a chart.
pub(super) fn package(case: &Case<'_>) -> Verdict {
    let refused = Case::cause(case.of_packages(&[Effect::Refuses])).map(words::of);
    let lint = match case.consumer {
        Consumer::Helm3 | Consumer::Helm4 => Some(Lint::of(case.consumer, case.found).text()),
        _ => None,
    };
    let text =
        |said: Option<String>| [said, lint].into_iter().flatten().collect::<Vec<_>>().join("; ");
    if let Some(cause) = refused {
        return case.refuse(text(Some(refusal(case.consumer, &cause))));
    }
    if let Some(found) = case.of_packages(&[Effect::Crashes]).next() {
        let said = format!("{} goes down: {}", case.consumer, words::of(found));
        return case.end(Outcome::Crash, 0, text(Some(said)));
    }
    let fails = Case::cause(case.of_packages(&[Effect::Fails]));
    let said = fails.map(|found| format!("loads, and fails when it is used: {}", words::of(found)));
    case.end(Outcome::Accept, 1, text(said))
}

fn refusal(consumer: Consumer, cause: &str) -> String {
    match consumer {
        Consumer::Helm3 | Consumer::Helm4 => format!("does not load: {cause}"),
        Consumer::Flux => format!("HelmChart not ready: {cause}"),
        Consumer::ArtifactHub => format!("error preparing package: {cause}"),
        _ => cause.to_owned(),
    }
}

/// A package of a kind that the consumer does not take.
pub(super) fn other_kind(case: &Case<'_>, kind: Option<RepositoryKind>) -> Verdict {
    let broken = Case::cause(case.of_packages(&[Effect::Refuses]));
    let reason = match (kind, broken) {
        (None, Some(found)) => words::of(found),
        (Some(RepositoryKind::Addons), _) | (None, None)
            if case.consumer != Consumer::HelmBroker =>
        {
            "Chart.yaml file is missing".to_owned()
        }
        _ => "addon does not contain chart directory".to_owned(),
    };
    match case.consumer {
        Consumer::HelmBroker => case.refuse(format!("LoadingError: {reason}")),
        consumer => case.refuse(refusal(consumer, &reason)),
    }
}
