//! `--fix`: shows what would be changed, asks, and writes it.
//!
//! May import: `cli::output`, `ops`, `model`, `error`.

use std::io::{self, BufRead, IsTerminal};

use similar::TextDiff;

use crate::cli::output::{note, say};
use crate::error::Error;
use crate::model::Report;
use crate::model::text::{clean, counted};
use crate::ops::repair::{self, Repair};

/// Whether the user is asked before files are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Consent {
    /// On the terminal; without one nothing is written.
    Asked,
    /// Given beforehand.
    Given,
}

/// Mends the files of a target. Whether anything was written.
///
/// # Errors
/// When a file cannot be written.
pub(super) fn mend(target: &str, report: &Report, consent: Consent) -> Result<bool, Error> {
    let repairs = repair::plan(target, report);
    if repairs.is_empty() {
        note(&format!("{}: nothing in it can be mended by itself", clean(target)));
        return Ok(false);
    }
    repairs.iter().for_each(show);
    let count = repairs.iter().map(|repair| repair.count).sum();
    let what = format!("{} in {}", counted(count, "change"), counted(repairs.len(), "file"));
    if consent == Consent::Asked && !is_agreed(&what) {
        note(&format!("{}: nothing was changed", clean(target)));
        return Ok(false);
    }
    repair::apply(&repairs)?;
    note(&format!("{}: wrote {what}", clean(target)));
    Ok(true)
}

/// The change as a unified diff.
fn show(repair: &Repair) {
    let file = clean(&repair.file);
    let diff = TextDiff::from_lines(repair.before.as_str(), &repair.after);
    let mut diff = diff.unified_diff();
    let text =
        diff.context_radius(2).header(&format!("a/{file}"), &format!("b/{file}")).to_string();
    for line in text.lines() {
        say(&clean(line));
    }
}

fn is_agreed(what: &str) -> bool {
    let stdin = io::stdin();
    if !stdin.is_terminal() {
        note("standard input is no terminal, so nobody can be asked: say --yes to agree");
        return false;
    }
    say(&format!("Write {what}? [y/N]"));
    let mut answer = String::new();
    let is_read = stdin.lock().read_line(&mut answer).is_ok();
    is_read && matches!(answer.trim().to_lowercase().as_str(), "y" | "yes")
}
