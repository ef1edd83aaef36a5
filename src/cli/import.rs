//! `chartroom import`: manifests to registered repositories and stored Secrets.
//!
//! May import: `cli::{args, catalogs, manifests, output, repo}`, `ops`, `manifest`, `secrets`, `model`, `error`.

use std::io::Write;

use jiff::Timestamp;

use super::args::ImportArguments;
use super::output::{self, Exit, note};
use super::{catalogs, manifests, repo};
use crate::error::Error;
use crate::manifest::SecretManifest;
use crate::model::text::counted;
use crate::model::{Repository, SecretName};
use crate::ops::import::{self, Deed, Leftover, Options, Plan, Planned, Stored};
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
    if arguments.dry_run {
        let foreseen = foreseen(place, &plan);
        exit = exit.max(show(&plan, foreseen, out)?);
        note("this was a dry run: nothing was changed");
        return Ok(exit);
    }
    // Secrets come first: the repositories are fetched with them.
    let stored = import::put(&place.client.settings.secrets, &plan.secrets);
    let changes = plan.changes(Timestamp::now());
    ops::register(&place.registry, &place.directories.cache, &changes)?;
    exit = exit.max(show(&plan, stored, out)?);
    if !arguments.no_refresh {
        exit = exit.max(refresh(place, &plan, out).await?);
    }
    Ok(exit)
}

type Outcomes = Vec<(SecretName, Result<Stored, Error>)>;

fn foreseen(place: &Workplace, plan: &Plan) -> Outcomes {
    let store = &place.client.settings.secrets;
    let one = |secret: &SecretManifest| (secret.name.clone(), Stored::foreseen(store, secret));
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
        let what = counted(kept, "repository").replace("repositorys", "repositories");
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
            Ok(stored) => stored.name(),
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

/// The first look at everything that was imported, each for itself.
async fn refresh(place: &Workplace, plan: &Plan, out: &mut dyn Write) -> anyhow::Result<Exit> {
    let is_wanted = |one: &&Planned| !matches!(one.deed, Deed::Kept | Deed::Removed);
    let repositories: Vec<&Repository> =
        plan.repositories.iter().filter(is_wanted).map(|one| &one.repository).collect();
    if repositories.is_empty() {
        return Ok(Exit::Clean);
    }
    writeln!(out)?;
    repo::refresh(&repositories, place, out).await
}
