//! `chartroom import`: manifests to registered repositories and stored Secrets.
//!
//! May import: `cli::{args, catalogs, manifests, output, repo}`, `ops`, `manifest`, `secrets`, `model`, `error`.

use std::io::Write;

use jiff::Timestamp;
use serde_json::{Value, json};

use super::args::{ImportArguments, TextFormat};
use super::output::{self, Exit, note};
use super::{catalogs, manifests, repo};
use crate::error::Error;
use crate::manifest::SecretManifest;
use crate::model::text::counted;
use crate::model::{Repository, SecretName};
use crate::ops::import::{self, Clash, Deed, Leftover, Options, Plan, Planned, Stored};
use crate::ops::{self, Workplace};

/// Carries out `import`.
pub(super) async fn run(
    arguments: &ImportArguments,
    place: &Workplace,
    out: &mut dyn Write,
) -> anyhow::Result<Exit> {
    let loaded = catalogs::registered(place)?;
    let read = manifests::read(&arguments.files);
    let leftover = if arguments.prune { Leftover::Remove } else { Leftover::Keep };
    let (prefix, develop_mode) = (arguments.prefix.clone(), arguments.develop_mode);
    let options = Options { prefix, leftover, develop_mode };
    let mut plan = import::plan(&read.texts, &loaded.repositories, &options);
    if arguments.develop_mode || place.client.settings.develop_mode {
        manifests::forgive_plain_http(&mut plan.diagnostics);
    }
    manifests::tell_findings(&plan.diagnostics);
    let mut exit = if plan.has_errors() { Exit::Findings } else { Exit::Clean };
    if read.is_short {
        exit = Exit::Failed;
    }
    let clash = if arguments.replace_secrets { Clash::Replace } else { Clash::Keep };
    if arguments.dry_run {
        let foreseen = foreseen(place, &plan, clash);
        exit = exit.max(match arguments.format {
            TextFormat::Text => show(&plan, foreseen, out)?,
            TextFormat::Json => write_json(&plan, foreseen, &[], out)?,
        });
        note("this was a dry run: nothing was changed");
        return Ok(exit);
    }
    // Secrets come first: the repositories are fetched with them.
    let stored = import::put(&place.client.settings.secrets, &plan.secrets, clash);
    let changes = plan.changes(Timestamp::now());
    ops::register(&place.registry, &place.directories.cache, &changes)?;
    if arguments.format == TextFormat::Json {
        let wanted = if arguments.no_refresh { Vec::new() } else { wanted(&plan) };
        let (rows, fetched) = repo::refreshed(&wanted, place).await?;
        return Ok(exit.max(fetched).max(write_json(&plan, stored, &rows, out)?));
    }
    exit = exit.max(show(&plan, stored, out)?);
    if !arguments.no_refresh {
        exit = exit.max(refresh(place, &plan, out).await?);
    }
    Ok(exit)
}

type Outcomes = Vec<(SecretName, Result<Stored, Error>)>;

fn foreseen(place: &Workplace, plan: &Plan, clash: Clash) -> Outcomes {
    let store = &place.client.settings.secrets;
    let one =
        |secret: &SecretManifest| (secret.name.clone(), Stored::foreseen(store, secret, clash));
    plan.secrets.iter().map(one).collect()
}

fn show(plan: &Plan, secrets: Outcomes, out: &mut dyn Write) -> anyhow::Result<Exit> {
    let exit = show_secrets(plan, secrets, out)?;
    if plan.repositories.is_empty() {
        let found = counted(plan.configurations.len(), "configuration");
        writeln!(out, "no repository to register: {found}")?;
        return Ok(exit);
    }
    let rows: Vec<Vec<String>> = plan.repositories.iter().map(row).collect();
    output::full_table(out, &["NAME", "DEED", "URL", "OF"], &rows)?;
    let kept = plan.repositories.iter().filter(|one| one.deed == Deed::Kept).count();
    if kept > 0 {
        let what = counted(kept, "repository");
        note(&format!(
            "{what} no longer listed or not understood: --prune removes what is not listed"
        ));
    }
    Ok(exit)
}

