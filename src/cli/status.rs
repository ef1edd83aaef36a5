//! `chartroom status`: what Helm Broker would say of addons configurations, and what we say instead.
//!
//! May import: `cli::{args, manifests, output, status::*}`, `ops`, `manifest`, `model`.

mod json;

use std::io::{self, Write};

use super::args::{StatusArguments, TextFormat};
use super::manifests;
use super::output::{self, Exit, Meter, advice};
use crate::manifest::bundle;
use crate::model::Severity;
use crate::model::text::{clean, counted};
use crate::ops::status::{AddonVerdict, Cause, Mode, Phase, RepositoryVerdict, Verdict};
use crate::ops::{self, Workplace};

/// Carries out `status`.
pub(super) async fn run(
    arguments: &StatusArguments,
    place: &Workplace,
    out: &mut dyn Write,
) -> anyhow::Result<Exit> {
    let read = manifests::read(&arguments.files);
    let mut bundle = bundle::read(&read.texts);
    let develop = arguments.develop_mode || place.client.settings.develop_mode;
    if develop {
        manifests::forgive_plain_http(&mut bundle.diagnostics);
    }
    let mode = if develop { Mode::Develop } else { Mode::Production };
    let meter = Meter::of_terminal();
    let monitor = meter.monitor("status");
    let verdicts = ops::status(&place.client, &bundle, mode, &monitor).await;
    drop(meter);
    manifests::tell_findings(&bundle.diagnostics);
    match arguments.format {
        TextFormat::Json => output::json(out, &json::of(&verdicts, &bundle.diagnostics))?,
        TextFormat::Text if verdicts.is_empty() => {
            writeln!(out, "no configuration to look at")?;
        }
        TextFormat::Text => verdicts.iter().try_for_each(|verdict| write(verdict, out))?,
    }
    let is_refused = bundle.diagnostics.iter().any(|found| found.severity == Severity::Error);
    Ok(match () {
        () if read.is_short || verdicts.iter().any(Verdict::is_unseen) => Exit::Failed,
        () if is_refused || verdicts.iter().any(|one| one.phase != Phase::Ready) => Exit::Findings,
        () => Exit::Clean,
    })
}

fn write(verdict: &Verdict, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "{}: {}", clean(&verdict.title), verdict.phase.name())?;
    for repository in &verdict.repositories {
        write_repository(verdict, repository, out)?;
    }
    writeln!(out, "  registers  {}", registered(verdict))?;
    for (label, texts) in [("differs", &verdict.differences), ("quirk", &verdict.quirks)] {
        for text in texts {
            writeln!(out, "  {label:<10} {}", clean(text))?;
        }
    }
    Ok(())
}

/// What is registered of it, or would be without what is bad.
fn registered(verdict: &Verdict) -> String {
    let good: Vec<String> = verdict.good().map(AddonVerdict::title).collect();
    let list = clean(&good.join(", ")).into_owned();
    match (verdict.phase, good.len()) {
        (Phase::Ready, 0) => "nothing: there are no addons".to_owned(),
        (Phase::Ready, _) => list,
        (_, 0) => "nothing".to_owned(),
        (_, count) => {
            format!("nothing; {} without a fault held back: {list}", counted(count, "addon"))
        }
    }
}

fn write_repository(
    verdict: &Verdict,
    repository: &RepositoryVerdict,
    out: &mut dyn Write,
) -> io::Result<()> {
    let url = if repository.url.is_empty() { "\"\"" } else { repository.url.as_str() };
    writeln!(out, "  {}: {}", clean(url), verdict.shown(repository).name())?;
    write_causes(&repository.causes, "    ", out)?;
    for addon in &repository.addons {
        let phase = if addon.is_good() { Phase::Ready } else { Phase::Failed };
        writeln!(out, "    {}: {}", clean(&addon.title()), phase.name())?;
        write_causes(&addon.causes, "      ", out)?;
        write_unseen(addon.unseen.as_ref(), "      ", out)?;
    }
    write_unseen(repository.unseen.as_ref(), "    ", out)?;
    let count = |severity| repository.count(severity);
    let [errors, warnings] = [(Severity::Error, "error"), (Severity::Warning, "warning")]
        .map(|(severity, noun)| counted(count(severity), noun));
    let infos = count(Severity::Info);
    if let Some(worst) = repository.worst() {
        let span = worst.place.span.map(|span| format!("{}:{}:", span.line, span.column));
        let (file, span) = (clean(&worst.place.file), span.unwrap_or_default());
        let (severity, code) = (worst.severity.name(), worst.rule.code);
        writeln!(out, "    chartroom: {errors}, {warnings}, {infos} info; the worst:")?;
        writeln!(out, "      {file}:{span} {severity} {code} {}", clean(&worst.message))?;
    }
    Ok(())
}

/// The first cause is what Helm Broker tells; the others hide behind it.
fn write_causes(causes: &[Cause], indent: &str, out: &mut dyn Write) -> io::Result<()> {
    for (position, cause) in causes.iter().enumerate() {
        let also = if position > 0 { "also " } else { "" };
        writeln!(out, "{indent}{also}{}: {}", cause.reason.name(), clean(&cause.message))?;
    }
    Ok(())
}

fn write_unseen(
    unseen: Option<&crate::error::Failure>,
    indent: &str,
    out: &mut dyn Write,
) -> io::Result<()> {
    let Some(failure) = unseen else { return Ok(()) };
    let summary = clean(&failure.summary);
    writeln!(out, "{indent}not looked at from here: {summary}")?;
    if failure.hint.is_empty() {
        Ok(())
    } else {
        let hint = advice(&failure.hint, failure.offer.as_deref());
        writeln!(out, "{indent}hint: {hint}")
    }
}
