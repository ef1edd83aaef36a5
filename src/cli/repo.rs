//! `chartroom repo`: the registry from the command line.
//!
//! May import: `cli::repo::*`, `cli::{args, output}`, `registry`, `ops`.

mod access;
mod add;
mod check;
mod edit;
mod examine;
mod list;
mod refresh;

use std::io::Write;

pub(super) use self::refresh::{refresh, refreshed};
use super::args::{RemoveArguments, RepoCommand};
use super::output::Exit;
use crate::ops::{self, Workplace};
use crate::registry::Change;

/// Carries out a `repo` command.
pub(super) async fn run(
    command: &RepoCommand,
    place: &Workplace,
    out: &mut dyn Write,
) -> anyhow::Result<Exit> {
    match command {
        RepoCommand::Add(arguments) => add::run(arguments, place, out).await,
        RepoCommand::Check(arguments) => examine::run(arguments, place, out).await,
        RepoCommand::List(arguments) => list::run(arguments, place, out).await,
        RepoCommand::Edit(arguments) => edit::run(arguments, place, out).await,
        RepoCommand::Remove(arguments) => remove(arguments, place, out),
        RepoCommand::Refresh(arguments) => refresh::run(arguments, place, out).await,
    }
}

fn remove(
    arguments: &RemoveArguments,
    place: &Workplace,
    out: &mut dyn Write,
) -> anyhow::Result<Exit> {
    let mut names: Vec<&String> = arguments.names.iter().collect();
    names.sort();
    names.dedup();
    let changes: Vec<Change> = names.iter().map(|&name| Change::Remove(name.clone())).collect();
    // All or none: the registry refuses the whole list when one name is unknown.
    ops::register(&place.registry, &place.directories.cache, &changes)?;
    names.iter().try_for_each(|name| writeln!(out, "removed {name}"))?;
    Ok(Exit::Clean)
}