fn row(planned: &Planned) -> Vec<String> {
    let deed = match &planned.deed {
        Deed::Changed(what) => format!("changed: {}", what.join(", ")),
        deed => deed.name().to_owned(),
    };
    let repository = &planned.repository;
    let secret = repository.secret.as_ref().map(|name| format!(", Secret {name}"));
    let of = format!("{}{}", planned.configuration, secret.unwrap_or_default());
    vec![repository.name.clone(), deed, repository.location.to_string(), of]
}

fn show_secrets(plan: &Plan, secrets: Outcomes, out: &mut dyn Write) -> anyhow::Result<Exit> {
    let (mut exit, mut rows) = (Exit::Clean, Vec::new());
    for ((name, outcome), secret) in secrets.into_iter().zip(&plan.secrets) {
        let keys = secret.values.keys().cloned().collect::<Vec<_>>().join(", ");
        let deed = match outcome {
            Ok(stored) => {
                exit = exit.max(tell_kept(&name, stored));
                stored.name()
            }
            Err(error) => {
                output::tell(&anyhow::Error::new(error));
                exit = Exit::Failed;
                "FAILED"
            }
        };
        rows.push(vec![name.to_string(), deed.to_owned(), keys]);
    }
    if !rows.is_empty() {
        output::full_table(out, &["SECRET", "DEED", "KEYS"], &rows)?;
        writeln!(out)?;
    }
    Ok(exit)
}

/// Tells of a Secret that stays as it was.
fn tell_kept(name: &SecretName, stored: Stored) -> Exit {
    if stored != Stored::Kept {
        return Exit::Clean;
    }
    note(&format!(
        "the Secret {name} in the store says something else and is kept: --replace-secrets puts the one of the \
         manifest in its place"
    ));
    Exit::Findings
}

/// The first look at everything that was imported, each for itself.
async fn refresh(place: &Workplace, plan: &Plan, out: &mut dyn Write) -> anyhow::Result<Exit> {
    let repositories = wanted(plan);
    if repositories.is_empty() {
        return Ok(Exit::Clean);
    }
    writeln!(out)?;
    repo::refresh(&repositories, place, out).await
}

/// The repositories that are fetched after an import.
fn wanted(plan: &Plan) -> Vec<&Repository> {
    let is_wanted = |one: &&Planned| !matches!(one.deed, Deed::Kept | Deed::Removed);
    plan.repositories.iter().filter(is_wanted).map(|one| &one.repository).collect()
}

/// Plan and outcome for scripts. Keys are stable; what was not fetched has a null outcome.
fn write_json(
    plan: &Plan,
    secrets: Outcomes,
    fetched: &[Vec<String>],
    out: &mut dyn Write,
) -> anyhow::Result<Exit> {
    let mut exit = Exit::Clean;
    let mut stored = Vec::new();
    for ((name, outcome), secret) in secrets.into_iter().zip(&plan.secrets) {
        let (deed, message) = match outcome {
            Ok(stored) => {
                exit = exit.max(tell_kept(&name, stored));
                (stored.name(), None)
            }
            Err(error) => ("failed", Some(error.to_string())),
        };
        if message.is_some() {
            exit = Exit::Failed;
        }
        let keys: Vec<&String> = secret.values.keys().collect();
        stored.push(
            json!({"name": name.to_string(), "deed": deed, "keys": keys, "message": message}),
        );
    }
    let repositories: Vec<Value> =
        plan.repositories.iter().map(|planned| planned_json(planned, fetched)).collect();
    let value = json!({
        "configurations": plan.configurations,
        "secrets": stored,
        "repositories": repositories,
        "diagnostics": plan.diagnostics.iter().map(output::diagnostic_json).collect::<Vec<_>>(),
    });
    output::json(out, &value)?;
    Ok(exit)
}

fn planned_json(planned: &Planned, fetched: &[Vec<String>]) -> Value {
    let repository = &planned.repository;
    let row = fetched.iter().find(|row| row.first() == Some(&repository.name));
    let cell = |position: usize| row.and_then(|row| row.get(position));
    let changes: &[&str] = match &planned.deed {
        Deed::Changed(what) => what,
        _ => &[],
    };
    json!({
        "name": repository.name,
        "deed": planned.deed.name(),
        "changes": changes,
        "url": repository.location.to_string(),
        "configuration": planned.configuration,
        "secretRef": repository.secret.as_ref().map(ToString::to_string),
        "outcome": cell(1).map(|outcome| outcome.to_lowercase()),
        "what": cell(2),
    })
}
