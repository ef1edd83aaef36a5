//! `chartroom export`: registered addon repositories as manifests.
//!
//! May import: `cli::{args, catalogs, output}`, `ops`, `manifest`, `model`, `monitor`, `disk`, `error`.

use std::io::Write;

use super::args::{ExportArguments, ExportFormat};
use super::catalogs;
use super::output::{Exit, note};
use crate::disk;
use crate::error::{Error, ErrorKind};
use crate::manifest::Scope;
use crate::model::text::{clean, counted};
use crate::model::{Repository, RepositoryKind};
use crate::monitor::Monitor;
use crate::ops::export::{self, Exported, Wish};
use crate::ops::{self, Freshness, Workplace};

/// Carries out `export`.
pub(super) async fn run(
    arguments: &ExportArguments,
    place: &Workplace,
    out: &mut dyn Write,
) -> anyhow::Result<Exit> {
    let loaded = catalogs::registered(place)?;
    let mut repositories = Vec::new();
    for repository in catalogs::named(&loaded, &arguments.repositories)? {
        repositories.push(with_kind(place, repository).await);
    }
    if arguments.repositories.is_empty() {
        // Nobody asked for these by name.
        repositories.retain(|one| one.kind != Some(RepositoryKind::Helm) && !one.is_sample());
    }
    let scope = match arguments.format {
        ExportFormat::AddonsConfiguration => Scope::Namespace,
        ExportFormat::ClusterAddonsConfiguration => Scope::Cluster,
    };
    let (name, namespace) = (arguments.name.clone(), arguments.namespace.clone());
    let store = &place.client.settings.secrets;
    let exported = export::export(&repositories, &store.list()?, &Wish { scope, name, namespace })?;
    for (name, why) in &exported.left_out {
        note(&format!("{} is left out: {}", clean(name), clean(why)));
    }
    exported.notes.iter().for_each(|text| note(text));
    if exported.count == 0 {
        return Err(Error::new(ErrorKind::NotFound, "there is no repository to export")
            .hint("chartroom repo list shows what is registered, and of which kind")
            .into());
    }
    let (mut text, mut is_whole) = (exported.text.clone(), exported.left_out.is_empty());
    if arguments.with_secrets {
        let (secrets, elsewhere) = export::secrets_text(store, &exported)?;
        for text in &elsewhere {
            note(text);
        }
        is_whole &= elsewhere.is_empty();
        text.push_str(&secrets);
    }
    write(arguments, &exported, &text, out)?;
    Ok(if is_whole { Exit::Clean } else { Exit::Findings })
}

/// The repository with the kind that its last index had, where nobody insists on one.
async fn with_kind(place: &Workplace, repository: &Repository) -> Repository {
    let mut repository = repository.clone();
    if repository.kind.is_none() {
        let (client, monitor) = (&place.client, Monitor::silent());
        let known = ops::fetch(client, &repository, Freshness::Cached, &monitor).await;
        repository.kind = known.ok().map(|known| known.catalog.kind);
    }
    repository
}

fn write(
    arguments: &ExportArguments,
    exported: &Exported,
    text: &str,
    out: &mut dyn Write,
) -> anyhow::Result<()> {
    if let Some(path) = &arguments.output {
        disk::write(path, text)?;
        let count = counted(exported.count, "repository");
        writeln!(out, "wrote {count} to {}", path.display())?;
    } else {
        write!(out, "{text}")?;
    }
    if arguments.with_secrets {
        note("what was written holds secrets: keep it from others");
    }
    Ok(())
}
