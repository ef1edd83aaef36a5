//! The headless face: the commands, for scripts and for people without a screen.
//!
//! May import: `cli/*`, `ops`.

mod args;
mod catalogs;
mod config;
mod explain;
mod export;
mod host_key;
mod import;
mod manifests;
mod output;
mod repo;
mod rules;
mod search;
mod secret;
mod show;
mod signal;
mod status;
mod validate;

use std::ffi::OsString;
use std::io::{self, BufWriter, Write};
use std::process::ExitCode;

use clap::Parser;

use self::args::{Arguments, Command};
use self::output::Exit;
use crate::ops::Workplace;

/// What the command line asks for.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Outcome {
    /// The screen: no command was given.
    Screen,
    /// The command was carried out, or refused.
    Done(ExitCode),
}

/// Carries out the command of a command line, of which the first word is the program's name.
///
/// Exit codes: 0 done and clean, 1 findings at or above `--fail-on`, 2 it could not be done.
#[must_use]
pub fn run(words: impl IntoIterator<Item = OsString>) -> Outcome {
    let arguments = match Arguments::try_parse_from(words) {
        Ok(arguments) => arguments,
        Err(told) => {
            // Help and version go to standard output; when nobody reads them, nothing is lost.
            let _ = told.print();
            return Outcome::Done(if told.use_stderr() { failed() } else { ExitCode::SUCCESS });
        }
    };
    let Some(command) = arguments.command else { return Outcome::Screen };
    Outcome::Done(match perform(&command) {
        Ok(Exit::Clean) => ExitCode::SUCCESS,
        Ok(Exit::Findings) => ExitCode::from(1),
        Ok(Exit::Failed) => failed(),
        Err(error) if is_broken_pipe(&error) => ExitCode::SUCCESS,
        Err(error) if error.is::<io::Error>() => fail(&error.context("cannot write the output")),
        Err(error) => fail(&error),
    })
}

fn failed() -> ExitCode {
    ExitCode::from(2)
}

/// Tells an error on standard error, in one line and with its hint.
#[must_use]
pub fn fail(error: &anyhow::Error) -> ExitCode {
    output::tell(error);
    failed()
}

/// Tells how the program is used without a terminal, where there is none for the screen.
#[must_use]
pub fn no_terminal() -> ExitCode {
    output::say("usage: chartroom COMMAND … (the screen needs a terminal; see chartroom --help)");
    failed()
}

fn perform(command: &Command) -> anyhow::Result<Exit> {
    let mut out = BufWriter::new(io::stdout().lock());
    let exit = match command {
        Command::Explain(arguments) => explain::run(arguments, &mut out)?,
        Command::Rules(arguments) => rules::run(arguments, &mut out)?,
        Command::Config(arguments) => config::run(arguments, &mut out)?,
        working => {
            let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
            runtime.spawn(signal::end());
            let exit = runtime.block_on(work(working, &mut out));
            // What still blocks (a slow server, a disk) must not keep the program from ending.
            runtime.shutdown_background();
            exit?
        }
    };
    out.flush()?;
    Ok(exit)
}

async fn work(command: &Command, out: &mut dyn Write) -> anyhow::Result<Exit> {
    let place = Workplace::open()?;
    place.config.notes.iter().for_each(|note| output::note(note));
    match command {
        Command::Repo(command) => repo::run(command, &place, out).await,
        Command::Secret(command) => secret::run(command, &place, out),
        Command::HostKey(command) => host_key::run(command, &place, out).await,
        Command::Import(arguments) => import::run(arguments, &place, out).await,
        Command::Status(arguments) => status::run(arguments, &place, out).await,
        Command::Export(arguments) => export::run(arguments, &place, out).await,
        Command::Search(arguments) => search::run(arguments, &place, out).await,
        Command::Show(arguments) => show::run(arguments, &place, out).await,
        Command::Validate(arguments) => validate::run(arguments, &place, out).await,
        Command::Explain(_) | Command::Rules(_) | Command::Config(_) => Ok(Exit::Clean),
    }
}

fn is_broken_pipe(error: &anyhow::Error) -> bool {
    error
        .chain()
        .filter_map(|cause| cause.downcast_ref::<io::Error>())
        .any(|error| error.kind() == io::ErrorKind::BrokenPipe)
}
