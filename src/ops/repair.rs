//! Files of a local target, mended by the findings about them: planned first, written when the user agrees.
//!
//! May import: `ops::target`, `validate`, `disk`, `model`, `error`.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use super::target::local_path;
use crate::disk;
use crate::error::{Error, ErrorKind};
use crate::model::{Diagnostic, Excerpt, Report};
use crate::validate::fix;

/// A file, as it is and as it would be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Repair {
    /// Where it is.
    pub path: PathBuf,
    /// As reports name it.
    pub file: String,
    /// Its text now.
    pub before: String,
    /// Its text when mended.
    pub after: String,
    /// How many findings that answers.
    pub count: usize,
}

/// What could be mended of a local target by the findings of its report. Files inside archives, of other places, and
/// those that changed since they were judged are left alone.
#[must_use]
pub fn plan(target: &str, report: &Report) -> Vec<Repair> {
    let Some(folder) = folder(target) else { return Vec::new() };
    let mut files: BTreeMap<&str, Vec<&Diagnostic>> = BTreeMap::new();
    for found in &report.diagnostics {
        files.entry(&found.place.file).or_default().push(found);
    }
    files.into_iter().filter_map(|(file, found)| repair(&folder, file, &found)).collect()
}

/// Writes the mended texts.
///
/// # Errors
/// When a file changed since it was planned, or cannot be written; those before it are written.
pub fn apply(repairs: &[Repair]) -> Result<(), Error> {
    for repair in repairs {
        if fs::read_to_string(&repair.path).ok().as_ref() != Some(&repair.before) {
            let message = format!("{} has changed since it was judged", repair.path.display());
            return Err(Error::new(ErrorKind::Io, message).hint("validate it again"));
        }
        disk::write_shared(&repair.path, repair.after.as_bytes())?;
    }
    Ok(())
}

/// The folder in which a local target lies, or which it is.
fn folder(target: &str) -> Option<PathBuf> {
    let path = fs::canonicalize(local_path(target)).ok()?;
    if path.is_dir() { Some(path) } else { path.parent().map(Path::to_owned) }
}

fn repair(folder: &Path, file: &str, found: &[&Diagnostic]) -> Option<Repair> {
    // Reports name the files of an unpacked chart by its folder.
    let above = folder.parent();
    let candidates = [Some(folder), above].into_iter().flatten();
    let (path, before) = candidates
        .filter_map(|base| within(base, folder, file))
        .filter_map(|path| Some((path.clone(), fs::read_to_string(path).ok()?)))
        .find(|(_, text)| is_what_was_judged(text, found))?;
    let mended = fix::mend(&before, found.iter().copied())?;
    let file = file.to_owned();
    Some(Repair { path, file, before, after: mended.text, count: mended.count })
}

/// The path of a file, if it is one in the target's folder, links followed.
fn within(base: &Path, folder: &Path, file: &str) -> Option<PathBuf> {
    let path = fs::canonicalize(base.join(file)).ok()?;
    (path.is_file() && path.starts_with(folder)).then_some(path)
}

/// Whether the lines that the findings quote stand where they say.
fn is_what_was_judged(text: &str, found: &[&Diagnostic]) -> bool {
    let lines: Vec<&str> = text.strip_prefix('\u{feff}').unwrap_or(text).lines().collect();
    found.iter().all(|found| {
        let (Some(known), Some(span)) = (&found.excerpt, found.place.span) else { return true };
        Excerpt::of(&lines, span.line, span.column).as_ref() == Some(known)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::rule::index::IDX014;
    use crate::model::{Place, Span};

    const TEXT: &str = "apiVersion: v1\nappVersion: 1.10 # ours\n";

    fn report(file: &str, text: &str) -> Report {
        let span = Span { line: 2, column: 13, length: 4 };
        let mut found = Diagnostic::new(&IDX014, Place::at(file, span), "a number");
        let lines: Vec<&str> = text.lines().collect();
        found.excerpt = Excerpt::of(&lines, 2, 13);
        Report { diagnostics: vec![found], ..Report::default() }
    }

    #[test]
    fn only_files_in_the_target_that_are_as_they_were_judged_are_mended() {
        let home = tempfile::tempdir().expect("a folder");
        let folder = home.path().join("charts");
        fs::create_dir(&folder).expect("a folder");
        for path in [folder.join("index.yaml"), home.path().join("outside.yaml")] {
            fs::write(path, TEXT).expect("a file");
        }
        let target = folder.display().to_string();
        let count = |file: &str, text: &str| plan(&target, &report(file, text)).len();
        assert_eq!(count("index.yaml", TEXT), 1);
        assert_eq!(count("charts/index.yaml", TEXT), 1, "as files of a chart are named");
        assert_eq!(count("index.yaml", "apiVersion: v1\nappVersion: 1.20\n"), 0);
        assert_eq!(count("../outside.yaml", TEXT), 0);
        assert_eq!(count("a.tgz!a/Chart.yaml", TEXT), 0);
    }

    #[test]
    fn a_file_that_changed_meanwhile_is_not_written() {
        let home = tempfile::tempdir().expect("a folder");
        let path = home.path().join("index.yaml");
        fs::write(&path, TEXT).expect("a file");
        let target = path.display().to_string();
        let repairs = plan(&target, &report("index.yaml", TEXT));
        fs::write(&path, "changed").expect("a file");
        assert!(apply(&repairs).is_err());
        fs::write(&path, TEXT).expect("a file");
        apply(&repairs).expect("it is as it was");
        let text = fs::read_to_string(&path).expect("a file");
        assert_eq!(text, "apiVersion: v1\nappVersion: \"1.10\" # ours\n");
    }
}
